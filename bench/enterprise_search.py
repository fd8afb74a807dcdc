"""100 000 enterprise names: any neighbouring characters, through the list's own query, beside a sequential LIKE.

The rows live in a temporary table of the real table's name and indexes: the query under test is the real one, and
nothing of it is left in the database afterwards.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from time import perf_counter
from typing import Any

from changqian.launcher.bench import Result, p95

NAMES, ASKED, PAGE = 100_000, 400, 50


def run() -> list[Result]:
    from django.core.management import call_command
    from django.db import connection

    from changqian.platform.foundation.enterprises.models import Enterprise
    from changqian.platform.foundation.enterprises.search import named
    from changqian.platform.kernel.pages import COUNT_CAP
    from changqian.platform.kernel.text import normal

    random = Random(20260316)
    call_command("migrate", verbosity=0)
    names = fill(random)

    def by_index(text: str) -> tuple[list[int], int]:
        rows = Enterprise.objects.current().filter(named(text)).order_by("-pk").values_list("pk", flat=True)
        return list(rows[:PAGE]), rows.order_by()[: COUNT_CAP + 1].count()

    def by_scan(text: str) -> tuple[list[int], int]:
        rows = Enterprise.objects.current().filter(search_text__contains=normal(text)).order_by("-pk")
        return list(rows.values_list("pk", flat=True)[:PAGE]), rows.order_by()[: COUNT_CAP + 1].count()

    asked = pairs(random, names)
    indexed, answers = timed(by_index, asked)
    scanned, same = timed(by_scan, asked[:100])
    assert answers[:100] == same, "the index and the scan must find the same rows"
    rare = [took for took, (_, found) in zip(indexed, answers, strict=True) if found <= 1000]
    slowest = p95(scanned, 2)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pg_temp.enterprises_enterprise")
    return [
        Result("enterprise_search_p95", p95(indexed, 2), 15, "ms"),
        Result("enterprise_search_rare_p95", p95(rare, 2), 15, "ms"),
        Result("enterprise_search_times_faster_than_scan", round(slowest / p95(rare, 2), 1), 5, at_least=True),
    ]


def fill(random: Random) -> list[str]:
    """The temporary table, filled by COPY with what `stamp` would write; return the names."""
    from django.db import connection
    from django.utils import timezone

    from changqian.platform.city.copying import copy
    from changqian.platform.city.names import firm as firm_name
    from changqian.platform.city.trades import TRADES
    from changqian.platform.foundation.enterprises.models import Enterprise
    from changqian.platform.kernel.codes import uscc_for

    def firms() -> Iterator[Enterprise]:
        firm = Enterprise(created_by_id=1, created_at=timezone.now(), region_id=1)
        for number, name in enumerate(names, start=1):
            firm.pk, firm.name, firm.uscc = number, name, uscc_for(f"{number:08d}")
            firm.stamp()
            yield firm

    names = [firm_name(random, random.choice(random.choice(TRADES).products), number) for number in range(NAMES)]
    with connection.cursor() as cursor:
        cursor.execute("SET temp_buffers = '256MB'")  # A temporary table does not use the shared ones.
        cursor.execute(
            "CREATE TEMPORARY TABLE enterprises_enterprise (LIKE public.enterprises_enterprise INCLUDING ALL)"
        )
        copy(Enterprise, firms())
        cursor.execute("VACUUM ANALYZE pg_temp.enterprises_enterprise")  # Its index works off what COPY put aside.
    return names


def pairs(random: Random, names: Sequence[str]) -> list[str]:
    """Two, three or four neighbouring characters of names that are there, as people type them."""
    found = []
    for _ in range(ASKED):
        text = random.choice(names)
        length = random.choice((2, 2, 2, 3, 4))
        start = random.randrange(len(text) - length + 1)
        found.append(text[start : start + length])
    return found


def timed(ask: Callable[[str], Any], texts: Sequence[str]) -> tuple[list[float], list[Any]]:
    """Milliseconds and answer per question, the best of three: other work on the machine is not what is measured."""
    took, answers = [], []
    for text in texts:
        tries = []
        for _ in range(3):
            begin = perf_counter()
            answer = ask(text)
            tries.append((perf_counter() - begin) * 1000)
        took.append(min(tries))
        answers.append(answer)
    return took, answers
