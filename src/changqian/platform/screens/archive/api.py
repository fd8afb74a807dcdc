"""一企一档: everything about one enterprise on one page, as it happened, and on paper."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from changqian.platform.foundation.enterprises.api import with_extras
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.serializers import EnterpriseSerializer
from changqian.platform.foundation.files.tickets import FileByTicket, as_file
from changqian.platform.foundation.records.api import answer, checked
from changqian.platform.kernel.postgres import planned_once
from changqian.platform.ledgerkit.exports.services import note_print
from changqian.platform.screens.archive.printing import on_paper
from changqian.platform.screens.archive.reading import archive
from changqian.platform.screens.archive.timeline import SOURCES, open_to, timeline


class ArchiveLine(serializers.Serializer):
    """A number and its list: `GET {list}?{params}` has as many rows."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField()
    list = serializers.CharField()
    params = serializers.DictField(child=serializers.JSONField())


class ArchiveGroup(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    lines = ArchiveLine(many=True)


class Archive(serializers.Serializer):
    enterprise = EnterpriseSerializer()
    groups = ArchiveGroup(many=True)
    hidden = serializers.ListField(child=serializers.CharField())


class TimelineQuery(serializers.Serializer):
    after = serializers.CharField(required=False, max_length=60, label="从这一条往前")
    kind = serializers.MultipleChoiceField(
        choices=[(source.key, source.label) for source in SOURCES], required=False, label="类别"
    )


class TimelineEvent(serializers.Serializer):
    key = serializers.CharField()
    day = serializers.DateField()
    kind = serializers.CharField()
    title = serializers.CharField()
    words = serializers.CharField()
    tone = serializers.CharField(help_text="plain, good, caution, bad")
    link = serializers.CharField()


class TimelineKind(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class Timeline(serializers.Serializer):
    """`after` asks for what came before the last of these; "" where nothing did."""

    events = TimelineEvent(many=True)
    after = serializers.CharField()
    kinds = TimelineKind(many=True)


def firm_of(request: Request, pk: int) -> Enterprise:
    """With tags and sites counted; not found where the reader does not reach it."""
    actor: Any = request.user
    rows = Enterprise.objects.within(actor, "enterprises.view").current()
    found: Enterprise = with_extras(rows.select_related("region", "department")).get(pk=pk)
    return found


class ArchiveView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(responses=Archive, operation_id="archive_read")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """一企一档: what all ledgers know of one enterprise, as far as the reader's grants reach."""
        actor: Any = request.user
        with planned_once():
            firm = firm_of(request, pk)
            groups, hidden = archive(firm, actor=actor, today=timezone.localdate())
        told = {"enterprise": EnterpriseSerializer(firm).data, "groups": [asdict(group) for group in groups]}
        return answer({**told, "hidden": hidden})


class TimelineView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(parameters=[TimelineQuery], responses=Timeline, operation_id="archive_timeline")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """What happened there, newest first, 50 at a time."""
        actor: Any = request.user
        asked = checked(TimelineQuery, request.query_params)
        with planned_once():
            firm = firm_of(request, pk)
            events, after = timeline(
                firm, actor=actor, today=timezone.localdate(), kinds=asked.get("kind", ()), after=asked.get("after", "")
            )
        told = [
            {"key": each.key, "day": each.day, "kind": each.source, "title": each.title}
            | {"words": each.words, "tone": each.tone, "link": each.link}
            for each in events
        ]
        kinds = [{"key": source.key, "label": source.label} for source in open_to(actor)]
        return answer({"events": told, "after": after, "kinds": kinds})


@extend_schema_view(
    get=extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY}, operation_id="archive_file"),
    post=extend_schema(operation_id="archive_file_ticket"),
)
class ArchiveFile(FileByTicket):
    """The file of one enterprise on paper, as far as the reader's grants reach; each time is audited."""

    def refuse(self, request: Request, *, pk: int) -> None:
        firm_of(request, pk)

    def file(self, request: Request, *, pk: int) -> HttpResponseBase:
        actor: Any = request.user
        firm = firm_of(request, pk)
        content = on_paper(firm, actor=actor, now=timezone.now())
        note_print([firm], actor=actor, what="企业档案")
        return as_file(content, "application/pdf", f"{firm.name}企业档案.pdf", shown=True)


urlpatterns = [
    path("archive/<int:pk>/", ArchiveView.as_view()),
    path("archive/<int:pk>/timeline/", TimelineView.as_view()),
    path("archive/<int:pk>/file/", ArchiveFile.as_view()),
]
