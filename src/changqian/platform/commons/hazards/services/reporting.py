"""From found to graded: reporting, correcting, judging the level, setting aside."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from changqian.platform.commons.hazards.models import Hazard, NumberSeries
from changqian.platform.commons.hazards.rules import (
    FOUND_FOR_THE_AUTHORITY,
    Level,
    Source,
    Status,
    Step,
    Terms,
    default_deadline,
    may_grade,
    may_report_as,
    too_far,
)
from changqian.platform.commons.hazards.services.acting import (
    Turn,
    authority_at,
    forget_extension,
    note,
    officers,
    principals,
    take,
    tell,
)
from changqian.platform.commons.hazards.services.photos import BEFORE, keep
from changqian.platform.commons.hazards.services.rectifying import fix_on_the_spot
from changqian.platform.commons.hazards.services.reference import is_criterion, terms
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.services import LATE_AFTER, already, create, end, submission
from changqian.platform.foundation.regions.models import Region
from changqian.platform.foundation.regions.services import ancestors
from changqian.platform.kernel.errors import RuleViolation

SOMEWHERE = "320400"
"The code in numbers of sites whose region and all above it have none."


EARLIEST = 2000
"No record of a hazard is older: an earlier year is a slip of the pen."


@transaction.atomic
def report_hazard(
    *,
    actor: User,
    site: Site,
    description: str,
    location: str = "",
    level: str = Level.GENERAL,
    level_basis: str = "",
    criterion: str = "",
    category: str,
    source: str = Source.SELF_CHECK,
    interim_control: str = "",
    deadline: date | None = None,
    origin_kind: str = "",
    origin_id: int | None = None,
    risk_point_id: int | None = None,
    found_at: datetime | None = None,
    photos: Sequence[int] = (),
    lon: float | None = None,
    lat: float | None = None,
    client_uuid: UUID | None = None,
    captured_at: datetime | None = None,
    fixed: str = "",
    photos_after: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    """A new hazard; the first one again if this submission arrives twice.

    `fixed` says that it was put right on the spot, and how: it then waits for review at once.
    """
    if before := already(Hazard, client_uuid, actor=actor):
        return before
    sent = submission(client_uuid=client_uuid, captured_at=captured_at, now=now)
    found_at = found_at or captured_at or now
    found_on = timezone.localdate(found_at)
    limits = terms(found_on)
    official = authority_at(site, actor, "hazards.report")
    if found_at > now + LATE_AFTER:
        raise RuleViolation("发现时间不能晚于现在", field="found_at")
    if found_on.year < EARLIEST:
        raise RuleViolation("发现时间有误，请核对年份", field="found_at")
    if why := may_report_as(source, authority=official):
        raise RuleViolation(why, field="source")
    _known(criterion, found_on)
    if deadline and (why := _wrong(deadline, level, found_on=found_on, official=official, limits=limits)):
        raise RuleViolation(why, field="deadline")
    hazard = create(
        Hazard,
        actor=actor,
        action="hazards.report",
        site=site,
        number=take_number(site.region, found_on),
        description=description.strip(),
        location=location.strip(),
        level=level,
        level_basis=level_basis.strip(),
        criterion=criterion,
        category=category,
        source=source,
        interim_control=interim_control.strip(),
        deadline=deadline or default_deadline(level, found_on, limits),
        origin_kind=origin_kind,
        origin_id=origin_id,
        risk_point_id=risk_point_id,
        recurring=_again(site, found_on, risk_point_id=risk_point_id, category=category, location=location.strip()),
        found_by=actor,
        found_at=found_at,
        found_on=found_on,
        lon=lon,
        lat=lat,
        **sent,
    )
    keep(hazard, BEFORE, photos, actor=actor)
    note(hazard, step="report", actor=actor, now=now, words=hazard.description)
    if fixed.strip():
        return fix_on_the_spot(hazard.pk, actor=actor, expected_version=None, done=fixed, photos=photos_after, now=now)
    _announce(hazard, actor=actor, now=now)
    return hazard


def _again(site: Site, day: date, *, risk_point_id: int | None, category: str, location: str) -> bool:
    """Whether the same risk point, or without one the same kind at the same place, had a hazard shortly before."""
    same = {"risk_point_id": risk_point_id} if risk_point_id else {"category": category, "location": location}
    days = (day - timedelta(days=value("hazards.repeat_days")), day)
    before = Hazard.objects.current().filter(**same, site=site, found_on__range=days)
    return bool(before.exclude(status=Status.DISMISSED).exists())


def _wrong(deadline: date, level: str, *, found_on: date, official: bool, limits: Terms) -> str | None:
    if deadline < found_on:
        return "整改期限不能早于发现日期"
    return None if official else too_far(level, found_on=found_on, deadline=deadline, terms=limits)


def _announce(hazard: Hazard, *, actor: User, now: datetime) -> None:
    """Whoever assigns work hears of it; of a major one, or one found by an authority, the principal too."""
    serious = hazard.level == Level.MAJOR or hazard.source in FOUND_FOR_THE_AUTHORITY
    people: list[User | int] = [*officers(hazard), *(principals(hazard) if serious else ())]
    title = f"{Source(hazard.source).label}：新的{Level(hazard.level).label}"
    kind = "hazards.major" if hazard.level == Level.MAJOR else "hazards.report"
    tell(hazard, people, but=actor, kind=kind, title=title, now=now)


def take_number(region: Region, found_on: date) -> str:
    """The next readable number of a district and month, like YH-320412-202611-000123.

    The row of the series stays locked until the transaction ends, so that no number is given out twice; a report that
    fails gives its number back.
    """
    prefix = number_prefix(region, found_on)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {NumberSeries._meta.db_table} AS series (prefix, last) VALUES (%s, 1)"
            " ON CONFLICT (prefix) DO UPDATE SET last = series.last + 1 RETURNING last",
            [prefix],
        )
        (last,) = cursor.fetchone()
    return f"{prefix}-{last:06d}"


def number_prefix(region: Region, found_on: date) -> str:
    """YH-<district>-<year and month>: the series that a hazard is numbered in."""
    return f"YH-{_code(region)}-{found_on:%Y%m}"


def _code(region: Region) -> str:
    """Six digits: the district's part of the region's code, or of the nearest region above that has one."""
    if region.code:
        return region.code[:6].ljust(6, "0")
    codes = dict(Region.objects.filter(pk__in=ancestors(region.pk)).values_list("pk", "code"))
    found = [code for pk in reversed(ancestors(region.pk)) if (code := codes.get(pk))]
    return (found or [SOMEWHERE])[0][:6]


@transaction.atomic
def edit_hazard(
    pk: int,
    *,
    actor: User,
    expected_version: int,
    description: str,
    location: str | None = None,
    category: str | None = None,
    interim_control: str | None = None,
    now: datetime,
) -> Hazard:
    """Correct what was written down; None leaves a text as it is."""
    turn = take(pk, actor=actor, step=Step.EDIT, expected_version=expected_version, now=now)
    given = {"location": location, "category": category, "interim_control": interim_control}
    said: dict[str, Any] = {name: value.strip() for name, value in given.items() if value is not None}
    return turn.write(description=description.strip(), **said)


@transaction.atomic
def grade_hazard(
    pk: int,
    *,
    actor: User,
    expected_version: int,
    level: str,
    level_basis: str = "",
    criterion: str = "",
    now: datetime,
) -> Hazard:
    """Judge the level. A major one names its basis; after a change of level the hazard starts over from here."""
    turn = take(pk, actor=actor, step=Step.GRADE, expected_version=expected_version, now=now)
    if why := may_grade(turn.facts, to=level, authority=turn.asker.authority):
        raise RuleViolation(why)
    _known(criterion, turn.hazard.found_on)
    if level == Level.MAJOR and not (level_basis.strip() or criterion):
        raise RuleViolation("请注明重大隐患的判定依据或判定标准条款", field="level_basis")
    again: dict[str, Any] = {} if level == turn.facts.level else _start_over(turn, level)
    words = f"{Level(level).label} {criterion} {level_basis.strip()}".strip()
    row = turn.write(words=words, level=level, level_basis=level_basis.strip(), criterion=criterion, **again)
    people = [row.responsible, *officers(row), *(principals(row) if level == Level.MAJOR else ())]
    turn.tell(people, title=f"隐患评定为{Level(level).label}")
    return row


def _start_over(turn: Turn, level: str) -> dict[str, Any]:
    """The columns of a changed level: a deadline of its own, and no report or plan of the former lane."""
    set_by_authority = turn.hazard.source in FOUND_FOR_THE_AUTHORITY and turn.facts.deadline
    since = turn.today if turn.facts.notified else turn.hazard.found_on
    forget_extension(turn.hazard)
    deadline = turn.facts.deadline if set_by_authority else default_deadline(level, since, turn.facts.terms)
    return {"deadline": deadline, "assigned_at": None, "notified_at": None, "plan_approved_at": None}


def _known(criterion: str, day: date) -> None:
    if criterion and not is_criterion(criterion, day):
        raise RuleViolation(f"判定标准中没有{criterion}这一条", field="criterion")


@transaction.atomic
def dismiss_hazard(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> Hazard:
    """It was no hazard; why, stays written."""
    turn = take(pk, actor=actor, step=Step.DISMISS, expected_version=expected_version, now=now)
    forget_extension(turn.hazard)
    row = turn.write(words=_said(reason), dismiss_reason=reason.strip(), is_supervised=False)
    turn.tell([row.found_by, row.responsible, *principals(row)], title="认定为非隐患", body=reason)
    return row


@transaction.atomic
def end_hazard(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> Hazard:
    """Take out what was entered by mistake."""
    turn = take(pk, actor=actor, step=Step.END, expected_version=expected_version, now=now)
    row = end(turn.hazard, actor=actor, action="hazards.end", expected_version=expected_version, reason=_said(reason))
    note(row, step=Step.END, actor=actor, now=now, words=reason.strip())
    turn.tell([row.found_by], title="隐患记录已删除", body=reason)
    return row


def _said(reason: str) -> str:
    if not reason.strip():
        raise RuleViolation("请填写理由", field="reason")
    return reason.strip()
