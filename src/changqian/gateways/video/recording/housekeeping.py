"""What nobody orders: learning after a start what is there, making room, letting go of what is too old."""

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording import rules
from changqian.gateways.video.recording.disk import Disk
from changqian.gateways.video.recording.library import Dropped, Library
from changqian.gateways.video.recording.telling import dropped_event, stored_event
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

HOUR = 3600.0
REASONS = {
    wire.STOP: ("录像占用已到上限，按设定停止录像", "请清理录像或提高容量上限，也可把磁盘满策略改为覆盖最早的录像"),
    wire.BY_LABEL: ("录像占用已到上限，剩下的录像都有标注，不能覆盖", "请取消不再需要的标注，或提高容量上限"),
    wire.OVERWRITE_OLDEST: ("磁盘已满，没有可以覆盖的录像", "请提高录像容量上限，或清理磁盘上的其他文件、扩容磁盘"),
}


@dataclass(frozen=True, slots=True)
class Room:
    """`check` is the seconds between two looks at the disk; so many bytes of it stay free for others."""

    check: float = 10.0
    lowest_free: int = 1 << 30


class Housekeeping:
    def __init__(
        self,
        library: Library,
        disk: Disk,
        room: Room,
        *,
        snapshot: Callable[[], wire.Snapshot],
        tell: Callable[[wire.Event], object],
        wall: Callable[[], float],
    ) -> None:
        self.library, self.disk, self.room = library, disk, room
        self.snapshot, self.tell, self.wall = snapshot, tell, wall
        self.full: Failed | None = None
        "Why nothing more may be recorded just now."
        self.learnt = False
        self.dropped = 0
        "Segments."
        self._pressed = False
        self._news = asyncio.Event()

    def press(self) -> None:
        """The disk took no more: something has to go at once, whatever the numbers say."""
        self._pressed = True
        self._news.set()

    def look(self) -> None:
        """Soon, not at the next time."""
        self._news.set()

    async def run(self) -> None:
        """For ever."""
        await self._learn()
        aged_at = -HOUR
        while True:
            try:
                if time.monotonic() - aged_at >= HOUR:
                    aged_at = time.monotonic()
                    await self._let_go()
                await self._make_room()
            except Exception:
                # Whatever it was: without this loop the disk would fill up.
                log.exception("footage cannot be tidied")
            self._news.clear()
            try:
                async with asyncio.timeout(self.room.check):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _learn(self) -> None:
        """Told first, then noted: what a kill comes between is told twice, never not at all."""
        library = self.library
        try:
            places = await asyncio.to_thread(library.places)
        except OSError as error:
            log.error("footage cannot be read", error=str(error))
            places = []
        for place in places:
            try:
                lost, found = await asyncio.to_thread(library.learn, place)
                if lost:
                    await self._drop([lost])
                for segment in found:
                    self.tell(stored_event(place[1:], segment))
                    await asyncio.to_thread(library.add, place[1:], segment)
            except OSError as error:
                log.error("footage cannot be read", place="/".join(place), error=str(error))
        self.learnt = True

    async def _let_go(self) -> None:
        snapshot = self.snapshot()
        own, usual = rules.kept_days(snapshot.plans, snapshot.keeping)
        now = datetime.fromtimestamp(self.wall(), UTC)
        await self._drop(await asyncio.to_thread(self.library.remove_outdated, now, own, usual))

    async def _make_room(self) -> None:
        keeping = self.snapshot().keeping
        need = await self._need(keeping)
        if self._pressed:
            need = max(need, int((self.library.size + self.disk.unfinished) * rules.SPARE), 1)
        if need and keeping.policy != wire.STOP:
            dropped = await asyncio.to_thread(self.library.make_room, need, keeping.policy)
            await self._drop(dropped)
            freed = sum(segment.bytes for each in dropped for segment in each.segments)
            if self._pressed and freed:
                need = 0
            else:
                need = await self._need(keeping)
        self._pressed = False
        self.full = Failed(Step.DISK_FULL, *REASONS[keeping.policy]) if need else None

    async def _need(self, keeping: wire.Keeping) -> int:
        free = (await asyncio.to_thread(_usage, self.library.root)).free
        used = self.library.size + self.disk.unfinished
        return rules.too_much(used, free, keeping.most_bytes, self.room.lowest_free)

    async def _drop(self, dropped: list[Dropped]) -> None:
        for each in dropped:
            self.dropped += len(each.segments)
            self.tell(dropped_event(each))
            await asyncio.to_thread(self.library.forget, each)


def _usage(folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder)
