"""Recording a day of training, as art 28 wants it kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from changqian.platform.commons.people.services import on_roll
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.training.rules import refuse_session

RECORD = "training.record"
SHEETS = "sheets"
"Signed lists, papers of the examination, pictures."
NAMED = {"attendees": "attendee_names", "failed": "failed_names"}


@transaction.atomic
def record_training(
    *,
    actor: User,
    site: Site,
    today: date,
    attendees: Sequence[int] = (),
    failed: Sequence[int] = (),
    sheets: Sequence[int] = (),
    **fields: Any,
) -> TrainingSession:
    given = _checked(site.enterprise_id, {**fields, "attendees": attendees, "failed": failed}, today=today)
    row = create(TrainingSession, actor=actor, action=RECORD, site=site, **given)
    attach(row, SHEETS, sheets, actor=actor, label="签到表、试卷")
    return row


@transaction.atomic
def edit_training(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    today: date,
    attendees: Sequence[int] | None = None,
    failed: Sequence[int] | None = None,
    sheets: Sequence[int] | None = None,
    **fields: Any,
) -> TrainingSession:
    row = locked(TrainingSession, pk, actor=actor, action="training.edit")
    people = {name: given for name, given in (("attendees", attendees), ("failed", failed)) if given is not None}
    given = _checked(row.enterprise_id, {**fields, **people}, today=today, known=row)
    row = change(row, actor=actor, action="training.edit", expected_version=expected_version, **given)
    if sheets is not None:
        attach(row, SHEETS, sheets, actor=actor, label="签到表、试卷")
    return row


@transaction.atomic
def end_training(pk: int, *, actor: User, expected_version: int | None, reason: str) -> TrainingSession:
    row = locked(TrainingSession, pk, actor=actor, action="training.end")
    return end(row, actor=actor, action="training.end", expected_version=expected_version, reason=reason)


def _checked(
    enterprise: int, given: dict[str, Any], *, today: date, known: TrainingSession | None = None
) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation for what could not have happened so."""
    names = ("held_on", "hours", "exam", "attendees", "failed", "others")
    before = known or TrainingSession()
    now: dict[str, Any] = {each: given.get(each, getattr(before, each)) for each in names}
    refuse_session(today=today, **now)
    fields = dict(given)
    for each, what in (("attendees", "参加人员"), ("failed", "不合格人员")):
        if each in fields and (known is None or list(fields[each]) != getattr(known, each)):
            found = on_roll(enterprise, fields[each], field=each, what=what)
            fields |= {each: list(found), NAMED[each]: list(found.values())}
    return fields
