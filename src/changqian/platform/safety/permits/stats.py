"""What is counted of permits."""

from datetime import date

from django.db.models import Count, Q

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.permits.rules import Level, Status


def measures(today: date) -> Measures:
    return {
        "permits": Measure("作业票", Count("pk", filter=~Q(status=Status.CANCELLED))),
        "grave": Measure("特级、一级", Count("pk", filter=Q(level__in=(Level.SPECIAL, Level.FIRST)))),
        "contractor": Measure("外包作业", Count("pk", filter=Q(contractor=True))),
        "closed": Measure("已完工", Count("pk", filter=Q(status=Status.CLOSED))),
    }


STATISTICS = Statistics(model=WorkPermit, dimension="kind", measures=measures)
