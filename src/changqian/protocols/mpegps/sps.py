"""Width, height and codec string out of a sequence parameter set (H.264 §7.3.2.1.1, H.265 §7.3.2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from changqian.protocols.mpegps.bits import Bits, unescaped
from changqian.protocols.mpegps.codecs import Codec

_LONGEST = 512
"Bytes read of a set; those of cameras have 20 to 60."
_LARGEST = 16384
"Pixels in a row or column."
_WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})


class UnreadableSps(ValueError):
    """These bytes are no sequence parameter set."""


@dataclass(frozen=True, slots=True)
class Sps:
    codec: Codec
    width: int
    "Pixels shown, cropping taken off."
    height: int
    profile: int
    "profile_idc."
    level: int
    "H.264: level × 10; H.265: level × 30."
    codec_string: str
    "For `MediaSource.isTypeSupported` (RFC 6381 §3.3, ISO/IEC 14496-15 annex E)."

    @classmethod
    def parse(cls, unit: bytes, codec: Codec) -> Sps:
        """`unit`: the NAL unit, without start code. Raises UnreadableSps."""
        read = {Codec.H264: _h264, Codec.H265: _h265}.get(codec)
        if read is None or len(unit) < 4:
            raise UnreadableSps(f"{len(unit)} bytes of {codec}")
        found, bits = read(unescaped(unit[:_LONGEST]))
        if bits.left < 0:
            raise UnreadableSps("cut off")
        if not (0 < found.width <= _LARGEST and 0 < found.height <= _LARGEST):
            raise UnreadableSps(f"{found.width}×{found.height}")
        return found


def _h264(data: bytes) -> tuple[Sps, Bits]:
    profile, level = data[1], data[3]
    bits = Bits(data[4:])
    bits.ue()
    chroma, separate = 1, 0
    if profile in _WITH_CHROMA:
        chroma, separate = _chroma(bits)
    bits.ue()
    _picture_order(bits)
    bits.ue()
    bits.u(1)
    width, height = 16 * (bits.ue() + 1), 16 * (bits.ue() + 1)
    frames_only = bits.u(1)
    height *= 2 - frames_only
    if not frames_only:
        bits.u(1)
    bits.u(1)
    if bits.u(1):
        left, right, top, bottom = (bits.ue() for _ in range(4))
        planes = 0 if separate else chroma
        # Table 6-1; what is cropped is counted in chroma samples and, of fields, in pairs of lines.
        across = 2 if planes in (1, 2) else 1
        down = (2 if planes == 1 else 1) * (2 - frames_only)
        width, height = width - across * (left + right), height - down * (top + bottom)
    return Sps(Codec.H264, width, height, profile, level, f"avc1.{data[1:4].hex().upper()}"), bits


def _chroma(bits: Bits) -> tuple[int, int]:
    """What the high profiles say in addition: chroma_format_idc and separate_colour_plane_flag."""
    chroma = bits.ue()
    separate = bits.u(1) if chroma == 3 else 0
    bits.ue()
    bits.ue()
    bits.u(1)
    if bits.u(1):
        for place in range(12 if chroma == 3 else 8):
            if bits.u(1):
                _scaling_list(bits, 16 if place < 6 else 64)
    return chroma, separate


def _scaling_list(bits: Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _picture_order(bits: Bits) -> None:
    kind = bits.ue()
    if kind == 0:
        bits.ue()
    elif kind == 1:
        bits.u(1)
        bits.se()
        bits.se()
        for _ in range(min(bits.ue(), 255)):
            bits.se()


def _h265(data: bytes) -> tuple[Sps, Bits]:
    bits = Bits(data[2:])
    bits.u(4)
    layers = bits.u(3)
    bits.u(1)
    space, tier, profile = bits.u(2), bits.u(1), bits.u(5)
    compatible, constraints, level = bits.u(32), bits.u(48), bits.u(8)
    _sub_layers(bits, layers)
    bits.ue()
    chroma = bits.ue()
    separate = bits.u(1) if chroma == 3 else 0
    width, height = bits.ue(), bits.ue()
    if bits.u(1):
        left, right, top, bottom = (bits.ue() for _ in range(4))
        planes = 0 if separate else chroma
        width -= (2 if planes in (1, 2) else 1) * (left + right)
        height -= (2 if planes == 1 else 1) * (top + bottom)
    name = _hvc1(space, profile, compatible, "LH"[tier], level, constraints)
    return Sps(Codec.H265, width, height, profile, level, name), bits


def _sub_layers(bits: Bits, count: int) -> None:
    """profile_tier_level of the temporal sub-layers (H.265 §7.3.3)."""
    present = [(bits.u(1), bits.u(1)) for _ in range(count)]
    if count:
        bits.u(2 * (8 - count))
    for profile, level in present:
        bits.u(88 * profile + 8 * level)


def _hvc1(space: int, profile: int, compatible: int, tier: str, level: int, constraints: int) -> str:
    """ISO/IEC 14496-15 annex E.3: the compatibility flags in reverse order, trailing zero bytes left out."""
    backwards = int(f"{compatible:032b}"[::-1], 2)
    told = constraints.to_bytes(6).rstrip(b"\0")
    parts = [f"{' ABC'[space].strip()}{profile}", f"{backwards:X}", f"{tier}{level}", *(f"{byte:X}" for byte in told)]
    return ".".join(["hvc1", *parts])
