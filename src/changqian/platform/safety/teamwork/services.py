"""Recording what a team did for its safety."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changqian.platform.commons.people.services import on_roll
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import already, change, create, end, locked, submission
from changqian.platform.safety.teamwork.models import TeamMeeting
from changqian.platform.safety.teamwork.rules import refuse_meeting

RECORD = "teamwork.record"
PICTURES = "pictures"
"Pictures, and the signed list."


@transaction.atomic
def record_meeting(
    *,
    actor: User,
    site: Site,
    attendees: Sequence[int] = (),
    pictures: Sequence[int] = (),
    client_uuid: UUID | None = None,
    captured_at: datetime | None = None,
    today: date,
    now: datetime,
    **fields: Any,
) -> TeamMeeting:
    """Written down where the team stands; the first one again if this submission arrives twice."""
    if before := already(TeamMeeting, client_uuid, actor=actor):
        return before
    sent = submission(client_uuid=client_uuid, captured_at=captured_at, now=now)
    given = _checked(site.enterprise_id, {**fields, "attendees": attendees}, today=today)
    row = create(TeamMeeting, actor=actor, action=RECORD, site=site, **given, **sent)
    attach(row, PICTURES, pictures, actor=actor, label="活动照片、签到表")
    return row


@transaction.atomic
def edit_meeting(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    today: date,
    attendees: Sequence[int] | None = None,
    pictures: Sequence[int] | None = None,
    **fields: Any,
) -> TeamMeeting:
    row = locked(TeamMeeting, pk, actor=actor, action="teamwork.edit")
    if attendees is not None:
        fields["attendees"] = attendees
    given = _checked(row.enterprise_id, fields, today=today, known=row)
    row = change(row, actor=actor, action="teamwork.edit", expected_version=expected_version, **given)
    if pictures is not None:
        attach(row, PICTURES, pictures, actor=actor, label="活动照片、签到表")
    return row


@transaction.atomic
def end_meeting(pk: int, *, actor: User, expected_version: int | None, reason: str) -> TeamMeeting:
    row = locked(TeamMeeting, pk, actor=actor, action="teamwork.end")
    return end(row, actor=actor, action="teamwork.end", expected_version=expected_version, reason=reason)


def _checked(
    enterprise: int, given: dict[str, Any], *, today: date, known: TeamMeeting | None = None
) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation for what could not have happened so."""
    names = ("held_on", "minutes", "attendees", "others")
    before = known or TeamMeeting()
    now: dict[str, Any] = {each: given.get(each, getattr(before, each)) for each in names}
    refuse_meeting(today=today, **now)
    fields = dict(given)
    if "attendees" in fields and (known is None or list(fields["attendees"]) != known.attendees):
        found = on_roll(enterprise, fields["attendees"], field="attendees", what="参加人员")
        fields |= {"attendees": list(found), "attendee_names": list(found.values())}
    return fields
