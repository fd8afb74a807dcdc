"""Requests of ours in a dialog, one after another: who overtakes is told 500 (RFC 3261 §12.2.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from changqian.protocols.sip.events import RequestReceived

MOST = 64
"That may wait in one dialog."


class Purpose(Enum):
    PRACK = "acknowledge a provisional response"
    OFFER = "change the description"
    REFRESH = "say that the call lives"
    INFO = "keys, or the wish for a picture"


@dataclass(slots=True)
class Wish:
    """What our side wants the description to become, given what it is. `tries` counts glare and the like."""

    change: Callable[[bytes], bytes]
    tries: int = 0


@dataclass(slots=True)
class Errand:
    """One such request, sent or not yet. `proved` once a challenge was answered."""

    method: str
    purpose: Purpose
    pairs: list[tuple[str, str]]
    body: bytes = b""
    wish: Wish | None = None
    proved: bool = False


class Carrier(Enum):
    """What our answer to an offer goes out in."""

    RESPONSE = "the 200 to their INVITE, UPDATE or PRACK"
    PRACK = "the PRACK of the response their offer came in"
    ACK = "the ACK of the 2xx their offer came in"


@dataclass(frozen=True, slots=True)
class Asking:
    """They wait for our side to decide. `wanted`: they want an offer of ours rather than an answer."""

    carrier: Carrier
    request: RequestReceived | None = None
    wanted: bool = False
    rack: str = ""
