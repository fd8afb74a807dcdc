"""双控月报: a firm stands by its month; what it signed is kept, and a later version asks anew."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.summaries.models import FirmSummary
from changqian.platform.commons.summaries.services import confirm_month
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.safety.risks.services import stop_point
from changqian.platform.safety.risks.tests.making import MORNING, SHANGHAI
from changqian.platform.screens.overview.tests.test_summaries import APRIL, MAY, april, look, sum_up, summary

__all__ = ["april"]
SECOND = datetime(2026, 5, 2, 9, tzinfo=SHANGHAI)


@pytest.fixture
def grave(cast):
    """A major hazard, found in April."""
    return report_hazard(
        actor=cast.officer, site=cast.site, description="喷漆房未设可燃气体报警", location="涂装车间",
        category="fire", level="major", level_basis="工贸企业重大事故隐患判定标准", now=MORNING + timedelta(days=20),
    )  # fmt: skip


def confirmed(cast, *, actor=None, plan="", now=SECOND):
    row = summary(cast)
    return confirm_month(row.pk, actor=actor or cast.officer, expected_version=row.version, plan=plan, now=now)


def test_the_month_tells_points_by_level_and_changes_by_kind(cast, april):
    point = april.points[1]
    stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="设备拆除", now=MORNING)
    sum_up(cast)
    row = summary(cast)
    assert (row.points, row.low_points, row.major_points) == (1, 1, 0)
    assert (row.control_changes, row.changes_stopped, row.changes_raised) == (1, 1, 0)


class TestConfirming:
    def test_the_firm_stands_by_its_month_and_the_hazards_are_kept_as_they_were(self, cast, april, grave, api):
        sum_up(cast)
        row = confirmed(cast, plan=" 月底前装好报警器 ")
        assert (row.confirmation, row.confirmed_by, row.plan) == ("confirmed", cast.officer, "月底前装好报警器")
        assert row.confirmed_as == "企业安管员"
        [kept] = row.listed
        assert (kept["number"], kept["level"]) == (grave.number, "重大隐患")
        assert Entry.objects.filter(action="summaries.confirm", actor=cast.officer).count() == 1
        grave.__class__.objects.filter(pk=grave.pk).update(description="后来改了")
        told = api(cast.officer).get(f"/api/firm-summaries/{row.pk}/").json()
        assert told["hazards_named"][0]["description"] == "喷漆房未设可燃气体报警"
        assert told["confirmed_by_name"] == cast.officer.name

    def test_it_is_confirmed_once_and_by_nobody_else(self, cast, april):
        sum_up(cast)
        row = summary(cast)
        for stranger in (cast.rival_officer, cast.worker, cast.town, cast.city):
            with pytest.raises((FirmSummary.DoesNotExist, PermissionDenied)):
                confirm_month(row.pk, actor=stranger, expected_version=row.version, now=SECOND)
        with pytest.raises(VersionConflict):
            confirm_month(row.pk, actor=cast.officer, expected_version=row.version + 1, now=SECOND)
        confirmed(cast)
        with pytest.raises(RuleViolation, match="已确认的双控月报不能确认"):
            confirmed(cast)

    def test_a_version_that_says_otherwise_asks_anew_and_the_signed_one_stays(self, cast, april):
        sum_up(cast)
        first = confirmed(cast, plan="补做检查")
        third = datetime(2026, 5, 3, 9, tzinfo=SHANGHAI)
        look(cast, april.points[1], now=third, captured_at=datetime(2026, 4, 29, 10, tzinfo=SHANGHAI))
        sum_up(cast, now=MAY + timedelta(days=8))
        second = summary(cast)
        assert (second.revision, second.confirmation, second.plan) == (2, "again", "补做检查")
        assert (second.confirmed_at, second.listed) == (None, [])
        first.refresh_from_db()
        assert (first.confirmation, first.ended_at is not None) == ("confirmed", True)
        assert confirmed(cast).confirmation == "confirmed"

    def test_a_version_after_one_nobody_signed_still_waits(self, cast, april):
        sum_up(cast)
        look(cast, april.points[1], now=MAY, captured_at=datetime(2026, 4, 30, 10, tzinfo=SHANGHAI))
        sum_up(cast, now=MAY + timedelta(days=8))
        assert summary(cast).confirmation == "pending"


class TestWhoHasAndWhoHasNot:
    def counted(self, client, **more):
        told = client.get("/api/firm-summaries/confirmed/", {"month": "2026-04-01", **more})
        assert told.status_code == 200, told.content
        return told.json()

    @pytest.mark.parametrize(
        ("person", "formed"), [("city", 1), ("wujin", 1), ("town", 1), ("liyang", 0), ("bureau", 1)]
    )
    def test_by_area_as_far_as_one_sees(self, cast, april, api, person, formed):
        sum_up(cast)
        assert self.counted(api(getattr(cast, person)))["whole"]["formed"] == formed

    def test_the_numbers_follow_the_signature_and_open_their_lists(self, cast, april, api):
        sum_up(cast)
        client = api(cast.city)
        [area] = self.counted(client)["areas"]
        assert (area["name"], area["formed"], area["confirmed"], area["pending"]) == ("武进区", 1, 0, 1)
        asked = {"month": "2026-04-01", "region": area["region"]}
        assert client.get("/api/firm-summaries/", {**asked, "confirmation": "pending"}).json()["count"] == 1
        confirmed(cast)
        [area] = self.counted(client, level="town")["areas"]
        assert (area["region"], area["confirmed"], area["pending"]) == (cast.hutang.pk, 1, 0)
        assert client.get("/api/firm-summaries/", {**asked, "confirmation": "pending"}).json()["count"] == 0
        assert self.counted(client, region=cast.tianning_region.pk) == {
            "whole": {
                "region": None,
                "name": "合计",
                "path": "",
                "formed": 0,
                "confirmed": 0,
                "pending": 0,
                "again": 0,
            },
            "areas": [],
        }

    def test_other_months_are_not_counted(self, cast, april, api):
        sum_up(cast)
        assert api(cast.city).get("/api/firm-summaries/confirmed/?month=2026-03-01").json()["areas"] == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_report_on_paper_says_who_stands_by_it(cast, april, grave, api, kind):
    sum_up(cast)
    row = confirmed(cast, plan="月底前装好报警器")
    client = api(cast.town)
    address = client.post(f"/api/firm-summaries/{row.pk}/file/?paper={kind}").json()["address"]
    content = client.get(address).content
    if kind == "pdf":
        assert content.startswith(b"%PDF")
        return
    document = Document(BytesIO(content))
    words = "\n".join(each.text for each in document.paragraphs)
    assert document.paragraphs[0].text == "常州湖塘机械厂有限公司2026年4月双控月报"
    assert "安全风险分级管控和隐患排查治理月报" in words
    assert "本企业安排：月底前装好报警器" in words
    assert f"{cast.officer.name}（企业安管员）于2026年5月2日 09:00在平台确认本版内容属实。" in words
    cells = [[cell.text for cell in line.cells] for table in document.tables for line in table.rows]
    assert ["低风险", "2", "2", "1", "50.0%"] in cells
    assert any("涂装车间：喷漆房未设可燃气体报警" in line for line in cells)


def test_months_are_due_on_the_first_page(cast, april, api, monkeypatch):
    sum_up(cast)
    assert summary(cast).month == APRIL
    monkeypatch.setattr("django.utils.timezone.now", lambda: SECOND)

    def waiting(person):
        duties = {each["key"]: each for each in api(person).get("/api/home/").json()["duties"]}
        return duties.get("monthly_reports")

    told = waiting(cast.officer)
    assert (told["count"], told["path"], told["query"]["month"]) == (1, "/firm-summaries", ["2026-04-01"])
    assert waiting(cast.town) is None
    confirmed(cast)
    assert waiting(cast.officer)["count"] == 0
