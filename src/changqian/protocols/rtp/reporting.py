"""When reports are due: within the bandwidth agreed for them (RFC 3550 §6.2, RFC 3556, RFC 4585 §3.4)."""

from __future__ import annotations

LEAST = 5.0
"Seconds between regular reports, on average. (RFC 3550 §6.2)"
OVERHEAD = 28
"IP and UDP, in bytes."
COMPENSATION = 1.21828
"e − 3/2: what the random intervals shorten. (RFC 3550 §6.3.1)"


class ReportClock:
    """The moments of one session's reports. Two parties: more are not met in a telephone call.

    `chance` is a random number from 0 to 1, given at each step.
    """

    def __init__(self, *, now: float, chance: float, bandwidth: float | None = None, least: float = LEAST) -> None:
        """`bandwidth` in bit/s for what we send of reports: of `b=RS` and `b=RR`; None: nobody said. 0 switches reports
        off, which RFC 3556 allows and trunks do. `least`: `trr-int` may ask for more."""
        self._bandwidth, self._least = bandwidth, least
        self._size = 128.0
        "Bytes of a report with its headers, averaged as in RFC 3550 §6.3.3."
        # The first comes earlier (§6.2): a call may end before the second.
        self._next = now + self._interval(chance) / 2

    @property
    def off(self) -> bool:
        return self._bandwidth is not None and self._bandwidth <= 0

    def deadline(self) -> float | None:
        return None if self.off else self._next

    def sent(self, size: int, now: float, chance: float) -> None:
        """A report of `size` bytes went out."""
        self._size += (size + OVERHEAD - self._size) / 16
        self._next = now + self._interval(chance)

    def _interval(self, chance: float) -> float:
        needed = 8 * self._size / self._bandwidth if self._bandwidth else 0.0
        # §6.3.1: half to three halves of it, so that the parties do not march in step.
        return max(self._least, needed) * (0.5 + min(1.0, max(0.0, chance))) / COMPENSATION
