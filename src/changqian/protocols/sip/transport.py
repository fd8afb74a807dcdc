"""Bytes into messages and messages into bytes, over datagrams and streams (RFC 3261 §18)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from changqian.protocols.sip.events import BeatReceived, Event, FlowBroken, FlowClosed
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.framing import Beat, BrokenStream, Framer
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.message import Message, Request, Response, refusal


@dataclass(slots=True)
class Transport:
    """`token` gives the tags of refusals; `dropped` counts what was not taken, by its reason."""

    token: Callable[[], str]
    max_head: int
    max_body: int
    outbox: list[tuple[bytes, Flow]] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    framers: dict[Flow, Framer] = field(default_factory=dict)

    def send(self, data: bytes, flow: Flow) -> None:
        self.outbox.append((data, flow))

    def take(self) -> list[tuple[bytes, Flow]]:
        """All that is to be sent, which is then no longer to be sent."""
        outbox, self.outbox = self.outbox, []
        return outbox

    def receive(self, data: bytes, flow: Flow) -> Iterator[Request | Response | Event]:
        """What is in a datagram or a piece of a stream; of a stream no bytes are its end.

        What cannot be understood is answered where that is possible, and counted.
        """
        if not flow.reliable:
            yield from self._datagram(data, flow)
        elif data:
            yield from self._stream(data, flow)
        else:
            self.framers.pop(flow, None)
            yield FlowClosed(flow)

    def _datagram(self, data: bytes, flow: Flow) -> Iterator[Request | Response | Event]:
        if not data.strip(b"\r\n\0 "):
            yield BeatReceived(flow)
        elif len(data.partition(b"\r\n\r\n")[0]) > self.max_head:
            self.dropped["too long"] += 1
        elif message := self._parsed(data, flow):
            yield message

    def _stream(self, data: bytes, flow: Flow) -> Iterator[Request | Response | Event]:
        framer = self.framers.get(flow)
        if framer is None:
            framer = self.framers[flow] = Framer(self.max_head, self.max_body)
        framer.receive(data)
        try:
            while frame := framer.next():
                if isinstance(frame, Beat):
                    if frame is Beat.PING:
                        self.send(Beat.PONG.value, flow)
                    yield BeatReceived(flow)
                elif message := self._parsed(frame, flow):
                    yield message
        except BrokenStream as error:
            self.dropped["broken stream"] += 1
            self._refuse(Malformed(error.reason, error.status, _echo_of(error.head)), flow)
            yield FlowBroken(flow, error.reason)

    def _parsed(self, data: bytes, flow: Flow) -> Request | Response | None:
        try:
            return Message.parse(data)
        except Malformed as error:
            self.dropped["malformed"] += 1
            self._refuse(error, flow)
            return None

    def _refuse(self, error: Malformed, flow: Flow) -> None:
        """Without a transaction: what comes again is refused again."""
        if answer := refusal(error, self.token()):
            self.send(bytes(answer.came_from(flow.host, flow.port)), flow)


def _echo_of(head: bytes) -> tuple[tuple[str, str], ...]:
    try:
        Message.parse(head)
    except Malformed as error:
        return error.echo
    return ()
