from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.privacy import services
from changqian.platform.foundation.privacy.rules import SHOWN_SECONDS, Reason
from changqian.platform.foundation.records.api import checked


class RevealInput(serializers.Serializer):
    kind = serializers.CharField(label="台账", max_length=60, help_text="people.Person")
    id = serializers.IntegerField(label="编号", min_value=1, max_value=2**53)
    field = serializers.CharField(label="项目", max_length=60)
    reason = serializers.ChoiceField(Reason.choices, label="事由")
    note = serializers.CharField(label="说明", max_length=200, allow_blank=True, default="")


class Revealed(serializers.Serializer):
    value = serializers.CharField()
    seconds = serializers.IntegerField(help_text="显示多少秒后隐去")


class RevealView(APIView):
    @extend_schema(request=RevealInput, responses=Revealed)
    def post(self, request: Request) -> Response:
        """One sensitive value in full. Who read it, and why, is in the trail."""
        given = checked(RevealInput, request.data)
        actor: Any = request.user
        value = services.reveal(given.pop("kind"), given.pop("id"), given.pop("field"), actor=actor, **given)
        return Response({"value": value, "seconds": SHOWN_SECONDS}, headers={"Cache-Control": "no-store"})


urlpatterns = [path("privacy/reveal/", RevealView.as_view())]
