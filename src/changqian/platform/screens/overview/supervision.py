"""How far the month's tasks came in each area (任务执行监督), and what was reported to the province this year."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from changqian.platform.commons.province.models import Declaration
from changqian.platform.commons.province.rules import Kind
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.census import census
from changqian.platform.foundation.enterprises.counting import counts
from changqian.platform.foundation.enterprises.models import Department, Enterprise
from changqian.platform.foundation.enterprises.rules import ACTIVE
from changqian.platform.ledgerkit.stats import Level as Depth
from changqian.platform.ledgerkit.stats import figures
from changqian.platform.safety.risks.rules import Level
from changqian.platform.safety.risks.stats import TASK_STATISTICS
from changqian.platform.screens.overview.reading import percent

MEASURES = ("total", "done", "required", "counted")
REPORTED = (Kind.INITIAL, Kind.PERIODIC, Kind.CHANGE)
UNASSIGNED = "未明确主管部门"


def execution(actor: User, *, month: date, level: str, regions: frozenset[int] | None = None) -> list[dict[str, Any]]:
    """Of each area its firms, and of each risk level the tasks of a month, done and in percent of what it asks for."""
    firms = Enterprise.objects.within(actor, "enterprises.view").current().filter(status__in=ACTIVE)
    counted = census(actor, level=level, regions=regions) or counts(firms, actor=actor, level=level, regions=regions)
    asked: dict[str, Any] = {
        "actor": actor,
        "months": (month, month),
        "level": Depth[level.upper()],
        "regions": regions,
    }
    by_level = {
        risk: {
            each.measure: each.by_region for each in figures(TASK_STATISTICS, dimension=risk, only=MEASURES, **asked)
        }
        for risk in Level
    }

    def tasks(risks: tuple[Level, ...], path: str) -> dict[str, Any]:
        n = {name: sum(by_level[risk][name].get(path, 0) for risk in risks) for name in MEASURES}
        return {"total": n["total"], "done": n["done"], "percent": percent(n["counted"], n["required"])}

    return [
        {
            "path": area.path,
            "region": area.region,
            "name": area.name,
            "enterprises": area.enterprises,
            "tasks": tasks(tuple(Level), area.path),
            "levels": {str(risk): tasks((risk,), area.path) for risk in Level},
        }
        for area in counted.by_region
    ]


def reports(actor: User, *, year: int, regions: frozenset[int] | None = None) -> dict[str, Any]:
    """Reports of a year by kind and by the bureau (主管部门) supervising the firm: the province names none."""
    rows = Declaration.objects.within(actor, "province.view").filter(
        Q() if regions is None else Declaration.in_regions(regions), reported_at__year=year, kind__in=REPORTED
    )
    found = list(rows.order_by().values_list("kind", "enterprise__department").annotate(Count("pk")))
    bureaus = _bureaus()
    by_bureau: dict[tuple[int | None, str], int] = {}
    by_kind = dict.fromkeys(REPORTED, 0)
    for kind, department, n in found:
        bureau = bureaus.get(department, (None, UNASSIGNED))
        by_kind[Kind(kind)] += n
        by_bureau[bureau] = by_bureau.get(bureau, 0) + n
    ranked = sorted(by_bureau.items(), key=lambda pair: (pair[0][0] is None, -pair[1]))
    return {
        "year": year,
        "total": sum(by_kind.values()),
        "kinds": [{"kind": str(kind), "label": str(kind.label), "n": n} for kind, n in by_kind.items()],
        "departments": [{"department": pk, "name": name, "n": n} for (pk, name), n in ranked],
    }


def _bureaus() -> dict[int, tuple[int, str]]:
    """Every department with the one on top of it."""
    rows = {pk: (parent, name) for pk, parent, name in Department.objects.values_list("pk", "parent_id", "name")}

    def top(pk: int) -> tuple[int, str]:
        parent, name = rows[pk]
        return (pk, name) if parent is None else top(parent)

    return {pk: top(pk) for pk in rows}
