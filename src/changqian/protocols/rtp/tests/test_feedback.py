"""Feedback about pictures, read as it was written, and asked for in time."""

from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp import rtcp
from changqian.protocols.rtp.feedback import (
    MOST_NUMBERS,
    BitrateNotice,
    BitrateRequest,
    FullIntra,
    KeyRequests,
    Limit,
    Nack,
    PictureLoss,
    read,
)
from changqian.protocols.rtp.packet import MalformedPacket

ids = st.integers(0, 2**32 - 1)
limits = st.lists(
    st.builds(
        Limit,
        ids,
        st.integers(0, 2**17 - 1).flatmap(lambda m: st.integers(0, 20).map(lambda e: m << e)),
        st.integers(0, 511),
    ),
    max_size=4,
).map(tuple)
messages = st.one_of(
    st.builds(PictureLoss, ids, ids),
    st.builds(FullIntra, ids, st.lists(st.tuples(ids, st.integers(0, 255)), max_size=4).map(tuple)),
    st.builds(BitrateRequest, ids, limits),
    st.builds(BitrateNotice, ids, limits),
)


@given(messages)
def test_feedback_reads_as_it_was_written(message):
    (other,) = rtcp.parse(bytes(message))
    assert read(other) == message


@given(ids, ids, st.integers(0, 65535), st.sets(st.integers(0, 300), min_size=1))
def test_all_missing_numbers_are_told_also_where_they_wrap(sender, source, first, steps):
    numbers = tuple(first + step & 0xFFFF for step in sorted(steps))
    (other,) = rtcp.parse(bytes(Nack(sender, source, numbers)))
    assert read(other) == Nack(sender, source, numbers)


def test_sixteen_neighbours_of_a_missing_one_cost_nothing():
    assert len(bytes(Nack(1, 2, tuple(range(17))))) == 16
    assert len(bytes(Nack(1, 2, tuple(range(18))))) == 20


def test_a_flood_of_missing_numbers_is_cut_off():
    body = bytes(8) + b"\0\0\xff\xff" * 5000
    assert len(read(rtcp.Other(205, 1, body)).numbers) == MOST_NUMBERS


@given(st.integers(200, 210), st.integers(0, 31), st.binary(max_size=40))
def test_any_body_is_feedback_unknown_or_malformed(kind, count, body):
    try:
        read(rtcp.Other(kind, count, body))
    except MalformedPacket:
        return


def test_other_kinds_are_left_alone():
    assert read(rtcp.Other(204, 1, bytes(8))) is None
    assert read(rtcp.Other(206, 15, bytes(8))) is None


def test_a_bitrate_is_written_with_seventeen_digits_rounded_down():
    (other,) = rtcp.parse(bytes(BitrateRequest(1, (Limit(2, 1_000_001, 40),))))
    assert read(other).limits == (Limit(2, 1_000_000, 40),)


def test_key_pictures_are_asked_for_at_once_then_again_but_not_for_each_lost_packet():
    asking = KeyRequests(again=1.0, least=0.3)
    assert not asking.due(0.0)
    assert asking.deadline() is None
    asking.want()
    assert asking.due(0.0)
    assert asking.number == 1
    asking.want()
    assert asking.deadline() == 0.3
    assert not asking.due(0.2)
    assert asking.due(0.3)
    assert asking.number == 2
    assert not asking.due(1.0)
    assert asking.due(1.3)
    assert asking.number == 2
    asking.came()
    assert not asking.due(9.0)
