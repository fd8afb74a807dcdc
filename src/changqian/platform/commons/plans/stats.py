from datetime import date

from django.db.models import Count, Q, Sum

from changqian.platform.commons.checks.rules import DONE, OPEN, TaskStatus
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics


def measures(today: date) -> Measures:
    return {
        "total": Measure("任务总数", Count("pk", filter=~Q(status=TaskStatus.CANCELLED))),
        "done": Measure("已完成", Count("pk", filter=Q(status__in=DONE))),
        "late": Measure("逾期完成", Count("pk", filter=Q(status__in=DONE, late=True))),
        "overdue": Measure("逾期未完成", Count("pk", filter=Q(status__in=OPEN, due_on__lt=today))),
        "abnormal": Measure("发现异常", Count("pk", filter=Q(abnormal__gt=0))),
        "executions": Measure("执行次数", Sum("done")),
    }


STATISTICS = Statistics(model=PlanTask, dimension="kind", measures=measures, turns_on="due_on")
