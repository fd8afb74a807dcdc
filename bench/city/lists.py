"""Filtered lists with their capped count, as four roles read them over HTTP, beside the same SQL alone.

The whole stack: granian, session, grants, filter, count, page, JSON. The baseline is what Django sent to the database
for the page and its count, sent again by psycopg; both take turns, so that other work on the machine meets both.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from changqian.launcher.bench import Result, p95
from changqian.launcher.bench_city import City

ROLES, ROUNDS, WARMED = ("city", "district", "town", "officer"), 60, 5
LISTS = {
    "enterprises": "status=operating&region={region}",
    "risks": "level=large&status=active&region={region}",
    "tasks": "month={month}&open=true&region={region}",
    "hazards": "level=general&region={region}",
}
"One page of 50 each. Whoever has a region filters by it; an officer's grant is narrower, and his filter wider."
OF_A_FIRM = {"risks": "status=active", "tasks": "month={month}", "hazards": ""}


@dataclass(frozen=True)
class Measured:
    name: str
    whole: list[float]
    alone: list[float]

    @property
    def above(self) -> float:
        return median(self.whole) - median(self.alone)

    @property
    def ratio(self) -> float:
        return median(self.whole) / median(self.alone)

    def __str__(self) -> str:
        return (
            f"  {self.name}: p50 {median(self.whole):.1f} ms, SQL alone {median(self.alone):.1f} ms,"
            f" ratio {self.ratio:.2f}, p95 {p95(self.whole)} ms"
        )


def run(city: City) -> list[Result]:
    from django.utils import timezone

    from changqian.platform.foundation.accounts.models import User

    month, found = f"{timezone.localdate():%Y-%m-01}", []
    with city.platform() as web:
        for role in ROLES:
            user = User.objects.get(username=role)
            region = user.assignments.values_list("region", flat=True).first()
            with city.visitor(web, role) as visitor:
                for name, query in (LISTS | (OF_A_FIRM if role == "officer" else {})).items():
                    asked = query.format(month=month, region=region).replace("&region=None", "")
                    found.append(measured(visitor, user, f"/api/{name}/?{asked}", f"{role} {name}"))
                    print(found[-1], flush=True)
    return [
        Result("lists_p50_above_sql", round(max(each.above for each in found), 1), 6, "ms"),
        Result("lists_p95", max(p95(each.whole) for each in found), 40, "ms"),
        Result("lists_times_sql_median", round(median(each.ratio for each in found), 2)),
    ]


def measured(visitor: Any, user: Any, address: str, name: str) -> Measured:
    from django.db import connection

    statements = sent(user, address)
    whole, alone = [], []
    for number in range(ROUNDS + WARMED):
        started = perf_counter()
        answer = visitor.get(address)
        between = perf_counter()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.cursor.execute(statement)
                cursor.fetchall()
        ended = perf_counter()
        assert answer.status == 200, answer.text
        assert answer.json()["results"], f"{name}: an empty list measures nothing"
        if number >= WARMED:
            whole.append((between - started) * 1000)
            alone.append((ended - between) * 1000)
    return Measured(name, whole, alone)


def sent(user: Any, address: str) -> list[str]:
    """The page, and the count where there is one, that Django asks the database for, with their values."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import resolve
    from rest_framework.test import APIRequestFactory, force_authenticate

    assert user.grants  # Which are the session's to bring, here not part of what a list asks.
    request = APIRequestFactory().get(address)
    force_authenticate(request, user)
    found = resolve(address.partition("?")[0])
    with CaptureQueriesContext(connection) as captured:
        found.func(request, *found.args, **found.kwargs)
    return [each["sql"] for each in captured.captured_queries]
