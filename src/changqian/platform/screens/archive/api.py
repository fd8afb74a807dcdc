from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from changqian.platform.foundation.enterprises.api import with_extras
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.serializers import EnterpriseSerializer
from changqian.platform.foundation.records.api import answer
from changqian.platform.screens.archive.reading import archive


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


class ArchiveView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(responses=Archive, operation_id="archive_read")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """一企一档: what all ledgers know of one enterprise, as far as the reader's grants reach."""
        actor: Any = request.user
        rows = Enterprise.objects.within(actor, "enterprises.view").current()
        firm = with_extras(rows.select_related("region", "department")).get(pk=pk)
        groups, hidden = archive(firm, actor=actor, today=timezone.localdate())
        told = {"enterprise": EnterpriseSerializer(firm).data, "groups": [asdict(group) for group in groups]}
        return answer({**told, "hidden": hidden})


urlpatterns = [path("archive/<int:pk>/", ArchiveView.as_view())]
