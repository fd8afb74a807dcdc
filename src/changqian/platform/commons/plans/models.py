from typing import ClassVar

from django.db import models
from django.db.models import Q

from changqian.platform.commons.checks.rules import OPEN, Period, TaskStatus
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.rules import Kind, Status, Step, TaskStep
from changqian.platform.ledgerkit.models import AtSite, SiteRecord


class Plan(AtSite):
    """Look at one thing at a site, or at all of one group there, once per period. Its check items are its own."""

    subject_kind = models.CharField("对象类别", max_length=30, editable=False)
    subject_id = models.BigIntegerField("对象编号", default=0, editable=False)
    subject_group = models.CharField("对象类型", max_length=20, blank=True, editable=False)
    "The code of a class, for a plan that covers all of it; such a plan has no `subject_id`."
    subject_name = models.CharField("对象", max_length=100, editable=False)
    name = models.CharField("计划名称", max_length=100)
    kind = models.CharField("类别", max_length=15, choices=Kind)
    period = models.CharField("周期", max_length=10, choices=Period)
    shifts = models.PositiveSmallIntegerField("每日班次", default=1)
    starts_on = models.DateField("开始日期", editable=False)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="负责人"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.ACTIVE, editable=False)
    stop_reason = models.CharField("暂停原因", max_length=200, blank=True, editable=False)

    class Meta(AtSite.Meta):
        verbose_name = "巡检保养计划"
        permissions = [
            ("view", "查看计划"),
            ("make", "制定计划"),
            *Step.choices,
            ("execute", "执行计划"),
            *TaskStep.choices,
        ]
        indexes = [
            models.Index(fields=["region", "status"], name="plan_region"),
            models.Index(fields=["site", "subject_kind", "subject_id"], name="plan_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="plan_once",
                fields=["site", "subject_kind", "subject_id", "subject_group", "kind", "period"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该对象已有同类别、同周期的计划，请修改原计划",
            ),
            models.CheckConstraint(
                name="plan_one_or_group",
                condition=Q(subject_id__gt=0, subject_group="") | (Q(subject_id=0) & ~Q(subject_group="")),
                violation_error_message="计划的对象是一台设备，或者一类设备，请选择其一",
            ),
            models.CheckConstraint(
                name="plan_shifts",
                condition=Q(shifts__gte=1, shifts__lte=4),
                violation_error_message="每日班次应为1至4",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanTask(SiteRecord):
    """What one plan asks of one thing in one period. Partitioned by month: daily plans make many."""

    counted_on = "starts_on"
    counted_as = "plan_tasks"
    partitioned: ClassVar[bool] = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="计划")
    kind = models.CharField("类别", max_length=15, choices=Kind)
    subject_id = models.BigIntegerField("对象编号")
    subject_name = models.CharField("对象", max_length=100)
    location = models.CharField("位置", max_length=200, blank=True)
    starts_on = models.DateField("开始日期")
    due_on = models.DateField("截止日期")
    required = models.PositiveSmallIntegerField("应查次数", default=1)
    done = models.PositiveSmallIntegerField("已查次数", default=0)
    abnormal = models.PositiveSmallIntegerField("异常次数", default=0)
    status = models.CharField("状态", max_length=15, choices=TaskStatus, default=TaskStatus.PENDING)
    late = models.BooleanField("逾期完成", default=False)
    completed_at = models.DateTimeField("完成时间", null=True, blank=True)
    opinion = models.CharField("取消原因", max_length=200, blank=True)

    class Meta(SiteRecord.Meta):
        verbose_name = "巡检保养任务"
        indexes = [
            models.Index(fields=["site", "month"], name="plan_task_site"),
            models.Index(fields=["region", "status"], name="plan_task_region"),
            models.Index(fields=["plan", "subject_id", "starts_on"], name="plan_task_subject"),
            models.Index(fields=["due_on", "id"], condition=Q(status__in=OPEN), name="plan_task_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="plan_task_once",
                fields=["plan", "subject_id", "starts_on", "month"],
                violation_error_message="该任务已生成",
            ),
        ]
