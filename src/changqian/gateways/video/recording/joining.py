"""`python -m changqian.gateways.video.recording.joining`: segments into one plain MP4, in a process of its own, behind
all others: it must not make live pictures stutter.

The job comes as JSON on standard input, a line of JSON goes to standard output for each step. Pictures are copied as
they are; sound becomes AAC, which every player knows. What lies between two segments is left out.
"""

import os
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import orjson
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from changqian.gateways.video.recording.digesting import digest

CLOCK = Fraction(1, 90000)
BIT_RATE = 32000
APART = 0.15
"Seconds that sound may be off before silence is put in, or something is left out."
BEHIND = 2
"Seconds that sound may stand behind its pictures in a segment."


class CannotJoin(Exception):
    """The sentence, and the remedy."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file, and what of it is wanted, in seconds from its beginning."""

    path: Path
    begin: float
    end: float


class Sound:
    """One track of AAC for whatever the segments have."""

    def __init__(self, output: Any, rate: int) -> None:
        self.output, self.rate = output, rate
        self.stream = output.add_stream("aac", rate=rate, layout="mono")
        self.stream.bit_rate = BIT_RATE
        self.resampler = AudioResampler(format="s16", layout="mono", rate=rate)
        self.clock = 0
        "Samples so far."

    def add(self, frame: AudioFrame, at: float) -> None:
        """`at` is in seconds of the film."""
        for part in self.resampler.resample(frame):
            missing = round(at * self.rate) - self.clock
            if missing < -APART * self.rate:
                continue
            if missing > APART * self.rate:
                self._silence(missing)
            self._encode(part)
            at += part.samples / self.rate

    def close(self) -> None:
        self.output.mux(self.stream.encode(None))

    def _silence(self, samples: int) -> None:
        while samples > 0:
            frame = AudioFrame(format="s16", layout="mono", samples=min(samples, self.rate))
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.sample_rate = self.rate
            self._encode(frame)
            samples -= frame.samples

    def _encode(self, frame: AudioFrame) -> None:
        frame.pts, frame.time_base = self.clock, Fraction(1, self.rate)
        self.clock += frame.samples
        self.output.mux(self.stream.encode(frame))


class Film:
    def __init__(self, out: Path, title: str, rate: int) -> None:
        self.output = av.open(str(out), "w", format="mp4")
        self.output.metadata["title"] = title
        self.video: Any = None
        self.codec = ""
        self.rate = rate
        self.sound: Sound | None = None
        self.end = 0
        "Ticks of pictures so far."
        self.last = -1

    def append(self, part: Part) -> None:
        with av.open(str(part.path)) as source:
            video = source.streams.video[0]
            self._take_on(video)
            if part.begin > 0:
                source.seek(int(part.begin * av.time_base))
            first: int | None = None
            end = self.end
            for packet in source.demux([video, *source.streams.audio[:1]]):
                if packet.pts is None or packet.dts is None:
                    continue
                if packet.stream is not video:
                    if first is not None and self.sound:
                        self._sound(packet, first, end, part)
                    continue
                at = int(packet.pts * packet.time_base / CLOCK)
                if at * CLOCK >= part.end + BEHIND:
                    break
                if at * CLOCK >= part.end:
                    continue
                first = at if first is None else first
                self.end = max(self.end, end + at - first + int((packet.duration or 0) * packet.time_base / CLOCK))
                self._picture(packet, end - first)

    def _take_on(self, video: Any) -> None:
        codec = video.codec_context.name
        if self.video is None:
            self.codec = codec
            self.video = self.output.add_stream_from_template(video)
            self.sound = Sound(self.output, self.rate) if self.rate else None
        elif self.codec != codec:
            raise CannotJoin("这段时间内设备换了视频编码，不能合成一个文件", "请在换编码的时刻前后分两次导出")

    def _picture(self, packet: Any, shift: int) -> None:
        dts = int(packet.dts * packet.time_base / CLOCK) + shift
        packet.pts = int(packet.pts * packet.time_base / CLOCK) + shift
        self.last = packet.dts = max(dts, self.last + 1)
        packet.pts = max(packet.pts, packet.dts)
        packet.time_base, packet.stream = CLOCK, self.video
        self.output.mux(packet)

    def _sound(self, packet: Any, first: int, end: int, part: Part) -> None:
        at = float(packet.pts * packet.time_base)
        if self.sound and first * CLOCK <= at < part.end:
            for frame in packet.decode():
                self.sound.add(frame, float(at - first * CLOCK + end * CLOCK))

    def close(self) -> None:
        if self.sound:
            self.sound.close()
        self.output.close()


def join(job: dict[str, Any], tell: Any) -> None:
    """Tells `progress`, and at the end `bytes` and `sm3`. Raises CannotJoin, OSError, or what FFmpeg says."""
    out = Path(job["out"])
    film = Film(out, job["title"], job["rate"])
    parts = [Part(Path(each["path"]), each["begin"], each["end"]) for each in job["parts"]]
    try:
        for number, part in enumerate(parts, 1):
            film.append(part)
            tell({"progress": round(number / (len(parts) + 1), 4)})
    finally:
        film.close()
    with out.open("rb") as file:
        os.fsync(file.fileno())
    tell({"bytes": out.stat().st_size, "sm3": digest(out)})


def main() -> int:
    def tell(said: dict[str, Any]) -> None:
        sys.stdout.buffer.write(orjson.dumps(said) + b"\n")
        sys.stdout.buffer.flush()

    os.nice(15)
    try:
        join(orjson.loads(sys.stdin.buffer.read()), tell)
    except CannotJoin as error:
        tell({"reason": error.args[0], "remedy": error.args[1]})
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
