"""A call to us: told of, ringing, answered or refused; what must arrive before the answer waits for its PRACK
(RFC 3261 §13.3, RFC 3262 §3)."""

from collections import deque
from dataclasses import dataclass, field

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import Cancelled, RequestReceived, ResponseReceived
from changqian.protocols.sip.message import Request
from changqian.protocols.telephony import events, preconditions
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.calls import reliable, serving, states, timing
from changqian.protocols.telephony.calls.bodies import SDP, description_of
from changqian.protocols.telephony.calls.call import Call
from changqian.protocols.telephony.calls.errands import Asking, Carrier
from changqian.protocols.telephony.calls.exchange import Stand
from changqian.protocols.telephony.calls.reliable import Outstanding
from changqian.protocols.telephony.calls.session import Session
from changqian.protocols.telephony.calls.states import BEFORE, On, Order, OutOfTurn, State
from changqian.protocols.telephony.causes import Cause, causes_of
from changqian.protocols.telephony.early_media import DIRECTIONS
from changqian.protocols.telephony.early_media import HEADER as EARLY_MEDIA
from changqian.protocols.telephony.endings import Ending
from changqian.protocols.telephony.events import Side
from changqian.protocols.telephony.identity import Party
from changqian.protocols.telephony.line import Line
from changqian.protocols.telephony.operators import Use

RESEND, GIVE_UP = "resend", "give up"
MOST_QUEUED = 16


@dataclass(frozen=True, slots=True)
class Planned:
    """A response that waits for its turn."""

    status: int
    sdp: bytes = b""
    pairs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def final(self) -> bool:
        return self.status >= 200


class Incoming(Call):
    """`invitation` is the INVITE. Its session has a name with the first response that has a tag."""

    def __init__(self, board: Board, line: Line, event: RequestReceived, party: Party) -> None:
        super().__init__(board, line, party)
        self.invitation, self.key = event.request, event.transaction
        self.session = Session(board, self, DialogId.of_server(event.request))
        self.session.learn(event.request)
        self.sessions[self.session.dialog] = self.session
        if sdp := description_of(event.request):
            self.session.exchange.asked(sdp, "INVITE")
        self.outstanding: Outstanding | None = None
        self._queue: deque[Planned] = deque()
        self._draft = b""
        "A description of ours that went out in a response that need not arrive."
        self._rseq = board.draw(reliable.FIRST, reliable.LAST // 2)
        self._waits = reliable.tagged(event.request.headers, "Require")
        self._can_wait = self._waits or reliable.tagged(event.request.headers, "Supported")
        tags = {tag.lower() for name in ("Supported", "Require") for tag in event.request.headers.listed(name)}
        self._conditional = preconditions.TAG in tags

    # -- orders --------------------------------------------------------------------------------------------------------

    def ring(self, now: float, *, early_media: str = "") -> None:
        """180, once the other side's preconditions are met."""
        states.check(Order.RING, self.state)
        self._plan(Planned(180, pairs=_early(early_media)), now)

    def progress(self, sdp: bytes, now: float, *, status: int = 183, early_media: str = "") -> None:
        """With the description that sound before the answer comes by; where no offer was made it is one, and only goes
        where responses are acknowledged."""
        states.check(Order.PROGRESS, self.state)
        if not 100 < status < 200:
            raise ValueError(f"no provisional status: {status}")
        self._plan(Planned(status, sdp, _early(early_media)), now)

    def answer(self, sdp: bytes, now: float) -> None:
        """Pick up, as soon as the responses before are acknowledged. `sdp` may be empty where a description went out
        before."""
        states.check(Order.ANSWER, self.state)
        if any(each.final for each in self._queue):
            raise OutOfTurn("来电已经应答", "请等待对方确认")
        if not (sdp or self._draft or self.session.exchange.local or any(each.sdp for each in self._queue)):
            raise OutOfTurn("应答缺少音视频参数", "请先准备好媒体端口和编码再应答")
        self._queue = deque(each for each in self._queue if each.sdp)
        self._plan(Planned(200, sdp), now)

    def reject(self, status: int, now: float, *, cause: Cause | None = None) -> None:
        states.check(Order.REJECT, self.state)
        if not 300 <= status < 700:
            raise ValueError(f"no refusal: {status}")
        self._turn_down(status, now, cause)
        self.finish(Ending.REJECTED, now)

    def _plan(self, planned: Planned, now: float) -> None:
        if len(self._queue) >= MOST_QUEUED:
            raise OutOfTurn("等待发送的应答过多", "请等待对方确认前面的应答")
        self._queue.append(planned)
        self.flush(now)

    # -- responses, one after another ----------------------------------------------------------------------------------

    def flush(self, now: float) -> None:
        while self.state in BEFORE and self._queue and self._clear(self._queue[0]):
            self._respond(self._queue.popleft(), now)

    def _clear(self, planned: Planned) -> bool:
        """No second response before the first is acknowledged, and no 2xx while a description is under way (RFC 3262
        §3); nothing rings before the preconditions are met (RFC 3312 §6)."""
        waiting = self.outstanding
        if planned.status in (180, 200) and not self._met:
            return False
        if not planned.final:
            return waiting is None
        exchange = self.session.exchange
        described = (waiting is not None and waiting.body) or exchange.stand is Stand.OURS or self.session.asking
        return not described

    @property
    def _met(self) -> bool:
        exchange = self.session.exchange
        if not self._conditional:
            return True
        return not self.session.asking and preconditions.met(exchange.theirs, exchange.local or self._draft)

    def _reliably(self, planned: Planned) -> bool:
        profile = self.line.profile
        if self._waits:
            return True
        wanted = bool(planned.sdp) or profile.reliable_always or profile.reliable is Use.REQUIRED
        return self._can_wait and profile.reliable is not Use.OFF and wanted

    def _respond(self, planned: Planned, now: float) -> None:
        reliably = not planned.final and self._reliably(planned)
        body, agreed = self._described(planned, reliably)
        pairs = [*self.capabilities, *planned.pairs, *([("Content-Type", SDP)] if body else [])]
        if planned.final:
            self._accept(pairs, body, now)
        elif reliably:
            pairs += [("Require", reliable.TAG), ("RSeq", str(self._rseq))]
            self._send(planned.status, pairs, body, now)
            t1, number = self.board.endpoint.timers.t1, self.invitation.cseq.number
            self.outstanding = Outstanding(self._rseq, number, planned.status, pairs, body, t1)
            self._rseq += 1
            self.board.set_timer(self, RESEND, now + t1)
            self.board.set_timer(self, GIVE_UP, now + 64 * t1)
        else:
            self._send(planned.status, pairs, body, now)
        if planned.status == 180:
            self.step(On.RINGS)
        if agreed:
            self.agreed(self.session, Side.THEM, now)

    def _described(self, planned: Planned, reliably: bool) -> tuple[bytes, bool]:
        """What of the description goes along, and whether both sides agree by it."""
        exchange, sdp = self.session.exchange, planned.sdp
        if exchange.stand in (Stand.AGREED, Stand.OURS):
            return b"", False
        if not planned.final and not reliably:
            # It need not arrive, so that it answers nothing yet and must be the same in the 2xx (RFC 3261 §13.2.1).
            self._draft = sdp or self._draft
            return (sdp if exchange.stand is Stand.THEIRS else b""), False
        sdp = sdp or (self._draft if planned.final else b"")
        if not sdp:
            return b"", False
        if exchange.stand is Stand.THEIRS:
            exchange.answer(sdp)
            return sdp, True
        exchange.offer(sdp, "INVITE")
        return sdp, False

    def _send(self, status: int, pairs: list[tuple[str, str]], body: bytes, now: float) -> bool:
        response = self.board.endpoint.respond(self.key, status, now, headers=pairs, body=body)
        if response is not None and 100 < status < 300:
            self._named(DialogId.of_server(response))
        return response is not None

    def _named(self, dialog: DialogId) -> None:
        if dialog != self.session.dialog:
            self.board.sessions.pop(self.session.dialog, None)
            self.session.settle(dialog)
            self.sessions = {dialog: self.session}

    def _accept(self, pairs: list[tuple[str, str]], body: bytes, now: float) -> None:
        agreed, timers = timing.granted(self.invitation, self.line.profile)
        if not self._send(200, [*pairs, *timers], body, now):
            return  # Cancelled in this very moment; the event is on its way.
        self._stop_resending()
        self.session.early, self.session.unacknowledged, self.chosen = False, True, self.session
        self.step(On.ANSWERED)
        self.session.set_timing(agreed, now)

    def _turn_down(self, status: int, now: float, cause: Cause | None = None) -> None:
        self._queue.clear()
        self._stop_resending()
        self.board.endpoint.respond(self.key, status, now, headers=[("Reason", str(cause))] if cause else ())

    def _stop_resending(self) -> None:
        if self.outstanding:
            self.outstanding.silent = True
        self.board.set_timer(self, RESEND, None)
        self.board.set_timer(self, GIVE_UP, None)

    # -- what comes ----------------------------------------------------------------------------------------------------

    def pracked(self, session: Session, event: RequestReceived, now: float) -> None:
        """RFC 3262 §3; with a description, §5."""
        waiting = self.outstanding
        if waiting is None or reliable.rack_of(event.request) != waiting.matches:
            serving.refuse(session, event, 481, now)
            return
        if not waiting.silent:
            self._stop_resending()
        self.outstanding, session.known = None, True
        body, exchange = description_of(event.request), session.exchange
        if exchange.ours("INVITE") and waiting.body:
            self._answered(session, event, body, now)
        elif body and exchange.stand is Stand.AGREED and not session.asking:
            session.ask(Asking(Carrier.RESPONSE, event), body, now)
        else:
            self.board.endpoint.respond(event.transaction, 200, now)
        self.flush(now)

    def _answered(self, session: Session, event: RequestReceived, body: bytes, now: float) -> None:
        """The offer was ours, in the response: the PRACK must have its answer."""
        if not body:
            self.board.endpoint.respond(event.transaction, 400, now, reason="Answer Missing")
            self._turn_down(488, now)
            self.finish(Ending.NO_DESCRIPTION, now)
            return
        session.exchange.answered(body)
        self.board.endpoint.respond(event.transaction, 200, now)
        self.agreed(session, Side.US, now)

    def may_update(self, session: Session) -> bool:
        return self.outstanding is None

    def cancelled(self, event: Cancelled, now: float) -> None:
        elsewhere = any(cause.elsewhere for cause in causes_of(event.cancel.headers))
        self.finish(Ending.ELSEWHERE if elsewhere else Ending.CANCELLED, now)

    def hung_up(self, session: Session, request: Request, now: float) -> None:
        """Their BYE, which may come before our answer too (RFC 3261 §15)."""
        if self.state in BEFORE:
            self._turn_down(487, now)
        super().hung_up(session, request, now)

    def acknowledged(self, session: Session, now: float) -> None:
        if self.state is State.ENDING:
            super().acknowledged(session, now)
        elif not self._told:
            self._told = True
            self.board.tell(events.Acknowledged(self))

    _told = False

    def withdraw(self, ending: Ending, now: float, cause: Cause | None) -> None:
        self._turn_down(480, now, cause)
        self.finish(ending, now)

    # -- the board -----------------------------------------------------------------------------------------------------

    def rang(self, timer: str, now: float) -> None:
        waiting = self.outstanding
        if waiting is None:
            return
        if timer == GIVE_UP:
            # RFC 3262 §3: a 5xx to the INVITE.
            self._turn_down(504, now)
            self.finish(Ending.NO_PRACK, now)
            return
        self.board.endpoint.respond(self.key, waiting.status, now, headers=waiting.pairs, body=waiting.body)
        waiting.pause *= 2
        self.board.set_timer(self, RESEND, now + waiting.pause)

    def responded(self, event: ResponseReceived, now: float) -> None:
        """It asks nothing: its session does."""

    def lost(self, event: Failure, now: float) -> None:
        """As `responded`."""


def _early(direction: str) -> list[tuple[str, str]]:
    if direction and direction not in DIRECTIONS:
        raise ValueError(f"no direction: {direction}")
    return [(EARLY_MEDIA, direction)] if direction else []
