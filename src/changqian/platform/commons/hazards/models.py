from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from changqian.platform.commons.hazards.rules import (
    BEFORE_WORK,
    PENDING,
    Category,
    Decision,
    Level,
    Result,
    Source,
    Stage,
    Status,
    Step,
)
from changqian.platform.foundation.records.models import Submission
from changqian.platform.kernel.text import bigrams_and_letters, normal
from changqian.platform.ledgerkit.models import SiteRecord

USER = settings.AUTH_USER_MODEL
MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "validators": [MinValueValidator(0)]}
UNASSIGNED = (*BEFORE_WORK, Status.NOTIFIED, Status.PLANNED, Status.PLAN_APPROVED, Status.DISMISSED)


class MajorLane(models.Model):
    """What only a major hazard has: the report to the authority, 治理方案, 挂牌督办, acceptance."""

    notified_at = models.DateTimeField("上报时间", null=True, editable=False)
    notified_to = models.CharField("上报部门", max_length=100, blank=True, editable=False)
    congress_told = models.BooleanField("已向职代会报告", default=False, editable=False)
    plan_goal = models.TextField("治理的目标和任务", max_length=2000, blank=True, editable=False)
    plan_methods = models.TextField("采取的方法和措施", max_length=2000, blank=True, editable=False)
    plan_funds = models.TextField("经费和物资的落实", max_length=2000, blank=True, editable=False)
    plan_people = models.TextField("负责治理的机构和人员", max_length=2000, blank=True, editable=False)
    plan_schedule = models.TextField("治理的时限和要求", max_length=2000, blank=True, editable=False)
    plan_safety = models.TextField("安全措施和应急预案", max_length=2000, blank=True, editable=False)
    planned_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name="方案提交人"
    )
    plan_approved_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name="方案批准人"
    )
    plan_approved_at = models.DateTimeField("方案批准时间", null=True, editable=False)
    is_supervised = models.BooleanField("挂牌督办中", default=False, editable=False)
    supervised_at = models.DateTimeField("挂牌时间", null=True, editable=False)
    supervising_body = models.CharField("督办单位", max_length=100, blank=True, editable=False)
    supervise_no = models.CharField("督办文号", max_length=60, blank=True, editable=False)
    supervise_deadline = models.DateField("督办期限", null=True, editable=False)
    supervise_leader = models.CharField("督办责任领导", max_length=50, blank=True, editable=False)
    supervise_public = models.BooleanField("督办信息公开", default=False, editable=False)
    lift_no = models.CharField("摘牌文号", max_length=60, blank=True, editable=False)
    lifted_at = models.DateTimeField("摘牌时间", null=True, editable=False)

    class Meta:
        abstract = True


class Hazard(Submission, MajorLane, SiteRecord):
    """One 隐患. Where it came from is `origin_kind` and `origin_id`, without a key: any ledger may produce one."""

    counted_on = "found_on"

    number = models.CharField("隐患编号", max_length=30, editable=False)
    description = models.TextField("隐患描述", max_length=1000)
    location = models.CharField("具体位置", max_length=200, blank=True)
    category = models.CharField("类别", max_length=20, choices=Category)
    source = models.CharField("来源", max_length=20, choices=Source, default=Source.SELF_CHECK)
    level = models.CharField("等级", max_length=10, choices=Level, default=Level.GENERAL)
    level_basis = models.CharField("判定依据", max_length=500, blank=True)
    criterion = models.CharField("判定标准条款", max_length=20, blank=True)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.REPORTED, editable=False)
    origin_kind = models.CharField("产生于", max_length=40, blank=True, editable=False)
    origin_id = models.BigIntegerField("来源记录", null=True, editable=False)
    risk_point_id = models.BigIntegerField("风险点", null=True, editable=False)
    lon = models.FloatField("经度", null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    lat = models.FloatField("纬度", null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    found_by = models.ForeignKey(
        USER, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name="发现人"
    )
    found_at = models.DateTimeField("发现时间", editable=False)
    found_on = models.DateField("发现日期", editable=False)

    responsible = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="整改责任人账号"
    )
    responsible_name = models.CharField("整改责任人", max_length=50, blank=True)
    measures = models.TextField("整改措施", max_length=2000, blank=True)
    funds = models.DecimalField("整改资金(元)", null=True, blank=True, **MONEY)
    deadline = models.DateField("整改期限", null=True, blank=True)
    emergency_plan = models.TextField("应急预案", max_length=2000, blank=True)
    interim_control = models.TextField("临时管控措施", max_length=1000, blank=True)
    assigned_at = models.DateTimeField("派单时间", null=True, editable=False)
    due_on = models.DateField("待整改期限", null=True, editable=False)
    "The deadline while it runs, empty as soon as a rectification is submitted: overdue is `due_on < today`."

    rounds_count = models.PositiveSmallIntegerField("整改轮次", default=0, editable=False)
    rectified_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name="整改人"
    )
    rectified_at = models.DateTimeField("整改时间", null=True, editable=False)
    rectified_on = models.DateField("整改日期", null=True, editable=False)
    cost = models.DecimalField("实际费用(元)", null=True, editable=False, **MONEY)
    reviewed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name="复查人"
    )
    reviewed_at = models.DateTimeField("复查时间", null=True, editable=False)
    extensions_count = models.PositiveSmallIntegerField("延期次数", default=0, editable=False)
    closed_at = models.DateTimeField("闭环时间", null=True, editable=False)
    closed_on = models.DateField("闭环日期", null=True, editable=False)
    days_to_close = models.PositiveIntegerField("闭环用时(天)", null=True, editable=False)
    announced = models.TextField("向从业人员通报情况", max_length=1000, blank=True, editable=False)
    dismiss_reason = models.CharField("非隐患理由", max_length=500, blank=True, editable=False)
    recurring = models.BooleanField("重复隐患", default=False, editable=False)
    "Its risk point, or else its kind at its site, had another one shortly before."
    urged_count = models.PositiveSmallIntegerField("催办次数", default=0, editable=False)
    urged_at = models.DateTimeField("最近催办时间", null=True, editable=False)
    escalated_at = models.DateTimeField("提请上级督办时间", null=True, editable=False)
    search_text = models.CharField(max_length=1300, blank=True, editable=False)
    search = ArrayField(models.CharField(max_length=2), default=list, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "隐患"
        permissions = [("view", "查看隐患"), ("report", "登记隐患"), *Step.choices]
        indexes = [
            models.Index("region", "status", name="hazard_region_status"),
            models.Index("site", "month", name="hazard_site_month"),
            models.Index("enterprise", "status", name="hazard_enterprise_status"),
            models.Index("found_at", "id", name="hazard_found_at"),
            models.Index("found_on", name="hazard_found_on"),
            models.Index("due_on", name="hazard_due_on", condition=Q(due_on__isnull=False)),
            models.Index("responsible", "status", name="hazard_responsible"),
            models.Index("origin_kind", "origin_id", name="hazard_origin", condition=Q(origin_id__isnull=False)),
            models.Index("risk_point_id", name="hazard_risk_point", condition=Q(risk_point_id__isnull=False)),
            models.Index("region", name="hazard_escalated", condition=Q(escalated_at__isnull=False)),
            GinIndex(fields=["search"], name="hazard_search"),
        ]
        constraints = [
            models.UniqueConstraint(name="hazard_number_once", fields=["number"], violation_error_message="编号重复"),
            models.CheckConstraint(
                name="hazard_point_is_whole",
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                violation_error_message="经度和纬度要一起填写",
            ),
            models.CheckConstraint(
                name="hazard_assigned_to_somebody",
                condition=Q(status__in=UNASSIGNED) | (Q(deadline__isnull=False) & ~Q(responsible_name="")),
                violation_error_message="派单的隐患必须有整改责任人和期限",
            ),
            models.CheckConstraint(
                name="hazard_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True)
                | Q(rectified_by__isnull=True)
                | ~Q(reviewed_by=F("rectified_by")),
                violation_error_message="整改人不能复查自己的整改，请由其他人办理",
            ),
            models.CheckConstraint(
                name="hazard_closed_after_review",
                condition=~Q(status=Status.CLOSED)
                | Q(closed_on__isnull=False, rectified_by__isnull=False, reviewed_by__isnull=False),
                violation_error_message="未经整改和复查的隐患不能闭环",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def stamp(self) -> tuple[str, ...]:
        self.due_on = self.deadline if self.status in PENDING else None
        self.search_text = " ".join(normal(text) for text in (self.number, self.location, self.description))
        self.search = sorted({pair for word in self.search_text.split() for pair in bigrams_and_letters(word)})
        return (*super().stamp(), "due_on", "search", "search_text")


class Round(models.Model):
    """One submission and what the reviewer said of it; one sent back has several."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField("轮次")
    done = models.TextField("整改情况", max_length=2000)
    cost = models.DecimalField("费用(元)", null=True, **MONEY)
    submitted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")
    applied_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="申请验收人")
    applied_at = models.DateTimeField("申请验收时间", null=True)
    assessment = models.TextField("企业评估意见", max_length=2000, blank=True)
    result = models.CharField("复查结果", max_length=10, choices=Result, default=Result.PENDING)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="复查人")
    reviewed_at = models.DateTimeField("复查时间", null=True)
    by_authority = models.BooleanField("监管部门复查", default=False)
    comment = models.TextField("复查意见", max_length=1000, blank=True)

    class Meta:
        verbose_name = "整改轮次"
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="round_once", fields=["hazard", "number"])]


class Extension(models.Model):
    """A request for a later deadline, and its answer."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="extensions")
    reason = models.TextField("延期理由", max_length=1000)
    before = models.DateField("原期限")
    until = models.DateField("申请延至")
    requested_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="申请人")
    requested_at = models.DateTimeField("申请时间")
    decision = models.CharField("审批结果", max_length=10, choices=Decision, default=Decision.PENDING)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    decided_at = models.DateTimeField("审批时间", null=True)
    comment = models.TextField("审批意见", max_length=1000, blank=True)

    class Meta:
        verbose_name = "延期申请"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="extension_pending_once",
                fields=["hazard"],
                condition=Q(decision=Decision.PENDING),
                violation_error_message="已有一份延期申请待审批",
            )
        ]


class Event(models.Model):
    """One line of the hazard's story, in words."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="events")
    step = models.CharField("操作", max_length=20)
    status = models.CharField("办理后状态", max_length=20, choices=Status)
    actor = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")
    words = models.TextField("说明", max_length=2500, blank=True)
    round = models.ForeignKey(Round, models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = "办理过程"
        default_permissions = ()
        ordering = ["pk"]


class Reminder(models.Model):
    """Says that a stage of reminding was done for a deadline; a moved deadline is reminded anew."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage)
    deadline = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="reminder_once", fields=["hazard", "stage", "deadline"])]


class NumberSeries(models.Model):
    """The last number given out in one district and month."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
