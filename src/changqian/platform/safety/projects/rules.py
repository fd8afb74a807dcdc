"""The stages of a project's safety facilities, in their order. Pure: no database, no clock.

安全生产法 (2021) art 31: 安全设施必须与主体工程同时设计、同时施工、同时投入生产和使用. Arts 32 to 34 ask mines, metal
smelting and firms that produce, store, load or unload dangerous goods for an appraisal beforehand, a reviewed design
and an acceptance; 建设项目安全设施“三同时”监督管理办法 (令第36号) asks the others for a written analysis.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Nature(TextChoices):
    NEW = "new", "新建"
    REBUILD = "rebuild", "改建"
    EXTEND = "extend", "扩建"
    TECHNICAL = "technical", "技术改造"


class Category(TextChoices):
    """Which articles hold for it."""

    MINE = "mine", "矿山"
    SMELTING = "smelting", "金属冶炼"
    DANGEROUS_GOODS = "dangerous_goods", "危险物品生产、储存、装卸"
    OTHER = "other", "其他"


class Status(TextChoices):
    PLANNED = "planned", "已立项"
    APPRAISED = "appraised", "已预评价"
    DESIGNED = "designed", "设计已审查"
    BUILDING = "building", "施工中"
    TRIAL = "trial", "试运行"
    ACCEPTED = "accepted", "已竣工验收"


class Step(TextChoices):
    EDIT = "edit", "修改项目"
    APPRAISE = "appraise", "登记安全评价"
    DESIGN = "design", "登记设计审查"
    BUILD = "build", "开工"
    TRY = "try_out", "试运行"
    ACCEPT = "accept", "竣工验收"
    END = "end", "删除项目"


UNFINISHED = (Status.PLANNED, Status.APPRAISED, Status.DESIGNED, Status.BUILDING, Status.TRIAL)
STEPS = Steps(
    noun="项目",
    statuses=Status,
    table={
        **{(status, Step.EDIT): status for status in UNFINISHED},
        (Status.PLANNED, Step.APPRAISE): Status.APPRAISED,
        (Status.APPRAISED, Step.DESIGN): Status.DESIGNED,
        (Status.DESIGNED, Step.BUILD): Status.BUILDING,
        (Status.BUILDING, Step.TRY): Status.TRIAL,
        # Not every project is tried out: what needs no trial is accepted when it is built.
        (Status.BUILDING, Step.ACCEPT): Status.ACCEPTED,
        (Status.TRIAL, Step.ACCEPT): Status.ACCEPTED,
        (Status.PLANNED, Step.END): Status.PLANNED,
    },
)
DAYS: Mapping[Step, str] = {
    Step.APPRAISE: "appraised_on",
    Step.DESIGN: "designed_on",
    Step.BUILD: "begun_on",
    Step.TRY: "tried_on",
    Step.ACCEPT: "accepted_on",
}
"The day that each stage leaves behind."


class Conclusion(TextChoices):
    PASSED = "passed", "通过"
    AMENDED = "amended", "整改后通过"


def refuse_day(day: date, *, earlier: date | None, today: date, field: str) -> None:
    """RuleViolation for a stage before the one it follows on, or in the future."""
    if day > today:
        raise RuleViolation("日期不能晚于今天", field=field)
    if earlier and day < earlier:
        raise RuleViolation(f"日期不能早于上一阶段的{earlier}", field=field)
