"""Writing down what was seen, and what there is to look at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from changqian.platform.commons.checks.models import CheckItem, Inspection
from changqian.platform.commons.checks.rules import (
    LONGEST,
    OLDEST,
    Answer,
    Item,
    Limits,
    Look,
    PositionMissing,
    Step,
    answered,
    doubts,
    result_of,
    within,
)
from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach, shown_before
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.services import already, change, create, keep_rows, locked, submission
from changqian.platform.kernel.dates import month_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Box, Point, checked_point, distance
from changqian.platform.kernel.postgres.asked import asked_often

ORIGIN = "inspection"
"What a hazard calls the inspection it comes from."
EARTH = Box(-180, -90, 180, 90)


@transaction.atomic
def set_items(
    *, actor: User, site: Site, subject_kind: str, subject_id: int, items: Sequence[Mapping[str, Any]]
) -> list[CheckItem]:
    """Make `items` ({text, guidance, required}, in order) what is looked at on a subject.

    An item is its text: one that stays keeps its number, so that a patrol under way on a phone still fits.
    """
    if len({each["text"] for each in items}) != len(items):
        raise RuleViolation("检查项重复", field="items")
    wanted = [
        {
            "text": each["text"],
            "guidance": each.get("guidance", ""),
            "required": each.get("required", True),
            "order": order,
        }
        for order, each in enumerate(items)
    ]
    keep_rows(
        CheckItem,
        items_of(subject_kind, [subject_id]),
        wanted,
        key="text",
        common={"site": site, "subject_kind": subject_kind, "subject_id": subject_id},
        actor=actor,
        action="checks.edit_items",
        reason="检查项调整",
    )
    return items_of(subject_kind, [subject_id])


def items_of(subject_kind: str, subject_ids: Sequence[int]) -> list[CheckItem]:
    """What there is to look at on these subjects, in order. Whoever may see a subject may see its items."""
    if len(subject_ids) == 1:
        return _items_of_one(subject_kind, subject_ids[0])
    return list(_items().filter(subject_kind=subject_kind, subject_id__in=subject_ids))


@asked_often
def _items_of_one(subject_kind: str, subject_id: int) -> QuerySet[CheckItem]:
    return _items().filter(subject_kind=subject_kind, subject_id=subject_id)


def _items() -> QuerySet[CheckItem]:
    return CheckItem.objects.current().order_by("order", "pk")


@transaction.atomic
def record_inspection(
    *,
    actor: User,
    site: Site,
    subject_kind: str,
    subject_id: int,
    subject_name: str,
    control_level: str = "",
    items_at: tuple[str, int] | None = None,
    answers: Sequence[Mapping[str, Any]],
    lon: float | None = None,
    lat: float | None = None,
    accuracy: float | None = None,
    position_missing: str = "",
    reference: Point | None = None,
    scanned: bool = False,
    note: str = "",
    photos: Sequence[int] = (),
    location: str = "",
    risk_point_id: int | None = None,
    counts_for: date | None = None,
    begun_at: datetime | None = None,
    photographed_at: datetime | None = None,
    client_uuid: UUID | None = None,
    captured_at: datetime | None = None,
    now: datetime,
) -> Inspection:
    """Who looked at what, when and where, item by item; each abnormal answer becomes a hazard in the same transaction.

    `reference` is where the subject is, if it is known better than its site; `counts_for` the month whose task this
    execution belongs to; `items_at` names what asks, where that is not the subject itself. The same `client_uuid` again
    is the first inspection again.
    """
    if made := already(Inspection, client_uuid, actor=actor):
        return made
    sent = submission(client_uuid=client_uuid, captured_at=captured_at, now=now)
    at: datetime = sent["captured_at"]  # type: ignore[assignment]
    day = timezone.localtime(at).date()
    asked = _asked(*(items_at or (subject_kind, subject_id)), at=at if sent["synced_late"] else None)
    told = answered(answers, asked)
    pictures: dict[str, Any] = {"photos": photos, **{f"answer{n}": each["photos"] for n, each in enumerate(told)}}
    place = _position(site, lon, lat, accuracy, position_missing, reference)
    begun = within(begun_at, at, LONGEST)
    look = Look(
        at=at,
        items=len(told),
        seconds=int((at - begun).total_seconds()) if begun else None,
        far=bool(place.get("far")),
        accuracy=place.get("accuracy"),
        photographed_at=within(photographed_at, at, OLDEST),
        reused=shown_before({pk for ids in pictures.values() for pk in ids}),
    )
    inspection = create(
        Inspection,
        actor=actor,
        action="checks.inspect",
        site=site,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_name=subject_name,
        control_level=control_level,
        by=actor.name,
        checked_at=at,
        checked_on=day,
        counts_for=counts_for or month_of(day),
        scanned=scanned,
        note=note,
        answers=told,
        result=result_of(told),
        abnormal=sum(each["answer"] == Answer.ABNORMAL for each in told),
        seconds=look.seconds,
        photographed_at=look.photographed_at,
        doubts=doubts(look, _limits()),
        **place,
        **sent,
    )
    _show(inspection, pictures, actor=actor)
    if inspection.abnormal:
        _report(inspection, answers, actor=actor, location=location, risk_point_id=risk_point_id, now=now)
    return inspection


@transaction.atomic
def remark_inspection(pk: int, *, actor: User, expected_version: int, remark: str) -> Inspection:
    inspection = locked(Inspection, pk, actor=actor, action=f"checks.{Step.REMARK}")
    return change(inspection, actor=actor, action="checks.remark", expected_version=expected_version, remark=remark)


def _asked(subject_kind: str, subject_id: int, *, at: datetime | None) -> list[Item]:
    """The subject's items. For a late submission those must be answered that stood at the time, and any may be."""
    items = CheckItem.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("order", "pk")

    def stood(item: CheckItem) -> bool:
        if at is None:
            return item.ended_at is None
        return item.created_at <= at and (item.ended_at is None or item.ended_at > at)

    return [Item(item.pk, item.text, required=item.required and stood(item)) for item in items]


def _limits() -> Limits:
    return Limits(**{name: value(f"checks.{name}") for name in ("far_metres", "seconds_per_item", "photo_minutes")})


def _position(
    site: Site,
    lon: float | None,
    lat: float | None,
    accuracy: float | None,
    missing: str,
    reference: Point | None,
) -> dict[str, Any]:
    """The columns of a position. (0, 0) is what a phone says when it knows nothing."""
    if lon is None or lat is None or (lon == 0 and lat == 0):
        nothing = PositionMissing.UNAVAILABLE if lon is not None else PositionMissing.NOT_ASKED
        return {"position_missing": missing or nothing}
    here = checked_point(lon, lat, within=EARTH)
    accuracy = accuracy if accuracy is not None and isfinite(accuracy) else None
    if reference is None and site.lon is not None and site.lat is not None:
        reference = Point(site.lon, site.lat)
    away = round(distance(here, reference), 1) if reference else None
    # A position known to 2 km says nothing about 500 m: what is within its accuracy is not called far.
    far = away is not None and away - (accuracy or 0) > value("checks.far_metres")
    return {"lon": lon, "lat": lat, "accuracy": accuracy, "distance": away, "far": far}


def _show(inspection: Inspection, pictures: Mapping[str, Any], *, actor: User) -> None:
    for slot, ids in pictures.items():
        if ids:
            attach(inspection, slot, ids, actor=actor, label="照片")


def _report(
    inspection: Inspection,
    given: Sequence[Mapping[str, Any]],
    *,
    actor: User,
    location: str,
    risk_point_id: int | None,
    now: datetime,
) -> None:
    """One hazard for each abnormal answer; its number is written beside the answer."""
    answers = [dict(each) for each in inspection.answers]
    for told, each in zip(answers, given, strict=True):
        if told["answer"] != Answer.ABNORMAL:
            continue
        hazard = report_hazard(
            actor=actor,
            site=inspection.site,
            description=f"{told['text']}：{told['note']}",
            location=location,
            category=each.get("category") or "other",
            level=each.get("level") or "general",
            source="self_check",
            origin_kind=ORIGIN,
            origin_id=inspection.pk,
            risk_point_id=risk_point_id,
            found_at=inspection.checked_at,
            photos=tuple(told["photos"]),
            lon=inspection.lon,
            lat=inspection.lat,
            now=now,
        )
        told["hazard"] = hazard.pk
    change(inspection, actor=actor, action="checks.inspect", expected_version=None, answers=answers)
