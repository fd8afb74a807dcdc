"""What we want of a stream, for offers and answers alike."""

from dataclasses import dataclass, field
from enum import StrEnum

from changqian.protocols.sdp.attributes import Attribute, Direction
from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.negotiation.bandwidth import Bandwidths
from changqian.protocols.sdp.negotiation.codecs import Codec
from changqian.protocols.sdp.negotiation.crypto import Crypto
from changqian.protocols.sdp.negotiation.feedback import Feedback
from changqian.protocols.sdp.negotiation.sizes import ImageAttributes


class Avpf(StrEnum):
    """How the profile with feedback (RFC 4585) is spoken of."""

    NEVER = "never"
    CAPABILITY = "capability"
    "Offered beside RTP/AVP (RFC 5939), taken when offered so: what phones on IMS do."
    ALWAYS = "always"
    "Offered in the m= line."


@dataclass(frozen=True, slots=True)
class Terms:
    kind: str
    "audio or video."
    port: int
    "Where we receive; 0: not wanted."
    codecs: tuple[Codec, ...]
    "What we speak, liked best first, with the numbers for our offers; key presses and comfort noise among them."
    direction: Direction = Direction.SENDRECV
    host: str = ""
    "Where another than the session's."
    packet_time: int = 20
    "Milliseconds of voice in a packet that we like to receive."
    longest_packet: int = 240
    bandwidths: Bandwidths = field(default_factory=Bandwidths)
    "What we want to receive at most. Of voice, AS is worked out where it is left open."
    feedback: tuple[Feedback, ...] = ()
    avpf: Avpf = Avpf.NEVER
    extensions: tuple[str, ...] = ()
    "Names of header extensions."
    sizes: ImageAttributes | None = None
    "Sizes of pictures; its payload type is not looked at."
    crypto: tuple[Crypto, ...] = ()
    "Keys of ours for SRTP, which then is offered; without them it is refused."
    rtcp_mux: bool = False
    "Reports on the port of the media (RFC 5761), where the other side agrees."
    extra: tuple[Attribute, ...] = ()
    "Lines of others, as preconditions (RFC 3312): said as they are."

    def __post_init__(self) -> None:
        numbers = [each.payload for each in self.codecs]
        if len(set(numbers)) != len(numbers):
            raise Malformed(f"payload types given twice: {numbers}")
        if all(each.beside for each in self.codecs):
            raise Malformed("a stream without a codec")
