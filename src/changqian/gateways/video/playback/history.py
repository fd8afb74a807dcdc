"""All calls of this gateway for what devices have recorded: playbacks of viewers, downloads into files."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.lives import UNEXPECTED, MediaSettings
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.media.viewers import Viewer, ended
from changqian.gateways.video.playback.fetch import Fetch
from changqian.gateways.video.playback.playback import Habits, Playback
from changqian.gateways.video.playback.replay import Replay
from changqian.gateways.video.playback.span import Span
from changqian.protocols import sdp
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents.media import MediaStatus
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.sip import DialogId
from changqian.protocols.sip.events import RequestReceived
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

FINISHED = Failed(Step.FINISHED, "录像已播放到结尾", "可以拖动时间轴，或从头播放")
FORBIDDEN = Failed(Step.ENDED, "设备已在平台上停用或删除", "如需查看录像，请在平台上恢复这台设备")
SIGNED_OUT = Failed(Step.REFUSED, "登录已失效，回放已关闭", "请重新登录后打开录像")


class History:
    def __init__(
        self, asking: Asking, ports: PortPool, settings: MediaSettings, tell: Callable[[wire.Event], object]
    ) -> None:
        self.asking, self.ports, self.settings, self.tell = asking, ports, settings, tell
        self.playbacks: dict[Playback, asyncio.Task[None]] = {}
        self.fetches: set[Fetch] = set()
        self.failures: dict[Step, int] = {}
        self.rejected = 0
        "Messages of viewers that were no orders."
        self._habits: dict[str, Habits] = {}
        self._serials: set[int] = set()
        self._serial = 0

    # -- beginning -----------------------------------------------------------------------------------------------------

    def play(self, camera: Camera, channel: str, span: Span, position: float, viewer: Viewer) -> Playback:
        """The viewer hears of everything that follows, failures too."""
        habits = self._habits.setdefault(camera.id, Habits())
        position = min(max(0.0, position), span.seconds - 1)
        made = Playback(camera, channel, span, viewer, habits, position)
        self.playbacks[made] = asyncio.create_task(self._run(made))
        return made

    def leave(self, playback: Playback) -> None:
        """Its viewer has gone."""
        if task := self.playbacks.get(playback):
            task.cancel()

    async def fetch(self, camera: Camera, channel: str, **how: Any) -> Fetch:
        """All of a recording, frame by frame to who asked; Failed if it does not come to its end."""
        with self._kit() as kit:
            fetch = Fetch(camera, channel, **how, **kit)
            self.fetches.add(fetch)
            try:
                await fetch.run()
            except Failed as error:
                self.failures[error.step] = self.failures.get(error.step, 0) + 1
                raise
            finally:
                self.fetches.discard(fetch)
        return fetch

    async def _run(self, playback: Playback) -> None:
        failed = FINISHED
        try:
            with self._kit() as kit:
                await playback.run(partial(Replay, **kit))
        except Failed as error:
            failed = error
        except Exception:
            log.exception("playback failed", device=playback.camera.id, channel=playback.channel)
            failed = UNEXPECTED
        finally:
            self.playbacks.pop(playback, None)
            self.rejected += playback.rejected
            playback.audience.end(failed)
        if failed is not FINISHED:
            self._failed(playback, failed)

    def _failed(self, playback: Playback, failed: Failed) -> None:
        self.failures[failed.step] = self.failures.get(failed.step, 0) + 1
        self.tell(
            wire.ViewFailed(
                device=playback.camera.id,
                channel=playback.channel,
                step=failed.step,
                reason=failed.reason,
                remedy=failed.remedy,
            )
        )

    @contextmanager
    def _kit(self) -> Iterator[dict[str, Any]]:
        """What each call is made with; its SSRC is nobody else's for so long."""
        serial = sdp.free_serial(self._serials, self._serial)
        if serial is None:
            raise Failed(Step.NO_PORT, "同时打开的回放和下载已达协议上限", "请关闭一些回放后再试")
        self._serial = serial
        self._serials.add(serial)
        try:
            yield {
                "asking": self.asking,
                "ports": self.ports,
                "ssrc": sdp.ssrc(self.settings.domain, serial, history=True),
                "listen": self.settings.listen,
                "patience": self.settings.patience,
            }
        finally:
            self._serials.discard(serial)

    # -- what devices say of them --------------------------------------------------------------------------------------

    def calls(self) -> list[Replay | Fetch]:
        return [*(each.call for each in self.playbacks if each.call), *self.fetches]

    def running(self) -> list[DialogId]:
        return [call.dialog for call in self.calls() if call.dialog]

    def hung_up(self, dialog: DialogId) -> None:
        for call in self.calls():
            if call.dialog == dialog:
                call.hung_up()

    def hear(self, event: RequestReceived) -> bool:
        """A MESSAGE inside of one of these calls: it comes from whoever was invited, not from who registered."""
        call = next((each for each in self.calls() if each.dialog == event.dialog), None)
        if call is None:
            return False
        try:
            document = documents.parse(event.request.body)
        except (Malformed, Unsupported):
            document = None
        self.asking.signalling.respond(event.transaction, 200 if document else 400)
        if isinstance(document, MediaStatus) and document.ended:
            call.ended()
        return True

    def noticed(self, camera: Camera, status: MediaStatus) -> None:
        """The same from outside of the call: it means one of that channel, and if there are several, one near its
        end."""
        if not status.ended:
            return
        calls = [each for each in self.calls() if each.camera is camera and each.dialog]
        calls = [each for each in calls if each.channel == status.device_id] or calls
        for call in calls if len(calls) == 1 else [each for each in calls if each.nearly]:
            call.ended()

    # -- what the platform says ----------------------------------------------------------------------------------------

    def forbid(self, allowed: Callable[[str], bool]) -> None:
        """Recordings of devices that are no longer allowed end."""
        for playback in self.playbacks:
            if not allowed(playback.camera.id):
                playback.end(FORBIDDEN)
        for fetch in self.fetches:
            if not allowed(fetch.camera.id):
                fetch.stop(FORBIDDEN)

    def dismiss(self, subject: str) -> None:
        for playback in list(self.playbacks):
            if playback.viewer.subject == subject:
                playback.viewer.put(ended(SIGNED_OUT))
                playback.viewer.end()

    async def close(self) -> None:
        tasks = list(self.playbacks.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
