"""The other end of a stream: takes packets, and reads the numbers out of the pictures."""

import asyncio
import io
import time
from dataclasses import dataclass, field
from typing import Any

import av

from changqian.protocols import sdp
from changqian.protocols.rtp.framing import Deframer
from changqian.protocols.rtp.packet import Packet
from changqian.simulators.recorder.pictures import number_in
from changqian.simulators.recorder.tests.platform import LOCAL


@dataclass
class Sink(asyncio.DatagramProtocol):
    """`transport` is as the platform has it: TCP_PASSIVE listens."""

    transport: sdp.Transport = sdp.Transport.UDP
    packets: list[Packet] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> "Sink":
        self.closing: list[Any] = []
        self.udp: Any = None
        loop = asyncio.get_running_loop()
        if self.transport is sdp.Transport.UDP:
            self.udp, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(LOCAL, 0))
            self.port = self.udp.get_extra_info("sockname")[1]
            self.closing.append(self.udp)
        elif self.transport is sdp.Transport.TCP_PASSIVE:
            server = await asyncio.start_server(self._connected, LOCAL, self.port)
            self.port = server.sockets[0].getsockname()[1]
            self.closing.append(server)
        else:
            self.port = 9
        return self

    async def __aexit__(self, *error: object) -> None:
        for each in self.closing:
            each.close()
        await asyncio.sleep(0.01)

    async def connect(self, port: int) -> None:
        reader, writer = await asyncio.open_connection(LOCAL, port)
        self.reading = asyncio.create_task(self._connected(reader, writer))

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.packets.append(Packet.parse(data))

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.closing.append(writer)
        deframer = Deframer()
        while data := await reader.read(65536):
            self.packets += map(Packet.parse, deframer.feed(data))
        writer.close()

    async def frames(self, count: int, seconds: float = 5) -> list[Packet]:
        """Waits for so many more."""
        begun = sum(each.marker for each in self.packets)
        until = time.monotonic() + seconds
        while sum(each.marker for each in self.packets) - begun < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{sum(each.marker for each in self.packets) - begun} of {count} frames")
            await asyncio.sleep(0.01)
        return self.packets


def whole(packets: list[Packet]) -> bytes:
    """The program stream; nothing may be missing."""
    numbers = [each.sequence for each in packets]
    assert all(two == (one + 1) % 65536 for one, two in zip(numbers, numbers[1:], strict=False))
    last = max(place for place, each in enumerate(packets) if each.marker)
    return b"".join(each.payload for each in packets[: last + 1])


def numbers_of(packets: list[Packet]) -> list[int | None]:
    """The number in each picture, by FFmpeg's demuxer and decoder: neither is ours."""
    with av.open(io.BytesIO(whole(packets)), format="mpeg") as container:
        frames = list(container.decode(video=0))
    return [number_in(bytes(each.planes[0]), each.planes[0].line_size, each.width) for each in frames]


def codecs_of(packets: list[Packet]) -> set[str]:
    with av.open(io.BytesIO(whole(packets)), format="mpeg") as container:
        return {each.codec_context.name for each in container.streams}


def consecutive(numbers: list[int | None], step: int = 1) -> bool:
    pairs = zip(numbers, numbers[1:], strict=False)
    return None not in numbers and all((two - one - step) % 400 == 0 for one, two in pairs)  # type: ignore[operator]
