"""The torture messages of RFC 5118: IPv6 wherever an address may stand."""

import pytest

from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import AT_CAMERA, SDP, endpoint, events, lines

VIA = "SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111"


def request(method: str, uri: str, via: str = VIA, to: str = "sip:user@example.com", body: bytes = b"") -> bytes:
    contact = '"Caller" <sip:caller@[2001:db8::1]>'
    return lines(
        f"{method} {uri} SIP/2.0",
        f"To: {to}",
        "From: sip:user@example.com;tag=81x2",
        f"Via: {via}",
        "Call-ID: SSG9559905523997077@hlau_4100",
        "Max-Forwards: 70",
        f"Contact: {contact}",
        f"CSeq: 98176 {method}",
        f"Content-Length: {len(body)}",
        body=body,
    )


def test_a_valid_message_with_an_ipv6_reference():
    """§4.1"""
    register = Message.parse(request("REGISTER", "sip:[2001:db8::10]"))
    assert (register.uri.host, register.via.host, register.contacts[0].uri.host) == (
        "2001:db8::10",
        "2001:db8::9:1",
        "2001:db8::1",
    )
    assert Message.parse(bytes(register)) == register
    assert bytes(register).startswith(b"REGISTER sip:[2001:db8::10] SIP/2.0\r\n")


def test_without_brackets_it_is_refused():
    """§4.2"""
    end = endpoint()
    end.receive(request("REGISTER", "sip:2001:db8::10"), AT_CAMERA, 0.0)
    [(data, _)] = end.to_send(0.0)
    assert (Message.parse(data).status, events(end)) == (400, [])


def test_a_port_within_the_brackets_is_none_and_one_behind_them_is():
    """§4.3, §4.4"""
    within = Message.parse(request("REGISTER", "sip:[2001:db8::10:5070]")).uri
    behind = Message.parse(request("REGISTER", "sip:[2001:db8::10]:5070")).uri
    assert (within.host, within.port) == ("2001:db8::10:5070", None)
    assert (behind.host, behind.port) == ("2001:db8::10", 5070)


@pytest.mark.parametrize("received", ["[2001:db8::9:255]", "2001:db8::9:255"])
def test_received_may_have_brackets_or_not(received):
    """§4.5"""
    bye = Message.parse(
        request("BYE", "sip:[2001:db8::10]", f"SIP/2.0/UDP [2001:db8::9:1];received={received};branch=z9hG4bKa")
    )
    assert bye.via.received == "2001:db8::9:255"


def test_addresses_in_the_body_are_none_of_its_business():
    """§4.6, §4.8"""
    body = SDP.replace(b"192.0.2.1", b"2001:db8::20")
    assert Message.parse(request("INVITE", "sip:user@[2001:db8::10]", body=body)).body == body


def test_a_mixed_list_of_vias():
    """§4.7"""
    vias = Message.parse(
        request(
            "BYE",
            "sip:user@host.example.net",
            "SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111,"
            " SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144,"
            " SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200",
        )
    ).vias
    assert [(via.host, via.port, via.received) for via in vias] == [
        ("2001:db8::9:1", 6050, ""),
        ("192.0.2.1", None, ""),
        ("2001:db8::9:255", None, "192.0.2.200"),
    ]


def test_ipv4_mapped_addresses():
    """§4.9"""
    message = Message.parse(
        request("INVITE", "sip:user@example.com", "SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19")
    )
    assert (message.via.host, message.via.port) == ("::ffff:192.0.2.10", 19823)


def test_the_third_colon_of_the_grammar_is_read_as_two_and_never_sent():
    """§4.10"""
    three, two = (
        Message.parse(
            request("OPTIONS", f"sip:user@[2001:db8:{colons}192.0.2.1]", to=f"sip:user@[2001:db8:{colons}192.0.2.1]")
        )
        for colons in ("::", ":")
    )
    assert three.uri == two.uri
    assert b"OPTIONS sip:user@[2001:db8::192.0.2.1] SIP/2.0" in bytes(three)
    with pytest.raises(ValueError, match="no IPv6 address"):
        Message.parse(request("OPTIONS", "sip:user@[2001:db8:::10]"))
