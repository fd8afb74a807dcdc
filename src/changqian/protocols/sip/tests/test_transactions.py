"""The five tables: what is sent when, and when it is over. Times are those of RFC 3261 table 4 with T1 = 0.5 s."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import AT_CAMERA, request
from changqian.protocols.sip.transactions import (
    ANSWERED,
    CLIENT,
    CLIENT_INVITE,
    SERVER,
    SERVER_INVITE,
    Do,
    On,
    State,
    Timer,
    Timers,
    Transaction,
    ack_of_failure,
    cancel_of,
    client_key,
    server_key,
)

TABLES = {
    "client INVITE": CLIENT_INVITE,
    "client": CLIENT,
    "server INVITE": SERVER_INVITE,
    "server": SERVER,
    "2xx": ANSWERED,
}
INVITE = Message.parse(request("INVITE"))


def run(table, *happened, until: float = 100.0, reliable: bool = False, timers: Timers | None = None):
    """What is done when, after each (time, what happens); and when it ended, in which state."""
    transaction = Transaction(("x",), table, timers or Timers(), INVITE, AT_CAMERA, reliable)
    done, ended = [], None
    waiting = list(happened)
    while True:
        timer = transaction.get_timer()
        at = min((time for time in (timer, waiting[0][0] if waiting else None) if time is not None), default=None)
        if at is None or at > until:
            break
        if waiting and waiting[0][0] == at:
            acts = transaction.step(waiting.pop(0)[1], at)
        else:
            acts = transaction.handle_timer(at)
        done += [(at, act) for act in acts]
        if transaction.state is State.TERMINATED and ended is None:
            ended = at
    return done, ended, transaction.state


def resent(done) -> list[float]:
    return [at for at, act in done if act is Do.RESEND]


START = (0.0, On.REQUEST)


def test_timer_a_and_b_an_invite_nobody_answers_is_sent_seven_times_and_given_up():
    done, ended, _ = run(CLIENT_INVITE, START)
    assert resent(done) == [0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
    assert (done[-1], ended) == ((32.0, Do.TIMED_OUT), 32.0)


def test_timer_a_and_b_stop_when_somebody_says_that_he_is_at_it():
    done, ended, state = run(CLIENT_INVITE, START, (1.0, On.PROVISIONAL))
    assert resent(done) == [0.5]
    assert (ended, state) == (None, State.PROCEEDING)


def test_timer_d_a_failure_is_acknowledged_whenever_it_comes_and_told_once():
    done, ended, _ = run(CLIENT_INVITE, START, (0.1, On.FAILURE), (0.6, On.FAILURE), (1.6, On.FAILURE))
    assert [at for at, act in done if act is Do.ACK] == [0.1, 0.6, 1.6]
    assert [at for at, act in done if act is Do.DELIVER] == [0.1]
    assert ended == pytest.approx(32.1)


def test_timer_e_and_f_another_request_is_sent_again_every_t2_at_last_and_given_up():
    done, ended, _ = run(CLIENT, START)
    assert resent(done) == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    assert (done[-1], ended) == ((32.0, Do.TIMED_OUT), 32.0)


def test_timer_e_slows_down_when_somebody_is_at_it_and_timer_f_runs_on():
    done, ended, _ = run(CLIENT, START, (0.6, On.PROVISIONAL))
    assert resent(done) == [0.5, 1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5]
    assert ended == 32.0


def test_timer_g_and_h_a_failure_nobody_acknowledges_is_sent_again_and_given_up():
    done, ended, _ = run(SERVER_INVITE, START, (1.0, On.FAILURE))
    assert resent(done) == [1.5, 2.5, 4.5, 8.5, 12.5, 16.5, 20.5, 24.5, 28.5, 32.5]
    assert (done[-1], ended) == ((33.0, Do.TIMED_OUT), 33.0)


def test_timer_i_an_ack_ends_it_and_more_of_them_are_swallowed():
    done, ended, _ = run(SERVER_INVITE, START, (1.0, On.FAILURE), (1.2, On.ACK), (1.7, On.ACK), (1.8, On.REQUEST))
    assert resent(done) == []
    assert ended == pytest.approx(6.2)


def test_timer_j_a_request_that_comes_again_gets_the_same_answer():
    done, ended, _ = run(SERVER, START, (0.1, On.REQUEST), (0.2, On.SUCCESS), (0.7, On.REQUEST), (9.0, On.REQUEST))
    assert resent(done) == [0.7, 9.0]
    assert ended == pytest.approx(32.2)


@pytest.mark.parametrize("before", [(), ((1.0, On.PROVISIONAL),)])
def test_an_answer_that_was_forgotten_is_not_waited_for_when_its_client_has_given_up(before):
    """RFC 4320: it would only be a stray response."""
    for reliable in (False, True):
        assert run(SERVER, START, *before, (5.0, On.REQUEST), reliable=reliable)[1] == 32.0


def test_timer_k_an_answer_that_comes_again_is_told_once():
    done, ended, _ = run(CLIENT, START, (0.1, On.SUCCESS), (0.2, On.SUCCESS))
    assert [at for at, act in done if act is Do.DELIVER] == [0.1]
    assert ended == pytest.approx(5.1)


def test_timer_l_an_invite_that_was_accepted_is_not_taken_for_a_new_one():
    """RFC 6026 §7.1."""
    done, ended, _ = run(SERVER_INVITE, START, (1.0, On.SUCCESS), (1.5, On.REQUEST), (2.0, On.ACK), (2.1, On.ACK))
    assert done == [(0.0, Do.DELIVER), (1.0, Do.SEND), (2.0, Do.DELIVER), (2.1, Do.DELIVER)]
    assert ended == pytest.approx(33.0)


def test_timer_m_every_2xx_is_told_since_each_may_be_of_another_phone():
    """RFC 6026 §7.2."""
    done, ended, _ = run(CLIENT_INVITE, START, (1.0, On.SUCCESS), (1.5, On.SUCCESS), (1.6, On.FAILURE))
    assert [at for at, act in done if act is Do.DELIVER] == [1.0, 1.5]
    assert ended == pytest.approx(33.0)


@pytest.mark.parametrize("reliable", [False, True])
def test_our_2xx_is_repeated_over_any_transport_until_its_ack(reliable):
    """RFC 3261 §13.3.1.4: the ANSWERED table is never told that its transport is reliable."""
    done, ended, _ = run(ANSWERED, (0.0, On.SUCCESS), (5.0, On.ACK))
    assert resent(done) == [0.5, 1.5, 3.5]
    assert (done[-1], ended) == ((5.0, Do.DELIVER), 5.0)
    assert run(ANSWERED, (0.0, On.SUCCESS))[0][-1] == (32.0, Do.TIMED_OUT)


@pytest.mark.parametrize(
    ("table", "happened", "ended"),
    [
        (CLIENT_INVITE, [(0.1, On.FAILURE)], 0.1),
        (CLIENT, [(0.1, On.SUCCESS)], 0.1),
        (SERVER, [(0.1, On.FAILURE)], 0.1),
        (SERVER_INVITE, [(0.1, On.FAILURE), (0.2, On.ACK)], 0.2),
        # These two are not there for the transport's sake.
        (CLIENT_INVITE, [(0.1, On.SUCCESS)], 32.1),
        (SERVER_INVITE, [(0.1, On.SUCCESS)], 32.1),
        (CLIENT_INVITE, [], 32.0),
        (CLIENT, [], 32.0),
        (SERVER_INVITE, [(0.0, On.FAILURE)], 32.0),
    ],
)
def test_over_tcp_nothing_is_sent_again_and_nothing_absorbed(table, happened, ended):
    done, at, _ = run(table, START, *happened, reliable=True)
    assert resent(done) == []
    assert at == pytest.approx(ended)


def test_a_cancelled_invite_is_given_up_if_nothing_comes():
    """RFC 3261 §9.1."""
    done, ended, _ = run(CLIENT_INVITE, START, (1.0, On.PROVISIONAL), (10.0, On.CANCEL), (11.0, On.PROVISIONAL))
    assert (done[-1], ended) == ((42.0, Do.TIMED_OUT), 42.0)


@pytest.mark.parametrize("table", [CLIENT_INVITE, CLIENT, SERVER_INVITE, SERVER])
def test_a_broken_transport_ends_what_was_still_open(table):
    done, ended, _ = run(table, START, (0.2, On.BROKEN))
    assert (done[-1], ended) == ((0.2, Do.FAILED), 0.2)


def test_every_timer_can_be_set_and_all_follow_t1_t2_and_t4():
    fast = Timers(t1=0.1, t2=0.3, t4=1.0)
    assert resent(run(CLIENT, START, timers=fast)[0])[:4] == pytest.approx([0.1, 0.3, 0.6, 0.9])
    assert {timer.name: Timers(t1=1.0, t2=8.0, t4=9.0).of(timer) for timer in Timer} == {
        **{"A": 1.0, "B": 64.0, "D": 64.0, "E": 1.0, "F": 64.0, "G": 1.0, "H": 64.0},
        **{"I": 9.0, "J": 64.0, "K": 9.0, "L": 64.0, "M": 64.0},
    }
    for timer in Timer:
        assert Timers(given={timer: 7.0}).of(timer) == 7.0
    assert run(CLIENT_INVITE, START, timers=Timers(given={Timer.B: 2.0}))[1] == 2.0


def test_a_late_clock_does_not_send_in_bursts():
    transaction = Transaction(("x",), CLIENT, Timers(), INVITE, AT_CAMERA, False)
    transaction.step(On.REQUEST, 0.0)
    assert transaction.handle_timer(20.0) == (Do.RESEND,)
    assert transaction.get_timer() == 21.0


@pytest.mark.parametrize("name", TABLES)
def test_a_table_leads_from_new_to_the_end_and_nowhere_else(name):
    table = TABLES[name]
    reached = {State.NEW}
    for _ in State:
        reached |= {step.to for (state, _), step in table.items() if state in reached}
    assert reached == {state for state, _ in table} | {State.TERMINATED}
    for state, on in table:
        if isinstance(on, Timer):
            # What waits for a timer is in a state where that timer runs.
            starters = [s for (_, _), s in table.items() if on in (*s.start, *s.keep)]
            assert any(s.to is state for s in starters), (state, on)


@given(
    st.sampled_from(sorted(TABLES)),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from([*On, *Timer]), st.floats(0, 5)), max_size=30),
)
def test_whatever_happens_what_is_over_stays_over(name, reliable, happened):
    transaction = Transaction(("x",), TABLES[name], Timers(), INVITE, AT_CAMERA, reliable)
    now = 0.0
    for on, pause in happened:
        over = transaction.state is State.TERMINATED
        now += pause
        done = transaction.step(on, now) + transaction.handle_timer(now)
        assert not (over and (done or transaction.state is not State.TERMINATED))
        assert transaction.state is not State.TERMINATED or transaction.get_timer() is None


def key_of(data: bytes, method: str = ""):
    return server_key(Message.parse(data), method)


def test_an_ack_and_a_cancel_find_their_invite():
    """RFC 3261 §17.2.3, §9.2."""
    invite = key_of(request("INVITE"))
    assert key_of(request("INVITE")) == invite
    assert key_of(request("ACK", to="<sip:a@b>;tag=mine")) == invite
    assert key_of(request("CANCEL")) != invite
    assert key_of(request("CANCEL"), "INVITE") == invite


@pytest.mark.parametrize(
    "other",
    [
        request("INVITE", via="SIP/2.0/UDP 192.168.1.64:5060;branch=z9hG4bKbbbbbbbb"),
        request("INVITE", via="SIP/2.0/UDP 192.168.1.65:5060;branch=z9hG4bKaaaaaaaa"),
        # A camera whose branch never changes: REGISTER without and with credentials are two.
        request("INVITE", number=2),
        request("INVITE", call_id="2@192.168.1.64"),
        request("MESSAGE"),
    ],
)
def test_other_requests_do_not(other):
    assert key_of(other) != key_of(request("INVITE"))


OLD = "SIP/2.0/UDP 192.168.1.64:5060"


def test_a_peer_of_rfc_2543_is_known_by_what_it_says_twice():
    """RFC 3261 §17.2.3: Request-URI, tags, Call-ID, CSeq and the topmost Via."""
    invite = key_of(request("INVITE", via=OLD))
    assert key_of(request("ACK", via=OLD, to="<sip:a@b>;tag=mine")) == invite
    assert key_of(request("CANCEL", via=OLD), "INVITE") == invite
    for other in (
        request("INVITE", via=OLD, uri="sip:a@b"),
        request("INVITE", via=OLD, from_="<sip:a@b>;tag=other"),
        request("INVITE", via=f"{OLD};branch=1"),
        request("INVITE", via=f"{OLD};branch=z9hG4bK"),
        request("INVITE", via=OLD, number=2),
    ):
        assert key_of(other) != invite


def test_the_ack_of_a_failure_is_of_one_piece_with_its_invite():
    """RFC 3261 §17.1.1.3."""
    invite = Message.parse(request("INVITE", "Route: <sip:p;lr>", "Subject: x", body=b"sdp"))
    response = invite.response(486, to_tag="theirs")
    ack = ack_of_failure(invite, response)
    assert Message.parse(bytes(ack)) == ack
    assert (ack.uri, ack.vias, ack.from_, ack.call_id) == (invite.uri, (invite.via,), invite.from_, invite.call_id)
    assert (str(ack.cseq), ack.to.tag, str(ack.routes[0]), ack.body) == ("1 ACK", "theirs", "<sip:p;lr>", b"")


def test_a_cancel_has_the_branch_and_number_of_its_invite_and_its_own_transaction():
    """RFC 3261 §9.1."""
    invite = Message.parse(request("INVITE", "Route: <sip:p;lr>", "Require: 100rel", body=b"sdp"))
    cancel = cancel_of(invite)
    assert (cancel.via, str(cancel.cseq), cancel.to) == (invite.via, "1 CANCEL", invite.to)
    assert "Require" not in cancel.headers
    assert client_key(cancel) != client_key(invite)
    assert client_key(cancel.response(200)) == client_key(cancel)
