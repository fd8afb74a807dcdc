"""The regions the platform is delivered with, and how browsers get them."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient
from shapely.geometry import shape

from changqian.platform.foundation.regions.boundaries import delivered, drawn, outline, region_at
from changqian.platform.foundation.regions.models import Region
from changqian.platform.foundation.regions.services import load_regions, plant, replant, subtree
from changqian.platform.kernel.geometry import CHANGZHOU, Point

ZONE_TOWNS = {"戚墅堰街道", "丁堰街道", "潞城街道", "遥观镇", "横林镇", "横山桥镇"}
TOWNS = {"天宁区": 7, "钟楼区": 8, "新北区": 10, "武进区": 12, "常州经开区": 6, "金坛区": 10, "溧阳市": 14}


@pytest.fixture
def loaded(db):
    cache.clear()
    return load_regions()


def test_one_city_seven_districts_sixty_seven_towns(loaded):
    assert loaded == (75, 0)
    assert {each.name: each.children.count() for each in Region.objects.filter(parent__name="常州市")} == TOWNS
    assert Region.objects.filter(kind="town").count() == 67


def test_the_economic_zone_runs_six_towns_and_has_no_code(loaded):
    zone = Region.objects.get(name="常州经开区")
    assert (zone.code, zone.kind) == (None, "functional_zone")
    assert set(zone.children.values_list("name", flat=True)) == ZONE_TOWNS
    assert len(subtree(zone.pk)) == 7


def test_loading_again_changes_nothing(loaded):
    before = list(Region.objects.order_by("pk").values())
    assert load_regions() == (0, 0)
    assert list(Region.objects.order_by("pk").values()) == before


def test_loading_again_brings_names_up_to_date_and_leaves_a_moved_town_where_it_is(loaded):
    town, elsewhere = Region.objects.get(name="洛阳镇"), Region.objects.get(name="常州经开区")
    replant(town, under=elsewhere)
    Region.objects.filter(pk=town.pk).update(name="洛阳")
    assert load_regions() == (0, 1)
    town.refresh_from_db()
    assert (town.name, town.parent) == ("洛阳镇", elsewhere)


def test_towns_have_centres_but_for_two_prisons(loaded):
    without = set(Region.objects.filter(lon=None).values_list("name", flat=True))
    assert without == {"常州监狱", "溧阳监狱"}
    assert all(Point(each["lon"], each["lat"]) in CHANGZHOU for each in delivered() if each["lon"])


def test_every_town_lies_in_its_own_cell(loaded):
    for row in delivered():
        if row["kind"] == "town" and row["lon"]:
            assert region_at(Point(row["lon"], row["lat"]), level="town").code == row["code"]


def test_borders_neither_overlap_nor_leave_gaps():
    for level in ("district", "town"):
        shapes = [shape(each["geometry"]) for each in drawn().values() if each["properties"]["level"] == level]
        city = shape(drawn()["320400"]["geometry"])
        assert all(each.is_valid for each in shapes)
        assert sum(each.area for each in shapes) == pytest.approx(city.area, rel=1e-6)


def test_districts_have_about_the_area_the_yearbook_gives_them():
    """Square kilometres; 武进区 with its zone."""
    for key, area in {"320402": 155, "320404": 133, "320411": 509, "320413": 976, "320481": 1535}.items():
        assert shape(drawn()[key]["geometry"]).area * 111.195**2 * 0.8517 == pytest.approx(area, rel=0.03)


def test_schematic_borders_say_so():
    schematic = {key for key, each in drawn().items() if each["properties"]["schematic"]}
    assert {"320412", "changzhou-jkq", "320412100"} <= schematic
    assert schematic.isdisjoint({"320400", "320402", "320404", "320411", "320413", "320481"})


@pytest.mark.parametrize(
    ("lon", "lat", "district"),
    [(119.95, 31.72, "武进区"), (120.11, 31.693, "常州经开区"), (119.48, 31.43, "溧阳市"), (119.2, 31.9, None)],
)
def test_a_point_falls_into_a_district(loaded, lon, lat, district):
    found = region_at(Point(lon, lat))
    assert (found and found.name) == district


def test_a_region_of_ones_own_has_no_outline(loaded):
    village = plant(None, "剑湖村", kind="village", under=Region.objects.get(name="遥观镇"))
    assert outline(village) is None
    assert outline(Region.objects.get(name="常州经开区"))["type"] == "Polygon"


def test_anybody_signed_in_gets_the_tree(cast, api):
    first, *_ = api(cast.worker).get("/api/regions/").json()
    assert first == {
        "id": cast.city_region.pk,
        "code": "320400",
        "name": "常州市",
        "kind": "city",
        "parent": None,
        "path": "0001",
        "center": None,
    }


@pytest.mark.parametrize("url", ["/api/regions/", "/api/regions/boundaries/"])
def test_a_stranger_gets_neither_tree_nor_borders(db, url):
    assert APIClient().get(url).status_code in (401, 403)


def test_borders_by_level(cast, api):
    load_regions()
    client = api(cast.worker)
    found = client.get("/api/regions/boundaries/").json()
    assert {each["properties"]["name"] for each in found["features"]} == TOWNS.keys()
    town = next(
        each["properties"]
        for each in client.get("/api/regions/boundaries/?level=town").json()["features"]
        if each["properties"]["name"] == "湖塘镇"
    )
    assert town["id"] == cast.hutang.pk
    assert town["parent"] == cast.wujin_region.pk
    assert town["schematic"] is True
    assert town["center"] == [119.95, 31.72]


def test_borders_are_sent_once(cast, api):
    load_regions()
    client = api(cast.worker)
    first = client.get("/api/regions/boundaries/?level=town", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert len(first.content) < 100_000
    again = client.get("/api/regions/boundaries/?level=town", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_moved_town_makes_borders_fresh(cast, api):
    load_regions()
    client = api(cast.worker)
    first = client.get("/api/regions/boundaries/?level=town")
    replant(cast.niutang, under=cast.tianning_region)
    again = client.get("/api/regions/boundaries/?level=town", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_an_unknown_level_is_refused(cast, api):
    answer = api(cast.worker).get("/api/regions/boundaries/?level=village")
    assert answer.status_code == 400
    assert "级别应为city、district或town" in answer.content.decode()
