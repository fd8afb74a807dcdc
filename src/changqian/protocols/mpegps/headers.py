"""Start codes and headers of a program stream, both ways (ISO/IEC 13818-1 §2.4.3.6, §2.5.3, §2.5.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from struct import Struct

PREFIX = b"\0\0\1"
END, PACK, SYSTEM, MAP, PRIVATE, PADDING = 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE
AUDIO, VIDEO = 0xC0, 0xE0
"The first stream id of each kind, of 32 and 16."
PACK_START = PREFIX + bytes([PACK])

START = re.compile(rb"\x00\x00\x01[\xb9-\xff]")
"""A start code of the system layer. Inside H.264 and H.265 there is none: the byte behind a prefix is below 0x80."""

PACK_SIZE = 14
LARGEST_PES = 0xFFFF
"Of what its length field counts."
TICKS = 1 << 33
"Where timestamps wrap."

_LENGTH = Struct("!H")
_WORD = Struct("!I")
length_at = _LENGTH.unpack_from


def is_audio(code: int) -> bool:
    return AUDIO <= code < VIDEO


def is_video(code: int) -> bool:
    return VIDEO <= code < 0xF0


def clock(data: bytes, at: int) -> int:
    """The system clock reference of the pack header at `at`, in ticks of 90 kHz."""
    bits = int.from_bytes(data[at + 4 : at + 10])
    return (bits >> 43 & 7) << 30 | (bits >> 27 & 0x7FFF) << 15 | bits >> 11 & 0x7FFF


def timestamp(data: bytes, at: int) -> int:
    """A PTS or DTS: 33 bits in 5 bytes."""
    bits = int.from_bytes(data[at : at + 5])
    return (bits >> 33 & 7) << 30 | (bits >> 17 & 0x7FFF) << 15 | bits >> 1 & 0x7FFF


def timestamps(data: bytes, at: int) -> tuple[int | None, int | None]:
    """PTS and DTS of the PES packet whose start code is at `at`, its header whole."""
    room = data[at + 8]
    flags = data[at + 7] >> 6
    if flags < 2 or room < 5:
        return None, None
    pts = timestamp(data, at + 9)
    return pts, timestamp(data, at + 14) if flags == 3 and room >= 10 else pts


def stream_types(data: bytes) -> tuple[tuple[int, int], ...]:
    """Id and type of each stream in a program stream map; `data` is what its length field counts.

    The checksum is not asked: devices fill it as they like. What is cut off is left out.
    """
    if len(data) < 6:
        return ()
    at = 4 + length_at(data, 2)[0]
    if at + 2 > len(data):
        return ()
    end = min(len(data), at + 2 + length_at(data, at)[0])
    at += 2
    found = []
    while at + 4 <= end:
        found.append((data[at + 1], data[at]))
        at += 4 + length_at(data, at + 2)[0]
    return tuple(found)


def pack_header(scr: int, rate: int) -> bytes:
    """`scr` in ticks of 90 kHz, `rate` in units of 50 bytes/s."""
    bits = 1 << 46 | _spread(scr) << 10 | 1
    return PACK_START + bits.to_bytes(6) + (rate << 2 | 3).to_bytes(3) + b"\xf8"


def system_header(streams: Sequence[int], rate: int) -> bytes:
    """`streams`: the stream ids; the buffer bounds are those that devices send."""
    video = sum(map(is_video, streams))
    audio = len(streams) - video
    body = (1 << 23 | rate << 1 | 1).to_bytes(3) + bytes([audio << 2, 0xE0 | video, 0x7F])
    for stream in streams:
        bound = 0xE000 | 512 if is_video(stream) else 0xC000 | 32
        body += bytes([stream]) + _LENGTH.pack(bound)
    return PREFIX + bytes([SYSTEM]) + _LENGTH.pack(len(body)) + body


def stream_map(streams: Sequence[tuple[int, int]]) -> bytes:
    """A program stream map; `streams`: id and type of each."""
    entries = b"".join(bytes([kind, stream, 0, 0]) for stream, kind in streams)
    body = b"\xe0\xff\0\0" + _LENGTH.pack(len(entries)) + entries
    whole = PREFIX + bytes([MAP]) + _LENGTH.pack(len(body) + 4) + body
    return whole + _WORD.pack(crc32(whole))


def pes_header(stream: int, size: int, pts: int | None, dts: int | None) -> bytes:
    """Of a packet with `size` bytes of data. Raises struct.error when its length does not fit."""
    stamps = b""
    if pts is not None and dts is not None and dts != pts:
        stamps = _stamp(3, pts) + _stamp(1, dts)
    elif pts is not None:
        stamps = _stamp(2, pts)
    flags = {0: 0, 5: 0x80, 10: 0xC0}[len(stamps)]
    length = _LENGTH.pack(3 + len(stamps) + size)
    return PREFIX + bytes([stream]) + length + bytes([0x80, flags, len(stamps)]) + stamps


def crc32(data: bytes) -> int:
    """ISO/IEC 13818-1 annex A."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
        value &= 0xFFFFFFFF
    return value


def _stamp(mark: int, ticks: int) -> bytes:
    return (mark << 36 | _spread(ticks)).to_bytes(5)


def _spread(ticks: int) -> int:
    """33 bits with a marker bit behind each of the three parts, 36 bits in all."""
    ticks %= TICKS
    return (ticks >> 30) << 33 | 1 << 32 | (ticks >> 15 & 0x7FFF) << 17 | 1 << 16 | (ticks & 0x7FFF) << 1 | 1
