"""Lip sync: which moment of the clock on the wall the timestamps of each stream mean (RFC 3550 §6.4.1).

Voice and picture of a phone are two streams with unrelated timestamps. Its sender reports give both the same wall
clock; how late each is played is then known, and the earlier one is to wait.
"""

from __future__ import annotations

from dataclasses import dataclass

from changqian.protocols.rtp.rtcp import SenderReport

FARTHEST = 3.0
"Seconds that voice and picture of one person can be apart; more is a sender whose clocks are not one."
TOLERATED = (-0.125, 0.045)
"""Seconds that the picture may be late against the voice before it is noticed: voice late by 125 ms, or early by 45.
(ITU-R BT.1359-1, detectability) 待核"""
SLOWEST, FASTEST = 0.5, 2.0
"Times its nominal rate at which a clock is still believed."


class MediaClock:
    """The wall clock of one stream."""

    def __init__(self, *, clock: int) -> None:
        """`clock` of its timestamps, Hz."""
        self._clock = clock
        self._ssrc: int | None = None
        self._seconds = 0.0
        self._timestamp = 0
        self.disbelieved = 0
        "Reports that contradict the one before: taken as a new beginning."

    def heard(self, report: SenderReport) -> None:
        """A report without a time (NTP 0) says nothing, which RFC 3550 allows."""
        if not report.ntp:
            return
        seconds = report.ntp / 2**32
        if self._ssrc == report.ssrc:
            passed = seconds - self._seconds
            told = self._since(report.timestamp) / self._clock
            if passed > 1 and not SLOWEST < told / passed < FASTEST:
                self.disbelieved += 1
        self._ssrc, self._seconds, self._timestamp = report.ssrc, seconds, report.timestamp

    def wall(self, ssrc: int, timestamp: int) -> float | None:
        """Seconds of the sender's clock at which this was captured; None before a report of that source."""
        if self._ssrc is None or ssrc != self._ssrc:
            return None
        return self._seconds + self._since(timestamp) / self._clock

    def _since(self, timestamp: int) -> int:
        """Ticks after the report, of 32 bits that wrap; negative before it."""
        difference = timestamp - self._timestamp + 0x80000000 & 0xFFFFFFFF
        return difference - 0x80000000


@dataclass(frozen=True, slots=True)
class Played:
    """What is heard or shown at a moment of ours."""

    wall: float
    "When it was captured, by the sender's clock."
    now: float
    "When it is played, by ours."

    @property
    def lag(self) -> float:
        """Means something only beside another one of the same sender."""
        return self.now - self.wall


class LipSync:
    """How long voice and picture of one sender are to be held back, so that they meet.

    Told what is played when; changes its mind slowly, for each change is seen or heard.
    """

    def __init__(self, *, most: float = 0.5, step: float = 0.02) -> None:
        """`most` seconds that either is held back; `step`: by so much at once."""
        self._most, self._step = most, step
        self._lags: dict[str, float] = {}
        self.voice = 0.0
        "Seconds to hold back the voice."
        self.picture = 0.0
        "Seconds to hold back the pictures."

    @property
    def skew(self) -> float | None:
        """Seconds that the picture is late against the voice, with what is held back now; None: not known."""
        if len(self._lags) < 2:
            return None
        skew = self._lags["picture"] - self._lags["voice"]
        return skew if abs(skew) <= FARTHEST else None

    def heard(self, played: Played) -> None:
        self._lags["voice"] = self._smoothed("voice", played.lag)

    def shown(self, played: Played) -> None:
        self._lags["picture"] = self._smoothed("picture", played.lag)

    def forget(self) -> None:
        """One of the streams began anew."""
        self._lags.clear()

    def adjust(self) -> None:
        """Moves `voice` and `picture` one step towards each other where it would be noticed. Call about once a second:
        the next lags must show what the last step did."""
        skew = self.skew
        if skew is None or TOLERATED[0] <= skew <= TOLERATED[1]:
            return
        step = min(self._step, abs(skew))
        if skew > 0:
            self.picture, self.voice = self._moved(self.picture, self.voice, step)
        else:
            self.voice, self.picture = self._moved(self.voice, self.picture, step)

    def _moved(self, late: float, early: float, step: float) -> tuple[float, float]:
        """The late one waits less; once it does not wait at all, the early one waits more."""
        if late > 0:
            return max(0.0, late - step), early
        return late, min(self._most, early + step)

    def _smoothed(self, kind: str, lag: float) -> float:
        before = self._lags.get(kind)
        if before is None or abs(lag - before) > FARTHEST:
            return lag
        return before + (lag - before) / 8
