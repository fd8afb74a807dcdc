"""Parameters with their bounds and history."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.administration.setting import set_parameter
from changqian.platform.foundation.parameters.models import Value
from changqian.platform.foundation.parameters.rules import PARAMETERS, Kind, Parameter, known
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.api import checked, spoken
from changqian.platform.kernel.permissions import holds


class ValueSerializer(serializers.ModelSerializer):
    said = serializers.CharField(label="值")
    set_by_name = serializers.CharField(source="set_by.name", label="设置人")

    class Meta:
        model = Value
        fields = ("id", "said", "effective_at", "reason", "set_by_name", "set_at")


class ParameterSerializer(serializers.Serializer):
    key = serializers.CharField(label="参数")
    label: Any = serializers.CharField(label="名称")
    group = serializers.CharField(label="分组")
    kind = serializers.ChoiceField(Kind.choices, label="类型")
    value = serializers.JSONField(label="当前值")
    said = serializers.CharField(label="当前值")
    default: Any = serializers.JSONField(label="默认值")
    default_said = serializers.CharField(label="默认值")
    unit = serializers.CharField(label="单位")
    least = serializers.IntegerField(label="最小", allow_null=True)
    most = serializers.IntegerField(label="最大", allow_null=True)
    description = serializers.CharField(label="说明")
    guarded = serializers.BooleanField(label="须审批")
    verified = serializers.BooleanField(label="已核对")
    history = ValueSerializer(many=True, label="历次设置")


class ParameterSet(serializers.Serializer):
    value = serializers.JSONField(label="值")
    reason = serializers.CharField(label="修改原因", max_length=200)
    effective_at = serializers.DateTimeField(label="生效时间", required=False, allow_null=True)


class ParametersView(APIView):
    permission_classes = [holds("parameters.view")]

    @extend_schema(responses=ParameterSerializer(many=True), operation_id="parameters_list")
    def get(self, request: HttpRequest) -> Response:
        """Every parameter in the order of the page, each with its history, newest first."""
        kept: dict[str, list[Value]] = {}
        for row in Value.objects.select_related("set_by").order_by("-effective_at", "-pk")[:1000]:
            kept.setdefault(row.key, []).append(row)
        return Response([told(each, kept.get(each.key, [])) for each in PARAMETERS.values()])


class ParameterView(APIView):
    permission_classes = [holds("parameters.set")]

    @extend_schema(request=ParameterSet, responses=ParameterSerializer, operation_id="parameters_set")
    def post(self, request: HttpRequest, key: str) -> Response:
        """Set one that concerns no security; the others by request (kind `set_parameter`)."""
        given = checked(ParameterSet, request.data)
        moment = given.get("effective_at")
        set_parameter(
            key, actor=request.user, value_given=given["value"], reason=given["reason"], effective_at=moment,  # type: ignore[arg-type]
            now=timezone.now(),
        )  # fmt: skip
        rows = Value.objects.filter(key=key).select_related("set_by").order_by("-effective_at", "-pk")
        return Response(told(known(key), list(rows)))

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


def told(parameter: Parameter, rows: list[Value]) -> dict[str, object]:
    now = value(parameter.key)
    for row in rows:
        row.said = parameter.said(row.value)  # type: ignore[attr-defined]
    names = ("key", "label", "group", "kind", "default", "unit", "least", "most", "description", "guarded", "verified")
    return {
        **{name: getattr(parameter, name) for name in names},
        "value": now,
        "said": parameter.said(now),
        "default_said": parameter.said(parameter.default),
        "history": ValueSerializer(rows, many=True).data,
    }
