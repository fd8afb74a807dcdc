from datetime import date, timedelta

from django.db.models import Count, Q

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.equipment.rules import SOON, Status

KEPT = ~Q(status=Status.SCRAPPED)


def measures(today: date) -> Measures:
    """Equipment counts in the month it was registered in: all months up to now together are what stands today."""
    soon = Q(next_examination_on__range=(today, today + timedelta(days=SOON)))
    counted = {
        "total": ("设备总数", KEPT),
        **{str(status): (str(status.label), Q(status=status)) for status in Status},
        "special": ("特种设备", KEPT & Q(special=True)),
        "overdue": ("检验逾期", KEPT & Q(next_examination_on__lt=today)),
        "overdue_in_use": ("检验逾期仍在用", Q(status=Status.IN_USE, next_examination_on__lt=today)),
        "soon": ("30日内到期", KEPT & soon),
    }
    return {name: Measure(label, Count("pk", filter=rows), stands=True) for name, (label, rows) in counted.items()}


STATISTICS = Statistics(
    model=Equipment, dimension="class_code", measures=measures, turns_on="next_examination_on", ahead=(0, SOON + 1)
)
