"""A recording into an MP4 file (ISO/IEC 14496-12) that any player opens: H.264 or H.265 as it came, sound as AAC.

MP4 knows no G.711; at 8 kHz turning it into AAC costs less than one hundredth of a core at real time (measured for all
120 streams: 39 % of a core). What is muxed in a thread does not hold up the media of others.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from changqian.gateways.video.media.fmp4 import CLOCK, NAMES, Picture
from changqian.protocols.mpegps import adts, nal
from changqian.protocols.mpegps.codecs import Codec, Kind
from changqian.protocols.mpegps.events import Frame
from changqian.protocols.mpegps.sps import Sps, UnreadableSps
from changqian.protocols.rtp.g711 import Law, decode

TICKS = 90_000
USUAL = TICKS // 25
LAWS = {Codec.G711A: Law.A, Codec.G711U: Law.MU}
RATE = 8000
BITS = 24_000
DECIDED = 2 * TICKS
"Ticks of pictures without a sound after which a file is begun without any."
APART = RATE // 4
"Samples that a packet may be from where the sound stands before silence is put between, or it is left out."
LONGEST_SILENCE = 30 * RATE
"Samples; a longer one is a jump of the clock."


class Film:
    """Frames in, one after the other, with times from 0 on. The file is whole once it was closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pictures = 0
        self.ticks = 0
        "Of the last picture."
        self._early: list[Frame] = []
        self._container: Any = None
        self._video: Any = None
        self._sound: _Sound | None = None
        self._last = -1

    def take(self, frames: Sequence[Frame]) -> None:
        """OSError if it cannot be written, UnreadableSps for what nobody could play."""
        for frame in frames:
            if self._container is None:
                self._early.append(frame)
                if frame.codec.kind is Kind.AUDIO or frame.dts > DECIDED:
                    self._begin()
            else:
                self._mux(frame)

    def close(self) -> None:
        if self._container is None and any(each.codec.kind is Kind.VIDEO for each in self._early):
            self._begin()
        if self._container is None:
            return
        if self._sound:
            self._container.mux(self._sound.end())
        self._container.close()

    def _begin(self) -> None:
        first = next((each for each in self._early if each.codec.kind is Kind.VIDEO), None)
        if first is None:
            return
        sets = nal.ParameterSets.of(first.data, first.codec)
        if not sets:
            raise UnreadableSps("no parameter sets")
        picture = Picture.of(Sps.parse(sets.sps[0], first.codec))
        self._container = av.open(str(self.path), "w", format="mp4")
        self._video = self._container.add_mux_stream(NAMES[first.codec], width=picture.width, height=picture.height)
        self._video.time_base = CLOCK
        sound = next((each for each in self._early if each.codec.kind is Kind.AUDIO), None)
        if sound:
            self._sound = _Aac(self._container, sound) if sound.codec is Codec.AAC else _G711(self._container)
        early, self._early = self._early, []
        for frame in early:
            self._mux(frame)

    def _mux(self, frame: Frame) -> None:
        if frame.codec.kind is Kind.AUDIO:
            if self._sound:
                self._container.mux(self._sound.take(frame))
            return
        packet = av.Packet(frame.data)
        packet.dts = max(frame.dts, self._last + 1)
        packet.pts = max(frame.pts, packet.dts)
        # Only the last one's counts, as nothing follows it: a picture of no length is not shown.
        packet.duration = packet.dts - self._last if self._last >= 0 else USUAL
        packet.time_base, packet.is_keyframe, packet.stream = CLOCK, frame.key, self._video
        self._last = packet.dts
        self._container.mux_one(packet)
        self.pictures += 1
        self.ticks = packet.dts


class _Sound:
    def take(self, frame: Frame) -> list[Any]:
        raise NotImplementedError

    def end(self) -> list[Any]:
        return []


class _Aac(_Sound):
    """As it came; the muxer takes the ADTS headers off."""

    def __init__(self, container: Any, first: Frame) -> None:
        head = adts.Adts.parse(first.data)
        layout = "stereo" if head.channels == 2 else "mono"
        self.stream = container.add_mux_stream("aac", rate=head.sample_rate, layout=layout)
        self.stream.time_base = CLOCK
        self._last = -1

    def take(self, frame: Frame) -> list[Any]:
        packet = av.Packet(frame.data)
        packet.dts = packet.pts = self._last = max(frame.dts, self._last + 1)
        packet.time_base, packet.stream = CLOCK, self.stream
        return [packet]


class _G711(_Sound):
    def __init__(self, container: Any) -> None:
        self.stream = container.add_stream("aac", rate=RATE, layout="mono")
        self.stream.bit_rate = BITS
        self._resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        self._linear = bytearray()
        self._at: int | None = None
        "The sample that `_linear` begins at."

    def take(self, frame: Frame) -> list[Any]:
        wanted = frame.dts * RATE // TICKS
        linear = decode(frame.data, LAWS[frame.codec])
        if self._at is None:
            self._at = wanted
        apart = wanted - (self._at + len(self._linear) // 2)
        if apart < -APART:
            return []
        made = []
        if apart > LONGEST_SILENCE:
            made = self._encoded(whole=False)
            self._at, self._linear = wanted, bytearray()
        elif apart > APART:
            self._linear += bytes(2 * apart)
        self._linear += linear
        return [*made, *self._encoded(whole=True)]

    def end(self) -> list[Any]:
        return [*self._encoded(whole=False), *self.stream.encode(None)]

    def _encoded(self, *, whole: bool) -> list[Any]:
        """`whole`: what fills no AAC frame waits for more."""
        made: list[Any] = []
        size = 2 * adts.SAMPLES
        while len(self._linear) >= size or (self._linear and not whole):
            piece = bytes(self._linear[:size])
            del self._linear[:size]
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
            frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._at, Fraction(1, RATE)
            self._at = (self._at or 0) + len(piece) // 2
            for ready in self._resampler.resample(frame):
                made += self.stream.encode(ready)
        return made
