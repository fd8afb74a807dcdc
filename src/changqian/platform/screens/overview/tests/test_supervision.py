"""Execution of the month's tasks, reports of the year and the quality value, each as far as grants reach."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.tests.test_reading import declaration, told
from changqian.platform.commons.summaries.services import form_month
from changqian.platform.kernel.dates import month_of
from changqian.platform.ledgerkit.stats import every, rebuild
from changqian.platform.safety.risks.services import patrol
from changqian.platform.safety.risks.tests.making import MORNING, answers, in_force


@pytest.fixture
def april(cast):
    """One low and one large risk in force; the low one was looked at, by scanning nothing."""
    points = [in_force(cast), in_force(cast, "large")]
    patrol(
        actor=cast.worker, control_level="post", now=MORNING + timedelta(days=1), risk_point=points[0].pk,
        answers=answers(points[0]), position_missing="denied",
    )  # fmt: skip
    for statistics in every():
        rebuild(statistics, today=date(2026, 5, 1))
    return cast


def execution(api, person, query="month=2026-04-01"):
    return api(person).get(f"/api/overview/execution/?{query}")


def test_tasks_by_area_and_level_with_their_firms(april, api):
    wujin, tianning = sorted(execution(api, april.city).json(), key=lambda area: -area["tasks"]["total"])
    assert (wujin["name"], wujin["enterprises"], wujin["tasks"]["total"], wujin["tasks"]["done"]) == ("武进区", 1, 2, 1)
    assert wujin["levels"]["low"] == {"total": 1, "done": 1, "percent": 100.0}
    assert (wujin["levels"]["large"]["total"], wujin["levels"]["large"]["percent"]) == (1, 0.0)
    assert wujin["levels"]["major"] == {"total": 0, "done": 0, "percent": 100.0}
    assert (tianning["name"], tianning["enterprises"], tianning["tasks"]["total"]) == ("天宁区", 1, 0)


def test_execution_is_asked_by_month_area_and_level(april, api):
    assert [area["name"] for area in execution(api, april.wujin).json()] == ["武进区"]
    assert [area["name"] for area in execution(api, april.city, "month=2026-04-01&level=town").json()] == [
        "湖塘镇",
        "青龙街道",
    ]
    inside = execution(api, april.city, f"month=2026-04-01&level=town&region={april.tianning_region.pk}").json()
    assert [area["name"] for area in inside] == ["青龙街道"]
    assert {area["tasks"]["total"] for area in execution(api, april.city, "month=2026-03-01").json()} == {0}
    assert execution(api, april.nobody).status_code == 403


def test_reports_of_the_year_by_kind_and_by_the_bureau_on_top(cast, api):
    told(
        Feed.DECLARATIONS,
        declaration(cast.enterprise, on="2026-03-02"),
        declaration(cast.enterprise, on="2026-04-02", kind="change"),
        declaration(cast.enterprise, on="2025-03-02"),
        declaration(cast.rival, on="2026-02-01", kind="initial"),
        declaration(cast.rival, on="2026-02-02", kind="returned"),
    )

    def reports(person, query="year=2026"):
        said = api(person).get(f"/api/overview/reports/?{query}").json()
        kinds = {each["label"]: each["n"] for each in said["kinds"]}
        return said["total"], kinds, [(each["name"], each["n"]) for each in said["departments"]]

    total, kinds, departments = reports(cast.city)
    assert (total, kinds) == (3, {"首次报告": 1, "定期报告": 1, "变更报告": 1})
    assert sum(n for _, n in departments) == 3
    said = api(cast.city).get("/api/overview/reports/?year=2026").json()["departments"]
    for each in said:
        of = {"department": each["department"]} if each["department"] else {"unassigned": "true"}
        asked = {"year": 2026, "kind": ["initial", "periodic", "change"], **of}
        assert api(cast.city).get("/api/province-declarations/", asked).json()["count"] == each["n"], each
    assert api(cast.city).get("/api/province-declarations/?department=999999").json()["count"] == 0
    assert reports(cast.city, f"year=2026&region={cast.tianning_region.pk}")[0] == 1
    assert reports(cast.city, "year=2025")[0] == 1
    assert reports(cast.liyang)[0] == 0
    assert api(cast.worker).get("/api/overview/reports/").status_code == 403


def test_the_overview_tells_scanning_and_the_newest_quality_value(cast, api):
    now = timezone.now()
    point = in_force(cast, now=now - timedelta(hours=1))
    patrol(
        actor=cast.worker, control_level="post", now=now, risk_point=point.pk, answers=answers(point),
        position_missing="denied",
    )  # fmt: skip
    earlier = now - timedelta(days=40)
    in_force(cast, now=earlier)
    for statistics in every():
        rebuild(statistics, today=timezone.localdate(now))
    month = month_of(timezone.localdate(earlier))
    form_month(month, actor=cast.platform, now=now)
    said = api(cast.city).get("/api/overview/").json()
    assert said["scanning"]["total"] == 1
    assert (said["quality"]["region_name"], said["quality"]["month"]) == ("常州市", month.isoformat())
    assert said["quality"]["value"] == sum(part["points"] for part in said["quality"]["parts"])
    by_area = {area["name"]: area["quality"] for area in said["areas"]}
    assert by_area["武进区"] == said["quality"]["value"]
    assert by_area["天宁区"] is None
    inside = api(cast.city).get(f"/api/overview/?region={cast.tianning_region.pk}").json()
    assert inside["quality"] is None
    assert api(cast.town).get("/api/overview/").json()["quality"]["region_name"] == "湖塘镇"
    assert api(cast.bureau).get("/api/overview/").json()["quality"] is None
