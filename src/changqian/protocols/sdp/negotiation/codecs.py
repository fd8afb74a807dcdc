"""The formats of a stream: payload type, encoding and parameters, read from a description or chosen by us."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from changqian.protocols.sdp.attributes import Attribute, RtpMap
from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.media import Media
from changqian.protocols.sdp.negotiation.parameters import (
    AmrParameters,
    EventParameters,
    H264Parameters,
    OpusParameters,
    Parameters,
)

EVENTS, COMFORT = "TELEPHONE-EVENT", "CN"
BESIDE = (EVENTS, COMFORT)
"Travel beside the voice and are none themselves."
READERS: Mapping[str, type[Parameters]] = {
    "AMR": AmrParameters,
    "AMR-WB": AmrParameters,
    "H264": H264Parameters,
    "OPUS": OpusParameters,
    EVENTS: EventParameters,
    "PCMA": Parameters,
    "PCMU": Parameters,
    COMFORT: Parameters,
}
"By encoding in capitals: the codecs that can be negotiated here."
STATIC: Mapping[int, RtpMap] = {
    each.payload: each
    for each in (
        *(RtpMap(0, "PCMU", 8000), RtpMap(3, "GSM", 8000), RtpMap(4, "G723", 8000), RtpMap(8, "PCMA", 8000)),
        *(RtpMap(9, "G722", 8000), RtpMap(13, "CN", 8000), RtpMap(18, "G729", 8000), RtpMap(34, "H263", 90000)),
    )
}
"Payload types that need no rtpmap. (RFC 3551 §6)"
MOST_FORMATS = 64


@dataclass(frozen=True, slots=True)
class Codec:
    """One format. Of ours, `payload` is the number that it has in our offers."""

    map: RtpMap
    parameters: Parameters = field(default_factory=Parameters)

    @property
    def payload(self) -> int:
        return self.map.payload

    @property
    def name(self) -> str:
        """In capitals."""
        return self.map.encoding.upper()

    @property
    def clock(self) -> int:
        return self.map.clock

    def __str__(self) -> str:
        return f"{self.map.encoding}/{self.clock} ({self.payload})"

    @property
    def beside(self) -> bool:
        return self.name in BESIDE

    def like(self, other: "Codec") -> bool:
        """The same encoding, whatever its number and parameters."""
        return (self.name, self.clock, self.map.channels) == (other.name, other.clock, other.map.channels)

    @property
    def attributes(self) -> Iterator[Attribute]:
        yield self.map.attribute
        if text := str(self.parameters):
            yield Attribute("fmtp", f"{self.payload} {text}")


def codec(payload: int, name: str, clock: int, parameters: Parameters | None = None, channels: int = 1) -> Codec:
    return Codec(RtpMap(payload, name, clock, channels), parameters or Parameters())


@dataclass(frozen=True, slots=True)
class Unread:
    """A format that is known by its number only, or not understood."""

    payload: str
    name: str
    unnamed: bool
    told: str
    "What is wrong with it."


def formats(media: Media) -> Iterator[Codec | Unread]:
    """The formats of a stream in their order, each number once."""
    maps, texts = media.rtpmaps, fmtps(media)
    for payload in list(dict.fromkeys(media.formats))[:MOST_FORMATS]:
        number = int(payload) if payload.isascii() and payload.isdigit() and len(payload) <= 3 else -1
        named = maps.get(number) or STATIC.get(number)
        if named is None:
            yield Unread(payload, payload, True, "动态负载类型没有 rtpmap 说明")
            continue
        reader = READERS.get(named.encoding.upper(), Parameters)
        try:
            yield Codec(named, _bounded(named, reader.parse(texts.get(number, ""))))
        except Malformed as fault:
            yield Unread(payload, f"{named.encoding}/{named.clock} ({payload})", False, f"参数无法理解（{fault}）")


def fmtps(media: Media) -> dict[int, str]:
    """The text behind each payload type, as it came; the first where one has several."""
    found: dict[int, str] = {}
    for value in media.values("fmtp"):
        number, _, text = value.replace("\t", " ").partition(" ")
        if number.isascii() and number.isdigit() and len(number) <= 3:
            found.setdefault(int(number), text.strip())
    return found


def _bounded(named: RtpMap, parameters: Parameters) -> Parameters:
    """AMR has one mode less than AMR-WB."""
    narrow = isinstance(parameters, AmrParameters) and named.encoding.upper() == "AMR"
    if narrow and isinstance(parameters, AmrParameters) and parameters.modes and max(parameters.modes) > 7:
        raise Malformed("AMR has modes 0 to 7")
    return parameters
