from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.records.models import Record
from changqian.platform.kernel.scope import Actor, ScopedQuerySet
from changqian.platform.ledgerkit.models import EnterpriseRecord
from changqian.platform.safety.cases.rules import Level, Status, Step


class PublishedRows(ScopedQuerySet["AccidentCase"]):
    """What is not published is seen by who keeps the library."""

    def within(self, actor: Actor, permission: str) -> Self:
        rows = super().within(actor, permission)
        keeps = getattr(actor, "is_system", False) or any("cases.edit" in grant.permissions for grant in actor.grants)
        return rows if keeps else rows.filter(status=Status.PUBLISHED)


class AccidentCase(Record):
    """One accident elsewhere. It belongs to no region and no firm: whoever may view reads what is published."""

    objects: ClassVar[Any] = PublishedRows.as_manager()

    title = models.CharField("案例名称", max_length=100)
    happened_on = models.DateField("发生日期")
    place = models.CharField("地点", max_length=100)
    level = models.CharField("事故等级", max_length=10, choices=Level)
    industries = ArrayField(
        models.CharField(
            max_length=5, validators=[RegexValidator(r"^[A-T]\d{0,4}$", "应是行业门类字母或其后的数字代码")]
        ),
        default=list,
        blank=True,
        verbose_name="推送行业",
    )
    "Beginnings of classes of GB/T 4754; empty for all."
    deaths = models.PositiveIntegerField("死亡（含失踪）人数", default=0)
    injured = models.PositiveIntegerField("受伤人数", default=0)
    loss = models.DecimalField(
        "直接经济损失(万元)", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    summary = models.TextField("事故经过", max_length=3000)
    direct_cause = models.TextField("直接原因", max_length=1000)
    indirect_cause = models.TextField("管理原因", max_length=1000, blank=True)
    lessons = models.TextField("对照检查", max_length=2000)
    authority = models.CharField("调查机关", max_length=100)
    reference = models.CharField("依据（调查报告）", max_length=200)
    verified = models.BooleanField("已与报告原文核对", default=False)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    told_at = models.DateTimeField("通知时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "典型事故案例"
        permissions = [("view", "查看典型事故案例"), ("write", "编写案例"), *Step.choices, ("read", "学习案例")]
        constraints = [
            models.UniqueConstraint(
                name="case_once",
                fields=["title", "happened_on"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该案例已在库中",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)


class Reading(EnterpriseRecord):
    """阅读回执: that somebody of a firm has read a case, once per person and firm."""

    case = models.ForeignKey(AccidentCase, models.PROTECT, related_name="+", verbose_name="案例")

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "学习记录"
        constraints = [
            models.UniqueConstraint(fields=["case", "enterprise", "created_by"], name="case_read_once"),
        ]
        indexes = [models.Index("enterprise", "case", name="case_reading_enterprise")]
