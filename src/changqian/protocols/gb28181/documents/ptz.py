"""Where a camera looks: presets, home position, cruises, exact position. GB/T 28181-2022 9.5, A.2.4.8, A.2.4.10 to 13.

What makes it move is a DeviceControl with the codes of `gb28181.ptz`.
"""

from dataclasses import dataclass
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Notice, Query
from changqian.protocols.gb28181.elements import Block, inline, listed, nested, number, real, switch, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetQuery(Query):
    COMMAND: ClassVar[str] = "PresetQuery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset(Block):
    """`id` counts from 1 to 255; devices also fill it with names of their own."""

    id: str = text("PresetID", always=True)
    name: str = text("PresetName", always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetAnswer(Answer):
    """Before 2022 there is no SumNum and one packet holds all; 2022 requires `sum_num`."""

    COMMAND: ClassVar[str] = "PresetQuery"
    sum_num: int | None = number("SumNum")
    items: tuple[Preset, ...] = listed("PresetList", "Item", Preset)

    @property
    def total(self) -> int:
        return len(self.items) if self.sum_num is None else self.sum_num


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePosition(Block):
    """Go back to preset `preset` after `reset_after` seconds without orders. A.2.3.1.10."""

    enabled: bool | None = switch("Enabled", always=True)
    reset_after: int | None = number("ResetTime")
    preset: int | None = number("PresetIndex")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePositionQuery(Query):
    COMMAND: ClassVar[str] = "HomePositionQuery"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePositionAnswer(Answer):
    COMMAND: ClassVar[str] = "HomePositionQuery"
    home: HomePosition | None = nested("HomePosition", HomePosition)


@dataclass(frozen=True, slots=True, kw_only=True)
class CruiseTrackListQuery(Query):
    COMMAND: ClassVar[str] = "CruiseTrackListQuery"


@dataclass(frozen=True, slots=True, kw_only=True)
class CruiseTrack(Block):
    number: int | None = number("Number")
    name: str = text("Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class CruiseTrackListAnswer(Answer):
    COMMAND: ClassVar[str] = "CruiseTrackListQuery"
    total: int | None = number("SumNum")
    items: tuple[CruiseTrack, ...] = listed("CruiseTrackList", "CruiseTrack", CruiseTrack)


@dataclass(frozen=True, slots=True, kw_only=True)
class CruiseTrackQuery(Query):
    """`track` is the number of a track of the list, from 0."""

    COMMAND: ClassVar[str] = "CruiseTrackQuery"
    track: int | None = number("Number")


@dataclass(frozen=True, slots=True, kw_only=True)
class CruisePoint(Block):
    """`stay` in seconds, `speed` from 1 to 15."""

    preset: int | None = number("PresetIndex")
    stay: int | None = number("StayTime")
    speed: int | None = number("Speed")


@dataclass(frozen=True, slots=True, kw_only=True)
class CruiseTrackAnswer(Answer):
    COMMAND: ClassVar[str] = "CruiseTrackQuery"
    track: int | None = number("Number")
    name: str = text("Name")
    total: int | None = number("SumNum")
    items: tuple[CruisePoint, ...] = listed("CruisePointList", "CruisePoint", CruisePoint)


@dataclass(frozen=True, slots=True, kw_only=True)
class PtzPositionQuery(Query):
    """Also the body of a subscription to changes (9.11)."""

    COMMAND: ClassVar[str] = "PTZPosition"


@dataclass(frozen=True, slots=True, kw_only=True)
class PtzPosition(Block):
    """Pan 0 to 360 clockwise and tilt -30 to 90 downward, zoom in times; angles in degrees, distance in metres."""

    pan: float | None = real("Pan")
    tilt: float | None = real("Tilt")
    zoom: float | None = real("Zoom")
    horizontal_angle: float | None = real("HorizontalFieldAngle")
    vertical_angle: float | None = real("VerticalFieldAngle")
    view_distance: float | None = real("MaxViewDistance")


@dataclass(frozen=True, slots=True, kw_only=True)
class PtzPositionAnswer(Answer):
    COMMAND: ClassVar[str] = "PTZPosition"
    position: PtzPosition = inline(PtzPosition)


@dataclass(frozen=True, slots=True, kw_only=True)
class PtzPositionNotice(Notice):
    COMMAND: ClassVar[str] = "PTZPosition"
    position: PtzPosition = inline(PtzPosition)
