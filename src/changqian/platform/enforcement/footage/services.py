"""Labels, marks, and looking at what was recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.rules import Kind
from changqian.platform.commons.recordings.models import Segment
from changqian.platform.commons.recordings.services import there
from changqian.platform.enforcement.footage.models import FootageLabel, FootageMark
from changqian.platform.enforcement.footage.rules import STEPS, Status, Step, refuse_interval
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import TICKET_LIVES
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.tickets import encode, ticket
from changqian.wire import video

AUDIENCE, FOOTAGE = "video", "footage"


def add_label(*, actor: User, **fields: Any) -> FootageLabel:
    return create(FootageLabel, actor=actor, action="footage.add_label", **fields)


@transaction.atomic
def edit_label(pk: int, *, actor: User, expected_version: int, **fields: Any) -> FootageLabel:
    row = _label(pk, Step.EDIT, actor=actor)
    return change(row, actor=actor, action="footage.edit", expected_version=expected_version, **fields)


@transaction.atomic
def invalidate_label(pk: int, *, actor: User, expected_version: int) -> FootageLabel:
    """It can be chosen no longer. What bears it keeps it, and is kept."""
    row = _label(pk, Step.INVALIDATE, actor=actor)
    gone = STEPS.after(row.status, Step.INVALIDATE)
    return change(row, actor=actor, action="footage.invalidate", expected_version=expected_version, status=gone)


@transaction.atomic
def restore_label(pk: int, *, actor: User, expected_version: int) -> FootageLabel:
    row = _label(pk, Step.RESTORE, actor=actor)
    valid = STEPS.after(row.status, Step.RESTORE)
    return change(row, actor=actor, action="footage.restore", expected_version=expected_version, status=valid)


def _label(pk: int, step: Step, *, actor: User) -> FootageLabel:
    row = locked(FootageLabel, pk, actor=actor, action=f"footage.{step}")
    STEPS.after(row.status, step)
    return row


@transaction.atomic
def mark_footage(*, actor: User, segment: Segment, since: datetime, until: datetime, label: FootageLabel, now: datetime,
                 note: str = "") -> FootageMark:  # fmt: skip
    """Mark a time of the picture that `segment` belongs to. Where the label says so, its files are kept for good."""
    segment = Segment.objects.within(actor, "footage.mark").select_related("terminal").get(pk=segment.pk)
    refuse_interval(since, until, now=now)
    if label.status != Status.VALID:
        raise RuleViolation(f"标注类型“{label}”已无效，请选别的", field="label")
    if not there(segment.terminal_id, segment.channel, since, until).exists():
        raise RuleViolation("这段时间没有录像，请核对起止时间", field="since")
    row = create(
        FootageMark,
        actor=actor,
        action="footage.mark",
        terminal=segment.terminal,
        channel=segment.channel,
        since=since,
        until=until,
        label=label,
        note=note,
    )
    if label.keeps:
        transaction.on_commit(lambda: _keep(row, str(label)), robust=True)
    return row


@transaction.atomic
def end_mark(pk: int, *, actor: User, expected_version: int, reason: str) -> FootageMark:
    """Its files are let go again, unless another mark keeps some of them."""
    row = locked(FootageMark, pk, actor=actor, action="footage.unmark")
    row = end(row, actor=actor, action="footage.unmark", expected_version=expected_version, reason=reason)
    if row.label.keeps:
        others = list(_beside(row))
        transaction.on_commit(lambda: _let_go(row, others), robust=True)
    return row


def _beside(row: FootageMark) -> Any:
    return FootageMark.objects.current().filter(
        terminal=row.terminal_id, channel=row.channel, since__lt=row.until, until__gt=row.since, label__keeps=True
    )


def _keep(row: FootageMark, label: str) -> None:
    """The gateway keeps it; should it be away, `tasks.keep_marked` tells it again."""
    gateways.send(
        Kind.VIDEO,
        lambda number: video.KeepFootage(
            id=number,
            device=row.terminal.number,
            channel=row.channel,
            start=row.since.isoformat(),
            stop=row.until.isoformat(),
            label=label,
        ),
    )


def _let_go(row: FootageMark, others: list[FootageMark]) -> None:
    _keep(row, "")
    for each in others:
        _keep(each, str(each.label))


def keep_marked() -> int:
    """Tell the gateway again what is to be kept: it may have been away when somebody marked it. How many marks."""
    rows = FootageMark.objects.current().filter(label__keeps=True).select_related("terminal", "label")
    for row in rows:
        _keep(row, str(row.label))
    return len(rows)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file is to be had within a minute, once."""

    url: str
    expires_at: datetime
    sm3: str


def open_segment(pk: int, *, actor: User, session: str, to_keep: bool, now: datetime) -> Link:
    """A link that plays a file, or gives it to keep; RuleViolation if it is there no longer."""
    action = "footage.download" if to_keep else "footage.watch"
    row = Segment.objects.within(actor, action).select_related("terminal").get(pk=pk)
    if row.gone_at:
        raise RuleViolation(f"这段录像已因{row.get_gone_display()}清除")
    place, expires = f"{row.terminal.number}/{row.channel}", now + TICKET_LIVES
    made = ticket(audience=AUDIENCE, subject=session, resource=place, verbs=(FOOTAGE,), expires_at=expires)
    shown = urlencode({"ticket": encode(made, settings.KEYS["tickets"])})
    name = row.path.rpartition("/")[2]
    return Link(f"{settings.VIDEO_URL}/footage/{place}/{name}?{shown}", expires, row.sm3)


def marked(label: int) -> Q:
    """Files that have anything of what bears this label."""
    mine = FootageMark.objects.current().filter(label=label, terminal=OuterRef("terminal"), channel=OuterRef("channel"))
    return Q(Exists(mine.filter(since__lt=OuterRef("stopped_at"), until__gt=OuterRef("started_at"))))
