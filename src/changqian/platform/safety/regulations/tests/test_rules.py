"""Which regulations a firm must have, and when they are looked over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.regulations.comparing import compared_with, parts
from changqian.platform.safety.regulations.rules import (
    ADVISED,
    ELSEWHERE,
    OF_ALL,
    STEPS,
    Category,
    Facts,
    Status,
    Step,
    Voice,
    advised,
    demands,
    duties,
    refuse_conclusion,
    review_due,
)


def firm(*tags, operating=True, high_risk=False, operators=False, in_force=()):
    return Facts(operating, high_risk, frozenset(tags), operators, frozenset(in_force))


@pytest.mark.parametrize(
    ("facts", "category", "why"),
    [
        (firm(operators=True), Category.SPECIAL_OPERATORS, "有特种作业人员"),
        (firm("hazchem_use"), Category.DANGEROUS_GOODS, "危险物品"),
        (firm("hazchem_use"), Category.DANGEROUS_WORK, "危险物品"),
        (firm("dust"), Category.DANGEROUS_WORK, "粉尘"),
        (firm(high_risk=True), Category.SIGNS, "高危行业"),
        (firm("lessee"), Category.LEASING, "承租"),
        (firm("lessor"), Category.RELATED_PARTIES, "出租"),
        (firm("smelting"), Category.LEADERS_ON_SITE, "金属冶炼"),
        (firm("major_hazard"), Category.SPECIAL, "重大危险源"),
    ],
)
def test_what_a_firm_does_decides_what_it_must_rule(facts, category, why):
    asked = {each.category: each for each in demands(facts)}
    assert why in asked[category].why
    assert category not in {each.category for each in demands(firm())}
    assert asked.keys() >= OF_ALL.keys()


def test_who_stands_still_owes_nothing_and_what_is_in_force_counts():
    assert demands(firm("dust", operating=False)) == []
    assert advised(firm(operating=False)) == []
    owed = {each.rule: each for each in duties(firm(in_force=[Category.TRAINING, Category.GOALS]), 2026)}
    assert owed[Category.TRAINING].missing == 0
    assert owed[Category.FUNDS].missing == 1
    assert Category.GOALS not in owed, "what the standard advises is told, not counted"
    assert Category.GOALS not in advised(firm(in_force=[Category.GOALS]))


@given(st.frozensets(st.sampled_from(["dust", "lessor", "smelting", "hazchem_trade", "noncoal_mine"])), st.booleans())
def test_more_facts_never_ask_less(tags, operators):
    plain, more = ({e.category for e in demands(f)} for f in (firm(), firm(*tags, operators=operators)))
    assert plain <= more
    assert not more.intersection(ADVISED), "a category is asked for or advised, not both"


def test_every_category_is_asked_of_somebody_or_advised():
    every = firm("dust", "hazchem_use", "lessor", "smelting", "major_hazard", high_risk=True, operators=True)
    assert {each.category for each in demands(every)} | {*ADVISED, *ELSEWHERE} == set(Category)


def test_a_regulation_is_looked_over_three_years_after_it_took_effect_or_was_looked_over():
    assert review_due(date(2024, 2, 29), None) == date(2027, 2, 28)
    assert review_due(date(2024, 1, 1), date(2026, 5, 1)) == date(2029, 5, 1)


def test_the_union_is_heard_and_everybody_is_answered():
    with pytest.raises(RuleViolation, match="第七条要求听取工会意见"):
        refuse_conclusion({Voice.STAFF}, 0)
    with pytest.raises(RuleViolation, match="还有2条意见没有答复"):
        refuse_conclusion({Voice.UNION, Voice.STAFF}, 2)
    refuse_conclusion({Voice.UNION}, 0)


@pytest.mark.parametrize(
    ("status", "step", "said"),
    [
        (Status.DRAFTING, Step.PUBLISH, "编制中的制度不能发布"),
        (Status.DRAFTING, Step.APPROVE, "编制中的制度不能审核通过"),
        (Status.CONSULTING, Step.EDIT, "征求意见的制度不能修改草案"),
        (Status.IN_FORCE, Step.EDIT, "现行有效的制度不能修改草案"),
        (Status.REPEALED, Step.REVISE, "已废止的制度不能修订"),
    ],
)
def test_nothing_is_skipped(status, step, said):
    with pytest.raises(RuleViolation, match=said):
        STEPS.after(status, step)


OLD = """第一条 为了加强培训，制定本制度。
第二条 新员工培训不少于24学时。
（一）厂级；
第三条 本制度自发布之日起施行。"""
NEW = """第一条 为了加强培训，制定本制度。
第二条 新员工培训不少于72学时。
（一）厂级；
第三条 班组每周开展一次安全活动。
第四条 本制度自发布之日起施行。"""


def test_two_versions_stand_side_by_side_and_a_shifted_number_is_no_change_of_words():
    told = compared_with(OLD, NEW)
    assert [(row.change, row.old_label, row.new_label) for row in told.rows] == [
        ("same", "第一条", "第一条"),
        ("changed", "第二条", "第二条"),
        ("added", None, "第三条"),
        ("renumbered", "第三条", "第四条"),
    ]
    assert [(run.sign, run.text) for run in told.rows[1].runs if run.sign] == [("-", "24"), ("+", "72")]
    assert told.changed == 3


@given(st.text(st.sampled_from("第一二三条章、1. （）安全\n　 "), max_size=60))
def test_no_character_is_lost_when_a_text_is_taken_apart(text):
    def bare(said):
        return "".join(said.split()).replace("　", "")

    assert bare("".join(each.label + each.text for each in parts(text))) == bare(text)
