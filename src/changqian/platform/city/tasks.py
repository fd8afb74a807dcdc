"""Monthly tasks and inspections: firms that patrol well, and firms that do not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from changqian.platform.city.points import SUBJECT, Staff
from changqian.platform.city.risks import RiskTemplate
from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import Answer, ControlLevel, result_of
from changqian.platform.kernel.dates import month_end, month_of
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import (
    CONTROL_ORDER,
    IN_FORCE,
    Frequency,
    Level,
    TaskStatus,
    progress,
    required_executions,
    status_after,
)

Required = Mapping[tuple[str, date, int], Mapping[ControlLevel, int]]
"Executions per control level, by risk level, month and shifts."


def required_in(months: Sequence[date], frequencies: Sequence[Frequency]) -> Required:
    """Everything the frequency table asks for in these months, reckoned once."""
    return {
        (level.value, month, shifts): required_executions(level, frequencies, month, shifts)
        for level in Level
        for month in months
        for shifts in (1, 2)
    }


def diligence(random: Random) -> float:
    """How much of what it must a firm does: most do nearly all, a few hardly anything."""
    return min(1.0, max(0.05, random.betavariate(6, 1)))


def task_of(
    point: RiskPoint, month: date, *, diligent: float, required_by: Required, today: date, random: Random
) -> RiskTask | None:
    """The task of a risk point in a month, as far as it was done by today; None if it was not in force."""
    if point.status not in IN_FORCE or point.registered_on > month_end(month):
        return None
    required = required_by[(point.level, month, point.shifts)]
    passed = 1.0 if month_end(month) < today else today.day / month_end(month).day
    done = {level: _done(required[level], passed, diligent, random) for level in CONTROL_ORDER}
    abnormal = 1 if any(done.values()) and random.random() < 0.06 else 0
    status = status_after(required, done, abnormal)
    completed = status in (TaskStatus.DONE_OK, TaskStatus.DONE_ABNORMAL)
    last = min(month_end(month), today)
    return RiskTask(
        created_by_id=point.created_by_id,
        site=point.site,
        risk_point=point,
        level=Level(point.level),
        starts_on=month,
        due_on=month_end(month),
        status=status,
        late=False,
        progress=progress(required, done),
        abnormal=abnormal,
        completed_at=timezone.make_aware(datetime.combine(last, time(16, 20))) if completed else None,
        **{f"required_{level.value}": required[level] for level in CONTROL_ORDER},
        **{f"done_{level.value}": done[level] for level in CONTROL_ORDER},
    )


def _done(required: int, passed: float, diligent: float, random: Random) -> int:
    if not required:
        return 0
    if random.random() < diligent:
        return max(int(required * passed), 1 if random.random() < passed else 0)
    return int(required * passed * random.random())


def inspections_of(
    task: RiskTask, template: RiskTemplate, item_ids: Sequence[int], staff: Staff, *, today: date, random: Random
) -> Iterator[Inspection]:
    """One inspection behind a task of this month that was begun: the last one, item by item."""
    done = [level for level in reversed(CONTROL_ORDER) if getattr(task, f"done_{level.value}")]
    if not done or task.starts_on != month_of(today):
        return
    day = today - timedelta(days=random.randint(0, min(6, today.day - 1)))
    at = timezone.make_aware(datetime.combine(day, time(random.randint(7, 16), random.randint(0, 59))))
    bad = random.randrange(len(template.checks)) if task.abnormal else -1
    answers: list[dict[str, Any]] = [
        {
            "item": pk,
            "text": text,
            "answer": Answer.ABNORMAL.value if order == bad else Answer.OK.value,
            "note": "现场不符合要求，已上报" if order == bad else "",
            "photos": [],
            "hazard": None,
        }
        for order, (pk, text) in enumerate(zip(item_ids, template.checks, strict=True))
    ]
    by = staff.officer if done[0] == ControlLevel.COMPANY else staff.worker
    yield Inspection(
        created_by=by,
        site=task.site,
        subject_kind=SUBJECT,
        subject_id=task.risk_point_id,
        subject_name=task.risk_point.name,
        control_level=done[0],
        by=by.name,
        checked_at=at,
        checked_on=day,
        captured_at=at,
        scanned=random.random() < 0.9,
        counts_for=task.starts_on,
        lon=(task.site.lon or 0.0) + random.uniform(-0.0004, 0.0004),
        lat=(task.site.lat or 0.0) + random.uniform(-0.0004, 0.0004),
        accuracy=round(random.uniform(5, 40), 1),
        distance=round(random.uniform(5, 60), 1),
        result=result_of(answers),
        answers=answers,
        abnormal=1 if bad >= 0 else 0,
        client_uuid=UUID(int=random.getrandbits(128), version=4),
    )
