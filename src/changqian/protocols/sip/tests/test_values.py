"""Address, Via, CSeq and header fields: each prints what it parses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.cseq import CSeq
from changqian.protocols.sip.grammar import Malformed, Params
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.tests.test_grammar import one_line, params, texts, tokens
from changqian.protocols.sip.tests.test_uri import hosts, uris
from changqian.protocols.sip.uri import WILDCARD, Uri
from changqian.protocols.sip.via import Via

addresses = st.builds(Address, uri=uris, display_name=one_line, params=params)
vias = st.builds(
    Via,
    transport=tokens.map(str.upper),
    host=hosts,
    port=st.none() | st.integers(0, 65535),
    params=params,
    version=st.sampled_from(["2.0", "7.0"]),
)
values = one_line.map(lambda text: text.strip(" \t"))
headers = st.lists(st.tuples(tokens | st.sampled_from(["v", "From", "CALL-ID", "x-gb-VER"]), values)).map(Headers.of)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('"Alice" <sip:a@b>;tag=1', Address(Uri("sip", "a", "b"), "Alice", Params.of(tag="1"))),
        (r'"J Rosenberg \\\"" <sip:a@b>', Address(Uri("sip", "a", "b"), 'J Rosenberg \\"')),
        ("caller<sip:a@b>", Address(Uri("sip", "a", "b"), "caller")),
        ("T. Watson <sip:a@b>", Address(Uri("sip", "a", "b"), "T. Watson")),
        # Bare, where only tokens may stand; cameras do it.
        ("武进区 3号<sip:a@b>", Address(Uri("sip", "a", "b"), "武进区 3号")),
        ("< sip:a@b > ; tag = 1", Address(Uri("sip", "a", "b"), "", Params.of(tag="1"))),
        # Without brackets a parameter is the header's, with them the URI's.
        ("sip:a@b;x", Address(Uri("sip", "a", "b"), "", Params.of(x=None))),
        ("<sip:a@b;x>", Address(Uri("sip", "a", "b", params=Params.of(x=None)))),
        ("*;expires=0", Address(WILDCARD, "", Params.of(expires="0"))),
    ],
)
def test_an_address_is_read_in_all_its_forms(text, address):
    assert Address.parse(text) == address
    assert Address.parse(str(address)) == address


def test_an_address_is_sent_in_one_form():
    assert str(Address.parse("武进区<sip:a@b>;tag=1")) == '"武进区" <sip:a@b>;tag=1'
    assert str(Address.parse("sip:a@b;tag=1")) == "<sip:a@b>;tag=1"


@pytest.mark.parametrize(
    "text", ["", "alice", 'a "b" <sip:c@d>', "<sip:a@b>x", "sip:a@b?x=y", "Bell, A <sip:a@b>", '"a <sip:b@c>', "<>"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Malformed):
        Address.parse(text)


def test_a_list_of_contacts_is_cut_where_one_ends():
    text = '"Bell, A" <sip:a@b;x=1,2>;q=0.5, sip:c@d'
    assert [str(address.uri) for address in Address.parse_many(text)] == ["sip:a@b;x=1%2C2", "sip:c@d"]


def test_a_tag_is_taken_and_given():
    address = Address.parse("sip:a@b;tag=1")
    assert address.tag == "1"
    assert address.tagged("2").tag == "2"
    assert address.untagged().tag == ""


def test_a_via_with_blanks_everywhere_is_a_via():
    via = Via.parse("SIP  / 2.0  / tcp     spindle.example.com : 5070  ;  branch  =   z9hG4bK9ikj8")
    assert via == Via("TCP", "spindle.example.com", 5070, Params.of(branch="z9hG4bK9ikj8"))
    assert str(via) == "SIP/2.0/TCP spindle.example.com:5070;branch=z9hG4bK9ikj8"


def test_a_camera_behind_a_router_is_answered_where_it_came_from():
    """RFC 3581 §4."""
    via = Via.parse("SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bKa").came_from("198.51.100.7", 1024)
    assert (via.received, via.rport) == ("198.51.100.7", 1024)
    assert str(via) == "SIP/2.0/UDP 192.168.1.64:5060;rport=1024;branch=z9hG4bKa;received=198.51.100.7"


def test_who_asks_for_rport_gets_both_even_where_nothing_differs():
    """RFC 3581 §4."""
    via = Via.parse("SIP/2.0/UDP 192.0.2.9:5060;rport;branch=z9hG4bKa").came_from("192.0.2.9", 5060)
    assert (via.received, via.rport) == ("192.0.2.9", 5060)


def test_who_did_not_ask_for_rport_gets_received_only_where_it_differs():
    """RFC 3261 §18.2.1."""
    via = Via.parse("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa")
    assert via.came_from("192.0.2.9", 5070) == via
    assert via.came_from("192.0.2.8", 5070).received == "192.0.2.8"


def test_the_cookie_alone_tells_no_transaction_from_another():
    assert not Via.parse("SIP/2.0/UDP a;branch=z9hG4bK").unique
    assert Via.parse("SIP/2.0/UDP a;branch=Z9HG4BKx").unique


@pytest.mark.parametrize("text", ["", "SIP/2.0/UDP", "SIP/2.0 UDP a", "HTTP/1.1/TCP a", "SIP/2.0/UDP a b", ";", "x"])
def test_what_is_no_via_is_refused(text):
    with pytest.raises(Malformed):
        Via.parse(text)


@pytest.mark.parametrize(
    "text", ["", "1", "INVITE", "x INVITE", "-1 INVITE", "4294967296 INVITE", "1 IN VITE", "1 (x)"]
)
def test_what_is_no_cseq_is_refused(text):
    with pytest.raises(Malformed):
        CSeq.parse(text)


def test_a_header_is_found_by_any_of_its_names_in_its_order():
    headers = Headers.parse("v: one\r\nFROM : me\r\nVia: two\r\nx-gb-ver: 2.0\r\n")
    assert headers.all("VIA") == ("one", "two")
    assert headers.get("f") == "me"
    assert str(headers) == "Via: one\r\nFrom: me\r\nVia: two\r\nX-GB-ver: 2.0\r\n"


def test_a_continued_line_is_one_line_whatever_ends_it():
    assert Headers.parse("Subject: a\r\n \t b\n c\nTo: d").items == (("Subject", "a b c"), ("To", "d"))


def test_changes_leave_the_old_headers_alone():
    old = Headers.of([("Via", "1"), ("To", "x"), ("Via", "2")])
    new = old.put("v", "3").first("Via", "0").add("Subject", "s")
    assert [value for _, value in new] == ["0", "3", "x", "s"]
    assert old.all("Via") == ("1", "2")
    assert "Via" not in old.drop("v")


@pytest.mark.parametrize(
    ("name", "value"), [("A", "b\r\nVia: mine"), ("A", "b\nc"), ("A b", "c"), ("", "c"), ("A:", "c")]
)
def test_no_header_can_be_made_that_would_be_two(name, value):
    with pytest.raises(Malformed):
        Headers.of([(name, value)])


def test_a_line_without_a_colon_is_no_header():
    with pytest.raises(Malformed):
        Headers.parse("Foobar roobar\r\n")


@given(addresses)
def test_addresses_print_what_they_parse(address):
    assert Address.parse(str(address)) == address


@given(vias)
def test_vias_print_what_they_parse(via):
    assert Via.parse(str(via)) == via


@given(st.builds(CSeq, st.integers(0, 2**32 - 1), tokens))
def test_numbers_print_what_they_parse(cseq):
    assert CSeq.parse(str(cseq)) == cseq


@given(headers)
def test_headers_print_what_they_parse(headers):
    assert Headers.parse(str(headers)) == headers


@given(texts | st.builds("{}<sip:{}>{}".format, texts, texts, texts) | st.builds("SIP/2.0/UDP {}".format, texts))
def test_no_text_breaks_the_readers_and_what_they_take_they_print(text):
    for kind in (Address, Via, CSeq, Headers):
        try:
            found = kind.parse(text)
        except Malformed:
            continue
        assert kind.parse(str(found)) == found
