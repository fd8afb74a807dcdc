"""What each kind has to show, how an application goes, how long it holds: tables with the sentence that is said."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.professionals.rules import (
    LONGEST_MONTHS,
    NEEDED,
    STEPS,
    Course,
    Expertise,
    Kind,
    Status,
    Step,
    Turn,
    checked,
    default_end,
    over,
    refuse_early,
    refuse_end,
    refuse_own,
    refuse_refused,
    refuse_silence,
)
from changqian.platform.commons.professionals.tests.conftest import ABOUT
from changqian.platform.foundation.accounts.professions import PROFESSIONS
from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.errors import RuleViolation

TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def whole(kind, **said):
    return {**ABOUT[kind], "papers": [1], "licence": [2], **said}


def test_every_kind_is_a_role():
    assert set(PROFESSIONS) == set(Kind.values) == set(NEEDED)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in Kind for name in NEEDED[kind]])
@pytest.mark.parametrize("nothing", [None, "", "  ", [], ()])
def test_what_is_missing_is_said_beside_its_field(kind, name, nothing):
    with pytest.raises(RuleViolation) as refused:
        checked(kind, whole(kind, **{name: nothing}))
    assert (refused.value.field, str(refused.value)) == (name, NEEDED[kind][name])


@pytest.mark.parametrize("kind", Kind)
def test_what_belongs_to_another_kind_is_not_kept(kind):
    everything = {**whole("insurer"), **whole("trainer"), **whole("expert"), **ABOUT[kind]}
    kept = checked(kind, everything)
    told = {name for name, value in kept.items() if value not in ("", [], None)}
    assert told - {"uscc"} == NEEDED[kind].keys() - {"papers", "licence", "uscc"}
    assert not {"papers", "licence", "kind", "status"} & kept.keys()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"uscc": "91320412567890120X"}, "uscc"),
        ({"worked_years": -1}, "worked_years"),
        ({"worked_years": 71}, "worked_years"),
    ],
)
def test_what_is_wrong_is_said_too(said, field):
    with pytest.raises(RuleViolation) as refused:
        checked("expert", whole("expert", **said))
    assert refused.value.field == field


@given(st.lists(st.sampled_from(Expertise.values), min_size=1, max_size=30), st.lists(st.sampled_from(Course.values)))
def test_fields_are_kept_once_each_in_the_order_chosen(expertise, courses):
    kept = checked("expert", whole("expert", expertise=expertise, courses=courses))
    assert kept["expertise"] == list(dict.fromkeys(expertise))
    assert kept["courses"] == []
    assert checked("expert", {**kept, "papers": [1]}) == kept


EVERY = list(product(Status, [*Step, *Turn]))


@pytest.mark.parametrize(("status", "step"), EVERY)
def test_only_what_is_open_is_decided_and_only_what_holds_ends(status, step):
    decided = {Step.APPROVE, Step.SEND_BACK, Step.REJECT}
    may = {
        Status.PENDING: {*decided, Step.WITHDRAW},
        Status.RETURNED: {Step.CORRECT, Step.WITHDRAW},
        Status.APPROVED: {Step.REVOKE, Turn.EXPIRE, Turn.SUCCEED},
    }.get(status, set())
    if step in may:
        assert STEPS.after(status, step) != status
        return
    with pytest.raises(RuleViolation, match=f"{status.label}的入驻申请不能{step.label}"):
        STEPS.after(status, step)


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        (TODAY, "晚于今天"),
        (TODAY - timedelta(days=1), "晚于今天"),
        (TODAY + timedelta(days=1), ""),
        (date(2031, 3, 16), ""),
        (date(2031, 3, 17), "最长5年"),
    ],
)
def test_how_long_an_admission_may_hold(until, wrong):
    if not wrong:
        refuse_end(until, TODAY)
        return
    with pytest.raises(RuleViolation, match=wrong) as refused:
        refuse_end(until, TODAY)
    assert refused.value.field == "valid_until"


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_what_the_city_does_not_say_is_three_years_and_within_the_bounds(today):
    until = default_end(today)
    refuse_end(until, today)
    assert until < add_months(today, LONGEST_MONTHS)
    assert not over(until, until)
    assert over(until, until + timedelta(days=1))


@pytest.mark.parametrize(("days", "may"), [(31, False), (30, True), (0, True), (-5, True)])
def test_one_applies_anew_in_the_last_month(days, may):
    until = TODAY + timedelta(days=days)
    if may:
        refuse_early(until, TODAY)
        return
    with pytest.raises(RuleViolation, match="已入驻"):
        refuse_early(until, TODAY)


def test_who_never_was_one_may_apply():
    refuse_early(None, TODAY)


def test_three_refusals_in_a_month_lead_to_the_counter():
    refuse_refused([NOW - timedelta(days=31), NOW - timedelta(days=3), NOW], now=NOW)
    with pytest.raises(RuleViolation, match="当面办理"):
        refuse_refused([NOW - timedelta(days=29), NOW - timedelta(days=3), NOW], now=NOW)


def test_nobody_decides_his_own_and_who_says_no_says_why():
    refuse_own(1, 2)
    with pytest.raises(RuleViolation, match="自己提出"):
        refuse_own(1, 1)
    refuse_silence("证书过期")
    with pytest.raises(RuleViolation, match="写明理由"):
        refuse_silence(" ")
