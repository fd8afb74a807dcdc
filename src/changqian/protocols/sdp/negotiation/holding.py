"""Hold and resume (RFC 3264 §8.4): the description that we said last, with other directions and all else as it was."""

from collections.abc import Mapping
from dataclasses import replace

from changqian.protocols.sdp.attributes import Attribute, Direction
from changqian.protocols.sdp.media import Media
from changqian.protocols.sdp.negotiation.offering import following
from changqian.protocols.sdp.session import Session

NAMES = frozenset(str(each) for each in Direction)


def hold(said: Session) -> Session:
    """A new offer in which nothing is wanted from the other side; what we send (music) goes on."""
    return redirected(said, {place: _told(said, place).within(Direction.SENDONLY) for place in range(len(said.media))})


def resume(said: Session, wanted: Mapping[int, Direction] | None = None) -> Session:
    """A new offer in which all that is on flows both ways again, or as `wanted` at its place."""
    found = {place: (wanted or {}).get(place, Direction.SENDRECV) for place in range(len(said.media))}
    return redirected(said, found)


def redirected(said: Session, directions: Mapping[int, Direction]) -> Session:
    """The same description with the next version, and the directions of streams at these places changed.

    Every other line stays, preconditions among them; `acfg` belongs to answers only and is left out.
    """
    media = tuple(_with(each, directions.get(place, _told(said, place))) for place, each in enumerate(said.media))
    kept = tuple(each for each in said.attributes if each.name.lower() not in NAMES)
    return replace(said, origin=following(said.origin), attributes=kept, media=media)


def _told(said: Session, place: int) -> Direction:
    return said.direction_of(said.media[place])


def _with(media: Media, direction: Direction) -> Media:
    if media.port == 0:
        return media
    kept = [each for each in media.attributes if each.name.lower() != "acfg"]
    at = next((index for index, each in enumerate(kept) if each.name.lower() in NAMES), len(kept))
    rest = [each for each in kept if each.name.lower() not in NAMES]
    return replace(media, attributes=(*rest[:at], Attribute(direction), *rest[at:]))
