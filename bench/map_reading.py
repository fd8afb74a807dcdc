"""The map of 120 000 sites with 1.2 million risk points: clusters, a circle, a drawn area, a name, a level.

The rows live in temporary tables of the real tables' names and indexes: the queries under test are the real ones, and
nothing is left in the database afterwards. The baseline is PostgreSQL counting all sites one after another.
"""

from collections.abc import Callable
from random import Random
from statistics import median
from types import SimpleNamespace
from typing import Any

from changqian.launcher.bench import Result, made_rows, p95, took

FIRMS, SITES, POINTS, ROUNDS = 100_000, 120_000, 1_200_000, 15
WHOLE = (119.05, 31.1, 120.25, 32.1)
ROWS = {
    "enterprises_enterprise": (
        FIRMS,
        """'id', n, 'name', '常州' || n || '机械有限公司', 'search_text', '常州' || n || '机械有限公司', 'version', 1,
        'region_id', 1""",
    ),
    # Every town has its centre, around which most of its firms lie.
    "enterprises_site": (
        SITES,
        """'id', n, 'enterprise_id', 1 + n % {firms}, 'name', '厂区', 'address', '工业路' || n % 999 || '号',
        'version', 1, 'region_id', ({towns})[1 + n % {town_count}], 'status', 'operating',
        'lon', 119.15 + (n % {town_count}) * 0.0145 + (random() + random() + random() - 1.5) * 0.06,
        'lat', 31.20 + ((n % {town_count}) * 29 % {town_count}) * 0.012
        + (random() + random() + random() - 1.5) * 0.05""",
    ),
    "risks_riskpoint": (
        POINTS,
        """'id', n, 'site_id', 1 + n % {sites}, 'enterprise_id', 1 + n % {firms}, 'version', 1, 'status', 'active',
        'region_id', ({towns})[1 + n % {town_count}],
        'level', CASE WHEN n % 500 = 0 THEN 'major' WHEN n % 20 = 0 THEN 'large' WHEN n % 3 = 0 THEN 'general'
        ELSE 'low' END""",
    ),
}


def run() -> list[Result]:
    from django.core.management import call_command
    from django.db import connection

    from changqian.platform.foundation.regions.models import Region
    from changqian.platform.foundation.regions.services import load_regions

    call_command("migrate", verbosity=0)
    load_regions()
    try:
        fill(list(Region.objects.filter(kind="town").order_by("pk").values_list("pk", flat=True)))
        return measured()
    finally:
        with connection.cursor() as cursor:
            for table in ROWS:
                cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")


def measured() -> list[Result]:
    from django.db import connection

    from changqian.platform.kernel.geometry import Box, Point
    from changqian.platform.kernel.scope import Grant
    from changqian.platform.screens.map import reading

    may = frozenset({"enterprises.view", "risks.view"})
    whole = Grant(permissions=may, regions=None, departments=None, enterprises=None, own_only=None)
    city: Any = SimpleNamespace(grants=[whole])
    random = Random(20260316)

    def box(width: float) -> Box:
        west, south = 119.4 + random.random() * 0.5, 31.35 + random.random() * 0.4
        return Box(west, south, west + width, south + width * 0.6)

    def clusters(within: Box, zoom: float) -> int:
        return reading.clusters(reading.sites(city), within, zoom, actor=city)[0]

    def spot() -> Point:
        centre = box(0)
        return Point(centre.west, centre.south)

    ring = [[119.5 + 0.3 * x / 100, 31.5 + (0.01 if x % 2 else 0)] for x in range(100)]
    drawn = reading.polygon({"type": "Polygon", "coordinates": [[*ring, [119.8, 31.8], [119.5, 31.8]]]})
    level = reading.with_level
    questions: dict[str, tuple[Callable[[], object], int]] = {
        "clusters_city": (lambda: clusters(Box(*WHOLE), 9), 80),
        "clusters_district": (lambda: clusters(box(0.5), 11), 80),
        "clusters_street": (lambda: clusters(box(0.02), 15), 80),
        "density_city": (lambda: reading.density(reading.sites(city), Box(*WHOLE), 9), 300),
        "density_district": (lambda: reading.density(reading.sites(city), box(0.5), 11), 300),
        "areas_city": (lambda: reading.areas(reading.sites(city), "district"), 400),
        "major_in_city": (
            lambda: reading.clusters(level(reading.sites(city), "major", actor=city), Box(*WHOLE), 9, actor=city),
            300,
        ),
        "nearby_1_km": (lambda: reading.nearby(reading.sites(city), spot(), 1_000), 50),
        "nearby_20_km": (lambda: reading.nearby(reading.sites(city), spot(), 20_000), 600),
        "drawn_area": (lambda: reading.inside(reading.sites(city), drawn), 300),
        "name": (lambda: reading.search(reading.sites(city), f"州{random.randrange(1, 999)}"), 300),
    }
    assert clusters(Box(*WHOLE), 9) > SITES * 0.9, "the whole city must hold nearly all sites"

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*), AVG(lon), AVG(lat) FROM pg_temp.enterprises_site")
            cursor.fetchone()

    found = {name: took(work, ROUNDS) for name, (work, _) in questions.items()}
    return [
        *(Result(f"map_{name}_p95", p95(found[name]), limit, "ms") for name, (_, limit) in questions.items()),
        Result(
            "map_clusters_city_times_counting", round(median(found["clusters_city"]) / median(took(raw, ROUNDS)), 1), 15
        ),
    ]


def fill(towns: list[int]) -> None:
    from django.db import connection

    named = {"firms": FIRMS, "sites": SITES, "towns": f"ARRAY{towns}", "town_count": len(towns)}
    with connection.cursor() as cursor:
        cursor.execute("SET temp_buffers = '512MB'")  # A temporary table does not use the shared ones.
        cursor.execute("SELECT setseed(0.5)")
        for table, (count, differs) in ROWS.items():
            made_rows(cursor, table, count, differs.format(**named), like="INCLUDING DEFAULTS INCLUDING INDEXES")
            cursor.execute(f"VACUUM ANALYZE pg_temp.{table}")
