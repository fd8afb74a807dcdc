"""Who owes drills among 100 000 enterprises: figures by town, and a page of the firms behind 未完成, as the API asks
for them, beside the same facts of every firm gathered by SQL alone.

The rows live in temporary tables of the real ones' names; nothing is left in the database afterwards.
"""

from datetime import date
from statistics import median
from types import SimpleNamespace
from typing import Any

from changqian.launcher.bench import Result, made_rows, p95, took

FIRMS, ROUNDS = 100_000, 11
TODAY, UNTIL = date(2026, 11, 26), date(2026, 12, 31)
# {table: (how many rows, what differs in row n)}; the rest is the template's.
ROWS = {
    "enterprises_enterprise": (
        FIRMS,
        """'id', n, 'uscc', 'X' || n, 'industry', CASE WHEN n % 50 = 0 THEN 'H6110' ELSE 'C3484' END,
        'high_risk', n % 11 = 0, 'status', CASE WHEN n % 20 = 0 THEN 'suspended' ELSE 'operating' END,
        'founded_on', DATE '2005-01-01' + (n % 8000)""",
    ),
    "enterprises_enterpriseregion": (
        FIRMS + FIRMS // 10,
        "'id', n, 'enterprise_id', 1 + n % {firms}, 'region_id', {towns}[1 + (n * 7) % {town_count}]",
    ),
    "drills_emergencyplan": (
        2 * FIRMS,
        """'id', n, 'enterprise_id', 1 + n % {firms}, 'name', 'P' || n,
        'kind', (ARRAY['comprehensive', 'special', 'on_site'])[1 + n % 3],
        'in_force_since', DATE '2022-01-01' + (n % 1700)""",
    ),
    "drills_drill": (
        3 * FIRMS,
        """'id', n, 'enterprise_id', 1 + (n * 13) % {firms}, 'plan_id', 1 + n % (2 * {firms}),
        'kind', (ARRAY['comprehensive', 'special', 'on_site'])[1 + n % 3], 'status', 'held', 'participants', 9,
        'held_on', DATE '2025-01-01' + ((n * 31) % 690), 'principal_attended', n % 3 = 0""",
    ),
    "enterprises_tag": (0, "'id', n"),
}


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
    from django.db import connection

    from changqian.platform.foundation.regions.models import Region
    from changqian.platform.foundation.regions.services import load_regions
    from changqian.platform.kernel.scope import Grant
    from changqian.platform.ledgerkit.stats import Level
    from changqian.platform.safety.drills.owed import DUTIES

    load_regions()
    towns = list(Region.objects.filter(kind="town").order_by("pk").values_list("pk", flat=True))
    fill(towns)
    may = frozenset({"drills.view"})
    whole_city = Grant(permissions=may, regions=None, departments=None, enterprises=None, own_only=None)
    city: Any = SimpleNamespace(grants=[whole_city])
    whole = str(Region.objects.order_by("path").values_list("path", flat=True)[0])

    def figures() -> Any:
        return DUTIES.by_area(city, until=UNTIL, level=Level.TOWN, today=TODAY)

    def page() -> Any:
        return DUTIES.behind(city, until=UNTIL, area=whole, today=TODAY, first=5_000)

    def raw() -> int:
        """Every column is asked for: PostgreSQL does not gather what nobody reads."""
        read = ", ".join(f"MAX({column}::int)" for column in DUTIES.columns.split(", "))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*), {read} FROM ({DUTIES.facts}) AS fact", DUTIES.asked(2026, TODAY))
            return int(cursor.fetchone()[0])

    open_ = next(each for each in figures() if each.measure == "open").total
    total, rows = page()
    assert raw() == FIRMS
    assert total == open_ > FIRMS // 10, "the number and the list behind it must agree"
    assert len(rows) == 50
    by_area, behind, counted = (took(work, ROUNDS) for work in (figures, page, raw))
    return [
        Result("drills_owed_figures_p95", p95(by_area, 0), 2500, "ms"),
        Result("drills_owed_page_p95", p95(behind, 0), 2500, "ms"),
        Result("drills_owed_figures_times_raw_sql", round(median(by_area) / median(counted), 2), 3),
        Result("drills_owed_page_times_raw_sql", round(median(behind) / median(counted), 2), 3),
    ]


def fill(towns: list[int]) -> None:
    from django.db import connection

    named = {"firms": FIRMS, "towns": f"(ARRAY{towns})", "town_count": len(towns)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL temp_buffers = '256MB'")
        for table, (count, differs) in ROWS.items():
            made_rows(cursor, table, count, differs.format(**named), like="INCLUDING DEFAULTS", kept="ON COMMIT DROP")
            cursor.execute(f"ANALYZE pg_temp.{table}")
