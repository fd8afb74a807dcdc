"""A viewer before a recording: what he orders is done at the device, one order after the other, and he is told.

Devices ignore orders (the field's complaint 7), so nothing is taken for done because it was accepted:
- a place: if no new picture begins, the call is ended and another one asked for from there, which every device knows;
- a pause: if packets keep coming, or the device hangs up meanwhile, playing begins with such a call as well;
- a speed: it is measured; who does not get what he ordered hears what he gets, and what he can do.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import orjson
import structlog

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.lives import UNEXPECTED
from changqian.gateways.video.media.viewers import Audience, Viewer
from changqian.gateways.video.playback import orders
from changqian.gateways.video.playback.orders import Order, Pause, Play, Seek, Speed
from changqian.gateways.video.playback.replay import Replay
from changqian.gateways.video.playback.span import Span
from changqian.gateways.video.playback.timeline import Measured, Timeline

log = structlog.get_logger("changqian.video")

MOST_ORDERS = 32
"Waiting; more are a browser gone mad."
BUSY, TRIES, AGAIN = 486, 3, 0.7
"A device that is still busy with the call before is asked again, so often, after so many seconds."
TELL = 1.0
"Seconds between two states without an order."
SLOWER = "这台设备可能不支持该倍速，请换用其他倍速，或下载后播放"
SHOWN = 2
"Pictures that make one visible: the first is written when the second has come."


@dataclass(slots=True)
class Habits:
    """What was seen of a device, for its next playback."""

    recorded: bool = False
    "Its stamps are the recording's at any speed."
    ignored: int = 0
    "Places that it accepted and did not go to, one after the other."

    @property
    def goes(self) -> bool:
        return self.ignored < 2


@dataclass(eq=False)
class Playback:
    """Positions are seconds from the start of the span."""

    camera: Camera
    channel: str
    span: Span
    viewer: Viewer
    habits: Habits
    position: float = 0.0
    "Of the last call, where there is none now."
    call: Replay | None = None
    paused: bool = False
    scale: float = 1.0
    rejected: int = 0
    audience: Audience = field(default_factory=Audience)
    orders: deque[Order] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.audience.join(self.viewer)
        self._from: float | None = self.position
        "Where the next call is to begin."
        self._stirred = asyncio.Event()
        self._crashed: Failed | None = None
        self._told_at = 0.0
        self._tries = 0

    # -- its life ------------------------------------------------------------------------------------------------------

    async def run(self, make: Callable[..., Replay]) -> None:
        """Until the recording is over; Failed otherwise. `make` builds a call."""
        obeying = asyncio.create_task(self._obey())
        try:
            finished = False
            while not finished:
                await self._until(lambda: self._from is not None or self._crashed is not None)
                if self._crashed:
                    raise self._crashed
                finished = await self._called(make)
        finally:
            obeying.cancel()
            with suppress(asyncio.CancelledError):
                await obeying

    async def _called(self, make: Callable[..., Replay]) -> bool:
        """One call; whether the recording is over."""
        origin, self._from = self._from or 0.0, None
        call = self.call = make(
            *(self.camera, self.channel),
            span=self.span,
            origin=origin,
            audience=self.audience,
            timeline=Timeline(float(int(origin)), recorded=self.habits.recorded),
            on_begin=self._begun,
            on_tick=self._tick,
        )
        if self.paused:
            call.hold(SHOWN)
        try:
            await call.run()
        except Failed as failed:
            await self._lost(call, failed, origin)
        finally:
            self.position = call.position
            self.habits.recorded = call.timeline.recorded
            self.call = None
            self._stirred.set()
        return call.finished

    async def _lost(self, call: Replay, failed: Failed, origin: float) -> None:
        if self._from is not None:
            return
        if self.paused and call.playing:
            # It did not want to wait any longer. Playing begins anew from here.
            return
        if call.muted and self._tries < TRIES:
            self._tries += 1
            self._from = call.position
            if self.scale != 1:
                asked, self.scale = self.scale, 1.0
                self.tell(Failed(Step.IGNORED, f"设备改为{asked:g}倍速后不再发送画面，已恢复1倍速", SLOWER))
        elif call.status == BUSY and origin and self._tries < TRIES:
            self._tries += 1
            await asyncio.sleep(AGAIN)
            self._from = origin
        else:
            raise failed

    def _begun(self) -> None:
        """A film begins: its times are new."""
        self._tries = 0
        self.tell()
        self._stirred.set()

    def _tick(self) -> None:
        call = self.call
        if call is None:
            return
        # The first tick is when a call has come so far that it can be ordered about.
        self._stirred.set()
        if call.unstoppable:
            call.leave()
        now = asyncio.get_running_loop().time()
        if self.paused:
            return
        if (measured := call.timeline.measured(now)) and not measured.obeyed:
            self._disobeyed(call, measured)
        elif now - self._told_at >= TELL:
            self.tell()

    def _disobeyed(self, call: Replay, measured: Measured) -> None:
        self.scale = 1.0 if 0.75 < measured.rate < 1.35 else max(0.1, round(measured.rate, 1))
        call.timeline.keep(self.scale)
        self.tell(
            Failed(
                *(Step.IGNORED, f"设备接受了{measured.asked:g}倍速，实际仍以约{self.scale:g}倍速发送"),
                SLOWER,
            )
        )

    def tell(self, failed: Failed | None = None) -> None:
        """How it stands. `at` is when in the film that is, so that the viewer can count on from there."""
        call = self.call
        self._told_at = asyncio.get_running_loop().time()
        told = failed and {"step": str(failed.step), "reason": failed.reason, "remedy": failed.remedy}
        state = {
            "type": "state",
            "at": round(call.at, 3) if call else 0.0,
            "position": round(call.position if call else self.position, 3),
            "scale": self.scale,
            "paused": self.paused,
            "failure": told,
        }
        self.viewer.put(orjson.dumps(state).decode())

    async def _until(self, there: Callable[[], bool]) -> None:
        while not there():
            self._stirred.clear()
            await self._stirred.wait()

    # -- orders --------------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """A message of the viewer's."""
        try:
            order = orders.parse(text)
            if len(self.orders) >= MOST_ORDERS:
                raise orders.BadOrder("操作过于频繁")
        except orders.BadOrder as error:
            self.rejected += 1
            self.tell(Failed(Step.REFUSED, f"回放操作未执行：{error}", "请稍候再试；反复出现时请刷新页面"))
            return
        self.orders.append(order)
        self._stirred.set()

    async def _obey(self) -> None:
        while True:
            await self._until(lambda: bool(self.orders))
            order = self.orders.popleft()
            if isinstance(order, Seek) and any(isinstance(each, Seek) for each in self.orders):
                continue
            failed = None
            try:
                await self._do(order)
            except Failed as error:
                failed = error
            except Exception:
                log.exception("playback order failed", device=self.camera.id, order=str(order))
                self.end(UNEXPECTED)
                return
            self.tell(failed)

    def end(self, failed: Failed) -> None:
        self._crashed = failed
        if self.call:
            self.call.stop(failed)
        self._stirred.set()

    async def _do(self, order: Order) -> None:
        if isinstance(order, Pause):
            await self._pause()
        elif isinstance(order, Play):
            await self._play()
        elif isinstance(order, Seek):
            await self._seek(order.position)
        elif isinstance(order, Speed):
            await self._speed(order.scale)
        else:
            await self._step()

    async def _ready(self) -> Replay | None:
        """The call, once its first picture is there; None while it stands still without one."""
        await self._until(lambda: self._from is None and (self.call is None or self.call.playing))
        return self.call

    async def _pause(self) -> None:
        call = await self._ready()
        if self.paused:
            return
        self.paused = True
        if call is None:
            return
        call.hold()
        try:
            await call.pause()
        except Failed:
            call.leave()

    async def _play(self) -> None:
        call = await self._ready()
        if not self.paused:
            return
        self.paused = False
        if call is None:
            await self._begin_at(self.position)
            return
        try:
            await call.resume()
        except Failed:
            await self._begin_at(call.position)
            return
        if self.scale != call.timeline.scale:
            await call.speed(self.scale)

    async def _seek(self, position: float) -> None:
        position = min(position, max(0.0, self.span.seconds - 1))
        call = await self._ready()
        if call is None or not self.habits.goes or position < call.origin:
            await self._begin_at(position)
            return
        if self.paused:
            call.hold(SHOWN)
        try:
            landed = await call.seek(position)
        except Failed:
            landed = False
        if not landed:
            self.habits.ignored += 1
            await self._begin_at(position)
            return
        self.habits.ignored = 0
        await self._as_before(call)

    async def _begin_at(self, position: float) -> None:
        """By another call."""
        self._from = position
        if self.call:
            self.call.leave()
        self.audience.flush()
        self._stirred.set()
        if call := await self._ready():
            await self._as_before(call)

    async def _as_before(self, call: Replay) -> None:
        """At another place it stands or runs as it did."""
        try:
            if self.paused:
                await call.stand()
            elif self.scale != 1:
                await call.speed(self.scale)
        except Failed:
            if not self.paused:
                self.scale = call.timeline.scale
                raise
            call.leave()

    async def _speed(self, scale: float) -> None:
        call = await self._ready()
        before, self.scale = self.scale, scale
        if self.paused or call is None:
            return
        try:
            await call.speed(scale)
        except Failed:
            self.scale = before
            raise

    async def _step(self) -> None:
        """Out of what is held; where that is used up, the device plays a second of pictures to be held, at speed 1."""
        if not self.paused:
            await self._pause()
        self.scale = 1.0
        call = await self._ready()
        if call is None:
            await self._begin_at(self.position)
            return
        if call.step():
            return
        await call.fill()
        if call.credit:
            call.hold()
            raise Failed(Step.NO_RTP, "设备没有送来下一帧", "录像可能已到结尾；请按播放继续，或拖动时间轴到其他位置")
