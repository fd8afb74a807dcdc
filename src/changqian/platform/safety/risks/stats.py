from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Q, Sum
from django.db.models.functions import Least

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.risks.models import ControlChange, RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import (
    CONTROL_ORDER,
    DONE,
    IN_FORCE,
    OPEN,
    REPORTED,
    CardState,
    Change,
    Status,
    TaskStatus,
)


def points(today: date) -> Measures:
    """Risk points count in the month they were registered in: all months up to now together are what stands today."""
    return {
        "total": Measure("风险点总数", Count("pk"), stands=True),
        "in_force": Measure("管控中", Count("pk", filter=Q(status__in=IN_FORCE)), stands=True),
        "reported": Measure(
            "较大以上风险点", Count("pk", filter=Q(status__in=IN_FORCE, level__in=REPORTED)), stands=True
        ),
        "draft": Measure("草稿", Count("pk", filter=Q(status=Status.DRAFT)), stands=True),
        "stopped": Measure("停用", Count("pk", filter=Q(status=Status.STOPPED)), stands=True),
        **cards(today),
    }


def cards(today: date) -> Measures:
    """The same risk points, by how their notice cards stand."""
    return {
        f"card_{state}": Measure(f"告知卡{state.label}", Count("pk", filter=Q(card_state=state)), stands=True)
        for state in CardState
    }


INTEGER = IntegerField()


def _over(column: Callable[[str], Any]) -> Any:
    """The sum of one column of each control level."""
    return ExpressionWrapper(reduce(add, (column(level.value) for level in CONTROL_ORDER)), output_field=INTEGER)


COUNTED = ~Q(status__in=[TaskStatus.EXEMPT, TaskStatus.CANCELLED])
"任务总数 leaves out what an authority exempted and what fell away."


def tasks(today: date) -> Measures:
    return {
        "total": Measure("任务总数", Count("pk", filter=COUNTED)),
        "done": Measure("已完成", Count("pk", filter=Q(status__in=DONE))),
        "late": Measure("逾期完成", Count("pk", filter=Q(status__in=DONE, late=True))),
        "abnormal": Measure("发现异常", Count("pk", filter=Q(abnormal__gt=0))),
        "overdue": Measure("逾期未完成", Count("pk", filter=Q(status__in=OPEN, due_on__lt=today))),
        "exempt": Measure("免检", Count("pk", filter=Q(status=TaskStatus.EXEMPT))),
        "required": Measure("应检查次数", Sum(_over(lambda level: F(f"required_{level}")), filter=COUNTED)),
        "counted": Measure(
            "计入完成的次数",
            Sum(_over(lambda level: Least(f"done_{level}", f"required_{level}", output_field=INTEGER)), filter=COUNTED),
        ),
        "executions": Measure("执行次数", Sum(_over(lambda level: F(f"done_{level}")))),
    }


def changes(today: date) -> Measures:
    return {"total": Measure("管控变更", Count("pk"))} | {
        str(kind): Measure(str(kind.label), Count("pk", filter=Q(kind=kind))) for kind in Change
    }


POINT_STATISTICS = Statistics(model=RiskPoint, dimension="level", measures=points)
TASK_STATISTICS = Statistics(model=RiskTask, dimension="level", measures=tasks, turns_on="due_on")
CHANGE_STATISTICS = Statistics(model=ControlChange, dimension="level", measures=changes)
