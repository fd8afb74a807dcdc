"""One question and its answer. RFC 5905 §7.3, RFC 4330 §5."""

import struct

LENGTH = 48
"Bytes of a packet; what stands behind them (extensions, a key) is passed over."
TO_1900 = 2_208_988_800
"Seconds from 1900, where NTP begins, to 1970."
CLIENT, SERVER = 3, 4
"Modes."
STRATUM = 10
"A clock that nobody vouches for, as far away as clients still believe."
PRECISION = -18
"Of our clock, as a power of two: four microseconds."
ROOT_DISPERSION = 655
"In 65536ths of a second: 10 ms."
REFERENCE = bytes((127, 127, 1, 0))
"The machine's own clock."
_HEAD = struct.Struct("!BBbbII4s")


class Malformed(ValueError):
    """No question of a client."""


def answer(question: bytes, received: float, now: float) -> bytes:
    """What to send back. Both times are Unix time: when the question came, and when the answer goes."""
    if len(question) < LENGTH:
        raise Malformed(f"{len(question)} bytes are no packet")
    version, mode = question[0] >> 3 & 7, question[0] & 7
    if mode != CLIENT or not 1 <= version <= 4:
        raise Malformed(f"mode {mode} of version {version}")
    poll = struct.unpack_from("!b", question, 2)[0]
    head = _HEAD.pack(version << 3 | SERVER, STRATUM, poll, PRECISION, 0, ROOT_DISPERSION, REFERENCE)
    # The client's own time comes back as it was sent: by that it knows its question.
    return head + stamp(received) + question[40:48] + stamp(received) + stamp(now)


def stamp(moment: float) -> bytes:
    """64 bits: seconds since 1900, which begin anew in 2036, and their fraction (§6)."""
    seconds = int(moment // 1)
    return struct.pack("!II", (seconds + TO_1900) & 0xFFFFFFFF, int((moment - seconds) * 2**32) & 0xFFFFFFFF)
