"""Deadlines that come near or have passed, told once per stage."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from changqian.platform.commons.hazards.models import Hazard, Reminder
from changqian.platform.commons.hazards.rules import Stage, Step, escalations
from changqian.platform.commons.hazards.services.acting import DISTRICT, authority, officers, principals, tell
from changqian.platform.commons.hazards.services.reference import terms
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.regions.models import Kind

AHEAD = timedelta(days=3)
CHUNK = 200

People = Callable[[Hazard], list[User]]
AUDIENCE: dict[Stage, People] = {
    Stage.THREE_DAYS: lambda hazard: [*officers(hazard)],
    Stage.ONE_DAY: lambda hazard: [*officers(hazard)],
    Stage.OVERDUE: lambda hazard: [*officers(hazard), *principals(hazard)],
    Stage.TOWN: lambda hazard: [*authority(hazard, Step.FAIL_REVIEW, (Kind.TOWN,))],
    Stage.DISTRICT: lambda hazard: [*authority(hazard, Step.FAIL_REVIEW, DISTRICT)],
}
FIRM = (Stage.THREE_DAYS, Stage.ONE_DAY, Stage.OVERDUE)


def remind_due(*, today: date, now: datetime) -> int:
    """Tell whom it concerns; return how many reminders went out. Running it again tells nobody twice."""
    due = Hazard.objects.current().filter(due_on__isnull=False, due_on__lte=today + AHEAD)
    pks = list(due.order_by("pk").values_list("pk", flat=True))
    return sum(_remind(pks[at : at + CHUNK], today=today, now=now) for at in range(0, len(pks), CHUNK))


@transaction.atomic
def _remind(pks: list[int], *, today: date, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hazards.remind'))")
    hazards = Hazard.objects.filter(pk__in=pks, due_on__isnull=False).select_related("enterprise", "responsible")
    done = set(Reminder.objects.filter(hazard__in=pks).values_list("hazard_id", "stage", "deadline"))
    sent: list[Reminder] = []
    limits = terms(today)
    for hazard in hazards:
        deadline: date = hazard.due_on  # type: ignore[assignment]
        new = [stage for stage in escalations(deadline, today, limits) if (hazard.pk, stage, deadline) not in done]
        # Of several stages for the firm that are new at once only the last is still true.
        stale = [stage for stage in new if stage in FIRM][:-1]
        for stage in new:
            if stage not in stale:
                _send(hazard, stage, deadline, today=today, now=now)
        sent += [Reminder(hazard=hazard, stage=stage, deadline=deadline) for stage in new]
    Reminder.objects.bulk_create(sent)
    return len(sent)


def _send(hazard: Hazard, stage: Stage, deadline: date, *, today: date, now: datetime) -> None:
    days = (deadline - today).days
    title = f"隐患整改还剩{days}天" if days > 0 else "隐患整改今天到期" if days == 0 else f"隐患整改已逾期{-days}天"
    people = [*AUDIENCE[stage](hazard), *([hazard.responsible] if stage in FIRM else [])]
    tell(hazard, people, kind=f"hazards.{stage}", title=title, now=now)
