"""Frames into fragmented MP4 for MediaSource (ISO/IEC 14496-12), a fragment for each, muxed by PyAV.

The muxer closes a fragment when the next frame has come, since only then it knows how long the first one is shown.
"""

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

import av

from changqian.protocols.mpegps import nal
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.mpegps.events import Frame
from changqian.protocols.mpegps.sps import Sps

CLOCK = Fraction(1, 90000)
NAMES = {Codec.H264: "h264", Codec.H265: "hevc"}
OPTIONS = {"movflags": "empty_moov+default_base_moof+frag_every_frame+skip_trailer"}
BUFFER = 4 << 20
"Bytes that FFmpeg gathers before it writes: larger than a fragment, so that each is one write."


@dataclass(frozen=True, slots=True)
class Fragment:
    data: bytes
    key: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What a browser must know before it plays. FFmpeg writes H.265 as `hev1`, with parameter sets in the stream."""

    codec: str
    width: int
    height: int

    @classmethod
    def of(cls, sps: Sps) -> "Picture":
        return cls(sps.codec_string.replace("hvc1.", "hev1.", 1), sps.width, sps.height)


class _Written:
    """The file that the muxer writes to."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> list[bytes]:
        parts, self.parts = self.parts, []
        return parts


class Muxer:
    """For one set of parameters: another resolution needs another muxer. The first frame must be a key frame."""

    def __init__(self, codec: Codec, picture: Picture) -> None:
        self.picture = picture
        self.init = b""
        self._out = _Written()
        self._container = av.open(self._out, "w", format="mp4", options=OPTIONS, buffer_size=BUFFER)
        self._stream = self._container.add_mux_stream(NAMES[codec], width=picture.width, height=picture.height)
        self._stream.time_base = CLOCK
        self._keys: deque[bool] = deque()
        self._base: int | None = None
        self._last = -1

    @property
    def base(self) -> int:
        """The ticks that became 0."""
        return self._base or 0

    def mux(self, frame: Frame) -> list[Fragment]:
        """The fragments that are complete by now; `init` is there from the second frame on."""
        if self._base is None:
            self._base = frame.dts
        packet = av.Packet(frame.data)
        # MP4 has no time that stands still or goes back; a device's clock may.
        packet.dts = self._last = max(frame.dts - self._base, self._last + 1)
        packet.pts = max(frame.pts - self._base, packet.dts)
        packet.time_base, packet.is_keyframe, packet.stream = CLOCK, frame.key, self._stream
        self._keys.append(frame.key)
        self._container.mux_one(packet)
        return self._taken()

    def close(self) -> list[Fragment]:
        """The last fragment."""
        self._container.close()
        return self._taken()

    def _taken(self) -> list[Fragment]:
        found = []
        for part in self._out.take():
            if part[4:8] == b"moof":
                found.append(Fragment(part, self._keys.popleft()))
            elif not found:
                self.init += part
        return found


class Fragmenter:
    """Frames of a stream whose parameters may change: then `restarted` is true once, and a new `init` follows."""

    def __init__(self) -> None:
        self.muxer: Muxer | None = None
        self.sets: nal.ParameterSets | None = None
        self.restarted = False

    def push(self, frame: Frame) -> list[Fragment]:
        """Frames before the first readable key frame give nothing."""
        if frame.key:
            sets = nal.ParameterSets.of(frame.data, frame.codec)
            if sets and sets != self.sets:
                # Raises UnreadableSps for what nobody could play.
                sps = Sps.parse(sets.sps[0], frame.codec)
                self.close()
                self.sets, self.muxer, self.restarted = sets, Muxer(frame.codec, Picture.of(sps)), True
        return self.muxer.mux(frame) if self.muxer else []

    def close(self) -> list[Fragment]:
        muxer, self.muxer = self.muxer, None
        return muxer.close() if muxer else []
