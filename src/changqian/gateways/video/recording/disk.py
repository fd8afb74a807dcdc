"""Segments onto the disk, in threads: a slow disk delays footage, never pictures.

What came in the last half second goes to the system in one write for each file, at a place that is counted, not
appended: what a full disk took half of is written again or cut off. A segment that has ended is sealed (its directory,
fsync) by two other threads, and its digest taken by another process, so that the next ones do not wait for it.
"""

import asyncio
import errno
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import structlog

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording.boxes import Unreadable
from changqian.gateways.video.recording.digesting import Digester
from changqian.gateways.video.recording.library import Library
from changqian.gateways.video.recording.sealing import repaired, seal
from changqian.gateways.video.recording.segment import Growing, Stored

log = structlog.get_logger("changqian.video")

FULL = (errno.ENOSPC, errno.EDQUOT)
SEALERS = 2
PATIENCE = 20.0
"Seconds that an ending gateway waits for its segments; the next start closes the others."

Parts = list[bytes | bytearray]


class Disk:
    """`stored` hears of each whole segment before the library notes it, `failed` of a segment whose file failed."""

    def __init__(
        self,
        library: Library,
        *,
        every: float,
        stored: Callable[[Growing, Stored], None],
        failed: Callable[[Growing, Failed], None],
    ) -> None:
        self.library, self.every, self.stored, self.failed = library, every, stored, failed
        self.growing: set[Growing] = set()
        self.ending: dict[Growing, asyncio.Task[None]] = {}
        "What is not in the library yet."
        self.lost = 0
        "Bytes that no file took."
        self.digester = Digester()
        self._writer: Executor = ThreadPoolExecutor(1, "footage")
        self._sealers: Executor = ThreadPoolExecutor(SEALERS, "sealing")

    @property
    def waiting(self) -> int:
        """Bytes in memory."""
        return sum(each.waiting for each in (*self.growing, *self.ending))

    @property
    def unfinished(self) -> int:
        """Bytes in files that the library does not count yet."""
        return sum(each.whole for each in (*self.growing, *self.ending))

    def begin(self, segment: Growing) -> None:
        self.library.busy.add(segment.path)
        self.growing.add(segment)

    def end(self, segment: Growing) -> None:
        """Nothing more will be added."""
        self.growing.discard(segment)
        self.ending[segment] = asyncio.get_running_loop().create_task(self._end(segment))

    async def run(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(self.every)
            try:
                await self.flush(list(self.growing))
            except Exception:
                log.exception("footage not written")

    async def flush(self, segments: Iterable[Growing]) -> None:
        work = [(segment, segment.take()) for segment in segments if segment.parts]
        if not work:
            return
        outcomes = await self._in(self._writer, write_all, work)
        for (segment, parts), outcome in zip(work, outcomes, strict=True):
            size = sum(map(len, parts))
            segment.waiting -= size
            if outcome is None:
                segment.whole += size
                continue
            self.lost += size
            if segment in self.growing:
                log.error("footage not written", path=str(segment.path), error=str(outcome))
                self.failed(segment, failure(outcome))

    async def _end(self, segment: Growing) -> None:
        """As far as it is whole; one without a picture is none."""
        try:
            await self.flush([segment])
            whole = await self._in(self._sealers, _seal, segment)
            if whole:
                sm3 = whole.sm3 or await self.digester.of(segment.path)
                whole = replace(whole, label=segment.label, sm3=sm3)
                # Told first: what a kill comes between is told twice, never not at all.
                self.stored(segment, whole)
                await self._in(self._sealers, self.library.add, segment.key, whole)
        except OSError as error:
            log.error("footage not closed", path=str(segment.path), error=str(error))
        finally:
            self.library.busy.discard(segment.path)
            del self.ending[segment]

    async def close(self) -> None:
        for segment in list(self.growing):
            self.end(segment)
        if self.ending:
            await asyncio.wait(list(self.ending.values()), timeout=PATIENCE)
        await self.digester.close()
        for pool in (self._writer, self._sealers):
            pool.shutdown(wait=False, cancel_futures=True)

    async def _in(self, pool: Executor, work: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pool, work, *given)


def failure(error: OSError) -> Failed:
    if error.errno in FULL:
        return Failed(Step.DISK_FULL, "存放录像的磁盘已满", "请清理或扩容磁盘，或缩短录像保存天数")
    return Failed(
        Step.DISK_FAILED, f"录像无法写入磁盘（{error.strerror or error}）", "请检查录像目录的权限和磁盘是否正常"
    )


def write_all(work: list[tuple[Growing, Parts]]) -> list[OSError | None]:
    """In a thread. One file that fails does not keep others from being written."""
    outcomes: list[OSError | None] = []
    for segment, parts in work:
        try:
            _write(segment, b"".join(parts))
            outcomes.append(None)
        except OSError as error:
            segment.broken = True
            outcomes.append(error)
    return outcomes


def _write(segment: Growing, data: bytes) -> None:
    if segment.broken:
        raise OSError(errno.EIO, "an earlier part is missing")
    if segment.descriptor < 0:
        segment.path.parent.mkdir(parents=True, exist_ok=True)
        segment.descriptor = os.open(segment.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
    done = 0
    while done < len(data):
        done += os.pwrite(segment.descriptor, memoryview(data)[done:], segment.written + done)
    segment.written += done


def _seal(segment: Growing) -> Stored | None:
    """In a thread, without its digest. What a failing disk left is read to find out how much of it is whole."""
    if segment.descriptor < 0:
        return None
    os.close(segment.descriptor)
    segment.descriptor = -1
    path = segment.path
    if not segment.broken:
        seal(path, segment.reserved_at, segment.marks, segment.written, segment.end)
        return segment.stored(segment.written)
    try:
        os.truncate(path, segment.written)
        return repaired(path, segment.label)
    except Unreadable:
        path.unlink(missing_ok=True)
        return None
