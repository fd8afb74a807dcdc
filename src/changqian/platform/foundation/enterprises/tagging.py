"""Supervision tags: given and withdrawn by people, by rules, by other ledgers; the rows are the history."""

import json
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache, partial, reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record, record_set
from changqian.platform.foundation.dictionaries.services import supervised_industry
from changqian.platform.foundation.enterprises.models import (
    Enterprise,
    Site,
    Tag,
    TagKind,
    TagRule,
    trace_enterprises,
)
from changqian.platform.foundation.enterprises.rules import TagSource
from changqian.platform.foundation.records.services import change_many, locked
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

TAG, EDIT = "enterprises.tag", "enterprises.edit"
TAGS = "监管标签"
"What the trail calls a change of tags: they are rows of their own, not a column."


DATA = Path(__file__).parent / "data" / "tags.json"


@transaction.atomic
def load_tags(file: Path = DATA) -> tuple[int, int]:
    """Bring the delivered tags and rules up to date; return how many there are. Whether a rule is active, and what a
    city added, is left alone."""
    told = json.loads(file.read_text(encoding="utf-8"))
    given = {"source": told["source"], "verified": told["verified"]}
    for kind in told["kinds"]:
        TagKind.objects.update_or_create(
            code=kind["code"], defaults={"name": kind["name"], "group": kind["group"], **given}
        )
    for rule in told["rules"]:
        key = {"code": rule.pop("code"), "basis": rule.pop("basis")}
        TagRule.objects.update_or_create(**key, defaults={**rule, "verified": told["verified"]})
    return len(told["kinds"]), len(told["rules"])


def in_force(today: date, prefix: str = "") -> Q:
    """Tags that hold on this day."""
    return Q(
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": today}),
        **{f"{prefix}withdrawn_at__isnull": True, f"{prefix}valid_from__lte": today},
    )


@transaction.atomic
def give_tag(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    code: str,
    today: date,
    site: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
    source: str = TagSource.MANUAL,
) -> Tag:
    """Tag an enterprise, or one site of it. A tag that has run out makes room for a new one."""
    firm, place = _target(pk, site, actor=actor, expected_version=expected_version)
    kind = TagKind.objects.filter(code=code).first()
    if kind is None:
        raise RuleViolation("没有这种标签，请从标签目录中选择", field="code")
    valid_from = valid_from or today
    if valid_to and valid_to < valid_from:
        raise RuleViolation("终止日期不能早于起始日期", field="valid_to")
    same = Tag.objects.filter(enterprise=firm, site=place, code=code, withdrawn_at=None)
    withdraw_all(same.filter(valid_to__lt=today), actor=actor, reason="到期")
    try:
        with transaction.atomic():
            tag = Tag.objects.create(
                enterprise=firm,
                site=place,
                code=code,
                source=source,
                valid_from=valid_from,
                valid_to=valid_to,
                note=note,
                given_by=actor,
            )
    except IntegrityError as error:
        noun = "场所" if place else "企业"
        raise RuleViolation(f"该{noun}已有“{kind.name}”标签", field="code") from error
    trace_enterprises([firm.pk])
    record(actor=actor, action=TAG, row=place or firm, changes={TAGS: [None, kind.name]})
    return tag


@transaction.atomic
def withdraw_tag(pk: int, *, actor: User, expected_version: int | None, tag: int, reason: str) -> Tag:
    """Withdraw a tag by hand. What a rule gave it would give again: change the data it follows from instead."""
    row = Tag.objects.select_for_update(of=("self",)).get(pk=tag, enterprise=pk)
    _target(pk, row.site_id, actor=actor, expected_version=expected_version)
    if row.withdrawn_at:
        raise RuleViolation("该标签已撤销")
    if row.source == TagSource.RULE:
        raise RuleViolation(f"该标签由规则自动添加（{row.note}），请修改企业的行业或状态，标签会自动撤销")
    if not reason.strip():
        raise RuleViolation("请填写撤销原因", field="reason")
    withdraw_all(Tag.objects.filter(pk=tag), actor=actor, reason=reason)
    row.refresh_from_db()
    return row


def withdraw_all(tags: QuerySet[Tag], *, actor: User, reason: str) -> int:
    """Withdraw what is still given; audited on the rows that carried it."""
    names = dict(TagKind.objects.values_list("code", "name"))
    rows = list(tags.filter(withdrawn_at=None).select_related("enterprise", "site"))
    Tag.objects.filter(pk__in=[row.pk for row in rows]).update(
        withdrawn_at=timezone.now(), withdrawn_by=actor, withdrawn_reason=reason
    )
    trace_enterprises({row.enterprise_id for row in rows})
    for row in rows:
        record(
            actor=actor,
            action=TAG,
            row=row.site or row.enterprise,
            changes={TAGS: [names.get(row.code, row.code), None], "原因": reason},
        )
    return len(rows)


def condition(rule: TagRule) -> Q:
    """The enterprises to which the rule gives its tag."""
    found = Q(ended_at__isnull=True)
    if rule.industries:
        found &= _any(Q(industry__startswith=prefix) for prefix in rule.industries)
    if rule.supervised:
        found &= Q(supervised_industry__in=rule.supervised)
    if rule.statuses:
        found &= Q(status__in=rule.statuses)
    if rule.name_contains:
        found &= _any(Q(name__contains=part) for part in rule.name_contains)
    return found


@transaction.atomic
def apply_rules(enterprises: Collection[int] | None, *, actor: User, today: date | None = None) -> tuple[int, int]:
    """Give and withdraw what the rules say, for these enterprises or for all; return (given, withdrawn).

    Run again it changes nothing. A tag that a person gave stays a person's: the rule neither doubles nor withdraws it.
    """
    today = today or timezone.localdate()
    firms: Any = Enterprise.objects.all()
    tags = Tag.objects.filter(site=None, withdrawn_at=None)
    if enterprises is not None:
        firms, tags = firms.filter(pk__in=enterprises), tags.filter(enterprise__in=enterprises)
    wanted: dict[tuple[int, str], str] = {}
    for rule in TagRule.objects.filter(active=True).order_by("pk"):
        for pk in firms.filter(condition(rule)).values_list("pk", flat=True):
            wanted.setdefault((pk, rule.code), rule.basis)
    standing = {(tag.enterprise_id, tag.code): tag for tag in tags}
    gone = [tag.pk for key, tag in standing.items() if tag.source == TagSource.RULE and key not in wanted]
    new = [
        Tag(enterprise_id=pk, code=code, source=TagSource.RULE, valid_from=today, note=basis, given_by=actor)
        for (pk, code), basis in wanted.items()
        if (pk, code) not in standing
    ]
    given = Tag.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    _told(given, actor=actor)
    if len(gone) <= 20:
        withdraw_all(Tag.objects.filter(pk__in=gone), actor=actor, reason="规则不再适用")
    else:
        rows = list(Tag.objects.filter(pk__in=gone))
        Tag.objects.filter(pk__in=gone).update(
            withdrawn_at=timezone.now(), withdrawn_by=actor, withdrawn_reason="规则不再适用"
        )
        _told(rows, actor=actor, withdrawn=True)
    return len(given), len(gone)


@transaction.atomic
def reclassify(*, actor: User, today: date) -> int:
    """After a change of the rule table: the 监管行业 of every enterprise anew; return how many changed."""
    wrong: dict[str, list[int]] = {}
    right_of = cache(partial(supervised_industry, on=today))
    firms = Enterprise.objects.current().values_list("pk", "industry", "supervised_industry")
    for pk, industry, said in firms.iterator(chunk_size=5000):
        if industry and (right := right_of(industry)) != said:
            wrong.setdefault(right, []).append(pk)
    for right, pks in wrong.items():
        change_many(Enterprise, pks, actor=actor, action=EDIT, rule=lambda firm: None, supervised_industry=right)
    return sum(len(pks) for pks in wrong.values())


def trace_turned(today: date) -> int:
    """Note the firms whose tags began or ran out within the last week, which nobody wrote; how many."""
    week = (today - timedelta(days=7), today)
    turned = Tag.objects.filter(Q(valid_from__range=week) | Q(valid_to__range=week), withdrawn_at=None)
    firms = set(turned.values_list("enterprise", flat=True))
    trace_enterprises(firms)
    return len(firms)


def _told(tags: Iterable[Tag], *, actor: User, withdrawn: bool = False) -> None:
    """In the trail: one entry for one firm's tags, one with a digest for a whole city's."""
    rows: dict[int, list[str]] = {}
    for tag in tags:
        rows.setdefault(tag.enterprise_id, []).append(tag.code)
    trace_enterprises(rows)
    firms = [Enterprise(pk=pk) for pk in rows]
    names = dict(TagKind.objects.values_list("code", "name"))
    said = ["、".join(names.get(code, code) for code in codes) for codes in rows.values()]
    changes = [{TAGS: [each, None] if withdrawn else [None, each]} for each in said]
    if len(firms) == 1:
        record(actor=actor, action=TAG, row=firms[0], changes=changes[0])
    elif firms:
        record_set(actor=actor, action=TAG, rows=firms, changes=changes)


def _target(pk: int, site: int | None, *, actor: User, expected_version: int | None) -> tuple[Enterprise, Site | None]:
    """The locked firm, and the locked site if one is named: that is then what must lie within the actor's reach."""
    if site is None:
        firm = locked(Enterprise, pk, actor=actor, action=TAG)
        if expected_version not in (None, firm.version):
            raise VersionConflict
        return firm, None
    place = locked(Site, site, actor=actor, action=TAG)
    if place.enterprise_id != pk:
        raise RuleViolation("该场所不属于这家企业", field="site")
    return place.enterprise, place


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)
