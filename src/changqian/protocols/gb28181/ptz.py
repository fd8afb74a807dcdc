"""The eight bytes of PTZCmd. GB/T 28181-2022 A.3.

1 A5H. 2 version 0 and a check of the first nibbles: 0FH. 3 and the low nibble of 7 the address, which nobody uses: the
DeviceID names the device. 4 the instruction. 5, 6 and the high nibble of 7 its data. 8 the sum of the first seven.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from changqian.protocols.gb28181.errors import Malformed

START = 0xA5
COMBINED = 0x0F
ADDRESS = 1
"What platforms send; devices ignore it."
RIGHT, LEFT, DOWN, UP, ZOOM_IN, ZOOM_OUT = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
FOCUS_FAR, FOCUS_NEAR, IRIS_OPEN, IRIS_CLOSE = 0x01, 0x02, 0x04, 0x08
LENS = 0x40
FASTEST = 255
FASTEST_ZOOM = 15
LONGEST = 0xFFF


def _within(number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        raise Malformed(f"{number} is not {low} to {high}")


def _either(speed: int, positive: int, negative: int) -> int:
    return positive if speed > 0 else negative if speed < 0 else 0


def _signed(way: int, positive: int, negative: int, speed: int) -> int:
    if way & positive and way & negative:
        raise Malformed("two opposite ways at once")
    return max(speed, 1) if way & positive else -max(speed, 1) if way & negative else 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The bytes before anybody knows what they mean: the instruction, two bytes and one nibble of data."""

    instruction: int
    first: int = 0
    second: int = 0
    third: int = 0
    address: int = ADDRESS

    def __post_init__(self) -> None:
        _within(self.instruction, 0, 255)
        _within(self.first, 0, 255)
        _within(self.second, 0, 255)
        _within(self.third, 0, 15)
        _within(self.address, 0, LONGEST)

    @classmethod
    def parse(cls, text: str) -> Self:
        """16 hexadecimal digits of either case, blanks forgiven. Malformed if the start or the sum is wrong.

        The check inside byte 2 is not looked at: the sum covers that byte, and some senders leave it 0.
        """
        try:
            data = bytes.fromhex("".join(text.split()))
        except ValueError:
            raise Malformed(f"{text[:40]!r} is not hexadecimal") from None
        if len(data) != 8 or data[0] != START:
            raise Malformed(f"{text[:40]!r} is not eight bytes that start with A5")
        if sum(data[:7]) % 256 != data[7]:
            raise Malformed(f"{text[:40]!r} sums up to {sum(data[:7]) % 256:02X}")
        return cls(data[3], data[4], data[5], data[6] >> 4, data[2] | (data[6] & 0x0F) << 8)

    def __str__(self) -> str:
        last = self.third << 4 | self.address >> 8
        head = bytes((START, COMBINED, self.address & 0xFF, self.instruction, self.first, self.second, last))
        return (head + bytes((sum(head) % 256,))).hex().upper()

    @property
    def twelve_bits(self) -> int:
        """A.3.5: the high nibble of byte 7 above byte 6."""
        return self.third << 8 | self.second


@dataclass(frozen=True, slots=True)
class Move:
    """Turn and zoom at speeds: `pan` right and `tilt` up are positive, to 255; `zoom` in, to 15. All 0 stops. A.3.2."""

    pan: int = 0
    tilt: int = 0
    zoom: int = 0

    def __post_init__(self) -> None:
        _within(self.pan, -FASTEST, FASTEST)
        _within(self.tilt, -FASTEST, FASTEST)
        _within(self.zoom, -FASTEST_ZOOM, FASTEST_ZOOM)

    @property
    def frame(self) -> Frame:
        way = _either(self.pan, RIGHT, LEFT) | _either(self.tilt, UP, DOWN) | _either(self.zoom, ZOOM_IN, ZOOM_OUT)
        return Frame(way, abs(self.pan), abs(self.tilt), abs(self.zoom))

    @classmethod
    def of(cls, frame: Frame) -> Self:
        """A direction without speed counts as the slowest; Malformed for left and right at once."""
        way = frame.instruction
        return cls(
            _signed(way, RIGHT, LEFT, frame.first),
            _signed(way, UP, DOWN, frame.second),
            _signed(way, ZOOM_IN, ZOOM_OUT, frame.third),
        )


@dataclass(frozen=True, slots=True)
class Lens:
    """Focus and iris at speeds to 255: far and open are positive. All 0 stops. A.3.3."""

    focus: int = 0
    iris: int = 0

    def __post_init__(self) -> None:
        _within(self.focus, -FASTEST, FASTEST)
        _within(self.iris, -FASTEST, FASTEST)

    @property
    def frame(self) -> Frame:
        way = _either(self.focus, FOCUS_FAR, FOCUS_NEAR) | _either(self.iris, IRIS_OPEN, IRIS_CLOSE)
        return Frame(LENS | way, abs(self.focus), abs(self.iris))

    @classmethod
    def of(cls, frame: Frame) -> Self:
        way = frame.instruction
        focus = _signed(way, FOCUS_FAR, FOCUS_NEAR, frame.first)
        return cls(focus, _signed(way, IRIS_OPEN, IRIS_CLOSE, frame.second))


class PresetAction(IntEnum):
    SET = 0x81
    CALL = 0x82
    DELETE = 0x83


@dataclass(frozen=True, slots=True)
class Preset:
    """Preset `number` is 1 to 255; 0 is reserved. A.3.4."""

    action: PresetAction
    number: int

    def __post_init__(self) -> None:
        _within(self.number, 1, 255)

    @property
    def frame(self) -> Frame:
        return Frame(self.action, 0, self.number)

    @classmethod
    def of(cls, frame: Frame) -> Self:
        return cls(PresetAction(frame.instruction), frame.second)


class CruiseAction(IntEnum):
    ADD_POINT = 0x84
    DELETE_POINT = 0x85
    SET_SPEED = 0x86
    SET_STAY = 0x87
    START = 0x88


@dataclass(frozen=True, slots=True)
class Cruise:
    """Cruise `group` 0 to 255. `value` is a preset, a speed, or seconds to stay (to 4095), by action. A.3.5.

    Deleting preset 0 deletes the group. A cruise ends with `STOP`.
    """

    action: CruiseAction
    group: int
    value: int = 0

    def __post_init__(self) -> None:
        _within(self.group, 0, 255)
        _within(self.value, 0, LONGEST if self._is_long else 255)

    @property
    def _is_long(self) -> bool:
        return self.action in (CruiseAction.SET_SPEED, CruiseAction.SET_STAY)

    @property
    def frame(self) -> Frame:
        return Frame(self.action, self.group, self.value & 0xFF, self.value >> 8)

    @classmethod
    def of(cls, frame: Frame) -> Self:
        action = CruiseAction(frame.instruction)
        is_long = action in (CruiseAction.SET_SPEED, CruiseAction.SET_STAY)
        return cls(action, frame.first, frame.twelve_bits if is_long else frame.second)


class ScanAction(IntEnum):
    START = 0
    SET_LEFT = 1
    SET_RIGHT = 2
    SET_SPEED = 3
    "An instruction of its own on the wire."


SCAN, SCAN_SPEED = 0x89, 0x8A


@dataclass(frozen=True, slots=True)
class Scan:
    """Scan `group` 0 to 255 between its edges; `speed` to 4095 with SET_SPEED only. It ends with `STOP`. A.3.6."""

    action: ScanAction
    group: int
    speed: int = 0

    def __post_init__(self) -> None:
        _within(self.group, 0, 255)
        _within(self.speed, 0, LONGEST if self.action is ScanAction.SET_SPEED else 0)

    @property
    def frame(self) -> Frame:
        if self.action is ScanAction.SET_SPEED:
            return Frame(SCAN_SPEED, self.group, self.speed & 0xFF, self.speed >> 8)
        return Frame(SCAN, self.group, self.action)

    @classmethod
    def of(cls, frame: Frame) -> Self:
        if frame.instruction == SCAN_SPEED:
            return cls(ScanAction.SET_SPEED, frame.first, frame.twelve_bits)
        if frame.second > ScanAction.SET_RIGHT:
            raise Malformed(f"a scan knows no {frame.second}")
        return cls(ScanAction(frame.second), frame.first)


AUXILIARY_ON, AUXILIARY_OFF = 0x8C, 0x8D
WIPER = 1


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """Switch `number` on or off; 1 is the wiper, the others are the maker's. A.3.7."""

    on: bool
    number: int = WIPER

    def __post_init__(self) -> None:
        _within(self.number, 0, 255)

    @property
    def frame(self) -> Frame:
        return Frame(AUXILIARY_ON if self.on else AUXILIARY_OFF, self.number)

    @classmethod
    def of(cls, frame: Frame) -> Self:
        return cls(frame.instruction == AUXILIARY_ON, frame.first)


Command = Move | Lens | Preset | Cruise | Scan | Auxiliary
STOP = Move()
KINDS: tuple[tuple[range, type[Command]], ...] = (
    (range(0x00, 0x40), Move),
    (range(0x40, 0x50), Lens),
    (range(0x81, 0x84), Preset),
    (range(0x84, 0x89), Cruise),
    (range(0x89, 0x8B), Scan),
    (range(0x8C, 0x8E), Auxiliary),
)
"By instruction."


def build(command: Command) -> str:
    """The 16 hexadecimal digits of a PTZCmd element."""
    return str(command.frame)


def read(text: str) -> Command:
    """What a PTZCmd element orders; Malformed if it is damaged or means nothing."""
    frame = Frame.parse(text)
    for instructions, kind in KINDS:
        if frame.instruction in instructions:
            return kind.of(frame)
    raise Malformed(f"no instruction {frame.instruction:02X}")
