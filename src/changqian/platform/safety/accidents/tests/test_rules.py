"""What law says, as tables."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.accidents.rules import (
    STEPS,
    Disability,
    Facts,
    Gravity,
    Hurt,
    Investigator,
    Level,
    Match,
    Status,
    Step,
    apply_by,
    correct_until,
    disability,
    gravity,
    investigate_by,
    led_by,
    level_of,
    match,
    report_by,
    told,
    unanswered,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("deaths", "missing", "serious", "loss", "level"),
    [
        # 条例第三条：“以上”包括本数，“以下”不包括本数
        (0, 0, 0, "0", Level.BELOW),
        (0, 0, 0, "99.99", Level.BELOW),
        (0, 0, 0, "100", Level.GENERAL),
        (0, 0, 1, "0", Level.GENERAL),
        (1, 0, 0, "0", Level.GENERAL),
        (2, 0, 9, "999.99", Level.GENERAL),
        (3, 0, 0, "0", Level.LARGER),
        (2, 1, 0, "0", Level.LARGER),
        (0, 0, 10, "0", Level.LARGER),
        (0, 0, 0, "1000", Level.LARGER),
        (9, 0, 49, "4999.99", Level.LARGER),
        (10, 0, 0, "0", Level.MAJOR),
        (0, 0, 50, "0", Level.MAJOR),
        (0, 0, 0, "5000", Level.MAJOR),
        (29, 0, 99, "9999.99", Level.MAJOR),
        (30, 0, 0, "0", Level.GRAVEST),
        (0, 0, 100, "0", Level.GRAVEST),
        (0, 0, 0, "10000", Level.GRAVEST),
        # 三项中取最重的一项
        (1, 0, 60, "20", Level.MAJOR),
    ],
)
def test_the_worst_of_three_measures_decides(deaths, missing, serious, loss, level):
    assert level_of(deaths=deaths, missing=missing, serious=serious, loss=Decimal(loss)) == level


@pytest.mark.parametrize(
    ("level", "hurt", "who"),
    [
        (Level.GRAVEST, True, Investigator.STATE),
        (Level.MAJOR, True, Investigator.PROVINCE),
        (Level.LARGER, False, Investigator.CITY),
        (Level.GENERAL, True, Investigator.COUNTY),
        (Level.GENERAL, False, Investigator.FIRM),  # 未造成人员伤亡的一般事故，可以委托事故发生单位
        (Level.BELOW, False, Investigator.FIRM),
    ],
)
def test_who_investigates(level, hurt, who):
    assert led_by(level, hurt=hurt) == who


def test_days_and_hours():
    known = datetime(2026, 11, 3, 23, 20, tzinfo=SHANGHAI)
    assert report_by(Level.GENERAL, known) == datetime(2026, 11, 4, 0, 20, tzinfo=SHANGHAI)
    assert report_by(Level.BELOW, known) is None
    assert correct_until(date(2026, 11, 3), "WSA10004") == date(2026, 12, 3)
    assert correct_until(date(2026, 11, 3), "WSA10009") == date(2026, 11, 10)  # 火灾7日
    assert investigate_by(date(2026, 11, 3)) == date(2027, 1, 2)
    assert investigate_by(date(2026, 11, 3), 60) == investigate_by(date(2026, 11, 3), 90) == date(2027, 3, 3)
    assert apply_by(date(2026, 11, 3)) == date(2026, 12, 3)


@pytest.mark.parametrize(("days", "what"), [(0, "minor"), (104, "minor"), (105, "serious"), (6000, "death")])
def test_gravity_by_lost_days(days, what):
    assert gravity(days) == Gravity(what)


@pytest.mark.parametrize(
    ("grade", "what"),
    [(None, None), (1, "full"), (4, "full"), (5, "large"), (6, "large"), (7, "partial"), (10, "partial")],
)
def test_disability_by_grade(grade, what):
    assert disability(grade) == (Disability(what) if what else None)


@pytest.mark.parametrize(
    ("status", "step", "after"),
    [
        ("reported", Step.CORRECT, "reported"),
        ("reported", Step.TELL, "reported"),
        ("reported", Step.INVESTIGATE, "investigating"),
        ("investigating", Step.TELL, "investigating"),
        ("investigating", Step.CONCLUDE, "concluded"),
        ("concluded", Step.CLOSE, "closed"),
        ("reported", Step.CLOSE, None),
        ("investigating", Step.END, None),
        ("investigating", Step.CLOSE, None),
        ("concluded", Step.CORRECT, None),
        ("closed", Step.CLOSE, None),
    ],
)
def test_steps(status, step, after):
    if after:
        assert STEPS.after(status, step) == Status(after)
    else:
        with pytest.raises(RuleViolation, match=f"事故不能{step.label}"):
            STEPS.after(status, step)


DAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("source", "name", "person", "day", "found"),
    [
        ("feed", "王小虎", "a", DAY, Match.CERTAIN),
        ("insurer", "王小虎", "a", date(2026, 11, 13), Match.CERTAIN),
        ("feed", "王小虎", "a", date(2026, 11, 7), Match.CERTAIN),
        ("feed", "王小虎", "a", date(2026, 11, 14), None),
        ("feed", "王小虎", "a", date(2026, 11, 6), None),
        ("firm", "王小虎", "a", DAY, None),  # 同一来源的两条是两起
        ("feed", "王晓虎", "a", DAY, Match.CERTAIN),  # 名字写错，号码相同
        ("feed", "王小虎", "b", DAY, None),  # 同名不同人
        ("feed", "王小虎", "", DAY, Match.SUSPECTED),
        ("feed", "李四", "", DAY, None),
    ],
)
def test_when_two_sources_speak_of_the_same_injury(source, name, person, day, found):
    one, other = Hurt("firm", "王小虎", "a", DAY), Hurt(source, name, person, day)
    assert match(one, other) == match(other, one) == found


def facts(**more):
    given = {
        "level": Level.GENERAL, "status": Status.REPORTED, "happened_on": DAY, "kind": "WSA10004",
        "report_by": datetime(2026, 11, 10, 11, 0, tzinfo=SHANGHAI), "told": False, "due_on": date(2027, 1, 9),
        "deaths": 0, "serious": 1, "minor": 0, "named": ["serious"],
    }  # fmt: skip
    return Facts(**given | more)


def said(now=datetime(2026, 11, 10, 10, 30, tzinfo=SHANGHAI), **more):
    return [(each.text, each.bad) for each in told(facts(**more), now=now, today=now.date())]


def test_what_is_to_be_done():
    assert said()[0] == ("应于11月10日11:00前上报监管部门", False)
    late = said(now=datetime(2026, 11, 10, 11, 1, tzinfo=SHANGHAI))
    assert late[0] == ("应于11月10日11:00前上报监管部门，已超过1小时", True)
    assert not [text for text, _ in said(told=True) if "上报监管部门" in text]
    assert ("调查报告应于1月9日前提交，已逾期", True) in said(now=datetime(2027, 1, 10, tzinfo=SHANGHAI), told=True)
    assert ("伤亡人员与报告人数不一致：重伤1人已登记0人", False) in said(named=[])
    assert said(level=Level.BELOW, report_by=None, status=Status.CLOSED, due_on=None) == []


def test_four_things_are_answered_before_a_case_is_closed():
    full = dict.fromkeys(("direct_cause", "handled", "rectified", "educated"), "已办")
    assert unanswered(full) == []
    assert unanswered({**full, "handled": "  "}) == ["责任人员未处理不放过"]
