"""What a payload type means: by RFC 3551 and GB/T 28181 annex C unless the SDP's rtpmap says otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_MAP = re.compile(r"\s*([^/\s]+)\s*/\s*(\d{1,9})(?:\s*/\s*(\d{1,3}))?\s*")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The right side of an rtpmap; `Encoding.parse(str(encoding)) == encoding`."""

    name: str
    "In capitals."
    clock_rate: int
    "Hz."
    channels: int = 1

    @classmethod
    def parse(cls, text: str) -> Encoding:
        """`PS/90000`, `PCMA/8000/1` (RFC 8866 §6.6). Raises ValueError."""
        found = _MAP.fullmatch(text)
        if not found or not int(found[2]):
            raise ValueError(f"no encoding: {text!r}")
        return cls(found[1].upper(), int(found[2]), int(found[3] or 1))

    def __str__(self) -> str:
        return f"{self.name}/{self.clock_rate}" + (f"/{self.channels}" if self.channels != 1 else "")


DEFAULTS: Mapping[int, Encoding] = {
    0: Encoding("PCMU", 8000),
    8: Encoding("PCMA", 8000),
    96: Encoding("PS", 90000),
    97: Encoding("MPEG4", 90000),
    98: Encoding("H264", 90000),
    99: Encoding("SVAC", 90000),
    100: Encoding("H265", 90000),
}
"""GB/T 28181-2022 annex C. Platforms before it used 99 for H.265, with an rtpmap."""


def encoding_of(payload_type: int, rtpmaps: Mapping[int, str]) -> Encoding | None:
    """`rtpmaps` as in the SDP, by payload type. One that cannot be read counts as absent; None: nobody knows."""
    try:
        return Encoding.parse(rtpmaps[payload_type])
    except (KeyError, ValueError):
        return DEFAULTS.get(payload_type)
