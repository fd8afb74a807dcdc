from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what to which rows. Inserted unchained and signed; the sealer adds the last three columns later."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作人")
    action = models.CharField("操作", max_length=80, db_index=True)
    target = models.CharField("对象", max_length=120, db_index=True)
    count = models.PositiveIntegerField("条数", default=1)
    digest = models.CharField("摘要", max_length=64, blank=True)
    changes = models.JSONField("变更", default=dict)
    request = models.CharField("请求编号", max_length=40, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    at = models.DateTimeField("时间", db_index=True)
    mac = models.CharField(max_length=64)

    seq = models.BigIntegerField("序号", null=True, unique=True)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "审计记录"
        default_permissions = ()
        permissions = [("view", "查看审计记录"), ("export", "导出审计记录")]
        indexes = [models.Index(fields=["id"], condition=models.Q(seq__isnull=True), name="entry_unsealed")]
