from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from changqian.platform.foundation.enterprises.filters import MOST, region_ids
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordSerializer,
    RecordViewSet,
    StepInput,
    answer,
    checked,
    record_urls,
    step,
)
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.forms import form_of, numbers, on_time
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.safety.cases import services
from changqian.platform.safety.cases.models import AccidentCase, Reading
from changqian.platform.safety.cases.rules import Level, Status


class AccidentCaseSerializer(RecordSerializer):
    class Meta:
        model = AccidentCase
        fields: tuple[str, ...] = (
            *(
                "id",
                "version",
                "created_at",
                "title",
                "happened_on",
                "place",
                "level",
                "industries",
                "deaths",
                "injured",
            ),
            *("loss", "authority", "reference", "verified", "status", "published_at"),
        )


class AccidentCaseDetailSerializer(AccidentCaseSerializer):
    papers = StoredFileSerializer(many=True, label="附件")
    read_by_me = serializers.BooleanField(label="我已学习")

    class Meta(AccidentCaseSerializer.Meta):
        fields = (
            *(*AccidentCaseSerializer.Meta.fields, "summary", "direct_cause", "indirect_cause", "lessons"),
            *("papers", "read_by_me"),
        )


class AccidentCaseFilter(filters.FilterSet):
    level = AnyOf(choices=Level.choices, label="事故等级")
    status = AnyOf(choices=Status.choices, label="状态")
    happened_on = filters.DateFromToRangeFilter(label="发生日期")
    unread = filters.BooleanFilter(method="which_unread", label="我还没有学习")
    industry = filters.CharFilter(method="about", max_length=5, label="行业")
    enterprise = filters.NumberFilter(method="for_firm", min_value=1, max_value=MOST, label="与企业行业有关")

    class Meta:
        model = AccidentCase
        fields = ("verified",)

    def which_unread(self, rows: Any, name: str, value: bool) -> Any:
        read = Exists(Reading.objects.filter(case=OuterRef("pk"), created_by=self.request.user))
        return rows.exclude(read) if value else rows.filter(read)

    def about(self, rows: Any, name: str, value: str) -> Any:
        """Published to this class of GB/T 4754, to a part it belongs to, or to all."""
        parts = [value[:length] for length in range(1, len(value) + 1)]
        return rows.filter(industries__overlap=parts) | rows.filter(industries=[])

    def for_firm(self, rows: Any, name: str, value: Any) -> Any:
        """Published to the industry of this firm, which the reader has to see."""
        firm = Enterprise.objects.within(self.request.user, "cases.view").filter(pk=value).first()
        return self.about(rows, name, firm.industry) if firm else rows.none()


class CaseRead(StepInput):
    enterprise = serializers.PrimaryKeyRelatedField(queryset=Enterprise.objects.current(), label="企业")


class ReadingsQuery(serializers.Serializer):
    region = serializers.IntegerField(required=False, min_value=1, max_value=MOST, label="属地")


class AccidentCaseViewSet(Addable, RecordViewSet):
    queryset = AccidentCase.objects.all()
    serializer_class = AccidentCaseSerializer
    detail_class = AccidentCaseDetailSerializer
    filterset_class = AccidentCaseFilter
    searched = ("title", "place", "summary", "direct_cause")
    ordered = ("id", "happened_on", "deaths", "published_at")
    form = form_of(services.write_case, "AccidentCaseForm", papers=numbers("附件"))
    add = staticmethod(on_time(services.write_case))
    edit = step("edit", services.edit_case)
    publish = step("publish", services.publish_case)
    withdraw = step("withdraw", services.withdraw_case)
    end = step("end", services.end_case, EndInput)
    read = step("read", services.read_case, CaseRead)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.papers = attached(AccidentCase, [row.pk]).get(row.pk, [])
        row.read_by_me = Reading.objects.filter(case=row, created_by=self.request.user).exists()
        return super().detail_of(row)

    @extend_schema(parameters=[ReadingsQuery], responses=answer_of(services.Readings, "CaseReadings"))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def readings(self, request: Request, pk: str) -> HttpResponse:
        """How many of the firms it was published to have read it, by area; and which have not."""
        asked = checked(ReadingsQuery, request.query_params)
        regions = region_ids(asked["region"]) if "region" in asked else None
        return answer(services.readings(self.get_object(), actor=request.user, region=regions))  # type: ignore[arg-type]


urlpatterns = record_urls("accident-cases", AccidentCaseViewSet)
