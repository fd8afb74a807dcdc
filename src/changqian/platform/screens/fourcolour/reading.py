"""A four-colour map: what is drawn on a plan, as the risks in force of its site colour it today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from changqian.platform.commons.siteplans.models import SitePlan
from changqian.platform.commons.siteplans.rules import Zone, inside
from changqian.platform.commons.siteplans.services import drawing_of, picture_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import IN_FORCE, SEVERITY, SUBJECT, Level

FRAME = (4, 3)
"Width to height of a plan without a picture."


@dataclass(frozen=True, slots=True)
class Placed:
    """A risk point at its place."""

    point: RiskPoint
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Coloured:
    """A zone with the highest level inside; empty where nothing stands in it."""

    name: str
    ring: Any
    level: str
    points: list[int]


@dataclass(frozen=True, slots=True)
class FourColour:
    plan: SitePlan
    revision: int
    picture: StoredFile | None
    zones: list[Coloured]
    placed: list[Placed]
    unplaced: list[tuple[RiskPoint, str]]
    "Risks that stand not here, the highest first, with the name of the plan where they do; empty for nowhere."

    @property
    def size(self) -> tuple[int, int]:
        """Width to height."""
        picture = self.picture
        return (picture.width, picture.height) if picture and picture.width and picture.height else FRAME


def highest(levels: Collection[str]) -> str:
    """The level that colours a zone: the highest inside (条例第十六条, 四色分布图); empty for none."""
    return str(max(levels, key=lambda level: SEVERITY[Level(level)])) if levels else ""


def four_colour(pk: int, *, actor: User, revision: int | None = None) -> FourColour:
    """DoesNotExist for a plan out of reach, and for a revision that never was."""
    seen: Any = SitePlan.objects.within(actor, "siteplans.view").current()
    plan: SitePlan = seen.select_related("site", "enterprise", "region").get(pk=pk)
    drawing = drawing_of(plan, revision)
    if drawing is None and revision is not None:
        raise SitePlan.DoesNotExist
    rows = RiskPoint.objects.within(actor, "risks.view").current().filter(site=plan.site_id, status__in=IN_FORCE)
    points = {point.pk: point for point in rows}
    marks = [mark for mark in (drawing.marks if drawing else ()) if mark["kind"] == SUBJECT and mark["id"] in points]
    zones = [Zone(each["name"], each["ring"]) for each in (drawing.zones if drawing else ())]
    here = {mark["id"] for mark in marks}
    elsewhere = _on_other_plans(plan)
    left = sorted(points.keys() - here, key=lambda each: (-SEVERITY[Level(points[each].level)], points[each].number))
    return FourColour(
        plan=plan,
        revision=drawing.revision if drawing else 0,
        picture=drawing.picture if drawing and revision is not None else picture_of(plan),
        zones=[_coloured(zone, marks, points) for zone in zones],
        placed=[Placed(points[mark["id"]], mark["x"], mark["y"]) for mark in marks],
        unplaced=[(points[each], elsewhere.get(each, "")) for each in left],
    )


def _coloured(zone: Zone, marks: Collection[Mapping[str, Any]], points: Mapping[int, RiskPoint]) -> Coloured:
    within = inside(zone, marks)
    return Coloured(zone.name, zone.ring, highest([points[each].level for each in within]), within)


def _on_other_plans(plan: SitePlan) -> dict[int, str]:
    """The name of another plan of the site, by each risk point that stands on it."""
    others = SitePlan.objects.current().filter(site=plan.site_id).exclude(pk=plan.pk)
    return {
        mark["id"]: other.name
        for other in others
        if (drawing := drawing_of(other))
        for mark in drawing.marks
        if mark["kind"] == SUBJECT
    }
