"""AAC in ADTS: a header of 7 or 9 bytes before each frame (ISO/IEC 13818-7 §6.2)."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLES = 1024
"Of one AAC frame."
RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
LONGEST = 0x1FFF


class MalformedAdts(ValueError):
    """These bytes are no ADTS header."""


@dataclass(frozen=True, slots=True)
class Adts:
    """An ADTS header; `Adts.parse(bytes(header)) == header` where it has no checksum."""

    object_type: int
    "MPEG-4 audio object type, 1 to 4; 2 is AAC-LC."
    sample_rate: int
    "Hz."
    channels: int
    "channel_configuration: 0 says nothing, 7 means 8."
    length: int
    "Bytes of the frame, header included."
    size: int = 7
    "Bytes of the header."

    @classmethod
    def parse(cls, data: bytes, at: int = 0) -> Adts:
        """Raises MalformedAdts, also when fewer than 7 bytes follow."""
        if at + 7 > len(data):
            raise MalformedAdts("cut off")
        bits = int.from_bytes(data[at : at + 7])
        rate, length, size = bits >> 34 & 15, bits >> 13 & LONGEST, 7 if bits >> 40 & 1 else 9
        # The sync word and a layer of 0.
        if bits >> 41 & 0x7FFB != 0x7FF8 or rate >= len(RATES) or length < size:
            raise MalformedAdts(data[at : at + 7].hex())
        return cls((bits >> 38 & 3) + 1, RATES[rate], bits >> 30 & 7, length, size)

    def __bytes__(self) -> bytes:
        """Without checksum. Raises ValueError for a rate that ADTS does not know."""
        bits = 0xFFF1 << 40 | self.object_type - 1 << 38 | RATES.index(self.sample_rate) << 34
        return (bits | self.channels << 30 | self.length << 13 | 0x7FF << 2).to_bytes(7)

    @property
    def config(self) -> bytes:
        """AudioSpecificConfig for an `esds` box (ISO/IEC 14496-3 §1.6.2.1)."""
        bits = self.object_type << 11 | RATES.index(self.sample_rate) << 7 | self.channels << 3
        return bits.to_bytes(2)

    @property
    def codec_string(self) -> str:
        return f"mp4a.40.{self.object_type}"


def framed(frame: bytes, *, sample_rate: int, channels: int, object_type: int = 2) -> bytes:
    """A raw AAC frame behind its header."""
    return bytes(Adts(object_type, sample_rate, channels, len(frame) + 7)) + frame


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole frames, headers included, and what has begun behind them: a frame cut off, or what is no ADTS."""
    frames: list[bytes] = []
    at = 0
    while True:
        try:
            end = at + Adts.parse(data, at).length
        except MalformedAdts:
            return frames, data[at:]
        if end > len(data):
            return frames, data[at:]
        frames.append(data[at:end])
        at = end
