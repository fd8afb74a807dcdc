"""What holds of every offer and every answer."""

from hypothesis import given, settings
from hypothesis import strategies as st

from changqian.protocols.sdp import Direction, Malformed, Session
from changqian.protocols.sdp.negotiation import (
    Avpf,
    Codec,
    Outcome,
    answer,
    conclude,
    feedback,
    hold,
    offer,
    resume,
    sizes,
)
from changqian.protocols.sdp.negotiation import catalogue as ours
from changqian.protocols.sdp.negotiation.codecs import formats
from changqian.protocols.sdp.negotiation.parameters import AmrParameters, EventParameters, H264Parameters
from changqian.protocols.sdp.negotiation.tests.offers import HEAD, MOBILE_VIDEO, MOBILE_VOICE, US, video, voice

encodings = st.sampled_from(
    (
        *(
            "AMR-WB/16000",
            "AMR-WB/16000/1",
            "AMR-WB/16000/2",
            "AMR/8000",
            "telephone-event/8000",
            "telephone-event/16000",
        ),
        *("PCMA/8000", "opus/48000/2", "EVS/16000", "H264/90000", "H265/90000", "CN/8000", "broken", "AMR-WB/0"),
    )
)
parameters = st.sampled_from(
    (
        *("", "octet-align=1", "octet-align=1; mode-set=0,1,2", "mode-set=0,2,4,7; mode-change-period=2", "crc=1"),
        *("profile-level-id=42e01f; packetization-mode=1", "profile-level-id=42e00a", "profile-level-id=64001f"),
        *("profile-level-id=42e029;packetization-mode=1;level-asymmetry-allowed=1", "0-15", "0-9,66", "mode-set=9"),
    )
)
lines = st.sampled_from(
    (
        *(
            "a=sendonly",
            "a=inactive",
            "a=recvonly",
            "c=IN IP4 0.0.0.0",
            "c=IN IP6 2001:db8::1",
            "a=rtcp-mux",
            "b=AS:30",
        ),
        *(
            "a=tcap:1 RTP/AVPF",
            "a=pcfg:1 t=1",
            "a=pcfg:2 t=1|2",
            "a=rtcp-fb:* nack pli",
            "a=rtcp-fb:* ccm fir",
            "a=ptime:40",
        ),
        *("a=extmap:3 urn:3gpp:video-orientation", "a=imageattr:* send [x=640,y=360] recv *", "a=curr:qos local none"),
        *("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40, "a=rtcp:9", "b=RS:0", "a=maxptime:x"),
    )
)


@st.composite
def streams(draw) -> str:
    kind = draw(st.sampled_from(("audio", "audio", "video", "video", "image", "text")))
    protocol = draw(st.sampled_from(("RTP/AVP", "RTP/AVP", "RTP/AVPF", "RTP/SAVP", "udptl")))
    numbers = draw(st.lists(st.sampled_from((0, 8, 13, 18, *range(96, 104))), min_size=1, max_size=6))
    text = [f"m={kind} {draw(st.sampled_from((0, 4000, 4002)))} {protocol} {' '.join(map(str, numbers))}"]
    for number in numbers:
        text.append(f"a=rtpmap:{number} {draw(encodings)}")
        text.append(f"a=fmtp:{number} {draw(parameters)}")
    return "".join(f"{each}\r\n" for each in [*text, *draw(st.lists(lines, max_size=6))])


offers = st.lists(st.one_of(streams(), st.sampled_from((MOBILE_VOICE, MOBILE_VIDEO))), max_size=4)
directions = st.sampled_from(Direction)
wishes = st.builds(
    lambda towards, order, avpf, narrow, mux: (
        (
            voice(
                direction=towards, codecs=(*ours.narrow_amr(), ours.KEYS, ours.COMFORT_NOISE, ours.PCMA), rtcp_mux=mux
            )
            if narrow
            else voice(direction=towards, codecs=(*voice().codecs, ours.OPUS, ours.OPUS_KEYS), rtcp_mux=mux),
            video(avpf=avpf, direction=towards, codecs=ours.h264(asymmetric=mux)),
        ),
        order,
    ),
    *(directions, st.booleans(), st.sampled_from(Avpf), st.booleans(), st.booleans()),
)


def nothing_more_than_offered(offered: Session, outcome: Outcome) -> None:
    assert len(outcome.session.media) == len(offered.media) == len(outcome.streams)
    for asked, given_, stream in zip(offered.media, outcome.session.media, outcome.streams, strict=True):
        assert given_.kind == asked.kind
        if stream is None:
            assert given_.port == 0
            continue
        assert asked.port
        assert given_.port
        known = {each.payload: each for each in formats(asked) if isinstance(each, Codec)}
        for each in formats(given_):
            assert isinstance(each, Codec)
            nothing_more_in_a_format(known[each.payload], each)
        assert len([each for each in formats(given_) if not each.beside]) == 1
        said = offered.direction_of(asked)
        assert not given_.direction.sends or said.receives
        assert not given_.direction.receives or said.sends
        kinds = {each.kind for each in feedback.offered(asked, stream.codec.payload)}
        assert {each.kind for each in feedback.offered(given_, stream.codec.payload)} <= kinds
        assert given_.protocol == asked.protocol or (asked.protocol, given_.protocol) == ("RTP/AVP", "RTP/AVPF")
        assert set(given_.values("extmap")) <= set(asked.values("extmap"))
        nothing_more_in_sizes(asked, given_, stream.codec.payload)
        assert ("rtcp-mux" in map(str, given_.attributes)) <= ("rtcp-mux" in map(str, asked.attributes))


def nothing_more_in_a_format(asked: Codec, given_: Codec) -> None:
    assert given_.map == asked.map
    own, told = given_.parameters, asked.parameters
    if isinstance(told, AmrParameters):
        assert own.octet_align == told.octet_align
        assert told.modes is None or own.modes == told.modes
        assert not own.unsupported
    if isinstance(told, EventParameters):
        assert own.events <= told.events
    if isinstance(told, H264Parameters):
        assert own.packetization_mode == told.packetization_mode
        assert own.profile_level.family == told.profile_level.family
        assert own.level_asymmetry <= told.level_asymmetry
        assert own.level_asymmetry or own.profile_level.level <= told.profile_level.level


def nothing_more_in_sizes(asked, given_, payload: int) -> None:
    told, own = sizes.offered(asked, payload), sizes.offered(given_, payload)
    if own is not None:
        assert told is not None
        assert told.receive is None or set(own.send) <= set(told.receive)
        assert told.send is None or set(own.receive) <= set(told.send)


@settings(max_examples=250)
@given(offers, wishes)
def test_an_answer_never_holds_what_was_not_offered(media, wish):
    offered = Session.parse(HEAD + "".join(media))
    terms, own_order = wish
    outcome = answer(offered, US, terms, own_order=own_order)
    nothing_more_than_offered(offered, outcome)
    assert Session.parse(str(outcome.session)) == outcome.session
    refused = {each.place for each in outcome.refusals if not each.what}
    assert refused == {place for place, stream in enumerate(outcome.streams) if stream is None}


@settings(max_examples=150)
@given(wishes, wishes)
def test_both_sides_come_to_the_same_call(one, other):
    made = offer(US, one[0])
    reply = answer(made, US, other[0], own_order=other[1])
    outcome = conclude(made, reply.session)
    for here, there in zip(outcome.streams, reply.streams, strict=True):
        assert (here is None) == (there is None)
        if here and there:
            assert here.direction is there.direction.mirrored
            assert (here.protocol, here.rtcp_mux) == (there.protocol, there.rtcp_mux)
            assert here.codecs[0].send == there.codecs[0].receive
            assert [each.kind for each in here.feedback] == [each.kind for each in there.feedback]


@settings(max_examples=150)
@given(wishes, offers)
def test_any_answer_is_judged_and_what_is_kept_was_offered(wish, media):
    made = offer(US, wish[0])
    outcome = conclude(made, Session.parse(HEAD + "".join(media)))
    assert len(outcome.streams) == len(made.media)
    for ours_, stream in zip(made.media, outcome.streams, strict=True):
        for pair in stream.codecs if stream else ():
            known = {each.payload: each for each in formats(ours_) if isinstance(each, Codec)}
            assert known[pair.receive.payload].like(pair.send)
            assert pair.receive.parameters.twin(pair.send.parameters)
        if stream:
            assert not stream.direction.sends or made.direction_of(ours_).sends


@given(offers, st.data())
def test_hold_and_resume_of_anything_keep_places_and_foreign_lines(media, data):
    said = Session.parse(HEAD + "".join(media))
    held = hold(said)
    assert [(each.kind, each.port, each.formats) for each in held.media] == [
        (each.kind, each.port, each.formats) for each in said.media
    ]
    for before, after in zip(said.media, held.media, strict=True):
        assert after.values("curr", "fmtp", "rtpmap") == before.values("curr", "fmtp", "rtpmap")
        assert not after.port or not held.direction_of(after).receives
    assert len(resume(held).media) == len(said.media)


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_or_malformed(noise):
    try:
        offered = Session.parse(HEAD.encode() + b"m=audio 4000 RTP/AVP 96 8\r\n" + noise)
    except Malformed:
        return
    nothing_more_than_offered(offered, answer(offered, US, (voice(), video())))
