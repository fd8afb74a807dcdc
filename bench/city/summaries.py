"""The summaries of the city's last month that has ended: formed, asked for again, and once more after a thousand firms
were patrolled late. In a transaction that is rolled back."""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter

from changqian.launcher.bench import Result
from changqian.launcher.bench_city import City

CORRECTED = 1000


class Back(Exception):
    """The transaction ends without leaving anything behind."""


def run(city: City) -> list[Result]:
    from django.db import transaction

    found: list[Result] = []
    with suppress(Back), transaction.atomic():
        found = measured()
        raise Back
    return found


def measured() -> list[Result]:
    from django.db.models import F
    from django.utils import timezone

    from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
    from changqian.platform.commons.summaries.services import form_month
    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.kernel.dates import add_months, month_of
    from changqian.platform.ledgerkit.models import Fact
    from changqian.platform.safety.risks.models import RiskTask

    now = timezone.now()
    last = RiskTask.objects.order_by("-month").values_list("month", flat=True)[0]
    month, actor = min(add_months(month_of(last), -1), add_months(month_of(timezone.localdate(now)), -1)), platform()
    for model in (FirmSummary, RegionSummary):
        model.objects.filter(month=month).delete()

    def form() -> tuple[int, float]:
        started = perf_counter()
        made = form_month(month, actor=actor, now=now)
        return made.firms, perf_counter() - started

    made, first = form()
    again, second = form()
    late = {"ledger": "risk_tasks", "measure": "executions", "month": month}
    firms = list(Fact.objects.filter(**late).order_by("enterprise").values_list("enterprise").distinct()[:CORRECTED])
    Fact.objects.filter(**{**late, "measure": "required"}, enterprise__in=[pk for (pk,) in firms]).update(
        value=F("value") + 1
    )
    corrected, third = form()
    assert made == FirmSummary.objects.current().filter(month=month).count()
    assert (again, corrected) == (0, len(firms)), "nothing is formed twice, and whatever differs is"
    print(f"  {made} firms: {first:.1f} s; again {second:.1f} s; {corrected} corrected {third:.1f} s", flush=True)
    return [
        Result("month_of_summaries", round(first, 1), 120, "s"),
        Result("month_of_summaries_again", round(second, 1), 120, "s"),
        Result("month_of_summaries_corrected", round(third, 1), 120, "s"),
    ]
