"""G.711 to 16-bit linear and back, by table (ITU-T G.711): linear is little-endian, one channel.

Decoding and levels cost no Python per sample.
"""

from enum import StrEnum
from functools import cache
from math import log10


class Law(StrEnum):
    A = "PCMA"
    MU = "PCMU"


SILENCE = {Law.A: 0xD5, Law.MU: 0xFF}
FLOOR = -90.0
"dB: what `level` gives for nothing at all."


def silence(law: Law, samples: int) -> bytes:
    return bytes([SILENCE[law]]) * samples


def decode(data: bytes, law: Law) -> bytes:
    """Two bytes for each of G.711."""
    low, high = _halves(law)
    made = bytearray(2 * len(data))
    made[0::2] = data.translate(low)
    made[1::2] = data.translate(high)
    return bytes(made)


def encode(linear: bytes, law: Law) -> bytes:
    """One byte for each sample. Raises ValueError for half a sample."""
    if len(linear) % 2:
        raise ValueError("half a sample")
    codes = _codes(law)
    high, low = linear[1::2], linear[0::2]
    # No law looks at the last two bits.
    return bytes([codes[a << 6 | b >> 2] for a, b in zip(high, low, strict=True)])


def level(data: bytes, law: Law) -> float:
    """Mean power in dB below a full-scale square wave (dBov, RFC 6464): 0 to FLOOR."""
    if not data:
        return FLOOR
    squares = _squares(law)
    power = sum(map(squares.__getitem__, data)) / len(data)
    return max(FLOOR, 10 * log10(power / 32768**2)) if power else FLOOR


def linear(code: int, law: Law) -> int:
    """The value of one byte of G.711, -32 124 to 32 124."""
    if law is Law.A:
        code ^= 0x55
        segment, step = code >> 4 & 7, code & 0x0F
        value = (step << 4) + 8 if not segment else (step << 4) + 0x108 << segment - 1
        return value if code & 0x80 else -value
    code ^= 0xFF
    value = ((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)
    return 0x84 - value if code & 0x80 else value - 0x84


@cache
def _halves(law: Law) -> tuple[bytes, bytes]:
    """For each code the low and the high byte of its value."""
    values = [linear(code, law) & 0xFFFF for code in range(256)]
    return bytes(value & 0xFF for value in values), bytes(value >> 8 for value in values)


@cache
def _squares(law: Law) -> list[int]:
    return [linear(code, law) ** 2 for code in range(256)]


@cache
def _codes(law: Law) -> bytes:
    """For the upper 14 bits of each 16-bit value its code."""
    code = _a_code if law is Law.A else _mu_code
    return bytes(code((place << 2) - (0x10000 if place >= 0x2000 else 0)) for place in range(0x4000))


def _a_code(value: int) -> int:
    sign = 0x80 if value >= 0 else 0
    size = (value if value >= 0 else ~value) >> 4
    segment = max(0, size.bit_length() - 4)
    step = size if segment < 2 else size >> segment - 1
    return (sign | segment << 4 | step & 0x0F) ^ 0x55


def _mu_code(value: int) -> int:
    sign = 0x80 if value < 0 else 0
    size = min(value if value >= 0 else ~value, 32635) + 0x84
    segment = size.bit_length() - 8
    return (sign | segment << 4 | size >> segment + 3 & 0x0F) ^ 0xFF
