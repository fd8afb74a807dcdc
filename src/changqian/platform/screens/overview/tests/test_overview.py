"""The overview says what the ledgers say, to each reader as far as his grants reach."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.foundation.accounts.models import Assignment, Role
from changqian.platform.ledgerkit.stats import every, rebuild
from changqian.platform.safety.whistle.reporting import Said, blow
from changqian.platform.screens.overview.reading import percent, sentence


@pytest.fixture
def hazards(cast):
    now = timezone.now()
    for number in range(3):
        report_hazard(
            actor=cast.officer,
            site=cast.site,
            description=f"第{number}处配电箱未关闭",
            category="electricity",
            now=now - timedelta(minutes=number),
        )
    for statistics in every():
        rebuild(statistics, today=timezone.localdate())


def test_each_reader_sees_the_figures_of_his_reach(cast, api, hazards):
    seen = {
        name: api(getattr(cast, name)).get("/api/overview/").json()["hazards"]["open"]
        for name in ("city", "wujin", "liyang", "town", "bureau")
    }
    assert seen == {"city": 3, "wujin": 3, "liyang": 0, "town": 3, "bureau": 3}


def test_areas_add_up_and_say_the_overlap(cast, api, hazards):
    told = api(cast.city).get("/api/overview/").json()
    firms = told["enterprises"]
    assert sum(area["enterprises"] for area in told["areas"]) == firms["sum_by_region"]
    assert firms["sum_by_region"] - firms["distinct_total"] == firms["multi_site_overlap"]
    assert {area["name"] for area in told["areas"]} == {"武进区", "天宁区"}


def test_a_region_narrows_all_figures_and_opens_no_other(cast, api, hazards):
    def seen(person, region):
        told = api(person).get(f"/api/overview/?level=town&region={region.pk}").json()
        return told["enterprises"]["distinct_total"], told["hazards"]["open"], [area["name"] for area in told["areas"]]

    assert seen(cast.city, cast.wujin_region) == (1, 3, ["湖塘镇"])
    assert seen(cast.city, cast.tianning_region) == (1, 0, ["青龙街道"])
    assert seen(cast.city, cast.city_region) == (2, 3, ["湖塘镇", "青龙街道"])
    assert seen(cast.wujin, cast.tianning_region) == (0, 0, [])


@pytest.mark.parametrize("person", ["clerk", "nobody", "auditor"])
def test_without_a_view_there_is_no_overview(cast, api, person):
    assert api(getattr(cast, person)).get("/api/overview/").status_code == 403


def test_a_wrong_level_is_a_sentence(cast, api):
    assert api(cast.city).get("/api/overview/?level=planet").status_code == 400


class TestWhistles:
    """Numbers of the year by area; whoever may not view whistles is told none, and nobody is told of a report."""

    @pytest.fixture
    def whistles(self, cast):
        said = {"how": "anonymous", "hazard_class": "environment", "location": "仓库", "text": "通道堵塞"}
        for site in (cast.site, cast.site, cast.rival_site):
            blow(site, Said(**said), captured_at=None, now=timezone.now())
        for statistics in every():
            rebuild(statistics, today=timezone.localdate())

    def test_each_reader_sees_those_of_his_reach(self, cast, api, whistles):
        seen = {name: api(getattr(cast, name)).get("/api/overview/").json() for name in ("city", "wujin", "liyang")}
        assert {name: told["whistles"]["reports"] for name, told in seen.items()} == {
            "city": 3,
            "wujin": 2,
            "liyang": 0,
        }
        assert {area["name"]: area["whistles"] for area in seen["city"]["areas"]} == {"武进区": 2, "天宁区": 1}
        assert seen["city"]["whistles"] == {
            "reports": 3, "confirmed": 0, "settled": 0, "late": 0, "paid": 0, "money": 0, "pay_days": 0,
        }  # fmt: skip
        assert "通道堵塞" not in str(seen)

    def test_whoever_may_not_view_them_is_told_none(self, cast, api, whistles):
        role = Role.objects.create(code="firms", name="只看企业", permissions=["enterprises.view"])
        Assignment.objects.create(user=cast.nobody, role=role, region=cast.city_region)
        assert api(cast.nobody).get("/api/overview/").json()["whistles"] is None


def area(name, share, tasks=10):
    return {"name": name, "tasks": tasks, "tasks_percent": share}


@pytest.mark.parametrize(
    ("areas", "overdue", "said"),
    [
        ([], 0, "本月还没有风控任务"),
        ([area("武进区", 100.0)], 0, "本月风控任务全部完成，没有逾期隐患"),
        (
            [area("武进区", 100.0), area("天宁区", 61.0)],
            2,
            "本月 1 个地区的风控检查还未全部完成，最低的天宁区为 61.0%，2 条隐患逾期未整改",
        ),
    ],
)
def test_the_sentence_says_who_is_behind(areas, overdue, said):
    assert sentence(areas, overdue) == said


def test_nothing_to_do_is_wholly_done():
    assert (percent(0, 0), percent(1, 3)) == (100.0, 33.3)
