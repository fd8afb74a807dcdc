"""How fresh each feed is, what came in which batch, and what could not be taken: for whoever runs the exchange."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.commons.province.models import Batch, Reject
from changqian.platform.commons.province.rules import BatchState, Fate, Feed, Trouble
from changqian.platform.commons.province.services import RUN, bind_firm, freshness, set_aside
from changqian.platform.foundation.records.api import (
    RecordSerializer,
    RecordViewSet,
    answer,
    checked,
    record_urls,
    spoken,
    step,
)
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.foundation.records.forms import StepInput
from changqian.platform.integrations.provincial_risk.services import columns_of, retry
from changqian.platform.integrations.provincial_risk.tasks import ask_for
from changqian.platform.kernel.filters import AskedFilters
from changqian.platform.kernel.pages import Page
from changqian.platform.kernel.permissions import holds

LATE_AFTER = timedelta(hours=3)
"Fetched every hour; behind by this much, something is wrong."


class ProvinceBatchSerializer(serializers.ModelSerializer):
    asked_by_name = serializers.CharField(source="asked_by.name", default="", label="发起人")

    class Meta:
        model = Batch
        fields = (
            *("id", "feed", "state", "since", "as_of", "pages", "received", "created", "changed", "unchanged"),
            *("outdated", "rejected", "unmatched", "digest", "started_at", "finished_at", "error", "note"),
            "asked_by_name",
        )


class ProvinceFeedTold(serializers.Serializer):
    """`lag`: seconds since the moment up to which we know what the province knew; null before the first batch."""

    feed = serializers.ChoiceField(Feed.choices)
    label: Any = serializers.CharField()
    last = ProvinceBatchSerializer(allow_null=True)
    newest = ProvinceBatchSerializer(allow_null=True)
    lag = serializers.IntegerField(allow_null=True)
    late = serializers.BooleanField()
    rows = serializers.IntegerField()
    unmatched = serializers.IntegerField()
    open_rejects = serializers.IntegerField()


class ProvincePull(serializers.Serializer):
    full = serializers.BooleanField(label="全部重取", default=False)


class FeedsView(APIView):
    permission_classes = [holds(RUN)]

    @extend_schema(responses=ProvinceFeedTold(many=True), operation_id="province_feeds_list")
    def get(self, request: Request) -> HttpResponse:
        """Every feed, and how far behind the province we are."""
        now = timezone.now()
        told = []
        for each in freshness():
            last: Batch | None = each["last"]
            lag = now - last.as_of if last and last.as_of else None
            told.append(
                each | {"lag": int(lag.total_seconds()) if lag else None, "late": lag is None or lag > LATE_AFTER}
            )
        return answer(ProvinceFeedTold(told, many=True).data)


class PullView(APIView):
    permission_classes = [holds(RUN)]

    @extend_schema(request=ProvincePull, responses={202: None}, operation_id="province_feeds_pull")
    def post(self, request: Request, feed: str) -> Response:
        """Let the worker fetch it now."""
        if feed not in Feed.values:
            raise exceptions.NotFound
        ask_for(feed, actor=request.user, **checked(ProvincePull, request.data))  # type: ignore[arg-type]
        return Response(status=status.HTTP_202_ACCEPTED)

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


class BatchFilter(filters.FilterSet):
    feed = AnyOf(choices=Feed.choices)
    state = AnyOf(choices=BatchState.choices)

    class Meta:
        model = Batch
        fields: list[str] = []


class BatchesView(GenericAPIView):
    queryset = Batch.objects.all()
    serializer_class = ProvinceBatchSerializer
    permission_classes = [holds(RUN)]
    pagination_class = Page
    filter_backends = [AskedFilters]
    filterset_class = BatchFilter

    @extend_schema(responses=ProvinceBatchSerializer(many=True), operation_id="province_batches_list")
    def get(self, request: Request) -> HttpResponse:
        """What came when, newest first."""
        rows = self.filter_queryset(Batch.objects.select_related("asked_by").order_by("-pk"))
        paginator: Any = self.paginator
        told = ProvinceBatchSerializer(self.paginate_queryset(rows), many=True).data
        return answer({"count": paginator.count, "capped": paginator.capped, "results": told})


class ProvinceRejectSerializer(RecordSerializer):
    enterprise_name = serializers.CharField(source="enterprise.name", default="", label="关联企业")

    class Meta:
        model = Reject
        fields: tuple[str, ...] = (
            *("id", "version", "feed", "trouble", "reason", "name", "uscc", "source_id", "created_at"),
            *("fate", "explanation", "resolved_at", "enterprise", "enterprise_name", "batch"),
        )


class ProvinceColumn(serializers.Serializer):
    column = serializers.CharField()
    label: Any = serializers.CharField()
    value = serializers.CharField()
    wrong = serializers.BooleanField()


class ProvinceRejectDetail(ProvinceRejectSerializer):
    columns = ProvinceColumn(many=True, label="收到的内容")

    class Meta(ProvinceRejectSerializer.Meta):
        fields = (*ProvinceRejectSerializer.Meta.fields, "columns")


class ProvinceRetry(StepInput):
    corrections = serializers.DictField(
        child=serializers.CharField(max_length=4000), label="更正", default=dict,
        help_text="按省系统的字段名；不填则原样重试",
    )  # fmt: skip


class RejectFilter(filters.FilterSet):
    feed = AnyOf(choices=Feed.choices)
    fate = AnyOf(choices=Fate.choices)
    trouble = AnyOf(choices=Trouble.choices)
    batch = filters.NumberFilter(min_value=1, max_value=2**53)

    class Meta:
        model = Reject
        fields: list[str] = []


class RejectViewSet(RecordViewSet):
    queryset = Reject.objects.all()
    serializer_class = ProvinceRejectSerializer
    detail_class = ProvinceRejectDetail
    filterset_class = RejectFilter
    searched = ("name", "uscc", "source_id", "reason")
    ordered = ("id", "resolved_at")

    def get_queryset(self) -> QuerySet:
        rows: Any = Reject.objects.order_by("-pk")
        return rows if getattr(self, "swagger_fake_view", False) else rows.within(self.request.user, RUN).current()

    retry = step("retry", retry, ProvinceRetry)
    bind = step("bind", bind_firm)
    set_aside = step("set_aside", set_aside)

    def detail_of(self, row: Any) -> Mapping[str, object]:
        row.columns = [
            {"column": column, "label": label, "value": value, "wrong": column == row.column}
            for column, label, value in columns_of(row.feed, row.row)
        ]
        return ProvinceRejectDetail(row).data


urlpatterns = [
    path("province-feeds/", FeedsView.as_view()),
    path("province-feeds/<str:feed>/pull/", PullView.as_view()),
    path("province-batches/", BatchesView.as_view()),
    *record_urls("province-rejects", RejectViewSet),
]
