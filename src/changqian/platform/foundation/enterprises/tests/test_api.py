"""Enterprises and sites over HTTP: who sees which, search, filters, counts, garbage."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.enterprises.api import with_extras
from changqian.platform.foundation.enterprises.models import Enterprise, Tag, TagKind
from changqian.platform.foundation.enterprises.serializers import EnterpriseSerializer
from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
from changqian.platform.kernel.codes import uscc_for

URL = "/api/enterprises/"
FIRM, RIVAL = "常州湖塘机械厂有限公司", "常州青龙纺织有限公司"

SEES = {
    "officer": {FIRM},
    "principal": {FIRM},
    "worker": {FIRM},
    "rival_officer": {RIVAL},
    "town": {FIRM},
    "wujin": {FIRM},
    "liyang": set(),
    "city": {FIRM, RIVAL},
    "bureau": {FIRM},
    "other_bureau": set(),
    "author": set(),
    "two_roles": {FIRM, RIVAL},
    "expert": {FIRM, RIVAL},
}


def names(client, query=""):
    return {row["name"] for row in client.get(f"{URL}{query}").json()["results"]}


@pytest.mark.parametrize(("person", "sees"), SEES.items())
def test_each_role_sees_its_firms_and_sites(cast, api, person, sees):
    client = api(getattr(cast, person))
    assert names(client) == sees
    assert {row["enterprise_name"] for row in client.get("/api/sites/").json()["results"]} == sees
    for firm in (cast.enterprise, cast.rival):
        expected = 200 if firm.name in sees else 404
        assert client.get(f"{URL}{firm.pk}/").status_code == expected
        assert client.get(f"{URL}{firm.pk}/history/").status_code == expected
        assert client.get(f"{URL}{firm.pk}/explain/").status_code == expected


@pytest.mark.parametrize("person", ["clerk", "nobody", "dismissed", "auditor", "sysadmin"])
def test_without_the_permission_nothing_opens(cast, api, person):
    client = api(getattr(cast, person))
    for path in (URL, f"{URL}{cast.enterprise.pk}/", "/api/sites/", "/api/status-changes/", "/api/restructurings/"):
        assert client.get(path).status_code == 403


def test_a_stranger_is_sent_away(db):
    assert APIClient().get(URL).status_code in (401, 403)


STEPS = {
    "edit": {"version": 1, "name": "改名机械厂"},
    "edit_contact": {"version": 1, "contact": "陈安全"},
    "report_status": {"version": 1, "new": "suspended", "effective_on": "2026-03-01", "reason": "检修"},
    "change_status": {"version": 1, "new": "suspended", "effective_on": "2026-03-01", "reason": "检修"},
    "tag": {"version": 1, "code": "dust"},
    "end": {"version": 1, "reason": "重复"},
}
MAY = {
    "officer": {"edit_contact": 200, "report_status": 200},
    "worker": {},
    "town": {"edit": 200, "edit_contact": 200, "change_status": 200, "tag": 200},
    "wujin": {"edit": 200, "edit_contact": 200, "change_status": 200, "tag": 200, "end": 400},
    "bureau": {},
}
"200 done, 400 refused by a rule (it has a site), anything else 403."


@pytest.mark.parametrize(("person", "may"), MAY.items())
def test_who_may_do_what(cast, api, person, may):
    TagKind.objects.create(code="dust", name="粉尘涉爆")
    for name, body in STEPS.items():
        version = Enterprise.objects.get(pk=cast.enterprise.pk).version
        response = api(getattr(cast, person)).post(f"{URL}{cast.enterprise.pk}/{name}/", {**body, "version": version})
        assert response.status_code == may.get(name, 403), (name, response.json())


def test_two_roles_do_not_add_up(cast, api):
    """钱兼职 edits in the rival firm and views in 武进: 湖塘机械厂 may be viewed, and not edited."""
    Assignment.objects.filter(user=cast.two_roles, region=cast.wujin_region).update(
        role=Role.objects.get(code="bureau")
    )
    client = api(User.objects.get(pk=cast.two_roles.pk))
    assert names(client) == {FIRM, RIVAL}
    body = {"version": 1, "contact": "钱"}
    assert client.post(f"{URL}{cast.rival.pk}/edit_contact/", body).status_code == 200
    assert client.post(f"{URL}{cast.enterprise.pk}/edit_contact/", body).status_code == 404
    assert client.post(f"/api/sites/{cast.rival_site.pk}/edit/", body).status_code == 200
    assert client.post(f"/api/sites/{cast.site.pk}/edit/", body).status_code == 404


def test_registering_with_the_first_site(cast, api):
    body = {
        "uscc": uscc_for("MA000002"),
        "name": "湖塘精密零件厂",
        "region": cast.hutang.pk,
        "industry": "C3484",
        "site": {"region": cast.hutang.pk, "name": "厂区", "lon": 119.95, "lat": 31.72, "contact_phone": "13861000001"},
    }
    made = api(cast.town).post(URL, body)
    assert made.status_code == 201, made.json()
    firm = made.json()
    assert [site["name"] for site in firm["sites"]] == ["厂区"]
    assert firm["sites"][0]["contact_phone"] == "138****0001"
    assert [area["name"] for area in firm["areas"]] == ["湖塘镇"]
    again = api(cast.town).post(URL, body)
    assert again.status_code == 400
    assert "该信用代码已登记：湖塘精密零件厂" in json.dumps(again.json(), ensure_ascii=False)


def test_a_stale_version_is_a_conflict_that_shows_the_row(cast, api):
    client = api(cast.town)
    client.post(f"{URL}{cast.enterprise.pk}/edit/", {"version": 1, "legal_person": "周立新"})
    conflict = client.post(f"{URL}{cast.enterprise.pk}/edit/", {"version": 1, "legal_person": "王五"})
    assert conflict.status_code == 409


def test_the_history_names_each_field(cast, api):
    client = api(cast.town)
    client.post(f"{URL}{cast.enterprise.pk}/edit/", {"version": 1, "legal_person": "周立新"})
    newest = client.get(f"{URL}{cast.enterprise.pk}/history/").json()[0]
    assert (newest["actor"], newest["action_label"]) == ("湖塘镇安监员", "修改企业信息")
    assert newest["changes"] == [{"field": "legal_person", "label": "法定代表人", "old": "", "new": "周立新"}]


def test_the_history_of_a_site_speaks_of_places_not_of_numbers(cast, api):
    body = {"version": 1, "region": cast.niutang.pk, "moved_on": "2026-03-01"}
    assert api(cast.wujin).post(f"/api/sites/{cast.site.pk}/move/", body).status_code == 200
    newest = api(cast.wujin).get(f"/api/sites/{cast.site.pk}/history/").json()[0]
    assert newest["action_label"] == "场所迁移"
    assert {"field": "region", "label": "属地", "old": "湖塘镇", "new": "牛塘镇"} in newest["changes"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("湖", {FIRM}),
        ("机械", {FIRM}),
        ("塘机", {FIRM}),
        ("塘械", set()),
        ("常州", {FIRM, RIVAL}),
        ("湖塘 有限", {FIRM}),
        ("湖塘 纺织", set()),
        ("56789", {FIRM, RIVAL}),
        ("567890", {FIRM, RIVAL}),
        ("91320412567890120k", {FIRM}),
        ("htjx", {FIRM}),
        ("QLFZ", {RIVAL}),
        ("%", set()),
        ("_", set()),
        ("\\", set()),
        ("ＨＴＪＸ", {FIRM}),
        ("'; DROP TABLE", set()),
    ],
)
def test_any_neighbouring_characters_find_a_firm(cast, api, text, found):
    response = api(cast.city).get(URL, {"q": text})
    assert {row["name"] for row in response.json()["results"]} == found


def test_filters(cast, api):
    TagKind.objects.create(code="dust", name="粉尘涉爆")
    Tag.objects.create(enterprise=cast.rival, code="dust", source="manual", valid_from=cast.today, given_by=cast.city)
    second = open_site(actor=cast.city, enterprise=cast.rival, region=cast.licheng, name="溧阳分厂")
    assert second.lon is None
    client = api(cast.city)
    expected = {
        f"?region={cast.wujin_region.pk}": {FIRM},
        f"?region={cast.hutang.pk}": {FIRM},
        f"?region={cast.niutang.pk}": set(),
        f"?region={cast.liyang_region.pk}": {RIVAL},
        f"?region={cast.city_region.pk}": {FIRM, RIVAL},
        "?region=999999": set(),
        "?tag=dust": {RIVAL},
        "?tag=dust,other": {RIVAL},
        "?status=operating": {FIRM, RIVAL},
        "?status=suspended": set(),
        f"?department={cast.enterprise.department_id}": {FIRM},
        "?high_risk=true": {FIRM},
        "?has_coordinates=true": {FIRM, RIVAL},
        "?has_coordinates=false": set(),
        "?several_sites=true": {RIVAL},
        "?industry=c17": {RIVAL},
        "?management=local": {FIRM, RIVAL},
        "?is_above_scale=false": {FIRM, RIVAL},
    }
    assert {query: names(client, query) for query in expected} == expected
    row = next(row for row in client.get(URL).json()["results"] if row["name"] == RIVAL)
    assert (row["site_count"], row["tags"]) == (2, ["粉尘涉爆"])


def test_a_firm_in_two_districts_counts_in_each_and_once_in_all(cast, api):
    open_site(actor=cast.city, enterprise=cast.rival, region=cast.licheng, name="溧阳分厂")
    open_site(actor=cast.city, enterprise=cast.rival, region=cast.niutang, name="牛塘分厂")
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.niutang, name="牛塘分厂")
    said = api(cast.city).get(f"{URL}counts/").json()
    assert {area["name"]: (area["enterprises"], area["sites"]) for area in said["by_region"]} == {
        "武进区": (2, 3),
        "天宁区": (1, 1),
        "溧阳市": (1, 1),
    }
    assert [said[key] for key in ("sum_by_region", "distinct_total", "multi_site_overlap", "sites")] == [4, 2, 2, 5]
    city = api(cast.city).get(f"{URL}counts/", {"level": "city"}).json()
    assert [city[key] for key in ("sum_by_region", "distinct_total", "multi_site_overlap")] == [2, 2, 0]
    district = api(cast.wujin).get(f"{URL}counts/", {"level": "town"}).json()
    assert {area["name"]: area["enterprises"] for area in district["by_region"]} == {"湖塘镇": 1, "牛塘镇": 2}
    assert [district[key] for key in ("sum_by_region", "distinct_total", "sites")] == [3, 2, 3]
    filtered = api(cast.city).get(f"{URL}counts/", {"q": "青龙"}).json()
    assert (filtered["sum_by_region"], filtered["distinct_total"]) == (3, 1)
    assert api(cast.liyang).get(f"{URL}counts/").json()["distinct_total"] == 1
    assert api(cast.city).get(f"{URL}counts/", {"level": "galaxy"}).status_code == 400


def test_a_detail_shows_only_the_sites_in_reach(cast, api):
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.licheng, name="溧阳分厂")
    seen = api(cast.liyang).get(f"{URL}{cast.enterprise.pk}/").json()
    assert [site["name"] for site in seen["sites"]] == ["溧阳分厂"]
    assert seen["sites_elsewhere"] == 1
    assert len(api(cast.city).get(f"{URL}{cast.enterprise.pk}/").json()["sites"]) == 2


def test_a_long_list_costs_no_more_queries_than_a_short_one(cast, api):
    costs = []
    for number in range(3):
        register_enterprise(
            actor=cast.platform,
            uscc=uscc_for(f"MA00001{number}"),
            name=f"新厂{number}",
            region=cast.hutang,
            site={"region": cast.hutang, "name": "厂区"},
        )
        for url in (URL, "/api/sites/", f"{URL}counts/", f"{URL}{cast.enterprise.pk}/"):
            client = api(User.objects.get(pk=cast.wujin.pk))
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            costs.append((number, url, len(queries)))
    assert [cost[1:] for cost in costs if cost[0] == 1] == [cost[1:] for cost in costs if cost[0] == 2]


def test_a_fast_row_is_what_the_serializer_says(cast, api):
    row = with_extras(Enterprise.objects.all()).get(pk=cast.enterprise.pk)
    said = json.loads(JSONRenderer().render(EnterpriseSerializer(row).data))
    assert api(cast.officer).get(URL).json()["results"] == [said]


GARBAGE = ["\0", "'", "9" * 30, "-1", "null", "[]", "{}", "𠮷" * 60, "\ud7ff", "true", "1e400", "\u202e"]


@pytest.mark.parametrize("junk", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_never_a_fault_of_ours(cast, api, junk):
    client = api(cast.city)
    client.raise_request_exception = False
    filters = ("q", "region", "status", "tag", "department", "ordering", "limit", "offset", "has_coordinates", "level")
    for name in filters:
        for url in (URL, "/api/sites/", f"{URL}counts/", "/api/status-changes/", "/api/restructurings/"):
            assert client.get(url, {name: junk}).status_code < 500, (url, name)
    form = ("uscc", "legacy_reg_no", "name", "region", "industry", "revenue", "staff_count", "founded_on", "site")
    for name in form:
        assert client.post(URL, {"name": "新厂", "region": cast.hutang.pk, name: junk}).status_code < 500, name
    for name in ("lon", "lat", "datum", "enterprise", "uscc", "region"):
        body = {"enterprise": cast.enterprise.pk, "region": cast.hutang.pk, "name": "新址", name: junk}
        assert client.post("/api/sites/", body).status_code < 500, name
    for name in ("merge", "split", "move_to", "merge/preview", "tag", "withdraw_tag", "change_status", "edit"):
        for body in ({"version": junk}, junk, [junk], {"version": 1, "other": junk, "sites": [junk], "reason": junk}):
            assert client.post(f"{URL}{cast.enterprise.pk}/{name}/", body).status_code < 500, name
    for body in ({"system": junk, "rows": [junk]}, {"system": "a", "reason": junk, "rows": [{"legacy_id": junk}]}):
        assert client.post(f"{URL}take_over/", body).status_code < 500
