"""The monthly task of each risk point: made for all on the first of a month, for one when it comes into force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.rules import AT_WORK, at_work
from changqian.platform.foundation.enterprises.rules import Status as EnterpriseStatus
from changqian.platform.foundation.notices.services import notify, regulators_of, staff_of
from changqian.platform.foundation.records.services import change, change_many, create, create_selected, locked
from changqian.platform.kernel.dates import add_months, month_end, month_of
from changqian.platform.ledgerkit.partitions import ensure_partitions
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import (
    CONTROL_ORDER,
    IN_FORCE,
    OPEN,
    SHIFTS,
    TASK_STEPS,
    Frequency,
    Level,
    Period,
    Status,
    TaskStatus,
    TaskStep,
    after_credit,
    closes_quarter,
    exemption_asked,
    exemption_not_asked,
    per_quarter,
    quarter_start,
    required_executions,
    status_after,
)
from changqian.platform.safety.risks.services.reference import frequencies

MADE_BY_JOB = "risks.create_month"


def create_month(month: date, *, actor: User, now: datetime) -> int:
    """The tasks of a month for every risk point in force, in one statement per town; return how many were new.

    A town is one transaction: a job that was stopped goes on where it was, and one that is repeated adds nothing.
    """
    first = month_of(month)
    for model in (RiskTask, Inspection):
        ensure_partitions(model, [first, add_months(first, 1)])
    regions = (
        RiskPoint.objects.current().filter(status__in=IN_FORCE).order_by("region").values_list("region").distinct()
    )
    return sum(_create_in(region, first, actor=actor, now=now) for (region,) in regions)


def _create_in(region: int, first: date, *, actor: User, now: datetime) -> int:
    """One town's tasks. What a point must do depends on its level, its shifts and the day it came into force: those
    few hundred combinations are reckoned by the rules and joined, so that no rule is written twice."""
    table = list(_requirements(first, frequencies(first)))
    due = [f"GREATEST(r.{level} - LEAST(r.q_{level}, COALESCE(q.{level}, 0)), 0)" for level in CONTROL_ORDER]
    columns = {
        **{"version": "1", "created_by_id": "%s", "created_at": "%s", "end_reason": "''"},
        **{"enterprise_id": "p.enterprise_id", "site_id": "p.site_id", "region_id": "p.region_id", "month": "%s"},
        **{"risk_point_id": "p.id", "level": "p.level", "starts_on": "r.starts_on", "due_on": "%s"},
        **{"status": f"'{TaskStatus.PENDING.value}'", "late": "FALSE", "progress": "0", "abnormal": "0"},
        **{"exempt_reason": "''", "exempt_opinion": "''"},
        **{f"required_{level}": sql for level, sql in zip(CONTROL_ORDER, due, strict=True)},
        **{f"done_{level}": "0" for level in CONTROL_ORDER},
    }
    names = ", ".join(("level", "shifts", "starts_on", *CONTROL_ORDER, *(f"q_{level}" for level in CONTROL_ORDER)))
    row = f"({', '.join(['%s'] * (3 + 2 * len(CONTROL_ORDER)))})"
    source = f"""
        FROM {RiskPoint._meta.db_table} p
        JOIN (VALUES {", ".join([row] * len(table))}) AS r ({names})
          ON r.level = p.level AND r.shifts = p.shifts AND r.starts_on = GREATEST(p.activated_on, %s)
        LEFT JOIN (
          SELECT risk_point_id, {", ".join(f"SUM(done_{level}) AS {level}" for level in CONTROL_ORDER)}
          FROM {RiskTask._meta.db_table} WHERE month >= %s AND month < %s AND region_id = %s GROUP BY risk_point_id
        ) q ON q.risk_point_id = p.id
        JOIN {Site._meta.db_table} s ON s.id = p.site_id AND s.ended_at IS NULL AND s.status = ANY(%s)
        WHERE p.region_id = %s AND p.ended_at IS NULL AND p.status IN (%s, %s) AND ({" + ".join(due)}) > 0"""
    earlier = quarter_start(first) if closes_quarter(first) else first  # [first, first) is nothing: no credit
    params = [actor.pk, now, first, month_end(first), *(value for each in table for value in each)]
    params += [first, earlier, first, region, [status.value for status in AT_WORK], region]
    params += [status.value for status in IN_FORCE]
    made = create_selected(
        RiskTask,
        columns,
        source,
        params,
        unless=("risk_point_id", "month"),
        returning=("id", "site_id", "month"),
        actor=actor,
        action=MADE_BY_JOB,
    )
    return len(made)


def _requirements(first: date, table: Sequence[Frequency]) -> Iterator[tuple[object, ...]]:
    """(level, shifts, starts_on, required per control level, of that per quarter) for every kind of point."""
    days = [first + timedelta(day) for day in range((month_end(first) - first).days + 1)]
    for level in Level:
        quarter = per_quarter(level, table) if closes_quarter(first) else dict.fromkeys(CONTROL_ORDER, 0)
        for shifts in SHIFTS:
            for start in days:
                due = required_executions(level, table, first, shifts, start=start)
                yield (level.value, shifts, start, *due.values(), *quarter.values())


def task_for(
    point: RiskPoint, *, month: date, actor: User, action: str, reopen: bool = False, since: date | None = None
) -> RiskTask | None:
    """A point's task of a month, made if it is missing; None if the month asks nothing of it. `since` begins it later.

    A point that came into force within the month has a task for the days that are left. `reopen` takes back the
    cancellation of a point that was stopped and comes into force again in the same month.
    """
    first = month_of(month)
    task: RiskTask | None = RiskTask.objects.current().filter(risk_point=point, month=first).first()
    if task is not None:
        if reopen and task.status == TaskStatus.CANCELLED:
            status = status_after(task.required, task.done, task.abnormal)
            return change(task, actor=actor, action=action, expected_version=None, status=status)
        return task
    if point.status not in IN_FORCE or point.activated_on is None or point.activated_on > month_end(first):
        return None
    if not at_work(point.site):
        return None
    starts = max(first, point.activated_on, since or first)
    required = required_of(point, first, start=starts)
    if not any(required.values()):
        return None
    return create(
        RiskTask,
        actor=actor,
        action=action,
        site=point.site,
        risk_point=point,
        level=point.level,
        starts_on=starts,
        due_on=month_end(first),
        **{f"required_{level}": count for level, count in required.items()},
    )


def required_of(point: RiskPoint, month: date, *, start: date | None = None) -> dict[ControlLevel, int]:
    """How often each control level must look at this point in the month, less what the quarter has seen already."""
    first, table = month_of(month), frequencies(month)
    required = required_executions(point.level, table, first, point.shifts, start=start or point.activated_on)
    if not closes_quarter(first):
        return required
    earlier = RiskTask.objects.current().filter(risk_point=point, month__gte=quarter_start(first), month__lt=first)
    before = earlier.aggregate(**{level: Sum(f"done_{level}") for level in CONTROL_ORDER})
    return after_credit(required, per_quarter(point.level, table), {ControlLevel(k): v or 0 for k, v in before.items()})


def cancel_open_task(point: RiskPoint, *, month: date, actor: User, action: str, reason: str) -> None:
    task = RiskTask.objects.current().filter(risk_point=point, month=month_of(month), status__in=OPEN).first()
    if task is not None:
        cancelled = {"status": TaskStatus.CANCELLED, "exempt_opinion": reason[:200]}
        change(task, actor=actor, action=action, expected_version=None, **cancelled)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a risk point has a task in a month, or none."""

    month: date
    task: RiskTask | None
    required: Mapping[ControlLevel, int]
    reasons: tuple[str, ...]


def explain(point: RiskPoint, *, month: date, today: date) -> Explanation:
    """Sentence by sentence: is it in force, since when, which frequency asks what, and what came of it."""
    first = month_of(month)
    task: RiskTask | None = RiskTask.objects.current().filter(risk_point=point, month=first).first()
    reasons, nothing = [], dict.fromkeys(CONTROL_ORDER, 0)
    if task is None and point.status not in IN_FORCE:
        return Explanation(first, None, nothing, (f"风险点为{Status(point.status).label}状态，不生成任务",))
    if task is None and not at_work(point.site):
        stands = "关闭" if point.site.ended_at else EnterpriseStatus(point.site.status).label
        return Explanation(first, None, nothing, (f"场所已{stands}，不生成任务",))
    if task is None and point.activated_on and point.activated_on > month_end(first):
        return Explanation(first, None, nothing, (f"风险点于{point.activated_on:%Y-%m-%d}生效，该月尚未管控",))
    level, required = Level(task.level if task else point.level), task.required if task else required_of(point, first)
    for each in frequencies(first):
        if each.level == level:
            who, check = ControlLevel(each.control_level), "" if each.verified else "（待核）"
            asked = required[who]
            reasons.append(
                f"{level.label}：{who.label}{Period(each.period).label}{each.times}次{check}，本月应查{asked}次"
            )
    if task is None:
        late = "任务在每月1日生成，可由平台补生成" if first <= month_of(today) else "该月任务将在当月1日生成"
        return Explanation(first, None, required, (*reasons, late))
    if task.starts_on > first:
        reasons.append(f"风险点于{task.starts_on:%Y-%m-%d}生效，只计该日之后的次数")
    reasons.append(f"任务状态：{TaskStatus(task.status).label}，完成进度{task.progress}%")
    if task.exempt_reason or task.exempt_opinion:
        reasons.append(f"免检或取消：{task.exempt_reason or task.exempt_opinion}")
    return Explanation(first, task, required, tuple(reasons))


# --- exemption ------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_exemption(pk: int, *, actor: User, expected_version: int, reason: str, now: datetime) -> RiskTask:
    """停产报备: the firm asks not to patrol; until the authority agrees the task stands."""
    task = _step(pk, TaskStep.ASK_EXEMPTION, actor=actor)
    exemption_not_asked(task.exempt_asked_at)
    asked = {"exempt_reason": reason, "exempt_asked_at": now, "exempt_opinion": ""}
    task = change(task, actor=actor, action="risks.ask_exemption", expected_version=expected_version, **asked)
    _tell_town([task], now=now)
    return task


@transaction.atomic
def ask_exemptions(pks: Sequence[int], *, actor: User, reason: str, now: datetime) -> list[RiskTask]:
    """The same for many tasks at once: a site that stands still stands still as a whole."""

    def rule(task: RiskTask) -> None:
        TASK_STEPS.after(task.status, TaskStep.ASK_EXEMPTION)
        exemption_not_asked(task.exempt_asked_at)

    asked = {"exempt_reason": reason, "exempt_asked_at": now, "exempt_opinion": ""}
    tasks = change_many(RiskTask, pks, actor=actor, action="risks.ask_exemption", rule=rule, **asked)
    _tell_town(tasks, now=now)
    return tasks


@transaction.atomic
def grant_exemption(pk: int, *, actor: User, expected_version: int, opinion: str = "", now: datetime) -> RiskTask:
    task = _step(pk, TaskStep.GRANT_EXEMPTION, actor=actor)
    exemption_asked(task.exempt_asked_at)
    granted = {"status": TaskStatus.EXEMPT, "exempt_opinion": opinion}
    task = change(task, actor=actor, action="risks.grant_exemption", expected_version=expected_version, **granted)
    _tell_firms([task], "已批准免检", now=now)
    return task


@transaction.atomic
def grant_exemptions(pks: Sequence[int], *, actor: User, opinion: str = "", now: datetime) -> list[RiskTask]:
    def rule(task: RiskTask) -> None:
        TASK_STEPS.after(task.status, TaskStep.GRANT_EXEMPTION)
        exemption_asked(task.exempt_asked_at)

    granted = {"status": TaskStatus.EXEMPT, "exempt_opinion": opinion}
    tasks = change_many(RiskTask, pks, actor=actor, action="risks.grant_exemption", rule=rule, **granted)
    _tell_firms(tasks, "已批准免检", now=now)
    return tasks


@transaction.atomic
def refuse_exemption(pk: int, *, actor: User, expected_version: int, opinion: str, now: datetime) -> RiskTask:
    task = _step(pk, TaskStep.REFUSE_EXEMPTION, actor=actor)
    exemption_asked(task.exempt_asked_at)
    refused = {"exempt_asked_at": None, "exempt_opinion": opinion}
    task = change(task, actor=actor, action="risks.refuse_exemption", expected_version=expected_version, **refused)
    _tell_firms([task], "免检申请被退回", now=now)
    return task


@transaction.atomic
def cancel_task(pk: int, *, actor: User, expected_version: int, opinion: str) -> RiskTask:
    task = _step(pk, TaskStep.CANCEL_TASK, actor=actor)
    cancelled = {"status": TaskStatus.CANCELLED, "exempt_opinion": opinion}
    return change(task, actor=actor, action="risks.cancel_task", expected_version=expected_version, **cancelled)


def _step(pk: int, step: TaskStep, *, actor: User) -> RiskTask:
    task = locked(RiskTask, pk, actor=actor, action=f"risks.{step}")
    TASK_STEPS.after(task.status, step)
    return task


def _tell_town(tasks: Sequence[RiskTask], *, now: datetime) -> None:
    first = tasks[0]
    people = regulators_of(first.region_id, "risks.grant_exemption", level="town")
    title = f"{first.enterprise.name}申请{len(tasks)}项风控任务免检"
    notify(people, kind="risks", title=title, body=first.exempt_reason, link="/tasks?exemption=true", now=now)


def _tell_firms(tasks: Sequence[RiskTask], what: str, *, now: datetime) -> None:
    firms: dict[int, list[RiskTask]] = {}
    for task in tasks:
        firms.setdefault(task.enterprise_id, []).append(task)
    for enterprise, theirs in firms.items():
        people = staff_of(enterprise, "risks.ask_exemption")
        title = f"{len(theirs)}项风控任务{what}"
        notify(people, kind="risks", title=title, body=theirs[0].exempt_opinion, link="/tasks", now=now)
