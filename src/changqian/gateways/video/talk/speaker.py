"""Somebody at a browser who speaks, and the devices that hear him."""

import asyncio
import struct
from collections.abc import Iterable
from functools import partial

from changqian.gateways.video.failures import Failed
from changqian.gateways.video.media.viewers import AUDIO, QUEUED, Viewer
from changqian.gateways.video.talk.states import Stage, State
from changqian.gateways.video.talk.talks import Talks
from changqian.gateways.video.talk.voice import Voice

LARGEST = 4000
"Bytes of A-law in one message, half a second: a browser sends 20 ms."
_STAMP = struct.Struct("!cQ")


class Speaker:
    """With `many` devices each state names its device, and no sound comes back: that would be a market place."""

    def __init__(self, talks: Talks, subject: str, *, many: bool = False) -> None:
        self.talks, self.subject, self.many = talks, subject, many
        self.voice, self.viewer = Voice(), Viewer(subject)
        self.rejected = 0
        "Messages that are too long."
        self._running: dict[str, asyncio.Task[None]] = {}

    def call(self, targets: Iterable[tuple[str, str]]) -> None:
        """Devices and channels. One that cannot be called does not disturb the others."""
        for device, channel in targets:
            tell = partial(self._tell, device, channel)
            try:
                task = self.talks.begin(
                    *(device, channel, self.voice),
                    subject=self.subject,
                    tell=tell,
                    hear=self._hear,
                    many=self.many,
                )
            except Failed as failed:
                tell(State(Stage.ENDED, failed=failed))
                continue
            self._running[device] = task
            task.add_done_callback(partial(self._over, device))
        if not self._running:
            self.viewer.end()

    def take(self, sound: bytes) -> None:
        """What the browser sends."""
        if len(sound) <= LARGEST:
            self.voice.push(sound)
        else:
            self.rejected += 1

    def leave(self) -> None:
        for device, task in self._running.items():
            self.talks.leave(device, task)

    def _tell(self, device: str, channel: str, state: State) -> None:
        more = {"device": device, "channel": channel} if self.many else {}
        self.viewer.put(state.text(**more))

    def _hear(self, at: int, sound: bytes) -> None:
        if not self.many and len(self.viewer.waiting) < QUEUED:
            self.viewer.put(_STAMP.pack(AUDIO, at) + sound)

    def _over(self, device: str, task: asyncio.Task[None]) -> None:
        self._running.pop(device, None)
        if not self._running:
            self.viewer.end()
