"""Who asked what, whose dialog it is and whose timer: what a user agent's calls, registrations and trunks share."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from changqian.protocols.sip.dialogs import DialogId
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.events import ResponseReceived, TimedOut, Unreachable
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Request
from changqian.protocols.sip.schedule import Schedule
from changqian.protocols.sip.transactions import Key

if TYPE_CHECKING:
    from changqian.protocols.telephony.calls.call import Call
    from changqian.protocols.telephony.calls.session import Session
    from changqian.protocols.telephony.events import Event
    from changqian.protocols.telephony.registration import Registration

Pairs = Iterable[tuple[str, str]]
Failure = TimedOut | Unreachable


class Owner(Protocol):
    """Whoever sends requests and waits for time to pass."""

    def responded(self, event: ResponseReceived, now: float) -> None: ...
    def lost(self, event: Failure, now: float) -> None:
        """Nobody answered, or the connection broke."""

    def rang(self, timer: str, now: float) -> None: ...


@dataclass(slots=True)
class Board:
    endpoint: Endpoint
    owners: dict[Key, Owner] = field(default_factory=dict)
    sessions: dict[DialogId, "Session"] = field(default_factory=dict)
    calls: "set[Call]" = field(default_factory=set)
    registrations: "set[Registration]" = field(default_factory=set)
    events: "deque[Event]" = field(default_factory=deque)
    schedule: Schedule[tuple[int, str]] = field(default_factory=Schedule)
    _waiting: dict[int, Owner] = field(default_factory=dict)
    "Owners by identity, as long as they have a timer."
    _timers: dict[int, set[str]] = field(default_factory=dict)

    def ask(self, owner: Owner, request: Request, flow: Flow, now: float) -> Key:
        key = self.endpoint.request(request, flow, now)
        self.owners[key] = owner
        return key

    def ask_in(
        self, owner: Owner, dialog: DialogId, method: str, now: float, *, headers: Pairs = (), body: bytes = b""
    ) -> Key | None:
        """None if the dialog is over."""
        if dialog not in self.endpoint.dialogs:
            return None
        key = self.endpoint.request_in(dialog, method, now, headers=headers, body=body)
        self.owners[key] = owner
        return key

    def tell(self, event: "Event") -> None:
        self.events.append(event)

    def set_timer(self, owner: Owner, timer: str, at: float | None) -> None:
        """None stops it."""
        self.schedule.set((id(owner), timer), at)
        timers = self._timers.setdefault(id(owner), set())
        if at is not None:
            timers.add(timer)
            self._waiting[id(owner)] = owner
        else:
            timers.discard(timer)
            if not timers:
                self._timers.pop(id(owner), None)
                self._waiting.pop(id(owner), None)

    def stop_timers(self, owner: Owner) -> None:
        for timer in sorted(self._timers.get(id(owner), ())):
            self.set_timer(owner, timer, None)

    def take_timer(self, now: float) -> tuple[Owner, str] | None:
        """One whose time has come."""
        if (found := self.schedule.take(now)) is None:
            return None
        owner = self._waiting[found[0]]
        self.set_timer(owner, found[1], None)
        return owner, found[1]

    def forget(self, owner: Owner) -> None:
        """Its timers, and the answers it waits for."""
        self.stop_timers(owner)
        for key in [key for key, each in self.owners.items() if each is owner]:
            del self.owners[key]

    def whole(self, low: float, high: float) -> float:
        """A random pause, in whole hundredths of a second (RFC 3261 §14.1)."""
        return self.endpoint.rng.randint(round(low * 100), round(high * 100)) / 100

    def draw(self, low: int, high: int) -> int:
        return self.endpoint.rng.randint(low, high)
