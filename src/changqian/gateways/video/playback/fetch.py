"""One call for a recording as a file: sent faster than it was recorded, with its own times. GB/T 28181-2022 9.9."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.pull import PLAYABLE, Pull
from changqian.gateways.video.media.sounds import SOUNDS
from changqian.gateways.video.playback.replay import LATE, NOTHING
from changqian.gateways.video.playback.span import Span
from changqian.gateways.video.playback.timeline import Timeline
from changqian.protocols import sdp
from changqian.protocols.mpegps.codecs import Kind
from changqian.protocols.mpegps.events import Frame, Stream
from changqian.protocols.sdp.offers import PS

NEARLY, QUIET = 3.0, 2.0
"Seconds of recording from the end on, and of silence, that are taken for the end."
TICK = 0.25


class Fetch(Pull):
    """`take` is given each frame of picture and sound, their times from 0 on; `on_tick` is called on and on, and may
    raise Failed. `sound` says whether there is any to be expected, once that is known."""

    def __init__(
        self,
        *who: Any,
        span: Span,
        speed: int,
        take: Callable[[Frame], None],
        on_tick: Callable[["Fetch"], None],
        **how: Any,
    ) -> None:
        super().__init__(*who, **how)
        self.span, self.speed, self.give, self.on_tick = span, speed, take, on_tick
        self.timeline = Timeline()
        self.pictures = 0
        self.complete = False
        "The device said that this was all."

    @property
    def position(self) -> float:
        return self.timeline.position

    @property
    def nearly(self) -> bool:
        return self.position >= self.span.seconds - NEARLY

    @property
    def size(self) -> int | None:
        """Bytes, as the device has announced."""
        media = self.answer.first("video")
        return media.file_size if media else None

    def ended(self) -> None:
        self.complete = True

    def hung_up(self) -> None:
        self.dialog = None
        if self.nearly or self.complete:
            self.ended()
        else:
            self.stop(Failed(Step.ENDED, "设备中途结束了下载", "设备可能被其他平台占用或正在关机，请稍后重新下载"))

    def _offer(self, port: int, transport: sdp.media.Transport) -> sdp.Session:
        signalling = self.asking.signalling
        return sdp.download(
            owner=signalling.identity,
            channel=self.channel,
            host=signalling.advertised,
            port=port,
            ssrc=self.ssrc,
            start=self.span.start,
            stop=self.span.stop,
            speed=self.speed,
            transport=transport,
            formats=(PS,),
        )

    def _refusal(self, status: int, phrase: str) -> Failed:
        if status not in NOTHING:
            return super()._refusal(status, phrase)
        reason, remedy = NOTHING[status]
        return Failed(Step.REFUSED, f"{reason}（{status}）", remedy)

    def _begun(self) -> bool:
        return self.pictures > 0

    async def _play(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._until(lambda: False, TICK)
            self.on_tick(self)
            if failed := self._unplayable():
                raise failed
            quiet = loop.time() - self._receiver.heard_at
            if quiet > (LATE if self.complete else QUIET) and (self.complete or self.nearly):
                self._receiver.settle()
                return
            if quiet >= self.patience.silence:
                raise Failed(
                    *(Step.BROKE_OFF, f"下载中断，{self.patience.silence:g}秒没有收到媒体数据"),
                    "请检查设备的网络信号，稍后重新下载；录像较长时可分段下载",
                )

    def _stream(self, stream: Stream) -> None:
        if stream.kind is Kind.VIDEO:
            self.video = stream.codec

    def _frame(self, frame: Frame) -> None:
        if frame.codec in PLAYABLE:
            if not self.pictures and not frame.key:
                return
            self.pictures += 1
            ticks = self.timeline.place(frame.dts, asyncio.get_running_loop().time())
            self.give(replace(frame, dts=ticks, pts=ticks + max(0, frame.pts - frame.dts)))
        elif self.pictures and frame.codec in SOUNDS:
            at = self.timeline.beside(frame.pts)
            self.give(replace(frame, dts=at, pts=at))

    def _ask_key_frame(self) -> None:
        """Of a recording there is none to be asked for."""
