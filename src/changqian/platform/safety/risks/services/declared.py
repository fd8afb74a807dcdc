"""What a firm declared to the province beside its own risk points: taken up, linked, and settled where it differs.

The province's row is never written here; ours keeps its number, and the digest it had when a person last looked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from changqian.platform.commons.province.models import DeclaredPoint
from changqian.platform.commons.province.rules import Difference
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.records.services import change, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.models import CatalogueEntry, RiskPoint
from changqian.platform.safety.risks.rules import (
    MEASURES,
    SEVERITY,
    Against,
    EntryState,
    Level,
    Method,
    Source,
    Status,
    Words,
    against,
    declared_differences,
)
from changqian.platform.safety.risks.services.points import edit_point, register_point, revise_point
from changqian.platform.safety.risks.services.reference import accident_names

EDIT = "risks.edit"
COLUMNS = {
    "风险点名称": ("name",),
    "风险等级": ("method", "declared_level"),
    "风险代码": ("entry",),
    "位置": ("location",),
    "责任部门": ("responsible_department",),
    "事故类别": ("accident_types",),
    "管控措施": ("management",),
}
"Which of our columns take over what differs."
UNSAID = "待补充"


@dataclass(frozen=True, slots=True)
class Compared:
    """A risk point of the firm beside what it declared."""

    declared: DeclaredPoint
    state: Against
    differences: list[Difference]


@transaction.atomic
def take_up_declared(declared: int, *, actor: User, site: Site, kind: str, now: datetime) -> RiskPoint:
    """Make what the firm declared one of its own: a draft, which the firm completes and brings into force as any."""
    row: DeclaredPoint = DeclaredPoint.objects.within(actor, "province.view").get(pk=declared)
    _free(row, site.enterprise_id, field="site")
    linked = {"source": Source.PROVINCIAL, "provincial_id": row.source_id, "provincial_seen": row.digest}
    said = {"location": UNSAID} | _taken(row) | linked
    return register_point(actor=actor, site=site, kind=kind, now=now, **said)


@transaction.atomic
def link_declared(pk: int, *, actor: User, expected_version: int, declared: int) -> RiskPoint:
    """This risk point is the one that the firm declared. What differs is settled afterwards."""
    point = locked(RiskPoint, pk, actor=actor, action=EDIT)
    row: DeclaredPoint = DeclaredPoint.objects.within(actor, "province.view").get(pk=declared)
    _free(row, point.enterprise_id, field="declared")
    if point.provincial_id:
        raise RuleViolation("该风险点已关联申报风险点，请先解除关联", field="declared")
    linked = {"provincial_id": row.source_id, "provincial_seen": "", "provincial_note": ""}
    return change(point, actor=actor, action=EDIT, expected_version=expected_version, **linked)


@transaction.atomic
def unlink_declared(pk: int, *, actor: User, expected_version: int) -> RiskPoint:
    """It was another one."""
    point = locked(RiskPoint, pk, actor=actor, action=EDIT)
    _declared_of(point)
    alone = {"provincial_id": "", "provincial_seen": "", "provincial_note": ""}
    return change(point, actor=actor, action=EDIT, expected_version=expected_version, **alone)


@transaction.atomic
def accept_declared(pk: int, *, actor: User, expected_version: int, now: datetime) -> RiskPoint:
    """Take over what the province's row says otherwise. For a point in force that prepares a change, which is approved
    as any."""
    point = locked(RiskPoint, pk, actor=actor, action=EDIT)
    row = _declared_of(point)
    wanted = {column for each in compared([point])[pk].differences for column in COLUMNS[each.label]}
    if not wanted:
        raise RuleViolation("与省系统没有不一致之处，不用采纳")
    if point.status == Status.ACTIVE:
        point = revise_point(pk, actor=actor, expected_version=expected_version)
        expected_version = point.version
    said = {name: value for name, value in _taken(row).items() if name in wanted}
    if SEVERITY[Level(row.level)] > SEVERITY[Level(point.assessed_level)]:
        said["control_level"] = ""  # A graver risk is controlled from higher up: as its level asks.
    point = edit_point(pk, actor=actor, expected_version=expected_version, now=now, **said)
    seen = {"provincial_seen": row.digest, "provincial_note": ""}
    return change(point, actor=actor, action=EDIT, expected_version=None, **seen)


@transaction.atomic
def keep_own(pk: int, *, actor: User, expected_version: int, reason: str) -> RiskPoint:
    """What the firm says stays, and why; asked again when the province says something new."""
    point = locked(RiskPoint, pk, actor=actor, action=EDIT)
    row = _declared_of(point)
    if not reason.strip():
        raise RuleViolation("请写明为什么与省系统不一致", field="reason")
    seen = {"provincial_seen": row.digest, "provincial_note": reason.strip()}
    return change(point, actor=actor, action=EDIT, expected_version=expected_version, **seen)


def compared(points: Iterable[RiskPoint]) -> dict[int, Compared]:
    """Each of these points that is linked, beside what was declared; a few queries, however many points."""
    linked = {point.provincial_id: point for point in points if point.provincial_id}
    rows = list(DeclaredPoint.objects.filter(source_id__in=linked)) if linked else []
    if not rows:
        return {}
    names, codes = accident_names(), _on_offer({row.code for row in rows})
    return {linked[row.source_id].pk: _compared(linked[row.source_id], row, names, codes) for row in rows}


def _compared(
    point: RiskPoint, row: DeclaredPoint, names: Mapping[str, str], codes: Mapping[str, CatalogueEntry]
) -> Compared:
    """By what is prepared, so that nothing is left to settle once it says the same. Codes and accidents that nobody
    here knows cannot be taken over, and are no difference."""
    ours = Words(
        name=point.name,
        level=point.assessed_level,
        code=point.catalogue_code,
        location=point.location,
        department=point.responsible_department,
        accident_types=frozenset(names.get(code, code) for code in point.accident_types),
        measures="".join(getattr(point, name) for name, _ in MEASURES),
    )
    theirs = Words(
        name=row.name[:100],
        level=row.level,
        code=row.code if row.code in codes else "",
        location=row.location,
        department=row.department[:50],
        accident_types=frozenset(row.accident_types) & frozenset(names.values()),
        measures=row.measures[:1000],
    )
    found = declared_differences(ours, theirs)
    return Compared(row, against(found, seen=point.provincial_seen, digest=row.digest), found)


def _taken(row: DeclaredPoint) -> dict[str, Any]:
    """Our columns as the province's row fills them; what it leaves empty is left out."""
    # Both schemes of GB 6441 know a 火灾: the code is that of 1986, by whose names the province goes.
    codes = {name: code for code, name in sorted(accident_names().items(), reverse=True)}
    said = {
        "name": row.name[:100],
        "location": row.location,
        "entry": _on_offer({row.code}).get(row.code),
        "responsible_department": row.department[:50],
        "accident_types": [codes[name] for name in row.accident_types if name in codes],
        "management": row.measures[:1000],
    }
    return {"method": Method.DIRECT, "declared_level": row.level} | {
        name: value for name, value in said.items() if value
    }


def _on_offer(codes: Collection[str]) -> dict[str, CatalogueEntry]:
    """The catalogue's entries of these codes."""
    found = CatalogueEntry.objects.current().filter(code__in=codes, state=EntryState.ENABLED)
    return {entry.code: entry for entry in found}


def _declared_of(point: RiskPoint) -> DeclaredPoint:
    row: DeclaredPoint | None = DeclaredPoint.objects.filter(source_id=point.provincial_id).first()
    if not point.provincial_id or row is None:
        raise RuleViolation("该风险点没有关联申报风险点")
    return row


def _free(row: DeclaredPoint, enterprise: int, *, field: str) -> None:
    """RuleViolation if it is another firm's, or linked already."""
    if row.enterprise_id != enterprise:
        raise RuleViolation("该申报风险点属于另一家企业", field=field)
    if RiskPoint.objects.current().filter(provincial_id=row.source_id).exists():
        raise RuleViolation("该申报风险点已关联一个风险点", field="declared")
