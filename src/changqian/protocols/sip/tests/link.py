"""Two endpoints and what lies between them. Time is a number, and what becomes of a packet is a seed's choice."""

import heapq
from collections.abc import Callable
from random import Random

from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.tests.cast import endpoint

Answering = Callable[[Endpoint, object, float], None]


class Link:
    """`loss` and `doubling` are chances; each packet takes between `quick` and `slow` seconds, so that they overtake
    each other. A stream loses nothing and keeps its order, but is cut anywhere."""

    def __init__(
        self,
        seed: int = 0,
        *,
        transport: str = "UDP",
        loss: float = 0.0,
        doubling: float = 0.0,
        quick: float = 0.01,
        slow: float = 0.01,
    ) -> None:
        self.chance = Random(seed)
        self.loss, self.doubling, self.quick, self.slow = loss, doubling, quick, slow
        self.flows = [Flow(transport, "192.0.2.1", 5060), Flow(transport, "198.51.100.7", 5060)]
        self.ends = [endpoint(seed * 2 + n, flow.host) for n, flow in enumerate(self.flows)]
        self.heard: list[list] = [[], []]
        self.answering: list[Answering | None] = [None, None]
        self.now = 0.0
        self.arrived = [0.0, 0.0]
        self.sent = 0
        self._under_way: list[tuple[float, int, int, bytes]] = []

    def run(self, until: float = 200.0) -> None:
        """Until nothing is to be done any more, or the time is over."""
        while True:
            for n in (0, 1):
                self._listen(n)
                self._send(n)
            times = [end.get_timer() for end in self.ends] + [self._under_way[0][0] if self._under_way else None]
            at = min((time for time in times if time is not None), default=None)
            if at is None or at > until:
                return
            self.now = at
            while self._under_way and self._under_way[0][0] <= at:
                _, _, n, data = heapq.heappop(self._under_way)
                self.ends[n].receive(data, self.flows[1 - n], at)
            for end in self.ends:
                end.handle_timer(at)

    def _listen(self, n: int) -> None:
        while (event := self.ends[n].next_event()) is not None:
            self.heard[n].append(event)
            if answering := self.answering[n]:
                answering(self.ends[n], event, self.now)

    def _send(self, n: int) -> None:
        for data, flow in self.ends[n].to_send(self.now):
            # Who answers goes back to where the packet came from.
            assert flow == self.flows[1 - n]
            for piece in self._pieces(data) if flow.reliable else [data]:
                self._travel(1 - n, piece, flow.reliable)

    def _travel(self, n: int, data: bytes, reliable: bool) -> None:
        if reliable:
            self.arrived[n] = max(self.arrived[n], self.now + self.quick)
            heapq.heappush(self._under_way, (self.arrived[n], self.sent, n, data))
            self.sent += 1
            return
        for _ in range(2 if self.chance.random() < self.doubling else 1):
            if self.chance.random() >= self.loss:
                at = self.now + self.chance.uniform(self.quick, self.slow)
                heapq.heappush(self._under_way, (at, self.sent, n, data))
            self.sent += 1

    def _pieces(self, data: bytes) -> list[bytes]:
        cut = self.chance.randrange(1, len(data))
        return [data[:cut], data[cut:]]


def told(heard: list, kind: type) -> list:
    return [event for event in heard if isinstance(event, kind)]
