"""The command centre, the operator's side, and two telephones of a firm; and the descriptions they exchange."""

from changqian.protocols.sip.flow import Flow
from changqian.protocols.telephony import PROFILES, Line, OperatorProfile

CENTRE, MOBILE, DESK, PROXY = "192.0.2.1", "198.51.100.7", "198.51.100.8", "203.0.113.1"
PLAIN = PROFILES["plain"]
DOMAIN = "ims.example"
NUMBER, CALLED = "051988880000", "13812345678"
CALLED_URI = f"sip:+86{CALLED}@{DOMAIN};user=phone"


def flow(host: str, transport: str = "UDP") -> Flow:
    return Flow(transport, host, 5060)


def line(to: str, profile: OperatorProfile = PLAIN, number: str = NUMBER, **given) -> Line:
    return Line(peer=flow(to), domain=DOMAIN, profile=profile, number=number, area="0519", **given)


def sdp(host: str = CENTRE, version: int = 1, way: str = "sendrecv", port: int = 40000, more: str = "") -> bytes:
    text = f"v=0\no=- 7 {version} IN IP4 {host}\ns=-\nc=IN IP4 {host}\nt=0 0\nm=audio {port} RTP/AVP 8\na={way}\n{more}"
    return text.replace("\n", "\r\n").encode()


def with_lines(body: bytes, *lines: str) -> bytes:
    return body + "".join(f"{each}\r\n" for each in lines).encode()
