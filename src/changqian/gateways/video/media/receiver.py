"""RTP in, over UDP or TCP, in order and out of the program stream. One receiver is one stream on one port.

A UDP socket is drained per wake-up, which costs a third of a protocol object (measured). Over TCP, framed by RFC 4571,
the device connects to us, or waits for us; a second connection takes the place of the first, as after a change of
network.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import cast

from changqian.protocols.mpegps.demux import Demuxer
from changqian.protocols.mpegps.events import Event
from changqian.protocols.rtp.framing import Deframer
from changqian.protocols.rtp.packet import MalformedPacket, Packet
from changqian.protocols.rtp.window import Gap, Item, Window

DRAIN = 128
"Packets read in one go; then other streams may run."
WAIT, DEPTH = 0.2, 512
"Seconds and packets that a missing packet is waited for."
RTCP = range(72, 77)
"Payload types that are RTCP's 200 to 204 (RFC 5761 §4)."
SOCKET_BUFFER = 4 << 20
TRIES, PAUSE, EACH = 4, 1.0, 5.0
"To connect to a device that waits for us: at least three, a second apart (annex D); each so many seconds at most."
PS = 96


class Receiver:
    """`on_events` hears what comes out of the program stream. Figures are plain counts."""

    def __init__(
        self, bound: socket.socket, on_events: Callable[[list[Event]], None], *, connects: bool = False
    ) -> None:
        self.socket, self.on_events, self.connects = bound, on_events, connects
        self.loop = asyncio.get_running_loop()
        self.window = Window(wait=WAIT, depth=DEPTH)
        self.program = Demuxer()
        self.packets = self.bytes = self.malformed = 0
        self.heard_at = 0.0
        self.strange: set[int] = set()
        "Payload types that are no program stream."
        self._timer: asyncio.TimerHandle | None = None
        self._server: asyncio.Server | None = None
        self._connection: _Connection | None = None

    async def start(self) -> None:
        if self.connects:
            return
        if self.socket.type == socket.SOCK_STREAM:
            self._server = await self.loop.create_server(lambda: _Connection(self), sock=self.socket)
            return
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER)
        self.loop.add_reader(self.socket.fileno(), self._drain)

    async def connect(self, host: str, port: int) -> bool:
        """To a device that waits for us; whether that worked."""
        for number in range(TRIES):
            if number:
                await asyncio.sleep(PAUSE)
            with suppress(OSError):  # TimeoutError is one.
                async with asyncio.timeout(EACH):
                    await self.loop.create_connection(lambda: _Connection(self), host, port)
                    return True
        return False

    def close(self) -> None:
        """What still waits for missing packets is let go: nobody looks any more."""
        if self._server:
            self._server.close()
        elif self.socket.fileno() >= 0:
            self.loop.remove_reader(self.socket.fileno())
        if self._connection:
            self._connection.transport.abort()
        if self._timer:
            self._timer.cancel()

    def settle(self) -> None:
        """Takes what has arrived already, and waits no longer for what is missing before it."""
        if self.socket.type == socket.SOCK_DGRAM and self.socket.fileno() >= 0:
            self._drain()
        self._give(self.window.flush())
        self._set_timer()

    @property
    def lost(self) -> int:
        return self.window.counters.lost

    def _drain(self) -> None:
        now, receive, take = self.loop.time(), self.socket.recv, self.take
        try:
            for _ in range(DRAIN):
                take(receive(65536), now)
        except BlockingIOError:
            pass
        except OSError:  # An ICMP message about something we sent: nothing was to be received.
            pass
        self._set_timer()

    def take(self, data: bytes, now: float) -> None:
        """One packet."""
        try:
            packet = Packet.parse(data)
        except MalformedPacket:
            self.malformed += 1
            return
        if packet.payload_type in RTCP:
            return
        self.packets += 1
        self.bytes += len(data)
        self.heard_at = now
        if packet.payload_type != PS and not _looks_like_ps(packet.payload, self.program):
            self.strange.add(packet.payload_type)
            return
        self._give(self.window.push(packet, now))

    def _give(self, items: Sequence[Item]) -> None:
        found: list[Event] = []
        for item in items:
            if isinstance(item, Gap):
                found += self.program.lost()
            else:
                found += self.program.push(item.payload, item.timestamp, item.marker)
        if found:
            self.on_events(found)

    def _set_timer(self) -> None:
        at = self.window.deadline()
        if self._timer:
            if at is not None and self._timer.when() == at:
                return
            self._timer.cancel()
        self._timer = None if at is None else self.loop.call_at(at, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._give(self.window.release(self.loop.time()))
        self._set_timer()

    def connected(self, connection: "_Connection") -> None:
        if self._connection:
            self._connection.transport.abort()
        self._connection = connection

    def fed(self, packets: Sequence[bytes]) -> None:
        now = self.loop.time()
        for data in packets:
            self.take(data, now)
        self._set_timer()


class _Connection(asyncio.Protocol):
    transport: asyncio.Transport

    def __init__(self, receiver: Receiver) -> None:
        self.receiver, self.deframer = receiver, Deframer()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop has its own
        self.receiver.connected(self)

    def data_received(self, data: bytes) -> None:
        self.receiver.fed(self.deframer.feed(data))


def _looks_like_ps(payload: bytes, program: Demuxer) -> bool:
    """Some devices number their program stream otherwise than they were asked."""
    return bool(program.told) or payload.startswith(b"\0\0\1\xba")
