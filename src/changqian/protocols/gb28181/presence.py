"""Whether a device is there. GB/T 28181-2022 9.1, 9.6: from its registrations, its keepalives and its silence.

Pure: `step` takes a presence and what happened and gives the next presence and what to tell. One table holds all.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

EXPIRY = 86400
"Seconds a registration holds where the device names none (9.1)."
SHORTEST_EXPIRY = 3600
"What we ask of an upper platform at least (9.1); devices ask for less and get it."
SHORTEST_GRANTED = 60
INTERVAL = 60.0
"Seconds between keepalives."
MISSES = 3
"Keepalives that may fail before a device counts as gone."


class State(StrEnum):
    ABSENT = "absent"
    "Not registered, or its registration ran out."
    ONLINE = "online"
    LATE = "late"
    "A keepalive is missing. Still online to everybody: single misses are no news."
    SILENT = "silent"
    "Registered, but not heard for as long as all misses take."


class Event(StrEnum):
    REGISTER = "register"
    "Authenticated, with an expiry above 0."
    UNREGISTER = "unregister"
    HEAR = "hear"
    "A keepalive, or any other request of the device."
    MISS = "miss"
    "One interval passed without a word."
    SILENCE = "silence"
    "All misses passed."
    LAPSE = "lapse"
    "The registration ran out."


class Change(StrEnum):
    CAME = "came"
    WENT = "went"
    MOVED = "moved"
    "Its address changed; it is to be answered there."
    REGISTER_AGAIN = "register_again"
    "It must be refused, so that it registers: it is unknown, its registration ran out, or it speaks from another host."


TABLE = {
    (State.ABSENT, Event.REGISTER): State.ONLINE,
    **{(state, Event.REGISTER): State.ONLINE for state in (State.ONLINE, State.LATE, State.SILENT)},
    **{(state, Event.HEAR): State.ONLINE for state in (State.ONLINE, State.LATE, State.SILENT)},
    **{(state, Event.UNREGISTER): State.ABSENT for state in State},
    **{(state, Event.LAPSE): State.ABSENT for state in (State.ONLINE, State.LATE, State.SILENT)},
    (State.ONLINE, Event.MISS): State.LATE,
    (State.ONLINE, Event.SILENCE): State.SILENT,
    (State.LATE, Event.SILENCE): State.SILENT,
}
"Where an event leads; what is not here changes nothing. A device that is ABSENT and speaks is told to register."
THERE = (State.ONLINE, State.LATE)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a device speaks from, which is where it is answered: NAT makes Via and Contact useless (9.1.1)."""

    host: str
    port: int
    transport: str = "UDP"


@dataclass(frozen=True, slots=True)
class Policy:
    """`interval` in seconds. `grace` is how long after its expiry a registration may be late: longer than an interval,
    so that a keepalive can be refused in it and the device registers before it would count as gone.

    Keepalives are not authenticated. So one from another port or transport of the same host moves the device at once
    (NAT), while one from another host does so only where `follow_hosts`; else the device is made to register there.
    """

    interval: float = INTERVAL
    misses: int = MISSES
    grace: float = INTERVAL * 1.5
    follow_hosts: bool = False

    @property
    def patience(self) -> float:
        """Seconds of silence after which a device counts as gone."""
        return self.interval * self.misses

    @property
    def lateness(self) -> float:
        """Seconds after which a keepalive is missing: what takes half an interval longer is on the road."""
        return min(self.interval * 1.5, self.patience)


@dataclass(frozen=True, slots=True)
class Presence:
    """One device as it stands. Times are seconds on any clock that only runs forward."""

    state: State = State.ABSENT
    address: Address | None = None
    heard_at: float = 0.0
    registered_until: float = 0.0

    @property
    def online(self) -> bool:
        return self.state in THERE


Step = tuple[Presence, tuple[Change, ...]]
NOWHERE = Presence()


def granted(asked: int | None) -> int:
    """For how many seconds a registration is accepted: as asked, within a minute and a day; 0 ends it."""
    if asked is None:
        return EXPIRY
    return min(max(asked, SHORTEST_GRANTED), EXPIRY) if asked > 0 else 0


def register(presence: Presence, address: Address, expires: int, now: float) -> Step:
    """A REGISTER was accepted for `expires` seconds; 0 is an unregistration."""
    if expires <= 0:
        return _after(replace(presence, registered_until=now), Event.UNREGISTER)
    known = replace(presence, address=address, heard_at=now, registered_until=now + expires)
    moved = (Change.MOVED,) if presence.online and presence.address not in (None, address) else ()
    after, changes = _after(known, Event.REGISTER)
    return after, (*changes, *moved)


def hear(presence: Presence, address: Address, now: float, policy: Policy) -> Step:
    """A keepalive or another request came from there. Time is taken into account first, as `tick` would."""
    presence, before = tick(presence, now, policy)
    if presence.state is State.ABSENT or not _may_speak(presence, address, policy):
        return presence, (*before, Change.REGISTER_AGAIN)
    moved = (Change.MOVED,) if presence.address != address else ()
    again = (Change.REGISTER_AGAIN,) if now >= presence.registered_until else ()
    after, changes = _after(replace(presence, address=address, heard_at=now), Event.HEAR)
    return after, (*before, *changes, *moved, *again)


def tick(presence: Presence, now: float, policy: Policy) -> Step:
    """Time has passed. Calling it late or twice does no harm."""
    if presence.state is State.ABSENT:
        return presence, ()
    if now >= presence.registered_until + policy.grace:
        return _after(presence, Event.LAPSE)
    if now >= presence.heard_at + policy.patience:
        return _after(presence, Event.SILENCE)
    return _after(presence, Event.MISS) if now >= presence.heard_at + policy.lateness else (presence, ())


def due(presence: Presence, policy: Policy) -> float | None:
    """When `tick` may find something next; None if never."""
    lapse = presence.registered_until + policy.grace
    match presence.state:
        case State.ABSENT:
            return None
        case State.ONLINE:
            return min(presence.heard_at + policy.lateness, lapse)
        case State.LATE:
            return min(presence.heard_at + policy.patience, lapse)
    return lapse


def _after(presence: Presence, event: Event) -> Step:
    state = TABLE.get((presence.state, event), presence.state)
    after = replace(presence, state=state)
    if after.online == presence.online:
        return after, ()
    return after, (Change.CAME if after.online else Change.WENT,)


def _may_speak(presence: Presence, address: Address, policy: Policy) -> bool:
    return policy.follow_hosts or presence.address is None or presence.address.host == address.host
