"""Roles at a firm, taken and given up without the administrators: a firm's people are the firm's business.

Who may decide that is asked by the caller (commons/joining); here nobody becomes what an administrator would be.
"""

from django.db import transaction

from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Act
from changqian.platform.foundation.audit.services import record
from changqian.platform.kernel.errors import RuleViolation

FIRM_ROLES = ("principal", "officer", "worker")
"The roles a firm gives, the weightiest first."


@transaction.atomic
def hold(user: User, code: str, enterprise: int, *, actor: User) -> None:
    """The user has exactly this one of the firm's roles there. RuleViolation for an administrator: he holds no other.

    The account is locked, so that what is decided about one person is decided one after the other. Takes effect with
    the next request: grants are read anew for each.
    """
    if code not in FIRM_ROLES:
        raise ValueError(f"{code} is not for a firm to give")
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise RuleViolation(f"{user.name}的账号已停用")
    if user.assignments.filter(role__code__in=ADMINISTRATORS).exists():
        raise RuleViolation("平台管理员不能同时担任企业角色，请为其业务工作另建账号")
    before = codes_at(user, enterprise)
    user.assignments.filter(enterprise=enterprise, role__code__in=FIRM_ROLES).exclude(role__code=code).delete()
    if code not in before:
        Assignment.objects.create(user=user, role=Role.objects.get(code=code), enterprise_id=enterprise)
    _told(user, Act.HOLD, enterprise, before, actor)


@transaction.atomic
def part(user: User, enterprise: int, *, actor: User) -> None:
    """The user has no role at the firm any more, whoever gave it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    before = codes_at(user, enterprise)
    user.assignments.filter(enterprise=enterprise).delete()
    _told(user, Act.PART, enterprise, before, actor)


def codes_at(user: User, enterprise: int) -> list[str]:
    """The roles the user holds at the firm."""
    held = user.assignments.filter(enterprise=enterprise)
    return list(held.order_by("role__code").values_list("role__code", flat=True))


def _told(user: User, act: Act, enterprise: int, before: list[str], actor: User) -> None:
    changes = {"enterprise": enterprise, "roles": [before, codes_at(user, enterprise)]}
    record(actor=actor, action=f"accounts.{act}", row=user, changes=changes)
