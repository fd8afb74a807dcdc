"""The smallest platform that a recorder can be tried at: a registrar that asks and keeps what it is told."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from changqian.protocols import sdp
from changqian.protocols.gb28181.documents import CONTENT_TYPE, Document, parse
from changqian.protocols.gb28181.errors import Unsupported
from changqian.protocols.gb28181.versions import Version
from changqian.protocols.sip.address import Address
from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.digest import Credentials, Guard, Verdict
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.events import RequestReceived, ResponseReceived, TimedOut
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.uri import Uri

DOMAIN = "3204000000"
SERVER = f"{DOMAIN}2000000001"
PASSWORD = "常州Cq-2026"
LOCAL = "127.0.0.1"


@dataclass
class Platform(asyncio.DatagramProtocol):
    algorithms: tuple[str, ...] = ("MD5",)
    forgetful: bool = False
    "Keepalives are refused from now on, until the device has registered again."
    elsewhere: int = 0
    "The port of another server, where all devices are sent."
    endpoint: Endpoint = field(init=False)
    flows: dict[str, Flow] = field(default_factory=dict)
    "Of the devices that are registered."
    registers: list[Request] = field(default_factory=list)
    "That were accepted."
    documents: list[Document] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    voice: tuple[str, int] = (LOCAL, 0)
    "Where the platform's voice comes from, in its answers to a device's INVITE."
    voiced: list[tuple[DialogId, sdp.Session]] = field(default_factory=list)
    port: int = 0

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.server = await asyncio.start_server(self._connected, LOCAL, 0)
        self.port = self.server.sockets[0].getsockname()[1]
        self.udp, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(LOCAL, self.port))
        self.endpoint = Endpoint(host=LOCAL, port=self.port, rng=random.Random(1))
        self.guard = Guard(DOMAIN, b"key", self.algorithms)
        self.writers: dict[Flow, asyncio.StreamWriter] = {}
        self.waiting: dict[Any, asyncio.Future[Any]] = {}
        self.timer: asyncio.TimerHandle | None = None

    async def stop(self) -> None:
        if self.timer:
            self.timer.cancel()
        self.udp.close()
        self.server.close()
        for writer in self.writers.values():
            writer.close()
        await asyncio.sleep(0.01)

    # What tests do.

    async def ask(self, device: str, document: Document, version: Version = Version.V2016) -> int:
        request = self._made("MESSAGE", device, body=document.encode(version), kind=CONTENT_TYPE)
        response = await self._sent(request, self.flows[device])
        return response.status if response else 0

    async def told(self, kind: type[Document], count: int = 1, seconds: float = 5) -> list[Any]:
        """At least so many documents of a kind, taken out of those that came."""
        until = time.monotonic() + seconds
        while len(found := [each for each in self.documents if isinstance(each, kind)]) < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(found)} of {count} {kind.__name__}")
            await asyncio.sleep(0.01)
        self.documents = [each for each in self.documents if not isinstance(each, kind)]
        return found

    async def invite(self, device: str, channel: str, offer: sdp.Session) -> tuple[Response, DialogId]:
        request = self._made("INVITE", channel, body=str(offer).encode(), kind="application/sdp")
        response = await self._sent(request, self.flows[device])
        assert response is not None
        dialog = DialogId.of_client(response)
        if response.status < 300:
            self.endpoint.ack(dialog)
            self.pump()
        return response, dialog

    async def inside(self, dialog: DialogId, method: str, body: bytes = b"", kind: str = "", **more: str) -> Response:
        headers = [(name.replace("_", "-"), value) for name, value in more.items()]
        headers += [("Content-Type", kind)] if kind else []
        key = self.endpoint.request_in(dialog, method, time.monotonic(), headers=headers, body=body)
        return await self._answer(key)

    async def subscribe(self, device: str, document: Document, expires: int) -> tuple[Response, DialogId]:
        request = self._made("SUBSCRIBE", device, body=document.encode(Version.V2016), kind=CONTENT_TYPE)
        headers = [("Event", f"{document.COMMAND};id=7"), ("Expires", str(expires))]
        response = await self._sent(request.with_headers(headers), self.flows[device])
        assert response is not None
        return response, DialogId.of_client(response)

    # Inside.

    def _made(self, method: str, user: str, *, body: bytes, kind: str) -> Request:
        return self.endpoint.compose(
            *(method, Uri("sip", user=user, host=DOMAIN)),
            from_=Address(Uri("sip", user=SERVER, host=DOMAIN)),
            to=Address(Uri("sip", user=user, host=DOMAIN)),
            headers=[("Content-Type", kind)],
            body=body,
        )

    async def _sent(self, request: Request, flow: Flow) -> Response:
        return await self._answer(self.endpoint.request(request, flow, time.monotonic()))

    async def _answer(self, key: Any) -> Any:
        self.waiting[key] = asyncio.get_running_loop().create_future()
        self.pump()
        return await asyncio.wait_for(self.waiting[key], 5)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.endpoint.receive(data, Flow("UDP", *addr), time.monotonic())
        self.pump()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        flow = Flow("TCP", *writer.get_extra_info("peername"))
        self.writers[flow] = writer
        data = b"?"
        while data:
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            self.endpoint.receive(data, flow, time.monotonic())
            self.pump()
        writer.close()

    def pump(self) -> None:
        while True:
            for data, flow in self.endpoint.to_send(time.monotonic()):
                if flow.transport == "UDP":
                    self.udp.sendto(data, (flow.host, flow.port))
                elif not self.writers[flow].is_closing():
                    self.writers[flow].write(data)
            event = self.endpoint.next_event()
            if event is None:
                break
            if isinstance(event, ResponseReceived | TimedOut):
                self._done(event)
            elif isinstance(event, RequestReceived):
                self._take(event)
        if self.timer:
            self.timer.cancel()
        at = self.endpoint.get_timer()
        loop = asyncio.get_running_loop()
        self.timer = None if at is None else loop.call_later(max(0, at - time.monotonic()), self._ring)

    def _ring(self) -> None:
        self.endpoint.handle_timer(time.monotonic())
        self.pump()

    def _done(self, event: ResponseReceived | TimedOut) -> None:
        waiting = self.waiting.get(event.transaction)
        if waiting is None or waiting.done():
            return
        if isinstance(event, TimedOut):
            waiting.set_result(None)
        elif event.response.status >= 200:
            waiting.set_result(event.response)

    def _take(self, event: RequestReceived) -> None:
        request = event.request
        self.requests.append(request)
        if request.method == "REGISTER":
            self._register(event)
        elif request.method == "INVITE":
            self._voice(event)
        elif self.forgetful or not (event.dialog or request.from_.uri.user in self.flows):
            self._say(event, 403)
        else:
            self._say(event, 200)
            self._read(request)

    def _read(self, request: Request) -> None:
        if request.body:
            self.raw.append(request.body)
            with suppress(Unsupported):
                self.documents.append(parse(request.body))

    def _register(self, event: RequestReceived) -> None:
        request = event.request
        if self.elsewhere:
            self._say(event, 302, [("Contact", f"<sip:{SERVER}@{LOCAL}:{self.elsewhere}>")])
            return
        given = Credentials.parse_many(request.headers.all("Authorization"))
        secret, now = PASSWORD, time.monotonic()
        if not given or self.guard.check(given[0], secret=secret, method="REGISTER", now=now) is not Verdict.ACCEPTED:
            asked = [("WWW-Authenticate", str(each)) for each in self.guard.challenges(now)]
            self._say(event, 401, asked)
            return
        device = request.from_.uri.user
        if request.expires:
            self.flows[device], self.forgetful = event.flow, False
        else:
            self.flows.pop(device, None)
        self.registers.append(request)
        self._say(event, 200, [("Expires", str(request.expires)), ("X-GB-ver", "3.0")])

    def _voice(self, event: RequestReceived) -> None:
        offer = sdp.Session.parse(event.request.body)
        reply = sdp.answer(offer, owner=SERVER, host=self.voice[0], port=self.voice[1])
        self._say(event, 200, [("Content-Type", "application/sdp")], str(reply).encode())
        dialog = next(each for each in self.endpoint.dialogs if each.call_id == event.request.call_id)
        self.voiced.append((dialog, offer))

    def _say(self, event: RequestReceived, status: int, headers: Any = (), body: bytes = b"") -> None:
        self.endpoint.respond(event.transaction, status, time.monotonic(), headers=headers, body=body)


@asynccontextmanager
async def platform(**how: Any) -> AsyncIterator[Platform]:
    running = Platform(**how)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()
