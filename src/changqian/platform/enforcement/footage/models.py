from django.db import models
from django.db.models import Q

from changqian.platform.commons.terminals.models import OfDepartment, Terminal
from changqian.platform.enforcement.footage.rules import Status, Step
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.models import CityWide, Record
from changqian.platform.foundation.regions.models import Region


class FootageLabel(CityWide):
    """标注类型: what footage may be marked as (LE02.3)."""

    name = models.CharField("标注类型", max_length=30)
    keeps = models.BooleanField("永久保存", default=True)
    "Whether footage marked so is kept for good, however full the disk is."
    note = models.CharField("说明", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.VALID, editable=False)

    class Meta(CityWide.Meta):
        verbose_name = "标注类型"
        permissions = [
            ("view", "查看执法影像"),
            ("watch", "播放执法影像"),
            ("download", "下载执法影像"),
            ("mark", "标注影像"),
            ("unmark", "撤销标注"),
            ("add_label", "新增标注类型"),
            *Step.choices,
        ]
        constraints = [
            models.UniqueConstraint(
                name="footage_label_once",
                fields=["name"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="已有同名的标注类型",
            )
        ]

    def __str__(self) -> str:
        return self.name

    # A dictionary: whoever sees footage sees what it may be marked as.
    @classmethod
    def in_regions(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)

    @classmethod
    def in_departments(cls, ids: frozenset[int]) -> Q:
        return Q(pk__isnull=False)


class FootageMark(OfDepartment, Record):
    """标注: a time of one picture, with what it shows."""

    terminal = models.ForeignKey(Terminal, models.PROTECT, related_name="+", verbose_name="记录仪")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", editable=False, verbose_name="所属单位"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", editable=False, verbose_name="属地")
    channel = models.CharField("视频通道", max_length=40)
    since = models.DateTimeField("开始时间")
    until = models.DateTimeField("结束时间")
    label = models.ForeignKey(FootageLabel, models.PROTECT, related_name="+", verbose_name="标注类型")
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = "影像标注"
        indexes = [models.Index(fields=["terminal", "channel", "since"], name="footage_mark_of_channel")]

    def __str__(self) -> str:
        return str(self.label)

    def stamp(self) -> tuple[str, ...]:
        self.department_id, self.region_id = self.terminal.department_id, self.terminal.region_id
        return "department", "region"
