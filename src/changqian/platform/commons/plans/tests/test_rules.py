"""When a plan asks for what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.checks.rules import Period, TaskStatus
from changqian.platform.commons.plans.rules import STEPS, Status, Step, executions, refuse_task, window
from changqian.platform.kernel.errors import RuleViolation


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("shift", "2026-04-08", "2026-04-08", "2026-04-08"),
        ("day", "2026-04-08", "2026-04-08", "2026-04-08"),
        ("week", "2026-04-08", "2026-04-06", "2026-04-12"),
        ("week", "2026-03-01", "2026-02-23", "2026-03-01"),
        ("half_month", "2026-04-15", "2026-04-01", "2026-04-15"),
        ("half_month", "2026-02-16", "2026-02-16", "2026-02-28"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-05-31", "2026-04-01", "2026-06-30"),
        ("half_year", "2026-12-31", "2026-07-01", "2026-12-31"),
        ("year", "2026-01-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_begins_and_ends_with_the_calendar(period, day, first, last):
    assert window(period, date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


@given(st.sampled_from(Period), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_periods_follow_each_other_without_a_gap(period, day):
    first, last = window(period, day)
    assert first <= day <= last
    assert window(period, first) == window(period, last) == (first, last)
    assert window(period, last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_only_the_shift_asks_more_than_once():
    assert [executions(period, 3) for period in ("shift", "day", "month")] == [3, 1, 1]


@pytest.mark.parametrize(
    ("status", "step", "sentence"),
    [
        ("active", Step.RESUME, "执行中的计划不能恢复计划"),
        ("stopped", Step.STOP, "暂停的计划不能暂停计划"),
    ],
)
def test_steps_that_do_not_fit(status, step, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        STEPS.after(Status(status), step)


@pytest.mark.parametrize(
    ("starts_on", "status", "sentence"),
    [
        (date(2026, 4, 13), TaskStatus.PENDING, "不能提前执行以后的任务"),
        (date(2026, 3, 30), TaskStatus.DONE_OK, "正常完成的任务不能补做"),
        (date(2026, 3, 30), TaskStatus.CANCELLED, "取消的任务不能补做"),
    ],
)
def test_what_a_look_cannot_make_up_for(starts_on, status, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        refuse_task(starts_on=starts_on, status=status, day=date(2026, 4, 8))
