"""What telephones do in dialogs that cameras do not: requests before the answer, and races after it."""

from changqian.protocols.sip.dialogs import DialogId, Stage
from changqian.protocols.sip.digest import Credentials, Guard, authorised
from changqian.protocols.sip.events import AckMissing, AckReceived
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.framing import Beat
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import (
    AT_CAMERA,
    CONTACT,
    DOMAIN,
    OVER_TCP,
    SDP,
    answer,
    endpoint,
    invite,
    received,
    request,
    sent,
    statuses,
)

INVITE = request("INVITE", f"Contact: {CONTACT[1]}", body=SDP)


def ringing(end) -> DialogId:
    """A call of theirs that rings here."""
    [event] = received(end, INVITE)
    response = end.respond(event.transaction, 180, 0.0)
    end.to_send(0.0)
    return DialogId.of_server(response)


def in_dialog(end, dialog: DialogId, method: str, number: int, *more: str) -> bytes:
    to = f"<sip:x@{DOMAIN}>;tag={dialog.local_tag}"
    via = f"SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bK{method}{number}"
    return request(method, *more, to=to, number=number, via=via)


def test_an_answer_names_the_dialog_it_made():
    end = endpoint()
    dialog = ringing(end)
    assert end.dialogs[dialog].stage is Stage.EARLY


def test_the_answer_to_a_prack_does_not_confirm_the_dialog():
    """RFC 3261 §12.1: a 2xx to what made it does."""
    end = endpoint()
    _, asked = invite(end)
    [event] = received(end, answer(asked, 183, CONTACT, ("Record-Route", "<sip:edge;lr>")))
    end.request_in(event.dialog, "PRACK", 0.0)
    [prack] = sent(end)
    received(end, answer(prack, 200))
    assert (end.dialogs[event.dialog].stage, [hop.host for hop in end.dialogs[event.dialog].route]) == (
        Stage.EARLY,
        ["edge"],
    )
    received(end, answer(asked, 200, CONTACT))
    assert end.dialogs[event.dialog].stage is Stage.CONFIRMED


def test_a_prack_of_nothing_does_not_end_the_dialog():
    """RFC 3262 §3."""
    end = endpoint()
    _, asked = invite(end)
    [event] = received(end, answer(asked, 183, CONTACT))
    for method, there in (("PRACK", True), ("UPDATE", False)):
        end.request_in(event.dialog, method, 0.0)
        received(end, answer(sent(end)[0], 481))
        assert (event.dialog in end.dialogs) is there


def test_a_transfer_refused_while_it_rings_does_not_end_the_ringing():
    end = endpoint()
    dialog = ringing(end)
    [event] = received(end, in_dialog(end, dialog, "REFER", 2, "Refer-To: <sip:y>", f"Contact: {CONTACT[1]}"))
    end.respond(event.transaction, 603, 0.0)
    assert (statuses(end), list(end.dialogs)) == ([603], [dialog])


def test_a_2xx_that_comes_again_after_the_good_bye_makes_no_second_dialog():
    end = endpoint()
    _, asked = invite(end)
    [event] = received(end, answer(asked, 200, CONTACT))
    end.ack(event.dialog)
    end.request_in(event.dialog, "BYE", 1.0)
    end.to_send(1.0)
    assert received(end, answer(asked, 200, CONTACT), now=1.1) == []
    assert ([message.method for message in sent(end)], end.dialogs) == (["ACK"], {})


def test_who_invites_again_has_our_last_2xx_and_a_late_ack_of_it_harms_nothing():
    """RFC 5407 §3.1.4."""
    end = endpoint()
    [event] = received(end, INVITE)
    dialog = DialogId.of_server(end.respond(event.transaction, 200, 0.0, body=SDP))
    [again] = received(end, in_dialog(end, dialog, "INVITE", 2, f"Contact: {CONTACT[1]}"), now=0.1)
    end.respond(again.transaction, 200, 0.1, body=SDP)
    told = received(end, in_dialog(end, dialog, "ACK", 1), now=0.2)
    told += received(end, in_dialog(end, dialog, "ACK", 2), now=0.3)
    end.to_send(0.3)
    while (at := end.get_timer()) is not None:
        end.handle_timer(at)
        assert all(message.method == "INVITE" for message in sent(end, at) if hasattr(message, "method"))
    told += received(end, b"", now=100.0)
    assert [type(each) for each in told if isinstance(each, AckReceived | AckMissing)] == [AckReceived]


def test_a_dialog_goes_on_over_the_connection_that_took_the_place_of_another():
    end = endpoint()
    [event] = received(end, INVITE, flow=OVER_TCP)
    dialog = DialogId.of_server(end.respond(event.transaction, 200, 0.0))
    back = Flow("TCP", OVER_TCP.host, 40001, serial=2)
    end.moved(OVER_TCP, back)
    end.to_send(0.0)
    end.request_in(dialog, "BYE", 1.0)
    assert [flow for _, flow in end.to_send(1.0)] == [back]


def test_a_second_try_in_a_dialog_moves_its_numbers_on():
    """RFC 3261 §22.2: the next request has a higher number than the one with the proof."""
    end = endpoint()
    _, asked = invite(end)
    [event] = received(end, answer(asked, 200, CONTACT))
    end.ack(event.dialog)
    end.request_in(event.dialog, "INFO", 0.0)
    first = sent(end)[-1]
    challenge = str(Guard(DOMAIN, b"key").challenges(0.0)[0])
    [refused] = received(end, answer(first, 407, ("Proxy-Authenticate", challenge)))
    end.request(authorised(first, refused.response, username="x", secret="y", cnonce="z"), AT_CAMERA, 0.0)
    end.request_in(event.dialog, "INFO", 0.0)
    assert [message.cseq.number for message in sent(end)] == [3, 4]


def test_which_of_several_challenges_is_answered_may_be_chosen():
    guard = Guard(DOMAIN, b"key", algorithms=("SM3", "SHA-256", "MD5"))
    asked = Message.parse(request("REGISTER"))
    refused = asked.response(401, headers=[("WWW-Authenticate", str(each)) for each in guard.challenges(0.0)])
    chosen = []
    for algorithms in (("MD5", "SM3"), ("SHA-256",)):
        again = authorised(asked, refused, username="x", secret="y", cnonce="z", algorithms=algorithms)
        chosen.append(Credentials.parse(again.headers.get("Authorization")).algorithm)
    assert chosen == ["MD5", "SHA-256"]


def test_a_ping_of_ours_keeps_the_way_open():
    end = endpoint()
    end.beat(AT_CAMERA)
    assert end.to_send(0.0) == [(Beat.PING.value, AT_CAMERA)]
