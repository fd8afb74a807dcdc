"""Moving pictures and sound, encoded once for each kind and kept in a file: N recorders then cost no encoding.

A clip is 16 s long and is repeated. Its frame at second t of the clock is number `t * 25 % 400`, whoever sends it: what
arrives tells how old it is. It is encoded five times, with key frames at different places, so that a stream begins
within 0.4 s wherever it is joined, and a key frame that is asked for comes as soon, without a jump in the numbers.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from math import pi, sin
from pathlib import Path
from typing import Any

import av
from av.video.frame import PictureType

from changqian.protocols.mpegps.adts import SAMPLES, framed
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.rtp.g711 import Law, encode
from changqian.simulators.recorder.pictures import RATE, Scene

SECONDS = 16
FRAMES = SECONDS * RATE
KEY_EVERY = 2 * RATE
PHASE = 10
"Frames between the key frames of one encoding and the next."
FORMAT = 1
"Of the file; another number makes it anew."
AAC_RATE, G711_RATE = 16000, 8000
ENCODERS = {Codec.H264: "libx264", Codec.H265: "libx265"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a clip is made of. `lines` are burned in."""

    video: Codec = Codec.H264
    audio: Codec = Codec.G711A
    width: int = 640
    height: int = 360
    kbps: int = 512
    lines: tuple[str, ...] = ("常企安 执法记录仪模拟器",)

    @property
    def name(self) -> str:
        told = json.dumps([FORMAT, asdict(self)], ensure_ascii=False, sort_keys=True)
        return f"{self.video}-{self.audio}-{self.width}x{self.height}-{sha256(told.encode()).hexdigest()[:12]}.clip"


LOAD = Kind(width=1280, height=720, kbps=2000)


@dataclass(frozen=True, eq=False)
class Clip:
    """Compared by identity: it is looked up 25 times a second for each stream."""

    kind: Kind
    phases: tuple[tuple[bytes, ...], ...]
    "Access units of each encoding, by the number of the frame."
    audio: tuple[bytes, ...]
    "AAC frames with ADTS headers, or 40 ms of G.711 each."

    @property
    def audio_ticks(self) -> int:
        """How long one of `audio` is, at 90 kHz."""
        return 90000 * SAMPLES // AAC_RATE if self.kind.audio is Codec.AAC else 90000 // RATE

    @staticmethod
    def is_key(phase: int, number: int) -> bool:
        return (number - phase * PHASE) % KEY_EVERY == 0


def phase_with_key(number: int) -> tuple[int, int]:
    """The encoding that has a key frame at `number` or soonest after it, and how many frames after."""
    ahead = -number % PHASE
    return (number + ahead) % KEY_EVERY // PHASE, ahead


def where() -> Path:
    """RECORDER_CACHE, or a folder of this user below the temporary one."""
    return Path(os.environ.get("RECORDER_CACHE") or Path(tempfile.gettempdir()) / f"changqian-recorder-{os.getuid()}")


_LOADED: dict[Kind, Clip] = {}


def clip(kind: Kind) -> Clip:
    """From memory, from its file, or made, which takes seconds."""
    if kind not in _LOADED:
        file = where() / kind.name
        made = _read(file, kind) if file.exists() else None
        if made is None:
            made = Clip(kind, _video(kind), _audio(kind.audio))
            _write(file, made)
        _LOADED[kind] = made
    return _LOADED[kind]


def _video(kind: Kind) -> tuple[tuple[bytes, ...], ...]:
    scene = Scene(kind.width, kind.height, kind.lines)
    pictures = []
    for number in range(FRAMES):
        drawn = scene.frame(number, f"00:00:{number // RATE:02d}.{number % RATE * 4:02d}")
        pictures.append(av.VideoFrame.from_image(drawn).reformat(format="yuv420p"))
    return tuple(tuple(_encoded(kind, pictures, phase * PHASE)) for phase in range(KEY_EVERY // PHASE))


def _encoded(kind: Kind, pictures: Sequence[av.VideoFrame], first: int) -> list[bytes]:
    """All frames, beginning to encode at `first`, which becomes a key frame, and going round."""
    context: Any = av.CodecContext.create(ENCODERS[kind.video], "w")
    context.width, context.height, context.pix_fmt = kind.width, kind.height, "yuv420p"
    context.time_base, context.framerate = Fraction(1, RATE), Fraction(RATE)
    context.bit_rate = kind.kbps * 1000
    context.gop_size, context.max_b_frames = FRAMES, 0
    quiet = {"x265-params": "log-level=none:scenecut=0:keyint=400:bframes=0:repeat-headers=1:pools=1:frame-threads=1"}
    known = {"x264-params": "scenecut=0:keyint=400:min-keyint=1:bframes=0:repeat-headers=1"}
    context.options = {
        **{"preset": "ultrafast", "tune": "zerolatency", "forced-idr": "1"},
        **(known if kind.video is Codec.H264 else quiet),
    }
    found: dict[int, bytes] = {}
    for step in range(FRAMES):
        number = (first + step) % FRAMES
        frame = pictures[number]
        frame.pts, frame.time_base = step, Fraction(1, RATE)
        frame.pict_type = PictureType.I if step % KEY_EVERY == 0 else PictureType.NONE
        found |= {packet.pts: bytes(packet) for packet in context.encode(frame)}
    found |= {packet.pts: bytes(packet) for packet in context.encode(None)}
    assert len(found) == FRAMES
    return [found[(number - first) % FRAMES] for number in range(FRAMES)]


def _audio(codec: Codec) -> tuple[bytes, ...]:
    """A tone that beeps at every full second."""
    if codec is Codec.AAC:
        return tuple(_aac())
    law = Law.MU if codec is Codec.G711U else Law.A
    data = encode(b"".join(_samples(G711_RATE)), law)
    size = G711_RATE // RATE
    return tuple(data[at : at + size] for at in range(0, len(data), size))


def _samples(rate: int) -> Iterator[bytes]:
    for place in range(SECONDS * rate):
        beeps = place % rate < rate // 10
        level = 8000 if beeps else 400
        yield int(level * sin(2 * pi * (880 if beeps else 220) * place / rate)).to_bytes(2, "little", signed=True)


def _aac() -> Iterator[bytes]:
    context: Any = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = AAC_RATE, "mono", "fltp"
    context.bit_rate = 32000
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=AAC_RATE, frame_size=SAMPLES)
    data = b"".join(_samples(AAC_RATE))
    whole = av.AudioFrame(format="s16", layout="mono", samples=len(data) // 2)
    whole.planes[0].update(data)
    whole.sample_rate, whole.pts = AAC_RATE, 0
    frames = [*resampler.resample(whole), *resampler.resample(None)]
    packets = [packet for frame in (*frames, None) for packet in context.encode(frame)]
    for packet in packets[: SECONDS * AAC_RATE // SAMPLES]:
        yield framed(bytes(packet), sample_rate=AAC_RATE, channels=1)


def _write(file: Path, made: Clip) -> None:
    """A line of JSON with the sizes, then the bytes; under its name only when it is whole."""
    sizes = {"phases": [list(map(len, units)) for units in made.phases], "audio": list(map(len, made.audio))}
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as out:
        out.write(json.dumps(sizes).encode() + b"\n")
        for units in (*made.phases, made.audio):
            out.writelines(units)
    os.replace(out.name, file)


def _read(file: Path, kind: Kind) -> Clip | None:
    """None where it is damaged."""
    head, _, data = file.read_bytes().partition(b"\n")
    try:
        sizes = json.loads(head)
    except ValueError:
        return None
    at = 0

    def taken(lengths: Sequence[int]) -> tuple[bytes, ...]:
        nonlocal at
        units = []
        for length in lengths:
            units.append(data[at : at + length])
            at += length
        return tuple(units)

    phases = tuple(taken(lengths) for lengths in sizes["phases"])
    made = Clip(kind, phases, taken(sizes["audio"]))
    return made if at == len(data) else None
