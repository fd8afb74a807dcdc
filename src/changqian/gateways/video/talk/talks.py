"""All devices that are spoken to: each by one at a time."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.media.ports import PortPool
from changqian.gateways.video.registrar import Registrar
from changqian.gateways.video.talk import faults
from changqian.gateways.video.talk.callers import Callers
from changqian.gateways.video.talk.patience import Patience
from changqian.gateways.video.talk.ringing import Ringing
from changqian.gateways.video.talk.states import Stage, State, Way
from changqian.gateways.video.talk.talk import Means, Talk
from changqian.gateways.video.talk.voice import Voice
from changqian.protocols import sdp
from changqian.protocols.sdp.ssrc import SERIALS
from changqian.protocols.sip import DialogId
from changqian.protocols.sip import events as sip
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

UNEXPECTED = Failed(Step.BROKE_OFF, "网关内部出错，对讲已停止", "请重新发起对讲；反复出现时请联系维护人员查看网关日志")


@dataclass(eq=False, slots=True)
class Spoken:
    """A talk, and who began it."""

    talk: Talk
    subject: str
    many: bool
    tell: Callable[[State], object]
    task: asyncio.Task[None]


class Talks:
    def __init__(
        self,
        registrar: Registrar,
        asking: Asking,
        ports: PortPool,
        *,
        listen: str,
        patience: Patience,
        tell: Callable[[wire.Event], object],
    ) -> None:
        self.registrar, self.tell, self.signalling = registrar, tell, asking.signalling
        self.means = Means(asking, ports, listen, patience, self._ssrc)
        self.ringing = Ringing(asking.signalling, patience.ring, tell)
        self.callers = Callers(registrar.cameras, self.means.invites, asking.clock)
        self.running: dict[str, Spoken] = {}
        "By device."
        self.failures: Counter[Step] = Counter()
        self._worked: dict[str, Way] = {}
        "How each device was reached last."
        self._serial = 0

    def begin(
        self,
        device: str,
        channel: str,
        voice: Voice,
        *,
        subject: str,
        tell: Callable[[State], object],
        hear: Callable[[int, bytes], object],
        many: bool = False,
    ) -> asyncio.Task[None]:
        """Ends by itself or by `leave`; Failed if it cannot even begin."""
        camera = self.registrar.cameras.get(device)
        if camera is None or camera.device.blocked:
            raise Failed(Step.OFFLINE, "网关上没有这台设备", "请确认设备已登记并启用，等待几秒让网关更新")
        if device in self.running:
            raise faults.occupied()
        ringing = self.ringing.take(device)
        ways: Sequence[Way] = (Way.CALLED,) if ringing else self._ways(camera)
        talk = Talk(camera, channel, voice, self.means, ways=ways, tell=tell, hear=hear, ringing=ringing)
        task = asyncio.create_task(self._run(talk))
        self.running[device] = Spoken(talk, subject, many, tell, task)
        return task

    def leave(self, device: str, task: asyncio.Task[None]) -> None:
        """Whoever spoke has gone."""
        spoken = self.running.get(device)
        if spoken and spoken.task is task:
            spoken.talk.stop()

    def dialogs(self) -> list[DialogId]:
        return [each.talk.dialog for each in self.running.values() if each.talk.dialog]

    def forbid(self, allowed: Callable[[str], bool]) -> None:
        for device, spoken in self.running.items():
            if not allowed(device):
                spoken.talk.stop(Failed(Step.ENDED, "设备已在平台上停用或删除", "如需对讲，请在平台上恢复这台设备"))
        for device in list(self.ringing.rings):
            if not allowed(device):
                self.ringing.forget(device)

    def dismiss(self, subject: str) -> None:
        """Whoever speaks by tickets for that subject has been signed out."""
        for spoken in self.running.values():
            if spoken.subject == subject:
                spoken.talk.stop(Failed(Step.REFUSED, "登录已失效，对讲已结束", "请重新登录后再发起对讲"))

    async def close(self) -> None:
        for device in list(self.ringing.rings):
            self.ringing.forget(device)
        tasks = [each.task for each in self.running.values()]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    # -- what devices say ----------------------------------------------------------------------------------------------

    def invited(self, event: sip.RequestReceived) -> None:
        """An INVITE: a device comes for a broadcast, or calls."""
        if event.dialog:
            # A new description in a call under way: what it has is what it keeps (RFC 3261 §14.2).
            self.signalling.respond(event.transaction, 488)
            return
        camera = self.callers.who(event)
        if camera is None:
            self.signalling.respond(event.transaction, 403, reason="Register First")
            return
        expected = self.means.invites.get(camera.id)
        if expected and not expected.came.done():
            expected.came.set_result(event)
        elif camera.id in self.running:
            self.signalling.respond(event.transaction, 486)
        else:
            self.ringing.begin(camera, event)

    def heard(self, event: sip.AckReceived | sip.AckMissing | sip.Cancelled) -> None:
        if isinstance(event, sip.Cancelled):
            self.ringing.cancelled(event)
        elif isinstance(event, sip.AckReceived) and (talk := self._of(event.dialog)):
            talk.acknowledged()

    def hung_up(self, dialog: DialogId) -> None:
        """The device said BYE in it."""
        self.ringing.hung_up(dialog)
        if talk := self._of(dialog):
            talk.hung_up()

    def _of(self, dialog: DialogId) -> Talk | None:
        return next((each.talk for each in self.running.values() if each.talk.dialog == dialog), None)

    # -- inside --------------------------------------------------------------------------------------------------------

    def _ways(self, camera: Camera) -> tuple[Way, ...]:
        """The one that is set, that worked last, or that the standard has; then the other."""
        known = {str(each): each for each in (Way.BROADCAST, Way.TALK)}
        first = known.get(camera.device.talk) or self._worked.get(camera.id, Way.BROADCAST)
        return (first, Way.TALK if first is Way.BROADCAST else Way.BROADCAST)

    def _ssrc(self) -> str:
        """Of our own offers. Devices tell streams of one port apart by it, and each talk has a port of its own."""
        self._serial = (self._serial + 1) % SERIALS
        return sdp.ssrc(self.signalling.identity, self._serial, history=False)

    async def _run(self, talk: Talk) -> None:
        device, failed = talk.camera.id, None
        try:
            await talk.run()
        except Failed as error:
            failed = error
        except Exception:
            log.exception("talk failed", device=device, channel=talk.channel)
            failed = UNEXPECTED
        finally:
            self._over(talk, self.running.pop(device), failed)

    def _over(self, talk: Talk, spoken: Spoken, failed: Failed | None) -> None:
        way = talk.way
        if talk.since is not None and way in (Way.BROADCAST, Way.TALK):
            self._worked[talk.camera.id] = way
        if failed:
            self.failures[failed.step] += 1
        spoken.tell(State(Stage.ENDED, way, failed))
        seconds = 0.0 if talk.since is None else self.signalling.loop.time() - talk.since
        self.tell(
            wire.TalkOver(
                device=talk.camera.id,
                channel=talk.channel,
                subject=spoken.subject,
                way=way or "",
                many=spoken.many,
                seconds=round(seconds, 1),
                step=failed.step if failed else "",
                reason=failed.reason if failed else "",
                remedy=failed.remedy if failed else "",
            )
        )
