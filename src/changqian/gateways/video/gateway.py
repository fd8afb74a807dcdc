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
from changqian.gateways.video.events import Sink, Spool
from changqian.gateways.video.failures import Failed
from changqian.gateways.video.media.lives import Lives, MediaSettings
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.registrar import Registrar
from changqian.gateways.video.settings import Settings
from changqian.gateways.video.signalling import Signalling
from changqian.gateways.video.store import Done, SnapshotFile, write_whole
from changqian.protocols.sip.events import RequestReceived
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")


class Gateway:
    def __init__(self, settings: Settings, sink: Sink | None = None) -> None:
        self.settings, self.sink = settings, sink
        settings.data.mkdir(parents=True, exist_ok=True)
        self.spool = Spool(settings.data)
        self.snapshot_file = SnapshotFile(settings.data / "snapshot.json")
        self.present = settings.data / "present.json"
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
        self.dispatch = Dispatch(self.asking, self.spool.put)
        self.done = Done(settings.data / "commands.jsonl")
        self.commands = Commands(self.registrar, self.asking, self.lives, self.done, self.spool.put, self.begin)
        self.calls = Calls(settings.data / "calls.json", self.signalling)

    async def close(self) -> None:
        await self.lives.close()
        for task in list(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._remember()
        await self.calls.keep([])
        await self.signalling.close()
        self.spool.close()

    async def take_snapshot(self, snapshot: wire.Snapshot) -> None:
        """An older one than ours is passed over: two of the platform's workers may push at once."""
        async with self._saving:
            if snapshot.revision >= self.registrar.snapshot.revision:
                await asyncio.to_thread(self.snapshot_file.save, snapshot)
                self.registrar.update(snapshot)
                self.lives.forbid(self.registrar.allowed)

    def begin(self, work: Any) -> None:
        """Work that nobody waits for; it ends with the gateway."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

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
        elif method in ("MESSAGE", "NOTIFY"):
            if camera := self.registrar.hear(event):
                self.dispatch.receive(camera, event)
        else:
            self.signalling.respond(event.transaction, 501 if method == "SUBSCRIBE" else 403)

    def _came(self, camera: Camera) -> None:
        if self.settings.ask_catalogue:
            self.begin(self._ask_catalogue(camera))

    def _went(self, camera: Camera) -> None:
        self.asking.collector.forget(camera.id)

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
            if self.registrar.changed:
                self.registrar.changed = False
                await self._remember()
            await self.calls.keep(self.lives.running())

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
