"""Who is asked where he is, and when."""

from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.following.pace import FIRST_PAUSE, LONGEST_PAUSE, QUIET, Pace


def test_who_reports_is_never_asked():
    pace = Pace(5, since=0)
    for second in range(0, 600, 5):
        pace.heard(second)
        assert pace.due > second + 5


def test_who_says_nothing_is_asked_less_and_less():
    pace, asked = Pace(5, since=0), []
    for _ in range(8):
        asked.append(pace.due)
        pace.asked(pace.due)
    assert asked[0] == QUIET
    pauses = [behind - before for before, behind in zip(asked, asked[1:], strict=False)]
    assert pauses == [FIRST_PAUSE, 60, 120, 240, 480, LONGEST_PAUSE, LONGEST_PAUSE]


def test_who_only_answers_is_asked_in_each_interval():
    pace, now, asked = Pace(5, since=0), 0.0, []
    for _ in range(6):
        now = pace.due
        asked.append(now)
        pace.asked(now)
        pace.heard(now + 0.1)
    pauses = [behind - before for before, behind in zip(asked, asked[1:], strict=False)]
    assert pauses == [7.5, 5, 5, 5, 5]


def test_who_begins_to_report_when_asked_is_left_alone():
    pace = Pace(5, since=0)
    pace.asked(15)
    for second in (15.1, 20.1, 25.1, 30.1):
        pace.heard(second)
    assert pace.due == 30.1 + QUIET


def test_several_reports_of_one_moment_are_one():
    """A device of 2016 sends a notice for each of its channels."""
    pace = Pace(5, since=0)
    pace.asked(15)
    for _ in range(4):
        pace.heard(15.1)
    assert pace.count == 1


@given(st.integers(1, 3600), st.lists(st.tuples(st.booleans(), st.floats(0, 100)), max_size=60))
def test_nobody_is_asked_more_often_than_in_each_interval(interval, story):
    pace, now, asked = Pace(interval, since=0), 0.0, None
    for heard, pause in story:
        now += pause
        if heard:
            pace.heard(now)
        elif now >= pace.due:
            assert asked is None or now - asked >= interval
            pace.asked(now)
            asked = now
