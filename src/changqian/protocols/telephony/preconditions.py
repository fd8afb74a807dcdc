"""Ringing only when the way is clear: a=curr, a=des and a=conf lines of a session description (RFC 3312, RFC 4032).

The lines are data here; when a telephone may ring is `met`. Our own side is a wired network, whose resources are there
from the start, so that what has to be waited for is the other side's radio.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

TAG = "precondition"
"The option tag of Supported and Require."
QOS = "qos"


class Status(StrEnum):
    """Whose part of the way, seen from who wrote the line."""

    E2E = "e2e"
    LOCAL = "local"
    REMOTE = "remote"


class Strength(StrEnum):
    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    NONE = "none"
    FAILURE = "failure"
    UNKNOWN = "unknown"


WAYS: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "send": frozenset({"send"}),
    "recv": frozenset({"recv"}),
    "sendrecv": frozenset({"send", "recv"}),
}
MIRRORED = {Status.LOCAL: Status.REMOTE, Status.REMOTE: Status.LOCAL, Status.E2E: Status.E2E}
TURNED = {"none": "none", "send": "recv", "recv": "send", "sendrecv": "sendrecv"}

_STATUS, _WAY = "(e2e|local|remote)", "(none|send|recv|sendrecv)"
_LINE = re.compile(
    rf"a=(?:(curr|conf):([\w-]+) +{_STATUS} +{_WAY}|des:([\w-]+) +(\w+) +{_STATUS} +{_WAY})[ \t]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """One of curr, conf (both without a strength) and des."""

    what: str
    status: Status
    way: str
    strength: Strength | None = None
    kind: str = QOS

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for what is no such line, or one that makes no sense: it is then as if it were not there."""
        if not (found := _LINE.fullmatch(text)):
            return None
        what, kind, status, way, wanted, strength, des_status, des_way = found.groups()
        if what:
            return cls(what.lower(), Status(status.lower()), way.lower(), kind=kind.lower())
        try:
            return cls("des", Status(des_status.lower()), des_way.lower(), Strength(strength.lower()), wanted.lower())
        except ValueError:
            return None

    def __str__(self) -> str:
        strength = f" {self.strength}" if self.strength else ""
        return f"a={self.what}:{self.kind}{strength} {self.status} {self.way}"


@dataclass(frozen=True, slots=True)
class Medium:
    """The lines of one medium; `off` if its port is 0."""

    lines: tuple[Line, ...] = ()
    off: bool = False

    def of(self, what: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.what == what)

    def current(self, status: Status, kind: str = QOS) -> frozenset[str]:
        ways = (WAYS[line.way] for line in self.of("curr") if (line.status, line.kind) == (status, kind))
        return frozenset[str]().union(*ways)

    @property
    def waiting(self) -> tuple[Line, ...]:
        """What must be and is not yet, as far as these lines tell."""
        return tuple(
            line
            for line in self.of("des")
            if line.strength is Strength.MANDATORY and not WAYS[line.way] <= self.current(line.status, line.kind)
        )


def media_of(sdp: bytes) -> tuple[Medium, ...]:
    """One per m= line; what stands before the first holds for none (RFC 3312 §4)."""
    media: list[Medium] = []
    for raw in sdp.decode("utf-8", errors="replace").splitlines():
        if raw.startswith("m="):
            media.append(Medium(off=(raw.split() + ["", ""])[1].partition("/")[0] == "0"))
        elif media and (line := Line.parse(raw)):
            media[-1] = replace(media[-1], lines=(*media[-1].lines, line))
    return tuple(media)


def asked(sdp: bytes) -> bool:
    """Whether there are preconditions in it at all."""
    return any(medium.of("des") for medium in media_of(sdp))


def met(theirs: bytes, ours: bytes = b"") -> bool:
    """Whether the other side's part is ready, by its own description and by what ours asked of it. What it says of our
    part (its `remote`) does not count: that is ready whatever it believes."""
    told = media_of(theirs)
    for at, medium in enumerate(told):
        if medium.off:
            continue
        if any(line.status is not Status.REMOTE for line in medium.waiting):
            return False
        wanted = media_of(ours)[at].of("des") if at < len(media_of(ours)) else ()
        for line in wanted:
            mandatory = line.strength is Strength.MANDATORY and line.status is Status.REMOTE
            turned = WAYS[TURNED[line.way]]
            if mandatory and medium.of("curr") and not turned <= medium.current(Status.LOCAL, line.kind):
                return False
    return True


def answered(offer: Medium) -> tuple[Line, ...]:
    """Our lines for one medium of an answer: our part is ready, theirs is as they say, and if it is not, we want to be
    told when it is (RFC 3312 §5.1.2)."""
    lines: list[Line] = []
    for kind in dict.fromkeys(line.kind for line in offer.of("des")):
        theirs = next(
            (line.way for line in offer.of("curr") if (line.status, line.kind) == (Status.LOCAL, kind)), "none"
        )
        lines += [
            Line("curr", Status.LOCAL, "sendrecv", kind=kind),
            Line("curr", Status.REMOTE, TURNED[theirs], kind=kind),
            *(
                replace(line, status=MIRRORED[line.status], way=TURNED[line.way])
                for line in offer.of("des")
                if line.kind == kind
            ),
        ]
        if theirs != "sendrecv":
            lines.append(Line("conf", Status.REMOTE, "sendrecv", kind=kind))
    return tuple(lines)


def offered(*, mandatory: bool = True) -> tuple[Line, ...]:
    """Our lines for one medium of an offer."""
    return (
        Line("curr", Status.LOCAL, "sendrecv"),
        Line("curr", Status.REMOTE, "none"),
        Line("des", Status.LOCAL, "sendrecv", Strength.MANDATORY if mandatory else Strength.OPTIONAL),
        Line("des", Status.REMOTE, "sendrecv", Strength.OPTIONAL),
    )


def wants_confirmation(sdp: bytes) -> bool:
    """Whether the other side waits to be told that our part is ready: an UPDATE is due (RFC 3312 §7)."""
    return any(line.status is Status.REMOTE for medium in media_of(sdp) for line in medium.of("conf"))


def written(sdp: bytes, lines: Iterable[tuple[Line, ...]]) -> bytes:
    """The description with these lines at the end of its media, in the place of those it had."""
    given = iter(lines)
    out: list[str] = []
    pending: tuple[Line, ...] = ()
    for raw in sdp.decode("utf-8", errors="surrogateescape").splitlines():
        if raw.startswith("m="):
            out += map(str, pending)
            pending = next(given, ())
        if not _LINE.fullmatch(raw):
            out.append(raw)
    out += map(str, pending)
    return "".join(f"{line}\r\n" for line in out).encode("utf-8", errors="surrogateescape")
