"""The province's list and ours as one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.hazards.stats import STATISTICS as HAZARDS
from changqian.platform.commons.industrial.models import IndustrialFirm
from changqian.platform.commons.industrial.services import refresh
from changqian.platform.commons.province.models import Batch
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.services import match_firms, take
from changqian.platform.commons.province.tests.test_reading import STAMP, declaration, listed, told
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.services import register_enterprise
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.ledgerkit.ledgers import ledger
from changqian.platform.ledgerkit.stats import rebuild

STRANGER = uscc_for("MA000009")


@pytest.fixture
def known(cast):
    """湖塘机械厂 stands on both lists and reported nothing grave; 青龙纺织 only on ours; a stranger only on theirs."""
    batch = Batch.objects.create(feed=Feed.ENTERPRISES, started_at=timezone.now())
    stranger = {**listed(cast.rival), "uscc": STRANGER, "name": "常州外来有限公司"}
    take(batch, [{"source_id": "stranger", "updated_at": STAMP, "digest": "x", **stranger}])
    told(Feed.ENTERPRISES, listed(cast.enterprise, status="正常生产"))
    told(Feed.DECLARATIONS, declaration(cast.enterprise, on="2026-02-01", points=0))
    register_enterprise(
        actor=cast.platform, uscc=uscc_for("MA000010"), name="常州便利店", region=cast.hutang, industry="F5111"
    )
    return cast


def now(cast, day=None):
    return refresh(today=day or cast.today, now=cast.now)


def rows():
    return {row.name: row for row in IndustrialFirm.objects.all()}


def test_who_is_known_from_where(known):
    assert now(known) == 3
    assert {row.name: row.known for row in rows().values()} == {
        "常州湖塘机械厂有限公司": "both", "常州青龙纺织有限公司": "local", "常州外来有限公司": "province",
    }  # fmt: skip
    assert now(known) == 0, "again, it changes nothing"


def test_reports_are_computed(known):
    now(known)
    mine = rows()["常州湖塘机械厂有限公司"]
    # Its first report was this year's: it owes no other.
    assert (mine.report, mine.zero_risk, mine.provincial_status) == ("met", True, "正常生产")
    assert rows()["常州青龙纺织有限公司"].report == "free", "not on the province's list"
    now(known, date(2027, 3, 31))
    mine = rows()["常州湖塘机械厂有限公司"]
    assert (mine.report, mine.report_due_on) == ("open", date(2027, 3, 31))
    now(known, date(2027, 4, 1))
    assert rows()["常州湖塘机械厂有限公司"].report == "late"
    Enterprise.objects.filter(pk=known.enterprise.pk).update(management="exempt")
    now(known, date(2027, 4, 1))
    assert rows()["常州湖塘机械厂有限公司"].report == "free"


def test_numbers_come_from_the_facts(known):
    report_hazard(
        actor=known.officer, site=known.site, description="缺防护罩", category="equipment", deadline=date(2026, 3, 17),
        now=known.now,
    )  # fmt: skip
    rebuild(HAZARDS, today=date(2026, 3, 20))
    assert now(known, date(2026, 3, 20)) == 3
    mine = rows()["常州湖塘机械厂有限公司"]
    assert (mine.hazards_open, mine.hazards_overdue, mine.level) == (1, 1, "")


def test_a_stranger_who_registers_is_one_of_ours(known):
    now(known)
    register_enterprise(
        actor=known.platform, uscc=STRANGER, name="常州外来有限公司", region=known.hutang, industry="C3484"
    )
    match_firms()
    assert now(known) == 1
    assert [row.known for row in IndustrialFirm.objects.filter(name="常州外来有限公司")] == ["both"]


@pytest.mark.parametrize(
    ("person", "count"),
    [("city", 3), ("wujin", 1), ("town", 1), ("liyang", 0), ("officer", 1), ("rival_officer", 1), ("bureau", 1)],
)
def test_everybody_reads_his_own(known, api, person, count):
    now(known)
    assert api(getattr(known, person)).get("/api/industrial-firms/").json()["count"] == count


def test_the_list_is_narrowed_by_many_conditions(known, api):
    now(known)
    IndustrialFirm.objects.filter(enterprise=known.enterprise).update(level="large", major=0, large=2, without_card=1)

    def found(query):
        said = api(known.city).get(f"/api/industrial-firms/?{query}")
        assert said.status_code == 200, said.content
        return sorted(row["name"][2:4] for row in said.json()["results"])

    assert found("known=both&known=province") == ["外来", "湖塘"]
    assert found("report=met&zero_risk=true") == ["湖塘"]
    assert found("level=large&undeclared=true") == ["湖塘"]
    assert found("without_card=true") == ["湖塘"]
    assert found("status=operating") == ["湖塘", "青龙"]
    assert found("management=local") == ["湖塘", "青龙"]
    assert found(f"region={known.wujin_region.pk}") == ["湖塘"]
    assert found(f"enterprise={known.rival.pk}") == ["青龙"]
    assert found("q=外来") == ["外来"]
    assert found("hazards_overdue=true") == []
    assert found("ordering=-large&change=none") == ["外来", "湖塘", "青龙"]


def test_a_list_costs_the_same_for_any_number_of_firms(known, api):
    now(known)
    client = api(known.city)
    client.get("/api/industrial-firms/")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/industrial-firms/?limit=1")
    with CaptureQueriesContext(connection) as two:
        client.get("/api/industrial-firms/?limit=2")
    assert len(one) == len(two)


def test_it_goes_into_a_file_as_it_is_listed(known):
    now(known)
    assert [row.known for row in ledger("industrial-firms").listed(known.wujin, "report=met")] == ["both"]
