"""A call, whichever side began it: its state, what our side orders, and how it ends.

`Outgoing` and `Incoming` are how it comes about; `Session` is what goes on in its dialogs.
"""

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import RequestReceived, ResponseReceived
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.telephony import directions, events, info
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.calls import reliable, serving, states, timing
from changqian.protocols.telephony.calls.farewell import Farewell
from changqian.protocols.telephony.calls.session import Session
from changqian.protocols.telephony.calls.states import BEFORE, DURING, On, Order, OutOfTurn, State
from changqian.protocols.telephony.causes import Cause, cause_of
from changqian.protocols.telephony.endings import Ending, sentence
from changqian.protocols.telephony.events import Side
from changqian.protocols.telephony.identity import Party
from changqian.protocols.telephony.line import Line
from changqian.protocols.telephony.operators import Use
from changqian.protocols.telephony.preconditions import TAG as PRECONDITION

ALLOWED = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "UPDATE", "INFO")
"What we say that we do. REFER is heard, to be refused in words, and not invited."


class Call:
    """`party` is the other side. Orders that make no sense now raise OutOfTurn; what comes of the others is told by
    events. `patience` is how many seconds our side may take to answer an offer."""

    ours = False
    "We began it, so that the Call-ID is ours."
    patience = 16.0

    def __init__(self, board: Board, line: Line, party: Party) -> None:
        self.board, self.line, self.party = board, line, party
        self.state = State.TRYING
        self.sessions: dict[DialogId, Session] = {}
        self.chosen: Session | None = None
        "The one that was answered."
        self.holds: set[Side] = set()
        self.ending: Ending | None = None
        self._holding = False
        "Our side wants the other held."

    @property
    def capabilities(self) -> list[tuple[str, str]]:
        return [("Allow", ", ".join(ALLOWED)), ("Supported", ", ".join(self.supported))]

    @property
    def supported(self) -> list[str]:
        profile = self.line.profile
        tags = [] if profile.reliable is Use.OFF else [reliable.TAG]
        tags += [timing.TAG] if profile.session_expires else []
        return [*tags, *([] if profile.preconditions is Use.OFF else [PRECONDITION])]

    # -- orders --------------------------------------------------------------------------------------------------------

    def accept(self, sdp: bytes, now: float, *, fork: str = "") -> None:
        """What was offered or asked for (`Offered`, `OfferWanted`): with our description."""
        states.check(Order.ACCEPT, self.state)
        self._session(fork).accept(sdp, now)

    def refuse(self, status: int, now: float, *, fork: str = "") -> None:
        """The offer that waits; the call goes on as it is."""
        states.check(Order.REFUSE, self.state)
        self._session(fork).refuse(status, now)

    def offer(self, sdp: bytes, now: float, *, fork: str = "") -> None:
        """Another description, as soon as it may be sent: `Negotiated` or `OfferRefused` follows."""
        states.check(Order.OFFER, self.state)
        self._session(fork).offer(lambda _: sdp, now)

    def hold(self, now: float) -> None:
        states.check(Order.HOLD, self.state)
        self._holding = True
        self._session("").offer(directions.held, now)

    def resume(self, now: float) -> None:
        states.check(Order.RESUME, self.state)
        self._holding = False
        self._session("").offer(directions.resumed, now)

    def press(self, key: info.Key, now: float, *, fork: str = "") -> None:
        states.check(Order.PRESS, self.state)
        self._session(fork).inform(info.RELAY, bytes(key), now)

    def want_picture(self, now: float) -> None:
        states.check(Order.PICTURE, self.state)
        self._session("").inform(info.CONTROL, info.PICTURE, now)

    def end(self, now: float, cause: Cause | None = None) -> None:
        """Whatever its state; twice does no harm."""
        self.leave(Ending.LEFT, now, cause)

    def _session(self, fork: str) -> Session:
        if fork or self.chosen is None:
            found = [each for each in self.sessions.values() if not fork or each.fork == fork]
        else:
            found = [self.chosen]
        if len(found) != 1:
            raise OutOfTurn("通话还没有可操作的对端", "请等待对方振铃或接听；有多个对端同时振铃时指明其一")
        return found[0]

    # -- what sessions tell --------------------------------------------------------------------------------------------

    def agreed(self, session: Session, by: Side, now: float) -> None:
        """`by` is whose offer it was."""
        exchange = session.exchange
        self.board.tell(events.Negotiated(self, session.fork, exchange.local, exchange.remote))
        if self.state in BEFORE:
            self.step(On.MEDIA)
        elif self.state in DURING:
            self._settle_holds(exchange.local, exchange.remote, by)

    def _settle_holds(self, local: bytes, remote: bytes, by: Side) -> None:
        """Who offered less than both ways holds. An answer to our own hold says nothing of theirs."""
        ours = directions.spoken(local).silent
        holds = {Side.US} if self._holding and ours else set()
        tells = by is Side.THEM or not ours
        theirs = directions.spoken(remote).silent if tells else Side.THEM in self.holds
        holds |= {Side.THEM} if theirs else set()
        before, self.holds = self.holds, holds
        for side in Side:
            if side in holds - before:
                self.board.tell(events.Held(self, side))
            elif side in before - holds:
                self.board.tell(events.Resumed(self, side))
        self.step(On.HELD if holds else On.RESUMED)

    def hung_up(self, session: Session, request: Request, now: float) -> None:
        """Their BYE. Of one of several early dialogs it ends only that."""
        if self.chosen is None and self.ours:
            self.sessions.pop(session.dialog, None)
            session.close(now)
            return
        self.finish(Ending.HUNG_UP, now, cause=cause_of(request.headers))

    def pracked(self, session: Session, event: RequestReceived, now: float) -> None:
        """Nothing of ours waits for it."""
        serving.refuse(session, event, 481, now)

    def may_update(self, session: Session) -> bool:
        return True

    def flush(self, now: float) -> None:
        """What waited for its turn."""

    # -- ends ----------------------------------------------------------------------------------------------------------

    def leave(self, ending: Ending, now: float, cause: Cause | None = None) -> None:
        """At once if that is possible."""
        if self.state in (State.ENDING, State.ENDED):
            return
        if self.chosen is None:
            self.withdraw(ending, now, cause)
        elif self.chosen.unacknowledged:
            # Before our 2xx is acknowledged a BYE may not be sent (RFC 3261 §15).
            self.ending, self._cause = ending, cause
            self.step(On.LEAVING)
        else:
            self._say_goodbye(self.chosen, ending, now, cause)

    def withdraw(self, ending: Ending, now: float, cause: Cause | None) -> None:
        """Before anybody answered."""
        raise NotImplementedError

    def acknowledged(self, session: Session, now: float) -> None:
        """The ACK of our 2xx has come, or will never."""
        if self.state is State.ENDING and self.ending:
            self._say_goodbye(session, self.ending, now, self._cause)

    def unacknowledged(self, session: Session, now: float) -> None:
        """RFC 3261 §13.3.1.4: then there is no call."""
        session.unacknowledged = False
        self._say_goodbye(session, self.ending or Ending.NO_ACK, now, None)

    def _say_goodbye(self, session: Session, ending: Ending, now: float, cause: Cause | None) -> None:
        if self.state is State.ENDED:
            return
        session.close(now)
        Farewell(self.board, self.line, session.dialog, now, cause)
        self.finish(ending, now)

    def finish(
        self, ending: Ending, now: float, *, response: Response | None = None, cause: Cause | None = None
    ) -> None:
        """Told once; nothing of it stays on the board."""
        if self.state is State.ENDED:
            return
        self.ending = ending
        self.step(On.OVER)
        for session in self.sessions.values():
            session.close(now)
        self.board.forget(self)
        self.board.calls.discard(self)
        status, phrase = (response.status, response.reason) if response else (0, "")
        cause = cause or (cause_of(response.headers) if response else None)
        reason, remedy = sentence(ending, status, phrase, cause)
        wait = serving.retry_after(response) if response else None
        targets = serving.targets_of(response) if response else ()
        self.board.tell(events.Ended(self, ending, reason, remedy, status, cause, wait, targets))

    _cause: Cause | None = None

    # -- the board -----------------------------------------------------------------------------------------------------

    def step(self, on: On) -> None:
        self.state = states.after(self.state, on)

    def responded(self, event: ResponseReceived, now: float) -> None:
        raise NotImplementedError

    def lost(self, event: Failure, now: float) -> None:
        raise NotImplementedError

    def rang(self, timer: str, now: float) -> None:
        raise NotImplementedError
