"""When a channel is recorded, why, and what goes when the disk is full. Times are arguments, nothing is touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from changqian.protocols.gb28181.moments import BEIJING
from changqian.wire import video as wire

Key = tuple[str, str]
"A device and its channel."
MANUAL, SCHEDULE, ALARM = "manual", "schedule", "alarm"
DAY = 24 * 60
WEEK = 7 * DAY
MOST_BEFORE = 60
"Seconds before an alarm that are kept in memory, at most."
SPARE = 0.02
"The share of the allowed bytes that is made free at once: else each second's footage would drop a second's."


@dataclass(frozen=True, slots=True)
class Want:
    """Why a channel is recorded now; without causes its pictures only pass through memory, `before` seconds of them."""

    causes: tuple[str, ...] = ()
    label: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A recording that somebody began by hand."""

    label: str = ""
    since: str = ""


# -- when --------------------------------------------------------------------------------------------------------------


def due(plan: wire.Plan, now: datetime) -> bool:
    """Whether the plan's week has this moment in it, by the clock of Beijing."""
    local = now.astimezone(BEIJING)
    minute = local.weekday() * DAY + local.hour * 60 + local.minute
    return any((minute - begin) % WEEK < length for begin, length in _spans(plan.week))


@lru_cache(maxsize=4096)
def _spans(week: tuple[wire.Span, ...]) -> tuple[tuple[int, int], ...]:
    """Minutes of the week at which they begin, and how many they last: over midnight, and over Sunday's, too."""
    found = []
    for span in week:
        begin, end = wire.minutes(span.start), wire.minutes(span.stop)
        found.append(((span.day - 1) * DAY + begin, end - begin if end > begin else end - begin + DAY))
    return tuple(found)


def wants(
    plans: Iterable[wire.Plan], orders: Mapping[Key, Order], alarms: Mapping[Key, float], now: datetime
) -> dict[Key, Want]:
    """What is to be recorded, by channel. `alarms` says until when (Unix seconds) their footage goes on."""
    found: dict[Key, Want] = {key: Want((MANUAL,), order.label) for key, order in orders.items()}
    for plan in plans:
        key = (plan.device, plan.channel)
        causes = {SCHEDULE} if due(plan, now) else set()
        if plan.on_alarm and now.timestamp() < alarms.get(key, 0.0):
            causes.add(ALARM)
        before = min(plan.before, MOST_BEFORE) if plan.on_alarm else 0
        if causes or before:
            known = found.get(key, Want())
            label = known.label or (plan.label if causes else "")
            found[key] = Want(tuple(sorted(causes.union(known.causes))), label, max(before, known.before))
    return found


def alarmed(plans: Iterable[wire.Plan], device: str, channel: str) -> list[wire.Plan]:
    """The plans that an alarm sets going: those of the channel it names, else all of the device, since most alarms name
    the device or one of its alarm inputs."""
    ours = [plan for plan in plans if plan.on_alarm and plan.device == device]
    return [plan for plan in ours if plan.channel == channel] or ours


# -- what goes ---------------------------------------------------------------------------------------------------------


def too_much(used: int, free: int, most: int, lowest_free: int) -> int:
    """How many bytes have to go: 0 while all is well. `most` 0 is as many as the disk holds."""
    allowed = min(most or used + free, used + free - lowest_free)
    return 0 if used <= allowed else used - allowed + int(max(0, allowed) * SPARE)


def may_go(label: str, policy: str) -> bool:
    """Whether a full disk takes this footage: without a label under both policies that overwrite, with one under
    `overwrite_oldest` only."""
    return policy == wire.OVERWRITE_OLDEST or (policy == wire.BY_LABEL and not label)


def outdated(day: date, now: datetime, days: int) -> bool:
    """Whether footage of that day has been kept for as many whole days; 0 is for ever."""
    return days > 0 and now.astimezone(BEIJING).date() - day > timedelta(days=days)


def kept_days(plans: Sequence[wire.Plan], keeping: wire.Keeping) -> tuple[Mapping[Key, int], int]:
    """For how many days footage is kept, by channel, and of all other channels."""
    own: dict[Key, int] = {}
    for plan in plans:
        if plan.days:
            own[plan.device, plan.channel] = max(plan.days, own.get((plan.device, plan.channel), 0))
    return own, keeping.days
