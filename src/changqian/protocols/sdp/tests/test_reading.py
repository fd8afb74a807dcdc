"""What devices and phones send, read as they mean it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sdp import (
    Attribute,
    Connection,
    Description,
    Direction,
    Line,
    Malformed,
    Media,
    Origin,
    RtpMap,
    Session,
    Setup,
    Transport,
)
from changqian.protocols.sdp.tests import samples


def test_a_cameras_answer_over_tcp_is_read_whole_and_printed_as_it_came():
    session = Session.parse(samples.IPC_ANSWER_OVER_TCP.encode())
    assert session == Session(
        name="Play",
        origin=Origin("34020000001310000001", host="192.168.1.108"),
        info="VCam Live Video",
        connection=Connection("192.168.1.108"),
        media=(
            Media(
                *("video", 10032, "TCP/RTP/AVP", ("96",)),
                attributes=(
                    Attribute("sendonly"),
                    Attribute("rtpmap", "96 PS/90000"),
                    Attribute("streamprofile", "1"),
                    Attribute("setup", "active"),
                    Attribute("connection", "new"),
                ),
                ssrc="0200005549",
                description=Description("0", "0", "0", "0", "0", "0", "0", "0"),
            ),
        ),
    )
    media = session.media[0]
    assert (media.setup, media.transport, media.direction) == (Setup.ACTIVE, Transport.TCP_ACTIVE, Direction.SENDONLY)
    assert (media.stream_number, media.ssrc_number) == (1, 200005549)
    assert media.rtpmaps == {96: RtpMap(96, "PS", 90000)}
    assert str(session) == samples.IPC_ANSWER_OVER_TCP


def test_a_recorder_that_ends_its_lines_with_lf_can_talk():
    session = Session.parse(samples.RECORDER_TALK)
    media = session.first("audio")
    assert (session.name, media.port, media.ssrc) == ("Talk", 9000, "0200000100")
    assert media.description == Description(audio_codec="1", audio_kbps="8", sampling="1")
    assert session.host_of(media) == "10.21.4.7"
    assert str(session) == samples.RECORDER_TALK.replace("\n", "\r\n")


def test_the_size_of_a_download_is_in_its_answer():
    session = Session.parse(samples.DOWNLOAD_ANSWER)
    assert (session.media[0].file_size, session.start, session.stop) == (104857600, 1767225600, 1767229200)


def test_an_ssrc_written_above_the_stream_is_the_streams():
    session = Session.parse(samples.MISPLACED_SSRC)
    assert session.media[0].ssrc == "0200000001"
    assert str(session).endswith("m=video 6000 RTP/AVP 96\r\ny=0200000001\r\n")


def test_volte_formats_with_their_parameters():
    session = Session.parse(samples.VOLTE_OFFER)
    media = session.media[0]
    assert str(session) == samples.VOLTE_OFFER
    assert media.rtpmaps[104] == RtpMap(104, "AMR-WB", 16000)
    assert media.fmtp(102) == {"octet-align": "1", "mode-set": "0,2,4,7"}
    assert media.fmtp(104)["mode-change-capability"] == "2"
    assert session.direction_of(media) is Direction.SENDRECV
    assert media.values("des") == ["qos mandatory local sendrecv"]


def test_unknown_lines_stay_in_their_order_and_misread_ones_are_not_lost():
    text = "v=0\no=x 1 1 IN IP4 h\ns=Play\nz=1\nq=2\nm=video 1 RTP/AVP 96\na=:no name\nx=3\nc=\nf=hello\nw=4\n"
    session = Session.parse(text)
    assert session.others == (Line("z", "1"), Line("q", "2"))
    assert [str(line) for line in session.media[0].others] == ["a=:no name", "x=3", "c=", "f=hello", "w=4"]
    assert Session.parse(str(session)) == session


def test_what_is_missing_takes_its_default():
    session = Session.parse("s=Play\nm=video 6000 RTP/AVP 96")
    assert (session.origin, session.start, session.connection) == (Origin(), 0, None)
    assert session.host_of(session.media[0]) == ""
    assert str(session).splitlines()[:4] == ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=Play", "t=0 0"]


def test_chinese_text_is_read_from_utf8_and_from_gb18030():
    for charset in ("utf-8", "gb18030"):
        assert Session.parse("s=Play\ni=湖塘镇𠮷\n".encode(charset)).info == "湖塘镇𠮷"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no v="),
        ("<?xml version='1.0'?>", "no v="),
        ("s=Play\nm=video many RTP/AVP 96", "is not a number"),
        ("s=Play\nm=video 70000 RTP/AVP 96", "is not a number"),
        ("s=Play\nm=video", "lacks a port"),
        ("s=Play\n" + "m=video 1 RTP/AVP 96\n" * 40, "more than 32"),
        ("s=Play\n" + "a=x\n" * 3000, "lines are more"),
        ("s=" + "x" * 70000, "more than 65536"),
    ],
)
def test_what_is_no_description_says_why(text, reason):
    with pytest.raises(Malformed, match=reason):
        Session.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v/5/6/25/1/4096a/1/8/1", Description("5", "6", "25", "1", "4096", "1", "8", "1")),
        ("v/2/1920*1080/25/2/2048 a/6//3", Description("2", "1920*1080", "25", "2", "2048", "6", "", "3")),
        ("v/////a/1/8/1", Description(audio_codec="1", audio_kbps="8", sampling="1")),
        ("a/1/8/1", Description(audio_codec="1", audio_kbps="8", sampling="1")),
        ("v/2", Description("2")),
        ("", Description()),
    ],
)
def test_the_f_line_with_all_that_devices_leave_out(text, expected):
    assert Description.parse(text) == expected
    assert Description.parse(str(expected)) == expected


def test_nothing_can_smuggle_a_line_in():
    for build in (
        lambda: Attribute("x", "1\r\na=setup:active"),
        lambda: Origin("a b"),
        lambda: Session(name="Play\nm=video 1 RTP/AVP 96"),
        lambda: Media("video", 6000, "RTP/AVP", ("96\r\ny=1",)),
        lambda: Connection("10.0.0.1\r\n"),
    ):
        with pytest.raises(Malformed):
            build()


words = st.text("abcXYZ0189-._*", min_size=1, max_size=8)
texts = st.one_of(words, st.text("语音 广播abc:;=", max_size=8).map(str.strip))
lines = st.builds(Line, st.sampled_from("ekrzqx"), texts)
attributes = st.builds(Attribute, words, texts)
codes = st.text("0123456789*", max_size=4)
media = st.builds(
    Media,
    kind=words,
    port=st.integers(0, 65535),
    protocol=words,
    formats=st.lists(words, max_size=3).map(tuple),
    title=texts,
    connection=st.none() | st.builds(Connection, words),
    bandwidths=st.lists(texts, max_size=2).map(tuple),
    attributes=st.lists(attributes, max_size=4).map(tuple),
    ssrc=st.text("0123456789", max_size=10),
    description=st.none() | st.builds(Description, *[codes] * 8),
    others=st.lists(lines, max_size=2).map(tuple),
)
sessions = st.builds(
    Session,
    name=words,
    origin=st.builds(Origin, *[words] * 6),
    info=texts,
    uri=texts,
    connection=st.none() | st.builds(Connection, words),
    bandwidths=st.lists(texts, max_size=2).map(tuple),
    start=st.integers(0, 2**33),
    stop=st.integers(0, 2**33),
    attributes=st.lists(attributes, max_size=3).map(tuple),
    media=st.lists(media, max_size=3).map(tuple),
)


@given(sessions)
def test_what_is_printed_reads_back_the_same(session):
    assert Session.parse(str(session)) == session
    assert Session.parse(str(session).encode("gb18030")) == session


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_noise_is_malformed_and_nothing_worse(noise):
    try:
        session = Session.parse(noise)
    except Malformed:
        return
    assert str(Session.parse(str(session))) == str(session)


pieces = st.sampled_from(
    [
        *samples.IPC_ANSWER_OVER_TCP.splitlines(),
        *samples.VOLTE_OFFER.splitlines(),
        *("a=setup:", "a=rtpmap:999 PS/0", "a=streamMode:SUB", "a=filesize:-1", "a=downloadspeed:1e999", "t=x y z"),
        *("m=video 0 TCP/RTP/AVP", "c=IN IP6 ::1", "c=10.0.0.1", "y=99999999999", "y=-1", "o=", "f=v/a/a/a"),
    ]
)


@given(st.lists(pieces, max_size=12), st.sampled_from(["\r\n", "\n", "\r", "\n\n"]))
def test_half_sensible_descriptions_answer_every_question(parts, ending):
    try:
        session = Session.parse(ending.join(parts))
    except Malformed:
        assert not any(part[0] in "vosm" for part in parts)
        return
    for each in session.media:
        assert session.direction_of(each) in Direction
        assert each.transport in Transport
        assert each.ssrc_number is None or 0 <= each.ssrc_number < 2**32
        assert each.file_size is None or each.file_size >= 0
        assert each.download_speed is None or each.download_speed > 0
        assert set(each.rtpmaps) <= set(range(128))
    assert str(Session.parse(str(session))) == str(session)
