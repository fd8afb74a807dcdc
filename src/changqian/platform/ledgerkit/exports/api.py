"""Exporting over HTTP. Everybody sees his own exports and nobody else's."""

from typing import Any, cast

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import checked
from changqian.platform.kernel.pages import Page
from changqian.platform.ledgerkit.api import AreasQuery, stats_asked
from changqian.platform.ledgerkit.exports import services
from changqian.platform.ledgerkit.exports.columns import columns_of
from changqian.platform.ledgerkit.exports.models import Export
from changqian.platform.ledgerkit.exports.rules import OPEN, Format
from changqian.platform.ledgerkit.exports.statistics import counted, statistics_file
from changqian.platform.ledgerkit.ledgers import ledger

TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PDF: "application/pdf",
}


class ExportColumnSerializer(serializers.Serializer):
    name = serializers.CharField(label="列")
    label = serializers.CharField(label="名称")  # type: ignore[assignment]


class ExportLedgerSerializer(serializers.Serializer):
    """A ledger whose list the user may take along."""

    name = serializers.CharField(label="台账")
    title = serializers.CharField(label="名称")
    columns = ExportColumnSerializer(many=True, label="可导出的列")


class ExportSerializer(serializers.ModelSerializer):
    ledger_title = serializers.SerializerMethodField(label="台账名称")
    rate = serializers.SerializerMethodField(label="每秒行数")
    cancelling = serializers.SerializerMethodField(label="正在取消")

    class Meta:
        model = Export
        fields: tuple[str, ...] = (
            *("id", "ledger", "ledger_title", "query", "conditions", "format", "status", "total", "done", "rate"),
            *("cancelling", "name", "size", "message", "created_at", "started_at", "finished_at", "expires_at"),
        )
        read_only_fields = fields

    def get_ledger_title(self, row: Export) -> str:
        return ledger(row.ledger).title

    def get_rate(self, row: Export) -> float:
        if row.started_at is None:
            return 0.0
        seconds = ((row.finished_at or timezone.now()) - row.started_at).total_seconds()
        return round(row.done / seconds, 1) if seconds > 0 else 0.0

    def get_cancelling(self, row: Export) -> bool:
        return row.status in OPEN and row.cancel_asked_at is not None


class ExportsPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = ExportSerializer(many=True)


class ExportAsk(serializers.Serializer):
    """`query` is what stands behind the question mark of the list; no columns means all."""

    ledger = serializers.CharField(max_length=40, label="台账")
    query = serializers.CharField(max_length=4000, label="查询参数", allow_blank=True, default="")
    columns = serializers.ListField(
        child=serializers.CharField(max_length=60), label="列", required=False, default=list, max_length=200
    )
    format = serializers.ChoiceField(Format.choices, label="格式", default=Format.XLSX)


def _actor(request: Request) -> User:
    return cast(User, request.user)


class ExportLedgersView(APIView):
    @extend_schema(responses=ExportLedgerSerializer(many=True), operation_id="exports_ledgers")
    def get(self, request: Request) -> Response:
        """The ledgers this user may export, with the columns of their lists."""
        told = [
            {"name": each.name, "title": each.title, "columns": columns_of(each)}
            for each in services.exportable(_actor(request))
        ]
        return Response(ExportLedgerSerializer(told, many=True).data)


class ExportsView(APIView):
    @extend_schema(responses=ExportsPageSerializer, operation_id="exports_list")
    def get(self, request: Request) -> Response:
        """One's own exports, newest first."""
        page = Page()
        rows = page.paginate_queryset(Export.objects.filter(user=_actor(request)).order_by("-pk"), request)
        found = ExportSerializer(rows, many=True).data
        return Response({"count": page.count, "capped": page.capped, "results": found})

    @extend_schema(request=ExportAsk, responses={201: ExportSerializer}, operation_id="exports_ask")
    def post(self, request: Request) -> Response:
        """The rows that the list shows with this query, as a file: at once if they are few."""
        given: dict[str, Any] = checked(ExportAsk, request.data)
        row = services.ask(actor=_actor(request), ledger_name=given.pop("ledger"), now=timezone.now(), **given)
        return Response(ExportSerializer(row).data, status=status.HTTP_201_CREATED)


class ExportView(APIView):
    @extend_schema(responses=ExportSerializer, operation_id="exports_retrieve")
    def get(self, request: Request, pk: int) -> Response:
        return Response(ExportSerializer(services.own(pk, actor=_actor(request))).data)


class ExportCancelView(APIView):
    @extend_schema(request=None, responses=ExportSerializer, operation_id="exports_cancel")
    def post(self, request: Request, pk: int) -> Response:
        return Response(ExportSerializer(services.cancel(pk, actor=_actor(request), now=timezone.now())).data)


@extend_schema_view(
    get=extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, operation_id="exports_file"),
    post=extend_schema(operation_id="exports_ticket"),
)
class ExportFileView(FileByTicket):
    """The file, for 24 hours, for who asked for it; each download is audited."""

    def refuse(self, request: Request, *, pk: int) -> None:
        actor = _actor(request)
        services.refuse_unready(services.own(pk, actor=actor), actor=actor, now=timezone.now())

    def file(self, request: Request, *, pk: int) -> HttpResponseBase:
        row, file = services.download(pk, actor=_actor(request), now=timezone.now())
        answered = as_file(file, TYPES[Format(row.format)], row.name)
        answered["Content-Length"] = str(row.size)
        return answered


@extend_schema_view(
    get=extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY}, operation_id="exports_print"),
    post=extend_schema(operation_id="exports_print_ticket"),
)
class PrintView(FileByTicket):
    """One record on A4, with the code that opens it; each time is audited. 404 for who may not read it."""

    def refuse(self, request: Request, *, ledger: str, pk: int) -> None:
        services.printable(pk, actor=_actor(request), ledger_name=ledger)

    def file(self, request: Request, *, ledger: str, pk: int) -> HttpResponseBase:
        pdf = services.print_record(pk, actor=_actor(request), ledger_name=ledger, now=timezone.now())
        return as_file(pdf, TYPES[Format.PDF], f"{pk}.pdf", shown=True)


@extend_schema_view(
    get=extend_schema(
        parameters=[AreasQuery],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        operation_id="exports_statistics",
    ),
    post=extend_schema(parameters=[AreasQuery], operation_id="exports_statistics_ticket"),
)
class StatisticsView(FileByTicket):
    """The statistics of a ledger by area, as far as the reader sees them; each time is audited."""

    def refuse(self, request: Request, *, ledger: str) -> None:
        counted(_actor(request), ledger)
        stats_asked(AreasQuery, request)

    def file(self, request: Request, *, ledger: str) -> HttpResponseBase:
        asked = stats_asked(AreasQuery, request)
        name, file = statistics_file(actor=_actor(request), ledger_name=ledger, asked=asked, now=timezone.now())
        return as_file(file, TYPES[Format.XLSX], name)


urlpatterns = [
    path("statistics/<slug:ledger>/", StatisticsView.as_view()),
    path("prints/<slug:ledger>/<int:pk>/", PrintView.as_view()),
    path("exports/", ExportsView.as_view()),
    path("exports/ledgers/", ExportLedgersView.as_view()),
    path("exports/<int:pk>/", ExportView.as_view()),
    path("exports/<int:pk>/cancel/", ExportCancelView.as_view()),
    path("exports/<int:pk>/file/", ExportFileView.as_view()),
]
