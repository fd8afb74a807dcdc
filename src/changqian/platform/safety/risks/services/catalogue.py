"""Keeping the risk catalogue. Codes are referenced by old reports, so a published entry is never overwritten: the next
version is drafted beside it, and takes its place when it is published."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.safety.risks.models import CatalogueEntry
from changqian.platform.safety.risks.rules import ENTRY_STEPS, EntryState, EntryStep, refuse_code
from changqian.platform.safety.risks.services.reference import refuse_unknown_accidents

ACTION = "risks.catalogue"
KEPT = (
    *("scheme", "category", "category_name", "code", "name", "accident_types", "typical_points", "at_least"),
    *("source", "verified", "demo"),
)


def add_entry(*, actor: User, **fields: Any) -> CatalogueEntry:
    """A draft: nobody is offered it before it is published."""
    _checked(fields)
    refuse_code(fields["category"], fields["code"])
    if _standing(fields["scheme"], fields["code"]).exists():
        raise RuleViolation("该目录已有此风险代码，请在原条目上修订", field="code")
    return create(CatalogueEntry, actor=actor, action=ACTION, state=EntryState.DRAFT, **fields)


@transaction.atomic
def take_entry(*, actor: User, **fields: Any) -> CatalogueEntry:
    """An entry as a file brings it: a new code becomes a draft, a known one the draft of its next version."""
    standing = _standing(fields["scheme"], fields["code"]).first()
    if standing is None:
        return add_entry(actor=actor, **fields)
    refuse_code(fields["category"], fields["code"])
    if not differing(standing, fields):
        raise RuleViolation(f"与现行第{standing.revision}版内容相同，不必再导入", field="code")
    given = {name: value for name, value in fields.items() if name not in ("scheme", "code", "category")}
    return revise_entry(standing.pk, actor=actor, expected_version=standing.version, **given)


def differing(standing: CatalogueEntry, fields: Mapping[str, Any]) -> list[str]:
    """The names of the columns that a row says otherwise than the version in force, but for the day it begins."""

    def said(value: Any) -> Any:
        return sorted(value) if isinstance(value, list | tuple) else value

    return [
        str(column.verbose_name)
        for column in CatalogueEntry._meta.concrete_fields
        if column.name in KEPT
        and column.name in fields
        and said(fields[column.name]) != said(getattr(standing, column.name))
    ]


def remark_on_entry(actor: User, fields: Mapping[str, Any]) -> str:
    """Before a file is imported: which of its rows revise something that is in force, and in what."""
    standing = _standing(fields["scheme"], fields["code"]).first()
    if standing is None:
        return ""
    changed = "、".join(differing(standing, fields))
    return (
        f"目录中已有{standing.code}（第{standing.revision}版），将形成第{standing.revision + 1}版草稿，改动：{changed}"
    )


@transaction.atomic
def edit_entry(pk: int, *, actor: User, expected_version: int, **fields: Any) -> CatalogueEntry:
    entry = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    ENTRY_STEPS.after(entry.state, EntryStep.EDIT)
    _checked(fields)
    return change(entry, actor=actor, action=ACTION, expected_version=expected_version, **fields)


@transaction.atomic
def publish_entry(pk: int, *, actor: User, expected_version: int | None, today: date) -> CatalogueEntry:
    """From now on firms are offered it; what refers to the version before goes on saying what it said."""
    entry = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    state = ENTRY_STEPS.after(entry.state, EntryStep.PUBLISH)
    if entry.effective_from > today:
        raise RuleViolation(f"“{entry}”{entry.effective_from}才生效，请到那天再发布", field="effective_from")
    if before := _standing(entry.scheme, entry.code).select_for_update().first():
        last = entry.effective_from - timedelta(days=1)
        change(before, actor=actor, action=ACTION, expected_version=None, effective_to=last)
        end(before, actor=actor, action=ACTION, expected_version=None, reason=f"由第{entry.revision}次修订代替")
    return change(entry, actor=actor, action=ACTION, expected_version=expected_version, state=state)


@transaction.atomic
def publish_entries(ids: Collection[int], *, actor: User, today: date) -> list[CatalogueEntry]:
    """All of them or none: what came from one file."""
    return [publish_entry(pk, actor=actor, expected_version=None, today=today) for pk in dict.fromkeys(ids)]


@transaction.atomic
def revise_entry(pk: int, *, actor: User, expected_version: int, effective_from: date, **fields: Any) -> CatalogueEntry:
    """The draft of an entry's next version; the entry itself stays in force until that is published."""
    old = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    ENTRY_STEPS.after(old.state, EntryStep.REVISE)
    if expected_version != old.version:
        raise VersionConflict
    if effective_from <= old.effective_from:
        raise RuleViolation("新修订的生效日期应晚于现行修订", field="effective_from")
    _checked(fields)
    kept = {name: getattr(old, name) for name in KEPT}
    return create(
        CatalogueEntry,
        actor=actor,
        action=ACTION,
        **{**kept, **fields},
        effective_from=effective_from,
        revision=old.revision + 1,
        state=EntryState.DRAFT,
    )


@transaction.atomic
def discard_entry(pk: int, *, actor: User, expected_version: int, reason: str) -> CatalogueEntry:
    entry = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    ENTRY_STEPS.after(entry.state, EntryStep.DISCARD)
    return end(entry, actor=actor, action=ACTION, expected_version=expected_version, reason=reason)


def retire_entry(pk: int, *, actor: User, expected_version: int) -> CatalogueEntry:
    """No longer offered to firms. Risk points that refer to it keep it."""
    return _switch(pk, EntryStep.RETIRE, actor=actor, expected_version=expected_version)


def restore_entry(pk: int, *, actor: User, expected_version: int) -> CatalogueEntry:
    """Offered again."""
    return _switch(pk, EntryStep.RESTORE, actor=actor, expected_version=expected_version)


def revisions_of(entry: CatalogueEntry) -> list[CatalogueEntry]:
    """The entry with every version of it that was ever published, the newest first."""
    same = CatalogueEntry.objects.filter(scheme=entry.scheme, code=entry.code)
    return list(same.filter(~Q(state=EntryState.DRAFT) | Q(pk=entry.pk)).order_by("-revision"))


@transaction.atomic
def _switch(pk: int, step: EntryStep, *, actor: User, expected_version: int) -> CatalogueEntry:
    entry = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    state = ENTRY_STEPS.after(entry.state, step)
    return change(entry, actor=actor, action=ACTION, expected_version=expected_version, state=state)


def _standing(scheme: str, code: str) -> Any:
    """The version of a code that is no draft, where there is one."""
    return CatalogueEntry.objects.current().filter(scheme=scheme, code=code).exclude(state=EntryState.DRAFT)


def _checked(fields: dict[str, Any]) -> None:
    refuse_unknown_accidents(fields.get("accident_types") or ())
