"""The times of a playback's frames: where in the recording each is, and when who watches is to see it. No clock.

Devices disagree about the stamps of a playback at another speed. Some stamp as the viewer sees it (RFC 2326 appendix B:
twice as many frames, half as far apart), some leave the times of the recording, some then send key frames only, and
some nod and go on as before. GB/T 28181 is silent. So what comes of an order is measured, and the position is counted
from what is between two frames, not from what was ordered: an order takes effect when its frames arrive.
"""

from collections import deque
from dataclasses import dataclass
from statistics import median

TICKS = 90_000
USUAL = TICKS // 25
"Between two frames until more is known."
FARTHEST = 10 * TICKS
"Between two frames of a stream that goes on. More is another time: key frames at 8 times are 4 s apart at most."
NEAR = 1.35
"Distances that differ by less are the same."
SAMPLES = 15
SETTLING, LOOK, JUDGED = 0.4, 0.4, 2.5
"Seconds: nothing is measured so soon after an order, the kind of clock is looked at so often, the speed is known then."
AHEAD = 1.5
"Seconds that viewers' time may be ahead of the clock while the kind of stamps at another speed is not known."


@dataclass(slots=True)
class Trial:
    """What comes of an order for another speed: ticks of the recording since it settled, and of stamps lately."""

    since: float
    content: float = 0.0
    guessed: float = 0.0
    "Of stamps whose meaning depends on the kind of clock."
    looked: float = 0.0
    stamps: float = 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """`asked` was the speed, `rate` is it: seconds of the recording in a second."""

    asked: float
    rate: float

    @property
    def obeyed(self) -> bool:
        return 0.6 < self.rate / self.asked < 1.6


class Timeline:
    """`position`: seconds of the recording at the last frame; `ticks`: its time for viewers, which only rises."""

    def __init__(self, position: float = 0.0, *, recorded: bool = False) -> None:
        """`recorded`: the stamps are the recording's at any speed, as was seen before."""
        self.position, self.recorded = position, recorded
        self.ticks = 0
        self.scale = 1.0
        self.jumped = False
        "The last stamp was far from the one before."
        self._before = 1.0
        self._last: int | None = None
        self._spaces: deque[int] = deque(maxlen=SAMPLES)
        self._usual = USUAL
        self._fresh = False
        self._trial: Trial | None = None
        self._anchor = (0.0, 0)

    def place(self, dts: int, now: float) -> int:
        """The next frame of the picture: its ticks for viewers."""
        last, self._last = self._last, dts
        if last is None:
            self._anchor = (now, self.ticks)
            return self.ticks
        space = dts - last
        self.jumped = not -TICKS <= space <= FARTHEST
        if not self.jumped and space <= 0:
            # Pictures that are stamped in the order of display.
            space, self._last = 0, last
        if self.jumped or self._fresh:
            # Over a pause the clock of some goes on, of some not; at another place it may begin anew.
            space = round(self._usual / (1 if self.recorded else self.scale))
        elif space and self.scale == self._before == 1:
            self._learn(space)
        self._fresh = False
        content, shown = self._split(space)
        self.position += content / TICKS
        self._measure(space, content, now)
        self._advance(shown, now)
        return self.ticks

    def beside(self, pts: int) -> int:
        """The ticks of what belongs to the last frame: its sound, or its own later display."""
        return self.ticks + (pts - self._last if self._last is not None else 0)

    def order(self, scale: float, now: float) -> None:
        """Another speed was asked for."""
        self._before, self.scale = self.scale, scale
        self._trial = Trial(now + SETTLING)
        self._anchor = (now, self.ticks)

    def keep(self, scale: float) -> None:
        """That is the speed it has, as was measured: nothing is tried any more."""
        self.scale = self._before = scale
        self._trial = None

    def resume(self, now: float) -> None:
        """It goes on after it stood still."""
        self._fresh = True
        self._anchor = (now, self.ticks)
        if self._trial:
            self._trial = Trial(now + SETTLING)

    def seek(self, position: float, now: float) -> None:
        """The last frame is from there."""
        self.position = position
        self._anchor = (now, self.ticks)

    def measured(self, now: float) -> Measured | None:
        """Once, when it is known what came of the last order."""
        trial = self._trial
        if trial is None or now - trial.since < JUDGED - SETTLING:
            return None
        self._trial, self._before = None, self.scale
        return Measured(self.scale, trial.content / TICKS / (now - trial.since))

    def _learn(self, space: int) -> None:
        self._spaces.append(space)
        self._usual = round(median(self._spaces))

    def _split(self, space: int) -> tuple[float, float]:
        """How much of the recording, and how much for who watches."""
        shown = space / self.scale if self.recorded else space
        for speed in (1.0, self.scale, self._before):
            if 1 / NEAR < space * speed / self._usual < NEAR:
                return space * speed, shown
        # Key frames only.
        if self._trial:
            self._trial.guessed += space
        return (space if self.recorded else space * self.scale), shown

    def _measure(self, space: int, content: float, now: float) -> None:
        trial = self._trial
        if trial is None or now < trial.since:
            return
        trial.content += content
        trial.stamps += space
        trial.looked = trial.looked or now
        elapsed = now - trial.looked
        if elapsed < LOOK or self.scale == 1:
            return
        # Nearer to the speed, or nearer to 1.
        recorded = (trial.stamps / TICKS / elapsed > self.scale**0.5) is (self.scale > 1)
        trial.looked, trial.stamps = now, 0.0
        if recorded is not self.recorded:
            self.recorded = recorded
            self.position += trial.guessed * (1 - self.scale if recorded else self.scale - 1) / TICKS
            self._trial = Trial(now)

    def _advance(self, shown: float, now: float) -> None:
        self.ticks += max(1, round(shown))
        if self.scale > 1 and self._trial is not None:
            since, ticks = self._anchor
            most = ticks + round((now - since + AHEAD) * TICKS)
            if self.ticks > most:
                self.ticks = max(self.ticks - round(shown) + 1, most)
