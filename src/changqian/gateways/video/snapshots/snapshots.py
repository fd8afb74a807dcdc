"""Pictures of a channel: ordered, received, told. GB/T 28181-2022 9.14, A.2.3.2.12.

The device is given an address that nobody can guess, which serves for as many pictures as were ordered and no longer
than it takes. A device that does not know this, does not want to, or sends nothing is pictured out of its live stream.
"""

import asyncio
import hmac
import secrets
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.lives import UNEXPECTED, Lives
from changqian.gateways.video.snapshots.album import Album, Note
from changqian.gateways.video.snapshots.pictures import Look, NotAPicture, looked_at
from changqian.gateways.video.snapshots.shutter import Shutter, developed
from changqian.protocols.gb28181.documents.config import DeviceConfig
from changqian.protocols.gb28181.documents.control import SEND_KEY_FRAME, DeviceControl
from changqian.protocols.gb28181.documents.document import Answer
from changqian.protocols.gb28181.documents.snapshot import SnapshotFinished, SnapshotOrder
from changqian.protocols.gb28181.versions import Version
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

MOST = 200
"Sessions at a time."
DEVELOPING = 2
"Pictures decoded at a time."
SLOWEST = 60.0
"Seconds for one upload."
SWEEP = 3600.0
INTERRUPTED = Failed(Step.ENDED, "抓拍进行中网关重新启动", "请重新抓拍；已收到的图片仍然有效")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `upload` is waited for a picture once it is due, `stream` for a key frame, with all that goes before."""

    upload: float = 30.0
    stream: float = 40.0
    nudge: float = 1.0
    "Before a running stream is asked for a key frame."


@dataclass(eq=False)
class Session:
    note: Note
    interval: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    open: bool = False
    "Pictures may come."
    ended: bool = False
    "The device says that it has sent all."
    receiving: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    "What came and was no picture, by reason."
    heard_at: float = 0.0
    failed: Failed | None = None
    adding: asyncio.Lock = field(default_factory=asyncio.Lock)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def complete(self) -> bool:
        return not self.note.missing


class Snapshots:
    """`url` is where devices find this gateway by HTTP; empty where they do not."""

    def __init__(
        self,
        asking: Asking,
        lives: Lives,
        album: Album,
        tell: Callable[[wire.Event], object],
        begin: Callable[[Coroutine[Any, Any, None]], asyncio.Task[Any]],
        *,
        url: Callable[[], str],
        keeping: Callable[[], wire.Keeping],
        patience: Patience,
    ) -> None:
        self.asking, self.lives, self.album, self.tell, self.begin = asking, lives, album, tell, begin
        self.url, self.keeping, self.patience = url, keeping, patience
        self.sessions: dict[str, Session] = {}
        self.counts: Counter[str] = Counter()
        "Pictures by way, uploads that were rejected, notices that belong to no session."
        self.receiving = 0
        self._over: deque[str] = deque(maxlen=MOST)
        self._developing = asyncio.Semaphore(DEVELOPING)

    def recover(self) -> None:
        """At the start: what was under way is over."""
        for note in list(self.album.unfinished()):
            self._told(note, INTERRUPTED if note.missing else None)
            self.album.end(note)

    async def sweep(self) -> None:
        """For ever: pictures that are older than footage may become."""
        while True:
            with suppress(OSError):
                await asyncio.to_thread(self.album.sweep, time.time(), self.keeping().days)
            await asyncio.sleep(SWEEP)

    # -- orders --------------------------------------------------------------------------------------------------------

    async def take(self, camera: Camera, command: wire.TakeSnapshots) -> None:
        """Until they are there, or some of them. Failed with none; told as well."""
        session = self._session(camera, command.channel, command.count, command.interval, command.id)
        failed = await self._run(camera, session)
        if failed and not session.note.pictures:
            raise failed

    def photograph(self, camera: Camera, channel: str, count: int) -> str:
        """For an alarm: the session, at once; empty where too many run."""
        try:
            session = self._session(camera, channel, count, 1, "")
        except Failed:
            self.counts["too_many"] += 1
            return ""
        self.begin(self._quietly(camera, session))
        return session.note.session

    async def _quietly(self, camera: Camera, session: Session) -> None:
        await self._run(camera, session)

    def _session(self, camera: Camera, channel: str, count: int, interval: int, command: str) -> Session:
        if len(self.sessions) >= MOST:
            raise Failed(Step.TOO_MANY, f"正在进行的抓拍已达{MOST}个", "请稍后再试")
        note = Note(uuid.uuid4().hex, camera.id, channel, count, command)
        session = self.sessions[note.session] = Session(note, interval)
        return session

    async def _run(self, camera: Camera, session: Session) -> Failed | None:
        """What was not as it should be. Told; but not if the gateway stops: its next start tells."""
        try:
            await asyncio.to_thread(self.album.begin, session.note)
            failed = await self._taken(camera, session)
        except Failed as error:
            failed = error
        except Exception:
            log.exception("snapshots failed", device=camera.id, channel=session.note.channel)
            failed = UNEXPECTED
        finally:
            session.open = False
            del self.sessions[session.note.session]
            self._over.append(session.note.session)
        self._told(session.note, failed)
        await asyncio.to_thread(self.album.end, session.note)
        return failed

    async def _taken(self, camera: Camera, session: Session) -> Failed | None:
        own: Failed | None = None
        if camera.version >= Version.V2022 and self.url():
            try:
                await self._by_device(camera, session)
                return None
            except Failed as failed:
                own = failed
            if session.note.pictures or own.step is Step.OFFLINE:
                return own
        try:
            session.note = replace(session.note, way=wire.STREAM)
            await self._by_stream(camera, session)
        except Failed as failed:
            if own is None:
                return failed
            return Failed(failed.step, f"{failed.reason}（设备自行抓拍也没有成功：{own.reason}）", failed.remedy)
        return own

    def _told(self, note: Note, failed: Failed | None) -> None:
        self.counts[note.way] += len(note.pictures)
        self.tell(
            wire.SnapshotsTaken(
                device=note.device,
                channel=note.channel,
                session=note.session,
                pictures=note.pictures,
                missing=note.missing,
                way=note.way,
                command=note.command,
                step=failed.step if failed else "",
                reason=failed.reason if failed else "",
                remedy=failed.remedy if failed else "",
            )
        )

    # -- by the device -------------------------------------------------------------------------------------------------

    async def _by_device(self, camera: Camera, session: Session) -> None:
        """Until all are there. Failed otherwise, also with some of them."""
        note, url = session.note, f"{self.url()}/uploads/{session.note.session}/{session.token}"
        snapshot = SnapshotOrder(count=note.count, interval=session.interval, upload_url=url, session_id=note.session)
        order = self.asking.numbered(DeviceConfig(device_id=note.channel, snapshot=snapshot))
        session.open, session.heard_at = True, self.asking.clock()
        try:
            with self.asking.awaited(camera, order) as answer:
                answer.add_done_callback(lambda _: session.news.set())
                await self.asking.send(camera, order)
                await self._uploads(session, answer)
        finally:
            session.open = False

    async def _uploads(self, session: Session, answer: "asyncio.Future[Answer]") -> None:
        last = session.heard_at + session.note.count * (self.patience.upload + session.interval) + SLOWEST
        while not session.complete:
            if session.failed:
                raise session.failed
            if answer.done() and answer.result().refused and not session.note.pictures:
                raise Failed(Step.REFUSED, "设备答复不执行抓拍", "请确认设备支持图像抓拍，且抓拍的是通道而不是设备本身")
            if session.ended and not session.receiving:
                raise self._too_few(session)
            due = session.heard_at + self.patience.upload + (session.interval if session.note.pictures else 0)
            if session.receiving:
                due = last
            session.news.clear()
            try:
                async with asyncio.timeout(max(0.0, min(due, last) - self.asking.clock())):
                    await session.news.wait()
            except TimeoutError:
                raise self._too_few(session) from None

    def _too_few(self, session: Session) -> Failed:
        note = session.note
        if session.rejected:
            reason, number = session.rejected.most_common(1)[0]
            return Failed(
                *(Step.NO_UPLOAD, f"设备上传的{number}个文件没有收下：{reason}"), "请检查设备的抓拍图片格式和网络质量"
            )
        came = f"只上传了{len(note.pictures)}张" if note.pictures else "没有上传图片"
        return Failed(
            *(Step.NO_UPLOAD, f"设备已接受抓拍命令，但{came}"),
            f"请确认设备能够访问{self.url()}（网关的上传地址），防火墙已放行该端口",
        )

    def finished(self, camera: Camera, notice: SnapshotFinished) -> None:
        """Firmware that forgets the session means the one that there is."""
        session = self.sessions.get(notice.session_id)
        if session is None and not notice.session_id:
            open_ = [each for each in self.sessions.values() if each.open and each.note.device == camera.id]
            session = open_[0] if len(open_) == 1 else None
        if session is None or session.note.device != camera.id:
            # It comes behind the last picture, with which the session was over.
            self.counts["strange"] += notice.session_id not in self._over
            return
        session.ended = True
        session.news.set()

    def welcome(self, session: str, token: str) -> Session | None:
        """Whose pictures may come under this address."""
        found = self.sessions.get(session)
        expected = found.token if found else secrets.token_urlsafe(24)
        same = hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace"))
        return found if found and found.open and same else None

    async def receive(self, session: Session, data: bytes) -> None:
        """One picture, on the disk when this returns. NotAPicture or Failed otherwise."""
        try:
            look = await asyncio.to_thread(looked_at, data)
        except NotAPicture as error:
            self.counts["rejected"] += 1
            session.rejected[str(error)] += 1
            raise
        await self._add(session, data, look)

    # -- out of the stream ---------------------------------------------------------------------------------------------

    async def _by_stream(self, camera: Camera, session: Session) -> None:
        shutter, channel = Shutter(), session.note.channel
        pull = self.lives.record(camera, channel, shutter)
        try:
            while session.note.missing:
                if session.note.pictures:
                    await asyncio.sleep(session.interval)
                film = await self._exposed(camera, channel, shutter)
                async with self._developing:
                    data = await asyncio.to_thread(developed, film)
                    look = await asyncio.to_thread(looked_at, data)
                await self._add(session, data, look)
        finally:
            pull.audience.detach(shutter)

    async def _exposed(self, camera: Camera, channel: str, shutter: Shutter) -> bytes:
        if film := await shutter.next(self.patience.nudge):
            return film
        # Where the picture runs already its next key frame may be seconds away.
        order = DeviceControl(device_id=channel, key_frame=SEND_KEY_FRAME)
        with suppress(Failed):
            await self.asking.order(camera, order, answered=False)
        if film := await shutter.next(self.patience.stream):
            return film
        raise Failed(
            *(Step.NO_KEY_FRAME, f"{self.patience.stream:g}秒内没有等到可用的关键帧"), "请把设备的关键帧间隔设为2秒以内"
        )

    async def _add(self, session: Session, data: bytes, look: Look) -> None:
        """One after the other, so that each has a number of its own."""
        async with session.adding:
            if session.complete:
                raise Failed(Step.REFUSED, "所要的图片已经收齐", "不需要再上传")
            try:
                taken = datetime.now(UTC)
                session.note = await asyncio.to_thread(self.album.add, session.note, data, look, taken)
            except Failed as failed:
                session.failed = failed
                session.news.set()
                raise
        session.heard_at = self.asking.clock()
        session.news.set()
