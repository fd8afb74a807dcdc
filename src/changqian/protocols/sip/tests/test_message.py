"""What is taken as a message, what is sent as one, and how the rest is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.framing import BrokenStream, Framer
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.headers import Headers
from changqian.protocols.sip.message import Message, Request, Response, refusal
from changqian.protocols.sip.reasons import METHODS
from changqian.protocols.sip.tests.cast import CAMERA, DOMAIN, lines, request
from changqian.protocols.sip.tests.test_grammar import one_line, tokens
from changqian.protocols.sip.tests.test_uri import sip_uris
from changqian.protocols.sip.tests.test_values import addresses, values, vias
from changqian.protocols.sip.uri import Uri

MEANINGFUL = {"via", "from", "to", "call-id", "cseq", "contact", "record-route", "route", "content-length"}
others = tokens.filter(lambda name: len(name) > 1 and name.lower() not in MEANINGFUL)


@st.composite
def messages(draw):
    method = draw(st.sampled_from(sorted(METHODS)) | tokens)
    pairs = [("Via", ", ".join(str(via) for via in draw(st.lists(vias, min_size=1, max_size=3))))]
    pairs += [("From", str(draw(addresses))), ("To", str(draw(addresses))), ("Call-ID", draw(tokens))]
    pairs += [("CSeq", f"{draw(st.integers(0, 2**31 - 1))} {method}")]
    pairs += draw(st.lists(st.tuples(others, values), max_size=4))
    common = {"headers": Headers.of(draw(st.permutations(pairs))), "body": draw(st.binary(max_size=60))}
    if draw(st.booleans()):
        return Request(method=method, uri=draw(sip_uris).target(), **common)
    return Response(status=draw(st.integers(100, 699)), reason=draw(one_line), **common)


def refused(data: bytes) -> Malformed:
    with pytest.raises(Malformed) as caught:
        Message.parse(data)
    return caught.value


def test_a_camera_is_understood():
    message = Message.parse(
        request("MESSAGE", "Content-Type: Application/MANSCDP+xml; charset=GB2312", body=b"<?xml?>")
    )
    assert isinstance(message, Request)
    assert (message.method, str(message.uri)) == ("MESSAGE", f"sip:34020000002000000001@{DOMAIN}")
    assert (message.from_.uri.user, message.from_.tag, message.to.tag) == (CAMERA, "camera", "")
    assert (message.via.host, message.via.branch, message.call_id) == (
        "192.168.1.64",
        "z9hG4bKaaaaaaaa",
        "1@192.168.1.64",
    )
    assert (message.cseq.number, message.cseq.method, message.max_forwards) == (1, "MESSAGE", 70)
    assert (message.content_type, message.body) == ("application/manscdp+xml", b"<?xml?>")


def test_bare_line_feeds_are_line_ends_too():
    assert Message.parse(request().replace(b"\r\n", b"\n")) == Message.parse(request())


def test_line_ends_before_and_more_after_do_not_matter():
    """RFC 3261 §7.5, §18.3."""
    assert Message.parse(b"\r\n\r\n" + request(body=b"abc") + b"INVITE and more") == Message.parse(request(body=b"abc"))


def test_without_a_length_the_body_is_the_rest_of_the_datagram():
    data = request().replace(b"Content-Length: 0\r\n", b"") + b"to the end"
    assert Message.parse(data).body == b"to the end"


def test_chinese_in_gb18030_is_read_and_answered_in_gb18030():
    data = request("MESSAGE", "Subject: 常州经开区㐂", from_=f'"武进区" <sip:{CAMERA}@{DOMAIN}>;tag=1').decode()
    message = Message.parse(data.encode("gb18030"))
    assert message.headers.get("Subject") == "常州经开区㐂"
    assert message.from_.display_name == "武进区"
    assert '"武进区"'.encode("gb18030") in bytes(message.response(200))
    assert message == Message.parse(data.encode())


def test_bytes_that_are_no_text_at_all_are_still_a_message():
    message = Message.parse(request("MESSAGE", "Subject: X").replace(b"X", b"\xff\xfe"))
    assert message.headers.get("Subject") == "\ufffd\ufffd"


def test_folded_compact_and_spaced_headers_are_headers():
    data = lines(
        "OPTIONS sip:a@b SIP/2.0",
        "v : SIP/2.0/UDP c;branch=z9hG4bK1,\r\n  SIP/2.0/TCP d;branch=z9hG4bK2",
        "f:sip:a@b;tag=1",
        "t\t: <sip:a@b>",
        "i: x",
        "cseq:\r\n 1\r\n OPTIONS",
        "l: 0",
    )
    message = Message.parse(data)
    assert [via.host for via in message.vias] == ["c", "d"]
    assert b"Via: SIP/2.0/UDP c;branch=z9hG4bK1, SIP/2.0/TCP d;branch=z9hG4bK2\r\n" in bytes(message)
    assert b"CSeq: 1 OPTIONS\r\n" in bytes(message)


def test_what_is_sent_has_one_length_and_crlf():
    message = Message.parse(
        lines(*request(body=b"abc").decode().split("\r\n")[:6], "l: 3", "L: 3", body=b"abc", end="\n")
    )
    assert bytes(message).count(b"Content-Length: 3\r\n") == 1
    assert b"\n" not in bytes(message).replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (request().replace(b"SIP/2.0\r\n", b"\r\n", 1), 400),
        (request().replace(b" SIP/2.0\r\n", b" SIP/3.0\r\n", 1), 505),
        (request().replace(b"CSeq: 1 MESSAGE", b"CSeq: 1 OPTIONS"), 400),
        (request().replace(b"MESSAGE", b"NEWMETHOD", 1), 501),
        (request().replace(b"From", b"X-From"), 400),
        (request().replace(b"Call-ID: 1@192.168.1.64", b"Call-ID: "), 400),
        (request("MESSAGE", "To: <sip:x@y>"), 400),
        (request("MESSAGE", "Content-Length: 5"), 400),
        (request("MESSAGE", "no colon"), 400),
        (request("INVITE", "Contact: <sip:a@b"), 400),
        (request("MESSAGE", 'Require: "timer'), 400),
        (request(body=b"abc")[:-1], 400),
        (request(uri="alice"), 400),
        (request(uri="sip:a@b?Route=x"), 400),
    ],
)
def test_a_broken_request_says_how_it_is_refused_and_to_whom(broken, status):
    error = refused(broken)
    assert error.status == status
    assert ("Via", "SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bKaaaaaaaa") in error.echo
    answer = Message.parse(bytes(refusal(Malformed("x", 400, Message.parse(request()).response(400).headers), "mine")))
    assert (answer.status, answer.to.tag, answer.cseq.method) == (400, "mine", "MESSAGE")


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\r\n\r\n",
        b"hello",
        b"\x80\x60\x00\x01RTP that went astray",
        request(via="nonsense"),
        request().replace(b"Via", b"X-Via"),
        request("ACK").replace(b"CSeq: 1 ACK", b"CSeq: x"),
        b"SIP/2.0 999 No\r\n\r\n",
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\n\r\n",
    ],
)
def test_what_nobody_can_be_told_about_has_no_answer(broken):
    error = refused(broken)
    assert error.echo == ()
    assert refusal(error, "mine") is None


def test_a_doubled_header_that_says_the_same_does_no_harm():
    same = f"From: <sip:{CAMERA}@{DOMAIN}>;tag=camera"
    assert Message.parse(request("MESSAGE", same, "Max-Forwards: 70", "Max-Forwards: 5")).from_.tag == "camera"


def test_a_contact_nobody_needs_is_not_looked_at():
    assert Message.parse(request("MESSAGE", "Contact: nonsense")).method == "MESSAGE"


@pytest.mark.parametrize("value", ["300", "-1", "many"])
def test_odd_numbers_that_matter_to_nobody_count_as_absent(value):
    """RFC 4475 §3.1.2.4."""
    message = Message.parse(request("REGISTER", f"Max-Forwards: {value}", f"Expires: {value}00000000000"))
    assert (message.max_forwards, message.expires) == (70, None)


def test_an_answer_repeats_what_the_request_said_and_adds_a_tag():
    """RFC 3261 §8.2.6."""
    asked = Message.parse(request("OPTIONS", "Timestamp: 54", "Subject: x"))
    answer = asked.response(200, to_tag="mine", headers=[("Allow", "INVITE")])
    assert bytes(answer).startswith(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.168.1.64:5060;rport;branch=")
    assert (answer.from_, answer.call_id, answer.cseq) == (asked.from_, asked.call_id, asked.cseq)
    assert answer.to == asked.to.tagged("mine")
    assert "Timestamp" not in answer.headers
    assert "Subject" not in answer.headers
    trying = asked.response(100, to_tag="mine")
    assert (trying.to.tag, trying.headers.get("Timestamp")) == ("", "54")


def test_an_answer_in_a_dialog_keeps_its_tag():
    asked = Message.parse(request("BYE", to="<sip:a@b>;tag=theirs"))
    assert asked.response(200, to_tag="mine").to.tag == "theirs"


def test_nothing_can_be_made_that_would_not_be_one_message():
    with pytest.raises(Malformed):
        Response(status=200, reason="OK\r\nVia: mine")
    with pytest.raises(Malformed):
        Request(method="A B", uri=Uri("sip", "a", "b"))
    with pytest.raises(Malformed):
        Response(status=700)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("filler", [" ", "\t", " \r\n ", ";", ",", "<", '"', "\\", "%", "<>", '""', "0", ":", "@"])
def test_a_long_run_of_anything_takes_no_long_time(filler):
    """60 000 characters are read in some hundredths of a second; the square of them would take minutes."""
    run = filler * (60_000 // len(filler))
    for name in ("From", "Via", "CSeq", "Contact", "Content-Length", "Subject", "Call-ID"):
        for text in (run, f"a{run}b", f"<sip:a@b>{run}x", f"SIP/2.0/UDP a{run};x", f"1{run}x"):
            with suppress(Malformed):
                Message.parse(request("INVITE", f"{name}: {text}"))
            framer = Framer(max_head=100_000)
            framer.receive(request("INVITE", f"{name}: {text}"))
            with suppress(BrokenStream):
                framer.next()
    with suppress(Malformed):
        Message.parse(request(uri=f"sip:a{run}b"))


@given(messages())
def test_messages_print_what_they_parse(message):
    assert Message.parse(bytes(message)) == message


@given(st.binary(max_size=200) | st.builds(lambda rest: b"INVITE sip:a@b SIP/2.0\r\n" + rest, st.binary(max_size=200)))
def test_no_bytes_break_the_parser(data):
    with suppress(Malformed):
        message = Message.parse(data)
        assert Message.parse(bytes(message)) == message


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4), st.sampled_from(["INVITE", "REGISTER", "ACK"]))
def test_a_damaged_request_is_taken_or_refused_and_never_sent_on_damaged(at, damage, method):
    whole = request(method, "Contact: <sip:a@b>", "Supported: 100rel, timer", body=b"abc")
    data = whole[: at % len(whole)] + damage + whole[at % len(whole) + len(damage) :]
    try:
        message = Message.parse(data)
    except Malformed as error:
        answer = refusal(error, "mine")
        if answer is not None and len(error.echo) == 5:
            assert bytes(answer).count(b"\r\n\r\n") == 1
        return
    assert Message.parse(bytes(message)) == message
