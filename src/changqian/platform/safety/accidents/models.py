from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.foundation.records.models import Submission
from changqian.platform.ledgerkit.models import SiteRecord
from changqian.platform.safety.accidents.rules import (
    OPEN,
    Care,
    ClaimStatus,
    Gravity,
    Hurt,
    InjuryStep,
    Investigator,
    Level,
    Nature,
    Source,
    Status,
    Step,
    apply_by,
    investigate_by,
    led_by,
    level_of,
    report_by,
)


def people(label: str) -> Any:
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(10000)])


def words(label: str, longest: int = 2000) -> Any:
    return models.TextField(label, max_length=longest, blank=True, editable=False)


class Accident(SiteRecord, Submission):
    """What happened, as reported and as corrected since; level, investigator and deadlines follow from it."""

    counted_on = "happened_on"

    title = models.CharField("事故名称", max_length=100, blank=True)
    kind = models.CharField("事故类别", max_length=10, blank=True)
    "Left open by whoever reports at once; known when the inquiry ends."
    happened_at = models.DateTimeField("发生时间")
    happened_on = models.DateField("发生日期", editable=False)
    location = models.CharField("发生地点", max_length=100)
    description = models.TextField("简要经过", max_length=2000)
    deaths = people("死亡人数")
    missing = people("下落不明人数")
    serious = people("重伤人数")
    minor = people("轻伤人数")
    loss = models.DecimalField(
        "直接经济损失(万元)", max_digits=10, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    measures = models.TextField("已采取的措施", max_length=1000, blank=True)
    level = models.CharField("事故等级", max_length=10, choices=Level, editable=False)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.REPORTED, editable=False)

    known_at = models.DateTimeField("企业接报时间", editable=False)
    report_by = models.DateTimeField("上报时限", null=True, editable=False)
    told_at = models.DateTimeField("上报时间", null=True, editable=False)
    told_to = models.CharField("上报部门", max_length=100, blank=True, editable=False)
    told_late = models.BooleanField("迟报", default=False, editable=False)

    investigator = models.CharField("调查组织", max_length=10, choices=Investigator, editable=False)
    more_days = models.PositiveSmallIntegerField("延长天数", default=0, editable=False)
    due_on = models.DateField("调查期限", null=True, editable=False)
    "Null once there is a report."
    team = models.CharField("调查组成员", max_length=300, blank=True, editable=False)
    nature = models.CharField("事故性质", max_length=20, choices=Nature, blank=True, editable=False)
    direct_cause = words("直接原因")
    indirect_cause = words("间接原因")
    concluded_on = models.DateField("结论日期", null=True, editable=False)
    handled = words("责任人员处理")
    rectified = words("整改措施落实")
    educated = words("教育情况")
    closed_on = models.DateField("结案日期", null=True, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "事故"
        permissions = [
            *(("view", "查看事故和伤亡人员"), ("report", "报告事故"), *Step.choices, ("lead", "代表政府组织调查")),
            *(("enter", "登记伤亡人员"), ("claim", "登记安责险事故"), *InjuryStep.choices),
        ]
        indexes = [
            models.Index("region", "status", name="accident_region_status"),
            models.Index("site", "month", name="accident_site_month"),
            models.Index("enterprise", "happened_on", name="accident_enterprise_day"),
            models.Index("due_on", name="accident_due", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def stamp(self) -> tuple[str, ...]:
        self.title = self.title or f"{self.location} {self.description}"[:40]
        self.happened_on = timezone.localdate(self.happened_at)
        self.level = level_of(deaths=self.deaths, missing=self.missing, serious=self.serious, loss=self.loss)
        self.investigator = led_by(self.level, hurt=bool(self.deaths or self.missing or self.serious))
        self.report_by = report_by(self.level, self.known_at)
        self.told_late = bool(self.told_at and self.report_by and self.told_at > self.report_by)
        self.due_on = investigate_by(self.happened_on, self.more_days) if self.status in OPEN else None
        followed = ("title", "happened_on", "level", "investigator", "report_by", "told_late", "due_on")
        return (*super().stamp(), *followed)


class Injury(SiteRecord):
    """One person hurt on one day, as one source tells it. Records of the same injury stand side by side: `head` is the
    oldest of them, and nothing is ever merged."""

    counted_on = "happened_on"
    counted_as = "injuries"

    source = models.CharField("来源", max_length=10, choices=Source, editable=False)
    accident = models.ForeignKey(
        Accident, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属事故"
    )
    name = models.CharField("姓名", max_length=50)
    id_number = SealedField("身份证号", blank=True)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    post = models.CharField("岗位", max_length=50, blank=True)
    happened_on = models.DateField("受伤日期")
    kind = models.CharField("事故类别", max_length=10, blank=True)
    part = models.CharField("伤情", max_length=200, blank=True)
    gravity = models.CharField("伤害程度", max_length=10, choices=Gravity, default=Gravity.MINOR)
    lost_days = models.PositiveSmallIntegerField("损失工作日", null=True, blank=True)
    disability = models.PositiveSmallIntegerField(
        "伤残等级", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    care = models.CharField("生活自理障碍", max_length=10, choices=Care, blank=True)
    applied_on = models.DateField("工伤认定申请日期", null=True, blank=True)
    recognised_on = models.DateField("工伤认定日期", null=True, blank=True)
    registered_on = models.DateField("伤残登记日期", null=True, blank=True)
    apply_by = models.DateField("申请期限", null=True, editable=False)
    "While the firm has not applied."
    feed_key = models.CharField("来源编号", max_length=60, blank=True, editable=False)

    insurer = models.CharField("承保公司", max_length=100, blank=True)
    policy_no = models.CharField("保单号", max_length=60, blank=True)
    claimed = models.PositiveIntegerField("报损金额(元)", default=0)
    claim_status = models.CharField("理赔状态", max_length=10, choices=ClaimStatus, blank=True, editable=False)
    paid = models.PositiveIntegerField("赔付金额(元)", default=0, editable=False)
    settled_on = models.DateField("结案日期", null=True, editable=False)

    head = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    apart = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="不是同一起的记录")
    apart_reason = models.CharField("分开理由", max_length=200, blank=True, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "伤亡人员"
        indexes = [
            models.Index("site", "month", name="injury_site_month"),
            models.Index("region", "happened_on", name="injury_region_day"),
            models.Index("enterprise", "happened_on", name="injury_enterprise_day"),
            models.Index("accident", name="injury_accident", condition=Q(accident__isnull=False)),
            models.Index("head", name="injury_head", condition=Q(head__isnull=False)),
            models.Index("apply_by", name="injury_apply_by", condition=Q(apply_by__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="injury_once_by_source",
                fields=["enterprise", "source", "id_number_index", "happened_on"],
                condition=Q(ended_at__isnull=True) & ~Q(id_number_index=""),
                violation_error_message="该人员当日的伤害已经登记",
            ),
            models.UniqueConstraint(
                name="injury_feed_key_once",
                fields=["source", "feed_key"],
                condition=~Q(feed_key=""),
                violation_error_message="该来源编号已经接收",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.id_number_index = blind(self.id_number)
        waits = self.source == Source.FIRM and not (self.applied_on or self.recognised_on)
        self.apply_by = apply_by(self.happened_on) if waits else None
        return (*super().stamp(), "id_number_index", "apply_by")

    def hurt(self) -> Hurt:
        return Hurt(self.source, self.name, self.id_number_index, self.happened_on)
