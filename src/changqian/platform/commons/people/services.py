"""People of a firm: who holds which post since when, with which account and which certificates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.rules import CertificateKind, refuse_certificate, refuse_too_young, whole_number
from changqian.platform.commons.people.schemes import refuse_too_long, review_of
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.codes import IdNumber, clean, mobile
from changqian.platform.kernel.errors import RuleViolation

ADD, EDIT, LEAVE, END = "people.add", "people.edit", "people.leave", "people.end"
LINK, CERTIFY, VERIFY = "people.link", "people.certify", "people.verify"


def add_person(*, actor: User, enterprise: Enterprise, today: date, **fields: Any) -> Person:
    checked = _checked(fields, enterprise=enterprise, today=today)
    return create(Person, actor=actor, action=ADD, enterprise=enterprise, **checked)


@transaction.atomic
def edit_person(pk: int, *, actor: User, expected_version: int | None, today: date, **fields: Any) -> Person:
    row = locked(Person, pk, actor=actor, action=EDIT)
    checked = _checked(fields, enterprise=row.enterprise, today=today, known=row)
    return change(row, actor=actor, action=EDIT, expected_version=expected_version, **checked)


@transaction.atomic
def leave_person(pk: int, *, actor: User, expected_version: int | None, left_on: date, today: date) -> Person:
    """The person no longer works here; the row stays, and may be registered again after coming back."""
    row = locked(Person, pk, actor=actor, action=LEAVE)
    if row.left_on:
        raise RuleViolation(f"{row.name}已于{row.left_on}离职")
    if left_on > today:
        raise RuleViolation("离职日期不能晚于今天", field="left_on")
    if row.joined_on and left_on < row.joined_on:
        raise RuleViolation("离职日期不能早于入职日期", field="left_on")
    return change(row, actor=actor, action=LEAVE, expected_version=expected_version, left_on=left_on, user=None)


@transaction.atomic
def end_person(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Person:
    row = locked(Person, pk, actor=actor, action=END)
    if row.certificates.filter(ended_at=None).exists():
        raise RuleViolation("该人员还有证书，请先删除证书；人员离开请登记离职")
    return end(row, actor=actor, action=END, expected_version=expected_version, reason=reason)


@transaction.atomic
def link_user(pk: int, *, actor: User, expected_version: int | None, username: str) -> Person:
    """The account with which this person signs in; an empty name loosens the link."""
    row = locked(Person, pk, actor=actor, action=LINK)
    user = None
    if username.strip():
        user = User.objects.filter(username__iexact=username.strip(), is_active=True).first()
        if user is None or not Assignment.objects.filter(user=user, enterprise=row.enterprise_id).exists():
            raise RuleViolation("没有找到本企业的这个账号", field="username")
        if row.left_on:
            raise RuleViolation(f"{row.name}已离职，不能关联账号")
    return change(row, actor=actor, action=LINK, expected_version=expected_version, user=user)


def on_roll(enterprise: int, asked: Sequence[int], *, field: str, what: str) -> dict[int, str]:
    """The names of people of the firm, in the order in which they were named; RuleViolation for who has left or is
    none of its people."""
    wanted = list(dict.fromkeys(asked))
    people = Person.objects.current().filter(enterprise=enterprise, left_on=None, pk__in=wanted)
    names = dict(people.values_list("pk", "name"))
    if len(names) != len(wanted):
        raise RuleViolation(f"{what}应是本企业在册人员，请去掉已离职的人", field=field)
    return {pk: names[pk] for pk in wanted}


@transaction.atomic
def add_certificate(*, actor: User, person: Person, photos: Sequence[int] = (), **fields: Any) -> Certificate:
    checked = _checked_certificate(person, fields)
    row = create(Certificate, actor=actor, action=CERTIFY, person=person, **checked)
    attach(row, "photos", photos, actor=actor, label="证书照片")
    return row


@transaction.atomic
def edit_certificate(
    pk: int, *, actor: User, expected_version: int | None, photos: Sequence[int] | None = None, **fields: Any
) -> Certificate:
    """A changed certificate must be verified anew."""
    row = locked(Certificate, pk, actor=actor, action=CERTIFY)
    checked = _checked_certificate(row.person, fields, known=row)
    unverified = {"verified": False, "verified_by": None, "verified_at": None}
    change(row, actor=actor, action=CERTIFY, expected_version=expected_version, **checked, **unverified)
    if photos is not None:
        attach(row, "photos", photos, actor=actor, label="证书照片")
    return row


@transaction.atomic
def verify_certificate(pk: int, *, actor: User, expected_version: int | None) -> Certificate:
    row = locked(Certificate, pk, actor=actor, action=VERIFY)
    if row.verified:
        raise RuleViolation("该证书已核验")
    seen = {"verified": True, "verified_by": actor, "verified_at": timezone.now()}
    return change(row, actor=actor, action=VERIFY, expected_version=expected_version, **seen)


@transaction.atomic
def end_certificate(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Certificate:
    row = locked(Certificate, pk, actor=actor, action=CERTIFY)
    return end(row, actor=actor, action=CERTIFY, expected_version=expected_version, reason=reason)


def _checked(
    given: dict[str, Any], *, enterprise: Enterprise, today: date, known: Person | None = None
) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation at the first that is wrong."""
    fields = dict(given)
    if "name" in fields:
        fields["name"] = " ".join(fields["name"].split())
        if not fields["name"] or not fields["name"].isprintable():
            raise RuleViolation("请填写姓名", field="name")
    if "roles" in fields:
        fields["roles"] = sorted(set(fields["roles"]))
        if not fields["roles"]:
            raise RuleViolation("请至少选择一个岗位角色", field="roles")
    if fields.get("phone"):
        fields["phone"] = _said("phone", lambda: mobile(fields["phone"]))
    if fields.get("id_number"):
        number = _said("id_number", lambda: IdNumber.parse(fields["id_number"], today=today))
        refuse_too_young(number.age(today), fields.get("roles", known.roles if known else ()))
        fields["id_number"] = number.text
    site: Site | None = fields.get("site")
    if site and (site.enterprise_id != enterprise.pk or site.ended_at):
        raise RuleViolation("该场所不属于这家企业，或已关闭", field="site")
    if fields.get("joined_on") and fields["joined_on"] > today:
        raise RuleViolation("入职日期不能晚于今天", field="joined_on")
    return fields


def _checked_certificate(person: Person, given: dict[str, Any], known: Certificate | None = None) -> dict[str, Any]:
    fields = dict(given)
    if known is None or "number" in fields:
        kind = fields.get("kind", known.kind if known else "")
        said = clean(fields.get("number", ""))
        fields["number"] = whole_number(said, kind, id_number=person.id_number)
    names = ("kind", "number", "valid_from", "valid_to")
    now: dict[str, Any] = {name: fields.get(name, getattr(known, name, None)) for name in names}
    refuse_certificate(now["kind"], now["number"], now["valid_to"], id_number=person.id_number)
    if now["valid_from"] and now["valid_to"] and now["valid_to"] < now["valid_from"]:
        raise RuleViolation("有效期止不能早于有效期起", field="valid_to")
    if now["kind"] == CertificateKind.SPECIAL_OPERATION:
        refuse_too_long(now["valid_from"], now["valid_to"])
        if "review_due_on" in fields:
            fields["review_due_on"] = review_of(fields["review_due_on"])
    return fields


def _said(field: str, read: Any) -> Any:
    try:
        return read()
    except RuleViolation as error:
        raise RuleViolation(str(error), field=field) from error
