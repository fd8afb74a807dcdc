"""Months as they were summed up, for whoever supervises or runs what they are about. Only read."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.commons.summaries import services
from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.printing import MIMES, named, on_paper
from changqian.platform.commons.summaries.rules import Paper, Reach
from changqian.platform.commons.summaries.stats import ConfirmedIn, confirmed_by_area
from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import RecordSerializer, RecordViewSet, checked, record_urls, step
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.ledgerkit.exports.services import note_print
from changqian.platform.ledgerkit.stats import Level

LEVELS = ("district", "town")
FIGURES = (
    *("month", "revision", "created_at", "quality"),
    *(f"quality_{part.value}" for part in services.Part),
    *services.COLUMNS,
)
MOST_VERSIONS = 50
SHARE: Any = answer_of(services.Share, "SummaryShare")


class VersionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    revision = serializers.IntegerField(label="版次")
    created_at = serializers.DateTimeField(label="形成时间")
    quality = serializers.DecimalField(label="质效值", max_digits=4, decimal_places=1, allow_null=True)
    differences: Any = answer_of(services.Difference, "SummaryDifference")(many=True, label="与上一版的差异")


class Explained(serializers.Serializer):
    """What a detail says beside the figures."""

    sentences = serializers.ListField(child=serializers.CharField(), label="小结")
    parts = SHARE(many=True, label="质效值组成")
    levels: Any = answer_of(services.OfLevel, "SummaryLevel")(many=True, label="四类风险任务")
    versions = VersionSerializer(many=True, label="各版次")


class FirmSummarySerializer(LedgerSerializer):
    class Meta:
        model = FirmSummary
        fields: tuple[str, ...] = (
            *("id", "version", "enterprise", "enterprise_name", "confirmation", "confirmed_at"),
            *FIGURES,
        )
        read_only_fields = fields


class FirmSummaryDetail(Explained, FirmSummarySerializer):
    confirmed_by_name = serializers.CharField(source="confirmed_by.name", default="", read_only=True, label="确认人")
    hazards_named: Any = answer_of(services.ListedHazard, "SummaryHazard")(many=True, label="重大和逾期隐患")
    advice = serializers.ListField(child=serializers.CharField(), label="下月要做")

    class Meta(FirmSummarySerializer.Meta):
        fields = (
            *FirmSummarySerializer.Meta.fields,
            *("confirmed_by_name", "confirmed_as", "plan", "hazards_named", "advice"),
            *Explained().fields,
        )
        read_only_fields = fields


class ConfirmedQuery(serializers.Serializer):
    month = serializers.DateField(label="月份", required=False)
    level = serializers.ChoiceField(LEVELS, default="district", label="统计到")
    region = serializers.IntegerField(label="地区", required=False, min_value=1, max_value=MOST)


CONFIRMED_IN: Any = answer_of(ConfirmedIn, "SummaryConfirmedArea")


class ConfirmedSerializer(serializers.Serializer):
    whole = CONFIRMED_IN(label="合计")
    areas = CONFIRMED_IN(many=True, label="各地区")


class RegionSummarySerializer(RecordSerializer):
    region_name = serializers.CharField(source="region.name", read_only=True, label="地区")
    path = serializers.CharField(source="region.path", read_only=True, label="区划路径")

    class Meta:
        model = RegionSummary
        fields: tuple[str, ...] = ("id", "version", "region", "region_name", "path", *services.FIRMS, *FIGURES)
        read_only_fields = fields


class RegionSummaryDetail(Explained, RegionSummarySerializer):
    class Meta(RegionSummarySerializer.Meta):
        fields = (*RegionSummarySerializer.Meta.fields, *Explained().fields)
        read_only_fields = fields


class SummaryFilter(filters.FilterSet):
    month = filters.DateFilter(label="月份")
    since = filters.DateFilter(field_name="month", lookup_expr="gte", label="月份从")
    until = filters.DateFilter(field_name="month", lookup_expr="lte", label="月份到")
    below = filters.NumberFilter(field_name="quality", lookup_expr="lt", min_value=0, max_value=100, label="质效值低于")
    corrected = filters.BooleanFilter(method="more_than_once", label="更正过")

    def more_than_once(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(revision__gt=1) if value else rows.filter(revision=1)


class FirmSummaryFilter(SummaryFilter, LedgerFilter):
    class Meta:
        model = FirmSummary
        fields = ("confirmation",)


class RegionSummaryFilter(SummaryFilter, LedgerFilter):
    """`only` asks for one region itself, `region` for it with all below."""

    enterprise = None
    only = filters.NumberFilter(field_name="region", min_value=1, max_value=MOST, label="只看这个地区")
    level = filters.ChoiceFilter(choices=Reach.choices, method="of_level", label="统计到")

    class Meta:
        model = RegionSummary
        fields = ()

    def of_level(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(region__path__regex=f"^.{{{Level[value.upper()]}}}$")


class Summed:
    """What both kinds answer in the same way."""

    ordered: ClassVar[tuple[str, ...]] = ("month", "quality", "tasks", "hazards")

    def detail_of(self: Any, row: Any) -> Mapping[str, object]:
        versions = type(row).objects.within(self.request.user, "summaries.view").filter(month=row.month)
        same = {"enterprise": row.enterprise_id} if isinstance(row, FirmSummary) else {"region": row.region_id}
        row.versions = list(versions.filter(**same).order_by("-revision")[:MOST_VERSIONS])
        for each in row.versions:
            each.differences = services.differences(each)
        row.sentences, row.parts, row.levels = services.said(row), services.parts_of(row), services.levels_of(row)
        return super().detail_of(row)  # type: ignore[misc]


class FirmSummaryViewSet(Summed, LedgerViewSet):
    queryset = FirmSummary.objects.select_related("enterprise", "confirmed_by")
    serializer_class = FirmSummarySerializer
    detail_class = FirmSummaryDetail
    filterset_class = FirmSummaryFilter
    confirm = step("confirm", services.confirm_month)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.hazards_named = services.hazards_of(row, actor=self.request.user, today=timezone.localdate())
        row.advice = services.advice_of(row, row.hazards_named)
        return super().detail_of(row)

    @extend_schema(parameters=[ConfirmedQuery], responses=ConfirmedSerializer, filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None)
    def confirmed(self, request: Request) -> Response:
        """Who has confirmed the reports of a month (the last that has ended) and who has not, by area."""
        asked = checked(ConfirmedQuery, request.query_params)
        regions = region_ids(asked["region"]) if "region" in asked else None
        found = confirmed_by_area(
            request.user,  # type: ignore[arg-type]
            month=month_of(asked.get("month") or add_months(timezone.localdate(), -1)),
            level=asked["level"],
            regions=regions,
        )
        return Response(ConfirmedSerializer(found).data)


class RegionSummaryViewSet(Summed, RecordViewSet):
    queryset = RegionSummary.objects.select_related("region")
    serializer_class = RegionSummarySerializer
    detail_class = RegionSummaryDetail
    filterset_class = RegionSummaryFilter
    searched = ("region__name",)


class PaperQuery(serializers.Serializer):
    paper = serializers.ChoiceField(Paper.choices, label="格式", default=Paper.PDF)


def paper_of(model: type[FirmSummary] | type[RegionSummary], name: str) -> type[FileByTicket]:
    """Any version of a summary on paper; each time is audited."""

    class View(FileByTicket):
        def _row(self, request: Request, pk: int) -> Any:
            actor: Any = request.user
            return model.objects.within(actor, "summaries.view").get(pk=pk)

        def refuse(self, request: Request, *, pk: int) -> None:
            checked(PaperQuery, request.query_params)
            self._row(request, pk)

        def file(self, request: Request, *, pk: int) -> HttpResponseBase:
            row, actor = self._row(request, pk), request.user
            paper = Paper(checked(PaperQuery, request.query_params)["paper"])
            content = on_paper(row, paper, reader=actor, now=timezone.now())  # type: ignore[arg-type]
            note_print([row], actor=actor, what=str(model._meta.verbose_name))  # type: ignore[arg-type]
            return as_file(content, MIMES[paper], f"{named(row)}.{paper.value}", shown=paper is Paper.PDF)

    View.__doc__ = paper_of.__doc__
    binary: Any = {(200, mime): OpenApiTypes.BINARY for mime in MIMES.values()}
    return extend_schema_view(
        get=extend_schema(parameters=[PaperQuery], responses=binary, operation_id=name),
        post=extend_schema(parameters=[PaperQuery], operation_id=f"{name}_ticket"),
    )(View)


urlpatterns = [
    path("firm-summaries/<int:pk>/file/", paper_of(FirmSummary, "firm_summaries_file").as_view()),
    path("region-summaries/<int:pk>/file/", paper_of(RegionSummary, "region_summaries_file").as_view()),
    *record_urls("firm-summaries", FirmSummaryViewSet),
    *record_urls("region-summaries", RegionSummaryViewSet),
]
