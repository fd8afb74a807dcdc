"""When a job is due, by the local calendar. Pure: the moment is an argument, and so is what was done last.

Cron only triggers. Procrastinate's counts in UTC and skips what it was too late for; so whoever is triggered asks here
which periods have begun since the last one done, and catches up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

MOST_ATTEMPTS = 5
WAIT = timedelta(minutes=5)
"Times the attempts so far: how long a failed run waits for the next."
GIVEN_UP = timedelta(hours=1)
"A run that neither finished nor failed for so long died with its worker."


class Every(TextChoices):
    MINUTE = "minute", "每分钟"
    HOUR = "hour", "每小时"
    DAY = "day", "每天"
    MONTH = "month", "每月"


FORMATS = {Every.MINUTE: "%Y-%m-%dT%H:%M", Every.HOUR: "%Y-%m-%dT%H", Every.DAY: "%Y-%m-%d", Every.MONTH: "%Y-%m"}


@dataclass(frozen=True, slots=True)
class Period:
    """A minute, hour, day or month of the local calendar; `begin` is aware and local."""

    every: Every
    begin: datetime

    @classmethod
    def at(cls, every: Every, moment: datetime) -> "Period":
        """The period that the local moment lies in."""
        begin = moment.replace(second=0, microsecond=0)
        if every != Every.MINUTE:
            begin = begin.replace(minute=0)
        if every in (Every.DAY, Every.MONTH):
            begin = begin.replace(hour=0)
        return cls(every, begin.replace(day=1) if every == Every.MONTH else begin)

    @classmethod
    def named(cls, every: Every, name: str, like: datetime) -> "Period":
        """The period of that name, in the time zone of `like`."""
        return cls(every, datetime.strptime(name, FORMATS[every]).replace(tzinfo=like.tzinfo))

    @property
    def name(self) -> str:
        return self.begin.strftime(FORMATS[self.every])

    def next(self) -> "Period":
        # 32 days on is always in the next month; 26 hours on in the next day, should a zone ever change its clocks.
        step = {Every.MINUTE: 60, Every.HOUR: 3600, Every.DAY: 26 * 3600, Every.MONTH: 32 * 86400}[self.every]
        return Period.at(self.every, self.begin + timedelta(seconds=step))


def due(every: Every, *, at: timedelta, last: Period | None, now: datetime, catch_up: int) -> list[Period]:
    """The periods to do now, oldest first, `at` being how far into its period a job is due.

    The first time that is the current one; later all since `last`, but of those missed the newest `catch_up` only.
    """
    current = Period.at(every, now - at)
    if last is None:
        return [current]
    found: list[Period] = []
    period = last.next()
    while period.begin <= current.begin:
        found.append(period)
        period = period.next()
    return found[-max(catch_up, 1) :]


def again(*, attempts: int, started_at: datetime, failed: bool, now: datetime) -> bool:
    """Whether a run that did not succeed is tried once more."""
    waited = now - started_at
    return attempts < MOST_ATTEMPTS and waited > (WAIT * attempts if failed else GIVEN_UP)
