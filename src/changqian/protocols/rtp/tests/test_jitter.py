"""A telephone network in time: what arrives when, and what is heard every 20 ms."""

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changqian.protocols.rtp.jitter import CONCEALED, Frame, Jitter, Lost, Piece, Silence
from changqian.protocols.rtp.packet import Packet

CLOCK, TICKS, STEP = 16000, 320, 0.02


class Line:
    """Packets with the time at which they arrive, played out on a clock of ours."""

    def __init__(self, **own) -> None:
        self.jitter = Jitter(clock=CLOCK, ticks=TICKS, **own)
        self.heard: list[object] = []

    def run(
        self, arriving: Iterable[tuple[float, Packet, tuple[Piece, ...]]], until: float, begin: float = 0.005
    ) -> None:
        queue = sorted(arriving, key=lambda each: each[0])
        at, now = 0, begin
        while now < until:
            while at < len(queue) and queue[at][0] <= now:
                came, packet, pieces = queue[at]
                self.jitter.push(packet, pieces, came)
                at += 1
            self.heard.append(self.jitter.pull(now))
            now += STEP

    @property
    def words(self) -> list[int]:
        return [int.from_bytes(each.data) for each in self.heard if isinstance(each, Frame)]

    def count(self, kind: type) -> int:
        return sum(isinstance(each, kind) for each in self.heard)


def speech(
    numbers: Iterable[int], *, delay=lambda number: 0.0, base: int = 0, ssrc: int = 7, first: int = 0, skip: float = 0.0
) -> list[tuple[float, Packet, tuple[Piece, ...]]]:
    """Frame n is spoken at n · 20 ms (+ `skip`), has timestamp `base` + n · 320 and arrives `delay(n)` later."""
    made = []
    for at, number in enumerate(numbers):
        timestamp = base + number * TICKS & 0xFFFFFFFF
        piece = Piece(timestamp, number.to_bytes(4))
        packet = Packet(104, first + at & 0xFFFF, timestamp, ssrc, b"", at == 0)
        made.append((skip + number * STEP + delay(number), packet, (piece,)))
    return made


def test_an_even_network_loses_nothing_and_waits_little():
    line = Line()
    line.run(speech(range(200), base=2**32 - 5000), 4.0)
    assert line.words == list(range(200))[: len(line.words)]
    assert len(line.words) > 190
    assert not line.count(Lost)
    assert line.heard[-1].delay < 0.07
    assert line.jitter.target == 0.02


def test_the_delay_grows_to_what_the_network_needs_and_shrinks_again():
    random = Random(1)
    line = Line()
    rough = speech(range(1000), delay=lambda number: random.random() * 0.1 if number < 300 else 0.0)
    line.run(rough[:300], 6.0)
    assert 0.08 <= line.jitter.target <= 0.11
    line = Line()
    line.run(rough, 20.0)
    assert line.jitter.target == 0.02
    assert line.heard[-20].delay < 0.1
    assert not any(isinstance(each, Lost) for each in line.heard[310:])
    assert line.words == sorted(set(line.words))


def test_after_it_has_learned_a_rough_network_hardly_anything_comes_too_late():
    random = Random(2)
    line = Line()
    line.run(speech(range(1500), delay=lambda number: random.random() * 0.12), 30.0)
    lost_late = sum(isinstance(each, Lost) for each in line.heard[500:])
    assert lost_late < 0.05 * 1000


def test_a_lost_frame_is_told_where_it_is_missing():
    line = Line()
    line.run(speech(range(60))[:20] + speech(range(60))[21:], 1.2)
    at = line.heard.index(Lost(1))
    assert (line.heard[at - 1].data, line.heard[at + 1].data) == ((19).to_bytes(4), (21).to_bytes(4))
    assert line.jitter.counters.lost == 1


def test_a_reordered_frame_takes_its_place():
    line = Line()
    line.run(speech(range(60), delay=lambda number: 0.025 if number == 30 else 0.0), 1.2)
    assert line.words == list(range(len(line.words)))
    assert not line.count(Lost)


def test_twice_the_same_packet_is_heard_once():
    line = Line()
    sent = speech(range(50))
    line.run([*sent, *sent], 1.0)
    assert line.words == list(range(len(line.words)))
    assert line.jitter.counters.duplicate >= 45


def test_redundant_frames_fill_the_hole_of_a_lost_packet():
    """RFC 4867 §3.7.1: each packet repeats the frame before."""
    sent = []
    for number, (came, packet, (piece,)) in enumerate(speech(range(80))):
        before = Piece(piece.timestamp - TICKS & 0xFFFFFFFF, max(0, number - 1).to_bytes(4))
        sent.append((came, packet, (before, piece) if number else (piece,)))
    del sent[40]
    line = Line()
    line.run(sent, 1.5)
    assert line.words == list(range(len(line.words)))
    assert not line.count(Lost)


def dtx(spurts: Iterable[tuple[int, int]]) -> list[tuple[float, Packet, tuple[Piece, ...]]]:
    """Speech from frame to frame; behind each spurt comfort noise, again every eighth frame (3GPP TS 26.193)."""
    made, sequence, spoken = [], 0, 0
    for first, last in spurts:
        for number in range(first, last + 25, 1):
            silent = number >= last
            if silent and (number - last) % 8:
                continue
            piece = Piece(number * TICKS, number.to_bytes(4), silent)
            made.append((number * STEP, Packet(104, sequence, number * TICKS, 7, b"", number == first), (piece,)))
            sequence += 1
            spoken += not silent
    return made


def test_pauses_with_comfort_noise_are_silence_and_not_loss():
    line = Line()
    line.run(dtx([(0, 50), (100, 150), (200, 250)]), 6.0)
    assert not line.count(Lost)
    assert line.count(Silence) > 80
    spoken = [each for each in line.heard if isinstance(each, Frame) and not each.silent]
    assert len(spoken) == 150


def test_the_end_of_speech_without_comfort_noise_fades_into_silence():
    line = Line()
    line.run(speech(range(50)), 2.0)
    tail = line.heard[-50:]
    assert [each.row for each in tail if isinstance(each, Lost)] == list(range(1, CONCEALED + 1))
    assert isinstance(line.heard[-1], Silence)
    again = [
        (came, packet._replace(sequence=packet.sequence + 50), pieces)
        for came, packet, pieces in speech(range(120, 150))
    ]
    line.run(again, 3.5, begin=2.005)
    assert line.words[-10:] == list(range(140, 150))


def test_a_pause_without_a_lost_packet_is_a_pause():
    line = Line()
    sent = [
        (came, packet._replace(sequence=number), pieces)
        for number, (came, packet, pieces) in enumerate(speech([*range(50), *range(52, 80)]))
    ]
    line.run(sent, 1.5)
    assert line.count(Lost) == 0
    assert line.count(Silence) >= 2


def test_another_source_is_followed_from_its_second_packet_on():
    line = Line()
    line.run([*speech(range(50)), *speech(range(50, 100), ssrc=9, first=777, base=123456)], 2.0)
    assert line.jitter.ssrc == 9
    assert line.words[-20:] == list(range(line.words[-20], line.words[-20] + 20))
    assert line.jitter.counters.restarted == 1
    assert line.jitter.counters.stray == 0


def test_one_stray_packet_is_heard_by_nobody():
    line = Line()
    stray = [(0.5, Packet(104, 9, 77, 99, b""), (Piece(77, b"\xff\xff\xff\xff"),))]
    line.run([*speech(range(60)), *stray], 1.2)
    assert line.jitter.counters.stray == 1
    assert line.words == list(range(len(line.words)))


def test_only_the_source_that_was_asked_for_is_heard():
    line = Line(ssrc=7)
    line.run([*speech(range(40)), *speech(range(40), ssrc=8)], 0.8)
    assert line.jitter.counters.stray >= 38
    assert line.jitter.ssrc == 7


@pytest.mark.parametrize("jump", [10**6, -(10**6), 2**31])
def test_timestamps_that_jump_cost_a_moment_and_no_more(jump):
    line = Line()
    line.run([*speech(range(50)), *speech(range(50, 120), base=jump, first=50)], 2.5)
    assert line.words[-40:] == list(range(80, 120))
    assert line.jitter.counters.restarted == 1


def test_a_clock_that_stood_still_in_the_pause_is_taken_as_it_is():
    """Some senders do not count on while they are silent: their timestamps go on where they stopped."""
    line = Line()
    late = [
        (came + 1.0, packet._replace(marker=number == 50), pieces)
        for number, (came, packet, pieces) in enumerate(speech(range(50, 150), first=50), start=50)
    ]
    line.run([*speech(range(50)), *late], 4.2)
    assert line.words[-90:] == list(range(60, 150))
    assert line.count(Lost) <= 2 * CONCEALED


def test_a_path_that_becomes_longer_for_good_is_heard_again_soon():
    line = Line()
    line.run(speech(range(400), delay=lambda number: 0.8 if number >= 100 else 0.0), 9.0)
    assert line.words[-250:] == list(range(150, 400))


def test_a_network_that_froze_does_not_leave_its_delay_behind():
    """1.5 s held back, then all at once: what is too old is skipped, speech goes on near the present."""
    line = Line()
    frozen = speech(range(900), delay=lambda number: max(0.0, 3.5 - number * STEP) if number >= 100 else 0.0)
    line.run(frozen, 18.0)
    soon, late = line.heard[190], line.heard[-1]
    assert soon.delay < 0.5
    assert late.delay < 0.1
    assert line.jitter.counters.skipped > 0
    assert not any(isinstance(each, Lost) for each in line.heard[200:])


@pytest.mark.parametrize("skew", [0.999, 1.001])
def test_clocks_that_drift_lose_a_frame_now_and_then_and_no_delay_piles_up(skew):
    line = Line()
    sent = [(came * skew, packet, pieces) for came, packet, pieces in speech(range(3000))]
    line.run(sent, 3000 * STEP * skew)
    assert line.heard[-1].delay < 0.12
    assert line.count(Lost) + line.jitter.counters.skipped < 20


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.floats(0, 0.3),
    st.floats(0, 0.2),
    st.floats(0, 0.3),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_whatever_the_network_does_order_holds_nothing_is_heard_twice_and_all_is_counted(
    seed, lossy, doubled, rough, base, pauses
):
    random = Random(seed)
    numbers = [n for n in range(200) if not (pauses and 60 <= n < 100)]
    sent = speech(numbers, delay=lambda _: random.random() * rough, base=base, first=random.randrange(65536))
    arriving = [each for each in sent if random.random() >= lossy]
    doubles = [
        (came + random.random() * 0.1, packet, pieces) for came, packet, pieces in arriving if random.random() < doubled
    ]
    line = Line()
    line.run([*arriving, *doubles], 5.0)
    assert line.words == sorted(set(line.words))
    assert set(line.words) <= set(numbers)
    assert line.jitter.depth <= 40
    counted = line.jitter.counters
    assert counted.accepted + counted.late + counted.duplicate + counted.stray == len(arriving) + len(doubles)
    assert counted.played == len(line.words)
    assert counted.lost == line.count(Lost)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2**32 - 1) | st.integers(0, 3000),
            st.integers(0, 65535) | st.integers(0, 20),
            st.integers(0, 2),
            st.booleans(),
            st.floats(0, 3),
        ),
        max_size=60,
    )
)
def test_any_packets_in_something_to_play_out(found):
    jitter, now = Jitter(clock=CLOCK, ticks=TICKS), 0.0
    for timestamp, sequence, ssrc, silent, passed in found:
        now += passed / 10
        packet = Packet(104, sequence, timestamp, ssrc, b"", silent)
        jitter.push(packet, (Piece(timestamp, b"a", silent), Piece(timestamp + TICKS & 0xFFFFFFFF, b"b")), now)
        assert isinstance(jitter.pull(now), Frame | Lost | Silence)
        assert jitter.depth <= 41
        assert 0.02 <= jitter.target <= 0.4
