"""What the law says about equipment, above all about special equipment. Pure: no database, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

SPECIAL, SAFETY = "特种设备安全法", "安全生产法"
SUBJECT = "equipment"
"What a machine is called where something else points at it: plans, inspections, codes."
SOON = 30
"特种设备安全法第四十条: 检验合格有效期届满前一个月提出定期检验要求."
REGISTER_WITHIN = timedelta(days=30)
AHEAD = (60, 30, 7)
"How many days before something is due it is told."


class Group(TextChoices):
    GENERAL = "general", "通用设备"
    SAFETY = "safety", "安全设施"
    OWN = "own", "自有专用设备"


class Status(TextChoices):
    IN_USE = "in_use", "在用"
    STOPPED = "stopped", "停用"
    REPAIR = "repair", "维修"
    SCRAPPED = "scrapped", "报废"


class Step(TextChoices):
    EDIT = "edit", "修改设备"
    START = "start", "启用"
    STOP = "stop", "停用"
    REPORT_FAULT = "report_fault", "报修"
    REPAIRED = "repaired", "修复"
    SCRAP = "scrap", "报废"
    EXAMINE = "examine", "登记检验"
    END = "end", "删除设备"


STEPS = Steps(
    noun="设备",
    statuses=Status,
    table={
        **{(each, Step.EDIT): each for each in (Status.IN_USE, Status.STOPPED, Status.REPAIR)},
        **{(each, Step.EXAMINE): each for each in (Status.IN_USE, Status.STOPPED, Status.REPAIR)},
        **{(each, Step.SCRAP): Status.SCRAPPED for each in (Status.IN_USE, Status.STOPPED, Status.REPAIR)},
        **{(each, Step.STOP): Status.STOPPED for each in (Status.IN_USE, Status.REPAIR)},
        **{(each, Step.REPORT_FAULT): Status.REPAIR for each in (Status.IN_USE, Status.STOPPED)},
        (Status.STOPPED, Step.START): Status.IN_USE,
        (Status.REPAIR, Step.REPAIRED): Status.IN_USE,
        (Status.STOPPED, Step.END): Status.STOPPED,
    },
)


class DeviceKind(TextChoices):
    SAFETY_VALVE = "safety_valve", "安全阀"
    GAUGE = "gauge", "压力表"
    LEVEL_GAUGE = "level_gauge", "液位计"
    GUARD = "guard", "防护罩"
    INTERLOCK = "interlock", "联锁装置"
    LIGHT_CURTAIN = "light_curtain", "光电保护装置"
    EMERGENCY_STOP = "emergency_stop", "急停装置"
    LIMITER = "limiter", "限位器"
    OVERLOAD = "overload", "超载限制器"
    DETECTOR = "detector", "报警器"
    EARTHING = "earthing", "接地与漏电保护"
    OTHER = "other", "其他"


class ExaminationKind(TextChoices):
    PERIODIC = "periodic", "定期检验"
    SUPERVISED = "supervised", "监督检验"
    ANNUAL = "annual", "年度检查"
    TESTED = "tested", "检测检定"


class Result(TextChoices):
    PASSED = "passed", "合格"
    PASSED_AFTER = "passed_after", "整改后合格"
    FAILED = "failed", "不合格"


def may_be_used(*, special: bool, number: str, started_on: date, next_due: date | None, result: str, day: date) -> None:
    """RuleViolation for special equipment that must not be used on that day.

    特种设备安全法第三十三条: 投入使用前或者投入使用后三十日内办理使用登记.
    第四十条: 未经定期检验或者检验不合格的特种设备，不得继续使用.
    """
    if not special:
        return
    if next_due is None:
        raise RuleViolation("特种设备启用前要填写下次检验日期（特种设备安全法第四十条）", field="next_examination_on")
    if next_due < day:
        raise RuleViolation(
            f"检验有效期已于{next_due:%Y-%m-%d}届满，不得继续使用（特种设备安全法第四十条），请先登记检验"
        )
    if result == Result.FAILED:
        raise RuleViolation("最近一次检验不合格，不得继续使用（特种设备安全法第四十条），整改后重新检验")
    if not number and day > started_on + REGISTER_WITHIN:
        raise RuleViolation(
            "投入使用已超过30日，请先办理使用登记（特种设备安全法第三十三条）", field="registration_number"
        )


@dataclass(frozen=True, slots=True)
class Attention:
    """Something to do about a machine: what, by which rule, by which step; `bad` where it must not go on like this."""

    text: Annotated[str, "要做什么"]
    basis: Annotated[str, "依据"]
    step: Annotated[str, "办理"]
    bad: Annotated[bool, "不得继续使用"]


def attentions(
    *, status: str, special: bool, number: str, started_on: date | None, next_due: date | None, result: str, day: date
) -> Iterator[Attention]:
    """What to do about a machine and why; the most pressing first."""
    if status == Status.SCRAPPED:
        if special and number:
            yield Attention("消除使用功能，并办理使用登记证书注销手续", cite(SPECIAL, 48), "", False)
        return
    used = status == Status.IN_USE
    law = cite(SPECIAL, 40) if special else cite(SAFETY, 36)
    if result == Result.FAILED:
        yield Attention("最近一次检验不合格，不得继续使用；整改后重新检验", law, Step.EXAMINE, used)
    if next_due and next_due < day:
        must = "不得继续使用，请立即停用并申报检验" if used and special else "请在使用前检验"
        yield Attention(f"检验已逾期{(day - next_due).days}天，{must}", law, Step.STOP if used else Step.EXAMINE, used)
    elif next_due and next_due <= day + timedelta(days=SOON):
        yield Attention(f"检验有效期还剩{(next_due - day).days}天，请向检验机构提出检验要求", law, Step.EXAMINE, False)
    if special and used and not number and started_on:
        left = (started_on + REGISTER_WITHIN - day).days
        when = f"还剩{left}天" if left >= 0 else f"已超过{-left}天"
        text = f"投入使用后30日内办理使用登记，{when}"
        yield Attention(text, cite(SPECIAL, 33), Step.EDIT, left < 0)


def calibration(name: str, due: date, *, special: bool, day: date) -> Attention:
    """特种设备安全法第三十九条: 安全附件、安全保护装置定期校验、检修."""
    law = cite(SPECIAL, 39) if special else cite(SAFETY, 36)
    days = (due - day).days
    when = f"已逾期{-days}天，请更换或校验" if days < 0 else f"还剩{days}天"
    return Attention(f"{name}校验有效期{when}", law, Step.EDIT, days < 0)
