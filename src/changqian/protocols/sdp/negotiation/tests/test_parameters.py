"""The parameters of codecs and the lines beside them: read, printed, bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sdp import Attribute, Malformed, Media
from changqian.protocols.sdp.negotiation import (
    AmrParameters,
    Bandwidths,
    Crypto,
    EventParameters,
    H264Parameters,
    ImageAttributes,
    OpusParameters,
    Parameters,
    extensions,
    feedback,
    sizes,
)
from changqian.protocols.sdp.negotiation.parameters.amr import UNSUPPORTED
from changqian.protocols.sdp.negotiation.parameters.h264 import RECEIVER, ProfileLevel

amr = st.builds(
    AmrParameters,
    octet_align=st.booleans(),
    modes=st.none() | st.frozensets(st.integers(0, 8), min_size=1),
    change_period=st.sampled_from((1, 2)),
    change_neighbour=st.booleans(),
    change_capability=st.sampled_from((1, 2)),
    max_red=st.none() | st.integers(0, 65535),
    unsupported=st.sampled_from(((), UNSUPPORTED[:1], UNSUPPORTED)),
)
levels = st.builds(ProfileLevel, *[st.integers(0, 255)] * 3)
h264 = st.builds(
    H264Parameters,
    profile_level=levels,
    packetization_mode=st.integers(0, 2),
    level_asymmetry=st.booleans(),
    sets=st.lists(st.binary(min_size=1, max_size=40), max_size=3).map(tuple),
    receiver=st.sampled_from(((), ((RECEIVER[0], 40500),), ((RECEIVER[0], 40500), (RECEIVER[5], 1500)))),
)
events = st.builds(EventParameters, st.frozensets(st.integers(0, 255), min_size=1))
opus = st.builds(
    OpusParameters,
    st.sampled_from((8000, 16000, 48000)),
    st.none() | st.integers(6000, 510000),
    *[st.booleans()] * 4,
)


@given(st.one_of(amr, h264, events, opus))
def test_parameters_read_as_they_were_printed(parameters):
    assert type(parameters).parse(str(parameters)) == parameters


KINDS = (AmrParameters, H264Parameters, EventParameters, OpusParameters, Parameters)
phrases = st.sampled_from(
    (
        "octet-align",
        "mode-set",
        "0,1,2",
        "profile-level-id",
        "42e01f",
        "sprop-parameter-sets",
        "A,=",
        "0-15",
        ";",
        "=",
        " ",
    )
)


@given(st.sampled_from(KINDS), st.one_of(st.text(max_size=60), st.lists(phrases, max_size=9).map("".join)))
def test_any_text_is_parameters_or_malformed(kind, text):
    try:
        found = kind.parse(text)
    except Malformed:
        return
    assert kind.parse(str(found)) == found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (AmrParameters, "octet-align=2"),
        (AmrParameters, "mode-set="),
        (AmrParameters, "mode-set=9"),
        (AmrParameters, "mode-set=0,x"),
        (AmrParameters, "mode-change-period=3"),
        (H264Parameters, "profile-level-id=42e0"),
        (H264Parameters, "profile-level-id=xxxxxx"),
        (H264Parameters, "packetization-mode=3"),
        (EventParameters, "0-300"),
        (EventParameters, "15-0"),
        (OpusParameters, "stereo=yes"),
    ],
)
def test_what_cannot_be_meant_is_malformed(kind, text):
    with pytest.raises(Malformed):
        kind.parse(text)


@pytest.mark.parametrize(
    ("text", "profile", "level"),
    [
        ("42e01f", "Constrained Baseline", 3.1),
        ("42c015", "Constrained Baseline", 2.1),
        ("42001e", "Baseline", 3.0),
        ("42f00b", "Constrained Baseline", 1.05),
        ("42e00b", "Constrained Baseline", 1.1),
        ("4d801f", "Constrained Baseline", 3.1),
        ("4d001f", "Main", 3.1),
        ("58c01e", "Constrained Baseline", 3.0),
        ("640028", "High", 4.0),
        ("640c1f", "Constrained High", 3.1),
        ("640009", "High", 1.05),
        ("f4001f", "f400", 3.1),
    ],
)
def test_profiles_have_several_writings(text, profile, level):
    found = ProfileLevel.parse(text)
    assert (found.profile, found.level) == (profile, level)


@given(levels, levels)
def test_a_profile_at_another_level_keeps_its_family(ours, theirs):
    moved = ours.at(theirs)
    assert moved.idc == ours.idc
    if ours.profile[0].isupper():
        assert moved.family == ours.family
        assert moved.level == theirs.level or theirs.level_idc > 255


def test_sizes_of_pictures_meet_or_are_not_spoken_of():
    theirs = ImageAttributes.parse("99 send [x=480,y=640] [x=[320:16:720],y=1280,q=0.6] recv *")
    assert theirs.send == ((480, 640), (720, 1280))
    ours = ImageAttributes("*", ((640, 360),), ((720, 1280),))
    assert theirs.answering(ours) == ImageAttributes("99", ((640, 360),), ((720, 1280),))
    assert theirs.answering(ImageAttributes("*", None, ((1, 1),))) is None


def test_header_extensions_are_known_by_name_and_keep_their_number():
    values = ("7 urn:3gpp:video-orientation", "8/sendonly urn:x", "7 urn:y", "", "0 urn:z", "9", "²  urn:z")
    media = Media("video", 1, "RTP/AVP", ("99",), attributes=tuple(Attribute("extmap", each) for each in values))
    assert extensions.offered(media) == {7: "urn:3gpp:video-orientation"}


def test_feedback_is_for_all_formats_or_one():
    values = ("* nack pli", "99 ccm fir", "98 nack", "99 ccm tmmbr smaxpr=120", "* trr-int 5000", "", "*")
    media = Media("video", 1, "RTP/AVPF", ("99",), attributes=tuple(Attribute("rtcp-fb", each) for each in values))
    found = feedback.common(feedback.offered(media, 99), feedback.VIDEO)
    assert [each.kind for each in found] == ["nack pli", "ccm fir", "ccm tmmbr smaxpr=120", "trr-int 5000"]
    assert feedback.interval(found) == 5.0


def test_bandwidth_that_cannot_be_read_limits_nothing():
    media = Media(
        "audio", 1, "RTP/AVP", ("8",), bandwidths=("AS:41", "RS:x", "RR:-1", "TIAS:24000", "AS:9", "X-Y:3", "")
    )
    assert Bandwidths.of(media) == Bandwidths(41, 24000)


cryptos = st.builds(
    Crypto,
    st.integers(0, 999_999_999),
    st.just("AES_CM_128_HMAC_SHA1_80"),
    st.binary(min_size=30, max_size=30),
    st.sampled_from(("", "|2^20", "|2^20|1:4")),
    st.sampled_from(((), ("UNENCRYPTED_SRTP",))),
)


@given(cryptos)
def test_keys_read_as_they_were_printed(crypto):
    assert Crypto.parse(crypto.attribute.value) == crypto


@given(st.text(max_size=80), st.sampled_from((Crypto.parse, ImageAttributes.parse)))
def test_any_text_is_a_line_or_malformed(text, parse):
    try:
        parse(text)
    except Malformed:
        return


@given(st.text("[]xy=,:0123456789 *sendrecv", max_size=300))
def test_sizes_of_nonsense_end_soon(text):
    media = Media("video", 1, "RTP/AVP", ("99",), attributes=(Attribute("imageattr", "99 send " + text),))
    sizes.offered(media, 99)
