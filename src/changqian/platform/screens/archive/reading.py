"""What the ledgers know of one enterprise, as numbers; each says which list, asked how, shows what it counted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN
from changqian.platform.commons.people.api import with_expiry
from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.rules import Expiry, Role
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.kernel.dates import month_of
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.rules import Source
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.equipment.rules import Status as EquipmentStatus
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import DONE, IN_FORCE, WITHOUT_CARD, Level, TaskStatus
from changqian.platform.safety.risks.rules import OPEN as TASK_OPEN

Asked = list[tuple[str, str, Q, dict[str, Any]]]
"Per number: key, label, condition, and what the list must be asked to show the same rows."


@dataclass(frozen=True, slots=True)
class Line:
    """One number: `GET {list}?{params}` answers with as many rows."""

    key: str
    label: str
    value: int
    list: str
    params: dict[str, Any]


@dataclass(slots=True)
class Group:
    key: str
    title: str
    lines: list[Line] = field(default_factory=list)


def archive(firm: Enterprise, *, actor: User, today: date) -> tuple[list[Group], list[str]]:
    """The groups the actor may view, and the names of those hidden."""
    groups, hidden = [], []
    for permission, noun, readers in (
        ("enterprises.view", "企业", (_sites,)),
        ("people.view", "人员证书", (_people, _certificates)),
        ("risks.view", "风险", (_risks, _tasks)),
        ("hazards.view", "隐患", (_hazards,)),
        ("equipment.view", "设备", (_equipment,)),
        ("drills.view", "应急演练", (_drills,)),
        ("accidents.view", "事故", (_accidents,)),
    ):
        if any(permission in grant.permissions for grant in actor.grants):
            groups += [read(firm, actor, today) for read in readers]
        else:
            hidden.append(noun)
    return groups, hidden


def _lines(rows: QuerySet, address: str, firm: Enterprise, asked: Asked) -> list[Line]:
    """All numbers of one list in one query."""
    counts = rows.order_by().aggregate(
        **{key: Count("pk", filter=wanted or Q(pk__gt=0)) for key, _, wanted, _ in asked}
    )
    return [
        Line(key, label, counts[key], address, {"enterprise": firm.pk, **params}) for key, label, _, params in asked
    ]


def _sites(firm: Enterprise, actor: User, today: date) -> Group:
    rows = Site.objects.within(actor, "enterprises.view").current().filter(enterprise=firm)
    asked: Asked = [
        ("sites", "场所", Q(), {}),
        ("located", "已定位", Q(lon__isnull=False), {"has_coordinates": "true"}),
    ]
    return Group("sites", "场所", _lines(rows, "/api/sites/", firm, asked))


def _people(firm: Enterprise, actor: User, today: date) -> Group:
    rows = Person.objects.within(actor, "people.view").current().filter(enterprise=firm)
    here = Q(left_on=None)
    asked: Asked = [("people", "在职人员", here, {"left": "false"})]
    asked += [
        (f"role_{role}", str(role.label), here & Q(roles__contains=[role]), {"left": "false", "role": role.value})
        for role in Role
    ]
    return Group("people", "人员", [line for line in _lines(rows, "/api/people/", firm, asked) if line.value])


def _certificates(firm: Enterprise, actor: User, today: date) -> Group:
    rows = with_expiry(Certificate.objects.within(actor, "people.view").current().filter(enterprise=firm))
    asked: Asked = [
        ("certificates", "证书", Q(), {}),
        *(
            (f"certificates_{state}", str(state.label), Q(expiry=state), {"expiry": state.value})
            for state in (Expiry.EXPIRING, Expiry.EXPIRED)
        ),
    ]
    return Group("certificates", "证书", _lines(rows, "/api/certificates/", firm, asked))


def _risks(firm: Enterprise, actor: User, today: date) -> Group:
    rows = RiskPoint.objects.within(actor, "risks.view").current().filter(enterprise=firm)
    standing = Q(status__in=IN_FORCE)
    status = [each.value for each in IN_FORCE]
    asked: Asked = [("risk_points", "管控中风险点", standing, {"status": status})]
    asked += [
        (f"level_{level}", str(level.label), standing & Q(level=level), {"status": status, "level": level.value})
        for level in Level
    ]
    lines = _lines(rows, "/api/risks/", firm, asked)
    states = [each.value for each in WITHOUT_CARD]
    cards: Asked = [("without_card", "缺告知卡或已过时", Q(card_state__in=states), {"card_state": states})]
    return Group("risks", "风险点", lines + _lines(rows, "/api/risk-cards/", firm, cards))


def _tasks(firm: Enterprise, actor: User, today: date) -> Group:
    month = month_of(today)
    rows = RiskTask.objects.within(actor, "risks.view").current().filter(enterprise=firm, month=month)
    counted = [each.value for each in TaskStatus if each not in (TaskStatus.EXEMPT, TaskStatus.CANCELLED)]
    this = {"month": month.isoformat()}
    asked: Asked = [
        ("tasks", "本月任务", Q(status__in=counted), {**this, "status": counted}),
        ("tasks_done", "已完成", Q(status__in=DONE), {**this, "status": [each.value for each in DONE]}),
        ("tasks_overdue", "逾期未完成", Q(status__in=TASK_OPEN, due_on__lt=today), {**this, "overdue": "true"}),
    ]
    return Group("tasks", "本月风控任务", _lines(rows, "/api/tasks/", firm, asked))


def _hazards(firm: Enterprise, actor: User, today: date) -> Group:
    rows = Hazard.objects.within(actor, "hazards.view").current().filter(enterprise=firm)
    open_major = {"open": "true", "level": "major"}
    asked: Asked = [
        ("hazards", "全部隐患", Q(), {}),
        ("hazards_open", "未闭环隐患", Q(status__in=OPEN), {"open": "true"}),
        ("hazards_major", "未闭环重大隐患", Q(status__in=OPEN, level="major"), open_major),
        ("hazards_overdue", "逾期未整改", Q(due_on__lt=today), {"overdue": "true"}),
        ("hazards_supervised", "挂牌督办中", Q(is_supervised=True), {"supervised": "true"}),
    ]
    return Group("hazards", "隐患", _lines(rows, "/api/hazards/", firm, asked))


def _equipment(firm: Enterprise, actor: User, today: date) -> Group:
    rows = Equipment.objects.within(actor, "equipment.view").current().filter(enterprise=firm)
    kept = ~Q(status=EquipmentStatus.SCRAPPED)
    used = [each.value for each in EquipmentStatus if each != EquipmentStatus.SCRAPPED]
    asked: Asked = [
        ("equipment", "设备设施", kept, {"status": used}),
        ("equipment_special", "特种设备", kept & Q(special=True), {"status": used, "special": "true"}),
        ("equipment_overdue", "检验逾期", kept & Q(next_examination_on__lt=today), {"due": "overdue"}),
    ]
    return Group("equipment", "设备设施", _lines(rows, "/api/equipment/", firm, asked))


def _drills(firm: Enterprise, actor: User, today: date) -> Group:
    plans = EmergencyPlan.objects.within(actor, "drills.view").current().filter(enterprise=firm)
    drills = Drill.objects.within(actor, "drills.view").current().filter(enterprise=firm)
    kept: Asked = [
        ("plans", "应急预案", Q(), {}),
        ("plans_to_revise", "待修订", Q(to_revise=True), {"to_revise": "true"}),
    ]
    held: Asked = [
        ("drills", "应急演练", Q(), {}),
        ("drills_late", "逾期未演练", Q(due_on__lt=today), {"late": "true"}),
    ]
    lines = _lines(plans, "/api/emergency-plans/", firm, kept) + _lines(drills, "/api/drills/", firm, held)
    return Group("drills", "应急", lines)


def _accidents(firm: Enterprise, actor: User, today: date) -> Group:
    accidents = Accident.objects.within(actor, "accidents.view").current().filter(enterprise=firm)
    people = Injury.objects.within(actor, "accidents.view").current().filter(enterprise=firm)
    asked: Asked = [
        ("accidents", "事故", Q(), {}),
        ("accidents_late", "调查逾期", Q(due_on__lt=today), {"late": "true"}),
    ]
    lines = _lines(accidents, "/api/accidents/", firm, asked)
    lines += _lines(people.exclude(source=Source.INSURER), "/api/injuries/", firm, [("injuries", "工伤", Q(), {})])
    claims: Asked = [("claims", "安责险事故", Q(), {})]
    lines += _lines(people.filter(source=Source.INSURER), "/api/insurance-accidents/", firm, claims)
    return Group("accidents", "事故", lines)
