"""Keys pressed during a call, as events in RTP (RFC 4733): sent whole, heard once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct, error
from typing import NamedTuple

from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.payload.errors import MalformedPayload

KEYS = "0123456789*#ABCD"
"Events 0 to 15 (§3.2)."
ENDS = 3
"Times the last packet is sent: each alone may be lost. (§2.5.1.4)"
LONGEST = 0xFFFF
"Ticks that fit into one event; longer presses are several. (§2.5.1.3)"
REMEMBERED = 16
"Ended events, so that a packet that comes late is not heard as another press."
_TONE = Struct("!BBH")


class Tone(NamedTuple):
    """The payload; `Tone.parse(bytes(tone)) == tone`. (§2.3)"""

    event: int
    end: bool
    duration: int
    "Ticks since it began, which is the packet's timestamp."
    volume: int = 10
    "dB below full, 0 to 63."

    @classmethod
    def parse(cls, data: bytes) -> Tone:
        """Raises MalformedPayload. Bytes behind it, as of other events in the packet, are not read."""
        try:
            event, flags, duration = _TONE.unpack_from(data)
        except error:
            raise MalformedPayload(f"{len(data)} bytes are no event") from None
        return cls(event, flags > 0x7F, duration, flags & 0x3F)

    def __bytes__(self) -> bytes:
        return _TONE.pack(self.event, self.end << 7 | self.volume, self.duration)


class Step(NamedTuple):
    """One packet of a press that is to be sent."""

    at: int
    "Ticks after the moment the press begins."
    timestamp: int
    "Ticks to add to that moment's timestamp: the same in all packets of one press."
    tone: Tone
    marker: bool


def press(key: str, *, clock: int, milliseconds: int = 160, every: int = 20) -> tuple[Step, ...]:
    """The packets of one press, one `every` so many milliseconds; meanwhile no voice is to be sent.

    Raises ValueError for what is no key or longer than one event can be.
    """
    if len(key) != 1 or (event := KEYS.find(key.upper())) < 0:
        raise ValueError(f"{key!r} is no key")
    if not (0 < every <= milliseconds and milliseconds * clock // 1000 <= LONGEST):
        raise ValueError(f"{milliseconds} ms are no press")
    whole, step = milliseconds * clock // 1000, every * clock // 1000
    moments = [*range(step, whole, step), whole]
    steps = [Step(at, 0, Tone(event, False, at), marker=at == moments[0]) for at in moments[:-1]]
    for again in range(ENDS):
        # Sent again at the usual distance: a burst would be lost together. (§2.5.1.4)
        steps.append(Step(whole + again * step, 0, Tone(event, True, whole), marker=not steps))
    return tuple(steps)


def dial(keys: str, *, clock: int, milliseconds: int = 160, pause: int = 80) -> tuple[Step, ...]:
    """Several presses, one after the other; a comma waits half a second more."""
    made: list[Step] = []
    begin = 0
    for key in keys:
        if key == ",":
            begin += clock // 2
            continue
        steps = press(key, clock=clock, milliseconds=milliseconds)
        made += (Step(begin + each.at, begin, each.tone, each.marker) for each in steps)
        begin = made[-1].at + pause * clock // 1000
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key goes down. Told once, with the first packet that arrives of it."""

    key: str
    timestamp: int


@dataclass(frozen=True, slots=True)
class Released:
    key: str
    timestamp: int
    "Of its beginning."
    seconds: float
    "How long it was down, as far as is known."
    complete: bool
    "False: its end was never heard."


Heard = Pressed | Released


class Listener:
    """Events in, each press told once: packets that repeat the end, come late or twice are not another press.

    Whoever listens also asks `deadline()` and calls `release(now)` then.
    """

    def __init__(self, *, clock: int, patience: float = 0.3) -> None:
        """`patience`: seconds without a packet after which a press counts as ended."""
        self._clock, self._patience = clock, patience
        self._down: tuple[int, int, int] | None = None
        "Source, event, timestamp of the beginning."
        self._segment = 0
        "Where the present part of a long press began."
        self._before = 0
        "Ticks of its parts before."
        self._duration = 0
        self._heard_at = 0.0
        self._ended: dict[tuple[int, int], None] = {}
        self.malformed = self.unknown = 0

    def hear(self, packet: Packet, now: float) -> Sequence[Heard]:
        try:
            tone = Tone.parse(packet.payload)
        except MalformedPayload:
            self.malformed += 1
            return self.release(now)
        if tone.event >= len(KEYS):
            # Flash, fax and modem tones: nothing here is steered by them.
            self.unknown += 1
            return self.release(now)
        found = list(self.release(now))
        if (packet.ssrc, packet.timestamp) in self._ended:
            return found
        if not self._goes_on(packet, tone):
            found += self._end(complete=False)
            self._down = packet.ssrc, tone.event, packet.timestamp
            self._segment, self._before, self._duration = packet.timestamp, 0, 0
            found.append(Pressed(KEYS[tone.event], packet.timestamp))
        self._heard_at = now
        self._duration = max(self._duration, tone.duration)
        return found + self._end(complete=True) if tone.end else found

    def deadline(self) -> float | None:
        return self._heard_at + self._patience if self._down else None

    def release(self, now: float) -> list[Heard]:
        """Ends a press whose end was lost."""
        return self._end(complete=False) if self._down and now >= self._heard_at + self._patience else []

    def _goes_on(self, packet: Packet, tone: Tone) -> bool:
        if self._down is None or self._down[:2] != (packet.ssrc, tone.event):
            return False
        if packet.timestamp == self._segment:
            return True
        if packet.marker or packet.timestamp != self._segment + LONGEST & 0xFFFFFFFF:
            return False
        # §2.5.1.3: the next part begins where the field could count no further.
        self._remember(packet.ssrc, self._segment)
        self._before += LONGEST
        self._segment, self._duration = packet.timestamp, 0
        return True

    def _end(self, *, complete: bool) -> list[Heard]:
        if self._down is None:
            return []
        source, event, began = self._down
        self._down = None
        self._remember(source, self._segment)
        return [Released(KEYS[event], began, (self._before + self._duration) / self._clock, complete)]

    def _remember(self, source: int, timestamp: int) -> None:
        self._ended[source, timestamp] = None
        while len(self._ended) > REMEMBERED:
            del self._ended[next(iter(self._ended))]
