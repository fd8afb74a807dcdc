from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from changqian.platform.ledgerkit.models import SiteRecord
from changqian.platform.safety.permits.rules import Kind, Level, Status, Step


class WorkPermit(SiteRecord):
    """The permit of one piece of dangerous work."""

    counted_on = "work_on"

    kind = models.CharField("作业类别", max_length=12, choices=Kind)
    level = models.CharField("作业级别", max_length=8, choices=Level, default=Level.NONE)
    number = models.CharField("作业票编号", max_length=50, blank=True)
    spot = models.CharField("作业地点", max_length=100)
    content = models.CharField("作业内容", max_length=500)
    unit = models.CharField("作业单位", max_length=100)
    contractor = models.BooleanField("外包作业", default=False)
    workers = models.CharField("作业人员", max_length=200)
    guardian = models.CharField("监护人", max_length=50, blank=True)
    risks = models.TextField("风险辨识", max_length=2000)
    measures = models.TextField("安全措施", max_length=2000)
    analysis = models.CharField("气体分析", max_length=200, blank=True)
    begins_at = models.DateTimeField("作业开始时间")
    ends_at = models.DateTimeField("作业结束时间")
    work_on = models.DateField("作业日期", editable=False)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.APPLIED, editable=False)
    approver = models.CharField("批准人", max_length=50, blank=True, editable=False)
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    opened_at = models.DateTimeField("实际开始时间", null=True, editable=False)
    closed_at = models.DateTimeField("完工时间", null=True, editable=False)
    accepted_by = models.CharField("验收人", max_length=50, blank=True, editable=False)
    remark = models.CharField("验收情况", max_length=500, blank=True, editable=False)
    cancelled_because = models.CharField("作废原因", max_length=200, blank=True, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "特殊作业票"
        permissions = [("view", "查看特殊作业"), ("apply", "申请作业票"), *Step.choices]
        indexes = [
            models.Index("region", "status", name="permit_region_status"),
            models.Index("site", "month", name="permit_site_month"),
            models.Index("enterprise", "work_on", name="permit_firm_day", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="permit_ends_after_it_begins",
                condition=Q(ends_at__gt=F("begins_at")),
                violation_error_message="结束时间应晚于开始时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.spot}"

    def stamp(self) -> tuple[str, ...]:
        self.work_on = timezone.localdate(self.begins_at)
        return *super().stamp(), "work_on"
