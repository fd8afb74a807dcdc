"""One recorder: its parts, who of them is told what, and what may happen to it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from changqian.protocols.gb28181.documents import Document, parse
from changqian.protocols.gb28181.documents.broadcast import Broadcast
from changqian.protocols.gb28181.documents.config import DeviceConfig
from changqian.protocols.gb28181.documents.control import DeviceControl
from changqian.protocols.gb28181.documents.media import VideoUpload
from changqian.protocols.gb28181.documents.position import MobilePosition
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.sip.events import (
    AckMissing,
    AckReceived,
    Cancelled,
    Event,
    FlowBroken,
    FlowClosed,
    RequestReceived,
)
from changqian.protocols.sip.message import Response
from changqian.simulators.recorder import desk
from changqian.simulators.recorder.body import Body, Ear, Platform, State
from changqian.simulators.recorder.calls import Call, Calls
from changqian.simulators.recorder.clips import Clip
from changqian.simulators.recorder.control import Controls
from changqian.simulators.recorder.line import Line
from changqian.simulators.recorder.quirks import Quirks
from changqian.simulators.recorder.registration import Registration
from changqian.simulators.recorder.reports import Reports
from changqian.simulators.recorder.roads import Place
from changqian.simulators.recorder.roster import Identity

GOODBYE = 2.0
"Seconds that are waited for the answer to the last request."
BOOTING = 2.0
"Seconds."


class Recorder:
    def __init__(self, identity: Identity, quirks: Quirks, platform: Platform, clip: Clip) -> None:
        self.identity, self.quirks = identity, quirks
        self.body = Body(identity, quirks, platform, clip)
        self.body.line = Line(
            *(platform.host, platform.port, quirks.transport),
            user=identity.device_id,
            claims=quirks.private_address,
            heard=self._heard,
        )
        self._home = platform
        self.booting = BOOTING
        self.registration = Registration(self.body)
        self.calls, self.reports = Calls(self.body), Reports(self.body)
        self.controls = Controls(self.body, self.calls.key_frame, self._boot, self.registration.again)
        self._living: asyncio.Task[None] | None = None
        self._requests: dict[str, Callable[[RequestReceived], None]] = {
            "MESSAGE": self._message,
            "INVITE": self.calls.invited,
            "BYE": self.calls.ended,
            "INFO": self.calls.informed,
            "SUBSCRIBE": self.reports.subscribe,
            "OPTIONS": lambda received: self.body.line.respond(received.transaction, 200),
        }

    def start(self) -> None:
        self._living = asyncio.create_task(self.registration.run())
        if self.quirks.reports:
            self.body.spawn(self._report())

    async def stop(self, *, politely: bool = True) -> None:
        """Politely it ends its registration first."""
        await self._still()
        if politely and self.registration.registered.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE):
                    await self.registration.register(0)
        self.registration.registered.clear()
        await self.body.line.close()

    # What happens to it.

    async def alarm(
        self, *, method: int = 5, kind: int | None = None, priority: int = 1, description: str = ""
    ) -> bool:
        """Whether it was raised and the platform took it. By AlarmMethod 2 only once until it is reset."""
        return await self.reports.alarm(method=method, kind=kind, priority=priority, description=description)

    def walk(self, road: str, *, speed: float = 4.5, gone: float = 0) -> None:
        self.body.walk(road, speed=speed, gone=gone)

    async def report(self) -> bool:
        """Where it is, once, in the platform's subscription."""
        return await self.reports.position()

    async def announce_video(self) -> bool:
        """That it is about to send live pictures (2022 A.2.5.8); a platform then asks for them."""
        place, who = self.place, self.identity
        notice = VideoUpload(
            sn=self.body.sn(),
            device_id=who.channels[0],
            time=self.body.now,
            longitude=place.longitude,
            latitude=place.latitude,
        )
        response = await self.body.tell(notice)
        return response is not None and response.status < 300

    async def call(self) -> Response | None:
        """Calls the platform, to speak and to hear; its final answer. Whoever stops waiting gives up the call."""
        return await self.calls.ring()

    async def hang_up(self) -> None:
        """Ends all calls."""
        await self.calls.bye()

    def lose_network(self) -> None:
        """Nothing goes in or out any more, and nobody is told."""
        self.body.line.cut = True
        self.calls.silence(True)

    async def regain_network(self) -> None:
        """At once; over TCP by a new connection. What the platform did not miss it will not notice."""
        self.body.line.cut = False
        self.calls.silence(False)
        if self.quirks.transport == "TCP":
            await self.body.line.drop()
            self.registration.again()

    async def reboot(self) -> None:
        """All calls and subscriptions are gone; after `booting` seconds it comes back and registers anew."""
        await self.stop(politely=False)
        await asyncio.sleep(self.booting)
        self.body.platform = self._home
        self.body.line.turn(self._home.host, self._home.port)
        self.registration = Registration(self.body)
        self.controls.renew = self.registration.again
        self.start()

    # How it is.

    async def registered(self, timeout: float = 10) -> None:
        """TimeoutError if it does not come about."""
        async with asyncio.timeout(timeout):
            await self.registration.registered.wait()

    @property
    def state(self) -> State:
        return self.body.state

    @property
    def ear(self) -> Ear:
        """The last second of the G.711 that the platform sent."""
        return self.body.ear

    @property
    def place(self) -> Place:
        return self.body.place()

    @property
    def running(self) -> tuple[Call, ...]:
        return tuple(self.calls.running.values())

    # Inside.

    async def _still(self) -> None:
        """What goes on by itself stops. A reboot that the platform ordered runs in a task of the body, and goes on."""
        if self._living:
            self._living.cancel()
            with suppress(asyncio.CancelledError):
                await self._living
        self._living = None
        await self.body.still()
        await self.calls.hang_up()
        self.reports.forget()

    async def _report(self) -> None:
        await self.registration.registered.wait()
        await self.reports.tell_positions()

    def _boot(self) -> None:
        self.body.spawn(self.reboot())

    def _heard(self, event: Event) -> None:
        if isinstance(event, RequestReceived):
            answer = self._requests.get(event.request.method)
            if answer is None:
                self.body.line.respond(event.transaction, 501)
            else:
                answer(event)
        elif isinstance(event, AckReceived):
            self.calls.acknowledged(event)
        elif isinstance(event, AckMissing | Cancelled):
            self.calls.ended(event)
        elif isinstance(event, FlowClosed | FlowBroken) and event.flow == self.body.line.peer:
            self.registration.again()

    def _message(self, received: RequestReceived) -> None:
        """200 first, the answer in a MESSAGE of its own (9.3 to 9.7)."""
        line = self.body.line
        try:
            document = parse(received.request.body)
        except (Malformed, Unsupported):
            line.respond(received.transaction, 400)
            return
        addressed = document.device_id or (document.target if isinstance(document, Broadcast) else "")
        if addressed not in self.identity.ids:
            line.respond(received.transaction, 404)
            return
        line.respond(received.transaction, 200)
        self.body.spawn(self._serve(document))

    async def _serve(self, document: Document) -> None:
        await asyncio.sleep(self.quirks.late)
        if isinstance(document, DeviceControl):
            await self.controls.control(document)
        elif isinstance(document, DeviceConfig):
            await self.controls.config(document)
        elif isinstance(document, Broadcast):
            await self.calls.broadcast(document)
        else:
            for answer in desk.answers(self.body, document) or ():
                version = desk.position_version(self.body) if isinstance(answer, MobilePosition) else None
                await self.body.tell(answer, version)
