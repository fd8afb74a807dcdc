"""Importing over HTTP. Everybody sees his own imports and nobody else's."""

from datetime import datetime
from typing import Any, cast

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.api import FileUpload
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import checked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.pages import Page
from changqian.platform.ledgerkit.imports import services, sheets
from changqian.platform.ledgerkit.imports.cells import cell_of, shown
from changqian.platform.ledgerkit.imports.columns import columns_of
from changqian.platform.ledgerkit.imports.headers import LOOKED_AT
from changqian.platform.ledgerkit.imports.models import Import, ImportRow
from changqian.platform.ledgerkit.imports.rules import (
    AT_WORK,
    LARGEST,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_ROWS,
    Kind,
    Mode,
    RowState,
    Status,
)
from changqian.platform.ledgerkit.ledgers import Ledger, ledger

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = {(200, XLSX): OpenApiTypes.BINARY}


class ImportColumnSerializer(serializers.Serializer):
    """A column that a file for this ledger may have."""

    name = serializers.CharField(label="字段")
    label = serializers.CharField(label="名称")  # type: ignore[assignment]
    kind = serializers.ChoiceField(Kind.choices, label="内容")
    required = serializers.BooleanField(label="必填")  # type: ignore[assignment]
    hint = serializers.CharField(label="怎样填")
    options = serializers.ListField(child=serializers.CharField(), label="可选内容")


class ImportLedgerSerializer(serializers.Serializer):
    """A ledger into which the user may import."""

    name = serializers.CharField(label="台账")
    title = serializers.CharField(label="名称")
    columns = ImportColumnSerializer(many=True, label="可导入的列")


class ImportSheetSerializer(serializers.Serializer):
    name = serializers.CharField(label="工作表")
    rows = serializers.IntegerField(label="行数")
    columns = serializers.IntegerField(label="列数")


class ImportMatchSerializer(serializers.Serializer):
    """A column of the file and what it is taken for."""

    column = serializers.IntegerField(label="列")
    header = serializers.CharField(label="表头", allow_blank=True)
    field = serializers.CharField(label="对应字段", allow_null=True)
    confidence = serializers.FloatField(label="把握")
    sure = serializers.BooleanField(label="确定")
    remembered = serializers.BooleanField(label="上次的对应")
    samples = serializers.ListField(child=serializers.CharField(), label="内容举例")


class ImportProposalSerializer(serializers.Serializer):
    """What the columns of a sheet probably mean."""

    sheet = serializers.CharField(label="工作表")
    header_row = serializers.IntegerField(label="表头行", allow_null=True)
    header_depth = serializers.IntegerField(label="表头行数")
    columns = ImportMatchSerializer(many=True, label="各列")
    missing = serializers.ListField(child=serializers.CharField(), label="还没有对应的必填项")
    head = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), label="开头几行")


class ImportSerializer(serializers.ModelSerializer):
    ledger_title = serializers.SerializerMethodField(label="台账名称")
    rate = serializers.SerializerMethodField(label="每秒行数")
    cancelling = serializers.SerializerMethodField(label="正在取消")

    class Meta:
        model = Import
        fields: tuple[str, ...] = (
            *("id", "ledger", "ledger_title", "name", "form", "status", "sheet", "header_row", "header_depth"),
            *("mode", "total", "checked", "ready", "wrong", "passed_over", "done", "rate", "cancelling", "message"),
            *("created_at", "started_at", "finished_at"),
        )
        read_only_fields = fields

    def get_ledger_title(self, row: Import) -> str:
        return ledger(row.ledger).title

    def get_rate(self, row: Import) -> float:
        """Of the phase under way, or the last one."""
        return rate(row, timezone.now())

    def get_cancelling(self, row: Import) -> bool:
        return row.status in AT_WORK and row.cancel_asked_at is not None


class ImportDetailSerializer(ImportSerializer):
    sheets = ImportSheetSerializer(many=True, label="工作表")
    fields_known = ImportColumnSerializer(many=True, label="可导入的列")
    mapping = serializers.DictField(child=serializers.CharField(), label="对应关系")
    proposal = ImportProposalSerializer(label="建议的对应", allow_null=True)

    class Meta(ImportSerializer.Meta):
        fields = (*ImportSerializer.Meta.fields, "headers", "sheets", "fields_known", "mapping", "proposal")
        read_only_fields = fields


class ImportsPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = ImportSerializer(many=True)


class ImportTroubleSerializer(serializers.Serializer):
    """What is wrong with a row, or with a hint what to look at."""

    column = serializers.IntegerField(label="列", allow_null=True)
    header = serializers.CharField(label="表头", allow_blank=True)
    field = serializers.CharField(label="字段", allow_null=True)
    reason = serializers.CharField(label="原因")
    hint = serializers.BooleanField(label="仅提示")
    sentence = serializers.CharField(label="完整说明")


class ImportRowSerializer(serializers.Serializer):
    """A row of the file as it stands there, and as it will be stored."""

    number = serializers.IntegerField(label="行号")
    state = serializers.ChoiceField(RowState.choices, label="状态")
    cells = serializers.ListField(child=serializers.CharField(allow_blank=True), label="原内容")
    values = serializers.DictField(child=serializers.CharField(), label="将保存的内容")
    errors = ImportTroubleSerializer(many=True, label="问题")  # type: ignore[assignment]
    record = serializers.IntegerField(label="生成的记录", allow_null=True)


class ImportRowsPageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    capped = serializers.BooleanField()
    results = ImportRowSerializer(many=True)


class ImportRowsQuery(serializers.Serializer):
    state = serializers.ChoiceField(RowState.choices, required=False, label="状态")
    limit = serializers.IntegerField(default=50, min_value=1, max_value=500)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=MOST_ROWS)


class TemplateQuery(serializers.Serializer):
    ledger = serializers.CharField(max_length=40, label="台账")


class ImportUpload(FileUpload):
    ledger = serializers.CharField(max_length=40, label="台账")


class ProposalQuery(serializers.Serializer):
    sheet = serializers.CharField(max_length=100, required=False, label="工作表")
    header_row = serializers.IntegerField(min_value=1, max_value=LOOKED_AT, required=False, label="表头行")
    header_depth = serializers.IntegerField(min_value=1, max_value=2, default=1, label="表头行数")


class ImportMatchInput(serializers.Serializer):
    column = serializers.IntegerField(min_value=0, max_value=MOST_COLUMNS, label="列")
    field = serializers.CharField(max_length=60, allow_null=True, label="对应字段")


class ImportMap(serializers.Serializer):
    """What each column means; `field` null leaves a column out."""

    sheet = serializers.CharField(max_length=100, label="工作表")
    header_row = serializers.IntegerField(min_value=1, max_value=LOOKED_AT, label="表头行")
    header_depth = serializers.IntegerField(min_value=1, max_value=2, default=1, label="表头行数")
    columns = ImportMatchInput(many=True, allow_empty=False, max_length=MOST_COLUMNS, label="各列")  # type: ignore[call-arg]


class ImportConfirm(serializers.Serializer):
    mode = serializers.ChoiceField(Mode.choices, label="方式")
    rows = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        required=False,
        allow_null=True,
        allow_empty=False,
        max_length=MOST_ROWS,
        label="只导入这些行",
    )


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"文件不能超过{LARGEST // MEGABYTE}MB，请拆成几个文件后分别上传"
    default_code = "too_large"


def rate(row: Import, now: datetime) -> float:
    if row.started_at is None:
        return 0.0
    count = row.done if row.mode and row.status != Status.CHECKING else row.checked
    seconds = ((row.finished_at or now) - row.started_at).total_seconds()
    return round(count / seconds, 1) if seconds > 0 else 0.0


def _actor(request: Request) -> User:
    return cast(User, request.user)


def _columns(name: str) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "label": each.label,
            "kind": each.kind,
            "required": each.required,
            "hint": each.hint,
            "options": list(each.labels.values()),
        }
        for each in columns_of(ledger(name))
    ]


def _detail(row: Import, actor: User) -> dict[str, Any]:
    row.fields_known = _columns(row.ledger)  # type: ignore[attr-defined]
    row.proposal = services.proposal(row, actor=actor) if row.status == Status.MAPPING else None  # type: ignore[attr-defined]
    return dict(ImportDetailSerializer(row).data)


class LedgersView(APIView):
    @extend_schema(responses=ImportLedgerSerializer(many=True), operation_id="imports_ledgers")
    def get(self, request: Request) -> Response:
        """The ledgers this user may import into, with their columns."""
        found = services.importable(_actor(request))
        told = [{"name": each.name, "title": each.title, "columns": _columns(each.name)} for each in found]
        return Response(ImportLedgerSerializer(told, many=True).data)


@extend_schema_view(
    get=extend_schema(parameters=[TemplateQuery], responses=BINARY, operation_id="imports_template"),
    post=extend_schema(parameters=[TemplateQuery], operation_id="imports_template_ticket"),
)
class TemplateView(FileByTicket):
    """An empty file to fill in, with the sites of one's firm to choose from."""

    def _ledger(self, request: Request) -> Ledger:
        name = checked(TemplateQuery, request.query_params)["ledger"]
        return services.importable_ledger(name, _actor(request))

    def refuse(self, request: Request) -> None:
        self._ledger(request)

    def file(self, request: Request) -> HttpResponseBase:
        known = self._ledger(request)
        return as_file(sheets.template(known, actor=_actor(request)), XLSX, f"{known.title}导入模板.xlsx")


class ImportsView(APIView):
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced length, before anything reads the body onto the disk."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > LARGEST + MEGABYTE:
            raise TooLarge
        super().initial(request, *args, **kwargs)

    @extend_schema(responses=ImportsPageSerializer, operation_id="imports_list")
    def get(self, request: Request) -> Response:
        """One's own imports, newest first."""
        page = Page()
        rows = page.paginate_queryset(Import.objects.filter(user=_actor(request)).order_by("-pk"), request)
        found = ImportSerializer(rows, many=True).data
        return Response({"count": page.count, "capped": page.capped, "results": found})

    @extend_schema(
        request={"multipart/form-data": ImportUpload},
        responses={201: ImportDetailSerializer},
        operation_id="imports_upload",
    )
    def post(self, request: Request) -> Response:
        """Upload a file; the answer proposes what its columns mean."""
        given = checked(ImportUpload, request.data)
        file, actor = given["file"], _actor(request)
        if file.size > LARGEST:
            raise TooLarge
        row = services.upload(file.read(), actor=actor, ledger=given["ledger"], name=file.name, now=timezone.now())
        return Response(_detail(row, actor), status=status.HTTP_201_CREATED)


class ImportView(APIView):
    @extend_schema(responses=ImportDetailSerializer, operation_id="imports_retrieve")
    def get(self, request: Request, pk: int) -> Response:
        """Where it is: state, counts and rate; while it waits for a mapping, the proposed one."""
        actor = _actor(request)
        return Response(_detail(services.own(pk, actor=actor), actor))


class ProposalView(APIView):
    @extend_schema(parameters=[ProposalQuery], responses=ImportProposalSerializer, operation_id="imports_proposal")
    def get(self, request: Request, pk: int) -> Response:
        """What the columns mean on another sheet, or with another header row."""
        asked, actor = checked(ProposalQuery, request.query_params), _actor(request)
        told = services.proposal(services.own(pk, actor=actor), actor=actor, **asked)
        return Response(ImportProposalSerializer(told).data)


class RowsView(APIView):
    @extend_schema(parameters=[ImportRowsQuery], responses=ImportRowsPageSerializer, operation_id="imports_rows")
    def get(self, request: Request, pk: int) -> Response:
        """The rows in the order of the file, with what will be stored and what is wrong."""
        asked = checked(ImportRowsQuery, request.query_params)
        found = ImportRow.objects.filter(imported=services.own(pk, actor=_actor(request))).order_by("number")
        if "state" in asked:
            found = found.filter(state=asked["state"])
        page = found[asked["offset"] : asked["offset"] + asked["limit"]]
        told = ImportRowSerializer([_told(each) for each in page], many=True).data
        return Response({"count": found.count(), "capped": False, "results": told})


def _told(row: ImportRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "cells": [shown(cell_of(cell)) for cell in row.cells],
        "values": row.values or {},
        "errors": [{**each, "sentence": sheets.sentence(row.number, each)} for each in row.errors or ()],
        "record": row.record,
    }


class MapView(APIView):
    @extend_schema(request=ImportMap, responses=ImportDetailSerializer, operation_id="imports_map")
    def post(self, request: Request, pk: int) -> Response:
        """Say what the columns mean; the rows are then checked in the background."""
        given, actor = checked(ImportMap, request.data), _actor(request)
        mapping = {each["column"]: each["field"] for each in given.pop("columns")}
        row = services.map_columns(pk, actor=actor, mapping=mapping, now=timezone.now(), **given)
        return Response(_detail(row, actor))


class ConfirmView(APIView):
    @extend_schema(request=ImportConfirm, responses=ImportDetailSerializer, operation_id="imports_confirm")
    def post(self, request: Request, pk: int) -> Response:
        """Import all rows or the right ones, in the background."""
        given, actor = checked(ImportConfirm, request.data), _actor(request)
        return Response(_detail(services.confirm(pk, actor=actor, now=timezone.now(), **given), actor))


class CancelView(APIView):
    @extend_schema(request=None, responses=ImportDetailSerializer, operation_id="imports_cancel")
    def post(self, request: Request, pk: int) -> Response:
        """Stop; what was imported until then stays, and is said."""
        actor = _actor(request)
        return Response(_detail(services.cancel(pk, actor=actor, now=timezone.now()), actor))


@extend_schema_view(
    get=extend_schema(responses=BINARY, operation_id="imports_rejected"),
    post=extend_schema(operation_id="imports_rejected_ticket"),
)
class RejectedView(FileByTicket):
    """The rows that are wrong, as they came, with the reason in a last column."""

    def refuse(self, request: Request, *, pk: int) -> None:
        if not services.own(pk, actor=_actor(request)).wrong:
            raise RuleViolation("没有出错的行")

    def file(self, request: Request, *, pk: int) -> HttpResponseBase:
        row = services.own(pk, actor=_actor(request))
        return as_file(sheets.rejected(row), XLSX, f"{row.name.rpartition('.')[0]}-错误行.xlsx")


urlpatterns = [
    path("imports/", ImportsView.as_view()),
    path("imports/ledgers/", LedgersView.as_view()),
    path("imports/template/", TemplateView.as_view()),
    path("imports/<int:pk>/", ImportView.as_view()),
    path("imports/<int:pk>/proposal/", ProposalView.as_view()),
    path("imports/<int:pk>/rows/", RowsView.as_view()),
    path("imports/<int:pk>/map/", MapView.as_view()),
    path("imports/<int:pk>/confirm/", ConfirmView.as_view()),
    path("imports/<int:pk>/cancel/", CancelView.as_view()),
    path("imports/<int:pk>/rejected/", RejectedView.as_view()),
]
