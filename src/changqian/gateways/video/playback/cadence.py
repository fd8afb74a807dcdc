"""How regularly key frames come. A device that went where it was sent begins there with a key frame out of turn."""

from collections import deque

ALIKE = 1
"Frames that two groups of pictures may differ by and count as alike."
SHORT = 2
"Groups of so few pictures tell nothing."
SOON = 15
"Frames after which a key frame, whose turn is not known, is no answer to an order any more."


class Cadence:
    def __init__(self) -> None:
        self.since = 0
        "Frames from the last key frame on."
        self._groups: deque[int] = deque(maxlen=2)

    @property
    def group(self) -> int | None:
        """Pictures from key frame to key frame; None where that varies or is not known yet."""
        if len(self._groups) < 2 or abs(self._groups[0] - self._groups[1]) > ALIKE or self._groups[1] <= SHORT:
            return None
        return self._groups[1]

    def push(self, key: bool) -> None:
        if key and self.since:
            self._groups.append(self.since)
            self.since = 0
        self.since += 1

    def begins(self, after: int | None) -> bool:
        """Whether a key frame now would begin something new, so many frames after the device agreed to that; None: it
        has not yet."""
        group = self.group
        if group is None:
            return after is not None and after < SOON
        return abs(self.since - group) > ALIKE

    def forget(self) -> None:
        """Something new began."""
        self.since = 0
        self._groups.clear()
