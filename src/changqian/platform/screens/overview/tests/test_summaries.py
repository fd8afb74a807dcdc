"""A month is summed up from what happened in it; what arrives late makes another version that says what changed.

Told here, because a month is made by ledgers that stand above the summaries.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from docx import Document

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.tests.test_reading import declaration, listed, told
from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.services import Formed, form_month
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.restructuring import merge
from changqian.platform.foundation.jobs.rules import Every, Period
from changqian.platform.foundation.jobs.services import REGISTRY, perform, runs_due
from changqian.platform.foundation.parameters.services import keep
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import every, rebuild
from changqian.platform.safety.risks.services import make_cards, patrol, versions_in_force
from changqian.platform.safety.risks.tests.making import MORNING, SHANGHAI, answers, in_force

APRIL, MAY = date(2026, 4, 1), datetime(2026, 5, 1, 3, tzinfo=SHANGHAI)


def look(cast, point, *, now, captured_at=None):
    """王小虎 looks at a risk point, perhaps without a network."""
    return patrol(
        actor=cast.worker, control_level="post", now=now, captured_at=captured_at, risk_point=point.pk,
        answers=answers(point), position_missing="denied",
    )  # fmt: skip


def sum_up(cast, *, now=MAY, month=APRIL):
    for statistics in every():
        rebuild(statistics, today=timezone.localdate(now))
    return form_month(month, actor=cast.platform, now=now)


@pytest.fixture
def april(cast):
    """湖塘机械厂 has two risks; one is looked at. A hazard has time until May, and no card hangs."""
    points = [in_force(cast), in_force(cast)]
    look(cast, points[0], now=MORNING + timedelta(days=9))
    report_hazard(
        actor=cast.officer, site=cast.site, description="配电箱未关闭", category="electricity",
        now=MORNING + timedelta(days=27),
    )  # fmt: skip
    return SimpleNamespace(points=points)


def summary(cast):
    return FirmSummary.objects.current().get(enterprise=cast.enterprise, month=APRIL)


def of(region):
    return RegionSummary.objects.current().get(region=region, month=APRIL)


def test_a_firm_s_month_says_what_happened_in_it(cast, april):
    assert sum_up(cast) == Formed(firms=1, regions=3)
    row = summary(cast)
    assert (row.revision, row.changes) == (1, {})
    assert (row.points, row.cards_missing, row.cards_valid) == (2, 2, 0)
    assert (row.tasks, row.tasks_done, row.required, row.performed, row.low_tasks, row.low_done) == (2, 1, 2, 1, 2, 1)
    assert (row.patrols, row.patrols_scanned, row.hazards, row.hazards_closed) == (1, 0, 1, 0)
    assert (row.report_owed, row.report_made) == (0, 0)
    # Half of the checks, no card; nothing was due of reports and hazards.
    assert (row.quality_report, row.quality_tasks, row.quality_hazards, row.quality_cards) == (30, 15, 25, 0)
    assert row.quality == 70


def test_regions_add_up_and_count_their_firms(cast, april):
    sum_up(cast)
    for region in (cast.hutang, cast.wujin_region, cast.city_region):
        row = of(region)
        assert (row.enterprises, row.tasked, row.finished, row.tasks, row.quality) == (1, 1, 0, 2, Decimal(70))
    assert not RegionSummary.objects.filter(region=cast.tianning_region).exists()


def test_what_was_done_late_makes_a_second_version_that_says_what_changed(cast, april):
    """He looked on the 29th without a network; his phone found one on 3 May."""
    sum_up(cast)
    first = summary(cast)
    third = datetime(2026, 5, 3, 9, tzinfo=SHANGHAI)
    look(cast, april.points[1], now=third, captured_at=datetime(2026, 4, 29, 10, tzinfo=SHANGHAI))
    ninth = datetime(2026, 5, 9, 3, tzinfo=SHANGHAI)
    assert sum_up(cast, now=ninth) == Formed(firms=1, regions=3)
    second = summary(cast)
    assert (second.revision, second.tasks_done, second.quality) == (2, 2, Decimal(85))
    assert {name: second.changes[name] for name in ("tasks_done", "performed", "quality", "patrols")} == {
        "tasks_done": [1, 2],
        "performed": [1, 2],
        "quality": [70.0, 85.0],
        "patrols": [1, 2],
    }
    assert "tasks" not in second.changes
    first.refresh_from_db()
    assert (first.ended_at is not None, first.tasks_done, first.quality) == (True, 1, Decimal(70))
    assert first.digest != second.digest
    assert (of(cast.city_region).revision, of(cast.city_region).finished) == (2, 1)
    assert sum_up(cast, now=ninth) == Formed(firms=0, regions=0)
    assert FirmSummary.objects.count() == 2
    assert Entry.objects.filter(action="summaries.form", target="summaries.FirmSummary").count() == 3


def test_what_stands_is_that_of_the_first_version(cast, april):
    """Cards hung up in May do not mend April."""
    sum_up(cast)
    cards = versions_in_force(april.points).values()
    make_cards(cards, actor=cast.officer, now=MAY)
    in_force(cast, now=MORNING + timedelta(days=20))
    assert sum_up(cast, now=MAY + timedelta(days=8)).firms == 1  # Its task was April's, and is told.
    row = summary(cast)
    assert (row.points, row.cards_missing, row.cards_valid) == (2, 2, 0)
    assert row.changes.keys() & {"points", "cards_missing", "cards_valid"} == set()


def test_a_report_that_was_due_counts_as_far_as_it_was_made_by_then(cast, april):
    told(Feed.ENTERPRISES, listed(cast.enterprise), listed(cast.rival))
    told(Feed.DECLARATIONS, declaration(cast.enterprise, on="2025-03-02"), declaration(cast.rival, on="2026-02-01"))
    sum_up(cast)
    row = summary(cast)
    assert (row.report_owed, row.report_made, row.quality_report) == (1, 0, 0)
    rival = FirmSummary.objects.get(enterprise=cast.rival)
    assert (rival.report_owed, rival.report_made, rival.tasks, rival.quality) == (1, 1, 0, Decimal(100))
    assert (of(cast.city_region).report_owed, of(cast.city_region).report_made) == (2, 1)
    # In June it is made; April stays as it was.
    told(Feed.DECLARATIONS, declaration(cast.enterprise, on="2026-06-02"))
    assert sum_up(cast, now=MAY + timedelta(days=8)) == Formed(firms=0, regions=0)


def test_a_month_keeps_the_weights_it_was_first_formed_with(cast, april):
    sum_up(cast)
    keep("quality.tasks", 100, by=cast.sysadmin, reason="考核调整", effective_at=MAY, now=MAY)
    assert sum_up(cast).firms == 0
    assert summary(cast).weights == {"report": 30.0, "tasks": 30.0, "hazards": 25.0, "cards": 15.0}


def test_nobody_but_the_platform_forms_a_month_and_only_one_that_is_over(cast, april):
    with pytest.raises(PermissionDenied):
        form_month(APRIL, actor=cast.city, now=MAY)
    with pytest.raises(RuleViolation, match="还没有结束"):
        form_month(APRIL, actor=cast.platform, now=datetime(2026, 4, 30, 23, tzinfo=SHANGHAI))


def test_the_calendar_forms_on_the_first_and_corrects_on_the_ninth(cast, april):
    form, correct = REGISTRY.jobs["summaries.form"], REGISTRY.jobs["summaries.correct"]
    assert [each.name for each in runs_due(form, now=datetime(2026, 5, 1, 3, tzinfo=SHANGHAI))] == ["2026-05"]
    assert [each.name for each in runs_due(correct, now=datetime(2026, 5, 9, 2, tzinfo=SHANGHAI))] == ["2026-04"]
    assert [each.name for each in runs_due(correct, now=datetime(2026, 5, 9, 3, tzinfo=SHANGHAI))] == ["2026-05"]
    sum_up(cast)
    may = Period.at(Every.MONTH, MAY)
    assert perform(form, may).result == "企业小结 0 份，地区小结 0 份"
    assert perform(correct, may).result == "更新企业小结 0 份，地区小结 0 份"


class TestReading:
    @pytest.mark.parametrize(
        ("person", "firms", "regions"),
        [
            ("city", 1, 3), ("wujin", 1, 2), ("town", 1, 1), ("liyang", 0, 0), ("bureau", 1, 0), ("officer", 1, 0),
            ("worker", 1, 0), ("rival_officer", 0, 0), ("two_roles", 1, 2),
        ],
    )  # fmt: skip
    def test_everybody_reads_the_summaries_of_his_own(self, cast, april, api, person, firms, regions):
        sum_up(cast)
        client = api(getattr(cast, person))
        assert client.get("/api/firm-summaries/").json()["count"] == firms
        assert client.get("/api/region-summaries/").json()["count"] == regions

    def test_lists_are_asked_by_month_level_region_and_value(self, cast, april, api):
        sum_up(cast)

        def found(path, query):
            return [row["id"] for row in api(cast.city).get(f"/api/{path}/?{query}").json()["results"]]

        assert len(found("region-summaries", "level=district")) == 1
        assert len(found("region-summaries", f"region={cast.wujin_region.pk}")) == 2
        assert len(found("region-summaries", f"only={cast.wujin_region.pk}")) == 1
        assert found("region-summaries", "month=2026-03-01") == []
        assert len(found("firm-summaries", "month=2026-04-01&below=70.1")) == 1
        assert found("firm-summaries", "below=70") == []
        assert found("firm-summaries", "corrected=true") == []
        assert len(found("firm-summaries", "q=湖塘")) == 1
        assert len(found("firm-summaries", f"region={cast.hutang.pk}&since=2026-04-01&until=2026-04-30")) == 1

    def test_a_detail_explains_the_value_and_tells_the_versions(self, cast, april, api):
        sum_up(cast)
        look(cast, april.points[1], now=MAY, captured_at=datetime(2026, 4, 30, 10, tzinfo=SHANGHAI))
        sum_up(cast, now=MAY + timedelta(days=8))
        said = api(cast.officer).get(f"/api/firm-summaries/{summary(cast).pk}/").json()
        assert {part["part"]: (part["points"], part["most"]) for part in said["parts"]} == {
            "report": (30.0, 30.0), "tasks": (30.0, 30.0), "hazards": (25.0, 25.0), "cards": (0.0, 15.0),
        }  # fmt: skip
        assert said["parts"][1]["why"] == "应检查 2 次，已完成 2 次"
        assert [version["revision"] for version in said["versions"]] == [2, 1]
        assert {"label": "质效值", "before": "70.0", "after": "85.0"} in said["versions"][0]["differences"]
        assert said["versions"][1]["differences"] == []
        assert said["levels"][3] == {"level": "low", "label": "低风险", "points": 2, "tasks": 2, "done": 2}

    @pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK\x03\x04")])
    def test_any_version_is_had_on_paper(self, cast, april, api, kind, begins):
        sum_up(cast)
        old = summary(cast)
        look(cast, april.points[1], now=MAY, captured_at=datetime(2026, 4, 30, 10, tzinfo=SHANGHAI))
        sum_up(cast, now=MAY + timedelta(days=8))
        client = api(cast.officer)
        for row in (old, summary(cast)):
            address = client.post(f"/api/firm-summaries/{row.pk}/file/?paper={kind}").json()["address"]
            content = client.get(address).content
            assert content.startswith(begins)
        assert Entry.objects.filter(action="exports.print", actor=cast.officer).count() == 2
        if kind == "docx":
            document = Document(BytesIO(content))
            assert document.paragraphs[0].text == "常州湖塘机械厂有限公司2026年4月双控月报"
            cells = [[cell.text for cell in line.cells] for table in document.tables for line in table.rows]
            assert ["已完成任务", "1", "2"] in cells
            assert ["风控任务", "30.0", "30", "应检查 2 次，已完成 2 次"] in cells

    def test_a_region_is_had_on_paper_by_who_sees_all_of_it(self, cast, april, api):
        sum_up(cast)
        at = f"/api/region-summaries/{of(cast.wujin_region).pk}/file/?paper=pdf"
        assert api(cast.wujin).post(at).status_code == 201
        assert api(cast.town).post(at).status_code == 404
        assert api(cast.wujin).post(at.replace("pdf", "exe")).status_code == 400


def test_what_was_said_of_two_firms_stays_when_they_merge(cast, april):
    told(Feed.ENTERPRISES, listed(cast.enterprise), listed(cast.rival))
    sum_up(cast)
    merge(cast.enterprise.pk, actor=cast.platform, expected_version=None, other=cast.rival.pk, reason="重复登记")
    kept = FirmSummary.objects.filter(month=APRIL).values_list("enterprise", flat=True)
    assert set(kept) == {cast.enterprise.pk, cast.rival.pk}
