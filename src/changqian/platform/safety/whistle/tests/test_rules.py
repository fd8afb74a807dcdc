"""The table of steps, limits, amounts, who stands above whom, and codes: no database."""

from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.whistle.rules import (
    DEFAULT_RATES,
    POLICY_STEPS,
    STEPS,
    HazardClass,
    Level,
    Limits,
    PolicyStatus,
    PolicyStep,
    Post,
    Split,
    Status,
    Step,
    barred,
    bulletin,
    code_digest,
    code_for,
    divide,
    due_on,
    duties,
    escalates,
    refuse_amount,
    refuse_rates,
    similarity,
    yuan,
)

FRIDAY = datetime(2026, 3, 13, 16)


@pytest.mark.parametrize(
    ("status", "step", "after"),
    [
        (Status.SUBMITTED, Step.ACCEPT, Status.ACCEPTED),
        (Status.SUBMITTED, Step.REJECT, Status.REJECTED),
        (Status.ACCEPTED, Step.REJECT, Status.REJECTED),
        (Status.ACCEPTED, Step.CONFIRM, Status.CONFIRMED),
        (Status.ACCEPTED, Step.REFUTE, Status.REFUTED),
        (Status.CONFIRMED, Step.REWARD, Status.REWARDED),
        (Status.REWARDED, Step.PAY, Status.PAID),
        (Status.PAID, Step.PUBLISH, Status.PUBLISHED),
    ],
)
def test_a_report_goes_from_step_to_step(status, step, after):
    assert STEPS.after(status, step) == after


@pytest.mark.parametrize(
    ("status", "step", "sentence"),
    [
        (Status.SUBMITTED, Step.CONFIRM, "待受理的吹哨不能核查属实"),
        (Status.CONFIRMED, Step.PAY, "待定奖的吹哨不能登记发放"),
        (Status.PAID, Step.REWARD, "已发放的吹哨不能确定奖励"),
        (Status.CONFIRMED, Step.REJECT, "待定奖的吹哨不能不予受理"),
    ],
)
def test_no_step_is_left_out_and_none_taken_back(status, step, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        STEPS.after(status, step)


def test_what_is_in_force_is_not_edited():
    with pytest.raises(RuleViolation, match="生效的制度不能修改制度"):
        POLICY_STEPS.after(PolicyStatus.IN_FORCE, PolicyStep.DRAFT)


@pytest.mark.parametrize(
    ("status", "due"),
    [
        (Status.SUBMITTED, date(2026, 3, 14)),
        (Status.ACCEPTED, date(2026, 3, 18)),
        (Status.CONFIRMED, date(2026, 4, 1)),
        (Status.REWARDED, date(2026, 4, 1)),
        (Status.PAID, None),
        (Status.REJECTED, None),
    ],
)
def test_each_state_has_its_limit(status, due):
    """Reported on a Friday afternoon: 24 hours, three working days, fifteen days from the day it was confirmed."""
    assert due_on(status, Limits(), reported_at=FRIDAY, confirmed_on=date(2026, 3, 17)) == due


@pytest.mark.parametrize(("today", "goes"), [(16, False), (17, False), (18, True)])
def test_three_days_behind_its_limit_a_report_goes_to_the_authority(today, goes):
    assert escalates(date(2026, 3, 14), date(2026, 3, today)) is goes


WORKER = Post(1, ["worker"], "冲压车间")


@pytest.mark.parametrize(
    ("handler", "about", "is_barred"),
    [
        (Post(2, ["officer_full"]), WORKER, False),
        (Post(1, ["officer_full"]), WORKER, True),
        (Post(2, ["principal"]), WORKER, True),
        (Post(2, ["deputy"]), WORKER, True),
        (Post(2, ["workshop_head"], "冲压车间"), WORKER, True),
        (Post(2, ["workshop_head"], "装配车间"), WORKER, False),
        (Post(2, ["team_leader"], ""), WORKER, True),
        (Post(2, ["officer_full", "team_leader"], "冲压车间"), WORKER, True),
        (Post(2, ["officer_full"]), Post(3, ["principal"]), False),
        (Post(2, ["deputy"]), Post(3, ["principal"]), False),
        (Post(2, ["deputy"]), Post(3, ["safety_director"]), False),
    ],
)
def test_who_is_reported_and_who_stands_above_him_may_not_know(handler, about, is_barred):
    assert barred(handler, [about]) is is_barred
    assert not barred(handler, [])


@pytest.mark.parametrize(
    ("amount", "hazard_class", "level", "refused"),
    [
        (50, "environment", "general", ""),
        (300, "environment", "general", ""),
        (49, "environment", "general", "一般隐患奖励50–300元"),
        (301, "environment", "general", "一般隐患奖励50–300元"),
        (500, "command", "general", ""),
        (300, "command", "general", "一般隐患奖励400–600元"),
    ],
)
def test_what_was_promised_is_paid(amount, hazard_class, level, refused):
    rates = [*DEFAULT_RATES, {"level": "general", "hazard_class": "command", "least": 400, "most": 600}]
    with pytest.raises(RuleViolation, match=refused) if refused else nullcontext():
        refuse_amount(amount, rates, hazard_class=hazard_class, level=level)


def test_a_table_of_rewards_leaves_no_level_out():
    refuse_rates(DEFAULT_RATES)
    with pytest.raises(RuleViolation, match="还缺：重大隐患"):
        refuse_rates([rate for rate in DEFAULT_RATES if rate["level"] != Level.MAJOR])
    with pytest.raises(RuleViolation, match="重复的行"):
        refuse_rates([*DEFAULT_RATES, DEFAULT_RATES[0]])
    with pytest.raises(RuleViolation, match="下限不能高于上限"):
        refuse_rates([{**rate, "least": 10**5} for rate in DEFAULT_RATES])


def test_two_ways_to_tell_the_same_thing_are_alike():
    said = "冲压车间3号冲床光电保护被拆掉"
    assert similarity(said, "3号冲床的光电保护被人拆掉了") > 0.5
    assert similarity(said, "食堂煤气瓶没有固定") < 0.2
    assert similarity("", said) == 0


@given(st.uuids(), st.uuids())
def test_a_code_is_the_same_again_for_the_same_submission_only(one, other):
    key = b"k" * 32
    code = code_for("query", str(one), key)
    assert code == code_for("query", str(one), key)
    assert len({code, code_for("claim", str(one), key), code_for("query", str(one), b"x" * 32)}) == 3
    assert one == other or code != code_for("query", str(other), key)
    assert code_digest("query", code, key) == code_digest("query", f" {code.lower().replace('-', ' ')} ", key)
    assert code_digest("query", code, key) != code_digest("claim", code, key)


def test_a_bulletin_says_what_was_rewarded():
    said = bulletin(
        HazardClass.ENVIRONMENT, Level.GENERAL, 100, "money", reported_on=date(2026, 3, 1), paid_on=date(2026, 3, 9)
    )
    assert said == "3月1日收到员工吹哨，反映环境不安全因素，经核查为一般隐患，已于3月9日发放奖励：100元。"


@pytest.mark.parametrize(
    ("year", "before", "due"),
    [
        (2024, True, None),
        (2025, True, date(2025, 12, 31)),
        (2026, True, date(2026, 1, 1)),
        (2026, False, date(2026, 12, 31)),
    ],
)
def test_by_when_a_firm_has_policy_and_channel(year, before, due):
    owed = duties(operating=True, before=before, policy=True, channel=False, year=year)
    assert [(duty.rule, duty.due_on, duty.missing) for duty in owed] == (
        [("policy", due, 0), ("channel", due, 1)] if due else []
    )
    assert not duties(operating=False, before=before, policy=False, channel=False, year=year)


class TestSeveralReporters:
    PKS = st.lists(st.integers(1, 10**6), min_size=1, max_size=40, unique=True).map(sorted)
    CENTS = st.integers(1, 10**6).map(lambda whole: whole * 100)

    @given(PKS, CENTS)
    def test_the_first_gets_all_unless_the_firm_says_otherwise(self, pks, cents):
        assert divide(cents, pks, Split.FIRST) == {pks[0]: cents}

    @given(PKS, CENTS)
    def test_equal_shares_add_up_to_the_cent_and_odd_cents_go_to_who_came_earlier(self, pks, cents):
        shares = divide(cents, pks, Split.EQUAL)
        assert sum(shares.values()) == cents
        assert list(shares) == pks
        told = list(shares.values())
        assert told == sorted(told, reverse=True)
        assert told[0] - told[-1] <= 1

    @given(PKS, st.data())
    def test_shares_as_asked_are_taken_as_they_are_and_add_up(self, pks, data):
        asked = {pk: data.draw(st.integers(1, 10**6)) for pk in pks[: data.draw(st.integers(1, len(pks)))]}
        assert divide(sum(asked.values()), pks, Split.SHARES, asked) == asked
        with pytest.raises(RuleViolation, match="应等于奖励金额"):
            divide(sum(asked.values()) + 1, pks, Split.SHARES, asked)

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ({7: 5000, 9: 5000}, "编号9不是这条隐患的吹哨"),
            ({8: 10000}, "最先报告的人应当有份额"),
            ({7: 10000, 8: 0}, "至少0.01元"),
            ({7: 3333, 8: 3333}, "合计66.66元，应等于奖励金额100元"),
            ({}, "合计0元"),
        ],
    )
    def test_shares_that_are_none(self, asked, sentence):
        with pytest.raises(RuleViolation, match=sentence):
            divide(10000, [7, 8], Split.SHARES, asked)

    def test_three_share_a_hundred(self):
        shares = divide(10000, [7, 8, 9], Split.EQUAL)
        assert [yuan(Decimal(n) / 100) for n in shares.values()] == ["33.34", "33.33", "33.33"]
        assert yuan(Decimal("200.00")) == "200"
