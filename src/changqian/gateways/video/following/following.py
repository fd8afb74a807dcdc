"""What each device is to tell, as the snapshot says: one thing at a time for a device, nothing for one that is away.

Notices are taken out of any dialog, since a gateway that was restarted has forgotten those of before; but who still
sends in an old one while a newer runs, or sends what nobody wants, is told 481, whereupon a device gives it up
(RFC 6665 §4.2.2).
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed
from changqian.gateways.video.following.pace import Pace
from changqian.gateways.video.following.subscriber import ALARM, CATALOGUE, POSITION, UNKNOWN_DIALOG, Subscriber
from changqian.protocols.gb28181 import presence
from changqian.protocols.gb28181.documents.position import PositionQuery
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.subscriptions import StateHeader
from changqian.protocols.sip.events import RequestReceived
from changqian.protocols.sip.schedule import Schedule
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

AT_ONCE = 100
"Devices that are asked at the same time."
TELL_AGAIN = 86400.0
"Seconds before the same refusal of the same device is told again."
TRIES = 2
"So often a device must have refused, or not answered, before that is told: a packet may be lost."
FALSE_ALARMS = 3
STUMBLED = 60.0
"Seconds that a device is left alone after an error of ours."
COMMAND = re.compile(rb"<CmdType>\s*(\w{1,40})\s*</CmdType>", re.IGNORECASE)
WHAT = {CATALOGUE: "catalogue", ALARM: "alarms", POSITION: "positions"}


@dataclass(eq=False, slots=True)
class Followed:
    """One device."""

    camera: Camera
    subscribers: dict[str, Subscriber]
    pace: Pace
    status_at: float = 0.0
    unanswered: int = 0
    "Questions how it is, in a row."
    call_id: str = ""
    "Of its registration: another one may mean that it has restarted."
    forgotten: int = 0
    "Subscriptions that it had forgotten, when it registered last."
    false_alarms: int = 0
    "Registrations in a row under other Call-IDs, none of which it had forgotten for: it changes them always."
    not_before: float = 0.0
    work: asyncio.Task[Any] | None = None
    told: dict[str, float] = field(default_factory=dict)
    "When a refusal was, by package."


class Following:
    """`settle` seconds pass after a registration before anything is asked: some devices take nothing before they have
    seen our 200. `ask_status` asks how a device is, and tells what has changed; Failed if it does not answer."""

    def __init__(
        self,
        asking: Asking,
        tell: Callable[[wire.Event], object],
        begin: Callable[[Coroutine[Any, Any, None]], asyncio.Task[Any]],
        *,
        cameras: Callable[[], Iterator[Camera]],
        ask_status: Callable[[Camera], Awaitable[None]],
        settle: float,
        on: bool = True,
    ) -> None:
        self.asking, self.tell, self.begin, self.cameras, self.settle = asking, tell, begin, cameras, settle
        self.ask_status, self.on = ask_status, on
        self.counts: Counter[str] = Counter()
        "Notices outside of a dialog that were taken (`stray`) or told 481 (`unwanted`); positions asked for (`asked`)."
        self._followed: dict[str, Followed] = {}
        self._schedule: Schedule[str] = Schedule()
        self._turn = asyncio.Semaphore(AT_ONCE)

    # -- what happens --------------------------------------------------------------------------------------------------

    def leave(self, snapshot: wire.Snapshot) -> None:
        """Before it holds: devices that are gone from it, or blocked, are told that it is over."""
        allowed = {each.id for each in snapshot.devices if not each.blocked}
        for device in [device for device in self._followed if device not in allowed]:
            followed = self._followed.pop(device)
            self._schedule.set(device, None)
            if followed.work:
                followed.work.cancel()
            for each in followed.subscribers.values():
                each.hang_up()

    def update(self) -> None:
        """The snapshot is another, or was read from the disk."""
        if not self.on:
            return
        for camera in self.cameras():
            if camera.device.blocked:
                continue
            self._want(self._of(camera))
            self._plan(camera.id)

    def came(self, camera: Camera) -> None:
        """It is online, and may have been away long enough to have forgotten."""
        if self.on:
            followed, now = self._of(camera), self.asking.clock()
            self._want(followed)
            followed.pace = Pace(camera.device.following.interval, now)
            followed.status_at = now
            self._again(followed)

    def registered(self, camera: Camera, call_id: str) -> None:
        """Another Call-ID than before may be a device that has restarted so fast that nobody missed it."""
        followed = self._followed.get(camera.id)
        if followed is None or followed.call_id == call_id:
            return
        first, followed.call_id = not followed.call_id, call_id
        forgotten = sum(each.forgotten for each in followed.subscribers.values())
        followed.false_alarms = 0 if forgotten > followed.forgotten else followed.false_alarms + 1
        followed.forgotten = forgotten
        if not first and followed.false_alarms <= FALSE_ALARMS:
            self._again(followed)

    def went(self, camera: Camera) -> None:
        """A device that ended its registration has ended its subscriptions; one that is silent may be back soon."""
        if followed := self._followed.get(camera.id):
            self._schedule.set(camera.id, None)
            if camera.presence.state is presence.State.ABSENT:
                for each in followed.subscribers.values():
                    each.lose()

    def reported(self, camera: Camera) -> None:
        """A position came."""
        if followed := self._followed.get(camera.id):
            followed.pace.heard(self.asking.clock())
            self._plan(camera.id)

    def hear(self, camera: Camera, event: RequestReceived) -> bool:
        """Whether what a NOTIFY says is wanted; else it is answered."""
        respond = self.asking.signalling.respond
        subscriber = self._in(camera, event)
        if subscriber:
            subscriber.notified(_state(event))
            self._plan(camera.id)
        elif not self._stray(camera, event):
            self.counts["unwanted"] += 1
            respond(event.transaction, UNKNOWN_DIALOG)
            return False
        if not event.request.body:
            respond(event.transaction, 200)
            return False
        return True

    def tick(self) -> None:
        now = self.asking.clock()
        while device := self._schedule.take(now):
            self._start(self._followed[device])

    def figures(self) -> list[tuple[str, float]]:
        now = self.asking.clock()
        running: Counter[str] = Counter()
        for followed in self._followed.values():
            running.update(each.package for each in followed.subscribers.values() if each.subscription.running(now))
        found = [(f'video_subscriptions{{package="{name}"}}', float(running[name])) for name in WHAT]
        return found + [(f'video_following_total{{what="{name}"}}', n) for name, n in sorted(self.counts.items())]

    # -- work ----------------------------------------------------------------------------------------------------------

    def _of(self, camera: Camera) -> Followed:
        followed = self._followed.get(camera.id)
        if followed is None:
            subscribers = {each: Subscriber(camera, each, self.asking, self._failed) for each in WHAT}
            pace = Pace(camera.device.following.interval, self.asking.clock())
            followed = self._followed[camera.id] = Followed(camera, subscribers, pace)
        return followed

    def _want(self, followed: Followed) -> None:
        following = followed.camera.device.following
        wanted = {CATALOGUE: following.catalogue, ALARM: following.alarms, POSITION: following.positions}
        for package, each in followed.subscribers.items():
            each.wanted = wanted[package]
        position = followed.subscribers[POSITION]
        if position.interval != following.interval:
            position.renew = position.interval != 0
            position.interval = following.interval
            followed.pace = Pace(following.interval, self.asking.clock())

    def _again(self, followed: Followed) -> None:
        for each in followed.subscribers.values():
            each.renew = True
        followed.not_before = self.asking.clock() + self.settle
        self._plan(followed.camera.id)

    def _plan(self, device: str) -> None:
        followed = self._followed.get(device)
        if followed is None or followed.work:
            return
        if not followed.camera.presence.online:
            self._schedule.set(device, None)
            return
        self._schedule.set(device, max(self._due(followed), followed.not_before))

    def _due(self, followed: Followed) -> float:
        """The end of days where there is nothing to do."""
        now, following = self.asking.clock(), followed.camera.device.following
        times = [now if each.next(now) else each.due for each in followed.subscribers.values()]
        if following.positions:
            times.append(followed.pace.due)
        if following.status:
            times.append(followed.status_at)
        return min((each for each in times if each is not None), default=float("inf"))

    def _start(self, followed: Followed) -> None:
        if not followed.work:
            followed.work = self.begin(self._work(followed))
            followed.work.add_done_callback(lambda _: self._done(followed))

    def _done(self, followed: Followed) -> None:
        followed.work = None
        self._plan(followed.camera.id)

    async def _work(self, followed: Followed) -> None:
        try:
            async with self._turn:
                await self._all(followed)
        except Exception:
            log.exception("following failed", device=followed.camera.id)
            followed.not_before = self.asking.clock() + STUMBLED

    async def _all(self, followed: Followed) -> None:
        camera = followed.camera
        for each in followed.subscribers.values():
            if camera.presence.online:
                await each.go_on()
        following = camera.device.following
        if following.positions and self._may(followed, followed.pace.due):
            await self._ask_position(followed)
        if following.status and self._may(followed, followed.status_at):
            await self._ask_how(followed)

    def _may(self, followed: Followed, due: float) -> bool:
        return followed.camera.presence.online and self.asking.clock() >= due

    async def _ask_position(self, followed: Followed) -> None:
        followed.pace.asked(self.asking.clock())
        self.counts["asked"] += 1
        camera, interval = followed.camera, followed.camera.device.following.interval
        with suppress(Failed):
            await self.asking.send(camera, self.asking.numbered(PositionQuery(device_id=camera.id, interval=interval)))

    async def _ask_how(self, followed: Followed) -> None:
        try:
            await self.ask_status(followed.camera)
            followed.unanswered = 0
        except Failed:
            followed.unanswered = min(followed.unanswered + 1, 4)
        followed.status_at = self.asking.clock() + followed.camera.device.following.status * 2**followed.unanswered

    def _failed(self, subscriber: Subscriber, failed: Failed) -> None:
        followed = self._followed.get(subscriber.camera.id)
        if followed is None or subscriber.subscription.failures < TRIES:
            return
        now, package = self.asking.clock(), subscriber.package
        if now < followed.told.get(package, -TELL_AGAIN) + TELL_AGAIN:
            return
        if package == POSITION and followed.pace.heard_at is not None and followed.pace.heard_at >= followed.pace.since:
            return  # They come all the same.
        followed.told[package] = now
        self.tell(
            wire.NotFollowed(
                device=subscriber.camera.id,
                what=WHAT[package],
                step=failed.step,
                reason=failed.reason,
                remedy=failed.remedy,
            )
        )

    # -- notices -------------------------------------------------------------------------------------------------------

    def _in(self, camera: Camera, event: RequestReceived) -> Subscriber | None:
        followed = self._followed.get(camera.id)
        if followed is None or event.dialog is None:
            return None
        return next((each for each in followed.subscribers.values() if each.dialog == event.dialog), None)

    def _stray(self, camera: Camera, event: RequestReceived) -> bool:
        """Whether a notice outside of our dialogs is taken: also from a device that is wrong about its tags."""
        found = COMMAND.search(event.request.body)
        package = found[1].decode() if found else ""
        followed = self._followed.get(camera.id)
        subscriber = followed.subscribers.get(package) if followed else None
        if subscriber and (not subscriber.wanted or (subscriber.running and subscriber.heard)):
            return False
        self.counts["stray"] += 1
        return True


def _state(event: RequestReceived) -> StateHeader:
    try:
        return StateHeader.parse(event.request.headers.get("Subscription-State") or "active")
    except Malformed:
        return StateHeader("active")
