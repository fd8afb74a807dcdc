"""What the province knows: seven feeds about the firms of one city.

A feed is rows in the order in which they changed. Most are made when they are asked for, from the number of the firm,
so that a hundred thousand firms with three hundred thousand points need no memory; what happens later is a journal.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

BEGUN = datetime(2026, 1, 1, 8)
"When the first row of every feed changed; the following ones did a second apart. Local time, as the province writes."
POINTS = 3
"Declared points of a firm, unless it has said how many."
LEVELS = ("较大", "较大", "重大")
RISKS = (
    ("1602", "涂装作业", ["中毒和窒息", "火灾", "其他爆炸"], "设备部", "涂装房强制通风，作业前检测可燃气体浓度"),
    ("1601", "有限空间作业", ["中毒和窒息"], "安环部", "先通风、再检测、后作业，专人监护"),
    ("1603", "起重吊装作业", ["起重伤害", "物体打击"], "生产部", "吊装前检查吊索具，吊物下方禁止站人"),
)
TRADE = {"category": "C", "class2": "34", "class3": "348", "class4": "3489"}


@dataclass(frozen=True, slots=True)
class Firm:
    uscc: str
    name: str
    region: str = ""
    industry: Mapping[str, str] = field(default_factory=lambda: TRADE)
    above_scale: bool = False
    status: str = "正常生产"
    operators: Sequence[Mapping[str, str]] = ()
    "Special operators: name, id_number, category, item, valid_from, valid_to."
    personnel: Sequence[Mapping[str, Any]] = ()
    "Principals, officers, operators, engineers: name, id_number, kind, full_time, certificate, valid_to."
    points: int = POINTS
    reports: bool = True
    "Whether it declared its risks."


@dataclass
class Feed:
    """Rows numbered 0 to `size` - 1, and those that changed since."""

    size: int
    make: Callable[[int], Row]
    journal: list[Row] = field(default_factory=list)

    def first_since(self, since: datetime | None) -> int:
        """The position of the first row that changed at `since` or later."""
        if since is None:
            return 0
        base = max(0, -(-(since - BEGUN) // timedelta(seconds=1)))
        if base < self.size:
            return base
        return self.size + bisect_left([row["updated_at"] for row in self.journal], written(since))

    def at(self, position: int) -> Row:
        if position >= self.size:
            return self.journal[position - self.size]
        return {**self.make(position), "updated_at": written(BEGUN + timedelta(seconds=position))}

    @property
    def length(self) -> int:
        return self.size + len(self.journal)


def written(moment: datetime | date) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S" if isinstance(moment, datetime) else "%Y-%m-%d")


class Shared:
    """Feeds by name; each is told of what changes."""

    feeds: dict[str, Feed]

    def tell(self, feed: str, row: Row, *, at: datetime) -> None:
        """Something changed: the row is served again, or for the first time. Later than what was told before."""
        self.feeds[feed].journal.append({**row, "updated_at": written(at)})


@dataclass
class Books(Shared):
    firms: Sequence[Firm]
    feeds: dict[str, Feed] = field(init=False)

    def __post_init__(self) -> None:
        firms = self.firms
        reporting = [number for number, firm in enumerate(firms) if firm.reports]
        points = [(number, place) for number in reporting for place in range(firms[number].points)]
        operators = [(firm, each) for firm in firms for each in firm.operators]
        personnel = [(firm, each) for firm in firms for each in firm.personnel]
        changed = [number for number, firm in enumerate(firms) if firm.status != "正常生产"]
        self.feeds = {
            "enterprises": Feed(len(firms), lambda n: _listed(n, firms[n])),
            "industries": Feed(len(firms), lambda n: _industry(n, firms[n])),
            "declarations": Feed(len(reporting), lambda n: _declaration(reporting[n], firms[reporting[n]])),
            "points": Feed(len(points), lambda n: _point(*points[n], firms[points[n][0]])),
            "changes": Feed(len(changed), lambda n: _change(changed[n], firms[changed[n]])),
            "certificates": Feed(len(operators), lambda n: _certificate(n, operators[n][1])),
            "personnel": Feed(len(personnel), lambda n: _person(n, *personnel[n])),
        }


def _listed(n: int, firm: Firm) -> Row:
    return {
        "id": f"ML{n:08d}", "name": firm.name, "uscc": firm.uscc, "region_code": firm.region, "status": firm.status,
        "report_mode": "企业自主上报", "reported_at": written(BEGUN) if firm.reports else None,
        "above_scale": "是" if firm.above_scale else "否", "listed_on": "2021-03-01", "accepted_on": None,
    }  # fmt: skip


def _industry(n: int, firm: Firm) -> Row:
    return {"id": f"HY{n:08d}", "name": firm.name, "uscc": firm.uscc, **firm.industry}


def _declaration(n: int, firm: Firm) -> Row:
    """Every seventh has not renewed its report this year."""
    on = BEGUN - timedelta(days=300) if n % 7 == 6 else BEGUN + timedelta(days=n % 80)
    major = firm.points // POINTS
    return {
        "id": f"SB{n:08d}", "name": firm.name, "uscc": firm.uscc, "reported_at": written(on), "kind": "2",
        "point_count": firm.points, "major_count": major, "large_count": firm.points - major, "production": "1",
    }  # fmt: skip


def _point(n: int, place: int, firm: Firm) -> Row:
    code, name, accidents, department, measures = RISKS[place % len(RISKS)]
    return {
        "id": f"FX{n:08d}{place:03d}", "enterprise_name": firm.name, "uscc": firm.uscc, "report_id": f"SB{n:08d}",
        "name": name, "code": code, "accident_types": "、".join(accidents), "level": LEVELS[place % len(LEVELS)],
        "department": department, "measures": measures, "location": f"{place + 1}号车间",
    }  # fmt: skip


def _change(n: int, firm: Firm) -> Row:
    return {
        "id": f"BG{n:08d}", "name": firm.name, "uscc": firm.uscc, "reason": f"企业{firm.status}", "result": "通过",
        "reviewed_at": written(BEGUN),
    }  # fmt: skip


def _certificate(n: int, person: Mapping[str, str]) -> Row:
    return {
        "id": f"TZ{n:08d}", "name": person["name"], "id_number": person["id_number"],
        "number": f"T{person['id_number']}", "exam_on": person.get("exam_on"),
        "valid_from": person["valid_from"], "valid_to": person["valid_to"], "issuer": "江苏省应急管理厅",
        "category": person["category"], "item": person["item"],
    }  # fmt: skip


def _person(n: int, firm: Firm, person: Mapping[str, Any]) -> Row:
    return {
        "id": f"RY{n:08d}", "uscc": firm.uscc, "enterprise_name": firm.name, "name": person["name"],
        "id_number": person["id_number"], "kind": person["kind"], "full_time": person.get("full_time"),
        "certificate": person.get("certificate"), "valid_to": person.get("valid_to"),
    }  # fmt: skip
