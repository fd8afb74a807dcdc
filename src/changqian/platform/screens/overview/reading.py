"""The overview's numbers. They come from facts, so that a page, a big screen and a report cannot disagree."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from changqian.platform.commons.hazards.stats import STATISTICS as HAZARDS
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.counting import counts
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.rules import ACTIVE
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.ledgerkit.models import Mark
from changqian.platform.ledgerkit.stats import Level, figures, split
from changqian.platform.safety.risks.stats import POINT_STATISTICS, TASK_STATISTICS

EVER = date(2000, 1, 1)
TREND_MONTHS = 12


def overview(actor: User, *, today: date, level: str) -> dict[str, Any]:
    """Everything within the actor's grants, by area; PermissionDenied for somebody without a view of enterprises."""
    month, at = month_of(today), Level[level.upper()]
    enterprises = counts(
        Enterprise.objects.within(actor, "enterprises.view").current().filter(status__in=ACTIVE),
        actor=actor,
        level=level,
    )
    tasks = _figures(TASK_STATISTICS, actor, (month, month), at)
    year = (month.replace(month=1), month)
    hazards = _figures(HAZARDS, actor, year, at)
    standing = _figures(HAZARDS, actor, (EVER, month), at)
    points = _figures(POINT_STATISTICS, actor, (EVER, month), at)
    names = dict(Region.objects.values_list("path", "name"))
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
        "points": {"total": _total(points, "in_force"), "by_level": _levels(actor, month)},
        "tasks": {name: _total(tasks, name) for name in ("total", "done", "late", "abnormal", "overdue", "exempt")}
        | {
            "percent": percent(_total(tasks, "counted"), _total(tasks, "required")),
            "by_level": _task_levels(actor, month),
        },
        "hazards": {name: _total(hazards, name) for name in ("total", "closed", "closed_on_time", "major")}
        | {name: _total(standing, name) for name in ("open", "overdue", "supervised")}
        | {"closed_percent": percent(_total(hazards, "closed"), _total(hazards, "total"))},
        "trend": _trend(actor, month),
        "areas": [area | {"full_name": names.get(area["path"], area["name"])} for area in areas],
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


Figures = dict[str, Any]


def _figures(statistics: Any, actor: User, months: tuple[date, date], level: Level) -> Figures:
    try:
        return {figure.measure: figure for figure in figures(statistics, actor=actor, months=months, level=level)}
    except PermissionDenied:
        return {}


def _total(found: Figures, measure: str) -> int:
    return found[measure].total if measure in found else 0


def _at(found: Figures, measure: str, path: str) -> int:
    area = found[measure].by_region.get(path) if measure in found else None
    return area.value if area else 0


def _levels(actor: User, month: date) -> dict[str, int]:
    try:
        return split(POINT_STATISTICS, actor=actor, months=(EVER, month))["in_force"]
    except PermissionDenied:
        return {}


def _task_levels(actor: User, month: date) -> dict[str, dict[str, Any]]:
    try:
        told = split(TASK_STATISTICS, actor=actor, months=(month, month))
    except PermissionDenied:
        return {}
    return {
        level: {
            "total": total,
            "done": told["done"].get(level, 0),
            "percent": percent(told["counted"].get(level, 0), told["required"].get(level, 0)),
        }
        for level, total in told["total"].items()
    }


def _trend(actor: User, month: date) -> list[dict[str, Any]]:
    """Hazards found in each of the last twelve months, and how many of them are closed by now."""
    months = [add_months(month, -back) for back in range(TREND_MONTHS - 1, -1, -1)]
    try:
        told = split(HAZARDS, actor=actor, months=(months[0], month), by="month")
    except PermissionDenied:
        return []
    return [
        {"month": each, "found": told["total"].get(each, 0), "closed": told["closed"].get(each, 0)} for each in months
    ]
