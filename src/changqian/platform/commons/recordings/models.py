from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.commons.recordings.rules import Cause, Gone
from changqian.platform.commons.terminals.models import OfDepartment, Terminal
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.regions.models import Region


class Segment(OfDepartment):
    """One file on a gateway's disk: a minute or so of one picture. Whose it was then, it stays."""

    derived: ClassVar[bool] = True

    terminal = models.ForeignKey(Terminal, models.PROTECT, related_name="+", verbose_name="记录仪")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="所属单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="属地")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="持有人"
    )
    channel = models.CharField("视频通道", max_length=40)
    started_at = models.DateTimeField("开始时间")
    stopped_at = models.DateTimeField("结束时间")
    path = models.CharField("文件", max_length=200)
    bytes = models.BigIntegerField("大小")
    sm3 = models.CharField("SM3摘要", max_length=64)
    codec = models.CharField("编码", max_length=40)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    frames = models.PositiveIntegerField("帧数")
    sound = models.CharField("声音", max_length=10, blank=True)
    causes = ArrayField(models.CharField(max_length=10, choices=Cause), default=list, verbose_name="录像原因")
    repaired = models.BooleanField("异常中断后修复", default=False)
    gone_at = models.DateTimeField("清除时间", null=True)
    gone = models.CharField("清除原因", max_length=10, choices=Gone, blank=True)

    class Meta:
        verbose_name = "录像"
        default_permissions = ()
        ordering = ["-started_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["terminal", "path"], name="segment_once")]
        indexes = [
            models.Index(fields=["terminal", "channel", "-started_at"], name="segment_of_channel"),
            models.Index(fields=["department", "-started_at"], name="segment_of_department"),
            models.Index(fields=["officer", "-started_at"], name="segment_of_officer"),
            models.Index(fields=["-started_at"], name="segment_started"),
        ]

    def __str__(self) -> str:
        return f"{self.terminal} {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(officer=pk)
