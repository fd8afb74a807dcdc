"""Deadlines that come near or have passed, told once per stage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.db import connection, transaction

from changqian.platform.commons.hazards.models import Hazard, Reminder
from changqian.platform.commons.hazards.rules import Stage, Step, escalations
from changqian.platform.commons.hazards.services.acting import DISTRICT, about, authority_of, leading
from changqian.platform.commons.hazards.services.reference import terms
from changqian.platform.foundation.notices.services import News, notify_all, staff_of_each
from changqian.platform.foundation.regions.models import Kind
from changqian.platform.kernel.batches import batched
from changqian.platform.ledgerkit.reminding import left

AHEAD = timedelta(days=3)
CHUNK = 1000
FIRM = (Stage.THREE_DAYS, Stage.ONE_DAY, Stage.OVERDUE)
LEVELS: Mapping[Stage, Sequence[str]] = {Stage.TOWN: (Kind.TOWN,), Stage.DISTRICT: DISTRICT}
"Which of the authorities hear of it when."


def remind_due(*, today: date, now: datetime) -> int:
    """Tell whom it concerns; return how many reminders went out. Running it again tells nobody twice."""
    due = Hazard.objects.current().filter(due_on__isnull=False, due_on__lte=today + AHEAD)
    pks = list(due.order_by("pk").values_list("pk", flat=True))
    return sum(_remind(some, today=today, now=now) for some in batched(pks, CHUNK))


@transaction.atomic
def _remind(pks: Sequence[int], *, today: date, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hazards.remind'))")
    named = ("description", "enterprise", "enterprise__name", "region", "responsible", "due_on")
    hazards = Hazard.objects.filter(pk__in=pks, due_on__isnull=False).select_related("enterprise").only(*named)
    done = set(Reminder.objects.filter(hazard__in=pks).values_list("hazard_id", "stage", "deadline"))
    limits = terms(today)
    new: list[tuple[Hazard, Stage]] = []
    for hazard in hazards:
        deadline: date = hazard.due_on  # type: ignore[assignment]
        reached = escalations(deadline, today, limits)
        new += [(hazard, stage) for stage in reached if (hazard.pk, stage, deadline) not in done]
    audience = Audience.of({hazard.enterprise_id for hazard, _ in new})
    notify_all(_news(new, audience, today), now=now)
    Reminder.objects.bulk_create(
        Reminder(hazard=hazard, stage=stage, deadline=hazard.due_on)  # type: ignore[misc]  # those without were left out
        for hazard, stage in new
    )
    return len(new)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who hears of it, asked for many firms at once."""

    assigning: Mapping[int, Sequence[int]]
    answering: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, firms: set[int]) -> "Audience":
        return cls(*(staff_of_each(firms, f"hazards.{step}") for step in (Step.ASSIGN, Step.APPROVE_PLAN)))

    def firm(self, hazard: Hazard, stage: Stage) -> Iterator[int]:
        leads = self.answering.get(hazard.enterprise_id, ())
        yield from leading(self.assigning.get(hazard.enterprise_id, ()), leads)
        if stage == Stage.OVERDUE:
            yield from leads
        if hazard.responsible_id:
            yield hazard.responsible_id


def _news(new: Sequence[tuple[Hazard, Stage]], audience: Audience, today: date) -> Iterator[News]:
    # Of several stages for the firm that are new at once only the last is still true.
    last = {hazard.pk: stage for hazard, stage in new if stage in FIRM}

    @cache
    def officials(region: int, stage: Stage) -> list[int]:
        return [user.pk for user in authority_of(region, Step.FAIL_REVIEW, LEVELS[stage])]

    for hazard, stage in new:
        if stage not in FIRM:
            people = officials(hazard.region_id, stage)
        elif last[hazard.pk] == stage:
            people = list(audience.firm(hazard, stage))
        else:
            continue
        due_on: date = hazard.due_on  # type: ignore[assignment]
        yield about(hazard, people, kind=f"hazards.{stage}", title=f"隐患整改{left(due_on, today)}")
