"""Inspections are read here; the ledger whose subject was inspected takes them in."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.checks import services
from changqian.platform.commons.checks.models import CheckItem, Inspection
from changqian.platform.commons.checks.rules import Answer, ControlLevel, Doubt, PositionMissing, Result
from changqian.platform.commons.checks.stats import STATISTICS
from changqian.platform.commons.hazards.rules import Category, Level
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import (
    RecordSerializer,
    StepInput,
    SubmissionInput,
    checked,
    record_urls,
    step,
    taken,
)
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer

LONGEST_ID = 2**63 - 1


class CheckItemSerializer(RecordSerializer):
    class Meta:
        model = CheckItem
        fields = ("id", "text", "guidance", "required")


class CheckItemInput(serializers.Serializer):
    text = serializers.CharField(label="检查内容", max_length=200)
    guidance = serializers.CharField(label="检查要求", max_length=500, allow_blank=True, default="")
    required = serializers.BooleanField(label="必查", default=True)  # type: ignore[assignment]


class AnswerInput(serializers.Serializer):
    """The answer to one check item, or to something the patrol noticed itself (`text` instead of `item`)."""

    item = serializers.IntegerField(label="检查项", required=False, allow_null=True, min_value=1, max_value=LONGEST_ID)
    text = serializers.CharField(label="检查内容", max_length=200, allow_blank=True, default="")
    answer = serializers.ChoiceField(Answer.choices, label="结果")
    note = serializers.CharField(label="情况说明", max_length=500, allow_blank=True, default="")
    photos = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LONGEST_ID), label="照片", max_length=9, default=list
    )
    level = serializers.ChoiceField(Level.choices, label="隐患等级", default=Level.GENERAL)
    category = serializers.ChoiceField(Category.choices, label="隐患类别", default=Category.OTHER)


class LookInput(SubmissionInput):
    """One look as a phone sends it: what was scanned, which earlier task it makes up for, what was seen, and where."""

    token = serializers.CharField(label="常安码", max_length=60, allow_blank=True, default="")
    task = serializers.IntegerField(label="补做任务", min_value=1, max_value=LONGEST_ID, allow_null=True, default=None)
    answers = AnswerInput(many=True, label="检查明细", allow_empty=False, max_length=200)  # type: ignore[call-arg]
    lon = serializers.FloatField(label="经度", required=False, allow_null=True)
    lat = serializers.FloatField(label="纬度", required=False, allow_null=True)
    accuracy = serializers.FloatField(label="定位精度(米)", required=False, allow_null=True, min_value=0)
    position_missing = serializers.ChoiceField(
        PositionMissing.choices, label="无定位原因", allow_blank=True, default=""
    )
    photos = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LONGEST_ID), label="照片", max_length=9, default=list
    )
    note = serializers.CharField(label="说明", max_length=500, allow_blank=True, default="")
    begun_at = serializers.DateTimeField(label="开始时间", required=False, allow_null=True)
    photographed_at = serializers.DateTimeField(label="最早照片拍摄时间", required=False, allow_null=True)


class AnswerSerializer(serializers.Serializer):
    item = serializers.IntegerField(allow_null=True, label="检查项")
    text = serializers.CharField(label="检查内容")
    answer = serializers.ChoiceField(Answer.choices, label="结果")
    note = serializers.CharField(label="情况说明")
    photos = StoredFileSerializer(many=True, label="照片")
    hazard = serializers.IntegerField(allow_null=True, label="隐患")


class InspectionSerializer(SiteSerializer):
    class Meta:
        model = Inspection
        fields: tuple[str, ...] = (
            *SITE_FIELDS,
            "subject_kind",
            "subject_id",
            "subject_name",
            "control_level",
            "by",
            "checked_at",
            "counts_for",
            "scanned",
            "result",
            "abnormal",
            "lon",
            "lat",
            "accuracy",
            "position_missing",
            "distance",
            "far",
            "seconds",
            "photographed_at",
            "doubts",
            "synced_late",
            "note",
            "remark",
        )
        read_only_fields = fields


class InspectionDetailSerializer(InspectionSerializer):
    answers = AnswerSerializer(many=True, read_only=True, label="检查明细")
    photos = StoredFileSerializer(many=True, read_only=True, label="照片")

    class Meta(InspectionSerializer.Meta):
        fields = (*InspectionSerializer.Meta.fields, "answers", "photos")
        read_only_fields = fields


class InspectionFilter(SiteFilter):
    month = filters.DateFilter(field_name="month")
    subject_id = filters.NumberFilter(min_value=1, max_value=2**53)
    result = filters.ChoiceFilter(choices=Result.choices)
    control_level = filters.ChoiceFilter(choices=ControlLevel.choices)
    far = filters.BooleanFilter()
    doubted = filters.BooleanFilter(method="which_doubted", label="存疑")
    doubt = filters.MultipleChoiceFilter(choices=Doubt.choices, method="with_doubt", label="存疑原因")
    mine = filters.BooleanFilter(method="by_me")
    since = filters.DateFilter(field_name="checked_on", lookup_expr="gte")
    until = filters.DateFilter(field_name="checked_on", lookup_expr="lte")

    class Meta:
        model = Inspection
        fields = ("subject_kind",)

    def which_doubted(self, rows: Any, name: str, value: bool) -> Any:
        return rows.exclude(doubts=[]) if value else rows.filter(doubts=[])

    def with_doubt(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows.exclude(doubts=[]).filter(doubts__overlap=value)

    def by_me(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(created_by=self.request.user) if value else rows


class InspectionRemark(StepInput):
    remark = serializers.CharField(label="批注", max_length=500)


class InspectionViewSet(CountedViewSet):
    queryset = Inspection.objects.all()
    serializer_class = InspectionSerializer
    detail_class = InspectionDetailSerializer
    filterset_class = InspectionFilter
    statistics = STATISTICS
    ordered = ("id", "checked_at")
    remark = step("remark", services.remark_inspection, InspectionRemark)

    def taken_in(self, request: Request, form: type[LookInput], service: Callable[..., Inspection]) -> Response:
        """The look that the form tells of. The same submission again answers 200 with the first one."""
        row = service(actor=request.user, now=timezone.now(), **checked(form, request.data))
        return taken(row, self.detail_of(row))

    def detail_of(self, row: Any) -> Mapping[str, object]:
        shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for file in attached(Inspection, [row.pk]).get(row.pk, []):
            shown[file["slot"]].append(file)
        row.photos = shown["photos"]
        row.answers = [{**each, "photos": shown[f"answer{n}"]} for n, each in enumerate(row.answers)]
        return super().detail_of(row)


urlpatterns = record_urls("inspections", InspectionViewSet)
