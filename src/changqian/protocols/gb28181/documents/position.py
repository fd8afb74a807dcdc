"""Where mobile devices are. GB/T 28181-2016 9.11, A.2.5; 2022 A.2.1.14, A.2.4.9, A.2.5.6.

2016 sends one position in the notice itself; 2022 a list, with the time each was taken. Coordinates are degrees in
WGS 84, which differs from CGCS2000 by less than a device can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Notice, Query
from changqian.protocols.gb28181.elements import Block, listed, moment, number, real, text
from changqian.protocols.gb28181.versions import Version

INTERVAL = 5
"Seconds between reports where a query names none."


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionQuery(Query):
    """The body of a subscription. `interval` in seconds."""

    COMMAND: ClassVar[str] = "MobilePosition"
    interval: int | None = number("Interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Block):
    """`speed` in km/h, `direction` in degrees clockwise from north, `altitude` above sea and `height` in metres."""

    device_id: str = text("DeviceID")
    time: datetime | None = moment("CaptureTime", aliases=("Time",))
    longitude: float | None = real("Longitude")
    latitude: float | None = real("Latitude")
    speed: float | None = real("Speed")
    direction: float | None = real("Direction")
    altitude: float | None = real("Altitude")
    height: float | None = real("Height")

    @property
    def located(self) -> bool:
        """False for what devices send without a fix: nothing, zeros, or numbers that are nowhere."""
        if self.longitude is None or self.latitude is None:
            return False
        nowhere = self.longitude == 0 and self.latitude == 0
        return not nowhere and abs(self.longitude) <= 180 and abs(self.latitude) <= 90


@dataclass(frozen=True, slots=True, kw_only=True)
class MobilePosition(Notice):
    """Either form; ask `positions`, which knows both. `time` is when it was sent (2022) or taken (2016)."""

    COMMAND: ClassVar[str] = "MobilePosition"
    time: datetime | None = moment("Time")
    longitude: float | None = real("Longitude", until=Version.V2016)
    latitude: float | None = real("Latitude", until=Version.V2016)
    speed: float | None = real("Speed", until=Version.V2016)
    direction: float | None = real("Direction", until=Version.V2016)
    altitude: float | None = real("Altitude", until=Version.V2016)
    total: int | None = number("SumNum", since=Version.V2022)
    items: tuple[Position, ...] = listed("DeviceList", "Item", Position, since=Version.V2022)

    @property
    def positions(self) -> tuple[Position, ...]:
        """All that were sent, each with its device and time. A 2016 device may leave out its own id."""
        return _told(self)


def notices(
    positions: Sequence[Position], *, sn: int, device_id: str, now: datetime, version: Version
) -> tuple[MobilePosition, ...]:
    """How a peer of that edition is told: 2022 one list of all, before one notice for each. `device_id` reports."""
    if version >= Version.V2022:
        return (MobilePosition(sn=sn, device_id=device_id, time=now, total=len(positions), items=tuple(positions)),)
    return tuple(
        MobilePosition(
            sn=sn,
            device_id=each.device_id or device_id,
            time=each.time or now,
            longitude=each.longitude,
            latitude=each.latitude,
            speed=each.speed,
            direction=each.direction,
            altitude=each.altitude,
        )
        for each in positions
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionAnswer(Answer):
    """That the subscription was accepted. Devices that are asked by MESSAGE answer with their position in it."""

    COMMAND: ClassVar[str] = "MobilePosition"
    time: datetime | None = moment("Time", aliases=("CaptureTime",), read_only=True)
    longitude: float | None = real("Longitude", read_only=True)
    latitude: float | None = real("Latitude", read_only=True)
    speed: float | None = real("Speed", read_only=True)
    direction: float | None = real("Direction", read_only=True)
    altitude: float | None = real("Altitude", read_only=True)
    items: tuple[Position, ...] = listed("DeviceList", "Item", Position, read_only=True)

    @property
    def positions(self) -> tuple[Position, ...]:
        return _told(self)


def _told(told: MobilePosition | PositionAnswer) -> tuple[Position, ...]:
    if told.items:
        return tuple(
            replace(each, device_id=each.device_id or told.device_id, time=each.time or told.time)
            for each in told.items
        )
    if told.longitude is None and told.latitude is None:
        return ()
    where = {"longitude": told.longitude, "latitude": told.latitude, "altitude": told.altitude}
    return (Position(device_id=told.device_id, time=told.time, speed=told.speed, direction=told.direction, **where),)
