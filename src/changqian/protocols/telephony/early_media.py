"""Who may be heard before a call is answered: P-Early-Media (RFC 5009). Colour-ring tones come so."""

from dataclasses import dataclass
from typing import Self

from changqian.protocols.sip.grammar import Malformed, Params
from changqian.protocols.sip.headers import Headers

HEADER = "P-Early-Media"
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")


@dataclass(frozen=True, slots=True)
class EarlyMedia:
    """`directions` one per medium, seen from who answers; `supported` that the header is understood; `gated` that the
    network already lets nothing else through."""

    directions: tuple[str, ...] = ()
    supported: bool = False
    gated: bool = False

    @classmethod
    def of(cls, headers: Headers) -> Self | None:
        """None where the header is absent, or cannot be read: then a local tone is right (RFC 5009 §8)."""
        try:
            parts = [part.lower() for part in headers.listed(HEADER)]
        except Malformed:
            return None
        if not parts:
            return None
        words = [part.partition(";")[0].strip() for part in parts]
        gated = any("gated" in Params.parse(part.partition(";")[2]) for part in parts)
        return cls(tuple(word for word in words if word in DIRECTIONS), "supported" in words, gated or "gated" in words)

    @property
    def heard(self) -> bool:
        """Whether sound of the other side is to be played: it, and not a tone of ours."""
        return any(each in ("sendrecv", "sendonly") for each in self.directions)

    def __str__(self) -> str:
        words = [*self.directions, *(["supported"] if self.supported else []), *(["gated"] if self.gated else [])]
        return ", ".join(words)
