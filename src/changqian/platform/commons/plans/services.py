"""Making plans, letting the calendar make their tasks, and carrying them out.

A plan knows its subjects by number only; the ledger they live in says which they are (`sources`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import OPEN, standing
from changqian.platform.commons.checks.services import record_inspection, set_items
from changqian.platform.commons.codes.services import subject_of
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.commons.plans.rules import (
    ITEMS,
    STEPS,
    TASK_STEPS,
    Period,
    Status,
    Step,
    Subject,
    TaskStep,
    executions,
    refuse_task,
    window,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.notices.services import News, notify_all
from changqian.platform.foundation.records.services import (
    already,
    change,
    change_many,
    create,
    create_many,
    end,
    locked,
    submission,
)
from changqian.platform.kernel.dates import month_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.partitions import ensure_partitions

CHUNK = 500
MADE_BY_JOB = "plans.create_tasks"
Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """A ledger whose rows plans are made for."""

    noun: str
    named: Callable[[Site, int, str], str]
    "What a thing, or a group, of this site is called; RuleViolation if there is none."
    covered: Callable[[Sequence[Plan]], Mapping[int, Sequence[Subject]]]
    "The things in use that each of these plans covers today, by plan."


sources: dict[str, Source] = {}
"By kind of subject. A ledger says so when its app gets ready."


def source_of(subject_kind: str) -> Source:
    if subject_kind not in sources:
        raise RuleViolation("不能为这类对象制定计划", field="subject_kind")
    return sources[subject_kind]


# --- plans ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_plan(
    *,
    actor: User,
    site: Site,
    subject_kind: str = "equipment",
    subject_id: int | None = None,
    subject_group: str = "",
    items: Items,
    responsible: Person | None = None,
    starts_on: date | None = None,
    today: date,
    **fields: Any,
) -> Plan:
    """A plan in force at once: its first tasks are made now, not tomorrow morning.

    Equipment was the first that plans were made for: a form that does not say the kind means it.
    """
    _fitting(items, responsible, site)
    plan = create(
        Plan,
        actor=actor,
        action="plans.make",
        site=site,
        subject_kind=subject_kind,
        subject_id=subject_id or 0,
        subject_group=subject_group,
        subject_name=source_of(subject_kind).named(site, subject_id or 0, subject_group),
        responsible=responsible,
        starts_on=starts_on or today,
        **fields,
    )
    set_items(actor=actor, site=site, subject_kind=ITEMS, subject_id=plan.pk, items=items)
    tasks_for([plan], day=today, actor=actor, action="plans.make")
    return plan


@transaction.atomic
def edit_plan(
    pk: int, *, actor: User, expected_version: int, items: Items | None = None, today: date, **fields: Any
) -> Plan:
    """Change what is not named stays. Another period begins at once: what was not begun under the old falls away."""
    plan = locked(Plan, pk, actor=actor, action="plans.edit")
    STEPS.after(plan.status, Step.EDIT)
    _fitting(items, fields.get("responsible"), plan.site)
    before = (plan.period, plan.shifts)
    plan = change(plan, actor=actor, action="plans.edit", expected_version=expected_version, **fields)
    if items is not None:
        set_items(actor=actor, site=plan.site, subject_kind=ITEMS, subject_id=plan.pk, items=items)
    if (plan.period, plan.shifts) != before:
        cancel_open(actor=actor, action="plans.edit", reason="计划周期调整", plan=plan, done=0)
        tasks_for([plan], day=today, actor=actor, action="plans.edit")
    return plan


def _fitting(items: Items | None, responsible: Person | None, site: Site) -> None:
    if items is not None and not items:
        raise RuleViolation("请至少填写一项检查内容", field="items")
    if responsible is not None and responsible.enterprise_id != site.enterprise_id:
        raise RuleViolation("负责人不是本企业人员", field="responsible")
    if responsible is not None and responsible.left_on:
        raise RuleViolation(f"{responsible.name}已离职，请另选负责人", field="responsible")


@transaction.atomic
def stop_plan(pk: int, *, actor: User, expected_version: int, reason: str) -> Plan:
    plan = locked(Plan, pk, actor=actor, action="plans.stop")
    stopped = {"status": STEPS.after(plan.status, Step.STOP), "stop_reason": reason}
    plan = change(plan, actor=actor, action="plans.stop", expected_version=expected_version, **stopped)
    cancel_open(actor=actor, action="plans.stop", reason=f"计划暂停：{reason}", plan=plan)
    return plan


@transaction.atomic
def resume_plan(pk: int, *, actor: User, expected_version: int, today: date) -> Plan:
    plan = locked(Plan, pk, actor=actor, action="plans.resume")
    resumed = {"status": STEPS.after(plan.status, Step.RESUME), "stop_reason": ""}
    plan = change(plan, actor=actor, action="plans.resume", expected_version=expected_version, **resumed)
    tasks_for([plan], day=today, actor=actor, action="plans.resume")
    return plan


@transaction.atomic
def end_plan(pk: int, *, actor: User, expected_version: int, reason: str) -> Plan:
    plan = locked(Plan, pk, actor=actor, action="plans.end")
    STEPS.after(plan.status, Step.END)
    cancel_open(actor=actor, action="plans.end", reason=f"计划删除：{reason}", plan=plan)
    return end(plan, actor=actor, action="plans.end", expected_version=expected_version, reason=reason)


# --- tasks ----------------------------------------------------------------------------------------------------------


def create_tasks(day: date, *, actor: User) -> int:
    """The tasks of every plan for the period that `day` lies in; return how many were new.

    Only plans that have none in it are looked at: what comes under a plan later gets its task when it comes. A chunk of
    plans is one transaction: a job that was stopped goes on where it was, and one repeated adds nothing.
    """
    ensure_partitions(PlanTask, [day])
    pks = list(_in_force(day).filter(_without_tasks(day)).order_by("pk").values_list("pk", flat=True))
    made = 0
    for at in range(0, len(pks), CHUNK):
        with transaction.atomic():
            plans = list(_in_force(day).filter(pk__in=pks[at : at + CHUNK]).select_related("site"))
            made += len(tasks_for(plans, day=day, actor=actor, action=MADE_BY_JOB))
    return made


def _without_tasks(day: date) -> Q:
    found = Q(pk__in=[])
    for period in Period:
        first, _ = window(period, day)
        there = PlanTask.objects.current().filter(plan=OuterRef("pk"), month=month_of(first), starts_on=first)
        found |= Q(~Exists(there), period=period)
    return found


def _in_force(day: date) -> Any:
    return Plan.objects.current().filter(status=Status.ACTIVE, starts_on__lte=day)


@transaction.atomic
def tasks_for(plans: Sequence[Plan], *, day: date, actor: User, action: str) -> list[PlanTask]:
    """The tasks these plans are missing for that day; whoever makes them at the same time waits."""
    plans = [plan for plan in plans if plan.status == Status.ACTIVE and plan.starts_on <= day]
    _queue(plans)
    windows = {plan.pk: window(plan.period, day) for plan in plans}
    there = set(
        PlanTask.objects.filter(plan__in=plans, starts_on__in={first for first, _ in windows.values()})
        .exclude(ended_at__isnull=False)
        .values_list("plan", "subject_id", "starts_on")
    )
    missing = [
        {
            "site": plan.site,
            "plan": plan,
            "kind": plan.kind,
            "subject_id": subject.id,
            "subject_name": subject.name[:100],
            "location": subject.place[:200],
            "starts_on": windows[plan.pk][0],
            "due_on": windows[plan.pk][1],
            "required": executions(plan.period, plan.shifts),
        }
        for plan, subject in covered(plans)
        if (plan.pk, subject.id, windows[plan.pk][0]) not in there
    ]
    return create_many(PlanTask, missing, actor=actor, action=action)


def _queue(plans: Sequence[Plan]) -> None:
    """One after the other, by number, so that two who want the same plans do not wait for each other."""
    names = [f"tasks of plan {pk}" for pk in sorted(plan.pk for plan in plans)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) name", [names])


def covered(plans: Sequence[Plan]) -> list[tuple[Plan, Subject]]:
    """Each thing in use under each of these plans."""
    by_kind: dict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_kind[plan.subject_kind].append(plan)
    found: dict[int, Sequence[Subject]] = {}
    for kind, theirs in by_kind.items():
        found |= source_of(kind).covered(theirs)
    return [(plan, subject) for plan in plans for subject in found.get(plan.pk, ())]


def cancel_open(*, actor: User, action: str, reason: str, **which: Any) -> None:
    """What was still to do falls away: `which` says of which plan, or of which subject (`plan__subject_kind`, …)."""
    pks = list(PlanTask.objects.current().filter(status__in=OPEN, **which).values_list("pk", flat=True))
    if pks:
        cancelled = {"status": "cancelled", "opinion": reason[:200]}
        change_many(PlanTask, pks, actor=actor, action=action, rule=lambda task: None, **cancelled)


@transaction.atomic
def cancel_task(pk: int, *, actor: User, expected_version: int, opinion: str) -> PlanTask:
    task = locked(PlanTask, pk, actor=actor, action="plans.cancel_task")
    cancelled = {"status": TASK_STEPS.after(task.status, TaskStep.CANCEL_TASK), "opinion": opinion}
    return change(task, actor=actor, action="plans.cancel_task", expected_version=expected_version, **cancelled)


def remind_due(*, today: date, now: datetime) -> int:
    """Tell whoever is responsible what is due today or became overdue, one message a day; return how many."""
    mine: dict[int, list[tuple[date, str]]] = defaultdict(list)
    open_tasks = PlanTask.objects.current().filter(
        status__in=OPEN, due_on__range=(today - timedelta(days=1), today), plan__responsible__user__isnull=False
    )
    asked = open_tasks.order_by("due_on", "pk").values_list("plan__responsible__user", "due_on", "subject_name")
    for user, due_on, subject in asked.iterator():
        mine[user].append((due_on, subject))
    notify_all((_due_today(user, tasks, today) for user, tasks in mine.items()), now=now)
    return len(mine)


def _due_today(user: int, tasks: Sequence[tuple[date, str]], today: date) -> News:
    late = sum(due_on < today for due_on, _ in tasks)
    title = f"{len(tasks) - late}项巡检保养今天到期" + (f"，昨天有{late}项逾期" if late else "")
    body = "、".join(dict.fromkeys(subject for _, subject in tasks))
    return News(users=[user], kind="plans.due", title=title, body=body, link="/plan-tasks", once=f"plans.due {today}")


# --- carrying out ---------------------------------------------------------------------------------------------------


@transaction.atomic
def check_in(
    *,
    actor: User,
    plan: int,
    answers: Sequence[Mapping[str, Any]],
    subject: int | None = None,
    token: str = "",
    task: int | None = None,
    client_uuid: UUID | None = None,
    captured_at: datetime | None = None,
    now: datetime,
    **seen: Any,
) -> Inspection:
    """Carry out a plan at one thing, by scanning its code (`token`) or choosing it (`subject`).

    It counts for the period it was done in, even if it arrives later; `task` makes up for an earlier one instead.
    `seen` is what `record_inspection` takes: position, note, photos.
    """
    if made := already(Inspection, client_uuid, actor=actor):
        return made
    sent = submission(client_uuid=client_uuid, captured_at=captured_at, now=now)
    at: datetime = sent["captured_at"]  # type: ignore[assignment]
    row = locked(Plan, plan, actor=actor, action="plans.execute")
    source = source_of(row.subject_kind)
    pk = subject_of(token, row.subject_kind, noun=source.noun, at=at) if token else subject
    found = next((each for _, each in covered([row]) if each.id == pk), None)
    if found is None:
        raise RuleViolation(f"该{source.noun}不在本计划内，或者已停用", field="token" if token else "subject")
    counts = _task(row, found, task, timezone.localtime(at).date(), actor=actor)
    inspection = record_inspection(
        actor=actor,
        site=row.site,
        subject_kind=row.subject_kind,
        subject_id=found.id,
        subject_name=found.name,
        items_at=(ITEMS, row.pk),
        answers=answers,
        scanned=bool(token),
        location=found.place,
        client_uuid=client_uuid,
        captured_at=captured_at,
        now=now,
        **seen,
    )
    if counts is not None:
        _count(counts, inspection, actor=actor)
    return inspection


def _task(plan: Plan, subject: Subject, pk: int | None, day: date, *, actor: User) -> PlanTask | None:
    """The task the look counts for: the day's, or the earlier one it makes up for."""
    tasks = PlanTask.objects.current().filter(plan=plan, subject_id=subject.id)
    if pk is not None:
        task: PlanTask | None = tasks.filter(pk=pk).first()
        if task is None:
            raise RuleViolation("该任务不属于此计划", field="task")
        if task.starts_on != window(plan.period, day)[0]:
            refuse_task(starts_on=task.starts_on, status=task.status, day=day)
    else:
        tasks_for([plan], day=day, actor=actor, action="plans.execute")
        task = tasks.filter(starts_on=window(plan.period, day)[0]).first()
    return locked(PlanTask, task.pk, actor=actor, action="plans.execute") if task else None


def _count(task: PlanTask, inspection: Inspection, *, actor: User) -> None:
    """One more look; the last one that was missing finishes the task, late if its period is over."""
    done, abnormal = task.done + 1, task.abnormal + (1 if inspection.abnormal else 0)
    fields: dict[str, Any] = {"done": done, "abnormal": abnormal}
    if task.status != "cancelled":
        fields["status"] = standing(finished=done >= task.required, begun=True, abnormal=abnormal)
        if task.status in OPEN and fields["status"] not in OPEN:
            fields |= {"completed_at": inspection.checked_at, "late": inspection.checked_on > task.due_on}
    change(task, actor=actor, action="plans.execute", expected_version=None, **fields)
