"""The other side as a bare endpoint, which does by hand what a test tells it, rules or no rules."""

from random import Random

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.events import AckReceived, RequestReceived, ResponseReceived
from changqian.protocols.sip.message import Message, Request
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import Incoming, OperatorProfile, Outgoing, UserAgent, events
from changqian.protocols.telephony.calls.reliable import rack
from changqian.protocols.telephony.tests.cast import CALLED, CENTRE, DOMAIN, MOBILE, PLAIN, flow, line, sdp

SDP = ("Content-Type", "application/sdp")
REL = [("Require", "100rel"), ("RSeq", "1")]
CAN = [("Supported", "100rel, timer"), ("Allow", "INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, OPTIONS")]
METHODS = ("INVITE", "BYE", "OPTIONS", "PRACK", "UPDATE", "INFO", "REFER", "REGISTER", "MESSAGE")


class Peer:
    """`agent` is ours, at the centre; `end` the other side's endpoint."""

    def __init__(self, profile: OperatorProfile = PLAIN, **given) -> None:
        self.agent = UserAgent(host=CENTRE, port=5060, rng=Random(1), **given)
        self.end = Endpoint(
            host=MOBILE, port=5060, rng=Random(2), methods=METHODS, supported=("100rel", "timer", "precondition")
        )
        self.line = line(MOBILE, profile)
        self.agent.lines.append(self.line)
        self.now = 0.0
        self.told: list = []
        self.heard: list = []
        self.sent: list = []
        "By the agent."

    def turn(self, seconds: float = 0.0) -> None:
        """Time passes step by step, and whatever is sent arrives at once."""
        until = self.now + seconds
        while True:
            self._exchange()
            times = [at for at in (self.agent.get_timer(), self.end.get_timer()) if at is not None and at <= until]
            if not times or seconds == 0.0:
                break
            self.now = max(self.now, min(times))
            self.agent.handle_timer(self.now)
            self.end.handle_timer(self.now)
        self.now = until

    def _exchange(self) -> None:
        while True:
            ours, theirs = self.agent.to_send(self.now), self.end.to_send(self.now)
            for data, _ in ours:
                self.sent.append(Message.parse(data))
                self.end.receive(data, flow(CENTRE), self.now)
            for data, _ in theirs:
                self.agent.receive(data, flow(MOBILE), self.now)
            while (event := self.agent.next_event()) is not None:
                self.told.append(event)
            while (heard := self.end.next_event()) is not None:
                self.heard.append(heard)
            if not ours and not theirs:
                return

    # Our side's events, and what came to theirs.

    def told_of(self, kind: type) -> list:
        return [event for event in self.told if isinstance(event, kind)]

    @property
    def ended(self) -> events.Ended:
        [found] = self.told_of(events.Ended)
        return found

    def requests(self, method: str) -> list[RequestReceived]:
        return [e for e in self.heard if isinstance(e, RequestReceived) and e.request.method == method]

    def answers(self, method: str) -> list[int]:
        found = [e for e in self.heard if isinstance(e, ResponseReceived) and e.request.method == method]
        return [e.response.status for e in found if e.response.status > 100]

    def responses(self, method: str) -> list:
        found = [e for e in self.heard if isinstance(e, ResponseReceived) and e.request.method == method]
        return [e.response for e in found if e.response.status > 100]

    @property
    def acks(self) -> list[Request]:
        return [e.request for e in self.heard if isinstance(e, AckReceived)]

    # A call of ours, and what they say to it.

    def dialled(self, body: bytes | None = None, **given) -> Outgoing:
        call = self.agent.dial(self.line, CALLED, sdp() if body is None else body, self.now, **given)
        self.turn()
        return call

    def says(
        self, status: int, *headers: tuple[str, str], body: bytes = b"", to: RequestReceived | None = None
    ) -> None:
        """To the last INVITE, unless told otherwise."""
        asked = to or self.requests("INVITE")[-1]
        pairs = [*headers, *([SDP] if body else [])]
        self.end.respond(asked.transaction, status, self.now, headers=pairs, body=body)
        self.turn()

    def answered(self, *headers: tuple[str, str], body: bytes | None = None) -> Outgoing:
        """A call of ours, as it stands after 200 and ACK."""
        call = self.dialled()
        self.says(200, *(headers or CAN), body=sdp(MOBILE) if body is None else body)
        return call

    # A call of theirs.

    def calls(self, *headers: tuple[str, str], body: bytes | None = None, **given) -> Incoming:
        self.invites(*headers, body=body, **given)
        return self.told_of(events.Incoming)[-1].call

    def invites(self, *headers: tuple[str, str], body: bytes | None = None, uri: str = "") -> object:
        us = Uri.parse(uri or f"sip:+8651988880000@{DOMAIN};user=phone")
        them = Address(Uri.parse(f"sip:+8613812345678@{DOMAIN};user=phone"))
        body = sdp(MOBILE) if body is None else body
        pairs = [*(headers or CAN), *([SDP] if body and "Content-Type" not in dict(headers) else [])]
        request = self.end.compose("INVITE", us, from_=them, to=Address(us), headers=pairs, body=body)
        key = self.end.request(request, flow(CENTRE), self.now)
        self.turn()
        return key

    def acknowledges(self, body: bytes = b"") -> None:
        self.end.ack(self.dialog, headers=[SDP] if body else [], body=body)
        self.turn()

    def picked_up(self, *headers: tuple[str, str]) -> Incoming:
        """A call of theirs, as it stands after our 200 and their ACK."""
        call = self.calls(*headers)
        call.answer(sdp(), self.now)
        self.turn()
        self.acknowledges()
        return call

    # In the dialog.

    @property
    def dialog(self):
        [found] = self.end.dialogs
        return found

    def asks(self, method: str, *headers: tuple[str, str], body: bytes = b"") -> None:
        pairs = [*headers, *([SDP] if body and not headers else [])]
        self.end.request_in(self.dialog, method, self.now, headers=pairs, body=body)
        self.turn()

    def pracks(self, body: bytes = b"") -> None:
        """The last reliable response."""
        last = [r for r in self.responses("INVITE") if r.headers.get("RSeq")][-1]
        pairs = [("RAck", rack(int(last.headers.get("RSeq")), last.cseq.number)), *([SDP] if body else [])]
        self.end.request_in(self.dialog, "PRACK", self.now, headers=pairs, body=body)
        self.turn()
