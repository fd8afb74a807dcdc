"""Peers that know each other: who, at which address, by which way, after which request (RFC 3261 §12).

A dialog is a value: what changes it gives a new one. Reliable provisional responses, UPDATE and session timers
(RFC 3262, RFC 3311, RFC 4028) are requests in a dialog like others; what they remember stands in `telephony`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.cseq import CSeq
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.grammar import BLANK, Malformed, Params
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import MAX_FORWARDS, Message, Request, Response
from changqian.protocols.sip.uri import WILDCARD, Uri

FORMING = frozenset({"INVITE", "SUBSCRIBE", "REFER"})
"What makes a dialog when it is answered (RFC 3261 §12.1, RFC 6665 §4.4.1, RFC 3515 §2.4.6)."
REFRESHING = frozenset({"INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER"})
"What may change the address of the other side (RFC 3261 §12.2, RFC 3311 §5.1, RFC 6665 §4.4.1)."


class OutOfOrder(Exception):
    """A request with a lower number than one before it (RFC 3261 §12.2.2)."""


class Stage(StrEnum):
    EARLY = "early"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class DialogId:
    """Tags are empty where a peer of RFC 2543 gave none."""

    call_id: str
    local_tag: str
    remote_tag: str

    @classmethod
    def of_client(cls, message: Message) -> Self:
        """Seen from who sent the request that this is, or answers."""
        return cls(message.call_id, message.from_.tag, message.to.tag)

    @classmethod
    def of_server(cls, message: Message) -> Self:
        """Seen from who received it."""
        return cls(message.call_id, message.to.tag, message.from_.tag)


@dataclass(frozen=True, slots=True)
class Replaces:
    """Which dialog a new call takes the place of. `dialog` is seen from who receives this (RFC 3891 §3, §6.1)."""

    dialog: DialogId
    early_only: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        call_id, _, rest = text.partition(";")
        params = Params.parse(rest)
        local, remote = params.get("to-tag"), params.get("from-tag")
        if not call_id.strip(BLANK) or local is None or remote is None:
            raise Malformed("Replaces without both tags")
        # A tag of 0 is that of a peer without one (RFC 3891 §6.1).
        local, remote = ("" if tag == "0" else tag for tag in (local, remote))
        return cls(DialogId(call_id.strip(BLANK), local, remote), "early-only" in params)

    def __str__(self) -> str:
        params = Params().put("to-tag", self.dialog.local_tag or "0").put("from-tag", self.dialog.remote_tag or "0")
        return f"{self.dialog.call_id}{params.put('early-only') if self.early_only else params}"


@dataclass(frozen=True, slots=True)
class Dialog:
    """`local` and `remote` with their tags, `target` where requests go to, `route` by which way; the numbers of the
    last request of each side, None before the first; `flow` is what the other side was last heard over."""

    id: DialogId
    stage: Stage
    local: Address
    remote: Address
    target: Uri
    route: tuple[Uri, ...]
    local_number: int | None
    remote_number: int | None
    flow: Flow

    @classmethod
    def of_client(cls, request: Request, response: Response, flow: Flow) -> Self:
        """RFC 3261 §12.1.2: from a 1xx with a tag, or a 2xx, to a request of ours."""
        return cls(
            id=DialogId.of_client(response),
            stage=_stage(response),
            local=request.from_,
            remote=response.to,
            target=_contact(response, request.uri),
            route=tuple(address.uri for address in reversed(response.record_routes)),
            local_number=request.cseq.number,
            remote_number=None,
            flow=flow,
        )

    @classmethod
    def of_server(cls, request: Request, response: Response, flow: Flow) -> Self:
        """RFC 3261 §12.1.1: from an answer of ours. Without a Contact, From is where the caller is."""
        return cls(
            id=DialogId.of_server(response),
            stage=_stage(response),
            local=response.to,
            remote=request.from_,
            target=_contact(request, request.from_.uri),
            route=tuple(address.uri for address in request.record_routes),
            local_number=None,
            remote_number=request.cseq.number,
            flow=flow,
        )

    def answered(self, request: Request, response: Response, flow: Flow) -> Self:
        """After another answer to a request of ours. The first 2xx settles the route; later ones move the target."""
        changed = self
        if self.stage is Stage.EARLY and request.method in FORMING and not request.to.tag:
            settled = type(self).of_client(request, response, flow)
            changed = replace(self, stage=settled.stage, target=settled.target, route=settled.route)
        elif request.method in REFRESHING and 200 <= response.status < 300:
            changed = replace(self, target=_contact(response, self.target))
        return replace(changed, flow=flow)

    def accepted(self) -> Self:
        """After a 2xx of ours."""
        return replace(self, stage=Stage.CONFIRMED)

    def received(self, request: Request, flow: Flow) -> Self:
        """After a request of the other side (RFC 3261 §12.2.2). An ACK or CANCEL has the number of another request."""
        number = request.cseq.number
        if request.method in ("ACK", "CANCEL"):
            return replace(self, flow=flow)
        if self.remote_number is not None and number < self.remote_number:
            raise OutOfOrder(f"{request.cseq} after {self.remote_number}")
        target = _contact(request, self.target) if request.method in REFRESHING else self.target
        return replace(self, remote_number=number, target=target, flow=flow)

    def request(
        self, method: str, *, headers: Iterable[tuple[str, str]] = (), body: bytes = b""
    ) -> tuple[Self, Request]:
        """The dialog after it, and the request (RFC 3261 §12.2.1.1)."""
        number = 1 if self.local_number is None else self.local_number + 1
        return replace(self, local_number=number), self._made(method, number, headers, body)

    def ack(self, number: int, *, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> Request:
        """For the 2xx to the INVITE of that number (RFC 3261 §13.2.2.4)."""
        return self._made("ACK", number, headers, body)

    def _made(self, method: str, number: int, headers: Iterable[tuple[str, str]], body: bytes) -> Request:
        uri, route = self.target, [str(Address(hop)) for hop in self.route]
        if self.route and "lr" not in self.route[0].params:
            # A strict router looks for itself in the Request-URI, and for us at the end (RFC 3261 §12.2.1.1).
            uri, route = self.route[0].target(), [*route[1:], str(Address(self.target))]
        pairs = [("Max-Forwards", str(MAX_FORWARDS)), *(("Route", hop) for hop in route)]
        pairs += [("From", str(self.local)), ("To", str(self.remote)), ("Call-ID", self.id.call_id)]
        pairs.append(("CSeq", str(CSeq(number, method))))
        return Request(method=method, uri=uri, headers=Headers.of(pairs), body=body).with_headers(headers)


def _stage(response: Response) -> Stage:
    return Stage.CONFIRMED if response.status >= 200 else Stage.EARLY


def _contact(message: Message, otherwise: Uri) -> Uri:
    """Some send no Contact, or one that cannot be read; then they are where they were."""
    try:
        uri = message.contacts[0].uri if message.contacts else otherwise
    except Malformed:
        uri = otherwise
    return (otherwise if uri == WILDCARD else uri).target()
