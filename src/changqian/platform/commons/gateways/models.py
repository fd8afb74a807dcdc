from typing import ClassVar

from django.db import models

from changqian.platform.commons.gateways.rules import Kind


class Gateway(models.Model):
    """How far we and a gateway have told each other."""

    derived: ClassVar[bool] = True

    kind = models.CharField("类别", max_length=10, choices=Kind, unique=True)
    revision = models.BigIntegerField("快照版本", default=1)
    "Raised in the transaction that changes what the gateway must know."
    spool = models.CharField("事件来源", max_length=40, blank=True)
    "Which run of numbers `seq` belongs to: a gateway that lost its disk begins a new one."
    seq = models.BigIntegerField("已收事件", default=0)
    heard_at = models.DateTimeField("最近通信", null=True)
    sessions_until = models.DateTimeField("会话已告知至", null=True)
    "Whoever signed out before then was told to the gateway, which has closed what he watched."

    class Meta:
        verbose_name = "实时网关"
        default_permissions = ()
