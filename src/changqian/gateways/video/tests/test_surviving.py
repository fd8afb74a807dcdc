"""Kills, restarts, and a platform that is away."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from changqian.gateways.video.events import NotTaken, Spool
from changqian.gateways.video.store import SnapshotFile
from changqian.gateways.video.tests.device import CAMERA, DOMAIN, PLATFORM, Device
from changqian.gateways.video.tests.stage import SECRET, TICKETS, Stage, Watched, one, staged
from changqian.wire import video as wire


class Platform:
    """Takes what it is given, except when it is away or forgetful."""

    def __init__(self) -> None:
        self.taken: list[wire.Told] = []
        self.away = False

    async def __call__(self, events: Sequence[wire.Told]) -> int:
        if self.away:
            raise NotTaken("away")
        self.taken += [each for each in events if not self.taken or each.seq > self.taken[-1].seq]
        return events[-1].seq


def test_what_was_not_acknowledged_is_there_after_a_restart(tmp_path: Path) -> None:
    async def story() -> None:
        spool = Spool(tmp_path)
        for number in range(5):
            spool.put(wire.Offline(device=str(number), reason="测试"))
        await spool.acknowledge(2)
        await spool.sync()
        # No close: the process was killed, and cut the last line in half.
        with spool.path.open("ab") as out:
            out.write(b'{"seq":6,"at"')
        again = Spool(tmp_path)
        assert [each.seq for each in again.waiting] == [3, 4, 5]
        again.put(wire.Offline(device="6", reason="测试"))
        assert again.waiting[-1].seq == 6
        await again.acknowledge(6)
        empty = Spool(tmp_path)
        assert not empty.waiting
        empty.put(wire.Offline(device="7", reason="测试"))
        assert empty.waiting[-1].seq == 7
        for each in (spool, again, empty):
            each.close()

    asyncio.run(story())


def test_a_platform_that_is_away_gets_all_in_order_when_it_is_back(tmp_path: Path) -> None:
    async def story() -> None:
        platform = Platform()
        platform.away = True
        async with staged(tmp_path, one(), sink=platform) as stage, Device(stage.sip_port) as device:
            await device.register()
            await device.register(expires=0)
            await asyncio.sleep(0.1)
            assert len(stage.told) == 2
            platform.away = False
            await stage.until(lambda: len(platform.taken) == 2)
            assert [each.event.KIND for each in platform.taken] == ["registered", "offline"]
            await stage.until(lambda: not stage.told)

    asyncio.run(story())


def test_a_restart_is_no_news_for_devices_that_are_there(tmp_path: Path) -> None:
    async def story() -> None:
        async with Device(28107) as device:
            async with staged(tmp_path, one(), sip_port=28107) as stage:
                await device.register()
                assert stage.gateway.registrar.online == 1
            async with staged(tmp_path, sip_port=28107) as again:
                assert again.gateway.registrar.online == 1
                assert (await device.beat()).status == 200
                assert (await device.register()).status == 200
                assert [each.KIND for each in again.told] == ["registered"]

    asyncio.run(story())


def test_a_full_spool_begins_anew_with_what_waits(tmp_path: Path) -> None:
    async def story() -> None:
        spool = Spool(tmp_path)
        for _ in range(12):
            spool.put(wire.Offline(device=CAMERA, reason="x" * 100_000))
        await spool.acknowledge(11)
        assert spool.path.stat().st_size < 110_000
        spool.put(wire.Offline(device=CAMERA, reason="last"))
        spool.close()
        again = Spool(tmp_path)
        assert [each.seq for each in again.waiting] == [12, 13]
        again.close()

    asyncio.run(story())


def test_killed_and_started_again_without_the_platform_it_serves(tmp_path: Path) -> None:
    """A process of its own, killed with -9: from its disk alone it knows its devices and what it still has to tell."""
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "gateways.key").write_text(SECRET.hex())
    (keys / "tickets.key").write_text(TICKETS.hex())
    SnapshotFile(tmp_path / "snapshot.json").save(wire.Snapshot(4, (one(),)))

    def started() -> subprocess.Popen[bytes]:
        ports = ["--sip-port", "28105", "--http-port", "28106", "--media-ports", "28110-28120"]
        command = [sys.executable, "-m", "changqian.gateways.video", "--data", str(tmp_path), "--keys", str(keys)]
        command += ["--listen", "127.0.0.1", "--domain", DOMAIN, "--id", PLATFORM, *ports]
        return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "src"})

    async def story() -> None:
        stage = Stage.at(28105, 28106)
        async with Device(28105) as device:
            process = started()
            try:
                assert (await device.register()).status == 200
                await stage.serving()
                async with stage.live() as browser:
                    seen = await Watched().read(browser, lambda seen: len(seen.fragments) > 60)
                    assert seen.shades()
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait()
            assert device.byes == 0
            process = started()
            try:
                assert (await device.beat()).status == 200
                for _ in range(100):
                    await asyncio.sleep(0.02)
                    if device.byes:
                        break
                assert device.byes == 1  # The call that the kill left running.
                await stage.serving()
                async with stage.live() as browser:
                    assert (await Watched().read(browser, lambda seen: len(seen.fragments) > 5)).shades()
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait()

    asyncio.run(story())
    spool = Spool(tmp_path)
    kinds = [each.event.KIND for each in spool.waiting]
    spool.close()
    assert kinds == ["registered", "catalogue_received"]
    assert spool.waiting[0].event.device == CAMERA
