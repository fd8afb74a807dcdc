"""How many firms and sites stand in each area, counted by a job: a page of the whole city must not count 100 000 firms.

At most half a minute old. Who sees whole areas reads it; for everybody else, and for any filter, `counting` counts.
"""

from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.counting import LEVELS, AreaCount, Counts
from changqian.platform.foundation.enterprises.models import Census
from changqian.platform.foundation.enterprises.rules import ACTIVE
from changqian.platform.foundation.regions.models import LEVELS as DEPTH
from changqian.platform.foundation.regions.models import WIDTH, Region
from changqian.platform.foundation.regions.services import paths
from changqian.platform.kernel.scope import regions_reached, sees_by_region_only

PERMISSION = "enterprises.view"
WIDTHS = ", ".join(f"({WIDTH * depth})" for depth in range(1, DEPTH + 1))
RECOUNT = f"""
WITH active AS (
  SELECT id FROM enterprises_enterprise WHERE ended_at IS NULL AND status = ANY(%s)
), firm AS (
  SELECT width, left(path, width) AS area, count(*) AS n FROM (
    SELECT DISTINCT width, left(path, width) AS path, enterprise_id
    FROM enterprises_enterpriseregion JOIN active ON active.id = enterprise_id
    JOIN regions_region region ON region.id = region_id CROSS JOIN (VALUES {WIDTHS}) level(width)
  ) once GROUP BY 1, 2
), place AS (
  SELECT width, left(path, width) AS area, count(*) AS n
  FROM enterprises_site site JOIN active ON active.id = site.enterprise_id
  JOIN regions_region region ON region.id = site.region_id CROSS JOIN (VALUES {WIDTHS}) level(width)
  WHERE site.ended_at IS NULL GROUP BY 1, 2
), gone AS (
  DELETE FROM enterprises_census old
  WHERE NOT EXISTS (SELECT FROM firm WHERE firm.width = old.width AND firm.area = old.area)
)
INSERT INTO enterprises_census AS old (width, area, enterprises, sites)
SELECT firm.width, firm.area, firm.n, coalesce(place.n, 0) FROM firm LEFT JOIN place USING (width, area)
ON CONFLICT (width, area) DO UPDATE SET enterprises = excluded.enterprises, sites = excluded.sites
WHERE (old.enterprises, old.sites) <> (excluded.enterprises, excluded.sites)
"""


def recount() -> int:
    """Count all areas anew; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [[status.value for status in ACTIVE]])
        return int(cursor.rowcount)


def census(actor: User, *, level: str, regions: frozenset[int] | None = None) -> Counts | None:
    """What `counts` says of all firms at work, if the census can tell: the actor sees whole areas, one below another.

    None where only counting helps.
    """
    if not sees_by_region_only(actor.grants, PERMISSION):
        return None
    reach = regions_reached(actor.grants, PERMISSION)
    below = [each for each in (reach, regions) if each is not None]
    known = paths()
    top = whole_areas(known.keys() if not below else frozenset.intersection(*below), known)
    if len(top) != 1:
        return None
    (area,), width = top, LEVELS[level]
    wanted = width if len(area) <= width else len(area)
    rows = Census.objects.filter(area__startswith=area, width__in={wanted, len(area)})
    counted = {(row.width, row.area): row for row in rows}
    whole = counted.get((len(area), area))
    if whole is None:
        return None
    named = {region.path: region for region in Region.objects.filter(path__in=[path[:width] for _, path in counted])}
    found = Counts(distinct_total=whole.enterprises, sites=whole.sites)
    for (of, path), row in sorted(counted.items()):
        if of == wanted:
            region = named[path[:width]]
            found.by_region.append(AreaCount(region.pk, region.name, region.path, row.enterprises, row.sites))
            found.sum_by_region += row.enterprises
    found.multi_site_overlap = found.sum_by_region - found.distinct_total
    return found


def whole_areas(reach: Collection[int], known: Mapping[int, str]) -> list[str]:
    """The paths of those regions that lie in reach with all below them, without those below another such."""
    outside = {path for pk, path in known.items() if pk not in reach}
    inside = sorted(path for pk, path in known.items() if pk in reach and not _any_below(path, outside))
    return [path for path in inside if path[:-WIDTH] not in inside]


def _any_below(area: str, given: Iterable[str]) -> bool:
    return any(path.startswith(area) for path in given)
