"""Roles by module, compared with what was delivered, and what somebody who held one would see."""

from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from changqian.platform.foundation.accounts.models import Role, User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS
from changqian.platform.foundation.administration.concerning import bounds_in_words, wanted_assignment
from changqian.platform.foundation.administration.roles import DELIVERED, modules, preview
from changqian.platform.foundation.administration.rules import RESERVED
from changqian.platform.foundation.records.api import RecordViewSet, checked
from changqian.platform.kernel.permissions import holds


class RoleSerializer(serializers.ModelSerializer):
    holders = serializers.IntegerField(label="持有人数")

    class Meta:
        model = Role
        fields: tuple[str, ...] = ("id", "code", "name", "home", "permissions", "edited", "holders")


class RoleDetailSerializer(RoleSerializer):
    """`delivered` are the permissions as the platform comes with; null for a role of the city's own."""

    delivered = serializers.ListField(child=serializers.CharField(), allow_null=True, label="出厂权限")
    fixed = serializers.BooleanField(label="平台规定")

    class Meta(RoleSerializer.Meta):
        fields = (*RoleSerializer.Meta.fields, "delivered", "fixed")


class PermissionSerializer(serializers.Serializer):
    code = serializers.CharField(label="权限")
    label: Any = serializers.CharField(label="名称")
    reserved = serializers.BooleanField(label="仅限管理员")


class PermissionModuleSerializer(serializers.Serializer):
    code = serializers.CharField(label="模块")
    label: Any = serializers.CharField(label="名称")
    permissions = PermissionSerializer(many=True, label="权限")


class PreviewInput(serializers.Serializer):
    permissions = serializers.ListField(child=serializers.CharField(max_length=80), label="权限", max_length=1000)
    role = serializers.IntegerField(label="角色", min_value=1)
    region = serializers.IntegerField(label="区划", required=False, allow_null=True, min_value=1)
    department = serializers.IntegerField(label="部门", required=False, allow_null=True, min_value=1)
    enterprise = serializers.IntegerField(label="企业", required=False, allow_null=True, min_value=1)
    own_only = serializers.BooleanField(label="仅本人创建", required=False, default=False)


class SeenSerializer(serializers.Serializer):
    module = serializers.CharField(label="模块")
    label: Any = serializers.CharField(label="名称")
    count = serializers.IntegerField(label="能看到的条数")
    capped = serializers.BooleanField(label="还有更多")


class PreviewSerializer(serializers.Serializer):
    bounds = serializers.CharField(label="范围")
    seen = SeenSerializer(many=True, label="台账")


class RoleViewSet(RecordViewSet):
    queryset = Role.objects.all()
    serializer_class = RoleSerializer
    detail_class: ClassVar = RoleDetailSerializer
    permission_classes = [holds("administration.view")]
    filter_backends = []
    searched = ("name", "code")
    history: Any = None  # its requests are its history

    def get_queryset(self) -> QuerySet:
        return Role.objects.annotate(holders=Count("assignments", distinct=True)).order_by("pk")

    def retrieve(self, request: HttpRequest, pk: str) -> Response:
        row = self.get_object()
        delivered = DELIVERED.get(row.code)
        more = {"delivered": None if delivered is None else sorted(delivered), "fixed": row.code in ADMINISTRATORS}
        return Response({**RoleSerializer(row).data, **more})

    @extend_schema(responses=PermissionModuleSerializer(many=True))
    @action(detail=False, pagination_class=None)
    def modules(self, request: HttpRequest) -> Response:
        """What can be allowed, by module. What is reserved belongs to the three administrators only."""
        told = [
            {
                "code": module.code,
                "label": module.label,
                "permissions": [
                    {"code": code, "label": label, "reserved": code in RESERVED} for code, label in module.permissions
                ],
            }
            for module in modules()
        ]
        return Response(told)

    @extend_schema(request=PreviewInput, responses=PreviewSerializer)
    @action(detail=False, methods=["post"])
    def preview(self, request: HttpRequest) -> Response:
        """How many rows of each ledger somebody with these permissions would see within these bounds."""
        given = checked(PreviewInput, request.data)
        permissions = given.pop("permissions")
        bounds = wanted_assignment(User(), given)
        seen = preview(actor=request.user, permissions=permissions, bounds=bounds)  # type: ignore[arg-type]
        told = SeenSerializer(seen, many=True).data
        return Response({"bounds": bounds_in_words(bounds), "seen": told})
