"""The trail, for auditors: who did what, when, from where, and what changed; counted; and to take away."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import IO, Any, cast
from urllib.parse import quote

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import FileResponse, HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.audit import analysis, archives
from changqian.platform.foundation.audit.exporting import MOST, write_entries
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label, changes_of, module_label, modules, target_label
from changqian.platform.foundation.audit.rules import Result
from changqian.platform.foundation.audit.searching import EntryFilter
from changqian.platform.foundation.audit.services import note
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.pages import Page, answer
from changqian.platform.kernel.permissions import holds


class ChangeSerializer(serializers.Serializer):
    field = serializers.CharField()
    label: Any = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class EntrySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    seq = serializers.IntegerField(allow_null=True, label="序号", help_text="未封存的为空")
    at = serializers.DateTimeField(label="时间")
    actor = serializers.IntegerField()
    actor_name = serializers.CharField(label="操作人")
    action = serializers.CharField()
    action_label = serializers.CharField(label="操作")
    target = serializers.CharField()
    target_label = serializers.CharField(label="对象")
    count = serializers.IntegerField(label="条数")
    changes = ChangeSerializer(many=True, label="变更")
    request = serializers.CharField(label="请求编号")
    address = serializers.CharField(label="来源地址")
    agent = serializers.CharField(label="终端")
    module_label = serializers.CharField(label="模块")
    result = serializers.ChoiceField(Result.choices, label="结果")
    hash = serializers.CharField(label="链上摘要")


class Part(serializers.Serializer):
    """One value of a dimension: what a search takes, what it is called, and how many entries have it."""

    key = serializers.CharField()
    label: Any = serializers.CharField()
    count = serializers.IntegerField()
    refused = serializers.IntegerField()


class Charts(serializers.Serializer):
    day = Part(many=True)
    hour = Part(many=True)
    actor = Part(many=True)
    module = Part(many=True)
    address = Part(many=True)


class AuditAnalysis(serializers.Serializer):
    total = serializers.IntegerField()
    refused = serializers.IntegerField()
    actors = serializers.IntegerField()
    addresses = serializers.IntegerField()
    charts = Charts()


class AuditPivot(serializers.Serializer):
    """The count of each pair, as a list of a row's columns per row."""

    rows = Part(many=True)
    columns = Part(many=True)
    counts = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class Module(serializers.Serializer):
    code = serializers.CharField()
    label: Any = serializers.CharField()


class Searched(GenericAPIView):
    """What answers a search of the trail."""

    queryset = Entry.objects.all()
    serializer_class: Any = EntrySerializer
    permission_classes = [holds("audit.view")]
    pagination_class: Any = Page
    filter_backends = [filters.DjangoFilterBackend]
    filterset_class = EntryFilter

    def found(self) -> Any:
        return self.filter_queryset(Entry.objects.select_related("actor").order_by("-at", "-pk"))


class AuditView(Searched):
    @extend_schema(responses=EntrySerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Newest first."""
        entries = self.found()
        paginator: Any = self.paginator
        page = list(self.paginate_queryset(entries) or ())
        return answer({"count": paginator.count, "capped": paginator.capped, "results": _told(page)})


class ModulesView(GenericAPIView):
    permission_classes = [holds("audit.view")]
    pagination_class = None
    serializer_class = Module

    @extend_schema(responses=Module(many=True))
    def get(self, request: Request) -> Response:
        """The parts of the platform that entries can be about."""
        return Response([{"code": code, "label": label} for code, label in modules().items()])


class AnalysisView(Searched):
    pagination_class = None

    @extend_schema(responses=AuditAnalysis, operation_id="audit_analysis")
    def get(self, request: Request) -> HttpResponse:
        """The entries of a search, counted by day, hour, person, part and address."""
        return answer(analysis.charts(self.found()))


class PivotView(Searched):
    pagination_class = None

    @extend_schema(responses=AuditPivot, operation_id="audit_pivot")
    def get(self, request: Request) -> HttpResponse:
        """The entries of a search, one dimension (`rows`) against another (`columns`)."""
        asked = [request.query_params.get(name, told) for name, told in (("rows", "actor"), ("columns", "module"))]
        if any(each not in analysis.DIMENSIONS for each in asked) or asked[0] == asked[1]:
            raise exceptions.ValidationError({"rows": [f"请选择两个不同的维度：{'、'.join(analysis.TITLES.values())}"]})
        return answer(analysis.pivot(self.found(), *asked))


class Taken(Searched):
    """What leaves as a file; every time is itself in the trail."""

    permission_classes = [holds("audit.export")]
    pagination_class = None

    def file(self, name: str, form: str, write: Callable[[IO[bytes]], object]) -> FileResponse:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        write(file)
        file.seek(0)
        answered = FileResponse(file, content_type=form)
        answered["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        answered["Cache-Control"] = "no-store"
        return answered


class TableView(Taken):
    @extend_schema(responses={200: OpenApiResponse(description="xlsx")}, operation_id="audit_table")
    def get(self, request: Request) -> FileResponse:
        """The entries of a search as a table."""
        now, actor = timezone.now(), cast(AbstractBaseUser, request.user)
        entries: Sequence[Entry] = list(self.found()[: MOST + 1])
        if len(entries) > MOST:
            raise exceptions.ValidationError({"detail": [TOO_MANY]}, code="rule")
        words = "　".join(f"{key}={value}" for key, value in request.query_params.items() if value)[:300]
        note(
            actor=actor, action="audit.export_list", about="audit", changes={"conditions": words, "rows": len(entries)}
        )
        return self.file(
            f"审计记录-{timezone.localtime(now):%Y%m%d-%H%M}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda file: write_entries(file, entries, who=str(actor), now=now, conditions=words),
        )


TOO_MANY = f"一个表格最多{MOST // 10_000}万行，请加条件，或导出签名档案"


class Days(serializers.Serializer):
    since = serializers.DateField(label="起始日期", required=False)
    until = serializers.DateField(label="截止日期", required=False)


class SignedView(Taken):
    @extend_schema(
        parameters=[Days],
        responses={200: OpenApiResponse(description="zip")},
        operation_id="audit_signed",
        filters=False,
    )
    def get(self, request: Request) -> FileResponse:
        """All entries of some days as a signed archive, which `changqian audit verify FILE` proves whole."""
        form = Days(data=request.query_params)
        form.is_valid(raise_exception=True)
        now, actor = timezone.now(), cast(AbstractBaseUser, request.user)
        until = form.validated_data.get("until") or timezone.localdate(now)
        since = form.validated_data.get("since") or until - timedelta(days=30)
        try:
            entries = archives.between(since, until)
        except RuleViolation as refused:
            raise exceptions.ValidationError({refused.field or "detail": [str(refused)]}, code="rule") from refused
        first, last = entries.first(), entries.last()
        span = {"from_seq": first and first.seq, "to_seq": last and last.seq, "since": since, "until": until}
        told = {**span, "rows": entries.count()}
        note(actor=actor, action="audit.export_archive", about="audit", changes=told)
        return self.file(
            f"审计档案-{since:%Y%m%d}-{until:%Y%m%d}.zip",
            "application/zip",
            lambda file: archives.write(file, entries, since=since, until=until, by=str(actor), now=now),
        )


def _told(page: Sequence[Entry]) -> list[dict[str, object]]:
    return [
        {
            "id": entry.pk,
            "seq": entry.seq,
            "at": timezone.localtime(entry.at),
            "actor": entry.actor_id,
            "actor_name": entry.actor.name,
            "action": entry.action,
            "action_label": action_label(entry.action),
            "module_label": module_label(entry.action.partition(".")[0]),
            "target": entry.target,
            "target_label": target_label(entry),
            "count": entry.count,
            "changes": changes,
            "request": entry.request,
            "address": entry.address,
            "agent": entry.agent,
            "result": entry.result,
            "hash": entry.hash,
        }
        for entry, changes in zip(page, changes_of(page), strict=True)
    ]


urlpatterns = [
    path("audit/", AuditView.as_view()),
    path("audit/modules/", ModulesView.as_view()),
    path("audit/analysis/", AnalysisView.as_view()),
    path("audit/pivot/", PivotView.as_view()),
    path("audit/table/", TableView.as_view()),
    path("audit/signed/", SignedView.as_view()),
]
