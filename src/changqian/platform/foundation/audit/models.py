from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Value

from changqian.platform.foundation.audit.rules import ACTS, FACTS, Result


def module_of(action: str = "action") -> Func:
    """Which part of the platform was acted on: what stands before the dot of an action."""
    return Func(F(action), Value("."), Value(1), function="split_part", output_field=models.CharField())


class Archive(models.Model):
    """A stretch of the chain that lies in a file and no longer in the table. Signed, so that a stretch that was cut out
    is not passed off as one that was put away."""

    from_seq = models.BigIntegerField("起始序号", unique=True)
    to_seq = models.BigIntegerField("截止序号")
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    file = models.CharField("文件", max_length=120)
    digest = models.CharField("文件摘要", max_length=64)
    until = models.DateField("截止日期")
    "The first day that is not in it."
    made_at = models.DateTimeField("归档时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="归档人")
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = "审计档案"
        default_permissions = ()


class Entry(models.Model):
    """Who did what to what, from where, and what came of it. Inserted unchained and signed; the sealer adds the last
    three columns later."""

    audited: ClassVar[dict[str, str]] = ACTS
    audited_facts: ClassVar[dict[str, str]] = FACTS

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作人")
    action = models.CharField("操作", max_length=80)
    target = models.CharField("对象", max_length=120, db_index=True)
    count = models.PositiveIntegerField("条数", default=1)
    digest = models.CharField("摘要", max_length=64, blank=True)
    changes = models.JSONField("变更", default=dict)
    request = models.CharField("请求编号", max_length=40, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    agent = models.CharField("终端", max_length=60, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result, default=Result.DONE)
    at = models.DateTimeField("时间")
    mac = models.CharField(max_length=64)

    seq = models.BigIntegerField("序号", null=True, unique=True)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "审计记录"
        default_permissions = ()
        permissions = [("view", "查看审计记录"), ("export", "导出审计记录")]
        # Each with the moment, so that a page of any search is read from one index in order.
        indexes = [
            models.Index(fields=["id"], condition=models.Q(seq__isnull=True), name="entry_unsealed"),
            models.Index(fields=["at", "id"], name="entry_at"),
            models.Index(fields=["actor", "at", "id"], name="entry_actor"),
            models.Index(fields=["action", "at", "id"], name="entry_action"),
            models.Index(module_of(), "at", "id", name="entry_module"),
            models.Index(fields=["address", "at", "id"], name="entry_address"),
            models.Index(fields=["at", "id"], condition=models.Q(result="refused"), name="entry_refused"),
            models.Index(fields=["request"], name="entry_request"),
        ]
