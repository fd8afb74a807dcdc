"""Requests and their answers over a network that loses, doubles and reorders (RFC 3261 §17, RFC 6026).

Rule 1: what a transaction does is in the five tables and nowhere else.
Rule 2: a table knows neither clock nor network: it is told what happened and says what is to be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import MAX_FORWARDS, Request, Response

Key = tuple[str, ...]
"What tells a transaction from all others of an endpoint; to its user a name and nothing more."


class State(Enum):
    NEW = "new"
    CALLING = "calling"
    TRYING = "trying"
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    TERMINATED = "terminated"


class On(Enum):
    """What happens. Responses are received by a client and sent by a server, and are one of three kinds to both."""

    REQUEST = "a request is sent, or comes (again)"
    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx to 6xx"
    ACK = "an ACK comes"
    CANCEL = "a CANCEL was sent"
    BROKEN = "the transport failed"


class Timer(Enum):
    """RFC 3261 table 4, RFC 6026 §7.1. Timer C is a proxy's, and there is none here."""

    A = "client INVITE: send again"
    B = "client INVITE: give up"
    D = "client INVITE: absorb failures"
    E = "client: send again"
    F = "client: give up; server: nobody waits any more"
    G = "server INVITE: send the final response again"
    H = "server INVITE: give up waiting for ACK"
    I = "server INVITE: absorb ACK"  # noqa: E741
    J = "server: absorb requests"
    K = "client: absorb responses"
    L = "server INVITE: absorb INVITE after 2xx"
    M = "client INVITE: pass on 2xx"


class Do(Enum):
    SEND = "send what is given"
    RESEND = "send what was sent last"
    DELIVER = "tell the user"
    ACK = "acknowledge the failure"
    TIMED_OUT = "tell the user that nothing came"
    FAILED = "tell the user that nothing went"


@dataclass(frozen=True, slots=True)
class Step:
    """Timers stop when their state is left, but for those in `keep`; `start` begins or repeats them."""

    to: State
    do: tuple[Do, ...] = ()
    start: tuple[Timer, ...] = ()
    keep: tuple[Timer, ...] = ()


Table = Mapping[tuple[State, On | Timer], Step]
"What is not in it changes nothing."

S, D, T = State, Do, Timer

CLIENT_INVITE: Table = {
    (S.NEW, On.REQUEST): Step(S.CALLING, (D.SEND,), (T.A, T.B)),
    (S.CALLING, T.A): Step(S.CALLING, (D.RESEND,), (T.A,)),
    (S.CALLING, T.B): Step(S.TERMINATED, (D.TIMED_OUT,)),
    (S.CALLING, On.PROVISIONAL): Step(S.PROCEEDING, (D.DELIVER,)),
    (S.CALLING, On.SUCCESS): Step(S.ACCEPTED, (D.DELIVER,), (T.M,)),
    (S.CALLING, On.FAILURE): Step(S.COMPLETED, (D.ACK, D.DELIVER), (T.D,)),
    (S.CALLING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.PROCEEDING, On.PROVISIONAL): Step(S.PROCEEDING, (D.DELIVER,)),
    (S.PROCEEDING, On.SUCCESS): Step(S.ACCEPTED, (D.DELIVER,), (T.M,)),
    (S.PROCEEDING, On.FAILURE): Step(S.COMPLETED, (D.ACK, D.DELIVER), (T.D,)),
    (S.PROCEEDING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    # Who was told to stop and says nothing is not waited for (RFC 3261 §9.1).
    (S.PROCEEDING, On.CANCEL): Step(S.PROCEEDING, (), (T.B,)),
    (S.PROCEEDING, T.B): Step(S.TERMINATED, (D.TIMED_OUT,)),
    (S.COMPLETED, On.FAILURE): Step(S.COMPLETED, (D.ACK,)),
    (S.COMPLETED, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.COMPLETED, T.D): Step(S.TERMINATED),
    (S.ACCEPTED, On.SUCCESS): Step(S.ACCEPTED, (D.DELIVER,)),
    (S.ACCEPTED, T.M): Step(S.TERMINATED),
}

CLIENT: Table = {
    (S.NEW, On.REQUEST): Step(S.TRYING, (D.SEND,), (T.E, T.F)),
    (S.TRYING, T.E): Step(S.TRYING, (D.RESEND,), (T.E,)),
    (S.TRYING, T.F): Step(S.TERMINATED, (D.TIMED_OUT,)),
    (S.TRYING, On.PROVISIONAL): Step(S.PROCEEDING, (D.DELIVER,), keep=(T.E, T.F)),
    (S.TRYING, On.SUCCESS): Step(S.COMPLETED, (D.DELIVER,), (T.K,)),
    (S.TRYING, On.FAILURE): Step(S.COMPLETED, (D.DELIVER,), (T.K,)),
    (S.TRYING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.PROCEEDING, T.E): Step(S.PROCEEDING, (D.RESEND,), (T.E,)),
    (S.PROCEEDING, T.F): Step(S.TERMINATED, (D.TIMED_OUT,)),
    (S.PROCEEDING, On.PROVISIONAL): Step(S.PROCEEDING, (D.DELIVER,)),
    (S.PROCEEDING, On.SUCCESS): Step(S.COMPLETED, (D.DELIVER,), (T.K,)),
    (S.PROCEEDING, On.FAILURE): Step(S.COMPLETED, (D.DELIVER,), (T.K,)),
    (S.PROCEEDING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.COMPLETED, T.K): Step(S.TERMINATED),
}

SERVER_INVITE: Table = {
    (S.NEW, On.REQUEST): Step(S.PROCEEDING, (D.DELIVER,)),
    (S.PROCEEDING, On.REQUEST): Step(S.PROCEEDING, (D.RESEND,)),
    (S.PROCEEDING, On.PROVISIONAL): Step(S.PROCEEDING, (D.SEND,)),
    (S.PROCEEDING, On.SUCCESS): Step(S.ACCEPTED, (D.SEND,), (T.L,)),
    (S.PROCEEDING, On.FAILURE): Step(S.COMPLETED, (D.SEND,), (T.G, T.H)),
    (S.PROCEEDING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.COMPLETED, On.REQUEST): Step(S.COMPLETED, (D.RESEND,)),
    (S.COMPLETED, T.G): Step(S.COMPLETED, (D.RESEND,), (T.G,)),
    (S.COMPLETED, T.H): Step(S.TERMINATED, (D.TIMED_OUT,)),
    (S.COMPLETED, On.ACK): Step(S.CONFIRMED, (), (T.I,)),
    (S.COMPLETED, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.CONFIRMED, T.I): Step(S.TERMINATED),
    (S.ACCEPTED, On.ACK): Step(S.ACCEPTED, (D.DELIVER,)),
    (S.ACCEPTED, T.L): Step(S.TERMINATED),
}

SERVER: Table = {
    # When the client's timer F has come nobody waits for an answer (RFC 4320); one that was forgotten is not kept.
    (S.NEW, On.REQUEST): Step(S.TRYING, (D.DELIVER,), (T.F,)),
    (S.TRYING, T.F): Step(S.TERMINATED),
    (S.PROCEEDING, T.F): Step(S.TERMINATED),
    (S.TRYING, On.PROVISIONAL): Step(S.PROCEEDING, (D.SEND,), keep=(T.F,)),
    (S.TRYING, On.SUCCESS): Step(S.COMPLETED, (D.SEND,), (T.J,)),
    (S.TRYING, On.FAILURE): Step(S.COMPLETED, (D.SEND,), (T.J,)),
    (S.TRYING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.PROCEEDING, On.REQUEST): Step(S.PROCEEDING, (D.RESEND,)),
    (S.PROCEEDING, On.PROVISIONAL): Step(S.PROCEEDING, (D.SEND,)),
    (S.PROCEEDING, On.SUCCESS): Step(S.COMPLETED, (D.SEND,), (T.J,)),
    (S.PROCEEDING, On.FAILURE): Step(S.COMPLETED, (D.SEND,), (T.J,)),
    (S.PROCEEDING, On.BROKEN): Step(S.TERMINATED, (D.FAILED,)),
    (S.COMPLETED, On.REQUEST): Step(S.COMPLETED, (D.RESEND,)),
    (S.COMPLETED, T.J): Step(S.TERMINATED),
}

ANSWERED: Table = {
    # A 2xx to INVITE goes from end to end: its sender repeats it until the ACK, whatever the transport
    # (RFC 3261 §13.3.1.4).
    (S.NEW, On.SUCCESS): Step(S.COMPLETED, (), (T.G, T.H)),
    (S.COMPLETED, T.G): Step(S.COMPLETED, (D.RESEND,), (T.G,)),
    (S.COMPLETED, T.H): Step(S.TERMINATED, (D.TIMED_OUT,)),
    (S.COMPLETED, On.ACK): Step(S.TERMINATED, (D.DELIVER,)),
}


@dataclass(frozen=True, slots=True)
class Timers:
    """Seconds. T1 is what a round trip takes, T2 the longest pause between two sendings, T4 how long a packet may live
    on its way. `given` sets single timers to another value."""

    t1: float = 0.5
    t2: float = 4.0
    t4: float = 5.0
    given: Mapping[Timer, float] = field(default_factory=dict)

    def of(self, timer: Timer) -> float:
        """The first time, over UDP."""
        if timer in self.given:
            return self.given[timer]
        if timer in RESENDING:
            return self.t1
        return {T.D: max(32.0, 64 * self.t1), T.I: self.t4, T.K: self.t4}.get(timer, 64 * self.t1)


RESENDING = frozenset({T.A, T.E, T.G})
"Not needed where the transport itself sends again."
ABSORBING = frozenset({T.D, T.I, T.J, T.K})
"Zero over a reliable transport, which doubles nothing."


@dataclass(slots=True)
class Transaction:
    """One run through a table. `sent` is what went out last; `to_tag` what this side adds to its answers.

    `reliable` is apart from the flow: a 2xx is repeated over TCP too, for behind the next hop there may be UDP.
    """

    key: Key
    table: Table
    timers: Timers
    request: Request
    flow: Flow
    reliable: bool
    state: State = State.NEW
    sent: bytes = b""
    to_tag: str = ""
    due: dict[Timer, float] = field(default_factory=dict)
    pauses: dict[Timer, float] = field(default_factory=dict)

    def step(self, on: On | Timer, now: float) -> tuple[Do, ...]:
        """What is to be done; nothing if this means nothing now."""
        step = self.table.get((self.state, on))
        if step is None:
            return ()
        if step.to is not self.state:
            self.due = {timer: at for timer, at in self.due.items() if timer in step.keep}
            self.state = step.to
        done = step.do
        for timer in step.start:
            if self.reliable and timer in RESENDING:
                continue
            pause = 0.0 if self.reliable and timer in ABSORBING else self._pause(timer)
            if pause:
                self.due[timer] = now + pause
            else:
                done += self.step(timer, now)
        return done

    def get_timer(self) -> float | None:
        return min(self.due.values(), default=None)

    def handle_timer(self, now: float) -> tuple[Do, ...]:
        """Of the earliest timer that has come; there may be more."""
        timer = min(self.due, key=self.due.__getitem__, default=None)
        if timer is None or self.due[timer] > now:
            return ()
        del self.due[timer]
        return self.step(timer, now)

    def _pause(self, timer: Timer) -> float:
        """A doubles, E and G double up to T2, E is T2 once somebody said that he is at it."""
        pause = self.timers.of(timer)
        if timer in RESENDING:
            if timer in self.pauses:
                pause = self.pauses[timer] * 2
            if timer is not T.A:
                pause = self.timers.t2 if self.state is S.PROCEEDING else min(pause, self.timers.t2)
            self.pauses[timer] = pause
        return pause


def response_kind(status: int) -> On:
    return On.PROVISIONAL if status < 200 else On.SUCCESS if status < 300 else On.FAILURE


def client_key(message: Request | Response) -> Key:
    """RFC 3261 §17.1.3. A CANCEL has the branch of its INVITE, so the method belongs to it."""
    return ("client", message.via.branch, message.cseq.method)


def server_key(request: Request, method: str = "") -> Key:
    """RFC 3261 §17.2.3; an ACK has the key of its INVITE. With `method` it is what a CANCEL looks for.

    Call-ID and CSeq belong to it, though unique branches need neither: some cameras have the same branch always.
    Without the cookie it is as RFC 2543 knew it, less the tag of To, which an ACK has and its INVITE has not.
    """
    via = request.via
    method = method or ("INVITE" if request.method == "ACK" else request.method)
    number = str(request.cseq.number)
    if via.unique:
        return ("server", via.branch, via.sent_by, request.call_id, number, method)
    top = str(via)
    return ("server", str(request.uri), request.from_.tag, request.call_id, number, top, method)


def ack_of_failure(request: Request, response: Response) -> Request:
    """Hop by hop, within the transaction (RFC 3261 §17.1.1.3)."""
    return _companion(request, "ACK", to=response.headers.get("To"))


def cancel_of(request: Request) -> Request:
    """RFC 3261 §9.1."""
    return _companion(request, "CANCEL", to=request.headers.get("To"))


def _companion(request: Request, method: str, to: str | None) -> Request:
    """What has the branch, the route and the number of the request, and nothing else of it."""
    pairs = [("Via", str(request.via)), ("Max-Forwards", str(MAX_FORWARDS))]
    pairs += [("Route", value) for value in request.headers.all("Route")]
    pairs += [("From", request.headers.get("From") or ""), ("To", to or ""), ("Call-ID", request.call_id)]
    pairs.append(("CSeq", f"{request.cseq.number} {method}"))
    return Request(method=method, uri=request.uri, headers=Headers.of(pairs), charset=request.charset)
