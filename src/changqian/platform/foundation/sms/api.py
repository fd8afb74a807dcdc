"""What was sent, for administrators: to whom it went in part, what it said not at all where it was a code."""

import json
import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.rules import State, filled
from changqian.platform.kernel.filters import AskedFilters
from changqian.platform.kernel.pages import Page, answer
from changqian.platform.kernel.permissions import holds
from changqian.platform.kernel.sealed import blinds, masked


class MessageSerializer(serializers.ModelSerializer):
    phone = serializers.CharField(label="手机号", help_text="中间四位隐藏")
    template_label = serializers.CharField(label="模板")
    text = serializers.CharField(label="内容", help_text="验证码显示为星号")

    class Meta:
        model = Message
        fields = (
            *("id", "phone", "template_label", "text", "state", "attempts"),
            *("provider_id", "error", "created_at", "sent_at", "finished_at"),
        )


class MessageFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=State.choices)
    phone = filters.CharFilter(method="of_phone", max_length=11, label="手机号")
    since = filters.DateFilter(field_name="created_at", lookup_expr="date__gte", label="起")
    until = filters.DateFilter(field_name="created_at", lookup_expr="date__lte", label="止")

    class Meta:
        model = Message
        fields = ("template",)

    def of_phone(self, messages: QuerySet, name: str, value: str) -> QuerySet:
        return messages.filter(phone_index__in=blinds(value.strip()))


class MessagesView(GenericAPIView):
    queryset = Message.objects.all()
    serializer_class = MessageSerializer
    permission_classes = [holds("sms.view")]
    pagination_class = Page
    filter_backends = [AskedFilters]
    filterset_class = MessageFilter

    @extend_schema(responses=MessageSerializer(many=True), operation_id="sms_list")
    def get(self, request: Request) -> HttpResponse:
        """Newest first."""
        found: Any = self.filter_queryset(Message.objects.select_related("template").order_by("-pk"))
        paginator: Any = self.paginator
        rows = [told(message) for message in self.paginate_queryset(found) or ()]
        return answer({"count": paginator.count, "capped": paginator.capped, "results": rows})


def told(message: Message) -> dict[str, object]:
    row = {name: getattr(message, name) for name in MessageSerializer.Meta.fields if hasattr(message, name)}
    return MessageSerializer(
        {**row, "phone": masked(message.phone), "template_label": message.template.name, "text": readable(message)}
    ).data


def readable(message: Message) -> str:
    """The text, with stars where a code stood."""
    if message.template.secret:
        return re.sub(r"\{\w+\}", "***", message.template.body)
    return filled(message.template.body, json.loads(message.params))


urlpatterns = [path("sms/", MessagesView.as_view())]
