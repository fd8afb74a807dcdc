"""Commands to a device. GB/T 28181-2022 9.3, A.2.3.1, A.2.6.2."""

from dataclasses import dataclass
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Control
from changqian.protocols.gb28181.documents.ptz import HomePosition
from changqian.protocols.gb28181.documents.upgrade import DeviceUpgrade
from changqian.protocols.gb28181.elements import Block, nested, number, real, text, wires
from changqian.protocols.gb28181.versions import Version

BOOT = "Boot"
RECORD, STOP_RECORD = "Record", "StopRecord"
SET_GUARD, RESET_GUARD = "SetGuard", "ResetGuard"
RESET_ALARM = "ResetAlarm"
SEND_KEY_FRAME = "Send"
TRACK_AUTO, TRACK_MANUAL, TRACK_STOP = "Auto", "Manual", "Stop"
ALL_CARDS = 0
COMMANDS = (
    *("PTZCmd", "TeleBoot", "RecordCmd", "GuardCmd", "AlarmCmd", "IFrameCmd", "DragZoomIn", "DragZoomOut"),
    *("HomePosition", "PTZPreciseCtrl", "DeviceUpgrade", "FormatSDCard", "TargetTrack"),
)
ANSWERED = ("RecordCmd", "GuardCmd", "AlarmCmd", "HomePosition", "DeviceUpgrade")
"9.3.1 e: these are answered by a Response, the others by the 200 alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class PtzParams(Block):
    """Names to keep with a preset or cruise that the PTZCmd sets."""

    preset_name: str = text("PresetName")
    cruise_track_name: str = text("CruiseTrackName")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlInfo(Block):
    """`priority` of the operator (1 is the highest) up to 2016; the other two limit what an AlarmCmd resets."""

    priority: int | None = number("ControlPriority", until=Version.V2016)
    alarm_method: str = text("AlarmMethod")
    alarm_type: str = text("AlarmType")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle(Block):
    """A box on the picture, in pixels of the player's window of `length` times `width`, by its middle and sides."""

    length: int | None = number("Length")
    width: int | None = number("Width")
    middle_x: int | None = number("MidPointX")
    middle_y: int | None = number("MidPointY")
    length_x: int | None = number("LengthX")
    length_y: int | None = number("LengthY")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreciseMove(Block):
    """Where to look; what is missing stays as it is. Units as in `PtzPosition`."""

    pan: float | None = real("Pan")
    tilt: float | None = real("Tilt")
    zoom: float | None = real("Zoom")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceControl(Control):
    """One command out of COMMANDS; `commands` tells which. `ptz` holds 16 hexadecimal digits, see `gb28181.ptz`.

    `key_frame` is spelt IFameCmd before 2022. `format_card` 0 means all cards. `tracked` is the camera of the picture
    in which `target` was drawn, where the panoramic camera is asked to track.
    """

    COMMAND: ClassVar[str] = "DeviceControl"
    ptz: str = text("PTZCmd")
    ptz_params: PtzParams | None = nested("PTZCmdParams", PtzParams, since=Version.V2022)
    boot: str = text("TeleBoot")
    record: str = text("RecordCmd")
    stream_number: int | None = number("StreamNumber", since=Version.V2022)
    guard: str = text("GuardCmd")
    alarm: str = text("AlarmCmd")
    info: ControlInfo | None = nested("Info", ControlInfo)
    key_frame: str = text("IFrameCmd", older="IFameCmd")
    zoom_in: Rectangle | None = nested("DragZoomIn", Rectangle)
    zoom_out: Rectangle | None = nested("DragZoomOut", Rectangle)
    home: HomePosition | None = nested("HomePosition", HomePosition)
    precise: PreciseMove | None = nested("PTZPreciseCtrl", PreciseMove)
    upgrade: DeviceUpgrade | None = nested("DeviceUpgrade", DeviceUpgrade)
    format_card: int | None = number("FormatSDCard")
    track: str = text("TargetTrack")
    tracked: str = text("DeviceID2")
    target: Rectangle | None = nested("TargetArea", Rectangle)

    @property
    def parts(self) -> tuple[str, ...]:
        """Which of COMMANDS it carries; empty where a vendor's own is all there is."""
        filled = (wire.tag for name, wire in wires(type(self)) if getattr(self, name) not in ("", None))
        return tuple(tag for tag in filled if tag in COMMANDS)

    @property
    def is_answered(self) -> bool:
        """Whether a Response follows the 200."""
        return any(part in ANSWERED for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceControlAnswer(Answer):
    COMMAND: ClassVar[str] = "DeviceControl"
