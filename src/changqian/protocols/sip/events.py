"""What an endpoint tells its user, in the order in which it happened."""

from dataclasses import dataclass

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.transactions import Key


@dataclass(frozen=True, slots=True)
class RequestReceived:
    """To be answered with `Endpoint.respond(transaction, …)`. INVITE was told 100 already."""

    transaction: Key
    request: Request
    flow: Flow
    dialog: DialogId | None
    "The dialog it came in, if that is known here."


@dataclass(frozen=True, slots=True)
class ResponseReceived:
    transaction: Key
    response: Response
    request: Request
    "What was sent, and is answered by this."
    flow: Flow
    dialog: DialogId | None
    "The dialog it made, changed or came in. A 2xx to INVITE is to be acknowledged there."


@dataclass(frozen=True, slots=True)
class AckReceived:
    """Of a 2xx to INVITE; with a body where the INVITE had none."""

    request: Request
    flow: Flow
    dialog: DialogId


@dataclass(frozen=True, slots=True)
class AckMissing:
    """Nobody acknowledged our 2xx in 64·T1; a BYE is in order (RFC 3261 §13.3.1.4)."""

    dialog: DialogId


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The caller gave up. The CANCEL was told 200 and the INVITE 487."""

    transaction: Key
    request: Request
    cancel: Request
    "Whose Reason says why (RFC 3326): often that somebody else picked up."


@dataclass(frozen=True, slots=True)
class TimedOut:
    """A request that nobody answered, or a failure of ours that nobody acknowledged."""

    transaction: Key
    request: Request


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The connection was gone before the transaction was over."""

    transaction: Key
    request: Request


@dataclass(frozen=True, slots=True)
class BeatReceived:
    """A keep-alive: the flow is alive. A ping over a stream was answered."""

    flow: Flow


@dataclass(frozen=True, slots=True)
class FlowClosed:
    """The other side, or the network, ended the connection."""

    flow: Flow


@dataclass(frozen=True, slots=True)
class FlowBroken:
    """What comes over this connection makes no sense any more: close it, once what is to be sent was sent."""

    flow: Flow
    reason: str


Event = (
    RequestReceived
    | ResponseReceived
    | AckReceived
    | AckMissing
    | Cancelled
    | TimedOut
    | Unreachable
    | BeatReceived
    | FlowClosed
    | FlowBroken
)
