"""What the parameters of every codec can do; by themselves, those of a codec without any."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from changqian.protocols.sdp.lines import Malformed, refuse_breaks


@dataclass(frozen=True, slots=True)
class Parameters:
    """`Parameters.parse(str(parameters)) == parameters`; prints as the text behind the payload type."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Malformed for what cannot be meant. Parameters unknown here are left out: RFC 3264 and RFC 4867 §8.3.1 have
        them removed from an answer."""
        return cls()

    def __str__(self) -> str:
        return ""

    def twin(self, other: "Parameters") -> bool:
        """Whether packets of both look the same, so that one payload type can stand for both."""
        return type(self) is type(other)

    def answering(self, offered: Self) -> Self:
        """What we, able to do this, answer to what was offered. Clash where that is nothing."""
        return self

    def accepting(self, answered: Self) -> None:
        """Whether an answer fits to this, which we offered. Clash otherwise."""


def pairs(text: str) -> Mapping[str, str]:
    """`key=value; flag` by key in small letters; the first where one comes twice."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        key, _, value = part.partition("=")
        if key.strip():
            found.setdefault(key.strip().lower(), value.strip())
    return found


def flag(values: Mapping[str, str], key: str) -> bool:
    """0 or 1, absent means 0. A key without a value means 1, as some phones write."""
    value = values.get(key, "0")
    if value not in ("", "0", "1"):
        raise Malformed(f"{key}={value} is neither 0 nor 1")
    return value != "0"


def printed(*told: str) -> str:
    """The parameters that are said, with what separates them."""
    refuse_breaks(*told)
    return "; ".join(each for each in told if each)
