"""Somebody at a telephone, who rings, answers, and says yes to whatever is offered."""

from dataclasses import dataclass

from changqian.protocols.telephony import (
    Call,
    Incoming,
    OperatorProfile,
    Outgoing,
    OutOfTurn,
    State,
    directions,
    events,
)
from changqian.protocols.telephony.tests.cast import CALLED, PLAIN, line, sdp
from changqian.protocols.telephony.tests.wire import Wire


@dataclass
class Manners:
    """`rings_at` and `answers_at` are seconds after the call came; None for never."""

    rings_at: float | None = 0.1
    early: bool = False
    "183 with a description before it rings."
    answers_at: float | None = 2.0
    agrees: bool = True
    "To what is offered."


class Phone:
    def __init__(self, wire: Wire, host: str, manners: Manners | None = None, profile: OperatorProfile = PLAIN) -> None:
        self.wire, self.host, self.manners = wire, host, manners or Manners()
        self.agent = wire.agents[host]
        wire.phones[host] = self.hear
        self.profile = profile
        self.call: Call | None = None
        self.version = 1
        self.agreed: dict[str, tuple[bytes, bytes]] = {}

    def listens_to(self, *hosts: str) -> "Phone":
        self.agent.lines += [line(host, self.profile) for host in hosts]
        return self

    def sdp(self, **given) -> bytes:
        self.version += 1
        return sdp(self.host, self.version, **given)

    def dials(self, host: str, body: bytes | None = None, **given) -> Outgoing:
        asked = self.sdp() if body is None else body
        call = self.agent.dial(line(host, self.profile), CALLED, asked, self.wire.now, **given)
        self.call = call
        return call

    def dares(self, order: str, *args) -> None:
        """As people press keys: what makes no sense now is not done."""
        if self.call is None:
            return
        try:
            getattr(self.call, order)(*args, self.wire.now)
        except OutOfTurn:
            return

    @property
    def ended(self) -> bool:
        return self.call is not None and self.call.state is State.ENDED

    def hear(self, event: object, now: float) -> None:
        match event:
            case events.Incoming(call):
                self.call = call
                self._picks_up(call, now)
            case events.Negotiated(_, fork, local, remote):
                self.agreed[fork] = local, remote
            case events.Offered(call, fork, offer) if self.manners.agrees:
                session = next(each for each in call.sessions.values() if each.fork == fork)
                base = session.exchange.local or self.sdp()
                call.accept(directions.mirrored(base, offer), now, fork=fork)
            case events.OfferWanted(call, fork) if self.manners.agrees:
                call.accept(self.sdp(), now, fork=fork)

    def _picks_up(self, call: Incoming, now: float) -> None:
        manners = self.manners
        if manners.early:
            call.progress(self.sdp(), now)
        if manners.rings_at is not None:
            self.wire.at(now + manners.rings_at, lambda then: self._tries(lambda: call.ring(then)))
        if manners.answers_at is not None:
            self.wire.at(now + manners.answers_at, lambda then: self._tries(lambda: call.answer(self.sdp(), then)))

    def _tries(self, order) -> None:
        try:
            order()
        except OutOfTurn:
            return


def pair(wire: Wire, caller: str, called: str, manners: Manners | None = None, **profiles) -> tuple[Phone, Phone]:
    """Two telephones that know each other."""
    ours = Phone(wire, caller, profile=profiles.get("ours", PLAIN)).listens_to(called)
    theirs = Phone(wire, called, manners, profile=profiles.get("theirs", PLAIN)).listens_to(caller)
    return ours, theirs
