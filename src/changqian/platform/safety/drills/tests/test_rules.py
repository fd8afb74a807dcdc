"""What law asks, as tables."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.duties.rules import Standing, standing
from changqian.platform.safety.drills.rules import (
    STEPS,
    Facts,
    Kind,
    PlanFacts,
    Rule,
    Status,
    Step,
    assesses,
    counts,
    duties,
    file_by,
    high_risk_industry,
    next_due,
    plan_faults,
    review_due,
)

NOTHING_HELD = Facts(
    operating=True,
    since=(True, True),
    high_risk=False,
    general=True,
    on_site=(0, 0),
    drilled=(0, 0),
    drilled_general=0,
    drilled_on_site=(0, 0),
    principal=0,
)
JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 31)


def owed(**facts):
    return [(duty.rule, duty.due_on, duty.missing) for duty in duties(replace(NOTHING_HELD, **facts), 2026)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, [(Rule.GENERAL, DECEMBER, 1), (Rule.PRINCIPAL, DECEMBER, 1)]),
        # No plan at all: still one a year. (安全生产法 art 81)
        ({"general": False}, [(Rule.GENERAL, DECEMBER, 1), (Rule.PRINCIPAL, DECEMBER, 1)]),
        # 事故风险单一、危险性小的单位 with 现场处置方案 only owes these only. (办法 art 15)
        (
            {"general": False, "on_site": (1, 2)},
            [(Rule.ON_SITE, JUNE, 1), (Rule.ON_SITE, DECEMBER, 2), (Rule.PRINCIPAL, DECEMBER, 1)],
        ),
        (
            {"high_risk": True},
            [
                (Rule.HIGH_RISK, JUNE, 1),
                (Rule.HIGH_RISK, DECEMBER, 1),
                (Rule.GENERAL, DECEMBER, 1),
                (Rule.PRINCIPAL, DECEMBER, 1),
            ],
        ),
        # Three 现场处置方案, two of them drilled in the first half. (江苏省应急管理厅2022年8月30日答复)
        (
            {"on_site": (3, 3), "drilled": (2, 0), "drilled_on_site": (2, 0)},
            [
                (Rule.ON_SITE, JUNE, 1),
                (Rule.ON_SITE, DECEMBER, 3),
                (Rule.GENERAL, DECEMBER, 1),
                (Rule.PRINCIPAL, DECEMBER, 1),
            ],
        ),
        # Founded in May: nothing of the periods that had begun.
        ({"since": (False, True), "high_risk": True}, [(Rule.HIGH_RISK, DECEMBER, 1)]),
        ({"operating": False, "high_risk": True}, []),
    ],
)
def test_what_an_enterprise_owes_in_a_year(facts, expected):
    assert owed(**facts) == expected


def test_late_on_the_day_after_and_met_when_all_was_held():
    facts = replace(NOTHING_HELD, high_risk=True)
    assert standing(duties(facts, 2026), JUNE) == Standing.OPEN
    assert standing(duties(facts, 2026), date(2026, 7, 1)) == Standing.LATE
    whole = replace(facts, drilled=(1, 1), drilled_general=2, principal=1)
    assert standing(duties(whole, 2026), DECEMBER) == Standing.MET
    assert standing([], DECEMBER) == Standing.FREE


pairs = st.tuples(st.integers(0, 3), st.integers(0, 3))
facts = st.builds(
    Facts,
    operating=st.booleans(),
    since=st.sampled_from([(True, True), (False, True), (False, False)]),
    high_risk=st.booleans(),
    general=st.booleans(),
    on_site=pairs,
    drilled=pairs,
    drilled_general=st.integers(0, 3),
    drilled_on_site=pairs,
    principal=st.integers(0, 2),
)


@given(facts, st.integers(2020, 2030))
def test_duties_are_in_their_year_and_each_once(known, year):
    found = duties(known, year)
    assert all(date(year, 1, 1) <= duty.begin < duty.due_on <= date(year, 12, 31) for duty in found)
    assert all(duty.needed > 0 and 0 <= duty.missing <= duty.needed for duty in found)
    assert len({(duty.rule, duty.due_on) for duty in found}) == len(found)


@given(facts, st.sampled_from(["drilled", "drilled_on_site"]), st.integers(0, 1))
def test_one_more_drill_never_makes_it_worse(known, column, half):
    before = sum(duty.missing for duty in duties(known, 2026))
    more = list(getattr(known, column))
    more[half] += 1
    assert sum(duty.missing for duty in duties(replace(known, **{column: tuple(more)}), 2026)) <= before


@given(facts)
def test_who_becomes_high_risk_owes_no_less(known):
    calm, risky = (duties(replace(known, high_risk=value), 2026) for value in (False, True))
    assert {(duty.rule, duty.due_on) for duty in calm} <= {(duty.rule, duty.due_on) for duty in risky}


@pytest.mark.parametrize(
    ("rule", "kind", "principal", "expected"),
    [
        (Rule.GENERAL, Kind.COMPREHENSIVE, False, True),
        (Rule.GENERAL, Kind.SPECIAL, False, True),
        (Rule.GENERAL, Kind.ON_SITE, True, False),
        (Rule.ON_SITE, Kind.ON_SITE, False, True),
        (Rule.ON_SITE, Kind.SPECIAL, False, False),
        (Rule.HIGH_RISK, Kind.ON_SITE, False, True),
        (Rule.PRINCIPAL, Kind.SPECIAL, False, False),
        (Rule.PRINCIPAL, Kind.ON_SITE, True, True),
    ],
)
def test_which_drill_counts_for_which_duty(rule, kind, principal, expected):
    assert counts(rule, kind=kind, principal=principal) is expected


@pytest.mark.parametrize(
    ("held_on", "kind", "high_risk", "expected"),
    [
        (date(2026, 3, 1), Kind.SPECIAL, False, date(2027, 12, 31)),
        (date(2026, 3, 1), Kind.SPECIAL, True, DECEMBER),
        (date(2026, 6, 30), Kind.ON_SITE, False, DECEMBER),
        (date(2026, 7, 1), Kind.ON_SITE, False, date(2027, 6, 30)),
        (DECEMBER, Kind.COMPREHENSIVE, True, date(2027, 6, 30)),
    ],
)
def test_when_such_a_drill_is_owed_again(held_on, kind, high_risk, expected):
    assert next_due(held_on, kind, high_risk=high_risk) == expected


@pytest.mark.parametrize(
    ("industry", "expected"),
    [("B0610", "矿山"), ("F5211", "商场"), ("H6110", "宾馆"), ("E4710", "建筑施工"), ("C3484", ""), ("", "")],
)
def test_industries_of_article_33(industry, expected):
    assert high_risk_industry(industry) == expected


@pytest.mark.parametrize(
    ("status", "step", "sentence"),
    [
        (Status.PLANNED, Step.EVALUATE, "已计划的演练不能评估演练"),
        (Status.HELD, Step.EDIT, "已演练的演练不能修改演练计划"),
        (Status.HELD, Step.POSTPONE, "已演练的演练不能调整演练日期"),
        (Status.EVALUATED, Step.HOLD, "已评估的演练不能登记演练情况"),
        (Status.EVALUATED, Step.END, "已评估的演练不能撤销演练"),
        (Status.PLANNED, Step.REPORT, "已计划的演练不能报送演练情况"),
    ],
)
def test_what_is_refused_is_said(status, step, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        STEPS.after(status, step)


def test_twenty_working_days_and_three_years():
    assert file_by(date(2026, 3, 2)) == date(2026, 3, 30)
    assert file_by(date(2026, 3, 1)) == date(2026, 3, 27)
    assert review_due(date(2024, 2, 29), None) == date(2027, 2, 28)
    assert review_due(date(2020, 1, 1), date(2025, 5, 6)) == date(2028, 5, 6)
    assert review_due(date(2026, 1, 1), date(2025, 5, 6)) == date(2029, 1, 1), "a new edition"


@pytest.mark.parametrize(
    ("flagged", "medium", "industry", "expected"),
    [
        (True, False, "C2614", True),
        (False, False, "C3484", False),
        (False, True, "C3484", True),
        (False, False, "E4710", True),
        # Hotels drill and file like 高危, but article 35 does not name them.
        (False, False, "H6110", False),
        (False, True, "H6110", True),
    ],
)
def test_who_assesses_plans_every_three_years(flagged, medium, industry, expected):
    assert assesses(flagged=flagged, medium=medium, industry=industry) is expected


def test_what_is_wrong_with_plans():
    plan = PlanFacts("综合应急预案", date(2022, 3, 1), None, None, to_revise=True)
    today = date(2026, 3, 16)

    def said(**more):
        given = {"files": False, "assessed": False, "today": today} | more
        return [fault.text for fault in plan_faults([plan], **given)]

    assert said() == ["综合应急预案演练评估后待修订"]
    assert said(assessed=True) == ["综合应急预案演练评估后待修订", "综合应急预案应在2025-03-01前评估"]
    assert said(files=True, assessed=True) == [
        "综合应急预案演练评估后待修订",
        "综合应急预案应在2022-03-29前备案",
        "综合应急预案应在2025-03-01前评估",
    ]
    assert plan_faults([], files=False, assessed=False, today=today)[0].text == "还没有登记应急预案"
