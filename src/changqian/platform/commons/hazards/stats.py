"""What is counted of hazards: those dismissed as no hazard count nowhere."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN, Level, Status
from changqian.platform.foundation.accounts.models import User
from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics

CLOSED = Q(status=Status.CLOSED)
SENT_BACK = Q(rounds_count__gt=1) | Q(rounds_count=1, status=Status.RECTIFYING)


def measures(today: date) -> Measures:
    """Average days are `days / closed`: facts add up, averages do not."""
    return {
        "total": Measure("隐患总数", Count("pk", filter=~Q(status=Status.DISMISSED))),
        "major": Measure("重大隐患", Count("pk", filter=Q(level=Level.MAJOR) & ~Q(status=Status.DISMISSED))),
        "open": Measure("未闭环", Count("pk", filter=Q(status__in=OPEN)), stands=True),
        "overdue": Measure("逾期未整改", Count("pk", filter=Q(due_on__lt=today)), stands=True),
        "closed": Measure("已闭环", Count("pk", filter=CLOSED)),
        "closed_on_time": Measure("按期整改并闭环", Count("pk", filter=CLOSED & Q(rectified_on__lte=F("deadline")))),
        "days": Measure("闭环总天数", Sum("days_to_close", filter=CLOSED)),
        "recurring": Measure("重复隐患", Count("pk", filter=Q(recurring=True) & ~Q(status=Status.DISMISSED))),
        "returned": Measure("复查退回过", Count("pk", filter=SENT_BACK)),
        "extended": Measure("延期过", Count("pk", filter=Q(extensions_count__gt=0))),
        "urged": Measure("催办过", Count("pk", filter=Q(urged_count__gt=0))),
        "supervised": Measure("挂牌督办中", Count("pk", filter=Q(is_supervised=True)), stands=True),
    }


def kinds(
    actor: User, *, months: tuple[date, date], regions: frozenset[int] | None, today: date
) -> dict[str, dict[str, int]]:
    """The same measures by category, of the rows themselves, since facts do not tell it: {category: {measure: n}}."""
    rows: Any = Hazard.objects.within(actor, "hazards.view").current().filter(month__range=months)
    if regions is not None:
        rows = rows.filter(region__in=regions)
    counted = {f"n_{name}": measure.aggregate for name, measure in measures(today).items()}
    return {
        row["category"]: {name: row[f"n_{name}"] or 0 for name in measures(today)}
        for row in rows.order_by().values("category").annotate(**counted)
    }


STATISTICS = Statistics(model=Hazard, dimension="level", measures=measures, turns_on="deadline")
