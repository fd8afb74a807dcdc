"""Which of many things is due next, without looking at all of them."""

import heapq
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class Schedule(Generic[K]):
    """One time per key. A changed time leaves its old entry in the heap, to be passed over when it comes up."""

    times: dict[K, float] = field(default_factory=dict)
    heap: list[tuple[float, int, K]] = field(default_factory=list)
    pushed: int = 0

    def set(self, key: K, at: float | None) -> None:
        """None takes the key away."""
        if at is None:
            self.times.pop(key, None)
        elif self.times.get(key) != at:
            self.times[key] = at
            self.pushed += 1
            heapq.heappush(self.heap, (at, self.pushed, key))

    def next(self) -> float | None:
        while self.heap and self.times.get(self.heap[0][2]) != self.heap[0][0]:
            heapq.heappop(self.heap)
        return self.heap[0][0] if self.heap else None

    def take(self, now: float) -> K | None:
        """One key whose time has come, which loses it; None if there is none."""
        at = self.next()
        if at is None or at > now:
            return None
        key = heapq.heappop(self.heap)[2]
        del self.times[key]
        return key
