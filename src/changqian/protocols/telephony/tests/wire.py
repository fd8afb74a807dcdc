"""Several user agents and the network between them. Time is a number; what becomes of a packet is decided before."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Message, Request, Response
from changqian.protocols.telephony import UserAgent
from changqian.protocols.telephony.tests.cast import flow

QUICK = 0.01


@dataclass(frozen=True)
class Fate:
    """`copies` that arrive, each after `delay` seconds and a little more than the one before."""

    copies: int = 1
    delay: float = QUICK


class Wire:
    """`fates` are those of the first packets, in the order in which they are sent; all later ones arrive. `forks` are
    addresses behind which several telephones ring."""

    def __init__(
        self, *hosts: str, fates: Iterable[Fate] = (), forks: dict[str, tuple[str, ...]] | None = None
    ) -> None:
        self.agents = {host: UserAgent(host=host, port=5060, rng=Random(n + 1)) for n, host in enumerate(hosts)}
        self.phones: dict[str, Callable[[object, float], None]] = {}
        self.heard: dict[str, list] = {host: [] for host in hosts}
        self.seen: list[tuple[float, str, str, Request | Response]] = []
        self.forks = forks or {}
        self.now = 0.0
        self.lose: Callable[[str, Request | Response], bool] = lambda source, message: False
        self._fates: Iterator[Fate] = iter(fates)
        self._under_way: list[tuple[float, int, str, str, bytes]] = []
        self._orders: list[tuple[float, int, Callable[[float], None]]] = []
        self._sent = 0

    def at(self, time: float, order: Callable[[float], None]) -> None:
        self._sent += 1
        heapq.heappush(self._orders, (time, self._sent, order))

    def run(self, until: float = 1000.0) -> None:
        """Until nothing is to be done any more, or the time is over."""
        while True:
            for host in self.agents:
                self._settle(host)
            times = [agent.get_timer() for agent in self.agents.values()]
            times += [queue[0][0] for queue in (self._under_way, self._orders) if queue]
            at = min((time for time in times if time is not None), default=None)
            if at is None or at > until:
                self.now = self.now if at is None else until
                return
            self.now = max(self.now, at)
            self._tick()

    def _tick(self) -> None:
        while self._under_way and self._under_way[0][0] <= self.now:
            _, _, source, target, data = heapq.heappop(self._under_way)
            self.agents[target].receive(data, flow(source), self.now)
            self._settle(target)
        while self._orders and self._orders[0][0] <= self.now:
            heapq.heappop(self._orders)[2](self.now)
        for agent in self.agents.values():
            agent.handle_timer(self.now)

    def _settle(self, host: str) -> None:
        agent = self.agents[host]
        while (event := agent.next_event()) is not None:
            self.heard[host].append(event)
            if phone := self.phones.get(host):
                phone(event, self.now)
        for data, to in agent.to_send(self.now):
            self._travel(host, to, data)

    def _travel(self, source: str, to: Flow, data: bytes) -> None:
        message = Message.parse(data)
        self.seen.append((self.now, source, to.host, message))
        fate = next(self._fates, Fate())
        if self.lose(source, message):
            return
        for target in self.forks.get(to.host, (to.host,)):
            for copy in range(fate.copies):
                self._sent += 1
                at = self.now + fate.delay * (1 + copy)
                heapq.heappush(self._under_way, (at, self._sent, source, target, data))

    # What was seen.

    def told(self, host: str, kind: type) -> list:
        return [event for event in self.heard[host] if isinstance(event, kind)]

    def requests(self, source: str, method: str) -> list[Request]:
        """Each once, however often it was sent."""
        found = [m for _, s, _, m in self.seen if s == source and isinstance(m, Request) and m.method == method]
        return list({message.via.branch: message for message in found}.values())

    def responses(self, source: str, method: str) -> list[Response]:
        found = [m for _, s, _, m in self.seen if s == source and isinstance(m, Response) and m.cseq.method == method]
        return list({bytes(message): message for message in found}.values())

    def statuses(self, source: str, method: str) -> list[int]:
        return [message.status for message in self.responses(source, method)]

    def left_over(self) -> list[str]:
        """What of a call is still there where nothing should be."""
        found = []
        for host, agent in self.agents.items():
            for what, things in (
                ("dialogs", agent.endpoint.dialogs),
                ("calls", agent.calls),
                ("sessions", agent.board.sessions),
                ("owners", agent.board.owners),
                ("timers", [] if agent.get_timer() is None else [agent.get_timer()]),
            ):
                found += [f"{host}: {what} {things}"] if things else []
        return found
