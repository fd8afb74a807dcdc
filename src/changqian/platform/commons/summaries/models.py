from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from changqian.platform.commons.summaries.rules import Confirmation, Step
from changqian.platform.foundation.records.models import Record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.ledgerkit.models import EnterpriseRecord

CURRENT = Q(ended_at__isnull=True)


def number(label: str) -> Any:
    return models.PositiveIntegerField(label, default=0)


def share(label: str) -> Any:
    return models.DecimalField(label, max_digits=4, decimal_places=1)


class Summary(models.Model):
    """A month in one version, whose figures never change: what came out otherwise is the next one, and ends it."""

    derived: ClassVar[bool] = True
    "Where firms merge, what was said of each stays said of it."

    month = models.DateField("月份")
    revision = models.PositiveIntegerField("版次")
    points = number("管控中风险点")
    reported_points = number("较大以上风险点")
    major_points = number("重大风险点")
    large_points = number("较大风险点")
    general_points = number("一般风险点")
    low_points = number("低风险点")
    "Months that were first summed up before these were counted have none of the four."
    cards_valid = number("告知卡有效")
    cards_missing = number("缺告知卡")
    cards_stale = number("告知卡需重制")
    tasks = number("任务总数")
    tasks_done = number("已完成任务")
    tasks_late = number("逾期完成任务")
    tasks_exempt = number("免检任务")
    required = number("应检查次数")
    performed = number("计入完成的次数")
    major_tasks = number("重大风险任务")
    major_done = number("重大风险任务已完成")
    large_tasks = number("较大风险任务")
    large_done = number("较大风险任务已完成")
    general_tasks = number("一般风险任务")
    general_done = number("一般风险任务已完成")
    low_tasks = number("低风险任务")
    low_done = number("低风险任务已完成")
    control_changes = number("管控变更")
    changes_raised = number("等级上调")
    changes_lowered = number("等级下调")
    changes_amended = number("内容变更")
    changes_stopped = number("停用")
    changes_resumed = number("恢复管控")
    patrols = number("检查次数")
    patrols_scanned = number("扫码检查")
    patrols_abnormal = number("发现异常")
    hazards = number("发现隐患")
    hazards_major = number("重大隐患")
    hazards_closed = number("已闭环隐患")
    hazards_on_time = number("按期整改隐患")
    hazards_overdue = number("逾期未整改隐患")
    whistles = number("员工吹哨")
    report_owed = number("应报告风险")
    report_made = number("已报告风险")
    quality = models.DecimalField("质效值", max_digits=4, decimal_places=1, null=True)
    "None where the month gave nothing to measure."
    quality_report = share("风险报告得分")
    quality_tasks = share("风控任务得分")
    quality_hazards = share("隐患整改得分")
    quality_cards = share("告知卡得分")
    weights = models.JSONField("权重")
    "Points that each part could bring: those of the month's first version."
    digest = models.CharField("摘要", max_length=64)
    changes = models.JSONField("与上一版的差异", default=dict, blank=True)
    "{column: [before, after]}"

    class Meta:
        abstract = True


class FirmSummary(Summary, EnterpriseRecord):
    """A firm's month; on paper its 双控月报, which somebody of the firm confirms once, with what he signed kept."""

    confirmation = models.CharField(
        "确认", max_length=10, choices=Confirmation, default=Confirmation.PENDING, editable=False
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name="确认人",
    )
    confirmed_as = models.CharField("确认人身份", max_length=100, blank=True, editable=False)
    plan = models.TextField("下月工作安排", max_length=2000, blank=True)
    "The firm's own words; the next version begins with them."
    listed = models.JSONField("确认时的隐患", default=list, blank=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "企业月度小结"
        permissions = [("view", "查看月度小结"), *Step.choices]
        ordering = ["-month", "-pk"]
        indexes = [
            models.Index(fields=["month", "id"], condition=CURRENT, name="firm_summary_month"),
            models.Index(fields=["month", "quality", "id"], condition=CURRENT, name="firm_summary_quality"),
            models.Index(fields=["month", "confirmation", "id"], condition=CURRENT, name="firm_summary_confirmation"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "month", "revision"], name="firm_summary_once"),
            models.UniqueConstraint(fields=["enterprise", "month"], condition=CURRENT, name="firm_summary_current"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}{self.month:%Y年%-m月}小结"


class RegionSummary(Summary, Record):
    """Of a town, a district or the city. It names no firm: only who sees all of a region reads it."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="地区")
    enterprises = number("企业数")
    tasked = number("有任务的企业")
    finished = number("任务全部完成的企业")

    class Meta(Record.Meta):
        verbose_name = "地区月度小结"
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "revision"], name="region_summary_once"),
            models.UniqueConstraint(fields=["region", "month"], condition=CURRENT, name="region_summary_current"),
        ]

    def __str__(self) -> str:
        return f"{self.region}{self.month:%Y年%-m月}小结"

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(region__in=ids)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(pk__in=[])
