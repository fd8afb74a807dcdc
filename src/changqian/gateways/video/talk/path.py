"""The way of sound between us and one device: UDP, or TCP framed by RFC 4571, whoever connects. Annex D.

Over UDP a device behind NAT is found where its own packets come from. Over TCP only the device itself may connect:
whoever else did would listen to what is said to it.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import cast

from changqian.gateways.video.talk import faults
from changqian.gateways.video.talk.patience import Patience
from changqian.protocols.rtp.framing import Deframer, framed
from changqian.protocols.sdp import Transport

BACKLOG = 8_000
"Bytes that may wait in a TCP connection, a second: what comes on top would be heard too late."
DRAIN = 64

Heard = Callable[[bytes, float], None]


class Path:
    """`transport` is as we see it, `bound` is a port of ours. `heard` takes each packet that comes, with its time;
    `changed` hears that something happened that somebody may wait for."""

    def __init__(
        self, transport: Transport, bound: socket.socket, heard: Heard, changed: Callable[[], None] = lambda: None
    ) -> None:
        self.transport, self.bound, self.heard, self.changed = transport, bound, heard, changed
        self.sent = self.dropped = 0
        self.lost = False
        "The device ended its TCP connection."
        self._loop = asyncio.get_running_loop()
        self._destination = ("", 0)
        self._allowed: set[str] = set()
        self._strangers: set[str] = set()
        self._server: asyncio.Server | None = None
        self._connection: _Connection | None = None

    @property
    def port(self) -> int:
        return int(self.bound.getsockname()[1])

    @property
    def connected(self) -> bool:
        """UDP needs no connection."""
        return self._destination[1] > 0 if self.transport is Transport.UDP else self._connection is not None

    async def listen(self, *allowed: str) -> None:
        """Before the device is told of our port. `allowed` are the hosts that may be the device."""
        self._allowed |= set(allowed)
        if self.transport is Transport.UDP:
            self._loop.add_reader(self.bound.fileno(), self._drain)
        elif self.transport is Transport.TCP_PASSIVE:
            self._server = await self._loop.create_server(lambda: _Connection(self), sock=self.bound)

    async def open(self, host: str, port: int, patience: Patience) -> None:
        """To where the device is; Failed if there is no connection in time."""
        self._allowed.add(host)
        if self.transport is Transport.UDP:
            self._destination = host, port
        elif self.transport is Transport.TCP_ACTIVE:
            await self._connect(host, port, patience)

    async def _connect(self, host: str, port: int, patience: Patience) -> None:
        for number in range(patience.tries):
            if number:
                await asyncio.sleep(patience.pause)
            try:
                async with asyncio.timeout(patience.connection):
                    await self._loop.create_connection(lambda: _Connection(self), host, port)
                    return
            except OSError:  # TimeoutError is one.
                continue
        raise faults.unreachable(host, port, patience.tries)

    @property
    def strangers(self) -> set[str]:
        """Hosts whose connection was refused."""
        return self._strangers

    def send(self, packet: bytes) -> None:
        """What cannot go now is dropped: sound does not wait."""
        if not self.connected:
            return
        if self.transport is not Transport.UDP:
            self._write(packet)
            return
        try:
            self.bound.sendto(packet, self._destination)
            self.sent += 1
        except OSError:  # A full buffer, or what ICMP said of an earlier packet.
            self.dropped += 1

    def _write(self, packet: bytes) -> None:
        connection = self._connection
        if connection is None or connection.transport.get_write_buffer_size() > BACKLOG:
            self.dropped += 1
            return
        connection.transport.write(framed(packet))
        self.sent += 1

    def close(self) -> None:
        if self._server:
            self._server.close()
        elif self.transport is Transport.UDP and self.bound.fileno() >= 0:
            self._loop.remove_reader(self.bound.fileno())
        if self._connection:
            self._connection.transport.abort()

    def _drain(self) -> None:
        now = self._loop.time()
        for _ in range(DRAIN):
            try:
                data, address = self.bound.recvfrom(65536)
            except BlockingIOError:
                return
            except OSError:
                continue
            host, port = address[:2]
            if host not in self._allowed:
                self._strangers.add(host)
                continue
            if self._destination[1] and data and data[0] >> 6 == 2:
                # Symmetric RTP (RFC 4961): behind NAT it has another port than it knows, and perhaps another host.
                self._destination = host, port
            self.heard(data, now)

    def admitted(self, connection: "_Connection", host: str) -> bool:
        if self.transport is Transport.TCP_PASSIVE and host not in self._allowed:
            self._strangers.add(host)
            return False
        if self._connection:
            self._connection.transport.abort()
        self._connection, self.lost = connection, False
        self.changed()
        return True

    def ended(self, connection: "_Connection") -> None:
        if self._connection is connection:
            self._connection, self.lost = None, True
            self.changed()


class _Connection(asyncio.Protocol):
    transport: asyncio.Transport

    def __init__(self, path: Path) -> None:
        self.path, self.deframer = path, Deframer()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop has its own
        host = (transport.get_extra_info("peername") or ("",))[0]
        if not self.path.admitted(self, host):
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        now = self.path._loop.time()
        for packet in self.deframer.feed(data):
            self.path.heard(packet, now)

    def connection_lost(self, error: Exception | None) -> None:
        self.path.ended(self)
