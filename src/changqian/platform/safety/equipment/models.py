from django.db import models
from django.db.models import Q

from changqian.platform.commons.people.models import Person
from changqian.platform.ledgerkit.models import AtSite, SiteRecord
from changqian.platform.safety.equipment.rules import DeviceKind, ExaminationKind, Group, Result, Status, Step


class Equipment(SiteRecord):
    """A machine or facility at a site; counted as risk points are: registered in a month, standing since."""

    counted_on = "registered_on"

    number = models.CharField("设备编号", max_length=30)
    name = models.CharField("设备名称", max_length=100)
    class_code = models.CharField("设备类别", max_length=20)
    group = models.CharField("类别分组", max_length=10, choices=Group, editable=False)
    model_name = models.CharField("规格型号", max_length=100, blank=True)
    manufacturer = models.CharField("制造单位", max_length=100, blank=True)
    factory_number = models.CharField("出厂编号", max_length=50, blank=True)
    location = models.CharField("安装位置", max_length=200)
    department = models.CharField("使用部门", max_length=50, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设备负责人"
    )
    installed_on = models.DateField("安装日期", null=True, blank=True)
    started_on = models.DateField("投用日期", null=True, blank=True)
    registered_on = models.DateField("登记日期", editable=False)
    status = models.CharField("状态", max_length=10, choices=Status, editable=False)
    status_reason = models.CharField("状态说明", max_length=200, blank=True, editable=False)
    special = models.BooleanField("特种设备", default=False)
    registration_number = models.CharField("使用登记证编号", max_length=50, blank=True)
    registration_code = models.CharField("设备注册代码", max_length=50, blank=True)
    last_examination_on = models.DateField("上次检验日期", null=True, blank=True)
    next_examination_on = models.DateField("下次检验日期", null=True, blank=True)
    result = models.CharField("检验结论", max_length=15, choices=Result, blank=True)
    note = models.CharField("备注", max_length=500, blank=True)

    class Meta(SiteRecord.Meta):
        verbose_name = "设备设施"
        permissions = [("view", "查看设备设施"), ("register", "登记设备"), *Step.choices]
        indexes = [
            models.Index(fields=["region", "status"], name="equipment_region"),
            models.Index(fields=["site", "month"], name="equipment_site"),
            models.Index(fields=["enterprise", "class_code"], name="equipment_enterprise"),
            models.Index(fields=["next_examination_on"], condition=Q(ended_at__isnull=True), name="equipment_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="equipment_number_once",
                fields=["site", "number"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该场所已有此设备编号",
            ),
            models.CheckConstraint(
                name="equipment_special_in_use_is_examined",
                condition=~Q(special=True, status=Status.IN_USE)
                | Q(next_examination_on__isnull=False, started_on__isnull=False),
                violation_error_message="在用的特种设备必须有投用日期和下次检验日期（特种设备安全法第三十三条、第四十条）",
            ),
            models.CheckConstraint(
                name="equipment_examined_in_order",
                condition=Q(last_examination_on__isnull=True)
                | Q(next_examination_on__isnull=True)
                | Q(next_examination_on__gt=models.F("last_examination_on")),
                violation_error_message="下次检验日期应晚于上次检验日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SafetyDevice(AtSite):
    """A safety device of a machine (安全附件、安全保护装置), with the day its calibration runs out."""

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="+", verbose_name="设备")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=20, choices=DeviceKind)
    number = models.CharField("编号", max_length=50, blank=True)
    calibrated_on = models.DateField("上次校验日期", null=True, blank=True)
    calibration_due_on = models.DateField("下次校验日期", null=True, blank=True)

    class Meta(AtSite.Meta):
        verbose_name = "安全附件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="safety_device_once",
                fields=["equipment", "name"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="安全附件名称重复，请加编号区分",
            ),
        ]


class Examination(AtSite):
    """One statutory inspection of a machine (检验), with its report."""

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="+", verbose_name="设备")
    kind = models.CharField("检验类别", max_length=15, choices=ExaminationKind)
    examined_on = models.DateField("检验日期")
    institution = models.CharField("检验机构", max_length=100)
    report_number = models.CharField("报告编号", max_length=50, blank=True)
    result = models.CharField("检验结论", max_length=15, choices=Result)
    next_due_on = models.DateField("下次检验日期")
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta(AtSite.Meta):
        verbose_name = "检验记录"
        ordering = ["-examined_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="examination_ends_after_it_begins",
                condition=Q(next_due_on__gt=models.F("examined_on")),
                violation_error_message="下次检验日期应晚于检验日期",
            ),
        ]
