"""Points on the map: how they are read, how the map services of China bend them, how far apart they are.

Everything is stored in CGCS2000 degrees, longitude first. GPS gives WGS-84, which differs by less than a metre and is
taken as equal. 高德 and 腾讯 give GCJ-02, 百度 BD-09: both must be straightened before storage.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, isfinite, pi, radians, sin, sqrt
from typing import Any, NamedTuple

import shapely
from shapely.geometry import shape

from changqian.platform.kernel.errors import RuleViolation

EARTH = 6_371_008.8
"Mean radius in metres."
KRASOVSKY_AXIS, KRASOVSKY_ECCENTRICITY = 6_378_245.0, 0.00669342162296594323
"The ellipsoid GCJ-02 reckons with."
ENOUGH = 1e-9
"Degrees at which an inverse stops: a tenth of a millimetre."


class Point(NamedTuple):
    """Degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east, north, in degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    def __contains__(self, point: Point) -> bool:
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


CHANGZHOU = Box(119.1, 31.1, 120.3, 32.1)
CHINA = Box(72.004, 0.8293, 137.8347, 55.8271)
"Outside, GCJ-02 is WGS-84."


class BadPoint(RuleViolation):
    """No place, or not one here; the message says why."""


def distance(one: Point, other: Point) -> float:
    """Metres along the great circle (haversine), right to half a percent."""
    south, north = radians(one.lat), radians(other.lat)
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(chord, 1.0)))


def box_around(centre: Point, metres: float) -> Box:
    """The box that holds every point within `metres`: asked first, because an index answers it. Not for the poles."""
    high = degrees(metres / EARTH)
    wide = degrees(asin(min(1.0, sin(metres / EARTH) / cos(radians(centre.lat)))))
    return Box(centre.lon - wide, centre.lat - high, centre.lon + wide, centre.lat + high)


class Area:
    """A GeoJSON Polygon or MultiPolygon that is asked often. A point on its edge is in it."""

    def __init__(self, geometry: Mapping[str, Any]) -> None:
        self._shape = shape(dict(geometry))
        shapely.prepare(self._shape)

    def __contains__(self, point: Point) -> bool:
        return bool(shapely.intersects_xy(self._shape, point.lon, point.lat))


def wgs84_to_gcj02(point: Point) -> Point:
    """What the public maps of China would draw; about 500 m south-east of the truth in Changzhou."""
    if point not in CHINA:
        return point
    x, y = point.lon - 105, point.lat - 35
    ripple = _waves(x, (20, 6), (20, 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += _waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    flat = 1 - KRASOVSKY_ECCENTRICITY * sin(radians(point.lat)) ** 2
    meridian = KRASOVSKY_AXIS * (1 - KRASOVSKY_ECCENTRICITY) / flat**1.5
    parallel = KRASOVSKY_AXIS / sqrt(flat) * cos(radians(point.lat))
    return Point(point.lon + degrees(east / parallel), point.lat + degrees(north / meridian))


def gcj02_to_wgs84(point: Point) -> Point:
    """The truth behind a point of 高德 or 腾讯."""
    return _inverse(wgs84_to_gcj02, point)


def gcj02_to_bd09(point: Point) -> Point:
    """What 百度 would draw."""
    reach = hypot(point.lon, point.lat) + 0.00002 * sin(point.lat * pi * 3000 / 180)
    angle = atan2(point.lat, point.lon) + 0.000003 * cos(point.lon * pi * 3000 / 180)
    return Point(reach * cos(angle) + 0.0065, reach * sin(angle) + 0.006)


def bd09_to_gcj02(point: Point) -> Point:
    return _inverse(gcj02_to_bd09, point)


def bd09_to_wgs84(point: Point) -> Point:
    return gcj02_to_wgs84(bd09_to_gcj02(point))


def _waves(at: float, *waves: tuple[float, float]) -> float:
    return sum(height * sin(at * pi * often) for height, often in waves) * 2 / 3


def _inverse(bend: Callable[[Point], Point], target: Point) -> Point:
    """The point that `bend` takes to `target`. Bending moves points little and smoothly: guessing again converges."""
    guess = target
    for _ in range(20):
        bent = bend(guess)
        east, north = target.lon - bent.lon, target.lat - bent.lat
        guess = Point(guess.lon + east, guess.lat + north)
        if abs(east) < ENOUGH and abs(north) < ENOUGH:
            break
    return guess


def checked_point(lon: float, lat: float, *, within: Box = CHANGZHOU) -> Point:
    """The point, if it is one and lies within; BadPoint with a sentence otherwise."""
    if not (isfinite(lon) and isfinite(lat)):
        raise BadPoint("经度和纬度应为数字", field="lon")
    if lon == 0 and lat == 0:
        raise BadPoint("坐标为0，说明没有定位成功，请重新定位", field="lon")
    point, swapped = Point(lon, lat), Point(lat, lon)
    if point in within:
        return point
    if swapped in within:
        raise BadPoint(f"经度和纬度填反了：经度应为{lat:g}，纬度应为{lon:g}", field="lon")
    if abs(lon) > 10_000 or abs(lat) > 10_000:
        raise BadPoint("这是以米为单位的平面坐标，请换算成以度为单位的经纬度", field="lon")
    if abs(lon) > 180:
        raise BadPoint(f"经度应在-180至180之间，现为{lon:g}", field="lon")
    if abs(lat) > 90:
        raise BadPoint(f"纬度应在-90至90之间，现为{lat:g}", field="lat")
    bounds = f"经度{within.west:g}至{within.east:g}，纬度{within.south:g}至{within.north:g}"
    raise BadPoint(f"坐标（{lon:g}，{lat:g}）不在本市范围内（{bounds}）", field="lon")


SIGNS = str.maketrans({**dict.fromkeys("°º˚度", "°"), **dict.fromkeys("′＇’‘分", "'"), **dict.fromkeys("″＂”“秒", '"')})
NUMBER = r"\d+(?:\.\d+)?"
ANGLE = re.compile(
    rf"""(?P<before>东经|西经|北纬|南纬|[EWNS])? [\s:=]*
         (?P<degrees>[-+]?{NUMBER}) \s*
         (?: ° \s* (?: (?P<minutes>{NUMBER}) \s* ' \s* (?: (?P<seconds>{NUMBER}) (?: \s*" | (?![\d.°']) ) )? )? )? \s*
         (?(before)|(?P<after>[EWNS])?)""",
    re.VERBOSE,
)
COLONS = re.compile(rf"(\d+):(\d+):({NUMBER})")
IS_LAT = {"北纬", "南纬", "N", "S"}
IS_NEGATIVE = {"西经", "南纬", "W", "S"}


def parse_point(text: str, *, within: Box = CHANGZHOU) -> Point:
    """Read what people paste: decimal degrees or 度分秒, longitude first unless the text names its halves."""
    halves = list(ANGLE.finditer(readable := _readable(text)))
    if not readable:
        raise BadPoint("请填写坐标", field="lon")
    if len(halves) != 2 or ANGLE.sub("", readable).strip(" ,;/()[]"):
        raise BadPoint(f"“{text.strip()[:40]}”不是坐标，请填写“经度,纬度”，例如119.95,31.72", field="lon")
    marks = [half["before"] or half["after"] for half in halves]
    lats = [mark in IS_LAT for mark in marks]
    if all(marks) and lats[0] == lats[1]:
        raise BadPoint("坐标应有一个经度和一个纬度", field="lon")
    values = [_angle(half, mark) for half, mark in zip(halves, marks, strict=True)]
    if lats[0] or (marks[1] and not lats[1]):
        values.reverse()
    return checked_point(*values, within=within)


def _readable(text: str) -> str:
    """Half-width upper case with °, ' and " as the only signs. Not NFKC as a whole: it takes ″ and º apart."""
    named = text.replace("经度", "东经").replace("纬度", "北纬").replace("''", '"')
    signed = named.translate(SIGNS).replace("、", ",")
    narrow = "".join(unicodedata.normalize("NFKC", each) if "\uff00" <= each <= "\uffef" else each for each in signed)
    plain = "".join(each for each in narrow if unicodedata.category(each) != "Cf").upper()
    return COLONS.sub(r"""\1°\2'\3" """, plain).strip()


def _angle(half: re.Match[str], mark: str | None) -> float:
    """Degrees; BadPoint for 60 minutes and more."""
    minutes, seconds = float(half["minutes"] or 0), float(half["seconds"] or 0)
    if minutes >= 60:
        raise BadPoint(f"分应小于60，现为{minutes:g}", field="lon")
    if seconds >= 60:
        raise BadPoint(f"秒应小于60，现为{seconds:g}", field="lon")
    whole = float(half["degrees"])
    value = abs(whole) + minutes / 60 + seconds / 3600
    return -value if half["degrees"].startswith("-") or mark in IS_NEGATIVE else value
