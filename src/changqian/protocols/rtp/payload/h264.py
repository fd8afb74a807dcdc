"""H.264 in RTP (RFC 6184): units cut into payloads for packetization modes 0 and 1, and pictures put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from changqian.protocols.mpegps import nal
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.payload.errors import MalformedPayload

SINGLE, NON_INTERLEAVED = 0, 1
"packetization-mode. Mode 2 (interleaved) is spoken by nobody in telephony."
STAP_A, FU_A = 24, 28
_START, _END = 0x80, 0x40
_BEFORE_SLICES = frozenset({6, nal.H264_SPS, nal.H264_PPS, 9})
"Also supplemental information and the delimiter."
LARGEST_PICTURE = 4 << 20
"Bytes; longer is a sender who never ends a picture."


def cut(units: Sequence[bytes], *, mode: int = NON_INTERLEAVED, largest: int = 1200) -> list[bytes]:
    """The payloads of one picture, each at most `largest` bytes; the marker belongs on the last (§5.1).

    `units` without start codes. In mode 0 a unit that is too long raises MalformedPayload: the encoder has to make
    slices of that size. In mode 1 it is cut into fragments, and small neighbours travel together.
    """
    if largest < 4:
        raise ValueError("no unit fits")
    if not all(units):
        raise MalformedPayload("an empty unit")
    if mode == SINGLE:
        longest = max(map(len, units), default=0)
        if longest > largest:
            raise MalformedPayload(f"a unit of {longest} bytes, and mode 0 cannot cut it to {largest}")
        return list(units)
    made: list[bytes] = []
    together: list[bytes] = []
    for unit in units:
        if together and _together(together) + 2 + len(unit) > largest:
            made.append(_joined(together))
            together = []
        if len(unit) > largest:
            made += _fragments(unit, largest)
        else:
            together.append(unit)
    return [*made, _joined(together)] if together else made


def _together(units: Sequence[bytes]) -> int:
    return 1 + sum(2 + len(unit) for unit in units)


def _joined(units: Sequence[bytes]) -> bytes:
    """One as it is, several as STAP-A (§5.7.1): F of any, the highest importance of all."""
    if len(units) == 1:
        return units[0]
    forbidden = max(unit[0] & 0x80 for unit in units)
    importance = max(unit[0] & 0x60 for unit in units)
    return bytes([forbidden | importance | STAP_A]) + b"".join(len(unit).to_bytes(2) + unit for unit in units)


def _fragments(unit: bytes, largest: int) -> list[bytes]:
    """FU-A (§5.8)."""
    indicator, kind, room = unit[0] & 0xE0 | FU_A, unit[0] & 0x1F, largest - 2
    made = []
    for begin in range(1, len(unit), room):
        flags = (_START if begin == 1 else 0) | (_END if begin + room >= len(unit) else 0)
        made.append(bytes([indicator, flags | kind]) + unit[begin : begin + room])
    return made


@dataclass(frozen=True, slots=True)
class Picture:
    """The units of one picture, in their order, without start codes."""

    timestamp: int
    units: tuple[bytes, ...]
    key: bool
    "Decoding can begin here."
    complete: bool
    "False: something of it is missing."
    clean: bool
    "Decoding shows what was sent: it is whole, and so is everything since the last key picture."

    @property
    def annex_b(self) -> bytes:
        return nal.joined(self.units)


@dataclass(frozen=True, slots=True)
class PictureCounters:
    pictures: int
    incomplete: int
    malformed: int
    "Packets that hold no unit."


class Depacketizer:
    """Packets in their order (from `Window`) in, pictures out. Never raises; holds one picture of at most 4 MB.

    A picture ends with the marker; where that is lost or never set, with the next timestamp.
    """

    def __init__(self, *, sets: Sequence[bytes] = ()) -> None:
        """`sets`: parameter sets agreed beforehand (`sprop-parameter-sets`), put before key pictures without their own:
        many phones say them in the SDP only."""
        self._sets = {unit[0] & 0x1F: unit for unit in sets if unit}
        self._units: list[bytes] = []
        self._size = 0
        self._fragments: list[bytes] | None = None
        self._timestamp: int | None = None
        self._sequence: int | None = None
        self._whole = True
        self._waiting = True
        self._pictures = self._incomplete = self._malformed = 0

    @property
    def counters(self) -> PictureCounters:
        return PictureCounters(self._pictures, self._incomplete, self._malformed)

    @property
    def wants_key(self) -> bool:
        """Nothing can be shown before a whole key picture: the time to ask for one (PLI, FIR)."""
        return self._waiting

    def push(self, packet: Packet) -> list[Picture]:
        """At most two pictures: the one that was never ended, and the one that this packet ends."""
        found: list[Picture] = []
        follows = self._sequence is None or packet.sequence == self._sequence + 1 & 0xFFFF
        if self._timestamp is not None and packet.timestamp != self._timestamp:
            self._whole = self._whole and follows
            self._finish(found)
        if not follows:
            # What is missing held references of what comes, even where the picture itself is whole.
            self._waiting, self._fragments = True, None
            self._whole = self._timestamp is None and _begins(packet.payload)
        self._timestamp, self._sequence = packet.timestamp, packet.sequence
        try:
            self._take(packet.payload)
        except MalformedPayload:
            self._malformed += 1
            self._whole, self._fragments = False, None
        if packet.marker:
            self._finish(found)
        return found

    def _take(self, payload: bytes) -> None:
        if not payload:
            # Some senders keep a path open with empty packets.
            return
        kind = payload[0] & 0x1F
        if kind == FU_A:
            self._fragment(payload)
            return
        if self._fragments is not None:
            self._whole, self._fragments = False, None
        if kind == STAP_A:
            for unit in _apart(payload):
                self._add(unit)
        elif 0 < kind < STAP_A:
            self._add(payload)
        else:
            raise MalformedPayload(f"a payload of type {kind}")

    def _fragment(self, payload: bytes) -> None:
        if len(payload) < 3:
            raise MalformedPayload("a fragment without content")
        flags = payload[1]
        if flags & _START:
            if flags & _END:
                raise MalformedPayload("a fragment that is first and last")
            self._whole = self._whole and self._fragments is None
            self._fragments = [bytes([payload[0] & 0xE0 | flags & 0x1F])]
        elif self._fragments is None:
            self._whole = False
            return
        self._grow(len(payload) - 2)
        self._fragments.append(payload[2:])
        if flags & _END:
            unit, self._fragments = b"".join(self._fragments), None
            self._units.append(unit)

    def _add(self, unit: bytes) -> None:
        self._grow(len(unit))
        self._units.append(unit)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > LARGEST_PICTURE:
            self._units, self._fragments, self._size = [], None, 0
            raise MalformedPayload("a picture that does not end")

    def _finish(self, found: list[Picture]) -> None:
        whole = self._whole and self._fragments is None
        if self._units:
            found.append(self._picture(whole))
        elif not whole:
            self._waiting = True
            self._incomplete += 1
        self._units, self._fragments, self._size = [], None, 0
        self._timestamp, self._whole = None, True

    def _picture(self, whole: bool) -> Picture:
        assert self._timestamp is not None
        units = tuple(self._units)
        kinds = {unit[0] & 0x1F for unit in units}
        for unit in units:
            if unit[0] & 0x1F in (nal.H264_SPS, nal.H264_PPS):
                self._sets[unit[0] & 0x1F] = unit
        if nal.H264_IDR in kinds:
            absent = [unit for kind, unit in sorted(self._sets.items()) if kind not in kinds]
            units = (*absent, *units)
        # Without both parameter sets the best key picture cannot be decoded.
        begins = nal.H264_IDR in kinds or nal.look(nal.joined(units), Codec.H264).key
        key = begins and {nal.H264_SPS, nal.H264_PPS} <= self._sets.keys()
        self._pictures += 1
        if not whole:
            self._incomplete += 1
            self._waiting = True
        elif key:
            self._waiting = False
        return Picture(self._timestamp, units, key, whole, not self._waiting)


def _begins(payload: bytes) -> bool:
    """Whether nothing of its picture can stand before this payload: a parameter set, or the slice of macroblock 0
    (first_mb_in_slice, the code of which is a single 1; H.264 §7.3.3)."""
    kind, unit = payload[0] & 0x1F if payload else 0, payload
    if kind == FU_A:
        if len(payload) < 3 or not payload[1] & _START:
            return False
        unit = payload[1:]
    elif kind == STAP_A:
        unit = payload[3:]
    if len(unit) < 2:
        return False
    kind = unit[0] & 0x1F
    return kind in _BEFORE_SLICES or (kind in (nal.H264_SLICE, nal.H264_IDR) and unit[1] > 0x7F)


def _apart(payload: bytes) -> list[bytes]:
    found, at = [], 1
    while at < len(payload):
        begin = at + 2
        end = begin + int.from_bytes(payload[at:begin])
        if begin >= end or end > len(payload):
            raise MalformedPayload("a unit of an aggregate is cut off")
        found.append(payload[begin:end])
        at = end
    if not found:
        raise MalformedPayload("an aggregate of nothing")
    return found
