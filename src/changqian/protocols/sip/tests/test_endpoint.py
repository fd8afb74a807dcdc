"""One endpoint, and what it says to the packets of a camera."""

from random import Random

import pytest

from changqian.protocols.sip.address import Address
from changqian.protocols.sip.endpoint import Endpoint
from changqian.protocols.sip.events import (
    BeatReceived,
    FlowBroken,
    FlowClosed,
    RequestReceived,
    ResponseReceived,
    TimedOut,
    Unreachable,
)
from changqian.protocols.sip.flow import Flow
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import (
    AT_CAMERA,
    CAMERA,
    DOMAIN,
    OVER_TCP,
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
from changqian.protocols.sip.transactions import Timers
from changqian.protocols.sip.uri import Uri


def test_a_keepalive_is_answered_where_it_came_from():
    """GB/T 28181 §9.6; RFC 3581 §4."""
    end = endpoint()
    [event] = received(end, request(body=b"<Notify/>"))
    assert isinstance(event, RequestReceived)
    assert (event.request.body, event.flow, event.dialog) == (b"<Notify/>", AT_CAMERA, None)
    assert end.respond(event.transaction, 200, 0.0)
    [(data, flow)] = end.to_send(0.0)
    response = Message.parse(data)
    assert (flow, response.status, response.via.received, response.via.rport) == (AT_CAMERA, 200, "198.51.100.7", 1024)
    assert response.to.tag


def test_a_request_that_comes_again_is_answered_again_and_told_once():
    end = endpoint()
    [event] = received(end, request())
    assert received(end, request()) == []
    assert sent(end) == []
    end.respond(event.transaction, 200, 0.0)
    first = end.to_send(0.0)
    assert received(end, request(), now=5.0) == []
    assert end.to_send(5.0) == first
    assert end.respond(event.transaction, 403, 5.0) is None
    assert end.dropped == {"late answer": 1}


def test_a_transaction_is_forgotten_when_its_timer_has_come():
    end = endpoint()
    [event] = received(end, request())
    end.respond(event.transaction, 200, 0.0)
    assert end.get_timer() == 32.0
    end.handle_timer(32.0)
    assert end.get_timer() is None
    assert len(received(end, request(), now=33.0)) == 1


def test_what_makes_no_sense_is_refused_counted_and_not_told():
    end = endpoint()
    assert received(end, request("MESSAGE", "Content-Length: 5")) == []
    [response] = sent(end)
    assert (response.status, response.via.rport) == (400, 1024)
    assert received(end, b"\x80\x60RTP") == []
    assert sent(end) == []
    assert end.dropped == {"malformed": 2}


@pytest.mark.parametrize("data", [b"", b"\0\0\0\0", b"\r\n", b"\r\n\r\n", b" "])
def test_a_datagram_that_only_keeps_a_hole_in_the_wall_is_a_beat(data):
    end = endpoint()
    assert received(end, data) == [BeatReceived(AT_CAMERA)]
    assert (end.to_send(0.0), end.dropped) == ([], {})


@pytest.mark.parametrize(
    ("data", "status", "header"),
    [
        (request("FROBNICATE"), 501, ("Allow", "ACK, CANCEL, INVITE, MESSAGE, REGISTER")),
        (request("PUBLISH"), 405, ("Allow", "ACK, CANCEL, INVITE, MESSAGE, REGISTER")),
        (request("MESSAGE", "Require: 100rel, timer, x"), 420, ("Unsupported", "100rel, x")),
        (request(uri="urn:service:sos"), 416, None),
        (request("INVITE", to=f"{TO_US};tag=gone"), 481, None),
        (request("CANCEL"), 481, None),
    ],
)
def test_what_the_user_need_not_be_asked_he_is_not_asked(data, status, header):
    """RFC 3261 §8.2.1, §8.2.2, §9.2, §12.2.2."""
    end = endpoint(methods=["INVITE", "MESSAGE", "REGISTER"], supported=["Timer"])
    assert received(end, data) == []
    [response] = sent(end)
    assert response.status == status
    assert header is None or response.headers.get(header[0]) == header[1]


@pytest.mark.parametrize("method", ["BYE", "INFO", "UPDATE", "PRACK"])
def test_what_belongs_to_a_call_needs_a_call(method):
    end = endpoint()
    assert received(end, request(method, to=f"{TO_US};tag=gone")) == []
    assert statuses(end) == [481]


def test_a_camera_that_tags_what_needs_no_dialog_is_heard_all_the_same():
    [event] = received(endpoint(), request("MESSAGE", to=f"{TO_US};tag=odd"))
    assert event.dialog is None


def test_a_request_of_ours_is_repeated_until_it_is_answered():
    end = endpoint(agent="changqian")
    query = end.compose(
        "MESSAGE", Uri("sip", CAMERA, DOMAIN), from_=platform_address, to=camera_address, body=b"<Query/>"
    )
    key = end.request(query, AT_CAMERA, 10.0)
    [asked] = sent(end)
    assert (str(asked.via).partition(";")[0], asked.headers.get("User-Agent")) == (
        "SIP/2.0/UDP 192.0.2.1:5060",
        "changqian",
    )
    assert "rport" in asked.via.params
    assert (asked.via.unique, bool(asked.from_.tag), asked.to.tag, asked.max_forwards) == (True, True, "", 70)
    assert end.get_timer() == 10.5
    end.handle_timer(10.5)
    assert sent(end) == [asked]
    [event] = received(end, answer(asked, 200), now=10.6)
    assert isinstance(event, ResponseReceived)
    assert (event.transaction, event.response.status, event.request, event.dialog) == (key, 200, asked, None)
    assert received(end, answer(asked, 200), now=10.7) == []
    end.handle_timer(20.0)
    assert received(end, answer(asked, 200), now=21.0) == []
    assert end.dropped == {"stray response": 1}


def test_a_request_nobody_answers_is_told_once():
    end = endpoint(timers=Timers(t1=0.1))
    query = end.compose("OPTIONS", Uri("sip", CAMERA, DOMAIN), from_=platform_address, to=camera_address)
    key = end.request(query, AT_CAMERA, 0.0)
    while (at := end.get_timer()) is not None:
        end.handle_timer(at)
    [event] = events(end)
    assert (type(event), event.transaction) == (TimedOut, key)


def test_over_tcp_everything_goes_back_over_the_connection_it_came_by():
    end = endpoint()
    keepalive = request(via="SIP/2.0/TCP 192.168.1.64:5060;branch=z9hG4bKa")
    [first, second] = received(end, keepalive + keepalive.replace(b"1@", b"2@"), OVER_TCP)
    for event in (first, second):
        end.respond(event.transaction, 200, 0.0)
    assert [flow for _, flow in end.to_send(0.0)] == [OVER_TCP, OVER_TCP]
    # Timer J is zero: nothing is kept, and the connection takes nothing with it when it ends.
    assert end.get_timer() is None
    assert received(end, b"", OVER_TCP) == [FlowClosed(OVER_TCP)]


def test_over_tcp_we_say_that_we_are_reached_by_tcp():
    end = endpoint()
    _, asked = invite(end, OVER_TCP)
    assert (asked.via.transport, str(asked.contacts[0].uri)) == ("TCP", "sip:192.0.2.1:5060;transport=tcp")
    end.handle_timer(5.0)
    assert sent(end) == []


def test_a_ping_over_a_stream_is_answered():
    end = endpoint()
    assert received(end, b"\r\n\r\n", OVER_TCP) == [BeatReceived(OVER_TCP)]
    assert end.to_send(0.0) == [(b"\r\n", OVER_TCP)]


def test_a_connection_that_breaks_tells_of_what_was_under_way_on_it():
    end = endpoint()
    key, _ = invite(end, OVER_TCP)
    other, _ = invite(end, Flow("TCP", "198.51.100.7", 40001))
    [served] = received(end, request(via="SIP/2.0/TCP a;branch=z9hG4bKa"), OVER_TCP)
    closed, *failed = received(end, b"", OVER_TCP, now=1.0)
    assert closed == FlowClosed(OVER_TCP)
    assert {event.transaction for event in failed} == {key, served.transaction}
    assert {type(event) for event in failed} == {Unreachable}
    assert end.respond(served.transaction, 200, 1.0) is None
    assert end.cancel(other, 1.0)


def test_half_a_message_does_not_outlive_its_connection():
    end = endpoint()
    half = request(via="SIP/2.0/TCP a;branch=z9hG4bKa")[:-10]
    assert received(end, half, OVER_TCP) == []
    received(end, b"", OVER_TCP)
    assert len(received(end, request(via="SIP/2.0/TCP a;branch=z9hG4bKa"), OVER_TCP)) == 1


def test_a_stream_that_makes_no_sense_is_refused_and_said_to_be_broken():
    end = endpoint()
    [event] = received(end, request().replace(b"Content-Length: 0", b"Content-Length: -5"), OVER_TCP)
    assert isinstance(event, FlowBroken)
    assert statuses(end) == [400]
    assert received(end, request(), OVER_TCP) == []
    assert end.dropped == {"broken stream": 1}
    received(end, b"", OVER_TCP)
    assert len(received(end, request(), OVER_TCP)) == 1


def test_a_message_too_large_gets_513_before_its_body_was_sent():
    end = endpoint(max_body=100)
    [event] = received(end, request(body=b"x" * 101)[:-101], OVER_TCP)
    assert event.reason == "the body is too long"
    assert statuses(end) == [513]


def test_a_datagram_with_an_endless_head_is_not_even_read():
    end = endpoint(max_head=1000)
    assert received(end, request("MESSAGE", "Subject: " + "x" * 1000)) == []
    assert (end.to_send(0.0), end.dropped) == ([], {"too long": 1})
    assert len(received(end, request(body=b"x" * 2000))) == 1


def test_more_than_it_can_hold_is_not_taken():
    end = endpoint(max_transactions=2)
    for number in range(4):
        received(end, request(number=number))
    assert end.dropped == {"too many transactions": 2}


def test_the_same_seed_says_the_same_and_another_does_not():
    def said(seed: int) -> bytes:
        end = Endpoint(host="192.0.2.1", port=5060, rng=Random(seed))
        query = end.compose("OPTIONS", Uri("sip", "a", "b"), from_=Address(Uri("sip", "c", "d")), to=camera_address)
        end.request(query, AT_CAMERA, 0.0)
        return end.to_send(0.0)[0][0]

    assert said(1) == said(1)
    assert said(1) != said(2)
