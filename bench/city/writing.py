"""A hazard reported over HTTP, audited and committed, and how long until the figures of its town know of it."""

from __future__ import annotations

from statistics import median
from time import monotonic, sleep

from changqian.launcher.bench import Result, p95, took
from changqian.launcher.bench_city import City

REPORTED, WATCHED = 200, 3
LATEST = 60.0


def run(city: City) -> list[Result]:
    from django.utils import timezone

    from changqian.platform.foundation.accounts.models import User
    from changqian.platform.foundation.enterprises.models import Site

    month = f"{timezone.localdate():%Y-%m-01}"
    officer = User.objects.get(username="officer")
    site = Site.objects.current().filter(enterprise__in=officer.assignments.values("enterprise")).order_by("pk").first()
    assert site is not None
    found = {
        "site": site.pk,
        "description": "配电箱门未关闭，内部积尘",
        "category": "equipment",
        "location": "一车间东侧",
    }
    with city.platform() as web, city.visitor(web, "officer") as visitor:

        def report() -> None:
            answer = visitor.post("/api/hazards/", found)
            assert answer.status == 201, answer.text

        def counted() -> int:
            figures = visitor.get(f"/api/hazards/stats/?since={month}&until={month}").json()
            return next(int(each["total"]) for each in figures if each["measure"] == "total")

        report()
        taken = took(report, REPORTED)
        print(f"  hazard: p50 {median(taken):.1f} ms, p95 {p95(taken)} ms", flush=True)
        ages = []
        for _ in range(WATCHED):
            settle()
            before, begun = counted(), monotonic()
            report()
            while counted() == before:
                assert monotonic() - begun < 3 * LATEST, "the figures never heard of it"
                sleep(0.2)
            ages.append(monotonic() - begun)
    return [
        Result("hazard_reported_p95", p95(taken), 30, "ms"),
        Result("facts_current_after", round(max(ages), 1), LATEST, "s", any_size=True),
    ]


def settle() -> None:
    """Until nothing waits to be counted: a worker that has just begun makes up for the days it was away."""
    from changqian.platform.ledgerkit.models import Mark

    deadline = monotonic() + 3 * LATEST
    while Mark.objects.exists() and monotonic() < deadline:
        sleep(0.5)
