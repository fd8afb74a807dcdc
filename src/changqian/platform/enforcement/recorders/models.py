from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from changqian.platform.commons.terminals.models import OfDepartment, Terminal
from changqian.platform.enforcement.recorders.rules import (
    LONGEST_AFTER,
    LONGEST_BEFORE,
    AlarmStatus,
    Charset,
    Digest,
    Media,
    Status,
    Step,
    Told,
)
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.foundation.records.models import CityWide, Record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.scope import ScopedQuerySet


class RecorderModel(CityWide):
    """A maker's type of recorder: what may be chosen when one is entered (LE03.5)."""

    maker = models.CharField("生产厂家", max_length=50)
    name = models.CharField("型号", max_length=50)
    explosion_proof = models.BooleanField("防爆", default=False)
    channels = models.PositiveSmallIntegerField(
        "视频通道数", default=1, validators=[MinValueValidator(1), MaxValueValidator(16)]
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta(CityWide.Meta):
        verbose_name = "记录仪型号"
        constraints = [
            models.UniqueConstraint(
                name="recorder_model_once",
                fields=["maker", "name"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该厂家的这个型号已登记",
            )
        ]

    def __str__(self) -> str:
        return f"{self.maker} {self.name}"

    # A dictionary: whoever may see recorders may see what types there are.
    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)


class AuthorityRecord(OfDepartment, Record):
    """A record of an authority: of a department, where that sits."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="所属单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", editable=False, verbose_name="属地")

    class Meta(Record.Meta):
        abstract = True


class Recorder(AuthorityRecord):
    """One body camera. What it tells of itself stands at its `terminal`."""

    number = models.CharField("国标编码", max_length=20)
    name = models.CharField("名称", max_length=60)
    serial_number = models.CharField("产品序号", max_length=40, blank=True)
    model = models.ForeignKey(
        RecorderModel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="型号"
    )
    channels = models.PositiveSmallIntegerField(
        "许可通道数", default=1, validators=[MinValueValidator(1), MaxValueValidator(16)]
    )
    password: Any = SealedField("接入密码")
    digest = models.CharField("认证算法", max_length=10, choices=Digest, default=Digest.MD5)
    media = models.CharField("媒体传输", max_length=5, choices=Media, default=Media.UDP)
    charset = models.CharField("字符集", max_length=10, choices=Charset, blank=True, default=Charset.DECLARED)
    bought_on = models.DateField("购置日期", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.IN_USE, editable=False)
    terminal = models.ForeignKey(Terminal, models.PROTECT, related_name="+", editable=False)
    wearer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="持有人"
    )

    audited_facts: ClassVar[dict[str, str]] = {"channel": "视频通道", "act": "操作"}

    class Meta(AuthorityRecord.Meta):
        verbose_name = "执法记录仪"
        permissions = [
            ("view", "查看执法记录仪"),
            ("register", "登记记录仪"),
            *Step.choices,
            ("keep_models", "维护型号"),
            ("watch", "查看实时画面"),
            ("command", "远程操作记录仪"),
            ("deal", "处理告警"),
            ("plan", "制定录像计划"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="recorder_number_once",
                fields=["number"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该国标编码已登记",
            )
        ]
        indexes = [models.Index(fields=["department"], condition=Q(ended_at__isnull=True), name="recorder_department")]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.region_id = self.department.region_id  # type: ignore[assignment]
        return ("region",)


class Holding(AuthorityRecord):
    """持有: who wore a recorder from when to when."""

    recorder = models.ForeignKey(Recorder, models.PROTECT, related_name="holdings", verbose_name="记录仪")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="持有人")
    since = models.DateTimeField("领用时间")
    until = models.DateTimeField("归还时间", null=True, editable=False)

    class Meta(AuthorityRecord.Meta):
        verbose_name = "记录仪持有"
        constraints = [
            models.UniqueConstraint(
                name="recorder_held_once",
                fields=["recorder"],
                condition=Q(until__isnull=True),
                violation_error_message="记录仪已被领用",
            )
        ]
        indexes = [models.Index(fields=["officer", "since"], name="holding_officer")]

    def stamp(self) -> tuple[str, ...]:
        self.department_id, self.region_id = self.recorder.department_id, self.recorder.region_id
        return "department", "region"


class RecordingPlan(AuthorityRecord):
    """录像计划: when the pictures of a department's recorders are kept at the centre (LE03.4)."""

    name = models.CharField("计划名称", max_length=50)
    week = models.JSONField("每周时段", default=list, blank=True)
    "[{day: 1 for Monday, start: HH:MM, stop: HH:MM}]; a stop that is not after its start is on the next day."
    on_alarm = models.BooleanField("告警联动录像", default=True)
    before = models.PositiveSmallIntegerField("告警前(秒)", default=0, validators=[MaxValueValidator(LONGEST_BEFORE)])
    after = models.PositiveSmallIntegerField("告警后(秒)", default=60, validators=[MaxValueValidator(LONGEST_AFTER)])
    days = models.PositiveSmallIntegerField("保存(天)", default=0, validators=[MaxValueValidator(3650)])
    "0: as the parameter says."

    class Meta(AuthorityRecord.Meta):
        verbose_name = "录像计划"
        constraints = [
            models.UniqueConstraint(
                name="recording_plan_once",
                fields=["department"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该单位已有录像计划，请修改原来的",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.region_id = self.department.region_id  # type: ignore[assignment]
        return ("region",)


class Channel(models.Model):
    """A picture that a recorder offers, as its catalogue said."""

    derived: ClassVar[bool] = True
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    recorder = models.ForeignKey(Recorder, models.CASCADE, related_name="pictures")
    number = models.CharField("通道编号", max_length=40)
    name = models.CharField("通道名称", max_length=100)
    online = models.BooleanField("在线", default=False)
    maker = models.CharField("生产厂家", max_length=100, blank=True)
    model = models.CharField("型号", max_length=100, blank=True)
    told_at = models.DateTimeField("上报时间")

    class Meta:
        verbose_name = "视频通道"
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["recorder", "number"], name="channel_once")]


class DeviceEntry(models.Model):
    """设备日志: one thing a recorder did or failed to do (LE02.4, LE03.7)."""

    derived: ClassVar[bool] = True
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    recorder = models.ForeignKey(Recorder, models.CASCADE, related_name="entries", verbose_name="记录仪")
    at = models.DateTimeField("时间")
    kind = models.CharField("类型", max_length=12, choices=Told)
    text = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "设备日志"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["recorder", "-at"], name="device_entry_of_recorder"),
            models.Index(fields=["-at"], name="device_entry_at"),
        ]

    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(recorder__region__in=ids)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(recorder__department__in=ids)

    @classmethod
    def of_enterprises(cls, ids: frozenset[int]) -> Q:
        return Q(pk__in=[])

    @classmethod
    def created_by_user(cls, pk: int) -> Q:
        return Q(recorder__created_by=pk)


class Alarm(AuthorityRecord):
    """What a recorder cried out, until somebody has dealt with it."""

    recorder = models.ForeignKey(Recorder, models.PROTECT, related_name="alarms", verbose_name="记录仪")
    label = models.CharField("告警", max_length=60)
    priority = models.PositiveSmallIntegerField("级别", null=True, editable=False)
    method = models.PositiveSmallIntegerField("报警方式", null=True, editable=False)
    description = models.CharField("描述", max_length=200, blank=True)
    happened_at = models.DateTimeField("告警时间", editable=False)
    lon = models.FloatField("经度", null=True, editable=False)
    lat = models.FloatField("纬度", null=True, editable=False)
    status = models.CharField("状态", max_length=10, choices=AlarmStatus, default=AlarmStatus.OPEN, editable=False)
    dealt_at = models.DateTimeField("处理时间", null=True, editable=False)
    result = models.CharField("处理结果", max_length=300, blank=True)

    class Meta(AuthorityRecord.Meta):
        verbose_name = "记录仪告警"
        constraints = [
            models.UniqueConstraint(fields=["recorder", "happened_at", "label"], name="alarm_once"),
        ]
        indexes = [
            models.Index(fields=["recorder", "-happened_at"], name="alarm_of_recorder"),
            models.Index(fields=["status", "-id"], name="alarm_status"),
        ]

    def __str__(self) -> str:
        return self.label

    def stamp(self) -> tuple[str, ...]:
        self.department_id, self.region_id = self.recorder.department_id, self.recorder.region_id
        return "department", "region"
