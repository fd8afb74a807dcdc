"""The order of requests (RFC 3261 §20.16)."""

from dataclasses import dataclass
from typing import Self

from changqian.protocols.sip.grammar import BLANK, Malformed, is_token, number


@dataclass(frozen=True, slots=True)
class CSeq:
    number: int
    method: str

    def __post_init__(self) -> None:
        if not 0 <= self.number < 2**32 or not is_token(self.method):
            raise Malformed(f"no CSeq: {self.number} {self.method[:40]!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Numbers are sent below 2**31 (RFC 3261 §8.1.1.5) and taken below 2**32."""
        digits, _, method = text.strip(BLANK).replace("\t", " ").partition(" ")
        return cls(number(digits, "the CSeq"), method.strip(BLANK))

    def __str__(self) -> str:
        return f"{self.number} {self.method}"
