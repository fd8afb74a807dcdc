"""Frames of a clip as pieces of a program stream (GB/T 28181-2022 annex C): one pack for each picture and its sound."""

from functools import lru_cache

from changqian.protocols.mpegps.codecs import TYPE_OF, Codec
from changqian.protocols.mpegps.headers import (
    AUDIO,
    LARGEST_PES,
    TICKS,
    VIDEO,
    pack_header,
    pes_header,
    stream_map,
    system_header,
)
from changqian.simulators.recorder.clips import FRAMES, Clip
from changqian.simulators.recorder.pictures import RATE

TICKS_A_FRAME = 90000 // RATE
_RATE = 50_000
"program_mux_rate in units of 50 bytes/s: 20 Mbit/s."
_PIECE = LARGEST_PES - 64


def pack(clip: Clip, phase: int, tick: int, *, stamp: int | None = None, sound: bool = True) -> bytes:
    """The `tick`th frame since 1970 out of one encoding of a clip, with `stamp` as its time at 90 kHz, by default that
    of the tick. System header and stream map stand before key frames."""
    number = tick % FRAMES
    at = (tick * TICKS_A_FRAME if stamp is None else stamp) % TICKS
    parts = [pack_header(at, _RATE)]
    if clip.is_key(phase, number):
        parts.append(_tables(clip.kind.video, clip.kind.audio))
    parts.append(_pes(VIDEO, clip.phases[phase][number], at))
    if sound:
        each = clip.audio_ticks
        begin = tick * TICKS_A_FRAME
        for place in range(-(-begin // each), -(-(begin + TICKS_A_FRAME) // each)):
            parts.append(_pes(AUDIO, clip.audio[place % len(clip.audio)], (at + place * each - begin) % TICKS))
    return b"".join(parts)


live = lru_cache(maxsize=64)(pack)
"All streams of a clip send the same frame at the same time."


@lru_cache(maxsize=16)
def _tables(video: Codec, audio: Codec) -> bytes:
    streams = ((VIDEO, TYPE_OF[video]), (AUDIO, TYPE_OF[audio]))
    return system_header([VIDEO, AUDIO], _RATE) + stream_map(streams)


def _pes(stream: int, unit: bytes, at: int) -> bytes:
    """Only the first packet of a unit has a time."""
    parts = []
    for begin in range(0, len(unit), _PIECE):
        piece = unit[begin : begin + _PIECE]
        parts += [pes_header(stream, len(piece), at if begin == 0 else None, None), piece]
    return b"".join(parts)
