"""The result of a negotiation: what to send where, what to expect, and what was refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from changqian.protocols.sdp.attributes import Direction
from changqian.protocols.sdp.media import Media
from changqian.protocols.sdp.negotiation import extensions, feedback
from changqian.protocols.sdp.negotiation.bandwidth import Bandwidths
from changqian.protocols.sdp.negotiation.codecs import COMFORT, EVENTS, Codec
from changqian.protocols.sdp.negotiation.crypto import Crypto
from changqian.protocols.sdp.negotiation.feedback import Feedback
from changqian.protocols.sdp.negotiation.refusals import Refusal
from changqian.protocols.sdp.negotiation.sizes import ImageAttributes
from changqian.protocols.sdp.session import Session

NOWHERE = ("0.0.0.0", "::")
"As a `c=` line: put on hold by RFC 2543's way (RFC 3264 §8.4)."


class Pair(NamedTuple):
    """One format, in both directions. The numbers differ where an answer took another one than was offered."""

    receive: Codec
    "As it comes to us."
    send: Codec
    "As they want it: their number, and what their parameters ask of who sends."


class Address(NamedTuple):
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """One stream that both sides want."""

    place: int
    "Of its m= line."
    kind: str
    protocol: str
    codecs: tuple[Pair, ...]
    "The first is the one to send; the others may come as well. Key presses and comfort noise are apart."
    keys: Pair | None
    "telephone-event."
    comfort: Pair | None
    direction: Direction
    "Ours."
    theirs: Direction
    "As they said it, with a hold by `c=0.0.0.0` counted in."
    port: int
    "Ours."
    media: Address
    "Where to send."
    reports: Address
    "Where to send RTCP; the same as `media` when `rtcp_mux`."
    rtcp_mux: bool
    packet_time: int
    "Milliseconds of voice that they want in a packet."
    longest_packet: int
    bandwidths: Bandwidths
    "What they want to receive at most."
    report_bandwidth: int | None
    "bit/s; 0: no reports at all. None: not said."
    feedback: tuple[Feedback, ...]
    extensions: tuple[tuple[int, str], ...]
    "Number and name."
    sizes: ImageAttributes | None
    "Of pictures, as we said."
    crypto: tuple[Crypto, Crypto] | None
    "Our key and theirs."

    @property
    def codec(self) -> Codec:
        """The one to send."""
        return self.codecs[0].send

    @property
    def held(self) -> bool:
        """The other side does not want to hear us for now."""
        return not self.theirs.receives

    def receiving(self, payload: int) -> Codec | None:
        """What a packet of this payload type holds."""
        besides = [each for each in (self.keys, self.comfort) if each]
        return next((each.receive for each in (*self.codecs, *besides) if each.receive.payload == payload), None)

    def tells(self, kind: str) -> bool:
        """Whether feedback of this kind may be sent, as `nack pli`."""
        return any(each.kind.startswith(kind) for each in self.feedback)


@dataclass(frozen=True, slots=True)
class Outcome:
    session: Session
    "The answer: ours to be sent, or theirs that was judged."
    streams: tuple[Agreed | None, ...]
    "One for each m= line of the offer; None where there is no media."
    refusals: tuple[Refusal, ...]

    @property
    def acceptable(self) -> bool:
        """Whether any media is left; without, 488 is in order (RFC 3261 §13.3.1.3)."""
        return any(self.streams)

    def stream(self, kind: str) -> Agreed | None:
        """The first of a kind."""
        return next((each for each in self.streams if each and each.kind == kind), None)

    def __str__(self) -> str:
        return "；".join(map(str, self.refusals))


def agreed(
    place: int,
    ours: Media,
    session: Session,
    theirs: Media,
    pairs: Iterable[Pair],
    *,
    protocol: str,
    direction: Direction,
    crypto: tuple[Crypto, Crypto] | None,
    sizes: ImageAttributes | None,
) -> Agreed:
    """`session` and `theirs`: what they wrote. `direction`: ours."""
    found = tuple(pairs)
    mains = tuple(each for each in found if not each.receive.beside)
    told = Bandwidths.of(theirs)
    muxed = bool(_flagged(ours, "rtcp-mux") and _flagged(theirs, "rtcp-mux"))
    media = Address(session.host_of(theirs), theirs.port)
    own = Bandwidths.of(ours)
    return Agreed(
        place=place,
        kind=ours.kind.lower(),
        protocol=protocol,
        codecs=mains,
        keys=_beside(found, EVENTS),
        comfort=_beside(found, COMFORT),
        direction=direction,
        theirs=told_direction(session, theirs),
        port=ours.port,
        media=media,
        reports=media if muxed else _reports(theirs, media),
        rtcp_mux=muxed,
        packet_time=_milliseconds(theirs, "ptime") or _milliseconds(ours, "ptime") or 20,
        longest_packet=_milliseconds(theirs, "maxptime") or 240,
        bandwidths=told,
        report_bandwidth=told.reports if told.reports is not None else own.reports,
        feedback=_feedback(ours, theirs, mains[0], protocol),
        extensions=tuple(extensions.common(extensions.offered(theirs), extensions.offered(ours).values()).items()),
        sizes=sizes,
        crypto=crypto,
    )


def told_direction(session: Session, media: Media) -> Direction:
    """What they say, and that nothing is to be sent to nowhere."""
    told = session.direction_of(media)
    return told.within(Direction.SENDONLY) if session.host_of(media) in NOWHERE else told


def _beside(found: Iterable[Pair], name: str) -> Pair | None:
    return next((each for each in found if each.receive.name == name), None)


def _feedback(ours: Media, theirs: Media, main: Pair, protocol: str) -> tuple[Feedback, ...]:
    """Only under AVPF (RFC 4585 §4.2)."""
    if not protocol.upper().endswith("AVPF"):
        return ()
    return feedback.common(feedback.offered(theirs, main.send.payload), feedback.offered(ours, main.receive.payload))


def _reports(media: Media, address: Address) -> Address:
    """The next port, unless `a=rtcp:53020 IN IP4 …` says another (RFC 3605)."""
    for value in media.values("rtcp"):
        words = value.split()
        if words and words[0].isascii() and words[0].isdigit() and len(words[0]) <= 5 and 0 < int(words[0]) < 65536:
            return Address(words[3] if len(words) > 3 else address.host, int(words[0]))
    return Address(address.host, min(65535, address.port + 1))


def _milliseconds(media: Media, name: str) -> int | None:
    """Some write 20.0."""
    told = (value.partition(".")[0] for value in media.values(name))
    numbers = (int(value) for value in told if value.isascii() and value.isdigit() and len(value) <= 6)
    return next((number for number in numbers if 0 < number <= 1000), None)


def _flagged(media: Media, name: str) -> bool:
    return any(each.name.lower() == name for each in media.attributes)
