"""The `f=` line: `v/codec/resolution/fps/rate type/kbpsa/codec/kbps/sampling`. GB/T 28181-2022 annex G.

All are codes as text. 2022 devices write a resolution that has no code as `1920*1080`; most leave all empty.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from changqian.protocols.sdp.lines import Malformed, refuse_breaks


class VideoCode(StrEnum):
    MPEG4 = "1"
    H264 = "2"
    SVAC = "3"
    THREE_GP = "4"
    H265 = "5"


class AudioCode(StrEnum):
    G711 = "1"
    G723_1 = "2"
    G729 = "3"
    G722_1 = "4"
    SVAC = "5"
    AAC = "6"


RESOLUTIONS = {"1": "QCIF", "2": "CIF", "3": "4CIF", "4": "D1", "5": "720P", "6": "1080P"}
RATE_TYPES = {"1": "CBR", "2": "VBR"}
AUDIO_KBPS = {"1": 5.3, "2": 6.3, "3": 8, "4": 16, "5": 24, "6": 32, "7": 48, "8": 64}
"By code."
SAMPLING_KHZ = {"1": 8, "2": 14, "3": 16, "4": 32}
"By code."
VIDEO_FIELDS, AUDIO_FIELDS = 5, 3


@dataclass(frozen=True, slots=True)
class Description:
    """What is asked for or sent; an empty code leaves it to the sender. `kbps` is a number, the rest are codes."""

    codec: str = ""
    resolution: str = ""
    frame_rate: str = ""
    rate_type: str = ""
    kbps: str = ""
    audio_codec: str = ""
    audio_kbps: str = ""
    sampling: str = ""

    def __post_init__(self) -> None:
        for value in self._values:
            refuse_breaks(value)
            if "/" in value or "a" in value or value != value.strip():
                raise Malformed(f"{value!r} does not fit into an f= line")

    @property
    def _values(self) -> tuple[str, ...]:
        return (*self._video, self.audio_codec, self.audio_kbps, self.sampling)

    @property
    def _video(self) -> tuple[str, ...]:
        return self.codec, self.resolution, self.frame_rate, self.rate_type, self.kbps

    @classmethod
    def parse(cls, text: str) -> Self:
        """With or without a blank before the audio part, with fields missing at its end. Malformed for other text."""
        text = text.replace(" ", "").lower()
        if not text:
            return cls()
        video, mark, audio = text.partition("a")
        if video and not video.startswith("v"):
            raise Malformed(f"an f= line starts with v or a, not {text[:20]!r}")
        told = _fields(video.removeprefix("v"), VIDEO_FIELDS)
        return cls(*told, *_fields(audio if mark else "", AUDIO_FIELDS))

    def __str__(self) -> str:
        if not any(self._values):
            return ""
        return f"v/{'/'.join(self._video)}a/{self.audio_codec}/{self.audio_kbps}/{self.sampling}"


def _fields(text: str, count: int) -> list[str]:
    found = text.removeprefix("/").split("/")
    return [*found, *[""] * count][:count]
