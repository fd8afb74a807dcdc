"""A film of single shades, so that each frame can be told by its first pixel; and its program stream."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import av

from changqian.protocols.mpegps import headers
from changqian.protocols.mpegps.codecs import TYPE_OF, Codec

WIDTH, HEIGHT, GROUP, STEP = 320, 240, 10, 3600
ENCODERS = {
    Codec.H264: ("libx264", {"x264-params": f"keyint={GROUP}:scenecut=0:repeat-headers=1:annexb=1"}),
    Codec.H265: ("libx265", {"x265-params": f"keyint={GROUP}:scenecut=0:repeat-headers=1:log-level=none"}),
}


@dataclass(frozen=True)
class Shot:
    data: bytes
    key: bool


def shade(number: int) -> int:
    return 16 + number * 5 % 200


@cache
def shots(count: int = 40, codec: Codec = Codec.H264) -> tuple[Shot, ...]:
    name, options = ENCODERS[codec]
    encoder = av.CodecContext.create(name, "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 25), 25
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", **options}
    packets = []
    for number in range(count):
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for plane, value in zip(frame.planes, (shade(number), 128, 128), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts = number
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return tuple(Shot(bytes(packet), packet.is_keyframe) for packet in packets)


def program(shot: Shot, pts: int, *, codec: Codec = Codec.H264, sound: bytes = b"") -> bytes:
    """One pack, as devices send it."""
    return b"".join(packets(shot, pts, codec=codec, sound=sound))


def packets(shot: Shot, pts: int, *, codec: Codec = Codec.H264, sound: bytes = b"", piece: int = 60000) -> list[bytes]:
    """Its headers and PES packets, these of at most `piece` bytes; with the map before each key frame."""
    parts = [headers.pack_header(pts, 4000)]
    if shot.key:
        parts += [headers.system_header((0xE0, 0xC0), 4000)]
        parts += [headers.stream_map(((0xE0, TYPE_OF[codec]), (0xC0, TYPE_OF[Codec.G711A])))]
    for begin in range(0, len(shot.data), piece):
        data = shot.data[begin : begin + piece]
        parts.append(headers.pes_header(0xE0, len(data), None if begin else pts, None) + data)
    if sound:
        parts.append(headers.pes_header(0xC0, len(sound), pts, None) + sound)
    return parts
