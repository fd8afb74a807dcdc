"""One dialog of a call: what goes on in it once it is there, early or answered, whichever side began the call.

A call has one, or before it is answered one for each telephone that rings (RFC 3261 §13.2.2.4).
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import RequestReceived, ResponseReceived, TimedOut
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.transactions import Key
from changqian.protocols.telephony import events
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.calls import outcomes, reliable, serving, timing
from changqian.protocols.telephony.calls.bodies import SDP, description_of
from changqian.protocols.telephony.calls.errands import MOST, Asking, Carrier, Errand, Purpose, Wish
from changqian.protocols.telephony.calls.exchange import Exchange, Stand
from changqian.protocols.telephony.calls.states import OutOfTurn
from changqian.protocols.telephony.calls.timing import Timing
from changqian.protocols.telephony.endings import Ending
from changqian.protocols.telephony.events import Side

if TYPE_CHECKING:
    from changqian.protocols.telephony.calls.call import Call

ANSWER, AGAIN, EXPIRE = "answer", "again", "expire"
"Timers."


class Session:
    def __init__(self, board: Board, call: "Call", dialog: DialogId, *, early: bool = True) -> None:
        self.board, self.call, self.early = board, call, early
        self.exchange = Exchange()
        self.preview = b""
        "A description in a response that need not arrive: the answer, if none comes."
        self.allows: frozenset[str] = frozenset()
        self.asking: Asking | None = None
        self.unacknowledged = False
        "Our 2xx waits for its ACK."
        self.known = call.ours
        "They have the dialog: of a call to us only their PRACK or ACK says so, and what is sent before is told 481."
        self.timing: Timing | None = None
        self.under_way: dict[Key, Errand] = {}
        self.errands: deque[Errand] = deque()
        self.wish: Wish | None = None
        self.closed = False
        self._rseq: int | None = None
        self._prack: Errand | None = None
        self.prack_lost = False
        self.refreshing = False
        self._paused = False
        self.least = timing.LEAST
        self.settle(dialog)

    def settle(self, dialog: DialogId) -> None:
        """Under the name it has from now on: an incoming call has one with its first answer."""
        self.dialog = dialog
        self.board.sessions[dialog] = self

    @property
    def fork(self) -> str:
        return self.dialog.remote_tag

    # -- what our side wants -------------------------------------------------------------------------------------------

    def offer(self, change: Callable[[bytes], bytes], now: float) -> None:
        """As soon as it is nobody else's turn. A newer wish takes the place of one that waits."""
        self.wish = Wish(change)
        self.pump(now)

    def accept(self, sdp: bytes, now: float) -> None:
        """What the other side waits for."""
        asking = self.asking
        if asking is None:
            raise OutOfTurn("对方没有等待应答的请求", "请等待对方的请求")
        self._decided()
        if asking.wanted:
            self.exchange.offer(sdp, "INVITE")
        else:
            self.exchange.answer(sdp)
        if asking.carrier is Carrier.RESPONSE and asking.request:
            if serving.accept(self, asking.request, sdp, now) is None:
                self.exchange.withdraw()
                return
        elif asking.carrier is Carrier.PRACK:
            self._acknowledge_provisional(asking.rack, sdp)
        else:
            self.acknowledge(sdp)
        if not asking.wanted:
            self.call.agreed(self, Side.THEM, now)
        self.pump(now)

    def refuse(self, status: int, now: float) -> None:
        """One that came in a response cannot be refused: then there is no call (RFC 3261 §13.2.1, RFC 6337 §3.3)."""
        asking = self.asking
        if asking is None:
            raise OutOfTurn("对方没有等待应答的请求", "请等待对方的请求")
        self._decided()
        if asking.carrier is Carrier.RESPONSE and asking.request:
            if not asking.wanted:
                self.exchange.withdraw()
            self.board.endpoint.respond(asking.request.transaction, status, now)
            self.pump(now)
        else:
            self.asking = asking
            self.call.leave(Ending.REJECTED, now)

    def inform(self, content_type: str, body: bytes, now: float) -> None:
        if len(self.errands) >= MOST:
            raise OutOfTurn("等待发送的按键过多", "请等待前面的按键发出")
        self.errands.append(Errand("INFO", Purpose.INFO, [("Content-Type", content_type)], body))
        self.pump(now)

    def close(self, now: float) -> None:
        """It is over. Whoever waits for an answer of ours is told so (RFC 3261 §15.1.2)."""
        if self.closed:
            return
        self.closed = True
        if self.asking and self.asking.request:
            self.board.endpoint.respond(self.asking.request.transaction, 487, now)
        elif self.asking and self.asking.carrier is Carrier.ACK:
            # Even what is not wanted is acknowledged before it is ended (RFC 3261 §13.2.2.4).
            self.acknowledge(b"")
        self.asking = None
        self.board.forget(self)
        if self.board.sessions.get(self.dialog) is self:
            del self.board.sessions[self.dialog]

    # -- offers of theirs ----------------------------------------------------------------------------------------------

    def ask(self, asking: Asking, sdp: bytes, now: float) -> None:
        """Our side, which has a limited time for it."""
        self.asking = asking
        self.board.set_timer(self, ANSWER, now + self.call.patience)
        if asking.wanted:
            self.board.tell(events.OfferWanted(self.call, self.fork))
        else:
            self.exchange.asked(sdp, "INVITE")
            self.board.tell(events.Offered(self.call, self.fork, sdp))

    def withdrawn(self, event_key: Key, now: float) -> None:
        """They cancelled their re-INVITE."""
        if self.asking is None or self.asking.request is None or self.asking.request.transaction != event_key:
            return
        wanted = self.asking.wanted
        self._decided()
        if not wanted:
            self.exchange.withdraw()
        self.board.tell(events.OfferWithdrawn(self.call, self.fork))
        self.pump(now)

    def acknowledged(self, request: Request, now: float) -> None:
        """Their ACK of our 2xx, with the answer if ours had the offer."""
        self.unacknowledged, self.known = False, True
        if self.exchange.ours("INVITE"):
            body = description_of(request)
            if not body:
                self.exchange.withdraw()
                self.call.leave(Ending.NO_DESCRIPTION, now)
                return
            self.exchange.answered(body)
            self.call.agreed(self, Side.US, now)
        self.pump(now)

    def _decided(self) -> None:
        self.asking = None
        self.board.set_timer(self, ANSWER, None)

    # -- provisional responses of theirs -------------------------------------------------------------------------------

    def provisional(self, event: ResponseReceived, now: float) -> bool:
        """Whether it is news: not one that came before, nor one that overtook another (RFC 3262 §4)."""
        response, rseq = event.response, reliable.rseq_of(event.response)
        self.learn(response)
        body = description_of(response)
        if rseq is None:
            if body and self.exchange.ours("INVITE"):
                self.preview = body
            return True
        if self._rseq is not None and rseq != self._rseq + 1:
            if rseq == self._rseq and self.prack_lost and self._prack:
                self.prack_lost = False
                self.errands.appendleft(self._prack)
                self.pump(now)
            return False
        self._rseq = rseq
        rack = reliable.rack(rseq, event.request.cseq.number)
        if body and self.exchange.stand is Stand.NEW:
            self.ask(Asking(Carrier.PRACK, rack=rack), body, now)
            return True
        self._acknowledge_provisional(rack, b"")
        if body and self.exchange.ours("INVITE"):
            self.exchange.answered(body)
            self.call.agreed(self, Side.US, now)
        self.pump(now)
        return True

    def _acknowledge_provisional(self, rack: str, sdp: bytes) -> None:
        pairs = [("RAck", rack), *([("Content-Type", SDP)] if sdp else [])]
        self._prack, self.prack_lost = Errand("PRACK", Purpose.PRACK, pairs, sdp), False
        self.errands.appendleft(self._prack)

    # -- requests of ours ----------------------------------------------------------------------------------------------

    def pump(self, now: float) -> None:
        """Whatever may be sent now. Every change comes by here."""
        if self.closed:
            return
        if self.errands and self.known and all(each.method == "INVITE" for each in self.under_way.values()):
            self._send(self.errands.popleft(), now)
        if self.refreshing and self._free():
            self.refreshing = False
            self._refresh(now)
        if self.wish and self._free() and (method := self._offering()):
            wish, self.wish = self.wish, None
            wish.tries += 1
            self._propose(method, wish.change(self.exchange.local), Purpose.OFFER, wish, now)
        self.call.flush(now)

    def _free(self) -> bool:
        """Nobody's turn is it (RFC 3261 §14.1, RFC 3311 §5.1; before our ACK is there, RFC 5407 §3.1.4)."""
        busy = self.under_way or self.errands or self.asking or self.unacknowledged or self._paused
        return self.known and not busy and self.exchange.stand is Stand.AGREED

    def _offering(self) -> str:
        """An INVITE where it may wait for somebody to agree, an UPDATE before there is a call; empty if neither may."""
        if not self.early:
            return "INVITE"
        return "UPDATE" if self._updates and self.call.may_update(self) else ""

    @property
    def _updates(self) -> bool:
        return self.call.line.profile.update and "UPDATE" in self.allows

    def _propose(self, method: str, sdp: bytes, purpose: Purpose, wish: Wish | None, now: float) -> None:
        self.exchange.offer(sdp, method)
        if method == "INVITE":
            self._rseq = None
        pairs = [*self.call.capabilities, ("Content-Type", SDP)]
        pairs += [] if self.early else timing.request_pairs(self.call.line.profile, self.timing, self.least)
        self._send(Errand(method, purpose, pairs, sdp, wish), now)

    def _refresh(self, now: float) -> None:
        """An UPDATE says it without touching anything (RFC 4028 §7.4)."""
        if self._updates:
            pairs = [*self.call.capabilities]
            pairs += timing.request_pairs(self.call.line.profile, self.timing, self.least)
            self._send(Errand("UPDATE", Purpose.REFRESH, pairs), now)
        else:
            self._propose("INVITE", self.exchange.local, Purpose.REFRESH, None, now)

    def _send(self, errand: Errand, now: float) -> None:
        key = self.board.ask_in(self, self.dialog, errand.method, now, headers=errand.pairs, body=errand.body)
        if key is not None:
            self.under_way[key] = errand

    def responded(self, event: ResponseReceived, now: float) -> None:
        errand, response = self.under_way.get(event.transaction), event.response
        if errand is None:
            return
        if response.status < 200:
            if errand.method == "INVITE":
                self.provisional(event, now)
            return
        del self.under_way[event.transaction]
        self.board.owners.pop(event.transaction, None)
        self.learn(response)
        if errand.method == "INVITE" and response.status < 300:
            self.acknowledge(b"")
        if response.status in (401, 407) and not errand.proved and self._prove(errand, event, now):
            return
        outcomes.heed(self, errand, event, now)
        self.pump(now)

    def lost(self, event: Failure, now: float) -> None:
        """Counts as 408 or 503 (RFC 3261 §8.1.3.1). What only adds to a call does not end it."""
        errand = self.under_way.pop(event.transaction, None)
        self.board.owners.pop(event.transaction, None)
        if errand is None:
            return
        if errand.purpose is Purpose.INFO:
            outcomes.not_informed(self, 408)
        elif errand.purpose is not Purpose.PRACK:
            self.call.leave(Ending.LOST if isinstance(event, TimedOut) else Ending.BROKEN, now)
        self.pump(now)

    def acknowledge(self, sdp: bytes) -> None:
        """Their 2xx."""
        if self.dialog in self.board.endpoint.dialogs:
            self.board.endpoint.ack(self.dialog, headers=[("Content-Type", SDP)] if sdp else (), body=sdp)

    def learn(self, message: Request | Response) -> None:
        if "Allow" in message.headers:
            self.allows = frozenset(name.upper() for name in message.headers.listed("Allow"))

    def _prove(self, errand: Errand, event: ResponseReceived, now: float) -> bool:
        again = self.call.line.proved(event.request, event.response, self.board.endpoint.token())
        if again is None or event.dialog is None:
            return False
        errand.proved = True
        self.under_way[self.board.ask(self, again, self.board.endpoint.dialogs[event.dialog].flow, now)] = errand
        return True

    # -- time ----------------------------------------------------------------------------------------------------------

    def pause(self, seconds: float, now: float) -> None:
        """Before anything is offered again."""
        self._paused = True
        self.board.set_timer(self, AGAIN, now + seconds)

    def set_timing(self, agreed: Timing | None, now: float) -> None:
        """Every 2xx says anew how long it lives (RFC 4028 §7.2)."""
        if self.early:
            return
        self.timing = agreed
        refresh = now + agreed.refresh_after if agreed and agreed.ours else None
        self.board.set_timer(self, outcomes.REFRESH, refresh)
        self.board.set_timer(self, EXPIRE, now + agreed.end_after if agreed else None)

    def rang(self, timer: str, now: float) -> None:
        if timer == ANSWER:
            self._undecided(now)
        elif timer == AGAIN:
            self._paused = False
            self.pump(now)
        elif timer == outcomes.REFRESH:
            self.refreshing = True
            self.pump(now)
        elif timer == EXPIRE:
            self.call.leave(Ending.EXPIRED, now)

    def _undecided(self, now: float) -> None:
        if self.asking is None:
            return
        if self.asking.carrier is Carrier.RESPONSE:
            self.refuse(504, now)
            self.board.tell(events.OfferWithdrawn(self.call, self.fork))
        else:
            self.call.leave(Ending.UNDECIDED, now)

    # -- requests of theirs --------------------------------------------------------------------------------------------

    def requested(self, event: RequestReceived, now: float) -> None:
        self.learn(event.request)
        serving.serve(self, event, now)
        self.pump(now)
