"""The transactions under way: which there are, what they are told, and which has something to do next."""

from collections.abc import Callable
from dataclasses import dataclass, field

from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Request
from changqian.protocols.sip.schedule import Schedule
from changqian.protocols.sip.transactions import Do, Key, On, State, Table, Timers, Transaction


@dataclass(slots=True)
class Running:
    """`send` sends; `failed` hears of a transaction that timed out or broke; `over` of each that has ended."""

    timers: Timers
    send: Callable[[bytes, Flow], None]
    failed: Callable[[Transaction, Do], None]
    over: Callable[[Transaction], None]
    by_key: dict[Key, Transaction] = field(default_factory=dict)
    by_flow: dict[Flow, set[Key]] = field(default_factory=dict)
    schedule: Schedule[Key] = field(default_factory=Schedule)

    def begin(self, key: Key, table: Table, request: Request, flow: Flow) -> Transaction:
        transaction = Transaction(key, table, self.timers, request, flow, flow.reliable)
        self.by_key[key] = transaction
        if flow.reliable:
            self.by_flow.setdefault(flow, set()).add(key)
        return transaction

    def step(self, transaction: Transaction, on: On, now: float) -> tuple[Do, ...]:
        """What it did; to deliver and to acknowledge is left to the caller, who has the message."""
        return self._done(transaction, transaction.step(on, now))

    def broken(self, flow: Flow, now: float) -> None:
        """The connection is gone, and what was under way on it."""
        for key in sorted(self.by_flow.get(flow, ())):
            self.step(self.by_key[key], On.BROKEN, now)

    def handle_timer(self, now: float) -> None:
        while (key := self.schedule.take(now)) is not None:
            transaction = self.by_key[key]
            self._done(transaction, transaction.handle_timer(now))

    def forget(self, key: Key) -> None:
        if (transaction := self.by_key.pop(key, None)) is None:
            return
        self.schedule.set(key, None)
        if (keys := self.by_flow.get(transaction.flow)) is not None:
            keys.discard(key)
            if not keys:
                del self.by_flow[transaction.flow]
        self.over(transaction)

    def _done(self, transaction: Transaction, done: tuple[Do, ...]) -> tuple[Do, ...]:
        for do in done:
            if do in (Do.SEND, Do.RESEND) and transaction.sent:
                self.send(transaction.sent, transaction.flow)
            elif do in (Do.TIMED_OUT, Do.FAILED):
                self.failed(transaction, do)
        if transaction.state is State.TERMINATED:
            self.forget(transaction.key)
        else:
            self.schedule.set(transaction.key, transaction.get_timer())
        return done
