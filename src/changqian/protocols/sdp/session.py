"""A whole session description. RFC 8866 section 5, GB/T 28181-2022 annex G."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from changqian.protocols.sdp.attributes import Attribute, Direction, direction_of
from changqian.protocols.sdp.lines import Line, Malformed, join, refuse_breaks, split
from changqian.protocols.sdp.media import Connection, Media

ORDER = "vosiuepcbtrzka"
"RFC 8866 section 5: the order that strict readers, 海康 among them, insist on."
MOST_MEDIA = 32


@dataclass(frozen=True, slots=True)
class Origin:
    """`o=user id version IN IP4 host`. In GB/T 28181 the user is the id of who wrote the description."""

    user: str = "-"
    session_id: str = "0"
    version: str = "0"
    network: str = "IN"
    family: str = "IP4"
    host: str = "0.0.0.0"

    def __post_init__(self) -> None:
        if not all(word and not set(word) & set(" \t\r\n\0") for word in self._words):
            raise Malformed(f"these are no words of an o= line: {self._words}")

    @property
    def _words(self) -> tuple[str, ...]:
        return self.user, self.session_id, self.version, self.network, self.family, self.host

    @classmethod
    def parse(cls, text: str) -> Self:
        """What is missing at the end takes its default."""
        return cls(*text.split()[:6])

    def __str__(self) -> str:
        return " ".join(self._words)


@dataclass(frozen=True, slots=True)
class Session:
    """`name` is Play, Playback, Download or Talk in GB/T 28181; `start` and `stop` are the `t=` line.

    GB/T 28181 counts seconds since 1970 there, RFC 8866 since 1900: they are kept as they came. `others` are lines
    with letters that mean nothing here, in their order.
    """

    name: str = "-"
    origin: Origin = field(default_factory=Origin)
    info: str = ""
    uri: str = ""
    connection: Connection | None = None
    bandwidths: tuple[str, ...] = ()
    start: int = 0
    stop: int = 0
    attributes: tuple[Attribute, ...] = ()
    media: tuple[Media, ...] = ()
    others: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        refuse_breaks(self.name, self.info, self.uri, *self.bandwidths)
        if self.start < 0 or self.stop < 0:
            raise Malformed("time does not run before it began")

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Missing lines take defaults and unknown ones are kept; Malformed if no line is one, or an m= is broken."""
        lines = split(data)
        if not any(line.kind in "vosm" for line in lines):
            raise Malformed("no v=, o=, s= or m= line")
        starts = [index for index, line in enumerate(lines) if line.kind == "m"]
        if len(starts) > MOST_MEDIA:
            raise Malformed(f"{len(starts)} streams are more than {MOST_MEDIA}")
        session = cls()
        for line in lines[: starts[0]] if starts else lines:
            try:
                session = session._with(line)
            except Malformed:
                session = replace(session, others=(*session.others, line))
        ends = [*starts[1:], len(lines)]
        parts = zip(starts, ends, strict=False)
        media = tuple(Media.parse(lines[start].value, lines[start + 1 : end]) for start, end in parts)
        return replace(session, media=media)._with_ssrc_where_it_belongs()

    def _with(self, line: Line) -> Self:
        match line.kind:
            case "v":
                return self
            case "o" if self.origin == Origin():
                return replace(self, origin=Origin.parse(line.value))
            case "s" if self.name == "-":
                return replace(self, name=line.value or "-")
            case "i" if not self.info:
                return replace(self, info=line.value)
            case "u" if not self.uri:
                return replace(self, uri=line.value)
            case "c" if self.connection is None:
                return replace(self, connection=Connection.parse(line.value))
            case "b":
                return replace(self, bandwidths=(*self.bandwidths, line.value))
            case "t" if not (self.start or self.stop):
                start, stop, *_ = [*map(_seconds, line.value.split()), 0, 0]
                return replace(self, start=start, stop=stop)
            case "a":
                return replace(self, attributes=(*self.attributes, Attribute.parse(line.value)))
        return replace(self, others=(*self.others, line))

    def _with_ssrc_where_it_belongs(self) -> Self:
        """Some devices write y= before m=; it is the stream's."""
        above = [line.value for line in self.others if line.kind == "y" and line.value]
        if not above or not self.media:
            return self
        media = tuple(each if each.ssrc else replace(each, ssrc=above[0]) for each in self.media)
        return replace(self, media=media, others=tuple(line for line in self.others if line.kind != "y"))

    def lines(self) -> Iterator[Line]:
        head = [Line("v", "0"), Line("o", str(self.origin)), Line("s", self.name)]
        head += [Line(kind, value) for kind, value in (("i", self.info), ("u", self.uri)) if value]
        head += [Line("c", str(self.connection))] if self.connection else []
        head += [Line("b", each) for each in self.bandwidths]
        head += [Line("t", f"{self.start} {self.stop}")]
        head += [Line("a", str(each)) for each in self.attributes]
        rank = {kind: place for place, kind in enumerate(ORDER)}
        yield from sorted([*head, *self.others], key=lambda line: rank.get(line.kind, len(rank)))
        for each in self.media:
            yield from each.lines()

    def __str__(self) -> str:
        return join(self.lines())

    def direction_of(self, media: Media) -> Direction:
        """RFC 8866 section 6.7: as the stream says, else as the session says, else both ways."""
        return media.direction or direction_of(self.attributes) or Direction.SENDRECV

    def host_of(self, media: Media) -> str:
        """Where the stream is wanted or comes from; empty if nobody said. A TTL is cut off."""
        connection = media.connection or self.connection
        return connection.host.partition("/")[0] if connection else ""

    def first(self, *kinds: str) -> Media | None:
        """The first stream of these kinds, as `video` or `audio`; of any kind if none is named."""
        return next((each for each in self.media if not kinds or each.kind.lower() in kinds), None)


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
