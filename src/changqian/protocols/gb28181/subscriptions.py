"""Subscriptions to catalogue, alarms, positions. GB/T 28181-2022 9.11, annex N; RFC 6665.

Pure: one table, time as an argument. The same value serves who subscribed, who asks `next_step`, and who notifies, who
takes a request as ASK and ACCEPT and asks `running` before it sends.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from changqian.protocols.gb28181.errors import Malformed

PACKAGES = ("Catalog", "Alarm", "MobilePosition", "PTZPosition")
"CmdTypes that can be subscribed to; PTZPosition since 2022."
OLD_PACKAGE = "presence"
"What 2011 devices write as Event whatever they mean: the body tells."
TOKEN = re.compile(r"[\w.!%*+`'~-]{1,64}", re.ASCII)
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 600.0
"Seconds before a refused subscription is tried again; doubled each time."


@dataclass(frozen=True, slots=True)
class EventHeader:
    """`Catalog;id=1894`. `id` may be empty."""

    package: str
    id: str = ""

    def __post_init__(self) -> None:
        if not TOKEN.fullmatch(self.package) or (self.id and not TOKEN.fullmatch(self.id)):
            raise Malformed(f"no event {self.package[:30]!r} {self.id[:30]!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Letter case of the known packages is set right; parameters other than id are passed over."""
        package, *rest = (each.strip() for each in text.split(";"))
        pairs = (each.partition("=") for each in rest)
        found = next((value.strip() for name, _, value in pairs if name.strip().lower() == "id"), "")
        known = {each.lower(): each for each in (*PACKAGES, OLD_PACKAGE)}
        return cls(known.get(package.lower(), package), found)

    def __str__(self) -> str:
        return f"{self.package};id={self.id}" if self.id else self.package

    def concerns(self, command: str) -> bool:
        """Whether a body of that CmdType fits."""
        return self.package in (command, OLD_PACKAGE)


@dataclass(frozen=True, slots=True)
class StateHeader:
    """`Subscription-State: active;expires=90`. RFC 6665 section 8.2.3. Seconds; None where not named."""

    state: str
    expires: int | None = None
    retry_after: int | None = None
    reason: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        state, *rest = (each.strip() for each in text.split(";"))
        if not TOKEN.fullmatch(state):
            raise Malformed(f"{text[:40]!r} is no state")
        pairs = {name.strip().lower(): value.strip() for name, _, value in (each.partition("=") for each in rest)}
        expires, retry = _seconds(pairs.get("expires")), _seconds(pairs.get("retry-after"))
        return cls(state.lower(), expires, retry, pairs.get("reason", ""))

    def __str__(self) -> str:
        told = (("expires", self.expires), ("retry-after", self.retry_after), ("reason", self.reason))
        return ";".join((self.state, *(f"{name}={value}" for name, value in told if value not in (None, ""))))

    @property
    def ended(self) -> bool:
        return self.state == "terminated"


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None


class State(StrEnum):
    OFF = "off"
    "Not wanted."
    ASKED = "asked"
    ACTIVE = "active"
    REFRESHING = "refreshing"
    "Asked again before it ran out; notices still come."
    WAITING = "waiting"
    "Refused or lost; tried again later."
    ENDING = "ending"
    "Asked to end it."


class Event(StrEnum):
    ASK = "ask"
    ACCEPT = "accept"
    REFUSE = "refuse"
    "A status of 300 and above, or no answer at all."
    END = "end"
    "The peer ended it, or it ran out."
    FORGET = "forget"
    "The peer knows nothing of it (481), as after a restart: to be asked for anew, at once."
    CANCEL = "cancel"


TABLE = {
    **{(state, Event.ASK): State.ASKED for state in (State.OFF, State.WAITING, State.ENDING)},
    (State.ACTIVE, Event.ASK): State.REFRESHING,
    **{(state, Event.ACCEPT): State.ACTIVE for state in (State.ASKED, State.ACTIVE, State.REFRESHING)},
    (State.ENDING, Event.ACCEPT): State.OFF,
    **{(state, Event.REFUSE): State.WAITING for state in (State.ASKED, State.REFRESHING)},
    (State.ENDING, Event.REFUSE): State.OFF,
    **{(state, Event.END): State.WAITING for state in (State.ASKED, State.ACTIVE, State.REFRESHING)},
    (State.ENDING, Event.END): State.OFF,
    **{(state, Event.FORGET): State.OFF for state in (State.ACTIVE, State.REFRESHING, State.ENDING)},
    **{(state, Event.CANCEL): State.OFF for state in (State.OFF, State.WAITING)},
    **{(state, Event.CANCEL): State.ENDING for state in (State.ASKED, State.ACTIVE, State.REFRESHING, State.ENDING)},
}
"Where an event leads; what is not here changes nothing."
RUNNING = (State.ACTIVE, State.REFRESHING)


@dataclass(frozen=True, slots=True)
class Subscription:
    """`until` it holds, `retry_at` it is tried again, both in seconds of a clock that only runs forward."""

    state: State = State.OFF
    until: float = 0.0
    granted: int = 0
    retry_at: float = 0.0
    failures: int = 0

    def running(self, now: float) -> bool:
        """Whether notices may be sent, or are to be expected."""
        return self.state in RUNNING and now < self.until


def step(
    subscription: Subscription, event: Event, now: float, *, expires: int = 0, retry_after: int = 0
) -> Subscription:
    """What comes of it. `expires` seconds are granted with an ACCEPT, `retry_after` is wished with an END or REFUSE."""
    state = TABLE.get((subscription.state, event), subscription.state)
    after = replace(subscription, state=state)
    if state is State.ACTIVE and event is Event.ACCEPT:
        return replace(after, until=now + expires, granted=expires, failures=0)
    if state is State.WAITING and subscription.state is not State.WAITING:
        pause = min(FIRST_PAUSE * 2 ** min(after.failures, 10), LONGEST_PAUSE)
        return replace(after, retry_at=now + max(pause, retry_after), failures=after.failures + 1)
    return after


def refresh_at(subscription: Subscription) -> float:
    """When to ask again: after two thirds, but at most a minute before the end. Devices on phones answer late."""
    return subscription.until - min(60.0, subscription.granted / 3)


def next_step(subscription: Subscription, now: float) -> Event | None:
    """What time asks of who subscribed: to ask again, or to take it for ended."""
    match subscription.state:
        case State.WAITING:
            return Event.ASK if now >= subscription.retry_at else None
        case State.ACTIVE | State.REFRESHING if now >= subscription.until:
            return Event.END
        case State.ACTIVE:
            return Event.ASK if now >= refresh_at(subscription) else None
    return None


def due(subscription: Subscription) -> float | None:
    """When `next_step` may have something to say; None if never."""
    match subscription.state:
        case State.WAITING:
            return subscription.retry_at
        case State.ACTIVE:
            return refresh_at(subscription)
        case State.REFRESHING:
            return subscription.until
    return None
