"""Good-byes, which go on when the call is no more: a BYE that is challenged, a telephone that picks up too late."""

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import ResponseReceived
from changqian.protocols.sip.transactions import Key
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.causes import Cause
from changqian.protocols.telephony.line import Line

FORGET = "forget"


class Farewell:
    """One BYE. Whatever is said to it, the dialog is over (RFC 3261 §15.1.1); only a challenge is answered."""

    def __init__(self, board: Board, line: Line, dialog: DialogId, now: float, cause: Cause | None = None) -> None:
        self.board, self.line, self.proved = board, line, False
        known = board.endpoint.dialogs.get(dialog)
        self.flow = known.flow if known else line.peer
        board.ask_in(self, dialog, "BYE", now, headers=[("Reason", str(cause))] if cause else ())

    def responded(self, event: ResponseReceived, now: float) -> None:
        if event.response.status < 200:
            return
        self.board.forget(self)
        if event.response.status in (401, 407) and not self.proved:
            self.proved = True
            again = self.line.proved(event.request, event.response, self.board.endpoint.token())
            if again is not None:
                self.board.ask(self, again, self.flow, now)

    def lost(self, event: Failure, now: float) -> None:
        self.board.forget(self)

    def rang(self, timer: str, now: float) -> None:
        """It has no timers."""


class Stragglers:
    """Whoever else picks up after the call is decided: acknowledged, and told good-bye (RFC 3261 §13.2.2.4)."""

    def __init__(self, board: Board, line: Line, key: Key, now: float) -> None:
        self.board, self.line = board, line
        board.owners[key] = self
        board.set_timer(self, FORGET, now + 64 * board.endpoint.timers.t1 + 1.0)

    def responded(self, event: ResponseReceived, now: float) -> None:
        if 200 <= event.response.status < 300 and event.dialog:
            self.board.endpoint.ack(event.dialog)
            Farewell(self.board, self.line, event.dialog, now)

    def lost(self, event: Failure, now: float) -> None:
        self.board.forget(self)

    def rang(self, timer: str, now: float) -> None:
        self.board.forget(self)
