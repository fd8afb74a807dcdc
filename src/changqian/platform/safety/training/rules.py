"""What kinds of safety training there are and what a record of one must say. Pure: no database, no clock.

安全生产法 (2021) art 28: 建立安全生产教育和培训档案，如实记录教育和培训的时间、内容、参加人员以及考核结果等情况.
The three levels are those of 生产经营单位安全培训规定 (令第3号) art 11.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

LONGEST_DAY = Decimal(12)
"Hours that can be taught in a day."


class Kind(TextChoices):
    COMPANY = "company", "厂（公司）级"
    WORKSHOP = "workshop", "车间（工段）级"
    TEAM = "team", "班组级"
    REFRESHER = "refresher", "年度再培训"
    RETURN = "return", "转岗、复岗"
    NEW_PROCESS = "new_process", "新工艺、新技术、新材料、新设备"
    OTHER = "other", "其他培训"


THREE_LEVELS = (Kind.COMPANY, Kind.WORKSHOP, Kind.TEAM)
"三级安全教育 of somebody new (令第3号 art 11)."


class Exam(TextChoices):
    NONE = "none", "不考核"
    WRITTEN = "written", "笔试"
    PRACTICAL = "practical", "实际操作"
    ORAL = "oral", "口试"


class Step(TextChoices):
    EDIT = "edit", "修改培训记录"
    END = "end", "删除培训记录"


def refuse_session(
    *, held_on: date, today: date, hours: Decimal, exam: str, attendees: Collection[int], failed: Collection[int],
    others: int,
) -> None:  # fmt: skip
    """RuleViolation for a record that could not have happened so."""
    if held_on > today:
        raise RuleViolation("培训日期不能晚于今天", field="held_on")
    if not 0 < hours <= LONGEST_DAY:
        raise RuleViolation(f"一天的学时应在0至{LONGEST_DAY}之间，多天的请分天登记", field="hours")
    if not attendees and not others:
        raise RuleViolation("请选择参加人员，或填写其他参加人数", field="attendees")
    if failed and exam == Exam.NONE:
        raise RuleViolation("没有考核的培训不能有不合格人员", field="failed")
    if not set(failed) <= set(attendees):
        raise RuleViolation("不合格人员应在参加人员中", field="failed")
