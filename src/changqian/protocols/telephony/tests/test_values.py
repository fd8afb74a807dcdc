"""The values that calls are made of: read, written, and read again."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.headers import Headers
from changqian.protocols.telephony import Cause, EarlyMedia, directions, preconditions
from changqian.protocols.telephony.calls.exchange import TURNS, Exchange, Stand, Turn
from changqian.protocols.telephony.calls.reliable import rack_of
from changqian.protocols.telephony.calls.states import BEFORE, DURING, NAMES, ORDERS, TABLE, On, Order, State, after
from changqian.protocols.telephony.causes import cause_of, causes_of
from changqian.protocols.telephony.directions import Direction
from changqian.protocols.telephony.identity import privacy_of
from changqian.protocols.telephony.preconditions import Line, Medium, Status, Strength
from changqian.protocols.telephony.tests.cast import CENTRE, MOBILE, sdp

# The tables.


def test_every_state_can_be_left_but_the_last_and_every_order_has_its_states():
    assert {state for state, _ in TABLE} == set(State) - {State.ENDED}
    assert {on for _, on in TABLE} == set(On)
    assert set(ORDERS) == set(Order)
    assert set(NAMES) == set(State)
    assert {State.ENDING, State.ENDED} == set(State) - BEFORE - DURING
    assert all(after(state, On.OVER) is State.ENDED for state in State)
    # A call that was answered never rings again.
    assert not [to for (state, _), to in TABLE.items() if state in DURING and to in BEFORE]


def test_there_are_never_two_offers_at_once():
    assert not [
        turn for (stand, turn) in TURNS if stand in (Stand.OURS, Stand.THEIRS) and turn in (Turn.OFFER, Turn.ASKED)
    ]
    exchange = Exchange()
    exchange.offer(b"a", "INVITE")
    with pytest.raises(ValueError, match="they offer"):
        exchange.asked(b"b", "UPDATE")
    exchange.withdraw()
    assert exchange.stand is Stand.NEW
    exchange.asked(b"b", "INVITE")
    exchange.answer(b"a")
    exchange.offer(b"c", "UPDATE")
    exchange.withdraw()
    assert (exchange.stand, exchange.local, exchange.remote) == (Stand.AGREED, b"a", b"b")


# Reason.


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('Q.850;cause=17;text="User busy"', Cause("Q.850", 17, "User busy")),
        ('SIP ;cause=200 ;text="Call completed elsewhere"', Cause("SIP", 200, "Call completed elsewhere")),
        ("Q.850", Cause("Q.850")),
    ],
)
def test_a_cause_is_read_and_written(text, cause):
    assert Cause.parse(text) == cause
    assert Cause.parse(str(cause)) == cause


def test_the_cause_that_explains_most_is_taken_and_nonsense_passed_over():
    headers = Headers.of([("Reason", "SIP;cause=480, ;;;, Q.850;cause=17"), ("Reason", "Q.850;cause=x")])
    assert len(causes_of(headers)) == 2
    assert cause_of(headers) == Cause("Q.850", 17)
    assert cause_of(Headers()) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text):
    with suppress(Malformed):
        headers = Headers.of([("Reason", text), ("Privacy", text), ("P-Early-Media", text)])
        causes_of(headers), privacy_of(headers), EarlyMedia.of(headers)
    Line.parse(text)


# Early media and privacy.


@pytest.mark.parametrize(
    ("text", "early", "heard"),
    [
        ("supported", EarlyMedia((), supported=True), False),
        ("sendrecv, inactive", EarlyMedia(("sendrecv", "inactive")), True),
        ("recvonly, gated", EarlyMedia(("recvonly",), gated=True), False),
    ],
)
def test_leave_to_be_heard_is_read_and_written(text, early, heard):
    assert EarlyMedia.of(Headers.of([("P-Early-Media", text)])) == early
    assert (EarlyMedia.of(Headers.of([("P-Early-Media", str(early))])), early.heard) == (early, heard)
    assert EarlyMedia.of(Headers()) is None


def test_wishes_for_privacy_are_separated_by_either():
    assert privacy_of(Headers.of([("Privacy", "id; Header"), ("Privacy", "user,critical")])) == {
        "id",
        "header",
        "user",
        "critical",
    }


# RAck.


@pytest.mark.parametrize("text", ["", "1", "1 2", "1 2 BYE", "x 2 INVITE", "1 2 3 INVITE", "-1 2 INVITE"])
def test_what_is_no_rack_is_none(text):
    class Asked:
        headers = Headers.of([("RAck", text)])

    assert rack_of(Asked) is None
    Asked.headers = Headers.of([("RAck", "776656  1 INVITE")])
    assert rack_of(Asked) == (776656, 1)


# Directions.

WAYS = [each.value for each in Direction]


@pytest.mark.parametrize(
    ("way", "held"),
    [("sendrecv", "sendonly"), ("recvonly", "inactive"), ("sendonly", "sendonly"), ("inactive", "inactive")],
)
def test_a_held_description_sends_and_does_not_listen(way, held):
    body = directions.held(sdp(way=way))
    assert body == sdp(way=held, version=2)


@pytest.mark.parametrize("theirs", WAYS)
@pytest.mark.parametrize("holding", [False, True])
def test_an_answer_follows_what_is_offered(theirs, holding):
    """RFC 3264 §6.1."""
    answer = directions.spoken(directions.mirrored(sdp(), sdp(MOBILE, way=theirs), holding=holding))
    sends, hears = answer in ("sendrecv", "sendonly"), answer in ("sendrecv", "recvonly")
    assert sends is (theirs in ("sendrecv", "recvonly"))
    assert hears is (theirs in ("sendrecv", "sendonly") and not holding)


def test_the_sound_decides_and_what_is_off_does_not():
    video = "m=video {port} RTP/AVP 99\na={way}\n"
    both = sdp(way="sendonly", more=video.format(port=40002, way="sendrecv"))
    assert directions.spoken(both) is Direction.SENDONLY
    assert directions.directions(sdp(more=video.format(port=0, way="sendonly"))) == (("audio", Direction.SENDRECV),)
    resumed = directions.resumed(both)
    assert [way for _, way in directions.directions(resumed)] == ["sendrecv", "sendrecv"]
    assert directions.spoken(b"") is Direction.INACTIVE
    # Above all media it holds for those that say nothing else (RFC 4566 §6).
    assert directions.spoken(
        sdp().replace(b"t=0 0\r\n", b"t=0 0\r\na=inactive\r\n").replace(b"a=sendrecv\r\n", b"")
    ) == ("inactive")


@given(st.sampled_from(WAYS), st.sampled_from(WAYS), st.sampled_from([CENTRE, "0.0.0.0"]))
def test_what_is_held_and_resumed_is_the_same_but_for_its_version(audio, video, host):
    body = sdp(host, way=audio, more=f"m=video 40002 RTP/AVP 99\na={video}\na=rtpmap:99 H264/90000\n")
    if "sendonly" in (audio, video) or "inactive" in (audio, video):
        # From these nobody can tell what was before; then all of it is resumed.
        assert not any(way.silent for _, way in directions._all(directions.resumed(body)))
        return
    again = directions.resumed(directions.held(body))
    assert sorted(again.split(b"\r\n")) == sorted(body.replace(b" 1 IN", b" 3 IN").split(b"\r\n"))


@given(st.binary(max_size=200))
def test_no_description_breaks_them(body):
    directions.directions(body)
    directions.held(body)
    directions.mirrored(body, body)
    preconditions.met(body, body)
    preconditions.written(body, [preconditions.offered()])


# Preconditions.


@pytest.mark.parametrize(
    "text",
    [
        "a=curr:qos local none",
        "a=curr:qos e2e sendrecv",
        "a=conf:qos remote recv",
        "a=des:qos mandatory remote sendrecv",
        "a=des:qos optional local send",
    ],
)
def test_a_precondition_is_read_and_written(text):
    assert str(Line.parse(text)) == text


@pytest.mark.parametrize("text", ["a=curr:qos", "a=des:qos perhaps local none", "a=curr:qos here none", "a=sendrecv"])
def test_what_is_no_precondition_is_none(text):
    assert Line.parse(text) is None


def test_our_answer_is_ready_and_wants_to_hear_when_theirs_is():
    """RFC 3312 §5.1.2, by the example of §13.1."""
    offer = Medium(
        (
            Line("curr", Status.LOCAL, "none"),
            Line("curr", Status.REMOTE, "none"),
            Line("des", Status.LOCAL, "sendrecv", Strength.MANDATORY),
            Line("des", Status.REMOTE, "sendrecv", Strength.OPTIONAL),
        )
    )
    assert [str(line) for line in preconditions.answered(offer)] == [
        "a=curr:qos local sendrecv",
        "a=curr:qos remote none",
        "a=des:qos mandatory remote sendrecv",
        "a=des:qos optional local sendrecv",
        "a=conf:qos remote sendrecv",
    ]


def test_what_our_side_asked_of_theirs_is_waited_for_too():
    ours = preconditions.written(sdp(), [(Line("des", Status.REMOTE, "sendrecv", Strength.MANDATORY),)])
    for way, met in (("none", False), ("send", False), ("sendrecv", True)):
        theirs = preconditions.written(sdp(MOBILE), [(Line("curr", Status.LOCAL, way),)])
        assert preconditions.met(theirs, ours) is met
    assert preconditions.met(sdp(MOBILE), ours)
    assert preconditions.asked(ours)
    assert not preconditions.asked(sdp())
