"""A recording becomes a file that is whole; who asked for it hears how far it is, and what went wrong."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from changqian.gateways.video.playback import downloads
from changqian.gateways.video.playback.files import KEPT, Files, Note
from changqian.gateways.video.playback.tests.theatre import (
    Theatre,
    consecutive,
    number_at,
    numbers_in,
    recorded,
    theatre,
)
from changqian.simulators.recorder import VENDORS, Quirks
from changqian.wire import video as wire
from changqian.wire.signing import sm3


def asked(house: Theatre, seconds: float, *, back: int = 1800, **how: Any) -> wire.Download:
    start = recorded(back)
    given = {"id": "d1", "device": house.device, "channel": house.channel, "speed": 8, **how}
    return wire.Download(start=start.isoformat(), stop=(start + timedelta(seconds=seconds)).isoformat(), **given)


async def done(house: Theatre, command: str = "d1", seconds: float = 15) -> wire.DownloadDone:
    def told() -> Any:
        return next((each for each in house.stage.of(wire.DownloadDone) if each.command == command), None)

    return await house.stage.until(told, seconds)


async def fetched(house: Theatre, file: str, **headers: str) -> httpx.Response:
    ticket = house.stage.ticket(f"downloads/{file}", verbs=("footage",))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.stage.http_port}", trust_env=False) as client:
        return await client.get(f"/downloads/{file}", params={"ticket": ticket}, headers=headers)


KINDS = {"g711-udp": (Quirks(), "udp"), "hevc-aac-tcp": (VENDORS["hevc-2022"], "tcp")}


@pytest.mark.parametrize(("quirks", "media"), KINDS.values(), ids=KINDS)
def test_all_of_it_is_in_the_file(tmp_path: Path, monkeypatch: Any, quirks: Quirks, media: str) -> None:
    monkeypatch.setattr(downloads, "TELL", 0.3)

    async def story() -> None:
        async with theatre(tmp_path, quirks, media=media) as house:
            command = asked(house, 12)
            await house.command(command)
            told = await done(house)
            assert told.ok
            assert told.lost == 0
            assert abs(told.seconds - 12) < 0.1
            progress = [each.percent for each in house.stage.of(wire.DownloadProgress)]
            assert progress == sorted(set(progress))
            assert len(progress) > 1
            assert progress[-1] < 100
            answer = await fetched(house, told.file)
            assert (len(answer.content), sm3(answer.content)) == (told.bytes, told.sm3)
            assert f'filename="{told.name}"' in answer.headers["Content-Disposition"]
            part = await fetched(house, told.file, Range="bytes=100-199")
            assert (part.status_code, part.content) == (206, answer.content[100:200])
            pictures = numbers_in(answer.content)
            numbers = [number for _, number in pictures]
            start = recorded()
            assert consecutive(numbers)
            assert (numbers[0], numbers[-1], len(numbers)) == (number_at(start), number_at(start, 11.96), 300)
            assert abs(pictures[-1][0] - 11.96) < 0.05
            assert abs(_sound(answer.content) - 12) < 0.2
            (finished,) = house.stage.of(wire.CommandDone)
            assert finished.ok
            await house.dark()
            # The same command again is the same download.
            again = await house.stage.call("POST", "/commands", wire.to_json(command))
            assert again.json()["repeated"]
            assert sorted(each.suffix for each in (tmp_path / "downloads").iterdir()) == [".json", ".mp4"]
            assert (await fetched(house, "0" * 32)).status_code == 404
            assert (await fetched(house, "..%2f..%2fpresent")).status_code == 404

    asyncio.run(story())


def _sound(film: bytes) -> float:
    """Seconds of it."""
    with av.open(io.BytesIO(film)) as container:
        return sum(each.samples / each.sample_rate for each in container.decode(audio=0))


FAULTS = {
    "nothing-there": (Quirks(), {"back": 300_000}, "refused", "没有这段时间的录像"),
    "busy": (Quirks(streams=0), {}, "refused", "回放的路数已满"),
    "too-fast": (Quirks(), {"speed": 99}, "refused", "下载速度"),
}


@pytest.mark.parametrize(("quirks", "how", "step", "words"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_come_is_said(tmp_path: Path, quirks: Quirks, how: dict[str, Any], step: str, words: str) -> None:
    async def story() -> None:
        async with theatre(tmp_path, quirks) as house:
            await house.command(asked(house, 5, **how))
            told = await done(house)
            assert (told.ok, told.step) == (False, step)
            assert words in told.reason
            assert told.remedy
            (finished,) = await house.stage.until(lambda: house.stage.of(wire.CommandDone))
            assert not finished.ok
            assert finished.reason == told.reason
            assert not list((tmp_path / "downloads").glob("*"))

    asyncio.run(story())


def test_a_disk_without_room_is_said_before_it_is_full(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("changqian.gateways.video.playback.files.MARGIN", 1 << 60)

    async def story() -> None:
        async with theatre(tmp_path) as house:
            await house.command(asked(house, 5))
            told = await done(house)
            assert told.step == "disk_full"
            assert "磁盘" in told.reason

    asyncio.run(story())


def test_it_can_be_cancelled_and_a_device_that_hangs_up_halfway_is_no_file(tmp_path: Path) -> None:
    async def story() -> None:
        async with theatre(tmp_path) as house:
            await house.command(asked(house, 200))
            await house.stage.until(lambda: house.stage.of(wire.DownloadProgress))
            await house.command(wire.CancelDownload(id="c1", device=house.device, download="d1"))
            told = await done(house)
            assert not told.ok
            assert "取消" in told.reason
            await house.dark()
            await house.command(asked(house, 200, id="d2"))
            await house.stage.until(lambda: house.recorder.running)
            await asyncio.sleep(0.3)
            await house.recorder.calls.bye()
            told = await done(house, "d2")
            assert (told.ok, told.step) == (False, "ended")
            assert not list((tmp_path / "downloads").glob("*"))
            await house.command(wire.CancelDownload(id="c2", device=house.device, download="d2"))
            outcomes = await house.stage.until(lambda: len(house.stage.of(wire.CommandDone)) == 4 and house.stage.told)
            assert [each.ok for each in outcomes if isinstance(each, wire.CommandDone)] == [True, False, False, False]

    asyncio.run(story())


def test_what_a_stop_interrupts_is_told_at_the_next_start(tmp_path: Path) -> None:
    async def story() -> None:
        async with theatre(tmp_path) as house:
            await house.command(asked(house, 200))
            await house.stage.until(lambda: house.stage.of(wire.DownloadProgress))
        async with theatre(tmp_path) as house:
            told = await done(house)
            assert not told.ok
            assert "重新启动" in told.reason
            assert not list((tmp_path / "downloads").glob("*"))

    asyncio.run(story())


def test_files_are_kept_for_a_while(tmp_path: Path) -> None:
    files = Files(tmp_path / "downloads")
    note = Note("d1", "1", "2", "2.mp4")
    part = files.begin(note)
    part.write_bytes(b"film")
    assert files.unfinished() == [note]
    assert files.find(files.id_of("d1")) is None
    kept = files.finish(note)
    assert (kept.sm3, kept.size) == (sm3(b"film"), 4)
    path, found = files.find(files.id_of("d1")) or (Path(), None)
    assert (path.read_bytes(), found) == (b"film", kept)
    files.sweep(path.stat().st_mtime + KEPT - 60)
    assert files.find(files.id_of("d1"))
    (files.folder / "broken.json").write_text("{")
    files.sweep(path.stat().st_mtime + KEPT + 60)
    assert files.find(files.id_of("d1")) is None
    for id in ("", "../present", "é" * 32):
        assert files.find(id) is None
