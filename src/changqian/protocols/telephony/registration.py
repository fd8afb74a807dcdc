"""Being known to an operator under our number: REGISTER, its challenge, its refresh and its end (RFC 3261 §10.2,
RFC 3608, RFC 5626; 3GPP TS 24.229 §5.1.1.4 for when to refresh).

Rule: what a registration does when is in `TABLE`; what is not in it changes nothing.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.events import ResponseReceived, TimedOut
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.grammar import Malformed, Params, number
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.reasons import explained
from changqian.protocols.sip.transactions import Key
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import events
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.calls import serving
from changqian.protocols.telephony.line import Line

BASE_PAUSE, LONGEST_PAUSE = 30.0, 1800.0
"After failures, doubled each time (RFC 5626 §4.5)."
LONG = 1200
"A registration that lives longer is refreshed ten minutes before its end, a shorter one at half (TS 24.229)."
PONG_WITHIN = 10.0
"RFC 5626 §4.4.1."
AGAIN, BEAT, NO_PONG = "again", "beat", "no pong"
"Timers."


class State(StrEnum):
    IDLE = "idle"
    ASKING = "asking"
    REGISTERED = "registered"
    REFRESHING = "refreshing"
    "Registered still, and asking anew."
    WAITING = "waiting"
    "Refused or unanswered; tried again later."
    LEAVING = "leaving"


class On(StrEnum):
    START = "our side wants to be registered"
    GRANTED = "2xx"
    FAILED = "refused for good, or unanswered"
    DUE = "its time has come"
    STOP = "our side wants it no more"


S = State

TABLE: Mapping[tuple[State, On], State] = {
    (S.IDLE, On.START): S.ASKING,
    (S.ASKING, On.GRANTED): S.REGISTERED,
    (S.ASKING, On.FAILED): S.WAITING,
    (S.REGISTERED, On.DUE): S.REFRESHING,
    (S.REGISTERED, On.STOP): S.LEAVING,
    (S.REGISTERED, On.START): S.REFRESHING,
    (S.REFRESHING, On.GRANTED): S.REGISTERED,
    (S.REFRESHING, On.FAILED): S.WAITING,
    (S.WAITING, On.DUE): S.ASKING,
    (S.WAITING, On.START): S.ASKING,
    (S.WAITING, On.STOP): S.IDLE,
    (S.LEAVING, On.GRANTED): S.IDLE,
    (S.LEAVING, On.FAILED): S.IDLE,
}


class Registration:
    """`line` is the way out as registered: with the Service-Route that the operator gave (RFC 3608)."""

    def __init__(self, board: Board, line: Line, *, instance: str = "") -> None:
        self.board, self.asked_line, self.line, self.instance = board, line, line, instance
        self.state = State.IDLE
        self.failures = 0
        self.key: Key = ()
        self._expires = line.profile.expires
        self._challenges = 0
        self._stopping = False
        self._call_id, self._tag, self._number = (
            f"{board.endpoint.token()}@{board.endpoint.host}",
            board.endpoint.token(),
            0,
        )
        board.registrations.add(self)

    @property
    def registered(self) -> bool:
        return self.state in (State.REGISTERED, State.REFRESHING)

    def start(self, now: float) -> None:
        """Also at once where it waits, and anew where it is registered: the network may have changed."""
        self._stopping = False
        self._step(On.START, now)

    def stop(self, now: float) -> None:
        """Told to the operator where that is of use (RFC 3261 §10.2.2), once the question under way is answered: one
        REGISTER at a time (§10.2)."""
        if self.state in (State.ASKING, State.REFRESHING):
            self._stopping = True
            return
        waiting = self.state is State.WAITING
        self._step(On.STOP, now)
        if waiting:
            self._gone()

    def moved(self, peer: Flow, now: float) -> None:
        """Over another connection, where that makes a registration anew (RFC 5626 §4.3)."""
        self.asked_line, self.line = self.asked_line.over(peer), self.line.over(peer)
        self.start(now)

    def _step(self, on: On, now: float) -> bool:
        after = TABLE.get((self.state, on))
        if after is None:
            return False
        self.state = after
        if after in (State.ASKING, State.REFRESHING):
            self._ask(self._expires, now)
        elif after is State.LEAVING:
            self._ask(0, now)
        return True

    # -- asking --------------------------------------------------------------------------------------------------------

    def _ask(self, expires: int, now: float) -> None:
        self.board.forget(self)
        self._challenges = 0
        line, endpoint = self.asked_line, self.board.endpoint
        self._number += 1
        who = replace(line.address, display_name="")
        pairs = [("Call-ID", self._call_id), ("CSeq", f"{self._number} REGISTER"), ("Contact", str(self._contact))]
        pairs += [("Expires", str(expires)), ("Supported", "path, outbound" if self.instance else "path")]
        pairs += [("Route", route) for route in line.routes]
        if line.profile.access_network:
            pairs.append(("P-Access-Network-Info", line.profile.access_network))
        uri, from_ = Uri("sip", host=line.domain), who.tagged(self._tag)
        self._send(endpoint.compose("REGISTER", uri, from_=from_, to=who, headers=pairs), now)

    @property
    def _contact(self) -> Address:
        uri = replace(self.board.endpoint.contact, user=self.line.address.uri.user)
        flow = self.line.peer
        uri = uri if flow.transport == "UDP" else uri.put("transport", flow.transport.lower())
        params = Params()
        if self.instance:
            params = params.put("reg-id", "1").write("+sip.instance", f'"<{self.instance}>"')
        return Address(uri, params=params)

    def _send(self, request: Request, now: float) -> None:
        self._number = request.cseq.number
        self.key = self.board.ask(self, request, self.asked_line.peer, now)

    # -- answers -------------------------------------------------------------------------------------------------------

    def responded(self, event: ResponseReceived, now: float) -> None:
        response = event.response
        if event.transaction != self.key or response.status < 200:
            return
        self.board.owners.pop(event.transaction, None)
        if response.status < 300:
            self._granted(response, now)
        elif again := self._cured(event, now):
            self._send(again, now)
        else:
            wait = serving.retry_after(response)
            self._failed(response.status, *explained(response.status, response.reason), now, wait)

    def lost(self, event: Failure, now: float) -> None:
        if event.transaction != self.key:
            return
        self.board.owners.pop(event.transaction, None)
        if isinstance(event, TimedOut):
            reason, remedy = "运营商没有响应注册请求", "请检查到运营商的网络、防火墙和服务器地址"
        else:
            reason, remedy = "到运营商的信令连接已断开", "请检查网络；连接恢复后会自动重新注册"
        self._failed(408 if isinstance(event, TimedOut) else 503, reason, remedy, now)

    def _cured(self, event: ResponseReceived, now: float) -> Request | None:
        """What will be taken: with a proof, or for as long as the operator wants it (RFC 3261 §10.2.8)."""
        response = event.response
        if response.status in (401, 407) and self._challenges < 2:
            # A second time only because the nonce is stale; else the password is wrong.
            if self._challenges and not _stale(response):
                return None
            self._challenges += 1
            return self.asked_line.proved(event.request, response, self.board.endpoint.token())
        least = _seconds(response.headers.get("Min-Expires"))
        if response.status == 423 and least is not None and least > self._expires:
            self._expires = least
            number = f"{event.request.cseq.number + 1} REGISTER"
            return event.request.with_headers([("Expires", str(least)), ("CSeq", number)])
        return None

    def _granted(self, response: Response, now: float) -> None:
        if self.state is State.LEAVING:
            self._step(On.GRANTED, now)
            self._gone()
            return
        self.failures = 0
        expires = self._lifetime(response)
        routes = tuple(response.headers.listed("Service-Route"))
        self.line = replace(self.asked_line, routes=routes or self.asked_line.routes)
        self._step(On.GRANTED, now)
        if self._stopping:
            self._stopping = False
            self.stop(now)
            return
        self.board.set_timer(self, AGAIN, now + max(1.0, expires - 600 if expires > LONG else expires / 2))
        if beat := self.line.profile.beat_every:
            self.board.set_timer(self, BEAT, now + beat)
        self.board.tell(events.Registered(self, expires, _uris(response)))

    def _lifetime(self, response: Response) -> int:
        """Of our own Contact among all that are listed, else of Expires, else as asked for (RFC 3261 §10.2.4)."""
        with suppress(Malformed):
            for contact in response.contacts:
                same = contact.uri.host == self._contact.uri.host and contact.uri.port == self._contact.uri.port
                told = _seconds(contact.params.get("expires"))
                if same and told is not None:
                    return told
        return self._expires if response.expires is None else response.expires

    def _failed(self, status: int, reason: str, remedy: str, now: float, wait: int | None = None) -> None:
        if self.state is State.LEAVING:
            self._step(On.FAILED, now)
            self._gone()
            return
        # Half of it at random, so that all do not come at once when the operator is back (RFC 5626 §4.5).
        pause = min(LONGEST_PAUSE, BASE_PAUSE * 2 ** min(self.failures, 10))
        pause = self.board.whole(pause / 2, pause)
        pause = max(pause, min(float(wait), LONGEST_PAUSE)) if wait is not None else pause
        self.failures += 1
        self.line = self.asked_line
        self._step(On.FAILED, now)
        self.board.stop_timers(self)
        if self._stopping:
            self._stopping = False
            self.stop(now)
            return
        self.board.set_timer(self, AGAIN, now + pause)
        self.board.tell(events.RegistrationFailed(self, status, reason, remedy, pause))

    def _gone(self) -> None:
        self.board.forget(self)
        self.board.tell(events.Unregistered(self))

    # -- time ----------------------------------------------------------------------------------------------------------

    def rang(self, timer: str, now: float) -> None:
        if timer == AGAIN:
            self._step(On.DUE, now)
        elif timer == BEAT:
            self.board.endpoint.beat(self.line.peer)
            self.board.set_timer(self, BEAT, now + self.line.profile.beat_every)
            if self.line.peer.reliable:
                self.board.set_timer(self, NO_PONG, now + PONG_WITHIN)
        elif timer == NO_PONG:
            self.board.tell(events.FlowLost(self.line.peer, "运营商不再响应信令连接上的保活"))
            self._failed(430, *explained(430), now)

    def beaten(self, flow: Flow, now: float) -> None:
        """Something came over a connection that says that it lives."""
        if flow == self.line.peer:
            self.board.set_timer(self, NO_PONG, None)


def _stale(response: Response) -> bool:
    return any("stale=true" in value.replace(" ", "").replace('"', "").lower() for _, value in response.headers)


def _seconds(text: str | None) -> int | None:
    try:
        return None if text is None else number(text.strip(), "seconds")
    except Malformed:
        return None


def _uris(response: Response) -> tuple[Uri, ...]:
    """RFC 7315 §4.1."""
    try:
        return tuple(Address.parse(part).uri for part in response.headers.listed("P-Associated-URI"))
    except Malformed:
        return ()
