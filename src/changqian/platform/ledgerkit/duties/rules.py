"""What it means to owe something within a period. Pure: no database, no clock."""

from collections.abc import Sequence
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
