"""Answers that come in several packets. GB/T 28181-2022 annex M: Catalog, RecordInfo, presets, positions and the like.

Packets of one SN are put together until as many items are there as SumNum says, or patience ends; the result says
which. Packets may come twice, out of order, in other portions than before, and without a SumNum.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

Item = TypeVar("Item", bound=Hashable)
ItemOut = TypeVar("ItemOut", bound=Hashable, covariant=True)
QUIET = 10.0
"Seconds without a packet after which no more are expected."
LONGEST = 120.0
"Seconds after which even a device that keeps talking is not waited for."
MOST = 100_000
"Items. A peer that claims more is not believed."


@runtime_checkable
class Packet(Protocol[ItemOut]):
    """What is collected: any answer or notice with items and a total, None where the device names none."""

    ROOT: ClassVar[str]
    COMMAND: ClassVar[str]

    @property
    def sn(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    @property
    def items(self) -> Sequence[ItemOut]: ...


class Outcome(StrEnum):
    COMPLETE = "complete"
    "As many items as were announced."
    UNCOUNTED = "uncounted"
    "No total was announced; what came until it fell silent."
    PARTIAL = "partial"
    "Fewer than announced when patience ended."
    SILENT = "silent"
    "Not one packet."


@dataclass(frozen=True, slots=True)
class Collection(Generic[Item]):
    """`items` once each, in order of arrival; `missing` is how many of `total` did not come, 0 where none is known.

    `repeated` counts items that came again, which tells a device that sends twice from one that has twins.
    """

    peer: str
    command: str
    sn: int
    outcome: Outcome
    items: tuple[Item, ...]
    total: int | None
    missing: int
    repeated: int
    packets: int


@dataclass(slots=True)
class Collecting(Generic[Item]):
    """One answer under way. Times are seconds on any clock that only runs forward."""

    peer: str
    command: str
    sn: int
    started: float
    quiet: float = QUIET
    longest: float = LONGEST
    total: int | None = None
    packets: int = 0
    heard: float = field(init=False)
    most: Counter[Item] = field(default_factory=Counter)
    "How often each item stood in one packet, at most: twins in a packet count, the same packet twice does not."
    there: int = 0
    arrived: int = 0

    def __post_init__(self) -> None:
        self.heard = self.started

    def add(self, packet: Packet[Item], now: float) -> Collection[Item] | None:
        """Take a packet; the collection if that completes it."""
        self.packets += 1
        self.heard = max(self.heard, now)
        if packet.total is not None:
            # A catalogue may grow while it is sent: the largest count is the last one.
            self.total = max(self.total or 0, min(packet.total, MOST))
        for item, count in Counter(packet.items).items():
            self._count(item, count)
        return self._result(Outcome.COMPLETE) if self.announced is not None and self.there >= self.announced else None

    def _count(self, item: Item, count: int) -> None:
        self.arrived += count
        before = self.most.get(item, 0)
        if count > before and self.there + count - before <= MOST:
            self.most[item] = count
            self.there += count - before

    @property
    def announced(self) -> int | None:
        """A total of 0 beside items is a total that was forgotten."""
        return None if self.total == 0 and self.most else self.total

    @property
    def deadline(self) -> float:
        """When `expire` is to be called, if nothing comes before."""
        return min(self.heard + self.quiet, self.started + self.longest)

    def expire(self, now: float) -> Collection[Item] | None:
        """What there is, once the deadline has passed."""
        if now < self.deadline:
            return None
        if not self.packets:
            return self._result(Outcome.SILENT)
        return self._result(Outcome.UNCOUNTED if self.announced is None else Outcome.PARTIAL)

    def _result(self, outcome: Outcome) -> Collection[Item]:
        return Collection(
            peer=self.peer,
            command=self.command,
            sn=self.sn,
            outcome=outcome,
            items=tuple(self.most),
            total=self.announced,
            missing=max(0, (self.announced or 0) - self.there),
            repeated=self.arrived - len(self.most),
            packets=self.packets,
        )


Key = tuple[str, str, int]


@dataclass(slots=True)
class Collector(Generic[Item]):
    """All answers under way, by peer, CmdType and SN. `peer` is who was asked: another's packets are not let in."""

    quiet: float = QUIET
    longest: float = LONGEST
    open: dict[Key, Collecting[Item]] = field(default_factory=dict)

    def expect(self, peer: str, command: str, sn: int, now: float) -> None:
        """A query was sent. Asking again under the same SN starts afresh."""
        self.open[peer, command, sn] = Collecting(peer, command, sn, now, self.quiet, self.longest)

    def receive(self, peer: str, packet: Packet[Item], now: float) -> Collection[Item] | None:
        """Take a packet; the collection if that completes it. None also for what nobody asked, or asks no more.

        Notices need not be asked for: their first packet opens a collection.
        """
        key = self._key(peer, packet)
        if key not in self.open:
            if packet.ROOT != "Notify":
                return None
            self.expect(*key, now)
        done = self.open[key].add(packet, now)
        if done:
            del self.open[key]
        return done

    def _key(self, peer: str, packet: Packet[Item]) -> Key:
        """By SN; an answer that lost its SN (0) belongs to the one question of its kind that is open."""
        if packet.sn == 0:
            same = [key for key in self.open if key[:2] == (peer, packet.COMMAND)]
            if len(same) == 1:
                return same[0]
        return peer, packet.COMMAND, packet.sn

    @property
    def timer(self) -> float | None:
        """When to call `expire` next."""
        return min((each.deadline for each in self.open.values()), default=None)

    def expire(self, now: float) -> list[Collection[Item]]:
        """All whose deadline has passed, closed."""
        done = [each for each in (every.expire(now) for every in self.open.values()) if each]
        for each in done:
            del self.open[each.peer, each.command, each.sn]
        return done

    def forget(self, peer: str) -> None:
        """The peer is gone: nothing of it is expected any more."""
        for key in [key for key in self.open if key[0] == peer]:
            del self.open[key]
