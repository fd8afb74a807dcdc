"""One stream of a session: an `m=` line and what follows it. RFC 8866 section 5.14, GB/T 28181-2022 annex G."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from changqian.protocols.sdp.attributes import Attribute, Direction, RtpMap, Setup, direction_of, valued
from changqian.protocols.sdp.description import Description
from changqian.protocols.sdp.lines import Line, Malformed, refuse_breaks, whole

STREAM_NAMES = {"main": 0, "sub": 1, "0": 0, "1": 1}
"`a=streamMode` of some vendors, where the standard says `a=streamnumber`."


class Transport(StrEnum):
    """How media travel, as the writer of the description sees it. GB/T 28181-2022 annex D, RFC 4571 framing on TCP."""

    UDP = "udp"
    TCP_ACTIVE = "tcp_active"
    "The writer connects."
    TCP_PASSIVE = "tcp_passive"
    "The writer listens."

    @property
    def protocol(self) -> str:
        return "RTP/AVP" if self is Transport.UDP else "TCP/RTP/AVP"

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        if self is Transport.UDP:
            return ()
        setup = Setup.ACTIVE if self is Transport.TCP_ACTIVE else Setup.PASSIVE
        return Attribute("setup", setup), Attribute("connection", "new")


@dataclass(frozen=True, slots=True)
class Connection:
    """`c=IN IP4 10.0.0.1`. RFC 8866 section 5.7; a TTL behind a slash is kept in `host`."""

    host: str
    family: str = "IP4"
    network: str = "IN"

    def __post_init__(self) -> None:
        refuse_breaks(self.host, self.family, self.network)
        if not self.host or any(" " in each for each in (self.host, self.family, self.network)):
            raise Malformed(f"{self.host!r} is not an address")

    @classmethod
    def parse(cls, text: str) -> Self:
        words = text.split()
        if not words:
            raise Malformed("c= without an address")
        network, family = (words[0], words[1]) if len(words) >= 3 else ("IN", "IP6" if ":" in words[-1] else "IP4")
        return cls(words[2] if len(words) >= 3 else words[-1], family, network)

    def __str__(self) -> str:
        return f"{self.network} {self.family} {self.host}"


@dataclass(frozen=True, slots=True)
class Media:
    """`m=kind port protocol formats` and its lines.

    `ssrc` is the `y=` line as it came, ten digits by the standard; `description` the `f=` line, None where there is
    none; `others` are lines with letters unknown here, in their order.
    """

    kind: str
    port: int
    protocol: str
    formats: tuple[str, ...]
    title: str = ""
    connection: Connection | None = None
    bandwidths: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    ssrc: str = ""
    description: Description | None = None
    others: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        words = (self.kind, self.protocol, *self.formats)
        refuse_breaks(self.title, self.ssrc, *self.bandwidths)
        if not all(word and not set(word) & set(" \t\r\n") for word in words):
            raise Malformed(f"these are no words of an m= line: {words}")
        if not 0 <= self.port <= 65535:
            raise Malformed(f"{self.port} is not a port")

    @classmethod
    def parse(cls, line: str, below: Iterable[Line] = ()) -> Self:
        """An `m=` line and the lines below it up to the next; what makes no sense below is kept among `others`."""
        words = line.split()
        if len(words) < 3:
            raise Malformed(f"m={line[:40]} lacks a port or a protocol")
        media = cls(words[0], whole(words[1].partition("/")[0], high=65535), words[2], tuple(words[3:]))
        for each in below:
            try:
                media = media._with(each)
            except Malformed:
                media = replace(media, others=(*media.others, each))
        return media

    def _with(self, line: Line) -> Self:
        match line.kind:
            case "i" if not self.title:
                return replace(self, title=line.value)
            case "c" if self.connection is None:
                return replace(self, connection=Connection.parse(line.value))
            case "b":
                return replace(self, bandwidths=(*self.bandwidths, line.value))
            case "a":
                return replace(self, attributes=(*self.attributes, Attribute.parse(line.value)))
            case "y" if not self.ssrc and line.value:
                return replace(self, ssrc=line.value)
            case "f" if self.description is None:
                return replace(self, description=Description.parse(line.value))
        return replace(self, others=(*self.others, line))

    def lines(self) -> Iterator[Line]:
        """GB/T 28181-2022 annex G has y= and f= behind the attributes, in this order."""
        yield Line("m", " ".join((self.kind, str(self.port), self.protocol, *self.formats)))
        if self.title:
            yield Line("i", self.title)
        if self.connection:
            yield Line("c", str(self.connection))
        yield from (Line("b", each) for each in self.bandwidths)
        yield from (Line("a", str(each)) for each in self.attributes)
        if self.ssrc:
            yield Line("y", self.ssrc)
        if self.description is not None:
            yield Line("f", str(self.description))
        yield from self.others

    def values(self, *names: str) -> list[str]:
        return valued(self.attributes, *names)

    @property
    def ssrc_number(self) -> int | None:
        """`y=` as the 32 bits that stand in RTP packets; None where it is no such number."""
        digits = self.ssrc if self.ssrc.isascii() and self.ssrc.isdigit() else ""
        return int(digits) if digits and len(digits) <= 10 and int(digits) < 2**32 else None

    @property
    def direction(self) -> Direction | None:
        """As named here; a session may name it for all. See `Session.direction_of`."""
        return direction_of(self.attributes)

    @property
    def setup(self) -> Setup | None:
        known = {str(each): each for each in Setup}
        return next((known[each.lower()] for each in self.values("setup") if each.lower() in known), None)

    @property
    def over_tcp(self) -> bool:
        return "TCP" in self.protocol.upper()

    @property
    def transport(self) -> Transport:
        """TCP without `a=setup` counts as active: by default the device is the client (annex D)."""
        if not self.over_tcp:
            return Transport.UDP
        return Transport.TCP_PASSIVE if self.setup is Setup.PASSIVE else Transport.TCP_ACTIVE

    @property
    def rtpmaps(self) -> dict[int, RtpMap]:
        """By payload type; unreadable ones are left out."""
        found: dict[int, RtpMap] = {}
        for value in self.values("rtpmap"):
            try:
                one = RtpMap.parse(value)
            except Malformed:
                continue
            found.setdefault(one.payload, one)
        return found

    def fmtp(self, payload: int) -> dict[str, str]:
        """`a=fmtp:98 key=value;flag` as a mapping, flags with an empty value. RFC 8866 section 6.15."""
        rests = (value.partition(" ") for value in self.values("fmtp"))
        text = next((rest for number, _, rest in rests if number == str(payload)), "")
        pairs = (part.strip().partition("=") for part in text.split(";"))
        return {key.strip(): value.strip() for key, _, value in pairs if key.strip()}

    @property
    def stream_number(self) -> int | None:
        """0 main, 1 and more sub streams. `streamprofile` and `streamMode` are what vendors say instead."""
        for value in self.values("streamnumber", "streamprofile", "stream"):
            if value.isascii() and value.isdigit() and len(value) <= 3:
                return int(value)
        return next((STREAM_NAMES[v.lower()] for v in self.values("streammode") if v.lower() in STREAM_NAMES), None)

    @property
    def download_speed(self) -> float | None:
        """Times real time."""
        return next((speed for speed in map(_positive, self.values("downloadspeed")) if speed), None)

    @property
    def file_size(self) -> int | None:
        """Bytes, in the answer to a download. GB/T 28181-2022 annex G."""
        return next((int(v) for v in self.values("filesize") if v.isascii() and v.isdigit() and len(v) <= 18), None)


def _positive(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < 1e6 else None
