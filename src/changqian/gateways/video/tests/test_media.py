"""Frames out of program streams, and viewers who are slow. No socket."""

import asyncio
from itertools import pairwise

from changqian.gateways.video.media.fmp4 import Fragment, Fragmenter, Picture
from changqian.gateways.video.media.viewers import QUEUED, Audience, Viewer
from changqian.gateways.video.tests import film
from changqian.protocols.mpegps import headers
from changqian.protocols.mpegps.demux import Demuxer
from changqian.protocols.mpegps.events import Damaged, Event, Frame

STAMPS = [(1 << 33) - 2 * film.STEP + number * film.STEP for number in range(12)]
"They wrap after the second frame."


def played(size: int, *, marker: str = "last", lost: frozenset[int] = frozenset()) -> list[Event]:
    """What a program makes of twelve frames cut into payloads of that size."""
    program, found, number = Demuxer(), [], 0
    for shot, pts in zip(film.shots(), STAMPS, strict=False):
        data = film.program(shot, pts % headers.TICKS, sound=b"\xd5" * 160)
        parts = [data[begin : begin + size] for begin in range(0, len(data), size)]
        for place, part in enumerate(parts):
            number += 1
            if number in lost:
                found += program.lost()
                continue
            marked = {"last": place == len(parts) - 1, "none": False, "all": True}[marker]
            found += program.push(part, pts & 0xFFFFFFFF, marked)
    return found


def pictures(events: list[Event]) -> list[Frame]:
    return [each for each in events if isinstance(each, Frame) and each.codec == "h264"]


def numbers(events: list[Event]) -> list[int]:
    return [(each.pts - STAMPS[0]) // film.STEP for each in pictures(events)]


def test_frames_come_out_as_they_went_in_however_they_are_cut() -> None:
    for size in (37, 300, 1400, 60000):
        found = pictures(played(size))
        assert [each.data for each in found] == [shot.data for shot in film.shots()[:12]]
        assert [each.pts - found[0].pts for each in found] == [number * film.STEP for number in range(12)]
        assert [each.key for each in found] == [number % film.GROUP == 0 for number in range(12)]


def test_without_markers_the_timestamp_ends_a_frame_and_markers_that_lie_do_no_harm() -> None:
    found = played(300, marker="none")
    assert numbers(found) == list(range(11))
    assert [each.data for each in pictures(found)] == [shot.data for shot in film.shots()[:11]]
    assert numbers(played(300, marker="all")) == list(range(12))


def test_markers_on_every_pes_packet_are_found_out() -> None:
    program, found = Demuxer(), []
    for shot, pts in zip(film.shots(), range(0, 30 * film.STEP, film.STEP), strict=False):
        for part in film.packets(shot, pts, piece=200):
            found += program.push(part, pts, True)
    rest = pictures(found)[-19:]
    assert [each.data for each in rest] == [shot.data for shot in film.shots()[10:29]]


def test_a_hole_costs_the_frames_up_to_the_next_key_frame() -> None:
    found = played(300, lost=frozenset({12}))
    assert any(isinstance(each, Damaged) for each in found)
    kept = numbers(found)
    assert kept[-2:] == [10, 11]
    gaps = [behind for before, behind in pairwise(kept) if behind != before + 1]
    assert all(film.shots()[number].key for number in gaps)


def test_garbage_is_no_frame() -> None:
    program = Demuxer()
    for number in range(50):
        data = bytes((number * place * 7) % 256 for place in range(400))
        program.push(b"\0\0\1\xba" + data, number * film.STEP, True)
        program.push(data, number * film.STEP, True)
    assert program.video_frames == 0


def test_a_slow_viewer_skips_to_a_key_frame_and_keeps_the_others_waiting_for_nothing() -> None:
    async def story() -> None:
        audience, slow = Audience(), Viewer()
        audience.begin(Picture("avc1.42c00d", 320, 240), None, b"init")
        audience.join(slow)
        for number in range(QUEUED + 50):
            audience.show(Fragment(number.to_bytes(4), key=number % 100 == 0))
        waiting = [await slow.next() for _ in range(len(slow.waiting))]
        assert [type(each) for each in waiting[:2]] == [str, bytes]
        numbers = [int.from_bytes(each[1:]) for each in waiting[2:]]
        assert numbers[:1] == [400] or numbers == []
        assert slow.skipped > 0
        audience.show(Fragment((500).to_bytes(4), key=True))
        assert int.from_bytes(slow.waiting[-1][1:]) == 500

    asyncio.run(story())


def test_a_change_of_resolution_begins_a_new_stream() -> None:
    fragmenter = Fragmenter()
    frames = pictures(played(1400))
    for frame in frames[:3]:
        fragmenter.push(frame)
    first = fragmenter.muxer
    assert fragmenter.restarted
    fragmenter.sets = None
    for frame in frames[10:]:
        fragmenter.push(frame)
    assert fragmenter.muxer is not first
    fragmenter.close()
