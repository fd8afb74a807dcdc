"""Roads of Changzhou, and somebody who walks or drives along them. Degrees in CGCS2000, near enough for a simulator."""

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians

METRES_A_DEGREE = 111_320

Point = tuple[float, float]

ROADS: dict[str, tuple[Point, ...]] = {
    "延陵西路": ((119.9420, 31.7790), (119.9500, 31.7795), (119.9570, 31.7799), (119.9655, 31.7806)),
    "和平北路": ((119.9570, 31.7700), (119.9572, 31.7760), (119.9573, 31.7799), (119.9578, 31.7880)),
    "通江大道": ((119.9690, 31.8000), (119.9700, 31.8150), (119.9712, 31.8300), (119.9725, 31.8450)),
    "龙城大道": ((119.9400, 31.8170), (119.9560, 31.8175), (119.9710, 31.8180), (119.9860, 31.8184)),
    "武宜路": ((119.9480, 31.7300), (119.9455, 31.7180), (119.9430, 31.7050), (119.9410, 31.6920)),
    "晋陵中路": ((119.9640, 31.7740), (119.9645, 31.7800), (119.9650, 31.7860), (119.9655, 31.7930)),
}
"As longitude and latitude; drawn by hand from the city's plan, not surveyed."


@dataclass(frozen=True, slots=True)
class Place:
    """`speed` in km/h, `direction` in degrees clockwise from north."""

    longitude: float
    latitude: float
    speed: float
    direction: float


def length(road: tuple[Point, ...]) -> float:
    """Metres."""
    return sum(_apart(one, two) for one, two in zip(road, road[1:], strict=False))


def along(road: tuple[Point, ...], metres: float, *, speed: float) -> Place:
    """Where somebody is who has gone so far, turning round at both ends."""
    whole = length(road)
    gone = metres % (2 * whole)
    points = road if gone <= whole else road[::-1]
    gone = gone if gone <= whole else gone - whole
    for one, two in zip(points, points[1:], strict=False):
        step = _apart(one, two)
        if gone <= step or two == points[-1]:
            share = min(1.0, gone / step)
            place = one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
            return Place(round(place[0], 6), round(place[1], 6), speed, round(_heading(one, two), 1))
        gone -= step
    raise ValueError("a road has at least two points")


def _flat(one: Point, two: Point) -> tuple[float, float]:
    """Metres to the east and north."""
    east = (two[0] - one[0]) * METRES_A_DEGREE * cos(radians(one[1]))
    return east, (two[1] - one[1]) * METRES_A_DEGREE


def _apart(one: Point, two: Point) -> float:
    return hypot(*_flat(one, two))


def _heading(one: Point, two: Point) -> float:
    east, north = _flat(one, two)
    return degrees(atan2(east, north)) % 360
