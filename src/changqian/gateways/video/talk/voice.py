"""Who speaks: a beat of 20 ms, heard by as many devices as listen."""

import asyncio
from collections.abc import Callable

from changqian.gateways.video.talk.pacing import Pacer

BEAT = 0.02
LATE = 0.2
"Seconds behind which it goes on from now: a burst of old sound helps nobody."
Hears = Callable[[bytes], None]


class Voice:
    """Silent, and no work, while nobody listens."""

    def __init__(self) -> None:
        self.pacer = Pacer()
        self._loop = asyncio.get_running_loop()
        self.heard_at = self._loop.time()
        "When the speaker last sent anything."
        self._listeners: set[Hears] = set()
        self._due = 0.0
        self._handle: asyncio.Handle | None = None

    def push(self, sound: bytes) -> None:
        self.heard_at = self._loop.time()
        if self._listeners:
            self.pacer.push(sound)

    def join(self, listener: Hears) -> None:
        self._listeners.add(listener)
        if self._handle is None:
            self.pacer.clear()
            self._due = self._loop.time()
            self._handle = self._loop.call_soon(self._beat)

    def leave(self, listener: Hears) -> None:
        self._listeners.discard(listener)
        if not self._listeners and self._handle:
            self._handle.cancel()
            self._handle = None

    def _beat(self) -> None:
        now = self._loop.time()
        if now - self._due > LATE:
            self._due = now
        while self._due <= now:
            sound = self.pacer.next()
            for listener in tuple(self._listeners):
                listener(sound)
            self._due += BEAT
        if self._listeners:
            self._handle = self._loop.call_at(self._due, self._beat)
