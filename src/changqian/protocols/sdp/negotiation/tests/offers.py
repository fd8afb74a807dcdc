"""Descriptions in the shapes that IMS networks and phones send (3GPP TS 26.114 annex A, GSMA IR.92 and IR.94), written
for these tests, and what we want of a call."""

from changqian.protocols.sdp import Direction, Origin, Session
from changqian.protocols.sdp.negotiation import Avpf, Bandwidths, Feedback, ImageAttributes, Terms, answer
from changqian.protocols.sdp.negotiation import catalogue as ours
from changqian.protocols.sdp.negotiation.feedback import VIDEO

US = Origin("-", "7", "1", host="10.1.0.2")
HEAD = "v=0\r\no=- 3906705022 1 IN IP4 100.64.1.2\r\ns=-\r\nc=IN IP4 100.64.1.2\r\nt=0 0\r\n"
CVO = "urn:3gpp:video-orientation"

MOBILE_VOICE = (
    "m=audio 49120 RTP/AVP 107 106 105 104 101 102\r\n"
    "b=AS:41\r\nb=RS:600\r\nb=RR:2000\r\n"
    "a=rtpmap:107 AMR-WB/16000/1\r\na=fmtp:107 mode-change-capability=2;max-red=0\r\n"
    "a=rtpmap:106 AMR-WB/16000/1\r\na=fmtp:106 octet-align=1;mode-change-capability=2;max-red=0\r\n"
    "a=rtpmap:105 AMR/8000/1\r\na=fmtp:105 mode-change-capability=2;max-red=0\r\n"
    "a=rtpmap:104 AMR/8000/1\r\na=fmtp:104 octet-align=1;mode-change-capability=2;max-red=0\r\n"
    "a=rtpmap:101 telephone-event/16000\r\na=fmtp:101 0-15\r\n"
    "a=rtpmap:102 telephone-event/8000\r\na=fmtp:102 0-15\r\n"
    "a=ptime:20\r\na=maxptime:240\r\na=sendrecv\r\n"
    "a=curr:qos local none\r\na=curr:qos remote none\r\n"
    "a=des:qos mandatory local sendrecv\r\na=des:qos optional remote sendrecv\r\n"
)
MOBILE_VIDEO = (
    "m=video 49154 RTP/AVP 99 100\r\n"
    "b=AS:1024\r\nb=RS:8000\r\nb=RR:6000\r\n"
    "a=tcap:1 RTP/AVPF\r\na=pcfg:1 t=1\r\n"
    "a=rtpmap:99 H264/90000\r\n"
    "a=fmtp:99 profile-level-id=42e01f; packetization-mode=1; sprop-parameter-sets=Z0LgH5ZUAoAt2AiA,aM48gA==\r\n"
    "a=rtpmap:100 H265/90000\r\na=fmtp:100 profile-id=1; level-id=93\r\n"
    "a=imageattr:99 send [x=720,y=1280] recv [x=720,y=1280] [x=480,y=640]\r\n"
    "a=rtcp-fb:* trr-int 5000\r\na=rtcp-fb:* nack\r\na=rtcp-fb:* nack pli\r\na=rtcp-fb:* ccm fir\r\n"
    "a=rtcp-fb:* ccm tmmbr\r\na=extmap:7 urn:3gpp:video-orientation\r\na=sendrecv\r\n"
)


def session(*media: str, head: str = HEAD) -> Session:
    return Session.parse(head + "".join(media))


def voice(port: int = 30000, **changed: object) -> Terms:
    codecs = (*ours.wide_amr(), *ours.narrow_amr(), ours.PCMA, ours.PCMU, ours.WIDE_KEYS, ours.KEYS)
    return Terms(**({"kind": "audio", "port": port, "codecs": codecs} | changed))


def video(port: int = 30002, **changed: object) -> Terms:
    own = {
        "kind": "video",
        "port": port,
        "codecs": ours.h264(),
        "bandwidths": Bandwidths(1500, senders=8000, receivers=6000),
        "feedback": VIDEO,
        "avpf": Avpf.CAPABILITY,
        "extensions": (CVO,),
        "sizes": ImageAttributes("*", ((480, 640), (640, 360)), ((720, 1280), (640, 360))),
    }
    return Terms(**(own | changed))


def answered(*media: str, terms: tuple[Terms, ...] | None = None, head: str = HEAD, **more: object):
    return answer(session(*media, head=head), US, terms or (voice(), video()), **more)


def line(session: Session, place: int) -> str:
    return str(next(session.media[place].lines()))


__all__ = ["Direction", "Feedback", "ours"]
