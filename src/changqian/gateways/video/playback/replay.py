"""One call for what a device recorded, and its control from within. GB/T 28181-2022 9.8, annexes B and G.

Orders are INFO requests in the dialog: PLAY with a speed or a place, PAUSE. Frames that come while the picture stands
still are held: they are what single steps are made of, since annex B knows no step.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from changqian.gateways.video.failures import Failed, Step, no_answer, refused
from changqian.gateways.video.media.fmp4 import Fragmenter
from changqian.gateways.video.media.pull import PLAYABLE, Pull
from changqian.gateways.video.media.sounds import SOUNDS
from changqian.gateways.video.media.viewers import Audience
from changqian.gateways.video.playback.cadence import Cadence
from changqian.gateways.video.playback.span import Span
from changqian.gateways.video.playback.timeline import Timeline
from changqian.protocols import sdp
from changqian.protocols.gb28181 import mansrtsp
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.mansrtsp import Method
from changqian.protocols.mpegps.events import Frame
from changqian.protocols.sdp.offers import PS

PATIENCE = 5.0
"Seconds for the answer to an order."
LANDING = 2.5
"Seconds in which a device that accepted a place must begin there."
FILLED, FILLING = 25, 3.0
"Pictures that are fetched for single steps at once, and seconds that they are waited for."
MOST_HELD, MOST_BYTES, STILL = 1500, 48 << 20, 2.0
"Frames, and seconds of frames, after which a device that was to stand still does not obey PAUSE."
NEARLY, QUIET = 2.0, 1.5
"Seconds before the end that count as the end, for devices that fall silent there instead of saying so."
LATE = 0.5
"Seconds of silence behind a notice of the end: media over TCP may be still on their way."
TICK = 0.25
NOTHING = {
    404: ("设备上没有这段时间的录像", "请重新查询设备录像，选择有录像的时间"),
    486: ("设备忙，同时回放的路数已满", "请关闭这台设备的其他画面、回放或下载后再试"),
    488: ("设备不支持录像回放，或不支持所要求的格式", "请查看设备说明；可在设备上直接导出录像"),
}
"What these statuses mean where recordings are asked for."


@dataclass(slots=True)
class Landing:
    """On the way to a place."""

    position: float
    answered: bool = False
    jumped: bool = False
    frames: int = 0
    "Pictures since the answer."


@dataclass(frozen=True, slots=True)
class Held:
    frame: Frame
    position: float


class Replay(Pull):
    """Begins `origin` seconds into `span`. `on_begin` hears of each film that begins, `on_tick` is called on and on."""

    def __init__(
        self,
        *who: Any,
        span: Span,
        origin: float,
        audience: Audience,
        timeline: Timeline,
        on_begin: Callable[[], None],
        on_tick: Callable[[], None],
        **how: Any,
    ) -> None:
        super().__init__(*who, **how)
        self.span, self.origin, self.audience, self.timeline = span, float(int(origin)), audience, timeline
        self.on_begin, self.on_tick = on_begin, on_tick
        self.cadence = Cadence()
        self.position = self.origin
        "Of the last frame that was shown, in seconds from the start of the span."
        self.ticks = 0
        self.held: deque[Held] = deque()
        self.credit: int | None = None
        "Pictures that may be shown while it stands still; None while it runs."
        self.finished = self.muted = self.unstoppable = False
        self.status = 0
        "Of a refusal."
        self._bytes = self._cseq = 0
        self._eof = self._left = False
        self._landing: Landing | None = None
        self._since = 0.0
        "When frames were last to be expected anew."
        self._stands: float | None = None
        "When the device agreed to stand still."

    # -- its life ------------------------------------------------------------------------------------------------------

    def _offer(self, port: int, transport: sdp.media.Transport) -> sdp.Session:
        signalling = self.asking.signalling
        return sdp.playback(
            owner=signalling.identity,
            channel=self.channel,
            host=signalling.advertised,
            port=port,
            ssrc=self.ssrc,
            start=self.span.at(self.origin),
            stop=max(self.span.stop, self.span.at(self.origin) + timedelta(seconds=1)),
            transport=transport,
            formats=(PS,),
        )

    def _refusal(self, status: int, phrase: str) -> Failed:
        self.status = status
        if status not in NOTHING:
            return refused(status, phrase)
        reason, remedy = NOTHING[status]
        return Failed(Step.REFUSED, f"{reason}（{status}）", remedy)

    async def _play(self) -> None:
        """Until it is over, or left; Failed if packets stop coming."""
        while not self._left:
            self.on_tick()
            await self._until(lambda: self._left or self._over(), TICK)
            if self._left or not self.audience.viewers:
                return
            if failed := self._unplayable():
                raise failed
            if self._over():
                self._finish()
                return
            self._listen()

    def _finish(self) -> None:
        self.finished = True
        for fragment in self.fragmenter.close():
            self.audience.show(fragment)

    def _over(self) -> bool:
        if self.credit is not None or self.held or self._landing:
            return False
        quiet = self._now - max(self._receiver.heard_at, self._since)
        return quiet > (LATE if self._eof else QUIET) and (self._eof or self.nearly)

    def _listen(self) -> None:
        if self._stands is not None and self._receiver.heard_at > self._stands + STILL:
            self.unstoppable = True
        if self.credit is not None and self._landing is None:
            return
        if self._now - max(self._receiver.heard_at, self._since) < self.patience.silence:
            return
        self.muted = self._receiver.heard_at < self._since
        raise Failed(
            *(Step.BROKE_OFF, f"回放中断，{self.patience.silence:g}秒没有收到媒体数据"),
            "请检查设备的网络信号，稍后从中断处重新播放",
        )

    def leave(self) -> None:
        """It is wanted no more; no failure."""
        self._left = True
        self._changed.set()

    def ended(self) -> None:
        """The device said that it has sent all (MediaStatus 121)."""
        self._eof = True

    def hung_up(self) -> None:
        self.dialog = None
        if self._eof or self.nearly:
            self.ended()
        else:
            why = "设备可能正在关机或被其他平台占用，请稍后从中断处重新播放"
            self.stop(Failed(Step.ENDED, "设备结束了回放", why))

    @property
    def nearly(self) -> bool:
        return self.timeline.position >= self.span.seconds - NEARLY

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    # -- orders --------------------------------------------------------------------------------------------------------

    async def order(self, method: Method, *, scale: float | None = None, where: mansrtsp.Range | None = None) -> None:
        """Until the device has said yes; Failed otherwise."""
        if self.dialog is None:
            raise Failed(Step.ENDED, "设备已结束这次回放", "请拖动时间轴或按播放，从当前位置重新开始")
        self._cseq += 1
        body = mansrtsp.Request(method, self._cseq, scale, where).encode(self.camera.version.playback_protocol)
        answer = await self.asking.signalling.ask_in(
            *(self.dialog, "INFO", PATIENCE),
            headers=[("Content-Type", mansrtsp.CONTENT_TYPE)],
            body=body,
            destination=self.asking.flow(self.camera),
        )
        if answer is None:
            raise no_answer(PATIENCE)
        if answer.status >= 300:
            raise refused(answer.status, answer.reason)
        try:
            # Some say 200 to the INFO, and no in its body.
            reply = mansrtsp.Reply.parse(answer.body)
        except Malformed:
            return
        if reply.status >= 300:
            raise refused(reply.status, reply.reason)

    async def speed(self, scale: float) -> None:
        before = self.timeline.scale
        self.timeline.order(scale, self._now)
        try:
            await self.order(Method.PLAY, scale=scale)
        except Failed as failed:
            self.timeline.keep(before)
            raise Failed(
                *(failed.step, f"设备没有接受{scale:g}倍速：{failed.reason}"),
                "这台设备可能不支持该倍速，请换用较低的倍速，或下载后播放",
            ) from failed
        self._expect()

    async def seek(self, position: float) -> bool:
        """Whether the device went there: it accepted, and a new picture began in time."""
        landing = self._landing = Landing(position)
        self.position = position
        self.audience.flush()
        self._drop_held()
        self._expect()
        await self.order(Method.PLAY, where=mansrtsp.Range(position - self.origin))
        # What it had sent before it answered has arrived before its answer, or is on its way through this loop.
        for _ in range(2):
            await asyncio.sleep(0)
        self._receiver.settle()
        landing.answered = True
        self._expect()
        self._eof = False
        return await self._until(lambda: self._landing is not landing, LANDING)

    def hold(self, credit: int = 0) -> None:
        """The picture stands still, after so many more."""
        self.credit = credit

    async def resume(self) -> None:
        """The device goes on from where it stands; what was held is shown first."""
        self.credit = None
        self._feed()
        self._expect()
        self.timeline.resume(self._now)
        if not self._eof:
            await self.order(Method.PLAY, where=mansrtsp.Range())

    def step(self) -> bool:
        """One picture on; False if there is none yet."""
        self.credit = (self.credit or 0) + 1
        self._feed()
        return self.credit == 0

    async def fill(self) -> None:
        """Some pictures for single steps; then the device stands still again."""
        if self._eof:
            return
        self._expect()
        self.timeline.resume(self._now)
        if self.timeline.scale != 1:
            await self.speed(1.0)
        await self.order(Method.PLAY, where=mansrtsp.Range())
        await self.stand()

    async def stand(self) -> None:
        """Lets some pictures come, and says PAUSE."""
        await self._until(lambda: len(self.held) >= FILLED or self._eof, FILLING)
        await self.pause()

    async def pause(self) -> None:
        if not self._eof:
            await self.order(Method.PAUSE)
            self._stands = self._now

    def _expect(self) -> None:
        """From now on frames are to come."""
        self._since, self._stands = self._now, None

    # -- what comes ----------------------------------------------------------------------------------------------------

    def _frame(self, frame: Frame) -> None:
        if frame.codec in PLAYABLE:
            placed = self._placed(frame)
        elif frame.codec in SOUNDS:
            placed = self._sound(frame)
        else:
            return
        if placed is None:
            return
        self.held.append(Held(placed, self.timeline.position))
        self._bytes += len(placed.data)
        if self.credit is not None and (len(self.held) > MOST_HELD or self._bytes > MOST_BYTES):
            self.unstoppable = True
            self._drop_held()
        self._feed()

    def _placed(self, frame: Frame) -> Frame | None:
        """On viewers' time; None while the device is on its way to another place."""
        ticks = self.timeline.place(frame.dts, self._now)
        landing = self._landing
        if landing is not None:
            begins = self.cadence.begins(landing.frames if landing.answered else None)
            landing.jumped = landing.jumped or self.timeline.jumped
            landing.frames += landing.answered
        self.cadence.push(frame.key)
        if landing is not None:
            if not (frame.key and (landing.jumped or begins)):
                return None
            self._land(landing)
        return replace(frame, dts=ticks, pts=ticks + max(0, frame.pts - frame.dts))

    def _land(self, landing: Landing) -> None:
        self._landing = None
        self.timeline.seek(landing.position, self._now)
        self.cadence.forget()
        self.cadence.push(True)
        # Times begin anew, and what the browser still has is not to be mixed with what comes.
        self.fragmenter.close()
        self.fragmenter = Fragmenter()
        self._changed.set()

    def _sound(self, frame: Frame) -> Frame | None:
        """At another speed nobody wants to hear it, and most devices send none; nor while the picture stands still."""
        if self._landing or self.timeline.scale != 1 or self.credit is not None:
            return None
        at = self.timeline.beside(frame.pts)
        return replace(frame, dts=at, pts=at)

    def _feed(self) -> None:
        while self.held and self.credit != 0:
            each = self.held.popleft()
            self._bytes -= len(each.frame.data)
            if each.frame.codec in PLAYABLE:
                self.position, self.ticks = each.position, each.frame.dts
                self.credit = None if self.credit is None else self.credit - 1
            begins = self.fragmenter.restarted
            super()._frame(each.frame)
            if begins and not self.fragmenter.restarted:
                self.on_begin()
        if self.credit is not None:
            self._changed.set()

    def _drop_held(self) -> None:
        self.held.clear()
        self._bytes = 0

    def _ask_key_frame(self) -> None:
        """Of a recording there is none to be asked for: the next one comes."""

    @property
    def at(self) -> float:
        """The time of the last shown frame in its film."""
        muxer = self.fragmenter.muxer
        return max(0, self.ticks - muxer.base) / 90_000 if muxer else 0.0
