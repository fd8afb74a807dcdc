"""Who may call, and how many: what is refused before anybody is told of it."""

import pytest

from changqian.protocols.sip.message import Message
from changqian.protocols.telephony import PROFILES, BadNumber, OutOfTurn, events
from changqian.protocols.telephony.operators import LABELS, OperatorProfile
from changqian.protocols.telephony.tests.cast import CENTRE, DESK, MOBILE, flow, line, sdp
from changqian.protocols.telephony.tests.peer import Peer


def test_who_calls_by_no_line_of_ours_is_refused():
    peer = Peer()
    peer.agent.lines = [line(DESK)]
    peer.invites()
    assert (peer.answers("INVITE"), peer.told, peer.agent.refused) == ([403], [], {"unknown line": 1})


def test_of_several_lines_to_one_operator_the_called_one_is_taken():
    peer = Peer()
    peer.agent.lines = [line(MOBILE, number="051988880000"), line(MOBILE, number="051988880001")]
    call = peer.calls(uri="sip:+8651988880001@ims.example;user=phone")
    assert call.line.number == "051988880001"
    assert str(peer.told_of(events.Incoming)[0].called.number) == "+8651988880001"
    assert peer.calls(uri="sip:+8651977777777@ims.example").line.number == "051988880000"


def test_a_call_that_came_by_two_ways_is_one_call():
    """RFC 3261 §8.2.2.2."""
    peer = Peer()
    peer.invites()
    data = next(each.sent for each in peer.end._running.by_key.values() if each.request.method == "INVITE")
    branch = Message.parse(data).via.branch
    peer.agent.receive(data.replace(branch.encode(), b"z9hG4bKother"), flow(MOBILE), 0.0)
    [(answer, _)] = peer.agent.to_send(0.0)[-1:]
    assert Message.parse(answer).status == 482
    assert len(peer.agent.calls) == 1


def test_more_calls_than_there_may_be_are_told_to_come_later():
    peer = Peer(max_calls=1)
    peer.calls()
    peer.invites()
    [refused] = [each for each in peer.responses("INVITE") if each.status == 503]
    assert refused.headers.get("Retry-After") == "10"
    with pytest.raises(OutOfTurn, match="同时进行的通话已达上限"):
        peer.dialled()


def test_a_number_that_is_none_is_refused_before_anything_is_sent():
    peer = Peer()
    with pytest.raises(BadNumber):
        peer.agent.dial(peer.line, "1381234567", sdp(), 0.0)
    peer.turn()
    assert peer.sent == []


def test_a_call_goes_out_in_the_form_its_operator_wants():
    for key, user in (("mobile", "+8613812345678"), ("unicom", "13812345678")):
        peer = Peer(PROFILES[key])
        peer.dialled()
        assert peer.requests("INVITE")[0].request.uri.user == user


def test_a_late_2xx_of_a_call_that_nobody_knows_is_acknowledged_and_ended():
    """RFC 3261 §13.2.2.4."""
    peer = Peer()
    peer.dialled()
    peer.agent.board.owners.clear()
    peer.says(200, body=sdp(MOBILE))
    assert (len(peer.acks), len(peer.requests("BYE"))) == (1, 1)


def test_requests_of_calls_that_are_over_are_told_so():
    peer = Peer()
    call = peer.answered()
    dialog, known = next(iter(peer.end.dialogs.items()))
    call.end(0.0)
    peer.turn()
    peer.end.dialogs[dialog] = known
    peer.asks("INFO")
    assert peer.answers("INFO") == [481]


def test_a_broken_connection_is_told_of():
    peer = Peer()
    over = flow(MOBILE, "TCP")
    peer.agent.receive(b"nonsense\r\nContent-Length: x\r\n\r\n", over, 0.0)
    peer.agent.receive(b"", over, 0.0)
    peer.turn()
    assert [each.reason for each in peer.told_of(events.FlowLost)] == [
        "信令连接上的内容无法识别",
        "对方关闭了信令连接",
    ]


def test_what_no_operator_publishes_is_marked_and_can_be_confirmed():
    for key in ("mobile", "unicom", "telecom"):
        profile = PROFILES[key]
        assert len(profile.caveats) == len(LABELS)
        assert all(each.endswith("（待核）") for each in profile.caveats)
        confirmed = profile.confirmed(session_expires=600)
        assert (confirmed.session_expires, len(confirmed.caveats)) == (600, len(LABELS) - 1)
    assert PROFILES["plain"].caveats == ()
    with pytest.raises(ValueError, match="no such fields"):
        OperatorProfile("x", "x", unverified=frozenset({"colour"}))


def test_an_invite_says_of_us_what_the_line_says():
    peer = Peer()
    peer.dialled()
    request = peer.requests("INVITE")[0].request
    assert (str(request.from_.uri), request.contacts[0].uri.host) == (
        "sip:+8651988880000@ims.example;user=phone",
        CENTRE,
    )
