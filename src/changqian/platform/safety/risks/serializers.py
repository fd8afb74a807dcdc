"""How risk points, tasks and the catalogue look in lists and details, and what each step takes."""

from typing import Any

from rest_framework import serializers

from changqian.platform.commons.checks.api import (
    LONGEST_ID,
    CheckItemInput,
    CheckItemSerializer,
    LookInput,
)
from changqian.platform.commons.checks.rules import ControlLevel, Period
from changqian.platform.commons.codes.api import ShownCodeSerializer
from changqian.platform.commons.province.api import Contradiction
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import RecordSerializer, SetInput, StepInput
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.ledgerkit.api import SITE_FIELDS, SiteSerializer
from changqian.platform.safety.risks.models import CatalogueEntry, ControlChange, RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import CONTROL_ORDER, Against, Kind, Level, Method

# --- catalogue ------------------------------------------------------------------------------------------------------

ENTRY = (
    *("scheme", "category", "category_name", "code", "name", "accident_types", "typical_points", "at_least"),
    *("effective_from", "source", "verified", "demo"),
)


class CatalogueEntrySerializer(RecordSerializer):
    class Meta:
        model = CatalogueEntry
        fields: tuple[str, ...] = ("id", "version", *ENTRY, "state", "revision", "effective_to")
        read_only_fields = ("version", "state", "revision", "effective_to")
        extra_kwargs = {"code": {"min_length": 4}, "category": {"min_length": 2}}


class CatalogueEntryDetailSerializer(CatalogueEntrySerializer):
    revisions = CatalogueEntrySerializer(many=True, read_only=True, label="历次修订")

    class Meta(CatalogueEntrySerializer.Meta):
        fields = (*CatalogueEntrySerializer.Meta.fields, "revisions")


class CatalogueEdit(StepInput):
    """What a draft says; what is left out stays as it was."""

    effective_from = serializers.DateField(label="生效日期", required=False)
    name = serializers.CharField(label="风险名称", max_length=100, required=False)
    accident_types = serializers.ListField(
        child=serializers.CharField(max_length=10), label="主要事故类别", max_length=30, required=False
    )
    typical_points = serializers.CharField(label="典型风险点", max_length=300, allow_blank=True, required=False)
    at_least = serializers.ChoiceField(Level.choices, label="最低等级", required=False)
    source = serializers.CharField(  # type: ignore[assignment]
        label="依据", max_length=200, allow_blank=True, required=False
    )
    verified = serializers.BooleanField(label="已核对", required=False)


class CatalogueRevise(CatalogueEdit):
    """The draft of an entry's next version."""

    effective_from = serializers.DateField(label="生效日期")


# --- risk points ----------------------------------------------------------------------------------------------------

POINT_LIST = (
    *SITE_FIELDS,
    *("number", "name", "kind", "location", "catalogue_code", "level", "assessed_level", "score", "control_level"),
    *("responsible_department", "responsible_name", "status", "revision", "registered_on", "activated_on"),
    *("lon", "lat", "source"),
)
POINT_WORDS = (
    *("name", "kind", "location", "lon", "lat", "floor", "zone", "method", "likelihood", "exposure", "consequence"),
    *("declared_level", "inherent_level", "factors", "accident_types", "consequences", "engineering", "management"),
    *("training", "ppe", "emergency", "control_level", "shifts", "responsible_department", "responsible_name"),
    *("responsible_phone", "supervise_phone"),
)
"What a form sets."
PHONES = ("responsible_phone", "supervise_phone")


class RiskPointSerializer(SiteSerializer):
    class Meta:
        model = RiskPoint
        fields: tuple[str, ...] = POINT_LIST
        read_only_fields: tuple[str, ...] = POINT_LIST


class RiskPointFileSerializer(RiskPointSerializer):
    """What a file says of a risk point: what its form asks too, so that the file can come back."""

    class Meta(RiskPointSerializer.Meta):
        fields = (*POINT_LIST, *(name for name in POINT_WORDS if name not in POINT_LIST and name not in PHONES))
        read_only_fields = fields


class RiskCardSerializer(SiteSerializer):
    """A risk point as its notice card stands."""

    class Meta:
        model = RiskPoint
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            *("number", "name", "location", "level", "status", "revision"),
            *("card_state", "card_revision", "card_made_on"),
        )
        read_only_fields = fields


class MadeCard(serializers.Serializer):
    """One card that was made."""

    id = serializers.IntegerField()
    revision = serializers.IntegerField(source="shows.revision", label="版本")
    made_at = serializers.DateTimeField(label="制卡时间")
    made_by_name = serializers.CharField(source="created_by.name", label="制卡人")


class RiskCardDetailSerializer(RiskCardSerializer):
    cards = MadeCard(many=True, read_only=True, source="made", label="历次制卡")

    class Meta(RiskCardSerializer.Meta):
        fields = (*RiskCardSerializer.Meta.fields, "cards")
        read_only_fields = fields


class ControlChangeSerializer(SiteSerializer):
    risk_point_name = serializers.CharField(source="risk_point.name", read_only=True, label="风险点")
    changed_by_name = serializers.CharField(source="created_by.name", read_only=True, label="变更人")

    class Meta:
        model = ControlChange
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            *("risk_point", "risk_point_name", "kind", "changed_on", "level_before", "level", "columns", "reason"),
            "changed_by_name",
        )
        read_only_fields = fields


class LevelReason(serializers.Serializer):
    """One step of how a level came about."""

    rule = serializers.CharField()
    text = serializers.CharField()
    level = serializers.ChoiceField(Level.choices)


class DeclaredBeside(serializers.Serializer):
    """The point that the firm declared to the province, beside this one."""

    declared = serializers.IntegerField(source="declared.pk", label="申报风险点")
    updated_at = serializers.DateTimeField(source="declared.updated_at", label="省系统更新时间")
    state = serializers.ChoiceField(Against.choices, label="与省系统对照")
    differences = Contradiction(many=True, label="不一致之处")


class RiskTaskSerializer(SiteSerializer):
    risk_point_name = serializers.CharField(source="risk_point.name", read_only=True, label="风险点")
    risk_point_number = serializers.CharField(source="risk_point.number", read_only=True, label="风险点编号")
    risk_point_location = serializers.CharField(source="risk_point.location", read_only=True, label="位置")

    class Meta:
        model = RiskTask
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            *("month", "risk_point", "risk_point_name", "risk_point_number", "risk_point_location", "level", "status"),
            *("starts_on", "due_on", "late", "progress"),
            *(f"required_{level}" for level in CONTROL_ORDER),
            *(f"done_{level}" for level in CONTROL_ORDER),
            *("abnormal", "completed_at", "exempt_reason", "exempt_asked_at", "exempt_opinion"),
        )
        read_only_fields = fields


class RiskTaskDetailSerializer(RiskTaskSerializer):
    overdue = serializers.BooleanField(read_only=True, label="已逾期")

    class Meta(RiskTaskSerializer.Meta):
        fields = (*RiskTaskSerializer.Meta.fields, "overdue")
        read_only_fields = fields


class RiskPointDetailSerializer(RiskPointSerializer):
    responsible_phone = MaskedField(label="责任人电话", read_only=True)
    entry_name = serializers.CharField(source="entry.name", default=None, read_only=True, label="目录风险")
    level_reasons = LevelReason(many=True, read_only=True, label="定级说明")
    items = CheckItemSerializer(many=True, read_only=True, label="检查项")
    photos = StoredFileSerializer(many=True, read_only=True, label="照片")
    code = ShownCodeSerializer(read_only=True, allow_null=True, label="常安码")
    task = RiskTaskSerializer(read_only=True, allow_null=True, label="本月任务")
    declared = DeclaredBeside(read_only=True, allow_null=True, label="申报内容")
    control_levels = serializers.ListField(
        child=serializers.ChoiceField(ControlLevel.choices), read_only=True, label="可执行层级"
    )

    class Meta(RiskPointSerializer.Meta):
        fields = (
            *POINT_LIST,
            *(name for name in POINT_WORDS if name not in POINT_LIST),
            *("entry", "entry_name", "responsible", "level_reasons", "self_promoted", "stopped_on", "stop_reason"),
            *("provincial_id", "provincial_note", "declared", "items", "photos", "code", "task", "control_levels"),
        )
        read_only_fields = fields


class PointForm(serializers.ModelSerializer):
    """The words of a risk point as a form gives them."""

    accident_types = serializers.ListField(
        child=serializers.CharField(max_length=10), label="可能事故类型", max_length=30, required=False
    )
    kind = serializers.ChoiceField(Kind.choices, label="类别")
    method = serializers.ChoiceField(Method.choices, label="评估方法")
    responsible_phone = MaskedField(label="责任人电话", max_length=30, allow_blank=True, required=False)
    entry = serializers.PrimaryKeyRelatedField(
        queryset=CatalogueEntry.objects.all(), label="目录风险", allow_null=True, required=False
    )
    responsible = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(is_active=True), label="责任人账号", allow_null=True, required=False
    )
    shifts = serializers.IntegerField(label="每日班次", min_value=1, max_value=4, required=False)
    items = CheckItemInput(many=True, label="检查项", required=False)
    photos = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LONGEST_ID), label="照片", max_length=9, required=False
    )

    class Meta:
        model = RiskPoint
        fields: tuple[str, ...] = (*POINT_WORDS, "entry", "responsible", "items", "photos")

    def get_validators(self) -> list:
        return []  # Constraints are the database's; the verbs turn them into sentences.


class RiskPointRegister(PointForm):
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.filter(ended_at__isnull=True), label="场所")

    class Meta(PointForm.Meta):
        fields = ("site", *PointForm.Meta.fields)


class RiskPointEdit(PointForm):
    """What is left out stays as it was."""

    version = serializers.IntegerField(label="版本")

    class Meta(PointForm.Meta):
        fields = ("version", *PointForm.Meta.fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "version"


class DeclaredTakeUp(serializers.Serializer):
    declared = serializers.IntegerField(label="申报风险点", min_value=1, max_value=LONGEST_ID)
    site = serializers.PrimaryKeyRelatedField(queryset=Site.objects.filter(ended_at__isnull=True), label="场所")
    kind = serializers.ChoiceField(Kind.choices, label="类别")


class DeclaredLink(StepInput):
    declared = serializers.IntegerField(label="申报风险点", min_value=1, max_value=LONGEST_ID)


class DeclaredKept(StepInput):
    reason = serializers.CharField(label="不一致的原因", max_length=200)


class RiskPointStop(StepInput):
    reason = serializers.CharField(label="停用原因", max_length=200)


class RiskAssess(serializers.Serializer):
    """The inputs of an assessment, to see the level before anything is saved."""

    method = serializers.ChoiceField(Method.choices, label="评估方法")
    likelihood = serializers.DecimalField(5, 1, label="可能性L", required=False, allow_null=True)
    exposure = serializers.DecimalField(5, 1, label="暴露频繁程度E", required=False, allow_null=True)
    consequence = serializers.DecimalField(5, 1, label="后果严重性C/S", required=False, allow_null=True)
    declared_level = serializers.ChoiceField(Level.choices, label="申报等级", required=False, allow_blank=True)
    entry = serializers.PrimaryKeyRelatedField(
        queryset=CatalogueEntry.objects.all(), label="目录风险", allow_null=True, required=False
    )


class RiskAssessed(serializers.Serializer):
    level = serializers.ChoiceField(Level.choices, label="风险等级")
    score = serializers.DecimalField(8, 2, allow_null=True, label="评估分值")
    self_promoted = serializers.BooleanField(label="自愿提级")
    control_level = serializers.ChoiceField(ControlLevel.choices, label="默认管控层级")
    reasons = LevelReason(many=True, label="定级说明")


class FrequencySerializer(serializers.Serializer):
    level = serializers.ChoiceField(Level.choices, label="风险等级")
    control_level = serializers.ChoiceField(ControlLevel.choices, label="管控层级")
    times = serializers.IntegerField(label="次数")
    period = serializers.ChoiceField(Period.choices, label="周期")


class BandSerializer(serializers.Serializer):
    method = serializers.ChoiceField(Method.choices, label="评估方法")
    level = serializers.ChoiceField(Level.choices, label="风险等级")
    at_least = serializers.DecimalField(8, 2, label="分值下限")


class RiskTables(serializers.Serializer):
    """Frequencies, bands and scales as they are in force today. `verified` false is shown as 待核."""

    verified = serializers.BooleanField(label="已核对")
    source = serializers.CharField(label="依据")  # type: ignore[assignment]
    frequencies = FrequencySerializer(many=True, label="管控频次")
    bands = BandSerializer(many=True, label="分级标准")
    scales = serializers.DictField(
        child=serializers.DictField(child=serializers.ListField(child=serializers.FloatField())), label="取值"
    )


class ExplainQuery(serializers.Serializer):
    month = serializers.DateField(label="月份", required=False)


class RiskExplanation(serializers.Serializer):
    """Why a risk point has a task in a month, or none."""

    month = serializers.DateField(label="月份")
    task = serializers.IntegerField(allow_null=True, label="任务")
    required = serializers.DictField(  # type: ignore[assignment]
        child=serializers.IntegerField(), label="应查次数"
    )
    reasons = serializers.ListField(child=serializers.CharField(), label="说明")


# --- tasks and patrols ----------------------------------------------------------------------------------------------


class TaskReason(StepInput):
    reason = serializers.CharField(label="免检理由", max_length=200)


class TaskOpinion(StepInput):
    opinion = serializers.CharField(label="意见", max_length=200, allow_blank=True, default="")


class TaskRefusal(StepInput):
    opinion = serializers.CharField(label="意见", max_length=200)


class TasksReason(SetInput):
    reason = serializers.CharField(label="免检理由", max_length=200)


class TasksOpinion(SetInput):
    opinion = serializers.CharField(label="意见", max_length=200, allow_blank=True, default="")


class PatrolForm(LookInput):
    """One patrol. `token` when a code was scanned, else `risk_point`; `task` makes up for an earlier month."""

    risk_point = serializers.IntegerField(
        label="风险点", min_value=1, max_value=LONGEST_ID, allow_null=True, default=None
    )
    control_level = serializers.ChoiceField(ControlLevel.choices, label="管控层级")


class PatrolKitSerializer(serializers.Serializer):
    """A risk point as a phone keeps it: enough to scan its code and patrol it without a network."""

    id = serializers.IntegerField()
    name = serializers.CharField(label="风险点")
    number = serializers.CharField(label="风险点编号")
    location = serializers.CharField(label="位置")
    level = serializers.ChoiceField(Level.choices, label="风险等级")
    site = serializers.IntegerField(source="site_id", label="场所")
    site_name = serializers.CharField(source="site.name", label="场所名称")
    enterprise_name = serializers.CharField(source="enterprise.name", label="企业")
    token = serializers.CharField(label="常安码", allow_blank=True)
    items = CheckItemSerializer(many=True, label="检查项")
