"""A channel's pictures and sound into segments, each from a key frame on. No socket, no file.

A segment ends with the first key frame after its time; also where the picture changes its size, where sound begins or
is coded otherwise, where the reason or the label changes, and where pictures were missing. Before it is wanted, a tape
keeps what has just been seen, so that a recording begins a little before the moment it was ordered.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.fmp4 import Fragment, Picture
from changqian.gateways.video.recording import boxes
from changqian.gateways.video.recording.boxes import VIDEO_SCALE, Sound
from changqian.gateways.video.recording.rules import Key, Want
from changqian.gateways.video.recording.segment import SOUNDS, Growing, spread
from changqian.protocols.mpegps.adts import SAMPLES, Adts, MalformedAdts
from changqian.protocols.mpegps.codecs import Codec

LONGEST_PICTURE = 5 * VIDEO_SCALE
"Ticks that a picture may stand: longer, and something is missing behind it."
USUAL_PICTURE = VIDEO_SCALE // 25
SILENT = 3 * VIDEO_SCALE
"Ticks after which a channel counts as one without sound."
STEADY = 1000
"Milliseconds that two segments of one stream may disagree about the time between them: networks are not even."
MOST_KEPT = 24 << 20
"Bytes of pictures kept in memory before they are wanted."
MOST_SOUNDS = 500
MOST_WAITING = 16 << 20
"Bytes that may wait for the disk."
DISK_SLOW = Failed(
    Step.DISK_SLOW, "磁盘写入过慢，录像中断", "请检查存放录像的磁盘是否故障或过于繁忙，必要时减少同时录像的路数"
)


G711 = {codec: Sound(codec) for codec in (Codec.G711A, Codec.G711U)}


class Heard(NamedTuple):
    """A piece of sound: when, in ticks of the stream; how long, in those of its track."""

    track: Sound
    ticks: int
    length: int
    data: bytes


@dataclass(slots=True)
class Group:
    """Pictures from one key frame to the next, and the sound that came with them. `at` in milliseconds since 1970."""

    at: int
    pictures: list[Fragment] = field(default_factory=list)
    sounds: list[Heard] = field(default_factory=list)
    size: int = 0


class Tape:
    """`begun` hears of each segment, `ended` of each that is to be closed, `failed` when the stream ends or the disk
    does not follow. `wall` is in milliseconds since 1970, `length` how long a segment is, in seconds."""

    def __init__(
        self,
        key: Key,
        root: Path,
        *,
        length: float,
        wall: Callable[[], int],
        begun: Callable[[Growing], None],
        ended: Callable[[Growing], None],
        failed: Callable[[Failed], None],
    ) -> None:
        self.key, self.root, self.length, self.wall = key, root, length, wall
        self.begun, self.ended, self.failed = begun, ended, failed
        self.want = Want()
        self.segment: Growing | None = None
        self.picture: Picture | None = None
        self.init = b""
        self.unreadable = 0
        "Pieces of sound that were none."
        self._groups: deque[Group] = deque()
        self._sounds: deque[Heard] = deque(maxlen=MOST_SOUNDS)
        "A picture comes out of the muxer after its sound, which waits for it."
        self._sound: Sound | None = None
        self._heard = -SILENT
        self._usual = USUAL_PICTURE
        self._turning = False
        self._before: tuple[int, int] | None = None
        "Where the segment before ended: tick and millisecond."
        self._limit = length * (1 + spread(key)) / 2
        "The first segments are of different lengths."

    # -- what is wanted ------------------------------------------------------------------------------------------------

    def record(self, want: Want) -> None:
        """From now on for these reasons; without any, what comes is only kept in memory."""
        was, self.want = self.want, want
        if not want.causes:
            self._end()
            self._before = None
        elif not was.causes:
            self._from_memory()

    def turn(self) -> None:
        """The segment ends with the next key frame, whatever its length."""
        self._turning = True

    # -- what comes ----------------------------------------------------------------------------------------------------

    def begin(self, picture: Picture, init: bytes) -> None:
        self._end()
        self._groups.clear()
        self._before = None
        self.picture, self.init = picture, init
        # A stream's ticks begin at 0, and its first sound is heard before its first picture is shown.
        self._sounds = deque((each for each in self._sounds if each.ticks < SILENT), MOST_SOUNDS)
        self._heard = self._heard if self._heard < SILENT else -SILENT

    def catch_up(self, pictures: Sequence[Fragment], sounds: Sequence[tuple[Codec, int, bytes]]) -> None:
        """A group of pictures whose last has just come."""
        if not pictures:
            return
        first, (last, duration) = boxes.stamp(pictures[0].data)[0], boxes.stamp(pictures[-1].data)
        now = self.wall()
        group = Group(now - (last + duration - first) * 1000 // VIDEO_SCALE, list(pictures))
        group.size = sum(len(fragment.data) for fragment in pictures)
        self._groups.append(group)
        for codec, ticks, data in sounds:
            group.sounds += self._read(codec, ticks, data)
        if self.want.causes:
            self._from_memory()

    def show(self, fragment: Fragment) -> None:
        time, duration = boxes.stamp(fragment.data)
        if not self.want.causes:
            self._keep(fragment, self.wall() - duration * 1000 // VIDEO_SCALE)
            return
        if fragment.key and self._turns(time):
            self._begin(time, self.wall() - min(duration, LONGEST_PICTURE) * 1000 // VIDEO_SCALE)
        self._write(fragment, time, duration)

    def sound(self, codec: Codec, ticks: int, data: bytes) -> None:
        pieces = self._read(codec, ticks, data)
        if self.want.causes:
            self._sounds.extend(pieces)
        elif self._groups:
            self._groups[-1].sounds += pieces
            self._groups[-1].size += len(data)

    def end(self, failed: Failed) -> None:
        """The stream is over."""
        self._end()
        self._groups.clear()
        self._sounds.clear()
        self._before, self.picture, self._heard = None, None, -SILENT
        self.failed(failed)

    # -- inside --------------------------------------------------------------------------------------------------------

    def _turns(self, time: int) -> bool:
        """Whether the key frame of that time begins another segment."""
        segment = self.segment
        if segment is None:
            return True
        ticks = time - segment.first
        return (
            self._turning
            or ticks >= self._limit * VIDEO_SCALE
            or (segment.want.causes, segment.want.label) != (self.want.causes, self.want.label)
            or segment.sound != self._audible(time)
            or time - segment.end - segment.first > LONGEST_PICTURE
        )

    def _audible(self, time: int) -> Sound | None:
        return self._sound if time - self._heard < SILENT else None

    def _begin(self, time: int, at: int) -> None:
        assert self.picture is not None
        if self.segment:
            self._limit = self.length
        self._turning = False
        self._end()
        if self._before and abs(time - self._before[0]) <= USUAL_PICTURE and abs(at - self._before[1]) < STEADY:
            at = self._before[1]
        self.segment = Growing(
            *(self.key, self.root, at, time, self.init, self.picture, self._audible(time)),
            want=self.want,
        )
        self.begun(self.segment)

    def _write(self, fragment: Fragment, time: int, duration: int) -> None:
        segment = self.segment
        if segment is None:
            return
        if segment.waiting > MOST_WAITING:
            self._end()
            self._before = None
            self.failed(DISK_SLOW)
            return
        if duration <= LONGEST_PICTURE:
            self._usual = duration
        segment.picture_shown(fragment, time, duration if duration <= LONGEST_PICTURE else self._usual)
        self._sound_until(segment)

    def _sound_until(self, segment: Growing) -> None:
        """What belongs to the pictures so far."""
        sounds, end = self._sounds, segment.first + segment.end
        while sounds and sounds[0].ticks < end:
            piece = sounds.popleft()
            if piece.track is segment.sound or piece.track == segment.sound:
                segment.heard(piece.ticks, piece.length, piece.data)

    def _end(self) -> None:
        segment, self.segment = self.segment, None
        if segment:
            self._sound_until(segment)
            self._before = segment.first + segment.end, segment.stop
            segment.finish()
            self.ended(segment)

    def _keep(self, fragment: Fragment, at: int) -> None:
        """The last groups of pictures, as many as `want.before` asks for, and always the one that has begun."""
        groups = self._groups
        if fragment.key:
            groups.append(Group(at))
            while len(groups) > 1 and groups[1].at <= at - self.want.before * 1000:
                groups.popleft()
        if groups:
            groups[-1].pictures.append(fragment)
            groups[-1].size += len(fragment.data)
            while sum(each.size for each in groups) > MOST_KEPT:
                groups.popleft()
                if not groups:
                    break

    def _from_memory(self) -> None:
        """What was kept becomes the beginning of a recording."""
        groups, self._groups = list(self._groups), deque()
        for group in groups:
            first = boxes.stamp(group.pictures[0].data)[0]
            if self._turns(first):
                self._begin(first, group.at)
            self._sounds.extend(group.sounds)
            for fragment in group.pictures:
                self._write(fragment, *boxes.stamp(fragment.data))

    def _read(self, codec: Codec, ticks: int, data: bytes) -> list[Heard]:
        """None, or one; AAC without its header."""
        if codec not in SOUNDS:
            return []
        if track := G711.get(codec):
            length = len(data)
        else:
            try:
                header = Adts.parse(data)
            except MalformedAdts:
                self.unreadable += 1
                return []
            track, length = Sound(codec, header.sample_rate, header.channels or 1, header.config), SAMPLES
            data = data[header.size : header.length]
        self._sound, self._heard = track, ticks
        return [Heard(track, ticks, length, data)]
