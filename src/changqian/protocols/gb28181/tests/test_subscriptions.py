"""Subscriptions begin, are refreshed, fail, wait and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.gb28181.subscriptions import (
    TABLE,
    Event,
    EventHeader,
    State,
    StateHeader,
    Subscription,
    due,
    next_step,
    refresh_at,
    step,
)
from changqian.protocols.gb28181.tests.attempts import attempt

OFF = Subscription()


def active(expires=3600, now=0.0):
    return step(step(OFF, Event.ASK, now), Event.ACCEPT, now, expires=expires)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Catalog;id=1894", EventHeader("Catalog", "1894")),
        ("catalog ; ID = 7", EventHeader("Catalog", "7")),
        ("presence", EventHeader("presence")),
        ("MobilePosition;foo;id=3;bar=4", EventHeader("MobilePosition", "3")),
    ],
)
def test_what_an_event_header_names(text, header):
    assert EventHeader.parse(text) == header
    assert EventHeader.parse(str(header)) == header


def test_old_devices_call_everything_presence():
    assert EventHeader("presence").concerns("Alarm")
    assert EventHeader("Alarm").concerns("Alarm")
    assert not EventHeader("Alarm").concerns("Catalog")


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("active;expires=90", StateHeader("active", 90)),
        ("Terminated;reason=timeout; Retry-After=120", StateHeader("terminated", None, 120, "timeout")),
        ("pending", StateHeader("pending")),
        ("active;expires=soon", StateHeader("active")),
    ],
)
def test_what_a_state_header_says(text, header):
    assert StateHeader.parse(text) == header
    assert StateHeader.parse(str(header)) == header
    assert header.ended == text.startswith("Term")


@given(st.text(max_size=40))
def test_headers_are_read_or_malformed(text):
    event, state = attempt(EventHeader.parse, text), attempt(StateHeader.parse, text)
    assert event is None or EventHeader.parse(str(event)) == event
    assert state is None or state.state == state.state.lower() != ""


def test_an_accepted_subscription_runs_and_is_refreshed_before_its_end():
    subscription = active(expires=3600)
    assert subscription.running(3599)
    assert (due(subscription), next_step(subscription, 3539)) == (3540, None)
    assert next_step(subscription, 3540) is Event.ASK
    asked = step(subscription, Event.ASK, 3540)
    assert (asked.state, asked.running(3541)) == (State.REFRESHING, True)
    assert step(asked, Event.ACCEPT, 3541, expires=3600).until == 7141


def test_a_short_one_is_refreshed_after_two_thirds():
    assert refresh_at(active(expires=90)) == 60


def test_a_refresh_that_nobody_answers_ends_and_is_tried_again():
    asked = step(active(), Event.ASK, 3540)
    assert next_step(asked, 3599) is None
    assert next_step(asked, 3600) is Event.END
    lost = step(asked, Event.END, 3600)
    assert (lost.state, due(lost), lost.running(3600)) == (State.WAITING, 3630, False)
    assert next_step(lost, 3630) is Event.ASK


def test_who_is_refused_waits_longer_each_time_and_not_longer_than_ten_minutes():
    subscription, now, pauses = OFF, 0.0, []
    for _ in range(8):
        subscription = step(step(subscription, Event.ASK, now), Event.REFUSE, now)
        pauses.append(subscription.retry_at - now)
        now = subscription.retry_at
    assert pauses == [30, 60, 120, 240, 480, 600, 600, 600]
    accepted = step(step(subscription, Event.ASK, now), Event.ACCEPT, now, expires=60)
    assert accepted.failures == 0
    assert step(accepted, Event.END, now, retry_after=900).retry_at == now + 900


def test_what_is_cancelled_stays_off():
    ending = step(active(), Event.CANCEL, 10)
    assert (ending.state, ending.running(11), due(ending)) == (State.ENDING, False, None)
    for event in (Event.ACCEPT, Event.REFUSE, Event.END):
        assert step(ending, event, 11).state is State.OFF


def test_what_the_peer_forgot_is_asked_for_anew_at_once():
    asked = step(active(), Event.ASK, 3540)
    forgotten = step(asked, Event.FORGET, 3541)
    assert (forgotten.state, forgotten.running(3541), due(forgotten)) == (State.OFF, False, None)
    assert step(forgotten, Event.ASK, 3541).state is State.ASKED
    assert step(OFF, Event.FORGET, 0) == OFF


moves = st.lists(st.tuples(st.sampled_from(Event), st.floats(0, 5000), st.integers(0, 4000)), max_size=25)


@given(moves)
def test_no_story_leads_out_of_the_table_or_lets_notices_run_late(story):
    subscription, now = OFF, 0.0
    for event, pause, expires in story:
        now += pause
        before = subscription
        subscription = step(subscription, event, now, expires=expires)
        assert subscription.state is TABLE.get((before.state, event), before.state)
        assert not subscription.running(subscription.until)
        at = due(subscription)
        assert at is None or next_step(subscription, max(at, now)) is not None
