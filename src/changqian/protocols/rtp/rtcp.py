"""RTCP: sender and receiver reports, source descriptions, goodbyes (RFC 3550 §6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from struct import Struct, error

from changqian.protocols.rtp.figures import Reception
from changqian.protocols.rtp.packet import MalformedPacket

SR, RR, SDES, BYE = 200, 201, 202, 203
CNAME = 1
_HEADER = Struct("!BBH")
_SENDER = Struct("!IQIII")
_BLOCK = Struct("!IIIIII")
_WORD = Struct("!I")
_NTP_OF_UNIX = 2208988800
"Seconds from 1900 to 1970."


def is_rtcp(data: bytes) -> bool:
    """Whether bytes from a port that both share are RTCP (RFC 5761 §4)."""
    return len(data) >= 4 and data[0] >> 6 == 2 and 192 <= data[1] <= 223


def ntp(unix_seconds: float) -> int:
    """The 64-bit NTP time (RFC 3550 §4)."""
    return int((unix_seconds + _NTP_OF_UNIX) * 2**32) & 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What is said of one source (RFC 3550 §6.4.1)."""

    ssrc: int
    fraction: int
    "Lost since the last report, in 1/256."
    lost: int
    "Cumulative, signed, 24 bits."
    highest: int
    "Extended highest sequence number."
    jitter: int
    "Ticks of the stream's clock."
    last_report: int
    "LSR: the middle 32 bits of the last sender report's NTP time, 0 before any."
    delay: int
    "DLSR: since then, in 1/65 536 s."

    @classmethod
    def parse(cls, data: bytes, at: int) -> ReportBlock:
        ssrc, loss, highest, jitter, last_report, delay = _BLOCK.unpack_from(data, at)
        lost = loss & 0xFFFFFF
        lost -= lost >> 23 << 24
        return cls(ssrc, loss >> 24, lost, highest, jitter, last_report, delay)

    def __bytes__(self) -> bytes:
        loss = self.fraction << 24 | self.lost & 0xFFFFFF
        return _BLOCK.pack(self.ssrc, loss, self.highest & 0xFFFFFFFF, self.jitter, self.last_report, self.delay)


@dataclass(frozen=True, slots=True)
class SenderReport:
    ssrc: int
    ntp: int
    "64 bits."
    timestamp: int
    "The same moment in the stream's clock."
    packets: int
    octets: int
    blocks: tuple[ReportBlock, ...] = ()

    def __bytes__(self) -> bytes:
        sender = _SENDER.pack(self.ssrc, self.ntp, self.timestamp, self.packets, self.octets)
        return _packed(SR, len(self.blocks), sender + b"".join(map(bytes, self.blocks)))


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    ssrc: int
    "Of the one who reports."
    blocks: tuple[ReportBlock, ...] = ()

    def __bytes__(self) -> bytes:
        return _packed(RR, len(self.blocks), _WORD.pack(self.ssrc) + b"".join(map(bytes, self.blocks)))


@dataclass(frozen=True, slots=True)
class Description:
    """One chunk of SDES (RFC 3550 §6.5)."""

    ssrc: int
    items: tuple[tuple[int, bytes], ...]
    "Type and text of each, the text at most 255 bytes."

    def __bytes__(self) -> bytes:
        items = b"".join(bytes([kind, len(text)]) + text for kind, text in self.items)
        return _WORD.pack(self.ssrc) + items + bytes(4 - len(items) % 4)


@dataclass(frozen=True, slots=True)
class SourceDescription:
    chunks: tuple[Description, ...]

    def __bytes__(self) -> bytes:
        return _packed(SDES, len(self.chunks), b"".join(map(bytes, self.chunks)))


@dataclass(frozen=True, slots=True)
class Goodbye:
    """BYE (RFC 3550 §6.6)."""

    sources: tuple[int, ...]
    reason: bytes = b""

    def __bytes__(self) -> bytes:
        body = b"".join(map(_WORD.pack, self.sources))
        if self.reason:
            text = bytes([len(self.reason)]) + self.reason
            body += text + bytes(-len(text) % 4)
        return _packed(BYE, len(self.sources), body)


@dataclass(frozen=True, slots=True)
class Other:
    """A kind that is not read here: APP, feedback, extended reports."""

    kind: int
    count: int
    "The five bits before it: a subtype or format."
    body: bytes

    def __bytes__(self) -> bytes:
        return _packed(self.kind, self.count, self.body)


Report = SenderReport | ReceiverReport | SourceDescription | Goodbye | Other


def parse(data: bytes) -> tuple[Report, ...]:
    """The packets of a compound one. Raises MalformedPacket.

    Devices also send a single one or begin with another than a report, which RFC 3550 A.2 forbids: accepted.
    """
    found = []
    at = 0
    while at < len(data):
        if at + 4 > len(data):
            raise MalformedPacket("the header is cut off")
        first, kind, words = _HEADER.unpack_from(data, at)
        end = at + 4 + 4 * words
        if first >> 6 != 2 or end > len(data):
            raise MalformedPacket(f"version {first >> 6}, {words} words in {len(data) - at} bytes")
        body = data[at + 4 : end]
        if first & 0x20:
            if not body or not 0 < body[-1] <= len(body):
                raise MalformedPacket("padding")
            body = body[: -body[-1]]
        try:
            found.append(_READERS.get(kind, _other)(body, first & 0x1F, kind))
        except (IndexError, ValueError, error) as fault:
            raise MalformedPacket(f"type {kind}: {fault}") from fault
        at = end
    return tuple(found)


def receiver_report(own: int, source: int, reception: Reception, now: float) -> ReceiverReport:
    """What `own` tells `source` of how it arrives; begins the next interval (RFC 3550 §6.4.2)."""
    block = ReportBlock(
        ssrc=source,
        fraction=reception.fraction(),
        lost=reception.lost,
        highest=reception.highest,
        jitter=reception.jitter,
        last_report=reception.last_report or 0,
        delay=reception.delay(now),
    )
    return ReceiverReport(own, (block,))


def compound(*reports: Report) -> bytes:
    """One datagram; by RFC 3550 §6.1 a report first, then a source description with the CNAME."""
    return b"".join(map(bytes, reports))


def named(ssrc: int, cname: str) -> SourceDescription:
    return SourceDescription((Description(ssrc, ((CNAME, cname.encode()[:255]),)),))


def _packed(kind: int, count: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | count, kind, len(body) // 4) + body


def _blocks(body: bytes, at: int, count: int) -> tuple[ReportBlock, ...]:
    return tuple(ReportBlock.parse(body, at + 24 * place) for place in range(count))


def _sender(body: bytes, count: int, kind: int) -> SenderReport:
    ssrc, moment, timestamp, packets, octets = _SENDER.unpack_from(body)
    return SenderReport(ssrc, moment, timestamp, packets, octets, _blocks(body, 24, count))


def _receiver(body: bytes, count: int, kind: int) -> ReceiverReport:
    return ReceiverReport(_WORD.unpack_from(body)[0], _blocks(body, 4, count))


def _description(body: bytes, count: int, kind: int) -> SourceDescription:
    chunks, at = [], 0
    for _ in range(count):
        (ssrc,) = _WORD.unpack_from(body, at)
        at += 4
        items = []
        while body[at]:
            end = at + 2 + body[at + 1]
            if end > len(body):
                raise ValueError("an item is cut off")
            items.append((body[at], body[at + 2 : end]))
            at = end
        at += 4 - at % 4
        chunks.append(Description(ssrc, tuple(items)))
    return SourceDescription(tuple(chunks))


def _goodbye(body: bytes, count: int, kind: int) -> Goodbye:
    sources = tuple(_WORD.unpack_from(body, 4 * place)[0] for place in range(count))
    rest = body[4 * count :]
    return Goodbye(sources, rest[1 : 1 + rest[0]] if rest else b"")


def _other(body: bytes, count: int, kind: int) -> Other:
    return Other(kind, count, body)


_READERS: Mapping[int, Callable[[bytes, int, int], Report]] = {
    SR: _sender,
    RR: _receiver,
    SDES: _description,
    BYE: _goodbye,
}
