"""What positions say, and what they do not. Pure: no database, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians

from django.db.models import TextChoices

GAP = timedelta(seconds=60)
"Without a word for longer nobody knows which way it took, and no line is drawn. A number of ours."
LATE = timedelta(minutes=5)
"A position older than this is shown as old. A number of ours."
FASTEST = 70.0
"Metres a second, 250 km/h: what seems faster is an error of the receiver. A number of ours."
METRES_PER_DEGREE = 111_320.0


class Kind(TextChoices):
    RECORDER = "recorder", "执法记录仪"
    PHONE = "phone", "移动电话"


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a terminal was: degrees of CGCS2000, km/h, degrees clockwise from north."""

    at: datetime
    lon: float
    lat: float
    speed: float | None = None
    direction: float | None = None


def plausible(lon: float, lat: float) -> bool:
    """Whether this is a place at all: receivers without a fix say 0, 0."""
    return -180 <= lon <= 180 and -90 <= lat <= 90 and (abs(lon), abs(lat)) > (0.001, 0.001)


def metres(one: Fix, other: Fix) -> float:
    """Flat, which over the kilometres between two fixes is off by centimetres."""
    across = (other.lon - one.lon) * METRES_PER_DEGREE * cos(radians((one.lat + other.lat) / 2))
    return hypot(across, (other.lat - one.lat) * METRES_PER_DEGREE)


def stretches(fixes: Iterable[Fix], *, gap: timedelta = GAP) -> Iterator[list[Fix]]:
    """A track in the pieces that are known, in order of time: broken where nothing came for longer than `gap`, and
    without the single fix that would have been reached faster than anything drives."""
    piece: list[Fix] = []
    for fix in fixes:
        if piece and fix.at - piece[-1].at > gap:
            yield piece
            piece = []
        if piece and _leapt(piece[-1], fix):
            continue
        piece.append(fix)
    if piece:
        yield piece


def _leapt(before: Fix, fix: Fix) -> bool:
    seconds = max((fix.at - before.at).total_seconds(), 1.0)
    return metres(before, fix) / seconds > FASTEST


def length(piece: list[Fix]) -> float:
    """Metres along a stretch."""
    return sum(metres(one, other) for one, other in zip(piece, piece[1:], strict=False))


def thinned(piece: list[Fix], most: int) -> list[Fix]:
    """At most so many of a stretch, its first and last among them: a screen has no more pixels."""
    if len(piece) <= most:
        return piece
    step = (len(piece) - 1) / (most - 1)
    return [piece[round(place * step)] for place in range(most)]
