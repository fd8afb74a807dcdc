"""Where enterprises are, for whoever may know."""

import pytest

from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.kernel.geometry import Point, distance

HUTANG = {"lon": 119.95, "lat": 31.72}


def near(api, person, **asked):
    return api(person).get("/api/map/nearby/", {**HUTANG, "radius": 2000, **asked}).json()


def test_a_name_is_found_by_any_two_characters(cast, api):
    told = api(cast.city).get("/api/map/search/", {"q": "湖塘"}).json()
    assert [row["enterprise_name"] for row in told["results"]] == ["常州湖塘机械厂有限公司"]
    assert api(cast.liyang).get("/api/map/search/", {"q": "湖塘"}).json()["count"] == 0


def test_nearby_is_sorted_and_says_how_far(cast, api):
    open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.hutang, name="二厂", lon=119.96, lat=31.72)
    told = near(api, cast.town)
    assert [row["name"] for row in told["results"]] == ["一号车间", "二厂"]
    assert told["results"][1]["metres"] == round(distance(Point(119.95, 31.72), Point(119.96, 31.72)))
    assert near(api, cast.town, radius=500)["count"] == 1


def test_a_drawn_area_is_exact(cast, api):
    """A triangle whose box holds the site, and which does not."""
    inside = [[119.94, 31.71], [119.96, 31.71], [119.95, 31.73]]
    outside = [[119.90, 31.70], [119.96, 31.70], [119.90, 31.76]]
    found = {}
    for name, ring in (("inside", inside), ("outside", outside)):
        body = {"polygon": {"type": "Polygon", "coordinates": [ring]}}
        found[name] = api(cast.wujin).post("/api/map/area/", body).json()["count"]
    assert found == {"inside": 1, "outside": 0}


def test_clusters_add_up_whatever_the_zoom(cast, api):
    for number in range(230):
        open_site(
            actor=cast.platform,
            enterprise=cast.enterprise,
            region=cast.hutang,
            name=f"{number}号",
            lon=119.9 + number % 20 * 0.005,
            lat=31.7 + number // 20 * 0.005,
        )
    for zoom in (9, 12, 16):
        told = api(cast.city).get("/api/map/clusters/", {"bbox": "119,31,121,32.5", "zoom": zoom}).json()
        assert told["count"] == 232 == sum(each["count"] for each in told["results"])
    close = api(cast.city).get("/api/map/clusters/", {"bbox": "119.98,31.79,120,31.81", "zoom": 16}).json()
    assert [each["name"] for each in close["results"]] == ["常州青龙纺织有限公司"]


def test_the_card_stays_within_the_grants(cast, api):
    told = api(cast.town).get(f"/api/map/sites/{cast.site.pk}/card/").json()
    assert (told["enterprise_name"], told["region_name"]) == ("常州湖塘机械厂有限公司", "湖塘镇")
    assert api(cast.town).get(f"/api/map/sites/{cast.rival_site.pk}/card/").status_code == 404
    assert api(cast.nobody).get(f"/api/map/sites/{cast.site.pk}/card/").status_code == 403


@pytest.mark.parametrize(
    ("address", "asked", "field"),
    [
        ("clusters", {"bbox": "1,2,3", "zoom": 9}, "bbox"),
        ("clusters", {"bbox": "120,31,119,32", "zoom": 9}, "bbox"),
        ("clusters", {"bbox": "119,31,120,32", "zoom": 99}, "zoom"),
        ("nearby", {**HUTANG, "radius": 90_000}, "radius"),
        ("nearby", {"lon": "nan", "lat": 31.7, "radius": 100}, "lon"),
        ("search", {"q": ""}, "q"),
        ("search", {"q": "湖塘", "tag": "nonsense"}, "tag"),
        ("search", {"q": "湖塘", "risk_level": "purple"}, "risk_level"),
    ],
)
def test_a_wrong_question_names_the_field(cast, api, address, asked, field):
    answer = api(cast.city).get(f"/api/map/{address}/", asked)
    assert answer.status_code == 400
    assert field in str(answer.json())


@pytest.mark.parametrize(
    "polygon",
    [
        {"type": "Point", "coordinates": [119, 31]},
        {"type": "Polygon", "coordinates": [[[119, 31], [120, 31]]]},
        {"type": "Polygon", "coordinates": [[["a", 31], [120, 31], [120, 32]]]},
        {"type": "Polygon", "coordinates": []},
        None,
    ],
)
def test_a_wrong_polygon_is_refused(cast, api, polygon):
    assert api(cast.city).post("/api/map/area/", {"polygon": polygon}).status_code == 400
