"""安全审计员 reads the trail: who did what, in words, and nobody else does."""

import pytest
from django.utils import timezone

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import record, record_set, seal
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.foundation.records.services import change

URL = "/api/audit/"


@pytest.mark.parametrize(
    ("person", "status"),
    [("auditor", 200), ("sysadmin", 403), ("secadmin", 403), ("city", 403), ("officer", 403), ("nobody", 403)],
)
def test_only_the_auditor_reads_the_trail(cast, api, person, status):
    assert api(getattr(cast, person)).get(URL).status_code == status


def test_an_auditor_of_a_district_sees_nothing_for_the_trail_belongs_to_none(cast, api):
    cast.auditor.assignments.update(region=cast.wujin_region)
    assert api(cast.auditor).get(URL).status_code == 403


def test_a_change_is_told_in_words(cast, api):
    site = Site.objects.get(pk=cast.site.pk)
    change(
        site,
        actor=cast.platform,
        action="enterprises.edit_site",
        expected_version=None,
        name="新车间",
        region=cast.niutang,
        contact_phone="13861000001",
        is_registered=True,
    )
    row = api(cast.auditor).get(URL).json()["results"][0]
    assert (row["actor_name"], row["target_label"], row["seq"]) == ("平台", f"场所 {site.pk}", None)
    told = {change["label"]: (change["old"], change["new"]) for change in row["changes"]}
    assert told == {
        "场所名称": ("一号车间", "新车间"),
        "属地": ("湖塘镇", "牛塘镇"),
        "联系电话": ("", "******"),
        "注册地场所": ("否", "是"),
    }
    seal()
    sealed = api(cast.auditor).get(URL).json()["results"][0]
    assert (sealed["seq"], len(sealed["hash"])) == (Entry.objects.count(), 64)


def test_a_set_says_how_many(cast, api):
    record_set(actor=cast.officer, action="enterprises.edit_site", rows=[cast.site, cast.rival_site], changes=[{}, {}])
    row = api(cast.auditor).get(URL).json()["results"][0]
    assert (row["count"], row["target_label"]) == (2, "场所（2条）")


def test_a_row_or_a_model_that_is_gone_is_still_told(cast, api):
    record(
        actor=cast.officer,
        action="gone.thing",
        row=cast.site,
        changes={"colour": ["red", "blue"], "region": [1, 10**9]},
    )
    Entry.objects.filter(action="gone.thing").update(target="gone.Thing:7")
    row = api(cast.auditor).get(URL).json()["results"][0]
    assert (row["action_label"], row["target_label"]) == ("thing", "gone.Thing:7")
    assert row["changes"][0] == {"field": "colour", "label": "colour", "old": "red", "new": "blue"}


@pytest.fixture
def trail(cast):
    Entry.objects.all().delete()
    for person, action, row in [
        (cast.officer, "accounts.sign_in", cast.officer),
        (cast.officer, "enterprises.register", cast.site),
        (cast.city, "accounts.sign_in", cast.city),
        (cast.city, "enterprises.register", cast.rival_site),
    ]:
        record(actor=person, action=action, row=row, changes={})
    return cast


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 4),
        ({"action": "accounts.sign_in"}, 2),
        ({"action": "accounts"}, 2),
        ({"action": "account"}, 0),
        ({"target": "enterprises.Site"}, 2),
        ({"target": "enterprises"}, 0),
        ({"q": "陈安全"}, 2),
        ({"q": "CITY"}, 2),
        ({"q": "登录"}, 2),
        ({"q": "登记企业"}, 2),
        ({"q": "没有的"}, 0),
        ({"q": "%"}, 0),
        ({"since": "2020-01-01", "until": "2020-12-31"}, 0),
        ({"since": "2020-01-01"}, 4),
        ({"limit": 1}, 4),
    ],
)
def test_the_trail_is_searched_by_who_what_whom_and_when(trail, api, query, found):
    said = api(trail.auditor).get(URL, query)
    assert said.status_code == 200, said.json()
    assert said.json()["count"] == found


def test_one_row_and_one_person(trail, api):
    client = api(trail.auditor)
    assert client.get(URL, {"target": f"enterprises.Site:{trail.site.pk}"}).json()["count"] == 1
    assert client.get(URL, {"actor": trail.officer.pk}).json()["count"] == 2
    today = timezone.localdate().isoformat()
    assert client.get(URL, {"since": today, "until": today}).json()["count"] == 4


@pytest.mark.parametrize("query", [{"actor": "x"}, {"actor": 2**70}, {"since": "gestern"}, {"q": "x" * 51}])
def test_nonsense_is_refused_in_a_sentence(cast, api, query):
    said = api(cast.auditor).get(URL, query)
    assert said.status_code == 400
    assert list(said.json()["fields"]) == list(query)


def test_a_long_page_costs_no_more_queries_than_a_short_one(cast, api, django_assert_max_num_queries):
    for number in range(30):
        open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.hutang, name=f"车间{number}")
    with django_assert_max_num_queries(8):
        assert len(api(cast.auditor).get(URL).json()["results"]) > 30
