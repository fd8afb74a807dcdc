"""5 000 rows of the hazard ledger as the list writes them, beside the same rows through the serializer, in one run.

The rows are built in a transaction that is rolled back: nothing of them is left in the database.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter

from changqian.launcher.bench import Result

ROWS, ROUNDS = 5_000, 5


class Undone(Exception):
    """Ends the transaction without leaving anything behind."""


def run() -> list[Result]:
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    found: list[Result] = []
    try:
        with transaction.atomic():
            found = measured()
            raise Undone
    except Undone:
        return found


def measured() -> list[Result]:
    import orjson
    from rest_framework.renderers import JSONRenderer

    from changqian.platform.commons.hazards.api import HazardViewSet
    from changqian.platform.commons.hazards.models import Hazard
    from changqian.platform.foundation.records.rows import fast_rows

    fill()
    form = HazardViewSet.serializer_class
    rows = HazardViewSet.queryset.order_by("-pk")[:ROWS]

    def fast() -> bytes:
        return orjson.dumps(list(fast_rows(rows.all(), form)), default=str)

    def slow() -> bytes:
        joined = rows.all().select_related("enterprise", "site", "region")
        return bytes(JSONRenderer().render(form(joined, many=True).data))

    assert Hazard.objects.count() >= ROWS
    assert len(orjson.loads(fast())) == len(orjson.loads(slow())) == ROWS
    quick, usual = best(fast), best(slow)
    return [
        Result("list_rows_5000", round(quick * 1000, 1), 1000, "ms"),
        Result("list_rows_times_faster_than_serializer", round(usual / quick, 2), 2, at_least=True),
    ]


def best(work: object) -> float:
    """Seconds of the median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        work()  # type: ignore[operator]
        times.append(perf_counter() - started)
    return median(times)


def fill() -> None:
    """One firm with ROWS hazards."""
    from django.utils import timezone

    from changqian.platform.city.copying import copy, numbered, pointed
    from changqian.platform.commons.hazards.models import Hazard
    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.foundation.enterprises.models import Enterprise, Site
    from changqian.platform.foundation.regions.models import Region
    from changqian.platform.foundation.regions.services import load_regions
    from changqian.platform.kernel.codes import uscc_for

    load_regions()
    author, now = platform(), timezone.now()
    town = Region.objects.filter(kind="town").first()
    firm = Enterprise(created_by=author, uscc=uscc_for("19999999"), name="常州基准测试有限公司", region=town)
    firm.stamp()
    firm.save()
    site = Site(created_by=author, enterprise=firm, region=town, name="本部厂区")
    site.stamp()
    site.save()
    rows = [
        Hazard(
            created_by=author,
            site=site,
            number=f"BENCH-{number:06d}",
            description="配电箱门未关闭，内部积尘",
            location="一车间东侧",
            category="electricity",
            found_by=author,
            found_at=now - timedelta(hours=number % 2000),
            found_on=(now - timedelta(hours=number % 2000)).date(),
        )
        for number in range(ROWS)
    ]
    numbered(Hazard, rows)
    pointed(rows)
    for row in rows:
        row.stamp()
    copy(Hazard, rows)
