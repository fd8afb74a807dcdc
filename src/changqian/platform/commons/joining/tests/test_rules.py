"""Who may make whom, how a claim goes, when an invitation is over: tables with the sentence that is said."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.joining.rules import (
    INVITES,
    OPEN,
    RANK,
    STEPS,
    Place,
    State,
    Status,
    Step,
    highest,
    raises,
    refuse_code,
    refuse_early,
    refuse_inviting,
    refuse_leaving,
    refuse_managing,
    refuse_promotion,
    refuse_refused,
    state,
)
from changqian.platform.kernel.errors import RuleViolation

NOW = datetime(2026, 3, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
P, S, W = Place.PRINCIPAL, Place.OFFICER, Place.WORKER


def allowed(rule, *given, **named):
    try:
        rule(*given, **named)
    except RuleViolation:
        return False
    return True


@pytest.mark.parametrize("mine", ["", *Place])
@pytest.mark.parametrize("wanted", Place)
def test_who_may_make_whom(mine, wanted):
    may = {(P, S), (P, W), (S, W)}
    assert allowed(refuse_inviting, mine, wanted) == ((mine, wanted) in may)


def test_nobody_makes_a_principal_and_nobody_makes_his_equal():
    for mine, wanted in product(INVITES, Place):
        if wanted in INVITES[mine]:
            assert RANK.index(Place(wanted)) < RANK.index(Place(mine))
    assert not any(P in made for made in INVITES.values())


@given(mine=st.sampled_from(["", *Place]), theirs=st.sampled_from(list(Place)), wanted=st.sampled_from(list(Place)))
def test_no_change_of_roles_gives_as_much_as_one_has(mine, theirs, wanted):
    managed = allowed(refuse_managing, mine, theirs, myself=False)
    if managed and allowed(refuse_promotion, mine, theirs, wanted):
        assert RANK.index(Place(mine)) > max(RANK.index(theirs), RANK.index(wanted))


@pytest.mark.parametrize("place", Place)
def test_nobody_changes_himself(place):
    with pytest.raises(RuleViolation, match="不能变更自己的角色"):
        refuse_managing(P, place, myself=True)


def test_the_last_principal_does_not_just_leave():
    with pytest.raises(RuleViolation, match="请先移交给接任者，或向属地申请离任"):
        refuse_leaving(P, 1)
    refuse_leaving(P, 2)
    refuse_leaving(S, 1)


@pytest.mark.parametrize("status", Status)
def test_what_is_over_stays_over_and_what_is_open_can_be_withdrawn(status):
    steps = {step for (held, step) in STEPS.table if held == status}
    assert bool(steps) == (status in OPEN)
    assert (Step.WITHDRAW in steps) == (status in OPEN)


def test_the_town_does_not_decide_for_the_firm_nor_the_firm_for_the_town():
    for status in Status:
        steps = {step for (held, step) in STEPS.table if held == status}
        assert not (steps & {Step.CONFIRM, Step.REFUSE} and steps & {Step.ADMIT, Step.TURN_DOWN})


@pytest.mark.parametrize(
    ("status", "opinion", "days", "sentence"),
    [
        (Status.PENDING, "", 0, ""),
        (Status.AGREED, "", 0, ""),
        (Status.ASKED, "工商已变更", 2, "还没有答复"),
        (Status.ASKED, "", 4, "请写明确认的依据"),
        (Status.ASKED, "工商已变更", 4, ""),
        (Status.CONTESTED, " ", 0, "请写明确认的依据"),
        (Status.CONTESTED, "工商已变更", 0, ""),
    ],
)
def test_the_town_hears_the_principal_first(status, opinion, days, sentence):
    given = {"asked_at": NOW, "now": NOW + timedelta(days=days)}
    if not sentence:
        refuse_early(status, opinion, **given)
        return
    with pytest.raises(RuleViolation, match=sentence):
        refuse_early(status, opinion, **given)


def test_whoever_is_refused_three_times_goes_there_in_person():
    lately = [NOW - timedelta(days=day) for day in (1, 5, 9)]
    refuse_refused([*lately[:2], NOW - timedelta(days=40)], now=NOW)
    with pytest.raises(RuleViolation, match="当面办理"):
        refuse_refused(lately, now=NOW)


@pytest.mark.parametrize(
    ("place", "days", "uses", "sentence"),
    [
        (S, 7, 1, "二维码只能邀请从业人员"),
        (P, 7, 1, "二维码只能邀请从业人员"),
        (W, 0, 1, "有效期为1至30天"),
        (W, 31, 1, "有效期为1至30天"),
        (W, 7, 0, "可用人数为1至200人"),
        (W, 7, 201, "可用人数为1至200人"),
    ],
)
def test_a_code_makes_nothing_great_of_anybody(place, days, uses, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        refuse_code(place, days=days, uses=uses)


@pytest.mark.parametrize(
    ("uses", "hours", "revoked", "found"),
    [
        (0, -1, False, State.OPEN),
        (2, -1, False, State.USED),
        (0, 0, False, State.EXPIRED),
        (2, 1, True, State.REVOKED),
    ],
)
def test_when_an_invitation_is_over(uses, hours, revoked, found):
    at = NOW + timedelta(hours=hours)
    assert state(uses=uses, most=2, expires_at=NOW, revoked_at=NOW if revoked else None, now=at) == found


def test_the_weightiest_role_counts():
    assert highest(["worker", "principal", "bureau"]) == P
    assert highest(["bureau"]) == ""
    assert raises("", W)
    assert raises(W, S)
    assert not raises(S, S)
    assert not raises(P, W)
