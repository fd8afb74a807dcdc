"""What a record of a team's safety meeting must say. Pure: no database, no clock.

The tender names 班组安全活动 (ES02.4). That teams hold them each month and at the beginning of a shift is custom of the
standards, not an article (待核); so nothing is owed here.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

LONGEST = 480
"Minutes."


class Kind(TextChoices):
    SHIFT = "shift", "班前会"
    WEEKLY = "weekly", "每周安全活动"
    MONTHLY = "monthly", "每月安全活动"
    LESSON = "lesson", "事故案例学习"
    DRILL = "drill", "岗位应急练习"
    OTHER = "other", "其他活动"


class Step(TextChoices):
    EDIT = "edit", "修改活动记录"
    END = "end", "删除活动记录"


def refuse_meeting(*, held_on: date, today: date, minutes: int, attendees: Collection[int], others: int) -> None:
    """RuleViolation for a meeting that could not have happened so."""
    if held_on > today:
        raise RuleViolation("活动日期不能晚于今天", field="held_on")
    if not 0 < minutes <= LONGEST:
        raise RuleViolation(f"活动时长应在1至{LONGEST}分钟之间", field="minutes")
    if not attendees and not others:
        raise RuleViolation("请选择参加人员，或填写其他参加人数", field="attendees")
