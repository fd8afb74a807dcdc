"""What a code shows to whom: the public what hangs on the wall, staff their work, regulators the way to the archive."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils import timezone

from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.plans.api import kit_of
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.kernel.dates import month_of
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.equipment.rules import SUBJECT as MACHINE
from changqian.platform.safety.equipment.rules import Attention
from changqian.platform.safety.equipment.rules import Status as InUse
from changqian.platform.safety.equipment.services import attentions_of, plans_of
from changqian.platform.safety.risks.models import RiskPoint, RiskPointVersion, RiskTask
from changqian.platform.safety.risks.rules import (
    COLOURS,
    IN_FORCE,
    OPEN,
    REPORTED,
    SEVERITY,
    SUBJECT,
    CardState,
    Level,
    Status,
)
from changqian.platform.safety.risks.services import (
    accident_names,
    levels_open_to,
    version_in_force,
    versions_in_force,
)
from changqian.platform.safety.whistle.services import SUBJECT as WHISTLE

POSTED = 200
"Risks a site's card lists at most."
Viewed = User | AnonymousUser
WORDS = (
    *("number", "name", "kind", "location", "level", "factors", "consequences", "engineering", "management"),
    *("training", "ppe", "emergency", "responsible_department", "responsible_name", "supervise_phone"),
)


class Viewer(TextChoices):
    PUBLIC = "public", "公众"
    STAFF = "staff", "企业员工"
    REGULATOR = "regulator", "监管人员"


@dataclass(slots=True)
class Card:
    """One card. Everything after `point` and `risks` is empty for the public."""

    kind: str
    token: str
    viewer: str
    enterprise_name: str
    site_name: str
    region_name: str
    message: str = ""
    "What is not as usual: why there is less to see, or what to see to."
    point: dict[str, Any] | None = None
    machine: Equipment | None = None
    risks: list[dict[str, Any]] = field(default_factory=list)
    enterprise: int | None = None
    site: int | None = None
    risk_point: int | None = None
    equipment: int | None = None
    can_patrol: bool = False
    can_report: bool = False
    control_levels: list[str] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)
    task: RiskTask | None = None
    tasks: list[RiskTask] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)
    plan_tasks: list[PlanTask] = field(default_factory=list)
    attentions: list[Attention] = field(default_factory=list)


def card_of(code: SafeCode, *, viewer: Viewed, today: date) -> Card:
    """The card of a live code, for whoever looks at it."""
    drawn = {SUBJECT: _point_card, MACHINE: _machine_card, WHISTLE: _poster}.get(code.subject_kind, _site_card)
    return drawn(code, viewer, today)


def _point_card(code: SafeCode, viewer: Viewed, today: date) -> Card:
    card, point = _head(code, "risk_point"), RiskPoint.objects.current().filter(pk=code.subject_id).first()
    version = version_in_force(point) if point else None
    if point is None or version is None or point.status not in IN_FORCE:
        card.message = f"该风险点{Status(point.status).label}，现场不再管控" if point else "该风险点已撤销"
    else:
        card.point = posted(version)
    if point is None or not _sees(viewer, "risks.view", point):
        return card
    _open(card, code, viewer)
    card.risk_point = point.pk
    if point.card_state == CardState.STALE:
        card.message = f"现场告知卡是第{point.card_revision}版，风险点已更新为第{point.revision}版，请更换告知卡"
    card.control_levels = [*levels_open_to(viewer, point)] if isinstance(viewer, User) else []
    card.can_patrol = bool(card.control_levels) and point.status in IN_FORCE
    card.can_report = _sees(viewer, "hazards.report", point)
    card.items = items_of(SUBJECT, [point.pk])
    card.task = _tasks(today).filter(risk_point=point).first()
    return card


def _machine_card(code: SafeCode, viewer: Viewed, today: date) -> Card:
    """What is posted on a machine (使用登记标志、定期检验标志), and to staff what its plans ask for."""
    card = _head(code, "equipment")
    machine = Equipment.objects.current().filter(pk=code.subject_id).first()
    if machine is None:
        card.message = "该设备已撤销登记"
        return card
    card.machine = machine
    if machine.status != InUse.IN_USE:
        card.message = f"该设备{InUse(machine.status).label}，禁止使用"
    if not _sees(viewer, "equipment.view", machine):
        return card
    _open(card, code, viewer)
    card.equipment = machine.pk
    card.attentions = attentions_of(machine, day=today)
    card.can_report = _sees(viewer, "hazards.report", machine)
    card.can_patrol = machine.status == InUse.IN_USE and _sees(viewer, "plans.execute", machine)
    plans = list(plans_of([machine]).filter(status="active").select_related("enterprise"))
    card.plans = [each for each in kit_of(plans) if each["subject"] == machine.pk]
    tasks = PlanTask.objects.current().filter(plan__in=plans, subject_id=machine.pk, status__in=OPEN)
    card.plan_tasks = list(tasks.select_related("plan__responsible", "enterprise", "site", "region").order_by("due_on"))
    return card


def _poster(code: SafeCode, viewer: Viewed, today: date) -> Card:
    """Of a channel by which one reports: whoever scans it goes on to the report, and is not looked at."""
    return _head(code, "whistle")


def _site_card(code: SafeCode, viewer: Viewed, today: date) -> Card:
    """The board at the gate: all 较大以上 risks of the site (风险管理条例第十六条)."""
    card = _head(code, "site")
    points = RiskPoint.objects.current().filter(site=code.site_id, status__in=IN_FORCE, level__in=REPORTED)
    found = list(versions_in_force(points[:POSTED]).values())
    found.sort(key=lambda version: (-SEVERITY[Level(version.content["level"])], version.content["name"]))
    card.risks = [posted(version) for version in found]
    if not _sees(viewer, "enterprises.view", code.site):
        return card
    _open(card, code, viewer)
    card.can_patrol = _sees(viewer, "risks.patrol", code.site)
    card.can_report = _sees(viewer, "hazards.report", code.site)
    card.tasks = list(_tasks(today).filter(site=code.site_id, status__in=OPEN).order_by("due_on", "pk")[:POSTED])
    return card


def posted(version: RiskPointVersion) -> dict[str, Any]:
    """The words of 条例第十六条 and of 140号令第十六条, from the approved version; accident types by name."""
    said, names = version.content, accident_names()
    return {
        **{name: said.get(name) or "" for name in WORDS},
        "colour": COLOURS[Level(said["level"])],
        "accident_types": [names.get(code, code) for code in said.get("accident_types") or ()],
        "revision": version.revision,
        "approved_on": timezone.localdate(version.approved_at),
    }


def _head(code: SafeCode, kind: str) -> Card:
    return Card(
        kind=kind,
        token=code.token,
        viewer=Viewer.PUBLIC,
        enterprise_name=code.site.enterprise.name,
        site_name=code.site.name,
        region_name=code.region.name,
    )


def _open(card: Card, code: SafeCode, viewer: Viewed) -> None:
    """Whoever sees the firm's rows gets their numbers: staff, if a role binds them to this firm."""
    mine = any(code.enterprise_id in (grant.enterprises or ()) for grant in viewer.grants)  # type: ignore[union-attr]
    card.viewer = Viewer.STAFF if mine else Viewer.REGULATOR
    card.enterprise, card.site = code.enterprise_id, code.site_id


def _sees(viewer: Viewed, permission: str, row: RiskPoint | Site | Equipment) -> bool:
    if not isinstance(viewer, User):
        return False
    try:
        return bool(type(row).objects.within(viewer, permission).filter(pk=row.pk).exists())
    except PermissionDenied:
        return False


def _tasks(today: date) -> Any:
    tasks = RiskTask.objects.current().filter(month=month_of(today))
    return tasks.select_related("enterprise", "site", "region", "risk_point")
