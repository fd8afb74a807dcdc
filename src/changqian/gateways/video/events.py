"""Events for the platform, kept on disk until it has acknowledged them.

`put` writes a line at once, so that a kill loses nothing; the disk is synchronised in a thread, one call for all that
came meanwhile, so that a power cut loses milliseconds and the media never wait. Delivery follows the disk.
"""

import asyncio
import os
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx
import orjson
import structlog

from changqian.gateways.video.store import write_whole
from changqian.wire import signing
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

BATCH = 200
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
COMPACT = 1_000_000
"Bytes after which the file begins anew with what still waits."
MOST = 200_000
"Events waiting beyond which positions are no longer kept."


class NotTaken(Exception):
    """The sink is away or busy: the same events are offered again later."""


class Sink(Protocol):
    async def __call__(self, events: Sequence[wire.Told]) -> int:
        """The number up to which all are safe at the platform."""


class Spool:
    """`events.jsonl` holds the events, `events.acknowledged` the number up to which they are delivered.

    Its `id` says to which spool the numbers belong: one that lost its folder counts from the beginning, and what it
    tells then must not pass for what was told before.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "events.jsonl"
        self.mark = folder / "events.acknowledged"
        self.id = _lasting(folder / "events.id")
        self.waiting: deque[wire.Told] = deque()
        self.acknowledged = int(self.mark.read_text()) if self.mark.exists() else 0
        self.seq = self.acknowledged
        self.dropped = 0
        self._news = asyncio.Event()
        self._load()
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._synced = self._written = self.seq
        self._syncing = asyncio.Lock()

    def _load(self) -> None:
        """A line that a kill cut in half is cut off: its event was never promised to anybody."""
        if not self.path.exists():
            return
        whole = 0
        for line in self.path.read_bytes().splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            try:
                told = wire.Told.from_json(orjson.loads(line))
            except ValueError:
                log.warning("event unreadable", line=line[:200].decode(errors="replace"))
                continue
            self.seq = max(self.seq, told.seq)
            if told.seq > self.acknowledged:
                self.waiting.append(told)
        os.truncate(self.path, whole)
        if self.waiting:
            self._news.set()

    def put(self, event: wire.Event) -> None:
        if len(self.waiting) >= MOST and isinstance(event, wire.Positioned):
            # A platform away for days: where somebody was then matters less than that alarms find room.
            self.dropped += 1
            return
        self.seq += 1
        told = wire.Told(self.seq, datetime.now(UTC).isoformat(timespec="milliseconds"), event)
        os.write(self._file, orjson.dumps(told.to_json()) + b"\n")
        self._written = told.seq
        self.waiting.append(told)
        self._news.set()

    async def sync(self) -> None:
        """Until all that was put is on the disk."""
        wanted = self._written
        async with self._syncing:
            if self._synced < wanted:
                written = self._written
                await asyncio.to_thread(os.fsync, self._file)
                self._synced = written

    async def deliver(self, sink: Sink) -> None:
        """For ever: batches in order, the same one again until it is acknowledged."""
        pause = FIRST_PAUSE
        while True:
            await self._news.wait()
            await self.sync()
            batch = [self.waiting[place] for place in range(min(BATCH, len(self.waiting)))]
            try:
                taken = await sink(batch)
            except NotTaken as error:
                log.warning("events not taken", error=str(error), waiting=len(self.waiting))
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE if taken >= batch[0].seq else min(2 * pause, LONGEST_PAUSE)
            await self.acknowledge(min(taken, batch[-1].seq))
            if taken < batch[0].seq:
                await asyncio.sleep(pause)

    async def acknowledge(self, seq: int) -> None:
        if seq <= self.acknowledged:
            return
        self.acknowledged = seq
        while self.waiting and self.waiting[0].seq <= seq:
            self.waiting.popleft()
        if not self.waiting:
            self._news.clear()
        await asyncio.to_thread(write_whole, self.mark, str(seq).encode())
        async with self._syncing:
            if os.fstat(self._file).st_size > COMPACT and len(self.waiting) < BATCH:
                self._begin_anew()

    def _begin_anew(self) -> None:
        """In one go, so that no event is put between."""
        write_whole(self.path, b"".join(orjson.dumps(each.to_json()) + b"\n" for each in self.waiting))
        os.close(self._file)
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        self._synced = self._written

    def close(self) -> None:
        os.fsync(self._file)
        os.close(self._file)


def _lasting(file: Path) -> str:
    """The word in a file, made up if there is none."""
    if not file.exists():
        write_whole(file, uuid.uuid4().hex.encode())
    return file.read_text()


class HttpSink:
    """POST of a batch, signed, to the platform, who answers `{"acknowledged": number}`."""

    def __init__(self, url: str, path: str, secret: bytes, gateway: str, now: Callable[[], float]) -> None:
        self.url, self.path, self.secret, self.gateway, self.now = url.rstrip("/"), path, secret, gateway, now
        self.spool = ""
        self.client = httpx.AsyncClient(timeout=10.0, trust_env=False)

    async def __call__(self, events: Sequence[wire.Told]) -> int:
        body = orjson.dumps(
            {"gateway": self.gateway, "spool": self.spool, "events": [each.to_json() for each in events]}
        )
        headers = signing.signed(self.secret, "POST", self.path, body, app=self.gateway, now=self.now())
        try:
            answer = await self.client.post(self.url + self.path, content=body, headers=headers)
            said: Any = answer.raise_for_status().json()
            return int(said["acknowledged"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise NotTaken(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        await self.client.aclose()
