"""Reports of where devices are, made one kind of event. GB/T 28181-2016 A.2.5, 2022 A.2.5.6.

Nothing in them is relied on: a number of items that is wrong or missing is counted, and what is there is taken. To a
second, the precision that is asked for, a channel is told once.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from changqian.gateways.video.cameras import Camera
from changqian.protocols.gb28181.documents.position import MobilePosition, Position, PositionAnswer
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

AHEAD, BEHIND = timedelta(minutes=5), timedelta(days=30)
"What a clock may be ahead, and how late a position may be handed in; beyond, it is taken for the time it came."
KEPT = 64
"Seconds of a channel that are remembered: devices send the last few again."
MOST_CHANNELS = 50_000
MOST_ITEMS = 1000
"Of one report."
LONGEST_ID = 40
FASTEST = 1000.0
"km/h."


class Positions:
    """`counts` is what was not told, by reason, and what was odd about the rest."""

    def __init__(self, tell: Callable[[wire.Event], object], now: Callable[[], datetime]) -> None:
        self.tell, self.now = tell, now
        self.counts: Counter[str] = Counter()
        self.reported: Callable[[Camera], object] = lambda camera: None
        "Hears of each report, whatever is in it: the device speaks."
        self._told: OrderedDict[tuple[str, str], OrderedDict[int, None]] = OrderedDict()
        self._logged: set[tuple[str, str]] = set()

    def take(self, camera: Camera, document: MobilePosition | PositionAnswer) -> None:
        found = document.positions
        if isinstance(document, PositionAnswer) and not found:
            return  # Only says yes.
        self.reported(camera)
        if not camera.device.following.positions:
            self.counts["unwanted"] += max(1, len(found))
            return
        if isinstance(document, MobilePosition):
            self._counted(camera, document, found)
        for each in found[:MOST_ITEMS]:
            self._take(camera, each)

    def _counted(self, camera: Camera, document: MobilePosition, found: Sequence[Position]) -> None:
        """The 2022 form says how many there are, and devices are wrong about it."""
        total = document.total if document.items or document.total else len(found)
        if not found:
            self._odd(camera, "empty", total=total)
        elif total is None:
            self._odd(camera, "uncounted", items=len(found))
        elif total != len(found):
            self._odd(camera, "miscounted", total=total, items=len(found))
        if len(found) > MOST_ITEMS:
            self._odd(camera, "too_many", items=len(found))

    def _take(self, camera: Camera, each: Position) -> None:
        if not each.located or each.longitude is None or each.latitude is None:
            self._odd(camera, "nowhere")
            return
        channel = each.device_id if 0 < len(each.device_id) <= LONGEST_ID else camera.id
        moment = self._moment(camera, each.time)
        if not self._first(camera.id, channel, int(moment.timestamp())):
            self.counts["repeated"] += 1
            return
        speed, direction = each.speed, each.direction
        self.tell(
            wire.Positioned(
                device=camera.id,
                channel=channel,
                longitude=each.longitude,
                latitude=each.latitude,
                time=moment.isoformat(timespec="seconds"),
                speed=speed if speed is not None and 0 <= speed <= FASTEST else None,
                direction=direction % 360 if direction is not None and 0 <= direction <= 360 else None,
            )
        )

    def _moment(self, camera: Camera, said: datetime | None) -> datetime:
        now = self.now()
        if said is None:
            return now
        if not now - BEHIND <= said <= now + AHEAD:
            self._odd(camera, "clock_wrong", said=said.isoformat())
            return now
        return said

    def _first(self, device: str, channel: str, second: int) -> bool:
        seconds = self._told.setdefault((device, channel), OrderedDict())
        self._told.move_to_end((device, channel))
        if second in seconds:
            return False
        seconds[second] = None
        if len(seconds) > KEPT:
            seconds.popitem(last=False)
        if len(self._told) > MOST_CHANNELS:
            self._told.popitem(last=False)
        return True

    def _odd(self, camera: Camera, what: str, **details: object) -> None:
        """Counted each time, logged once for a device."""
        self.counts[what] += 1
        if (camera.id, what) not in self._logged:
            if len(self._logged) >= MOST_CHANNELS:
                self._logged.clear()
            self._logged.add((camera.id, what))
            log.info("position odd", device=camera.id, what=what, **details)


def utc() -> datetime:
    return datetime.now(UTC)
