"""Calls: of ours to a camera, of a camera to us, answered, refused, given up and lost."""

import pytest

from changqian.protocols.sip.digest import Credentials, Guard, Verdict, authorised
from changqian.protocols.sip.events import AckMissing, AckReceived, Cancelled, TimedOut
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import (
    AT_CAMERA,
    CAMERA,
    CONTACT,
    DOMAIN,
    OVER_TCP,
    SDP,
    TO_US,
    answer,
    camera_address,
    endpoint,
    events,
    invite,
    platform_address,
    received,
    request,
    sent,
    statuses,
)
from changqian.protocols.sip.uri import Uri


def test_live_view_from_invite_to_bye():
    """GB/T 28181 §9.2: INVITE, 100, 200, ACK, BYE, 200."""
    end = endpoint()
    key, asked = invite(end)
    assert (asked.body, str(asked.contacts[0].uri)) == (SDP, "sip:192.0.2.1:5060")
    assert [event.response.status for event in received(end, answer(asked, 100))] == [100]
    [event] = received(end, answer(asked, 200, CONTACT, body=SDP))
    dialog = event.dialog
    assert (event.transaction, event.response.body) == (key, SDP)
    assert (dialog.local_tag, dialog.remote_tag) == (asked.from_.tag, "camera")
    end.ack(dialog)
    [(ack, flow)] = end.to_send(0.0)
    assert flow == AT_CAMERA
    assert (Message.parse(ack).uri, str(Message.parse(ack).cseq)) == (Uri("sip", CAMERA, "192.168.1.64", 5060), "1 ACK")
    assert Message.parse(ack).via.branch != asked.via.branch

    # The camera did not hear the ACK: it gets the same again, and the user nothing.
    assert received(end, answer(asked, 200, CONTACT, body=SDP), now=0.5) == []
    assert end.to_send(0.5) == [(ack, AT_CAMERA)]

    end.request_in(dialog, "BYE", 60.0)
    [bye] = sent(end)
    assert (str(bye.cseq), bye.to.tag, end.dialogs) == ("2 BYE", "camera", {})
    [event] = received(end, answer(bye, 200), now=60.1)
    assert (event.response.status, event.dialog) == (200, None)
    with pytest.raises(KeyError):
        end.request_in(dialog, "INFO", 61.0)


def test_a_2xx_that_comes_twice_before_the_user_acknowledged_is_told_once():
    end = endpoint()
    _, asked = invite(end)
    assert len(received(end, answer(asked, 200, CONTACT))) == 1
    assert received(end, answer(asked, 200, CONTACT), now=0.5) == []
    assert sent(end) == []


def test_an_ack_that_comes_late_from_the_user_is_sent_and_not_kept():
    end = endpoint()
    _, asked = invite(end)
    [event] = received(end, answer(asked, 200, CONTACT))
    end.handle_timer(40.0)
    end.ack(event.dialog)
    assert [message.method for message in sent(end)] == ["ACK"]
    assert end._acks == {}


def test_two_phones_that_both_answer_are_two_dialogs():
    """RFC 3261 §13.2.2.4: each is acknowledged, and one of them told good-bye."""
    end = endpoint()
    _, asked = invite(end)
    dialogs = [received(end, answer(asked, 200, CONTACT, tag=tag))[0].dialog for tag in ("one", "two")]
    for dialog in dialogs:
        end.ack(dialog)
    assert [message.to.tag for message in sent(end)] == ["one", "two"]
    assert set(dialogs) == set(end.dialogs)


def test_a_call_that_rang_and_was_refused_leaves_no_dialog():
    end = endpoint()
    _, asked = invite(end)
    [ringing] = received(end, answer(asked, 180, CONTACT))
    assert end.dialogs[ringing.dialog].stage == "early"
    [refused] = received(end, answer(asked, 486))
    assert (refused.response.status, end.dialogs) == (486, {})
    [ack] = sent(end)
    assert (ack.method, ack.via, ack.to.tag) == ("ACK", asked.via, "camera")
    assert received(end, answer(asked, 486), now=0.5) == []
    assert len(sent(end)) == 1


def test_a_challenge_is_answered_by_a_new_request():
    end, guard = endpoint(), Guard(DOMAIN, b"key")
    end.request(
        end.compose("REGISTER", Uri("sip", host=DOMAIN), from_=camera_address, to=camera_address), AT_CAMERA, 0.0
    )
    [first] = sent(end)
    [event] = received(end, answer(first, 401, *(("WWW-Authenticate", str(c)) for c in guard.challenges(0.0))))
    again = authorised(event.request, event.response, username=CAMERA, secret="x", cnonce=end.token())
    end.request(again, AT_CAMERA, 0.1)
    [second] = sent(end)
    assert (second.call_id, second.from_, second.cseq.number) == (first.call_id, first.from_, 2)
    assert second.via.branch != first.via.branch
    assert len(second.vias) == 1
    [credentials] = Credentials.parse_many(second.headers.all("Authorization"))
    assert guard.check(credentials, secret="x", method="REGISTER", now=0.1) is Verdict.ACCEPTED


def test_a_call_is_cancelled_when_the_other_side_was_heard_and_not_before():
    """RFC 3261 §9.1."""
    end = endpoint()
    key, asked = invite(end)
    assert end.cancel(key, 1.0)
    assert sent(end) == []
    received(end, answer(asked, 100), now=2.0)
    [cancel] = sent(end)
    assert (cancel.method, cancel.via, str(cancel.cseq)) == ("CANCEL", asked.via, "1 CANCEL")
    # Its own answer is of no interest; the INVITE's is.
    assert received(end, answer(cancel, 200), now=2.1) == []
    [event] = received(end, answer(asked, 487), now=2.2)
    assert event.response.status == 487
    assert end.cancel(key, 3.0) is False


def test_a_call_that_was_answered_before_the_cancel_is_a_call():
    end = endpoint()
    key, asked = invite(end)
    end.cancel(key, 0.0)
    [event] = received(end, answer(asked, 200, CONTACT), now=0.1)
    assert (event.response.status, sent(end)) == (200, [])
    assert end.cancel(key, 0.2) is False


def test_a_cancelled_call_that_stays_silent_is_given_up():
    end = endpoint()
    key, asked = invite(end)
    received(end, answer(asked, 180), now=1.0)
    end.cancel(key, 2.0)
    for at in range(3, 70):
        end.handle_timer(float(at))
    assert [(type(event), event.transaction) for event in events(end)] == [(TimedOut, key)]
    assert end.dialogs == {}


BROADCAST = request("INVITE", CONTACT[0] + ": " + CONTACT[1], body=SDP)


def test_a_camera_calls_us_and_hangs_up():
    """GB/T 28181 §9.12: voice broadcast begins with an INVITE of the device."""
    end = endpoint()
    [event] = received(end, BROADCAST)
    assert statuses(end) == [100]
    assert end.respond(event.transaction, 200, 0.1, body=SDP)
    [response] = sent(end)
    assert (response.status, str(response.contacts[0].uri)) == (200, "sip:192.0.2.1:5060")
    tagged = f"{TO_US};tag={response.to.tag}"
    ack = request("ACK", to=tagged, via="SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bKack", body=b"sdp")
    [acknowledged] = received(end, ack, now=0.2)
    assert (type(acknowledged), acknowledged.request.body) == (AckReceived, b"sdp")
    assert received(end, ack, now=0.3) == []
    assert end.dropped == {"stray ACK": 1}
    [bye] = received(end, request("BYE", to=tagged, number=2, via="SIP/2.0/UDP 192.168.1.64:5060;branch=z9hG4bKbye"))
    assert bye.dialog == acknowledged.dialog
    assert end.dialogs == {}
    end.respond(bye.transaction, 200, 1.0)
    assert statuses(end) == [200]


def test_an_ack_with_the_branch_of_its_invite_is_taken_as_well():
    """RFC 6026 §7.1: some cameras do not make a new one."""
    end = endpoint()
    [event] = received(end, BROADCAST)
    end.respond(event.transaction, 200, 0.0)
    tag = sent(end)[-1].to.tag
    [acknowledged] = received(end, request("ACK", to=f"{TO_US};tag={tag}"))
    assert isinstance(acknowledged, AckReceived)


def test_a_2xx_is_repeated_over_tcp_too_for_it_may_have_further_to_go():
    end = endpoint()
    [event] = received(end, BROADCAST.replace(b"/UDP", b"/TCP"), OVER_TCP)
    end.respond(event.transaction, 200, 0.0)
    [_, (first, _)] = end.to_send(0.0)
    end.handle_timer(0.5)
    assert end.to_send(0.5) == [(first, OVER_TCP)]


def test_an_answer_that_was_meant_for_another_is_not_taken():
    """RFC 3261 §8.1.3.3: more than one Via."""
    end = endpoint()
    _, asked = invite(end)
    astray = answer(asked, 200, CONTACT).replace(b"\r\nFrom", b"\r\nVia: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKx\r\nFrom")
    assert received(end, astray) == []
    assert end.dropped == {"misrouted response": 1}


def test_a_2xx_nobody_acknowledges_is_repeated_and_then_told_of():
    """RFC 3261 §13.3.1.4."""
    end = endpoint()
    [event] = received(end, BROADCAST)
    end.respond(event.transaction, 200, 0.0)
    first = sent(end)[-1]
    times = []
    while (at := end.get_timer()) is not None and at <= 32.0:
        end.handle_timer(at)
        times += [at] * len(end.to_send(at))
    assert times == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    [missing] = events(end)
    assert (type(missing), missing.dialog.local_tag) == (AckMissing, first.to.tag)
    end.request_in(missing.dialog, "BYE", 32.0)
    assert sent(end)[0].method == "BYE"


def test_a_dialog_that_ends_before_its_ack_is_not_repeated_any_more():
    end = endpoint()
    [event] = received(end, BROADCAST)
    end.respond(event.transaction, 200, 0.0)
    tag = sent(end)[-1].to.tag
    received(end, request("BYE", to=f"{TO_US};tag={tag}", number=2))
    end.handle_timer(0.5)
    assert sent(end) == []


def test_a_caller_who_gives_up_is_told_so_and_the_user_too():
    """RFC 3261 §9.2."""
    end = endpoint()
    [event] = received(end, BROADCAST)
    end.respond(event.transaction, 180, 0.1)
    tag = sent(end)[-1].to.tag
    [cancelled] = received(end, request("CANCEL"), now=0.2)
    assert cancelled == Cancelled(event.transaction, event.request, cancelled.cancel)
    assert cancelled.cancel.method == "CANCEL"
    of_cancel, of_invite = sent(end)
    assert (of_cancel.status, of_cancel.cseq.method, of_cancel.to.tag) == (200, "CANCEL", tag)
    assert (of_invite.status, of_invite.cseq.method, of_invite.to.tag) == (487, "INVITE", tag)
    assert end.respond(event.transaction, 200, 0.3) is None
    assert end.dialogs == {}
    assert received(end, request("ACK", to=f"{TO_US};tag={tag}"), now=0.4) == []
    end.handle_timer(1.0)
    assert sent(end) == []


def test_a_cancel_that_comes_too_late_changes_nothing():
    end = endpoint()
    [event] = received(end, BROADCAST)
    end.respond(event.transaction, 200, 0.0)
    end.to_send(0.0)
    assert received(end, request("CANCEL")) == []
    assert statuses(end) == [200]
    assert len(end.dialogs) == 1


def test_a_request_from_the_past_gets_500():
    """RFC 3261 §12.2.2."""
    end = endpoint()
    [event] = received(end, BROADCAST.replace(b"CSeq: 1 ", b"CSeq: 9 "))
    end.respond(event.transaction, 200, 0.0)
    tag = sent(end)[-1].to.tag
    assert received(end, request("INFO", to=f"{TO_US};tag={tag}", number=8)) == []
    assert statuses(end) == [500]
    assert len(received(end, request("INFO", to=f"{TO_US};tag={tag}", number=10))) == 1


def test_a_dialog_follows_its_peer_to_another_port():
    """A router that was restarted gives another one."""
    end = endpoint()
    [event] = received(end, BROADCAST)
    end.respond(event.transaction, 200, 0.0)
    tag = sent(end)[-1].to.tag
    moved = Flow("UDP", "198.51.100.7", 2048)
    [info] = received(end, request("INFO", to=f"{TO_US};tag={tag}", number=2), flow=moved)
    end.request_in(info.dialog, "BYE", 1.0)
    assert end.to_send(1.0)[0][1] == moved


def test_a_peer_that_does_not_know_the_dialog_ends_it():
    """RFC 3261 §12.2.1.2."""
    end = endpoint()
    _, asked = invite(end)
    [event] = received(end, answer(asked, 200, CONTACT))
    end.request_in(event.dialog, "INFO", 1.0)
    [info] = sent(end)
    received(end, answer(info, 481), now=1.1)
    assert end.dialogs == {}


def test_a_subscription_is_a_dialog_until_it_is_ended():
    """RFC 6665 §4.4.1."""
    end = endpoint()
    subscribe = end.compose(
        "SUBSCRIBE",
        Uri("sip", CAMERA, DOMAIN),
        from_=platform_address,
        to=camera_address,
        headers=[("Event", "Catalog;id=1"), ("Expires", "3600")],
    )
    end.request(subscribe, AT_CAMERA, 0.0)
    [asked] = sent(end)
    [event] = received(end, answer(asked, 200, CONTACT))
    notify = request("NOTIFY", to=f"<sip:a@b>;tag={asked.from_.tag}", call_id=asked.call_id, number=7)
    [told] = received(end, notify)
    assert told.dialog == event.dialog
    end.end(event.dialog)
    assert end.dialogs == {}


def test_nothing_is_left_behind_by_a_day_of_calls():
    end = endpoint()
    for now in range(0, 3000, 30):
        _, asked = invite(end, now=float(now))
        [event] = received(end, answer(asked, 200, CONTACT), now=float(now))
        end.ack(event.dialog)
        end.request_in(event.dialog, "BYE", float(now))
        received(end, answer(sent(end)[-1], 200), now=float(now))
        end.handle_timer(float(now))
    end.handle_timer(10_000.0)
    kept = {name: value for name, value in vars(end).items() if isinstance(value, dict | set) and value}
    assert kept == {}
    assert (end._running.by_key, end._running.by_flow, end.get_timer()) == ({}, {}, None)
