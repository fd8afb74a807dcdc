"""Boxes of MP4 files, as far as footage needs them (ISO/IEC 14496-12).

A segment of footage is `ftyp`, `moov`, `uuid` (what it is), `sidx`, and then fragments: of video as the live muxer
makes them, one picture each, and of sound, about a second each. G.711 stands in a track of its own as `alaw` or `ulaw`,
sample entries of the QuickTime format that FFmpeg and what is built on it play. Room for the `sidx` is kept from the
beginning: once it is written, browsers know how long the segment is and where to seek.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from changqian.protocols.mpegps.codecs import Codec

VIDEO, SOUND = 1, 2
"Track ids."
VIDEO_SCALE = 90000
ABOUT = UUID("6d1f0c7e-5d0a-4d4e-9d0e-3a6a2f3f5b51").bytes
"Of the `uuid` box that tells where and why a segment was recorded."
REFERENCES = 80
"Of a `sidx`, at most."
RESERVED = 40 + 12 * REFERENCES
_HEAD, _U32, _U64 = struct.Struct(">I4s"), struct.Struct(">I"), struct.Struct(">Q")
_NUMBER, _DURATION, _TFDT, _TIME = 20, 48, 64, 72
"Where FFmpeg's muxer puts them in a fragment of one picture."
NOT_SYNC = 0x10000
"In sample flags (8.8.3.1)."
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


class Unreadable(ValueError):
    """These bytes are no boxes of ours."""


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    begin: int
    body: int
    end: int


def box(kind: bytes, *parts: bytes) -> bytes:
    return _HEAD.pack(8 + sum(map(len, parts)), kind) + b"".join(parts)


def full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return box(kind, _U32.pack(version << 24 | flags), *parts)


def boxes(data: bytes, begin: int = 0, end: int | None = None) -> Iterator[Box]:
    """Those that lie side by side. Raises Unreadable for one that reaches beyond its parent."""
    end = len(data) if end is None else end
    while begin < end:
        if end - begin < 8:
            raise Unreadable("a box is cut off")
        size, kind = _HEAD.unpack_from(data, begin)
        if size < 8 or begin + size > end:
            raise Unreadable(f"{kind!r} has {size} bytes")
        yield Box(kind, begin, begin + 8, begin + size)
        begin += size


# -- fragments ---------------------------------------------------------------------------------------------------------


def stamp(fragment: bytes) -> tuple[int, int]:
    """When the one picture of a live fragment is shown and for how long, in ticks of 90 kHz since its muxer began."""
    if fragment[_TFDT : _TFDT + 4] != b"tfdt":
        raise Unreadable("a fragment of another muxer")
    return _U64.unpack_from(fragment, _TIME)[0], _U32.unpack_from(fragment, _DURATION)[0]


def moved(fragment: bytes, number: int, time: int, duration: int) -> bytearray:
    """The fragment of one picture as the `number`th of its file, shown at that time."""
    data = bytearray(fragment)
    _U32.pack_into(data, _NUMBER, number)
    _U32.pack_into(data, _DURATION, duration)
    _U64.pack_into(data, _TIME, time)
    return data


def sound_fragment(number: int, time: int, samples: Sequence[tuple[int, bytes]]) -> bytes:
    """Each sample is how long it lasts, in ticks of its track, and its bytes."""
    table = b"".join(struct.pack(">II", duration, len(data)) for duration, data in samples)

    def moof(offset: int) -> bytes:
        run = full(b"trun", 0, 0x301, struct.pack(">II", len(samples), offset), table)
        header = full(b"tfhd", 0, 0x020000, _U32.pack(SOUND))
        traf = box(b"traf", header, full(b"tfdt", 1, 0, _U64.pack(time)), run)
        return box(b"moof", full(b"mfhd", 0, 0, _U32.pack(number)), traf)

    size = len(moof(0))
    return moof(size + 8) + box(b"mdat", *(data for _, data in samples))


@dataclass(frozen=True, slots=True)
class Piece:
    """What a `moof` says of its one track."""

    track: int
    time: int
    duration: int
    samples: int
    key: bool


def piece(moof: bytes) -> Piece:
    """Of any muxer; Unreadable for what is none."""
    try:
        (whole,) = boxes(moof)
        traf = next(each for each in boxes(moof, whole.body, whole.end) if each.kind == b"traf")
        parts = {each.kind: each for each in boxes(moof, traf.body, traf.end)}
        track, duration, flags = _defaults(moof, parts[b"tfhd"].body)
        at = parts[b"tfdt"].body
        time = (_U64 if moof[at] else _U32).unpack_from(moof, at + 4)[0]
        samples, lasts, key = _run(moof, parts[b"trun"].body, duration, flags)
    except (struct.error, KeyError, ValueError, StopIteration, IndexError) as error:
        raise Unreadable(f"no fragment: {error}") from error
    return Piece(track, time, lasts, samples, key)


def _defaults(data: bytes, at: int) -> tuple[int, int, int]:
    """Track, duration and flags of a `tfhd` (8.8.7)."""
    said, track = _U32.unpack_from(data, at)[0] & 0xFFFFFF, _U32.unpack_from(data, at + 4)[0]
    at += 8 + (8 if said & 0x1 else 0) + (4 if said & 0x2 else 0)
    found = {}
    for bit in (0x8, 0x10, 0x20):
        if said & bit:
            found[bit] = _U32.unpack_from(data, at)[0]
            at += 4
    return track, found.get(0x8, 0), found.get(0x20, 0)


def _run(data: bytes, at: int, duration: int, flags: int) -> tuple[int, int, bool]:
    """How many samples a `trun` has, how long they last, and whether the first is a sync sample (8.8.8)."""
    said, samples = _U32.unpack_from(data, at)[0] & 0xFFFFFF, _U32.unpack_from(data, at + 4)[0]
    at += 8 + (4 if said & 0x1 else 0)
    if said & 0x4:
        flags = _U32.unpack_from(data, at)[0]
        at += 4
    bits = [bit for bit in (0x100, 0x200, 0x400, 0x800) if said & bit]
    if said & 0x400 and samples:
        flags = _U32.unpack_from(data, at + 4 * bits.index(0x400))[0]
    if not said & 0x100:
        return samples, samples * duration, not flags & NOT_SYNC
    step = len(bits) * 4
    if at + samples * step > len(data):
        raise Unreadable("a trun is cut off")
    return samples, sum(_U32.unpack_from(data, at + n * step)[0] for n in range(samples)), not flags & NOT_SYNC


# -- the head of a segment ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sound:
    """A track of sound: G.711 with one byte for a sample, or AAC with its AudioSpecificConfig."""

    codec: Codec
    rate: int = 8000
    channels: int = 1
    config: bytes = b""

    def entry(self) -> bytes:
        kind = {Codec.G711A: b"alaw", Codec.G711U: b"ulaw", Codec.AAC: b"mp4a"}[self.codec]
        fields = struct.pack(">6xH8xHHIHH", 1, self.channels, 16, 0, min(self.rate, 0xFFFF), 0)
        return box(kind, fields, _esds(self.config) if self.codec is Codec.AAC else b"")


def _esds(config: bytes) -> bytes:
    """ISO/IEC 14496-1 §7.2.6.5: object type 0x40 is MPEG-4 audio, stream type 5 audio."""

    def descriptor(tag: int, *parts: bytes) -> bytes:
        return bytes((tag, sum(map(len, parts)))) + b"".join(parts)

    decoder = descriptor(4, b"\x40\x15", bytes(11), descriptor(5, config))
    return full(b"esds", 0, 0, descriptor(3, b"\0\2\0", decoder, descriptor(6, b"\2")))


def head(init: bytes, sound: Sound | None, about: bytes) -> bytes:
    """What stands before the fragments: the live muxer's `init` with a track for sound, what is said about the segment,
    and at its end RESERVED bytes for the `sidx`."""
    parts = {each.kind: each for each in boxes(init)}
    kind, moov = parts[b"ftyp"], parts[b"moov"]
    children = {each.kind: init[each.begin : each.end] for each in boxes(init, moov.body, moov.end)}
    extends = [init[each.body : each.end] for each in boxes(init, moov.body, moov.end) if each.kind == b"mvex"]
    header, tracks = children[b"mvhd"], children[b"trak"]
    if sound:
        header = header[:-4] + _U32.pack(SOUND + 1)
        tracks += _sound_track(sound)
        extends.append(full(b"trex", 0, 0, struct.pack(">5I", SOUND, 1, 0, 0, 0)))
    movie = box(b"moov", header, tracks, box(b"mvex", *extends))
    return init[kind.begin : kind.end] + movie + box(b"uuid", ABOUT, about) + box(b"free", bytes(RESERVED - 8))


def _sound_track(sound: Sound) -> bytes:
    header = full(b"tkhd", 0, 3, struct.pack(">3I4xI8xhhh2x", 0, 0, SOUND, 0, 0, 1, 0x100), MATRIX, bytes(8))
    media = full(b"mdhd", 0, 0, struct.pack(">4IHH", 0, 0, sound.rate, 0, 0x55C4, 0))
    handler = full(b"hdlr", 0, 0, bytes(4), b"soun", bytes(12), b"SoundHandler\0")
    sources = box(b"dinf", full(b"dref", 0, 0, _U32.pack(1), full(b"url ", 0, 1)))
    table = box(
        b"stbl",
        full(b"stsd", 0, 0, _U32.pack(1), sound.entry()),
        *(full(kind, 0, 0, bytes(4)) for kind in (b"stts", b"stsc")),
        full(b"stsz", 0, 0, bytes(8)),
        full(b"stco", 0, 0, bytes(4)),
    )
    information = box(b"minf", full(b"smhd", 0, 0, bytes(4)), sources, table)
    return box(b"trak", header, box(b"mdia", media, handler, information))


def directory(marks: Sequence[tuple[int, int]], end: tuple[int, int]) -> bytes:
    """RESERVED bytes: a `sidx` (8.16.3) of groups of pictures, each given by its offset in the file and its time, the
    `end` of the last likewise. With more groups than fit, several are one reference."""
    step = -(-len(marks) // REFERENCES)
    places = [*marks[:: max(1, step)], end]
    references = b"".join(
        struct.pack(">3I", after[0] - before[0], after[1] - before[1], 0x90000000)
        for before, after in zip(places, places[1:], strict=False)
    )
    count = len(places) - 1
    rest = RESERVED - 40 - 12 * count
    first = struct.pack(">IIQQHH", VIDEO, VIDEO_SCALE, places[0][1], rest, 0, count)
    return full(b"sidx", 1, 0, first, references) + (box(b"free", bytes(rest - 8)) if rest else b"")
