"""What we answer to a phone, line by line."""

from dataclasses import replace

import pytest

from changqian.protocols.sdp import Attribute, Direction, Session
from changqian.protocols.sdp.negotiation import AmrParameters, Avpf, Bandwidths, Crypto, Why, affordable
from changqian.protocols.sdp.negotiation import catalogue as ours
from changqian.protocols.sdp.negotiation.tests.offers import (
    CVO,
    HEAD,
    MOBILE_VIDEO,
    MOBILE_VOICE,
    answered,
    session,
    video,
    voice,
)


def test_a_voice_call_is_answered_with_one_codec_and_its_keys():
    outcome = answered(MOBILE_VOICE)
    assert str(outcome.session) == (
        "v=0\r\no=- 7 1 IN IP4 10.1.0.2\r\ns=-\r\nc=IN IP4 10.1.0.2\r\nt=0 0\r\n"
        "m=audio 30000 RTP/AVP 107 101\r\nb=AS:41\r\n"
        "a=rtpmap:107 AMR-WB/16000\r\na=fmtp:107 mode-change-capability=2; max-red=0\r\n"
        "a=rtpmap:101 telephone-event/16000\r\na=fmtp:101 0-15\r\n"
        "a=ptime:20\r\na=maxptime:240\r\na=sendrecv\r\n"
    )
    stream = outcome.stream("audio")
    assert (stream.media, stream.reports) == (("100.64.1.2", 49120), ("100.64.1.2", 49121))
    assert (stream.bandwidths.application, stream.report_bandwidth, stream.packet_time) == (41, 2600, 20)


def test_a_video_call_takes_feedback_sizes_and_orientation():
    outcome = answered(MOBILE_VOICE, MOBILE_VIDEO)
    assert str(outcome.session).endswith(
        "m=video 30002 RTP/AVPF 99\r\nb=AS:1500\r\nb=RS:8000\r\nb=RR:6000\r\n"
        "a=rtpmap:99 H264/90000\r\na=fmtp:99 profile-level-id=42e01f; packetization-mode=1\r\n"
        "a=acfg:1 t=1\r\na=rtcp-fb:* trr-int 5000\r\na=rtcp-fb:* nack\r\na=rtcp-fb:* nack pli\r\n"
        "a=rtcp-fb:* ccm fir\r\na=rtcp-fb:* ccm tmmbr\r\na=extmap:7 urn:3gpp:video-orientation\r\n"
        "a=imageattr:99 send [x=480,y=640] recv [x=720,y=1280]\r\na=sendrecv\r\n"
    )
    stream = outcome.stream("video")
    assert stream.codec.parameters.sets == (
        bytes.fromhex("6742e01f9654028 02dd80880".replace(" ", "")),
        bytes.fromhex("68ce3c80"),
    )
    assert stream.tells("nack pli")
    assert stream.extensions == ((7, CVO),)
    assert [each.why for each in outcome.refusals] == [Why.CODEC]
    assert "H265/90000 (100)" in str(outcome)


def test_without_feedback_of_ours_the_plain_profile_stays_and_no_feedback_is_spoken():
    outcome = answered(MOBILE_VIDEO, terms=(video(avpf=Avpf.NEVER),))
    assert outcome.session.media[0].protocol == "RTP/AVP"
    assert not outcome.session.media[0].values("rtcp-fb", "acfg")
    assert not outcome.streams[0].feedback


@pytest.mark.parametrize("more", ["a=creq:cap-v9\r\n", "a=pcfg:1 t=1 a=1\r\n", "a=pcfg:1 t=7\r\n"])
def test_a_configuration_that_asks_for_more_than_the_profile_is_not_taken(more):
    offered = MOBILE_VIDEO.replace("a=pcfg:1 t=1\r\n", "a=pcfg:1 t=1\r\n" + more if "creq" in more else more)
    assert answered(offered).session.media[0].protocol == "RTP/AVP"


def test_what_is_said_for_the_whole_session_counts_for_its_streams():
    head = HEAD + "a=tcap:3 RTP/SAVP RTP/AVPF\r\na=sendonly\r\n"
    offered = MOBILE_VIDEO.replace("a=tcap:1 RTP/AVPF\r\na=pcfg:1 t=1", "a=pcfg:2 t=3|4").replace("a=sendrecv\r\n", "")
    outcome = answered(offered, head=head)
    media = outcome.session.media[0]
    assert (media.protocol, media.values("acfg"), media.direction) == ("RTP/AVPF", ["2 t=4"], Direction.RECVONLY)


def test_our_own_order_can_win():
    outcome = answered(
        MOBILE_VOICE, terms=(voice(codecs=(ours.narrow_amr()[0], *ours.wide_amr(), ours.KEYS)),), own_order=True
    )
    assert outcome.session.media[0].formats == ("105", "102")


def test_what_was_offered_without_a_mode_set_may_be_answered_with_ours():
    outcome = answered(MOBILE_VOICE, terms=(voice(codecs=ours.wide_amr({0, 1, 2})),))
    assert outcome.session.media[0].fmtp(107)["mode-set"] == "0,1,2"
    assert outcome.streams[0].codecs[0].receive.parameters.modes == {0, 1, 2}


def test_a_mode_set_that_we_cannot_keep_is_refused_in_words():
    offered = "m=audio 4000 RTP/AVP 96 8\r\na=rtpmap:96 AMR-WB/16000\r\na=fmtp:96 mode-set=0,1,8\r\n"
    outcome = answered(offered, terms=(voice(codecs=(*ours.wide_amr({0, 1, 2}), ours.PCMA)),))
    assert outcome.session.media[0].formats == ("8",)
    assert str(outcome) == "audio AMR-WB/16000 (96)：对方要求速率集 0,1,8，本侧只支持 0,1,2，应答不得改动速率集"


def test_octet_aligned_only_is_refused_by_who_cannot():
    offered = "m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 AMR-WB/16000\r\na=fmtp:96 octet-align=1\r\n"
    outcome = answered(offered, terms=(voice(codecs=ours.wide_amr()[:1]),))
    assert [each.why for each in outcome.refusals] == [Why.PACKING, Why.NO_COMMON]
    assert "字节对齐" in str(outcome)


@pytest.mark.parametrize(
    ("offered", "asymmetric", "answered_level"),
    [
        ("42e00c", False, "42e00c"),
        ("42e028", False, "42e01f"),
        ("42e00c;level-asymmetry-allowed=1", True, "42e01f"),
        ("42e00c;level-asymmetry-allowed=1", False, "42e00c"),
        ("42c01f", False, "42c01f"),
        ("42801f", False, "42801f"),
        ("4d801f", False, "4d801f"),
        ("42f00b", False, "42f00b"),
    ],
)
def test_the_level_is_the_lower_one_unless_both_allow_two(offered, asymmetric, answered_level):
    text = "m=video 4 RTP/AVP 98\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1;profile-level-id="
    outcome = answered(f"{text}{offered}\r\n", terms=(video(codecs=ours.h264(asymmetric=asymmetric)),))
    found = outcome.session.media[0].fmtp(98)
    assert found["profile-level-id"] == answered_level
    assert ("level-asymmetry-allowed" in found) == (asymmetric and "asymmetry" in offered)


def test_absent_parameters_of_h264_are_baseline_level_1_in_mode_0():
    outcome = answered("m=video 4 RTP/AVP 98\r\na=rtpmap:98 H264/90000\r\n")
    parameters = outcome.streams[0].codec.parameters
    assert (str(parameters.profile_level), parameters.packetization_mode) == ("42000a", 0)


HOLDS = [
    ("a=sendrecv", Direction.SENDRECV, Direction.SENDRECV, False),
    ("a=sendonly", Direction.SENDRECV, Direction.RECVONLY, True),
    ("a=recvonly", Direction.SENDRECV, Direction.SENDONLY, False),
    ("a=inactive", Direction.SENDRECV, Direction.INACTIVE, True),
    ("c=IN IP4 0.0.0.0", Direction.SENDRECV, Direction.RECVONLY, True),
    ("a=sendrecv", Direction.SENDONLY, Direction.SENDONLY, False),
    ("a=sendonly", Direction.SENDONLY, Direction.INACTIVE, True),
]


@pytest.mark.parametrize(("said", "wanted", "answer_is", "held"), HOLDS)
def test_hold_by_every_way_it_is_said(said, wanted, answer_is, held):
    stream = answered(f"m=audio 4000 RTP/AVP 8\r\n{said}\r\n", terms=(voice(direction=wanted),))
    assert stream.session.media[0].direction is answer_is
    assert (stream.streams[0].direction, stream.streams[0].held) == (answer_is, held)


def test_preconditions_are_said_as_who_knows_them_says():
    local = (Attribute("curr", "qos local sendrecv"), Attribute("des", "qos mandatory local sendrecv"))
    outcome = answered(MOBILE_VOICE, extra={0: (*local, Attribute("conf", "qos remote sendrecv"))})
    media = outcome.session.media[0]
    assert media.values("curr", "des", "conf") == [
        "qos local sendrecv",
        "qos mandatory local sendrecv",
        "qos remote sendrecv",
    ]
    assert session(MOBILE_VOICE).media[0].values("curr") == ["qos local none", "qos remote none"]


def test_keys_of_srtp_are_exchanged_where_we_have_one():
    theirs = Crypto(2, "AES_CM_128_HMAC_SHA1_80", bytes(range(30)), "|2^20|1:4")
    own = Crypto(1, "AES_CM_128_HMAC_SHA1_80", bytes(30))
    offered = (
        "m=audio 4000 RTP/SAVP 8\r\na=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:QUJD\r\na=crypto:1 WORD nothing\r\n"
        f"a={theirs.attribute}\r\n"
    )
    outcome = answered(offered, terms=(voice(crypto=(own,)),))
    assert outcome.streams[0].crypto == (replace(own, tag=2), theirs)
    assert outcome.session.media[0].values("crypto") == ["2 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40]
    assert "bytes" not in repr(outcome.streams[0].crypto[0])
    assert "key" not in repr(outcome.streams[0].crypto[0])


def test_reports_share_a_port_only_where_both_say_so():
    muxed = answered(MOBILE_VOICE + "a=rtcp-mux\r\n", terms=(voice(rtcp_mux=True),))
    assert muxed.streams[0].reports == muxed.streams[0].media
    assert "rtcp-mux" in str(muxed.session)
    for offered, own in ((MOBILE_VOICE, True), (MOBILE_VOICE + "a=rtcp-mux\r\n", False)):
        apart = answered(offered, terms=(voice(rtcp_mux=own),))
        assert apart.streams[0].reports.port == 49121
        assert "rtcp-mux" not in str(apart.session)
    assert answered(MOBILE_VOICE + "a=rtcp:5007 IN IP4 10.9.9.9\r\n").streams[0].reports == ("10.9.9.9", 5007)


def test_reports_switched_off_stay_off():
    offered = MOBILE_VOICE.replace("b=RS:600", "b=RS:0").replace("b=RR:2000", "b=RR:0")
    assert answered(offered, terms=(voice(bandwidths=Bandwidths(senders=500)),)).streams[0].report_bandwidth == 0


@pytest.mark.parametrize(("limit", "highest"), [(41, 8), (40, 7), (30, 2), (26, 1), (25, 0), (3, 0), (None, 8)])
def test_what_they_want_to_receive_limits_our_mode(limit, highest):
    own = AmrParameters()
    modes = affordable("AMR-WB", own.modes, own.packing, limit)
    assert max(modes) == highest


@pytest.mark.parametrize(
    ("codecs", "host", "needed"),
    [
        (ours.wide_amr()[:1], "10.0.0.1", "AS:41"),
        (ours.wide_amr()[:1], "2001:db8::1", "AS:49"),
        (ours.wide_amr({0, 1, 2})[:1], "10.0.0.1", "AS:30"),
        (ours.narrow_amr()[:1], "10.0.0.1", "AS:29"),
        ((ours.PCMA,), "10.0.0.1", "AS:80"),
    ],
)
def test_our_own_wish_is_worked_out_as_3gpp_does(codecs, host, needed):
    offered = MOBILE_VOICE.replace("RTP/AVP 107", "RTP/AVP 8 107")
    outcome = answered(offered, terms=(voice(codecs=codecs, host=host),))
    assert outcome.session.media[0].bandwidths == (needed,)


def test_an_answer_reads_back_as_it_was_meant():
    outcome = answered(MOBILE_VOICE, MOBILE_VIDEO)
    assert Session.parse(str(outcome.session)) == outcome.session
