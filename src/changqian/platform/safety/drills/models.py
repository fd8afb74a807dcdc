from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from changqian.platform.ledgerkit.models import EnterpriseRecord, SiteRecord
from changqian.platform.safety.drills.rules import (
    DONE,
    Cause,
    Form,
    Grade,
    Kind,
    PlanStep,
    Status,
    Step,
    file_by,
    review_due,
)

MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "validators": [MinValueValidator(0)]}
NO_KIND = "请选择所演练的预案；没有预案的，请选择预案类别"


class EmergencyPlan(EnterpriseRecord):
    """An 应急预案 in force. Revising it keeps the row and raises `edition`; what it was is in the history."""

    name = models.CharField("预案名称", max_length=100)
    kind = models.CharField("预案类别", max_length=20, choices=Kind)
    edition = models.CharField("版本号", max_length=30)
    published_on = models.DateField("公布日期")
    in_force_since = models.DateField("首次公布日期", editable=False)
    "Drills are owed of what stood when a period began; a new edition does not begin anew."
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filing_no = models.CharField("备案编号", max_length=60, blank=True)
    file_by = models.DateField("备案期限", editable=False)
    reviewed_on = models.DateField("最近评估日期", null=True, blank=True)
    review_due_on = models.DateField("应评估日期", editable=False)
    to_revise = models.BooleanField("待修订", default=False, editable=False)
    revision_opinion = models.TextField("修订意见", max_length=1000, blank=True, editable=False)
    revised_on = models.DateField("最近修订日期", null=True, editable=False)
    revised_because = models.CharField("修订原因", max_length=20, choices=Cause, blank=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "应急预案"
        indexes = [models.Index("enterprise", condition=Q(ended_at__isnull=True), name="plan_enterprise")]
        constraints = [
            models.UniqueConstraint(
                name="plan_in_force_once",
                fields=["enterprise", "name"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="同名预案已登记，请直接修订或先废止",
            ),
            models.CheckConstraint(
                name="plan_filed_after_publishing",
                condition=Q(filed_on__isnull=True) | Q(filed_on__gte=models.F("published_on")),
                violation_error_message="备案日期不能早于公布日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.file_by = file_by(self.published_on)
        self.review_due_on = review_due(self.published_on, self.reviewed_on)
        if self.revised_on is None:
            self.in_force_since = self.published_on
        return "file_by", "review_due_on", "in_force_since"


class Drill(SiteRecord):
    """Planned, held, evaluated. Attendees stand by number and as they were called on the day."""

    counted_on = "planned_on"

    title = models.CharField("演练名称", max_length=100)
    plan = models.ForeignKey(
        EmergencyPlan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所演练的预案"
    )
    kind = models.CharField("预案类别", max_length=20, choices=Kind, error_messages={"blank": NO_KIND})
    form = models.CharField("演练形式", max_length=20, choices=Form)
    planned_on = models.DateField("计划日期")
    location = models.CharField("演练地点", max_length=100, blank=True)
    organiser = models.CharField("组织部门", max_length=50, blank=True)
    participants_planned = models.PositiveIntegerField("计划参演人数", default=0)
    budget = models.DecimalField("经费预算(元)", default=0, **MONEY)
    contact = models.CharField("联系人", max_length=50, blank=True)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.PLANNED, editable=False)

    held_on = models.DateField("演练日期", null=True, editable=False)
    happens_on = models.DateField("日期", editable=False)
    "When it was held, or is to be."
    due_on = models.DateField("待演练日期", null=True, editable=False)
    "The planned day while it waits: late is `due_on < today`."
    attendees = ArrayField(models.BigIntegerField(), default=list, editable=False, verbose_name="参演人员")
    attendee_names = ArrayField(models.CharField(max_length=80), default=list, editable=False, verbose_name="参演人员")
    others = models.PositiveIntegerField("其他参演人数", default=0, editable=False)
    participants = models.PositiveIntegerField("参演人数", default=0, editable=False)
    principal_attended = models.BooleanField("主要负责人参加", default=False, editable=False)
    process = models.TextField("演练过程", max_length=4000, blank=True, editable=False)
    next_due_on = models.DateField("下次到期", null=True, editable=False)

    score = models.PositiveSmallIntegerField("评分", null=True, editable=False, validators=[MaxValueValidator(100)])
    grade = models.CharField("评估等级", max_length=10, choices=Grade, blank=True, editable=False)
    conclusion = models.TextField("评估结论", max_length=2000, blank=True, editable=False)
    problems = models.JSONField("发现的问题", default=list, blank=True, editable=False)
    "[{description, hazard: its id or None}]"
    revise_plan = models.BooleanField("预案需要修订", default=False, editable=False)
    revision_opinion = models.TextField("预案修订意见", max_length=1000, blank=True, editable=False)
    evaluated_on = models.DateField("评估日期", null=True, editable=False)
    reported_on = models.DateField("报送日期", null=True, editable=False)
    reported_to = models.CharField("报送部门", max_length=100, blank=True, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "应急演练"
        permissions = [
            *(("view", "查看演练和预案"), ("plan", "制定演练计划"), *Step.choices),
            *(("adopt", "登记预案"), *PlanStep.choices),
        ]
        indexes = [
            models.Index("region", "status", name="drill_region_status"),
            models.Index("site", "month", name="drill_site_month"),
            models.Index("enterprise", "happens_on", name="drill_enterprise_day"),
            models.Index("happens_on", name="drill_day"),
            models.Index("held_on", name="drill_held", condition=Q(held_on__isnull=False)),
            models.Index("due_on", name="drill_due", condition=Q(due_on__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="drill_planned_once",
                fields=["site", "title", "planned_on"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该场所当天已有同名演练",
            ),
            models.CheckConstraint(
                name="drill_held_by_somebody",
                condition=Q(status=Status.PLANNED) | Q(held_on__isnull=False, participants__gt=0),
                violation_error_message="已演练的记录必须有演练日期和参演人员",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def stamp(self) -> tuple[str, ...]:
        self.happens_on = self.held_on or self.planned_on
        self.due_on = None if self.status in DONE else self.planned_on
        self.participants = len(self.attendees) + self.others
        return (*super().stamp(), "happens_on", "due_on", "participants")
