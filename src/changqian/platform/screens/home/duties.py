"""What waits for a person: counted through the same door as every list, so each number opens a list that equals it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN as OPEN_HAZARDS
from changqian.platform.commons.hazards.rules import Level as HazardLevel
from changqian.platform.commons.hazards.rules import Status as HazardStatus
from changqian.platform.commons.people.models import Certificate
from changqian.platform.commons.people.rules import EXPIRING_WITHIN, Expiry
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.commons.summaries.models import FirmSummary
from changqian.platform.commons.summaries.rules import WAITING as UNCONFIRMED
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.rules import Status as Asked
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.equipment.rules import Status as EquipmentStatus
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import DONE as DONE_TASKS
from changqian.platform.safety.risks.rules import OPEN as OPEN_TASKS
from changqian.platform.safety.risks.rules import REPORTED, CardState, Status
from changqian.platform.safety.whistle.models import WhistleReport
from changqian.platform.safety.whistle.rules import WAITING

Query = dict[str, list[str]]
"The conditions of a list; one with several values is repeated in the address."


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the workbench. `path` and `query` open the list behind the number."""

    key: str
    label: str
    permission: str
    path: str
    rows: Callable[[User, date], QuerySet[Any]]
    query: Callable[[User, date], Query]
    urgent: bool = False


def _tasks(*conditions: Q) -> Callable[[User, date], QuerySet[Any]]:
    return lambda user, today: (
        RiskTask.objects.within(user, "risks.view").current().filter(*conditions, month=month_of(today))
    )


def _hazards(condition: Callable[[User, date], Q]) -> Callable[[User, date], QuerySet[Any]]:
    return lambda user, today: Hazard.objects.within(user, "hazards.view").current().filter(condition(user, today))


def _cards(state: CardState) -> Callable[[User, date], QuerySet[Any]]:
    return lambda user, today: RiskPoint.objects.within(user, "risks.view").current().filter(card_state=state)


def _last(today: date) -> date:
    """The month that has ended."""
    return add_months(month_of(today), -1)


def _month(user: User, today: date) -> Query:
    return {"month": [month_of(today).isoformat()]}


DUTIES = (
    Duty(
        "tasks", "本月风控任务未完成", "risks.patrol", "/tasks", _tasks(Q(status__in=OPEN_TASKS)),
        lambda user, today: _month(user, today) | {"status": list(OPEN_TASKS)},
    ),
    Duty(
        "reported_tasks", "较大以上风险任务未完成", "risks.patrol_workshop", "/tasks",
        _tasks(Q(status__in=OPEN_TASKS, level__in=REPORTED)),
        lambda user, today: _month(user, today) | {"status": list(OPEN_TASKS), "level": list(REPORTED)},
        urgent=True,
    ),
    Duty(
        "mine", "待我整改的隐患", "hazards.submit", "/hazards",
        _hazards(lambda user, today: Q(
            responsible=user, status__in=(HazardStatus.ASSIGNED, HazardStatus.RECTIFYING)
        )),
        lambda user, today: {"mine": ["true"], "status": [HazardStatus.ASSIGNED, HazardStatus.RECTIFYING]},
        urgent=True,
    ),
    Duty(
        "to_assign", "待派单的隐患", "hazards.assign", "/hazards",
        _hazards(lambda user, today: Q(status__in=(HazardStatus.REPORTED, HazardStatus.GRADED))),
        lambda user, today: {"status": [HazardStatus.REPORTED, HazardStatus.GRADED]},
    ),
    Duty(
        "to_review", "待复查的隐患", "hazards.pass_review", "/hazards",
        _hazards(lambda user, today: Q(status=HazardStatus.SUBMITTED)),
        lambda user, today: {"status": [HazardStatus.SUBMITTED]},
    ),
    Duty(
        "whistles", "待办理的吹哨", "whistle.read", "/whistles",
        lambda user, today: (
            WhistleReport.objects.within(user, "whistle.read").current().filter(status__in=WAITING)
        ),
        lambda user, today: {"status": list(WAITING)},
        urgent=True,
    ),
    Duty(
        "whistle_escalations", "待答复的上报吹哨", "whistle.supervise", "/whistle-escalations",
        lambda user, today: (
            WhistleReport.objects.within(user, "whistle.supervise").current().filter(answered_on=None)
        ),
        lambda user, today: {"answered": ["false"]},
        urgent=True,
    ),
    Duty(
        "to_accept", "待验收的重大隐患", "hazards.accept", "/hazards",
        _hazards(lambda user, today: Q(status=HazardStatus.ACCEPTANCE)),
        lambda user, today: {"status": [HazardStatus.ACCEPTANCE]},
        urgent=True,
    ),
    Duty(
        "escalated", "提请督办的隐患", "hazards.supervise", "/hazards",
        _hazards(lambda user, today: Q(escalated_at__isnull=False, status__in=OPEN_HAZARDS)),
        lambda user, today: {"escalated": ["true"]},
        urgent=True,
    ),
    Duty(
        "exemptions", "待答复的免检申请", "risks.grant_exemption", "/tasks",
        lambda user, today: RiskTask.objects.within(user, "risks.view").current().filter(
            status__in=OPEN_TASKS, exempt_asked_at__isnull=False
        ),
        lambda user, today: {"exemption": ["true"]},
        urgent=True,
    ),
    Duty(
        "overdue", "超期未整改的隐患", "hazards.view", "/hazards",
        _hazards(lambda user, today: Q(due_on__lt=today)),
        lambda user, today: {"overdue": ["true"]},
        urgent=True,
    ),
    Duty(
        "major", "未闭环的重大隐患", "hazards.view", "/hazards",
        _hazards(lambda user, today: Q(level=HazardLevel.MAJOR, status__in=OPEN_HAZARDS)),
        lambda user, today: {"level": [HazardLevel.MAJOR], "status": list(OPEN_HAZARDS)},
        urgent=True,
    ),
    Duty(
        "drafts", "待批准的较大以上风险点", "risks.approve", "/risks",
        lambda user, today: RiskPoint.objects.within(user, "risks.view").current().filter(
            status__in=(Status.DRAFT, Status.CHANGING), assessed_level__in=REPORTED
        ),
        lambda user, today: {"status": [Status.DRAFT, Status.CHANGING]},
    ),
    Duty(
        "monthly_reports", "待确认的双控月报", "summaries.confirm", "/firm-summaries",
        lambda user, today: FirmSummary.objects.within(user, "summaries.view").current().filter(
            month=_last(today), confirmation__in=UNCONFIRMED
        ),
        lambda user, today: {"month": [_last(today).isoformat()], "confirmation": list(UNCONFIRMED)},
    ),
    Duty(
        "cards_missing", "缺告知卡的风险点", "risks.make_cards", "/risk-cards", _cards(CardState.MISSING),
        lambda user, today: {"card_state": [CardState.MISSING]},
    ),
    Duty(
        "cards_stale", "需重制的告知卡", "risks.make_cards", "/risk-cards", _cards(CardState.STALE),
        lambda user, today: {"card_state": [CardState.STALE]},
    ),
    Duty(
        "certificates", "即将到期的证书", "people.certify", "/certificates",
        lambda user, today: Certificate.objects.within(user, "people.view").current().filter(
            valid_to__range=(today, today + EXPIRING_WITHIN)
        ),
        lambda user, today: {"expiry": [Expiry.EXPIRING]},
    ),
    Duty(
        "plan_tasks", "到期的巡检保养任务", "plans.execute", "/plan-tasks",
        lambda user, today: PlanTask.objects.within(user, "plans.view").current().filter(
            status__in=OPEN_TASKS, due_on__lte=today
        ),
        lambda user, today: {"open": ["true"], "due_before": [today.isoformat()]},
    ),
    Duty(
        "examinations", "检验逾期的设备", "equipment.view", "/equipment",
        lambda user, today: Equipment.objects.within(user, "equipment.view").current().exclude(
            status=EquipmentStatus.SCRAPPED
        ).filter(next_examination_on__lt=today),
        lambda user, today: {"due": ["overdue"]},
        urgent=True,
    ),
    Duty(
        "to_approve", "待审批的权限申请", "administration.approve", "/admin-requests",
        lambda user, today: Request.objects.within(user, "administration.view").filter(status=Asked.PENDING),
        lambda user, today: {"status": [Asked.PENDING]},
        urgent=True,
    ),
    Duty(
        "asked", "等待审批的申请", "administration.ask", "/admin-requests",
        lambda user, today: Request.objects.within(user, "administration.view").filter(status=Asked.PENDING),
        lambda user, today: {"status": [Asked.PENDING]},
    ),
)  # fmt: skip

CAP = 10_000
"Counting stops here, as in every list."


def waiting(user: User, today: date) -> list[dict[str, Any]]:
    """The duties this person has at all, with how many wait; urgent ones that wait first."""
    told = []
    for duty in DUTIES:
        if not any(duty.permission in grant.permissions for grant in user.grants):
            continue
        try:
            found = duty.rows(user, today).order_by()[: CAP + 1].count()
        except PermissionDenied:
            continue
        told.append(
            {
                "key": duty.key,
                "label": duty.label,
                "count": found,
                "urgent": duty.urgent and found > 0,
                "path": duty.path,
                "query": duty.query(user, today),
            }
        )
    return sorted(told, key=lambda each: (not each["urgent"], each["count"] == 0))


def month_of_tasks(user: User, today: date) -> dict[str, Any] | None:
    """This month's tasks and how many of them are done; None for somebody who sees no tasks."""
    try:
        rows = RiskTask.objects.within(user, "risks.view").current().filter(month=month_of(today)).order_by()
    except PermissionDenied:
        return None
    counts = rows.aggregate(total=Count("pk"), done=Count("pk", filter=Q(status__in=DONE_TASKS)))
    percent = 100 * counts["done"] // counts["total"] if counts["total"] else 100
    return {**counts, "percent": percent, "month": month_of(today)}
