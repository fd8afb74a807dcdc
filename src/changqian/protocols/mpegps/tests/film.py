"""Pictures out of a real encoder, and the program stream a device would make of them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import av

from changqian.protocols.mpegps import headers
from changqian.protocols.mpegps.codecs import TYPE_OF, Codec

GROUP, STEP = 8, 3600
NAMES = {Codec.H264: "libx264", Codec.H265: "libx265"}


@dataclass(frozen=True)
class Shot:
    data: bytes
    key: bool


@cache
def shots(codec: Codec = Codec.H264, count: int = 24, width: int = 320, height: int = 180) -> tuple[Shot, ...]:
    encoder = av.CodecContext.create(NAMES[codec], "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 25), 25
    params = f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:repeat-headers=1:annexb=1"
    kind = "x264-params" if codec is Codec.H264 else "x265-params"
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", kind: f"{params}:log-level=none"}
    made = []
    for number in range(count):
        picture = av.VideoFrame(width, height, "yuv420p")
        for plane in picture.planes:
            plane.update(bytes((place * 7 + number * 11) % 251 for place in range(plane.buffer_size)))
        picture.pts = number
        made += encoder.encode(picture)
    made += encoder.encode(None)
    return tuple(Shot(bytes(packet), packet.is_keyframe) for packet in made)


def pack(shot: Shot, pts: int, codec: Codec = Codec.H264, *, sound: bytes = b"", mapped: bool = True) -> bytes:
    """One picture, with the map before key frames, in pieces of at most 60 000 bytes."""
    parts = [headers.pack_header(pts, 4000)]
    if shot.key and mapped:
        streams = ((headers.VIDEO, TYPE_OF[codec]), (headers.AUDIO, TYPE_OF[Codec.G711A]))
        parts += [headers.system_header([headers.VIDEO, headers.AUDIO], 4000), headers.stream_map(streams)]
    for begin in range(0, len(shot.data), 60000):
        piece = shot.data[begin : begin + 60000]
        parts += [headers.pes_header(headers.VIDEO, len(piece), None if begin else pts, None), piece]
    if sound:
        parts += [headers.pes_header(headers.AUDIO, len(sound), pts, None), sound]
    return b"".join(parts)
