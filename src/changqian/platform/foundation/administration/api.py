"""Requests over HTTP; accounts, roles and parameters stand in files of their own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import path
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import Home
from changqian.platform.foundation.administration.accounts_api import AccountViewSet, OnlineViewSet
from changqian.platform.foundation.administration.concerning import (
    assignments_of,
    bounds_in_words,
    labelled_permissions,
)
from changqian.platform.foundation.administration.lost_phones_api import LostPhoneView
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.own_requests_api import OwnRequestsView
from changqian.platform.foundation.administration.parameters_api import ParametersView, ParameterView
from changqian.platform.foundation.administration.roles_api import RoleViewSet
from changqian.platform.foundation.administration.rules import Kind, Status
from changqian.platform.foundation.administration.services import approve, ask, refuse, withdraw
from changqian.platform.foundation.administration.trail_api import SignedView, TableView
from changqian.platform.foundation.parameters.rules import PARAMETERS
from changqian.platform.foundation.records.api import (
    RecordSerializer,
    RecordViewSet,
    StepInput,
    checked,
    record_urls,
)
from changqian.platform.foundation.records.filters import AnyOf


class FactSerializer(serializers.Serializer):
    """One thing that would change: what it is, what it was, what it would be."""

    label: Any = serializers.CharField(label="项目")
    old = serializers.ListField(child=serializers.CharField(), label="现在")
    new = serializers.ListField(child=serializers.CharField(), label="改为")


class AdminRequestSerializer(RecordSerializer):
    user_name = serializers.CharField(source="user.name", label="账号", allow_null=True)
    role_name = serializers.CharField(source="role.name", label="角色", allow_null=True)
    created_by_name = serializers.CharField(source="created_by.name", label="申请人")
    decided_by_name = serializers.CharField(source="decided_by.name", label="审批人", allow_null=True)

    class Meta:
        model = Request
        fields: tuple[str, ...] = (
            *("id", "version", "kind", "status", "summary", "reason", "user", "user_name", "role", "role_name"),
            *("created_by_name", "created_at", "decided_by_name", "decided_at", "decision"),
        )


class AdminRequestDetailSerializer(AdminRequestSerializer):
    facts = FactSerializer(many=True, label="变更内容")

    class Meta(AdminRequestSerializer.Meta):
        fields = (*AdminRequestSerializer.Meta.fields, "facts")


class AdminRequestForm(serializers.Serializer):
    """What each kind needs of it, the service says: a role with its bounds, an assignment, a successor, a parameter."""

    kind = serializers.ChoiceField(Kind.choices, label="事项")
    reason = serializers.CharField(label="申请理由", max_length=200)
    user = serializers.IntegerField(label="账号", required=False, allow_null=True, min_value=1)
    role = serializers.IntegerField(label="角色", required=False, allow_null=True, min_value=1)
    region = serializers.IntegerField(label="区划", required=False, allow_null=True, min_value=1)
    department = serializers.IntegerField(label="部门", required=False, allow_null=True, min_value=1)
    enterprise = serializers.IntegerField(label="企业", required=False, allow_null=True, min_value=1)
    own_only = serializers.BooleanField(label="仅本人创建", required=False, default=False)
    assignment = serializers.IntegerField(label="要撤销的角色", required=False, allow_null=True, min_value=1)
    to = serializers.IntegerField(label="接手人", required=False, allow_null=True, min_value=1)
    phone = serializers.CharField(label="新手机号", required=False, allow_blank=True, max_length=20)
    name = serializers.CharField(label="角色名称", required=False, allow_blank=True, max_length=50)
    home = serializers.ChoiceField(Home.choices, label="首页", required=False)
    permissions = serializers.ListField(
        child=serializers.CharField(max_length=80), label="权限", required=False, max_length=1000
    )
    key = serializers.CharField(label="参数", required=False, allow_blank=True, max_length=60)
    value = serializers.JSONField(label="值", required=False, allow_null=True)
    effective_at = serializers.DateTimeField(label="生效时间", required=False, allow_null=True)


class ApproveInput(StepInput):
    decision = serializers.CharField(label="审批意见", max_length=200, required=False, allow_blank=True, default="")


class RefuseInput(StepInput):
    decision = serializers.CharField(label="退回原因", max_length=200)


class AdminRequestFilter(filters.FilterSet):
    status = AnyOf(choices=Status.choices)
    kind = AnyOf(choices=Kind.choices)
    user = filters.NumberFilter(min_value=1, max_value=2**53)
    role = filters.NumberFilter(min_value=1, max_value=2**53)


class AdminRequestViewSet(RecordViewSet):
    queryset = Request.objects.select_related("user", "role", "created_by", "decided_by")
    serializer_class = AdminRequestSerializer
    detail_class: ClassVar = AdminRequestDetailSerializer
    filterset_class = AdminRequestFilter
    searched = ("summary", "reason", "user__name", "created_by__name")
    ordered = ("id", "created_at", "decided_at")

    def detail_of(self, row: Request) -> Mapping[str, object]:
        return {**AdminRequestSerializer(row).data, "facts": facts_of(row)}

    @extend_schema(request=AdminRequestForm, responses={201: AdminRequestDetailSerializer})
    def create(self, request: HttpRequest) -> Response:
        """Ask the security administrator for something that gives or takes rights."""
        row = ask(actor=request.user, now=timezone.now(), **checked(AdminRequestForm, request.data))  # type: ignore[arg-type]
        return Response(self.detail_of(row), status=status.HTTP_201_CREATED)

    @extend_schema(request=ApproveInput)
    @action(detail=True, methods=["post"])
    def approve(self, request: HttpRequest, pk: str) -> Response:
        return self._step(approve, ApproveInput, request, pk)

    @extend_schema(request=RefuseInput)
    @action(detail=True, methods=["post"])
    def refuse(self, request: HttpRequest, pk: str) -> Response:
        return self._step(refuse, RefuseInput, request, pk)

    @extend_schema(request=StepInput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: HttpRequest, pk: str) -> Response:
        return self._step(withdraw, StepInput, request, pk)

    def _step(self, service: Any, form: type[serializers.Serializer], request: HttpRequest, pk: str) -> Response:
        given = checked(form, request.data)
        row = service(int(pk), actor=request.user, now=timezone.now(), expected_version=given.pop("version"), **given)
        return Response(self.detail_of(row))


def facts_of(row: Request) -> list[dict[str, object]]:
    """What the request would change, side by side, in words."""
    before, payload = row.before, row.payload
    match row.kind:
        case Kind.DEFINE_ROLE | Kind.CHANGE_ROLE:
            labels = labelled_permissions()
            old, new = set(before.get("permissions", ())), set(payload["permissions"])
            said = lambda codes: [labels.get(code, code) for code in sorted(codes)]  # noqa: E731
            found = [_fact("名称", [before["name"]] if before else [], [payload["name"]])]
            return [*found, _fact("减少的权限", said(old - new), []), _fact("增加的权限", [], said(new - old))]
        case Kind.SET_PARAMETER:
            parameter = PARAMETERS[payload["key"]]
            return [_fact(parameter.label, [parameter.said(before["value"])], [parameter.said(payload["value"])])]
        case Kind.GRANT | Kind.REVOKE | Kind.HAND_OVER:
            held = before.get("roles", [])
            after = {Kind.GRANT: [*held, row.summary.partition("角色")[2]], Kind.HAND_OVER: []}
            left = [each for each in held if each != row.summary.partition("的角色")[2]]
            return [_fact("持有的角色", held, after.get(Kind(row.kind), left))]
        case Kind.GRANT_MANY:
            return _granted(payload["grants"])
        case Kind.CHANGE_PHONE:
            return [_fact("手机号", [before["phone"] or "未登记"], [payload["phone"]])]
        case Kind.RESET_FACTOR:
            return [_fact("动态口令", before["factor"], ["下次登录时重新启用"])]
    return [_fact("持有的角色", before["roles"], before["roles"])] if before.get("roles") else []


def _granted(grants: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Who would get what, by role: 孙新（sun）：湖塘镇."""
    people = User.objects.in_bulk([each["user"] for each in grants])
    by_role: dict[str, list[str]] = {}
    for wanted in assignments_of(grants):
        user = people[wanted.user_id]
        by_role.setdefault(wanted.role.name, []).append(f"{user.name}（{user.username}）：{bounds_in_words(wanted)}")
    return [_fact(f"{name}，{len(said)}人", [], said) for name, said in sorted(by_role.items())]


def _fact(label: str, old: list[str], new: list[str]) -> dict[str, object]:
    return {"label": label, "old": old, "new": new}


urlpatterns = [
    *record_urls("admin-requests", AdminRequestViewSet),
    *record_urls("users", AccountViewSet),
    *record_urls("online", OnlineViewSet),
    *record_urls("roles", RoleViewSet),
    path("audit/table/", TableView.as_view()),
    path("audit/signed/", SignedView.as_view()),
    path("me/about/requests/", OwnRequestsView.as_view()),
    path("session/second-factor/lost/", LostPhoneView.as_view()),
    path("parameters/", ParametersView.as_view()),
    path("parameters/<str:key>/", ParameterView.as_view()),
]
