"""Where the regions lie: borders for the map, and which region a point falls into. (data/README.md says how true.)"""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.geometry import Area, Point

DATA = Path(__file__).parent / "data"
LEVELS = ("city", "district", "town")

Feature = dict[str, Any]


@lru_cache(maxsize=1)
def delivered() -> tuple[dict[str, Any], ...]:
    """The regions the platform is delivered with, parents first: key, code, name, kind, parent (a key), lon, lat."""
    return tuple(json.loads((DATA / "regions.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def drawn() -> dict[str, Feature]:
    """GeoJSON features by key: their properties are key, level and schematic."""
    features = json.loads((DATA / "boundaries.json").read_text(encoding="utf-8"))["features"]
    return {each["properties"]["key"]: each for each in features}


def outline(region: Region) -> dict[str, Any] | None:
    """The GeoJSON geometry of a region; None where nobody drew one."""
    feature = drawn().get(_key(region.code, region.name) or "")
    return feature["geometry"] if feature else None


def region_at(point: Point, *, level: str = "district") -> Region | None:
    """The region the point falls into; by towns it is only a guess, because their borders are schematic."""
    for key, area in _areas(level):
        if point in area:
            row = next(each for each in delivered() if each["key"] == key)
            return Region.objects.filter(**({"code": row["code"]} if row["code"] else {"name": row["name"]})).first()
    return None


def collection(level: str, regions: Iterable[Region]) -> tuple[bytes, str]:
    """A FeatureCollection of the regions that are both planted and drawn on that level, as JSON, and its digest."""
    told = tuple(
        (each.pk, each.code, each.name, each.kind, each.parent_id, each.path, each.lon, each.lat) for each in regions
    )
    return _collected(level, told)


@lru_cache(maxsize=8)
def _collected(level: str, told: tuple[tuple[Any, ...], ...]) -> tuple[bytes, str]:
    features = []
    for pk, code, name, kind, parent, path, lon, lat in told:
        feature = drawn().get(_key(code, name) or "")
        if feature is None or feature["properties"]["level"] != level:
            continue
        properties = {"id": pk, "code": code, "name": name, "kind": kind, "parent": parent, "path": path}
        properties |= {"center": _center(lon, lat), "schematic": feature["properties"]["schematic"]}
        features.append({"type": "Feature", "id": pk, "properties": properties, "geometry": feature["geometry"]})
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return body, sm3(body)


def _center(lon: float | None, lat: float | None) -> list[float] | None:
    return None if lon is None or lat is None else [lon, lat]


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Key by code, or by name where there is no code."""
    return {each["code"] or each["name"]: each["key"] for each in delivered()}


def _key(code: str | None, name: str) -> str | None:
    return _keys().get(code or name)


@lru_cache(maxsize=3)
def _areas(level: str) -> tuple[tuple[str, Area], ...]:
    return tuple((key, Area(each["geometry"])) for key, each in drawn().items() if each["properties"]["level"] == level)
