"""Equipment, its safety devices and inspections."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers

from changqian.platform.commons.codes.api import ShownCodeSerializer
from changqian.platform.commons.codes.services import shown_code
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import Addable, EndInput, RecordSerializer, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, on_time, text
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer
from changqian.platform.ledgerkit.importing import Importing, by_name
from changqian.platform.safety.equipment import services
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.equipment.rules import SOON, SUBJECT, Attention, Status
from changqian.platform.safety.equipment.stats import STATISTICS


class EquipmentSerializer(SiteSerializer):
    responsible_name = serializers.CharField(
        source="responsible.name", read_only=True, allow_null=True, default=None, label="设备负责人"
    )

    class Meta:
        model = Equipment
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "number", "name", "class_code", "model_name", "manufacturer", "factory_number", "location"),
            *("department", "responsible", "responsible_name", "installed_on", "started_on", "special"),
            *("registration_number", "registration_code", "last_examination_on", "next_examination_on", "result"),
            *("note", "group", "registered_on", "status", "status_reason"),
        )
        read_only_fields = fields


class SafetyDeviceSerializer(RecordSerializer):
    class Meta:
        model = SafetyDevice
        fields = ("name", "kind", "number", "calibrated_on", "calibration_due_on")


class ExaminationSerializer(RecordSerializer):
    report = StoredFileSerializer(many=True, read_only=True, label="检验报告")

    class Meta:
        model = Examination
        fields = (
            *("id", "kind", "examined_on", "institution", "report_number", "result", "next_due_on", "note", "report"),
        )


AttentionSerializer = answer_of(Attention, "Attention")


class EquipmentDetailSerializer(EquipmentSerializer):
    devices = SafetyDeviceSerializer(many=True, read_only=True, label="安全附件")
    examinations = ExaminationSerializer(many=True, read_only=True, label="检验记录")
    attentions = AttentionSerializer(many=True, read_only=True, label="要办的事")
    photos = StoredFileSerializer(many=True, read_only=True, label="照片")
    reports = StoredFileSerializer(many=True, read_only=True, label="检验报告")
    code = ShownCodeSerializer(read_only=True, allow_null=True, label="常安码")

    class Meta(EquipmentSerializer.Meta):
        fields = (
            *EquipmentSerializer.Meta.fields,
            *("devices", "examinations", "attentions", "photos", "reports", "code"),
        )
        read_only_fields = fields


class EquipmentFilter(SiteFilter):
    due = filters.ChoiceFilter(
        choices=(("overdue", "检验逾期"), ("soon", "30日内到期")), method="which_due", label="检验"
    )

    class Meta:
        model = Equipment
        fields = ("class_code", "status", "group", "special")

    def which_due(self, rows: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        kept = rows.exclude(status=Status.SCRAPPED)
        soon = kept.filter(next_examination_on__range=(today, today + timedelta(days=SOON)))
        return kept.filter(next_examination_on__lt=today) if value == "overdue" else soon


def belongings() -> dict[str, Any]:
    return {
        "devices": SafetyDeviceSerializer(many=True, label="安全附件", required=False),
        "photos": numbers("照片"),
    }


EXAMINE = form_of(services.examine_equipment, "EquipmentExamine", Examination, report=numbers("检验报告"))


class EquipmentViewSet(Addable, CountedViewSet):
    queryset = Equipment.objects.all()
    serializer_class = EquipmentSerializer
    detail_class = EquipmentDetailSerializer
    filterset_class = EquipmentFilter
    statistics = STATISTICS
    searched = ("name", "number", "registration_number", "location", "model_name")
    ordered = ("id", "number", "next_examination_on", "registered_on")
    slots = ("photos",)
    dictionaries: ClassVar = {"class_code": services.CLASSES}
    form = form_of(services.register_equipment, "EquipmentRegister", **belongings())
    add = staticmethod(on_time(services.register_equipment))
    edit = step("edit", services.edit_equipment, **belongings())
    start = step("start", services.start_equipment)
    stop = step("stop", services.stop_equipment, reason=text("停用原因"))
    report_fault = step("report_fault", services.report_fault, reason=text("故障情况"))
    repaired = step("repaired", services.repaired_equipment, reason=text("检查和修复情况"))
    scrap = step("scrap", services.scrap_equipment, reason=text("报废原因"))
    examine = step("examine", services.examine_equipment, EXAMINE)
    end = step("end", services.end_equipment, EndInput)
    importing = Importing(
        permission="equipment.register",
        aliases={
            "name": ("设备",),
            "number": ("编号", "自编号"),
            "class_code": ("设备种类", "设备类型", "类别"),
            "model_name": ("型号", "规格"),
            "registration_number": ("使用登记证号", "使用证编号", "登记证编号"),
            "next_examination_on": ("下次检验时间", "检验有效期至", "有效期至"),
        },
        left_out=("devices", "photos"),
        unique=("site", "number"),
        lookups={
            "responsible": by_name(Person, "people.view", "本企业人员台账中的姓名"),
        },
    )

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.devices = SafetyDevice.objects.current().filter(equipment=row)
        row.examinations = list(Examination.objects.current().filter(equipment=row))
        reports = attached(Examination, [each.pk for each in row.examinations])
        for each in row.examinations:
            each.report = reports.get(each.pk, [])
        row.reports = [file for each in row.examinations for file in each.report]
        row.code = shown_code(row.site_id, SUBJECT, row.pk)
        row.attentions = services.attentions_of(row, day=timezone.localdate())
        return super().detail_of(row)


urlpatterns = record_urls("equipment", EquipmentViewSet)
