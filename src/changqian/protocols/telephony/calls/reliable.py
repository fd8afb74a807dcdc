"""Provisional responses that must arrive: RSeq, RAck and what is sent again until then (RFC 3262)."""

from dataclasses import dataclass

from changqian.protocols.sip.grammar import Malformed, number
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import Request, Response

TAG = "100rel"
FIRST, LAST = 1, 2**31 - 1
"Of RSeq, from which the first is drawn (RFC 3262 §3)."


def tagged(headers: Headers, *names: str) -> bool:
    return any(tag.lower() == TAG for name in names for tag in headers.listed(name))


def rseq_of(response: Response) -> int | None:
    """None if it need not be acknowledged, or cannot."""
    if not 100 < response.status < 200 or not tagged(response.headers, "Require"):
        return None
    try:
        return number(response.headers.get("RSeq") or "", "RSeq")
    except Malformed:
        return None


def rack(rseq: int, number_of_invite: int) -> str:
    return f"{rseq} {number_of_invite} INVITE"


def rack_of(request: Request) -> tuple[int, int] | None:
    """RSeq and the number of the INVITE."""
    words = (request.headers.get("RAck") or "").split()
    try:
        if len(words) != 3 or words[2].upper() != "INVITE":
            return None
        return number(words[0], "RSeq"), number(words[1], "the CSeq")
    except Malformed:
        return None


@dataclass(slots=True)
class Outstanding:
    """A response that waits for its PRACK. `pause` is until it is sent again, doubled each time without an end."""

    rseq: int
    invite: int
    status: int
    pairs: list[tuple[str, str]]
    body: bytes
    pause: float
    silent: bool = False
    "The final response went out: it is no longer sent again, and its PRACK is still welcome (RFC 3262 §3)."

    @property
    def matches(self) -> tuple[int, int]:
        return self.rseq, self.invite
