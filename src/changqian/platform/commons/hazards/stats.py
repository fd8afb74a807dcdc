"""What is counted of hazards: those dismissed as no hazard count nowhere."""

from datetime import date

from django.db.models import Count, F, Q, Sum

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN, Level, Status
from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics

CLOSED = Q(status=Status.CLOSED)


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
        "supervised": Measure("挂牌督办中", Count("pk", filter=Q(is_supervised=True)), stands=True),
    }


STATISTICS = Statistics(model=Hazard, dimension="level", measures=measures, turns_on="deadline")
