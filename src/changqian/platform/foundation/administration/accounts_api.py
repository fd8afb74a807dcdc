"""Accounts, and who is online now."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.models import User, UserSession
from changqian.platform.foundation.administration import accounts, batches
from changqian.platform.foundation.administration.concerning import assignment_in_words
from changqian.platform.foundation.administration.rules import Act, State
from changqian.platform.foundation.enterprises.models import Department, Enterprise
from changqian.platform.foundation.enterprises.search import named
from changqian.platform.foundation.records.api import RecordViewSet, answer, checked
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.foundation.records.importing import Importing
from changqian.platform.kernel.permissions import holds, require


class AccountSerializer(serializers.ModelSerializer):
    phone = MaskedField(label="手机号", read_only=True)
    department_name = serializers.CharField(source="department.name", label="部门", allow_null=True)
    role_names = serializers.ListField(child=serializers.CharField(), label="角色")
    last_sign_in = serializers.DateTimeField(label="最近登录", allow_null=True)
    is_online = serializers.BooleanField(label="在线")
    pending = serializers.IntegerField(label="待审批", allow_null=True)

    class Meta:
        model = User
        fields: tuple[str, ...] = (
            *("id", "username", "name", "phone", "department", "department_name", "role_names", "is_active"),
            *("erased_at", "is_online", "last_sign_in", "pending", "created_at"),
        )


class HeldSerializer(serializers.Serializer):
    """One role with its bounds."""

    id = serializers.IntegerField()
    role = serializers.IntegerField(source="role_id")
    role_name = serializers.CharField(source="role.name")
    said = serializers.CharField()


class AccountDetailSerializer(AccountSerializer):
    held = HeldSerializer(many=True, label="持有的角色")
    second_factor = serializers.BooleanField(label="动态口令")

    class Meta(AccountSerializer.Meta):
        fields = (*AccountSerializer.Meta.fields, "held", "second_factor")


class RoleWanted(serializers.Serializer):
    role = serializers.IntegerField(label="角色", min_value=1)
    region = serializers.IntegerField(label="区划", required=False, allow_null=True, min_value=1)
    department = serializers.IntegerField(label="部门", required=False, allow_null=True, min_value=1)
    enterprise = serializers.IntegerField(label="企业", required=False, allow_null=True, min_value=1)
    own_only = serializers.BooleanField(label="仅本人创建", required=False, default=False)


class AccountForm(serializers.Serializer):
    username = serializers.CharField(
        label="账号", max_length=40, help_text="字母、数字、点、下划线或连字符，登录时不分大小写"
    )
    name = serializers.CharField(label="姓名", max_length=50, help_text="真实姓名")
    phone = MaskedField(
        label="手机号", max_length=20, required=False, allow_blank=True, help_text="本人用来设置、找回密码；加密保存"
    )
    department = serializers.PrimaryKeyRelatedField(
        label="部门", queryset=Department.objects.current(), required=False, allow_null=True
    )
    roles = RoleWanted(many=True, label="申请的角色", required=False)
    reason = serializers.CharField(label="申请理由", max_length=200, help_text="安全保密管理员据此审批")


class AccountRow(serializers.Serializer):
    """What a file says of an account; who belongs where is named in words (batches.LOOKUPS)."""

    username = serializers.CharField(label="账号", max_length=40)
    name = serializers.CharField(label="姓名", max_length=50)
    phone = serializers.CharField(label="手机号", max_length=20)
    department = serializers.CharField(label="部门", required=False)
    role = serializers.CharField(label="申请的角色", required=False)
    region = serializers.CharField(label="管辖区划", required=False)
    bureau = serializers.CharField(label="管辖部门", required=False)
    enterprise = serializers.CharField(label="所属企业", required=False)


class AccountEdit(serializers.Serializer):
    name = serializers.CharField(label="姓名", max_length=50)
    department = serializers.PrimaryKeyRelatedField(
        label="部门", queryset=Department.objects.current(), required=False, allow_null=True
    )


class LinkSerializer(serializers.Serializer):
    url = serializers.CharField(label="登录链接")
    expires_at = serializers.DateTimeField(label="失效时间")


class FirmSerializer(serializers.ModelSerializer):
    region_name = serializers.CharField(source="region.name", label="属地")

    class Meta:
        model = Enterprise
        fields = ("id", "name", "uscc", "region_name")


class AccountFilter(filters.FilterSet):
    department = filters.NumberFilter(method="working_in", min_value=1, max_value=2**53)
    role = filters.NumberFilter(field_name="assignments__role", min_value=1, max_value=2**53, distinct=True)
    state = filters.ChoiceFilter(method="being", choices=State.choices)
    is_online = filters.BooleanFilter()

    def working_in(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        found = Department.objects.filter(pk=int(value)).first()
        return rows.filter(department__in=found.below() if found else [])

    def being(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_active=value == State.ACTIVE)


class AccountViewSet(RecordViewSet):
    queryset = User.objects.all()
    serializer_class = AccountSerializer
    detail_class: ClassVar = AccountDetailSerializer
    filterset_class = AccountFilter
    ordered = ("id", "name", "username", "created_at", "last_sign_in")
    form = AccountRow
    importing = Importing(
        permission=f"administration.{Act.CREATE_USER}",
        aliases={
            "username": ("登录名", "用户名", "登录账号"),
            "name": ("真实姓名", "人员姓名"),
            "phone": ("手机号码", "联系电话", "手机"),
            "department": ("所在部门", "处室", "单位部门"),
            "role": ("角色", "岗位角色"),
            "region": ("区划", "属地", "区域", "镇街"),
            "bureau": ("主管部门",),
            "enterprise": ("企业", "企业名称", "统一社会信用代码"),
        },
        unique=("username",),
        lookups=batches.LOOKUPS,
        ended=batches.ask_for_all,
    )
    add = staticmethod(batches.add_from_file)
    history: Any = None  # what an account did is the trail, which only the auditor reads

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return User.objects.all()
        require(self.request.user, "administration.view")
        return accounts.accounts(now=timezone.now()).order_by("-pk")

    def listed(self, rows: QuerySet) -> QuerySet:
        text = self.request.query_params.get("q", "").strip()[:50].replace("\0", "")
        wanted = self.request.query_params.get("ordering", "")
        if wanted.lstrip("-") in self.ordered:
            rows = rows.order_by(wanted, "pk")
        return accounts.looked_for(rows, text) if text else rows

    def retrieve(self, request: HttpRequest, pk: str) -> Response:
        return Response(self.detail_of(self.get_object()))

    def detail_of(self, row: User) -> Mapping[str, object]:
        found = accounts.accounts(now=timezone.now()).get(pk=row.pk)
        held = list(found.assignments.select_related("role", "region", "department", "enterprise").order_by("pk"))
        for each in held:
            each.said = assignment_in_words(each)  # type: ignore[attr-defined]
        return {
            **AccountSerializer(found).data,
            "held": HeldSerializer(held, many=True).data,
            "second_factor": second_factor.enrolled(row),
        }

    @extend_schema(
        parameters=[inline_serializer("FirmQuery", {"q": serializers.CharField(required=False, max_length=50)})],
        responses=FirmSerializer(many=True),
    )
    @action(detail=False, filter_backends=[], pagination_class=None)
    def firms(self, request: HttpRequest) -> HttpResponse:
        """Firms by name or code, for the bounds of a role. Their records stay closed to administrators."""
        require(request.user, "administration.ask")
        text = request.query_params.get("q", "").strip()[:50]
        rows = Enterprise.objects.current().select_related("region").order_by("pk")
        found = rows.filter(named(text)) if text else rows
        return answer({"results": FirmSerializer(found[:20], many=True).data})

    @extend_schema(request=AccountForm, responses={201: AccountDetailSerializer})
    def create(self, request: HttpRequest) -> Response:
        """An account without a right; each role wanted becomes a request."""
        given = checked(AccountForm, request.data)
        user = accounts.create_account(actor=request.user, now=timezone.now(), **given)  # type: ignore[arg-type]
        return Response(self.detail_of(user), status=status.HTTP_201_CREATED)

    @extend_schema(request=AccountEdit)
    @action(detail=True, methods=["post"])
    def edit(self, request: HttpRequest, pk: str) -> Response:
        given = checked(AccountEdit, request.data)
        return Response(self.detail_of(accounts.edit_account(int(pk), actor=request.user, now=timezone.now(), **given)))  # type: ignore[arg-type]

    @extend_schema(request=None, responses=LinkSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request: HttpRequest, pk: str) -> Response:
        """A one-time link for somebody who cannot sign in yet, or again after an approved reset. Shown once."""
        url, expires_at = accounts.sign_in_link(int(pk), actor=request.user, now=timezone.now())  # type: ignore[arg-type]
        told = {"url": url, "expires_at": timezone.localtime(expires_at)}
        return Response(told, headers={"Cache-Control": "no-store"})


class OnlineSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user.name", label="姓名")
    username = serializers.CharField(source="user.username", label="账号")
    department_name = serializers.CharField(source="user.department.name", label="部门", allow_null=True)

    class Meta:
        model = UserSession
        fields = (
            "id",
            "user",
            "name",
            "username",
            "department_name",
            "address",
            "agent",
            "started_at",
            "last_input_at",
        )


class KickInput(serializers.Serializer):
    reason = serializers.CharField(label="原因", max_length=200)


class OnlineViewSet(RecordViewSet):
    """Sessions that live now. Who was here before, the sign-in log says, which only the auditor reads."""

    queryset = UserSession.objects.all()
    serializer_class = OnlineSerializer
    permission_classes = [holds("administration.view")]
    filter_backends = []
    searched = ("user__name", "user__username", "address")
    ordered = ("id", "started_at", "last_input_at")
    history: Any = None

    def retrieve(self, request: HttpRequest, pk: str) -> Response:
        return Response(OnlineSerializer(self.get_object()).data)

    def get_queryset(self) -> QuerySet:
        rows = UserSession.objects.select_related("user", "user__department")
        return rows.live(timezone.now()).order_by("-last_input_at")

    @extend_schema(request=KickInput, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Kick out: the session ends at once, and its streams with it."""
        accounts.end_session(int(pk), actor=request.user, now=timezone.now(), **checked(KickInput, request.data))  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)
