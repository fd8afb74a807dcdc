"""The way of media packets between a device and a platform: UDP, or TCP with the framing of RFC 4571.

GB/T 28181-2022 annex D: over TCP either side may connect; who connects tries at least three times, a second apart.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from changqian.protocols.rtp.framing import Deframer, framed
from changqian.protocols.sdp import Transport

TRIES, PAUSE = 4, 1.0
BACKLOG = 1 << 20
"Bytes that may wait in a TCP connection; what comes on top is dropped, whole frames at a time, as devices do."
BUFFER = 1 << 20

Received = Callable[[bytes], None]


class Pipe:
    """`transport` is as the device sees it. Its `port` is known before it is opened, for the SDP."""

    def __init__(self, transport: Transport, host: str, received: Received | None = None) -> None:
        self.transport, self.host, self.received = transport, host, received
        self.dropped = 0
        "Packets that nobody took."
        self.silent = False
        "The network is gone."
        self.failed: Callable[[], None] | None = None
        "Told when the last try to connect was in vain."
        self._loop = asyncio.get_running_loop()
        self._destination = ("", 0)
        self._task: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._socket = self._bound(0)
        self.port: int = self._socket.getsockname()[1]
        if transport is Transport.TCP_PASSIVE:
            self._socket.listen(1)

    @property
    def ready(self) -> bool:
        if self.transport is Transport.UDP:
            return self._destination[1] > 0
        return self._writer is not None and not self._writer.is_closing()

    def open(self, host: str, port: int) -> None:
        """Begins to send to, or connect to, or wait for that address."""
        self._destination = host, port
        if self.transport is Transport.UDP:
            self._loop.add_reader(self._socket, self._drain)
        elif self.transport is Transport.TCP_ACTIVE:
            self._task = asyncio.create_task(self._connect())
        else:
            self._task = asyncio.create_task(self._wait())

    def send(self, packets: Sequence[bytes]) -> None:
        if self.silent or not self.ready:
            self.dropped += len(packets)
        elif self.transport is Transport.UDP:
            self._sendto(packets)
        elif self._writer is not None:
            if self._writer.transport.get_write_buffer_size() > BACKLOG:
                self.dropped += len(packets)
            else:
                self._writer.write(b"".join(map(framed, packets)))

    async def close(self) -> None:
        if self.transport is Transport.UDP:
            self._loop.remove_reader(self._socket)
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._server:
            self._server.close()
        if self._writer:
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()
        self._socket.close()

    def _bound(self, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        kind = socket.SOCK_DGRAM if self.transport is Transport.UDP else socket.SOCK_STREAM
        made = socket.socket(family, kind)
        made.setblocking(False)
        if kind == socket.SOCK_DGRAM:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        made.bind((self.host, port))
        return made

    def _sendto(self, packets: Sequence[bytes]) -> None:
        for place, packet in enumerate(packets):
            try:
                self._socket.sendto(packet, self._destination)
            except BlockingIOError:
                self.dropped += len(packets) - place
                return
            except OSError:
                # What ICMP said of an earlier packet; the next may arrive.
                self.dropped += 1

    def _drain(self) -> None:
        with suppress(OSError):
            while True:
                data = self._socket.recv(65536)
                if self.received and not self.silent:
                    self.received(data)

    async def _connect(self) -> None:
        for _ in range(TRIES):
            try:
                await self._loop.sock_connect(self._socket, self._destination)
                reader, self._writer = await asyncio.open_connection(sock=self._socket)
            except OSError:
                self._socket.close()
                self._socket = self._bound(0)
                await asyncio.sleep(PAUSE)
            else:
                await self._read(reader)
                return
        if self.failed:
            self.failed()

    async def _wait(self) -> None:
        accepted: asyncio.Future[asyncio.StreamReader] = self._loop.create_future()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if accepted.done():
                writer.close()
                return
            self._writer = writer
            accepted.set_result(reader)

        self._server = await asyncio.start_server(connected, sock=self._socket)
        await self._read(await accepted)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        deframer = Deframer()
        with suppress(OSError):
            while data := await reader.read(65536):
                for packet in deframer.feed(data):
                    if self.received and not self.silent:
                        self.received(packet)
        if self._writer:
            self._writer.close()
