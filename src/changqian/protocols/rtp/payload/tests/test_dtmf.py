"""Keys pressed at one end are heard once at the other."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.payload.dtmf import KEYS, LONGEST, Listener, Pressed, Released, Tone, dial, press
from changqian.protocols.rtp.payload.errors import MalformedPayload

tones = st.builds(
    Tone,
    event=st.integers(0, 255),
    end=st.booleans(),
    duration=st.integers(0, 65535),
    volume=st.integers(0, 63),
)
CLOCK = 16000


def packets(steps, *, began: int = 1000, sequence: int = 0, ssrc: int = 7) -> list[tuple[float, Packet]]:
    """With the second at which each is sent."""
    return [
        (
            step.at / CLOCK,
            Packet(
                105, sequence + at & 0xFFFF, began + step.timestamp & 0xFFFFFFFF, ssrc, bytes(step.tone), step.marker
            ),
        )
        for at, step in enumerate(steps)
    ]


def heard(sent, listener: Listener | None = None) -> list[object]:
    listener = listener or Listener(clock=CLOCK)
    found = [item for now, packet in sent for item in listener.hear(packet, now)]
    return found + listener.release(1e9)


def keys(found) -> str:
    return "".join(each.key for each in found if isinstance(each, Pressed))


@given(tones)
def test_an_event_reads_as_it_was_written(tone):
    assert Tone.parse(bytes(tone)) == tone


def test_a_press_begins_with_the_marker_and_ends_three_times():
    steps = press("5", clock=8000, milliseconds=100)
    assert [step.tone.duration for step in steps] == [160, 320, 480, 640, 800, 800, 800]
    assert [step.tone.end for step in steps] == [False] * 4 + [True] * 3
    assert [step.marker for step in steps] == [True] + [False] * 6
    assert {step.timestamp for step in steps} == {0}
    assert [step.at for step in steps] == [160, 320, 480, 640, 800, 960, 1120]


def test_the_shortest_press_is_nothing_but_its_end():
    steps = press("#", clock=8000, milliseconds=20)
    assert [(step.tone.end, step.marker) for step in steps] == [(True, True), (True, False), (True, False)]


@pytest.mark.parametrize(("key", "milliseconds"), [("", 100), ("E", 100), ("12", 100), ("1", 10), ("1", 5000)])
def test_what_is_no_press_is_not_sent(key, milliseconds):
    with pytest.raises(ValueError, match="no key|no press"):
        press(key, clock=CLOCK, milliseconds=milliseconds)


@given(st.text(KEYS + ",", max_size=12))
def test_a_number_that_is_dialled_is_heard(number):
    found = heard(packets(dial(number, clock=CLOCK)))
    assert keys(found) == number.replace(",", "")
    ends = [each for each in found if isinstance(each, Released)]
    assert all(each.complete and each.seconds == pytest.approx(0.16) for each in ends)
    assert len(ends) == len(keys(found))


@given(st.text(KEYS, min_size=1, max_size=8), st.integers(0, 2**32), st.floats(0, 0.4), st.floats(0, 0.5))
def test_lost_and_doubled_packets_never_double_a_key(number, seed, lossy, doubled):
    random = Random(seed)
    sent = packets(dial(number, clock=CLOCK))
    arriving = [each for each in sent if random.random() >= lossy]
    arriving = [copy for each in arriving for copy in [each] * (2 if random.random() < doubled else 1)]
    found = heard(arriving)
    pressed = {packet.timestamp for _, packet in arriving}
    assert len(keys(found)) == len(pressed)
    assert len([each for each in found if isinstance(each, Released)]) == len(pressed)


def test_an_end_that_overtakes_is_the_whole_press_and_what_comes_late_is_not_another():
    sent = packets(press("7", clock=CLOCK))
    found = heard([sent[-3], *sent[:3], sent[-1]])
    assert [type(each) for each in found] == [Pressed, Released]
    assert found[1].complete


def test_a_press_whose_end_is_lost_ends_by_itself():
    listener = Listener(clock=CLOCK, patience=0.3)
    first, *_ = packets(press("9", clock=CLOCK))
    assert keys(listener.hear(first[1], 0.0)) == "9"
    assert listener.deadline() == 0.3
    assert not listener.release(0.2)
    (end,) = listener.release(0.31)
    assert (end.key, end.complete) == ("9", False)
    assert listener.deadline() is None


def test_the_same_key_twice_is_two_presses_and_so_it_is_from_another_source():
    first = packets(press("1", clock=CLOCK), began=0)
    again = [(now + 1, packet) for now, packet in packets(press("1", clock=CLOCK), began=16000)]
    other = [(now + 2, packet) for now, packet in packets(press("1", clock=CLOCK), began=0, ssrc=8)]
    assert keys(heard([*first, *again, *other])) == "111"


def test_a_key_held_longer_than_the_field_counts_is_one_press():
    def part(timestamp: int, duration: int, end: bool, marker: bool) -> Packet:
        return Packet(105, 0, timestamp & 0xFFFFFFFF, 7, bytes(Tone(3, end, duration)), marker)

    began = 2**32 - 500
    listener = Listener(clock=CLOCK)
    found = [
        *listener.hear(part(began, 320, False, True), 0.0),
        *listener.hear(part(began, LONGEST, False, False), 0.1),
    ]
    found += listener.hear(part(began + LONGEST, 320, False, False), 0.2)
    found += listener.hear(part(began + LONGEST, 640, True, False), 0.3)
    assert [type(each) for each in found] == [Pressed, Released]
    assert found[1].seconds == pytest.approx((LONGEST + 640) / CLOCK)


def test_other_events_and_noise_are_counted_and_pressed_by_nobody():
    listener = Listener(clock=CLOCK)
    assert not listener.hear(Packet(105, 1, 0, 7, bytes(Tone(16, False, 100))), 0.0)
    assert not listener.hear(Packet(105, 2, 0, 7, b"\x01"), 0.0)
    assert (listener.unknown, listener.malformed) == (1, 1)
    with pytest.raises(MalformedPayload):
        Tone.parse(b"")


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(max_size=5), st.booleans(), st.integers(0, 2)), max_size=30))
def test_any_packets_press_and_release_in_turn(found):
    listener = Listener(clock=8000)
    told = []
    for now, (timestamp, payload, marker, ssrc) in enumerate(found):
        told += listener.hear(Packet(101, now, timestamp * LONGEST, ssrc, payload, marker), now / 10)
    told += listener.release(1e9)
    assert [type(each) for each in told] == [Pressed, Released] * (len(told) // 2)
