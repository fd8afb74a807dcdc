"""Our offer, and what the other side makes of it."""

from dataclasses import replace

import pytest

from changqian.protocols.sdp import Direction, Session
from changqian.protocols.sdp.negotiation import Avpf, Crypto, Why, answer, conclude, following, hold, offer, resume
from changqian.protocols.sdp.negotiation import catalogue as ours
from changqian.protocols.sdp.negotiation.tests.offers import (
    HEAD,
    MOBILE_VIDEO,
    MOBILE_VOICE,
    US,
    answered,
    line,
    session,
    video,
    voice,
)


def replied(text: str, *terms):
    return conclude(offer(US, terms or (voice(),)), Session.parse(HEAD + text))


def test_our_offer_says_all_that_a_phone_wants_to_know():
    made = offer(US, (voice(), video()))
    assert line(made, 0) == "m=audio 30000 RTP/AVP 104 106 102 103 8 0 105 101"
    assert line(made, 1) == "m=video 30002 RTP/AVP 114 113"
    assert made.media[1].values("tcap", "pcfg") == ["1 RTP/AVPF", "1 t=1"]
    assert made.media[0].fmtp(106) == {"octet-align": "1", "mode-change-capability": "2", "max-red": "0"}
    assert Session.parse(str(made)) == made


def test_two_of_us_agree_on_everything():
    terms = (voice(), video())
    made = offer(US, terms)
    reply = answer(made, US, (voice(40000), video(40002)))
    outcome = conclude(made, reply.session)
    assert not reply.refusals
    assert not outcome.refusals
    for here, there in zip(outcome.streams, reply.streams, strict=True):
        assert (here.codec.payload, here.direction, here.protocol) == (
            there.codec.payload,
            there.direction,
            there.protocol,
        )
        assert (here.keys is None) == (there.keys is None)
    assert outcome.streams[1].protocol == "RTP/AVPF"
    assert outcome.streams[1].tells("ccm fir")


def test_a_mode_set_that_comes_with_the_answer_binds_both():
    stream = replied("m=audio 4000 RTP/AVP 104\r\na=rtpmap:104 AMR-WB/16000\r\na=fmtp:104 mode-set=0,1,2\r\n").streams[
        0
    ]
    assert stream.codecs[0].receive.parameters.modes == stream.codec.parameters.modes == {0, 1, 2}


def test_another_number_for_the_same_codec_is_sent_to_under_theirs_and_heard_under_ours():
    stream = replied("m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 AMR/8000\r\na=fmtp:96 octet-align=1\r\n").streams[0]
    assert (stream.codec.payload, stream.codecs[0].receive.payload) == (96, 103)
    assert stream.receiving(103)
    assert not stream.receiving(96)


def test_an_answer_without_rtpmap_means_what_we_said():
    stream = replied("m=audio 4000 RTP/AVP 104 105\r\n").streams[0]
    assert (stream.codec.name, stream.keys.send.payload) == ("AMR-WB", 105)


@pytest.mark.parametrize(
    ("reply", "why", "words"),
    [
        ("m=audio 0 RTP/AVP 104\r\n", Why.REJECTED, "端口为 0"),
        ("m=video 4000 RTP/AVP 104\r\n", Why.ORDER, "顺序"),
        ("", Why.ORDER, "缺少"),
        ("m=audio 4000 RTP/SAVP 104\r\n", Why.TRANSPORT, "RTP/SAVP"),
        ("m=audio 4000 RTP/AVP 18\r\n", Why.NOT_OFFERED, "没有提供"),
        ("m=audio 4000 RTP/AVP 99\r\n", Why.NOT_OFFERED, "rtpmap"),
        ("m=audio 4000 RTP/AVP 104\r\na=rtpmap:104 EVS/16000\r\n", Why.NOT_OFFERED, "没有提供"),
        ("m=audio 4000 RTP/AVP 106\r\na=rtpmap:106 AMR-WB/16000\r\n", Why.PACKING, "octet-align"),
        ("m=audio 4000 RTP/AVP 104\r\na=rtpmap:104 AMR-WB/16000\r\na=fmtp:104 octet-align=1\r\n", Why.PACKING, "互通"),
    ],
)
def test_an_answer_that_would_be_silence_or_noise_is_refused_in_words(reply, why, words):
    outcome = replied(reply)
    assert not outcome.acceptable
    assert why in {each.why for each in outcome.refusals}
    assert words in str(outcome)


def test_a_mode_set_of_ours_that_was_changed_is_refused():
    terms = voice(codecs=ours.narrow_amr({0, 2, 4, 7}))
    outcome = replied("m=audio 4000 RTP/AVP 102\r\na=rtpmap:102 AMR/8000\r\na=fmtp:102 mode-set=7\r\n", terms)
    assert [each.why for each in outcome.refusals] == [Why.MODES, Why.NO_COMMON]


def test_more_streams_than_offered_are_told_and_left_alone():
    outcome = replied("m=audio 4000 RTP/AVP 104\r\nm=video 4002 RTP/AVP 99\r\n")
    assert outcome.acceptable
    assert [each.why for each in outcome.refusals] == [Why.ORDER]


def test_who_sends_where_nothing_is_received_is_told():
    outcome = replied("m=audio 4000 RTP/AVP 104\r\na=sendrecv\r\n", voice(direction=Direction.SENDONLY))
    assert outcome.streams[0].direction is Direction.SENDONLY
    assert [each.why for each in outcome.refusals] == [Why.DIRECTION]


def test_srtp_is_offered_with_our_key_and_taken_with_theirs():
    own = Crypto(1, "AES_CM_128_HMAC_SHA1_80", bytes(range(30)))
    made = offer(US, (voice(crypto=(own,)),))
    assert made.media[0].protocol == "RTP/SAVP"
    theirs = Crypto(1, "AES_CM_128_HMAC_SHA1_80", bytes(30))
    outcome = conclude(made, Session.parse(f"{HEAD}m=audio 4000 RTP/SAVP 104\r\na={theirs.attribute}\r\n"))
    assert outcome.streams[0].crypto == (own, theirs)
    outcome = conclude(made, Session.parse(f"{HEAD}m=audio 4000 RTP/SAVP 104\r\n"))
    assert [each.why for each in outcome.refusals] == [Why.SRTP]


def test_feedback_in_the_m_line_may_be_answered_without():
    made = offer(US, (video(avpf=Avpf.ALWAYS),))
    text = "m=video 4000 RTP/AVP 114\r\na=fmtp:114 profile-level-id=42e01f;packetization-mode=1\r\n"
    text += "a=rtcp-fb:* nack pli\r\n"
    reply = Session.parse(HEAD + text)
    stream = conclude(made, reply).streams[0]
    assert (stream.protocol, stream.feedback) == ("RTP/AVP", ())


def test_feedback_that_was_a_wish_may_be_answered_straight():
    made = offer(US, (video(),))
    text = "m=video 4000 RTP/AVPF 114\r\na=fmtp:114 profile-level-id=42e01f;packetization-mode=1\r\n"
    text += "a=rtcp-fb:* nack pli\r\n"
    stream = conclude(made, Session.parse(HEAD + text)).streams[0]
    assert stream.protocol == "RTP/AVPF"
    assert stream.tells("nack pli")
    assert not stream.tells("ccm")


class TestInTheCourseOfACall:
    """What was said stays: places, numbers, lines of others."""

    def test_an_invite_without_a_description_gets_our_offer_and_its_ack_the_end(self):
        made = offer(US, (voice(), video()))
        ack = "m=audio 5000 RTP/AVP 8\r\nm=video 0 RTP/AVP 114\r\n"
        outcome = conclude(made, Session.parse(HEAD + ack))
        assert (outcome.stream("audio").codec.name, outcome.stream("video")) == ("PCMA", None)
        assert [each.why for each in outcome.refusals] == [Why.REJECTED]

    def test_hold_and_resume_change_the_direction_and_the_version_and_nothing_else(self):
        said = replace(session(MOBILE_VOICE, MOBILE_VIDEO), origin=US)
        held = hold(said)
        assert [each.direction for each in held.media] == [Direction.SENDONLY] * 2
        assert held.origin.version == "2"
        again = resume(held)
        assert replace(again, origin=said.origin) == said
        assert again.origin.version == "3"

    def test_held_by_both_nothing_flows_until_each_resumes(self):
        said = session(MOBILE_VOICE.replace("sendrecv\r\na=curr", "recvonly\r\na=curr"))
        assert hold(said).media[0].direction is Direction.INACTIVE
        assert resume(hold(said), {0: Direction.RECVONLY}).media[0].direction is Direction.RECVONLY

    def test_a_refused_stream_stays_refused_through_a_hold(self):
        said = answered(MOBILE_VOICE, MOBILE_VIDEO, terms=(voice(),)).session
        assert hold(said).media[1] == said.media[1]

    def test_a_preconditioned_call_keeps_its_preconditions(self):
        held = hold(session(MOBILE_VOICE))
        assert held.media[0].values("curr", "des") == session(MOBILE_VOICE).media[0].values("curr", "des")

    def test_what_was_answered_under_their_numbers_is_offered_again_under_them(self):
        said = answered(MOBILE_VOICE).session
        made = offer(following(said.origin), (voice(), video()), before=said)
        maps = made.media[0].rtpmaps
        assert (maps[107].encoding, maps[101].encoding, maps[101].clock) == ("AMR-WB", "telephone-event", 16000)
        assert len(set(made.media[0].formats)) == len(voice().codecs)
        assert [each.kind for each in made.media] == ["audio", "video"]
        assert made.origin.version == "2"

    def test_from_video_back_to_voice_the_line_of_the_video_stays(self):
        said = answered(MOBILE_VOICE, MOBILE_VIDEO).session
        made = offer(following(said.origin), (voice(),), before=said)
        assert [(each.kind, each.port) for each in made.media] == [("audio", 30000), ("video", 0)]
        again = offer(following(made.origin), (voice(), video()), before=made)
        assert [(each.kind, each.port) for each in again.media] == [("audio", 30000), ("video", 30002)]

    def test_the_profile_that_was_agreed_is_offered_again(self):
        said = answered(MOBILE_VOICE, MOBILE_VIDEO).session
        made = offer(following(said.origin), (voice(), video()), before=said)
        assert made.media[1].protocol == "RTP/AVPF"
        assert not made.media[1].values("tcap", "pcfg", "acfg")
