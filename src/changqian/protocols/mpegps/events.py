"""What a demuxer tells."""

from dataclasses import dataclass
from enum import StrEnum

from changqian.protocols.mpegps.codecs import Codec, Kind


@dataclass(frozen=True, slots=True)
class Stream:
    """A kind of stream has this codec from now on."""

    kind: Kind
    codec: Codec


@dataclass(frozen=True, slots=True)
class Frame:
    """One access unit: of video a picture with its parameter sets in Annex B form, of AAC one frame with ADTS header,
    of other audio what one PES packet held."""

    codec: Codec
    pts: int
    "Ticks of 90 kHz; goes on where the 33 bits of the stream wrap."
    dts: int
    data: bytes
    key: bool = True
    "Decoding can begin here; always so for audio."


class Fault(StrEnum):
    LOST = "lost"
    "Pieces are missing."
    TRUNCATED = "truncated"
    "A new pack began inside a PES packet: the device dropped the rest."
    OVERSIZED = "oversized"
    UNREADABLE = "unreadable"
    "No NAL unit where a frame begins."


@dataclass(frozen=True, slots=True)
class Damaged:
    """A frame is dropped or missing; video goes on with the next key frame, so this is when to ask for one."""

    fault: Fault
    pts: int | None
    "Of the dropped frame, where one had begun."


Event = Stream | Frame | Damaged
