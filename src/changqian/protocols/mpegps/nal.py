"""NAL units of H.264 and H.265 in Annex B form (ITU-T H.264 and H.265, annex B and §7.3.1).

Start codes are found by `bytes.find` and `bytes.split`: no Python per byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from changqian.protocols.mpegps.bits import Bits
from changqian.protocols.mpegps.codecs import Codec

PREFIX = b"\0\0\1"
START = b"\0\0\0\1"
MOST_BEFORE_PICTURE = 64
"NAL units looked at in front of the first slice; more are a device gone mad."

H264_SLICE, H264_IDR, H264_SPS, H264_PPS = 1, 5, 7, 8
H265_FIRST_IRAP, H265_LAST_IRAP = 16, 23
H265_VPS, H265_SPS, H265_PPS = 32, 33, 34


@dataclass(frozen=True, slots=True)
class Seen:
    """What an access unit is, by its NAL units up to the first slice."""

    starts: bool
    "It begins with a NAL unit."
    picture: bool
    key: bool


def split(data: bytes) -> list[bytes]:
    """The NAL units without start codes and without the zeros between them."""
    units = (unit.rstrip(b"\0") for unit in data.split(PREFIX)[1:])
    return [unit for unit in units if unit]


def joined(units: Sequence[bytes]) -> bytes:
    return b"".join(START + unit for unit in units)


def kind_of(first: int, codec: Codec) -> int:
    """nal_unit_type, from the first byte of a unit."""
    return first & 0x1F if codec is Codec.H264 else first >> 1 & 0x3F


def look(data: bytes, codec: Codec) -> Seen:
    """Reads the units of an access unit up to its first slice.

    Key are an IDR picture, in H.265 every IRAP picture, and what else comes with an SPS: devices restart their stream
    with intra pictures of other types. In H.264 the slice must say that it is intra; in H.265 that cannot be read
    without the parameter sets, so there the SPS is believed.
    """
    at = data.find(PREFIX)
    starts = at >= 0 and not data[:at].strip(b"\0")
    sets = False
    for _ in range(MOST_BEFORE_PICTURE):
        if at < 0 or at + 4 > len(data):
            break
        kind = kind_of(data[at + 3], codec)
        if codec is Codec.H264:
            if kind in (H264_SLICE, H264_IDR):
                return Seen(starts, True, kind == H264_IDR or (sets and _intra(data[at + 4 : at + 12])))
            sets = sets or kind == H264_SPS
        else:
            if kind < H265_VPS:
                return Seen(starts, True, sets or H265_FIRST_IRAP <= kind <= H265_LAST_IRAP)
            sets = sets or kind == H265_SPS
        at = data.find(PREFIX, at + 3)
    return Seen(starts, False, False)


def guess(data: bytes) -> Codec | None:
    """The codec by its parameter sets, which cannot be mistaken: the types of the one are unused in the other."""
    at = data.find(PREFIX)
    for _ in range(MOST_BEFORE_PICTURE):
        if at < 0 or at + 5 > len(data):
            return None
        first = data[at + 3]
        if first & 0x9F == H264_SPS and first != H264_SPS:
            return Codec.H264
        if first in (H265_VPS << 1, H265_SPS << 1) and data[at + 4] & 0xF8 == 0:
            return Codec.H265
        at = data.find(PREFIX, at + 3)
    return None


@dataclass(frozen=True, slots=True)
class ParameterSets:
    """The parameter sets in an access unit, as NAL units; H.264 has no VPS."""

    vps: tuple[bytes, ...]
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]

    @classmethod
    def of(cls, data: bytes, codec: Codec) -> ParameterSets:
        kinds = (-1, H264_SPS, H264_PPS) if codec is Codec.H264 else (H265_VPS, H265_SPS, H265_PPS)
        units = split(data)
        vps, sps, pps = (tuple(unit for unit in units if kind_of(unit[0], codec) == kind) for kind in kinds)
        return cls(vps, sps, pps)

    def __bool__(self) -> bool:
        return bool(self.sps and self.pps)


def _intra(data: bytes) -> bool:
    """Whether a slice header of H.264 says I or SI (§7.3.3, table 7-6)."""
    bits = Bits(data)
    bits.ue()
    return bits.ue() % 5 in (2, 4)
