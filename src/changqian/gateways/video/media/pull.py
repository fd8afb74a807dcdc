"""One channel's live picture: asked from its device once, for all who watch. GB/T 28181-2022 9.2, annexes C, D, G.

`Pull.run` is the life of it, in steps that fail by name: a port, INVITE, its answer, RTP, a key frame, a codec that
browsers play. However it ends, the device is told BYE and the port is given back.

What a device has recorded is pulled in the same steps; `playback` says what differs there: the offer, who may share it,
when it is over.
"""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step, no_answer, refused
from changqian.gateways.video.media.fmp4 import Fragmenter
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.media.reach import TRANSPORTS, place
from changqian.gateways.video.media.receiver import Receiver
from changqian.gateways.video.media.sounds import G711, NARROW, SOUNDS, described
from changqian.gateways.video.media.viewers import Audience
from changqian.protocols import sdp
from changqian.protocols.gb28181.documents.control import SEND_KEY_FRAME, DeviceControl
from changqian.protocols.gb28181.subject import Subject
from changqian.protocols.mpegps.codecs import Codec, Kind
from changqian.protocols.mpegps.events import Damaged, Event, Frame, Stream
from changqian.protocols.mpegps.sps import UnreadableSps
from changqian.protocols.sdp.offers import PS
from changqian.protocols.sip import DialogId

log = structlog.get_logger("changqian.video")

PLAYABLE = (Codec.H264, Codec.H265)
LONGEST_CONNECTING = 25.0
"Seconds."
ASK_AGAIN = 2.0
"Seconds between two requests for a key frame."
FAULTS = {
    sdp.Fault.NO_MEDIA: "应答中没有视频",
    sdp.Fault.REJECTED: "应答中的端口为0",
    sdp.Fault.OTHER_TRANSPORT: "传输方式（UDP/TCP）与请求不符",
    sdp.Fault.BOTH_WAIT: "设备与平台都在等对方连接",
    sdp.Fault.BOTH_CONNECT: "设备与平台都要主动连接",
    sdp.Fault.OTHER_FORMAT: "应答的封装格式不是PS",
}
"Those that no media can follow; others are told by what comes."


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds."""

    answer: float = 10.0
    rtp: float = 8.0
    key_frame: float = 10.0
    silence: float = 10.0
    "Without a packet, once it played."
    linger: float = 15.0
    "After the last viewer."


class Pull:
    def __init__(
        self,
        camera: Camera,
        channel: str,
        *,
        asking: Asking,
        ports: PortPool,
        ssrc: str,
        listen: str,
        patience: Patience,
    ) -> None:
        self.camera, self.channel, self.asking, self.ports = camera, channel, asking, ports
        self.ssrc, self.listen, self.patience = ssrc, listen, patience
        self.audience = Audience()
        self.fragmenter = Fragmenter()
        self.receiver: Receiver | None = None
        self.dialog: DialogId | None = None
        self.answer = sdp.Session()
        self._place = ("", 0)
        "Where the device sends from, by its answer."
        self.kept = False
        "A command wants it, whether or not somebody watches."
        self.playing = False
        self.video: Codec | None = None
        self.audio: dict[str, Any] | None = None
        self.unreadable = False
        self._ended: Failed | None = None
        self._changed = asyncio.Event()
        self._asked_at = -ASK_AGAIN
        self._tasks: set[asyncio.Task[None]] = set()

    # -- its life ------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until nobody wants it; Failed otherwise."""
        self.asking.flow(self.camera)
        over_tcp = self.camera.device.media in TRANSPORTS
        with self.ports.lease(self.listen, socket.SOCK_STREAM if over_tcp else socket.SOCK_DGRAM) as bound:
            port = bound.getsockname()[1]
            self.receiver = Receiver(bound, self.take, connects=self.camera.device.media == "tcp_active")
            try:
                await self.receiver.start()
                await self._invite(port, over_tcp)
                if self.receiver.connects:
                    await self._connect()
                await self._first_packet(port, over_tcp)
                await self._first_picture()
                await self._play()
            finally:
                self._end()

    def _end(self) -> None:
        if self.receiver:
            self.receiver.close()
        last = self.fragmenter.close()
        for fragment in last if self._begun() else ():
            self.audience.show(fragment)
        for task in self._tasks:
            task.cancel()
        if self.dialog:
            self._bye(self.dialog)

    def _bye(self, dialog: DialogId) -> None:
        """Told, and told again until it is answered, by the transaction; nobody has to wait for that."""
        signalling = self.asking.signalling
        with suppress(KeyError):
            # Where the device is now: behind NAT that need not be where it accepted from.
            signalling.endpoint.request_in(dialog, "BYE", signalling.loop.time(), destination=self.camera.flow)
            signalling.pump()

    async def _invite(self, port: int, over_tcp: bool) -> None:
        signalling = self.asking.signalling
        transport = TRANSPORTS.get(self.camera.device.media, sdp.media.Transport.UDP)
        offer = self._offer(port, transport)
        subject = str(Subject(self.channel, self.ssrc, signalling.identity, "0"))
        request = self.asking.compose(
            *(self.camera, "INVITE", self.channel),
            content="application/sdp",
            body=str(offer).encode(),
            Subject=subject,
        )
        answer = await signalling.invite(request, self.asking.flow(self.camera), self.patience.answer)
        if answer is None:
            raise no_answer(self.patience.answer)
        if answer.response.status >= 300:
            raise self._refusal(answer.response.status, answer.response.reason)
        self.dialog = answer.dialog
        try:
            self.answer = sdp.Session.parse(answer.response.body)
            faults = sdp.faults(offer, self.answer)
        except sdp.Malformed:
            raise _wrong_sdp("应答的SDP无法识别") from None
        for fault in faults:
            if fault in FAULTS:
                raise _wrong_sdp(FAULTS[fault])
        if media := self.answer.first():
            self._place = place(self.answer, media, answer.response, answer.flow)

    async def _connect(self) -> None:
        """The device waits for us."""
        host, port = self._place
        connecting = asyncio.create_task(self._receiver.connect(host, port))
        connecting.add_done_callback(lambda _: self._changed.set())
        try:
            await self._until(connecting.done, LONGEST_CONNECTING)
            if connecting.done() and connecting.result():
                return
        finally:
            connecting.cancel()
        raise Failed(
            *(Step.NO_CONNECTION, f"设备已同意发送画面，但网关连不上它的媒体端口（{host}:{port}）"),
            "设备在NAT或防火墙之后时平台连不到它，请把设备的媒体传输方式改为TCP被动或UDP",
        )

    def _offer(self, port: int, transport: sdp.media.Transport) -> sdp.Session:
        me, host = self.asking.signalling.identity, self.asking.signalling.advertised
        return sdp.play(owner=me, host=host, port=port, ssrc=self.ssrc, transport=transport, formats=(PS,))

    def _refusal(self, status: int, phrase: str) -> Failed:
        return refused(status, phrase)

    async def _first_packet(self, port: int, over_tcp: bool) -> None:
        receiver, seconds = self._receiver, self.patience.rtp
        if await self._until(lambda: receiver.packets > 0, seconds):
            return
        way = "TCP" if over_tcp else "UDP"
        raise Failed(
            *(Step.NO_RTP, f"设备已同意发送画面，但{seconds:g}秒内没有收到媒体数据"),
            f"请检查防火墙是否放行到{self.asking.signalling.advertised}的{way} {port}端口，"
            f"或把设备的媒体传输方式改为{'UDP' if over_tcp else 'TCP'}",
        )

    async def _first_picture(self) -> None:
        receiver, seconds = self._receiver, self.patience.key_frame
        if await self._until(lambda: self._begun() or self._unplayable() is not None, seconds):
            if (failed := self._unplayable()) is not None:
                raise failed
            self.playing = True
            return
        if receiver.strange and not receiver.program.told:
            raise _not_playable(f"设备发送的不是PS流（载荷类型{min(receiver.strange)}）")
        raise Failed(
            *(
                Step.NO_KEY_FRAME,
                f"收到{receiver.packets}个媒体包（丢失{receiver.lost}个），但{seconds:g}秒内没有关键帧",
            ),
            "请把设备的关键帧间隔设为2秒以内；丢包较多时请改用TCP传输",
        )

    def _begun(self) -> bool:
        return bool(self.audience.head)

    async def _play(self) -> None:
        """While somebody wants it and packets come."""
        receiver, loop = self._receiver, asyncio.get_running_loop()
        wanted_at = loop.time()
        while True:
            await self._until(lambda: False, min(0.5, self.patience.linger, self.patience.silence))
            now = loop.time()
            if self.audience.viewers or self.audience.tapes or self.kept:
                wanted_at = now
            elif now - wanted_at >= self.patience.linger:
                return
            if failed := self._unplayable():
                raise failed
            if now - receiver.heard_at >= self.patience.silence:
                raise Failed(
                    *(Step.BROKE_OFF, f"画面中断，{self.patience.silence:g}秒没有收到媒体数据"),
                    "请检查设备的网络信号，稍后重新打开画面",
                )

    async def _until(self, there: Callable[[], bool], seconds: float) -> bool:
        """Whether it came to be in that time; Failed if the device ended the call meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not there():
                    if self._ended:
                        raise self._ended
                    self._changed.clear()
                    await self._changed.wait()
        return there()

    @property
    def _receiver(self) -> Receiver:
        assert self.receiver is not None
        return self.receiver

    def _unplayable(self) -> Failed | None:
        if self.video is not None and self.video not in PLAYABLE:
            return _not_playable(f"设备的视频编码{self.video}浏览器无法播放")
        if self.unreadable:
            return _not_playable("设备的视频参数集无法识别")
        return None

    def hung_up(self) -> None:
        """The device said BYE."""
        self.dialog = None
        self.stop(Failed(Step.ENDED, "设备结束了画面", "设备可能正在关机或被其他平台占用，请稍后重新打开"))

    def stop(self, why: Failed) -> None:
        self._ended = why
        self._changed.set()

    # -- what comes ----------------------------------------------------------------------------------------------------

    def take(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, Frame):
                self._frame(event)
            elif isinstance(event, Stream):
                self._stream(event)
            elif isinstance(event, Damaged):
                self._ask_key_frame()
        if not self.playing:
            self._changed.set()

    def _stream(self, stream: Stream) -> None:
        if stream.kind is Kind.VIDEO:
            self.video = stream.codec
            return
        if stream.codec is not Codec.AAC:  # Whose headers say how it is to be decoded.
            self._sounds_like({"codec": G711[stream.codec], **NARROW} if stream.codec in G711 else None)

    def _sounds_like(self, audio: dict[str, Any] | None) -> None:
        if audio != self.audio:
            self.audio = audio
            if self.fragmenter.muxer:
                self.audience.describe(self.fragmenter.muxer.picture, audio)

    def _sounded(self, frame: Frame) -> None:
        self._sounds_like(described(frame))
        if self.audio and self.fragmenter.muxer:
            ticks = frame.pts - self.fragmenter.muxer.base
            self.audience.take_down(frame.codec, ticks, frame.data)
            self.audience.sound(ticks * 100 // 9, frame.data)

    def _frame(self, frame: Frame) -> None:
        if frame.codec in SOUNDS:
            self._sounded(frame)
            return
        if frame.codec not in PLAYABLE:
            return
        try:
            fragments = self.fragmenter.push(frame)
        except UnreadableSps:
            self.unreadable = True
            return
        muxer = self.fragmenter.muxer
        if self.fragmenter.restarted and muxer and muxer.init:
            self.fragmenter.restarted = False
            self.audience.begin(muxer.picture, self.audio, muxer.init)
        for fragment in fragments:
            self.audience.show(fragment)

    def _ask_key_frame(self) -> None:
        """At most every two seconds. Many devices know no such thing: their answer is not waited for."""
        now = asyncio.get_running_loop().time()
        if now - self._asked_at < ASK_AGAIN or self.dialog is None:
            return
        self._asked_at = now
        order = DeviceControl(device_id=self.channel, key_frame=SEND_KEY_FRAME)
        self._begin(self.asking.order(self.camera, order, answered=False))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        async def quietly() -> None:
            with suppress(Failed):
                await work

        task = asyncio.create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _wrong_sdp(reason: str) -> Failed:
    return Failed(Step.WRONG_SDP, reason, "请核对设备的国标媒体设置（PS封装、UDP或TCP被动），或升级设备固件")


def _not_playable(reason: str) -> Failed:
    return Failed(Step.NOT_PLAYABLE, reason, "请在设备上把视频编码改为H.264、封装改为PS")
