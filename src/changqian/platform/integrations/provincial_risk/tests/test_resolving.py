"""The city's office looks after the exchange: what came when, what could not be taken, and what becomes of it."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from changqian.platform.commons.province.models import Binding, DeclaredPoint, ListedFirm, Reject
from changqian.platform.commons.province.rules import Feed
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.integrations.provincial_risk.services import pull
from changqian.simulators.provincial_platform.faults import NOBODY, Faults


@pytest.fixture
def office(cast, api):
    return api(cast.city)


@pytest.fixture
def refused(cast, province):
    """A point whose level nobody knows."""
    province.faults = Faults(broken_rows=5)
    pull(Feed.POINTS)
    province.faults = Faults()
    return Reject.objects.get()


@pytest.fixture
def stranger(cast, province):
    """A firm of the list that is nobody here."""
    province.faults = Faults(unknown=2)
    pull(Feed.ENTERPRISES)
    pull(Feed.POINTS)
    province.faults = Faults()
    return Reject.objects.get()


def do(office, row, step, **given):
    return office.post(f"/api/province-rejects/{row.pk}/{step}/", {"version": row.version, **given}, format="json")


def test_how_fresh_each_feed_is(cast, office, province):
    pull(Feed.ENTERPRISES)
    province.faults = Faults(errors=3)
    pull(Feed.POINTS)
    told = {each["feed"]: each for each in office.get("/api/province-feeds/").json()}
    assert list(told) == Feed.values
    listed, points = told["enterprises"], told["points"]
    assert (listed["rows"], listed["late"], listed["last"]["created"]) == (2, False, 2)
    assert 0 <= listed["lag"] < 60
    assert (points["last"], points["lag"], points["late"]) == (None, None, True)
    assert (points["newest"]["state"], "503" in points["newest"]["error"]) == ("broken", True)


def test_batches_newest_first(cast, office, province):
    for feed in (Feed.ENTERPRISES, Feed.POINTS):
        pull(feed)
    said = office.get("/api/province-batches/").json()
    assert [(row["feed"], row["state"], len(row["digest"])) for row in said["results"]] == [
        ("points", "done", 64), ("enterprises", "done", 64)
    ]  # fmt: skip
    assert office.get("/api/province-batches/?feed=points").json()["count"] == 1


def test_somebody_asks_for_a_feed_now(cast, office, province):
    said = office.post("/api/province-feeds/points/pull/", {"full": True}, format="json")
    assert said.status_code == 202
    job = ProcrastinateJob.objects.get(task_name="province.pull")
    assert job.args == {"feed": "points", "full": True, "asked_by": cast.city.pk}
    assert Entry.objects.filter(action="province.run", actor=cast.city.pk).exists()
    again = office.post("/api/province-feeds/points/pull/", {}, format="json")
    assert again.json()["detail"] == "“申报风险点”已在等待取数，请稍后再看"
    assert office.post("/api/province-feeds/none/pull/", {}, format="json").status_code == 404


def test_without_an_address_asking_says_who_can_help(cast, office, settings):
    settings.PROVINCE_URL = ""
    assert "PROVINCE_URL" in office.post("/api/province-feeds/points/pull/", {}, format="json").json()["detail"]


def test_what_was_received_is_shown_with_what_is_wrong(cast, office, refused):
    told = office.get(f"/api/province-rejects/{refused.pk}/").json()
    wrong = [each for each in told["columns"] if each["wrong"]]
    assert wrong == [{"column": "level", "label": "风险点等级", "value": "不详", "wrong": True}]


def test_mended_it_is_taken_and_marked(cast, office, refused):
    said = do(office, refused, "retry", corrections={"level": "一般"})
    assert said.json()["fields"] == {"corrections": ["风险点等级：不认识“一般”"]}
    said = do(office, refused, "retry", corrections={"level": "重大"})
    assert (said.json()["fate"], said.json()["explanation"]) == ("retried", "更正风险点等级")
    point = DeclaredPoint.objects.get(source_id=refused.source_id)
    assert (point.level, point.mended) == ("major", True)
    refused.refresh_from_db()
    assert do(office, refused, "retry", corrections={}).json()["detail"] == "该条已处理：更正后已收下"


def test_the_provinces_own_row_takes_the_place_of_what_was_mended(cast, office, refused):
    do(office, refused, "retry", corrections={"level": "重大"})
    pull(Feed.POINTS, full=True)
    point = DeclaredPoint.objects.get(source_id=refused.source_id)
    assert (point.level, point.mended) == ("large", False)


def test_columns_that_are_none_cannot_be_mended(cast, office, refused):
    assert do(office, refused, "retry", corrections={"batch": "1"}).json()["detail"] == "没有字段batch"


def test_a_stranger_is_bound_to_a_firm_of_ours(cast, office, stranger):
    assert do(office, stranger, "bind", enterprise=cast.rival.pk, explanation="").status_code == 400
    said = do(office, stranger, "bind", enterprise=cast.rival.pk, explanation="更名换证前的旧代码")
    assert (said.json()["fate"], said.json()["enterprise_name"]) == ("bound", cast.rival.name)
    assert set(DeclaredPoint.objects.filter(uscc=NOBODY).values_list("enterprise", flat=True)) == {cast.rival.pk}
    assert ListedFirm.objects.get(uscc=NOBODY).enterprise_id == cast.rival.pk
    assert Binding.objects.get().reason == "更名换证前的旧代码"
    pull(Feed.POINTS, full=True)
    assert not DeclaredPoint.objects.filter(enterprise=None).exists()


def test_set_aside_it_is_not_told_again(cast, office, stranger, province):
    said = do(office, stranger, "set_aside", explanation="不在本市，已告知省厅")
    assert said.json()["fate"] == "set_aside"
    province.faults = Faults(unknown=2)
    pull(Feed.ENTERPRISES, full=True)
    assert Reject.objects.count() == 1


def test_a_refused_row_is_not_bound(cast, office, refused):
    said = do(office, refused, "bind", enterprise=cast.rival.pk, explanation="试一试")
    assert said.json()["detail"] == "该条的问题是“内容不合要求”，不能这样处理"


def test_only_the_citys_office_runs_the_exchange(cast, api, stranger):
    for person in (cast.wujin, cast.officer, cast.sysadmin):
        assert api(person).get("/api/province-feeds/").status_code == 403
        assert api(person).get("/api/province-rejects/").status_code == 403
        assert api(person).post("/api/province-feeds/points/pull/", {}, format="json").status_code == 403
