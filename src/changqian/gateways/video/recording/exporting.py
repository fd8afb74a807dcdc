"""Exports: what was recorded of a channel between two times, as one file with its digest.

The platform orders one and asks how it goes (both signed); browsers fetch the file with a ticket for the resource
`exports/{id}` and the verb `footage`. One is made at a time, in a process of its own; what is known of each lies beside
its file, so that a restart begins again what it broke off.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import structlog

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording.library import Library
from changqian.gateways.video.recording.rules import Key
from changqian.gateways.video.recording.segment import Growing, Stored, folder_of, iso
from changqian.gateways.video.recording.telling import NAME, channel_of, no_footage, span
from changqian.gateways.video.store import write_whole
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

KEPT = 72 * 3600.0
"Seconds that an exported file is kept: it can be made again."
MARGIN = 1 << 30
"Bytes that stay free."
MOST = 200
"That wait."
LONGEST = 24 * 3600 * 1000
"Milliseconds of one film: its table of pictures is made in memory."
SILENCE = 300.0
"Seconds without a word from the process that joins."
HOUR = 3600.0
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
BROKEN = Failed(Step.DISK_FAILED, "导出中断，文件没有生成", "请重新导出；反复出现时请联系维护人员查看网关日志")
RATES = {"alaw": 8000, "ulaw": 8000, "aac": 16000}

Find = Callable[[Key, int, int], Awaitable[tuple[list[Stored], list[Growing]]]]


class Exports:
    """`find` as the recorder has it; `cut` closes the segment that grows, so that it can be exported."""

    def __init__(self, folder: Path, library: Library, find: Find, cut: Callable[[Key, int], Awaitable[None]]) -> None:
        self.folder, self.library, self.find, self.cut = folder, library, find, cut
        self.jobs: dict[str, tuple[wire.Export, wire.ExportState]] = {}
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def load(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob("*.json"):
            try:
                said = orjson.loads(path.read_bytes())
                job = wire.from_json(wire.Export, said["job"]), wire.from_json(wire.ExportState, said["state"])
            except (ValueError, KeyError, TypeError) as error:
                log.warning("export unreadable", path=str(path), error=str(error))
                continue
            self.jobs[job[0].id] = job
            if job[1].state in (WAITING, RUNNING):
                self._queue.put_nowait(job[0].id)

    def file(self, id: str) -> Path:
        return self.folder / f"{id}.mp4"

    async def order(self, export: wire.Export) -> wire.ExportState:
        """Failed for what cannot be exported; what is known already is answered as it is."""
        if known := self.jobs.get(export.id):
            return known[1]
        if not NAME.fullmatch(export.id):
            raise Failed(Step.REFUSED, "导出编号含有不允许的字符", "编号只能由字母、数字、下划线和连字符组成")
        channel_of(export.device, export.channel)
        since, until = span(export.start, export.stop)
        if until - since > LONGEST:
            raise Failed(Step.REFUSED, "一次最多导出24小时的录像", "请缩短时间范围，分几次导出")
        if self._queue.qsize() >= MOST:
            raise Failed(Step.TOO_MANY, f"等待导出的任务已达上限（{MOST}个）", "请等前面的导出完成后再试")
        state = await self._note(export, wire.ExportState(export.id, WAITING))
        self._queue.put_nowait(export.id)
        return state

    async def run(self) -> None:
        """For ever, one after the other."""
        swept_at = -HOUR
        while True:
            if time.monotonic() - swept_at >= HOUR:
                swept_at = time.monotonic()
                await asyncio.to_thread(self._sweep, time.time())
            try:
                async with asyncio.timeout(HOUR):
                    export = self.jobs[await self._queue.get()][0]
            except TimeoutError:
                continue
            try:
                await self._make(export)
            except Failed as failed:
                await self._fail(export, failed)
            except (OSError, ValueError) as error:
                log.error("export failed", id=export.id, error=str(error))
                await self._fail(export, BROKEN)

    async def _make(self, export: wire.Export) -> None:
        await self._note(export, wire.ExportState(export.id, RUNNING))
        key, (since, until) = (export.device, export.channel), span(export.start, export.stop)
        await self.cut(key, until)
        stored, _ = await self.find(key, since, until)
        if not stored:
            raise no_footage()
        self._room(sum(each.bytes for each in stored))
        parts = tuple(_part(key, each, since, until) for each in stored)
        await self._note(export, wire.ExportState(export.id, RUNNING, parts=parts))
        await self._join(export, self._job(export, stored, since, until))

    def _room(self, size: int) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < size + MARGIN:
            raise Failed(Step.DISK_FULL, f"网关的磁盘空间不足（剩余{free >> 20}MB）", "请清理磁盘，或缩短导出的时间段")

    def _job(self, export: wire.Export, stored: list[Stored], since: int, until: int) -> dict[str, Any]:
        key = (export.device, export.channel)
        return {
            "out": str(self._unfinished(export.id)),
            "title": f"{export.channel} {export.start} {export.stop}",
            "rate": max((RATES.get(each.sound, 0) for each in stored), default=0),
            "parts": [
                {
                    "path": str(self.library.path(key, each.start)),
                    "begin": max(0, since - each.start) / 1000,
                    "end": (min(until, each.stop) - each.start) / 1000,
                }
                for each in stored
            ],
        }

    async def _join(self, export: wire.Export, job: dict[str, Any]) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "changqian.gateways.video.recording.joining"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(orjson.dumps(job))
            process.stdin.close()
            while line := await asyncio.wait_for(process.stdout.readline(), SILENCE):
                await self._heard(export, orjson.loads(line))
        except TimeoutError:
            raise BROKEN from None
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
        if self.jobs[export.id][1].state != DONE:
            raise BROKEN

    async def _heard(self, export: wire.Export, said: dict[str, Any]) -> None:
        state = self.jobs[export.id][1]
        if "reason" in said:
            raise Failed(Step.NOT_PLAYABLE, said["reason"], said["remedy"])
        if "sm3" in said:
            self._unfinished(export.id).replace(self.file(export.id))
            await self._note(export, replace(state, state=DONE, progress=1.0, bytes=said["bytes"], sm3=said["sm3"]))
        else:
            # Not worth a write to the disk.
            self.jobs[export.id] = export, replace(state, progress=said["progress"])

    async def _fail(self, export: wire.Export, failed: Failed) -> None:
        self._unfinished(export.id).unlink(missing_ok=True)
        state = wire.ExportState(export.id, FAILED, step=str(failed.step), reason=failed.reason, remedy=failed.remedy)
        await self._note(export, state)

    async def _note(self, export: wire.Export, state: wire.ExportState) -> wire.ExportState:
        self.jobs[export.id] = export, state
        said = {"job": wire.to_json(export), "state": wire.to_json(state)}
        await asyncio.to_thread(write_whole, self.folder / f"{export.id}.json", orjson.dumps(said))
        return state

    def _unfinished(self, id: str) -> Path:
        return self.folder / f"{id}.part"

    def _sweep(self, now: float) -> None:
        for id, (_, state) in list(self.jobs.items()):
            note = self.folder / f"{id}.json"
            if state.state in (DONE, FAILED) and note.exists() and note.stat().st_mtime < now - KEPT:
                for path in (self.file(id), note):
                    path.unlink(missing_ok=True)
                del self.jobs[id]


def _part(key: Key, segment: Stored, since: int, until: int) -> wire.ExportedPart:
    path = folder_of(key, segment.start) / segment.name
    start, stop = max(segment.start, since), min(segment.stop, until)
    return wire.ExportedPart(str(path), iso(start), iso(stop), segment.sm3)
