"""The last act on a segment, in a thread: its directory, and the disk; and reading what a kill left open."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from changqian.gateways.video.recording import boxes
from changqian.gateways.video.recording.boxes import ABOUT, RESERVED, VIDEO, VIDEO_SCALE, Unreadable
from changqian.gateways.video.recording.digesting import digest
from changqian.gateways.video.recording.segment import Stored

LARGEST_HEAD = 1 << 20
"Bytes of a box that is read whole: no `moov` or `moof` of ours is larger."


def seal(path: Path, reserved_at: int, marks: list[tuple[int, int]], whole: int, end: int) -> None:
    """The file ends at `whole`, and is on the disk then."""
    with path.open("r+b") as file:
        file.truncate(whole)
        file.seek(reserved_at)
        file.write(boxes.directory(marks, (whole, end)))
        file.flush()
        os.fsync(file.fileno())
    for folder in list(path.parents)[:4]:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """So that the names in it survive a power cut: of the file, its channel, its device and its day."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(slots=True)
class Found:
    """What a file holds, as far as it is whole."""

    about: dict[str, Any] = field(default_factory=dict)
    reserved_at: int = 0
    closed: bool = False
    "It was sealed: nothing is missing."
    whole: int = 0
    frames: int = 0
    end: int = 0
    marks: list[tuple[int, int]] = field(default_factory=list)


def scan(path: Path) -> Found:
    """Raises Unreadable for a file that is no segment of ours, OSError for one that cannot be read."""
    found = Found()
    size = path.stat().st_size
    with path.open("rb") as file:
        while (box := _next(file, found.whole, size)) is not None:
            begin, kind, length = found.whole, *box
            if kind == b"moof":
                media = _next(file, begin + length, size)
                if media is None:
                    break
                file.seek(begin)
                try:
                    _count(found, begin, boxes.piece(file.read(length)))
                except Unreadable:
                    break
                length += media[1]
            elif kind == b"uuid":
                _about(found, file.read(length - 8))
            elif kind in (b"free", b"sidx") and not found.reserved_at:
                # With a directory already, or the room for one.
                found.closed = kind == b"sidx"
                found.reserved_at, length = begin, RESERVED
            found.whole = begin + length
    found.closed = found.closed and found.whole == size
    if not (found.about and found.reserved_at and found.marks):
        raise Unreadable(f"{path.name} holds no footage")
    return found


def _next(file: Any, at: int, size: int) -> tuple[bytes, int] | None:
    """Kind and length of the box at that place, if it is whole."""
    file.seek(at)
    head = file.read(8)
    if len(head) < 8:
        return None
    length, kind = int.from_bytes(head[:4]), head[4:]
    fits = length >= 8 and (at + length <= size) and (kind == b"mdat" or length <= LARGEST_HEAD)
    return (kind, length) if fits else None


def _count(found: Found, at: int, piece: boxes.Piece) -> None:
    if piece.track != VIDEO:
        return
    if piece.key:
        found.marks.append((at, piece.time))
    found.frames += piece.samples
    found.end = piece.time + piece.duration


def _about(found: Found, body: bytes) -> None:
    if body[:16] != ABOUT:
        return
    try:
        found.about = dict(orjson.loads(body[16:]))
    except (ValueError, TypeError) as error:
        raise Unreadable(f"what is said of it cannot be read: {error}") from error


def repaired(path: Path, label: str | None) -> Stored:
    """A segment out of its file. One that was never closed is closed now: what is cut in half at its end is cut off.
    `label` is one that was given to it later. Raises as `scan`."""
    found = scan(path)
    about = found.about
    if not found.closed:
        seal(path, found.reserved_at, found.marks, found.whole, found.end)
    return Stored(
        start=int(path.stem),
        stop=int(path.stem) + found.end * 1000 // VIDEO_SCALE,
        bytes=found.whole,
        frames=found.frames,
        sm3=digest(path),
        codec=str(about.get("codec", "")),
        width=int(about.get("width", 0)),
        height=int(about.get("height", 0)),
        sound=str(about.get("sound", "")),
        causes=tuple(map(str, about.get("causes", ()))),
        label=str(about.get("label", "")) if label is None else label,
        repaired=not found.closed,
    )
