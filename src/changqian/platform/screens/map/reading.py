"""Which sites answer a question about the map. Boxes first, because the index answers them; then the exact shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.counting import LEVELS
from changqian.platform.foundation.enterprises.models import Site, TagKind
from changqian.platform.foundation.enterprises.search import named, numbered
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Box, Point, box_around, distance
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import IN_FORCE, SEVERITY, Level

MOST = 200
"Sites listed at once, and markers drawn one by one."
MOST_VERTICES = 500
FARTHEST = 20_000
"Metres."
CELL = 72
"Pixels of a cluster's cell: a marker and some room around it."
FINE_CELL = 12
"Pixels of a cell of heat: eight thousand fill a screen."
TILE = 256


@dataclass(frozen=True, slots=True)
class Found:
    """The closest or first `MOST` of `count` sites, in order; with metres where a distance was asked for."""

    ids: Sequence[int]
    count: int
    capped: bool = False
    "Whether there are more, uncounted."
    metres: dict[int, float] | None = None


def sites(actor: User) -> QuerySet[Site]:
    """All current sites that the actor may see."""
    rows: QuerySet[Site] = Site.objects.within(actor, "enterprises.view").current()
    return rows


def with_level(rows: QuerySet, level: str, *, actor: User) -> QuerySet:
    """Sites with a risk point of this level under control."""
    points = RiskPoint.objects.within(actor, "risks.view").current()
    return rows.filter(Exists(points.filter(site=OuterRef("pk"), level=level, status__in=IN_FORCE)))


def search(rows: QuerySet, text: str) -> Found:
    """By the enterprise's name, codes or initials; then by the site's name and address. Those with a point first."""
    found = list(_some(rows.filter(named(text, "enterprise__") | numbered(text, "site"))))
    if len(found) <= MOST:
        here = Q()
        for word in text.replace("\0", "").split():
            here &= Q(name__icontains=word) | Q(address__icontains=word)
        found += [pk for pk in _some(rows.filter(here)) if pk not in set(found)] if here else []
    return Found(found[:MOST], min(len(found), MOST), capped=len(found) > MOST)


def _some(rows: QuerySet) -> QuerySet:
    return rows.order_by(F("lon").asc(nulls_last=True), "pk").values_list("pk", flat=True)[: MOST + 1]


def polygon(given: Any) -> BaseGeometry:
    """The GeoJSON Polygon or MultiPolygon that was drawn; RuleViolation with what is wrong with it."""
    if not isinstance(given, dict) or given.get("type") not in ("Polygon", "MultiPolygon"):
        raise RuleViolation("请提供GeoJSON多边形（Polygon或MultiPolygon）", field="polygon")
    rings = _rings(given)
    if sum(len(ring) for ring in rings) > MOST_VERTICES:
        raise RuleViolation(f"区域的顶点不能超过{MOST_VERTICES}个，请画得简单一些", field="polygon")
    for ring in rings:
        if len(ring) < 3:
            raise RuleViolation("区域至少要有3个顶点", field="polygon")
        if ring[0] != ring[-1]:
            ring.append(ring[0])
    parts = [[ring] for ring in rings] if given["type"] == "MultiPolygon" else [rings]
    drawn = shape({"type": "MultiPolygon", "coordinates": parts})
    if not drawn.is_valid:
        raise RuleViolation("区域的边线互相交叉，请重新画", field="polygon")
    if drawn.area == 0:
        raise RuleViolation("区域没有面积，请重新画", field="polygon")
    return drawn


def _rings(given: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The rings as pairs of degrees. A MultiPolygon's parts are taken without their holes."""
    try:
        parts = given["coordinates"] if given["type"] == "Polygon" else [part[0] for part in given["coordinates"]]
        return [[_degrees(pair) for pair in ring] for ring in parts]
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise RuleViolation("区域的坐标应为[经度, 纬度]的列表", field="polygon") from error


def _degrees(pair: Any) -> tuple[float, float]:
    lon, lat = float(pair[0]), float(pair[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError
    return lon, lat


def inside(rows: QuerySet, drawn: BaseGeometry) -> Found:
    """Sites in the drawn area; one on its edge is in it."""
    points = list(_boxed(rows, Box(*drawn.bounds)).order_by("pk").values_list("pk", "lon", "lat"))
    shapely.prepare(drawn)
    hits = shapely.intersects_xy(drawn, [lon for _, lon, _ in points], [lat for _, _, lat in points])
    found = [pk for (pk, _, _), hit in zip(points, hits, strict=True) if hit]
    return Found(found[:MOST], len(found))


def nearby(rows: QuerySet, centre: Point, radius: float) -> Found:
    """Sites within `radius` metres, the closest first."""
    points = _boxed(rows, box_around(centre, radius)).values_list("pk", "lon", "lat")
    metres = {pk: distance(centre, Point(lon, lat)) for pk, lon, lat in points}
    found = sorted((pk for pk, far in metres.items() if far <= radius), key=lambda pk: (metres[pk], pk))
    return Found(found[:MOST], len(found), metres={pk: round(metres[pk], 1) for pk in found[:MOST]})


def _boxed(rows: QuerySet, box: Box) -> QuerySet:
    return rows.filter(lon__range=(box.west, box.east), lat__range=(box.south, box.north))


CLUSTERS = """
SELECT COUNT(*), AVG(lon), AVG(lat), MIN(id)
FROM ({points}) AS point
GROUP BY FLOOR(lon / %s), FLOOR(lat / %s)
"""


def clusters(rows: QuerySet, box: Box, zoom: float, *, actor: User) -> tuple[int, list[dict[str, Any]]]:
    """How many sites the box holds, and its markers: each site where they are few, else one per occupied cell."""
    inside_box = _boxed(rows, box).order_by()
    few = list(inside_box.values_list("pk", flat=True)[: MOST + 1])
    if len(few) <= MOST:
        return len(few), _singles(few, actor=actor)
    degrees = 360 / (TILE * 2**zoom) * CELL
    points = inside_box.values("id", "lon", "lat")
    try:
        sql, params = points.query.sql_with_params()
    except EmptyResultSet:
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(CLUSTERS.format(points=sql), [*params, degrees, degrees])
        cells = cursor.fetchall()
    alone = [pk for count, _, _, pk in cells if count == 1]
    together = [
        {"id": None, "lon": round(lon, 6), "lat": round(lat, 6), "count": count, "name": None, "level": None}
        for count, lon, lat, _ in cells
        if count > 1
    ]
    return sum(count for count, *_ in cells), [*together, *_singles(alone, actor=actor)]


DENSITY = """
SELECT AVG(lon), AVG(lat), COUNT(*)
FROM ({points}) AS point
GROUP BY FLOOR(lon / %s), FLOOR(lat / %s)
"""


def density(rows: QuerySet, box: Box, zoom: float) -> tuple[int, list[tuple[float, float, int]]]:
    """How many sites the box holds, and (longitude, latitude, sites) per occupied fine cell: for heat and points."""
    degrees = 360 / (TILE * 2**zoom) * FINE_CELL
    try:
        sql, params = _boxed(rows, box).order_by().values("lon", "lat").query.sql_with_params()
    except EmptyResultSet:
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(DENSITY.format(points=sql), [*params, degrees, degrees])
        cells = [(round(lon, 5), round(lat, 5), count) for lon, lat, count in cursor.fetchall()]
    return sum(count for *_, count in cells), cells


AREAS = """
WITH firm AS ({firm})
SELECT area, COUNT(*), SUM(n) FROM firm GROUP BY area
UNION ALL
SELECT NULL, COUNT(*), NULL FROM (SELECT enterprise_id FROM firm GROUP BY enterprise_id) AS whole
"""


def areas(rows: QuerySet, level: str) -> tuple[int, list[dict[str, Any]]]:
    """How many enterprises there are in all, and per area its enterprises and sites: a firm with sites in two areas
    counts in each."""
    firm = rows.order_by().values("enterprise_id", area=Left("region__path", LEVELS[level])).annotate(n=Count("pk"))
    try:
        sql, params = firm.query.sql_with_params()
    except EmptyResultSet:
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(AREAS.format(firm=sql), params)
        found = {area: (firms, sites) for area, firms, sites in cursor.fetchall()}
    total, _ = found.pop(None)
    told = Region.objects.filter(path__in=found).order_by("path").values("id", "path", "name")
    return total, [
        {
            "region": area["id"],
            "path": area["path"],
            "name": area["name"],
            "enterprises": found[area["path"]][0],
            "sites": int(found[area["path"]][1]),
        }
        for area in told
    ]


def tags(rows: QuerySet, *, today: date) -> list[dict[str, Any]]:
    """How many of the sites carry each tag, by themselves or by their enterprise; the most frequent first."""
    own = Q(enterprise__tags__site=None) | Q(enterprise__tags__site=F("pk"))
    carried = (
        rows.order_by().filter(in_force(today, "enterprise__tags__"), own).values(code=F("enterprise__tags__code"))
    )
    counts = {row["code"]: row["n"] for row in carried.annotate(n=Count("pk", distinct=True))}
    kinds = TagKind.objects.filter(code__in=counts).values_list("code", "name")
    told = [{"code": code, "name": name, "sites": counts[code]} for code, name in kinds]
    return sorted(told, key=lambda each: (-each["sites"], each["code"]))


def _singles(pks: Sequence[int], *, actor: User) -> list[dict[str, Any]]:
    levels = highest(pks, actor=actor)
    rows = Site.objects.filter(pk__in=pks).order_by("pk").values("pk", "lon", "lat", firm=F("enterprise__name"))
    return [
        {
            "id": row["pk"],
            "lon": row["lon"],
            "lat": row["lat"],
            "count": 1,
            "name": row["firm"],
            "level": levels.get(row["pk"]),
        }
        for row in rows
    ]


def highest(pks: Sequence[int], *, actor: User) -> dict[int, str]:
    """The highest level among the risk points under control, of sites that have any the actor may see."""
    if not any("risks.view" in grant.permissions for grant in actor.grants):
        return {}
    points = RiskPoint.objects.within(actor, "risks.view").current().filter(site__in=pks, status__in=IN_FORCE)
    found: dict[int, str] = {}
    for site, level in points.order_by().values_list("site", "level").distinct():
        if site not in found or SEVERITY[Level(level)] > SEVERITY[Level(found[site])]:
            found[site] = level
    return found
