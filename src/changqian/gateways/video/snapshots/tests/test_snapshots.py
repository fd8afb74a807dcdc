"""Pictures on demand: by devices of 2022, and out of the live picture of all others."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from changqian.gateways.video.snapshots.album import Album, Note
from changqian.gateways.video.snapshots.pictures import looked_at
from changqian.gateways.video.snapshots.snapshots import Patience
from changqian.gateways.video.snapshots.tests.test_pictures import made
from changqian.gateways.video.tests.fleets import CAMERA, CHANNEL, WHO, entered, following, met, ordered
from changqian.gateways.video.tests.stage import Stage, staged
from changqian.protocols.gb28181.documents.config import DeviceConfig
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import Quirks
from changqian.wire import video as wire
from changqian.wire.signing import sm3

NEW = Quirks(version=Version.V2022)


def take(count: int = 1, **how: Any) -> wire.TakeSnapshots:
    return wire.TakeSnapshots(id="s1", device=CAMERA, channel=CHANNEL, count=count, **how)


async def fetched(stage: Stage, path: str, **ticket: Any) -> httpx.Response:
    shown = stage.ticket(f"snapshots/{path}", **{"verbs": ("snapshot",), **ticket})
    return await stage.get(f"/snapshots/{path}?ticket={shown}")


def address(recorder: Any) -> str:
    """Where the device was told to send."""
    order = next(each for each in recorder.state.ordered if isinstance(each, DeviceConfig))
    return order.snapshot.upload_url


async def send(url: str, data: bytes, **headers: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(url, content=data, headers=headers)).status_code


@pytest.mark.parametrize(("way", "says"), [("POST", True), ("PUT", True), ("FORM", False)])
def test_a_device_takes_them_and_they_are_shown_with_a_ticket(tmp_path: Path, way: str, says: bool) -> None:
    async def story() -> None:
        async with met(tmp_path, replace(NEW, uploads=way, says_uploaded=says)) as (stage, recorder):
            assert (await ordered(stage, take(2))).ok
            (told,) = stage.of(wire.SnapshotsTaken)
            assert (told.way, told.missing, told.command, told.step) == ("device", 0, "s1", "")
            assert len({each.path for each in told.pictures}) == 2
            for each in told.pictures:
                answer = await fetched(stage, each.path)
                assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
                assert (sm3(answer.content), len(answer.content)) == (each.sm3, each.bytes)
                assert Image.open(BytesIO(answer.content)).size == (each.width, each.height)
            assert (await fetched(stage, told.pictures[0].path, verbs=("footage",))).status_code == 403
            assert (await fetched(stage, told.pictures[0].path.replace("-01", "-09"))).status_code == 404
            album = stage.gateway.snapshots.album
            assert (tmp_path / "present.json").exists()
            assert album.find("../present.json") is None
            assert album.find(told.pictures[0].path) is not None
            # The address has served.
            assert await send(address(recorder), made()) == 404
            assert not list((tmp_path / "snapshots" / "open").iterdir())

    asyncio.run(story())


def test_out_of_the_stream_of_a_device_that_knows_no_snapshots(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path) as (stage, recorder):
            assert (await ordered(stage, take(2), 15)).ok
            (told,) = stage.of(wire.SnapshotsTaken)
            assert (told.way, told.missing, told.step) == ("stream", 0, "")
            assert [(each.width, each.height) for each in told.pictures] == [(320, 180)] * 2
            one, two = [(await fetched(stage, each.path)).content for each in told.pictures]
            assert one != two
            assert Image.open(BytesIO(one)).getextrema()[0][1] > 150  # Not black.
            assert not any(isinstance(each, DeviceConfig) for each in recorder.state.ordered)
            await stage.until(lambda: not stage.gateway.lives.pulls)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("habit", "step", "words"),
    [("refuses", "refused", "不执行抓拍"), ("stays_away", "no_upload", "没有上传"), ("broken", "no_upload", "不完整")],
)
def test_where_the_device_does_not_the_stream_does_and_says_why(
    tmp_path: Path, habit: str, step: str, words: str
) -> None:
    async def story() -> None:
        patience = Patience(upload=1.0)
        async with met(tmp_path, replace(NEW, snapshots=habit), snapshots=patience) as (stage, _):
            assert (await ordered(stage, take(), 15)).ok
            (told,) = stage.of(wire.SnapshotsTaken)
            assert (told.way, len(told.pictures), told.missing, told.step) == ("stream", 1, 0, step)
            assert words in told.reason
            assert told.remedy

    asyncio.run(story())


def test_an_alarm_has_its_picture(tmp_path: Path) -> None:
    """Its input has none of its own: the camera of the device is taken, as the catalogue names it."""

    async def story() -> None:
        device = entered(following=following(alarm_pictures=2))
        async with met(tmp_path, NEW, device=device, ask_catalogue=True) as (stage, recorder):
            await stage.until(lambda: stage.of(wire.CatalogueReceived))
            assert await recorder.alarm(method=2)
            assert await recorder.alarm(method=5)  # So soon after the first it has none of its own.
            told = (await stage.until(lambda: stage.of(wire.SnapshotsTaken)))[0]
            first, second = stage.of(wire.Alarmed)
            assert (first.channel, first.session, second.session) == (WHO.alarm_id, told.session, "")
            assert (told.channel, len(told.pictures), told.command) == (CHANNEL, 2, "")

    asyncio.run(story())


def test_nobody_sends_what_was_not_ordered(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, replace(NEW, snapshots="stays_away"), snapshots=Patience(upload=5)) as (stage, device):
            await stage.call("POST", "/commands", wire.to_json(take()))
            await stage.until(lambda: device.state.ordered)
            url = address(device)
            assert await send(url[:-1] + ("a" if url[-1] != "a" else "b"), made()) == 404
            assert await send(url.replace("/uploads/", "/uploads/0"), made()) == 404
            assert await send(url, b"<html>") == 415
            assert await send(url, b"x" * (13 << 20)) == 413
            assert await send(url + "/name.jpg", made("PNG")) == 200
            (told,) = await stage.until(lambda: stage.of(wire.SnapshotsTaken))
            assert (told.way, told.pictures[0].path[-4:]) == ("device", ".png")
            assert await send(url, made()) == 404
            assert stage.gateway.snapshots.receiving == 0

    asyncio.run(story())


def test_some_of_them_are_told_as_some(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, replace(NEW, snapshots="stays_away"), snapshots=Patience(upload=0.7)) as (
            stage,
            device,
        ):
            await stage.call("POST", "/commands", wire.to_json(take(3)))
            await stage.until(lambda: device.state.ordered)
            await asyncio.gather(*(send(address(device), made()) for _ in range(2)))
            (told,) = await stage.until(lambda: stage.of(wire.SnapshotsTaken))
            assert (told.way, len(told.pictures), told.missing, told.step) == ("device", 2, 1, "no_upload")
            assert "只上传了2张" in told.reason

    asyncio.run(story())


def test_a_device_that_is_away_fails_by_name(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, entered()) as stage:
            done = await ordered(stage, take())
            assert (done.ok, done.reason) == (False, "设备不在线")
            (told,) = stage.of(wire.SnapshotsTaken)
            assert (told.pictures, told.missing, told.step) == ((), 1, "offline")

    asyncio.run(story())


def test_what_a_restart_interrupts_is_told_with_what_came(tmp_path: Path) -> None:
    async def story() -> None:
        album = Album(tmp_path / "snapshots")
        note = Note("0" * 32, CAMERA, CHANNEL, 2, "s9")
        album.begin(note)
        album.add(note, made(), looked_at(made()), datetime.now(UTC))
        async with staged(tmp_path, entered()) as stage:
            (told,) = stage.of(wire.SnapshotsTaken)
            assert (told.command, len(told.pictures), told.missing, told.step) == ("s9", 1, 1, "ended")
            assert (await fetched(stage, told.pictures[0].path)).status_code == 200
        async with staged(tmp_path) as again:
            assert len(again.of(wire.SnapshotsTaken)) == 1

    asyncio.run(story())


def test_old_pictures_go_and_new_ones_stay(tmp_path: Path) -> None:
    album = Album(tmp_path)
    note = Note("0" * 32, CAMERA, CHANNEL, 1)
    album.begin(note)
    after = album.add(note, made(), looked_at(made()), datetime.now(UTC))
    path = tmp_path / after.pictures[0].path
    assert album.sweep(path.stat().st_mtime + 86400 * 29, 30) == 0
    assert album.sweep(path.stat().st_mtime + 86400 * 31, 0) == 0
    assert album.sweep(path.stat().st_mtime + 86400 * 31, 30) == 1
    assert not path.exists()
