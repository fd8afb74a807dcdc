"""What somebody asked about his own data, and asking."""

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.accounts.credentials import refuse_unproved
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Act
from changqian.platform.foundation.administration.concerning import codes_of
from changqian.platform.foundation.administration.own_requests import (
    acted,
    answer_within,
    ask_about_oneself,
    asked_about_oneself,
)
from changqian.platform.foundation.administration.own_rules import GONE, MOST_WORDS, kept, own_words
from changqian.platform.foundation.administration.rules import Own
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.services import answer_of, due_of
from changqian.platform.foundation.records.api import checked


class OwnRequest(serializers.ModelSerializer[Approval]):
    kind = serializers.ChoiceField(Own.choices, label="事项")
    body = serializers.SerializerMethodField(label="说明")
    due_at = serializers.SerializerMethodField(label="答复期限")
    answer = serializers.SerializerMethodField(label="答复")

    class Meta:
        model = Approval
        fields = ("id", "kind", "body", "status", "created_at", "due_at", "decided_at", "answer", "version")

    def get_body(self, row: Approval) -> str:
        return own_words(row.body)

    def get_due_at(self, row: Approval) -> str:
        return timezone.localtime(due_of(row)).isoformat()

    def get_answer(self, row: Approval) -> str:
        return answer_of(row)


class OwnKept(serializers.Serializer[Any]):
    what = serializers.CharField(label="什么")
    why = serializers.CharField(label="依据")


class OwnRequests(serializers.Serializer[Any]):
    may_ask = serializers.BooleanField()
    days = serializers.IntegerField(label="几天内答复")
    gone = serializers.CharField(label="删除什么")
    kept = OwnKept(many=True, label="删除后仍须保存")
    requests = OwnRequest(many=True)


class OwnRequestForm(serializers.Serializer[Any]):
    """Erasing wants the password, or the code that came to the phone, as well."""

    kind = serializers.ChoiceField(Own.choices, label="事项")
    words = serializers.CharField(label="说明", max_length=MOST_WORDS, allow_blank=True, default="")
    password = serializers.CharField(
        label="密码", max_length=128, trim_whitespace=False, required=False, allow_blank=True, default=""
    )
    code = serializers.CharField(label="短信验证码", max_length=8, required=False, allow_blank=True, default="")


class OwnRequestsView(APIView):
    @extend_schema(responses=OwnRequests, operation_id="about_me_requests")
    def get(self, request: Request) -> Response:
        """What one asked for, what came of it, and what an erasure would leave."""
        return Response(_told(cast(User, request.user)))

    @extend_schema(request=OwnRequestForm, responses={201: OwnRequests}, operation_id="about_me_ask")
    def post(self, request: Request) -> Response:
        """Ask to be corrected or erased."""
        user, now = cast(User, request.user), timezone.now()
        given = checked(OwnRequestForm, request.data)
        proof = {name: given.pop(name) for name in ("password", "code")}
        if given["kind"] == Own.ERASE:
            refuse_unproved(user, **proof, act=Act.ASK_ERASURE, now=now)
        ask_about_oneself(actor=user, now=now, **given)
        return Response(_told(user), status=status.HTTP_201_CREATED)


def _told(user: User) -> dict[str, Any]:
    told = {
        "may_ask": not ADMINISTRATORS & codes_of(user),
        "days": answer_within().days,
        "gone": GONE,
        "kept": kept(acted=acted(user)),
        "requests": asked_about_oneself(user).order_by("-pk"),
    }
    return dict(OwnRequests(told).data)
