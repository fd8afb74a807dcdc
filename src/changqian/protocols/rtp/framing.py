"""Packets in a TCP stream: two bytes of length before each (RFC 4571), or `$`, channel and length (RFC 2326 §10.12).

GB/T 28181 asks for the first; some devices send the second, and both are told apart packet by packet. Devices whose
buffer overflows send half a packet and go on with the next (ZLMediaKit issue 571): the stream is then searched for the
SSRC, which stands 8 bytes behind the beginning of each packet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

LARGEST = 0xFFFF
_LENGTH = Struct("!H")
_length = _LENGTH.unpack_from
_DOLLAR = 0x24
_SMALLEST = 4
"An RTCP packet without content."


@dataclass(frozen=True, slots=True)
class FramingCounters:
    packets: int
    skipped: int
    "Bytes that belonged to no packet."
    resynchronised: int


class Deframer:
    """Bytes of a connection in, packets out. Never raises; holds at most one packet and one piece of the stream.

    A caller may close the connection when `skipped` grows while `packets` does not.
    """

    def __init__(self, *, largest: int = LARGEST, ssrc: int | None = None) -> None:
        """`largest`: packets said to be longer are taken for a stream out of step. `ssrc`: of the source, if known."""
        self._largest = largest
        self._ssrc = None if ssrc is None else ssrc.to_bytes(4)
        self._parts: list[bytes] = []
        self._size = 0
        self._need = 2
        self._lost = False
        self._packets = self._skipped = self._resynchronised = 0

    @property
    def counters(self) -> FramingCounters:
        return FramingCounters(self._packets, self._skipped, self._resynchronised)

    def feed(self, data: bytes) -> Sequence[bytes]:
        """The packets that are complete now, of RTP and RTCP alike."""
        self._parts.append(data)
        self._size += len(data)
        if self._size < self._need:
            # Joined only when a packet is complete: a long packet in small pieces would be copied again and again.
            return ()
        data = b"".join(self._parts) if len(self._parts) > 1 else data
        found: list[bytes] = []
        at = self._walk(data, found)
        rest = data[at:]
        self._parts, self._size = [rest] if rest else [], len(rest)
        self._packets += len(found)
        return found

    def _walk(self, data: bytes, found: list[bytes]) -> int:
        """Cuts off the packets; where the incomplete one begins."""
        at, size = 0, len(data)
        while True:
            if self._lost:
                at = self._search(data, at)
            if self._lost or at + 5 > size:
                self._need = size - at + 1 if self._lost else 5
                return at
            begin = at + 2
            if data[at] == _DOLLAR and data[begin] >> 6 != 2:
                begin = at + 4
            (length,) = _length(data, begin - 2)
            if not length:
                # A null packet keeps the connection awake. (RFC 4571 §2)
                at = begin
            elif not _SMALLEST <= length <= self._largest or data[begin] >> 6 != 2:
                self._lost, self._skipped, at = True, self._skipped + 1, at + 1
            elif begin + length > size:
                self._need = begin + length - at
                return at
            else:
                at = begin + length
                found.append(data[begin:at])
                if self._ssrc is None and length >= 12:
                    self._ssrc = data[begin + 8 : begin + 12]

    def _search(self, data: bytes, at: int) -> int:
        """The next place that looks like a packet of the known source, or what must be kept to find it later."""
        size = len(data)
        place = at
        while self._ssrc is not None and (place := data.find(self._ssrc, place)) >= 0:
            begin = place - 10
            if begin >= at and data[begin + 2] >> 6 == 2 and _SMALLEST <= _length(data, begin)[0] <= self._largest:
                self._skipped += begin - at
                self._lost = False
                self._resynchronised += 1
                return begin
            place += 1
        # Before any packet was whole there is nothing to search for; 13 bytes may hold the head of one.
        kept = max(at, size - 13)
        self._skipped += kept - at
        return kept


def framed(packet: bytes) -> bytes:
    """RFC 4571 §2. Raises struct.error for more than 65 535 bytes."""
    return _LENGTH.pack(len(packet)) + packet


def interleaved(packet: bytes, channel: int) -> bytes:
    """RFC 2326 §10.12."""
    return bytes([_DOLLAR, channel]) + framed(packet)
