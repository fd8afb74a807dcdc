"""Frames of AMR and AMR-WB in RTP, in both packings (RFC 4867 §4), and as decoders and files want them (§5).

Bits of a frame stand in the order of 3GPP TS 26.101 and 26.201 annex A of RFC 4867's tables: nothing is coded here,
so changing the packing of a call costs no quality.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from changqian.protocols.rtp.payload.errors import MalformedPayload

NO_REQUEST = 15
"As codec mode request: whatever the sender likes. (§4.3.1)"
NO_DATA, SPEECH_LOST = 15, 14
"Frame types without bits; the second is of AMR-WB only."
MOST_FRAMES = 12
"In one packet: 240 ms, the largest maxptime in telephony (3GPP TS 26.114 §7.4.2)."
FRAME_MS = 20


class Packing(StrEnum):
    """`octet-align`: absent or 0 means the first. (§8.1)"""

    BANDWIDTH_EFFICIENT = "bandwidth-efficient"
    OCTET_ALIGNED = "octet-aligned"


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the two codecs."""

    name: str
    clock: int
    "Hz, of its timestamps."
    bits: Mapping[int, int]
    "Of a frame, by frame type. (3GPP TS 26.101 table 1b, TS 26.201 table 1b)"
    sid: int
    "The frame type of comfort noise; the modes of speech are those below it."
    bitrates: tuple[int, ...]
    "By mode, bit/s."
    magic: bytes
    "The first bytes of a file. (§5.1)"

    @property
    def ticks(self) -> int:
        """Of one frame."""
        return self.clock * FRAME_MS // 1000

    @property
    def modes(self) -> frozenset[int]:
        return frozenset(range(len(self.bitrates)))

    def octets(self, kind: int) -> int:
        """Of a frame of this type. Raises MalformedPayload for a type that is reserved: §4.3.2 drops such packets."""
        try:
            return self.bits[kind] + 7 >> 3
        except KeyError:
            raise MalformedPayload(f"{self.name} has no frame type {kind}") from None


NARROW = Variant(
    name="AMR",
    clock=8000,
    # 9 to 11 are the comfort noise of GSM-EFR, TDMA-EFR and PDC-EFR, which share the format.
    bits=dict(zip((*range(12), NO_DATA), (95, 103, 118, 134, 148, 159, 204, 244, 39, 43, 38, 37, 0), strict=True)),
    sid=8,
    bitrates=(4750, 5150, 5900, 6700, 7400, 7950, 10200, 12200),
    magic=b"#!AMR\n",
)
WIDE = Variant(
    name="AMR-WB",
    clock=16000,
    bits=dict(
        zip((*range(10), SPEECH_LOST, NO_DATA), (132, 177, 253, 285, 317, 365, 397, 461, 477, 40, 0, 0), strict=True)
    ),
    sid=9,
    bitrates=(6600, 8850, 12650, 14250, 15850, 18250, 19850, 23050, 23850),
    magic=b"#!AMR-WB\n",
)
VARIANTS: Mapping[str, Variant] = {each.name: each for each in (NARROW, WIDE)}


class Frame(NamedTuple):
    """20 ms of speech, comfort noise, or nothing."""

    kind: int
    "The frame type: a mode of speech, `Variant.sid`, NO_DATA."
    data: bytes = b""
    "Its bits, filled up with zeros to whole bytes."
    good: bool = True
    "False: received damaged, the decoder shall conceal. (Q, §4.3.2)"

    def stored(self) -> bytes:
        """As a file holds it and as decoders take it. (§5.3)"""
        return bytes([self.kind << 3 | self.good << 2]) + self.data

    def speaks(self, variant: Variant) -> bool:
        return self.kind < variant.sid


class Payload(NamedTuple):
    """The content of a packet; `unpack(pack(payload, …), …) == payload`."""

    frames: tuple[Frame, ...]
    "One after the other in time, 20 ms each."
    request: int = NO_REQUEST
    "The mode that its sender wants to hear; to be obeyed as far as was agreed. (CMR, §4.3.1)"


def pack(payload: Payload, variant: Variant, packing: Packing) -> bytes:
    """Raises MalformedPayload for frames that the codec does not have, too many or none."""
    _checked(payload, variant)
    if packing is Packing.OCTET_ALIGNED:
        last = len(payload.frames) - 1
        contents = bytes(
            (at < last) << 7 | frame.kind << 3 | frame.good << 2 for at, frame in enumerate(payload.frames)
        )
        return bytes([payload.request << 4]) + contents + b"".join(frame.data for frame in payload.frames)
    value, size = payload.request, 4
    for at, frame in enumerate(payload.frames, start=1):
        value = value << 6 | (at < len(payload.frames)) << 5 | frame.kind << 1 | frame.good
        size += 6
    for frame in payload.frames:
        bits = variant.bits[frame.kind]
        value = value << bits | int.from_bytes(frame.data) >> 8 * len(frame.data) - bits
        size += bits
    spare = -size % 8
    return (value << spare).to_bytes(size + spare >> 3)


def unpack(data: bytes, variant: Variant, packing: Packing) -> Payload:
    """Raises MalformedPayload, also where bytes are left over: then the sender packs otherwise than was agreed."""
    return _aligned(data, variant) if packing is Packing.OCTET_ALIGNED else _efficient(data, variant)


def fits(data: bytes, variant: Variant, packing: Packing) -> bool:
    """Whether the sizes add up in this packing. Where they only do in the other one, that is what the sender uses.

    A wrongly agreed `octet-align` is heard as noise, and nothing else tells it.
    """
    try:
        unpack(data, variant, packing)
    except MalformedPayload:
        return False
    return True


def from_stored(data: bytes, variant: Variant) -> Iterator[Frame]:
    """The frames of a file, its magic cut off or not. Raises MalformedPayload where one is cut off."""
    at = len(variant.magic) if data.startswith(variant.magic) else 0
    while at < len(data):
        kind, good = data[at] >> 3 & 15, bool(data[at] & 4)
        end = at + 1 + variant.octets(kind)
        if end > len(data):
            raise MalformedPayload("the last frame is cut off")
        yield Frame(kind, _filled(data[at + 1 : end], variant.bits[kind]), good)
        at = end


def _checked(payload: Payload, variant: Variant) -> None:
    if not 0 < len(payload.frames) <= MOST_FRAMES:
        raise MalformedPayload(f"{len(payload.frames)} frames in a packet, where 1 to {MOST_FRAMES} fit")
    if not 0 <= payload.request <= 15:
        raise MalformedPayload(f"{payload.request} is no mode request")
    for frame in payload.frames:
        if len(frame.data) != variant.octets(frame.kind):
            raise MalformedPayload(f"a frame of type {frame.kind} has no {len(frame.data)} bytes")


def _aligned(data: bytes, variant: Variant) -> Payload:
    """§4.4."""
    if len(data) < 2:
        raise MalformedPayload("no table of contents")
    contents: list[tuple[int, bool]] = []
    at = 1
    more = True
    while more:
        if at >= len(data) or len(contents) >= MOST_FRAMES:
            raise MalformedPayload("the table of contents does not end")
        entry = data[at]
        contents.append((entry >> 3 & 15, bool(entry & 4)))
        more = entry > 0x7F
        at += 1
    frames = []
    for kind, good in contents:
        end = at + variant.octets(kind)
        if end > len(data):
            raise MalformedPayload("a frame is cut off")
        frames.append(Frame(kind, _filled(data[at:end], variant.bits[kind]), good))
        at = end
    if at < len(data):
        raise MalformedPayload(f"{len(data) - at} bytes behind the last frame")
    return Payload(tuple(frames), data[0] >> 4)


def _efficient(data: bytes, variant: Variant) -> Payload:
    """§4.3."""
    left = 8 * len(data) - 4
    if left < 6:
        raise MalformedPayload("no table of contents")
    value = int.from_bytes(data)
    request = value >> left
    contents: list[tuple[int, bool]] = []
    more = True
    while more:
        left -= 6
        if left < 0 or len(contents) >= MOST_FRAMES:
            raise MalformedPayload("the table of contents does not end")
        entry = value >> left & 0x3F
        contents.append((entry >> 1 & 15, bool(entry & 1)))
        more = entry > 0x1F
    frames = []
    for kind, good in contents:
        octets, bits = variant.octets(kind), variant.bits[kind]
        left -= bits
        if left < 0:
            raise MalformedPayload("a frame is cut off")
        speech = value >> left & (1 << bits) - 1
        frames.append(Frame(kind, (speech << 8 * octets - bits).to_bytes(octets), good))
    if left > 7:
        raise MalformedPayload(f"{left} bits behind the last frame")
    return Payload(tuple(frames), request)


def _filled(data: bytes, bits: int) -> bytes:
    """With zeros behind the last bit, whatever stood there."""
    spare = 8 * len(data) - bits
    return (int.from_bytes(data) >> spare << spare).to_bytes(len(data)) if spare else data
