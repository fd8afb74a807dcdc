"""Streams for tapes without a network, and what is in files of footage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av

from changqian.gateways.video.media.fmp4 import Fragmenter
from changqian.gateways.video.recording.rules import Want
from changqian.gateways.video.recording.segment import Growing
from changqian.gateways.video.recording.tape import Tape
from changqian.gateways.video.tests import film
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.mpegps.events import Frame
from changqian.simulators.recorder import number_in

KEY = ("32040000001320000001", "32040000001320000001")
MANUAL = Want(("manual",))
NOON = 1_769_832_000_000
"Milliseconds: 2026-01-31 12:00 in Beijing."


@dataclass
class Studio:
    """A tape in front of a film of 25 frames a second, a key frame each ten. Each frame has its 40 ms of sound, whose
    bytes are the frame's number."""

    root: Path
    length: float = 2.0
    video: Codec = Codec.H264
    codec: Codec | None = Codec.G711A
    "Of its sound."
    begun: list[Growing] = field(default_factory=list)
    ended: list[Growing] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    number: int = 0
    late: Callable[[int], int] = lambda number: 0
    "Milliseconds that a frame comes late."

    def __post_init__(self) -> None:
        self.now = NOON
        self.fragmenter = Fragmenter()
        self.tape = Tape(
            *(KEY, self.root),
            length=self.length,
            wall=lambda: self.now,
            begun=self.begun.append,
            ended=self.ended.append,
            failed=lambda failed: self.failures.append(failed.step),
        )

    def play(self, frames: int, *, skip: int = 0) -> "Studio":
        """As a pull does it; `skip` frames are lost first."""
        self.number += skip
        for _ in range(frames):
            number, self.number = self.number, self.number + 1
            self.now = NOON + number * 40 + self.late(number)
            shot, ticks = film.shots(codec=self.video)[number % 40], 7_000_000 + number * film.STEP
            fragments = self.fragmenter.push(Frame(self.video, ticks, ticks, shot.data, shot.key))
            muxer = self.fragmenter.muxer
            if self.fragmenter.restarted and muxer and muxer.init:
                self.fragmenter.restarted = False
                self.tape.begin(muxer.picture, muxer.init)
            for fragment in fragments:
                self.tape.show(fragment)
            if self.codec and muxer:
                self.tape.sound(self.codec, ticks - muxer.base, bytes([number % 256]) * 320)
        return self

    def files(self) -> list[Path]:
        """All segments that have ended, written."""
        for segment in self.ended:
            segment.path.parent.mkdir(parents=True, exist_ok=True)
            segment.path.write_bytes(b"".join(segment.take()))
        return [segment.path for segment in self.ended]


def shades(path: Path) -> list[int]:
    """The first pixel of each frame."""
    with av.open(str(path)) as container:
        return [bytes(frame.planes[0])[0] for frame in container.decode(video=0)]


def places(path: Path) -> list[int]:
    """Which frames of the film they are, from 0 to 39."""
    known = [film.shade(number) for number in range(40)]
    return [min(range(40), key=lambda number: abs(known[number] - shade)) for shade in shades(path)]


def sounds(path: Path) -> list[tuple[int, int]]:
    """The pieces of G.711: when each begins, in samples, and the number that its bytes are."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(audio=0) if packet.size]
        return [(packet.pts or 0, bytes(packet)[0]) for packet in packets]


def numbers(path: Path) -> Iterator[int]:
    """The counters that simulated recorders burn into their pictures."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            found = number_in(bytes(frame.planes[0]), frame.planes[0].line_size, frame.width)
            assert found is not None
            yield found
