from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from changqian.platform.foundation.approvals.rules import OVER, Act, Seat, Status
from changqian.platform.foundation.records.models import InRegion, Record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.scope import ScopedQuerySet


class Approval(InRegion, Record):
    """One thing that is asked for, about one row of somebody else's. It knows that row by kind and number only."""

    kind = models.CharField("类别", max_length=40, editable=False)
    "What is asked for, enterprises.status; who acts on the outcome listens for it."
    target = models.BigIntegerField("所涉记录", editable=False)
    title = models.CharField("事项", max_length=100)
    body = models.CharField("说明", max_length=500, blank=True)
    link = models.CharField("链接", max_length=200, blank=True, editable=False)
    enterprise: Any = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )
    region: Any = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="属地")
    asked_as = models.CharField(max_length=80, editable=False)
    "The permission it was asked with: with it, it is withdrawn."
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.PENDING, editable=False)
    decided_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "审批"
        constraints = [
            models.UniqueConstraint(
                name="approval_runs_once",
                fields=["kind", "target"],
                condition=~Q(status__in=OVER),
                violation_error_message="这件事已经在审批中",
            )
        ]
        indexes = [models.Index(fields=["created_by", "-id"], name="approval_of_asker")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        """Its own region, and those that are asked for their parts."""
        parts = ApprovalStep.objects.filter(approval=OuterRef("pk"), region__in=ids)
        return Q(region__in=ids) | Q(Exists(parts))


class ApprovalStep(models.Model):
    """One step of an approval: who may decide it, and what became of it. Written with its approval only."""

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    label = models.CharField("步骤", max_length=40)
    permission = models.CharField(max_length=80)
    level = models.CharField(max_length=20, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name="属地")
    "Whose part it is; null where it is about the whole, in the approval's region."
    hours = models.PositiveIntegerField(null=True)
    "How long it may take, once opened."
    seat = models.CharField("状态", max_length=20, choices=Seat, default=Seat.WAITING)
    due_at = models.DateTimeField("期限", null=True)
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    "Whose to-do it is alone, after it was handed on."
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "审批步骤"
        default_permissions = ()
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["permission"], condition=Q(seat=Seat.OPEN), name="approval_step_open"),
            models.Index(fields=["due_at"], condition=Q(seat=Seat.OPEN), name="approval_step_due"),
        ]

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(region__in=ids) | Q(region=None, approval__region__in=ids)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(approval__enterprise__department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(approval__enterprise__in=ids)

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(approval__created_by=pk)


class ApprovalEvent(models.Model):
    """What was done to an approval, in its order; the timeline. Never changed."""

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="events")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    act = models.CharField("办理", max_length=20, choices=Act)
    label = models.CharField("步骤", max_length=40, blank=True)
    opinion = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "审批记录"
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["actor", "-id"], name="approval_event_of_actor")]
