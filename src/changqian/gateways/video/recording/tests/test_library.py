"""What there is of footage, and how it is known again after a kill. Files, but no stream and no socket."""

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.recording import boxes
from changqian.gateways.video.recording.digesting import Digester, digest
from changqian.gateways.video.recording.library import INDEX, Library
from changqian.gateways.video.recording.rules import Want
from changqian.gateways.video.recording.sealing import repaired, scan, seal
from changqian.gateways.video.recording.segment import Stored, day_of
from changqian.gateways.video.recording.tests.films import KEY, MANUAL, NOON, Studio, places, sounds
from changqian.wire import signing
from changqian.wire import video as wire

MINUTE, HOUR = 60_000, 3_600_000
OTHER = (KEY[0], "32040000001320000002")
EVER = (NOON - 40 * 24 * HOUR, NOON + 10 * 24 * HOUR)


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Stored, list[tuple[int, int]]]:
    """The bytes of a segment of three seconds that nobody closed, with its label, and where its groups begin."""
    root = tmp_path_factory.mktemp("film")
    studio = Studio(root, length=60)
    studio.tape.record(Want(("alarm", "manual"), "夜查"))
    studio.play(76).tape.record(Want())
    (segment,) = studio.ended
    (path,) = studio.files()
    return path.read_bytes(), segment.stored(path.stat().st_size), segment.marks


def kept(library: Library, start: int, size: int = 100, label: str = "", key: tuple = KEY) -> Stored:
    """A segment of a minute with a file that is none."""
    path = library.path(key, start)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    segment = Stored(start, start + MINUTE, size, 1500, "00", causes=("schedule",), label=label)
    library.add(key, segment)
    return segment


def learnt(root: Path) -> Library:
    """As a start learns it."""
    library = Library(root)
    for place in library.places():
        lost, found = library.learn(place)
        if lost:
            library.forget(lost)
        for segment in found:
            library.add((place[1], place[2]), segment)
    return library


def starts(library: Library, key: tuple = KEY) -> list[int]:
    return [each.start for each in library.find(key, *EVER)]


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_sealed_segment_says_how_long_it_is_and_where_to_seek(tmp_path: Path, filmed: tuple) -> None:
    data, stored, marks = filmed
    path = tmp_path / f"{NOON}.mp4"
    path.write_bytes(data)
    with av.open(str(path)) as container:
        assert len(list(container.decode(video=0))) == 75
    found = scan(path)
    assert (found.frames, found.whole, found.marks, found.closed) == (75, len(data), marks, False)
    seal(path, found.reserved_at, marks, len(data), found.end)
    sm3 = digest(path)
    assert sm3 == signing.sm3(path.read_bytes())
    assert path.stat().st_size == len(data)
    with av.open(str(path)) as container:
        assert container.duration == 3_000_000
        container.seek(2_000_000)
        assert next(container.decode(video=0)).time == 2.0
    again = repaired(path, None)
    assert (again.sm3, again.repaired) == (sm3, False)
    assert replace(again, sm3="") == stored


def test_wherever_a_kill_cuts_a_segment_all_whole_pictures_are_kept(tmp_path: Path, filmed: tuple) -> None:
    data, _, marks = filmed
    ends = [each.end for each in boxes.boxes(data) if each.kind == b"mdat"]

    @given(st.integers(marks[0][0], len(data)))
    def cut(size: int) -> None:
        path = tmp_path / f"{NOON}.mp4"
        path.write_bytes(data[:size])
        whole = max([each for each in ends if each <= size], default=0)
        if not whole:
            with pytest.raises(boxes.Unreadable):
                repaired(path, None)
            return
        stored = repaired(path, None)
        assert (stored.bytes, path.stat().st_size, stored.repaired) == (whole, whole, True)
        assert (stored.label, stored.causes, stored.sound) == ("夜查", ("alarm", "manual"), "alaw")
        assert stored.stop - stored.start == stored.frames * 40
        assert scan(path).closed

    cut()
    assert places(tmp_path / f"{NOON}.mp4")
    path = tmp_path / f"{NOON}.mp4"
    path.write_bytes(data[: marks[3][0] + 50])
    assert repaired(path, None).frames == 30
    assert places(path) == list(range(30))
    assert [number for _, number in sounds(path)] == list(range(30))


def test_digests_are_taken_elsewhere_and_here_where_nobody_answers(tmp_path: Path) -> None:
    async def story() -> None:
        files = []
        for number in range(3):
            files.append(tmp_path / f"录像 {number}")
            files[-1].write_bytes(bytes([number]) * 3_000_000)
        wanted = [signing.sm3(path.read_bytes()) for path in files]
        digester = Digester()
        assert await asyncio.gather(*map(digester.of, files)) == wanted
        elsewhere = digester._process
        assert elsewhere
        elsewhere.kill()
        assert await asyncio.gather(*map(digester.of, files)) == wanted
        assert digester._process is not elsewhere
        with pytest.raises(FileNotFoundError):
            await digester.of(tmp_path / "nothing")
        await digester.close()

    asyncio.run(story())


def test_a_directory_has_room_for_any_number_of_groups() -> None:
    for count in (1, 2, boxes.REFERENCES, boxes.REFERENCES + 1, 4000):
        marks = [(5000 + 100 * number, 9000 * number) for number in range(count)]
        made = boxes.directory(marks, (5000 + 100 * count, 9000 * count))
        assert len(made) == boxes.RESERVED
        (table, *rest) = boxes.boxes(made)
        assert [each.kind for each in rest] in ([], [b"free"])
        references = (table.end - table.begin - 40) // 12
        sizes = [int.from_bytes(made[40 + 12 * n :][:4]) for n in range(references)]
        assert sum(sizes) == 100 * count
        assert int.from_bytes(made[28:36]) == boxes.RESERVED - table.end


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(boxes.Unreadable):
        boxes.piece(data)


# -- the index ---------------------------------------------------------------------------------------------------------


def test_what_was_added_is_found_by_time_also_over_midnight(tmp_path: Path) -> None:
    library = Library(tmp_path)
    evening = NOON + 12 * HOUR - 30_000
    for start in (NOON, NOON + MINUTE, evening, evening + MINUTE):
        kept(library, start)
    kept(library, NOON, key=OTHER)
    for each in (library, learnt(tmp_path)):
        assert starts(each) == [NOON, NOON + MINUTE, evening, evening + MINUTE]
        assert [s.start for s in each.find(KEY, NOON + MINUTE, NOON + MINUTE + 1)] == [NOON + MINUTE]
        assert [s.start for s in each.find(KEY, evening + 40_000, evening + 61_000)] == [evening, evening + MINUTE]
        assert each.find(KEY, NOON - HOUR, NOON) == []
        assert (each.segments, each.size) == (5, 500)
    assert day_of(evening) != day_of(evening + MINUTE)


def test_an_index_that_is_missing_or_cut_is_made_anew(tmp_path: Path, filmed: tuple) -> None:
    data, stored, _ = filmed
    library = Library(tmp_path)
    for number in range(3):
        path = library.path(KEY, NOON + number * MINUTE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        library.add(KEY, replace(repaired(path, None), repaired=False))
    library.label(KEY, NOON + MINUTE, NOON + MINUTE + 1, "证据")
    before = library.find(KEY, *EVER)
    assert [each.label for each in before] == ["夜查", "证据", "夜查"]
    index = library.path(KEY, NOON).parent / INDEX
    whole = index.read_bytes()
    for broken in (None, b"", whole[: len(whole) // 2], whole[:-5], b"nonsense\n" + whole, whole + b"\0" * 50):
        index.unlink(missing_ok=True)
        if broken is not None:
            index.write_bytes(broken)
        again = learnt(tmp_path)
        assert again.find(KEY, *EVER) == before
        assert (again.segments, again.size) == (3, 3 * len(data))
        # And from then on it is believed.
        assert learnt(tmp_path).find(KEY, *EVER) == before


def test_a_start_finds_what_a_kill_left_open_and_what_has_gone(tmp_path: Path, filmed: tuple) -> None:
    data, stored, _ = filmed
    library = Library(tmp_path)
    gone = kept(library, NOON)
    library.path(KEY, gone.start).unlink()
    left = library.path(KEY, NOON + MINUTE)
    left.write_bytes(data[:-10])
    library.path(KEY, NOON + 2 * MINUTE).write_bytes(data[:500])
    growing = library.path(KEY, NOON + 3 * MINUTE)
    growing.write_bytes(data[:-10])
    again = Library(tmp_path)
    again.busy.add(growing)
    (place,) = again.places()
    lost, found = again.learn(place)
    assert lost
    assert [each.start for each in lost.segments] == [gone.start]
    assert [(each.start, each.repaired) for each in found] == [(NOON + MINUTE, True)]
    # Killed once more, before anything of it was noted: all is told again.
    assert [each.start for each in Library(tmp_path).learn(place)[1]][:1] == [NOON + MINUTE]
    assert growing.stat().st_size != len(data)
    assert (left.parent / f"{NOON + 2 * MINUTE}.unreadable").exists()


def test_a_recording_that_began_before_all_was_learnt_is_counted_once(tmp_path: Path) -> None:
    library = Library(tmp_path)
    kept(library, NOON)
    again = Library(tmp_path)
    kept(again, NOON + MINUTE)
    for place in again.places():
        assert again.learn(place) == (None, [])
    assert (again.segments, again.size) == (2, 200)


# -- what goes ---------------------------------------------------------------------------------------------------------


def room(library: Library, need: int, policy: str) -> list[int]:
    dropped = library.make_room(need, policy)
    for each in dropped:
        library.forget(each)
    return sorted(segment.start for each in dropped for segment in each.segments)


def test_the_oldest_goes_first_across_channels_and_days(tmp_path: Path) -> None:
    library = Library(tmp_path)
    yesterday = NOON - 24 * HOUR
    for start, key in ((NOON, KEY), (yesterday + MINUTE, OTHER), (yesterday, KEY), (NOON - MINUTE, OTHER)):
        kept(library, start, key=key)
    assert room(library, 1, wire.OVERWRITE_OLDEST) == [yesterday]
    assert room(library, 101, wire.OVERWRITE_OLDEST) == [yesterday + MINUTE, NOON - MINUTE]
    assert not (tmp_path / day_of(yesterday)).exists()
    assert (library.segments, library.size) == (1, 100)
    assert learnt(tmp_path).segments == 1
    assert room(library, 1000, wire.OVERWRITE_OLDEST) == [NOON]
    assert (list(tmp_path.iterdir()), library.size) == ([], 0)


def test_labelled_footage_is_never_taken_by_label_and_last_of_all_otherwise_in_its_turn(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for number in range(4):
        kept(library, NOON + number * MINUTE)
    library.label(KEY, NOON, NOON + 1, "事故")
    assert room(library, 150, wire.BY_LABEL) == [NOON + MINUTE, NOON + 2 * MINUTE]
    library.label(KEY, NOON + 3 * MINUTE, NOON + 3 * MINUTE + 1, "事故")
    assert room(library, 1, wire.BY_LABEL) == []
    library.label(KEY, NOON, NOON + 1, "")
    assert room(library, 1, wire.BY_LABEL) == [NOON]
    assert room(library, 1, wire.OVERWRITE_OLDEST) == [NOON + 3 * MINUTE]


def test_footage_grows_too_old_by_channel_and_labels_keep_it(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for days in (1, 5, 10):
        for key in (KEY, OTHER):
            kept(library, NOON - days * 24 * HOUR, key=key)
    library.label(OTHER, NOON - 10 * 24 * HOUR, NOON - 10 * 24 * HOUR + 1, "存档")
    now = datetime.fromtimestamp(NOON / 1000, UTC)
    for dropped in library.remove_outdated(now, {KEY: 7}, 3):
        library.forget(dropped)
    assert starts(library) == [NOON - days * 24 * HOUR for days in (5, 1)]
    assert starts(library, OTHER) == [NOON - days * 24 * HOUR for days in (10, 1)]
    assert library.remove_outdated(now + timedelta(days=900), {}, 0) == []


def test_a_file_that_is_being_written_keeps_its_folder(tmp_path: Path) -> None:
    library = Library(tmp_path)
    kept(library, NOON)
    library.busy.add(library.path(KEY, NOON + MINUTE))
    assert room(library, 1, wire.OVERWRITE_OLDEST) == [NOON]
    assert library.path(KEY, NOON).parent.is_dir()


def test_an_index_outlives_what_was_written_beside_it(tmp_path: Path) -> None:
    """Labels lie beside the files: a power cut that left one empty takes no label away."""
    library = Library(tmp_path)
    kept(library, NOON, label="证据")
    library.label(KEY, NOON, NOON + 1, "改名")
    os.truncate(library.path(KEY, NOON).with_suffix(".label"), 0)
    assert [each.label for each in learnt(tmp_path).find(KEY, *EVER)] == ["改名"]


def test_segments_follow_each_other_by_their_names(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.tape.record(MANUAL)
    studio.play(400).tape.record(Want())
    names = [int(path.stem) for path in studio.files()]
    assert all(before < after for before, after in pairwise(names))
