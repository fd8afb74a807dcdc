import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.geometry import (
    CHANGZHOU,
    CHINA,
    Area,
    BadPoint,
    Point,
    bd09_to_gcj02,
    bd09_to_wgs84,
    box_around,
    checked_point,
    distance,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    parse_point,
    wgs84_to_gcj02,
)

here = st.builds(Point, st.floats(CHANGZHOU.west, CHANGZHOU.east), st.floats(CHANGZHOU.south, CHANGZHOU.north))
anywhere_in_china = st.builds(Point, st.floats(73.5, 135), st.floats(18, 53.5))
HUTANG = Point(119.95, 31.72)


def near(one: Point, other: Point, tolerance: float) -> bool:
    return abs(one.lon - other.lon) < tolerance and abs(one.lat - other.lat) < tolerance


@pytest.mark.parametrize(
    ("gps", "drawn"),
    [
        (Point(121.5272106, 31.1774276), Point(121.531541859215, 31.17530398364597)),
        (Point(113.912316, 22.543847), Point(113.9171764808363, 22.540796131694766)),
        (Point(116.377817, 39.911954), Point(116.38404722455657, 39.91334545536069)),
        (Point(116.404, 39.915), Point(116.41024449916938, 39.91640428150164)),
    ],
)
def test_published_pairs_of_gps_and_gcj02(gps, drawn):
    assert near(wgs84_to_gcj02(gps), drawn, 1e-6)
    assert near(gcj02_to_wgs84(drawn), gps, 1e-6)


def test_a_published_pair_of_gcj02_and_bd09():
    assert near(gcj02_to_bd09(Point(116.404, 39.915)), Point(116.41036949371029, 39.92133699351022), 1e-9)


@given(anywhere_in_china)
def test_bending_and_straightening_leads_back(point):
    assert near(gcj02_to_wgs84(wgs84_to_gcj02(point)), point, 1e-8)
    assert near(bd09_to_gcj02(gcj02_to_bd09(point)), point, 1e-8)
    assert near(bd09_to_wgs84(gcj02_to_bd09(wgs84_to_gcj02(point))), point, 1e-8)


@given(here)
def test_in_changzhou_the_public_maps_are_some_hundred_metres_off(point):
    assert 300 < distance(point, wgs84_to_gcj02(point)) < 700


@pytest.mark.parametrize("point", [Point(139.69, 35.68), Point(0, 0), Point(-73.9, 40.7)])
def test_abroad_nothing_is_bent(point):
    assert point not in CHINA
    assert wgs84_to_gcj02(point) == point == gcj02_to_wgs84(point)


def test_distances():
    assert distance(HUTANG, HUTANG) == 0
    assert distance(Point(0, 0), Point(0, 1)) == pytest.approx(111_195, abs=1)
    assert distance(Point(0, 0), Point(180, 0)) == pytest.approx(math.pi * 6_371_008.8)
    assert distance(HUTANG, Point(119.48, 31.43)) == pytest.approx(55_000, rel=0.02)


@given(here, st.floats(1, 50_000), st.floats(0, 2 * math.pi), st.floats(0, 0.999))
def test_whatever_is_within_the_radius_is_within_the_box(centre, metres, bearing, part):
    away, lat = metres * part / 6_371_008.8, math.radians(centre.lat)
    north = math.asin(math.sin(lat) * math.cos(away) + math.cos(lat) * math.sin(away) * math.cos(bearing))
    east = math.atan2(
        math.sin(bearing) * math.sin(away) * math.cos(lat), math.cos(away) - math.sin(lat) * math.sin(north)
    )
    point = Point(centre.lon + math.degrees(east), math.degrees(north))
    assert distance(centre, point) <= metres
    assert point in box_around(centre, metres)


def test_the_box_is_no_larger_than_it_must_be():
    box = box_around(HUTANG, 1000)
    assert distance(HUTANG, Point(HUTANG.lon, box.north)) == pytest.approx(1000, rel=1e-6)
    assert distance(HUTANG, Point(box.east, HUTANG.lat)) == pytest.approx(1000, rel=1e-4)


def test_a_point_in_an_area_with_a_lake():
    ring = [[119.9, 31.7], [120.0, 31.7], [120.0, 31.8], [119.9, 31.8], [119.9, 31.7]]
    lake = [[119.94, 31.74], [119.96, 31.74], [119.96, 31.76], [119.94, 31.76], [119.94, 31.74]]
    area = Area({"type": "Polygon", "coordinates": [ring, lake]})
    assert HUTANG in area
    assert Point(119.9, 31.75) in area
    assert Point(119.95, 31.75) not in area
    assert Point(119.89, 31.75) not in area


@pytest.mark.parametrize(
    "typed",
    [
        "119.95,31.72",
        "119.95 31.72",
        "119.95，31.72",
        "１１９．９５，３１．７２",
        "(119.95, 31.72)",
        "119.95、31.72",
        "119°57′0″,31°43′12″",
        "119°57'0\" 31°43'12\"",
        "119°57'0'' 31°43'12''",
        "119度57分0秒 31度43分12秒",
        "119°57.0′ 31°43.2′",
        "119:57:00 31:43:12",
        "东经119°57′ 北纬31°43′12″",
        "北纬31°43′12″，东经119°57′",
        "E119.95 N31.72",
        "119.95E, 31.72N",
        "31.72°N 119.95°E",
        "n31.72 e119.95",
        "经度:119.95 纬度:31.72",
        "纬度31.72；经度119.95",
        "\u200b119.95,31.72\ufeff",
    ],
)
def test_a_point_is_read_as_people_paste_it(typed):
    assert near(parse_point(typed), HUTANG, 1e-9)


BAD_POINTS = [
    ("", "请填写坐标"),
    ("湖塘镇", "“湖塘镇”不是坐标，请填写“经度,纬度”，例如119.95,31.72"),
    ("119.95", "“119.95”不是坐标，请填写“经度,纬度”，例如119.95,31.72"),
    ("119.95,31.72,5", "“119.95,31.72,5”不是坐标，请填写“经度,纬度”，例如119.95,31.72"),
    ("119.95,31.72米", "“119.95,31.72米”不是坐标，请填写“经度,纬度”，例如119.95,31.72"),
    ("31.72,119.95", "经度和纬度填反了：经度应为119.95，纬度应为31.72"),
    ("东经31.72 北纬119.95", "经度和纬度填反了：经度应为119.95，纬度应为31.72"),
    ("E119.95 E31.72", "坐标应有一个经度和一个纬度"),
    ("0,0", "坐标为0，说明没有定位成功，请重新定位"),
    ("116.40,39.91", "坐标（116.4，39.91）不在本市范围内（经度119.1至120.3，纬度31.1至32.1）"),
    ("西经119.95 北纬31.72", "坐标（-119.95，31.72）不在本市范围内（经度119.1至120.3，纬度31.1至32.1）"),
    ("40512345.6,3512345.7", "这是以米为单位的平面坐标，请换算成以度为单位的经纬度"),
    ("195.3,31.72", "经度应在-180至180之间，现为195.3"),
    ("119.95,95", "纬度应在-90至90之间，现为95"),
    ("119°60′ 31°43′", "分应小于60，现为60"),
    ("119°57′60″ 31°43′", "秒应小于60，现为60"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD_POINTS)
def test_what_is_wrong_with_a_point_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadPoint) as refused:
        parse_point(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 31.72), (119.95, math.inf)])
def test_what_is_no_number_is_no_point(lon, lat):
    with pytest.raises(BadPoint, match="经度和纬度应为数字"):
        checked_point(lon, lat)


@given(here)
def test_degrees_minutes_seconds_lead_back(point):
    def dms(value: float) -> str:
        whole, minutes = int(value), int(value * 60 % 60)
        return f"{whole}°{minutes}′{max(value * 3600 - whole * 3600 - minutes * 60, 0):.9f}″"

    text = f"{dms(point.lon)},{dms(point.lat)}"
    if "′60.0" not in text:
        assert near(parse_point(text, within=CHINA), point, 1e-9)
