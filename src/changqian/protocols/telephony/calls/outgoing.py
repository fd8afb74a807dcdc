"""A call of ours: asked for, ringing on one telephone or several, answered by the first (RFC 3261 §13.2)."""

from dataclasses import replace

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.events import ResponseReceived, TimedOut
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.transactions import Key
from changqian.protocols.telephony import events, identity
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.calls import reliable, timing
from changqian.protocols.telephony.calls.bodies import SDP, description_of
from changqian.protocols.telephony.calls.call import Call
from changqian.protocols.telephony.calls.errands import Asking, Carrier
from changqian.protocols.telephony.calls.exchange import Stand
from changqian.protocols.telephony.calls.farewell import Stragglers
from changqian.protocols.telephony.calls.session import Session
from changqian.protocols.telephony.calls.states import On, State
from changqian.protocols.telephony.causes import Cause
from changqian.protocols.telephony.early_media import HEADER as EARLY_MEDIA
from changqian.protocols.telephony.early_media import EarlyMedia
from changqian.protocols.telephony.endings import Ending
from changqian.protocols.telephony.events import Side
from changqian.protocols.telephony.identity import Party
from changqian.protocols.telephony.line import Line
from changqian.protocols.telephony.operators import Use
from changqian.protocols.telephony.preconditions import TAG as PRECONDITION

ATTEMPTS = 4
"INVITEs for one call: after a challenge, a longer timer, an extension less."
MOST_FORKS = 16
NO_ANSWER = "no answer"


class Outgoing(Call):
    """An empty `sdp` leaves the offer to the other side."""

    ours = True

    def __init__(
        self,
        board: Board,
        line: Line,
        party: Party,
        sdp: bytes,
        *,
        hidden: bool = False,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(board, line, party)
        self.sdp, self.hidden, self.headers = sdp, hidden, headers
        self.key: Key = ()
        self._attempts = 0
        self._least = timing.LEAST
        self._required = self._requirements()
        self._heard: dict[DialogId, tuple[int, bytes]] = {}
        "What was told last of each fork: unreliable responses come again."
        self._answered_challenge = False

    def start(self, now: float) -> None:
        self.board.calls.add(self)
        self._invite(self._request(), now)
        self.board.set_timer(self, NO_ANSWER, now + self.line.profile.no_answer)

    # -- the INVITE ----------------------------------------------------------------------------------------------------

    def _requirements(self) -> list[str]:
        profile = self.line.profile
        tags = [reliable.TAG] if profile.reliable is Use.REQUIRED else []
        return [*tags, *([PRECONDITION] if profile.preconditions is Use.REQUIRED else [])]

    def _request(self) -> Request:
        ours, profile = self.line.address, self.line.profile
        pairs = [*self._extensions(), *identity.identity_pairs(ours, profile.identity, hidden=self.hidden)]
        pairs += [("P-Access-Network-Info", profile.access_network)] if profile.access_network else []
        pairs += [("Route", route) for route in self.line.routes]
        pairs += [("Content-Type", SDP)] if self.sdp else []
        return self.board.endpoint.compose(
            "INVITE",
            self.party.uri,
            from_=identity.ANONYMOUS if self.hidden else ours,
            to=Address(self.party.uri, self.party.name),
            headers=[*pairs, *self.headers],
            body=self.sdp,
        )

    def _extensions(self) -> list[tuple[str, str]]:
        profile = self.line.profile
        pairs = [*self.capabilities, *timing.request_pairs(profile, None, self._least)]
        pairs += [("Require", ", ".join(self._required))] if self._required else []
        return [*pairs, *([(EARLY_MEDIA, "supported")] if profile.early_media else [])]

    def _invite(self, request: Request, now: float) -> None:
        self._attempts += 1
        self.key = self.board.ask(self, request, self.line.peer, now)

    # -- its answers ---------------------------------------------------------------------------------------------------

    def responded(self, event: ResponseReceived, now: float) -> None:
        if event.transaction != self.key:
            return
        status = event.response.status
        if status < 200:
            self._provisional(event, now)
        elif status < 300:
            self._success(event, now)
        else:
            self._failure(event, now)

    def lost(self, event: Failure, now: float) -> None:
        if event.transaction == self.key:
            silent = Ending.SILENT if isinstance(event, TimedOut) else Ending.BROKEN
            self.finish(self.ending or silent, now)

    def rang(self, timer: str, now: float) -> None:
        if timer == NO_ANSWER:
            self.leave(Ending.NO_ANSWER, now)

    def _provisional(self, event: ResponseReceived, now: float) -> None:
        """Each fork has its own answer to the one offer (RFC 3261 §13.2.2.4)."""
        response = event.response
        if response.status == 100 or event.dialog is None or self.state is State.ENDING:
            return
        session = self._fork(event.dialog)
        if session is None or not session.provisional(event, now):
            return
        sdp = session.exchange.remote or session.preview
        if self._heard.get(event.dialog) == (response.status, sdp):
            return
        self._heard[event.dialog] = response.status, sdp
        early = EarlyMedia.of(response.headers)
        if response.status == 180:
            self.step(On.RINGS)
            self.board.tell(events.Ringing(self, session.fork, sdp, early))
        else:
            self.board.tell(events.Progress(self, session.fork, response.status, sdp, early))

    def _fork(self, dialog: DialogId) -> Session | None:
        """None for one too many."""
        if dialog not in self.sessions:
            if len(self.sessions) >= MOST_FORKS:
                return None
            self.sessions[dialog] = session = Session(self.board, self, dialog)
            if self.sdp:
                session.exchange.offer(self.sdp, "INVITE")
        return self.sessions[dialog]

    def _success(self, event: ResponseReceived, now: float) -> None:
        """Who comes first has the call; all who come later are `Stragglers`."""
        Stragglers(self.board, self.line, self.key, now)
        self.board.set_timer(self, NO_ANSWER, None)
        if event.dialog is None:
            self.finish(Ending.LOST, now)
            return
        session = self._fork(event.dialog) or Session(self.board, self, event.dialog)
        for other in [each for each in self.sessions.values() if each is not session]:
            other.close(now)
        self.sessions, self.chosen, session.early = {event.dialog: session}, session, False
        session.learn(event.response)
        body = description_of(event.response)
        if self.state is State.ENDING and self.ending:
            # It crossed our CANCEL (RFC 3261 §9.1).
            session.acknowledge(b"")
            self._say_goodbye(session, self.ending, now, self._cause)
        elif session.exchange.stand is Stand.NEW and body:
            self._pick_up(session, event.response, now)
            session.ask(Asking(Carrier.ACK), body, now)
        else:
            session.acknowledge(b"")
            answer = body or session.preview
            if session.exchange.ours("INVITE") and answer:
                session.exchange.answered(answer)
                self.agreed(session, Side.US, now)
            elif session.exchange.stand is Stand.NEW or session.exchange.ours("INVITE"):
                self._say_goodbye(session, Ending.NO_DESCRIPTION, now, None)
                return
            self._pick_up(session, event.response, now)
            session.pump(now)

    def _pick_up(self, session: Session, response: Response, now: float) -> None:
        self.step(On.ANSWERED)
        session.set_timing(timing.agreed(response), now)
        self.board.tell(events.Answered(self, session.fork, session.exchange.theirs or description_of(response)))

    def _failure(self, event: ResponseReceived, now: float) -> None:
        self.board.owners.pop(self.key, None)
        for session in self.sessions.values():
            session.close(now)
        self.sessions.clear()
        self._heard.clear()
        response = event.response
        if self.state is State.ENDING and self.ending:
            self.finish(self.ending, now)
        elif self._attempts < ATTEMPTS and (again := self._cured(event.request, response)):
            self._invite(again, now)
        else:
            self.finish(Ending.REFUSED, now, response=response)

    def _cured(self, request: Request, response: Response) -> Request | None:
        """The same call, asked for as it is wanted; None if that will not do."""
        if response.status in (401, 407):
            return self._proved(request, response)
        if response.status == 422:
            # With the interval that is large enough (RFC 4028 §7.4).
            self._least = max(self._least, timing.least_of(response.headers))
        elif response.status == 420 and self._required:
            refused = {tag.lower() for tag in response.headers.listed("Unsupported")}
            self._required = [tag for tag in self._required if refused and tag not in refused]
        else:
            return None
        number = f"{request.cseq.number + 1} INVITE"
        fresh = request.with_headers([*self._extensions(), ("CSeq", number)])
        return fresh if self._required else _without(fresh, "Require")

    def _proved(self, request: Request, response: Response) -> Request | None:
        """Once; the second time the password is wrong (RFC 3261 §22.2)."""
        if self._answered_challenge:
            return None
        self._answered_challenge = True
        return self.line.proved(request, response, self.board.endpoint.token())

    # -- its end -------------------------------------------------------------------------------------------------------

    def withdraw(self, ending: Ending, now: float, cause: Cause | None) -> None:
        """A CANCEL, and then whatever the INVITE is answered with: even that somebody has just picked up."""
        self.ending, self._cause = ending, cause
        self.step(On.LEAVING)
        self.board.set_timer(self, NO_ANSWER, None)
        if not self.board.endpoint.cancel(self.key, now):
            self.finish(ending, now)


def _without(request: Request, name: str) -> Request:
    return replace(request, headers=request.headers.drop(name))
