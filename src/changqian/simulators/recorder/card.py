"""The SD card: five minutes in a file, three files of four, since the device was put into service.

What is on it follows from the clock alone, so that two runs, or a test and a device, agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from changqian.protocols.gb28181.moments import BEIJING
from changqian.simulators.recorder.pictures import RATE

LENGTH = 300
"Seconds of a file."
OF_FOUR = 4
HOURS = 24
"So far back it reaches."
CAPACITY = 65536
"MB."
KBPS = 600


@dataclass(frozen=True, slots=True)
class Recording:
    """`why` is time, alarm or manual."""

    slot: int

    @property
    def start(self) -> datetime:
        return datetime.fromtimestamp(self.slot * LENGTH, BEIJING)

    @property
    def stop(self) -> datetime:
        return self.start + timedelta(seconds=LENGTH)

    @property
    def why(self) -> str:
        return "alarm" if self.slot % 7 == 0 else "manual" if self.slot % 5 == 0 else "time"

    @property
    def size(self) -> int:
        return LENGTH * KBPS * 125

    @property
    def path(self) -> str:
        return f"/DCIM/{self.start:%Y%m%d}/{self.start:%H%M%S}.mp4"


class Card:
    def __init__(self) -> None:
        self.formatted_at = 0.0
        "Nothing older is on it."
        self.formatting_until = 0.0

    def between(self, start: datetime, stop: datetime, *, now: float) -> list[Recording]:
        """The finished recordings that touch this time, oldest first."""
        begin, end = start.timestamp(), min(stop.timestamp(), now)
        oldest = max(now - HOURS * 3600, self.formatted_at)
        slots = range(max(int(begin // LENGTH), int(-(-oldest // LENGTH))), int(now // LENGTH))
        return [Recording(slot) for slot in slots if slot % OF_FOUR and slot * LENGTH < end]

    def used(self, *, now: float) -> int:
        """MB."""
        whole = self.between(datetime.fromtimestamp(0, BEIJING), datetime.fromtimestamp(now, BEIJING), now=now)
        return sum(each.size for each in whole) >> 20


def spans(recordings: Sequence[Recording], start: datetime, stop: datetime) -> list[tuple[int, int]]:
    """In ticks, cut to what was asked for."""
    first, last = int(start.timestamp() * RATE), int(stop.timestamp() * RATE)
    found = ((max(first, each.slot * LENGTH * RATE), min(last, (each.slot + 1) * LENGTH * RATE)) for each in recordings)
    return [(begin, end) for begin, end in found if begin < end]
