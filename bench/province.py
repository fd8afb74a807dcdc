"""All that the province knows of N firms with three points each, over a real socket, as the hourly job fetches it; and
an hour later what has changed. The province's own work, in a thread of this process, is in the times.

Size by PROVINCE_FIRMS; the limits are meant for 100 000. The rows are made in a transaction that is rolled back.
"""

import os
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from changqian.launcher.bench import Result

FIRMS = int(os.environ.get("PROVINCE_FIRMS", "100000"))
FULL_MINUTES, HOURLY_MINUTES, REGISTER_SECONDS = 15, 1, 60
ONE_IN = 100
"So many rows make one that changes within the hour."
SECRET = "bench"


class Undone(Exception):
    """Ends the transaction without leaving anything behind."""


def run() -> list[Result]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from changqian.simulators.provincial_platform.server import application
    from changqian.simulators.serving import serving

    call_command("migrate", verbosity=0)
    found: list[Result] = []
    try:
        with transaction.atomic():
            simulated = province(fill())
            with serving(application(simulated)) as url:
                settings.PROVINCE_URL, settings.PROVINCE_SECRET = url, SECRET
                found = measured(simulated)
            raise Undone
    except Undone:
        return found


def measured(simulated: Any) -> list[Result]:
    from django.utils import timezone

    from changqian.platform.commons.industrial.services import refresh
    from changqian.platform.commons.province.models import Batch
    from changqian.platform.integrations.provincial_risk.services import pull_all

    full = seconds(pull_all)
    register = seconds(lambda: refresh(today=timezone.localdate(), now=timezone.now()))
    received = sum(Batch.objects.values_list("received", flat=True))
    changed = change(simulated)
    hourly = seconds(pull_all)
    assert sum(Batch.objects.order_by("-pk")[:6].values_list("changed", flat=True)) == changed
    limits: dict[str, Any] = {"unit": "min", "judged": FIRMS >= 100_000}
    return [
        Result("province_firms", FIRMS),
        Result("province_full_rows", received),
        Result("province_full", round(full / 60, 2), FULL_MINUTES, **limits),
        Result("province_full_rows_per_second", round(received / full)),
        Result("industrial_register", round(register, 1), REGISTER_SECONDS, **limits | {"unit": "s"}),
        Result("province_hourly_rows", changed),
        Result("province_hourly", round(hourly / 60, 2), HOURLY_MINUTES, **limits),
    ]


def seconds(work: Any) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def change(simulated: Any) -> int:
    """One row in a hundred of every feed about firms, again, as it was changed a minute ago."""
    from changqian.simulators.provincial_platform.server import HERE

    at = datetime.now(HERE).replace(tzinfo=None) - timedelta(minutes=1)
    count = 0
    for feed in ("enterprises", "declarations", "points"):
        book = simulated.books.feeds[feed]
        for place in range(0, book.size, ONE_IN):
            simulated.books.tell(feed, book.at(place), at=at)
            count += 1
    return count


def province(codes: list[str]) -> Any:
    from datetime import date

    from changqian.platform.kernel.codes import id_for
    from changqian.simulators.provincial_platform.books import Books, Firm
    from changqian.simulators.provincial_platform.server import Platform
    from changqian.simulators.signed import Door

    def operator(number: int) -> dict[str, str]:
        born = date(1970, 1, 1) + timedelta(days=number // 900)
        return {
            "name": "王强", "id_number": id_for(born, number % 900 + 1), "category": "电工作业",
            "item": "低压电工作业", "valid_from": "2024-05-01", "valid_to": "2030-04-30",
        }  # fmt: skip

    firms = [
        Firm(code, f"常州省报{number}号有限公司", operators=[operator(number)] if number % 2 else [])
        for number, code in enumerate(codes)
    ]
    return Platform(Door("changqian", SECRET.encode()), Books(firms))


def fill() -> list[str]:
    """FIRMS enterprises; their codes."""
    from django.db import connection

    from changqian.platform.city.copying import copy, numbered, pointed
    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.foundation.enterprises.models import Enterprise
    from changqian.platform.foundation.regions.models import Region
    from changqian.platform.foundation.regions.services import load_regions
    from changqian.platform.kernel.codes import uscc_for

    load_regions()
    author, town = platform(), Region.objects.filter(kind="town").first()
    rows = [
        Enterprise(created_by=author, uscc=uscc_for(f"{number:08d}"), name=f"常州省报{number}号有限公司", region=town)
        for number in range(FIRMS)
    ]
    numbered(Enterprise, rows)
    pointed(rows)
    copy(Enterprise, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enterprises_enterprise")
    return [str(row.uscc) for row in rows]
