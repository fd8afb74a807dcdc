"""Accidents; and the people hurt in them, as the firm and the city tell (工伤), and as the insurer does (安责险)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.province.insured import insured_in
from changqian.platform.commons.province.rules import Paid
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.rules import PER_SLOT
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordSerializer,
    checked,
    record_urls,
    step,
    taken,
)
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.foundation.records.forms import form_of, numbers, on_time, text
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.accidents import services
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.rules import Disability, Facts, Source, Told, disability, told
from changqian.platform.safety.accidents.stats import ACCIDENTS, INJURIES


class InjurySerializer(SiteSerializer):
    id_number = MaskedField(label="身份证号", mask="id_number", required=False, allow_blank=True)

    class Meta:
        model = Injury
        fields: tuple[str, ...] = (
            *(
                *SITE_FIELDS,
                "source",
                "accident",
                "name",
                "id_number",
                "post",
                "happened_on",
                "kind",
                "part",
                "gravity",
            ),
            *("lost_days", "disability", "care", "applied_on", "recognised_on", "registered_on", "apply_by", "head"),
        )


class InsuranceAccidentSerializer(InjurySerializer):
    class Meta(InjurySerializer.Meta):
        fields = (
            *InjurySerializer.Meta.fields,
            "insurer",
            "policy_no",
            "claimed",
            "claim_status",
            "paid",
            "settled_on",
        )


class InjuryLine(RecordSerializer):
    """An injury beside an accident, or beside another record of it."""

    class Meta:
        model = Injury
        fields = ("id", "source", "name", "happened_on", "gravity", "disability", "claim_status", "paid")


class InjuryDetailSerializer(InsuranceAccidentSerializer):
    accident_title = serializers.CharField(source="accident.title", default=None, allow_null=True, label="所属事故")
    unable = serializers.ChoiceField(Disability.choices, allow_null=True, label="劳动能力")
    insured = serializers.ChoiceField(Paid.choices, label="受伤当月社保")
    beside = InjuryLine(many=True, label="同一起伤害的其他来源")
    suspects = InjuryLine(many=True, label="可能是同一起的记录")

    class Meta(InsuranceAccidentSerializer.Meta):
        fields = (
            *InsuranceAccidentSerializer.Meta.fields,
            "accident_title",
            "unable",
            "insured",
            "beside",
            "suspects",
            "apart_reason",
        )


class AccidentSerializer(SiteSerializer):
    class Meta:
        model = Accident
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "title", "kind", "level", "status", "happened_at", "happened_on", "location", "deaths"),
            *("missing", "serious", "minor", "loss", "report_by", "told_at", "told_late", "investigator", "due_on"),
            *("nature", "closed_on"),
        )


class AccidentFileSerializer(AccidentSerializer):
    class Meta(AccidentSerializer.Meta):
        fields = (*AccidentSerializer.Meta.fields, "description", "measures")


class AccidentDetailSerializer(AccidentSerializer):
    photos = StoredFileSerializer(many=True, label="现场照片")
    papers = StoredFileSerializer(many=True, label="调查报告")
    injuries = InjuryLine(many=True, label="伤亡人员")
    attentions = answer_of(Told, "AccidentAttention")(many=True, label="要办的事")

    class Meta(AccidentSerializer.Meta):
        fields = (
            *(*AccidentSerializer.Meta.fields, "description", "measures", "known_at", "told_to", "team", "more_days"),
            *("direct_cause", "indirect_cause", "concluded_on", "handled", "rectified", "educated", "synced_late"),
            *("photos", "papers", "injuries", "attentions"),
        )


class AccidentFilter(SiteFilter):
    late = filters.BooleanFilter(method="which_late", label="调查逾期")

    class Meta:
        model = Accident
        fields = ("level", "status", "kind", "happened_on", "investigator", "told_late", "nature", "month")

    def which_late(self, rows: Any, name: str, value: bool) -> Any:
        late = Q(due_on__lt=timezone.localdate())
        return rows.filter(late) if value else rows.filter(~late | Q(due_on=None))


class InjuryFilter(SiteFilter):
    linked = filters.BooleanFilter(field_name="head", lookup_expr="isnull", exclude=True, label="与其他来源为同一起")

    class Meta:
        model = Injury
        fields = ("source", "gravity", "disability", "kind", "happened_on", "accident", "claim_status", "month")


class AccidentViewSet(Addable, CountedViewSet):
    queryset = Accident.objects.all()
    serializer_class = AccidentSerializer
    file_class = AccidentFileSerializer
    detail_class = AccidentDetailSerializer
    filterset_class = AccidentFilter
    statistics = ACCIDENTS
    searched = ("title", "location", "description")
    ordered = ("id", "happened_at", "due_on", "loss")
    slots = ("photos", "papers")
    dictionaries: ClassVar = {"kind": services.TYPES}
    form = form_of(services.report_accident, "AccidentForm", photos=numbers("现场照片", PER_SLOT))
    add = staticmethod(on_time(services.report_accident))
    correct = step("correct", services.correct_accident, photos=numbers("现场照片", PER_SLOT))
    tell = step("tell", services.tell_authority)
    investigate = step("investigate", services.investigate_accident)
    extend = step("extend", services.extend_investigation)
    conclude = step("conclude", services.conclude_accident, papers=numbers("调查报告", PER_SLOT))
    close = step("close", services.close_accident)
    end = step("end", services.end_accident, EndInput)
    importing = Importing(
        permission="accidents.report",
        aliases={
            "happened_at": ("事故时间", "事发时间"),
            "location": ("地点", "事故地点"),
            "kind": ("事故类型", "类别"),
            "description": ("事故经过", "经过"),
            "loss": ("直接经济损失",),
        },
        left_out=("photos",),
        unique=("site", "happened_at", "location"),
    )

    @extend_schema(request=form)
    def create(self, request: Request) -> Response:
        """201 for a new accident; 200 with the first one if the same submission arrives again."""
        row = self.add(actor=request.user, **checked(self.form, request.data))
        return taken(row, self.detail_of(row))

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.injuries = list(Injury.objects.current().filter(accident=row, head=None).order_by("pk"))
        facts = Facts(
            level=row.level,
            status=row.status,
            happened_on=row.happened_on,
            kind=row.kind,
            report_by=row.report_by and timezone.localtime(row.report_by),
            told=row.told_at is not None,
            due_on=row.due_on,
            deaths=row.deaths,
            serious=row.serious,
            minor=row.minor,
            named=[each.gravity for each in row.injuries],
        )
        row.attentions = told(facts, now=timezone.now(), today=timezone.localdate())
        return super().detail_of(row)


class PersonViewSet(Addable, CountedViewSet):
    """What both registers of people share: the same table, the same steps."""

    detail_class = InjuryDetailSerializer
    filterset_class = InjuryFilter
    statistics = INJURIES
    searched = ("name", "part", "policy_no")
    ordered = ("id", "happened_on", "disability", "paid", "registered_on")
    dictionaries: ClassVar = {"kind": services.TYPES}
    join = step("join", services.join_injury, other=serializers.IntegerField(label="同一起的记录", min_value=1))
    part = step("part", services.part_injury)
    remove = step("remove", services.remove_injury, reason=text("删除原因"))

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.unable = disability(row.disability)
        row.insured = insured_in(enterprise=row.enterprise_id, id_number=row.id_number, day=row.happened_on)
        row.beside = services.beside_of(row)
        row.suspects = [each for each, _ in services.suspects_of(row)]
        return super().detail_of(row)


AMEND = form_of(services.amend_injury, "InjuryAmend")
NAMES: dict[str, tuple[str, ...]] = {
    "name": ("受伤人员", "伤者", "伤者姓名"),
    "id_number": ("身份证", "证件号码"),
    "happened_on": ("事故日期", "出险日期", "受伤时间"),
    "disability": ("伤残鉴定等级", "鉴定等级"),
    "insurer": ("保险公司", "承保机构"),
    "claimed": ("估损金额", "报损金额"),
}


class InjuryViewSet(PersonViewSet):
    """工伤: what the firm registered and what the city's data centre tells."""

    queryset = Injury.objects.exclude(source=Source.INSURER)
    serializer_class = InjurySerializer
    form = form_of(services.enter_injury, "InjuryForm")
    add = staticmethod(on_time(services.enter_injury))
    amend = step("amend", services.amend_injury, AMEND)
    importing = Importing(
        permission="accidents.enter",
        aliases=NAMES,
        left_out=("accident", "insurer", "policy_no", "claimed"),
        unique=("site", "name", "happened_on"),
    )


class InsuranceAccidentViewSet(PersonViewSet):
    """安责险事故: what was reported to the insurer, and what it paid."""

    queryset = Injury.objects.filter(source=Source.INSURER)
    serializer_class = InsuranceAccidentSerializer
    form = form_of(services.enter_claim, "InsuranceAccidentForm")
    add = staticmethod(on_time(services.enter_claim))
    amend = step("amend", services.amend_injury, AMEND)
    settle = step("settle", services.settle_claim)
    importing = Importing(
        permission="accidents.claim",
        aliases=NAMES,
        left_out=("accident", "care", "applied_on", "recognised_on", "registered_on"),
        unique=("site", "name", "happened_on", "policy_no"),
    )


urlpatterns = [
    *record_urls("accidents", AccidentViewSet),
    *record_urls("injuries", InjuryViewSet),
    *record_urls("insurance-accidents", InsuranceAccidentViewSet),
]
