"""Who knows whom, where he is, and which number comes next."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.dialogs import Dialog, DialogId, OutOfOrder, Replaces, Stage
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import AT_CAMERA, request
from changqian.protocols.sip.tests.test_grammar import texts, tokens

ELSEWHERE = Flow("UDP", "198.51.100.8", 5060)
INVITE = Message.parse(
    request(
        "INVITE",
        "Contact: <sip:caller@192.0.2.9:5062>",
        "Record-Route: <sip:near.example.com;lr>, <sip:far.example.com;lr>",
    )
)


def answer(status: int, contact: str = "<sip:callee@192.0.2.8>", to: INVITE = INVITE, **given):
    return to.response(status, to_tag=given.pop("tag", "callee"), headers=[("Contact", contact), *given.items()])


def caller(status: int = 200) -> Dialog:
    records = Message.parse(bytes(answer(status))).with_headers(
        [("Record-Route", "<sip:far.example.com;lr>"), ("Record-Route", "<sip:near.example.com;lr>")]
    )
    return Dialog.of_client(INVITE, records, AT_CAMERA)


def callee(status: int = 200) -> Dialog:
    return Dialog.of_server(INVITE, answer(status), AT_CAMERA)


def test_both_sides_see_one_dialog_from_two_ends():
    """RFC 3261 §12.1."""
    one, other = caller(), callee()
    assert (one.id.call_id, one.id.local_tag, one.id.remote_tag) == ("1@192.168.1.64", "camera", "callee")
    assert one.id == DialogId(other.id.call_id, other.id.remote_tag, other.id.local_tag)
    assert (str(one.target), str(other.target)) == ("sip:callee@192.0.2.8", "sip:caller@192.0.2.9:5062")
    assert (one.local_number, one.remote_number) == (1, None)
    assert (other.local_number, other.remote_number) == (None, 1)


def test_the_caller_goes_back_the_way_the_answer_came_and_the_callee_the_way_the_request_came():
    assert [uri.host for uri in caller().route] == ["near.example.com", "far.example.com"]
    assert [uri.host for uri in callee().route] == ["near.example.com", "far.example.com"]


def test_a_request_in_a_dialog_has_its_route_its_tags_and_the_next_number():
    """RFC 3261 §12.2.1.1."""
    dialog, bye = caller().request("BYE", headers=[("Reason", "Q.850;cause=16")])
    assert (str(bye.uri), str(bye.cseq), dialog.local_number) == ("sip:callee@192.0.2.8", "2 BYE", 2)
    assert [str(route) for route in bye.routes] == ["<sip:near.example.com;lr>", "<sip:far.example.com;lr>"]
    assert (bye.from_.tag, bye.to.tag, bye.call_id) == ("camera", "callee", "1@192.168.1.64")
    assert bye.headers.get("Reason") == "Q.850;cause=16"
    assert str(callee().request("BYE")[1].cseq) == "1 BYE"


def test_a_strict_router_gets_itself_as_request_uri_and_us_as_last_route():
    """RFC 3261 §12.2.1.1."""
    strict = [("Record-Route", "<sip:strict.example.com>"), ("Record-Route", "<sip:near.example.com;lr>")]
    dialog = Dialog.of_server(INVITE.with_headers(strict), answer(200), AT_CAMERA)
    _, bye = dialog.request("BYE")
    assert str(bye.uri) == "sip:strict.example.com"
    assert [str(route.uri) for route in bye.routes] == ["sip:near.example.com;lr", "sip:caller@192.0.2.9:5062"]


def test_the_ack_has_the_number_of_the_invite_even_after_other_requests():
    """RFC 3261 §13.2.2.4."""
    dialog, _ = caller().request("INFO")
    ack = dialog.ack(1, body=b"sdp")
    assert (str(ack.cseq), ack.method, ack.body) == ("1 ACK", "ACK", b"sdp")


def test_an_early_dialog_is_settled_by_the_2xx():
    """RFC 3261 §13.2.2.4."""
    early = Dialog.of_client(INVITE, answer(180), AT_CAMERA)
    assert (early.stage, early.route) == (Stage.EARLY, tuple(uri for uri in reversed(callee().route)))
    final = answer(200, "<sip:callee@192.0.2.99>").with_headers([("Record-Route", "<sip:only.example.com;lr>")])
    confirmed = early.answered(INVITE, final, ELSEWHERE)
    assert (confirmed.stage, str(confirmed.target)) == (Stage.CONFIRMED, "sip:callee@192.0.2.99")
    assert ([uri.host for uri in confirmed.route], confirmed.flow) == (["only.example.com"], ELSEWHERE)
    assert confirmed.local_number == early.local_number


def test_a_target_moves_with_a_refresh_and_with_nothing_else():
    """RFC 3261 §12.2, RFC 3311 §5.1."""
    dialog = callee()
    for method, moves in [("INVITE", True), ("UPDATE", True), ("NOTIFY", True), ("INFO", False), ("BYE", False)]:
        moved = Message.parse(request(method, "Contact: <sip:moved@192.0.2.10>", number=5, to="<sip:a@b>;tag=callee"))
        after = dialog.received(moved, ELSEWHERE)
        assert (str(after.target) == "sip:moved@192.0.2.10") is moves, method
        assert (after.remote_number, after.flow) == (5, ELSEWHERE)
    dialog, update = caller().request("UPDATE")
    assert str(dialog.answered(update, answer(200, "<sip:new@x>", to=update), AT_CAMERA).target) == "sip:new@x"
    dialog, info = caller().request("INFO")
    assert str(dialog.answered(info, answer(200, "<sip:new@x>", to=info), AT_CAMERA).target) == "sip:callee@192.0.2.8"


def test_the_route_of_a_confirmed_dialog_never_changes():
    dialog, again = caller().request("INVITE")
    other = answer(200, to=again).with_headers([("Record-Route", "<sip:evil.example.com;lr>")])
    assert dialog.answered(again, other, AT_CAMERA).route == caller().route


def test_a_request_from_the_past_is_out_of_order():
    """RFC 3261 §12.2.2."""
    dialog = callee().received(Message.parse(request("INFO", number=7)), AT_CAMERA)
    with pytest.raises(OutOfOrder):
        dialog.received(Message.parse(request("BYE", number=6)), AT_CAMERA)
    assert dialog.received(Message.parse(request("ACK", number=1)), AT_CAMERA).remote_number == 7
    # Only lower is wrong: some repeat a request under its number with a new branch.
    assert dialog.received(Message.parse(request("BYE", number=7)), AT_CAMERA).remote_number == 7


@pytest.mark.parametrize("contact", ["nonsense", "*", "<sip:a@b"])
def test_who_sends_no_contact_that_can_be_read_is_where_he_was_asked(contact):
    response = Message.parse(bytes(INVITE.response(200, to_tag="callee"))).with_headers([("Contact", contact)])
    assert Dialog.of_client(INVITE, response, AT_CAMERA).target == INVITE.uri
    assert str(Dialog.of_server(Message.parse(request("INVITE")), answer(200), AT_CAMERA).target).startswith("sip:3402")


def test_a_peer_without_tags_has_a_dialog_too():
    """RFC 3261 §12.1.1: from RFC 2543."""
    old = Message.parse(request("INVITE", from_="<sip:old@a>"))
    assert Dialog.of_server(old, answer(200, to=old), AT_CAMERA).id == DialogId("1@192.168.1.64", "callee", "")


def test_a_replaced_dialog_is_named_as_its_receiver_sees_it():
    """RFC 3891 §3."""
    replaces = Replaces.parse("98732@sip.example.com ; from-tag=r33th4x0r ;to-tag=ff87ff;early-only")
    assert replaces.dialog == DialogId("98732@sip.example.com", "ff87ff", "r33th4x0r")
    assert replaces.early_only
    assert Replaces.parse("1@a;to-tag=0;from-tag=x").dialog.local_tag == ""


@pytest.mark.parametrize("text", ["", "a", "a;to-tag=1", ";to-tag=1;from-tag=2", "a;to-tag;from-tag=1"])
def test_half_a_name_replaces_nothing(text):
    with pytest.raises(Malformed):
        Replaces.parse(text)


@given(
    st.builds(
        Replaces,
        st.builds(DialogId, tokens, tokens, tokens).filter(lambda d: "0" not in (d.local_tag, d.remote_tag)),
        st.booleans(),
    )
)
def test_replaces_prints_what_it_parses(replaces):
    assert Replaces.parse(str(replaces)) == replaces


@given(texts)
def test_no_text_breaks_replaces(text):
    with suppress(Malformed):
        replaces = Replaces.parse(text)
        assert Replaces.parse(str(replaces)) == replaces
