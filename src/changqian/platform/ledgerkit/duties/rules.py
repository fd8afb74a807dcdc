"""What it means to owe something within a period. Pure: no database, no clock."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class Standing(TextChoices):
    """How an enterprise stands with all it owes in a period."""

    FREE = "free", "无要求"
    MET = "met", "已完成"
    OPEN = "open", "未完成"
    LATE = "late", "逾期未完成"


@dataclass(frozen=True, slots=True)
class Duty:
    """So many times of what a rule asks within [begin, due_on]."""

    rule: str
    begin: date
    due_on: date
    needed: int
    held: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.held, 0)

    def late(self, today: date) -> bool:
        return self.missing > 0 and today > self.due_on


def standing(owed: Sequence[Duty], today: date) -> Standing:
    if any(duty.late(today) for duty in owed):
        return Standing.LATE
    if any(duty.missing for duty in owed):
        return Standing.OPEN
    return Standing.MET if owed else Standing.FREE


def halves(year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    return (date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))


def position(owed: Iterable[Duty]) -> str:
    """All that decides how somebody stands on any day: the days on which something is due, + where nothing is missing
    and - where something is; "" for who owes nothing."""
    missing: dict[date, bool] = {}
    for duty in owed:
        missing[duty.due_on] = missing.get(duty.due_on, False) or duty.missing > 0
    return " ".join(f"{day}{'-' if left else '+'}" for day, left in sorted(missing.items()))


def stood(at: str, *, until: date, today: date) -> Standing:
    """`standing` of all that is due `until` then, from the position alone."""
    due = [(date.fromisoformat(each[:-1]), each[-1] == "-") for each in at.split()]
    return standing([Duty("", day, day, int(missing), 0) for day, missing in due if day <= until], today)


def written(owed: Iterable[Duty]) -> str:
    """What is owed, as it is kept. More than is needed is told as enough: who has done more does not stand apart."""
    return json.dumps(
        [[d.rule, str(d.begin), str(d.due_on), d.needed, min(d.held, d.needed)] for d in owed], separators=(",", ":")
    )


def read(owed: str) -> list[Duty]:
    """What was `written`."""
    return [
        Duty(rule, date.fromisoformat(begin), date.fromisoformat(due_on), needed, held)
        for rule, begin, due_on, needed, held in json.loads(owed)
    ]
