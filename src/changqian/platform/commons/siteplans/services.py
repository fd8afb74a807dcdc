"""Keeping the plans of a site, and what is drawn on them.

A plan knows the things on it by kind and number only; the ledger they live in says which a site has (`placeable`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.siteplans.models import Drawing, SitePlan
from changqian.platform.commons.siteplans.rules import checked_marks, checked_zones, refuse_bare
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.rules import Kind
from changqian.platform.foundation.files.services import attach, attached
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation

PICTURE = "picture"
placeable: dict[str, Callable[[Site], Collection[int]]] = {}
"By kind, the numbers of the things of a site that may stand on its plans. A ledger says so when its app gets ready."


@transaction.atomic
def add_plan(*, actor: User, site: Site, picture: Sequence[int] = (), **fields: Any) -> SitePlan:
    plan = create(SitePlan, actor=actor, action="siteplans.add", site=site, **fields)
    _lay(plan, picture, actor=actor)
    return plan


@transaction.atomic
def edit_plan(
    pk: int, *, actor: User, expected_version: int, picture: Sequence[int] | None = None, **fields: Any
) -> SitePlan:
    """Name, scale, north, picture; what is not named stays, and what is drawn stays where it is."""
    plan = locked(SitePlan, pk, actor=actor, action="siteplans.edit")
    plan = change(plan, actor=actor, action="siteplans.edit", expected_version=expected_version, **fields)
    below = picture_of(plan)
    _lay(plan, picture if picture is not None else [below.pk] if below else [], actor=actor)
    return plan


@transaction.atomic
def draw_plan(
    pk: int,
    *,
    actor: User,
    expected_version: int,
    zones: Sequence[Mapping[str, Any]],
    marks: Sequence[Mapping[str, Any]],
    now: datetime,
) -> SitePlan:
    """The zones and marks of a plan, all of them, as its next revision."""
    plan = locked(SitePlan, pk, actor=actor, action="siteplans.draw")
    known = {kind: set(of_site(plan.site)) for kind, of_site in placeable.items()}
    kept = {"zones": checked_zones(zones), "marks": checked_marks(marks, known)}
    plan = change(
        plan,
        actor=actor,
        action="siteplans.draw",
        expected_version=expected_version,
        revision=plan.revision + 1,
        zone_count=len(kept["zones"]),
        mark_count=len(kept["marks"]),
        drawn_on=timezone.localdate(now),
    )
    # A drawing has no scope of its own and is never changed: it is written here and nowhere else.
    drawing = Drawing(plan=plan, revision=plan.revision, picture=picture_of(plan), drawn_by=actor, drawn_at=now, **kept)
    Drawing.objects.bulk_create([drawing])
    return plan


def end_plan(pk: int, *, actor: User, expected_version: int, reason: str) -> SitePlan:
    plan = locked(SitePlan, pk, actor=actor, action="siteplans.end")
    return end(plan, actor=actor, action="siteplans.end", expected_version=expected_version, reason=reason)


def drawing_of(plan: SitePlan, revision: int | None = None) -> Drawing | None:
    """What is drawn on a plan now, or was in that revision; None for a plan nothing was drawn on."""
    drawings: Any = Drawing.objects.filter(plan=plan).select_related("picture")
    found: Drawing | None = drawings.filter(revision=plan.revision if revision is None else revision).first()
    return found


def picture_of(plan: SitePlan) -> StoredFile | None:
    """What lies below the plan; None where that is the map."""
    files = attached(SitePlan, [plan.pk], slot=PICTURE).get(plan.pk, [])
    return StoredFile.objects.get(pk=files[0]["id"]) if files else None


def _lay(plan: SitePlan, picture: Sequence[int], *, actor: User) -> None:
    files = attach(plan, PICTURE, picture, actor=actor, label="底图")
    if len(files) > 1 or any(each.kind != Kind.PICTURE for each in files):
        raise RuleViolation("底图为一张图片（JPG、PNG 或 WEBP）；图纸请先导出为图片", field=PICTURE)
    refuse_bare(pictures=len(files), metres=plan.metres, placed=plan.site.lon is not None)
