"""Dangerous work under a permit: its kinds and levels, how long one holds, and its life. Pure: no database, no clock.

GB 30871-2022 危险化学品企业特殊作业安全规范 names eight kinds; other firms work by it where 安全生产法 art 43 asks for
专门人员进行现场安全管理. Hours of validity are those of its chapters 5 to 12, which were not at hand (待核).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Kind(TextChoices):
    HOT = "hot", "动火作业"
    CONFINED = "confined", "受限空间作业"
    BLIND = "blind", "盲板抽堵作业"
    HEIGHT = "height", "高处作业"
    LIFTING = "lifting", "吊装作业"
    ELECTRICITY = "electricity", "临时用电作业"
    EXCAVATION = "excavation", "动土作业"
    ROAD = "road", "断路作业"


class Level(TextChoices):
    SPECIAL = "special", "特级"
    FIRST = "first", "一级"
    SECOND = "second", "二级"
    THIRD = "third", "三级"
    FOURTH = "fourth", "四级"
    NONE = "none", "不分级"


LEVELS: Mapping[Kind, tuple[Level, ...]] = {
    Kind.HOT: (Level.SPECIAL, Level.FIRST, Level.SECOND),
    Kind.HEIGHT: (Level.FIRST, Level.SECOND, Level.THIRD, Level.FOURTH),
    Kind.LIFTING: (Level.FIRST, Level.SECOND, Level.THIRD),
}
"Kinds that are graded; the others are not."
LONGEST: Mapping[Kind, timedelta] = {
    Kind.HOT: timedelta(hours=8),
    Kind.CONFINED: timedelta(hours=24),
    Kind.HEIGHT: timedelta(days=7),
    Kind.ELECTRICITY: timedelta(days=15),
}
LONGEST_HOT_SECOND = timedelta(hours=72)
ANALYSED = (Kind.HOT, Kind.CONFINED)
"Before these the air is analysed."


class Status(TextChoices):
    APPLIED = "applied", "待审批"
    APPROVED = "approved", "已批准"
    WORKING = "working", "作业中"
    CLOSED = "closed", "已完工"
    CANCELLED = "cancelled", "已作废"


class Step(TextChoices):
    EDIT = "edit", "修改作业票"
    APPROVE = "approve", "批准作业"
    OPEN = "open", "开始作业"
    CLOSE = "close", "完工验收"
    CANCEL = "cancel", "作废"


STEPS = Steps(
    noun="作业票",
    statuses=Status,
    table={
        (Status.APPLIED, Step.EDIT): Status.APPLIED,
        (Status.APPLIED, Step.APPROVE): Status.APPROVED,
        (Status.APPROVED, Step.OPEN): Status.WORKING,
        (Status.WORKING, Step.CLOSE): Status.CLOSED,
        **{(status, Step.CANCEL): Status.CANCELLED for status in (Status.APPLIED, Status.APPROVED, Status.WORKING)},
    },
)


def longest(kind: str, level: str) -> timedelta | None:
    """How long a permit of this kind holds at most; None: as long as the work. GB 30871-2022 (待核)."""
    if kind == Kind.HOT and level == Level.SECOND:
        return LONGEST_HOT_SECOND
    return LONGEST.get(Kind(kind))


def refuse_permit(*, kind: str, level: str, begins_at: datetime, ends_at: datetime) -> None:
    """RuleViolation for a level the kind does not know, or a time it does not allow."""
    known = LEVELS.get(Kind(kind), (Level.NONE,))
    if level not in known:
        said = "、".join(each.label for each in known)
        raise RuleViolation(f"{Kind(kind).label}的级别应为{said}", field="level")
    if ends_at <= begins_at:
        raise RuleViolation("结束时间应晚于开始时间", field="ends_at")
    allowed = longest(kind, level)
    if allowed and ends_at - begins_at > allowed:
        hours = int(allowed.total_seconds() // 3600)
        said = f"{hours}小时" if hours <= 72 else f"{hours // 24}天"
        which = Kind(kind).label if level == Level.NONE else f"{Level(level).label}{Kind(kind).label}"
        raise RuleViolation(f"{which}票有效期不超过{said}，超过的请重新办票", field="ends_at")


def refuse_opening(*, kind: str, analysis: str, guardian: str, ends_at: datetime, now: datetime) -> None:
    """RuleViolation where work may not begin: no air analysed, nobody on guard, the permit run out."""
    if now > ends_at:
        raise RuleViolation("作业票已过有效期，请作废后重新办票")
    if kind in ANALYSED and not analysis.strip():
        raise RuleViolation("动火、受限空间作业前应分析气体，请填写分析结果", field="analysis")
    if not guardian.strip():
        raise RuleViolation("请填写监护人：危险作业应有人现场监护", field="guardian")
