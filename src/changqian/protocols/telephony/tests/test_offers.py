"""Descriptions that change: UPDATE and re-INVITE, whose turn it is, and what happens if both begin (RFC 3261 §14,
RFC 3311, RFC 3264, RFC 5407, RFC 6337)."""

import pytest

from changqian.protocols.sip.events import ResponseReceived
from changqian.protocols.telephony import Key, State, directions, events
from changqian.protocols.telephony.events import Side
from changqian.protocols.telephony.tests.cast import CENTRE, MOBILE, PLAIN, sdp
from changqian.protocols.telephony.tests.peer import CAN, REL, Peer
from changqian.protocols.telephony.tests.phone import pair
from changqian.protocols.telephony.tests.wire import Wire


def early(peer: Peer):
    """A call of ours that both sides agree on before it is answered."""
    call = peer.dialled()
    peer.says(183, *REL, *CAN, body=sdp(MOBILE))
    peer.says(200, to=peer.requests("PRACK")[0])
    return call


# Before the call is answered: UPDATE.


def test_before_the_answer_a_description_is_changed_by_update():
    """RFC 3311 §5.1."""
    peer = Peer()
    call = early(peer)
    call.offer(sdp(version=2), peer.now)
    peer.turn()
    [update] = peer.requests("UPDATE")
    assert update.request.body == sdp(version=2)
    peer.says(200, *CAN, body=sdp(MOBILE, 2), to=update)
    assert peer.told_of(events.Negotiated)[-1].remote == sdp(MOBILE, 2)
    # The dialog is still an early one: only a 2xx to the INVITE makes it a call.
    assert call.state is State.EARLY
    peer.says(200, *CAN)
    assert (call.state, len(peer.acks)) == (State.CONFIRMED, 1)


def test_who_does_not_allow_update_is_offered_it_when_the_call_is_answered():
    peer = Peer()
    call = peer.dialled()
    peer.says(183, *REL, ("Allow", "INVITE, PRACK"), body=sdp(MOBILE))
    peer.says(200, to=peer.requests("PRACK")[0])
    call.offer(sdp(version=2), peer.now)
    peer.turn()
    assert peer.requests("UPDATE") == []
    peer.says(200)
    assert peer.requests("INVITE")[-1].request.body == sdp(version=2)


def test_an_update_of_theirs_before_the_answer_is_ours_to_decide():
    peer = Peer()
    call = early(peer)
    peer.asks("UPDATE", body=sdp(MOBILE, 2))
    [offered] = peer.told_of(events.Offered)
    call.accept(sdp(version=2), peer.now, fork=offered.fork)
    peer.turn()
    assert (peer.answers("UPDATE"), peer.responses("UPDATE")[0].body) == ([200], sdp(version=2))
    assert peer.told_of(events.Negotiated)[-1].remote == sdp(MOBILE, 2)


def test_an_update_whose_offer_crosses_ours_is_told_491():
    """RFC 3311 §5.2."""
    peer = Peer()
    call = early(peer)
    call.offer(sdp(version=2), peer.now)
    peer.turn()
    peer.asks("UPDATE", body=sdp(MOBILE, 2))
    assert peer.answers("UPDATE") == [491]


def test_an_update_before_the_last_is_answered_is_told_to_come_later():
    """RFC 3311 §5.2: 500 with Retry-After of up to ten seconds."""
    peer = Peer()
    early(peer)
    peer.asks("UPDATE", body=sdp(MOBILE, 2))
    peer.asks("UPDATE", body=sdp(MOBILE, 3))
    assert peer.answers("UPDATE") == [500]
    assert 0 <= int(peer.responses("UPDATE")[0].headers.get("Retry-After")) <= 10


def test_an_update_before_we_answered_their_invite_is_told_to_come_later():
    peer = Peer()
    call = peer.calls(("Require", "100rel"), ("Allow", "UPDATE, PRACK"))
    call.ring(peer.now)
    peer.turn()
    peer.pracks()
    peer.asks("UPDATE", body=sdp(MOBILE, 2))
    assert peer.answers("UPDATE") == [500]


def test_an_update_without_description_is_nobody_s_decision():
    peer = Peer()
    early(peer)
    peer.asks("UPDATE", *CAN)
    assert (peer.answers("UPDATE"), peer.told_of(events.Offered)) == ([200], [])


# During the call: re-INVITE.


def test_hold_and_resume_are_offers_of_the_direction_only():
    """RFC 3264 §8.4: the version of o= rises, and nothing else changes."""
    peer = Peer()
    call = peer.answered()
    call.hold(peer.now)
    peer.turn()
    held = peer.requests("INVITE")[1]
    assert held.request.body == sdp(version=2, way="sendonly")
    peer.says(200, *CAN, body=sdp(MOBILE, 2, "recvonly"))
    assert (call.state, peer.told_of(events.Held)[0].by) == (State.HELD, Side.US)
    call.resume(peer.now)
    peer.turn()
    assert peer.requests("INVITE")[2].request.body == sdp(version=3)
    peer.says(200, *CAN, body=sdp(MOBILE, 3))
    assert (call.state, peer.told_of(events.Resumed)[0].by) == (State.CONFIRMED, Side.US)
    assert len(peer.acks) == 3


def test_being_held_is_told_and_ends_when_they_say_so():
    peer = Peer()
    call = peer.answered()
    for version, way in ((2, "sendonly"), (3, "sendrecv")):
        peer.asks("INVITE", body=sdp(MOBILE, version, way))
        offered = peer.told_of(events.Offered)[-1]
        call.accept(directions.mirrored(call.chosen.exchange.local, offered.sdp), peer.now)
        peer.turn()
        peer.acknowledges()
    assert [directions.spoken(each.body) for each in peer.responses("INVITE")] == ["recvonly", "sendrecv"]
    assert [(type(e), e.by) for e in peer.told if isinstance(e, events.Held | events.Resumed)] == [
        (events.Held, Side.THEM),
        (events.Resumed, Side.THEM),
    ]


def test_an_address_of_zeros_holds_too():
    """RFC 2543; RFC 3264 §8.4 still takes it."""
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE", body=sdp("0.0.0.0", 2))
    call.accept(sdp(version=2), peer.now)
    peer.turn()
    assert call.state is State.HELD


def test_a_call_that_both_hold_is_resumed_when_both_resume():
    wire = Wire(CENTRE, MOBILE)
    a, b = pair(wire, CENTRE, MOBILE)
    wire.at(0.0, lambda now: a.dials(MOBILE))
    for at, phone, order in ((5.0, a, "hold"), (10.0, b, "hold"), (15.0, a, "resume"), (20.0, b, "resume")):
        wire.at(at, lambda now, who=phone, what=order: who.dares(what))
    states = []
    for at in (7.0, 12.0, 17.0, 22.0):
        wire.run(until=at)
        states.append((a.call.holds, b.call.holds))
    us, them = {Side.US}, {Side.THEM}
    assert states == [(us, them), (us | them, us | them), (them, us), (set(), set())]
    assert (
        directions.spoken(a.call.chosen.exchange.local) == directions.spoken(b.call.chosen.exchange.local) == "sendrecv"
    )


def test_a_refusal_leaves_the_call_as_it_was():
    """RFC 3261 §14.1: 488."""
    peer = Peer()
    call = peer.answered()
    call.offer(sdp(version=2, port=50000), peer.now)
    peer.turn()
    peer.says(488)
    [refused] = peer.told_of(events.OfferRefused)
    assert (refused.status, refused.reason) == (488, "对方不支持所提供的音视频格式（488）")
    assert (call.chosen.exchange.local, call.state) == (sdp(), State.CONFIRMED)


def test_an_offer_of_theirs_that_our_side_refuses():
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    call.refuse(488, peer.now)
    peer.turn()
    assert (peer.answers("INVITE"), call.chosen.exchange.remote) == ([488], sdp(MOBILE))


def test_an_offer_that_nobody_decides_is_refused_in_time():
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    peer.turn(call.patience + 1)
    assert (peer.answers("INVITE"), call.state) == ([504], State.CONFIRMED)
    assert len(peer.told_of(events.OfferWithdrawn)) == 1


def test_a_re_invite_without_description_is_answered_with_all_we_can():
    """RFC 3261 §14.2: our offer in the 2xx, their answer in the ACK."""
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE")
    assert len(peer.told_of(events.OfferWanted)) == 1
    call.accept(sdp(version=2), peer.now)
    peer.turn()
    assert peer.responses("INVITE")[-1].body == sdp(version=2)
    peer.acknowledges(sdp(MOBILE, 2))
    agreed = peer.told_of(events.Negotiated)[-1]
    assert (agreed.local, agreed.remote) == (sdp(version=2), sdp(MOBILE, 2))


def test_a_re_invite_that_they_cancel_is_withdrawn():
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    key = next(key for key in peer.end._running.by_key if key[0] == "client" and key[2] == "INVITE")
    peer.end.cancel(key, peer.now)
    peer.turn()
    assert (peer.answers("INVITE"), len(peer.told_of(events.OfferWithdrawn))) == ([487], 1)
    assert (call.state, call.chosen.exchange.remote) == (State.CONFIRMED, sdp(MOBILE))
    # It is anybody's turn again.
    call.hold(peer.now)
    peer.turn()
    assert len(peer.requests("INVITE")) == 2


def test_one_that_repeats_what_is_agreed_is_answered_alike():
    """RFC 3264 §8: the same version of o=; how others refresh their session timer."""
    peer = Peer()
    peer.answered()
    peer.asks("INVITE", body=sdp(MOBILE))
    assert (peer.answers("INVITE"), peer.responses("INVITE")[0].body) == ([200], sdp())
    assert peer.told_of(events.Offered) == []


def test_one_that_comes_before_the_ack_is_taken_and_the_late_ack_harms_nothing():
    """RFC 5407 §3.1.4: the network turned them round."""
    peer = Peer()
    call = peer.calls()
    call.answer(sdp(), peer.now)
    peer.turn()
    first = peer.end._unacknowledged[peer.dialog]
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    call.accept(sdp(version=2), peer.now)
    peer.turn()
    peer.acknowledges()
    peer.end._unacknowledged[peer.dialog] = first
    peer.acknowledges()
    peer.turn(60.0)
    assert (call.state, peer.told_of(events.Ended)) == (State.CONFIRMED, [])
    assert call.chosen.exchange.remote == sdp(MOBILE, 2)


# Glare.


def test_a_re_invite_that_crosses_ours_is_told_491():
    """RFC 3261 §14.2."""
    peer = Peer()
    call = peer.answered()
    call.hold(peer.now)
    peer.turn()
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    assert peer.answers("INVITE") == [491]


@pytest.mark.parametrize(("ours", "least", "most"), [(True, 2.1, 4.0), (False, 0.0, 2.0)])
def test_told_491_we_try_again_the_later_if_the_call_is_ours(ours, least, most):
    """RFC 3261 §14.1."""
    pauses = set()
    for seed in range(6):
        peer = Peer()
        peer.agent.endpoint.rng.seed(seed)
        call = peer.answered() if ours else peer.picked_up()
        call.hold(peer.now)
        peer.turn()
        peer.says(491)
        began, before = peer.now, len(peer.requests("INVITE"))
        while len(peer.requests("INVITE")) == before:
            peer.turn(0.05)
        pauses.add(peer.now - began)
    assert least <= min(pauses)
    assert max(pauses) <= most + 0.06
    assert len(pauses) > 2


def test_glare_ends_and_both_wishes_are_fulfilled():
    wire = Wire(CENTRE, MOBILE)
    a, b = pair(wire, CENTRE, MOBILE)
    wire.at(0.0, lambda now: a.dials(MOBILE))
    wire.at(5.0, lambda now: (a.dares("hold"), b.dares("hold")))
    wire.run(until=30.0)
    assert 491 in wire.statuses(CENTRE, "INVITE") + wire.statuses(MOBILE, "INVITE")
    assert a.call.holds == b.call.holds == {Side.US, Side.THEM}


def test_glare_without_end_is_told_in_the_end():
    peer = Peer()
    call = peer.answered()
    call.hold(peer.now)
    for _ in range(6):
        peer.turn(4.1)
        peer.says(491)
    peer.turn(30.0)
    assert [each.status for each in peer.told_of(events.OfferRefused)] == [491]
    assert (call.state, len(peer.requests("INVITE"))) == (State.CONFIRMED, 7)


def test_a_wish_is_tried_again_after_the_pause_they_ask_for():
    peer = Peer()
    call = peer.answered()
    call.hold(peer.now)
    peer.turn()
    peer.says(500, ("Retry-After", "3"))
    peer.turn(2.9)
    assert len(peer.requests("INVITE")) == 2
    peer.turn(0.2)
    assert len(peer.requests("INVITE")) == 3


# Late offers.


def test_an_invite_without_description_is_answered_with_ours_and_its_ack_with_theirs():
    """RFC 3261 §13.2.1: what others refuse, or connect one way only."""
    peer = Peer()
    call = peer.calls(body=b"")
    assert peer.told_of(events.Incoming)[0].sdp == b""
    call.ring(peer.now)
    call.answer(sdp(), peer.now)
    peer.turn()
    assert peer.responses("INVITE")[-1].body == sdp()
    peer.acknowledges(sdp(MOBILE))
    [agreed] = peer.told_of(events.Negotiated)
    assert (agreed.local, agreed.remote, call.state) == (sdp(), sdp(MOBILE), State.CONFIRMED)


def test_an_ack_without_the_answer_it_owes_ends_the_call():
    peer = Peer()
    call = peer.calls(body=b"")
    call.answer(sdp(), peer.now)
    peer.turn()
    peer.acknowledges()
    assert (len(peer.requests("BYE")), peer.ended.ending) == (1, "no_description")


def test_their_offer_in_the_2xx_is_answered_in_our_ack():
    peer = Peer()
    call = peer.dialled(body=b"")
    peer.says(200, *CAN, body=sdp(MOBILE))
    assert (peer.acks, peer.told_of(events.Offered)[0].sdp) == ([], sdp(MOBILE))
    call.accept(sdp(), peer.now)
    peer.turn()
    assert [(ack.body, ack.content_type) for ack in peer.acks] == [(sdp(), "application/sdp")]
    assert peer.told_of(events.Negotiated)[0].remote == sdp(MOBILE)


def test_an_offer_in_the_2xx_that_our_side_does_not_answer_is_acknowledged_and_ended():
    peer = Peer()
    call = peer.dialled(body=b"")
    peer.says(200, *CAN, body=sdp(MOBILE))
    peer.turn(call.patience + 1)
    assert (len(peer.acks), len(peer.requests("BYE")), peer.ended.ending) == (1, 1, "undecided")


def test_a_2xx_without_description_where_one_is_owed_ends_the_call():
    peer = Peer()
    peer.dialled()
    peer.says(200, *CAN)
    assert (len(peer.acks), len(peer.requests("BYE")), peer.ended.ending) == (1, 1, "no_description")
    assert peer.told_of(events.Answered) == []


# Where descriptions stand.


def test_a_description_is_found_among_several_parts():
    """RFC 5621: an INVITE of a mobile network carries more than a description."""
    peer = Peer()
    body = b"--x\r\nContent-Type: application/pidf+xml\r\n\r\n<a/>\r\n--x\r\nContent-Type: application/sdp\r\n\r\n"
    body += sdp(MOBILE) + b"\r\n--x--\r\n"
    peer.invites(("Content-Type", 'multipart/mixed;boundary="x"'), *CAN, body=body)
    assert peer.told_of(events.Incoming)[-1].sdp == sdp(MOBILE)


def test_a_body_that_is_no_description_is_refused_with_what_is_taken():
    """RFC 3261 §8.2.3."""
    peer = Peer()
    peer.answered()
    peer.asks("INVITE", ("Content-Type", "application/isup"), body=b"\0")
    [response] = [e.response for e in peer.heard if isinstance(e, ResponseReceived) and e.response.status == 415]
    assert response.headers.get("Accept") == "application/sdp"


def test_a_profile_without_update_waits_for_the_answer():
    peer = Peer(PLAIN.confirmed(update=False))
    call = early(peer)
    call.offer(sdp(version=2), peer.now)
    peer.turn()
    assert peer.requests("UPDATE") == []


# Before they can know of it.


def test_nothing_is_said_in_a_dialog_before_the_other_side_has_it():
    """Our 2xx may be lost: what comes before its ACK is told 481, which would end the call."""
    peer = Peer()
    call = peer.calls()
    call.answer(sdp(), peer.now)
    peer.turn()
    call.press(Key("1"), peer.now)
    call.hold(peer.now)
    peer.turn()
    assert peer.requests("INFO") + peer.requests("INVITE") == []
    peer.acknowledges()
    assert len(peer.requests("INFO")) == 1
    peer.says(200, to=peer.requests("INFO")[0])
    assert len(peer.requests("INVITE")) == 1


def test_an_early_dialog_is_known_to_them_by_their_prack():
    """RFC 3311 §5.1."""
    peer = Peer()
    call = peer.calls()
    call.progress(sdp(), peer.now)
    peer.turn()
    call.offer(sdp(version=2), peer.now, fork=peer.told_of(events.Negotiated)[0].fork)
    peer.turn()
    assert peer.requests("UPDATE") == []
    peer.pracks()
    assert [each.request.body for each in peer.requests("UPDATE")] == [sdp(version=2)]


def test_our_next_offer_waits_for_the_ack_of_the_last_answer():
    """RFC 5407 §3.1.4."""
    peer = Peer()
    call = peer.answered()
    peer.asks("INVITE", body=sdp(MOBILE, 2))
    call.accept(sdp(version=2), peer.now)
    call.hold(peer.now)
    peer.turn()
    assert len(peer.requests("INVITE")) == 1
    peer.acknowledges()
    assert len(peer.requests("INVITE")) == 2


def test_each_invite_counts_its_reliable_responses_anew():
    """RFC 3262 §3: RSeq within one transaction."""
    peer = Peer()
    call = peer.dialled()
    peer.says(180, ("Require", "100rel"), ("RSeq", "700"), *CAN)
    peer.says(200, to=peer.requests("PRACK")[0])
    peer.says(200, *CAN, body=sdp(MOBILE))
    call.hold(peer.now)
    peer.turn()
    peer.says(183, *REL, *CAN, body=sdp(MOBILE, 2, "recvonly"))
    assert peer.requests("PRACK")[-1].request.headers.get("RAck") == "1 3 INVITE"
    peer.says(200, to=peer.requests("PRACK")[-1])
    peer.says(200, *CAN)
    assert call.state is State.HELD
