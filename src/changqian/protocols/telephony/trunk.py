"""A static trunk: peers known by their addresses, asked now and then whether they live (OPTIONS, RFC 3261 §11)."""

from dataclasses import dataclass
from enum import StrEnum

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.events import ResponseReceived
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.transactions import Key
from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import events
from changqian.protocols.telephony.board import Board, Failure
from changqian.protocols.telephony.line import Line

MISSES = 2
"One may be lost; a second says that nobody is there."
WHILE_DOWN = 10.0
"Seconds between questions to a peer that is down."
BUSY = (503,)
"It lives, and wants no calls."


class Health(StrEnum):
    UNKNOWN = "unknown"
    "Not asked yet: it may be tried."
    UP = "up"
    DOWN = "down"


@dataclass(slots=True)
class Peer:
    flow: Flow
    health: Health = Health.UNKNOWN
    misses: int = 0
    asked: Key = ()


class Trunk:
    """`peers` in the order in which they are to be used."""

    def __init__(self, board: Board, line: Line, peers: tuple[Flow, ...]) -> None:
        if not peers:
            raise ValueError("a trunk without peers")
        self.board, self.asked_line = board, line
        self.peers = [Peer(flow) for flow in peers]

    def start(self, now: float) -> None:
        for at in range(len(self.peers)):
            self._ask(at, now)

    def stop(self, now: float) -> None:
        self.board.forget(self)

    @property
    def line(self) -> Line | None:
        """Over the first peer that is not down; None if all are."""
        usable = next((peer for peer in self.peers if peer.health is not Health.DOWN), None)
        return self.asked_line.over(usable.flow) if usable else None

    def _ask(self, at: int, now: float) -> None:
        peer, ours = self.peers[at], self.asked_line.address
        target = Uri("sip", host=peer.flow.host, port=peer.flow.port)
        request = self.board.endpoint.compose("OPTIONS", target, from_=ours, to=Address(target))
        peer.asked = self.board.ask(self, request, peer.flow, now)

    def responded(self, event: ResponseReceived, now: float) -> None:
        """Whatever it answers, it lives: many know no OPTIONS and say so."""
        at, status = self._at(event.transaction), event.response.status
        if at is None or status < 200:
            return
        self.board.owners.pop(event.transaction, None)
        if status in BUSY:
            self._missed(at, now, f"运营商设备暂停接受呼叫（{status}）", "请等待运营商恢复；持续出现时联系运营商")
            return
        peer, was = self.peers[at], self.peers[at].health
        peer.health, peer.misses = Health.UP, 0
        self._next(at, now)
        if was is not Health.UP:
            self.board.tell(events.TrunkUp(self, peer.flow))

    def lost(self, event: Failure, now: float) -> None:
        at = self._at(event.transaction)
        self.board.owners.pop(event.transaction, None)
        if at is not None:
            flow = self.peers[at].flow
            self._missed(at, now, f"运营商设备{flow.host}没有响应", "请检查到运营商的网络和防火墙，确认对端地址和端口")

    def rang(self, timer: str, now: float) -> None:
        self._ask(int(timer), now)

    def _missed(self, at: int, now: float, reason: str, remedy: str) -> None:
        peer, was = self.peers[at], self.peers[at].health
        peer.misses += 1
        if peer.misses >= MISSES:
            peer.health = Health.DOWN
        self._next(at, now)
        if peer.health is Health.DOWN and was is not Health.DOWN:
            self.board.tell(events.TrunkDown(self, peer.flow, reason, remedy))

    def _next(self, at: int, now: float) -> None:
        every = self.asked_line.profile.options_every
        pause = min(every, WHILE_DOWN) if self.peers[at].misses else every
        self.board.set_timer(self, str(at), now + pause)

    def _at(self, key: Key) -> int | None:
        return next((at for at, peer in enumerate(self.peers) if peer.asked == key), None)
