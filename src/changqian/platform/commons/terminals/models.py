from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from changqian.platform.commons.terminals.rules import Kind
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.models import InRegion
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.scope import ScopedQuerySet


class OfDepartment(InRegion):
    """Rows of an authority's own: they lie where it sits, and belong to no firm."""

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])


class Terminal(OfDepartment):
    """Something of ours that moves: whether it is there now, and where. Written by what it says, never by hand."""

    derived: ClassVar[bool] = True

    kind = models.CharField("类别", max_length=10, choices=Kind)
    number = models.CharField("编号", max_length=40)
    "20 digits of GB/T 28181, or a phone number."
    name = models.CharField("名称", max_length=60)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="所属单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="属地")
    wearer = models.CharField("持有人", max_length=50, blank=True)
    online = models.BooleanField("在线", default=False)
    since = models.DateTimeField("状态起始", null=True)
    reason = models.CharField("离线原因", max_length=200, blank=True)
    address = models.CharField("网络地址", max_length=60, blank=True)
    transport = models.CharField("传输", max_length=4, blank=True)
    protocol = models.CharField("协议版本", max_length=20, blank=True)
    agent = models.CharField("软件", max_length=100, blank=True)
    lon = models.FloatField("经度", null=True)
    lat = models.FloatField("纬度", null=True)
    speed = models.FloatField("速度(km/h)", null=True)
    direction = models.FloatField("方向(°)", null=True)
    located_at = models.DateTimeField("定位时间", null=True)
    alarm_at = models.DateTimeField("告警时间", null=True)
    "Of an alarm that nobody has dealt with yet."

    class Meta:
        verbose_name = "终端"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="terminal_number_once")]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """Where a terminal was at a second. Partitioned by month: 90 recorders write fifteen million a month."""

    derived: ClassVar[bool] = True
    partitioned: ClassVar[bool] = True

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    at = models.DateTimeField("时间")
    lon = models.FloatField("经度")
    lat = models.FloatField("纬度")
    speed = models.FloatField("速度(km/h)", null=True)
    direction = models.FloatField("方向(°)", null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["terminal", "at", "month"], name="position_once")]
