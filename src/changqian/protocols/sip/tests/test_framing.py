"""A stream is cut where messages end, and says so when nobody can tell where that is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.framing import Beat, BrokenStream, Framer
from changqian.protocols.sip.tests.cast import request

KEEPALIVE, INVITE = request(body=b"<?xml?>"), request("INVITE", number=2)


def frames(*pieces: bytes, **limits) -> list:
    framer, found = Framer(**limits), []
    for piece in pieces:
        framer.receive(piece)
        while (frame := framer.next()) is not None:
            found.append(frame)
    return found


def broken(*pieces: bytes, **limits) -> BrokenStream:
    with pytest.raises(BrokenStream) as caught:
        frames(*pieces, **limits)
    return caught.value


def test_two_messages_in_one_piece_are_two():
    assert frames(KEEPALIVE + INVITE) == [KEEPALIVE, INVITE]


@given(st.lists(st.integers(0, len(KEEPALIVE + INVITE) * 2), max_size=8))
def test_it_does_not_matter_where_the_network_cuts(cuts):
    stream = (KEEPALIVE + INVITE) * 2
    edges = [0, *sorted(cuts), len(stream)]
    pieces = [stream[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    assert frames(*pieces) == [KEEPALIVE, INVITE] * 2


def test_byte_by_byte_is_fine_too():
    assert frames(*(bytes([byte]) for byte in KEEPALIVE + INVITE)) == [KEEPALIVE, INVITE]


def test_bare_line_feeds_frame_as_well():
    bare = KEEPALIVE.replace(b"\r\n", b"\n")
    assert frames(b"\n" + bare + b"\n" + bare) == [bare, bare]


def test_a_body_may_hold_blank_lines():
    body = request(body=b"\r\n\r\nSIP/2.0 200 OK\r\n\r\n")
    assert frames(body + INVITE) == [body, INVITE]


def test_a_ping_between_messages_is_seen_and_so_is_a_pong():
    """RFC 5626 §4.4.1."""
    assert frames(KEEPALIVE + b"\r\n\r\n" + INVITE + b"\r\n" + KEEPALIVE) == [
        KEEPALIVE,
        Beat.PING,
        INVITE,
        Beat.PONG,
        KEEPALIVE,
    ]


def test_a_ping_cut_in_two_is_still_answered():
    assert Beat.PING in frames(b"\r\n", b"\r\n")
    assert frames(b"\r\n\r", b"\n") == [Beat.PING]


def test_without_a_length_there_is_no_body():
    short = INVITE.replace(b"Content-Length: 0\r\n", b"")
    assert frames(short + KEEPALIVE) == [short, KEEPALIVE]


@pytest.mark.parametrize("header", [b"l: 7", b"l: 0000000000007", b"CONTENT-LENGTH :\t7 ", b"Content-Length:\r\n  7"])
def test_the_length_is_found_however_it_is_written(header):
    message = KEEPALIVE.replace(b"Content-Length: 7", header)
    assert frames(message + INVITE) == [message, INVITE]


@pytest.mark.parametrize("value", [b"-999", b"five", b"", b"1 2", b"0x10"])
def test_a_length_that_is_none_breaks_the_stream(value):
    """RFC 4475 §3.1.2.3."""
    error = broken(KEEPALIVE.replace(b"Content-Length: 7", b"Content-Length: " + value))
    assert (error.status, error.head[:8]) == (400, b"MESSAGE ")


def test_two_lengths_break_the_stream_and_twice_the_same_does_not():
    assert broken(KEEPALIVE.replace(b"Content-Length", b"l: 5\r\nContent-Length")).status == 400
    assert len(frames(KEEPALIVE.replace(b"Content-Length", b"l: 7\r\nContent-Length"))) == 1


def test_what_is_too_long_breaks_the_stream():
    assert broken(b"x" * 101, max_head=100).status == 513
    assert broken(INVITE, max_head=len(INVITE) - 1).status == 513
    assert frames(INVITE, max_head=len(INVITE)) == [INVITE]
    assert broken(request(body=b"x" * 11), max_body=10).status == 513
    assert broken(KEEPALIVE.replace(b"Content-Length: 7", b"Content-Length: " + b"9" * 30)).status == 513


def test_what_came_before_the_break_was_taken_and_what_comes_after_is_not():
    framer = Framer()
    framer.receive(KEEPALIVE + INVITE.replace(b"Content-Length: 0", b"Content-Length: x"))
    assert framer.next() == KEEPALIVE
    with pytest.raises(BrokenStream):
        framer.next()
    framer.receive(KEEPALIVE)
    assert framer.next() is None


def test_a_long_head_that_trickles_in_is_not_searched_over_and_over():
    framer = Framer(max_head=100_000)
    for _ in range(1000):
        framer.receive(b"x" * 90)
        assert framer.next() is None
        assert len(framer.buffer) - framer.scanned <= 3


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_no_bytes_break_the_framer_but_by_saying_so(pieces):
    with suppress(BrokenStream):
        taken = [frame if isinstance(frame, bytes) else frame.value for frame in frames(*pieces)]
        assert sum(map(len, taken)) <= sum(map(len, pieces))
