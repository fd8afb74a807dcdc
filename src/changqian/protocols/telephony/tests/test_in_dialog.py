"""What else is said: keys and pictures by INFO, transfers that are refused, who calls and who may be heard, and rings
that wait for preconditions (RFC 6086, RFC 5168, RFC 3515, RFC 3325, RFC 5009, RFC 3312)."""

import pytest

from changqian.protocols.telephony import PROFILES, EarlyMedia, Key, State, Use, events
from changqian.protocols.telephony.info import PICTURE, key_of
from changqian.protocols.telephony.preconditions import media_of, met, offered, wants_confirmation, written
from changqian.protocols.telephony.tests.cast import MOBILE, PLAIN, line, sdp, with_lines
from changqian.protocols.telephony.tests.peer import CAN, REL, Peer

RELAY = ("Content-Type", "application/dtmf-relay")

# INFO.


def test_keys_are_sent_one_after_another():
    """A second INFO that overtook the first would be refused (RFC 3261 §12.2.2)."""
    peer = Peer()
    call = peer.answered()
    for signal in "12#":
        call.press(Key(signal), peer.now)
    peer.turn()
    assert len(peer.requests("INFO")) == 1
    for sent in range(2):
        peer.says(200, to=peer.requests("INFO")[sent])
    assert [key_of(each.request).signal for each in peer.requests("INFO")] == ["1", "2", "#"]


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("application/dtmf-relay", b"Signal=5\r\nDuration=160\r\n", Key("5")),
        ("application/dtmf-relay", b"signal = *\nduration = 9\n", Key("*", 40)),
        ("application/dtmf-relay", b"Signal=11\r\n", Key("#")),
        ("application/dtmf", b"7\r\n", Key("7")),
    ],
)
def test_keys_are_read_as_telephones_send_them(kind, body, key):
    peer = Peer()
    peer.answered()
    peer.asks("INFO", ("Content-Type", kind), body=body)
    assert (peer.answers("INFO"), peer.told_of(events.Pressed)[0].key) == ([200], key)


def test_a_key_that_no_telephone_has_cannot_be_pressed():
    with pytest.raises(ValueError, match="no key"):
        Key("12")


def test_what_cannot_be_understood_is_refused_with_what_can():
    """RFC 6086 §4.2.2: 415."""
    peer = Peer()
    peer.answered()
    for kind, body in (("application/dtmf-relay", b"Signal=hello"), ("text/plain", b"hello")):
        peer.asks("INFO", ("Content-Type", kind), body=body)
    peer.asks("INFO")
    assert peer.answers("INFO") == [415, 415, 200]
    assert "application/dtmf-relay" in peer.responses("INFO")[0].headers.get("Accept")


def test_keys_that_are_refused_are_told_of_and_the_call_goes_on():
    peer = Peer()
    call = peer.answered()
    call.press(Key("1"), peer.now)
    peer.turn()
    peer.says(415, to=peer.requests("INFO")[0])
    assert [each.status for each in peer.told_of(events.InfoRefused)] == [415]
    assert call.state is State.CONFIRMED


def test_a_broken_picture_is_asked_for_anew_in_both_directions():
    """RFC 5168."""
    peer = Peer()
    call = peer.answered()
    peer.asks("INFO", ("Content-Type", "application/media_control+xml"), body=PICTURE)
    assert (peer.answers("INFO"), len(peer.told_of(events.PictureWanted))) == ([200], 1)
    call.want_picture(peer.now)
    peer.turn()
    assert b"picture_fast_update" in peer.requests("INFO")[0].request.body


# REFER and OPTIONS.


def test_a_transfer_is_declined_and_told_of_and_the_call_goes_on():
    """RFC 3515 §2.4.2: 603. In a call that only rings it does not end the ringing."""
    talking, ringing = Peer(), Peer()
    talking.answered()
    ringing.calls().ring(ringing.now)
    ringing.turn()
    for peer in (talking, ringing):
        peer.asks("REFER", ("Refer-To", "<sip:boss@example.com>"))
        assert peer.answers("REFER") == [603]
        assert str(peer.told_of(events.TransferRefused)[0].target) == "sip:boss@example.com"
        assert len(peer.agent.endpoint.dialogs) == 1


def test_outside_of_calls_a_transfer_is_no_method_of_ours():
    peer = Peer()
    request = peer.end.compose("REFER", peer.line.address.uri, from_=peer.line.address, to=peer.line.address)
    peer.end.request(request, peer.line.peer, peer.now)
    peer.turn()
    [response] = peer.responses("REFER")
    assert (response.status, "REFER" in response.headers.listed("Allow")) == (405, False)


def test_whether_we_live_may_be_asked_at_any_time():
    """RFC 3261 §11."""
    peer = Peer()
    request = peer.end.compose("OPTIONS", peer.line.address.uri, from_=peer.line.address, to=peer.line.address)
    peer.end.request(request, peer.line.peer, peer.now)
    peer.turn()
    peer.answered()
    peer.asks("OPTIONS")
    for response in peer.responses("OPTIONS"):
        assert response.status == 200
        assert "PRACK" in response.headers.listed("Allow")


# Who calls.


def test_who_calls_is_what_the_operator_asserts():
    """RFC 3325: of a trusted peer; tel before sip."""
    peer = Peer()
    asserted = ("P-Asserted-Identity", '"Zhang" <sip:+8651912345678@ims>, <tel:+86-139-1234-5678>')
    peer.calls(asserted, ("Privacy", "none"))
    caller = peer.told_of(events.Incoming)[0].caller
    assert (str(caller.number), caller.name, caller.asserted, caller.shown) == (
        "+8613912345678",
        "Zhang",
        True,
        "13912345678",
    )


def test_who_is_not_trusted_asserts_nothing():
    peer = Peer()
    peer.agent.lines[0] = line(MOBILE, trusted=False)
    peer.calls(("P-Asserted-Identity", "<tel:+8613912345678>"))
    caller = peer.told_of(events.Incoming)[0].caller
    assert (str(caller.number), caller.asserted) == ("+8613812345678", False)


def test_who_does_not_want_to_be_known_is_hidden():
    """RFC 3323, RFC 3325 §7."""
    peer = Peer()
    peer.calls(("P-Asserted-Identity", "<tel:+8613912345678>"), ("Privacy", "id;critical"))
    caller = peer.told_of(events.Incoming)[0].caller
    assert (caller.hidden, caller.shown) == (True, "号码保密")


def test_we_say_who_we_are_to_the_operator_and_not_to_whom_we_call():
    peer = Peer(PROFILES["mobile"])
    peer.dialled(hidden=True)
    request = peer.requests("INVITE")[0].request
    assert request.from_.uri.host == "anonymous.invalid"
    assert request.headers.get("P-Asserted-Identity") == "<sip:+8651988880000@ims.example;user=phone>"
    assert request.headers.get("Privacy") == "id"


# Who may be heard.


def test_early_sound_comes_with_leave():
    """RFC 5009."""
    peer = Peer(PROFILES["mobile"])
    peer.dialled()
    assert peer.requests("INVITE")[0].request.headers.get("P-Early-Media") == "supported"
    peer.says(183, *REL, *CAN, ("P-Early-Media", "sendonly, inactive"), body=sdp(MOBILE))
    early = peer.told_of(events.Progress)[0].early_media
    assert (early, early.heard) == (EarlyMedia(("sendonly", "inactive")), True)


def test_our_own_early_sound_says_so():
    peer = Peer()
    peer.calls().progress(sdp(), peer.now, early_media="sendrecv")
    peer.turn()
    assert peer.responses("INVITE")[0].headers.get("P-Early-Media") == "sendrecv"


# Preconditions.

WAITING = ("a=curr:qos local none", "a=curr:qos remote none", "a=des:qos mandatory local sendrecv")
WAITING = (*WAITING, "a=des:qos optional remote sendrecv")
READY = ("a=curr:qos local sendrecv", *WAITING[1:])
CONDITIONAL = (("Supported", "100rel, precondition"), ("Allow", "PRACK, UPDATE"))


def test_it_does_not_ring_before_the_radio_is_ready():
    """RFC 3312 §6, as a VoLTE telephone calls: 183, PRACK, UPDATE, 180, 200."""
    peer = Peer(PROFILES["mobile"])
    call = peer.calls(*CONDITIONAL, body=with_lines(sdp(MOBILE), *WAITING))
    call.progress(sdp(), peer.now)
    call.ring(peer.now)
    call.answer(b"", peer.now)
    peer.turn()
    peer.pracks()
    assert peer.answers("INVITE") == [183]
    peer.asks("UPDATE", body=with_lines(sdp(MOBILE, 2), *READY))
    call.accept(sdp(version=2), peer.now)
    peer.turn()
    assert (peer.answers("UPDATE"), peer.answers("INVITE"), call.state) == ([200], [183, 200], State.CONFIRMED)


def test_it_rings_when_the_radio_is_ready():
    peer = Peer(PROFILES["mobile"])
    call = peer.calls(*CONDITIONAL, body=with_lines(sdp(MOBILE), *WAITING))
    call.progress(sdp(), peer.now)
    call.ring(peer.now)
    peer.turn()
    peer.pracks()
    peer.asks("UPDATE", body=with_lines(sdp(MOBILE, 2), *READY))
    assert 180 not in peer.answers("INVITE")
    call.accept(sdp(version=2), peer.now)
    peer.turn()
    assert peer.answers("INVITE") == [183, 180]


def test_lines_of_one_who_does_not_know_the_extension_mean_nothing():
    peer = Peer(PROFILES["mobile"])
    peer.calls(("Allow", "PRACK"), body=with_lines(sdp(MOBILE), *WAITING)).ring(peer.now)
    peer.turn()
    assert peer.answers("INVITE") == [180]


def test_an_operator_without_preconditions_is_asked_again_without():
    """RFC 3312 §11: 420."""
    peer = Peer(PLAIN.confirmed(preconditions=Use.REQUIRED))
    peer.dialled()
    peer.says(420, ("Unsupported", "precondition"))
    assert [each.request.headers.listed("Require") for each in peer.requests("INVITE")] == [["precondition"], []]


def test_preconditions_are_data():
    theirs = with_lines(sdp(MOBILE), *WAITING)
    [medium] = media_of(theirs)
    assert [str(each) for each in medium.lines] == list(WAITING)
    assert [str(each) for each in medium.waiting] == ["a=des:qos mandatory local sendrecv"]
    assert (met(theirs), met(with_lines(sdp(MOBILE), *READY)), met(sdp(MOBILE))) == (False, True, True)
    ours = written(sdp(), [offered()])
    assert [str(each) for each in media_of(ours)[0].lines] == [
        "a=curr:qos local sendrecv",
        "a=curr:qos remote none",
        "a=des:qos mandatory local sendrecv",
        "a=des:qos optional remote sendrecv",
    ]
    assert written(ours, [()]) == sdp()
    assert wants_confirmation(with_lines(sdp(MOBILE), "a=conf:qos remote sendrecv"))
