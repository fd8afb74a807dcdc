"""Who sends and who receives, and holding: read from and written into a session description as text (RFC 3264 §8.4).

Only the direction lines and the version of o= are touched: all else stays byte for byte what both sides agreed on.
"""

import re
from enum import StrEnum


class Direction(StrEnum):
    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @property
    def silent(self) -> bool:
        """Who says so wants to hear nothing: the other side is on hold."""
        return self in (Direction.SENDONLY, Direction.INACTIVE)


HOLDING = {Direction.SENDRECV: Direction.SENDONLY, Direction.RECVONLY: Direction.INACTIVE}
RESUMING = {held: before for before, held in HOLDING.items()}
OF = {
    (True, True): Direction.SENDRECV,
    (True, False): Direction.SENDONLY,
    (False, True): Direction.RECVONLY,
    (False, False): Direction.INACTIVE,
}
"By whether one sends and whether one hears."

_DIRECTION = re.compile(rf"a=({'|'.join(Direction)})[ \t]*", re.IGNORECASE)
_ORIGIN = re.compile(r"(o=\S+ \S+ )([0-9]+)( .*)")
NOWHERE = ("IN IP4 0.0.0.0", "IN IP6 ::")
"An address that says hold, as before RFC 3264; still sent."

Block = list[str]


def directions(sdp: bytes) -> tuple[tuple[str, Direction], ...]:
    """(audio, sendrecv) and so on, for each medium that is not switched off."""
    session, *media = _blocks(sdp)
    above = _direction(session) or Direction.SENDRECV
    nowhere = _nowhere(session)
    found = []
    for block in media:
        kind, port = _medium(block[0])
        if port != "0":
            direction = _direction(block) or above
            gone = _nowhere(block) if any(line.startswith("c=") for line in block) else nowhere
            found.append((kind, HOLDING.get(direction, direction) if gone else direction))
    return tuple(found)


def spoken(sdp: bytes) -> Direction:
    """Of the sound, or of the first medium where there is none: what makes a call held or not."""
    found = directions(sdp)
    return next((way for kind, way in found if kind == "audio"), found[0][1] if found else Direction.INACTIVE)


def held(sdp: bytes) -> bytes:
    """What to offer so that the other side is on hold: we may go on sending, as music, and listen no more."""
    return _redirected(sdp, HOLDING)


def resumed(sdp: bytes) -> bytes:
    return _redirected(sdp, RESUMING)


def mirrored(sdp: bytes, theirs: bytes, *, holding: bool = False) -> bytes:
    """Our description as the answer to theirs, where nothing changes but the directions (RFC 3264 §6.1): we send what
    they want to hear, and hear what they send unless we hold them."""
    ways = {}
    for at, (_, way) in enumerate(_all(theirs)):
        sends = way in (Direction.SENDRECV, Direction.RECVONLY)
        hears = way in (Direction.SENDRECV, Direction.SENDONLY) and not holding
        ways[at] = OF[sends, hears]
    return _written(sdp, ways)


def _redirected(sdp: bytes, turn: dict[Direction, Direction]) -> bytes:
    return _written(sdp, {at: turn.get(way, way) for at, (_, way) in enumerate(_all(sdp))})


def _written(sdp: bytes, wanted: dict[int, Direction]) -> bytes:
    session, *media = _blocks(sdp)
    out = [_newer(line) for line in session if not _DIRECTION.fullmatch(line)]
    for at, block in enumerate(media):
        if at in wanted:
            block = [*(line for line in block if not _DIRECTION.fullmatch(line)), f"a={wanted[at]}"]
        out += block
    return "".join(f"{line}\r\n" for line in out).encode("utf-8", errors="surrogateescape")


def _all(sdp: bytes) -> list[tuple[str, Direction]]:
    """As `directions`, with those that are off, and by the lines alone."""
    session, *media = _blocks(sdp)
    above = _direction(session) or Direction.SENDRECV
    return [(_medium(block[0])[0], _direction(block) or above) for block in media]


def _blocks(sdp: bytes) -> list[Block]:
    """What is before the first m=, and each medium."""
    blocks: list[Block] = [[]]
    for line in sdp.decode("utf-8", errors="surrogateescape").splitlines():
        if line.startswith("m="):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _direction(block: Block) -> Direction | None:
    found = next((match for line in block if (match := _DIRECTION.fullmatch(line))), None)
    return Direction(found[1].lower()) if found else None


def _medium(line: str) -> tuple[str, str]:
    words = [*line[2:].split(), "", ""]
    return words[0].lower(), words[1].partition("/")[0]


def _nowhere(block: Block) -> bool:
    return any(line.startswith("c=") and line[2:].strip() in NOWHERE for line in block)


def _newer(line: str) -> str:
    """The version of a description rises by one when it is changed (RFC 3264 §8)."""
    found = _ORIGIN.fullmatch(line)
    return f"{found[1]}{int(found[2]) + 1}{found[3]}" if found else line
