"""Sites on the map, within each reader's grants."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
from changqian.platform.foundation.enterprises.tagging import give_tag, load_tags
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.geometry import Point, distance, gcj02_to_bd09, wgs84_to_gcj02
from changqian.platform.safety.risks.models import RiskPoint

SQUARE = [[119.94, 31.71], [119.96, 31.71], [119.96, 31.73], [119.94, 31.73], [119.94, 31.71]]
CITY = "119.1,31.1,120.3,32.1"


def around(client, **given):
    return client.post("/api/map/area/", {"polygon": {"type": "Polygon", "coordinates": [SQUARE], **given}})


def risk(site, level, **given):
    """A risk point as it stands; how it came to stand there is the ledger's own story."""
    fields = {"name": f"{level}风险", "location": "车间", "kind": "equipment", "method": "direct", "number": level}
    dates = {"registered_on": "2026-01-01", "activated_on": "2026-01-01", "month": "2026-01-01"}
    by = User.objects.get(is_system=True)
    return RiskPoint.objects.create(
        site=site, enterprise=site.enterprise, region=site.region, level=level, assessed_level=level, status="active",
        created_by=by, **fields, **dates, **given,
    )  # fmt: skip


def found(response):
    assert response.status_code == 200, response.content.decode()
    return {row["name"] for row in response.json()["results"]}


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("officer", {"一号车间"}),
        ("rival_officer", {"织造车间"}),
        ("town", {"一号车间"}),
        ("wujin", {"一号车间"}),
        ("liyang", set()),
        ("city", {"一号车间", "织造车间"}),
        ("two_roles", {"一号车间", "织造车间"}),
        ("expert", {"一号车间", "织造车间"}),
    ],
)
def test_each_reader_finds_what_is_in_reach(cast, api, person, sees):
    client = api(getattr(cast, person))
    assert found(client.get("/api/map/search/", {"q": "常州"})) == sees
    wide = {"lon": 119.97, "lat": 31.76, "radius": 20000}
    assert found(client.get("/api/map/nearby/", wide)) == sees
    clusters = client.get("/api/map/clusters/", {"bbox": CITY, "zoom": 10}).json()
    assert clusters["count"] == len(sees)
    for site in (cast.site, cast.rival_site):
        expected = 200 if site.name in sees else 404
        assert client.get(f"/api/map/sites/{site.pk}/card/").status_code == expected


@pytest.mark.parametrize("person", ["clerk", "nobody", "auditor", "dismissed"])
def test_without_the_permission_nothing_is_found(cast, api, person):
    client = api(getattr(cast, person))
    assert client.get("/api/map/search/", {"q": "常州"}).status_code == 403
    assert around(client).status_code == 403
    assert client.get(f"/api/map/sites/{cast.site.pk}/card/").status_code == 403


def test_search_knows_names_codes_and_addresses_points_first(cast, api):
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.hutang, name="仓库", address="延政中路18号")
    client = api(cast.city)
    for text, names in {
        "机械": {"一号车间", "仓库"},
        "htjx": {"一号车间", "仓库"},
        cast.rival.uscc[4:9]: {"织造车间"},
        "延政": {"仓库"},
        "织造": {"织造车间"},
        "延政 织造": set(),
        "%": set(),
    }.items():
        assert found(client.get("/api/map/search/", {"q": text})) == names, text
    rows = client.get("/api/map/search/", {"q": "机械"}).json()["results"]
    assert [row["name"] for row in rows] == ["一号车间", "仓库"]  # The one without a point comes last.


def test_an_area_holds_what_lies_in_it_and_on_its_edge(cast, api):
    client = api(cast.city)
    assert found(around(client)) == {"一号车间"}
    Site.objects.filter(pk=cast.site.pk).update(lon=119.94)
    assert found(around(client)) == {"一号车间"}
    triangle = [[119.94, 31.71], [119.96, 31.71], [119.96, 31.73]]  # In its box, not in it; and not closed.
    assert found(around(client, coordinates=[triangle])) == set()
    hole = [[119.93, 31.715], [119.955, 31.715], [119.955, 31.725], [119.93, 31.725], [119.93, 31.715]]
    both = [[[119.9, 31.7], [120, 31.7], [120, 31.9], [119.9, 31.9], [119.9, 31.7]], hole]
    assert found(around(client, coordinates=both)) == {"织造车间"}
    parts = [[SQUARE], [[[119.98, 31.79], [120, 31.79], [120, 31.81], [119.98, 31.81]]]]
    assert found(around(client, type="MultiPolygon", coordinates=parts)) == {"一号车间", "织造车间"}


@pytest.mark.parametrize(
    ("polygon", "sentence"),
    [
        (None, "区域"),
        ("a", "请提供GeoJSON多边形"),
        ({"type": "Point", "coordinates": [1, 2]}, "请提供GeoJSON多边形"),
        ({"type": "Polygon"}, "区域的坐标应为[经度, 纬度]的列表"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "区域的坐标应为[经度, 纬度]的列表"),
        ({"type": "Polygon", "coordinates": [[[1], [2], [3]]]}, "区域的坐标应为[经度, 纬度]的列表"),
        ({"type": "Polygon", "coordinates": [[[999, 1], [2, 2], [3, 3]]]}, "区域的坐标应为[经度, 纬度]的列表"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]}, "区域至少要有3个顶点"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [2, 1], [1, 2]]]}, "边线互相交叉"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [3, 3]]]}, "区域"),
        ({"type": "Polygon", "coordinates": [[[119 + n / 1000, 31] for n in range(501)]]}, "顶点不能超过500个"),
        ({"type": "Polygon", "coordinates": []}, "区域"),
        ({"type": "MultiPolygon", "coordinates": [1, 2]}, "区域的坐标应为[经度, 纬度]的列表"),
    ],
    ids=range(13),
)
def test_a_bad_area_is_refused_with_a_sentence(cast, api, polygon, sentence):
    response = api(cast.city).post("/api/map/area/", {"polygon": polygon})
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_nearby_is_exact_and_the_closest_comes_first(cast, api):
    here = Point(119.97, 31.75)
    far = [distance(here, Point(site.lon, site.lat)) for site in (cast.site, cast.rival_site)]
    client = api(cast.city)
    rows = client.get("/api/map/nearby/", {"lon": 119.97, "lat": 31.75, "radius": max(far) + 1}).json()["results"]
    assert [row["metres"] for row in rows] == pytest.approx(sorted(far), abs=0.1)
    inner = client.get("/api/map/nearby/", {"lon": 119.97, "lat": 31.75, "radius": max(far) - 1})
    assert len(inner.json()["results"]) == 1
    for given, sentence in (({"radius": 20001}, "20000"), ({"lon": 0, "lat": 0}, "坐标为0"), ({"radius": "x"}, "")):
        response = client.get("/api/map/nearby/", {"lon": 119.97, "lat": 31.75, "radius": 100, **given})
        assert response.status_code == 400
        assert sentence in response.content.decode()


def test_filters_narrow_every_question(cast, api):
    load_tags()
    give_tag(cast.rival.pk, actor=cast.city, expected_version=None, code="dust", today=timezone.localdate())
    risk(cast.site, "major")
    risk(cast.rival_site, "low")
    client, near = api(cast.city), {"lon": 119.97, "lat": 31.76, "radius": 20000}
    for given, names in (
        ({"tag": "dust"}, {"织造车间"}),
        ({"region": cast.wujin_region.pk}, {"一号车间"}),
        ({"status": "suspended"}, set()),
        ({"status": "operating"}, {"一号车间", "织造车间"}),
        ({"risk_level": "major"}, {"一号车间"}),
        ({"risk_level": "low", "tag": "dust"}, {"织造车间"}),
        ({"risk_level": ""}, {"一号车间", "织造车间"}),
    ):
        assert found(client.get("/api/map/nearby/", {**near, **given})) == names, given
        assert found(client.get("/api/map/search/", {"q": "常州", **given})) == names, given
        clusters = client.get("/api/map/clusters/", {"bbox": CITY, "zoom": 9, **given}).json()
        assert clusters["count"] == len(names), given
    assert client.get("/api/map/nearby/", {**near, "risk_level": "huge"}).status_code == 400
    assert client.get("/api/map/nearby/", {**near, "status": "huge"}).status_code == 400


def test_few_sites_are_drawn_one_by_one_with_their_highest_risk(cast, api):
    risk(cast.site, "low")
    risk(cast.site, "large")
    markers = api(cast.city).get("/api/map/clusters/", {"bbox": CITY, "zoom": 9}).json()["results"]
    assert [(marker["id"], marker["name"], marker["level"]) for marker in markers] == [
        (cast.site.pk, "常州湖塘机械厂有限公司", "large"),
        (cast.rival_site.pk, "常州青龙纺织有限公司", None),
    ]
    hidden = api(cast.expert).get("/api/map/clusters/", {"bbox": CITY, "zoom": 9}).json()["results"]
    assert {marker["level"] for marker in hidden} == {None}


@pytest.fixture
def crowd(cast):
    """250 sites on a line of 25 km, and one far away."""
    firm = register_enterprise(actor=cast.platform, uscc=uscc_for("MA0000M1"), name="群星集团", region=cast.hutang)
    Site.objects.bulk_create(
        Site(
            enterprise=firm, region=cast.hutang, name=f"{n}号", lon=119.6 + n / 1000, lat=31.5, created_by=cast.platform
        )
        for n in range(250)
    )
    return cast


def test_many_sites_are_clustered_and_none_is_lost(crowd, api):
    client = api(crowd.city)
    told = {}
    for zoom in (6, 9, 12, 15, 20):
        answer = client.get("/api/map/clusters/", {"bbox": CITY, "zoom": zoom}).json()
        assert answer["count"] == sum(marker["count"] for marker in answer["results"]) == 252
        assert all((marker["id"] is None) == (marker["count"] > 1) for marker in answer["results"])
        told[zoom] = len(answer["results"])
    assert told[6] < told[9] < told[12] < told[15] <= told[20] == 252
    part = client.get("/api/map/clusters/", {"bbox": "119.6,31.49,119.65,31.51", "zoom": 9}).json()
    assert part["count"] == len(part["results"]) == 51


def test_clusters_cost_the_same_for_any_number(crowd, api):
    costs = []
    for zoom in (6, 15):
        client = api(User.objects.get(pk=crowd.wujin.pk))
        client.get("/api/map/clusters/", {"bbox": CITY, "zoom": 6})
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/map/clusters/", {"bbox": CITY, "zoom": zoom})
        costs.append(len(queries))
    assert max(costs) <= 6


def test_the_card_tells_through_the_ledgers(cast, api):
    load_tags()
    today = timezone.localdate()
    give_tag(cast.enterprise.pk, actor=cast.city, expected_version=None, code="dust", today=today)
    give_tag(cast.enterprise.pk, actor=cast.city, expected_version=None, code="spray", today=today, site=cast.site.pk)
    risk(cast.site, "major")
    report_hazard(actor=cast.worker, site=cast.site, description="防护罩缺失", category="equipment", now=timezone.now())
    told = api(cast.town).get(f"/api/map/sites/{cast.site.pk}/card/").json()
    assert told["risk_points"] == {"major": 1, "large": 0, "general": 0, "low": 0}
    assert told["hazards"] == {"open": 1, "overdue": 0}
    assert told["tasks"] == {"total": 0, "done": 0}
    assert (told["tags"], told["status_label"], told["hidden"]) == (["粉尘涉爆", "喷涂作业"], "正常生产", [])
    expert = api(cast.expert).get(f"/api/map/sites/{cast.site.pk}/card/").json()
    assert expert["hidden"] == ["risks"]
    assert set(expert["risk_points"].values()) == {0}
    assert expert["hazards"]["open"] == 1


def test_a_card_does_not_add_two_grants_up(cast, api):
    """Sees every site, and the ledgers of 溧阳 only: the card of a site in 湖塘镇 has no figures for him."""
    names = Role.objects.create(code="names", name="只看名录", permissions=["enterprises.view"])
    both = User.objects.create(username="both", name="双岗")
    Assignment.objects.create(user=both, role=names, region=cast.city_region)
    Assignment.objects.create(user=both, role=Role.objects.get(code="district"), region=cast.liyang_region)
    risk(cast.site, "major")
    report_hazard(actor=cast.worker, site=cast.site, description="防护罩缺失", category="equipment", now=timezone.now())
    told = api(both).get(f"/api/map/sites/{cast.site.pk}/card/").json()
    assert told["enterprise_name"] == "常州湖塘机械厂有限公司"
    assert (told["hazards"], told["risk_points"]["major"]) == ({"open": 0, "overdue": 0}, 0)


@pytest.mark.parametrize("junk", ["\0", "9" * 40, "nan", "inf", "-1", "a,b,c,d", "1,2,3", "[]", "\ud7ff"], ids=range(9))
def test_garbage_is_never_a_fault_of_ours(cast, api, junk):
    client = api(cast.city)
    client.raise_request_exception = False
    good = {"q": "常州", "lon": 119.9, "lat": 31.7, "radius": 100, "bbox": CITY, "zoom": 9}
    names = (*good, "region", "tag", "status", "supervised_industry", "risk_level")
    for name in names:
        for question in ("search", "nearby", "clusters"):
            assert client.get(f"/api/map/{question}/", {**good, name: junk}).status_code < 500, (question, name)
    for body in ({"polygon": junk}, {"polygon": {"type": "Polygon", "coordinates": junk}}, junk, [junk], {}):
        assert client.post("/api/map/area/", body).status_code == 400
    assert client.get("/api/map/sites/" + "9" * 40 + "/card/").status_code == 404


def test_heat_tells_how_many_sites_lie_where_under_the_same_conditions_as_clusters(cast, api):
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.hutang, name="仓库", lon=119.95, lat=31.72)
    asked = {"bbox": CITY, "zoom": 10}
    told = api(cast.city).get("/api/map/density/", asked).json()
    assert (told["count"], sorted(told["cells"])) == (3, [[119.95, 31.72, 2], [119.99, 31.8, 1]])
    assert api(cast.wujin).get("/api/map/density/", asked).json()["count"] == 2
    assert api(cast.city).get("/api/map/density/", {**asked, "region": cast.tianning_region.pk}).json()["count"] == 1
    assert api(cast.liyang).get("/api/map/density/", asked).json() == {"count": 0, "cells": []}
    assert api(cast.clerk).get("/api/map/density/", asked).status_code == 403
    assert api(cast.city).get("/api/map/density/", {"bbox": "x", "zoom": 9}).status_code == 400


def test_by_area_a_firm_counts_in_each_of_its_districts_and_once_in_the_city(cast, api):
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.licheng, name="溧阳厂")
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.niutang, name="牛塘厂")
    client = api(cast.city)
    told = client.get("/api/map/areas/").json()
    assert {area["name"]: (area["enterprises"], area["sites"]) for area in told["by_region"]} == {
        "武进区": (1, 2), "天宁区": (1, 1), "溧阳市": (1, 1),
    }  # fmt: skip
    assert (told["sum_by_region"], told["distinct_total"], told["multi_site_overlap"]) == (3, 2, 1)
    towns = client.get("/api/map/areas/", {"level": "town", "region": cast.wujin_region.pk}).json()
    assert [area["name"] for area in towns["by_region"]] == ["湖塘镇", "牛塘镇"]
    assert (towns["distinct_total"], towns["multi_site_overlap"]) == (1, 1)
    assert [area["name"] for area in api(cast.wujin).get("/api/map/areas/").json()["by_region"]] == ["武进区"]


def test_tags_count_the_sites_that_carry_them_by_themselves_or_by_their_firm(cast, api):
    load_tags()
    second = open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.hutang, name="仓库")
    by = {"actor": cast.city, "expected_version": None, "today": timezone.localdate()}
    give_tag(cast.enterprise.pk, code="dust", **by)
    give_tag(cast.enterprise.pk, code="confined", site=second.pk, **by)
    give_tag(cast.rival.pk, code="confined", **by)
    told = api(cast.city).get("/api/map/tags/").json()["results"]
    assert {tag["code"]: tag["sites"] for tag in told} == {"dust": 2, "confined": 2}
    some = api(cast.wujin).get("/api/map/tags/", {"tag": "confined"}).json()["results"]
    assert [(tag["code"], tag["sites"]) for tag in some] == [("confined", 1), ("dust", 1)]


BENT = wgs84_to_gcj02(Point(119.95, 31.72))
DRAWN = [("cgcs2000", Point(119.95, 31.72)), ("gcj02", BENT), ("bd09", gcj02_to_bd09(BENT))]


@pytest.mark.parametrize(("datum", "drawn"), DRAWN)
def test_a_point_read_from_another_map_is_straightened(cast, api, datum, drawn):
    lon, lat = drawn
    told = api(cast.city).get("/api/map/nearby/", {"lon": lon, "lat": lat, "radius": 5, "datum": datum}).json()
    assert [row["name"] for row in told["results"]] == ["一号车间"]
    assert [round(each, 5) for each in told["centre"]] == [119.95, 31.72]
