"""How many enterprises there are, by area. A firm with sites in two districts counts in each, and once in the city.

Grouped first and counted after: never COUNT(DISTINCT) over raw rows. (domain §1.5: 合计总数会有一定出入)
"""

from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import EnterpriseRegion, Site
from changqian.platform.foundation.regions.models import WIDTH, Region

LEVELS = {"city": WIDTH, "district": 2 * WIDTH, "town": 3 * WIDTH}

COUNT = """
WITH firm AS ({firm})
SELECT area, COUNT(*) FROM firm GROUP BY area
UNION ALL
SELECT NULL, COUNT(*) FROM (SELECT enterprise_id FROM firm GROUP BY enterprise_id) AS whole
"""


@dataclass(slots=True)
class AreaCount:
    region: int
    name: str
    path: str
    enterprises: int
    sites: int


@dataclass(slots=True)
class Counts:
    """`sum_by_region - distinct_total` = `multi_site_overlap`: firms counted in more than one area."""

    by_region: list[AreaCount] = field(default_factory=list)
    sum_by_region: int = 0
    distinct_total: int = 0
    multi_site_overlap: int = 0
    sites: int = 0


def counts(enterprises: QuerySet, *, actor: User, level: str, regions: frozenset[int] | None = None) -> Counts:
    """Of these enterprises, in the areas within the actor's reach, and within `regions` if these are given.

    An area is left out where there is none.
    """
    width = LEVELS[level]
    within = EnterpriseRegion.objects.within(actor, "enterprises.view").filter(enterprise__in=enterprises.values("pk"))
    within = within if regions is None else within.filter(region__in=regions)
    firm = within.order_by().values("enterprise_id", area=Left("region__path", width)).annotate(n=Count("pk"))
    found = Counts()
    try:
        sql, params = firm.query.sql_with_params()
    except EmptyResultSet:
        return found
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(firm=sql), params)
        rows = dict(cursor.fetchall())
    found.distinct_total = rows.pop(None, 0)
    sites = _sites(enterprises, actor=actor, width=width, regions=regions)
    areas = {region.path: region for region in Region.objects.filter(path__in=rows)}
    for path in sorted(rows):
        area = areas[path]
        found.by_region.append(AreaCount(area.pk, area.name, path, rows[path], sites.get(path, 0)))
    found.sum_by_region = sum(rows.values())
    found.multi_site_overlap = found.sum_by_region - found.distinct_total
    found.sites = sum(sites.values())
    return found


def _sites(enterprises: QuerySet, *, actor: User, width: int, regions: frozenset[int] | None) -> dict[str, int]:
    rows = Site.objects.within(actor, "enterprises.view").current().filter(enterprise__in=enterprises.values("pk"))
    rows = rows if regions is None else rows.filter(region__in=regions)
    grouped = rows.order_by().values(area=Left("region__path", width)).annotate(n=Count("pk"))
    return dict(grouped.values_list("area", "n"))
