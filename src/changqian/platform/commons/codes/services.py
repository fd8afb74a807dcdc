"""Issuing, voiding and finding 常安码, and noticing who guesses."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from changqian.platform.commons.codes.models import Miss, SafeCode, Scan
from changqian.platform.commons.codes.rules import (
    UNKNOWN_ALLOWED,
    WINDOW_MINUTES,
    Colour,
    new_token,
    normal_token,
    still_live,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.postgres.asked import asked_often


def issue_code(
    *,
    actor: User,
    site: Site,
    subject_kind: str = "",
    subject_id: int = 0,
    subject_name: str = "",
    subject_place: str = "",
    colour: str = Colour.NONE,
) -> SafeCode:
    """A code for the site itself, or for one thing at it. RuleViolation if it has one: that one is to be reissued."""
    return create(
        SafeCode,
        actor=actor,
        action="codes.issue",
        site=site,
        token=new_token(secrets.choice),
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_name=subject_name,
        subject_place=subject_place,
        colour=colour,
    )


@transaction.atomic
def reissue_code(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> SafeCode:
    """A new code for the same thing; whoever scans the old print is told that it is void."""
    old = locked(SafeCode, pk, actor=actor, action="codes.reissue")
    if old.revoked_at is None:
        _void(old, actor=actor, action="codes.reissue", expected_version=expected_version, reason=reason, now=now)
    return create(
        SafeCode,
        actor=actor,
        action="codes.reissue",
        site=old.site,
        token=new_token(secrets.choice),
        subject_kind=old.subject_kind,
        subject_id=old.subject_id,
        subject_name=old.subject_name,
        subject_place=old.subject_place,
        colour=old.colour,
    )


@transaction.atomic
def revoke_code(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> SafeCode:
    code = locked(SafeCode, pk, actor=actor, action="codes.revoke")
    still_live(code.revoked_at)
    return _void(code, actor=actor, action="codes.revoke", expected_version=expected_version, reason=reason, now=now)


def _void(code: SafeCode, *, actor: User, action: str, expected_version: int, reason: str, now: datetime) -> SafeCode:
    voided = {"revoked_at": now, "revoke_reason": reason}
    return change(code, actor=actor, action=action, expected_version=expected_version, **voided)


@transaction.atomic
def label_subject(*, actor: User, site: Site, subject_kind: str, subject_id: int, **label: str) -> SafeCode:
    """What the code of a subject prints (subject_name, subject_place, colour); a subject without a code gets one."""
    code = live_code(site.pk, subject_kind, subject_id)
    if code is None:
        return issue_code(actor=actor, site=site, subject_kind=subject_kind, subject_id=subject_id, **label)
    if all(getattr(code, name) == value for name, value in label.items()):
        return code
    code = locked(SafeCode, code.pk, actor=actor, action="codes.issue")
    return change(code, actor=actor, action="codes.issue", expected_version=None, **label)


def scans_of(code: SafeCode, *, since: date) -> int:
    """How often it was scanned from that day on."""
    return Scan.objects.filter(code=code, day__gte=since).aggregate(n=Sum("count"))["n"] or 0


def live_code(site_id: int, subject_kind: str, subject_id: int) -> SafeCode | None:
    """The code that is on the wall now."""
    return _live(site_id, subject_kind, subject_id).first()


def _live(site_id: int, subject_kind: str, subject_id: int) -> QuerySet[SafeCode]:
    live = SafeCode.objects.current().filter(revoked_at__isnull=True)
    return live.filter(site=site_id, subject_kind=subject_kind, subject_id=subject_id)


def live_codes(subject_kind: str, subject_ids: Iterable[int]) -> dict[int, SafeCode]:
    """The codes on the wall of many subjects of one kind, by subject."""
    live = SafeCode.objects.current().filter(subject_kind=subject_kind, revoked_at__isnull=True)
    return {code.subject_id: code for code in live.filter(subject_id__in=list(subject_ids))}


def shown_code(site_id: int, subject_kind: str, subject_id: int) -> dict[str, Any] | None:
    """The code on a thing, as the page of that thing shows it."""
    for code in _shown(site_id, subject_kind, subject_id):
        return {"id": code.pk, "token": code.token, "url": address_of(code)}
    return None


@asked_often
def _shown(site_id: int, subject_kind: str, subject_id: int) -> QuerySet[SafeCode]:
    return _live(site_id, subject_kind, subject_id).only("token").order_by("pk")[:1]


def find_code(text: str) -> SafeCode | None:
    """The code, live or void, that was scanned or typed. Open to everybody: the token is the permission."""
    token = normal_token(text)
    return SafeCode.objects.select_related("site__enterprise", "region").filter(token=token).first() if token else None


def subject_of(text: str, subject_kind: str, *, noun: str, at: datetime) -> int:
    """What a scanned code stands for. A code that was void when it was scanned is refused; one voided since is not."""
    code = find_code(text)
    if code is None or code.subject_kind != subject_kind:
        raise RuleViolation(f"这不是{noun}的常安码", field="token")
    if code.revoked_at is not None and code.revoked_at <= at:
        raise RuleViolation("该常安码已停用，请扫描现场新码", field="token")
    return code.subject_id


def address_of(code: SafeCode) -> str:
    """What the QR says."""
    return f"{settings.PUBLIC_URL}/c/{code.token}"


def count_scan(code: SafeCode, *, day: date) -> None:
    _add_one(Scan, {"code_id": code.pk, "day": day})


def guesses_too_much(address: str, *, now: datetime) -> bool:
    """Whether this address asked for so many unknown tokens that it is not answered for the rest of the window."""
    return Miss.objects.filter(address=address, window=_window(now), count__gte=UNKNOWN_ALLOWED).exists()


def count_miss(address: str, *, now: datetime) -> None:
    _add_one(Miss, {"address": address, "window": _window(now)})


def forget_misses(*, before: datetime) -> int:
    return Miss.objects.filter(window__lt=before).delete()[0]


def _window(now: datetime) -> datetime:
    return now - timedelta(minutes=now.minute % WINDOW_MINUTES, seconds=now.second, microseconds=now.microsecond)


def _add_one(model: type[Scan] | type[Miss], key: dict[str, Any]) -> None:
    """One more in a counter row. One statement: two scans at once must both count, and neither may fail."""
    columns = ", ".join(f'"{name}"' for name in key)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" AS old ({columns}, count) VALUES (%s, %s, 1)'
            f" ON CONFLICT ({columns}) DO UPDATE SET count = old.count + 1",
            list(key.values()),
        )
