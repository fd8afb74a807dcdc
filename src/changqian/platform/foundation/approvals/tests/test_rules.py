"""How an approval runs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.foundation.approvals.rules import (
    OVER,
    STEPS,
    Act,
    Place,
    Seat,
    Status,
    opens,
    refuse_empty,
    reminder,
)
from changqian.platform.kernel.errors import RuleViolation

NOW = datetime(2026, 3, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("places", "opened"),
    [
        ([(1, Seat.WAITING), (2, Seat.WAITING)], [0]),
        ([(1, Seat.WAITING), (1, Seat.WAITING), (2, Seat.WAITING)], [0, 1]),
        ([(1, Seat.APPROVED), (1, Seat.OPEN), (2, Seat.WAITING)], []),
        ([(1, Seat.APPROVED), (1, Seat.APPROVED), (2, Seat.WAITING)], [2]),
        ([(1, Seat.APPROVED)], []),
        ([], []),
    ],
)
def test_whose_turn_it_is(places, opened):
    assert opens([Place(*each) for each in places]) == opened


@given(st.lists(st.integers(1, 3), min_size=1, max_size=6))
def test_agreeing_everywhere_opens_every_step_once_and_in_order(orders):
    places = [Place(order, Seat.WAITING) for order in orders]
    seen = []
    while now := opens(places):
        seen += now
        places = [Place(p.order, Seat.APPROVED) if n in now else p for n, p in enumerate(places)]
    assert sorted(seen) == list(range(len(orders)))
    assert [orders[n] for n in seen] == sorted(orders)


@pytest.mark.parametrize("status", OVER)
@pytest.mark.parametrize("act", list(Act))
def test_what_is_over_stays_over(status, act):
    with pytest.raises(RuleViolation, match=f"{status.label}的申请不能"):
        STEPS.after(status, act)


@pytest.mark.parametrize(
    ("act", "opinion", "refused"),
    [(Act.REFUSE, " ", True), (Act.SEND_BACK, "", True), (Act.REFUSE, "材料不全", False), (Act.APPROVE, "", False)],
)
def test_who_says_no_says_why(act, opinion, refused):
    if refused:
        with pytest.raises(RuleViolation, match="请填写意见"):
            refuse_empty(act, opinion)
    else:
        refuse_empty(act, opinion)


@pytest.mark.parametrize(("hours", "stage"), [(48, None), (24, "soon"), (1, "soon"), (0, "late"), (-5, "late")])
def test_reminders(hours, stage):
    assert reminder(NOW + timedelta(hours=hours), NOW) == stage


def test_a_return_waits_for_the_asker():
    assert STEPS.after(Status.PENDING, Act.SEND_BACK) == Status.RETURNED
    assert STEPS.after(Status.RETURNED, Act.RESUBMIT) == Status.PENDING
