"""The trail to take away; every time is itself in it. Here, because tickets for files lie above the trail."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import IO, Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from changqian.platform.foundation.audit import archives
from changqian.platform.foundation.audit.api import Searched
from changqian.platform.foundation.audit.exporting import MOST, write_entries
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import note
from changqian.platform.foundation.files.tickets import FileByTicket, as_file, without_ticket
from changqian.platform.foundation.records.api import checked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import holds

TOO_MANY = f"一个表格最多{MOST // 10_000}万行，请加条件，或导出签名档案"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


@extend_schema_view(
    get=extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, operation_id="audit_table"),
    post=extend_schema(operation_id="audit_table_ticket"),
)
class TableView(FileByTicket, Searched):
    """The entries of a search as a table."""

    permission_classes = [holds("audit.export")]
    pagination_class = None

    def refuse(self, request: Request) -> None:
        if self.found().order_by()[: MOST + 1].count() > MOST:
            raise RuleViolation(TOO_MANY)

    def file(self, request: Request) -> HttpResponseBase:
        now, actor = timezone.now(), _actor(request)
        entries = list(self.found()[:MOST])
        words = "　".join(f"{key}={value}" for key, value in without_ticket(request).items() if value)[:300]
        told = {"conditions": words, "rows": len(entries)}
        note(actor=actor, action="audit.export_list", about="audit", changes=told)
        content = _written(lambda file: write_entries(file, entries, who=str(actor), now=now, conditions=words))
        return as_file(content, XLSX, f"审计记录-{timezone.localtime(now):%Y%m%d-%H%M}.xlsx")


class Days(serializers.Serializer[Any]):
    since = serializers.DateField(label="起始日期", required=False)
    until = serializers.DateField(label="截止日期", required=False)


@extend_schema_view(
    get=extend_schema(parameters=[Days], responses={(200, ZIP): OpenApiTypes.BINARY}, operation_id="audit_signed"),
    post=extend_schema(parameters=[Days], operation_id="audit_signed_ticket"),
)
class SignedView(FileByTicket):
    """All entries of some days as a signed archive, which `changqian audit verify FILE` proves whole."""

    permission_classes = [holds("audit.export")]

    def _asked(self, request: Request) -> tuple[date, date, QuerySet[Entry]]:
        asked = checked(Days, request.query_params)
        until = asked.get("until") or timezone.localdate()
        since = asked.get("since") or until - timedelta(days=30)
        return since, until, archives.between(since, until)

    def refuse(self, request: Request) -> None:
        self._asked(request)

    def file(self, request: Request) -> HttpResponseBase:
        now, actor = timezone.now(), _actor(request)
        since, until, entries = self._asked(request)
        first, last = entries.first(), entries.last()
        span = {"from_seq": first and first.seq, "to_seq": last and last.seq, "since": since, "until": until}
        note(actor=actor, action="audit.export_archive", about="audit", changes={**span, "rows": entries.count()})
        content = _written(lambda file: archives.write(file, entries, since=since, until=until, by=str(actor), now=now))
        return as_file(content, ZIP, f"审计档案-{since:%Y%m%d}-{until:%Y%m%d}.zip")


def _written(write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write(file)
    file.seek(0)
    return file


def _actor(request: Request) -> AbstractBaseUser:
    return cast(AbstractBaseUser, request.user)
