"""`a=extmap`: names of header extensions (RFC 8285 §5), as `urn:3gpp:video-orientation`."""

from collections.abc import Iterable, Mapping

from changqian.protocols.sdp.attributes import Attribute, Direction
from changqian.protocols.sdp.media import Media


def offered(media: Media) -> dict[int, str]:
    """By number, those without a direction or with both; the first where a number comes twice."""
    found: dict[int, str] = {}
    for value in media.values("extmap"):
        number, name, *_ = [*value.split(), "", ""]
        digits, _, direction = number.partition("/")
        numeric = digits.isascii() and digits.isdigit() and len(digits) <= 3 and 1 <= int(digits) <= 255
        if numeric and name and direction in ("", Direction.SENDRECV):
            found.setdefault(int(digits), name)
    return found


def common(theirs: Mapping[int, str], ours: Iterable[str]) -> dict[int, str]:
    """Theirs that we know too, under their numbers (§6)."""
    known = set(ours)
    return {number: name for number, name in theirs.items() if name in known}


def attributes(found: Mapping[int, str]) -> tuple[Attribute, ...]:
    return tuple(Attribute("extmap", f"{number} {name}") for number, name in found.items())
