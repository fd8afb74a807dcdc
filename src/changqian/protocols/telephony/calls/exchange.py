"""Offer and answer of session descriptions in one dialog: whose turn it is, and what both sides agree on (RFC 3264,
RFC 3261 §13.2.1, RFC 3311 §5, RFC 6337)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Stand(Enum):
    NEW = "nothing was offered yet"
    OURS = "our offer waits for an answer"
    THEIRS = "their offer waits for ours"
    AGREED = "agreed"


class Turn(Enum):
    OFFER = "we offer"
    ANSWERED = "they answer"
    ASKED = "they offer"
    ANSWER = "we answer"


TURNS: Mapping[tuple[Stand, Turn], Stand] = {
    (Stand.NEW, Turn.OFFER): Stand.OURS,
    (Stand.NEW, Turn.ASKED): Stand.THEIRS,
    (Stand.AGREED, Turn.OFFER): Stand.OURS,
    (Stand.AGREED, Turn.ASKED): Stand.THEIRS,
    (Stand.OURS, Turn.ANSWERED): Stand.AGREED,
    (Stand.THEIRS, Turn.ANSWER): Stand.AGREED,
}
"Never two offers at once: what is not here must not happen, and raises."


@dataclass(slots=True)
class Exchange:
    """`local` and `remote` are what is agreed; `pending` the offer that has no answer yet, and `carrier` the method it
    came or went in: the answer to an INVITE's is not found in the answer to an UPDATE."""

    stand: Stand = Stand.NEW
    local: bytes = b""
    remote: bytes = b""
    pending: bytes = b""
    carrier: str = ""

    def offer(self, sdp: bytes, carrier: str) -> None:
        self._turn(Turn.OFFER)
        self.pending, self.carrier = sdp, carrier

    def asked(self, sdp: bytes, carrier: str) -> None:
        self._turn(Turn.ASKED)
        self.pending, self.carrier = sdp, carrier

    def answered(self, sdp: bytes) -> None:
        self._turn(Turn.ANSWERED)
        self.local, self.remote, self.pending = self.pending, sdp, b""

    def answer(self, sdp: bytes) -> None:
        self._turn(Turn.ANSWER)
        self.local, self.remote, self.pending = sdp, self.pending, b""

    def withdraw(self) -> None:
        """The offer under way comes to nothing; what was agreed before holds (RFC 3261 §14.1)."""
        self.stand = Stand.AGREED if self.local else Stand.NEW
        self.pending = b""

    def ours(self, carrier: str) -> bool:
        """Whether an offer of ours in this method waits for its answer."""
        return self.stand is Stand.OURS and self.carrier == carrier

    @property
    def theirs(self) -> bytes:
        """The newest that the other side said of itself."""
        return self.pending if self.stand is Stand.THEIRS else self.remote

    def _turn(self, turn: Turn) -> None:
        after = TURNS.get((self.stand, turn))
        if after is None:
            raise ValueError(f"{turn.value}, while {self.stand.value}")
        self.stand = after
