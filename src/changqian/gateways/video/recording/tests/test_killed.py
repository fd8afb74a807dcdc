"""A gateway killed with -9 while it records: what is on the disk plays, and the next start knows it."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import orjson

from changqian.gateways.video.events import Spool
from changqian.gateways.video.recording.digesting import digest
from changqian.gateways.video.recording.library import INDEX
from changqian.gateways.video.recording.tests.films import numbers
from changqian.gateways.video.recording.tests.test_recording import ALWAYS, CHANNEL, DEVICE, KNOWN, SMALL, steps
from changqian.gateways.video.store import SnapshotFile
from changqian.gateways.video.tests.device import DOMAIN, PASSWORD, PLATFORM
from changqian.gateways.video.tests.stage import SECRET, TICKETS, Stage
from changqian.simulators.recorder import Fleet
from changqian.wire import video as wire

SIP, HTTP = 28133, 28134


def started(data: Path) -> subprocess.Popen[bytes]:
    ports = ["--sip-port", str(SIP), "--http-port", str(HTTP), "--media-ports", "28136-28146"]
    command = [sys.executable, "-m", "changqian.gateways.video", "--data", str(data), "--keys", str(data)]
    command += ["--listen", "127.0.0.1", "--domain", DOMAIN, "--id", PLATFORM, *ports]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "src"})


def killed(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


async def until(there: object, seconds: float = 30.0) -> object:
    async with asyncio.timeout(seconds):
        while not (found := there()):  # type: ignore[operator]
            await asyncio.sleep(0.05)
    return found


def test_a_kill_loses_half_a_second_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "gateways.key").write_text(SECRET.hex())
    (tmp_path / "tickets.key").write_text(TICKETS.hex())
    plan = wire.Plan(DEVICE, CHANNEL, ALWAYS, label="证据")
    SnapshotFile(tmp_path / "snapshot.json").save(wire.Snapshot(4, (KNOWN,), plans=(plan,)))

    def files() -> list[Path]:
        return [path for path in (tmp_path / "footage").rglob("*.mp4") if path.stat().st_size > 60_000]

    async def story() -> list[int]:
        process = started(tmp_path)
        try:
            async with Fleet(f"127.0.0.1:{SIP}", DOMAIN, PASSWORD, 1, PLATFORM, kind=SMALL):
                await until(files)
        finally:
            killed(process)
        (path,) = files()
        # As it lies there, and with a picture that was being written when the power went.
        before = list(numbers(path))
        with path.open("ab") as file:
            file.write(path.read_bytes()[-3000:-1500])
        process = started(tmp_path)
        try:
            await Stage.at(SIP, HTTP).serving()
            await until(lambda: (path.parent / INDEX).exists())
        finally:
            killed(process)
        assert list(numbers(path)) == before
        return before

    before = asyncio.run(story())
    assert steps(before) == {1}
    assert len(before) > 25
    (path,) = files()
    (line,) = (path.parent / INDEX).read_bytes().splitlines()
    noted = orjson.loads(line)["stored"]
    assert (noted["frames"], noted["label"], noted["repaired"]) == (len(before), "证据", True)
    assert noted["sm3"] == digest(path)
    spool = Spool(tmp_path)
    (told,) = [each.event for each in spool.waiting if isinstance(each.event, wire.SegmentStored)]
    spool.close()
    assert (told.sm3, told.repaired, told.path) == (noted["sm3"], True, str(path.relative_to(tmp_path / "footage")))
