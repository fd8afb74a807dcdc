"""Firmware is given to the gateway, fetched by the device, and how that ended is told, whatever happens."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from changqian.gateways.video.tests.fleets import CAMERA, entered, following, met, ordered, restarting
from changqian.gateways.video.tests.stage import SECRET, Stage, staged
from changqian.gateways.video.upkeep import packages
from changqian.gateways.video.upkeep.upgrading import Patience
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import Quirks
from changqian.wire import signing
from changqian.wire import video as wire

NEW = Quirks(version=Version.V2022)
FIRMWARE = bytes(range(256)) * 8000
DIGEST = signing.sm3(FIRMWARE)


async def give(stage: Stage, data: bytes = FIRMWARE, digest: str = DIGEST, secret: bytes = SECRET) -> httpx.Response:
    path = f"/firmware/{digest}"
    headers = signing.signed(secret, "PUT", path, b"", app="platform", now=time.time())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{stage.http_port}", trust_env=False) as client:
        return await client.put(path, content=data, headers=headers)


def upgrade(**how: Any) -> wire.Upgrade:
    given = {"id": "u1", "device": CAMERA, "firmware": "V2.0.0", "manufacturer": "Changqian", "file": DIGEST, **how}
    return wire.Upgrade(**given)


async def ended(stage: Stage) -> wire.UpgradeDone:
    return (await stage.until(lambda: stage.of(wire.UpgradeDone), 10))[0]


def test_a_device_fetches_it_and_says_that_it_works(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, NEW) as (stage, recorder):
            assert (await give(stage)).json() == {"file": DIGEST, "bytes": len(FIRMWARE)}
            assert (await ordered(stage, upgrade())).ok
            done = await ended(stage)
            assert (done.ok, done.firmware, done.command) == (True, "V2.0.0", "u1")
            assert recorder.state.firmware == "V2.0.0"
            assert stage.of(wire.UpgradeProgress)[-1].percent == 100
            assert not stage.gateway.upgrading.jobs
            # The address has served.
            url = recorder.state.ordered[-1].upgrade.file_url
            assert (await stage.get(url.split(str(stage.http_port))[1])).status_code == 404

    asyncio.run(story())


ENDS = [
    ("fails", "refused", "原因代码99"),
    ("stays_away", "no_fetch", "没有来取升级包"),
]


@pytest.mark.parametrize(("habit", "step", "words"), ENDS)
def test_how_it_may_end_otherwise(tmp_path: Path, habit: str, step: str, words: str) -> None:
    async def story() -> None:
        async with met(tmp_path, replace(NEW, upgrades=habit), upgrades=Patience(fetch=0.5, result=0.5)) as (stage, _):
            await give(stage)
            assert (await ordered(stage, upgrade())).ok
            done = await ended(stage)
            assert (done.ok, done.step) == (False, step)
            assert words in done.reason
            assert done.remedy

    asyncio.run(story())


def test_a_device_that_restarts_and_says_nothing_is_asked(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, replace(NEW, upgrades="restarts")) as (stage, recorder):
            await give(stage)
            assert (await ordered(stage, upgrade())).ok
            await stage.until(lambda: recorder.state.firmware == "V2.0.0")
            done = await ended(stage)
            assert (done.ok, done.firmware) == (True, "V2.0.0")

    asyncio.run(story())


def test_one_that_took_it_and_never_speaks_of_it_again_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        quirks, patience = replace(NEW, upgrades="restarts"), Patience(fetch=5, result=0.4)
        async with met(tmp_path, quirks, upgrades=patience) as (stage, _):
            await give(stage)
            await ordered(stage, upgrade())
            done = await ended(stage)
            assert (done.ok, done.step) == (False, "no_result")
            assert "没有报告升级结果" in done.reason

    asyncio.run(story())


def test_a_restart_of_the_gateway_does_not_forget_it(tmp_path: Path) -> None:
    async def story() -> None:
        how = {"device": entered(following=following()), "port": 28135}
        async with restarting(tmp_path, replace(NEW, upgrades="stays_away"), **how) as (stage, recorder, first):
            await give(stage)
            assert (await ordered(stage, upgrade())).ok
            order = recorder.state.ordered[-1].upgrade
            await first.aclose()
            async with staged(tmp_path, follow=True, sip_port=28135) as again:
                recorder.body.quirks = NEW
                file = order.file_url.partition("/firmware/")[2]
                url = f"http://127.0.0.1:{again.http_port}/firmware/{file}"
                await recorder.controls._upgrade(replace(order, file_url=url))
                done = await ended(again)
                assert (done.ok, done.command) == (True, "u1")

    asyncio.run(story())


def test_what_cannot_be_upgraded_is_told_why(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path) as (stage, _):
            await give(stage)
            done = await ordered(stage, upgrade())
            assert not done.ok
            assert "2022" in done.reason
            assert (await ended(stage)).command == "u1"
        async with met(tmp_path / "new", replace(NEW, upgrades="stays_away")) as (stage, _):
            assert (await ordered(stage, upgrade())).reason == "网关上没有这个升级包"
            await give(stage)
            assert (await ordered(stage, upgrade(id="u2"))).ok
            assert (await ordered(stage, upgrade(id="u3"))).reason == "设备正在升级"

    asyncio.run(story())


def test_only_the_platform_gives_firmware_and_only_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with staged(tmp_path, entered()) as stage:
            assert (await give(stage, secret=b"x" * 32)).status_code == 401
            assert (await give(stage, FIRMWARE + b"!")).status_code == 400
            assert (await give(stage, digest="0" * 63)).status_code == 400
            assert not list((tmp_path / "firmware").iterdir())
            assert (await give(stage)).status_code == 200
            assert (await give(stage, b"")).status_code == 200  # It is there already.
            monkeypatch.setattr(packages, "LARGEST", 1000)
            other = bytes(2000)
            assert (await give(stage, other, signing.sm3(other))).status_code == 400
            assert [each.name for each in (tmp_path / "firmware").iterdir()] == [f"{DIGEST}.bin"]

    asyncio.run(story())


def test_a_part_of_it_is_given_to_who_lost_the_rest(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, replace(NEW, upgrades="stays_away")) as (stage, recorder):
            await give(stage)
            await ordered(stage, upgrade(name="v2.bin"))
            url = recorder.state.ordered[-1].upgrade.file_url
            assert url.endswith("/v2.bin")
            async with httpx.AsyncClient(trust_env=False) as client:
                whole = await client.get(url)
                assert (whole.status_code, whole.content) == (200, FIRMWARE)
                part = await client.get(url, headers={"Range": "bytes=100-199"})
                assert (part.status_code, part.content) == (206, FIRMWARE[100:200])
                assert (await client.get(url, headers={"Range": "bytes=99999999-"})).status_code == 416
                assert (await client.get(url.replace("/v2", "/v3"))).status_code == 404
                assert (await client.get(url.replace("/firmware/", "/firmware/0"))).status_code == 404

    asyncio.run(story())
