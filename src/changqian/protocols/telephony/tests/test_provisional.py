"""Provisional responses that must arrive: RFC 3262, of both sides."""

import pytest

from changqian.protocols.sip.events import ResponseReceived
from changqian.protocols.telephony import PROFILES, OutOfTurn, State, Use, events
from changqian.protocols.telephony.tests.cast import MOBILE, PLAIN, sdp
from changqian.protocols.telephony.tests.peer import CAN, REL, Peer


def rel(number: int):
    return [("Require", "100rel"), ("RSeq", str(number))]


# Calls of ours.


def test_a_reliable_response_is_acknowledged_and_its_description_is_the_answer():
    """RFC 3262 §4, §5."""
    peer = Peer()
    call = peer.dialled()
    assert "100rel" in peer.requests("INVITE")[0].request.headers.listed("Supported")
    peer.says(183, *REL, *CAN, body=sdp(MOBILE))
    [prack] = peer.requests("PRACK")
    assert prack.request.headers.get("RAck") == "1 1 INVITE"
    [agreed] = peer.told_of(events.Negotiated)
    assert (agreed.remote, call.state) == (sdp(MOBILE), State.EARLY)
    [progress] = peer.told_of(events.Progress)
    assert (progress.status, progress.early_sdp) == (183, sdp(MOBILE))
    # The 2xx need not repeat it (RFC 6337 §2.2).
    peer.says(200, to=prack)
    peer.says(200, *CAN)
    assert (call.state, len(peer.acks), len(peer.told_of(events.Negotiated))) == (State.CONFIRMED, 1, 1)


def test_one_that_comes_again_or_overtakes_another_is_not_acknowledged():
    """RFC 3262 §4: the next number only."""
    peer = Peer()
    peer.dialled()
    for number, status in ((7, 180), (7, 180), (9, 181), (8, 183)):
        peer.says(status, *rel(number), *CAN)
        for prack in peer.requests("PRACK"):
            peer.says(200, to=prack)
    assert [prack.request.headers.get("RAck") for prack in peer.requests("PRACK")] == ["7 1 INVITE", "8 1 INVITE"]
    assert [type(each).__name__ for each in peer.told] == ["Ringing", "Progress"]


def test_a_prack_that_was_not_taken_is_sent_anew_when_the_response_comes_again():
    """RFC 3261 §12.2.2: one that was overtaken is told 500."""
    peer = Peer()
    peer.dialled()
    peer.says(180, *REL, *CAN)
    peer.says(500, to=peer.requests("PRACK")[0])
    peer.says(180, *REL, *CAN)
    assert [prack.request.cseq.number for prack in peer.requests("PRACK")] == [2, 3]
    peer.says(200, to=peer.requests("PRACK")[1])
    peer.says(180, *REL, *CAN)
    assert len(peer.requests("PRACK")) == 2


def test_an_early_description_that_need_not_arrive_answers_only_if_no_other_does():
    """RFC 3261 §13.2.1."""
    for body in (b"", sdp(MOBILE)):
        peer = Peer()
        peer.dialled()
        peer.says(183, *CAN, body=sdp(MOBILE))
        assert peer.told_of(events.Negotiated) == []
        assert peer.told_of(events.Progress)[0].early_sdp == sdp(MOBILE)
        peer.says(200, *CAN, body=body)
        assert [agreed.remote for agreed in peer.told_of(events.Negotiated)] == [sdp(MOBILE)]


def test_a_ring_that_need_not_arrive_and_comes_again_is_told_once():
    peer = Peer()
    peer.dialled()
    for status in (180, 180, 181, 180):
        peer.says(status, *CAN)
    assert [type(each).__name__ for each in peer.told] == ["Ringing", "Progress", "Ringing"]


def test_an_offer_in_a_reliable_response_is_answered_in_its_prack():
    """RFC 3262 §5: of an INVITE without one."""
    peer = Peer()
    call = peer.dialled(body=b"")
    peer.says(183, *REL, *CAN, body=sdp(MOBILE))
    assert (peer.requests("PRACK"), peer.told_of(events.Offered)[0].sdp) == ([], sdp(MOBILE))
    call.accept(sdp(), peer.now)
    peer.turn()
    [prack] = peer.requests("PRACK")
    assert prack.request.body == sdp()
    [agreed] = peer.told_of(events.Negotiated)
    assert (agreed.local, agreed.remote) == (sdp(), sdp(MOBILE))


def test_an_operator_that_refuses_the_extension_is_asked_without_it():
    """RFC 3261 §8.1.3.5."""
    peer = Peer(PLAIN.confirmed(reliable=Use.REQUIRED))
    peer.dialled()
    assert peer.requests("INVITE")[0].request.headers.listed("Require") == ["100rel"]
    peer.says(420, ("Unsupported", "100rel"))
    again = peer.requests("INVITE")[1].request
    assert (again.headers.listed("Require"), again.cseq.number) == ([], 2)
    assert again.call_id == peer.requests("INVITE")[0].request.call_id


# Calls of theirs.


def test_a_description_before_the_answer_goes_where_it_is_acknowledged():
    peer = Peer()
    call = peer.calls()
    call.progress(sdp(), peer.now)
    peer.turn()
    [response] = peer.responses("INVITE")
    assert (response.status, response.headers.listed("Require"), response.body) == (183, ["100rel"], sdp())
    assert response.contacts
    # Neither a second one nor the 2xx may go before its PRACK (RFC 3262 §3).
    call.ring(peer.now)
    call.answer(b"", peer.now)
    peer.turn()
    assert set(peer.answers("INVITE")) == {183}
    peer.pracks()
    # What merely rings has nothing to say any more once it is picked up.
    assert peer.answers("PRACK") == [200]
    assert (peer.answers("INVITE")[-1], 180 in peer.answers("INVITE")) == (200, False)
    assert (peer.responses("INVITE")[-1].body, call.state) == (b"", State.CONFIRMED)


def test_it_is_sent_again_at_doubled_pauses_until_the_call_is_given_up():
    """RFC 3262 §3: T1, doubled without a limit; after 64·T1 a 5xx."""
    peer = Peer()
    call = peer.calls()
    call.progress(sdp(), peer.now)
    at = []
    while not peer.told_of(events.Ended):
        before = len(peer.answers("INVITE"))
        peer.turn(0.25)
        at += [peer.now] * (len(peer.answers("INVITE")) - before)
    assert at == [0.25, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 32.0]
    assert (peer.answers("INVITE")[-1], peer.ended.ending) == (504, "no_prack")
    assert "100rel" not in peer.ended.reason
    assert peer.ended.remedy.startswith("请在线路配置中关闭临时响应可靠传输")


def test_who_does_not_know_the_extension_gets_it_without():
    peer = Peer()
    call = peer.calls(("Allow", "INVITE"))
    call.progress(sdp(), peer.now)
    call.ring(peer.now)
    call.answer(b"", peer.now)
    peer.turn()
    ringing = peer.responses("INVITE")
    assert [(each.status, each.headers.get("RSeq"), each.body) for each in ringing] == [
        (183, None, sdp()),
        (180, None, b""),
        (200, None, sdp()),
    ]


def test_who_requires_it_gets_all_of_them_so():
    peer = Peer()
    call = peer.calls(("Require", "100rel"))
    call.ring(peer.now)
    peer.turn()
    assert peer.responses("INVITE")[0].headers.listed("Require") == ["100rel"]


def test_a_2xx_does_not_wait_for_a_response_without_description():
    """RFC 3262 §3; its PRACK is still welcome."""
    peer = Peer(PROFILES["mobile"])
    call = peer.calls()
    call.ring(peer.now)
    call.answer(sdp(), peer.now)
    peer.turn()
    assert peer.answers("INVITE") == [180, 200]
    peer.pracks()
    assert peer.answers("PRACK") == [200]
    peer.acknowledges()
    peer.turn(40.0)
    assert (call.state, peer.answers("INVITE").count(180)) == (State.CONFIRMED, 1)


def test_a_prack_of_nothing_is_told_so_and_harms_nothing():
    """RFC 3262 §3: 481."""
    peer = Peer()
    call = peer.calls()
    call.progress(sdp(), peer.now)
    peer.turn()
    peer.asks("PRACK", ("RAck", "5 1 INVITE"))
    peer.asks("PRACK", ("RAck", "nonsense"))
    peer.pracks()
    assert peer.answers("PRACK") == [481, 481, 200]
    assert call.state is State.EARLY


def test_an_offer_of_ours_in_a_reliable_response_has_its_answer_in_the_prack():
    peer = Peer()
    call = peer.calls(body=b"")
    call.progress(sdp(), peer.now)
    peer.turn()
    peer.pracks(body=sdp(MOBILE))
    [agreed] = peer.told_of(events.Negotiated)
    assert (agreed.local, agreed.remote) == (sdp(), sdp(MOBILE))
    call.answer(b"", peer.now)
    peer.turn()
    assert peer.responses("INVITE")[-1].body == b""


def test_a_prack_without_the_answer_it_owes_ends_the_call():
    peer = Peer()
    call = peer.calls(body=b"")
    call.progress(sdp(), peer.now)
    peer.turn()
    peer.pracks()
    assert (peer.answers("PRACK"), peer.answers("INVITE")[-1]) == ([400], 488)
    assert peer.ended.ending == "no_description"


def test_a_second_offer_in_a_prack_is_answered_in_its_200_before_the_call_is():
    """RFC 3262 §5, RFC 6337 §3.1.1."""
    peer = Peer()
    call = peer.calls()
    call.progress(sdp(), peer.now)
    peer.turn()
    peer.pracks(body=sdp(MOBILE, 2))
    assert peer.told_of(events.Offered)[0].sdp == sdp(MOBILE, 2)
    with pytest.raises(ValueError, match="we offer"):
        call.session.exchange.offer(b"", "INVITE")
    call.accept(sdp(version=2), peer.now)
    peer.turn()
    assert [e.response.body for e in peer.heard if isinstance(e, ResponseReceived) and e.request.method == "PRACK"] == [
        sdp(version=2)
    ]
    call.answer(b"", peer.now)
    peer.turn()
    assert call.state is State.CONFIRMED
    assert peer.told_of(events.Negotiated)[-1].remote == sdp(MOBILE, 2)


def test_orders_out_of_turn_are_refused_in_words():
    peer = Peer()
    call = peer.calls()
    with pytest.raises(OutOfTurn) as refused:
        call.answer(b"", peer.now)
    assert refused.value.reason == "应答缺少音视频参数"
    call.answer(sdp(), peer.now)
    for order in (lambda: call.ring(peer.now), lambda: call.progress(b"", peer.now)):
        with pytest.raises(OutOfTurn) as refused:
            order()
        assert refused.value.reason.startswith("通话中，不能")
    peer.turn()
    peer.acknowledges()
    call.end(peer.now)
    with pytest.raises(OutOfTurn, match="通话已结束，不能保持通话"):
        call.hold(peer.now)
