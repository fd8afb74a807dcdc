"""120 live streams of 2 Mbit/s, each watched and recorded: what the video gateway's process costs.

The gateway, the recorders and the viewers are processes of their own; what is counted is user and system time of the
gateway's, over whole segments, so that each channel's fsync is in it; the process that takes digests is told apart.
FOOTAGE_STREAMS and FOOTAGE_SECONDS make it smaller; FOOTAGE_ALONE=1 leaves the recording out, to tell what it adds. The
simulators' clip is easy to encode and has a third of the bits: each picture is filled up with a NAL unit that says
nothing.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from changqian.gateways.video.store import SnapshotFile
from changqian.launcher.bench import Result
from changqian.protocols.sip import ha1s
from changqian.simulators.recorder import Fleet, clips
from changqian.simulators.recorder.roster import identity
from changqian.wire import signing
from changqian.wire import video as wire

STREAMS = int(os.environ.get("FOOTAGE_STREAMS", "120"))
SECONDS = float(os.environ.get("FOOTAGE_SECONDS", "120"))
ALONE = bool(os.environ.get("FOOTAGE_ALONE"))
PLATFORM, DOMAIN, PASSWORD = "32040000002000000001", "3204000000", "常安2026"
SECRET, TICKETS = b"s" * 32, b"t" * 32
SIP, HTTP, MEDIA = 29060, 29080, "29100-29700"
LIMIT = 60.0
"Per cent of one core."
PATIENCE = 120.0


def run() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="footage-", dir=os.environ.get("FOOTAGE_DIR")) as folder:
        return measured(Path(folder))


def measured(folder: Path) -> list[Result]:
    prepared(folder)
    gateway = ["-m", "changqian.gateways.video", "--data", str(folder), "--keys", str(folder)]
    gateway += ["--listen", "127.0.0.1", "--domain", DOMAIN, "--id", PLATFORM, "--sip-port", str(SIP)]
    gateway += ["--http-port", str(HTTP), "--media-ports", MEDIA]
    with started(gateway) as served, started([__file__, "send"]), started([__file__, "watch"]) as viewers:
        assert viewers.stdout
        if viewers.stdout.readline() != b"watching\n":
            raise SystemExit(f"not all {STREAMS} streams were there after {PATIENCE:g} s: this machine is too busy")
        time.sleep(5)
        before, apart, begun = used(served.pid), beside(served.pid), time.monotonic()
        time.sleep(SECONDS)
        after, digests, took = used(served.pid), beside(served.pid), time.monotonic() - begun
        figures = asyncio.run(scraped())
        viewers.terminate()
        seen = json.loads(viewers.stdout.readline())
    share = 100 * (after - before) / took
    return [
        Result("gateway_core", round(share, 1), LIMIT if STREAMS == 120 and not ALONE else None, "%"),
        Result("digests_core", round(100 * (digests - apart) / took, 1), unit="%"),
        Result("streams", figures["video_streams"], STREAMS, at_least=True),
        Result("recordings", figures["video_recordings"], 0 if ALONE else STREAMS, at_least=True),
        Result("viewers", figures["video_viewers"], STREAMS, at_least=True),
        Result("frames_a_second_seen", round(seen["frames"] / seen["seconds"] / STREAMS, 2)),
        Result("mbit_s_a_stream_seen", round(seen["bytes"] * 8e-6 / seen["seconds"] / STREAMS, 2)),
        Result("packets_lost", figures["video_rtp_lost"], 0),
        Result("footage_mb", round(figures["video_footage_bytes"] / 1e6)),
        Result("bytes_lost", figures["video_footage_lost_bytes_total"], 0),
    ]


def prepared(folder: Path) -> None:
    for name, key in (("gateways", SECRET), ("tickets", TICKETS)):
        (folder / f"{name}.key").write_text(key.hex())
    devices, plans = [], []
    week = tuple(wire.Span(day, "00:00", "24:00") for day in range(1, 8))
    for who in everybody():
        secrets = ha1s(who.device_id, DOMAIN, PASSWORD)
        devices.append(wire.Device(who.device_id, who.name, secrets, ("SM3", "SHA-256", "MD5")))
        plans.append(wire.Plan(who.device_id, who.channels[0], week))
    snapshot = wire.Snapshot(1, tuple(devices), plans=() if ALONE else tuple(plans))
    SnapshotFile(folder / "snapshot.json").save(snapshot)


def everybody() -> list:
    return [identity(number, domain=DOMAIN) for number in range(1, STREAMS + 1)]


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def used(pid: int) -> float:
    """Seconds of user and system time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def beside(pid: int) -> float:
    """The same of its children: digests are taken by one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(used(int(each)) for each in children)


async def scraped() -> dict[str, float]:
    import httpx

    async with httpx.AsyncClient(trust_env=False) as client:
        text = (await client.get(f"http://127.0.0.1:{HTTP}/metrics")).text
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in text.splitlines())}


async def send() -> None:
    """A process of its own: the recorders."""
    known = clips.clip(clips.LOAD)
    filled = replace(known, phases=tuple(tuple(map(padded, units)) for units in known.phases))
    clips._LOADED[clips.LOAD] = filled
    async with Fleet(f"127.0.0.1:{SIP}", DOMAIN, PASSWORD, STREAMS, PLATFORM, kind=clips.LOAD):
        await asyncio.Event().wait()


def padded(unit: bytes) -> bytes:
    """Up to the size of a picture at 2 Mbit/s (ISO/IEC 14496-10 §7.3.2.7); key frames are larger anyway."""
    missing = 2_000_000 // 8 // 25 - len(unit) - 6
    return unit if missing <= 0 else unit + b"\0\0\0\1\x0c" + b"\xff" * missing + b"\x80"


async def watch() -> None:
    """A process of its own: who watches each stream, and counts."""
    import signal

    from websockets.asyncio.client import connect

    stop, frames, size = asyncio.Event(), 0, 0
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    watching = asyncio.Semaphore(0)

    async def one(resource: str) -> None:
        nonlocal frames, size
        first = True
        while True:
            until, id = int(time.time()) + 60, str(time.monotonic_ns())
            ticket = signing.Ticket("video", "7", resource, ("live",), until, id).encode(TICKETS)
            address = f"ws://127.0.0.1:{HTTP}/live/{resource}?ticket={ticket}"
            with suppress(Exception):
                async with connect(address, max_size=None, proxy=None, compression=None) as browser:
                    async for message in browser:
                        size += len(message)
                        if message[0] == 1:
                            frames += 1
                            if first:
                                first = False
                                watching.release()
            await asyncio.sleep(1)

    tasks = [asyncio.create_task(one(f"{who.device_id}/{who.channels[0]}")) for who in everybody()]
    async with asyncio.timeout(PATIENCE):
        for _ in tasks:
            await watching.acquire()
    print("watching", flush=True)
    frames, size, begun = 0, 0, time.monotonic()
    await stop.wait()
    print(json.dumps({"frames": frames, "bytes": size, "seconds": time.monotonic() - begun}), flush=True)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    import uvloop

    uvloop.run(send() if sys.argv[1] == "send" else watch())
