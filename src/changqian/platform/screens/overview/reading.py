"""The overview's numbers. They come from facts, so that a page, a big screen and a report cannot disagree."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.commons.checks.stats import STATISTICS as CHECKS
from changqian.platform.commons.hazards.stats import STATISTICS as HAZARDS
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.census import census
from changqian.platform.foundation.enterprises.counting import counts
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.rules import ACTIVE
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.ledgerkit.models import Mark
from changqian.platform.ledgerkit.stats import Figure, Level, Statistics, figures, split
from changqian.platform.safety.risks.stats import POINT_STATISTICS, TASK_STATISTICS
from changqian.platform.safety.whistle.stats import STATISTICS as WHISTLES
from changqian.platform.screens.overview.quality import qualities

EVER = date(2000, 1, 1)
TREND_MONTHS = 12
WHISTLED = ("reports", "confirmed", "settled", "late", "paid", "money", "pay_days")
"Of the year's whistles: numbers, down to the firm and never to a report."
Months = tuple[date, date]
Figures = dict[str, Figure]
Split = dict[str, dict[Any, int]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks the statistics for one person. What a person may not see is left out, not refused: there is more to see."""

    actor: User
    level: Level
    regions: frozenset[int] | None

    def figures(self, statistics: Statistics, months: Months, *only: str) -> Figures:
        with suppress(PermissionDenied):
            asked = figures(
                statistics, actor=self.actor, months=months, level=self.level, regions=self.regions, only=only
            )
            return {figure.measure: figure for figure in asked}
        return {}

    def split(self, statistics: Statistics, months: Months, *only: str, by: str = "dimension") -> Split:
        with suppress(PermissionDenied):
            return split(statistics, actor=self.actor, months=months, by=by, regions=self.regions, only=only)
        return {}


def overview(actor: User, *, today: date, level: str, regions: frozenset[int] | None = None) -> dict[str, Any]:
    """Everything within the actor's grants, by area; PermissionDenied for somebody without a view of enterprises."""
    month = month_of(today)
    reader = Reader(actor, Level[level.upper()], regions)
    firms = Enterprise.objects.within(actor, "enterprises.view").current().filter(status__in=ACTIVE)
    enterprises = census(actor, level=level, regions=regions) or counts(
        firms, actor=actor, level=level, regions=regions
    )
    tasks = reader.figures(TASK_STATISTICS, (month, month))
    year = reader.figures(HAZARDS, (month.replace(month=1), month), "total", "closed", "closed_on_time", "major")
    standing = reader.figures(HAZARDS, (EVER, month), "open", "overdue", "supervised")
    points = reader.figures(POINT_STATISTICS, (EVER, month), "in_force", "reported")
    looks = reader.figures(CHECKS.part(*ControlLevel), (month, month), "total", "scanned", "abnormal")
    whistles = reader.figures(WHISTLES, (month.replace(month=1), month), *WHISTLED)
    quality = qualities(actor, month=month)
    areas: list[dict[str, Any]] = [
        {
            "path": area.path,
            "region": area.region,
            "name": area.name,
            "enterprises": area.enterprises,
            "sites": area.sites,
            "points": _at(points, "in_force", area.path),
            "reported_points": _at(points, "reported", area.path),
            "tasks": _at(tasks, "total", area.path),
            "tasks_done": _at(tasks, "done", area.path),
            "tasks_percent": percent(_at(tasks, "counted", area.path), _at(tasks, "required", area.path)),
            "hazards_open": _at(standing, "open", area.path),
            "hazards_overdue": _at(standing, "overdue", area.path),
            "quality": quality.of(area.path),
            "whistles": _at(whistles, "reports", area.path),
            "whistle_money": _at(whistles, "money", area.path),
        }
        for area in enterprises.by_region
    ]
    return {
        "today": today,
        "month": month,
        "level": level,
        "waiting": Mark.objects.count(),
        "sentence": sentence(areas, _total(standing, "overdue")),
        "enterprises": {
            "distinct_total": enterprises.distinct_total,
            "sum_by_region": enterprises.sum_by_region,
            "multi_site_overlap": enterprises.multi_site_overlap,
            "sites": enterprises.sites,
        },
        "points": {
            "total": _total(points, "in_force"),
            "by_level": reader.split(POINT_STATISTICS, (EVER, month), "in_force").get("in_force", {}),
        },
        "tasks": {name: _total(tasks, name) for name in ("total", "done", "late", "abnormal", "overdue", "exempt")}
        | {
            "percent": percent(_total(tasks, "counted"), _total(tasks, "required")),
            "by_level": _by_level(reader.split(TASK_STATISTICS, (month, month))),
        },
        "hazards": {name: _total(year, name) for name in ("total", "closed", "closed_on_time", "major")}
        | {name: _total(standing, name) for name in ("open", "overdue", "supervised")}
        | {"closed_percent": percent(_total(year, "closed"), _total(year, "total"))},
        "scanning": {name: _total(looks, name) for name in ("total", "scanned", "abnormal")}
        | {"percent": percent(_total(looks, "scanned"), _total(looks, "total"))},
        "quality": quality.told(regions),
        "whistles": {name: _total(whistles, name) for name in WHISTLED} if whistles else None,
        "trend": _trend(reader, month),
        "areas": areas,
    }


def percent(part: int, whole: int) -> float:
    """One decimal; what has nothing to do is wholly done. Of tasks: executions done, of those the month asks for."""
    return round(100 * part / whole, 1) if whole else 100.0


def sentence(areas: list[dict[str, Any]], overdue: int) -> str:
    """What matters first: who is behind, and how much is overdue."""
    behind = sorted((area for area in areas if area["tasks"]), key=lambda area: area["tasks_percent"])
    if not behind:
        return "本月还没有风控任务"
    late = f"，{overdue} 条隐患逾期未整改" if overdue else "，没有逾期隐患"
    last, unfinished = behind[0], [area for area in behind if area["tasks_percent"] < 100]
    if not unfinished:
        return f"本月风控任务全部完成{late}"
    return f"本月 {len(unfinished)} 个地区的风控检查还未全部完成，最低的{last['name']}为 {last['tasks_percent']}%{late}"


def _total(found: Figures, measure: str) -> int:
    return found[measure].total if measure in found else 0


def _at(found: Figures, measure: str, path: str) -> int:
    return found[measure].by_region.get(path, 0) if measure in found else 0


def _by_level(told: Split) -> dict[str, dict[str, Any]]:
    return {
        level: {
            "total": total,
            "done": told["done"].get(level, 0),
            "percent": percent(told["counted"].get(level, 0), told["required"].get(level, 0)),
        }
        for level, total in told.get("total", {}).items()
    }


def _trend(reader: Reader, month: date) -> list[dict[str, Any]]:
    """Hazards found in each of the last twelve months, and how many of them are closed by now."""
    months = [add_months(month, -back) for back in range(TREND_MONTHS - 1, -1, -1)]
    told = reader.split(HAZARDS, (months[0], month), "total", "closed", by="month")
    if not told:
        return []
    return [
        {"month": each, "found": told["total"].get(each, 0), "closed": told["closed"].get(each, 0)} for each in months
    ]
