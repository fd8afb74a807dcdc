"""Where in a recording a picture is, out of stamps that mean something else on every device."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.playback.cadence import SOON, Cadence
from changqian.gateways.video.playback.timeline import TICKS, Timeline

FRAME = 3600


class Sender:
    """A device that plays at a speed: `stamped` says how far its stamps are apart, `content` how far its pictures."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.now, self.stamp, self.content, self.shown = 100.0, 1000, -FRAME, [0]

    def play(self, seconds: float, *, stamped: int = FRAME, content: int = FRAME, every: float = 0.04) -> None:
        for _ in range(round(seconds / every)):
            self.now += every
            self.stamp += stamped
            self.content += content
            self.shown.append(self.timeline.place(self.stamp, self.now))

    @property
    def off(self) -> float:
        return self.timeline.position - self.content / TICKS

    @property
    def running_ahead(self) -> float:
        """Seconds that viewers' time is ahead of the clock."""
        return self.shown[-1] / TICKS - (self.now - 100.04)


AT_FOUR = {
    "as watched": {"stamped": FRAME // 4, "content": FRAME, "every": 0.01},
    "as recorded": {"stamped": FRAME, "content": FRAME, "every": 0.01},
    "keys as watched": {"stamped": 45_000, "content": 180_000, "every": 0.5},
    "keys as recorded": {"stamped": 180_000, "content": 180_000, "every": 0.5},
}


@pytest.mark.parametrize("how", AT_FOUR.values(), ids=AT_FOUR)
def test_the_position_is_right_whatever_the_stamps_mean(how: dict) -> None:
    timeline = Timeline()
    sender = Sender(timeline)
    sender.play(2)
    assert abs(sender.off) < 0.05
    timeline.order(4, sender.now)
    sender.play(0.3)  # It takes a while.
    sender.play(4, **how)
    measured = timeline.measured(sender.now)
    assert measured
    assert measured.obeyed
    assert 3 < measured.rate < 5
    assert abs(sender.off) < 0.1
    assert sender.running_ahead < 2.5
    assert timeline.recorded is (how["stamped"] == how["content"])
    timeline.order(1, sender.now)
    sender.play(3)
    assert abs(sender.off) < 0.6


@pytest.mark.parametrize("stamped", [FRAME, 2 * FRAME])
def test_slower_too(stamped: int) -> None:
    timeline = Timeline()
    sender = Sender(timeline)
    sender.play(1)
    timeline.order(0.5, sender.now)
    sender.play(4, stamped=stamped, every=0.08)
    measured = timeline.measured(sender.now)
    assert measured
    assert measured.obeyed
    assert abs(sender.off) < 0.05
    # Pictures come half as often, and are to be shown half as often: else the browser would wait for them.
    assert sender.running_ahead > -1.0


def test_a_device_that_only_nods_is_found_out() -> None:
    timeline = Timeline()
    sender = Sender(timeline)
    sender.play(2)
    timeline.order(4, sender.now)
    sender.play(1)
    assert timeline.measured(sender.now) is None
    sender.play(3)
    measured = timeline.measured(sender.now)
    assert measured
    assert not measured.obeyed
    assert abs(measured.rate - 1) < 0.1
    assert abs(sender.off) < 0.05
    assert timeline.measured(sender.now) is None


def test_over_a_pause_only_a_picture_passes() -> None:
    for gap in (0, 30 * TICKS, -500 * TICKS):
        timeline = Timeline(10.0)
        sender = Sender(timeline)
        sender.play(1)
        before = timeline.position
        sender.now += 30
        sender.stamp += gap
        timeline.resume(sender.now)
        sender.play(0.04)
        assert abs(timeline.position - before - 0.04) < 0.001


@given(st.lists(st.tuples(st.integers(-(2**33), 2**33), st.sampled_from([0.25, 1, 4, 8])), max_size=60))
def test_time_for_viewers_only_rises(given_stamps: list[tuple[int, float]]) -> None:
    timeline, now, shown = Timeline(), 0.0, []
    for place, (stamp, scale) in enumerate(given_stamps):
        now += 0.04
        if place % 7 == 3:
            timeline.order(scale, now)
        if place % 11 == 5:
            timeline.resume(now)
        shown.append(timeline.place(stamp, now))
        timeline.measured(now)
    assert all(two > one for one, two in pairwise(shown))


def test_a_key_frame_out_of_turn_is_told_from_one_in_turn() -> None:
    cadence = Cadence()
    for number in range(105):
        cadence.push(number % 50 == 0)
    assert cadence.group == 50
    assert cadence.begins(None)
    for number in range(105, 150):
        cadence.push(number % 50 == 0)
    assert not cadence.begins(3)
    # Before a second group has come, only how soon it comes can tell.
    cadence.forget()
    for _ in range(20):
        cadence.push(False)
    assert cadence.begins(SOON - 1)
    assert not cadence.begins(SOON)
    assert not cadence.begins(None)
