"""A patrol: somebody scanned the code, looked at every item, and it counts for the month's task."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.commons.checks.services import record_inspection
from changqian.platform.commons.codes.services import subject_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.services import already, change, locked, submission
from changqian.platform.kernel.dates import month_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Point
from changqian.platform.kernel.scope import reachable
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import (
    CONTROL_ORDER,
    IN_FORCE,
    OPEN,
    PATROLS,
    SUBJECT,
    Status,
    TaskStatus,
    progress,
    status_after,
)
from changqian.platform.safety.risks.services.months import task_for


@transaction.atomic
def patrol(
    *,
    actor: User,
    control_level: str,
    answers: Sequence[Mapping[str, Any]],
    risk_point: int | None = None,
    token: str = "",
    task: int | None = None,
    client_uuid: UUID | None = None,
    captured_at: datetime | None = None,
    now: datetime,
    **seen: Any,
) -> Inspection:
    """One execution of a risk point's task, by scanning its code (`token`) or choosing it (`risk_point`).

    It counts in the month it was done in, even if it arrives later; `task` makes up for an unfinished earlier month
    instead. `seen` is what `record_inspection` takes: position, note, photos.
    """
    if made := already(Inspection, client_uuid, actor=actor):
        return made
    sent = submission(client_uuid=client_uuid, captured_at=captured_at, now=now)
    at: datetime = sent["captured_at"]  # type: ignore[assignment]
    pk = subject_of(token, SUBJECT, noun="风险点", at=at) if token else risk_point
    if pk is None:
        raise RuleViolation("请扫描常安码或选择风险点", field="token")
    point = _on_patrol(pk, ControlLevel(control_level), actor=actor)
    day = timezone.localtime(at).date()
    _refuse_out_of_force(point, day)
    counts = _task(point, task, day, actor=actor, control_level=ControlLevel(control_level))
    inspection = record_inspection(
        actor=actor,
        site=point.site,
        subject_kind=SUBJECT,
        subject_id=point.pk,
        subject_name=point.name,
        control_level=control_level,
        answers=answers,
        scanned=bool(token),
        reference=Point(point.lon, point.lat) if point.lon is not None and point.lat is not None else None,
        location=point.location,
        risk_point_id=point.pk,
        counts_for=counts.month if counts else month_of(day),
        client_uuid=client_uuid,
        captured_at=captured_at,
        now=now,
        **seen,
    )
    if counts is not None:
        _count(counts, inspection, actor=actor, day=day)
    if inspection.abnormal and point.responsible_id and point.responsible_id != actor.pk:
        title = f"{actor.name}巡查“{point.name}”发现{inspection.abnormal}项异常"
        notify([point.responsible_id], kind="risks", title=title, link=f"/patrols/{inspection.pk}", now=now)
    return inspection


def levels_open_to(actor: User, point: RiskPoint, *, viewed: bool = False) -> list[ControlLevel]:
    """On behalf of which control levels this person may look at this point; one that he `viewed` was found already."""
    found: dict[Q, bool] = {reachable(actor.grants, "risks.view", RiskPoint): True} if viewed else {}
    held = {name for name in set(PATROLS.values()) if _may(actor, name, point.pk, found)}
    return [level for level in CONTROL_ORDER if PATROLS[level] in held]


def _may(actor: User, permission: str, pk: int, found: dict[Q, bool]) -> bool:
    """Most roles hold their patrols within the same bounds: what was `found` within them is not asked again."""
    try:
        within = reachable(actor.grants, f"risks.{permission}", RiskPoint)
    except PermissionDenied:
        return False
    if within not in found:
        found[within] = RiskPoint.objects.filter(within, pk=pk).exists()
    return found[within]


def _on_patrol(pk: int, level: ControlLevel, *, actor: User) -> RiskPoint:
    """The point under a lock: patrols of one point queue, so that its counters and its stopping cannot cross."""
    permission = f"risks.{PATROLS[level]}"
    if not any(permission in grant.permissions for grant in actor.grants):
        raise PermissionDenied("您没有此项权限" if level == ControlLevel.POST else f"您不能执行{level.label}巡查")
    return locked(RiskPoint, pk, actor=actor, action=permission)


def _refuse_out_of_force(point: RiskPoint, day: date) -> None:
    if point.status in IN_FORCE:
        return
    stopped_since = point.status == Status.STOPPED and point.stopped_on is not None and point.stopped_on >= day
    if not stopped_since:  # What was seen before it was stopped still counts, however late it arrives.
        raise RuleViolation(f"{Status(point.status).label}的风险点不能巡查")


def _task(point: RiskPoint, pk: int | None, day: date, *, actor: User, control_level: ControlLevel) -> RiskTask | None:
    """The task the patrol counts for: the month's, or the earlier one it makes up for."""
    action = f"risks.{PATROLS[control_level]}"
    if pk is None:
        task = task_for(point, month=day, actor=actor, action=action)
        return locked(RiskTask, task.pk, actor=actor, action=action) if task else None
    task = RiskTask.objects.current().filter(pk=pk, risk_point=point).first()
    if task is None:
        raise RuleViolation("该任务不属于此风险点", field="task")
    if task.month > month_of(day):
        raise RuleViolation("不能提前执行以后月份的任务", field="task")
    if task.month < month_of(day) and task.status not in OPEN:
        raise RuleViolation(f"{TaskStatus(task.status).label}的任务不能补做", field="task")
    return locked(RiskTask, task.pk, actor=actor, action=action)


def _count(task: RiskTask, inspection: Inspection, *, actor: User, day: date) -> None:
    """One more execution at its level; the last one that was missing finishes the task, late if its month is over."""
    level = ControlLevel(inspection.control_level)
    done = {**task.done, level: task.done[level] + 1}
    abnormal = task.abnormal + (1 if inspection.abnormal else 0)
    fields: dict[str, Any] = {
        f"done_{level}": done[level],
        "abnormal": abnormal,
        "progress": progress(task.required, done),
    }
    if task.status not in (TaskStatus.EXEMPT, TaskStatus.CANCELLED):
        fields["status"] = status_after(task.required, done, abnormal)
        if task.status in OPEN and fields["status"] not in OPEN:
            fields |= {"completed_at": inspection.checked_at, "late": day > task.due_on}
    change(task, actor=actor, action=f"risks.{PATROLS[level]}", expected_version=None, **fields)
