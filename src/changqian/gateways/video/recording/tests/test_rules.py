"""When footage is recorded, and what goes when there is no room: tables and a slower way to the same answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.recording import rules
from changqian.gateways.video.recording.rules import Order, Want
from changqian.protocols.gb28181.moments import BEIJING
from changqian.wire import video as wire

DEVICE, CHANNEL, OTHER = "32040000001320000001", "32040000001320000001", "32040000001320000002"
KEY = (DEVICE, CHANNEL)
MONDAY = datetime(2026, 2, 2, tzinfo=BEIJING)

clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
spans = st.builds(wire.Span, st.integers(1, 7), clocks, clocks | st.just("24:00"))
weeks = st.lists(spans, max_size=5).map(tuple)


def plan(*week: wire.Span, channel: str = CHANNEL, **how: object) -> wire.Plan:
    return wire.Plan(DEVICE, channel, week, **how)  # type: ignore[arg-type]


def written_out(span: wire.Span, monday: datetime) -> tuple[datetime, datetime]:
    """The span of that week by the calendar."""
    day = monday + timedelta(days=span.day - 1)
    begin = day + timedelta(minutes=wire.minutes(span.start))
    end = day + timedelta(minutes=wire.minutes(span.stop))
    return begin, end if end > begin else end + timedelta(days=1)


@given(weeks, st.integers(0, 3 * 7 * 24 * 60 - 1), st.integers(0, 59))
def test_a_moment_is_due_exactly_when_the_calendar_says_so(week: tuple, minute: int, second: int) -> None:
    now = MONDAY + timedelta(minutes=minute, seconds=second)
    mondays = [MONDAY + timedelta(weeks=number) for number in range(-1, 4)]
    written = [written_out(span, monday) for span in week for monday in mondays]
    assert rules.due(plan(*week), now.astimezone(UTC)) == any(begin <= now < end for begin, end in written)


OVER = [
    ("Sunday evening", "2026-02-08 22:00", True),
    ("the last second of the week", "2026-02-08 23:59:59", True),
    ("midnight, and a week later", "2026-02-09 00:00", True),
    ("Monday before it ends", "2026-02-09 05:59:59", True),
    ("Monday when it ends", "2026-02-09 06:00", False),
    ("Sunday before it begins", "2026-02-08 21:59:59", False),
    ("Saturday night", "2026-02-07 23:00", False),
]


@pytest.mark.parametrize(("when", "now", "due"), OVER, ids=[each[0] for each in OVER])
def test_a_night_shift_of_sunday_ends_on_monday(when: str, now: str, due: bool) -> None:
    assert rules.due(plan(wire.Span(7, "22:00", "06:00")), datetime.fromisoformat(now + "+08:00")) is due


@pytest.mark.parametrize(("start", "stop"), [("00:00", "24:00"), ("00:00", "00:00"), ("08:30", "08:30")])
def test_a_whole_day_is_a_whole_day(start: str, stop: str) -> None:
    found = [MONDAY + timedelta(minutes=n) for n in range(4 * 1440)]
    due = [each for each in found if rules.due(plan(wire.Span(2, start, stop)), each)]
    assert len(due) == 1440


@pytest.mark.parametrize("span", [(0, "08:00", "09:00"), (8, "08:00", "09:00"), (1, "24:00", "09:00"), (1, "8", "9")])
def test_what_is_no_span_cannot_be_said(span: tuple) -> None:
    with pytest.raises(ValueError, match="[时星]"):
        wire.Span(*span)
    said = wire.to_json(wire.Snapshot(plans=(plan(),)))
    said["plans"][0]["week"] = [{"day": span[0], "start": span[1], "stop": span[2]}]
    with pytest.raises(wire.NotOurs):
        wire.from_json(wire.Snapshot, said)


@given(weeks)
def test_a_plan_crosses_between_processes_as_it_is(week: tuple) -> None:
    snapshot = wire.Snapshot(plans=(plan(*week, on_alarm=True, before=5),), keeping=wire.Keeping(wire.STOP, 30, 7))
    assert wire.from_json(wire.Snapshot, wire.to_json(snapshot)) == snapshot


ALWAYS = wire.Span(1, "00:00", "24:00")


def test_reasons_add_up_and_the_hand_labels_first() -> None:
    plans = [plan(ALWAYS, on_alarm=True, before=10, label="值班"), plan(ALWAYS, channel=OTHER, label="值班")]
    both = rules.wants(plans, {KEY: Order("夜查")}, {KEY: MONDAY.timestamp() + 1}, MONDAY)
    assert both[KEY] == Want(("alarm", "manual", "schedule"), "夜查", 10)
    assert both[DEVICE, OTHER] == Want(("schedule",), "值班", 0)


def test_before_an_alarm_pictures_only_pass_through_memory() -> None:
    armed = [plan(on_alarm=True, before=600, label="报警")]
    assert rules.wants(armed, {}, {}, MONDAY) == {KEY: Want((), "", rules.MOST_BEFORE)}
    assert rules.wants([plan(on_alarm=True)], {}, {}, MONDAY) == {}
    now = MONDAY.timestamp()
    assert rules.wants(armed, {}, {KEY: now + 1}, MONDAY)[KEY].causes == ("alarm",)
    assert rules.wants(armed, {}, {KEY: now}, MONDAY)[KEY].causes == ()


def test_an_alarm_of_no_channel_is_one_of_the_whole_device() -> None:
    one, two = plan(on_alarm=True), plan(channel=OTHER, on_alarm=True)
    quiet = plan(ALWAYS, channel="32040000001320000003")
    assert rules.alarmed([one, two, quiet], DEVICE, OTHER) == [two]
    assert rules.alarmed([one, two, quiet], DEVICE, "32040000001340000001") == [one, two]
    assert rules.alarmed([one, two, quiet], "32040000001320009999", OTHER) == []


ROOM = [
    ("all is well", 100, 900, 0, 50, 0),
    ("a limit, not reached", 100, 900, 100, 50, 0),
    ("a limit, by one byte", 101, 900, 100, 50, 3),
    ("the disk, whatever the limit", 500, 20, 1000, 50, 39),
    ("others took the disk", 100, 0, 0, 1000, 1000),
]


@pytest.mark.parametrize(("what", "used", "free", "most", "lowest", "need"), ROOM, ids=[each[0] for each in ROOM])
def test_how_much_has_to_go(what: str, used: int, free: int, most: int, lowest: int, need: int) -> None:
    assert rules.too_much(used, free, most, lowest) == need


def test_labels_hold_against_one_policy_and_stop_lets_nothing_go() -> None:
    assert [rules.may_go("", policy) for policy in wire.POLICIES] == [True, False, True]
    assert [rules.may_go("证据", policy) for policy in wire.POLICIES] == [True, False, False]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 90), st.integers(0, 86399))
def test_footage_stays_for_as_many_whole_days_as_were_said(day: date, days: int, second: int) -> None:
    last = datetime.combine(day + timedelta(days=days), datetime.min.time(), BEIJING) + timedelta(seconds=second)
    assert not rules.outdated(day, last.astimezone(UTC), days)
    assert rules.outdated(day, last + timedelta(days=1), days)
    assert not rules.outdated(day, last + timedelta(days=1000), 0)
