"""A call gives a sign of life, or is over: RFC 4028, both roles."""

import pytest

from changqian.protocols.sip.message import Message
from changqian.protocols.telephony import State, events
from changqian.protocols.telephony.calls import timing
from changqian.protocols.telephony.calls.timing import Timing, TooSmall
from changqian.protocols.telephony.tests.cast import CENTRE, MOBILE, PLAIN, sdp
from changqian.protocols.telephony.tests.peer import CAN, Peer
from changqian.protocols.telephony.tests.phone import pair
from changqian.protocols.telephony.tests.wire import Wire

SHORT = PLAIN.confirmed(session_expires=100)


def invite(*lines: str):
    start = ["INVITE sip:b SIP/2.0", "Via: SIP/2.0/UDP a;branch=z9hG4bK1", "From: <sip:a>;tag=1", "To: <sip:b>"]
    return Message.parse("\r\n".join([*start, "Call-ID: 1", "CSeq: 1 INVITE", *lines, "", ""]).encode())


@pytest.mark.parametrize(
    ("lines", "timer", "pairs"),
    [
        # RFC 4028 §9, table 2: who refreshes.
        (["Supported: timer", "Session-Expires: 600;refresher=uas"], Timing(600, True), "600;refresher=uas"),
        (["Supported: timer", "x: 600 ; refresher=UAC"], Timing(600, False), "600;refresher=uac"),
        (["Supported: timer", "Session-Expires: 600"], Timing(600, False), "600;refresher=uac"),
        # A proxy wants it of a caller who does not know it.
        (["Session-Expires: 600"], Timing(600, True), "600;refresher=uas"),
        # Never more than asked for, and ours where more is asked.
        (["Supported: timer", "Session-Expires: 7200"], Timing(1800, False), "1800;refresher=uac"),
        (["Supported: timer", "Session-Expires: 3600", "Min-SE: 2000"], Timing(2000, False), "2000;refresher=uac"),
        # Not asked for by one who knows it, it is ours to ask; by one who does not, there is none.
        (["Supported: timer"], Timing(1800, False), "1800;refresher=uac"),
        ([], None, None),
        (["Supported: timer", "Session-Expires: nonsense"], Timing(1800, False), "1800;refresher=uac"),
    ],
)
def test_what_is_answered_to_an_invite(lines, timer, pairs):
    agreed, written = timing.granted(invite(*lines), PLAIN)
    assert (agreed, dict(written).get("Session-Expires")) == (timer, pairs)
    # Who is to refresh has to know that he must (RFC 4028 §9).
    assert ("Require" in dict(written)) is (timer is not None and not timer.ours)


def test_what_is_too_short_is_refused_unless_a_proxy_asked():
    with pytest.raises(TooSmall) as refused:
        timing.granted(invite("Supported: timer", "Session-Expires: 60"), PLAIN)
    assert refused.value.least == 90
    assert timing.granted(invite("Session-Expires: 60"), PLAIN)[0] == Timing(90, True)


def test_the_good_bye_comes_before_the_end():
    """RFC 4028 §10: a third of it, and at most 32 seconds."""
    assert (Timing(1800, True).refresh_after, Timing(1800, True).end_after, Timing(90, True).end_after) == (
        900,
        1768,
        60,
    )


def test_too_short_an_interval_is_asked_for_again_as_it_is_wanted():
    """RFC 4028 §7.4: 422 with Min-SE."""
    peer = Peer(PLAIN.confirmed(session_expires=120))
    peer.dialled()
    peer.says(422, ("Min-SE", "300"))
    first, again = (each.request for each in peer.requests("INVITE"))
    assert (first.headers.get("Session-Expires"), again.headers.get("Session-Expires")) == ("120", "300")
    assert again.headers.get("Min-SE") == "300"
    assert (again.call_id, again.cseq.number) == (first.call_id, 2)


def test_too_short_an_interval_of_theirs_is_told_what_would_do():
    peer = Peer()
    peer.invites(("Supported", "timer"), ("Session-Expires", "60"))
    assert (peer.answers("INVITE"), peer.responses("INVITE")[0].headers.get("Min-SE")) == ([422], "90")
    assert peer.told_of(events.Incoming) == []
    assert peer.agent.refused == {"timer too small": 1}


def test_we_refresh_at_half_of_it_by_update():
    peer = Peer(SHORT)
    call = peer.answered(*CAN, ("Session-Expires", "100;refresher=uac"))
    for round_ in (1, 2, 3):
        peer.turn(50.0)
        assert len(peer.requests("UPDATE")) == round_
        update = peer.requests("UPDATE")[-1]
        assert (update.request.body, update.request.headers.get("Session-Expires")) == (b"", "100;refresher=uac")
        peer.says(200, *CAN, ("Session-Expires", "100;refresher=uac"), to=update)
    assert call.state is State.CONFIRMED


def test_who_does_not_allow_update_is_refreshed_by_a_re_invite_that_changes_nothing():
    peer = Peer(SHORT)
    call = peer.answered(("Allow", "INVITE"), ("Session-Expires", "100;refresher=uac"))
    peer.turn(50.0)
    again = peer.requests("INVITE")[-1].request
    assert again.body == sdp()
    peer.says(200, ("Session-Expires", "100;refresher=uac"), body=sdp(MOBILE))
    assert (call.state, len(peer.acks), len(peer.told_of(events.Negotiated))) == (State.CONFIRMED, 2, 1)


def test_a_refresh_that_is_refused_for_now_is_tried_again_and_the_call_ends_at_last():
    """RFC 4028 §10."""
    peer = Peer(SHORT)
    peer.answered(*CAN, ("Session-Expires", "100;refresher=uac"))
    peer.turn(50.0)
    peer.says(500, to=peer.requests("UPDATE")[-1])
    peer.turn(10.0)
    assert len(peer.requests("UPDATE")) == 2
    peer.says(501, to=peer.requests("UPDATE")[-1])
    peer.turn(1.0)
    assert len(peer.requests("INVITE")) == 2
    peer.says(500)
    peer.turn(20.0)
    assert (peer.ended.ending, peer.ended.reason) == ("expired", "会话刷新超时，通话已被收回")
    assert len(peer.requests("BYE")) == 1


def test_a_refresh_that_is_too_short_is_made_longer():
    peer = Peer(SHORT)
    peer.answered(*CAN, ("Session-Expires", "100;refresher=uac"))
    peer.turn(50.0)
    peer.says(422, ("Min-SE", "200"), to=peer.requests("UPDATE")[-1])
    assert peer.requests("UPDATE")[-1].request.headers.get("Session-Expires") == "200;refresher=uac"


def test_who_is_to_refresh_and_does_not_has_lost_the_call():
    peer = Peer(SHORT)
    peer.answered(*CAN, ("Session-Expires", "100;refresher=uas"))
    peer.turn(67.0)
    assert peer.requests("UPDATE") + peer.requests("BYE") == []
    peer.turn(2.0)
    assert (len(peer.requests("BYE")), peer.ended.ending) == (1, "expired")


def test_each_refresh_of_theirs_is_answered_with_the_timer_and_prolongs_the_call():
    peer = Peer(SHORT)
    call = peer.answered(*CAN, ("Session-Expires", "100;refresher=uas"))
    for _ in range(4):
        peer.turn(50.0)
        peer.asks("UPDATE", ("Supported", "timer"), ("Session-Expires", "100;refresher=uac"))
    assert peer.answers("UPDATE") == [200] * 4
    assert peer.responses("UPDATE")[0].headers.get("Session-Expires") == "100;refresher=uac"
    assert call.state is State.CONFIRMED


def test_a_2xx_without_the_header_switches_it_off():
    """RFC 4028 §7.2."""
    peer = Peer(SHORT)
    call = peer.answered()
    peer.turn(500.0)
    assert (call.state, peer.requests("UPDATE")) == (State.CONFIRMED, [])


@pytest.mark.parametrize("refresher", ["uac", "uas"])
def test_two_of_us_keep_a_call_for_hours_whoever_refreshes(refresher):
    wire = Wire(CENTRE, MOBILE)
    profile = SHORT.confirmed(refresher=refresher)
    a, b = pair(wire, CENTRE, MOBILE, ours=profile, theirs=profile)
    wire.at(0.0, lambda now: a.dials(MOBILE))
    wire.run(until=7200.0)
    by = CENTRE if refresher == "uac" else MOBILE
    assert (len(wire.requests(by, "UPDATE")), a.call.state, b.call.state) == (143, State.CONFIRMED, State.CONFIRMED)
    # One of them vanishes: the other does not stay in the call for ever.
    wire.lose = lambda source, message: source == MOBILE
    wire.run(until=7400.0)
    assert wire.told(CENTRE, events.Ended)[0].ending in ("expired", "lost")


def test_an_update_before_the_answer_starts_no_timer():
    """RFC 4028 §7: a session begins with the 2xx to the INVITE."""
    peer = Peer(SHORT)
    call = peer.dialled()
    peer.says(183, ("Require", "100rel"), ("RSeq", "1"), *CAN, body=sdp(MOBILE))
    peer.says(200, to=peer.requests("PRACK")[0])
    call.offer(sdp(version=2), peer.now)
    peer.turn()
    peer.says(200, ("Session-Expires", "90;refresher=uas"), body=sdp(MOBILE, 2), to=peer.requests("UPDATE")[0])
    peer.turn(80.0)
    assert (peer.told_of(events.Ended), call.state) == ([], State.EARLY)
