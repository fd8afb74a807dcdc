"""Recordings of devices as files of ours: asked for by a command, told by events, fetched with a ticket.

A few run at once, the others wait their turn. What a stop or a kill interrupts is told as failed at the next start: the
device still has it. Frames are written in a thread, a batch at a time.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

import av
import structlog

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.lives import UNEXPECTED
from changqian.gateways.video.playback.fetch import Fetch
from changqian.gateways.video.playback.files import Files, Note, unwritable
from changqian.gateways.video.playback.film import Film
from changqian.gateways.video.playback.history import History
from changqian.gateways.video.playback.span import Span
from changqian.protocols.mpegps.events import Frame
from changqian.protocols.mpegps.sps import UnreadableSps
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

AT_ONCE, WAITING = 4, 200
SPEEDS = range(1, 17)
TELL = 1.0
"Seconds between two events of progress."
MOST_WAITING = 64 << 20
"Bytes of frames that wait for the disk."
WRITE, SWEEP = 0.2, 600.0
"Seconds between two batches, and two looks for old files."
TICKS = 90_000
INTERRUPTED = Failed(Step.ENDED, "下载进行中网关重新启动，文件不完整", "请重新下载，设备上的录像仍在")
CANCELLED = Failed(Step.ENDED, "下载已取消", "需要时请重新下载")
SLOW = Failed(Step.DISK_SLOW, "网关写盘太慢，跟不上设备发送的速度", "请用较低的下载速度重试，或检查网关的磁盘")


@dataclass(eq=False)
class Job:
    """One download under way."""

    command: wire.Download
    film: Film
    span: Span
    tell: Callable[[wire.Event], object]
    frames: deque[Frame] = field(default_factory=deque)
    waiting: int = 0
    written: Lock = field(default_factory=Lock)
    "One thread at a time; one that was begun goes on when its task is cancelled."
    percent: int = 0
    told_at: float = 0.0
    failed: Failed | None = None
    batch: asyncio.Task[None] | None = None

    def take(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.waiting += len(frame.data)

    async def write(self) -> None:
        """What waits. Failed where that cannot be."""
        while self.frames:
            batch = list(self.frames)
            self.frames.clear()
            self.waiting = 0
            try:
                await asyncio.to_thread(self._write, batch)
            except (OSError, av.FFmpegError) as error:
                raise unwritable(error) from error
            except UnreadableSps:
                raise Failed(
                    Step.NOT_PLAYABLE, "设备的视频参数集无法识别", "请在设备上把视频编码改为H.264后重新录像"
                ) from None

    def _write(self, batch: list[Frame]) -> None:
        with self.written:
            self.film.take(batch)

    def close(self) -> None:
        with self.written:
            self.film.close()

    async def writing(self) -> None:
        """Until it is cancelled, which the batch in its thread is not."""
        while self.failed is None:
            await asyncio.sleep(WRITE)
            try:
                await asyncio.shield(self._begun())
            except Failed as failed:
                self.failed = failed

    def _begun(self) -> "asyncio.Task[None]":
        self.batch = asyncio.create_task(self.write())
        return self.batch

    async def stopped(self) -> None:
        """The batch under way is over; what comes behind it is not wanted."""
        self.frames.clear()
        if self.batch:
            with suppress(Failed):
                await self.batch

    async def rest(self) -> None:
        """All that is not written yet; Failed where that cannot be."""
        if self.batch:
            await self.batch
        await self.write()

    def tick(self, fetch: Fetch, now: float) -> None:
        if self.failed:
            raise self.failed
        if self.waiting > MOST_WAITING:
            raise SLOW
        percent = min(99, int(100 * fetch.position / self.span.seconds))
        if percent == self.percent or now - self.told_at < TELL:
            return
        self.percent, self.told_at = percent, now
        self.tell(
            wire.DownloadProgress(
                device=self.command.device,
                channel=self.command.channel,
                command=self.command.id,
                percent=percent,
                seconds=round(fetch.position, 1),
                bytes=fetch.receiver.bytes if fetch.receiver else 0,
            )
        )


class Downloads:
    def __init__(self, history: History, folder: Path, tell: Callable[[wire.Event], object]) -> None:
        self.history, self.tell = history, tell
        self.files = Files(folder)
        self.running: dict[str, asyncio.Task[None]] = {}
        "By command."
        self._cancelled: set[str] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)

    def recover(self) -> None:
        """At the start: what was under way is no more."""
        for note in self.files.unfinished():
            self._tell_failed(note, INTERRUPTED)
            self.files.drop(note)

    async def sweep(self) -> None:
        """For ever: files that were kept long enough."""
        while True:
            with suppress(OSError):
                await asyncio.to_thread(self.files.sweep, time.time())
            await asyncio.sleep(SWEEP)

    async def download(self, camera: Camera, command: wire.Download) -> None:
        """Until it is done. Failed otherwise; told as well."""
        note = Note(command.id, command.device, command.channel)
        task = asyncio.current_task()
        assert task is not None
        try:
            if len(self.running) >= WAITING:
                raise Failed(Step.TOO_MANY, f"等待下载的录像已达{WAITING}个", "请等待已有的下载完成后再试")
            span = Span.parse(command.start, command.stop)
            if command.speed not in SPEEDS:
                raise Failed(Step.REFUSED, f"下载速度不能是{command.speed}倍", "请用1至16倍")
            note = replace(note, name=f"{command.channel}_{span.start:%Y%m%d_%H%M%S}-{span.stop:%H%M%S}.mp4")
            self.running[command.id] = task
            async with self._turn:
                await self._fetched(camera, command, note, span)
        except Failed as failed:
            self._tell_failed(note, failed)
            raise
        except asyncio.CancelledError:
            if command.id not in self._cancelled:
                # The gateway stops. Its next start tells.
                raise
            self._tell_failed(note, CANCELLED)
            raise CANCELLED from None
        except Exception as error:
            log.exception("download failed", device=command.device, channel=command.channel)
            self._tell_failed(note, UNEXPECTED)
            raise UNEXPECTED from error
        finally:
            self.running.pop(command.id, None)
            self._cancelled.discard(command.id)

    async def cancel(self, camera: Camera, command: wire.CancelDownload) -> None:
        task = self.running.get(command.download)
        if task is None:
            raise Failed(Step.ENDED, "这个下载已经结束", "不需要再取消")
        self._cancelled.add(command.download)
        task.cancel()

    async def _fetched(self, camera: Camera, command: wire.Download, note: Note, span: Span) -> None:
        part = await asyncio.to_thread(self.files.begin, note)
        job = Job(command, Film(part), span, self.tell)
        writing = asyncio.create_task(job.writing())
        try:
            fetch = await self.history.fetch(
                *(camera, command.channel),
                span=span,
                speed=command.speed,
                take=job.take,
                on_tick=lambda fetch: self._tick(job, fetch),
            )
            await _ended(writing)
            await job.rest()
            done = await asyncio.to_thread(self._finished, job, note)
        except BaseException as error:
            await _ended(writing)
            if not isinstance(error, asyncio.CancelledError) or command.id in self._cancelled:
                await job.stopped()
                await asyncio.to_thread(self._thrown_away, job, note)
            if isinstance(error, OSError):
                raise unwritable(error) from error
            raise
        self._tell_done(done, job, fetch)

    def _tick(self, job: Job, fetch: Fetch) -> None:
        received = fetch.receiver.bytes if fetch.receiver else 0
        self.files.room(max(0, (fetch.size or 0) - received))
        job.tick(fetch, asyncio.get_running_loop().time())

    def _finished(self, job: Job, note: Note) -> Note:
        job.close()
        return self.files.finish(note)

    def _thrown_away(self, job: Job, note: Note) -> None:
        with suppress(OSError, av.FFmpegError):
            job.close()
        self.files.drop(note)

    def _tell_done(self, note: Note, job: Job, fetch: Fetch) -> None:
        self.tell(
            wire.DownloadDone(
                device=note.device,
                channel=note.channel,
                command=note.command,
                ok=True,
                file=Files.id_of(note.command),
                name=note.name,
                bytes=note.size,
                seconds=round(job.film.ticks / TICKS, 1),
                sm3=note.sm3,
                lost=fetch.receiver.lost if fetch.receiver else 0,
            )
        )

    def _tell_failed(self, note: Note, failed: Failed) -> None:
        self.tell(
            wire.DownloadDone(
                device=note.device,
                channel=note.channel,
                command=note.command,
                ok=False,
                step=failed.step,
                reason=failed.reason,
                remedy=failed.remedy,
            )
        )


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
