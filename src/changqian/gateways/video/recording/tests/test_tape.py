"""Pictures and sound cut into segments. No socket, no clock."""

from itertools import pairwise
from pathlib import Path

import av
import pytest

from changqian.gateways.video.failures import offline
from changqian.gateways.video.media.fmp4 import Fragment
from changqian.gateways.video.recording import boxes
from changqian.gateways.video.recording.boxes import Sound
from changqian.gateways.video.recording.rules import Want
from changqian.gateways.video.recording.tape import MOST_WAITING
from changqian.gateways.video.recording.tests.films import KEY, MANUAL, NOON, Studio, places, sounds
from changqian.gateways.video.tests import film
from changqian.protocols.mpegps.adts import framed
from changqian.protocols.mpegps.codecs import Codec

ALARM = Want(("alarm",))


def test_segments_begin_with_key_frames_and_nothing_is_missing_between_them(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.tape.record(MANUAL)
    studio.play(201).tape.record(Want())
    files = studio.files()
    assert len(files) >= 4
    frames = [places(path) for path in files]
    assert all(each[0] % film.GROUP == 0 for each in frames)
    assert sum(frames, []) == [number % 40 for number in range(200)]
    for before, after in pairwise(studio.ended):
        assert before.stop == after.start
        assert before.path.parent == after.path.parent
    assert studio.ended[0].start == NOON
    assert [round(each.end / 90000, 2) for each in studio.ended[1:-1]] == [2.0] * (len(files) - 2)


def test_h265_is_kept_as_it_is(tmp_path: Path) -> None:
    studio = Studio(tmp_path, video=Codec.H265)
    studio.tape.record(MANUAL)
    studio.play(101).tape.record(Want())
    files = studio.files()
    assert len(files) >= 2
    assert sum(map(places, files), []) == [number % 40 for number in range(100)]
    assert studio.begun[0].picture.codec.startswith("hev1.")


def test_each_segment_has_the_sound_of_its_own_pictures(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.tape.record(MANUAL)
    studio.play(151).tape.record(Want())
    heard = [sounds(path) for path in studio.files()]
    assert [number for each in heard for _, number in each] == list(range(150))
    for each in heard:
        assert [at for at, _ in each] == [number * 320 for number in range(len(each))]


def test_lost_sound_leaves_a_hole_where_it_was(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=60)
    studio.tape.record(MANUAL)
    studio.play(11)
    studio.codec = None
    studio.play(20)
    studio.codec = Codec.G711A
    studio.play(20).tape.record(Want())
    (path,) = studio.files()
    heard = sounds(path)
    assert [number for _, number in heard] == [*range(11), *range(31, 50)]
    assert all(at == number * 320 for at, number in heard)


def test_sound_that_begins_or_ends_later_begins_another_segment(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=60, codec=None)
    studio.tape.record(MANUAL)
    studio.play(15)
    studio.codec = Codec.G711U
    studio.play(30)
    studio.codec = None
    studio.play(100).tape.record(Want())
    assert [each.sound for each in studio.ended] == [None, Sound(Codec.G711U), None]
    frames = [places(path) for path in studio.files()]
    assert sum(frames, []) == [number % 40 for number in range(144)]


def test_aac_loses_its_headers_and_is_decoded(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=60, codec=None)
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = 16000, "mono", "fltp"
    frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
    frame.sample_rate, frame.pts = 16000, 0
    frame.planes[0].update(bytes(4096))
    raw = [bytes(packet) for each in (frame, None) for packet in context.encode(each)][-1]
    studio.play(1)
    studio.tape.record(MANUAL)
    for number in range(60):
        studio.tape.sound(Codec.AAC, number * 5760, framed(raw, sample_rate=16000, channels=1))
        studio.tape.sound(Codec.AAC, number * 5760, b"no header")
        studio.play(1)
    studio.tape.record(Want())
    assert studio.tape.unreadable == 60
    with av.open(str(studio.files()[0])) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate) == ("aac", 16000)
        assert sum(each.samples for each in container.decode(audio=0)) >= 30 * 1024


def test_a_recording_begins_with_the_key_frame_that_was_there(tmp_path: Path) -> None:
    studio = Studio(tmp_path).play(36)
    studio.tape.record(MANUAL)
    studio.play(10).tape.record(Want())
    frames = sum(map(places, studio.files()), [])
    assert frames == [number % 40 for number in range(30, 45)]
    assert studio.ended[0].start == NOON + 30 * 40


def test_what_came_before_an_alarm_is_there_as_far_as_was_asked(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=60)
    studio.tape.record(Want((), "", before=2))
    studio.play(151)
    assert not studio.begun
    studio.tape.record(Want(("alarm",), "", before=2))
    studio.play(20).tape.record(Want((), "", before=2))
    studio.play(50).tape.record(Want())
    (path,) = studio.files()
    found = places(path)
    assert found[0] == 90 % 40 or found[0] == 100 % 40
    assert (NOON + 150 * 40 - studio.ended[0].start) / 1000 >= 2
    assert found[-1] == 169 % 40
    assert [number for _, number in sounds(path)][-1] == 169


def test_a_viewers_cache_is_a_beginning_too(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=60).play(1)
    shown = []
    studio.tape.show = shown.append  # type: ignore[method-assign]
    studio.play(16)
    del studio.tape.show
    group = shown[10:]
    studio.tape.record(MANUAL)
    studio.tape.catch_up(group, [(Codec.G711A, number * film.STEP, b"\x05" * 320) for number in range(10, 17)])
    studio.play(10).tape.record(Want())
    (path,) = studio.files()
    assert places(path) == list(range(10, 26))
    assert studio.ended[0].start == NOON + 10 * 40
    assert len(sounds(path)) == 16


def test_other_reasons_and_other_labels_never_share_a_segment(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=60)
    studio.tape.record(MANUAL)
    studio.play(12)
    studio.tape.record(Want(("alarm", "manual"), "证据"))
    studio.play(20)
    studio.tape.record(ALARM)
    studio.play(20).tape.record(Want())
    told = [(each.want.causes, each.label, each.frames) for each in studio.ended]
    assert told == [(("manual",), "", 20), (("alarm", "manual"), "证据", 20), (("alarm",), "", 11)]


def test_a_segment_that_is_wanted_now_ends_with_the_next_key_frame(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=600)
    studio.tape.record(MANUAL)
    studio.play(33).tape.turn()
    studio.play(28).tape.record(Want())
    assert [each.frames for each in studio.ended] == [40, 20]
    assert studio.ended[0].stop == studio.ended[1].start


def test_a_hole_in_the_stream_is_a_gap_and_no_standing_picture(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=600)
    studio.tape.record(MANUAL)
    studio.play(20)
    studio.play(21, skip=200).tape.record(Want())
    first, second = studio.ended
    assert (first.frames, second.frames) == (20, 20)
    assert first.stop == NOON + 20 * 40
    assert second.start == NOON + 220 * 40


def test_networks_may_be_uneven_and_clocks_may_drift_apart(tmp_path: Path) -> None:
    studio = Studio(tmp_path, late=lambda number: 300 * (number % 7 == 0) + number * 10)
    studio.tape.record(MANUAL)
    studio.play(401).tape.record(Want())
    joins = [after.start - before.stop for before, after in pairwise(studio.ended)]
    # Seamless until a second has come together, which is then said once.
    assert joins.count(0) >= len(joins) - 4
    assert 800 < max(joins) < 2000
    assert abs(studio.ended[-1].stop - studio.now) < 2000


def test_the_end_of_a_stream_ends_the_segment_and_another_begins_anew(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.tape.record(MANUAL)
    studio.play(15).tape.end(offline())
    assert (len(studio.ended), studio.failures) == (1, ["offline"])
    again = Studio(tmp_path, begun=studio.begun, ended=studio.ended)
    studio.fragmenter, studio.number = again.fragmenter, 1000
    studio.play(15).tape.record(Want())
    assert [each.frames for each in studio.ended] == [14, 14]
    assert studio.ended[1].start == NOON + 1000 * 40
    assert places(studio.files()[1]) == list(range(14))


def test_a_disk_that_does_not_follow_costs_footage_and_no_memory(tmp_path: Path) -> None:
    studio = Studio(tmp_path, length=600)
    studio.tape.record(MANUAL)
    studio.play(5)
    studio.begun[0].waiting = MOST_WAITING + 1
    studio.play(5)
    assert studio.failures == ["disk_slow"]
    assert studio.ended == studio.begun[:1]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_the_muxers_fragments_are_laid_out_as_they_are_patched(tmp_path: Path, codec: Codec) -> None:
    fragments: list[Fragment] = []
    studio = Studio(tmp_path, video=codec)
    studio.tape.show = fragments.append  # type: ignore[method-assign]
    studio.play(25)
    for number, fragment in enumerate(fragments):
        data = fragment.data
        moof = next(boxes.boxes(data))
        told = boxes.piece(data[: moof.end])
        assert (told.time, told.duration) == boxes.stamp(data) == (number * film.STEP, film.STEP)
        assert (told.track, told.samples, told.key) == (boxes.VIDEO, 1, fragment.key)
        moved = bytes(boxes.moved(data, 77, 1 << 40, 1234))
        after = boxes.piece(moved[: moof.end])
        assert (after.time, after.duration, after.key) == (1 << 40, 1234, fragment.key)
        assert moved[moof.end :] == data[moof.end :]


def test_the_folder_is_the_day_in_beijing(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.tape.record(MANUAL)
    studio.play(2)
    assert studio.begun[0].path == tmp_path / "2026-01-31" / KEY[0] / KEY[1] / f"{NOON}.mp4"
