"""How enterprises and sites look: in lists, in details, in forms."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from changqian.platform.foundation.enterprises.models import (
    Department,
    Enterprise,
    Restructuring,
    Site,
    StatusChange,
    Tag,
    TagKind,
)
from changqian.platform.foundation.enterprises.rules import Datum, DepartmentKind, Status
from changqian.platform.foundation.records.api import RecordSerializer, StepInput
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.foundation.regions.models import Region

NOT_IN_THE_FUTURE = "日期不能晚于今天"
IDENTITY = ("uscc", "legacy_reg_no", "name", "address", "region", "industry", "legal_person", "founded_on")
NUMBERS = ("staff_count", "revenue", "is_above_scale")
CONTACT = ("contact", "contact_phone")
FIRM = (*IDENTITY, *NUMBERS, *CONTACT, "management", "department", "high_risk")
PLACE = ("name", "address", "lon", "lat", "datum", "industry", "is_registered", "staff_count", *CONTACT)


class CodeField(serializers.CharField):
    """A code as people type it: longer than it is, with spaces; read by the service."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 60, "required": False, "allow_null": True, "allow_blank": True, **kwargs})


class EnterpriseSerializer(RecordSerializer):
    region_name = serializers.CharField(source="region.name", read_only=True, label="注册地")
    department_name = serializers.CharField(
        source="department.name", read_only=True, allow_null=True, label="行业主管部门"
    )
    contact_phone = MaskedField(label="联系电话", read_only=True)
    site_count = serializers.IntegerField(label="场所数", read_only=True)
    tags = serializers.ListField(source="tag_names", child=serializers.CharField(), label="监管标签", read_only=True)

    class Meta:
        model = Enterprise
        fields: tuple[str, ...] = (
            *("id", "version", "created_at", *FIRM, "region_name", "department_name"),
            *("supervised_industry", "scale", "status", "site_count", "tags"),
        )


class SiteSerializer(RecordSerializer):
    enterprise_name = serializers.CharField(source="enterprise.name", read_only=True, label="企业")
    uscc = serializers.CharField(source="enterprise.uscc", read_only=True, allow_null=True, label="统一社会信用代码")
    region_name = serializers.CharField(source="region.name", read_only=True, label="属地")
    contact_phone = MaskedField(label="联系电话", read_only=True)

    class Meta:
        model = Site
        fields = (
            *("id", "version", "created_at", "enterprise", "enterprise_name", "uscc"),
            *("region", "region_name", *PLACE, "status"),
        )


class TagSerializer(serializers.ModelSerializer):
    name = serializers.CharField(label="标签")
    site_name = serializers.CharField(source="site.name", read_only=True, allow_null=True, label="场所")
    given_by_name = serializers.CharField(source="given_by.name", label="添加人")
    withdrawn_by_name = serializers.CharField(
        source="withdrawn_by.name", read_only=True, allow_null=True, label="撤销人"
    )
    in_force = serializers.BooleanField(label="有效")

    class Meta:
        model = Tag
        fields = (
            *("id", "code", "name", "site", "site_name", "source", "valid_from", "valid_to", "note", "in_force"),
            *("given_at", "given_by_name", "withdrawn_at", "withdrawn_by_name", "withdrawn_reason"),
        )


class AreaSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ("id", "name", "path")


class StatusChangeSerializer(RecordSerializer):
    enterprise_name = serializers.CharField(source="enterprise.name", read_only=True, label="企业")
    site_name = serializers.CharField(source="site.name", read_only=True, allow_null=True, label="场所")
    reported_by = serializers.CharField(source="created_by.name", read_only=True, label="上报人")
    decided_by_name = serializers.CharField(source="decided_by.name", read_only=True, allow_null=True, label="办理人")

    class Meta:
        model = StatusChange
        fields = (
            *("id", "version", "created_at", "enterprise", "enterprise_name", "site", "site_name"),
            *("old", "new", "effective_on", "reason", "reported_by"),
            *("state", "decided_by_name", "decided_at", "opinion"),
        )


class EnterpriseDetailSerializer(EnterpriseSerializer):
    """Everything about one firm that the reader may see: sites beyond the reader's reach are only counted."""

    areas = AreaSerializer(many=True, label="所在地区")
    sites = SiteSerializer(source="shown_sites", many=True, label="场所")
    sites_elsewhere = serializers.IntegerField(label="辖区外场所数")
    tag_history = TagSerializer(many=True, label="标签记录")
    status_changes = StatusChangeSerializer(source="recent_changes", many=True, label="状态变更")

    class Meta(EnterpriseSerializer.Meta):
        fields = (
            *EnterpriseSerializer.Meta.fields,
            *("areas", "sites", "sites_elsewhere", "tag_history", "status_changes"),
        )


class RestructuringSerializer(RecordSerializer):
    enterprise_name = serializers.CharField(source="enterprise.name", read_only=True, allow_null=True, label="企业")
    other_name = serializers.CharField(source="other.name", read_only=True, allow_null=True, label="另一企业")
    done_by = serializers.CharField(source="created_by.name", read_only=True, label="办理人")
    undone_by_name = serializers.CharField(source="undone_by.name", read_only=True, allow_null=True, label="撤销人")

    class Meta:
        model = Restructuring
        fields = (
            *("id", "version", "created_at", "kind", "enterprise", "enterprise_name", "other", "other_name"),
            *("reason", "summary", "done_by", "undone_at", "undone_by_name"),
        )


class TagKindSerializer(serializers.ModelSerializer):
    class Meta:
        model = TagKind
        fields = ("id", "code", "name", "group", "source", "verified")


class DepartmentSerializer(serializers.ModelSerializer):
    region_name = serializers.CharField(source="region.name", label="所属区划", allow_null=True)
    people = serializers.IntegerField(label="人数")

    class Meta:
        model = Department
        fields = ("id", "name", "kind", "parent", "region", "region_name", "version", "people")


class DepartmentForm(RecordSerializer):
    parent: Any = serializers.PrimaryKeyRelatedField(
        label="上级部门", queryset=Department.objects.current(), required=False, allow_null=True
    )

    class Meta:
        model = Department
        fields = ("name", "kind", "parent", "region")
        extra_kwargs = {"region": {"required": False}}


class DepartmentEdit(StepInput):
    name = serializers.CharField(label="部门名称", max_length=50)
    kind = serializers.ChoiceField(DepartmentKind.choices, label="类别")
    region = serializers.PrimaryKeyRelatedField(
        label="所属区划", queryset=Region.objects.all(), required=False, allow_null=True
    )


class DepartmentMove(StepInput):
    parent: Any = serializers.PrimaryKeyRelatedField(
        label="上级部门", queryset=Department.objects.current(), allow_null=True, help_text="不选即为最上级"
    )


class SiteForm(RecordSerializer):
    """A site as a form gives it; the point in any of the usual systems."""

    lon = serializers.FloatField(label="经度", required=False, allow_null=True)
    lat = serializers.FloatField(label="纬度", required=False, allow_null=True)
    datum = serializers.ChoiceField(label="坐标来源", choices=Datum.choices, required=False)
    contact_phone = MaskedField(label="联系电话", required=False, allow_blank=True, max_length=40)

    class Meta:
        model = Site
        fields: tuple[str, ...] = ("region", *PLACE)
        extra_kwargs = {"address": {"max_length": 200}}


class FirmFields(RecordSerializer):
    uscc = CodeField(label="统一社会信用代码")
    legacy_reg_no = CodeField(label="原注册号")
    contact_phone = MaskedField(label="联系电话", required=False, allow_blank=True, max_length=40)
    revenue = serializers.DecimalField(
        label="年主营业务收入(万元)",
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        allow_null=True,
    )

    class Meta:
        model = Enterprise
        fields: tuple[str, ...] = FIRM

    def validate_founded_on(self, value: Any) -> Any:
        if value and value > timezone.localdate():
            raise serializers.ValidationError(NOT_IN_THE_FUTURE)
        return value


class EnterpriseForm(FirmFields):
    site = SiteForm(label="首个场所", required=False, allow_null=True)

    class Meta(FirmFields.Meta):
        fields = (*FIRM, "site")


class Edit(RecordSerializer):
    """A form of which every field may be left out; what is left out stays."""

    version = serializers.IntegerField(label="版本")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "version"
        return fields


class EnterpriseEdit(Edit, FirmFields):
    class Meta(FirmFields.Meta):
        fields = ("version", *FIRM)


class EnterpriseContact(Edit):
    contact_phone = MaskedField(label="联系电话", allow_blank=True, max_length=40)

    class Meta:
        model = Enterprise
        fields = ("version", "address", "staff_count", "revenue", *CONTACT)
        extra_kwargs = {"revenue": {"min_value": 0}}


class SiteOpen(SiteForm):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=2**53, required=False, allow_null=True)
    uscc = CodeField(label="统一社会信用代码")

    class Meta(SiteForm.Meta):
        fields = ("enterprise", "uscc", *SiteForm.Meta.fields)


class SiteEdit(Edit, SiteForm):
    class Meta(SiteForm.Meta):
        fields = ("version", *PLACE)


class SiteMoveInput(StepInput):
    region = serializers.PrimaryKeyRelatedField(label="迁入地区", queryset=Region.objects.all())
    moved_on = serializers.DateField(label="迁移日期")
    address = serializers.CharField(label="新地址", max_length=200, required=False)
    lon = serializers.FloatField(label="经度", required=False, allow_null=True)
    lat = serializers.FloatField(label="纬度", required=False, allow_null=True)
    datum = serializers.ChoiceField(label="坐标来源", choices=Datum.choices, required=False)

    def validate_moved_on(self, value: Any) -> Any:
        if value > timezone.localdate():
            raise serializers.ValidationError(NOT_IN_THE_FUTURE)
        return value


class StatusInput(StepInput):
    new = serializers.ChoiceField(label="新状态", choices=Status.choices)
    effective_on = serializers.DateField(label="变更日期")
    reason = serializers.CharField(label="变更原因", max_length=200)
    site = serializers.IntegerField(label="场所", min_value=1, max_value=2**53, required=False, allow_null=True)


class StatusDecision(StepInput):
    accept = serializers.BooleanField(label="同意")
    opinion = serializers.CharField(label="办理意见", max_length=200, required=False, default="", allow_blank=True)


class TagInput(StepInput):
    code = serializers.CharField(label="标签", max_length=30)
    site = serializers.IntegerField(label="场所", min_value=1, max_value=2**53, required=False, allow_null=True)
    valid_from = serializers.DateField(label="起始日期", required=False, allow_null=True)
    valid_to = serializers.DateField(label="终止日期", required=False, allow_null=True)
    note = serializers.CharField(label="依据", max_length=200, required=False, allow_blank=True)


class TagWithdrawal(StepInput):
    tag = serializers.IntegerField(label="标签记录", min_value=1, max_value=2**53)
    reason = serializers.CharField(label="撤销原因", max_length=200)
