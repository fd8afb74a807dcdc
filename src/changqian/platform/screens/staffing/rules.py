"""What law asks of a firm's safety staff, from a table of rules. Pure.

安全生产法 (2021) art 24 asks for a department or full-time officers, art 27 for registered safety engineers. What
Jiangsu asks beyond that (安全总监, finer numbers) is in the table without a number until somebody has read it (待核).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil
from pathlib import Path

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.ledgerkit.duties.rules import Duty

TABLE = Path(__file__).parent / "data" / "staffing.json"


class Rule(TextChoices):
    ORGANISATION = "organisation", "安全管理机构或专职安管员"
    OFFICER = "officer", "专兼职安管员"
    DIRECTOR = "director", "安全总监（专职分管负责人）"
    ENGINEER = "engineer", "注册安全工程师"


class Group(TextChoices):
    """Whom a row of the table is for."""

    GENERAL = "general", "其他单位"
    HIGH = "high", "矿山、金属冶炼、建筑施工、运输和危险物品单位"
    REGISTERED = "registered", "矿山、金属冶炼和危险物品生产、储存、装卸单位"
    PERCENT = "percent", "矿山、建筑施工和危险物品生产、经营单位"


TAGS = {
    Group.HIGH: (
        *("noncoal_mine", "smelting", "hazchem_production", "hazchem_trade", "hazchem_storage"),
        *("fireworks_wholesale", "fireworks_retail"),
    ),
    Group.REGISTERED: ("noncoal_mine", "smelting", "hazchem_production", "hazchem_storage"),
    Group.PERCENT: ("noncoal_mine", "hazchem_production", "hazchem_trade", "fireworks_wholesale", "fireworks_retail"),
}
INDUSTRIES = {Group.HIGH: ("B", "E47", "E48", "G"), Group.REGISTERED: ("B",), Group.PERCENT: ("B", "E47", "E48")}
"Beginnings of classes of GB/T 4754: mines, building, transport."
UNKNOWN = 0
"A number of people that nobody has entered: only what holds at any size is asked."
FEW = 7
"安监总局令第11号 art 6: up to so many officers the percentage does not hold."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `needed` is None where the number is not known, `percent` is of the safety officers."""

    rule: Rule
    group: Group
    staff_min: int
    staff_max: int | None
    needed: int | None
    percent: int
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Facts:
    operating: bool
    high: bool
    registered: bool
    percent: bool
    staff: int
    "Not the number itself but the last of `limits` it has reached, which is all the table asks."
    organisations: int
    "安全生产管理机构 in force, as art 24 names them; an 安委会 is none."
    full: int
    part: int
    directors: int
    engineers: int


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement beside what there is."""

    rule: Rule
    needed: int | None
    actual: int
    basis: str
    verified: bool

    @property
    def gap(self) -> int:
        return max((self.needed or 0) - self.actual, 0)


@cache
def table() -> tuple[Row, ...]:
    return tuple(_row(each) for each in json.loads(TABLE.read_text(encoding="utf-8"))["rows"])


def _row(told: dict[str, object]) -> Row:
    law, article, paragraph = told.get("law"), told.get("article"), told.get("paragraph")
    place = f"{cite(str(law), int(str(article)), int(str(paragraph)))}：" if law else ""
    return Row(
        rule=Rule(str(told["rule"])),
        group=Group(str(told["group"])),
        staff_min=int(str(told["staff_min"])),
        staff_max=int(str(told["staff_max"])) if "staff_max" in told else None,
        needed=None if told["needed"] is None else int(str(told["needed"])),
        percent=int(str(told.get("percent", 0))),
        basis=f"{place}{told['says']}",
        verified=bool(told["verified"]),
    )


def needs(facts: Facts, rows: Sequence[Row]) -> list[Need]:
    """Each requirement that holds for the firm, the strictest row of each rule; none of a firm that stands still."""
    if not facts.operating:
        return []
    groups = {Group.HIGH if facts.high else Group.GENERAL}
    groups |= {Group.REGISTERED} if facts.registered else set()
    groups |= {Group.PERCENT} if facts.percent else set()
    found: dict[Rule, Need] = {}
    for row in rows:
        if row.group not in groups or not _of_that_size(row, facts.staff):
            continue
        need = Need(row.rule, _needed(row, facts), _actual(row.rule, facts), row.basis, row.verified)
        known = found.get(row.rule)
        if known is None or (need.needed or 0) > (known.needed or 0):
            found[row.rule] = need
    return [found[rule] for rule in Rule if rule in found]


def limits(rows: Sequence[Row]) -> list[int]:
    """Where the table changes its mind about a number of people."""
    return sorted({each.staff_min for each in rows} | {each.staff_max + 1 for each in rows if each.staff_max})


def _of_that_size(row: Row, staff: int) -> bool:
    if staff == UNKNOWN:
        return row.staff_min <= 1 and row.staff_max is None
    return row.staff_min <= staff <= (row.staff_max or staff)


def _needed(row: Row, facts: Facts) -> int | None:
    if row.needed is None:
        return None
    officers = facts.full + facts.part
    return row.needed if officers <= FEW else max(row.needed, ceil(officers * row.percent / 100))


def _actual(rule: Rule, facts: Facts) -> int:
    match rule:
        case Rule.ORGANISATION:
            return facts.organisations + facts.full
        case Rule.OFFICER:
            return facts.full + facts.part
        case Rule.DIRECTOR:
            return facts.directors
        case Rule.ENGINEER:
            return facts.engineers


def duties(facts: Facts, year: int, rows: Sequence[Row]) -> list[Duty]:
    """As what is owed by the end of the year: law names no day. What has no number is not counted."""
    begin, due = date(year, 1, 1), date(year, 12, 31)
    return [Duty(each.rule, begin, due, each.needed, each.actual) for each in needs(facts, rows) if each.needed]
