"""Which of the offers that trunks send gives which call: one line for each."""

import pytest

from changqian.protocols.sdp.negotiation import Why
from changqian.protocols.sdp.negotiation.tests import offers
from changqian.protocols.sdp.negotiation.tests.offers import MOBILE_VIDEO, MOBILE_VOICE, answered


def audio(formats: str, *lines: str, protocol: str = "RTP/AVP") -> str:
    return "".join(f"{line}\r\n" for line in (f"m=audio 4000 {protocol} {formats}", *lines))


WB, NB = "a=rtpmap:96 AMR-WB/16000", "a=rtpmap:97 AMR/8000"
TABLE = {
    "a phone of 移动 over LTE": (MOBILE_VOICE, "107", "", "AMR-WB bandwidth-efficient", "101"),
    "octet-align absent is bandwidth-efficient": (audio("96", WB), "96", "", "AMR-WB bandwidth-efficient", None),
    "octet-align=1 only": (
        audio("96", WB, "a=fmtp:96 octet-align=1"),
        "96",
        "octet-align=1",
        "AMR-WB octet-aligned",
        None,
    ),
    "octet-align=0 said": (audio("96", WB, "a=fmtp:96 octet-align=0"), "96", "", "AMR-WB bandwidth-efficient", None),
    "a mode-set comes back as it is": (
        *(audio("96", WB, "a=fmtp:96 mode-set=0,1,2"), "96", "mode-set=0,1,2", "AMR-WB bandwidth-efficient", None),
    ),
    "a gateway to GSM": (
        audio(
            "97 98",
            NB,
            "a=fmtp:97 mode-set=0,2,4,7; mode-change-period=2; mode-change-neighbor=1; max-red=0",
            "a=rtpmap:98 telephone-event/8000",
            "a=fmtp:98 0-15",
        ),
        *("97", "mode-set=0,2,4,7", "AMR bandwidth-efficient", "98"),
    ),
    "UTRAN: one mode": (audio("97", NB, "a=fmtp:97 mode-set=7"), "97", "mode-set=7", "AMR bandwidth-efficient", None),
    "fixed line": (audio("8 0 18 101", "a=rtpmap:101 telephone-event/8000"), "8", "", "PCMA", "101"),
    "no rtpmap at all": (audio("8"), "8", "", "PCMA", None),
    "EVS first, which is not spoken here": (
        audio("110 96", "a=rtpmap:110 EVS/16000", "a=fmtp:110 br=5.9-24.4; bw=nb-swb", WB),
        *("96", "", "AMR-WB bandwidth-efficient", None),
    ),
    "keys at another clock rather than none": (
        audio("96 101", WB, "a=rtpmap:101 telephone-event/8000"),
        "96",
        "",
        "AMR-WB bandwidth-efficient",
        "101",
    ),
    "crc is refused, the plain one is taken": (
        audio("95 96", "a=rtpmap:95 AMR-WB/16000", "a=fmtp:95 octet-align=1; crc=1", WB),
        *("96", "", "AMR-WB bandwidth-efficient", None),
    ),
    "names in other letters": (audio("96", "a=rtpmap:96 amr-wb/16000/1"), "96", "", "AMR-WB bandwidth-efficient", None),
}


@pytest.mark.parametrize("case", TABLE)
def test_an_offer_gives_this_call(case):
    offered, number, parameters, codec, keys = TABLE[case]
    outcome = answered(offered)
    stream = outcome.streams[0]
    assert stream.codec.payload == int(number)
    packing = getattr(stream.codec.parameters, "packing", "")
    assert f"{stream.codec.name} {packing}".strip() == codec
    assert (str(stream.keys.send.payload) if stream.keys else None) == keys
    assert outcome.session.media[0].formats == tuple(filter(None, (number, keys)))
    assert parameters in str(outcome.session)


REFUSED = {
    "only what is not spoken": (audio("110 18", "a=rtpmap:110 EVS/16000"), {Why.CODEC, Why.NO_COMMON}),
    "a mode-set beyond ours": (audio("97", NB, "a=fmtp:97 mode-set=0,2,8"), {Why.PARAMETERS, Why.NO_COMMON}),
    "interleaving": (audio("96", WB, "a=fmtp:96 octet-align=1;interleaving=4"), {Why.PACKING, Why.NO_COMMON}),
    "two channels": (audio("96", "a=rtpmap:96 AMR-WB/16000/2"), {Why.CHANNELS, Why.NO_COMMON}),
    "a number without a name": (audio("96"), {Why.UNNAMED, Why.NO_COMMON}),
    "SRTP": (audio("8", protocol="RTP/SAVP"), {Why.SRTP}),
    "DTLS, for browsers": (audio("8", protocol="UDP/TLS/RTP/SAVPF"), {Why.TRANSPORT}),
    "fax": ("m=image 4000 udptl t38\r\n", {Why.UNKNOWN_KIND}),
    "real-time text": ("m=text 4000 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n", {Why.UNKNOWN_KIND}),
    "switched off": ("m=audio 0 RTP/AVP 8\r\n", {Why.REJECTED}),
    "H.265 alone": ("m=video 4000 RTP/AVP 98\r\na=rtpmap:98 H265/90000\r\n", {Why.CODEC, Why.NO_COMMON}),
    "High profile": (
        "m=video 4000 RTP/AVP 98\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 profile-level-id=64001f\r\n",
        {Why.PROFILE, Why.NO_COMMON},
    ),
    "packetization mode 2": (
        "m=video 4000 RTP/AVP 98\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=2\r\n",
        {Why.PACKETIZATION, Why.NO_COMMON},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_keeps_its_line_with_port_0_and_says_why(case):
    offered, reasons = REFUSED[case]
    outcome = answered(offered)
    media = outcome.session.media[0]
    asked = offers.session(offered).media[0]
    assert (media.port, media.kind, media.protocol, media.formats) == (0, asked.kind, asked.protocol, asked.formats)
    assert not outcome.acceptable
    assert {each.why for each in outcome.refusals} == reasons
    assert all(any("一" <= letter <= "鿿" for letter in each.told) for each in outcome.refusals)


def test_video_refused_leaves_the_voice_and_every_line_its_place():
    outcome = answered("m=image 4000 udptl t38\r\n", MOBILE_VIDEO, MOBILE_VOICE, MOBILE_VIDEO, terms=(offers.voice(),))
    assert [(each.kind, each.port) for each in outcome.session.media] == [
        *(("image", 0), ("video", 0), ("audio", 30000), ("video", 0))
    ]
    assert [bool(each) for each in outcome.streams] == [False, False, True, False]
    assert outcome.stream("audio").place == 2
    assert {(each.place, each.why) for each in outcome.refusals} >= {(1, Why.NOT_WANTED), (3, Why.NOT_WANTED)}
