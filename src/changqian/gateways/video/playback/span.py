"""From when to when of a recording."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from changqian.gateways.video.failures import Failed, Step
from changqian.protocols.gb28181 import moments

LONGEST = timedelta(hours=24)
REMEDY = "请用带时区的起止时间，例如2026-01-31T08:00:00+08:00，最长24小时"


@dataclass(frozen=True, slots=True)
class Span:
    start: datetime
    stop: datetime

    @classmethod
    def parse(cls, start: str, stop: str) -> "Span":
        """Failed for what is no span, or too long. A time without a zone is Beijing's."""
        begin, end = moments.parse(start), moments.parse(stop)
        if begin is None or end is None:
            raise Failed(Step.REFUSED, "录像的起止时间无法识别", REMEDY)
        # Annex G counts whole seconds.
        begin = begin.replace(microsecond=0)
        if not timedelta(seconds=1) <= end - begin <= LONGEST:
            raise Failed(Step.REFUSED, "录像的起止时间不合要求：终止应晚于起始，最长24小时", REMEDY)
        return cls(begin, end)

    @property
    def seconds(self) -> float:
        return (self.stop - self.start).total_seconds()

    def at(self, position: float) -> datetime:
        """The whole second before."""
        return self.start + timedelta(seconds=int(position))
