"""What the elementary streams of a program stream are."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    VIDEO = "video"
    AUDIO = "audio"


class Codec(StrEnum):
    H264 = "h264"
    H265 = "h265"
    MPEG4 = "mpeg4"
    SVAC_VIDEO = "svac_video"
    AAC = "aac"
    G711A = "g711a"
    G711U = "g711u"
    G722_1 = "g722_1"
    G723_1 = "g723_1"
    G729 = "g729"
    SVAC_AUDIO = "svac_audio"

    @property
    def kind(self) -> Kind:
        return Kind.VIDEO if self in _VIDEO else Kind.AUDIO


_VIDEO = frozenset({Codec.H264, Codec.H265, Codec.MPEG4, Codec.SVAC_VIDEO})

STREAM_TYPES: Mapping[int, Codec] = {
    0x0F: Codec.AAC,
    0x10: Codec.MPEG4,
    0x1B: Codec.H264,
    0x24: Codec.H265,
    0x80: Codec.SVAC_VIDEO,
    0x90: Codec.G711A,
    0x91: Codec.G711U,
    0x92: Codec.G722_1,
    0x93: Codec.G723_1,
    0x99: Codec.G729,
    0x9B: Codec.SVAC_AUDIO,
}
"The stream types of the program stream map (GB/T 28181-2022 annex C)."

TYPE_OF = {codec: stream_type for stream_type, codec in STREAM_TYPES.items()}
