"""One segment of footage: while it grows in memory and on the disk, and as it is known once it is whole."""

import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Self

import orjson

from changqian.gateways.video.media.fmp4 import Fragment, Picture
from changqian.gateways.video.recording import boxes
from changqian.gateways.video.recording.boxes import VIDEO_SCALE, Sound
from changqian.gateways.video.recording.rules import Key, Want
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.mpegps.codecs import Codec

SOUNDS = {Codec.G711A: "alaw", Codec.G711U: "ulaw", Codec.AAC: "aac"}
SOUND_EVERY = 1.0
"Seconds of sound in a fragment, about."
HOLE = VIDEO_SCALE // 5
"Ticks between two pieces of sound from which on something is missing between them."


@dataclass(frozen=True, slots=True)
class Stored:
    """A whole segment. `start` and `stop` in milliseconds since 1970."""

    start: int
    stop: int
    bytes: int
    frames: int
    sm3: str
    codec: str = ""
    width: int = 0
    height: int = 0
    sound: str = ""
    causes: tuple[str, ...] = ()
    label: str = ""
    repaired: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Raises TypeError or KeyError for what is none."""
        return cls(**{**said, "causes": tuple(said.get("causes", ()))})

    @property
    def name(self) -> str:
        return f"{self.start}.mp4"


def folder_of(key: Key, start: int) -> PurePosixPath:
    """Below the folder of footage, for a segment that begins at that millisecond."""
    return PurePosixPath(day_of(start), *key)


def day_of(start: int) -> str:
    return datetime.fromtimestamp(start / 1000, BEIJING).date().isoformat()


def iso(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")


def spread(key: Key) -> float:
    """0 to 1: where in the course of a segment this channel has its first cut, so that not all end at once."""
    return zlib.crc32("/".join(key).encode()) / (1 << 32)


@dataclass(eq=False, slots=True)
class Growing:
    """Only its owner adds to it. What was added waits in memory until the disk takes it. `first` is the tick of the
    live stream that is 0 in the file."""

    key: Key
    root: Path
    start: int
    first: int
    init: bytes
    picture: Picture
    sound: Sound | None
    want: Want
    label: str = ""
    parts: list[bytes | bytearray] = field(default_factory=list)
    waiting: int = 0
    "Bytes that the disk has not got yet."
    size: int = 0
    "Bytes with those that wait."
    whole: int = 0
    "Bytes that are in the file for sure: so far it may be read."
    written: int = 0
    "The same, as the thread that writes knows it."
    frames: int = 0
    end: int = 0
    "Ticks."
    marks: list[tuple[int, int]] = field(default_factory=list)
    "Offset and time of each group of pictures."
    broken: bool = False
    "A part could not be written: the file is whole up to there."
    descriptor: int = -1
    reserved_at: int = 0
    _number: int = 0
    _sounds: list[tuple[int, bytes]] = field(default_factory=list)
    _sound_time: int = 0
    "Of the first of them, and where the last fragment ended, in the track's own ticks."
    _sound_end: int = 0
    _sound_length: int = 0

    def __post_init__(self) -> None:
        self.label = self.want.label
        about = {
            **{"device": self.key[0], "channel": self.key[1], "start": self.start, "causes": self.want.causes},
            **{"label": self.label, "codec": self.picture.codec, "width": self.picture.width},
            **{"height": self.picture.height, "sound": self.sound_name, "rate": self.sound.rate if self.sound else 0},
        }
        head = boxes.head(self.init, self.sound, orjson.dumps(about))
        self.reserved_at = len(head) - boxes.RESERVED
        self._put(head)

    @property
    def folder(self) -> PurePosixPath:
        return folder_of(self.key, self.start)

    @property
    def path(self) -> Path:
        return self.root / self.folder / f"{self.start}.mp4"

    @property
    def sound_name(self) -> str:
        return SOUNDS[self.sound.codec] if self.sound else ""

    @property
    def stop(self) -> int:
        return self.start + self.end * 1000 // VIDEO_SCALE

    def picture_shown(self, fragment: Fragment, time: int, duration: int) -> None:
        """`time` in ticks of the live stream."""
        time -= self.first
        if fragment.key:
            self._flush_sound()
            self.marks.append((self.size, time))
        self._number += 1
        self._put(boxes.moved(fragment.data, self._number, time, duration))
        self.frames += 1
        self.end = time + duration

    def heard(self, ticks: int, length: int, data: bytes) -> None:
        """A piece of sound: `length` in ticks of its track. What came before the first picture is passed over."""
        if self.sound is None or ticks < self.first:
            return
        time = (ticks - self.first) * self.sound.rate // VIDEO_SCALE
        if self._sounds and abs(time - self._sound_time - self._sound_length) > HOLE * self.sound.rate // VIDEO_SCALE:
            self._flush_sound()
        if not self._sounds:
            self._sound_time, self._sound_length = max(time, self._sound_end), 0
        self._sounds.append((length, data))
        self._sound_length += length
        if self._sound_length >= SOUND_EVERY * self.sound.rate:
            self._flush_sound()

    def finish(self) -> None:
        self._flush_sound()

    def take(self) -> list[bytes | bytearray]:
        """What waits, for the disk."""
        parts, self.parts = self.parts, []
        return parts

    def stored(self, size: int) -> Stored:
        """Its digest is taken later."""
        return Stored(
            start=self.start,
            stop=self.stop,
            bytes=size,
            frames=self.frames,
            sm3="",
            codec=self.picture.codec,
            width=self.picture.width,
            height=self.picture.height,
            sound=self.sound_name,
            causes=self.want.causes,
            label=self.label,
        )

    def _flush_sound(self) -> None:
        if self._sounds:
            self._number += 1
            self._put(boxes.sound_fragment(self._number, self._sound_time, self._sounds))
            self._sound_end = self._sound_time + self._sound_length
            self._sounds = []

    def _put(self, part: bytes | bytearray) -> None:
        self.parts.append(part)
        self.waiting += len(part)
        self.size += len(part)


def overlapping(found: Sequence[Stored], since: int, until: int) -> list[Stored]:
    return [each for each in found if each.start < until and each.stop > since]
