"""What is counted of drills. Which enterprises owe drills is another question: `owed.fulfilment`."""

from datetime import date

from django.db.models import Count, Q, Sum

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.drills.models import Drill
from changqian.platform.safety.drills.rules import DONE, Status


def measures(today: date) -> Measures:
    return {
        "planned": Measure("计划演练", Count("pk")),
        "held": Measure("已演练", Count("pk", filter=Q(status__in=DONE))),
        "evaluated": Measure("已评估", Count("pk", filter=Q(status=Status.EVALUATED))),
        "late": Measure("逾期未演练", Count("pk", filter=Q(due_on__lt=today))),
        "participants": Measure("参演人次", Sum("participants")),
        "principal": Measure("主要负责人参加", Count("pk", filter=Q(principal_attended=True))),
    }


STATISTICS = Statistics(model=Drill, dimension="kind", measures=measures, turns_on="planned_on")
