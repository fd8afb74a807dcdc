"""Many accounts from a file: made one by one without a right, and one request for the roles of all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import Role, User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS
from changqian.platform.foundation.administration.accounts import create_account
from changqian.platform.foundation.administration.concerning import BOUNDS, wanted_assignment
from changqian.platform.foundation.administration.models import Wish
from changqian.platform.foundation.administration.rules import MOST_GRANTS, Kind
from changqian.platform.foundation.administration.services import ask
from changqian.platform.foundation.enterprises.models import Department, Enterprise
from changqian.platform.foundation.records.importing import Lookup
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.codes import clean
from changqian.platform.kernel.errors import RuleViolation


@transaction.atomic
def add_from_file(
    *,
    actor: User,
    username: str,
    name: str,
    phone: str,
    department: Department | None = None,
    role: Role | None = None,
    region: Region | None = None,
    bureau: Department | None = None,
    enterprise: Enterprise | None = None,
    now: datetime | None = None,
) -> User:
    """One row: an account without a right and without a password, and the role it is to have, kept until all are read.

    RuleViolation for a role that could not be granted so. The telephone number is needed: by it the owner comes in.
    """
    bounds = {"region": region, "department": bureau, "enterprise": enterprise}
    now = now or timezone.now()
    user = create_account(
        actor=actor, username=username, name=name, phone=phone, department=department, reason="", now=now
    )
    if role is None:
        if any(bounds.values()):
            raise RuleViolation("填了管辖范围，请同时填写角色", field="role")
        return user
    payload = {"user": user.pk, "role": role.pk, **{each: getattr(bounds[each], "pk", None) for each in BOUNDS}}
    try:
        wanted_assignment(user, payload)
    except RuleViolation as error:
        raise RuleViolation(str(error), field="bureau" if error.field == "department" else error.field) from error
    Wish.objects.create(user=user, payload=payload)
    return user


@transaction.atomic
def ask_for_all(*, actor: User, made: Sequence[int], name: str, now: datetime) -> None:
    """What an import leaves behind: one request for the roles its rows wanted, in parts that can be read."""
    wishes = list(Wish.objects.filter(user__in=made).order_by("user"))
    for at in range(0, len(wishes), MOST_GRANTS):
        part = [each.payload for each in wishes[at : at + MOST_GRANTS]]
        ask(actor=actor, kind=Kind.GRANT_MANY, reason=f"从文件“{name}”批量新建账号"[:200], now=now, grants=part)
    Wish.objects.filter(pk__in=[each.pk for each in wishes]).delete()


def _role(actor: User, text: str, values: Mapping[str, Any]) -> Role | None:
    """By its name; never one of the three, whose roles are asked for one by one."""
    return Role.objects.filter(name=text).exclude(code__in=ADMINISTRATORS).first()


def _region(actor: User, text: str, values: Mapping[str, Any]) -> Region | None:
    [*found] = Region.objects.filter(code=text)[:2] or Region.objects.filter(name=text)[:2]
    return found[0] if len(found) == 1 else None


def _department(actor: User, text: str, values: Mapping[str, Any]) -> Department | None:
    [*found] = Department.objects.current().filter(name=text)[:2]
    return found[0] if len(found) == 1 else None


def _enterprise(actor: User, text: str, values: Mapping[str, Any]) -> Enterprise | None:
    """Administrators see no firm's records, but name firms as the bounds of a role."""
    rows = Enterprise.objects.current()
    [*found] = rows.filter(uscc=clean(text))[:2] or rows.filter(name=text)[:2]
    return found[0] if len(found) == 1 else None


LOOKUPS = {
    "department": Lookup("请填写“部门”页中的名称；同名的部门请到页面上单独新建", _department),
    "role": Lookup("请填写“角色”页中的名称；三类管理员须逐个申请", _role),
    "region": Lookup("请填写区划代码，或唯一的区划名称", _region),
    "bureau": Lookup("请填写“部门”页中的名称", _department),
    "enterprise": Lookup("请填写统一社会信用代码或与登记一致的全称", _enterprise),
}
