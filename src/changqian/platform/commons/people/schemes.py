"""特种作业: under which rules a certificate of special operation is held. A table, which is read once.

令第30号 had certificates valid for six years and reviewed after three. 令第19号 with the catalogue 应急〔2026〕45号, in
force since 2026-06-01, knows no review: also an older card runs to its last day and is then exchanged. Its categories
and items are 待核, for its list was not at hand (ten categories, 54 types).
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.errors import RuleViolation

FILE = Path(__file__).parent / "data" / "special_operations.json"


@dataclass(frozen=True, slots=True)
class Scheme:
    scheme: str
    name: str
    since: date
    valid_years: int
    review_years: int | None
    "None: there is none."
    categories: tuple[str, ...]
    verified: bool


@cache
def schemes() -> tuple[Scheme, ...]:
    """The oldest first."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    made = (
        Scheme(**{**each, "since": date.fromisoformat(each["since"]), "categories": tuple(each["categories"])})
        for each in told
    )
    return tuple(sorted(made, key=lambda each: each.since))


def in_force(day: date) -> Scheme:
    """The rules of that day; before the first ones those."""
    return next((each for each in reversed(schemes()) if each.since <= day), schemes()[0])


def review_of(review_due_on: date | None) -> date | None:
    """The day of the review a card names, if the rules of that day still ask for one. (令第19号)"""
    if review_due_on is None or in_force(review_due_on).review_years is None:
        return None
    return review_due_on


def refuse_too_long(valid_from: date | None, valid_to: date | None) -> None:
    """RuleViolation for a card that would hold longer than its rules allow; its last day included or not."""
    if valid_from is None or valid_to is None:
        return
    years = in_force(valid_from).valid_years
    if valid_to > add_months(valid_from, 12 * years) + timedelta(days=1):
        raise RuleViolation(f"特种作业操作证有效期为{years}年，请核对有效期起止", field="valid_to")
