"""Header extensions (RFC 8285), and what phones say there of how they are held (3GPP TS 26.114 §7.4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from changqian.protocols.rtp.packet import Extension, MalformedPacket

ONE_BYTE, TWO_BYTES = 0xBEDE, 0x1000
VIDEO_ORIENTATION = "urn:3gpp:video-orientation"
"To be offered in `a=extmap`."


def elements(extension: Extension) -> dict[int, bytes]:
    """By local number; the first where one comes twice. Empty for other profiles. Raises MalformedPacket."""
    if extension.profile == ONE_BYTE:
        return _short(extension.data)
    return _long(extension.data) if extension.profile & 0xFFF0 == TWO_BYTES else {}


def extension(found: Mapping[int, bytes]) -> Extension:
    """With one byte before each where that is enough (§4.2), else with two (§4.3). Raises ValueError."""
    if any(not 1 <= number <= 255 or len(data) > 255 for number, data in found.items()):
        raise ValueError("no element of an extension is like this")
    short = all(number <= 14 and 0 < len(data) <= 16 for number, data in found.items())
    made = b"".join(
        (bytes([number << 4 | len(data) - 1]) if short else bytes([number, len(data)])) + data
        for number, data in found.items()
    )
    return Extension(ONE_BYTE if short else TWO_BYTES, made + bytes(-len(made) % 4))


def _short(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        number, size = data[at] >> 4, (data[at] & 15) + 1
        if number == 15:
            # §4.2: reserved; what follows is not to be read.
            break
        if not number:
            at += 1
            continue
        at = _element(found, data, number, at + 1, size)
    return found


def _long(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        if not data[at]:
            at += 1
            continue
        if at + 2 > len(data):
            raise MalformedPacket("an element of the extension is cut off")
        at = _element(found, data, data[at], at + 2, data[at + 1])
    return found


def _element(found: dict[int, bytes], data: bytes, number: int, begin: int, size: int) -> int:
    if begin + size > len(data):
        raise MalformedPacket("an element of the extension is cut off")
    found.setdefault(number, data[begin : begin + size])
    return begin + size


@dataclass(frozen=True, slots=True)
class Orientation:
    """How the receiver is to turn a picture: of a phone held upright they lie on their side."""

    turn: int = 0
    "Degrees clockwise that the picture is to be turned: 0, 90, 180, 270."
    mirrored: bool = False
    "To be flipped from left to right, before turning."
    back: bool = False
    "From the camera at the back."

    @classmethod
    def parse(cls, data: bytes) -> Orientation:
        """`0 0 0 0 C F R1 R0`; a second byte of finer turning is left aside. Raises MalformedPacket.

        R says how far the picture was turned counter-clockwise when it was sent. 待核 on phones of each maker.
        """
        if not data:
            raise MalformedPacket("an orientation without content")
        return cls(90 * (data[0] & 3), bool(data[0] & 4), bool(data[0] & 8))

    def __bytes__(self) -> bytes:
        return bytes([self.back << 3 | self.mirrored << 2 | self.turn // 90 % 4])
