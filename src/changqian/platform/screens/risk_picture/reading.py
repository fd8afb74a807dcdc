"""What the ledgers know of one firm's risks, as far as the reader's grants reach."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN as OPEN_HAZARDS
from changqian.platform.commons.industrial.models import IndustrialFirm
from changqian.platform.commons.province.models import Declaration, DeclaredPoint
from changqian.platform.commons.summaries.models import FirmSummary
from changqian.platform.commons.summaries.services import parts_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.kernel.text import normal
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import DONE, IN_FORCE, OPEN, REPORTED, WITHOUT_CARD, Level, TaskStatus
from changqian.platform.safety.risks.services import Compared, compared

MOST_REPORTS, MOST_PAIRS = 10, 500
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A declared point, one of ours, or both where they are linked; `like` is one of ours that may be the same."""

    declared: DeclaredPoint | None
    own: RiskPoint | None
    beside: Compared | None = None
    like: RiskPoint | None = None


def picture(firm: Enterprise, *, actor: User, today: date) -> dict[str, Any]:
    """Reports, pairs, and the numbers of risks, cards, tasks and hazards; a part that the actor may not see is None."""
    told: dict[str, Any] = {"register": None, "reports": [], "pairs": [], "risks": None, "tasks": None, "hazards": None}
    told["quality"] = None
    declared: list[DeclaredPoint] = []
    with suppress(PermissionDenied):
        told["register"] = IndustrialFirm.objects.within(actor, "industrial.view").filter(enterprise=firm).first()
    with suppress(PermissionDenied):
        reports = Declaration.objects.within(actor, "province.view").filter(enterprise=firm)
        told["reports"] = list(reports.order_by("-reported_at")[:MOST_REPORTS])
        declared = list(
            DeclaredPoint.objects.within(actor, "province.view").filter(enterprise=firm).order_by("pk")[:MOST_PAIRS]
        )
    with suppress(PermissionDenied):
        points = RiskPoint.objects.within(actor, "risks.view").current().filter(enterprise=firm)
        wanted = Q(assessed_level__in=REPORTED) | ~Q(provincial_id="")
        own = list(points.filter(wanted).select_related("site").order_by("pk")[:MOST_PAIRS])
        told["pairs"] = pairs(declared, own)
        told["risks"] = _risks(points)
        told["tasks"] = _tasks(firm, actor, today)
    with suppress(PermissionDenied):
        told["quality"] = _quality(firm, actor)
    with suppress(PermissionDenied):
        told["hazards"] = _hazards(firm, actor, today)
    return told


def pairs(declared: Iterable[DeclaredPoint], own: Iterable[RiskPoint]) -> list[Pair]:
    """Linked ones first, then what only the province has, then what was never declared."""
    mine = {point.provincial_id: point for point in own if point.provincial_id}
    free = [point for point in own if not point.provincial_id]
    beside = compared(mine.values())
    found = [
        Pair(row, point, beside.get(point.pk))
        if (point := mine.get(row.source_id))
        else Pair(row, None, like=_like(row, free))
        for row in declared
    ]
    return sorted(found, key=lambda pair: pair.own is None) + [Pair(None, point) for point in free]


def _like(row: DeclaredPoint, own: Iterable[RiskPoint]) -> RiskPoint | None:
    """The same name, or the same entry of the catalogue at the same place."""
    for point in own:
        if normal(point.name) == normal(row.name):
            return point
        if row.code and (point.catalogue_code, normal(point.location)) == (row.code, normal(row.location)):
            return point
    return None


def _risks(points: Any) -> dict[str, Any]:
    in_force = points.filter(status__in=IN_FORCE).order_by()
    by_level = dict(in_force.values_list("level").annotate(Count("pk")))
    missing = in_force.filter(card_state__in=WITHOUT_CARD).count()
    return {"by_level": {level.value: by_level.get(level, 0) for level in Level}, "without_card": missing}


def _quality(firm: Enterprise, actor: User) -> dict[str, Any] | None:
    """Its newest month that was summed up, with what the value is made of, and the months before it."""
    seen = FirmSummary.objects.within(actor, "summaries.view").current().filter(enterprise=firm)
    rows = list(seen.order_by("-month")[:MONTHS])
    if not rows:
        return None
    newest, before = rows[0], next((row for row in rows if row.month == add_months(rows[0].month, -1)), None)
    months = [{"month": row.month, "value": _value(row), "parts": parts_of(row)} for row in reversed(rows)]
    return {
        "summary": newest.pk,
        "month": newest.month,
        "value": _value(newest),
        "before": _value(before) if before else None,
        "parts": parts_of(newest),
        "months": months,
    }


def _value(row: FirmSummary) -> float | None:
    return None if row.quality is None else float(row.quality)


def _tasks(firm: Enterprise, actor: User, today: date) -> dict[str, int]:
    counted = ~Q(status__in=[TaskStatus.EXEMPT, TaskStatus.CANCELLED])
    rows = (
        RiskTask.objects.within(actor, "risks.view").current().filter(enterprise=firm, month=month_of(today)).order_by()
    )
    told: dict[str, int] = rows.aggregate(
        total=Count("pk", filter=counted),
        done=Count("pk", filter=Q(status__in=DONE)),
        abnormal=Count("pk", filter=Q(abnormal__gt=0)),
        exempt=Count("pk", filter=Q(status=TaskStatus.EXEMPT)),
        asking=Count("pk", filter=Q(status__in=OPEN, exempt_asked_at__isnull=False)),
    )
    return told


def _hazards(firm: Enterprise, actor: User, today: date) -> dict[str, int]:
    rows = Hazard.objects.within(actor, "hazards.view").current().filter(enterprise=firm).order_by()
    told: dict[str, int] = rows.aggregate(
        open=Count("pk", filter=Q(status__in=OPEN_HAZARDS)),
        major=Count("pk", filter=Q(status__in=OPEN_HAZARDS, level="major")),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        this_year=Count("pk", filter=Q(found_on__year=today.year)),
    )
    return told
