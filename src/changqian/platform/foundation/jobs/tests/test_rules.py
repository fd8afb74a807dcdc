"""When a job is due. Tables: the clock is an argument."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.foundation.jobs.rules import Every, Period, again, due

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("every", "moment", "name", "following"),
    [
        (Every.MINUTE, at(2026, 3, 16, 9, 5, 59), "2026-03-16T09:05", "2026-03-16T09:06"),
        (Every.MINUTE, at(2026, 12, 31, 23, 59), "2026-12-31T23:59", "2027-01-01T00:00"),
        (Every.HOUR, at(2026, 3, 16, 23, 59), "2026-03-16T23", "2026-03-17T00"),
        (Every.DAY, at(2026, 2, 28, 0, 0), "2026-02-28", "2026-03-01"),
        (Every.DAY, at(2028, 2, 28, 23, 59), "2028-02-28", "2028-02-29"),
        (Every.MONTH, at(2026, 1, 31, 12, 0), "2026-01", "2026-02"),
        (Every.MONTH, at(2026, 12, 1, 0, 0), "2026-12", "2027-01"),
    ],
)
def test_periods_have_names_and_follow_each_other(every, moment, name, following):
    period = Period.at(every, moment)
    assert period.name == name
    assert period.next().name == following
    assert Period.named(every, name, moment) == period


def test_a_day_begins_at_midnight_in_changzhou_not_in_greenwich():
    late = datetime(2026, 3, 16, 16, 30, tzinfo=ZoneInfo("UTC"))
    assert Period.at(Every.DAY, late.astimezone(SHANGHAI)).name == "2026-03-17"


@pytest.mark.parametrize(
    ("every", "offset", "last", "now", "catch_up", "names"),
    [
        (Every.DAY, 0, None, at(2026, 3, 16, 9, 0), 31, ["2026-03-16"]),
        (Every.DAY, 3, None, at(2026, 3, 16, 2, 59), 31, ["2026-03-15"]),
        (Every.DAY, 3, "2026-03-15", at(2026, 3, 16, 2, 59), 31, []),
        (Every.DAY, 3, "2026-03-15", at(2026, 3, 16, 3, 0), 31, ["2026-03-16"]),
        (Every.DAY, 3, "2026-03-16", at(2026, 3, 16, 3, 1), 31, []),
        (
            Every.DAY,
            0,
            "2026-03-12",
            at(2026, 3, 16, 9, 0),
            31,
            ["2026-03-13", "2026-03-14", "2026-03-15", "2026-03-16"],
        ),
        (Every.DAY, 0, "2026-03-12", at(2026, 3, 16, 9, 0), 2, ["2026-03-15", "2026-03-16"]),
        (Every.DAY, 0, "2026-03-12", at(2026, 3, 16, 9, 0), 0, ["2026-03-16"]),
        (Every.DAY, 0, "2026-03-20", at(2026, 3, 16, 9, 0), 31, []),
        (Every.MONTH, 0, "2025-11", at(2026, 1, 1, 0, 0), 31, ["2025-12", "2026-01"]),
        (Every.MINUTE, 0, "2026-03-16T08:00", at(2026, 3, 16, 9, 0), 1, ["2026-03-16T09:00"]),
    ],
)
def test_what_is_due(every, offset, last, now, catch_up, names):
    done = Period.named(every, last, now) if last else None
    found = due(every, at=timedelta(hours=offset), last=done, now=now, catch_up=catch_up)
    assert [period.name for period in found] == names


@given(
    every=st.sampled_from([Every.DAY, Every.MONTH]),
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    later=st.timedeltas(timedelta(), timedelta(days=200)),
)
def test_no_period_is_left_out_and_none_comes_twice(every, moment, later):
    """Whoever asks at any two moments, does what is due each time, has done every period in between once."""
    first, second = moment.replace(tzinfo=SHANGHAI), (moment + later).replace(tzinfo=SHANGHAI)
    done = due(every, at=timedelta(), last=None, now=first, catch_up=999)
    done += due(every, at=timedelta(), last=done[-1], now=second, catch_up=999)
    expected = [Period.at(every, first)]
    while expected[-1].name != Period.at(every, second).name:
        expected.append(expected[-1].next())
    assert done == expected


@pytest.mark.parametrize(
    ("attempts", "minutes", "failed", "result"),
    [(1, 4, True, False), (1, 6, True, True), (3, 14, True, False), (3, 16, True, True), (5, 999, True, False)]
    + [(1, 59, False, False), (1, 61, False, True)],
)
def test_a_run_that_failed_waits_longer_each_time(attempts, minutes, failed, result):
    now = at(2026, 3, 16, 9, 0)
    assert again(attempts=attempts, started_at=now - timedelta(minutes=minutes), failed=failed, now=now) is result
