"""Control of a playback inside INFO requests. GB/T 28181-2022 annex B: PLAY, PAUSE and TEARDOWN out of RTSP.

A PLAY has a Scale or a Range, never both: devices obey one of the two, and which one differs.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from changqian.protocols.gb28181.errors import Malformed

CONTENT_TYPE = "Application/MANSRTSP"
PROTOCOLS = ("RTSP/1.0", "MANSRTSP/1.0")
LARGEST = 8192
SCALES = (0.25, 0.5, 1, 2, 4)
"What any device should know; 2022 adds the same below zero for backwards."


class Method(StrEnum):
    PLAY = "PLAY"
    PAUSE = "PAUSE"
    TEARDOWN = "TEARDOWN"


@dataclass(frozen=True, slots=True)
class Range:
    """Seconds from the start of the recording; `start` None is now, `stop` None the end."""

    start: float | None = None
    stop: float | None = None

    def __post_init__(self) -> None:
        numbers = [each for each in (self.start, self.stop) if each is not None]
        if not all(math.isfinite(each) and 0 <= each < 1e9 for each in numbers):
            raise Malformed(f"no such time: {self.start} to {self.stop}")
        if self.start is not None and self.stop is not None and self.stop < self.start:
            raise Malformed("a range ends after it starts")

    @classmethod
    def parse(cls, text: str) -> Self:
        unit, _, span = text.replace(" ", "").partition("=")
        start, dash, stop = span.partition("-")
        if unit.lower() != "npt" or not start:
            raise Malformed(f"{text[:40]!r} is no range of npt")
        return cls(None if start.lower() == "now" else _seconds(start), _seconds(stop) if dash and stop else None)

    def __str__(self) -> str:
        start = "now" if self.start is None else _plain(self.start)
        return f"npt={start}-{'' if self.stop is None else _plain(self.stop)}"


@dataclass(frozen=True, slots=True)
class Request:
    """One order. Malformed for a PLAY with both a scale and a range, and for either with another method."""

    method: Method
    cseq: int
    scale: float | None = None
    range: Range | None = None

    def __post_init__(self) -> None:
        if self.scale is not None and self.range is not None:
            raise Malformed("a PLAY has a Scale or a Range, not both")
        if self.method is not Method.PLAY and (self.scale is not None or self.range is not None):
            raise Malformed(f"{self.method} has neither Scale nor Range")
        if self.scale is not None and not (math.isfinite(self.scale) and 0 < abs(self.scale) <= 256):
            raise Malformed(f"nothing plays at {self.scale}")
        if not 0 <= self.cseq < 2**32:
            raise Malformed(f"CSeq is {self.cseq}")

    def encode(self, protocol: str = PROTOCOLS[0]) -> bytes:
        """The body of an INFO. See `Version.playback_protocol` for how an edition calls the protocol."""
        lines = [f"{self.method} {protocol}", f"CSeq: {self.cseq}"]
        if self.scale is not None:
            lines.append(f"Scale: {_plain(self.scale)}")
        if self.range is not None:
            lines.append(f"Range: {self.range}")
        if self.method is Method.PAUSE:
            lines.append("PauseTime: now")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a device may put into its 200 to an INFO. `rtp_info` as it came."""

    status: int
    reason: str = "OK"
    cseq: int = 0
    rtp_info: str = ""

    def __post_init__(self) -> None:
        if not 100 <= self.status <= 699 or not 0 <= self.cseq < 2**32:
            raise Malformed(f"no reply {self.status} to {self.cseq}")
        if any(each in self.reason + self.rtp_info for each in "\r\n"):
            raise Malformed("a value must stay on its line")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        first, headers = _read(data)
        words = first.split(maxsplit=2)
        if len(words) < 2 or words[0].upper() not in PROTOCOLS or not _is_number(words[1]):
            raise Malformed(f"{first[:40]!r} is no reply")
        reason = words[2] if len(words) > 2 else ""
        return cls(int(words[1]), reason, _cseq(headers), headers.get("rtp-info", ""))

    def encode(self, protocol: str = PROTOCOLS[0]) -> bytes:
        lines = [f"{protocol} {self.status} {self.reason}".rstrip(), f"CSeq: {self.cseq}"]
        if self.rtp_info:
            lines.append(f"RTP-Info: {self.rtp_info}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def parse(data: bytes) -> tuple[Request, ...]:
    """The orders in the body of an INFO, of either protocol name and any line ending.

    Upper platforms do send a Scale and a Range together: that is two orders, first where to go, then how fast. A range
    from now on changes nothing beside a scale, and is dropped. Malformed for what is no order.
    """
    first, headers = _read(data)
    words = first.split()
    methods = {str(each): each for each in Method}
    if len(words) < 2 or words[0].upper() not in methods or words[-1].upper() not in PROTOCOLS:
        raise Malformed(f"{first[:40]!r} orders nothing")
    method, cseq = methods[words[0].upper()], _cseq(headers)
    if method is not Method.PLAY:
        return (Request(method, cseq),)
    scale = _number(headers["scale"]) if "scale" in headers else None
    span = Range.parse(headers["range"]) if "range" in headers else None
    if scale is None or span is None:
        return (Request(method, cseq, scale, span),)
    speed = Request(method, cseq, scale=scale)
    return (speed,) if span == Range() else (Request(method, cseq, range=span), speed)


def _read(data: bytes) -> tuple[str, dict[str, str]]:
    if len(data) > LARGEST:
        raise Malformed(f"{len(data)} bytes are more than {LARGEST}")
    lines = [line.strip() for line in data.decode("utf-8", "replace").replace("\0", "").splitlines() if line.strip()]
    if not lines:
        raise Malformed("an empty body")
    pairs = (line.partition(":") for line in lines[1:])
    return lines[0], {name.strip().lower(): value.strip() for name, _, value in pairs}


def _cseq(headers: dict[str, str]) -> int:
    text = headers.get("cseq", "0")
    return int(text) if _is_number(text) and int(text) < 2**32 else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10


def _seconds(text: str) -> float:
    return _number(text.removesuffix("s"))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Malformed(f"{text[:40]!r} is no number") from None


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
