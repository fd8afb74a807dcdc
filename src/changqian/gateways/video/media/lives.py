"""All live pictures of this gateway: who watches joins the pull that is there, or begins one."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.media.pull import Patience, Pull
from changqian.gateways.video.media.viewers import Tape, Viewer, ended
from changqian.protocols import sdp
from changqian.protocols.sip import DialogId
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

Key = tuple[str, str]
UNEXPECTED = Failed(Step.BROKE_OFF, "网关内部出错，画面已停止", "请重新打开画面；反复出现时请联系维护人员查看网关日志")


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """`domain` is the platform's id; `listen` the address that media ports are bound to."""

    domain: str
    listen: str
    patience: Patience


class Lives:
    def __init__(
        self,
        asking: Asking,
        ports: PortPool,
        settings: MediaSettings,
        *,
        tell: Callable[[wire.Event], object],
        most_viewers: Callable[[], int],
    ) -> None:
        self.asking, self.ports, self.settings = asking, ports, settings
        self.tell, self.most_viewers = tell, most_viewers
        self.pulls: dict[Key, Pull] = {}
        self.failures: dict[Step, int] = {}
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._serials: dict[Key, int] = {}
        self._serial = 0

    def watch(self, camera: Camera, channel: str, viewer: Viewer) -> Pull:
        """The viewer hears of everything that follows, failures too. Failed if there are too many."""
        pull = self._pull(camera, channel)
        most = self.most_viewers()
        if most and len(pull.audience.viewers) >= most:
            raise Failed(Step.TOO_MANY, f"同时观看这路画面的人数已达上限（{most}人）", "请稍后再试，或提高观看人数上限")
        pull.audience.join(viewer)
        return pull

    def record(self, camera: Camera, channel: str, tape: Tape) -> Pull:
        """The tape keeps it running until it is detached, and hears of its end."""
        pull = self._pull(camera, channel)
        pull.audience.attach(tape)
        return pull

    def keep(self, camera: Camera, channel: str, wanted: bool) -> None:
        if wanted:
            self._pull(camera, channel).kept = True
        elif pull := self.pulls.get((camera.id, channel)):
            pull.kept = False

    def running(self) -> list[DialogId]:
        return [pull.dialog for pull in self.pulls.values() if pull.dialog]

    def hung_up(self, dialog: DialogId) -> None:
        """The device said BYE in it."""
        for pull in self.pulls.values():
            if pull.dialog == dialog:
                pull.hung_up()

    def forbid(self, allowed: Callable[[str], bool]) -> None:
        """Pictures of devices that are no longer allowed end."""
        for (device, _), pull in self.pulls.items():
            if not allowed(device):
                pull.stop(Failed(Step.ENDED, "设备已在平台上停用或删除", "如需查看画面，请在平台上恢复这台设备"))

    def dismiss(self, subject: str) -> None:
        """Whoever watches by tickets for that subject has been signed out."""
        for pull in self.pulls.values():
            for viewer in list(pull.audience.viewers):
                if viewer.subject == subject:
                    viewer.put(ended(Failed(Step.REFUSED, "登录已失效，画面已关闭", "请重新登录后打开画面")))
                    viewer.end()

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def _pull(self, camera: Camera, channel: str) -> Pull:
        key = (camera.id, channel)
        if (pull := self.pulls.get(key)) is not None:
            return pull
        serial = sdp.free_serial(set(self._serials.values()), self._serial)
        if serial is None:
            raise Failed(Step.NO_PORT, "同时打开的画面已达协议上限", "请关闭一些画面后再试")
        self._serial = self._serials[key] = serial
        pull = self.pulls[key] = Pull(
            *(camera, channel),
            asking=self.asking,
            ports=self.ports,
            ssrc=sdp.ssrc(self.settings.domain, serial, history=False),
            listen=self.settings.listen,
            patience=self.settings.patience,
        )
        self._tasks[key] = asyncio.create_task(self._run(key, pull))
        return pull

    async def _run(self, key: Key, pull: Pull) -> None:
        failed = None
        try:
            await pull.run()
        except Failed as error:
            failed = error
        except Exception:
            log.exception("live failed", device=key[0], channel=key[1])
            failed = UNEXPECTED
        finally:
            del self.pulls[key], self._tasks[key], self._serials[key]
            # A recording tells of its own failures, once, and not each time that it tries again.
            only_taped = bool(pull.audience.tapes) and not (pull.audience.viewers or pull.kept)
            # Whoever joined in the last moment is told as well, and begins anew.
            pull.audience.end(failed or Failed(Step.ENDED, "画面已结束", "请重新打开画面"))
        if failed and not only_taped:
            self.failures[failed.step] = self.failures.get(failed.step, 0) + 1
            self.tell(
                wire.ViewFailed(
                    device=key[0], channel=key[1], step=failed.step, reason=failed.reason, remedy=failed.remedy
                )
            )
