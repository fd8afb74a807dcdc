"""Whether a firm has the department and the people that law asks of it."""

from dataclasses import replace
from datetime import date

import pytest

from changqian.platform.commons.people.services import add_person
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.ledgerkit.stats import Level
from changqian.platform.safety.organisation.services import establish_organisation
from changqian.platform.screens.staffing import owed
from changqian.platform.screens.staffing.rules import Facts, Rule, duties, limits, needs, table

NONE = Facts(
    operating=True,
    high=False,
    registered=False,
    percent=False,
    staff=1,
    organisations=0,
    full=0,
    part=0,
    directors=0,
    engineers=0,
)


def gaps(**facts):
    """{rule: (needed, actual)} of a firm like NONE but for these."""
    return {each.rule.value: (each.needed, each.actual) for each in needs(replace(NONE, **facts), table())}


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, {"officer": (1, 0), "engineer": (None, 0)}),
        ({"part": 1}, {"officer": (1, 1), "engineer": (None, 0)}),
        ({"staff": 101}, {"organisation": (1, 0), "engineer": (None, 0)}),
        ({"staff": 101, "part": 3}, {"organisation": (1, 0), "engineer": (None, 0)}),
        ({"staff": 101, "organisations": 1}, {"organisation": (1, 1), "engineer": (None, 0)}),
        ({"staff": 101, "full": 2}, {"organisation": (1, 2), "engineer": (None, 0)}),
        ({"high": True}, {"organisation": (1, 0), "director": (None, 0)}),
        ({"high": True, "registered": True}, {"organisation": (1, 0), "director": (None, 0), "engineer": (1, 0)}),
        ({"high": True, "percent": True, "staff": 101}, {"organisation": (1, 0), "director": (None, 0)}),
        ({"staff": 0}, {"engineer": (None, 0)}),
        ({"staff": 0, "high": True}, {"organisation": (1, 0), "director": (None, 0)}),
        ({"operating": False, "high": True}, {}),
    ],
)
def test_size_and_trade_decide_what_is_asked(facts, asked):
    assert gaps(**facts) == asked


@pytest.mark.parametrize(("officers", "engineers"), [(1, 1), (7, 1), (8, 2), (14, 3), (20, 3), (21, 4)])
def test_of_three_hundred_people_on_fifteen_percent_of_the_officers_are_engineers(officers, engineers):
    """安监总局令第11号 art 6; with seven and fewer it is one."""
    assert gaps(high=True, percent=True, staff=300, full=officers)["engineer"][0] == engineers


def test_what_has_no_number_is_told_and_not_counted():
    (director,) = (each for each in needs(replace(NONE, high=True), table()) if each.rule is Rule.DIRECTOR)
    assert not director.verified
    assert director.gap == 0
    assert Rule.DIRECTOR not in {each.rule for each in duties(replace(NONE, high=True), 2026, table())}


def test_the_table_says_itself_where_sizes_part():
    assert limits(table()) == [1, 101, 300]


class TestFirm:
    @pytest.fixture
    def told(self, cast):
        return lambda: owed.explain(cast.enterprise, today=cast.today)

    def test_people_and_departments_that_are_entered_count(self, cast, told):
        assert "人数没有登记" in told().reasons[0]
        Enterprise.objects.filter(pk=cast.enterprise.pk).update(staff_count=80)
        cast.enterprise.refresh_from_db()
        before = {each.rule: each for each in told().needs}
        assert before["officer"].gap == 1
        assert before["officer"].advice == "在“人员”登记专职或者兼职安管员"
        add_person(
            actor=cast.platform,
            enterprise=cast.enterprise,
            name="陈安全",
            roles=["officer_part"],
            today=cast.today,
        )
        after = told()
        assert {each.rule: each.gap for each in after.needs} == {"officer": 0, "engineer": 0}
        assert after.standing == "met"
        establish_organisation(
            actor=cast.officer,
            enterprise=cast.enterprise,
            today=cast.today,
            name="安环部",
            kind="safety",
            grade="company",
        )
        assert "安全生产管理机构1个" in told().reasons[-1]

    def test_the_authorities_see_by_area_and_by_rule(self, cast):
        Enterprise.objects.filter(pk=cast.enterprise.pk).update(staff_count=80)
        figures, rules = owed.DUTIES.fulfilled(
            cast.wujin, until=date(2026, 12, 31), level=Level.TOWN, today=cast.today, within=""
        )
        assert {each.measure: each.total for each in figures} == {"required": 1, "met": 0, "open": 1, "late": 0}
        assert [(each.rule, each.required, each.met) for each in rules] == [("officer", 1, 0)]

    def test_another_firm_is_out_of_reach(self, cast, api):
        assert api(cast.officer).get(f"/api/staffing/?enterprise={cast.enterprise.pk}").status_code == 200
        assert api(cast.officer).get(f"/api/staffing/?enterprise={cast.rival.pk}").status_code == 404
