"""What a plan asks for, and when. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from changqian.platform.commons.checks.rules import OPEN, Period, TaskStatus
from changqian.platform.kernel.dates import add_months, month_end
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

ITEMS = "plan"
"What a plan is called where check items point at it."
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


class Kind(TextChoices):
    """安全生产法第三十六条: 经常性维护、保养，并定期检测; 特种设备安全法第三十九条: 定期自行检查."""

    PATROL = "patrol", "巡检"
    MAINTENANCE = "maintenance", "保养"


class Status(TextChoices):
    ACTIVE = "active", "执行中"
    STOPPED = "stopped", "暂停"


class Step(TextChoices):
    EDIT = "edit", "修改计划"
    STOP = "stop", "暂停计划"
    RESUME = "resume", "恢复计划"
    END = "end", "删除计划"


STEPS = Steps(
    noun="计划",
    statuses=Status,
    table={
        (Status.ACTIVE, Step.EDIT): Status.ACTIVE,
        (Status.STOPPED, Step.EDIT): Status.STOPPED,
        (Status.ACTIVE, Step.STOP): Status.STOPPED,
        (Status.STOPPED, Step.RESUME): Status.ACTIVE,
        (Status.ACTIVE, Step.END): Status.ACTIVE,
        (Status.STOPPED, Step.END): Status.STOPPED,
    },
)


class TaskStep(TextChoices):
    CANCEL_TASK = "cancel_task", "取消计划任务"


TASK_STEPS = Steps(
    noun="计划任务",
    statuses=TaskStatus,
    table={(status, TaskStep.CANCEL_TASK): TaskStatus.CANCELLED for status in OPEN},
)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing a plan covers, as the ledger it lives in calls it."""

    id: int
    name: str
    place: str = ""


def window(period: str, day: date) -> tuple[date, date]:
    """The first and the last day of the period that `day` lies in: when its task begins and is due."""
    match Period(period):
        case Period.SHIFT | Period.DAY:
            return day, day
        case Period.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case Period.HALF_MONTH:
            return (day.replace(day=1), day.replace(day=15)) if day.day <= 15 else (day.replace(day=16), month_end(day))
        case longer:
            months = MONTHS[longer]
            first = add_months(day.replace(day=1), -((day.month - 1) % months))
            return first, month_end(add_months(first, months - 1))


def executions(period: str, shifts: int) -> int:
    """How often one task asks for a look: once, but every shift of its day where the period is the shift."""
    return shifts if period == Period.SHIFT else 1


def refuse_task(*, starts_on: date, status: str, day: date) -> None:
    """RuleViolation for a task that a look of that day cannot count for."""
    if starts_on > day:
        raise RuleViolation("不能提前执行以后的任务", field="task")
    if status not in OPEN:
        raise RuleViolation(f"{TaskStatus(status).label}的任务不能补做", field="task")
