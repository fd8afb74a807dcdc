"""sip, sips, tel, and what is only carried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.grammar import Malformed, Params
from changqian.protocols.sip.tests.test_grammar import texts, tokens
from changqian.protocols.sip.uri import WILDCARD, Uri, parse_host_port, unescape

hosts = st.sampled_from(["example.com", "3402000000", "192.0.2.1", "2001:db8::10", "::ffff:192.0.2.2", "a_b.local"])
pairs = st.lists(st.tuples(tokens | texts.filter(bool), texts), max_size=3).map(tuple)
sip_uris = st.builds(
    Uri,
    scheme=st.sampled_from(["sip", "sips"]),
    user=texts,
    host=hosts,
    port=st.none() | st.integers(0, 65535),
    params=pairs.map(Params),
    headers=pairs,
)
uris = st.one_of(
    sip_uris,
    st.builds(lambda user, password, host: Uri("sip", user, host, None, password), texts.filter(bool), texts, hosts),
    st.builds(lambda user: Uri("tel", user), texts.filter(bool)),
    st.just(Uri("urn", opaque="service:sos")),
    st.just(Uri("http", opaque="//www.example.com")),
)


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        # A domain of digits only, as in GB/T 28181.
        ("sip:34020000001320000001@3402000000", Uri("sip", "34020000001320000001", "3402000000")),
        ("sips:alice@example.com:5061", Uri("sips", "alice", "example.com", 5061)),
        ("sip:alice:secret@example.com", Uri("sip", "alice", "example.com", password="secret")),
        ("sip:[2001:db8::10]:5070", Uri("sip", host="2001:db8::10", port=5070)),
        (
            "sip:example.com;lr;transport=tcp",
            Uri("sip", host="example.com", params=Params.of(lr=None, transport="tcp")),
        ),
        ("sip:a@b?Subject=x&Priority=urgent", Uri("sip", "a", "b", headers=(("Subject", "x"), ("Priority", "urgent")))),
        ("sip:user;par=x@example.com", Uri("sip", "user;par=x", "example.com")),
        ("tel:+86-519-8888;ext=1", Uri("tel", "+86-519-8888", params=Params.of(ext="1"))),
        ("isbn:2983792873", Uri("isbn", opaque="2983792873")),
    ],
)
def test_an_address_reads_and_prints(text, uri):
    assert Uri.parse(text) == uri
    assert str(uri) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "alice", "sip:", "sip:@example.com", "sip:a@", "sip:a b@c", "sip:a@b c", "sip:a@b:port", "sip:a@b:70000"),
        *("sip:2001:db8::10", "sip:[2001:db8::10", "sip:[2001:db8:::10]", "sip:[fe80::1%eth0]", "sip:a@b;=x", "tel:"),
        *("sip:a@b\r\nVia: x", "sip:a@[::1]x", "sip:a@b>", "1x:y", "x:"),
    ],
)
def test_what_is_no_address_is_not_taken_for_one(text):
    with pytest.raises(Malformed):
        Uri.parse(text)


def test_escapes_that_mean_the_same_are_the_same():
    written, plain = Uri.parse("sip:%75se%72@example.com"), Uri.parse("sip:user@example.com")
    assert written == plain
    assert str(written) == "sip:user@example.com"
    assert Uri.parse("sip:a%3bb@example.com") == Uri.parse("sip:a%3Bb@example.com")


def test_an_escape_is_read_once_and_a_reserved_one_stays():
    uri = Uri.parse("sip:u%40x@example.com;n%61me=v%61lue%25%34%31")
    assert uri.user == "u%40x"
    assert unescape(uri.user) == "u@x"
    assert unescape(uri.params.get("name")) == "value%41"


def test_of_two_at_signs_the_first_ends_the_user():
    uri = Uri.parse("sip:a@b;x=c@d")
    assert (uri.user, uri.host, str(uri)) == ("a", "b", "sip:a@b;x=c%40d")


def test_what_may_not_stand_there_is_escaped_when_it_is_sent():
    assert str(Uri("sip", "常州 1@x", "example.com")) == "sip:%E5%B8%B8%E5%B7%9E%201%40x@example.com"
    assert str(Uri("sip", host="example.com").put("x", 'a;b="c"')) == "sip:example.com;x=a%3Bb%3D%22c%22"


@pytest.mark.parametrize("host", ["", "a b", "a\r\nb", "a/b", "a@b", "1:2:3"])
def test_no_address_can_be_made_with_a_host_that_is_none(host):
    with pytest.raises(Malformed):
        Uri("sip", "alice", host)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp"),
        ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
        ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"),
        ("sip:a@b?x=1&y=2", "sip:a@b?y=2&x=1"),
    ],
)
def test_these_name_the_same_resource(one, other):
    """RFC 3261 §19.1.4."""
    assert Uri.parse(one).same(Uri.parse(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
        ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
        ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"),
        ("sip:a%3Bb@c", "sip:a;b@c"),
    ],
)
def test_these_do_not(one, other):
    """RFC 3261 §19.1.4."""
    assert not Uri.parse(one).same(Uri.parse(other))


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("tel:+86-138-0000-0000", "+8613800000000"),
        ("sip:+86(519)8888.9999@ims.example;user=phone", "+8651988889999"),
        ("sip:+8613800000000;phone-context=x@ims.example;user=phone", "+8613800000000"),
        ("sip:+8613800000000@ims.example", ""),
    ],
)
def test_a_number_is_read_without_what_only_helps_the_eye(text, phone):
    assert Uri.parse(text).phone == phone


def test_a_contact_becomes_a_request_uri_without_what_may_not_stand_there():
    assert str(Uri.parse("sip:a@b;method=INVITE;x=1?Route=%3Csip:c%3E").target()) == "sip:a@b;x=1"


def test_all_contacts_are_a_star():
    assert str(WILDCARD) == "*"


@given(uris)
def test_addresses_print_what_they_parse(uri):
    assert Uri.parse(str(uri)) == uri


@given(texts | st.builds("sip:{}".format, texts) | st.builds("tel:{}".format, texts))
def test_no_text_breaks_the_reader_and_what_it_takes_it_prints(text):
    for read in (Uri.parse, parse_host_port):
        try:
            found = read(text)
        except Malformed:
            continue
        if isinstance(found, Uri):
            assert Uri.parse(str(found)) == found
