"""Filed documents over HTTP, and a year of a firm as a package."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from changqian.platform.commons.documents import services
from changqian.platform.commons.documents.models import FiledDocument
from changqian.platform.commons.documents.packages import pack
from changqian.platform.commons.documents.rules import Check
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import Addable, checked, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, on_time
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.ledgerkit.exports.services import note_print


class FiledDocumentSerializer(LedgerSerializer):
    class Meta:
        model = FiledDocument
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "title", "kind", "month", "edition", "number", "origin", "retention"),
            *("sound", "checked_at"),
        )
        read_only_fields = fields


class FiledDocumentDetailSerializer(FiledDocumentSerializer):
    checks = answer_of(Check, "DocumentCheck")(many=True, read_only=True, label="四性检测")
    files = StoredFileSerializer(many=True, read_only=True, label="文件")

    class Meta(FiledDocumentSerializer.Meta):
        fields = (*FiledDocumentSerializer.Meta.fields, "checks", "files")
        read_only_fields = fields


class FiledDocumentFilter(LedgerFilter):
    class Meta:
        model = FiledDocument
        fields = ("kind", "month", "origin", "sound")


class FiledDocumentViewSet(Addable, LedgerViewSet):
    queryset = FiledDocument.objects.all()
    serializer_class = FiledDocumentSerializer
    detail_class = FiledDocumentDetailSerializer
    filterset_class = FiledDocumentFilter
    searched = ("title", "number")
    ordered = ("id", "month", "checked_at")
    slots = (services.FILES,)
    form = form_of(services.file_document, "FiledDocumentForm", files=numbers("文件"))
    add = staticmethod(on_time(services.file_document))
    check = step("check", services.check_document)


class PackageQuery(serializers.Serializer):
    enterprise = serializers.IntegerField(min_value=1, max_value=MOST, label="企业")
    year = serializers.IntegerField(min_value=2000, max_value=2200, label="年度")


@extend_schema_view(
    get=extend_schema(parameters=[PackageQuery], responses={(200, "application/zip"): OpenApiTypes.BINARY}),
    post=extend_schema(parameters=[PackageQuery]),
)
class DocumentPackage(FileByTicket):
    """The documents of a firm and a year as an archive package; each time is audited."""

    def _rows(self, request: Request) -> list[FiledDocument]:
        actor: Any = request.user
        rows = FiledDocument.objects.within(actor, "documents.view").current()
        asked = checked(PackageQuery, request.query_params)
        found = rows.filter(enterprise=asked["enterprise"], month__year=asked["year"]).order_by("number")
        if not found:
            raise RuleViolation("这一年没有您可以查看的已归档文档")
        return list(found)

    def refuse(self, request: Request) -> None:  # type: ignore[override]
        self._rows(request)

    def file(self, request: Request) -> HttpResponseBase:  # type: ignore[override]
        rows, actor = self._rows(request), request.user
        packed = pack(rows, by=str(actor), now=timezone.now())
        note_print(rows, actor=actor, what="电子文档档案包")  # type: ignore[arg-type]
        year = checked(PackageQuery, request.query_params)["year"]
        return as_file(packed, "application/zip", f"{rows[0].enterprise.name}{year}年电子文档.zip")


urlpatterns = [
    path("documents/package/", DocumentPackage.as_view()),
    *record_urls("documents", FiledDocumentViewSet),
]
