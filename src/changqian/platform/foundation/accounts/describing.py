"""Who somebody is, as the web is told: roles with their bounds, permissions, and where to begin."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from rest_framework import serializers

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.accounts.roles import own_of
from changqian.platform.foundation.accounts.rules import Home
from changqian.platform.foundation.accounts.services import setting_of
from changqian.platform.kernel.postgres.asked import asked_often

CHOSEN_FIRM = "firm"
"The setting in which somebody of several firms keeps which one he works for just now."


class RoleHeld(serializers.Serializer):
    role = serializers.CharField()
    role_label = serializers.CharField()
    region = serializers.IntegerField(allow_null=True)
    region_name = serializers.CharField()
    enterprise = serializers.IntegerField(allow_null=True)
    enterprise_name = serializers.CharField()


class MyEnterprise(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class MySite(MyEnterprise):
    region_name = serializers.CharField()


class Me(serializers.Serializer):
    """The signed-in user: roles with their bounds, permissions of all roles together, and where to begin."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    username = serializers.CharField()
    real_name = serializers.BooleanField(help_text="已实名核验")
    roles = RoleHeld(many=True)
    permissions = serializers.ListField(child=serializers.CharField())
    home = serializers.ChoiceField(Home.choices)
    scope_label = serializers.CharField()
    enterprise = MyEnterprise(allow_null=True)
    sites = MySite(many=True)


def described(user: User) -> dict[str, object]:
    """The user as `Me`."""
    held = _held_by(user.pk)
    firms = [each.enterprise for each in held if each.enterprise]
    wanted = setting_of(user, CHOSEN_FIRM) if len({each.pk for each in firms}) > 1 else None
    firm = next((each for each in firms if each.pk == wanted), next(iter(firms), None))
    sites = _sites_of(firm.pk) if firm else []
    codes = [each.role.code for each in held]
    homes = [each.role.home for each in held]
    return {
        "id": user.pk,
        "name": user.name,
        "username": user.username,
        "real_name": user.real_name_at is not None,
        "roles": [_role(each) for each in held],
        "permissions": sorted(own_of(codes).union(*(each.role.permissions for each in held))),
        "home": Home.MOBILE if homes and set(homes) == {Home.MOBILE} else Home.DESKTOP,
        "scope_label": "、".join(dict.fromkeys(_bounds(each) for each in held)),
        "enterprise": {"id": firm.pk, "name": firm.name} if firm else None,
        "sites": [{"id": site.pk, "name": site.name, "region_name": site.region.name} for site in sites],
    }


@asked_often
def _held_by(user: int) -> QuerySet[Assignment]:
    every = Assignment.objects.filter(user=user)
    return every.select_related("role", "region", "enterprise", "department").order_by("pk")


@asked_often
def _sites_of(firm: int) -> QuerySet[Any]:
    sites = apps.get_model("enterprises", "Site").objects.filter(enterprise=firm, ended_at=None)
    return sites.select_related("region").order_by("pk")[:200]  # type: ignore[no-any-return]


def _role(held: Assignment) -> dict[str, object]:
    return {
        "role": held.role.code,
        "role_label": held.role.name,
        "region": held.region_id,
        "region_name": held.region.name if held.region else "",
        "enterprise": held.enterprise_id,
        "enterprise_name": held.enterprise.name if held.enterprise else "",
    }


def _bounds(held: Assignment) -> str:
    """What a role reaches, in words: 武进区, 工信局, 常州湖塘机械厂有限公司, 武进区（仅本人）."""
    named = [each.name for each in (held.region, held.department, held.enterprise) if each]
    return "·".join(named) + ("（仅本人）" if held.own_only else "")
