"""The gateway whole: what comes from devices goes to the right place, what the platform says is done."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
import structlog

from changqian.gateways.video import cameras
from changqian.gateways.video.asking import Asking
from changqian.gateways.video.calls import Calls
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.commands import Commands
from changqian.gateways.video.dispatch import Dispatch
from changqian.gateways.video.events import HttpSink, Sink, Spool
from changqian.gateways.video.failures import Failed
from changqian.gateways.video.following.alarms import Alarms
from changqian.gateways.video.following.following import Following
from changqian.gateways.video.following.positions import Positions, utc
from changqian.gateways.video.media.lives import Lives, MediaSettings
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.playback.downloads import Downloads
from changqian.gateways.video.playback.history import History
from changqian.gateways.video.recording.admissions import Admissions
from changqian.gateways.video.recording.exporting import Exports
from changqian.gateways.video.recording.recorder import Recorder
from changqian.gateways.video.registrar import Registrar
from changqian.gateways.video.settings import Settings
from changqian.gateways.video.signalling import Signalling
from changqian.gateways.video.snapshots.album import Album
from changqian.gateways.video.snapshots.snapshots import Snapshots
from changqian.gateways.video.store import Done, SnapshotFile, write_whole
from changqian.gateways.video.talk.talks import Talks
from changqian.gateways.video.upkeep.configuring import Configuring
from changqian.gateways.video.upkeep.inquiries import Inquiries
from changqian.gateways.video.upkeep.packages import Packages
from changqian.gateways.video.upkeep.upgrading import Upgrading
from changqian.protocols.gb28181.documents.alarm import Alarm
from changqian.protocols.gb28181.documents.position import MobilePosition, PositionAnswer
from changqian.protocols.gb28181.documents.snapshot import SnapshotFinished
from changqian.protocols.gb28181.documents.upgrade import UpgradeResult
from changqian.protocols.sip.events import RequestReceived
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")


class Gateway:
    def __init__(self, settings: Settings, sink: Sink | None = None) -> None:
        self.settings, self.sink = settings, sink
        settings.data.mkdir(parents=True, exist_ok=True)
        self.spool = Spool(settings.data)
        if isinstance(sink, HttpSink):
            sink.spool = self.spool.id
        self.snapshot_file = SnapshotFile(settings.data / "snapshot.json")
        self.present = settings.data / "present.json"
        self.devices_url = settings.devices_url
        self.requests: Counter[str] = Counter()
        self.signalling = Signalling(
            identity=settings.id,
            advertised=settings.advertised,
            on_request=self._requested,
            on_flow_closed=lambda flow: None,
        )
        self._tasks: set[asyncio.Task[Any]] = set()
        self._saving = asyncio.Lock()

    async def start(self) -> None:
        settings = self.settings
        await self.signalling.start(settings.listen, settings.sip_port)
        self._build(asyncio.get_running_loop().time)
        self.done.load()
        self.registrar.update(self.snapshot_file.load())
        self._recall()
        self.calls.end_left()
        self.downloads.recover()
        self.begin(self.downloads.sweep())
        self.recorder.load()
        self.exports.load()
        self.begin(self.recorder.run())
        self.begin(self.exports.run())
        self.alarms.load()
        self.snapshots.recover()
        self.upgrading.recover()
        self.following.update()
        self.begin(self.snapshots.sweep())
        self.begin(self._tick())
        if self.sink:
            self.begin(self.spool.deliver(self.sink))

    def _build(self, clock: Callable[[], float]) -> None:
        settings = self.settings
        self.asking = Asking(
            self.signalling,
            domain=settings.domain,
            clock=clock,
            quiet=settings.quiet,
            longest=settings.longest,
            patience=settings.answer,
        )
        self.registrar = Registrar(
            signalling=self.signalling,
            realm=settings.domain,
            # Nonces outlive a restart; a key of their own, so that they say nothing about the secret.
            key=hashlib.sha256(b"nonces" + settings.secret).digest(),
            policy=settings.policy,
            tell=self.spool.put,
            came=self._came,
            went=self._went,
            clock=clock,
            wall=time.time,
        )
        self.lives = Lives(
            self.asking,
            PortPool(*settings.media_ports),
            MediaSettings(settings.id, settings.listen, settings.patience),
            tell=self.spool.put,
            most_viewers=lambda: self.registrar.snapshot.limits.viewers,
        )
        self.talks = Talks(
            *(self.registrar, self.asking, self.lives.ports),
            listen=settings.listen,
            patience=settings.talk,
            tell=self.spool.put,
        )
        self.signalling.on_call = self.talks.heard
        self.dispatch = Dispatch(self.asking, self._documented)
        self.done = Done(settings.data / "commands.jsonl")
        self.commands = Commands(self.registrar, self.asking, self.lives, self.done, self.spool.put, self.begin)
        self.commands.dismissing.append(self.talks.dismiss)
        self.commands.refusing = self.talks.ringing.refuse
        self.history = History(self.asking, self.lives.ports, self.lives.settings, self.spool.put)
        self.downloads = Downloads(self.history, settings.data / "downloads", self.spool.put)
        self.dispatch.noticed = self.history.noticed
        self.commands.dismissing.append(self.history.dismiss)
        self.commands.others[wire.Download] = self.downloads.download
        self.commands.others[wire.CancelDownload] = self.downloads.cancel
        self.calls = Calls(settings.data / "calls.json", self.signalling)
        self.recorder = Recorder(
            *(self.lives, settings.data, settings.recording),
            camera=self.registrar.cameras.get,
            snapshot=lambda: self.registrar.snapshot,
            tell=self.spool.put,
        )
        self.commands.others[wire.StartRecording] = self.recorder.start
        self.commands.of_anybody[wire.StopRecording] = self.recorder.stop
        self.commands.of_anybody[wire.KeepFootage] = self.recorder.keep
        self.exports = Exports(settings.data / "exports", self.recorder.library, self.recorder.find, self.recorder.cut)
        self.admissions = Admissions(settings.tickets, settings.origins)
        self.commands.dismissing.append(self.admissions.dismiss)
        self._build_upkeep()

    def _build_upkeep(self) -> None:
        """What devices tell of themselves, pictures, settings, firmware."""
        settings, tell, begin = self.settings, self._documented, self.begin
        self.inquiries = Inquiries(self.asking, tell)
        self.configuring = Configuring(self.asking, tell, slowest=settings.policy.patience / 2)
        self.snapshots = Snapshots(
            *(self.asking, self.lives, Album(settings.data / "snapshots"), tell, begin),
            url=lambda: self.devices_url,
            keeping=lambda: self.registrar.snapshot.keeping,
            patience=settings.snapshots,
        )
        self.upgrading = Upgrading(
            *(self.asking, self.inquiries, Packages(settings.data / "firmware"), settings.data / "upgrades.json"),
            *(tell, begin),
            url=lambda: self.devices_url,
            patience=settings.upgrades,
        )
        self.alarms = Alarms(
            *(self.asking, tell, begin, settings.data / "resets.json"),
            photograph=self.snapshots.photograph if settings.follow else lambda camera, channel, count: "",
        )
        self.positions = Positions(tell, utc)
        self.following = Following(
            *(self.asking, tell, begin),
            cameras=lambda: iter(self.registrar.cameras.values()),
            ask_status=self.inquiries.watch_status,
            settle=settings.tick,
            on=settings.follow,
        )
        self.positions.reported = self.following.reported
        self.registrar.registered = self._registered
        self.dispatch.handlers |= {
            MobilePosition: self.positions.take,
            PositionAnswer: self.positions.take,
            Alarm: self.alarms.take,
            SnapshotFinished: self.snapshots.finished,
            UpgradeResult: self.upgrading.finished,
        }
        self.commands.others |= {
            wire.TakeSnapshots: self.snapshots.take,
            wire.AskConfig: self.configuring.ask,
            wire.SetConfig: self.configuring.set,
            wire.AskInfo: self.inquiries.ask_info,
            wire.AskStatus: self.inquiries.ask_status,
            wire.AskCards: self.inquiries.ask_cards,
            wire.FormatCard: self.inquiries.format_card,
            wire.Upgrade: self.upgrading.upgrade,
        }

    async def close(self) -> None:
        await self.recorder.close()
        await self.talks.close()
        await self.lives.close()
        await self.history.close()
        for task in list(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.calls.keep([])
        await self.signalling.close()
        # Last: a device may have signed off until a moment ago, and is not to be taken for there.
        await self._remember()
        self.spool.close()

    async def take_snapshot(self, snapshot: wire.Snapshot) -> None:
        """An older one than ours is passed over: two of the platform's workers may push at once."""
        async with self._saving:
            if snapshot.revision >= self.registrar.snapshot.revision:
                await asyncio.to_thread(self.snapshot_file.save, snapshot)
                self.following.leave(snapshot)
                self.registrar.update(snapshot)
                self.following.update()
                self.lives.forbid(self.registrar.allowed)
                self.history.forbid(self.registrar.allowed)
                self.talks.forbid(self.registrar.allowed)

    def begin(self, work: Any) -> asyncio.Task[Any]:
        """Work that nobody waits for; it ends with the gateway."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task failed", exc_info=error)

    # -- what devices say ----------------------------------------------------------------------------------------------

    def _requested(self, event: RequestReceived) -> None:
        self.requests[event.request.method] += 1
        method = event.request.method
        if method == "REGISTER":
            self.registrar.register(event)
        elif method == "OPTIONS":
            self.signalling.respond(event.transaction, 200)
        elif method == "BYE" and event.dialog:
            self.signalling.respond(event.transaction, 200)
            self.lives.hung_up(event.dialog)
            self.history.hung_up(event.dialog)
            self.talks.hung_up(event.dialog)
        elif method == "INVITE":
            self.talks.invited(event)
        elif method == "MESSAGE" and event.dialog and self.history.hear(event):
            pass
        elif method in ("MESSAGE", "NOTIFY"):
            if (camera := self.registrar.hear(event)) and (method == "MESSAGE" or self.following.hear(camera, event)):
                self.dispatch.receive(camera, event)
        else:
            self.signalling.respond(event.transaction, 501 if method == "SUBSCRIBE" else 403)

    def _documented(self, event: wire.Event) -> None:
        self.spool.put(event)
        self.recorder.hear(event)

    def _came(self, camera: Camera) -> None:
        self.recorder.came(camera.id)
        self.alarms.came(camera)
        self.following.came(camera)
        if self.settings.ask_catalogue:
            self.begin(self._ask_catalogue(camera))

    def _registered(self, camera: Camera, call_id: str) -> None:
        self.following.registered(camera, call_id)
        self.upgrading.registered(camera)

    def _went(self, camera: Camera) -> None:
        self.asking.collector.forget(camera.id)
        self.following.went(camera)

    async def _ask_catalogue(self, camera: Camera) -> None:
        """A moment after it registered: some devices take nothing before they have seen our 200."""
        await asyncio.sleep(self.settings.tick)
        with suppress(Failed):
            self.spool.put(await self.commands.catalogue(camera, ""))

    # -- time ----------------------------------------------------------------------------------------------------------

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self.settings.tick)
            self.registrar.tick()
            self.asking.tick()
            self.following.tick()
            if self.registrar.changed:
                self.registrar.changed = False
                await self._remember()
            await self.calls.keep([*self.lives.running(), *self.talks.dialogs(), *self.history.running()])

    async def _remember(self) -> None:
        present = cameras.remembered(self.registrar.cameras.values(), asyncio.get_running_loop().time())
        await asyncio.to_thread(write_whole, self.present, orjson.dumps(present))

    def _recall(self) -> None:
        """Who was there before the restart is there still, until its silence says otherwise."""
        try:
            present = orjson.loads(self.present.read_bytes())
        except (FileNotFoundError, ValueError):
            return
        for said in present:
            camera = self.registrar.cameras.get(said["id"])
            if camera and not camera.device.blocked:
                cameras.recall(camera, said, asyncio.get_running_loop().time())
