"""The tree of departments: bureaus of city and district, their offices, departments of towns."""

from typing import Any

from django.core.cache import cache
from django.db import transaction

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.enterprises.models import PARENTS, Department, Enterprise
from changqian.platform.foundation.enterprises.rules import DepartmentKind
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation

ACTION = "enterprises.edit_departments"
DEEPEST = 4
"Levels: a bureau, its branch in a district, an office, a group."


@transaction.atomic
def found_department(
    *,
    actor: User,
    name: str,
    kind: str = DepartmentKind.BUREAU,
    parent: Department | None = None,
    region: Region | None = None,
) -> Department:
    """A new department, on top or below another."""
    _refuse_name(name)
    if parent is not None and depth_of(parent) >= DEEPEST:
        raise RuleViolation(f"部门最多{DEEPEST}级，不能在{parent.name}下新增", field="parent")
    fields = {"name": name.strip(), "kind": kind, "parent": parent, "region": region}
    row = create(Department, actor=actor, action=ACTION, **fields)
    _forget()
    return row


@transaction.atomic
def edit_department(pk: int, *, actor: User, expected_version: int | None, **given: Any) -> Department:
    """Name, kind and region."""
    row = locked(Department, pk, actor=actor, action=ACTION)
    if "name" in given:
        _refuse_name(given["name"])
        given["name"] = given["name"].strip()
    return change(row, actor=actor, action=ACTION, expected_version=expected_version, **given)


@transaction.atomic
def move_department(pk: int, *, actor: User, expected_version: int | None, parent: Department | None) -> Department:
    """Below another, with all that stands below it; None puts it on top. RuleViolation below itself or too deep."""
    list(Department.objects.select_for_update().order_by("pk").values_list("pk"))  # two moves must not make a ring
    row = locked(Department, pk, actor=actor, action=ACTION)
    _forget()
    below = row.below()
    if parent is not None and parent.pk in below:
        raise RuleViolation(f"{row.name}不能移到自己的下级", field="parent")
    rows = {each.pk: each for each in Department.objects.filter(pk__in=below)}
    height = max(depth_of(each) for each in rows.values()) - depth_of(row) + 1
    if (depth_of(parent) if parent else 0) + height > DEEPEST:
        raise RuleViolation(f"移动后超过{DEEPEST}级", field="parent")
    row = change(row, actor=actor, action=ACTION, expected_version=expected_version, parent=parent)
    _forget()
    return row


@transaction.atomic
def end_department(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Department:
    """RuleViolation while anything still belongs to it: the sentence says what."""
    row = locked(Department, pk, actor=actor, action=ACTION)
    used = {
        "下级部门": row.children.current().count(),
        "人员": User.objects.filter(department=row, is_active=True).count(),
        "角色": Assignment.objects.filter(department=row).count(),
        "主管的企业": Enterprise.objects.current().filter(department=row).count(),
    }
    if in_use := "、".join(f"{count}个{noun}" for noun, count in used.items() if count):
        raise RuleViolation(f"{row.name}还有{in_use}，请先移走再撤销")
    return end(row, actor=actor, action=ACTION, expected_version=expected_version, reason=reason)


def depth_of(row: Department) -> int:
    """1 on top."""
    depth, at = 1, row
    while at.parent_id and depth <= DEEPEST:
        depth, at = depth + 1, at.parent  # type: ignore[assignment]
    return depth


def _refuse_name(name: str) -> None:
    if not 2 <= len(name.strip()) <= 50:
        raise RuleViolation("部门名称应为2至50字", field="name")


def _forget() -> None:
    cache.delete(PARENTS)
    transaction.on_commit(lambda: cache.delete(PARENTS))
