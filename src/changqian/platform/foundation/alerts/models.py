from typing import ClassVar

from django.db import models
from django.db.models import Q

from changqian.platform.foundation.alerts.rules import Kind, Severity, Status, Step
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.records.models import Record

NOWHERE = Q(pk__in=[])


class Alert(Record):
    """Something in the trail that a rule found. Belongs to no place: who sees it, sees all of the city's."""

    audited: ClassVar[dict[str, str]] = {"find": "发现预警"}

    rule = models.CharField("规则", max_length=30, choices=Kind, editable=False)
    severity = models.CharField("级别", max_length=10, choices=Severity, editable=False)
    subject = models.CharField("涉及", max_length=140, editable=False)
    "As the rule says it: user:12, address:10.0.0.9, target:accounts.User:3."
    name = models.CharField("涉及对象", max_length=60, editable=False)
    sentence = models.CharField("内容", max_length=300, editable=False)
    address = models.CharField("来源地址", max_length=45, blank=True, editable=False)
    amount = models.PositiveIntegerField("数量", editable=False)
    first_at = models.DateTimeField("开始时间", editable=False)
    last_at = models.DateTimeField("最近时间", editable=False)
    first_entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="+", db_constraint=False, editable=False)
    "Without a constraint: the entry may leave the database before the alert, when its month is archived."
    entries = models.JSONField("审计记录", default=list, editable=False)
    "The keys of the entries, the newest hundred of them."
    status = models.CharField("状态", max_length=15, choices=Status, default=Status.NEW, editable=False)
    opinion = models.CharField("确认意见", max_length=500, blank=True)
    acknowledged_at = models.DateTimeField("确认时间", null=True, editable=False)
    conclusion = models.CharField("处置结论", max_length=500, blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "审计预警"
        permissions = [("view", "查看审计预警"), *Step.choices]
        constraints = [
            models.UniqueConstraint(
                name="alert_once", fields=["rule", "subject", "first_entry"], violation_error_message="该预警已存在"
            )
        ]
        indexes = [
            models.Index(fields=["rule", "subject", "-first_at"], name="alert_subject"),
            models.Index(fields=["status", "-id"], name="alert_status"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return NOWHERE

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return NOWHERE

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return NOWHERE


class Watch(models.Model):
    """How far the rules have read: one row, written in the transaction that writes what they found there."""

    seq = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
