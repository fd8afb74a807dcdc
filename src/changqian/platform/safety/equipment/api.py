"""Equipment, its safety devices and inspections."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from changqian.platform.commons.checks.api import LONGEST_ID, ShownFileSerializer
from changqian.platform.commons.codes.api import ShownCodeSerializer
from changqian.platform.commons.codes.services import shown_code
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import Addable, EndInput, RecordSerializer, StepInput, record_urls, step
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer
from changqian.platform.safety.equipment import services
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.equipment.rules import SOON, SUBJECT, Group, Status
from changqian.platform.safety.equipment.stats import STATISTICS

WORDS = (
    *("number", "name", "class_code", "model_name", "manufacturer", "factory_number", "location", "department"),
    *("responsible", "installed_on", "started_on", "special", "registration_number", "registration_code"),
    *("last_examination_on", "next_examination_on", "result", "note"),
)
"What a form sets."


def files(label: str) -> serializers.ListField:
    number = serializers.IntegerField(min_value=1, max_value=LONGEST_ID)
    return serializers.ListField(child=number, label=label, max_length=9, required=False)


class EquipmentSerializer(SiteSerializer):
    responsible_name = serializers.CharField(
        source="responsible.name", read_only=True, allow_null=True, default=None, label="设备负责人"
    )

    class Meta:
        model = Equipment
        fields: tuple[str, ...] = (
            *SITE_FIELDS, *WORDS, "responsible_name", "group", "registered_on", "status", "status_reason"
        )  # fmt: skip
        read_only_fields = fields


class SafetyDeviceSerializer(RecordSerializer):
    class Meta:
        model = SafetyDevice
        fields = ("name", "kind", "number", "calibrated_on", "calibration_due_on")


EXAMINATION = ("kind", "examined_on", "institution", "report_number", "result", "next_due_on", "note")


class ExaminationSerializer(RecordSerializer):
    report = ShownFileSerializer(many=True, read_only=True, label="检验报告")

    class Meta:
        model = Examination
        fields = ("id", *EXAMINATION, "report")


class AttentionSerializer(serializers.Serializer):
    text = serializers.CharField(label="要做什么")
    basis = serializers.CharField(label="依据")
    step = serializers.CharField(label="办理")
    bad = serializers.BooleanField(label="不得继续使用")


class EquipmentDetailSerializer(EquipmentSerializer):
    devices = SafetyDeviceSerializer(many=True, read_only=True, label="安全附件")
    examinations = ExaminationSerializer(many=True, read_only=True, label="检验记录")
    attentions = AttentionSerializer(many=True, read_only=True, label="要办的事")
    photos = ShownFileSerializer(many=True, read_only=True, label="照片")
    reports = ShownFileSerializer(many=True, read_only=True, label="检验报告")
    code = ShownCodeSerializer(read_only=True, allow_null=True, label="常安码")

    class Meta(EquipmentSerializer.Meta):
        fields = (
            *EquipmentSerializer.Meta.fields,
            *("devices", "examinations", "attentions", "photos", "reports", "code"),
        )
        read_only_fields = fields


class EquipmentForm(RecordSerializer):
    devices = SafetyDeviceSerializer(many=True, label="安全附件", required=False)
    photos = files("照片")

    class Meta:
        model = Equipment
        fields: tuple[str, ...] = (*WORDS, "devices", "photos")
        extra_kwargs = {"special": {"required": False}}


class EquipmentRegister(EquipmentForm):
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.filter(ended_at__isnull=True), label="场所")

    class Meta(EquipmentForm.Meta):
        fields = ("site", *EquipmentForm.Meta.fields)


class EquipmentEdit(StepInput, EquipmentForm):
    class Meta(EquipmentForm.Meta):
        fields = ("version", *EquipmentForm.Meta.fields)
        extra_kwargs = {name: {"required": False} for name in WORDS}


class EquipmentReason(StepInput):
    reason = serializers.CharField(label="说明", max_length=200)


class EquipmentExamine(StepInput, RecordSerializer):
    report = files("检验报告")

    class Meta:
        model = Examination
        fields = ("version", *EXAMINATION, "report")


class EquipmentFilter(SiteFilter):
    status = AnyOf(choices=Status.choices)
    group = AnyOf(choices=Group.choices)
    special = filters.BooleanFilter()
    due = filters.ChoiceFilter(
        choices=(("overdue", "检验逾期"), ("soon", "30日内到期")), method="which_due", label="检验"
    )

    class Meta:
        model = Equipment
        fields = ("class_code",)

    def which_due(self, rows: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        days = (today, today + timedelta(days=SOON))
        kept = rows.exclude(status=Status.SCRAPPED)
        overdue = kept.filter(next_examination_on__lt=today)
        return overdue if value == "overdue" else kept.filter(next_examination_on__range=days)


def dated(name: str, service: Callable[..., Any], form: type[serializers.Serializer] = EquipmentReason) -> Any:
    return step(name, lambda pk, **given: service(pk, today=timezone.localdate(), **given), form)


@extend_schema_view(create=extend_schema(request=EquipmentRegister))
class EquipmentViewSet(Addable, CountedViewSet):
    queryset = Equipment.objects.all()
    serializer_class = EquipmentSerializer
    detail_class = EquipmentDetailSerializer
    filterset_class = EquipmentFilter
    statistics = STATISTICS
    searched = ("name", "number", "registration_number", "location", "model_name")
    ordered = ("id", "number", "next_examination_on", "registered_on")
    form = EquipmentRegister

    @staticmethod
    def add(**given: Any) -> Equipment:
        return services.register_equipment(today=timezone.localdate(), **given)

    edit = dated("edit", services.edit_equipment, EquipmentEdit)
    start = dated("start", services.start_equipment, StepInput)
    stop = dated("stop", services.stop_equipment)
    report_fault = dated("report_fault", services.report_fault)
    repaired = dated("repaired", services.repaired_equipment)
    scrap = dated("scrap", services.scrap_equipment)
    examine = dated("examine", services.examine_equipment, EquipmentExamine)
    end = step("end", services.end_equipment, EndInput)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.devices = SafetyDevice.objects.current().filter(equipment=row)
        row.examinations = list(Examination.objects.current().filter(equipment=row))
        reports = attached(Examination, [each.pk for each in row.examinations])
        for each in row.examinations:
            each.report = reports.get(each.pk, [])
        row.reports = [file for each in row.examinations for file in each.report]
        row.photos = attached(Equipment, [row.pk]).get(row.pk, [])
        row.code = shown_code(row.site_id, SUBJECT, row.pk)
        row.attentions = services.attentions_of(row, day=timezone.localdate())
        return super().detail_of(row)


urlpatterns = record_urls("equipment", EquipmentViewSet)
