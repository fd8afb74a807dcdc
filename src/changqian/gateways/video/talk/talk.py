"""One device that is spoken to: reached one way or another, heard where it lets itself be heard, and let go.

`Talk.run` is the life of it, in steps that fail by name. However it ends, the device is told BYE and its port is given
back. GB/T 28181-2022 9.12; RFC 3261 §13 to §15.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, no_answer
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.media.reach import TRANSPORTS
from changqian.gateways.video.talk import faults, offers
from changqian.gateways.video.talk.hearing import Ear
from changqian.gateways.video.talk.offers import Wish
from changqian.gateways.video.talk.packing import Packer
from changqian.gateways.video.talk.path import Path
from changqian.gateways.video.talk.patience import Patience
from changqian.gateways.video.talk.states import Stage, State, Way
from changqian.gateways.video.talk.voice import Voice
from changqian.protocols import sdp
from changqian.protocols.gb28181.documents.broadcast import Broadcast
from changqian.protocols.gb28181.subject import Subject
from changqian.protocols.sdp import Transport
from changqian.protocols.sip import DialogId
from changqian.protocols.sip.events import RequestReceived

SDP = "application/sdp"
LOOK = 0.5
"Seconds between two looks at whether the device is still there."


@dataclass(slots=True)
class Means:
    """What all talks of a gateway share. `invites` are the devices that were told of a broadcast, and shall come."""

    asking: Asking
    ports: PortPool
    listen: str
    patience: Patience
    ssrc: Callable[[], str]
    invites: dict[str, "Expected"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    target: str
    "As whom it will come."
    came: asyncio.Future[RequestReceived]


class Talk:
    """`tell` hears how it stands, `hear` the device's own sound. `ringing` is the call of a device, to be answered."""

    def __init__(
        self,
        camera: Camera,
        channel: str,
        voice: Voice,
        means: Means,
        *,
        ways: Sequence[Way],
        tell: Callable[[State], object],
        hear: Callable[[int, bytes], object],
        ringing: RequestReceived | None = None,
    ) -> None:
        self.camera, self.channel, self.voice, self.means = camera, channel, voice, means
        self.ways, self.tell, self.hear, self.ringing = ways, tell, hear, ringing
        self.way: Way | None = None
        "That it is reached by."
        self.dialog: DialogId | None = None
        self.path: Path | None = None
        self.since: float | None = None
        "When it began to hear us."
        self.ear = Ear(self._heard)
        self._wish: Wish | None = None
        self._packer: Packer | None = None
        self._acknowledged = False
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None
        self._stopping: Failed | None = None
        self._stopped = False

    # -- its life ------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until it is over; Failed unless that was wanted here."""
        self._task = asyncio.current_task()
        if self._stopped:
            return
        try:
            await self._reached()
        except asyncio.CancelledError:
            if not self._stopped:
                raise
            if self._stopping:
                raise self._stopping from None

    def stop(self, why: Failed | None = None) -> None:
        """`why` is told; None where whoever spoke has gone."""
        if self._stopped:
            return
        self._stopped, self._stopping = True, why
        if self._task:
            self._task.cancel()

    def hung_up(self) -> None:
        """The device said BYE."""
        self.dialog = None
        self.stop(faults.hung_up())

    def acknowledged(self) -> None:
        self._acknowledged = True
        self._news.set()

    async def _reached(self) -> None:
        tried: list[tuple[Way, Failed]] = []
        for way in self.ways:
            self.way = way
            self.tell(State(Stage.CALLING, way, tried[-1][1] if tried else None))
            try:
                with ExitStack() as held:
                    held.callback(self._leave)
                    await self._reach(way, held)
                    await self._speak()
            except Failed as failed:
                if self.since is not None or failed.step in faults.FINAL:
                    raise
                tried.append((way, failed))
        raise faults.together(tried)

    async def _reach(self, way: Way, held: ExitStack) -> None:
        if way is Way.BROADCAST:
            await self._accept(await self._announce(), held)
        elif way is Way.TALK:
            await self._invite(held)
        elif self.ringing:
            await self._accept(self.ringing, held)

    def _leave(self) -> None:
        """However it ended."""
        self.voice.leave(self._say)
        self._packer = self._wish = None
        dialog, self.dialog = self.dialog, None
        if dialog:
            signalling = self.means.asking.signalling
            with suppress(KeyError):
                # Where the device is now: behind NAT that need not be where it accepted from.
                signalling.endpoint.request_in(dialog, "BYE", self._loop.time(), destination=self.camera.flow)
                signalling.pump()

    # -- by broadcast --------------------------------------------------------------------------------------------------

    async def _announce(self) -> RequestReceived:
        """The device's INVITE. Its answer comes before, after, or not at all: only a no counts."""
        asking, patience = self.means.asking, self.means.patience
        notice = asking.numbered(Broadcast(source=asking.signalling.identity, target=self.channel))
        came: asyncio.Future[RequestReceived] = self._loop.create_future()
        expected = self.means.invites[self.camera.id] = Expected(self.channel, came)
        try:
            with asking.awaited(self.camera, notice) as answer:
                await asking.send(self.camera, notice)
                until = self._loop.time() + patience.invite
                await asyncio.wait((came, answer), timeout=patience.invite, return_when=asyncio.FIRST_COMPLETED)
                if answer.done() and answer.result().refused and not came.done():
                    raise faults.said_no()
                await asyncio.wait((came,), timeout=max(0.0, until - self._loop.time()))
                if not came.done():
                    raise faults.no_invite(patience.invite, agreed=answer.done())
                return came.result()
        except BaseException:
            if came.done():
                self._decline(came.result(), 480)
            raise
        finally:
            if self.means.invites.get(self.camera.id) is expected:
                del self.means.invites[self.camera.id]

    async def _accept(self, event: RequestReceived, held: ExitStack) -> None:
        """The device invites us: in a broadcast, or because it calls."""
        signalling = self.means.asking.signalling
        try:
            offer = offers.read(event.request.body)
            self._wish = wish = offers.wished(offer, event.request, event.flow)
            path = self._path_by(wish.transport, held)
            await path.listen(event.flow.host, wish.host)
        except BaseException as error:
            self._decline(event, 488 if isinstance(error, Failed) else 480)
            raise
        body = offers.answer(offer, wish, owner=signalling.identity, host=signalling.advertised, port=path.port)
        self._acknowledged = False
        headers = [("Content-Type", SDP)]
        if not signalling.endpoint.respond(event.transaction, 200, self._loop.time(), headers=headers, body=body):
            raise faults.hung_up()
        self.dialog = signalling.dialog_of(event.request)
        signalling.pump()
        self._begin(wish)
        await path.open(wish.host, wish.port, self.means.patience)
        await self._there(path)

    def _decline(self, event: RequestReceived, status: int) -> None:
        signalling = self.means.asking.signalling
        signalling.respond(event.transaction, status)
        signalling.pump()

    async def _there(self, path: Path) -> None:
        """It has connected, or acknowledged, or is heard: some never send an ACK, and are heard all the same."""
        seconds = self.means.patience.connection
        over_tcp = path.transport is not Transport.UDP

        def there() -> bool:
            return path.connected and (over_tcp or self._acknowledged or self.ear.packets > 0)

        if await self._until(there, seconds):
            return
        if over_tcp:
            raise faults.not_connected(seconds, self._place(path), path.strangers)
        raise faults.no_ack(seconds)

    # -- by s=Talk -----------------------------------------------------------------------------------------------------

    async def _invite(self, held: ExitStack) -> None:
        asking, patience = self.means.asking, self.means.patience
        signalling = asking.signalling
        transport = TRANSPORTS.get(self.camera.device.media, Transport.UDP)
        path = self._path_by(transport, held)
        me, ssrc = signalling.identity, self.means.ssrc()
        flow = asking.flow(self.camera)
        await path.listen(flow.host)
        offer = sdp.talk(owner=me, host=signalling.advertised, port=path.port, ssrc=ssrc, transport=transport)
        request = asking.compose(
            *(self.camera, "INVITE", self.channel),
            content=SDP,
            body=str(offer).encode(),
            Subject=str(Subject(self.channel, ssrc, me, "0")),
        )
        answer = await signalling.invite(request, flow, patience.answer)
        if answer is None:
            raise no_answer(patience.answer)
        if answer.response.status >= 300:
            raise faults.refused(answer.response.status, answer.response.reason)
        self.dialog = answer.dialog
        reply = offers.read(answer.response.body)
        self._wish = wish = offers.agreed(offer, reply, answer.response, answer.flow)
        self._begin(wish)
        await path.open(wish.host, wish.port, patience)
        if not await self._until(lambda: path.connected, patience.connection):
            raise faults.not_connected(patience.connection, self._place(path), path.strangers)

    # -- while it lasts ------------------------------------------------------------------------------------------------

    def _path_by(self, transport: Transport, held: ExitStack) -> Path:
        kind = socket.SOCK_DGRAM if transport is Transport.UDP else socket.SOCK_STREAM
        bound = held.enter_context(self.means.ports.lease(self.means.listen, kind))
        self.ear = Ear(self._heard)
        self.path = Path(transport, bound, self._take, self._news.set)
        held.callback(self.path.close)
        return self.path

    def _take(self, data: bytes, now: float) -> None:
        self.ear.take(data, now)
        if self.since is None:
            self._news.set()

    def _heard(self, at: int, sound: bytes) -> None:
        if self.since is not None:
            self.hear(at, sound)

    def _begin(self, wish: Wish) -> None:
        """Also before its ACK: who offers is ready to hear (RFC 3264 §5.1)."""
        self._packer = Packer(wish.packing, wish.payload, wish.ssrc)
        self.voice.join(self._say)

    def _say(self, sound: bytes) -> None:
        if self._packer and self.path:
            for packet in self._packer.pack(sound):
                self.path.send(packet)

    async def _speak(self) -> None:
        path, wish = self.path, self._wish
        assert path is not None
        assert wish is not None
        self.since = self._loop.time()
        state = State(Stage.TALKING, self.way, transport=str(path.transport), sound=wish.two_ways)
        self.tell(state)
        deaf = wish.two_ways
        while True:
            await self._until(lambda: path.lost, LOOK)
            now, patience = self._loop.time(), self.means.patience
            if path.lost:
                raise faults.broke_off()
            if not self.camera.presence.online:
                raise faults.went_away()
            if now - self.voice.heard_at >= patience.voice:
                raise faults.no_voice(patience.voice)
            if deaf and (self.ear.packets or now - self.since >= patience.sound):
                deaf = False
                if not self.ear.packets:
                    self.tell(State(Stage.TALKING, self.way, faults.no_sound(patience.sound), state.transport, True))

    async def _until(self, there: Callable[[], bool], seconds: float) -> bool:
        """Whether it came to be in that time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not there():
                    self._news.clear()
                    await self._news.wait()
        return there()

    def _place(self, path: Path) -> str:
        return f"{self.means.asking.signalling.advertised}:{path.port}"
