"""A device is there, or it is not, and it does not flap in between."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.gb28181.presence import (
    NOWHERE,
    TABLE,
    Address,
    Change,
    Event,
    Policy,
    State,
    due,
    granted,
    hear,
    register,
    tick,
)

HOME = Address("10.21.4.7", 5060)
NAT = Address("10.21.4.7", 40001)
BY_TCP = Address("10.21.4.7", 51000, "TCP")
ELSEWHERE = Address("117.80.1.9", 5060)
POLICY = Policy()
ROAMING = Policy(follow_hosts=True)


def online(expires=3600, at=0.0):
    presence, changes = register(NOWHERE, HOME, expires, at)
    assert changes == (Change.CAME,)
    return presence


def test_it_comes_with_its_registration_and_goes_with_its_unregistration():
    presence = online()
    assert presence.online
    presence, changes = register(presence, HOME, 0, 10)
    assert (presence.state, changes) == (State.ABSENT, (Change.WENT,))


def test_a_keepalive_of_an_unknown_device_makes_it_register():
    assert hear(NOWHERE, HOME, 5, POLICY) == (NOWHERE, (Change.REGISTER_AGAIN,))


def test_one_missing_keepalive_is_no_news_and_three_are():
    presence = online()
    presence, changes = tick(presence, 100, POLICY)
    assert (presence.state, presence.online, changes) == (State.LATE, True, ())
    presence, changes = hear(presence, HOME, 119, POLICY)
    assert (presence.state, changes) == (State.ONLINE, ())
    presence, changes = tick(presence, 119 + 179.9, POLICY)
    assert (presence.state, changes) == (State.LATE, ())
    presence, changes = tick(presence, 119 + 180, POLICY)
    assert (presence.state, changes) == (State.SILENT, (Change.WENT,))


def test_a_device_that_was_silent_needs_no_new_registration_while_its_old_one_holds():
    presence, _ = tick(online(), 500, POLICY)
    presence, changes = hear(presence, HOME, 510, POLICY)
    assert (presence.online, changes) == (True, (Change.CAME,))


def test_registering_again_in_time_is_no_news():
    presence, changes = register(online(expires=60), HOME, 60, 55)
    assert (changes, presence.registered_until) == ((), 115)


def test_a_registration_that_ran_out_is_asked_for_before_the_device_counts_as_gone():
    presence = online(expires=300)
    presence, _ = hear(presence, HOME, 290, POLICY)
    presence, changes = hear(presence, HOME, 350, POLICY)
    assert (presence.online, changes) == (True, (Change.REGISTER_AGAIN,))
    assert register(presence, HOME, 300, 351)[1] == ()
    gone, changes = tick(presence, 390, POLICY)
    assert (gone.state, changes) == (State.ABSENT, (Change.WENT,))
    assert hear(gone, HOME, 391, POLICY)[1] == (Change.REGISTER_AGAIN,)


@pytest.mark.parametrize("address", [NAT, BY_TCP])
def test_nat_and_a_change_to_tcp_move_the_device_and_do_not_end_it(address):
    presence, changes = hear(online(), address, 60, POLICY)
    assert (presence.address, presence.online, changes) == (address, True, (Change.MOVED,))
    assert hear(presence, address, 120, POLICY)[1] == ()


def test_nobody_takes_a_device_over_by_a_keepalive_from_another_host():
    presence, changes = hear(online(), ELSEWHERE, 60, POLICY)
    assert (presence.address, presence.heard_at, changes) == (HOME, 0.0, (Change.REGISTER_AGAIN,))
    presence, changes = register(presence, ELSEWHERE, 3600, 61)
    assert (presence.address, changes) == (ELSEWHERE, (Change.MOVED,))
    assert hear(online(), ELSEWHERE, 60, ROAMING)[1] == (Change.MOVED,)


def test_with_one_miss_allowed_the_first_is_the_last():
    strict = Policy(misses=1)
    presence, changes = tick(online(), 60, strict)
    assert (presence.state, changes) == (State.SILENT, (Change.WENT,))


@pytest.mark.parametrize(
    ("asked", "seconds"), [(None, 86400), (0, 0), (-5, 0), (30, 60), (300, 300), (86400, 86400), (10**9, 86400)]
)
def test_for_how_long_a_registration_is_accepted(asked, seconds):
    assert granted(asked) == seconds


def test_the_table_leads_everywhere_and_back():
    assert {state for state, _ in TABLE} == set(State) == set(TABLE.values())
    assert {event for _, event in TABLE} == set(Event)


addresses = st.sampled_from([HOME, NAT, BY_TCP, ELSEWHERE])
happenings = st.tuples(
    st.floats(0, 400),
    st.one_of(
        st.tuples(st.just("register"), addresses, st.sampled_from([0, 60, 300, 3600])),
        st.tuples(st.just("hear"), addresses, st.just(0)),
        st.tuples(st.just("tick"), st.just(HOME), st.just(0)),
    ),
)
policies = st.builds(
    Policy,
    interval=st.sampled_from([10.0, 60.0]),
    misses=st.integers(1, 5),
    grace=st.sampled_from([0.0, 90.0]),
    follow_hosts=st.booleans(),
)


def happen(presence, event, now, policy):
    kind, address, expires = event
    if kind == "register":
        return register(presence, address, expires, now)
    return hear(presence, address, now, policy) if kind == "hear" else tick(presence, now, policy)


@given(st.lists(happenings, max_size=30), policies)
def test_coming_and_going_alternate_and_agree_with_the_state(story, policy):
    presence, now, news = NOWHERE, 0.0, []
    for pause, event in story:
        now += pause
        presence, changes = happen(presence, event, now, policy)
        news += [each for each in changes if each in (Change.CAME, Change.WENT)]
        assert tick(*(tick(presence, now, policy)[0], now, policy))[1] == ()
        assert not presence.online or (presence.address and presence.heard_at <= now)
    assert news[:1] in ([], [Change.CAME])
    assert all(before is not after for before, after in pairwise(news))
    assert presence.online == (bool(news) and news[-1] is Change.CAME)


@given(st.lists(st.tuples(st.floats(1, 179), st.sampled_from([HOME, NAT, BY_TCP])), max_size=40))
def test_who_is_heard_within_three_minutes_never_goes(beats):
    presence, now = online(expires=10**6), 0.0
    for pause, address in beats:
        presence, changes = tick(presence, now + pause / 2, POLICY)
        assert changes == ()
        now += pause
        presence, changes = hear(presence, address, now, POLICY)
        assert set(changes) <= {Change.MOVED}
        assert presence.online


@given(st.lists(happenings, max_size=20), policies)
def test_a_timer_that_is_obeyed_finds_out_as_soon_as_one_that_never_rests(story, policy):
    presence, now = NOWHERE, 0.0
    for pause, event in story:
        until = now + pause
        fires = 0
        while (at := due(presence, policy)) is not None and at <= until:
            before = presence
            presence, _ = tick(presence, max(at, now), policy)
            fires += 1
            assert presence != before
        assert fires <= 3
        assert tick(presence, until, policy) == (presence, ())
        now = until
        presence, _ = happen(presence, event, now, policy)
