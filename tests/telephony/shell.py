"""A socket and a clock around the user agent, and nothing more."""

import asyncio
import random
from collections.abc import Callable

from changqian.protocols.sip import Flow, Timers
from changqian.protocols.telephony import UserAgent

HOST = "127.0.0.1"


class Shell(asyncio.DatagramProtocol):
    """`hear` is told each event."""

    def __init__(self, hear: Callable[[object, float], None]) -> None:
        self.hear = hear
        self.told: list = []
        self._timer: asyncio.TimerHandle | None = None

    async def start(self) -> "Shell":
        self.loop = asyncio.get_running_loop()
        self.transport, _ = await self.loop.create_datagram_endpoint(lambda: self, local_addr=(HOST, 0))
        self.port = self.transport.get_extra_info("sockname")[1]
        self.agent = UserAgent(
            host=HOST, port=self.port, rng=random.SystemRandom(), agent="changqian-voice", timers=Timers(t1=0.2)
        )
        return self

    def close(self) -> None:
        if self._timer:
            self._timer.cancel()
        self.transport.close()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self.agent.receive(data, Flow("UDP", *address), self.loop.time())
        self.pump()

    def pump(self) -> None:
        now = self.loop.time()
        while (event := self.agent.next_event()) is not None:
            self.told.append(event)
            self.hear(event, now)
        for data, flow in self.agent.to_send(now):
            self.transport.sendto(data, (flow.host, flow.port))
        if self._timer:
            self._timer.cancel()
        at = self.agent.get_timer()
        self._timer = None if at is None else self.loop.call_at(at, self._ring)

    def _ring(self) -> None:
        self.agent.handle_timer(self.loop.time())
        self.pump()

    def told_of(self, kind: type) -> list:
        return [event for event in self.told if isinstance(event, kind)]
