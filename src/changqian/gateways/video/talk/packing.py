"""20 ms of A-law as a device wants them: G.711 as such (RFC 3551), or in a program stream (annex C)."""

import random
from enum import StrEnum
from functools import cache

from changqian.protocols.mpegps.codecs import TYPE_OF, Codec
from changqian.protocols.mpegps.headers import AUDIO, pack_header, pes_header, stream_map, system_header
from changqian.protocols.rtp.g711 import Law, decode, encode
from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.sending import Sender

TICKS = 1800
"Of 90 kHz in 20 ms."
TABLES = 25
"Packets between two stream maps: half a second, as after each key frame."
RATE = 400
"program_mux_rate in units of 50 bytes/s: 160 kbit/s."


class Packing(StrEnum):
    """By the name in the rtpmap."""

    PCMA = "PCMA"
    PCMU = "PCMU"
    PS = "PS"


class Packer:
    """Numbers the packets to one device."""

    def __init__(self, packing: Packing, payload: int, ssrc: int) -> None:
        self.packing, self.payload = packing, payload
        self.count = 0
        self._first = random.randrange(1 << 32)
        self._sender = Sender(payload_type=payload, ssrc=ssrc, sequence=random.randrange(1 << 16))

    def pack(self, sound: bytes) -> list[bytes]:
        number, self.count = self.count, self.count + 1
        if self.packing is Packing.PS:
            ticks = self._first + number * TICKS
            return self._sender.cut(_program(sound, ticks, mapped=number % TABLES == 0), ticks)
        if self.packing is Packing.PCMU:
            sound = sound.translate(to_mu())
        # The marker says that a talk begins (RFC 3551 §4.1), not that a frame ends.
        at = (self._first + number * len(sound)) & 0xFFFFFFFF
        sequence = self._sender.sequence
        self._sender.sequence = sequence + 1 & 0xFFFF
        return [bytes(Packet(self.payload, sequence, at, self._sender.ssrc, sound, marker=number == 0))]


def _program(sound: bytes, ticks: int, *, mapped: bool) -> bytes:
    tables = _tables() if mapped else b""
    return pack_header(ticks, RATE) + tables + pes_header(AUDIO, len(sound), ticks, None) + sound


@cache
def _tables() -> bytes:
    return system_header([AUDIO], RATE) + stream_map(((AUDIO, TYPE_OF[Codec.G711A]),))


@cache
def to_mu() -> bytes:
    """For each code of A-law that of µ-law, for `bytes.translate`."""
    return encode(decode(bytes(range(256)), Law.A), Law.MU)


@cache
def to_a() -> bytes:
    return encode(decode(bytes(range(256)), Law.MU), Law.A)
