"""Those who watch one stream, and what each is still to be sent. No socket, no clock.

Messages are text (JSON) or binary, whose first byte is the kind: 0 init segment, 1 fragment, 2 a packet of G.711 behind
8 bytes of microseconds on the picture's time. A new viewer begins at the last key frame, out of a cache; a viewer who
falls behind skips to the next key frame instead of holding up others.
"""

import asyncio
import struct
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from changqian.gateways.video.failures import Failed
from changqian.gateways.video.media.fmp4 import Fragment, Picture
from changqian.protocols.mpegps.codecs import Codec

INIT, FRAGMENT, AUDIO = b"\0", b"\1", b"\2"
QUEUED = 400
"Messages that may wait for one viewer: some seconds."
MOST_CACHED = 16 << 20
"Bytes of one group of pictures."
_STAMP = struct.Struct("!cQ")
Message = str | bytes


@dataclass(eq=False, slots=True)
class Viewer:
    subject: str = ""
    waiting: deque[Message] = field(default_factory=deque)
    skipping: bool = False
    "Until the next key frame."
    skipped: int = 0
    ended: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, message: Message) -> None:
        self.waiting.append(message)
        self._news.set()

    def end(self) -> None:
        """After what waits still."""
        self.ended = True
        self._news.set()

    async def next(self) -> Message | None:
        """None at the end."""
        while not self.waiting:
            if self.ended:
                return None
            self._news.clear()
            await self._news.wait()
        return self.waiting.popleft()


class Tape(Protocol):
    """Who takes the stream down: the fragments themselves, and sound with the ticks of the picture."""

    def begin(self, picture: Picture, init: bytes) -> None: ...

    def catch_up(self, pictures: Sequence[Fragment], sounds: Sequence[tuple[Codec, int, bytes]]) -> None:
        """What a new viewer begins with."""

    def show(self, fragment: Fragment) -> None: ...

    def sound(self, codec: Codec, ticks: int, data: bytes) -> None: ...

    def end(self, failed: Failed) -> None: ...


@dataclass(slots=True)
class Audience:
    viewers: set[Viewer] = field(default_factory=set)
    tapes: set[Tape] = field(default_factory=set)
    head: list[Message] = field(default_factory=list)
    "The description and the init segment, once there is one."
    group: list[bytes] = field(default_factory=list)
    "From the last key frame on."
    cached: int = 0
    begun: tuple[Picture, bytes] | None = None
    "With its init segment."
    heard: Codec | None = None

    def attach(self, tape: Tape) -> None:
        """It takes down what is cached, and all that follows."""
        self.tapes.add(tape)
        if self.begun and self.head:
            tape.begin(*self.begun)
            pictures = [each[1:] for each in self.group if each[:1] == FRAGMENT]
            sounds: list[tuple[Codec, int, bytes]] = []
            if codec := self.heard:
                cached = [each for each in self.group if each[:1] == AUDIO]
                sounds = [(codec, _STAMP.unpack_from(each)[1] * 9 // 100, each[_STAMP.size :]) for each in cached]
            tape.catch_up([Fragment(data, key=place == 0) for place, data in enumerate(pictures)], sounds)

    def detach(self, tape: Tape) -> None:
        self.tapes.discard(tape)

    def join(self, viewer: Viewer) -> None:
        self.viewers.add(viewer)
        for message in (*self.head, *self.group):
            viewer.put(message)
        viewer.skipping = not self.group

    def leave(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)

    def begin(self, picture: Picture, audio: dict[str, Any] | None, init: bytes) -> None:
        """A stream begins, or goes on with other parameters."""
        self.begun = picture, init
        for tape in self.tapes:
            tape.begin(picture, init)
        self.head = [described(picture, audio), INIT + init]
        self.group, self.cached = [], 0
        for viewer in self.viewers:
            for message in self.head:
                viewer.put(message)
            viewer.skipping = True

    def flush(self) -> None:
        """What waits is of no use any more: the stream goes on elsewhere, behind another `begin`."""
        self.head, self.group, self.cached = [], [], 0
        for viewer in self.viewers:
            viewer.waiting = deque(each for each in viewer.waiting if isinstance(each, str))
            viewer.skipping = True

    def describe(self, picture: Picture, audio: dict[str, Any] | None) -> None:
        """The same stream, of which more is known now: its sound."""
        if self.head:
            self.head[0] = described(picture, audio)
            for viewer in self.viewers:
                viewer.put(self.head[0])

    def show(self, fragment: Fragment) -> None:
        for tape in self.tapes:
            tape.show(fragment)
        message = FRAGMENT + fragment.data
        if fragment.key:
            self.group, self.cached = [], 0
        if fragment.key or self.group:
            self._cache(message)
        for viewer in self.viewers:
            if fragment.key and viewer.skipping:
                viewer.skipping = False
            self._to(viewer, message)

    def sound(self, microseconds: int, data: bytes) -> None:
        message = _STAMP.pack(AUDIO, max(0, microseconds)) + data
        if self.group:
            self._cache(message)
        for viewer in self.viewers:
            self._to(viewer, message)

    def take_down(self, codec: Codec, ticks: int, data: bytes) -> None:
        """A piece of sound, for those who do not watch but record."""
        self.heard = codec
        for tape in self.tapes:
            tape.sound(codec, ticks, data)

    def end(self, failed: Failed) -> None:
        for tape in list(self.tapes):
            tape.end(failed)
        for viewer in self.viewers:
            viewer.put(ended(failed))
            viewer.end()

    def _to(self, viewer: Viewer, message: Message) -> None:
        if viewer.skipping:
            viewer.skipped += 1
        elif len(viewer.waiting) >= QUEUED:
            kept = [each for each in viewer.waiting if isinstance(each, str) or each[:1] == INIT]
            viewer.skipped += len(viewer.waiting) - len(kept) + 1
            viewer.waiting = deque(kept)
            viewer.skipping = True
        else:
            viewer.put(message)

    def _cache(self, message: bytes) -> None:
        self.group.append(message)
        self.cached += len(message)
        if self.cached > MOST_CACHED:
            self.group, self.cached = [], 0


def described(picture: Picture, audio: dict[str, Any] | None) -> str:
    video = {"codec": picture.codec, "width": picture.width, "height": picture.height}
    return orjson.dumps({"type": "stream", "video": video, "audio": audio}).decode()


def ended(failed: Failed) -> str:
    text = {"type": "end", "step": str(failed.step), "reason": failed.reason, "remedy": failed.remedy}
    return orjson.dumps(text).decode()
