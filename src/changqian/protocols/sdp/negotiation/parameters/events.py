"""Key presses: which events somebody understands. RFC 4733 §2.4.1, §2.5.1.1."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from changqian.protocols.sdp.lines import Malformed, whole
from changqian.protocols.sdp.negotiation.parameters.base import Parameters
from changqian.protocols.sdp.negotiation.refusals import Clash, Why

KEYS = frozenset(range(16))
"0 to 9, *, #, A to D. Absent parameters mean these."


@dataclass(frozen=True, slots=True)
class EventParameters(Parameters):
    events: frozenset[int] = KEYS

    def __post_init__(self) -> None:
        if not self.events or not all(0 <= each <= 255 for each in self.events):
            raise Malformed("events are numbers from 0 to 255")

    @classmethod
    def parse(cls, text: str) -> Self:
        """`0-15,66`, also written `events=0-15`."""
        listed = text.strip().lower().removeprefix("events=").partition(";")[0].strip()
        if not listed:
            return cls()
        found: set[int] = set()
        for part in listed.split(","):
            low, _, high = part.strip().partition("-")
            first = whole(low.strip(), high=255)
            found.update(range(first, whole(high.strip(), high=255) + 1 if high else first + 1))
        return cls(frozenset(found))

    def __str__(self) -> str:
        return ",".join(_spans(sorted(self.events)))

    def answering(self, offered: Self) -> Self:
        common = self.events & offered.events
        if not common:
            raise Clash(Why.PARAMETERS, "没有双方都支持的按键事件")
        return type(self)(common)


def _spans(events: list[int]) -> Iterable[str]:
    begin = events[0]
    for one, following in pairwise([*events, 999]):
        if following != one + 1:
            yield str(begin) if begin == one else f"{begin}-{one}"
            begin = following
