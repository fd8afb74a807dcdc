"""The torture messages of RFC 4475, byte for byte as its appendix A has them, behave as the RFC says.

`test.dat` is in that archive too, though no section speaks of it.
"""

import hashlib
from pathlib import Path

import pytest

from changqian.protocols.sip.digest import Credentials
from changqian.protocols.sip.events import FlowBroken, RequestReceived
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.framing import BrokenStream, Framer
from changqian.protocols.sip.grammar import Malformed, Params
from changqian.protocols.sip.message import Message, Request
from changqian.protocols.sip.tests.cast import AT_CAMERA, endpoint, events
from changqian.protocols.sip.transactions import server_key
from changqian.protocols.sip.uri import Uri, unescape

FILES = {path.stem: path.read_bytes() for path in sorted((Path(__file__).parent / "torture").glob("*.dat"))}

VALID = (
    *("wsinv", "intmeth", "esc01", "escnull", "esc02", "lwsdisp", "longreq", "dblreq", "semiuri", "transports"),
    *("mpart01", "unreason", "noreason"),
)
"§3.1.1"
INVALID = {
    # §3.1.2, with what the RFC asks for, or allows.
    "badinv01": 400,
    "clerr": 400,
    "ncl": 400,
    "scalar02": 400,
    "quotbal": 400,
    "lwsruri": 400,
    "escruri": 400,
    "regbadct": 400,
    "baddn": 400,
    "badvers": 505,
    "mismatch01": 400,
    "mismatch02": 501,
    # §3.3
    "insuf": 400,
    "multi01": 400,
    "mcl01": 400,
}
LIBERAL = ("ltgtruri", "lwsstart", "trws", "baddate", "badaspec")
"§3.1.2, where the RFC lets a liberal element take what is meant."
DROPPED = ("scalarlg", "bigcode")
"§3.1.2.5 and §3.1.2.19: responses, which nobody answers."
SEMANTIC = (
    *("badbranch", "unkscm", "novelsc", "unksm2", "bext01", "invut", "regaut01", "bcast", "zeromf", "cparam01"),
    *("cparam02", "regescrt", "sdp01", "inv2543"),
)
"§3.2 to §3.4: well-formed, and odd in what they say."


def message(name: str):
    return Message.parse(FILES[name])


def answers(name: str, flow: Flow = AT_CAMERA, **given) -> tuple[list, list]:
    """What an endpoint tells its user and what it sends back."""
    end = endpoint(**given)
    end.receive(FILES[name], flow, 0.0)
    return events(end), [Message.parse(data) for data, _ in end.to_send(0.0)]


def test_every_message_of_the_rfc_is_here_and_judged():
    assert len(FILES) == 50
    assert set(FILES) == {*VALID, *INVALID, *LIBERAL, *DROPPED, *SEMANTIC, "test"}


def test_no_tool_has_changed_their_bytes():
    """Line ends, NULs and bare bytes are what they are about."""
    whole = b"".join(name.encode() + b"\0" + data + b"\0" for name, data in FILES.items())
    assert hashlib.sha256(whole).hexdigest() == "c0c600c575d2e7c849c17fd590127a1d7d8f942c52c90a9ad7095fa8d84682d0"
    assert hashlib.sha256(FILES["wsinv"]).hexdigest().startswith("d6f6cdee99cd0a1f")


@pytest.mark.parametrize("name", [*VALID, *LIBERAL, *SEMANTIC])
def test_what_is_well_formed_is_taken_and_printed_as_it_should_have_been(name):
    first = message(name)
    again = Message.parse(bytes(first))
    assert again == first
    assert bytes(again) == bytes(first)


@pytest.mark.parametrize(("name", "status"), INVALID.items())
def test_what_is_not_well_formed_is_refused_as_the_rfc_says(name, status):
    end = endpoint()
    end.receive(FILES[name], AT_CAMERA, 0.0)
    [(data, flow)] = end.to_send(0.0)
    assert (events(end), flow, data[:12]) == ([], AT_CAMERA, f"SIP/2.0 {status} ".encode())
    assert b"Via: SIP/" in data


@pytest.mark.parametrize("name", [*DROPPED, "bcast", "test"])
def test_what_can_not_be_answered_is_dropped(name):
    """§3.1.2.5, §3.1.2.19, §3.3.10."""
    assert answers(name) == ([], [])


def test_a_short_tortuous_invite():
    """§3.1.1.1"""
    invite = message("wsinv")
    assert invite.uri == Uri("sip", "vivekg", "chair-dnrc.example.com", params=Params.of(unknownparam=None))
    assert (invite.to.tag, invite.from_.display_name, invite.from_.tag) == ("1918181833n", 'J Rosenberg \\"', "98asjd8")
    assert (invite.max_forwards, str(invite.cseq), invite.headers.get("Subject")) == (68, "9 INVITE", "")
    assert [(via.transport, via.host, via.branch, via.unique) for via in invite.vias] == [
        ("UDP", "192.0.2.2", "390skdjuw", False),
        ("TCP", "spindle.example.com", "z9hG4bK9ikj8", True),
        ("UDP", "192.168.255.111", "z9hG4bK30239", True),
    ]
    assert invite.headers.get("newfangledheader") == "newfangled value continued newfangled value"
    assert invite.headers.get("UnknownHeaderWithUnusualValue") == ";;,,;;,;"
    [route] = invite.routes
    assert "lr" in route.uri.params
    assert route.uri.params.get("unknownwith") == "value"
    [contact] = invite.contacts
    assert contact.display_name == 'Quoted string ""'
    assert contact.params == Params((("newparam", "newvalue"), ("secondparam", None), ("q", "0.33")))
    assert len(invite.body) == 150


def test_a_wide_range_of_valid_characters():
    """§3.1.1.2"""
    request = message("intmeth")
    assert request.method == "!interesting-Method0123456789_*+`.%indeed'~" == request.cseq.method
    assert request.uri.user == "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
    assert request.uri.password == "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)"
    assert request.to.display_name == "BEL:\x07 NUL:\x00 DEL:\x7f"
    assert request.from_.display_name == "token1~` token2'+_ token3*%!.-"
    assert request.from_.params.get("fromParam''~+*_!.-%") == "работающий"
    assert request.from_.tag == "_token~1'+`*%!-."
    assert request.call_id == "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"
    assert request.headers.get("extensionHeader-!.%*+_`'~") == "\ufeff大停電"
    assert request.via.branch == "z9hG4bK-.!%66*_+`'~"
    assert answers("intmeth")[1][0].status == 501


def test_valid_use_of_the_percent_escape():
    """§3.1.1.3: what is escaped means the same, and is unescaped once."""
    invite = message("esc01")
    assert unescape(invite.uri.user) == "sips:user@example.com"
    assert (invite.to.uri.user, unescape(invite.from_.uri.user)) == ("user", "I have spaces")
    contact = invite.contacts[0].uri
    assert contact.user == "caller"
    assert "lr" in contact.params
    assert unescape(contact.params.get("name")) == "value%41"


def test_escaped_nulls_in_uris_shorten_nothing():
    """§3.1.1.4"""
    register = message("escnull")
    assert unescape(register.to.uri.user) == "null-\0-null"
    assert [unescape(contact.uri.user) for contact in register.contacts] == ["\0", "\0\0"]
    assert b"sip:%00%00@host5.example.com" in bytes(register)


def test_a_percent_that_is_no_escape():
    """§3.1.1.5"""
    request = message("esc02")
    assert (request.method, request.to.display_name) == ("RE%47IST%45R", "%Z%45")
    assert [contact.uri.user for contact in request.contacts] == ["alias1", "alias3"]
    assert answers("esc02")[1][0].status == 501


def test_no_blank_between_display_name_and_bracket():
    """§3.1.1.6"""
    assert message("lwsdisp").from_.display_name == "caller"


def test_long_values_in_header_fields():
    """§3.1.1.7"""
    invite = message("longreq")
    assert len(invite.vias) == 34
    assert [via.host for via in invite.vias][:-1] == [f"sip{number}.example.com" for number in range(33, 0, -1)]
    assert invite.vias[-1].received == "192.0.2.5"
    assert len(invite.from_.tag) > 100


def test_octets_beyond_the_body_are_noise():
    """§3.1.1.8"""
    [event], _ = answers("dblreq")
    assert (event.request.method, event.request.body) == ("REGISTER", b"")


def test_semicolon_separated_parameters_in_the_user_part():
    """§3.1.1.9"""
    request = message("semiuri")
    assert unescape(request.uri.user) == "user;par=u@example.net"
    assert request.uri.params == Params()
    assert len(request.headers.listed("Accept")) == 6


def test_varied_and_unknown_transport_types():
    """§3.1.1.10"""
    assert [via.transport for via in message("transports").vias] == ["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"]


def test_a_multipart_body_with_nulls_is_kept_whole():
    """§3.1.1.11"""
    body = message("mpart01").body
    assert (len(body), body.count(b"\0") > 0, body[:4], body[-6:]) == (553, True, b"--7a", b"55--\r\n")
    framer = Framer()
    framer.receive(FILES["mpart01"])
    assert framer.next()[-553:] == body


def test_unusual_and_empty_reason_phrases():
    """§3.1.1.12, §3.1.1.13"""
    assert message("unreason").reason == "= 2**3 * 5**2 но сто девяносто девять - простое"
    assert (message("noreason").status, message("noreason").reason) == (100, "")
    assert Message.parse(FILES["noreason"].replace(b"100 \r\n", b"100\r\n")) == message("noreason")


def test_a_negative_or_worded_content_length_breaks_a_stream():
    """§3.1.2.3"""
    for data in (FILES["ncl"], FILES["ncl"].replace(b"-999", b"five")):
        framer = Framer()
        framer.receive(data)
        with pytest.raises(BrokenStream):
            framer.next()
    told, [refused] = answers("ncl", Flow("TCP", "192.0.2.53", 5060))
    assert (type(told[0]), refused.status) == (FlowBroken, 400)


def test_too_large_a_content_length_waits_for_more_on_a_stream():
    """§3.1.2.2"""
    assert answers("clerr", Flow("TCP", "192.0.2.53", 5060)) == ([], [])


def test_brackets_blanks_and_spaces_that_are_ignored_are_not_sent_on():
    """§3.1.2.7, §3.1.2.9, §3.1.2.10, §3.1.2.14"""
    assert bytes(message("ltgtruri")).startswith(b"INVITE sip:user@example.com SIP/2.0\r\n")
    assert bytes(message("lwsstart")).startswith(b"INVITE sip:user@example.com SIP/2.0\r\n")
    assert bytes(message("trws")).startswith(b"OPTIONS sip:remote-target@example.com SIP/2.0\r\n")
    assert str(message("badaspec").to) == '"Watson, Thomas" <sip:t.watson@example.org>'


def test_a_date_nobody_needs_is_not_read():
    """§3.1.2.12"""
    assert message("baddate").headers.get("Date") == "Fri, 01 Jan 2010 16:00:00 EST"


def test_a_bare_cookie_falls_back_to_the_old_way_of_telling_transactions():
    """§3.2.1"""
    assert server_key(message("badbranch"))[1] == "sip:user@example.com"
    [event], _ = answers("badbranch")
    assert isinstance(event, RequestReceived)


def test_without_from_to_and_call_id_what_is_there_is_sent_back():
    """§3.3.1"""
    with pytest.raises(Malformed) as refused:
        message("insuf")
    assert [name for name, _ in refused.value.echo] == ["Via", "CSeq"]


@pytest.mark.parametrize("name", ["unkscm", "novelsc"])
def test_an_unknown_scheme_of_the_request_uri_is_unsupported(name):
    """§3.3.2, §3.3.3"""
    assert [response.status for response in answers(name)[1]] == [416]


def test_unknown_schemes_elsewhere_are_carried():
    """§3.3.4"""
    register = message("unksm2")
    assert [str(uri) for uri in (register.to.uri, register.from_.uri, register.contacts[0].uri)] == [
        "isbn:2983792873",
        "http://www.example.com",
        "name:John_Smith",
    ]


def test_what_is_required_and_not_supported_is_named():
    """§3.3.5: Proxy-Require is none of ours."""
    [response] = answers("bext01")[1]
    assert response.status == 420
    assert response.headers.get("Unsupported") == "nothingSupportsThis, nothingSupportsThisEither"


def test_a_body_and_an_answer_nobody_knows_are_for_the_user_to_refuse():
    """§3.3.6 asks for 415, §3.3.15 for 406."""
    assert message("invut").content_type == "application/unknownformat"
    assert message("sdp01").headers.listed("Accept") == ["text/nobodyKnowsThis"]


def test_credentials_of_an_unknown_scheme_are_no_credentials():
    """§3.3.7"""
    assert Credentials.parse_many(message("regaut01").headers.all("Authorization")) == ()


def test_no_forwards_left_does_not_matter_to_who_it_is_for():
    """§3.3.11"""
    [event], _ = answers("zeromf")
    assert event.request.max_forwards == 0


def test_a_parameter_is_the_contacts_without_brackets_and_the_uris_with_them():
    """§3.3.12, §3.3.13"""
    [outside], [inside] = message("cparam01").contacts, message("cparam02").contacts
    assert ("unknownparam" in outside.params, "unknownparam" in outside.uri.params) == (True, False)
    assert ("unknownparam" in inside.params, "unknownparam" in inside.uri.params) == (False, True)
    assert (outside.uri.user, inside.uri.user) == ("+19725552222", "+19725552222")


def test_an_escaped_route_in_a_contact_is_kept_there():
    """§3.3.14"""
    [contact] = message("regescrt").contacts
    [(name, value)] = contact.uri.headers
    assert (name, unescape(value)) == ("Route", "<sip:sip.example.com>")


def test_an_invite_of_rfc_2543_is_served():
    """§3.4.1: no branch, no tag, no Max-Forwards, no Content-Length."""
    end = endpoint()
    end.receive(FILES["inv2543"], AT_CAMERA, 0.0)
    [event] = events(end)
    assert isinstance(event.request, Request)
    assert event.request.body.endswith(b"m=audio 49217 RTP/AVP 0\r\n")
    assert end.respond(event.transaction, 200, 0.0)
    response = Message.parse(end.to_send(0.0)[-1][0])
    assert response.headers.get("Record-Route") == "<sip:UserB@example.com;maddr=ss1.example.com>"
    assert [dialog.remote_tag for dialog in end.dialogs] == [""]
