"""Alerts, for auditors: what was found, the entries behind it, and what was done about it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.alerts import services
from changqian.platform.foundation.alerts.models import Alert
from changqian.platform.foundation.alerts.rules import RULES, Kind, Severity, Status, span_words
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label, target_label
from changqian.platform.foundation.records.api import RecordSerializer, RecordViewSet, StepInput, record_urls, step


class AlertSerializer(RecordSerializer):
    class Meta:
        model = Alert
        fields: tuple[str, ...] = (
            *("id", "version", "rule", "severity", "name", "sentence", "address", "amount", "first_at", "last_at"),
            *("status", "opinion", "acknowledged_at", "conclusion", "closed_at", "created_at"),
        )


class Behind(serializers.Serializer):
    """An entry behind an alert."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    action_label = serializers.CharField()
    target_label = serializers.CharField()
    address = serializers.CharField()
    result = serializers.CharField()


class AlertDetailSerializer(AlertSerializer):
    behind = serializers.SerializerMethodField(label="审计记录")
    query = serializers.SerializerMethodField(label="查询条件")

    class Meta(AlertSerializer.Meta):
        fields = (*AlertSerializer.Meta.fields, "behind", "query")

    @extend_schema_field(Behind(many=True))
    def get_behind(self, row: Alert) -> list[Mapping[str, object]]:
        entries = Entry.objects.filter(pk__in=row.entries).select_related("actor").order_by("-at", "-pk")
        return [
            {
                "id": entry.pk,
                "at": timezone.localtime(entry.at).isoformat(),
                "actor_name": entry.actor.name,
                "action_label": action_label(entry.action),
                "target_label": target_label(entry),
                "address": entry.address,
                "result": entry.result,
            }
            for entry in entries
        ]

    def get_query(self, row: Alert) -> dict[str, str]:
        """With which conditions the list of entries shows all of it."""
        kind, _, name = row.subject.partition(":")
        told = {"user": "actor", "address": "address", "target": "target"}[kind]
        days = {"since": row.first_at, "until": row.last_at}
        return {told: name, **{key: f"{timezone.localtime(at):%Y-%m-%d}" for key, at in days.items()}}


class AlertFilter(filters.FilterSet):
    status = filters.MultipleChoiceFilter(choices=Status.choices)
    severity = filters.ChoiceFilter(choices=Severity.choices)
    rule = filters.MultipleChoiceFilter(choices=Kind.choices)
    since = filters.DateFilter(field_name="last_at", lookup_expr="date__gte", label="起")
    until = filters.DateFilter(field_name="first_at", lookup_expr="date__lte", label="止")


class OpinionInput(StepInput):
    opinion = serializers.CharField(label="处置意见", max_length=500)


class RuleTold(serializers.Serializer):
    """What is watched for, and from when on it warns."""

    code = serializers.ChoiceField(Kind.choices)
    label: Any = serializers.CharField()
    severity = serializers.ChoiceField(Severity.choices)
    within = serializers.CharField()
    most = serializers.IntegerField()
    hours = serializers.CharField()


class AlertViewSet(RecordViewSet):
    queryset = Alert.objects.all()
    serializer_class = AlertSerializer
    detail_class = AlertDetailSerializer
    filterset_class = AlertFilter
    searched = ("sentence", "name", "address")
    ordered = ("id", "last_at", "severity")

    acknowledge = step("acknowledge", services.acknowledge, OpinionInput)
    close = step("close", services.close, OpinionInput)

    @extend_schema(responses=RuleTold(many=True))
    @action(detail=False, filter_backends=[], pagination_class=None)
    def rules(self, request: Request) -> Response:
        """The rules with the thresholds in force."""
        self.get_queryset()  # asks for the permission
        return Response([_told(rule, services.parameters()) for rule in RULES])


def _told(rule: Any, known: Mapping[str, int]) -> dict[str, object]:
    hours = {
        "night_sign_in": f"{known['night_from']}时至次日{known['night_until']}时",
        "off_hours": f"工作日{known['work_from']}时至{known['work_until']}时以外",
    }
    return {
        "code": rule.code,
        "label": rule.code.label,
        "severity": rule.severity,
        "within": span_words(known[rule.within]),
        "most": known[rule.most],
        "hours": hours.get(rule.code, ""),
    }


urlpatterns = record_urls("alerts", AlertViewSet)
