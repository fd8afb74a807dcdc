"""Recording: what is wanted is kept coming, whatever happens to devices, networks and disks.

A channel that is to be recorded has a deck. Its tape is attached to the same pull that viewers watch, so that a device
sends once; when the stream ends, the deck tries again after pauses that grow, or at once when the device comes back. It
tells of a failure once, not at each attempt. Where nothing came, there is no footage: gaps are not filled.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step, offline
from changqian.gateways.video.media.lives import Lives
from changqian.gateways.video.media.pull import Pull
from changqian.gateways.video.recording import rules
from changqian.gateways.video.recording.disk import Disk
from changqian.gateways.video.recording.housekeeping import Housekeeping, Room
from changqian.gateways.video.recording.library import Library
from changqian.gateways.video.recording.orders import Orders
from changqian.gateways.video.recording.rules import Key, Order, Want
from changqian.gateways.video.recording.segment import Growing, Stored
from changqian.gateways.video.recording.tape import DISK_SLOW, Tape
from changqian.gateways.video.recording.telling import NAME, channel_of, no_footage, span, stored_event
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

MOST_WAITING = 256 << 20
"Bytes of all footage that may wait for the disk."
MINUTE = 60
KEY_FRAME = 10.0
"Seconds that the next one is waited for."


@dataclass(frozen=True, slots=True)
class Manner:
    """How footage is recorded. Seconds and bytes."""

    length: float = 60.0
    "Of a segment, about."
    flush: float = 0.5
    tick: float = 1.0
    first_pause: float = 2.0
    longest_pause: float = 60.0
    room: Room = Room()


class Deck:
    """One channel: what is wanted of it, and how that goes."""

    def __init__(self, key: Key, tape: Tape) -> None:
        self.key, self.tape = key, tape
        self.want = Want()
        self.pull: Pull | None = None
        self.pause = 0.0
        self.again_at = 0.0
        "No pull is tried before that time, and nothing is written after the disk failed."
        self.held = False
        "The disk failed: until `again_at` nothing is written."
        self.since = 0.0
        self.told: tuple[tuple[str, ...], str] | None = None
        "Causes and label of the recording that is running, as the platform knows it."
        self.failing = ""


class Recorder:
    """`camera` knows a device, `snapshot` is the platform's last. `wall` is Unix time, `clock` monotonic."""

    def __init__(
        self,
        lives: Lives,
        data: Path,
        manner: Manner,
        *,
        camera: Callable[[str], Camera | None],
        snapshot: Callable[[], wire.Snapshot],
        tell: Callable[[wire.Event], object],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.lives, self.manner = lives, manner
        self.camera, self.snapshot, self.tell, self.wall = camera, snapshot, tell, wall
        self.root = data / "footage"
        self.library = Library(self.root)
        self.disk = Disk(self.library, every=manner.flush, stored=self._stored, failed=self._disk_failed)
        self.orders = Orders(data / "recordings.json")
        self.house = Housekeeping(self.library, self.disk, manner.room, snapshot=snapshot, tell=tell, wall=wall)
        self.decks: dict[Key, Deck] = {}
        self.closed = False
        self._wanted: dict[Key, Want] = {}
        self._judged: tuple[object, ...] = ()
        self._saving: set[asyncio.Task[None]] = set()

    # -- its life ------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        self.orders.load()

    async def run(self) -> None:
        """For ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.disk.run())
            tasks.create_task(self.house.run())
            while True:
                try:
                    self.tick()
                except Exception:
                    log.exception("recordings not judged")
                await asyncio.sleep(self.manner.tick)

    async def close(self) -> None:
        self.closed = True
        for deck in self.decks.values():
            deck.tape.record(Want())
            self._release(deck)
        await self.disk.close()

    # -- what the platform says, and what devices do -------------------------------------------------------------------

    async def start(self, camera: Camera, command: wire.StartRecording) -> None:
        key = channel_of(camera.id, command.channel)
        known = self.orders.orders.get(key)
        since = known.since if known else datetime.fromtimestamp(self.wall(), UTC).isoformat(timespec="seconds")
        self.orders.orders[key] = Order(command.label, since)
        await self.orders.save()
        self.tick()

    async def stop(self, command: wire.StopRecording) -> None:
        if self.orders.orders.pop((command.device, command.channel), None):
            await self.orders.save()
            self.tick()

    async def keep(self, command: wire.KeepFootage) -> None:
        key = channel_of(command.device, command.channel)
        since, until = span(command.start, command.stop)
        growing = [each for each in self.growing(key) if each.start < until and each.stop > since]
        for segment in growing:
            segment.label = command.label
        await self._settled(key)
        starts = [each.start for each in growing]
        found = await asyncio.to_thread(self.library.label, key, since, until, command.label, starts)
        if not found and not growing:
            raise no_footage()

    def hear(self, event: wire.Event) -> None:
        """An alarm begins or prolongs what plans say of it."""
        if not isinstance(event, wire.Alarmed):
            return
        plans = rules.alarmed(self.snapshot().plans, event.device, event.channel)
        for plan in plans:
            key = (plan.device, plan.channel)
            self.orders.alarms[key] = max(self.orders.alarms.get(key, 0.0), self.wall() + plan.after)
        if plans:
            self.tick()
            saving = asyncio.get_running_loop().create_task(self.orders.save())
            self._saving.add(saving)
            saving.add_done_callback(self._saving.discard)

    def came(self, device: str) -> None:
        """It is there again: nobody waits out a pause."""
        for deck in self.decks.values():
            if deck.key[0] == device and not deck.held:
                deck.pause, deck.again_at = 0.0, 0.0
        self.tick()

    # -- what there is -------------------------------------------------------------------------------------------------

    def growing(self, key: Key) -> list[Growing]:
        """Segments that the library does not know yet."""
        return [each for each in (*self.disk.growing, *self.disk.ending) if each.key == key]

    async def find(self, key: Key, since: int, until: int) -> tuple[list[Stored], list[Growing]]:
        """Whole segments and growing ones that have anything between two times (milliseconds since 1970)."""
        growing = [each for each in self.growing(key) if each.whole and each.start < until and each.stop > since]
        stored = await asyncio.to_thread(self.library.find, key, since, until)
        known = {each.start for each in stored}
        return stored, sorted((each for each in growing if each.start not in known), key=lambda each: each.start)

    def figures(self) -> list[tuple[str, float]]:
        return [
            ("video_recordings", sum(deck.tape.segment is not None for deck in self.decks.values())),
            ("video_recordings_failing", sum(bool(deck.failing) for deck in self.decks.values())),
            ("video_footage_bytes", self.library.size + self.disk.unfinished),
            ("video_footage_segments", self.library.segments),
            ("video_footage_waiting_bytes", self.disk.waiting),
            ("video_footage_lost_bytes_total", self.disk.lost),
            ("video_footage_dropped_total", self.house.dropped),
        ]

    async def cut(self, key: Key, until: int) -> None:
        """What was recorded until now, and before that millisecond, is in the library afterwards, unless no key frame
        comes for long."""
        deck = self.decks.get(key)
        segment = deck.tape.segment if deck else None
        if deck and segment and segment.start < until:
            deck.tape.turn()
            with suppress(TimeoutError):
                async with asyncio.timeout(KEY_FRAME):
                    while segment in self.disk.growing:
                        await asyncio.sleep(0.1)
        await self._settled(key)

    async def _settled(self, key: Key) -> None:
        ending = [task for segment, task in self.disk.ending.items() if segment.key == key]
        if ending:
            await asyncio.wait(ending)

    # -- what is wanted, and what is done about it ---------------------------------------------------------------------

    def tick(self) -> None:
        if self.closed:
            return
        now = time.monotonic()
        wanted = self._wants()
        for key, want in wanted.items():
            deck = self.decks.get(key) or self._deck(key)
            self._serve(deck, want, now)
        for deck in [deck for key, deck in self.decks.items() if key not in wanted]:
            self._finish(deck)

    def _wants(self) -> dict[Key, Want]:
        """Judged anew when a minute, the snapshot, an order or an alarm has changed."""
        wall, snapshot = self.wall(), self.snapshot()
        running = {key: until for key, until in self.orders.alarms.items() if until > wall}
        judged = (int(wall // MINUTE), snapshot, tuple(self.orders.orders.items()), tuple(running))
        if judged != self._judged:
            if len(running) < len(self.orders.alarms):
                self.orders.alarms = running
            now = datetime.fromtimestamp(wall, UTC)
            wanted = rules.wants(snapshot.plans, self.orders.orders, running, now)
            self._judged = judged
            self._wanted = {key: want for key, want in wanted.items() if all(map(NAME.fullmatch, key))}
        return self._wanted

    def _deck(self, key: Key) -> Deck:
        tape = Tape(
            *(key, self.root),
            length=self.manner.length,
            wall=lambda: int(self.wall() * 1000),
            begun=lambda segment: self._begun(deck, segment),
            ended=self.disk.end,
            failed=lambda failed: self._failed(deck, failed),
        )
        deck = self.decks[key] = Deck(key, tape)
        return deck

    def _serve(self, deck: Deck, want: Want, now: float) -> None:
        deck.want = want
        deck.held = deck.held and now < deck.again_at
        blocked = self.house.full or (DISK_SLOW if self.disk.waiting > MOST_WAITING else None)
        if blocked:
            self._tell_failed(deck, blocked)
        if blocked or deck.held:
            want = Want((), "", want.before)
        if deck.tape.want != want:
            deck.tape.record(want)
        if not (want.causes or want.before):
            self._release(deck)
        elif deck.pull is None and now >= deck.again_at:
            self._open(deck, now)

    def _open(self, deck: Deck, now: float) -> None:
        camera = self.camera(deck.key[0])
        try:
            if camera is None or not camera.presence.online:
                raise offline()
            deck.since = now
            deck.pull = self.lives.record(camera, deck.key[1], deck.tape)
        except Failed as failed:
            self._tell_failed(deck, failed)

    def _release(self, deck: Deck) -> None:
        pull, deck.pull = deck.pull, None
        if pull:
            pull.audience.detach(deck.tape)

    def _finish(self, deck: Deck) -> None:
        deck.tape.record(Want())
        self._release(deck)
        del self.decks[deck.key]
        if deck.told or deck.failing:
            self.tell(wire.RecordingStopped(device=deck.key[0], channel=deck.key[1]))

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _begun(self, deck: Deck, segment: Growing) -> None:
        self.disk.begin(segment)
        about = (segment.want.causes, segment.want.label)
        if deck.told != about:
            deck.told, deck.failing = about, ""
            device, channel = deck.key
            self.tell(wire.RecordingStarted(device=device, channel=channel, causes=about[0], label=about[1]))

    def _failed(self, deck: Deck, failed: Failed) -> None:
        """The stream ended, or the disk is too slow."""
        now, manner = time.monotonic(), self.manner
        if failed.step is Step.DISK_SLOW:
            deck.held = True
            deck.tape.record(Want((), "", deck.want.before))
        else:
            deck.pull = None
        if now - deck.since > manner.longest_pause:
            deck.pause = 0.0
        deck.pause = min(2 * deck.pause or manner.first_pause, manner.longest_pause)
        deck.again_at = now + deck.pause
        if deck.want.causes:
            self._tell_failed(deck, failed)

    def _disk_failed(self, segment: Growing, failed: Failed) -> None:
        deck = self.decks.get(segment.key)
        if failed.step is Step.DISK_FULL:
            self.house.press()
        if deck is None or deck.tape.segment is not segment:
            self.disk.end(segment)
            return
        deck.held, deck.since = True, time.monotonic()
        deck.pause = min(2 * deck.pause or self.manner.first_pause, self.manner.longest_pause)
        deck.again_at = time.monotonic() + deck.pause
        self._tell_failed(deck, failed)
        deck.tape.record(Want((), "", deck.want.before))

    def _tell_failed(self, deck: Deck, failed: Failed) -> None:
        """Once, until it is another failure or it has worked again."""
        if deck.failing == failed.step or not deck.want.causes:
            return
        deck.failing, deck.told = failed.step, None
        log.warning("recording failed", device=deck.key[0], channel=deck.key[1], step=failed.step, reason=failed.reason)
        self.tell(
            wire.RecordingStopped(
                device=deck.key[0],
                channel=deck.key[1],
                step=failed.step,
                reason=failed.reason,
                remedy=failed.remedy,
            )
        )

    def _stored(self, segment: Growing, stored: Stored) -> None:
        self.tell(stored_event(segment.key, stored))
        self.house.look()
