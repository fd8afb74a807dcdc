"""`a=rtcp-fb`: which feedback a side understands. RFC 4585 §4.2, RFC 5104 §7.1."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from changqian.protocols.sdp.attributes import Attribute
from changqian.protocols.sdp.media import Media

ALL = "*"


@dataclass(frozen=True, slots=True)
class Feedback:
    """`kind` with its parameter, as `nack pli`, `ccm fir`, `ccm tmmbr`; a bare `nack` is about packets."""

    kind: str
    payload: str = ALL

    @classmethod
    def parse(cls, value: str) -> Self:
        payload, *words = value.split()[:8] or [ALL]
        return cls(" ".join(words).lower(), payload)

    @property
    def attribute(self) -> Attribute:
        return Attribute("rtcp-fb", f"{self.payload} {self.kind}")


VIDEO = tuple(Feedback(kind) for kind in ("nack", "nack pli", "ccm fir", "ccm tmmbr"))
"What a camera on the telephone is steered by (3GPP TS 26.114 §7.3.2)."
REGULAR = "trr-int"
"`trr-int 5000`: regular reports at least so many milliseconds apart. A wish, not a kind of feedback."


def offered(media: Media, payload: int) -> tuple[Feedback, ...]:
    """What a stream offers for one format."""
    found = (Feedback.parse(value) for value in media.values("rtcp-fb"))
    return tuple(dict.fromkeys(each for each in found if each.kind and each.payload in (ALL, str(payload))))


def common(theirs: Iterable[Feedback], ours: Iterable[Feedback]) -> tuple[Feedback, ...]:
    """What both know, as they wrote it. `ccm tmmbr smaxpr=…` is the same kind as `ccm tmmbr`."""
    known = {each.kind for each in ours}
    return tuple(each for each in theirs if _bare(each.kind) in known or each.kind.startswith(REGULAR))


def interval(agreed: Iterable[Feedback]) -> float | None:
    """Seconds of `trr-int`."""
    words = (each.kind.split() for each in agreed if each.kind.startswith(REGULAR))
    return next(
        (int(each[1]) / 1000 for each in words if len(each) == 2 and each[1].isdecimal() and len(each[1]) < 9), None
    )


def _bare(kind: str) -> str:
    return " ".join(word for word in kind.split() if "=" not in word)
