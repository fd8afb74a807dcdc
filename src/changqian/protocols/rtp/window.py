"""Packets in the order they were sent (RFC 3550 A.1): what came too early waits a while for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from changqian.protocols.rtp.packet import Packet

REMEMBERED = 2048
"Numbers given up that are remembered, to tell a late packet from a duplicate."


@dataclass(frozen=True, slots=True)
class Gap:
    """Something is missing between the packet before and the packet behind."""

    lost: int
    "Numbers given up; 0 when it is not known, after a restart."
    restarted: bool = False
    "The sender began anew: another source, or numbers from elsewhere."


Item = Packet | Gap


@dataclass(frozen=True, slots=True)
class WindowCounters:
    """Of what was pushed, each packet is counted once in received, late, duplicate, stray or foreign."""

    received: int
    "First copies in time, also those that still wait."
    lost: int
    "Numbers given up. received + lost is what the sender sent up to the last released number."
    late: int
    "Came after they were given up: dropped."
    duplicate: int
    reordered: int
    "Of those received: came after a packet with a higher number."
    resynchronised: int
    stray: int
    "From elsewhere in the numbers, or from another source, and not followed by their successor."
    foreign: int
    "From another source than the one asked for."


class Window:
    """In order at once; behind a hole after at most `wait` seconds or `depth` waiting packets.

    `now` is any clock in seconds that does not go back. Whoever pushes also asks `deadline()` and calls `release(now)`
    then; a push releases what is due as well. Holds at most `depth` + 1 packets and the last stray one.
    """

    def __init__(self, *, wait: float, depth: int, jump: int = 3000, ssrc: int | None = None) -> None:
        """`jump`: numbers farther ahead than this are not waited for; two in a row restart the order. (RFC 3550 A.1)

        `ssrc`: only this source; None follows whoever sends. Many devices send another than the `y=` they were given;
        but a port used again may still hear its last device.
        """
        self._wait, self._depth, self._jump, self._only = wait, depth, jump, ssrc
        self._ssrc: int | None = None
        self._expected = 0
        self._held: dict[int, tuple[Packet, float]] = {}
        self._furthest = 0
        self._since = 0.0
        self._missed: dict[int, None] = {}
        self._candidate: Packet | None = None
        self._candidate_at = self._behind_at = -1
        self._behind = 0
        self._received = self._lost = self._late = self._duplicate = 0
        self._reordered = self._resynchronised = self._stray = self._foreign = 0

    @property
    def counters(self) -> WindowCounters:
        return WindowCounters(
            *(self._received, self._lost, self._late, self._duplicate),
            *(self._reordered, self._resynchronised, self._stray, self._foreign),
        )

    @property
    def ssrc(self) -> int | None:
        """The source that is followed."""
        return self._ssrc

    def push(self, packet: Packet, now: float) -> Sequence[Item]:
        """What can be handed on now, in order."""
        if packet.sequence == self._expected and packet.ssrc == self._ssrc and not self._held:
            self._expected = packet.sequence + 1 & 0xFFFF
            self._received += 1
            return (packet,)
        return self._other(packet, now)

    def deadline(self) -> float | None:
        """When `release` has something to give, unless a packet fills the hole before."""
        return self._since + self._wait if self._held else None

    def release(self, now: float) -> Sequence[Item]:
        """What has waited long enough."""
        found: list[Item] = []
        while self._held and now >= self._since + self._wait:
            self._give_up(found)
        return found

    def flush(self) -> Sequence[Item]:
        """All that waits: nothing more will come."""
        found: list[Item] = []
        while self._held:
            self._give_up(found)
        return found

    def _other(self, packet: Packet, now: float) -> Sequence[Item]:
        if self._only is not None and packet.ssrc != self._only:
            self._foreign += 1
            return ()
        if self._ssrc is None:
            return self._begin(packet)
        ahead = packet.sequence - self._expected & 0xFFFF
        if packet.ssrc != self._ssrc or self._jump < ahead <= 0x10000 - self._jump:
            return self._elsewhere(packet) or self.release(now)
        if ahead > self._jump:
            return self._old(packet) or self.release(now)
        if packet.sequence in self._held:
            self._duplicate += 1
            return self.release(now)
        self._received += 1
        self._hold(packet, ahead, now)
        found: list[Item] = []
        if not ahead:
            self._run(found)
        while self._held and (len(self._held) > self._depth or now >= self._since + self._wait):
            self._give_up(found)
        return found

    def _begin(self, packet: Packet) -> list[Item]:
        self._ssrc, self._expected = packet.ssrc, packet.sequence + 1 & 0xFFFF
        self._received += 1
        self._forget(packet)
        return [packet]

    def _forget(self, first: Packet) -> None:
        """Numbers shortly before the first come late, though nobody counted them as lost."""
        before = range(first.sequence - self._depth, first.sequence)
        self._missed = {number & 0xFFFF: None for number in before}

    def _hold(self, packet: Packet, ahead: int, now: float) -> None:
        if not self._held:
            self._since, self._furthest = now, packet.sequence
        elif ahead < (self._furthest - self._expected & 0xFFFF):
            self._reordered += 1
        else:
            self._furthest = packet.sequence
        self._held[packet.sequence] = packet, now

    def _run(self, found: list[Item]) -> None:
        """Releases what follows without a hole."""
        while waiting := self._held.pop(self._expected, None):
            found.append(waiting[0])
            self._expected = self._expected + 1 & 0xFFFF
        if self._held:
            self._since = min(came for _, came in self._held.values())

    def _give_up(self, found: list[Item]) -> None:
        """The first hole will not be filled."""
        lost = min(sequence - self._expected & 0xFFFF for sequence in self._held)
        for number in range(self._expected, self._expected + lost):
            self._missed[number & 0xFFFF] = None
        while len(self._missed) > REMEMBERED:
            del self._missed[next(iter(self._missed))]
        self._lost += lost
        self._expected = self._expected + lost & 0xFFFF
        found.append(Gap(lost))
        self._run(found)

    def _old(self, packet: Packet) -> Sequence[Item]:
        """A number that was handed on or given up. When nothing else comes any more, the sender has gone back."""
        self._behind = self._behind + 1 if self._behind_at == self._received else 1
        self._behind_at = self._received
        if self._behind > max(self._depth, 16):
            return self._restart([packet])
        if packet.sequence in self._missed:
            del self._missed[packet.sequence]
            self._late += 1
        else:
            self._duplicate += 1
        return ()

    def _elsewhere(self, packet: Packet) -> Sequence[Item]:
        """One stray packet changes nothing; two that follow each other are a sender who began anew."""
        last = self._candidate if self._candidate_at == self._received else None
        if last and packet.ssrc == last.ssrc and packet.sequence == last.sequence + 1 & 0xFFFF:
            self._stray -= 1
            return self._restart([last, packet])
        self._stray += 1
        self._candidate, self._candidate_at = packet, self._received
        return ()

    def _restart(self, packets: list[Packet]) -> list[Item]:
        found = list(self.flush())
        found.append(Gap(0, restarted=True))
        found += packets
        self._ssrc, self._expected = packets[-1].ssrc, packets[-1].sequence + 1 & 0xFFFF
        self._received += len(packets)
        self._resynchronised += 1
        self._forget(packets[0])
        self._candidate = None
        return found
