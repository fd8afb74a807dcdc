"""A user agent for telephones, without sockets or clock: calls, registrations and trunks over one SIP endpoint.

Its boundary is the endpoint's five verbs. Orders are given to the calls that it hands out, each with the time.
"""

from collections import Counter
from collections.abc import Callable
from random import Random

from changqian.protocols.sip import events as sip
from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.events import RequestReceived, ResponseReceived
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Request
from changqian.protocols.sip.transactions import Timers
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import events, identity, numbers
from changqian.protocols.telephony.board import Board
from changqian.protocols.telephony.calls import reliable, timing
from changqian.protocols.telephony.calls.bodies import SDP, description_of, unknown_body
from changqian.protocols.telephony.calls.call import ALLOWED, Call
from changqian.protocols.telephony.calls.farewell import Farewell
from changqian.protocols.telephony.calls.incoming import Incoming
from changqian.protocols.telephony.calls.outgoing import Outgoing
from changqian.protocols.telephony.calls.states import OutOfTurn
from changqian.protocols.telephony.calls.timing import TooSmall
from changqian.protocols.telephony.endings import SENTENCES, Ending
from changqian.protocols.telephony.identity import Party
from changqian.protocols.telephony.line import Line
from changqian.protocols.telephony.numbers import Number
from changqian.protocols.telephony.preconditions import TAG as PRECONDITION
from changqian.protocols.telephony.registration import Registration
from changqian.protocols.telephony.trunk import Trunk

METHODS = (*ALLOWED, "REFER")
SUPPORTED = (reliable.TAG, timing.TAG, PRECONDITION)


class UserAgent:
    """`lines` are those that calls may come in by, tried in their order; who calls by none of them is refused with 403.
    `max_calls` are at the same time, in both directions."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        rng: Random,
        contact: Uri | None = None,
        agent: str = "",
        timers: Timers | None = None,
        max_calls: int = 500,
    ) -> None:
        self.endpoint = Endpoint(
            host=host,
            port=port,
            rng=rng,
            contact=contact,
            agent=agent,
            methods=METHODS,
            supported=SUPPORTED,
            timers=timers,
        )
        self.board = Board(self.endpoint)
        self.lines: list[Line] = []
        self.max_calls = max_calls
        self.refused: Counter[str] = Counter()
        "INVITEs that nobody was told of, by reason."

    # -- the boundary --------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, source: Flow, now: float) -> None:
        self.endpoint.receive(data, source, now)
        self._listen(now)

    def to_send(self, now: float) -> list[tuple[bytes, Flow]]:
        return self.endpoint.to_send(now)

    def get_timer(self) -> float | None:
        times = [self.endpoint.get_timer(), self.board.schedule.next()]
        return min((at for at in times if at is not None), default=None)

    def handle_timer(self, now: float) -> None:
        self.endpoint.handle_timer(now)
        self._listen(now)
        while found := self.board.take_timer(now):
            owner, timer = found
            owner.rang(timer, now)

    def next_event(self) -> events.Event | None:
        return self.board.events.popleft() if self.board.events else None

    @property
    def calls(self) -> frozenset[Call]:
        return frozenset(self.board.calls)

    # -- what the user does --------------------------------------------------------------------------------------------

    def dial(
        self,
        line: Line,
        called: Number | Uri | str,
        sdp: bytes,
        now: float,
        *,
        name: str = "",
        hidden: bool = False,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Outgoing:
        """An empty `sdp` leaves the offer to the other side; `hidden` asks not to show our number. A number may be
        given as somebody typed it: BadNumber says what is wrong with it."""
        if len(self.board.calls) >= self.max_calls:
            raise OutOfTurn(*SENTENCES[Ending.FULL])
        if isinstance(called, str):
            called = numbers.parse(called, area=line.area)
        number = None if isinstance(called, Uri) else called
        uri = called if isinstance(called, Uri) else line.uri_of(called)
        call = Outgoing(self.board, line, Party(uri, name, number), sdp, hidden=hidden, headers=headers)
        call.start(now)
        return call

    def register(self, line: Line, now: float, *, instance: str = "") -> Registration:
        """`instance` is a URN that tells this process from others of the same number (RFC 5626 §4.1)."""
        registration = Registration(self.board, line, instance=instance)
        registration.start(now)
        return registration

    def watch(self, line: Line, peers: tuple[Flow, ...], now: float) -> Trunk:
        trunk = Trunk(self.board, line, peers)
        trunk.start(now)
        return trunk

    # -- what the endpoint tells ---------------------------------------------------------------------------------------

    def _listen(self, now: float) -> None:
        while (event := self.endpoint.next_event()) is not None:
            self._heard(event, now)

    def _heard(self, event: sip.Event, now: float) -> None:
        match event:
            case RequestReceived():
                self._requested(event, now)
            case ResponseReceived():
                self._responded(event, now)
            case sip.TimedOut() | sip.Unreachable():
                if owner := self.board.owners.get(event.transaction):
                    owner.lost(event, now)
            case sip.AckReceived(request, _, dialog):
                if session := self.board.sessions.get(dialog):
                    session.acknowledged(request, now)
                    session.call.acknowledged(session, now)
            case sip.AckMissing(dialog):
                if session := self.board.sessions.get(dialog):
                    session.call.unacknowledged(session, now)
            case sip.Cancelled():
                self._cancelled(event, now)
            case sip.BeatReceived(flow):
                for registration in self.board.registrations:
                    registration.beaten(flow, now)
            case sip.FlowClosed(flow):
                self.board.tell(events.FlowLost(flow))
            case sip.FlowBroken(flow, _):
                self.board.tell(events.FlowLost(flow, "信令连接上的内容无法识别"))

    def _responded(self, event: ResponseReceived, now: float) -> None:
        if owner := self.board.owners.get(event.transaction):
            owner.responded(event, now)
        elif event.request.method == "INVITE" and 200 <= event.response.status < 300 and event.dialog:
            # Nobody knows it any more; it must not be left open (RFC 3261 §13.2.2.4).
            known = self.endpoint.dialogs.get(event.dialog)
            self.endpoint.ack(event.dialog)
            if known:
                Farewell(self.board, Line(known.flow, known.target.host), event.dialog, now)

    def _cancelled(self, event: sip.Cancelled, now: float) -> None:
        for call in list(self.board.calls):
            if isinstance(call, Incoming) and call.key == event.transaction:
                call.cancelled(event, now)
                return
        if session := self.board.sessions.get(DialogId.of_server(event.request)):
            session.withdrawn(event.transaction, now)

    def _requested(self, event: RequestReceived, now: float) -> None:
        session = self.board.sessions.get(event.dialog) if event.dialog else None
        if session is not None:
            session.requested(event, now)
        elif event.request.to.tag:
            self._respond(event, 481, now)
        else:
            OUTSIDE.get(event.request.method, UserAgent._unknown)(self, event, now)

    def _respond(self, event: RequestReceived, status: int, now: float, *pairs: tuple[str, str]) -> None:
        self.endpoint.respond(event.transaction, status, now, headers=pairs)

    def _unknown(self, event: RequestReceived, now: float) -> None:
        self._respond(event, 405, now, ("Allow", ", ".join(ALLOWED)))

    def _asked_for_options(self, event: RequestReceived, now: float) -> None:
        """As an INVITE would be answered (RFC 3261 §11.2); to an operator a sign of life."""
        allow, supported = ("Allow", ", ".join(ALLOWED)), ("Supported", ", ".join(SUPPORTED))
        full = len(self.board.calls) >= self.max_calls
        self._respond(event, 486 if full else 200, now, allow, supported, ("Accept", SDP))

    # -- calls to us ---------------------------------------------------------------------------------------------------

    def _invited(self, event: RequestReceived, now: float) -> None:
        request = event.request
        line = self._line_of(request, event.flow)
        refusal = self._refusal(request, line)
        if refusal is not None or line is None:
            status, why, *pairs = refusal or (403, "unknown line")
            self.refused[why] += 1
            self._respond(event, status, now, *pairs)
            return
        caller = identity.caller_of(request, trusted=line.trusted, area=line.area)
        call = Incoming(self.board, line, event, caller)
        self.board.calls.add(call)
        called = identity.called_of(request, area=line.area)
        self.board.tell(events.Incoming(call, caller, called, description_of(request), event.flow))

    def _refusal(
        self, request: Request, line: Line | None
    ) -> tuple[int, str] | tuple[int, str, tuple[str, str]] | None:
        if line is None:
            return 403, "unknown line"
        if self._merged(request):
            return 482, "came by two ways"
        if len(self.board.calls) >= self.max_calls:
            return 503, "too many calls", ("Retry-After", "10")
        if unknown_body(request):
            return 415, "unknown body", ("Accept", SDP)
        try:
            timing.granted(request, line.profile)
        except TooSmall as error:
            return 422, "timer too small", ("Min-SE", str(error.least))
        return None

    def _merged(self, request: Request) -> bool:
        """One call that a proxy forked, and that came to us twice (RFC 3261 §8.2.2.2)."""
        wanted = request.call_id, request.from_.tag, request.cseq
        served = (call.invitation for call in self.board.calls if isinstance(call, Incoming) and call.chosen is None)
        return any((each.call_id, each.from_.tag, each.cseq) == wanted for each in served)

    def _line_of(self, request: Request, flow: Flow) -> Line | None:
        """By where it came from; of several lines to the same place, by the number that is called."""
        near = [line for line in self.lines if line.peer.host == flow.host]
        for line in near:
            called = identity.called_of(request, area=line.area).number
            if called is not None and called == numbers.of_uri(line.address.uri, area=line.area):
                return line.over(flow)
        return near[0].over(flow) if near else None


OUTSIDE: dict[str, Callable[[UserAgent, RequestReceived, float], None]] = {
    "INVITE": UserAgent._invited,
    "OPTIONS": UserAgent._asked_for_options,
}
"Requests outside of dialogs; others are none of a telephone's."
