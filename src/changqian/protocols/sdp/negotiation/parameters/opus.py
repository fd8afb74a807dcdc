"""Opus. RFC 7587 §6.1, §7.1: each side says what it likes to receive, nothing must be the same."""

from dataclasses import dataclass
from typing import Self

from changqian.protocols.sdp.lines import whole
from changqian.protocols.sdp.negotiation.parameters.base import Parameters, flag, pairs, printed


@dataclass(frozen=True, slots=True)
class OpusParameters(Parameters):
    playback_rate: int = 48000
    "Hz that its writer can play."
    bitrate: int | None = None
    "`maxaveragebitrate`, bit/s."
    stereo: bool = False
    forward_correction: bool = False
    "`useinbandfec`."
    discontinuous: bool = False
    "`usedtx`."
    constant: bool = False
    "`cbr`."

    @classmethod
    def parse(cls, text: str) -> Self:
        values = pairs(text)
        bitrate = values.get("maxaveragebitrate")
        return cls(
            whole(values.get("maxplaybackrate") or "48000", low=8000, high=48000),
            None if bitrate is None else whole(bitrate, low=500, high=10**7),
            *(flag(values, key) for key in ("stereo", "useinbandfec", "usedtx", "cbr")),
        )

    def __str__(self) -> str:
        return printed(
            "" if self.playback_rate == 48000 else f"maxplaybackrate={self.playback_rate}",
            "" if self.bitrate is None else f"maxaveragebitrate={self.bitrate}",
            "stereo=1" if self.stereo else "",
            "useinbandfec=1" if self.forward_correction else "",
            "usedtx=1" if self.discontinuous else "",
            "cbr=1" if self.constant else "",
        )
