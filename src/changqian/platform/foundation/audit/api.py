"""The trail, for auditors: who did what, when, from where, and what changed; and counted."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.audit import analysis
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label, changes_of, module_label, modules, target_label
from changqian.platform.foundation.audit.rules import Result
from changqian.platform.foundation.audit.searching import EntryFilter
from changqian.platform.kernel.filters import AskedFilters
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
    filter_backends = [AskedFilters]
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
]
