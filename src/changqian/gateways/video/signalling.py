"""SIP over sockets: UDP and TCP on one port, around the sans-IO endpoint. It knows nothing of cameras.

UDP is drained per wake-up; a TCP connection is one flow, with a serial that tells it from an earlier one of the same
address. Whoever asks gets the answer or None; whoever is asked is given to `on_request`.
"""

import asyncio
import random
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, cast

import structlog

from changqian.protocols.sip import DialogId, Endpoint, Flow, Request, Response, Timers, Uri
from changqian.protocols.sip import events as sip
from changqian.protocols.sip.transactions import Key

log = structlog.get_logger("changqian.video")

ATTEMPTS = 20
"To find a port that is free for both, where any will do."
DRAIN = 256
"Datagrams read in one go; then others may run."
METHODS = ("REGISTER", "MESSAGE", "NOTIFY", "INVITE", "BYE", "INFO", "OPTIONS", "SUBSCRIBE")
AGENT = "changqian-video"
Pairs = Iterable[tuple[str, str]]


class Signalling:
    """`advertised` is the address that devices know us by. `on_request` hears each request, `on_flow_closed` each
    connection that ended."""

    def __init__(
        self,
        *,
        identity: str,
        advertised: str,
        on_request: Callable[[sip.RequestReceived], None],
        on_flow_closed: Callable[[Flow], None],
        timers: Timers | None = None,
    ) -> None:
        self.identity, self.advertised = identity, advertised
        self.on_request, self.on_flow_closed = on_request, on_flow_closed
        self.timers = timers
        self.on_call: Callable[[sip.AckReceived | sip.AckMissing | sip.Cancelled], None] = lambda event: None
        "Hears how calls go that the other side began."
        self.endpoint: Endpoint
        self.port = 0
        self.datagrams = 0
        self._asked: dict[Key, asyncio.Future[sip.ResponseReceived | None]] = {}
        self._connections: dict[Flow, asyncio.Transport] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._serial = 0
        self._pumping = False

    async def start(self, host: str, port: int) -> None:
        """UDP and TCP on `port`; 0 finds one that is free for both."""
        self.loop = asyncio.get_running_loop()
        for attempt in range(ATTEMPTS):
            try:
                await self._bind(host, port)
                break
            except OSError:
                if port or attempt == ATTEMPTS - 1:
                    raise
        contact = Uri("sip", user=self.identity, host=self.advertised, port=self.port)
        self.endpoint = Endpoint(
            host=self.advertised,
            port=self.port,
            rng=random.SystemRandom(),
            contact=contact,
            agent=AGENT,
            methods=METHODS,
            timers=self.timers,
        )
        self.loop.add_reader(self.udp.fileno(), self._drain)

    async def _bind(self, host: str, port: int) -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self.udp.setblocking(False)
            self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            self.udp.bind((host, port))
            self.port = self.udp.getsockname()[1]
            self.server = await self.loop.create_server(lambda: SipConnection(self), host, self.port)
        except OSError:
            self.udp.close()
            raise

    async def close(self) -> None:
        self.loop.remove_reader(self.udp.fileno())
        if self._timer:
            self._timer.cancel()
        self.udp.close()
        self.server.close()
        for transport in list(self._connections.values()):
            transport.abort()
        for future in self._asked.values():
            future.cancel()
        await asyncio.sleep(0)

    # -- asking --------------------------------------------------------------------------------------------------------

    async def ask(self, request: Request, flow: Flow, patience: float) -> Response | None:
        """The final answer; None if none came, or the connection broke."""
        key = self.endpoint.request(request, flow, self.loop.time())
        return _response(await self._answer(key, patience))

    async def ask_in(
        self,
        dialog: DialogId,
        method: str,
        patience: float,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        destination: Flow | None = None,
    ) -> Response | None:
        """As `ask`, in a dialog; None also if that is over."""
        now = self.loop.time()
        try:
            key = self.endpoint.request_in(dialog, method, now, headers=headers, body=body, destination=destination)
        except KeyError:
            return None
        return _response(await self._answer(key, patience))

    async def invite(self, request: Request, flow: Flow, patience: float) -> sip.ResponseReceived | None:
        """As `ask`, with the dialog. A 2xx is acknowledged; one that nobody waits for any more is ended by BYE."""
        key = self.endpoint.request(request, flow, self.loop.time())
        try:
            return await self._answer(key, patience)
        finally:
            self.endpoint.cancel(key, self.loop.time())
            self.pump()

    async def _answer(self, key: Key, patience: float) -> sip.ResponseReceived | None:
        future: asyncio.Future[sip.ResponseReceived | None] = self.loop.create_future()
        self._asked[key] = future
        self.pump()
        try:
            async with asyncio.timeout(patience):
                return await future
        except (TimeoutError, asyncio.CancelledError) as error:
            if future.done() and not future.cancelled() and (late := future.result()):
                self._hang_up(late)
            if isinstance(error, asyncio.CancelledError):
                raise
            return None
        finally:
            del self._asked[key]

    def _hang_up(self, late: sip.ResponseReceived) -> None:
        """A call was accepted after we had given up: the device sends, and is told to stop."""
        if late.request.method == "INVITE" and late.response.status < 300 and late.dialog:
            with suppress(KeyError):
                self.endpoint.request_in(late.dialog, "BYE", self.loop.time())

    def respond(
        self, transaction: Key, status: int, *, reason: str = "", headers: Pairs = (), body: bytes = b""
    ) -> None:
        self.endpoint.respond(transaction, status, self.loop.time(), reason=reason, headers=headers, body=body)

    def dialog_of(self, request: Request) -> DialogId | None:
        """The dialog that our answer to this request made."""
        wanted = request.call_id, request.from_.tag
        return next((each for each in self.endpoint.dialogs if (each.call_id, each.remote_tag) == wanted), None)

    def alive(self, flow: Flow) -> bool:
        return not flow.reliable or flow in self._connections

    # -- sockets -------------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        now = self.loop.time()
        for _ in range(DRAIN):
            try:
                data, address = self.udp.recvfrom(65536)
            except BlockingIOError:
                break
            except OSError:  # An ICMP message about an earlier packet of ours.
                continue
            self.datagrams += 1
            self.endpoint.receive(data, Flow("UDP", address[0], address[1]), now)
        self.pump()

    def connected(self, transport: asyncio.Transport) -> Flow:
        self._serial += 1
        host, port, *_ = transport.get_extra_info("peername") or ("0.0.0.0", 0)
        flow = Flow("TCP", host, port, self._serial)
        self._connections[flow] = transport
        return flow

    def received(self, flow: Flow, data: bytes) -> None:
        """b"" is the end."""
        if not data:
            self._connections.pop(flow, None)
        self.endpoint.receive(data, flow, self.loop.time())
        self.pump()

    def pump(self) -> None:
        """Hands on all events, sends all there is to send, and sets the clock for what comes next."""
        if self._pumping:
            return
        self._pumping = True
        try:
            self._send()
            while event := self.endpoint.next_event():
                self._handle(event)
                self._send()
        finally:
            self._pumping = False
        self._set_timer()

    def _send(self) -> None:
        for data, flow in self.endpoint.to_send(self.loop.time()):
            if not flow.reliable:
                with suppress(OSError):  # A full buffer is a lost packet, which SIP sends again.
                    self.udp.sendto(data, (flow.host, flow.port))
            elif transport := self._connections.get(flow):
                transport.write(data)
            else:
                self.endpoint.receive(b"", flow, self.loop.time())

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        at = self.endpoint.get_timer()
        self._timer = None if at is None else self.loop.call_at(at, self._ring)

    def _ring(self) -> None:
        self.endpoint.handle_timer(self.loop.time())
        self.pump()

    # -- events --------------------------------------------------------------------------------------------------------

    def _handle(self, event: Any) -> None:
        match event:
            case sip.RequestReceived():
                try:
                    self.on_request(event)
                except Exception:
                    log.exception("request failed", method=event.request.method, flow=str(event.flow))
                    self.respond(event.transaction, 500)
            case sip.ResponseReceived():
                self._heard(event)
            case sip.TimedOut(key, _) | sip.Unreachable(key, _):
                if (future := self._asked.get(key)) and not future.done():
                    future.set_result(None)
            case sip.AckReceived() | sip.AckMissing() | sip.Cancelled():
                self.on_call(event)
            case sip.FlowClosed(flow):
                self.on_flow_closed(flow)
            case sip.FlowBroken(flow, _):
                if transport := self._connections.get(flow):
                    self._send()
                    transport.close()

    def _heard(self, event: sip.ResponseReceived) -> None:
        if event.response.status < 200:
            return
        future = self._asked.get(event.transaction)
        wanted = future is not None and not future.done()
        if event.request.method == "INVITE" and event.response.status < 300 and event.dialog:
            with suppress(KeyError):
                self.endpoint.ack(event.dialog)
            if not wanted:
                self._hang_up(event)
        if future is not None and wanted:
            future.set_result(event)


class SipConnection(asyncio.Protocol):
    def __init__(self, shell: Signalling) -> None:
        self.shell = shell

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.flow = self.shell.connected(cast(asyncio.Transport, transport))  # uvloop has its own

    def data_received(self, data: bytes) -> None:
        self.shell.received(self.flow, data)

    def connection_lost(self, error: Exception | None) -> None:
        self.shell.received(self.flow, b"")


def _response(event: sip.ResponseReceived | None) -> Response | None:
    return event.response if event else None
