"""Roles of experts and institutions, taken up and given up by a decision of the city (commons/professionals).

As in belonging: who may decide is asked by the caller. The role reaches what its holder wrote himself and nothing
else; whoever is to see firms gets that from the administrators, or with the work that is given him.
"""

from django.db import transaction

from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Act
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation

PROFESSIONS = ("expert", "insurer", "trainer")


@transaction.atomic
def take_up(user: User, code: str, *, actor: User) -> None:
    """The user has this role, over what is his own. RuleViolation for an administrator: he holds no other.

    Takes effect with the next request.
    """
    if code not in PROFESSIONS:
        raise ValueError(f"{code} is not a profession")
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise RuleViolation(f"{user.name}的账号已停用")
    if user.assignments.filter(role__code__in=ADMINISTRATORS).exists():
        raise RuleViolation("平台管理员不能同时担任专家或机构联系人，请为其业务工作另建账号")
    before = _held(user)
    if code not in before:
        role = Role.objects.get(code=code)
        Assignment.objects.create(user=user, role=role, region=whole_city(), own_only=True)
    _told(user, Act.TAKE_UP, before, actor)


@transaction.atomic
def give_up(user: User, code: str, *, actor: User) -> None:
    """The user has this role no more, whoever gave it: who is no expert any longer is none within any bounds."""
    user = User.objects.select_for_update().get(pk=user.pk)
    before = _held(user)
    user.assignments.filter(role__code=code).delete()
    _told(user, Act.GIVE_UP, before, actor)


def whole_city() -> Region:
    """The root of the tree of regions."""
    return Region.objects.get(parent=None)


def _held(user: User) -> list[str]:
    held = user.assignments.filter(role__code__in=PROFESSIONS)
    return list(held.order_by("role__code").values_list("role__code", flat=True))


def _told(user: User, act: Act, before: list[str], actor: User) -> None:
    record(actor=actor, action=f"accounts.{act}", row=user, changes={"roles": [before, _held(user)]})
