"""The `a=` lines. RFC 8866 sections 5.13 and 6; RFC 4145 for `setup`; GB/T 28181-2022 annex G for its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from changqian.protocols.sdp.lines import Malformed, refuse_breaks, whole


class Direction(StrEnum):
    """Who sends, as the writer of the description sees it. RFC 8866 section 6.7."""

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @property
    def mirrored(self) -> "Direction":
        """What the other side says of the same stream. RFC 3264 section 6.1."""
        return {"sendonly": Direction.RECVONLY, "recvonly": Direction.SENDONLY}.get(self.value, self)

    @classmethod
    def of(cls, *, sends: bool, receives: bool) -> "Direction":
        if sends:
            return cls.SENDRECV if receives else cls.SENDONLY
        return cls.RECVONLY if receives else cls.INACTIVE

    @property
    def sends(self) -> bool:
        return self in (Direction.SENDRECV, Direction.SENDONLY)

    @property
    def receives(self) -> bool:
        return self in (Direction.SENDRECV, Direction.RECVONLY)

    def within(self, other: "Direction") -> "Direction":
        """What both allow, seen from the same side."""
        return Direction.of(sends=self.sends and other.sends, receives=self.receives and other.receives)


class Setup(StrEnum):
    """Who opens the TCP connection. RFC 4145 section 4, GB/T 28181-2022 annex G."""

    ACTIVE = "active"
    PASSIVE = "passive"
    ACTPASS = "actpass"
    HOLDCONN = "holdconn"

    @property
    def mirrored(self) -> "Setup":
        """RFC 4145 section 4.1: the answer to this."""
        return {"active": Setup.PASSIVE, "holdconn": Setup.HOLDCONN}.get(self.value, Setup.ACTIVE)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`a=name:value`, or `a=name` where the value is empty."""

    name: str
    value: str = ""

    def __post_init__(self) -> None:
        refuse_breaks(self.name, self.value)
        if not self.name or ":" in self.name:
            raise Malformed(f"{self.name!r} is not the name of an attribute")

    @classmethod
    def parse(cls, text: str) -> Self:
        name, _, value = text.partition(":")
        return cls(name.strip(), value.strip())

    def __str__(self) -> str:
        return f"{self.name}:{self.value}" if self.value else self.name


@dataclass(frozen=True, slots=True)
class RtpMap:
    """`a=rtpmap:96 PS/90000`. `clock` in Hz. RFC 8866 section 6.6."""

    payload: int
    encoding: str
    clock: int
    channels: int = 1

    def __post_init__(self) -> None:
        refuse_breaks(self.encoding)
        if not (0 <= self.payload <= 127 and self.clock > 0 and self.channels > 0 and self.encoding):
            raise Malformed(f"no payload is like {self}")

    @classmethod
    def parse(cls, value: str) -> Self:
        payload, _, rest = value.partition(" ")
        encoding, *numbers = rest.strip().split("/")
        clock = whole(numbers[0].strip(), low=1, high=2**31) if numbers else 90000
        channels = whole(numbers[1].strip(), low=1, high=255) if len(numbers) > 1 else 1
        return cls(whole(payload.strip(), high=127), encoding.strip(), clock, channels)

    def __str__(self) -> str:
        return f"{self.payload} {self.encoding}/{self.clock}" + (f"/{self.channels}" if self.channels > 1 else "")

    @property
    def attribute(self) -> Attribute:
        return Attribute("rtpmap", str(self))


def valued(attributes: Iterable[Attribute], *names: str) -> list[str]:
    """The values of attributes with one of these names, in order. Letter case of names is forgiven."""
    return [each.value for each in attributes if each.name.lower() in names]


def direction_of(attributes: Iterable[Attribute]) -> Direction | None:
    """The last direction that is named."""
    known = {str(each) for each in Direction}
    named = [each.name.lower() for each in attributes if each.name.lower() in known]
    return Direction(named[-1]) if named else None
