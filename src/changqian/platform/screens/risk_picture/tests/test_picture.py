"""One firm's whole risk picture, for the firm and for who supervises it."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.industrial.services import refresh
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.tests.test_reading import declaration, listed, told
from changqian.platform.commons.summaries.models import FirmSummary
from changqian.platform.commons.summaries.services import form_month
from changqian.platform.ledgerkit.stats import every, rebuild
from changqian.platform.safety.risks.services import link_declared
from changqian.platform.safety.risks.tests.making import SHANGHAI, in_force
from changqian.platform.safety.risks.tests.test_declared import declare

MAY, IN_JUNE = date(2026, 5, 1), datetime(2026, 6, 1, 3, tzinfo=SHANGHAI)


@pytest.fixture
def lively(cast):
    now = timezone.now()
    told(Feed.ENTERPRISES, listed(cast.enterprise))
    told(Feed.DECLARATIONS, declaration(cast.enterprise, on="2026-02-01"))
    linked = in_force(cast, "large", now=now, name="喷漆房", location="涂装车间北侧")
    in_force(cast, "major", now=now, name="熔铝炉")
    in_force(cast, "large", now=now, name="涂料库", location="库区")
    in_force(cast, "low", now=now)
    rows = {
        number: declare(cast.enterprise, number=number, name=name)
        for number, name in [("P1", "喷漆房"), ("P2", "涂料库"), ("P3", "酸洗槽")]
    }
    link_declared(linked.pk, actor=cast.officer, expected_version=linked.version, declared=rows["P1"].pk)
    report_hazard(actor=cast.officer, site=cast.site, description="缺防护罩", category="equipment", now=now)
    refresh(today=timezone.localdate(), now=now)
    return cast


def read(cast, api, person):
    return api(getattr(cast, person)).get(f"/api/risk-picture/{cast.enterprise.pk}/")


@pytest.mark.parametrize("person", ["officer", "town", "wujin", "city", "bureau"])
def test_what_was_declared_lies_beside_what_the_firm_keeps(lively, api, person):
    said = read(lively, api, person).json()
    told = [
        (
            pair["declared"] and pair["declared"]["name"],
            pair["own"] and pair["own"]["name"],
            pair["like"] and pair["like"]["name"],
        )
        for pair in said["pairs"]
    ]
    assert told == [
        ("喷漆房", "喷漆房", None), ("涂料库", None, "涂料库"), ("酸洗槽", None, None), (None, "熔铝炉", None),
        (None, "涂料库", None),
    ]  # fmt: skip
    assert said["pairs"][0]["beside"]["state"] == "differs"
    assert said["risks"] == {"by_level": {"major": 1, "large": 2, "general": 0, "low": 1}, "without_card": 4}
    assert said["tasks"]["total"] == 4
    assert (said["hazards"]["open"], said["hazards"]["overdue"]) == (1, 0)
    assert [report["kind"] for report in said["reports"]] == ["periodic"]
    assert said["register"]["declared"] == 3


@pytest.mark.parametrize(
    ("person", "status"), [("liyang", 404), ("rival_officer", 404), ("worker", 403), ("expert", 403)]
)
def test_nobody_else(lively, api, person, status):
    assert read(lively, api, person).status_code == status


def test_as_many_questions_for_many_points_as_for_few(lively, api):
    client = api(lively.town)
    client.get(f"/api/risk-picture/{lively.enterprise.pk}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/api/risk-picture/{lively.enterprise.pk}/")
    for number in range(4, 12):
        point = in_force(lively, "large", now=timezone.now(), name=f"槽{number}")
        row = declare(lively.enterprise, number=f"P{number}", name=f"槽{number}")
        link_declared(point.pk, actor=lively.officer, expected_version=point.version, declared=row.pk)
    with CaptureQueriesContext(connection) as after:
        client.get(f"/api/risk-picture/{lively.enterprise.pk}/")
    assert len(before) == len(after)


class TestQuality:
    @pytest.fixture
    def months(self, cast):
        """Two months summed up; in the second a hazard is overdue."""
        for month, now in ((date(2026, 4, 1), datetime(2026, 5, 1, 3, tzinfo=SHANGHAI)), (MAY, IN_JUNE)):
            for statistics in every():
                rebuild(statistics, today=timezone.localdate(now))
            in_force(cast, "large", now=now)
            form_month(month, actor=cast.platform, now=now)
        return cast

    @pytest.fixture
    def worked(self, cast):
        in_force(cast, "large", now=datetime(2026, 4, 2, 9, tzinfo=SHANGHAI))
        return cast

    def test_it_is_told_with_its_parts_and_its_months(self, worked, months, api):
        for person in ("officer", "town", "city"):
            said = read(months, api, person).json()["quality"]
            row = FirmSummary.objects.current().get(enterprise=months.enterprise, month=MAY)
            assert (said["summary"], said["month"]) == (row.pk, "2026-05-01")
            assert said["value"] == float(row.quality)
            assert sum(part["points"] for part in said["parts"]) == pytest.approx(said["value"])
            assert [each["month"] for each in said["months"]] == ["2026-04-01", "2026-05-01"]
            assert said["before"] == said["months"][0]["value"]

    def test_a_firm_without_a_summary_has_none(self, cast, api):
        assert read(cast, api, "city").json()["quality"] is None
