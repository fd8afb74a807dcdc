"""How calls end, and what is said of it: CANCEL and its races, several telephones, refusals, challenges, loss
(RFC 3261 §9, §13.2.2.4, §15, §22; RFC 3326; RFC 5057)."""

import pytest

from changqian.protocols.sip.digest import Credentials, Guard, Verdict
from changqian.protocols.sip.message import Request
from changqian.protocols.sip.reasons import FAILURES, REASONS, explained
from changqian.protocols.telephony import Cause, Ending, OutOfTurn, State, events
from changqian.protocols.telephony.endings import SENTENCES
from changqian.protocols.telephony.tests.cast import CENTRE, DESK, MOBILE, PLAIN, PROXY, line, sdp
from changqian.protocols.telephony.tests.peer import CAN, Peer
from changqian.protocols.telephony.tests.phone import Manners, Phone, pair
from changqian.protocols.telephony.tests.wire import Wire

# CANCEL.


def test_a_call_given_up_while_it_rings_is_cancelled():
    wire = Wire(CENTRE, MOBILE)
    a, b = pair(wire, CENTRE, MOBILE, Manners(answers_at=None))
    wire.at(0.0, lambda now: a.dials(MOBILE))
    wire.at(3.0, lambda now: a.dares("end"))
    wire.run()
    assert wire.statuses(MOBILE, "INVITE") == [100, 180, 487]
    assert [wire.told(host, events.Ended)[0].ending for host in (CENTRE, MOBILE)] == ["left", "cancelled"]
    assert wire.left_over() == []


def test_an_answer_that_crosses_the_cancel_is_acknowledged_and_ended():
    """RFC 3261 §9.1: the 2xx was on its way."""
    wire = Wire(CENTRE, MOBILE)
    a, b = pair(wire, CENTRE, MOBILE, Manners(answers_at=3.0))
    wire.at(0.0, lambda now: a.dials(MOBILE))
    # Half a way after the telephone picked up.
    wire.at(3.015, lambda now: a.dares("end"))
    wire.run()
    assert len(wire.requests(CENTRE, "CANCEL")) == len(wire.requests(CENTRE, "BYE")) == 1
    assert [ack.cseq.number for ack in wire.requests(CENTRE, "ACK")] == [1]
    assert wire.told(CENTRE, events.Answered) == []
    assert [wire.told(host, events.Ended)[0].ending for host in (CENTRE, MOBILE)] == ["left", "hung_up"]
    assert wire.left_over() == []


def test_a_call_given_up_before_anybody_was_heard_is_cancelled_when_somebody_is():
    """RFC 3261 §9.1: not before the first answer."""
    peer = Peer()
    call = peer.agent.dial(peer.line, "110", sdp(), peer.now)
    call.end(peer.now)
    assert call.state is State.ENDING
    peer.turn()
    assert [(m.method, m.cseq.number) for m in peer.sent] == [("INVITE", 1), ("CANCEL", 1), ("ACK", 1)]
    assert peer.ended.ending == "left"


def test_a_missed_call_is_told_from_one_that_a_colleague_took():
    """RFC 3326: SIP;cause=200."""
    for reason, ending in (
        ('SIP;cause=200;text="Call completed elsewhere"', "elsewhere"),
        ("SIP;cause=487", "cancelled"),
    ):
        peer = Peer()
        key = peer.invites()
        peer.end.cancel(key, peer.now)
        [(data, to)] = peer.end.to_send(peer.now)
        peer.agent.receive(data.replace(b"\r\nCSeq", f"\r\nReason: {reason}\r\nCSeq".encode()), line(MOBILE).peer, 0.0)
        peer.turn()
        assert peer.ended.ending == ending


def test_a_call_that_rings_too_long_is_given_up():
    peer = Peer(PLAIN.confirmed(no_answer=20.0))
    peer.dialled()
    peer.says(180, *CAN)
    peer.turn(19.9)
    assert peer.told_of(events.Ended) == []
    peer.turn(0.2)
    assert (peer.ended.ending, peer.ended.reason) == ("no_answer", "振铃时间已到，对方无人接听")


# Several telephones.


def forked(*manners: Manners, at: float = 40.0) -> tuple[Wire, Phone]:
    wire = Wire(CENTRE, MOBILE, DESK, forks={PROXY: (MOBILE, DESK)})
    caller = Phone(wire, CENTRE).listens_to(MOBILE, DESK)
    for host, habits in zip((MOBILE, DESK), manners, strict=True):
        Phone(wire, host, habits).listens_to(CENTRE)
    wire.at(0.0, lambda now: caller.dials(PROXY))
    wire.run(until=at)
    return wire, caller


def test_each_telephone_that_rings_is_a_fork_and_the_first_to_answer_has_the_call():
    """RFC 3261 §13.2.2.4. The other is cancelled by the proxy in earnest; here it goes on ringing."""
    wire, caller = forked(Manners(early=True, answers_at=5.0), Manners(answers_at=None))
    forks = {event.fork for event in wire.told(CENTRE, events.Ringing)}
    assert len(forks) == 2
    [answered] = wire.told(CENTRE, events.Answered)
    assert answered.fork in forks
    assert len(caller.call.sessions) == 1
    assert caller.call.chosen.exchange.remote == caller.agreed[answered.fork][1]


def test_a_second_one_to_answer_is_acknowledged_and_told_good_bye():
    wire, caller = forked(Manners(answers_at=5.0), Manners(answers_at=5.005))
    assert len(wire.told(CENTRE, events.Answered)) == 1
    [bye] = wire.requests(CENTRE, "BYE")
    assert bye.to.tag not in caller.call.chosen.fork
    assert [wire.told(host, events.Ended) == [] for host in (CENTRE, MOBILE, DESK)] == [True, True, False]
    wire.at(50.0, lambda now: caller.dares("end"))
    wire.run()
    assert wire.left_over() == []


def test_each_fork_has_its_own_answer_and_its_own_offers():
    """RFC 3261 §13.2.1; an UPDATE goes to one fork alone."""
    wire, caller = forked(Manners(early=True, answers_at=None), Manners(early=True, answers_at=None), at=2.0)
    assert len(caller.agreed) == 2
    with pytest.raises(OutOfTurn, match="通话还没有可操作的对端"):
        caller.call.offer(caller.sdp(), wire.now)
    fork = next(iter(caller.agreed))
    caller.call.offer(caller.sdp(port=50000), wire.now, fork=fork)
    wire.run(until=4.0)
    assert [update.to.tag for update in wire.requests(CENTRE, "UPDATE")] == [fork]


def test_a_telephone_that_hangs_up_its_own_fork_ends_only_that():
    wire, caller = forked(Manners(early=True, answers_at=None), Manners(early=True, answers_at=None), at=2.0)
    phone = wire.agents[MOBILE]
    [dialog] = phone.endpoint.dialogs
    phone.endpoint.request_in(dialog, "BYE", wire.now)
    wire.run(until=4.0)
    assert (len(caller.call.sessions), wire.told(CENTRE, events.Ended)) == (1, [])


# Good-bye.


def test_our_answer_is_not_taken_back_before_it_is_acknowledged():
    """RFC 3261 §15: no BYE before the ACK."""
    peer = Peer()
    call = peer.calls()
    call.answer(sdp(), peer.now)
    peer.turn()
    call.end(peer.now)
    peer.turn()
    assert (call.state, peer.requests("BYE")) == (State.ENDING, [])
    peer.acknowledges()
    assert (len(peer.requests("BYE")), peer.ended.ending) == (1, "left")


def test_an_answer_that_nobody_acknowledges_is_no_call():
    """RFC 3261 §13.3.1.4."""
    peer = Peer()
    peer.calls().answer(sdp(), peer.now)
    peer.turn(33.0)
    assert (peer.ended.ending, peer.ended.remedy) == ("no_ack", SENTENCES[Ending.NO_ACK][1])
    assert len(peer.requests("BYE")) == 1


def test_a_good_bye_that_is_challenged_is_proved():
    guard = Guard("ims", b"key")
    peer = Peer()
    peer.line = line(MOBILE, username="we", secret="secret")
    call = peer.answered()
    call.end(peer.now)
    peer.turn()
    challenges = [("WWW-Authenticate", str(each)) for each in guard.challenges(peer.now)]
    peer.says(401, *challenges, to=peer.requests("BYE")[0])
    again = [each for each in peer.sent if isinstance(each, Request) and each.method == "BYE"][-1]
    [credentials] = Credentials.parse_many(again.headers.all("Authorization"))
    assert guard.check(credentials, secret="secret", method="BYE", now=peer.now) is Verdict.ACCEPTED
    assert again.cseq.number == 3


def test_a_bye_before_our_answer_ends_the_call_and_answers_the_invite():
    """RFC 3261 §15: of the caller, in an early dialog."""
    peer = Peer()
    peer.calls().ring(peer.now)
    peer.turn()
    peer.asks("BYE")
    assert (peer.answers("BYE"), peer.answers("INVITE"), peer.ended.ending) == ([200], [180, 487], "hung_up")


def test_two_good_byes_that_cross_each_other_do_no_harm():
    wire = Wire(CENTRE, MOBILE)
    a, b = pair(wire, CENTRE, MOBILE)
    wire.at(0.0, lambda now: a.dials(MOBILE))
    wire.at(5.0, lambda now: (a.dares("end"), b.dares("end")))
    wire.run()
    assert [wire.told(host, events.Ended)[0].ending for host in (CENTRE, MOBILE)] == ["left", "left"]
    assert wire.left_over() == []


def test_an_offer_that_waits_when_the_call_ends_is_answered():
    """RFC 3261 §15.1.2: 487."""
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    call.end(peer.now)
    peer.turn()
    assert peer.answers("INVITE") == [487]


@pytest.mark.parametrize("status", [408, 481])
def test_who_does_not_know_the_call_any_more_has_lost_it(status):
    """RFC 5057 §5.1, RFC 3261 §12.2.1.2."""
    peer = Peer()
    call = peer.answered()
    call.hold(peer.now)
    peer.turn()
    peer.says(status)
    assert (peer.ended.ending, call.state) == ("lost", State.ENDED)


def test_a_re_invite_that_nobody_answers_ends_the_call():
    wire = Wire(CENTRE, MOBILE)
    a, _ = pair(wire, CENTRE, MOBILE)
    wire.at(0.0, lambda now: a.dials(MOBILE))
    wire.run(until=5.0)
    wire.lose = lambda source, message: source == MOBILE
    wire.at(6.0, lambda now: a.dares("hold"))
    wire.run(until=200.0)
    assert wire.told(CENTRE, events.Ended)[0].ending == "lost"


# Refusals, and what is done about them.


def test_a_challenge_is_answered_once():
    """RFC 3261 §22.2."""
    guard = Guard("ims", b"key", algorithms=("SHA-256", "MD5"))
    peer = Peer()
    peer.line = line(MOBILE, username="+8651988880000", secret="secret")
    peer.dialled()
    challenges = [("Proxy-Authenticate", str(each)) for each in guard.challenges(peer.now)]
    peer.says(407, *challenges)
    first, again = (each.request for each in peer.requests("INVITE"))
    [credentials] = Credentials.parse_many(again.headers.all("Proxy-Authorization"))
    assert guard.check(credentials, secret="secret", method="INVITE", now=peer.now) is Verdict.ACCEPTED
    assert (again.call_id, again.from_, again.cseq.number) == (first.call_id, first.from_, 2)
    peer.says(407, *challenges)
    assert len(peer.requests("INVITE")) == 2
    assert (peer.ended.status, peer.ended.remedy) == (407, "请核对线路的用户名和密码")


def test_a_challenge_during_the_call_moves_its_numbers_on():
    guard = Guard("ims", b"key")
    peer = Peer()
    peer.line = line(MOBILE, username="we", secret="secret")
    call = peer.answered()
    call.hold(peer.now)
    peer.turn()
    peer.says(407, *(("Proxy-Authenticate", str(each)) for each in guard.challenges(peer.now)))
    peer.says(200, *CAN, body=sdp(MOBILE, 2, "recvonly"))
    assert call.state is State.HELD
    call.resume(peer.now)
    peer.turn()
    assert [each.request.cseq.number for each in peer.requests("INVITE")] == [1, 2, 3, 4]


def test_a_refusal_says_what_the_telephone_network_knows():
    """RFC 3326 with Q.850 explains more than SIP's status."""
    peer = Peer()
    peer.dialled()
    peer.says(503, ("Reason", 'Q.850;cause=34;text="no circuit"'), ("Retry-After", "120 (busy)"))
    assert (peer.ended.ending, peer.ended.status, peer.ended.retry_after) == ("refused", 503, 120)
    assert peer.ended.reason == "中继线路全忙（503，Q.850原因34）"
    assert peer.ended.cause == Cause("Q.850", 34, "no circuit")


def test_a_redirection_names_where_to_call_instead():
    peer = Peer()
    peer.dialled()
    peer.says(302, ("Contact", "<tel:+8651985123456>"))
    assert [target.phone for target in peer.ended.targets] == ["+8651985123456"]


def test_a_call_cut_off_by_the_network_says_why():
    peer = Peer()
    peer.answered()
    peer.asks("BYE", ("Reason", "Q.850;cause=38"))
    assert peer.ended.reason == "通话被网络挂断：运营商网络故障（Q.850原因38）"


def test_our_good_bye_may_carry_a_cause():
    peer = Peer()
    call = peer.answered()
    call.end(peer.now, Cause("Q.850", 16, "Normal"))
    peer.turn()
    assert peer.requests("BYE")[0].request.headers.get("Reason") == 'Q.850;cause=16;text="Normal"'


def test_what_our_side_does_not_want_is_refused_with_its_status():
    peer = Peer()
    peer.calls().reject(486, peer.now)
    peer.turn()
    assert (peer.answers("INVITE"), peer.ended.ending) == ([486], "rejected")


def test_a_call_refused_while_an_offer_waits_answers_both():
    peer = Peer()
    call = peer.calls()
    call.progress(sdp(), peer.now)
    peer.turn()
    peer.pracks(body=sdp(MOBILE, 2))
    call.reject(486, peer.now)
    peer.turn()
    assert (peer.answers("PRACK"), peer.answers("INVITE")[-1], peer.agent.endpoint.dialogs) == ([487], 486, {})


def test_every_failure_has_a_sentence_and_a_remedy():
    assert {status for status in REASONS if status >= 300} == set(FAILURES)
    for status in range(300, 700):
        reason, remedy = explained(status)
        assert f"（{status}）" in reason
        assert remedy
    assert explained(486, "Busy Here")[0] == "对方正忙（486）"
    assert explained(486, "User On Phone")[0] == "对方正忙（486 User On Phone）"
    assert set(SENTENCES) == set(Ending) - {Ending.REFUSED}
