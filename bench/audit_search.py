"""Two million audit entries: pages of the auditor's searches through the view's own filter, and a month's analysis.

The rows live in a temporary table of the real table's name and indexes, filled by the database; what is in the real one
is not touched. Signatures play no part in a search, so they are left out.
"""

from collections.abc import Callable
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

from changqian.launcher.bench import Result

ENTRIES, ASKED, PAGE, DAYS = 2_000_000, 60, 50, 365
ACTORS, ADDRESSES, MODULES = 3_000, 5_000, ("people", "hazards", "risks", "checks", "enterprises", "accounts", "codes")


def run() -> list[Result]:
    from django.core.management import call_command
    from django.db import connection

    from changqian.platform.foundation.accounts.models import User
    from changqian.platform.foundation.audit import analysis
    from changqian.platform.foundation.audit.models import Entry
    from changqian.platform.foundation.audit.searching import EntryFilter

    call_command("migrate", verbosity=0)
    first = User.objects.order_by("pk").values_list("pk", flat=True).first() or 1
    fill(first)
    random = Random(20261126)
    newest = Entry.objects.order_by("-at").values_list("at", flat=True).first()
    assert newest is not None

    def found(**query: Any) -> Any:
        return EntryFilter(query, queryset=Entry.objects.order_by("-at", "-pk")).qs

    def day(back: int) -> str:
        from datetime import timedelta

        return f"{newest - timedelta(days=back):%Y-%m-%d}"

    def page(**query: Any) -> int:
        return len(list(found(**query).values_list("pk", "actor_id", "action", "target", "address", "at")[:PAGE]))

    searches: dict[str, Callable[[], int]] = {
        "who": lambda: page(actor=first + random.randrange(ACTORS)),
        "what": lambda: page(action=f"{random.choice(MODULES)}.edit"),
        "part": lambda: page(action=random.choice(MODULES)),
        "when": lambda: page(since=day(back := random.randrange(5, DAYS - 5)), until=day(back - 3)),
        "where": lambda: page(address=address(random.randrange(ADDRESSES))),
        "target": lambda: page(target=f"people.Person:{random.randrange(50_000)}"),
        "refused": lambda: page(result="refused", since=day(90), until=day(30)),
        "text": lambda: page(q=address(random.randrange(ADDRESSES))),
        "next_page": lambda: page(before=random.randrange(1, ENTRIES)),
    }
    times: list[float] = []
    for name, search in searches.items():
        search()
        taken = [timed(search) for _ in range(ASKED)]
        times += taken
        print(f"  {name}: p50 {quantiles(taken, n=20)[9]:.1f} ms, p95 {quantiles(taken, n=20)[18]:.1f} ms", flush=True)
    month = [timed(lambda: analysis.charts(found(since=day(30), until=day(0)))) for _ in range(5)]
    year = timed(lambda: analysis.charts(found()))
    print(f"  analysis of all {ENTRIES} entries: {year:.0f} ms", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pg_temp.audit_entry")
    return [
        Result("audit_search_p95", round(quantiles(times, n=20)[18], 1), 200, "ms"),
        Result("audit_analysis_month", round(max(month), 1), 1500, "ms"),
    ]


def address(number: int) -> str:
    return f"10.{number % 200}.{number // 200}.9"


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def fill(first: int) -> None:
    """A year of entries, the busiest tenth of the users making half of them."""
    from django.db import connection

    modules = ", ".join(f"'{module}'" for module in MODULES)
    columns = {
        "id": "n",
        "actor_id": f"{first} + floor(power(random(), 3) * {ACTORS})::int",
        "action": f"(ARRAY[{modules}])[1 + floor(random() * {len(MODULES)})::int]"
        " || (ARRAY['.edit', '.add', '.end'])[1 + n % 3]",
        "target": "'people.Person:' || floor(random() * 50000)::int",
        "count": "1",
        "digest": "''",
        "changes": "'{}'",
        "request": "md5(n::text)",
        "address": "'10.' || (a % 200) || '.' || (a / 200) || '.9'",
        "agent": "'Chrome 126 · Windows'",
        "result": "CASE WHEN n % 200 = 0 THEN 'refused' ELSE 'done' END",
        "at": f"now() - make_interval(secs => ({ENTRIES} - n) * ({DAYS} * 86400.0 / {ENTRIES}))",
        "mac": "repeat('0', 64)",
        "seq": "n",
        "prev": "''",
        "hash": "''",
    }
    numbered = f"(SELECT n, floor(random() * {ADDRESSES})::int AS a FROM generate_series(1, {ENTRIES}) n) numbered"
    with connection.cursor() as cursor:
        cursor.execute("SET temp_buffers = '512MB'")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute("CREATE TEMPORARY TABLE audit_entry (LIKE public.audit_entry INCLUDING DEFAULTS)")
        cursor.execute(
            f"INSERT INTO pg_temp.audit_entry ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM {numbered}"
        )
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'audit_entry'")
        for (definition,) in cursor.fetchall():
            cursor.execute(definition.replace("public.audit_entry", "pg_temp.audit_entry"))
        cursor.execute("ANALYZE pg_temp.audit_entry")
