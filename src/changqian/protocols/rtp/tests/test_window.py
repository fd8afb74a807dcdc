"""The reorder window: in order at once, a hole waited for and then given up, everything counted once."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.window import Gap, Window


def packet(number: int, ssrc: int = 7) -> Packet:
    return Packet(96, number & 0xFFFF, 0, ssrc, b"x")


def numbers(items) -> list[object]:
    return [each.sequence if isinstance(each, Packet) else each for each in items]


def test_in_order_nothing_waits_even_where_numbers_wrap():
    window = Window(wait=0.2, depth=32)
    for number in range(65530, 65545):
        assert numbers(window.push(packet(number), 0.0)) == [number & 0xFFFF]
    assert window.deadline() is None


def test_a_hole_is_waited_for_and_filled():
    window = Window(wait=0.2, depth=32)
    window.push(packet(1), 0.0)
    assert not window.push(packet(3), 0.1)
    assert window.deadline() == 0.1 + 0.2
    assert numbers(window.push(packet(2), 0.15)) == [2, 3]
    assert (window.counters.reordered, window.counters.lost) == (1, 0)


def test_a_hole_that_stays_is_told_and_given_up():
    window = Window(wait=0.2, depth=32)
    window.push(packet(1), 0.0)
    window.push(packet(4), 0.1)
    assert not window.release(0.2)
    assert numbers(window.release(0.31)) == [Gap(2), 4]
    assert not window.push(packet(2), 0.4)
    assert not window.push(packet(2), 0.5)
    assert (window.counters.lost, window.counters.late, window.counters.duplicate) == (2, 1, 1)


def test_no_more_wait_than_there_is_room_for():
    window = Window(wait=10, depth=4)
    window.push(packet(1), 0.0)
    found = [item for number in range(3, 9) for item in window.push(packet(number), 0.0)]
    assert numbers(found) == [Gap(1), 3, 4, 5, 6, 7, 8]


def test_one_stray_packet_changes_nothing_two_are_a_new_sender():
    window = Window(wait=0.2, depth=8)
    window.push(packet(1), 0.0)
    assert not window.push(packet(30000), 0.0)
    assert numbers(window.push(packet(2), 0.0)) == [2]
    assert not window.push(packet(5000, ssrc=9), 0.0)
    assert numbers(window.push(packet(5001, ssrc=9), 0.0)) == [Gap(0, restarted=True), 5000, 5001]
    assert window.ssrc == 9
    assert window.counters.resynchronised == 1


def test_a_port_used_again_does_not_hear_its_last_device():
    window = Window(wait=0.2, depth=8, ssrc=7)
    assert not window.push(packet(1, ssrc=8), 0.0)
    assert numbers(window.push(packet(1), 0.0)) == [1]
    assert window.counters.foreign == 1


@given(st.integers(0, 65535), st.integers(0, 2**32), st.sampled_from((0.0, 0.05, 0.2)), st.sampled_from((0.0, 0.1)))
def test_whatever_happens_on_the_way_order_holds_and_counters_add_up(first, seed, lossy, doubled):
    """Loss, doubles and a shuffle within the depth of the window."""
    random, depth = Random(seed), 16
    sent = list(range(first, first + 300))
    arriving = [number for number in sent[1:] if random.random() >= lossy]
    arriving = [copy for number in arriving for copy in [number] * (2 if random.random() < doubled else 1)]
    places = sorted(range(len(arriving)), key=lambda at: at + random.uniform(0, depth / 4))
    window = Window(wait=100, depth=depth)
    found = list(window.push(packet(sent[0]), 0.0))
    found += [item for at in places for item in window.push(packet(arriving[at]), 0.0)]
    found += window.flush()
    released = [each.sequence for each in found if isinstance(each, Packet)]
    order = [number & 0xFFFF for number in sent if number & 0xFFFF in set(released)]
    assert released == order
    counted = window.counters
    assert counted.received == len(released)
    assert counted.received + counted.late + counted.duplicate == len(arriving) + 1
    last = (released[-1] - first) & 0xFFFF
    assert counted.received + counted.lost == last + 1
    if not lossy:
        assert counted.lost == 0
