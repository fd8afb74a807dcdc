"""The statistics of hazards as a file: what it says, to whom, and what trace it leaves."""

import pytest

from changqian.platform.commons.hazards.stats import STATISTICS
from changqian.platform.commons.people.tests.test_exporting import cells_of
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.ledgerkit.stats import recompute

MARCH = {"since": "2026-03-01", "until": "2026-03-01"}
ADDRESS = "/api/statistics/hazards/"


@pytest.fixture
def three(cast, do, clock):
    """Two hazards in 武进, one in 天宁."""
    do.report()
    do.report()
    do.report(cast.rival_officer, site=cast.rival_site)
    recompute(STATISTICS, today=clock.today)


def table(client, **asked):
    said = saved(client, ADDRESS, MARCH | asked)
    assert said.status_code == 200, said.content.decode()
    return cells_of(said.getvalue()), said


def column(rows, label):
    at = rows[2].index(label)
    return {row[0]: row[at] for row in rows[3:]}


def test_each_area_the_sum_and_the_firms_behind_it(cast, three, api):
    rows, said = table(api(cast.city))
    assert rows[0][0] == "隐患统计"
    assert rows[1][0].startswith(f"导出人：{cast.city.name}　导出时间：2")
    assert rows[1][0].endswith("条件：2026-03至2026-03，按区县")
    listed = api(cast.city).get("/api/hazards/stats/", MARCH).json()
    assert rows[2] == ["地区", *(each["label"] for each in listed)]
    assert column(rows, "未闭环") == {
        "天宁区": 1, "武进区": 2, "合计": 3,
        "涉及企业：各地区合计": 2, "涉及企业：去重后": 2, "涉及企业：一照多址重复": 0,
    }  # fmt: skip
    assert said["Content-Disposition"].startswith("attachment")


def test_by_town_and_within_one_district(cast, three, api):
    rows, _ = table(api(cast.city), level="town", region=cast.wujin_region.pk)
    assert list(column(rows, "未闭环").items())[:2] == [(cast.hutang.name, 2), ("合计", 2)]
    assert "按镇街，地区：武进区" in rows[1][0]


def test_who_sees_one_firm_takes_its_numbers_only(cast, three, api):
    rows, _ = table(api(cast.rival_officer))
    assert column(rows, "未闭环")["合计"] == 1
    assert "武进区" not in column(rows, "未闭环")


def test_each_time_is_in_the_trail(cast, three, api):
    table(api(cast.wujin))
    entry = Entry.objects.get(action="exports.statistics")
    assert (entry.actor, entry.target) == (cast.wujin, "隐患统计")
    assert entry.changes == {"ledger": "隐患", "conditions": "2026-03至2026-03，按区县"}
    assert action_label(entry.action) == "导出统计"
    assert authentic(entry)


@pytest.mark.parametrize(
    ("ledger", "asked", "sentence"),
    [
        ("people", {}, "人员没有统计"),
        ("nothing", {}, "没有这个台账"),
        ("hazards", {"until": "2026-02-01"}, "结束月份不能早于开始月份"),
        ("hazards", {"since": "März"}, "日期"),
    ],
)
def test_what_cannot_be_told_is_refused_before_a_ticket_is_given(cast, api, ledger, asked, sentence):
    said = api(cast.city).post(f"/api/statistics/{ledger}/", query_params=MARCH | asked)
    assert said.status_code == 400
    assert sentence in said.json()["detail"]


def test_who_may_see_no_hazards_gets_no_ticket(cast, api):
    assert api(cast.nobody).post(ADDRESS, query_params=MARCH).status_code == 403
    assert not Entry.objects.filter(action="exports.statistics").exists()
