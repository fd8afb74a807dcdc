"""Clips have key frames where they should, numbers that can be read, and survive their file."""

from pathlib import Path

import pytest

from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.mpegps.nal import look
from changqian.simulators.recorder import clips
from changqian.simulators.recorder.clips import FRAMES, KEY_EVERY, PHASE, Kind, clip, phase_with_key
from changqian.simulators.recorder.pictures import Scene, number_in
from changqian.simulators.recorder.tests.story import SMALL


@pytest.mark.parametrize("number", [0, 1, 9, 10, 49, 50, 399])
def test_a_key_frame_is_never_far(number: int) -> None:
    phase, ahead = phase_with_key(number)
    assert 0 <= ahead < PHASE
    assert clips.Clip.is_key(phase, (number + ahead) % FRAMES)


def test_key_frames_are_where_they_are_said_to_be() -> None:
    made = clip(SMALL)
    assert len(made.phases) == KEY_EVERY // PHASE
    assert all(len(each) == FRAMES for each in made.phases)
    for phase, units in enumerate(made.phases):
        keys = [number for number, unit in enumerate(units) if look(unit, Codec.H264).key]
        assert keys == [number for number in range(FRAMES) if made.is_key(phase, number)]


def test_a_clip_is_read_back_and_made_anew_where_it_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = clip(SMALL)
    file = tmp_path / "a.clip"
    clips._write(file, made)
    again = clips._read(file, SMALL)
    assert again is not None
    assert (again.phases, again.audio) == (made.phases, made.audio)
    file.write_bytes(file.read_bytes()[:-1])
    assert clips._read(file, SMALL) is None


@pytest.mark.parametrize("number", [0, 1, 0x5555, 0xFFFF])
def test_the_number_in_a_picture(number: int) -> None:
    luma = Scene(640, 360, ("常州",)).frame(number, "00:00").convert("L")
    assert number_in(luma.tobytes(), 640, 640) == number
    assert number_in(bytes(640 * 360), 640, 640) is None


def test_kinds_have_files_of_their_own() -> None:
    names = {Kind().name, Kind(video=Codec.H265).name, Kind(lines=("张三",)).name, Kind(width=1280, height=720).name}
    assert len(names) == 4
