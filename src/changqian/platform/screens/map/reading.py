"""Questions about places. Boxes on the (lon, lat) index first, exact geometry after; all within the reader's grants."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Floor

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.filters import SiteFilter
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.search import named
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Area, Box, Point, box_around, distance
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import IN_FORCE, SEVERITY, Level

MOST_FOUND = 200
"Rows of one answer: nobody reads more beside a map; the count says how many there are."
MOST_EXAMINED = 20_000
"Sites in a box that are examined one by one."
SINGLE_UP_TO = 200
"Up to so many sites in sight each is a marker of its own."
CELL = 90.0
"Degrees of a cluster's cell at zoom 0: a quarter of a tile of 256 pixels."
MOST_VERTICES = 500
MOST_METRES = 20_000

SHOWN = ("id", "name", "enterprise", "enterprise_name", "region_name", "address", "lon", "lat")


def sites(actor: User, asked: Mapping[str, Any]) -> QuerySet[Site]:
    """The reader's current sites with a point, narrowed by the filters of the list of sites and by `risk_level`."""
    rows = Site.objects.within(actor, "enterprises.view").current().filter(lon__isnull=False)
    rows = SiteFilter({name: value for name, value in asked.items() if value}, queryset=rows).qs
    if level := asked.get("risk_level"):
        rows = rows.filter(Exists(RiskPoint.objects.filter(site=OuterRef("pk"), level=level, **RISKY)))
    return rows.order_by()


RISKY = {"status__in": IN_FORCE, "ended_at__isnull": True}


def in_box(rows: QuerySet[Site], box: Box) -> QuerySet[Site]:
    return rows.filter(lon__gte=box.west, lon__lte=box.east, lat__gte=box.south, lat__lte=box.north)


def shown(rows: QuerySet[Site]) -> list[dict[str, Any]]:
    """The sites as the list beside the map shows them."""
    named_rows = rows.annotate(enterprise_name=F("enterprise__name"), region_name=F("region__name"))
    return list(named_rows.values(*SHOWN))


def search(rows: QuerySet[Site], text: str) -> dict[str, Any]:
    """By the name or code of the enterprise, or by the address."""
    found = rows.filter(named(text, "enterprise__") | Q(address__icontains=text) | Q(name__icontains=text))
    count = found[: MOST_EXAMINED + 1].count()
    return answer(shown(found.order_by("enterprise__name", "pk")[:MOST_FOUND]), min(count, MOST_EXAMINED), count)


def in_area(rows: QuerySet[Site], polygon: Mapping[str, Any]) -> dict[str, Any]:
    """Inside a GeoJSON polygon of [lon, lat] rings; RuleViolation for one that encloses nothing."""
    ring = [Point(*pair) for pair in polygon["coordinates"][0]]
    if len(ring) > MOST_VERTICES:
        raise RuleViolation(f"区域的顶点不能超过{MOST_VERTICES}个，请简化后再画", field="polygon")
    lons, lats = [each.lon for each in ring], [each.lat for each in ring]
    try:
        area = Area({"type": "Polygon", "coordinates": [[list(each) for each in (*ring, ring[0])]]})
    except ValueError as error:
        raise RuleViolation("画的区域不成形，请至少画三个点", field="polygon") from error
    return _exact(in_box(rows, Box(min(lons), min(lats), max(lons), max(lats))), lambda point: point in area)


def nearby(rows: QuerySet[Site], centre: Point, metres: float) -> dict[str, Any]:
    """Within `metres` of a point, nearest first, each with its distance."""
    box = in_box(rows, box_around(centre, metres))
    told = _exact(box, lambda point: distance(centre, point) <= metres, by=lambda point: distance(centre, point))
    for row in told["results"]:
        row["metres"] = round(distance(centre, Point(row["lon"], row["lat"])))
    return told


def _exact(
    rows: QuerySet[Site], inside: Callable[[Point], bool], by: Callable[[Point], float] | None = None
) -> dict[str, Any]:
    points = list(rows.values_list("pk", "lon", "lat")[: MOST_EXAMINED + 1])
    kept = [(pk, Point(lon, lat)) for pk, lon, lat in points if inside(Point(lon, lat))]
    if by:
        kept.sort(key=lambda each: by(each[1]))
    wanted = [pk for pk, _ in kept[:MOST_FOUND]]
    order = {pk: place for place, pk in enumerate(wanted)}
    found = sorted(shown(rows.filter(pk__in=wanted)), key=lambda row: order[row["id"]])
    return answer(found, len(kept), len(points))


def answer(found: list[dict[str, Any]], count: int, examined: int) -> dict[str, Any]:
    return {"count": count, "capped": examined > MOST_EXAMINED, "results": found}


def clusters(rows: QuerySet[Site], box: Box, zoom: int) -> dict[str, Any]:
    """What is in sight: single markers while there are few, else one marker per cell of a grid that fits the zoom."""
    rows = in_box(rows, box)
    total = rows.count()
    if total <= SINGLE_UP_TO:
        found = shown(rows)
        levels = highest([row["id"] for row in found])
        singles = [
            {"id": row["id"], "lon": row["lon"], "lat": row["lat"], "count": 1, "name": row["enterprise_name"]}
            | {"level": levels.get(row["id"])}
            for row in found
        ]
        return {"count": total, "results": singles}
    cell = CELL / 2**zoom
    grid = rows.annotate(x=Floor(F("lon") / cell), y=Floor(F("lat") / cell)).values("x", "y")
    cells = grid.annotate(n=Count("pk"), lon=Avg("lon"), lat=Avg("lat")).order_by()
    return {
        "count": total,
        "results": [{"lon": each["lon"], "lat": each["lat"], "count": each["n"]} for each in cells],
    }


def highest(ids: list[int]) -> dict[int, str]:
    """The highest level of risk in force at each of these sites."""
    severity = Case(*(When(level=level, then=Value(n)) for level, n in SEVERITY.items()), output_field=IntegerField())
    points = RiskPoint.objects.filter(site__in=ids, **RISKY).order_by().values("site").annotate(worst=Max(severity))
    names = {n: level.value for level, n in SEVERITY.items()}
    return {site: names[worst] for site, worst in points.values_list("site", "worst")}


def points_by_level(actor: User, site: int) -> dict[str, int]:
    """How many risk points in force the site has, of each level that occurs, highest first."""
    try:
        rows = RiskPoint.objects.within(actor, "risks.view").filter(site=site, **RISKY)
    except PermissionDenied:
        return {}
    counted = dict(rows.order_by().values("level").annotate(n=Count("pk")).values_list("level", "n"))
    return {level.value: counted[level] for level in Level if level in counted}
