"""Feedback about pictures: what is missing, what is wanted, how fast (RFC 4585, RFC 5104)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from struct import Struct, error

from changqian.protocols.rtp.packet import MalformedPacket
from changqian.protocols.rtp.rtcp import Other

TRANSPORT, PAYLOAD = 205, 206
"RTPFB and PSFB (RFC 4585 §6.1)."
_HEADER = Struct("!BBH")
_PAIR = Struct("!II")
_HALVES = Struct("!HH")
_REQUEST = Struct("!IB3x")
MOST_NUMBERS = 17 * 64
"Told as missing in one message; who misses more needs a key picture."


@dataclass(frozen=True, slots=True)
class Nack:
    """These packets did not come (generic NACK, RFC 4585 §6.2.1)."""

    sender: int
    "SSRC of the one who says so."
    source: int
    "SSRC of the stream."
    numbers: tuple[int, ...]
    "Sequence numbers, at most MOST_NUMBERS."

    def __bytes__(self) -> bytes:
        pairs = b"".join(_HALVES.pack(first, mask) for first, mask in _masked(self.numbers[:MOST_NUMBERS]))
        return _packed(1, TRANSPORT, self.sender, self.source, pairs)


@dataclass(frozen=True, slots=True)
class PictureLoss:
    """A key picture is needed, for some picture was lost (PLI, RFC 4585 §6.3.1)."""

    sender: int
    source: int

    def __bytes__(self) -> bytes:
        return _packed(1, PAYLOAD, self.sender, self.source, b"")


@dataclass(frozen=True, slots=True)
class FullIntra:
    """A key picture is needed, for somebody joined (FIR, RFC 5104 §4.3.1)."""

    sender: int
    requests: tuple[tuple[int, int], ...]
    "SSRC of each stream, and the number of the request: the same number again is the same request."

    def __bytes__(self) -> bytes:
        return _packed(4, PAYLOAD, self.sender, 0, b"".join(_REQUEST.pack(*each) for each in self.requests))


@dataclass(frozen=True, slots=True)
class Limit:
    """An entry of TMMBR and TMMBN."""

    source: int
    "TMMBR: whom it limits; TMMBN: who asked for it."
    bitrate: int
    "bit/s. Written with 17 binary digits, rounded down."
    overhead: int = 40
    "Bytes around each packet's payload that the measure includes, below 512."

    @classmethod
    def parse(cls, data: bytes, at: int) -> Limit:
        source, word = _PAIR.unpack_from(data, at)
        return cls(source, (word >> 9 & 0x1FFFF) << (word >> 26), word & 0x1FF)

    def __bytes__(self) -> bytes:
        exponent = max(0, self.bitrate.bit_length() - 17)
        word = min(exponent, 63) << 26 | (self.bitrate >> exponent & 0x1FFFF) << 9 | self.overhead & 0x1FF
        return _PAIR.pack(self.source, word)


@dataclass(frozen=True, slots=True)
class BitrateRequest:
    """Send no faster (TMMBR, RFC 5104 §4.2.1)."""

    sender: int
    limits: tuple[Limit, ...]

    def __bytes__(self) -> bytes:
        return _packed(3, TRANSPORT, self.sender, 0, b"".join(map(bytes, self.limits)))


@dataclass(frozen=True, slots=True)
class BitrateNotice:
    """The limits that hold now (TMMBN, RFC 5104 §4.2.2): the answer to each request."""

    sender: int
    limits: tuple[Limit, ...]

    def __bytes__(self) -> bytes:
        return _packed(4, TRANSPORT, self.sender, 0, b"".join(map(bytes, self.limits)))


Feedback = Nack | PictureLoss | FullIntra | BitrateRequest | BitrateNotice


def read(report: Other) -> Feedback | None:
    """What `rtcp.parse` left unread; None for kinds that are not known here. Raises MalformedPacket."""
    try:
        return _read(report)
    except error as fault:
        raise MalformedPacket(f"feedback {report.kind}/{report.count}: {fault}") from fault


def _read(report: Other) -> Feedback | None:
    body = report.body
    if report.kind not in (TRANSPORT, PAYLOAD):
        return None
    sender, source = _PAIR.unpack_from(body)
    match report.kind, report.count:
        case (205, 1):
            pairs = (_HALVES.unpack_from(body, at) for at in range(8, len(body), 4))
            return Nack(sender, source, tuple(_unmasked(pairs))[:MOST_NUMBERS])
        case (205, 3):
            return BitrateRequest(sender, tuple(Limit.parse(body, at) for at in range(8, len(body), 8)))
        case (205, 4):
            return BitrateNotice(sender, tuple(Limit.parse(body, at) for at in range(8, len(body), 8)))
        case (206, 1):
            return PictureLoss(sender, source)
        case (206, 4):
            return FullIntra(sender, tuple(_REQUEST.unpack_from(body, at) for at in range(8, len(body), 8)))
    return None


def _packed(count: int, kind: int, sender: int, source: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | count, kind, 2 + len(body) // 4) + _PAIR.pack(sender, source) + body


def _masked(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """A number and a bit for each of the 16 behind it."""
    first: int | None = None
    mask = 0
    for number in numbers:
        if first is not None and 0 < (ahead := number - first & 0xFFFF) <= 16:
            mask |= 1 << ahead - 1
            continue
        if first is not None:
            yield first, mask
        first, mask = number & 0xFFFF, 0
    if first is not None:
        yield first, mask


def _unmasked(pairs: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, mask in pairs:
        yield first
        yield from (first + bit + 1 & 0xFFFF for bit in range(16) if mask >> bit & 1)


class KeyRequests:
    """When to ask a sender for a key picture: at once, then again while none comes, but not faster than it can answer.

    A tile that stays black until somebody happens to send a key picture is the fault that users meet first; a sender
    asked for each lost packet sends nothing but key pictures, and loses more.
    """

    def __init__(self, *, again: float = 1.0, least: float = 0.3) -> None:
        """`again`: seconds until an unanswered request is repeated; `least`: between any two."""
        self._again, self._least = again, least
        self._open = self._fresh = False
        self._asked: float | None = None
        self.number = 0
        """For FIR: of the request made last. One more for each new request, the same when it is repeated, 8 bits.
        (RFC 5104 §4.3.1.2)"""

    def want(self) -> None:
        """A picture was lost, somebody joined, the layout changed."""
        self._open = self._fresh = True

    def came(self) -> None:
        """A whole key picture is there."""
        self._open = self._fresh = False

    def deadline(self) -> float | None:
        """When `due` will say yes; None where nothing is wanted."""
        if not self._open:
            return None
        if self._asked is None:
            return float("-inf")
        return self._asked + (self._least if self._fresh else self._again)

    def due(self, now: float) -> bool:
        """Whether to ask now; counts as asked."""
        at = self.deadline()
        if at is None or now < at:
            return False
        if self._fresh:
            self.number = self.number + 1 & 0xFF
        self._asked, self._fresh = now, False
        return True
