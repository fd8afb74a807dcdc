"""The tasks of the month after the city's last one, for all its risk points: made, stopped half-way, gone on with, and
asked for again. In a transaction that is rolled back, so without the commit of each town."""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter
from typing import Any
from unittest.mock import patch

from changqian.launcher.bench import Result
from changqian.launcher.bench_city import City


class Stopped(Exception):
    """The job is stopped, or the transaction ends without leaving anything behind."""


def run(city: City) -> list[Result]:
    from django.db import transaction

    found: list[Result] = []
    with suppress(Stopped), transaction.atomic():
        found = measured()
        raise Stopped
    return found


def measured() -> list[Result]:
    from django.utils import timezone

    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.kernel.dates import add_months, month_of
    from changqian.platform.safety.risks.models import RiskPoint, RiskTask
    from changqian.platform.safety.risks.rules import IN_FORCE
    from changqian.platform.safety.risks.services import months

    last = RiskTask.objects.order_by("-month").values_list("month", flat=True)[0]
    month, actor, towns = add_months(month_of(last), 1), platform(), []
    in_force = RiskPoint.objects.current().filter(status__in=IN_FORCE)
    half = in_force.order_by().values("region").distinct().count() // 2
    real = months._create_in

    def until_half(*given: Any, **more: Any) -> int:
        if len(towns) == half:
            raise Stopped
        towns.append(real(*given, **more))
        return towns[-1]

    def make() -> tuple[int, float]:
        started = perf_counter()
        made = months.create_month(month, actor=actor, now=timezone.now())
        return made, perf_counter() - started

    started = perf_counter()
    with patch.object(months, "_create_in", until_half), suppress(Stopped):
        make()
    first = perf_counter() - started
    rest, second = make()
    again, third = make()
    total = RiskTask.objects.filter(month=month).count()
    assert sum(towns) + rest == total, "what was made before the stop stands, and nothing is made twice"
    assert again == 0
    print(
        f"  {total} tasks of {in_force.count()} points in force: {first:.1f} s + {second:.1f} s; again {third:.1f} s",
        flush=True,
    )
    return [
        Result("month_of_tasks", round(first + second, 1), 60, "s"),
        Result("month_of_tasks_again", round(third, 1), 60, "s"),
    ]
