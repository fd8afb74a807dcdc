"""Sockets and a clock for one SIP endpoint: a device and its platform, over UDP or one TCP connection."""

import asyncio
import random
import socket
from collections.abc import Callable
from contextlib import suppress

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.events import Event, ResponseReceived, TimedOut, Unreachable
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.transactions import Key
from changqian.protocols.sip.uri import Uri

Heard = Callable[[Event], None]
AGENT = "changqian-recorder/1"


def own_address(host: str, port: int) -> str:
    """Which of this machine's addresses the platform sees; nothing is sent."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((host, port))
        return str(probe.getsockname()[0])


class Line(asyncio.DatagramProtocol):
    """`heard` is told of all that is not the answer to an `ask`. Nothing goes in or out while it is `cut`."""

    def __init__(self, host: str, port: int, transport: str, *, user: str, claims: str, heard: Heard) -> None:
        self.peer = Flow(transport, host, port)
        self.user, self.heard = user, heard
        self.host = own_address(host, port)
        "Ours, as the platform's packets reach it."
        self.claimed = claims or self.host
        "Ours, as we say it."
        self.port = 0
        self.cut = False
        self.endpoint: Endpoint | None = None
        self._loop = asyncio.get_running_loop()
        self._udp: asyncio.DatagramTransport | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._asked: dict[Key, asyncio.Future[Response | None]] = {}

    @property
    def open(self) -> bool:
        return self._udp is not None or (self._writer is not None and not self._writer.is_closing())

    def turn(self, host: str, port: int) -> None:
        """To another platform, from the next start on."""
        self.peer = Flow(self.peer.transport, host, port, self.peer.serial)
        own = own_address(host, port)
        self.host, self.claimed = own, own if self.claimed == self.host else self.claimed

    async def start(self) -> None:
        """OSError if a TCP connection cannot be made."""
        if self.peer.transport == "UDP":
            made, _ = await self._loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, 0))
            self._udp = made
            self.port = made.get_extra_info("sockname")[1]
        else:
            if self.cut:
                raise ConnectionError("no network")
            reader, self._writer = await asyncio.open_connection(self.peer.host, self.peer.port)
            self.port = self._writer.get_extra_info("sockname")[1]
            self.peer = Flow("TCP", self.peer.host, self.peer.port, self.peer.serial + 1)
            self._reading = asyncio.create_task(self._read(reader, self.peer))
        if self.endpoint is None:
            self.endpoint = Endpoint(host=self.claimed, port=self.port, rng=random.SystemRandom(), agent=AGENT)
        self.endpoint.port = self.port
        self.endpoint.contact = Uri("sip", user=self.user, host=self.claimed, port=self.port)

    async def drop(self) -> None:
        """Ends a TCP connection. Calls and subscriptions outlive it: they go on over the next one."""
        await self._hang_up()

    async def close(self) -> None:
        """At once, without a word to the platform; all calls and subscriptions are forgotten."""
        if self._timer:
            self._timer.cancel()
        if self._udp:
            self._udp.close()
        if self._reading:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        await self._hang_up()
        self._udp, self._reading, self._timer = None, None, None
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_result(None)
        self._asked.clear()
        self.endpoint = None
        # The transport of a datagram endpoint is closed by the loop, one step later.
        await asyncio.sleep(0)

    # What its owner does. All of it is over when `endpoint` is None.

    def send(self, request: Request) -> Key | None:
        """Without waiting for the answer, which `heard` will be told."""
        if self.endpoint is None:
            return None
        key = self.endpoint.request(request, self.peer, self._loop.time())
        self._pump()
        return key

    async def ask(self, request: Request) -> Response | None:
        """The final answer; None if there was none."""
        key = self.send(request)
        return None if key is None else await self._answer(key)

    async def invite(self, request: Request) -> Response | None:
        """As `ask`. Whoever stops waiting gives up the call, and the platform is told."""
        key = self.send(request)
        if key is None:
            return None
        try:
            return await self._answer(key)
        finally:
            if self.endpoint is not None:
                self.endpoint.cancel(key, self._loop.time())
                self._pump()

    async def ask_in(
        self, dialog: DialogId, method: str, *, headers: tuple[tuple[str, str], ...] = (), body: bytes = b""
    ) -> Response | None:
        if self.endpoint is None or dialog not in self.endpoint.dialogs:
            return None
        now = self._loop.time()
        # Not over the flow it began on: a TCP connection may have been made anew since.
        key = self.endpoint.request_in(dialog, method, now, headers=headers, body=body, destination=self.peer)
        self._pump()
        return await self._answer(key)

    def respond(
        self, key: Key, status: int, *, headers: tuple[tuple[str, str], ...] = (), body: bytes = b"", reason: str = ""
    ) -> None:
        if self.endpoint is not None:
            self.endpoint.respond(key, status, self._loop.time(), reason=reason, headers=headers, body=body)
            self._pump()

    def acknowledge(self, dialog: DialogId) -> None:
        if self.endpoint is not None:
            self.endpoint.ack(dialog)
            self._pump()

    def dialog_of(self, request: Request) -> DialogId | None:
        """The dialog that our 2xx to this request made."""
        known = self.endpoint.dialogs if self.endpoint else {}
        wanted = request.call_id, request.from_.tag
        return next((each for each in known if (each.call_id, each.remote_tag) == wanted), None)

    # Sockets.

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._receive(data, Flow("UDP", addr[0], addr[1]))

    def error_received(self, exc: Exception) -> None:
        """A port where nobody listens: the transaction will time out, as over any network."""

    async def _read(self, reader: asyncio.StreamReader, flow: Flow) -> None:
        data = b"?"
        while data:
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            self._receive(data, flow)
        await self._hang_up()

    async def _hang_up(self) -> None:
        writer, self._writer = self._writer, None
        if writer:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _receive(self, data: bytes, flow: Flow) -> None:
        if self.endpoint is None or self.cut:
            return
        self.endpoint.receive(data, flow, self._loop.time())
        self._pump()

    def _pump(self) -> None:
        """Sends what is to be sent, tells what is to be told, and sets the alarm."""
        while self.endpoint is not None:
            for data, flow in self.endpoint.to_send(self._loop.time()):
                self._send(data, flow)
            event = self.endpoint.next_event()
            if event is None:
                break
            self._tell(event)
        if self._timer:
            self._timer.cancel()
        at = self.endpoint.get_timer() if self.endpoint else None
        self._timer = None if at is None else self._loop.call_at(at, self._ring)

    def _send(self, data: bytes, flow: Flow) -> None:
        if self.cut:
            return
        if self._udp:
            self._udp.sendto(data, (flow.host, flow.port))
        elif self._writer and not self._writer.is_closing() and flow == self.peer:
            self._writer.write(data)

    def _ring(self) -> None:
        if self.endpoint is not None:
            self.endpoint.handle_timer(self._loop.time())
            self._pump()

    async def _answer(self, key: Key) -> Response | None:
        waiting: asyncio.Future[Response | None] = self._loop.create_future()
        self._asked[key] = waiting
        try:
            return await waiting
        finally:
            self._asked.pop(key, None)

    def _tell(self, event: Event) -> None:
        if not isinstance(event, ResponseReceived | TimedOut | Unreachable) or event.transaction not in self._asked:
            self.heard(event)
            return
        waiting = self._asked[event.transaction]
        if waiting.done() or (isinstance(event, ResponseReceived) and event.response.status < 200):
            return
        waiting.set_result(event.response if isinstance(event, ResponseReceived) else None)
