"""Keeping the risk catalogue. Codes are referenced by old reports, so an entry is never overwritten: it is revised."""

from datetime import date, timedelta

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.models import CatalogueEntry
from changqian.platform.safety.risks.rules import EntryState

ACTION = "risks.catalogue"
KEPT = (
    *("scheme", "category", "category_name", "code", "name", "accident_types", "typical_points", "at_least"),
    *("source", "verified", "demo"),
)


def add_entry(*, actor: User, **fields: object) -> CatalogueEntry:
    return create(CatalogueEntry, actor=actor, action=ACTION, **fields)


@transaction.atomic
def revise_entry(
    pk: int, *, actor: User, expected_version: int, effective_from: date, **fields: object
) -> CatalogueEntry:
    """The next version of an entry. What refers to the old one goes on saying what it said."""
    old = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    if effective_from <= old.effective_from:
        raise RuleViolation("新修订的生效日期应晚于现行修订", field="effective_from")
    change(
        old,
        actor=actor,
        action=ACTION,
        expected_version=expected_version,
        effective_to=effective_from - timedelta(days=1),
    )
    end(old, actor=actor, action=ACTION, expected_version=None, reason=f"由第{old.revision + 1}次修订代替")
    kept = {name: getattr(old, name) for name in KEPT}
    return create(
        CatalogueEntry,
        actor=actor,
        action=ACTION,
        **{**kept, **fields},
        effective_from=effective_from,
        revision=old.revision + 1,
        state=old.state,
    )


@transaction.atomic
def switch_entry(pk: int, *, actor: User, expected_version: int, state: str) -> CatalogueEntry:
    """Offer an entry to firms, or no longer. Risk points that refer to it keep it."""
    entry = locked(CatalogueEntry, pk, actor=actor, action=ACTION)
    if entry.state == state:
        raise RuleViolation(f"该目录风险已是{EntryState(state).label}状态", field="state")
    return change(entry, actor=actor, action=ACTION, expected_version=expected_version, state=state)


def revisions_of(entry: CatalogueEntry) -> list[CatalogueEntry]:
    """Every version of an entry, the newest first."""
    return list(CatalogueEntry.objects.filter(scheme=entry.scheme, code=entry.code).order_by("-revision"))
