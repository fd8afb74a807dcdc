"""The playout of voice: frames arrive when the network likes, and are wanted every 20 ms.

How long a frame is held is measured: the delay that most packets of the last seconds had over the fastest of them.
Time is an argument; what is done about a hole (concealment, comfort noise) is for the codec, here it is only decided
that there is one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from changqian.protocols.rtp.packet import Packet

WATCHED = 500
"Packets whose delays are looked at: ten seconds of speech."
REMEMBERED = 1024
"Numbers by which a duplicate is told from a packet that came late."
CONCEALED = 8
"Lost frames in a row that are told as lost; what is missing longer is silence. Decoders fade out by then."
JUMP = 2.0
"Seconds by which a packet must be off the others to be from another time base."
SLOW = 10
"Packets in a row later than may be waited for: the path has become longer, not worse."
UNSURE = 50
"Packets before the measure counts alone."
EVERY = 25
"Packets between two looks at all delays."


class Piece(NamedTuple):
    """One frame out of a packet."""

    timestamp: int
    data: bytes
    silent: bool = False
    "Comfort noise or nothing: it may be skipped, and behind it the sender may pause."


@dataclass(frozen=True, slots=True)
class Frame:
    """To be decoded and played now."""

    timestamp: int
    data: bytes
    silent: bool
    delay: float
    "Seconds from its arrival until now."


@dataclass(frozen=True, slots=True)
class Lost:
    """A frame is missing where speech goes on: to be concealed."""

    row: int
    "How many in a row, from 1."


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody speaks: comfort noise, or nothing."""


Playout = Frame | Lost | Silence


@dataclass(frozen=True, slots=True)
class JitterCounters:
    """Each packet pushed is counted once in accepted, late, duplicate or stray."""

    accepted: int
    "Had at least one frame that was new and in time."
    late: int
    duplicate: int
    "Also those that only repeat frames that were sent before (redundancy)."
    stray: int
    "From another source or time base, and not followed by their successor."
    played: int
    lost: int
    "Frames told as lost."
    skipped: int
    "Frames dropped to catch up, or because too many came at once."
    restarted: int
    "Times the sender began anew: another source, or a jump of its timestamps."


class _Held(NamedTuple):
    data: bytes
    silent: bool
    sequence: int
    came: float


class Jitter:
    """The buffer of one voice stream.

    `pull` is called once every frame and always gives something to play. Holds at most `most` seconds of frames and a
    few for what comes in one burst.
    """

    def __init__(
        self,
        *,
        clock: int,
        ticks: int,
        least: float = 0.02,
        most: float = 0.4,
        start: float = 0.04,
        percentile: float = 0.97,
        ssrc: int | None = None,
    ) -> None:
        """`clock` in Hz, `ticks` of one frame; `least` and `most` seconds of delay; `start`: at least this
        much while little is known; `percentile` of the packets shall come in time; `ssrc`: only this source, None
        follows whoever sends."""
        self._clock, self._ticks, self._only = clock, ticks, ssrc
        self._frame = ticks / clock
        self._least, self._most, self._percentile = least, most, percentile
        self._start = min(most, max(least, start))
        self._room = max(8, round(2 * most / self._frame))
        self._played = self._lost = self._skipped = self._restarted = 0
        self._accepted = self._late = self._duplicate = self._stray = 0
        self._candidate: tuple[Packet, tuple[Piece, ...], float] | None = None
        self._ssrc: int | None = None
        self._forget()

    def _forget(self) -> None:
        self._held: dict[int, _Held] = {}
        self._seen: dict[int, None] = {}
        self._transits: deque[float] = deque(maxlen=WATCHED)
        self._base = 0.0
        self._slow = self._measured = 0
        self._target = self._start
        self._latest: int | None = None
        "The highest timestamp, counted on beyond 32 bits."
        self._next: int | None = None
        "The timestamp that is to be played next; None in silence, when the clock decides."
        self._ended = -1
        "Everything before this timestamp is over."
        self._last_sequence = -1
        self._row = 0

    @property
    def counters(self) -> JitterCounters:
        return JitterCounters(
            *(self._accepted, self._late, self._duplicate, self._stray),
            *(self._played, self._lost, self._skipped, self._restarted),
        )

    @property
    def target(self) -> float:
        """Seconds that the fastest packet is held."""
        return self._target

    @property
    def depth(self) -> int:
        """Frames that wait."""
        return len(self._held)

    @property
    def ssrc(self) -> int | None:
        return self._ssrc

    def push(self, packet: Packet, pieces: Iterable[Piece], now: float) -> None:
        """`pieces`: what is in the packet, each of `ticks`. Dropped packets are counted."""
        found = tuple(pieces)
        if self._only is not None and packet.ssrc != self._only:
            self._stray += 1
        elif self._ssrc is None:
            self._ssrc = packet.ssrc
            self._take(packet, found, now)
        elif packet.ssrc != self._ssrc or self._off(packet, now):
            self._elsewhere(packet, found, now)
        else:
            self._take(packet, found, now)

    def pull(self, now: float) -> Playout:
        """What to play in the frame that begins now."""
        if self._next is None:
            return self._wake(now)
        self._catch_up(now)
        held = self._nearest(self._next)
        if held is not None:
            return self._play(held, now)
        if not self._held:
            return self._starve(now)
        first = min(self._held)
        if self._held[first].sequence == self._last_sequence + 1 & 0xFFFF:
            # No packet is missing: the sender paused, without or after comfort noise.
            self._next = None
            return self._wake(now)
        self._next += self._ticks
        self._ended = self._next - self._ticks // 2
        return self._missing()

    def _take(self, packet: Packet, pieces: tuple[Piece, ...], now: float) -> None:
        self._candidate = None
        if packet.sequence in self._seen:
            self._duplicate += 1
            return
        self._seen[packet.sequence] = None
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        begins = packet.marker and self._next is None and not self._held
        self._measure(self._extended(packet.timestamp), now, begins=begins)
        fresh = late = 0
        for piece in pieces:
            place = self._extended(piece.timestamp)
            if place < self._ended:
                late += 1
            elif self._nearest(place) is None:
                fresh += 1
                self._held[place] = _Held(piece.data, piece.silent, packet.sequence, now)
        if fresh:
            self._accepted += 1
        elif late:
            self._late += 1
        else:
            self._duplicate += 1
        self._bound()

    def _bound(self) -> None:
        while len(self._held) > self._room:
            first = min(self._held)
            self._drop(first)

    def _drop(self, place: int) -> None:
        held = self._held.pop(place)
        self._last_sequence = held.sequence
        self._ended = max(self._ended, place + self._ticks // 2)
        self._skipped += 1
        if self._next is not None:
            self._next = max(self._next, place + self._ticks)

    def _extended(self, timestamp: int) -> int:
        if self._latest is None:
            # So far from 0 that what came before it can be counted, too.
            self._latest = timestamp + 2**32
            return self._latest
        difference = timestamp - self._latest + 0x80000000 & 0xFFFFFFFF
        place = self._latest + difference - 0x80000000
        self._latest = max(self._latest, place)
        return place

    def _measure(self, place: int, now: float, *, begins: bool) -> None:
        """The delay over the fastest of the packets watched. The fastest is looked for again and again: clocks drift.

        What is later than may be waited for does not lengthen the wait. Where nothing comes earlier any more, or a new
        spurt of speech begins so, the path or the sender's clock has changed: that is then the new measure.
        """
        transit = now - place / self._clock
        late = bool(self._transits) and transit - self._base > self._most
        self._slow = self._slow + 1 if late else 0
        self._transits.append(transit)
        if self._slow >= SLOW or (late and begins):
            recent = list(self._transits)[-self._slow :]
            self._transits.clear()
            self._transits.extend(recent)
            self._base, self._slow = min(recent), 0
        self._base = min(self._base, transit) if len(self._transits) > 1 else transit
        self._measured += 1
        if self._measured % EVERY == 0 or self._measured < EVERY:
            self._aim()

    def _aim(self) -> None:
        self._base = min(self._transits)
        delays = sorted(each - self._base for each in self._transits if each - self._base <= self._most)
        delay = delays[min(len(delays) - 1, int(self._percentile * len(delays)))]
        least = self._start if len(delays) < UNSURE else self._least
        self._target = min(self._most, max(least, delay))

    def _off(self, packet: Packet, now: float) -> bool:
        """Whether a packet is of another time base than those before."""
        if self._latest is None or not self._transits:
            return False
        difference = packet.timestamp - self._latest + 0x80000000 & 0xFFFFFFFF
        place = self._latest + difference - 0x80000000
        return abs(now - place / self._clock - self._base) > JUMP

    def _elsewhere(self, packet: Packet, pieces: tuple[Piece, ...], now: float) -> None:
        """One packet alone changes nothing (RFC 3550 A.1); its successor shows that the sender began anew."""
        last = self._candidate
        if last and (last[0].ssrc, last[0].sequence + 1 & 0xFFFF) == (packet.ssrc, packet.sequence):
            self._stray -= 1
            self._restarted += 1
            self._skipped += len(self._held)
            self._forget()
            self._ssrc = packet.ssrc
            self._take(*last)
            self._take(packet, pieces, now)
            return
        self._stray += 1
        self._candidate = packet, pieces, now

    def _due(self, place: int) -> float:
        return self._base + self._target + place / self._clock

    def _wake(self, now: float) -> Playout:
        """In silence each frame is played when its time has come: here the delay takes on its new target."""
        half = self._frame / 2
        while self._held:
            first = min(self._held)
            if now + half < self._due(first):
                break
            if len(self._held) > 1 and now - self._due(first) > self._frame:
                self._drop(first)
                continue
            return self._play(first, now)
        self._row = 0
        return Silence()

    def _play(self, place: int, now: float) -> Frame:
        held = self._held.pop(place)
        self._row = 0
        self._played += 1
        self._last_sequence = held.sequence
        self._ended = place + self._ticks // 2
        # Behind comfort noise the sender pauses without saying how long.
        self._next = None if held.silent else place + self._ticks
        return Frame(place & 0xFFFFFFFF, held.data, held.silent, now - held.came)

    def _starve(self, now: float) -> Playout:
        """Nothing is there. Up to the target it is waited for, which makes the delay longer; beyond, it is given up."""
        assert self._next is not None
        if now - self._due(self._next) > -self._frame / 2:
            self._next += self._ticks
            self._ended = self._next - self._ticks // 2
        return self._missing()

    def _missing(self) -> Playout:
        self._row += 1
        if self._row > CONCEALED:
            self._next, self._row = None, 0
            return Silence()
        self._lost += 1
        return Lost(self._row)

    def _catch_up(self, now: float) -> None:
        """More delay than is needed: silent frames are skipped at once, speech only where it would stay behind."""
        assert self._next is not None
        behind = now - self._due(self._next)
        if behind > self._most:
            while self._held and now - self._due(min(self._held)) > self._frame:
                self._drop(min(self._held))
        elif behind > 3 * self._frame:
            place = self._nearest(self._next)
            if place is not None and len(self._held) > 1 and (self._held[place].silent or self._played % 10 == 0):
                self._drop(place)

    def _nearest(self, place: int) -> int | None:
        """The frame that stands here, give or take half a frame: not every sender keeps to the grid after a pause."""
        if place in self._held:
            return place
        half = self._ticks // 2
        return next((each for each in self._held if abs(each - place) < half), None)
