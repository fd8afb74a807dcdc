"""Labels and marks of footage. Pure: no database, no clock."""

from datetime import datetime, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

LONGEST = timedelta(hours=24)
"Of one mark: a shift. A number of ours."


class Status(TextChoices):
    """Of a label: one that serves no longer cannot be chosen, and stays readable where it was."""

    VALID = "valid", "有效"
    INVALID = "invalid", "已无效"


class Step(TextChoices):
    EDIT = "edit", "修改标注类型"
    INVALIDATE = "invalidate", "无效化"
    RESTORE = "restore", "恢复有效"


STEPS = Steps(
    noun="标注类型",
    statuses=Status,
    table={
        (Status.VALID, Step.EDIT): Status.VALID,
        (Status.VALID, Step.INVALIDATE): Status.INVALID,
        (Status.INVALID, Step.RESTORE): Status.VALID,
    },
)


def refuse_interval(since: datetime, until: datetime, *, now: datetime) -> None:
    if until <= since:
        raise RuleViolation("标注的结束时间应晚于开始时间", field="until")
    if until - since > LONGEST:
        raise RuleViolation("一条标注最长24小时，请分开标注", field="until")
    if since > now:
        raise RuleViolation("标注的开始时间不能晚于现在", field="since")
