"""The life of a risk point: registered, assessed, approved, changed, stopped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast
from django.utils import timezone

from changqian.platform.commons.checks.services import items_of, set_items
from changqian.platform.commons.codes.services import label_subject
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.notices.services import notify, staff_of
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import checked_point
from changqian.platform.safety.risks.models import CatalogueEntry, RiskPoint, RiskPointVersion
from changqian.platform.safety.risks.rules import (
    COLOURS,
    DEFAULT_CONTROL,
    FOR_CARD,
    STEPS,
    SUBJECT,
    Assessment,
    EntryState,
    Level,
    Status,
    Step,
    assess,
    missing_words,
    refuse_lower_control,
    refuse_own_approval,
)
from changqian.platform.safety.risks.services.changes import note_stop, note_version
from changqian.platform.safety.risks.services.months import cancel_open_task, task_for
from changqian.platform.safety.risks.services.reference import bands, refuse_unknown_accidents

Items = Sequence[Mapping[str, Any]]
ASSESSED = ("method", "likelihood", "exposure", "consequence", "declared_level", "entry")


@transaction.atomic
def register_point(
    *, actor: User, site: Site, items: Items = (), photos: Sequence[int] = (), now: datetime, **fields: Any
) -> RiskPoint:
    """A draft: it asks nothing of anybody until it is in force."""
    today = timezone.localdate(now)
    assessment = judge(today, **fields)
    fields = _settled(fields, assessment, site=site)
    point = create(
        RiskPoint,
        actor=actor,
        action="risks.register",
        site=site,
        number=_next_number(site),
        registered_on=today,
        level=assessment.level,
        **fields,
    )
    _items(point, items, actor=actor)
    if photos:
        attach(point, "photos", photos, actor=actor, label="照片")
    return point


@transaction.atomic
def edit_point(
    pk: int,
    *,
    actor: User,
    expected_version: int,
    items: Items | None = None,
    photos: Sequence[int] | None = None,
    now: datetime,
    **fields: Any,
) -> RiskPoint:
    """Change a draft, or prepare the change of a risk point in force; what is not named stays."""
    point = locked(RiskPoint, pk, actor=actor, action="risks.edit")
    STEPS.after(point.status, Step.EDIT)
    whole = {name: getattr(point, name) for name in (*ASSESSED, "control_level", "responsible", "responsible_name")}
    assessment = judge(timezone.localdate(now), before=point.entry, **{**whole, **fields})
    fields = _settled({**whole, **fields}, assessment, site=point.site)
    if point.status == Status.DRAFT:
        fields["level"] = assessment.level
    point = change(point, actor=actor, action="risks.edit", expected_version=expected_version, **fields)
    if items is not None:
        _items(point, items, actor=actor)
    if photos is not None:
        attach(point, "photos", photos, actor=actor, label="照片")
    return point


def judge(day: date, *, before: CatalogueEntry | None = None, **fields: Any) -> Assessment:
    """The level these inputs mean on that day, and why. A catalogue entry newly chosen must be on offer."""
    entry: CatalogueEntry | None = fields.get("entry")
    if entry is not None and entry != before and (entry.ended_at or entry.state != EntryState.ENABLED):
        raise RuleViolation("该目录风险已停用或修订，请重新选择", field="entry")
    return assess(
        fields["method"],
        likelihood=fields.get("likelihood"),
        exposure=fields.get("exposure"),
        consequence=fields.get("consequence"),
        declared=fields.get("declared_level") or "",
        floor=entry.at_least if entry else "",
        floor_name=str(entry) if entry else "",
        bands=bands(day),
    )


def activate_point(pk: int, *, actor: User, expected_version: int, now: datetime) -> RiskPoint:
    """Bring a 一般 or 低 risk into force, or its change."""
    return _into_force(pk, Step.ACTIVATE, actor=actor, expected_version=expected_version, now=now)


def approve_point(pk: int, *, actor: User, expected_version: int, now: datetime) -> RiskPoint:
    """The 主要负责人 brings any risk into force, or its change."""
    return _into_force(pk, Step.APPROVE, actor=actor, expected_version=expected_version, now=now)


@transaction.atomic
def _into_force(pk: int, step: Step, *, actor: User, expected_version: int, now: datetime) -> RiskPoint:
    """From here on cards, codes and tasks say what was approved: version, label of the code, task of this month."""
    action, today = f"risks.{step}", timezone.localdate(now)
    point = locked(RiskPoint, pk, actor=actor, action=action)
    new = point.status == Status.DRAFT
    status = STEPS.after(point.status, step)
    if step == Step.ACTIVATE:
        refuse_own_approval(point.assessed_level)
        if not new:
            refuse_own_approval(point.level)  # Lowering a 较大以上 risk takes the same signature as raising one.
    facts = {name: getattr(point, name) for name in FOR_CARD}
    items = len(items_of(SUBJECT, [point.pk]))
    if lacking := missing_words(facts, level=point.assessed_level, items=items):
        raise RuleViolation(f"请先补全：{'、'.join(lacking)}")
    before = version_in_force(point)
    point = change(
        point,
        actor=actor,
        action=action,
        expected_version=expected_version,
        status=status,
        level=point.assessed_level,
        revision=point.revision + 1,
        activated_on=today if new else point.activated_on,
        stopped_on=None,
        stop_reason="",
    )
    content = {name: getattr(point, name) for name in FOR_CARD}
    # A version has no scope of its own and is never changed: it is written here and nowhere else.
    (version,) = RiskPointVersion.objects.bulk_create(
        [
            RiskPointVersion(
                risk_point=point, revision=point.revision, content=content, approved_by=actor, approved_at=now
            )
        ]
    )
    if before is not None:
        note_version(point, before, version, actor=actor, action=action, on=today, resumed=new)
    label_subject(
        actor=actor,
        site=point.site,
        subject_kind=SUBJECT,
        subject_id=point.pk,
        subject_name=point.name,
        subject_place=point.location,
        colour=COLOURS[Level(point.level)],
    )
    task_for(point, month=today, actor=actor, action=action, reopen=True)
    _tell_responsible(point, actor=actor, now=now)
    return point


@transaction.atomic
def revise_point(pk: int, *, actor: User, expected_version: int) -> RiskPoint:
    """Open a risk point for change; until the change is approved the version in force goes on."""
    point = locked(RiskPoint, pk, actor=actor, action="risks.revise")
    status = STEPS.after(point.status, Step.REVISE)
    return change(point, actor=actor, action="risks.revise", expected_version=expected_version, status=status)


@transaction.atomic
def stop_point(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> RiskPoint:
    """Out of force: no tasks any more, and what this month still asked is cancelled."""
    point = locked(RiskPoint, pk, actor=actor, action="risks.stop")
    today = timezone.localdate(now)
    stopped = {"status": STEPS.after(point.status, Step.STOP), "stopped_on": today, "stop_reason": reason}
    point = change(point, actor=actor, action="risks.stop", expected_version=expected_version, **stopped)
    note_stop(point, actor=actor, action="risks.stop", on=today)
    cancel_open_task(point, month=today, actor=actor, action="risks.stop", reason=f"风险点停用：{reason}")
    return point


@transaction.atomic
def end_point(pk: int, *, actor: User, expected_version: int, reason: str) -> RiskPoint:
    point = locked(RiskPoint, pk, actor=actor, action="risks.end")
    STEPS.after(point.status, Step.END)
    return end(point, actor=actor, action="risks.end", expected_version=expected_version, reason=reason)


def points_at(site: Site) -> set[int]:
    """What may stand on the plans of a site: its risk points, also those not in force now."""
    return set(RiskPoint.objects.current().filter(site=site).values_list("pk", flat=True))


def version_in_force(point: RiskPoint) -> RiskPointVersion | None:
    """What the card says: the last approved version; None for a risk point never approved."""
    return versions_in_force([point]).get(point.pk)


def versions_in_force(points: Iterable[RiskPoint]) -> dict[int, RiskPointVersion]:
    """The last approved version of each, by the point's key; those never approved are left out."""
    revisions = {point.pk: point.revision for point in points}
    rows = RiskPointVersion.objects.filter(risk_point__in=revisions.keys())
    return {row.risk_point_id: row for row in rows if row.revision == revisions[row.risk_point_id]}  # type: ignore[attr-defined]


def _settled(fields: dict[str, Any], assessment: Assessment, *, site: Site) -> dict[str, Any]:
    """The fields as they are stored: assessment, control level and responsible person filled in and checked."""
    if fields.get("lon") is not None and fields.get("lat") is not None:
        checked_point(fields["lon"], fields["lat"])
    if fields.get("control_level"):
        refuse_lower_control(fields["control_level"], assessment.level)
    else:
        fields["control_level"] = DEFAULT_CONTROL[assessment.level]
    refuse_unknown_accidents(fields.get("accident_types") or ())
    person: User | None = fields.get("responsible")
    if person is not None:
        if not staff_of(site.enterprise_id, "risks.view").filter(pk=person.pk).exists():
            raise RuleViolation("责任人账号不属于本企业", field="responsible")
        fields["responsible_name"] = fields.get("responsible_name") or person.name
    return {
        **fields,
        "score": assessment.score,
        "assessed_level": assessment.level,
        "level_reasons": assessment.told(),
        "self_promoted": assessment.self_promoted,
    }


def _items(point: RiskPoint, items: Items, *, actor: User) -> None:
    set_items(actor=actor, site=point.site, subject_kind=SUBJECT, subject_id=point.pk, items=items)


def _next_number(site: Site) -> str:
    """0001, 0002, … within the site; numbers of ended points are not given out again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"risk point of {site.pk}"])
    numbers = RiskPoint.objects.filter(site=site).annotate(n=Cast("number", IntegerField()))
    return f"{(numbers.aggregate(last=Max('n'))['last'] or 0) + 1:04d}"


def _tell_responsible(point: RiskPoint, *, actor: User, now: datetime) -> None:
    if point.responsible_id and point.responsible_id != actor.pk:
        title = f"{Level(point.level).label}“{point.name}”已生效，由您负责管控"
        notify([point.responsible_id], kind="risks", title=title, link=f"/risks/{point.pk}", now=now)
