"""One SIP endpoint without sockets or clock (RFC 3261 §8, §9, §13, §15, §18).

Five verbs are its whole boundary: `receive`, `to_send`, `get_timer`, `handle_timer`, `next_event`. After each of them,
and after each request or answer of the user, there may be something to send, to wait for, or to hear of.
"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import replace
from random import Random

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.dialogs import FORMING, REFRESHING, Dialog, DialogId, OutOfOrder, Stage
from changqian.protocols.sip.events import (
    AckMissing,
    AckReceived,
    Cancelled,
    Event,
    FlowClosed,
    RequestReceived,
    ResponseReceived,
    TimedOut,
    Unreachable,
)
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.framing import Beat
from changqian.protocols.sip.grammar import Params
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import MAX_FORWARDS, Request, Response
from changqian.protocols.sip.reasons import METHODS
from changqian.protocols.sip.running import Running
from changqian.protocols.sip.transactions import (
    ANSWERED,
    CLIENT,
    CLIENT_INVITE,
    SERVER,
    SERVER_INVITE,
    Do,
    Key,
    On,
    State,
    Timers,
    Transaction,
    ack_of_failure,
    cancel_of,
    client_key,
    response_kind,
    server_key,
)
from changqian.protocols.sip.transport import Transport
from changqian.protocols.sip.uri import SIP_SCHEMES, Uri
from changqian.protocols.sip.via import COOKIE, Via

SCHEMES = SIP_SCHEMES | {"tel"}
ONLY_IN_DIALOGS = frozenset({"BYE", "INFO", "PRACK", "UPDATE"})
Pairs = Iterable[tuple[str, str]]


class Endpoint:
    """`host` and `port` are what it says of itself in Via and Contact. `rng` makes branches, tags and Call-IDs: in
    earnest a `random.SystemRandom`. `methods` and `supported` (option tags) are what its user can do; other requests
    are refused without him. `dialogs` may be read; they end by BYE, by 481, or by `end`.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        rng: Random,
        contact: Uri | None = None,
        agent: str = "",
        methods: Collection[str] = METHODS,
        supported: Collection[str] = (),
        timers: Timers | None = None,
        max_head: int = 16_384,
        max_body: int = 1_048_576,
        max_transactions: int = 100_000,
    ) -> None:
        self.host, self.port, self.rng, self.agent = host, port, rng, agent
        self.contact = contact or Uri("sip", host=host, port=port)
        self.methods = frozenset({"ACK", "CANCEL", *methods})
        self.supported, self.max_transactions = frozenset(tag.lower() for tag in supported), max_transactions
        self.dialogs: dict[DialogId, Dialog] = {}
        self._transport = Transport(self.token, max_head, max_body)
        self._running = Running(timers or Timers(), self._transport.send, self._failed, self._over)
        self._events: deque[Event] = deque()
        self._forks: dict[Key, set[DialogId]] = {}
        "The dialogs that a request of ours made."
        self._unacknowledged: dict[DialogId, tuple[Key, int]] = {}
        "The INVITE of ours, and its number, whose 2xx the user is to acknowledge."
        self._acks: dict[Key, dict[DialogId, bytes]] = {}
        "What such a 2xx is answered with when it comes again."
        self._waiting: dict[DialogId, Key] = {}
        "The 2xx of ours that the other side is to acknowledge."
        self._cancelling: set[Key] = set()
        "A CANCEL has to wait for a first answer (RFC 3261 §9.1)."

    # The boundary.

    def receive(self, data: bytes, source: Flow, now: float) -> None:
        """A datagram, or what a connection gave; of a connection b"" is its end, or that it could not be made."""
        for item in self._transport.receive(data, source):
            if isinstance(item, Request):
                self._request(item, source, now)
            elif isinstance(item, Response):
                self._response(item, source, now)
            else:
                self._events.append(item)
                if isinstance(item, FlowClosed):
                    self._running.broken(source, now)

    def to_send(self, now: float) -> list[tuple[bytes, Flow]]:
        """All there is, each once. What a timer owes at `now` is among it after `handle_timer`."""
        return self._transport.take()

    def get_timer(self) -> float | None:
        """When to call `handle_timer` at the latest; None if nothing is waited for."""
        return self._running.schedule.next()

    def handle_timer(self, now: float) -> None:
        self._running.handle_timer(now)

    def next_event(self) -> Event | None:
        return self._events.popleft() if self._events else None

    @property
    def timers(self) -> Timers:
        return self._running.timers

    @property
    def dropped(self) -> dict[str, int]:
        """How much of what came, or was to be answered, was not taken, by reason."""
        return dict(self._transport.dropped)

    # What the user does.

    def token(self) -> str:
        """64 random bits: enough for a branch, a tag, a cnonce."""
        return f"{self.rng.getrandbits(64):016x}"

    def compose(
        self, method: str, uri: Uri, *, from_: Address, to: Address, headers: Pairs = (), body: bytes = b""
    ) -> Request:
        """A request outside of dialogs, with a tag, Call-ID and CSeq that `headers` may set otherwise."""
        pairs = [("Max-Forwards", str(MAX_FORWARDS)), ("From", str(from_ if from_.tag else from_.tagged(self.token())))]
        pairs += [("To", str(to)), ("Call-ID", f"{self.token()}@{self.host}"), ("CSeq", f"1 {method}")]
        return Request(method=method, uri=uri, headers=Headers.of(pairs), body=body).with_headers(headers)

    def request(self, request: Request, destination: Flow, now: float) -> Key:
        """Sent in a transaction of its own, whose key comes back with the answers. An ACK is sent with `ack`.

        One that belongs to a dialog, as the second try after a challenge, moves its number on.
        """
        dialog, number = DialogId.of_client(request), request.cseq.number
        if (known := self.dialogs.get(dialog)) and number > (known.local_number or 0):
            self.dialogs[dialog] = replace(known, local_number=number)
        return self._start(self._addressed(request, destination), destination, now)

    def request_in(
        self,
        dialog: DialogId,
        method: str,
        now: float,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        destination: Flow | None = None,
    ) -> Key:
        """In a dialog, over the flow it was last heard over unless told otherwise; KeyError if it is over. A BYE ends
        it at once."""
        self.dialogs[dialog], request = self.dialogs[dialog].request(method, headers=headers, body=body)
        flow = destination or self.dialogs[dialog].flow
        if method == "BYE":
            self.end(dialog)
        return self.request(request, flow, now)

    def ack(self, dialog: DialogId, *, headers: Pairs = (), body: bytes = b"") -> None:
        """Of the 2xx that came in it; sent again whenever that comes again. KeyError if there is none."""
        known = self.dialogs[dialog]
        key, number = self._unacknowledged.pop(dialog)
        data = bytes(self._addressed(known.ack(number, headers=headers, body=body), known.flow))
        if key in self._running.by_key:
            self._acks.setdefault(key, {})[dialog] = data
        self._transport.send(data, known.flow)

    def respond(
        self, transaction: Key, status: int, now: float, *, reason: str = "", headers: Pairs = (), body: bytes = b""
    ) -> Response | None:
        """The answer as it went; `DialogId.of_server` names the dialog it made or came in. None if it is too late:
        answered already, cancelled, or given up."""
        known = self._running.by_key.get(transaction)
        kind = response_kind(status)
        if known is None or (known.state, kind) not in known.table:
            self._transport.dropped["late answer"] += 1
            return None
        request = known.request
        response = request.response(status, reason=reason, headers=headers, body=body, to_tag=known.to_tag)
        if 100 < status < 300 and request.method in REFRESHING and "Contact" not in response.headers:
            response = response.with_headers([("Contact", self._contact(known.flow))])
        if self.agent and status != 100:
            response = response.with_headers([("Server", self.agent)])
        known.sent = bytes(response)
        if request.method in FORMING and status > 100:
            self._answered(known, response, now)
        self._running.step(known, kind, now)
        return response

    def cancel(self, transaction: Key, now: float) -> bool:
        """An INVITE of ours, as soon as that may be done. False if it was answered, and wants a BYE; even where it is
        True a 2xx may be on its way."""
        known = self._running.by_key.get(transaction)
        if known is None or known.table is not CLIENT_INVITE or known.state not in (State.CALLING, State.PROCEEDING):
            return False
        self._cancelling.add(transaction)
        self._cancel_if_heard(known, now)
        return True

    def moved(self, old: Flow, new: Flow) -> None:
        """The other side of a broken connection is back over another one: its dialogs go on there."""
        for dialog, known in self.dialogs.items():
            if known.flow == old:
                self.dialogs[dialog] = replace(known, flow=new)

    def beat(self, flow: Flow) -> None:
        """A ping of ours (RFC 5626 §3.5.1): two line ends, which a stream answers with one; over UDP they only keep
        the way through a router open."""
        self._transport.send(Beat.PING.value, flow)

    def end(self, dialog: DialogId) -> None:
        """Forget it, as after a NOTIFY that ends a subscription."""
        self.dialogs.pop(dialog, None)
        self._unacknowledged.pop(dialog, None)
        self._running.forget(self._waiting.pop(dialog, ()))

    # What comes: requests.

    def _request(self, received: Request, flow: Flow, now: float) -> None:
        key, request = server_key(received), received.came_from(flow.host, flow.port)
        known = self._running.by_key.get(key)
        if request.method == "ACK":
            self._ack(known, request, flow, now)
        elif known is not None:
            self._running.step(known, On.REQUEST, now)
        elif len(self._running.by_key) >= self.max_transactions:
            self._transport.dropped["too many transactions"] += 1
        else:
            table = SERVER_INVITE if request.method == "INVITE" else SERVER
            transaction = self._running.begin(key, table, request, flow)
            transaction.to_tag = self.token()
            self._running.step(transaction, On.REQUEST, now)
            self._serve(transaction, now)

    def _serve(self, transaction: Transaction, now: float) -> None:
        key, request, flow = transaction.key, transaction.request, transaction.flow
        dialog: DialogId | None = DialogId.of_server(request)
        if refused := self._refused(request, DialogId.of_server(request)):
            self.respond(key, refused[0], now, headers=refused[1])
            return
        if request.method == "CANCEL":
            self._cancelled(transaction, now)
            return
        if dialog in self.dialogs:
            try:
                self.dialogs[dialog] = self.dialogs[dialog].received(request, flow)
            except OutOfOrder:
                self.respond(key, 500, now)
                return
        else:
            dialog = None
        if request.method == "INVITE":
            self.respond(key, 100, now)
        self._events.append(RequestReceived(key, request, flow, dialog))
        if dialog and request.method == "BYE":
            self.end(dialog)

    def _refused(self, request: Request, dialog: DialogId) -> tuple[int, Pairs] | None:
        """What the user need not be asked (RFC 3261 §8.2.1, §8.2.2, §12.2.2)."""
        if request.method not in self.methods:
            return (405 if request.method in METHODS else 501), [("Allow", ", ".join(sorted(self.methods)))]
        if request.uri.scheme not in SCHEMES:
            return 416, ()
        if request.method == "CANCEL":
            return None
        if required := [tag for tag in request.headers.listed("Require") if tag.lower() not in self.supported]:
            return 420, [("Unsupported", ", ".join(required))]
        again = request.method == "INVITE" and dialog.local_tag
        if (again or request.method in ONLY_IN_DIALOGS) and dialog not in self.dialogs:
            return 481, ()
        return None

    def _cancelled(self, transaction: Transaction, now: float) -> None:
        """RFC 3261 §9.2: the CANCEL is answered with the tag of the INVITE, and the INVITE if it was not yet."""
        invite = self._running.by_key.get(server_key(transaction.request, "INVITE"))
        if invite is None:
            self.respond(transaction.key, 481, now)
            return
        transaction.to_tag = invite.to_tag
        self.respond(transaction.key, 200, now)
        if invite.state is State.PROCEEDING:
            self.respond(invite.key, 487, now)
            self._events.append(Cancelled(invite.key, invite.request, transaction.request))

    def _ack(self, known: Transaction | None, request: Request, flow: Flow, now: float) -> None:
        """Of a failure it ends with the transaction; of a 2xx it belongs to the dialog, whatever its branch."""
        if known is not None and Do.DELIVER not in self._running.step(known, On.ACK, now):
            return
        dialog = DialogId.of_server(request)
        waiting = self._running.by_key.get(self._waiting.get(dialog, ()))
        if waiting is None or waiting.request.cseq.number != request.cseq.number:
            self._transport.dropped["stray ACK"] += 1
            return
        del self._waiting[dialog]
        self._running.step(waiting, On.ACK, now)
        self.dialogs[dialog] = self.dialogs[dialog].received(request, flow)
        self._events.append(AckReceived(request, flow, dialog))

    # What comes: responses.

    def _response(self, response: Response, flow: Flow, now: float) -> None:
        """Found by its branch, which nobody else can guess: behind NAT the Via need not have our address any more."""
        known = self._running.by_key.get(client_key(response))
        if len(response.vias) > 1 or known is None:
            self._transport.dropped["misrouted response" if len(response.vias) > 1 else "stray response"] += 1
            return
        done = self._running.step(known, response_kind(response.status), now)
        if Do.ACK in done:
            self._transport.send(bytes(ack_of_failure(known.request, response)), known.flow)
        if Do.DELIVER not in done or known.request.method == "CANCEL":
            return
        self._cancel_if_heard(known, now)
        dialog = self._heard(known, response, flow)
        if known.table is CLIENT_INVITE and 200 <= response.status < 300 and dialog and self._again(known, dialog):
            return
        self._events.append(ResponseReceived(known.key, response, known.request, flow, dialog))

    def _again(self, known: Transaction, dialog: DialogId) -> bool:
        """Whether this 2xx came before: then the user has it, and the other side has not our ACK."""
        if ack := self._acks.get(known.key, {}).get(dialog):
            self._transport.send(ack, known.flow)
            return True
        if self._unacknowledged.get(dialog, ((), 0))[0] == known.key:
            return True
        self._unacknowledged[dialog] = known.key, known.request.cseq.number
        return False

    def _heard(self, known: Transaction, response: Response, flow: Flow) -> DialogId | None:
        """The dialog that an answer to a request of ours makes, changes or ends."""
        dialog, status, request = DialogId.of_client(response), response.status, known.request
        found: DialogId | None = dialog
        if dialog in self.dialogs:
            if status < 300:
                self.dialogs[dialog] = self.dialogs[dialog].answered(request, response, flow)
            elif status == 481 and request.method != "PRACK":
                # To a PRACK it says that nothing waits for it (RFC 3262 §3), and nothing of the dialog.
                self.end(dialog)
        elif (
            request.method in FORMING
            and not request.to.tag
            and (200 <= status < 300 or (100 < status < 200 and response.to.tag))
        ):
            # A 2xx that comes again after the user acknowledged it and said good-bye makes no second dialog.
            if dialog not in self._acks.get(known.key, ()):
                self.dialogs[dialog] = Dialog.of_client(request, response, flow)
                self._forks.setdefault(known.key, set()).add(dialog)
        else:
            found = None
        if status >= 300:
            self._end_early(known.key)
        return found

    # Dialogs.

    def _answered(self, known: Transaction, response: Response, now: float) -> None:
        """The dialog that an answer of ours makes, confirms or ends; a 2xx to INVITE is repeated until its ACK."""
        dialog = DialogId.of_server(response)
        if response.status >= 300:
            # Not if it refuses what came in a dialog that was there before, as a REFER while it rings.
            early = dialog in self.dialogs and self.dialogs[dialog].stage is Stage.EARLY
            if early and not known.request.to.tag:
                self.end(dialog)
            return
        if dialog not in self.dialogs:
            self.dialogs[dialog] = Dialog.of_server(known.request, response, known.flow)
        if response.status < 200:
            return
        self.dialogs[dialog] = self.dialogs[dialog].accepted()
        if known.table is SERVER_INVITE:
            # Who invites again has our last 2xx, though the ACK of it is lost or late.
            self._running.forget(self._waiting.pop(dialog, ()))
            waiting = self._running.begin(("2xx", *known.key), ANSWERED, known.request, known.flow)
            waiting.reliable, waiting.sent, waiting.to_tag = False, known.sent, dialog.local_tag
            self._waiting[dialog] = waiting.key
            self._running.step(waiting, On.SUCCESS, now)

    def _end_early(self, key: Key) -> None:
        for dialog in self._forks.pop(key, ()):
            if dialog in self.dialogs and self.dialogs[dialog].stage is Stage.EARLY:
                self.end(dialog)

    # Transactions.

    def _contact(self, flow: Flow) -> str:
        uri = self.contact if flow.transport == "UDP" else self.contact.put("transport", flow.transport.lower())
        return str(Address(uri))

    def _addressed(self, request: Request, flow: Flow) -> Request:
        """With a Via of ours, and what else we say of ourselves."""
        params = Params.of(branch=f"{COOKIE}{self.token()}", rport=None)
        headers = request.headers.drop("Via").first("Via", str(Via(flow.transport, self.host, self.port, params)))
        if request.method in REFRESHING and "Contact" not in headers:
            headers = headers.add("Contact", self._contact(flow))
        if self.agent and "User-Agent" not in headers:
            headers = headers.add("User-Agent", self.agent)
        return replace(request, headers=headers)

    def _start(self, request: Request, flow: Flow, now: float) -> Key:
        table = CLIENT_INVITE if request.method == "INVITE" else CLIENT
        transaction = self._running.begin(client_key(request), table, request, flow)
        transaction.sent = bytes(request)
        self._running.step(transaction, On.REQUEST, now)
        return transaction.key

    def _cancel_if_heard(self, known: Transaction, now: float) -> None:
        if known.key in self._cancelling and known.state is not State.CALLING:
            self._cancelling.discard(known.key)
            if known.state is State.PROCEEDING:
                self._start(cancel_of(known.request), known.flow, now)
                self._running.step(known, On.CANCEL, now)

    def _failed(self, transaction: Transaction, do: Do) -> None:
        key, request = transaction.key, transaction.request
        if transaction.table is ANSWERED:
            dialog = DialogId(request.call_id, transaction.to_tag, request.from_.tag)
            self._waiting.pop(dialog, None)
            self._events.append(AckMissing(dialog))
        elif request.method != "CANCEL":
            self._events.append(TimedOut(key, request) if do is Do.TIMED_OUT else Unreachable(key, request))

    def _over(self, transaction: Transaction) -> None:
        self._acks.pop(transaction.key, None)
        self._cancelling.discard(transaction.key)
        self._end_early(transaction.key)
