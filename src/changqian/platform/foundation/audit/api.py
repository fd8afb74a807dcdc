"""The trail, for auditors: who did what, when, from where, and what changed."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label, actions, changes_of, target_label
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
    hash = serializers.CharField(label="链上摘要")


class EntryFilter(filters.FilterSet):
    """`actor` is an id; `action` actions or apps (`hazards`), with commas between; `target` a row or all of a kind."""

    actor = filters.NumberFilter(min_value=1, max_value=2**53)
    action = filters.CharFilter(method="acted", max_length=200)
    target = filters.CharFilter(method="about", max_length=120)
    since = filters.DateFilter(field_name="at", lookup_expr="date__gte", label="起")
    until = filters.DateFilter(field_name="at", lookup_expr="date__lte", label="止")
    q = filters.CharFilter(method="looked_for", max_length=50, label="操作人、操作、对象或请求编号")

    def acted(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        wanted = Q(pk__in=[])
        for each in value.split(","):
            wanted |= Q(action=each) if "." in each else Q(action__startswith=f"{each}.")
        return entries.filter(wanted)

    def about(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        if ":" in value:
            return entries.filter(target=value)
        return entries.filter(Q(target=value) | Q(target__startswith=f"{value}:"))

    def looked_for(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        labelled = [action for action, label in actions().items() if value in label]
        return entries.filter(
            Q(actor__name__icontains=value)
            | Q(actor__username__iexact=value)
            | Q(action__in=labelled)
            | Q(target__startswith=value)
            | Q(request=value)
        )


class AuditView(GenericAPIView):
    queryset = Entry.objects.all()
    serializer_class = EntrySerializer
    permission_classes = [holds("audit.view")]
    pagination_class = Page
    filter_backends = [filters.DjangoFilterBackend]
    filterset_class = EntryFilter

    @extend_schema(responses=EntrySerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Newest first."""
        entries = self.filter_queryset(Entry.objects.select_related("actor").order_by("-pk"))
        paginator: Any = self.paginator
        page = list(self.paginate_queryset(entries) or ())
        rows = [
            {
                "id": entry.pk,
                "seq": entry.seq,
                "at": timezone.localtime(entry.at),
                "actor": entry.actor_id,
                "actor_name": entry.actor.name,
                "action": entry.action,
                "action_label": action_label(entry.action),
                "target": entry.target,
                "target_label": target_label(entry),
                "count": entry.count,
                "changes": changes,
                "request": entry.request,
                "address": entry.address,
                "hash": entry.hash,
            }
            for entry, changes in zip(page, changes_of(page), strict=True)
        ]
        return answer({"count": paginator.count, "capped": paginator.capped, "results": rows})


urlpatterns = [path("audit/", AuditView.as_view())]
