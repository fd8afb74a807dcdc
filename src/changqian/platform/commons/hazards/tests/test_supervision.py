"""What an authority does about a hazard that does not move; and how well hazards are put right."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.stats import STATISTICS, kinds
from changqian.platform.foundation.accounts.models import Assignment
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level, figures, recompute

MARCH = (date(2026, 3, 1), date(2026, 3, 1))


@pytest.fixture
def overdue(cast, do, clock):
    """湖塘机械厂 had until the 18th; it is the 21st."""
    hazard = do.report(source="grid", actor=cast.town, deadline=date(2026, 3, 18))
    do.assign(hazard, cast.officer)
    clock.sleep(5)
    return hazard


def test_the_town_urges_and_the_firm_hears(cast, do, overdue, told):
    do.urge(overdue, cast.town, words="三天内装好防护罩")
    row = do.urge(overdue, cast.wujin, words="今天必须停用")
    assert (row.urged_count, row.status) == (2, "assigned")
    for person in (cast.worker, cast.officer, cast.principal):
        assert told(person)[-2:] == ["监管部门催办隐患整改（第1次）", "监管部门催办隐患整改（第2次）"]
    assert [(event.step, event.words) for event in row.events.order_by("pk")][-2:] == [
        ("urge", "三天内装好防护罩"), ("urge", "今天必须停用"),
    ]  # fmt: skip


def test_only_an_authority_urges_and_only_while_something_is_to_be_done(cast, do, overdue):
    with pytest.raises(PermissionDenied):
        do.urge(overdue, cast.principal, words="快点")
    with pytest.raises(Hazard.DoesNotExist):
        do.urge(overdue, cast.liyang, words="快点")
    do.submit(overdue, cast.worker)
    with pytest.raises(RuleViolation, match="待复查的隐患不能催办"):
        do.urge(overdue, cast.town, words="快点")


def test_what_the_town_cannot_get_done_it_brings_before_the_district(cast, do, overdue, told, api):
    do.escalate(overdue, cast.town, reason="企业拒不整改")
    assert told(cast.wujin)[-1] == "下级提请督办一般隐患"
    assert "下级提请督办一般隐患" not in told(cast.city) + told(cast.liyang)
    do.escalate(overdue, cast.wujin, reason="请市级协调")
    assert told(cast.city)[-1] == "下级提请督办一般隐患"
    assert api(cast.city).get("/api/hazards/?escalated=true").json()["count"] == 1
    do.submit(overdue, cast.worker)
    do.pass_review(overdue, cast.town)
    assert api(cast.city).get("/api/hazards/?escalated=true").json()["count"] == 0


def test_a_general_one_in_time_is_not_brought_before_anybody(cast, do):
    with pytest.raises(RuleViolation, match="一般隐患逾期未改才提请上级督办"):
        do.escalate(do.report(), cast.town, reason="怕来不及")
    major = do.report(level="major")
    assert do.escalate(major, cast.town, reason="重大隐患").escalated_at is not None


def test_where_nobody_is_above_it_says_so(cast, do, overdue):
    Assignment.objects.filter(user=cast.city).delete()
    with pytest.raises(RuleViolation, match="请用电话联系"):
        do.escalate(overdue, cast.wujin, reason="请市级协调")


@pytest.mark.parametrize(
    ("again", "days", "recurring"),
    [
        ({}, 30, True),
        ({}, 91, False),
        ({"location": "总装线"}, 30, False),
        ({"category": "fire"}, 30, False),
        ({"risk_point_id": 7}, 30, False),
    ],
)
def test_the_same_again_is_repeated(cast, do, clock, again, days, recurring):
    assert not do.report().recurring
    clock.sleep(days)
    assert do.report(**again).recurring is recurring


def test_the_same_risk_point_again_wherever_it_was_seen(cast, do, clock):
    do.report(risk_point_id=7)
    assert do.report(risk_point_id=7, category="fire", location="").recurring
    do.dismiss(do.report(location="配电间"), cast.officer)
    assert not do.report(location="配电间").recurring, "what was no hazard repeats nothing"


def test_quality_is_told_by_area_and_by_kind(cast, do, clock, overdue, api):
    do.urge(overdue, cast.town, words="三天内装好防护罩")
    do.submit(overdue, cast.worker)
    do.fail_review(overdue, cast.town)
    do.report(cast.rival_officer, site=cast.rival_site, category="fire")
    recompute(STATISTICS, today=clock.today)
    found = {
        each.measure: each.total for each in figures(STATISTICS, actor=cast.city, months=MARCH, level=Level.DISTRICT)
    }
    assert {name: found[name] for name in ("total", "returned", "urged", "recurring", "open")} == {
        "total": 2, "returned": 1, "urged": 1, "recurring": 0, "open": 2,
    }  # fmt: skip
    told = kinds(cast.city, months=MARCH, regions=None, today=clock.today)
    assert {name: values["total"] for name, values in told.items()} == {"equipment": 1, "fire": 1}
    assert told["equipment"]["returned"] == 1
    for measure in found:
        assert sum(values[measure] for values in told.values()) == found[measure], measure
    asked = {"since": "2026-03-01", "until": "2026-03-01"}
    (line,) = api(cast.wujin).get("/api/hazards/kinds/", asked).json()
    assert (line["category"], line["values"]["overdue"]) == ("equipment", 1)
    narrowed = api(cast.city).get("/api/hazards/kinds/", {**asked, "region": cast.liyang_region.pk})
    assert narrowed.json() == []
