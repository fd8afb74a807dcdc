"""What is counted of training."""

from datetime import date

from django.db.models import Count, Q, Sum

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.training.rules import THREE_LEVELS


def measures(today: date) -> Measures:
    return {
        "sessions": Measure("培训场次", Count("pk")),
        "three_levels": Measure("三级教育场次", Count("pk", filter=Q(kind__in=THREE_LEVELS))),
        "participants": Measure("参加人次", Sum("participants")),
        "failed": Measure("考核不合格人次", Sum("lost")),
    }


STATISTICS = Statistics(model=TrainingSession, dimension="kind", measures=measures)
