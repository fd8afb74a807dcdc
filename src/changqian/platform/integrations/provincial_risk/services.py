"""Fetching a feed to its end, or as far as whoever shares it lets us; and taking what was refused after all."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.province.models import Batch, Reject
from changqian.platform.commons.province.rules import PROVINCE, BatchState, Fate, Feed, Trouble
from changqian.platform.commons.province.services import (
    RETRY,
    RUN,
    Refused,
    alone_with,
    begin,
    break_off,
    match_firms,
    open_reject,
    settle,
    settle_found,
    take_mended,
    take_page,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.audit.services import record
from changqian.platform.integrations.provincial_risk import mapping
from changqian.platform.integrations.provincial_risk.client import Ask, Page, Province, Source
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.signed import NotNow
from changqian.platform.kernel.signed import Refused as Declined

log = structlog.get_logger("changqian.province")

PAGE = 2000
PAUSES = (1.0, 4.0)
"Seconds before a page is asked for again that did not come."
ENOUGH_TO_TELL = 20
"Rows of a page from which on a column that none of them has is gone, and not merely forgotten."


@dataclass(frozen=True, slots=True)
class Origin:
    """Who shares a feed."""

    noun: str
    setting: str
    "The setting that holds their address; without one nothing is asked."
    source: Callable[[], Source]
    then: Callable[[], object] = lambda: None
    "What is done with what came, behind a walk that somebody asked for."


ORIGINS: dict[str, Origin] = {feed: Origin("省平台", "PROVINCE_URL", Province) for feed in PROVINCE}


def share(feed: Feed, columns: Sequence[mapping.Column], origin: Origin) -> None:
    """Another integration's feed, by the same batches and rejects; called when the platform starts."""
    ORIGINS[feed], mapping.COLUMNS[feed] = origin, columns


def pull(
    feed: str, *, full: bool = False, asked_by: User | None = None, source: Source | None = None, size: int = PAGE
) -> Batch | None:
    """Fetch what changed, page by page, each page kept before the next is asked for; None if somebody is at it.

    The batch that comes back is done, or broken off where they stopped answering or changed its form: called
    again, it goes on there.
    """
    with alone_with(feed) as mine:
        if not mine:
            return None
        batch = begin(feed, full=full, asked_by=asked_by, now=timezone.now())
        try:
            _walk(batch, source or ORIGINS[feed].source(), size)
        except (NotNow, Declined, SchemaChanged) as error:
            log.warning("feed broken off", feed=feed, batch=batch.pk, pages=batch.pages, reason=str(error))
            return break_off(batch, str(error))
        told = {each: getattr(batch, each) for each in ("received", "created", "changed", "rejected", "digest")}
        record(actor=asked_by or platform(), action=RUN, row=batch, changes=told)
        return batch


class SchemaChanged(Exception):
    """A column that every row needs is gone: taking a page would refuse all of it, so nothing is taken."""


def _walk(batch: Batch, source: Source, size: int) -> None:
    while True:
        until = batch.as_of if batch.pages else None
        page = _patiently(source, Ask(Feed(batch.feed), batch.since, until, batch.cursor, size))
        if page.next and page.next == batch.cursor:
            raise NotNow("对方反复给出同一页")
        keep_page(batch, page)
        if not page.next:
            return


def _patiently(source: Source, ask: Ask) -> Page:
    for pause in PAUSES:
        try:
            return source.page(ask)
        except NotNow:
            time.sleep(pause)
    return source.page(ask)


def keep_page(batch: Batch, page: Page) -> None:
    gone = mapping.missing_everywhere(batch.feed, page.rows) if len(page.rows) >= ENOUGH_TO_TELL else []
    if gone:
        raise SchemaChanged(f"对方改了字段：整页都没有{'、'.join(gone)}，已停在这一页，修改对照表后会接着取")
    good, refused, raw = [], [], {}
    for each in page.rows:
        said = mapping.read_row(batch.feed, each)
        if isinstance(said, mapping.Fault):
            refused.append(Refused(each, said.reason, said.column, mapping.digest_of(each), mapping.who(each)))
        else:
            good.append(said)
            raw[said["source_id"]] = each
    if strange := mapping.unheard_of(batch.feed, page.rows):
        batch.note = f"对方新增字段：{'、'.join(strange)}"[:300]
    take_page(batch, good, refused, as_of=page.as_of, cursor=page.next, digest=page.digest, raw=raw, now=timezone.now())


def pull_all(feeds: Sequence[Feed] = PROVINCE, *, source: Source | None = None) -> str:
    """These feeds, one after the other; what came of it in few words. RuleViolation if one did not get through."""
    batches = [batch for feed in feeds if (batch := pull(feed, source=source))]
    match_firms()
    settle_found(now=timezone.now())
    broken = [batch for batch in batches if batch.state == BatchState.BROKEN]
    if broken:
        raise RuleViolation("；".join(f"{batch.get_feed_display()}：{batch.error}" for batch in broken))
    created, changed = sum(each.created for each in batches), sum(each.changed for each in batches)
    return f"新增{created}条，变更{changed}条，拒收{sum(each.rejected for each in batches)}条"


@transaction.atomic
def retry(
    pk: int, *, actor: User, expected_version: int | None, corrections: Mapping[str, str], now: datetime
) -> Reject:
    """Take a refused row after all, with these values in the province's own columns; the copy marks it as mended.

    A newer row of the province's, or one that comes later, takes its place.
    """
    row = open_reject(pk, actor=actor, action=RETRY, trouble=Trouble.UNFIT)
    if unknown := sorted(set(corrections) - {column.theirs for column in mapping.COLUMNS[row.feed]}):
        raise RuleViolation(f"没有字段{unknown[0][:40]}", field="corrections")
    raw = mapping.mended(row.row, corrections)
    said = mapping.read_row(row.feed, raw)
    if isinstance(said, mapping.Fault):
        raise RuleViolation(said.reason, field="corrections")
    take_mended(row, said, raw)
    return settle(
        row, Fate.RETRIED, actor=actor, action=RETRY, version=expected_version, now=now,
        explanation=_said(row.feed, corrections),
    )  # fmt: skip


def _said(feed: str, corrections: Mapping[str, str]) -> str:
    """Which columns were mended, in words; what they hold now may be somebody's number, and stands in the copy."""
    labels = {column.theirs: column.label for column in mapping.COLUMNS[feed]}
    return f"更正{'、'.join(labels[name] for name in corrections)}"[:200] if corrections else "原样重试"


def columns_of(feed: str, said: str) -> Sequence[tuple[str, str, str]]:
    """The province's columns with labels and what was received in each, as a person may see it."""
    raw = mapping.opened(said)
    return [(each.theirs, each.label, mapping.shown(each, raw.get(each.theirs))) for each in mapping.COLUMNS[feed]]
