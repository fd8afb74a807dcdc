"""Setting up, moving and dissolving the safety organisations of a firm. Every write holds the firm's whole tree."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.registering import checked_coordinates
from changqian.platform.foundation.enterprises.rules import Datum
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.organisation.rules import refuse_below, refuse_grade, refuse_place

DOCUMENTS = "documents"
"The paper that set it up (成立文件)."


@transaction.atomic
def establish_organisation(
    *,
    actor: User,
    enterprise: Enterprise,
    today: date,
    parent: SafetyOrganisation | None = None,
    members: Sequence[int] = (),
    documents: Sequence[int] = (),
    **fields: Any,
) -> SafetyOrganisation:
    tree = _held(enterprise.pk)
    given = _checked(fields, enterprise=enterprise.pk, today=today)
    _placed(tree, None, parent, name=given["name"], grade=given["grade"])
    row = create(
        SafetyOrganisation,
        actor=actor,
        action="organisation.establish",
        enterprise=enterprise,
        parent=parent,
        members=_staff(enterprise.pk, members),
        **given,
    )
    attach(row, DOCUMENTS, documents, actor=actor, label="成立文件")
    return row


@transaction.atomic
def edit_organisation(
    pk: int,
    *,
    actor: User,
    expected_version: int,
    today: date,
    members: Sequence[int] | None = None,
    documents: Sequence[int] | None = None,
    **fields: Any,
) -> SafetyOrganisation:
    """What is not named stays as it is."""
    row, tree = _mine(pk, actor=actor, action="organisation.edit")
    given = _checked(fields, enterprise=row.enterprise_id, today=today, known=row)
    _placed(tree, row, row.parent, name=given.get("name", row.name), grade=given.get("grade", row.grade))
    if members is not None:
        given["members"] = _staff(row.enterprise_id, members)
    row = change(row, actor=actor, action="organisation.edit", expected_version=expected_version, **given)
    if documents is not None:
        attach(row, DOCUMENTS, documents, actor=actor, label="成立文件")
    return row


@transaction.atomic
def move_organisation(
    pk: int, *, actor: User, expected_version: int, parent: SafetyOrganisation | None = None
) -> SafetyOrganisation:
    """Below another one, with all that stands below it; without one, to the top."""
    row, tree = _mine(pk, actor=actor, action="organisation.move")
    _placed(tree, row, parent, name=row.name, grade=row.grade)
    return change(row, actor=actor, action="organisation.move", expected_version=expected_version, parent=parent)


@transaction.atomic
def end_organisation(pk: int, *, actor: User, expected_version: int, reason: str) -> SafetyOrganisation:
    row, tree = _mine(pk, actor=actor, action="organisation.end")
    if below := [each.name for each in tree.values() if each.parent_id == row.pk]:
        raise RuleViolation(f"{row.name}还有下级机构：{'、'.join(below[:5])}，请先撤销或调整它们的上级机构")
    return end(row, actor=actor, action="organisation.end", expected_version=expected_version, reason=reason)


def staff_of(row: SafetyOrganisation) -> list[Person]:
    """Who belongs to it today, in the order in which they were named."""
    people: Any = Person.objects.current().filter(enterprise=row.enterprise_id, left_on=None)
    known = people.in_bulk(row.members)
    return [known[pk] for pk in row.members if pk in known]


def _held(enterprise: int) -> dict[int, SafetyOrganisation]:
    """The firm's tree, which nobody else changes before this ends: two moves at once could close a circle."""
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise)
    return {row.pk: row for row in SafetyOrganisation.objects.current().filter(enterprise=enterprise)}


def _mine(pk: int, *, actor: User, action: str) -> tuple[SafetyOrganisation, dict[int, SafetyOrganisation]]:
    """The row and its tree, the tree held first: whoever sets something up below it waits there as well."""
    firm = SafetyOrganisation.objects.within(actor, action).current().only("enterprise_id").get(pk=pk).enterprise_id
    tree = _held(firm)
    return locked(SafetyOrganisation, pk, actor=actor, action=action), tree


def _placed(
    tree: dict[int, SafetyOrganisation],
    row: SafetyOrganisation | None,
    parent: SafetyOrganisation | None,
    *,
    name: str,
    grade: str,
) -> None:
    """RuleViolation unless it may stand there, under this name."""
    if parent is not None:
        if parent.pk not in tree:
            raise RuleViolation("上级机构应是本企业现有的机构", field="parent")
        refuse_below(grade, above=tree[parent.pk].grade)
    pk, above = (row.pk if row else None), (parent.pk if parent else None)
    refuse_place(pk, above, {each.pk: each.parent_id for each in tree.values()})
    for each in tree.values():
        if pk is not None and each.parent_id == pk:
            refuse_below(each.grade, above=grade)
        if each.pk != pk and each.parent_id == above and each.name == name:
            raise RuleViolation(f"同一上级下已有“{name}”，请改名区分", field="name")


def _checked(
    given: dict[str, Any], *, enterprise: int, today: date, known: SafetyOrganisation | None = None
) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation at the first that is wrong."""
    fields = dict(given)
    if "name" in fields:
        fields["name"] = " ".join(fields["name"].split())
        if not fields["name"]:
            raise RuleViolation("请填写机构名称", field="name")
    if "kind" in fields or "grade" in fields:
        refuse_grade(*(fields[each] if each in fields else getattr(known, each) for each in ("kind", "grade")))
    head: Person | None = fields.get("head")
    if head and (head.enterprise_id != enterprise or head.ended_at or head.left_on):
        raise RuleViolation("负责人应是本企业在册人员，请先在人员台账登记", field="head")
    if fields.get("established_on") and fields["established_on"] > today:
        raise RuleViolation("成立日期不能晚于今天", field="established_on")
    if "lon" in fields or "lat" in fields:
        fields |= _point(fields, known)
    else:
        fields.pop("datum", None)  # It says how to read a point; alone it says nothing.
    return fields


def _point(fields: dict[str, Any], known: SafetyOrganisation | None) -> dict[str, Any]:
    """The point in CGCS2000; one that comes back from the form as it is stored is not bent a second time."""
    lon, lat = fields.get("lon"), fields.get("lat")
    if known and lon is not None and (lon, lat) == (known.lon, known.lat):
        return {"lon": lon, "lat": lat, "datum": known.datum}
    return checked_coordinates(lon, lat, fields.get("datum") or Datum.CGCS2000)


def _staff(enterprise: int, members: Sequence[int]) -> list[int]:
    asked = list(dict.fromkeys(members))
    people = Person.objects.current().filter(enterprise=enterprise, left_on=None, pk__in=asked)
    if people.count() != len(asked):
        raise RuleViolation("成员应是本企业在册人员，请去掉已离职的人", field="members")
    return asked
