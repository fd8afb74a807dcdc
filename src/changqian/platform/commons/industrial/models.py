from typing import ClassVar

from django.db import models
from django.db.models import Q

from changqian.platform.commons.industrial.rules import Change, Known, Level, Report
from changqian.platform.commons.province.rules import Production
from changqian.platform.foundation.enterprises.models import Enterprise, has_a_site_in
from changqian.platform.foundation.records.models import OfEnterprise


class IndustrialFirm(OfEnterprise):
    """One industrial firm as it stands: a row of ours, of the province's list, or of both under one code.

    Kept by `services.refresh` from what both know and from the facts of the ledgers, so that a list of a hundred
    thousand firms is narrowed by columns. Nobody writes one.
    """

    derived: ClassVar[bool] = True

    key = models.CharField(max_length=20, unique=True)
    "The number of our firm; the code of one that only the province knows."
    enterprise = models.OneToOneField(Enterprise, models.CASCADE, null=True, related_name="+", verbose_name="企业")
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    name = models.CharField("企业名称", max_length=200)
    known = models.CharField("来源", max_length=10, choices=Known)
    provincial_status = models.CharField("省系统状态", max_length=30, blank=True)
    level = models.CharField("最高风险等级", max_length=10, choices=Level, blank=True)
    major = models.PositiveIntegerField("重大风险点", default=0)
    large = models.PositiveIntegerField("较大风险点", default=0)
    general = models.PositiveIntegerField("一般风险点", default=0)
    low = models.PositiveIntegerField("低风险点", default=0)
    declared = models.PositiveIntegerField("申报风险点", default=0)
    without_card = models.PositiveIntegerField("缺告知卡", default=0)
    tasks = models.PositiveIntegerField("本月任务", default=0)
    tasks_done = models.PositiveIntegerField("已完成任务", default=0)
    hazards_open = models.PositiveIntegerField("未闭环隐患", default=0)
    hazards_overdue = models.PositiveIntegerField("逾期隐患", default=0)
    report = models.CharField("本年报告", max_length=10, choices=Report, default=Report.FREE)
    report_due_on = models.DateField("报告期限", null=True)
    reported_at = models.DateTimeField("最近报告时间", null=True)
    zero_risk = models.BooleanField("零风险报告", default=False)
    production = models.CharField("生产状态", max_length=10, choices=Production, blank=True)
    changed_on = models.DateField("未报告的变更", null=True)
    change_due_on = models.DateField("变更报告期限", null=True)
    change = models.CharField("变更报告", max_length=10, choices=Change, default=Change.NONE)
    refreshed_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "风控工业企业"
        default_permissions = ()
        permissions = [("view", "查看风控工业企业")]
        indexes = [
            models.Index(fields=["level"], name="industrial_level"),
            models.Index(fields=["report"], name="industrial_report"),
            models.Index(fields=["change"], condition=~Q(change=Change.NONE), name="industrial_change"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return has_a_site_in(ids, enterprise="enterprise")

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(pk__in=[])
