"""A file of the old system into plain lines: whatever a ledger's import can read, a take-over can read as well.

It stands above the enterprises because the process that reads spreadsheets belongs to the imports of the ledger kit.
"""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.taking_over import TAKE_OVER
from changqian.platform.foundation.files.api import FileUpload
from changqian.platform.foundation.records.api import answer, checked
from changqian.platform.ledgerkit.imports import opening
from changqian.platform.ledgerkit.imports.api import TooLarge
from changqian.platform.ledgerkit.imports.cells import cell_of, shown
from changqian.platform.ledgerkit.imports.rules import LARGEST, MEGABYTE, refuse_extent


class TableUpload(FileUpload):
    sheet = serializers.CharField(label="工作表", max_length=100, required=False)


class TableLine(serializers.Serializer):
    number = serializers.IntegerField(label="行号")
    cells = serializers.ListField(child=serializers.CharField(allow_blank=True), label="内容")


class LegacyTable(serializers.Serializer):
    sheet = serializers.CharField(label="工作表")
    sheets = serializers.ListField(child=serializers.CharField(), label="全部工作表")
    lines = TableLine(many=True, label="各行")


class TableView(APIView):
    permission_classes = [permissions.IsAuthenticated]
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse by the announced length, before anything reads the body onto the disk."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > LARGEST + MEGABYTE:
            raise TooLarge
        super().initial(request, *args, **kwargs)

    @extend_schema(
        request={"multipart/form-data": TableUpload}, responses=LegacyTable, operation_id="enterprises_take_over_table"
    )
    def post(self, request: Request) -> HttpResponse:
        """The lines of one sheet, the longest unless another is named; nothing is kept and nothing is written."""
        actor: Any = request.user
        Enterprise.objects.within(actor, TAKE_OVER)
        given = checked(TableUpload, request.data)
        return answer(table_of(given["file"].read(), name=given["file"].name, sheet=given.get("sheet")))


def table_of(data: bytes, *, name: str, sheet: str | None) -> dict[str, Any]:
    """RuleViolation with a sentence where the file cannot be read or is no list."""
    form = opening.recognised(data, name)
    sheets = {each["name"]: each for each in opening.survey(data, form)}
    chosen = sheets.get(sheet or "") or max(sheets.values(), key=lambda each: int(each["rows"]))
    refuse_extent(chosen["rows"], chosen["columns"])
    lines = [
        {"number": number, "cells": [shown(cell_of(cell)).strip() for cell in cells]}
        for number, cells in opening.rows(data, form, chosen["name"])
    ]
    return {"sheet": chosen["name"], "sheets": list(sheets), "lines": lines}


urlpatterns = [path("enterprises/take_over/table/", TableView.as_view())]
