"""When a device is asked where it is: if it says nothing of its own accord. Pure; time is an argument."""

from dataclasses import dataclass

QUIET = 15.0
"Seconds at least without a position before a device counts as saying nothing."
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 600.0
"Seconds before one that did not answer is asked again; doubled each time."


@dataclass(slots=True)
class Pace:
    """Some devices take the question for a subscription and report from then on, others answer it once: these are
    asked in each `interval`. All times are seconds of one clock that only runs forward; `since` is when it came."""

    interval: float
    since: float
    heard_at: float | None = None
    asked_at: float | None = None
    count: int = 0
    "Reports since it was asked."
    pause: float = FIRST_PAUSE
    only_answers: bool = False

    @property
    def due(self) -> float:
        """When it is to be asked, if it says nothing before."""
        if self.asked_at is None:
            return self._silent_at
        if self.only_answers:
            return self.asked_at + (self.interval if self.count else max(self.interval, self.pause))
        if self.count == 1:
            # Had it begun to report, the second one would have come by then.
            return self.asked_at + 1.5 * self.interval
        return self._silent_at if self.count else max(self._silent_at, self.asked_at + self.pause)

    @property
    def _silent_at(self) -> float:
        last = self.since if self.heard_at is None else max(self.heard_at, self.since)
        return last + max(3 * self.interval, QUIET)

    def asked(self, now: float) -> None:
        if self.asked_at is not None and not self.count:
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
        elif self.count:
            self.pause = FIRST_PAUSE
            self.only_answers = self.count == 1
        self.asked_at, self.count = now, 0

    def heard(self, now: float) -> None:
        """A report came; several of one time count once."""
        if self.heard_at is None or now - self.heard_at >= self.interval / 4:
            self.count += 1
        self.heard_at = now
        if self.count > 2:
            self.only_answers = False
