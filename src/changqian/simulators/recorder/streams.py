"""What a device sends: live pictures, recordings, its microphone. Each is driven by the clock and owns one pipe."""

import asyncio
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from changqian.protocols.rtp.sending import Sender
from changqian.simulators.recorder.clips import FRAMES, PHASE, Clip, phase_with_key
from changqian.simulators.recorder.packing import TICKS_A_FRAME, live, pack
from changqian.simulators.recorder.pictures import RATE
from changqian.simulators.recorder.pipes import Pipe

LATE = RATE
"So many frames are sent at once where the process was held up; older ones are not sent at all."
PS = 96


class Stream(ABC):
    """Calls `beat`, which tells in how many seconds it wants to be called again, or None for never."""

    def __init__(self, pipe: Pipe, sender: Sender, *, loss: float = 0) -> None:
        self.pipe, self.sender, self.loss = pipe, sender, loss
        self._loop = asyncio.get_running_loop()
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._handle = self._loop.call_later(0, self._call)

    def stop(self) -> None:
        if self._handle:
            self._handle.cancel()
        self._handle = None

    @abstractmethod
    def beat(self, now: float) -> float | None: ...

    def emit(self, data: bytes, stamp: int) -> None:
        packets = self.sender.cut(data, stamp)
        if self.loss:
            packets = [packet for packet in packets if random.random() >= self.loss]
        self.pipe.send(packets)

    def _call(self) -> None:
        delay = self.beat(time.time()) if self.pipe.ready else 0.02
        self._handle = None if delay is None else self._loop.call_later(max(0.0, delay), self._call)


class Live(Stream):
    """`offset` spreads the devices of a process over the 40 ms of a frame."""

    def __init__(self, clip: Clip, pipe: Pipe, sender: Sender, *, loss: float = 0, offset: float = 0) -> None:
        super().__init__(pipe, sender, loss=loss)
        self.clip, self.offset = clip, offset
        self.tick = 0
        "The next frame."
        self._phase = 0
        self._next = (0, 0)
        "Another encoding, and from which frame on."

    def beat(self, now: float) -> float:
        current = int((now - self.offset) * RATE)
        if not self.tick:
            self._phase, ahead = phase_with_key(current % FRAMES)
            self.tick = current + ahead
        self.tick = max(self.tick, current - LATE)
        while self.tick <= current:
            if self.tick == self._next[1]:
                self._phase = self._next[0]
            self.emit(live(self.clip, self._phase, self.tick), self.tick * TICKS_A_FRAME)
            self.tick += 1
        return self.tick / RATE + self.offset - now

    def key_frame(self) -> None:
        """One is wanted soon: within ten frames."""
        phase, ahead = phase_with_key(self.tick % FRAMES)
        self._next = phase, self.tick + ahead


class Replay(Stream):
    """Recordings: `spans` are first and last ticks, in order. `begin` is where second 0 is. `ended` is called once.

    Played at `scale`; a `download` is sent faster with the times of the recording, a playback at another speed with
    those of who watches unless the device has `recorded_stamps`. Backwards, from the speed `keys_from` on, and where it
    lands after a seek, it sends key frames.
    """

    def __init__(
        self,
        clip: Clip,
        pipe: Pipe,
        sender: Sender,
        *,
        spans: Sequence[tuple[int, int]],
        begin: int,
        ended: Callable[[], None],
        scale: float = 1,
        download: bool = False,
        recorded_stamps: bool = False,
        keys_from: float = 0,
        loss: float = 0,
    ) -> None:
        super().__init__(pipe, sender, loss=loss)
        self.clip, self.spans, self.begin, self.ended = clip, spans, begin, ended
        self.scale, self.download, self.keys_from = scale, download, keys_from
        self.recorded_stamps = recorded_stamps
        self.paused = False
        self._stamp = 0.0
        self._phase = 0
        self._due = 0.0
        self.tick: int = spans[0][0]
        self.seek(0)

    def seek(self, seconds: float) -> None:
        self.tick = self.begin + round(seconds * RATE)
        place = self._recorded(self.tick)
        self.tick = self.tick if place is None else place
        self._phase, ahead = phase_with_key(self.tick % FRAMES)
        self.tick += ahead
        if self.recorded_stamps:
            self._stamp = float((self.tick - self.begin) * TICKS_A_FRAME)

    def play(self, scale: float | None = None) -> None:
        self.paused = False
        if scale and scale != self.scale:
            self.scale = scale
            self._phase, ahead = phase_with_key(self.tick % FRAMES)
            self.tick += ahead if scale > 0 else ahead - PHASE
        if self._handle is None:
            self.start()

    def pause(self) -> None:
        self.paused = True
        self._due = 0.0
        self.stop()

    def beat(self, now: float) -> float | None:
        place = self._recorded(self.tick)
        if place is None:
            self.ended()
            return None
        if place != self.tick:
            self._phase, ahead = phase_with_key(place % FRAMES)
            self.tick = place + ahead
        backwards = self.scale < 0
        keys_only = backwards or 0 < self.keys_from <= self.scale
        if keys_only:
            self.tick -= self.tick % PHASE
            self._phase = self.tick % FRAMES % (RATE * 2) // PHASE
        frames = PHASE if keys_only else 1
        sound = self.download or self.scale == 1
        self.emit(pack(self.clip, self._phase, self.tick, stamp=int(self._stamp), sound=sound), int(self._stamp))
        self.tick += -PHASE if backwards else frames
        self._stamp += TICKS_A_FRAME * frames / (1 if self.download or self.recorded_stamps else abs(self.scale))
        # From the time it was due, not from now: else each frame is a little late, and all of them are more and more.
        since = self._due if now - self._due < 1 else now
        self._due = since + frames / RATE / abs(self.scale)
        return self._due - now

    def _recorded(self, tick: int) -> int | None:
        """This tick, or the next that was recorded; None behind the end, and backwards before the beginning."""
        if self.scale < 0:
            inside = [tick for first, last in self.spans if first <= tick < last]
            before = [last - 1 for _, last in self.spans if last <= tick]
            return inside[0] if inside else (before[-1] - (before[-1] % PHASE) if before else None)
        return next((max(tick, first) for first, last in self.spans if tick < last), None)


class Voice(Stream):
    """The microphone: G.711 as such, 20 ms in a packet."""

    EACH = 160

    def __init__(self, clip: Clip, pipe: Pipe, sender: Sender) -> None:
        super().__init__(pipe, sender)
        self._sound = b"".join(clip.audio)
        self._count = 0
        self._since = 0.0

    def beat(self, now: float) -> float:
        self._since = self._since or now
        at = self._count * self.EACH % (len(self._sound) - self.EACH)
        self.emit(self._sound[at : at + self.EACH], self._count * self.EACH)
        self._count += 1
        return self._since + self._count * self.EACH / 8000 - now
