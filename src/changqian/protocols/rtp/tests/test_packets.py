"""Packets, their framing over TCP, reports and G.711, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp import g711, rtcp
from changqian.protocols.rtp.figures import Reception
from changqian.protocols.rtp.framing import Deframer, framed, interleaved
from changqian.protocols.rtp.packet import Extension, MalformedPacket, Packet
from changqian.protocols.rtp.payloads import DEFAULTS, Encoding, encoding_of

words = st.binary(max_size=40).map(lambda data: data[: len(data) // 4 * 4])
packets = st.builds(
    Packet,
    payload_type=st.integers(0, 127),
    sequence=st.integers(0, 65535),
    timestamp=st.integers(0, 2**32 - 1),
    ssrc=st.integers(0, 2**32 - 1),
    payload=st.binary(max_size=60),
    marker=st.booleans(),
    sources=st.lists(st.integers(0, 2**32 - 1), max_size=15).map(tuple),
    extension=st.none() | st.builds(Extension, profile=st.integers(0, 65535), data=words),
    padding=st.integers(0, 255),
)


@given(packets)
def test_a_packet_reads_as_it_was_written(packet):
    assert Packet.parse(bytes(packet)) == packet


@given(st.binary(max_size=80))
def test_any_bytes_are_a_packet_or_refused(data):
    try:
        packet = Packet.parse(data)
    except MalformedPacket:
        return
    assert Packet.parse(bytes(packet))[:5] == packet[:5]


@given(st.lists(packets.map(bytes), min_size=1, max_size=8), st.lists(st.integers(1, 90), max_size=30), st.booleans())
def test_a_stream_is_the_same_however_it_is_cut(sent, cuts, dollars):
    stream = b"".join(interleaved(each, 0) if dollars else framed(each) for each in sent)
    deframer, found, at = Deframer(), [], 0
    for cut in (*cuts, len(stream)):
        found += deframer.feed(stream[at : at + cut])
        at += cut
    assert found == sent
    assert deframer.counters.skipped == 0


def test_half_a_packet_costs_that_packet_and_no_more():
    sent = [bytes(Packet(96, number, 0, 77, bytes([number]) * 50)) for number in range(10)]
    stream = b"".join(framed(each)[:20] if number == 4 else framed(each) for number, each in enumerate(sent))
    deframer = Deframer(largest=1500)
    found = list(deframer.feed(stream))
    assert [each for each in found if each in sent] == [*sent[:4], *sent[6:]] or found[:4] == sent[:4]
    assert found[-1] == sent[-1]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_no_stream_disturbs_the_framing(pieces):
    deframer, fed = Deframer(largest=400), 0
    for piece in pieces:
        deframer.feed(piece)
        fed += len(piece)
    assert deframer._size <= 400 + 200 + 4


def test_loss_and_jitter_as_receiver_reports_tell_them():
    reception = Reception(clock_rate=90000)
    for number in range(100):
        if number % 10 != 3:
            reception.take((65530 + number) & 0xFFFF, number * 3600, number * 0.04)
    assert (reception.expected, reception.received, reception.lost) == (100, 90, 10)
    assert reception.highest == 65530 + 99
    assert reception.fraction() == (10 << 8) // 100
    assert reception.fraction() == 0, "a new interval begins"
    assert reception.jitter == 0
    for number in range(100, 200):
        reception.take((65530 + number) & 0xFFFF, number * 3600, number * 0.04 + (0.01 if number % 2 else 0))
    assert 700 < reception.jitter <= 900, "10 ms are 900 ticks"


def test_a_report_of_a_reception_is_read_by_the_other_side():
    reception = Reception(clock_rate=90000)
    for number in (1, 2, 4):
        reception.take(number, number * 3600, number * 0.04)
    reception.heard(rtcp.ntp(1_700_000_000.5), 10.0)
    report = rtcp.receiver_report(9, 7, reception, 12.0)
    told = rtcp.parse(rtcp.compound(report, rtcp.named(9, "gateway@changqian"), rtcp.Goodbye((9,), b"bye")))
    assert told[0] == report
    assert report.blocks[0].lost == 1
    assert report.blocks[0].delay == 2 * 65536
    assert told[1] == rtcp.named(9, "gateway@changqian")
    assert told[2] == rtcp.Goodbye((9,), b"bye")
    assert rtcp.is_rtcp(bytes(report))
    assert not rtcp.is_rtcp(bytes(Packet(96, 1, 2, 3, b"x")))


@given(st.binary(max_size=120))
def test_reports_of_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(rtcp.parse(data), tuple)
    except MalformedPacket:
        assert data


@pytest.mark.parametrize(
    ("law", "code", "value"),
    [(g711.Law.A, 0xD5, 8), (g711.Law.A, 0x55, -8), (g711.Law.A, 0xAA, 32256), (g711.Law.MU, 0xFF, 0),
     (g711.Law.MU, 0x80, 32124), (g711.Law.MU, 0x00, -32124)],
)  # fmt: skip
def test_known_values_of_g711(law, code, value):
    assert g711.linear(code, law) == value
    assert int.from_bytes(g711.decode(bytes([code]), law), "little", signed=True) == value


@pytest.mark.parametrize("law", list(g711.Law))
def test_what_g711_can_say_survives(law):
    every = bytes(range(256))
    again = g711.encode(g711.decode(every, law), law)
    assert g711.decode(again, law) == g711.decode(every, law)
    assert g711.level(g711.silence(law, 160), law) <= -60
    assert g711.level(g711.encode(b"\xff\x7f\x00\x80" * 80, law), law) > -1
    with pytest.raises(ValueError, match="half"):
        g711.encode(b"\0", law)


def test_what_payload_types_mean():
    assert encoding_of(96, {}) == Encoding("PS", 90000)
    assert encoding_of(99, {99: "H265/90000"}) == Encoding("H265", 90000)
    assert encoding_of(8, {8: "rubbish"}) == DEFAULTS[8]
    assert encoding_of(111, {}) is None
    assert all(Encoding.parse(str(each)) == each for each in (*DEFAULTS.values(), Encoding("PCMA", 8000, 2)))
