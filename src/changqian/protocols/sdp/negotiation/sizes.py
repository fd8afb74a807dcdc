"""`a=imageattr`: sizes of pictures that a side sends and can take (RFC 6236), which TS 26.114 §6.2.3.2 asks for.

Read as what matters to a telephone: lists of sizes. Ranges, shapes of pixels and preferences are read over, and a set
that says its width or height as a range counts by the range's end.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from changqian.protocols.sdp.attributes import Attribute
from changqian.protocols.sdp.lines import Malformed
from changqian.protocols.sdp.media import Media

_SET = re.compile(r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")
_EDGE = re.compile(r"\b([xy])=\[?([0-9:,]+)\]?")
_HALF = re.compile(r"(send|recv)\s+(\*|(?:\[[^ ]*\]\s*)+)")
LARGEST = 16384
MOST = 32

Size = tuple[int, int]
"Width and height."


@dataclass(frozen=True, slots=True)
class ImageAttributes:
    """Of one format; as its writer sees it. None: any size."""

    payload: str
    send: tuple[Size, ...] | None = None
    receive: tuple[Size, ...] | None = None

    @classmethod
    def parse(cls, value: str) -> Self:
        """Malformed where no size can be read."""
        payload, _, rest = value.strip().partition(" ")
        if not payload or len(rest) > 2000:
            raise Malformed("imageattr without a payload type")
        halves = {match[1]: _sizes(match[2]) for match in _HALF.finditer(rest)}
        if not halves:
            raise Malformed("imageattr without send or recv")
        return cls(payload, halves.get("send"), halves.get("recv"))

    @property
    def attribute(self) -> Attribute:
        return Attribute("imageattr", f"{self.payload} send {_printed(self.send)} recv {_printed(self.receive)}")

    def answering(self, ours: "ImageAttributes") -> "ImageAttributes | None":
        """What we answer to this: of our sizes those that they take and send; None where nothing is common, for then
        the attribute is left out (§3.2.4)."""
        send, receive = _common(ours.send, self.receive), _common(ours.receive, self.send)
        return None if send == () or receive == () else ImageAttributes(self.payload, send, receive)


def offered(media: Media, payload: int) -> ImageAttributes | None:
    for value in media.values("imageattr")[:MOST]:
        try:
            found = ImageAttributes.parse(value)
        except Malformed:
            continue
        if found.payload in ("*", str(payload)):
            return found
    return None


def _sizes(text: str) -> tuple[Size, ...] | None:
    if text.strip() == "*":
        return None
    found = []
    for part in _SET.findall(text)[:MOST]:
        edges = {key: int(re.split("[:,]", value.strip(":,"))[-1][:6] or 0) for key, value in _EDGE.findall(part)}
        if set(edges) == {"x", "y"} and all(0 < edge <= LARGEST for edge in edges.values()):
            found.append((edges["x"], edges["y"]))
    if not found:
        raise Malformed("imageattr without a size")
    return tuple(found)


def _printed(sizes: Iterable[Size] | None) -> str:
    return "*" if sizes is None else " ".join(f"[x={width},y={height}]" for width, height in sizes)


def _common(ours: tuple[Size, ...] | None, theirs: tuple[Size, ...] | None) -> tuple[Size, ...] | None:
    if ours is None or theirs is None:
        return theirs if ours is None else ours
    return tuple(size for size in ours if size in theirs)
