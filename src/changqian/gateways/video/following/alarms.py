"""Alarms: told, answered, reset, and seen. GB/T 28181-2022 9.4.

A device that raised one by method 2 is silent until it is reset. Who is waited for is kept on disk, and reset whenever
the device comes back: a mute emergency button is the worst that can happen here.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import structlog

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.following.catalogue import looking
from changqian.gateways.video.store import write_whole
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents.alarm import Alarm, AlarmAnswer
from changqian.protocols.gb28181.documents.control import RESET_ALARM, ControlInfo, DeviceControl
from changqian.wire import video as wire

log = structlog.get_logger("changqian.video")

GAP = 5.0
"Seconds between two resets of one input: a button that is stuck would raise alarms as fast as they are reset."
PAUSES = (0.0, 5.0, 30.0, 120.0)
"Seconds before each try."
PICTURES_AGAIN = 10.0
"Seconds before another alarm of the same device has pictures of its own."
MOST = 10_000
MUTE = "在复位之前它不会再次报警"
NOT_RESET = Failed(Step.REFUSED, "设备答复不执行报警复位", "请在设备上手动复位报警，或检查平台的控制权限")


@dataclass(frozen=True, slots=True)
class Reset:
    """What an input waits for."""

    device: str
    channel: str
    method: str
    type: str = ""


class Alarms:
    """`photograph` begins to take so many pictures of a channel and gives the session, or nothing."""

    def __init__(
        self,
        asking: Asking,
        tell: Callable[[wire.Event], object],
        begin: Callable[[Coroutine[Any, Any, None]], asyncio.Task[Any]],
        path: Path,
        *,
        photograph: Callable[[Camera, str, int], str],
    ) -> None:
        self.asking, self.tell, self.begin, self.path = asking, tell, begin, path
        self.photograph = photograph
        self.waiting: dict[tuple[str, str], Reset] = {}
        self._working: set[tuple[str, str]] = set()
        self._reset_at: dict[tuple[str, str], float] = {}
        self._pictured_at: dict[str, float] = {}
        self._saving = asyncio.Lock()

    def load(self) -> None:
        """What the process before left. A file that cannot be read counts as none."""
        with suppress(FileNotFoundError, ValueError, TypeError):
            for said in orjson.loads(self.path.read_bytes()):
                reset = Reset(**said)
                self.waiting[reset.device, reset.channel] = reset

    def take(self, camera: Camera, alarm: Alarm) -> None:
        channel = alarm.device_id or camera.id
        session = self._pictures(camera, channel)
        self.tell(
            wire.Alarmed(
                device=camera.id,
                channel=channel,
                label=alarm.label,
                priority=alarm.priority,
                method=alarm.method,
                type=alarm.type,
                time=(alarm.time or datetime.now(UTC)).isoformat(timespec="seconds"),
                description=alarm.description,
                longitude=alarm.longitude,
                latitude=alarm.latitude,
                session=session,
            )
        )
        self._acknowledge(camera, alarm)
        if alarm.waits_for_reset:
            self._wait(camera, Reset(camera.id, channel, str(alarm.method), _text(alarm.type)))

    def came(self, camera: Camera) -> None:
        for key in [key for key in self.waiting if key[0] == camera.id]:
            self._work(camera, key)

    def _acknowledge(self, camera: Camera, alarm: Alarm) -> None:
        """9.4.2: an alarm is answered by a document, whose own answer nobody waits for."""
        signalling = self.asking.signalling
        answer = AlarmAnswer(sn=alarm.sn, device_id=alarm.device_id, result="OK")
        body = answer.encode(camera.version, camera.charset)
        with suppress(Failed):
            request = self.asking.compose(camera, "MESSAGE", camera.id, content=documents.CONTENT_TYPE, body=body)
            signalling.endpoint.request(request, self.asking.flow(camera), signalling.loop.time())

    def _pictures(self, camera: Camera, channel: str) -> str:
        count, now = camera.device.following.alarm_pictures, self.asking.clock()
        if not count or now < self._pictured_at.get(camera.id, -PICTURES_AGAIN) + PICTURES_AGAIN:
            return ""
        session = self.photograph(camera, looking(camera, channel), count)
        if session:
            self._pictured_at[camera.id] = now
        return session

    # -- resetting -----------------------------------------------------------------------------------------------------

    def _wait(self, camera: Camera, reset: Reset) -> None:
        key = reset.device, reset.channel
        if key not in self.waiting and len(self.waiting) >= MOST:
            log.warning("too many alarms wait for a reset", device=camera.id)
            return
        if self.waiting.get(key) != reset:
            self.waiting[key] = reset
            self.begin(self._save())
        self._work(camera, key)

    def _work(self, camera: Camera, key: tuple[str, str]) -> None:
        if key not in self._working:
            self._working.add(key)
            self.begin(self._reset(camera, key))

    async def _reset(self, camera: Camera, key: tuple[str, str]) -> None:
        try:
            await asyncio.sleep(max(0.0, self._reset_at.get(key, -GAP) + GAP - self.asking.clock()))
            failed = await self._tried(camera, self.waiting[key])
        finally:
            self._working.discard(key)
        if failed is None:
            self._reset_at[key] = self.asking.clock()
            del self.waiting[key]
            await self._save()
        elif failed.step is not Step.OFFLINE:
            self.tell(
                wire.AlarmNotReset(
                    device=camera.id,
                    channel=key[1],
                    step=failed.step,
                    reason=f"报警未能复位：{failed.reason}，{MUTE}",
                    remedy=failed.remedy,
                )
            )

    async def _tried(self, camera: Camera, reset: Reset) -> Failed | None:
        """What the last try failed of. A device that is away is reset when it comes."""
        failed: Failed | None = None
        for pause in PAUSES:
            await asyncio.sleep(pause)
            try:
                await self._order(camera, reset)
                return None
            except Failed as error:
                failed = error
                if error.step is Step.OFFLINE:
                    break
        return failed

    async def _order(self, camera: Camera, reset: Reset) -> None:
        info = ControlInfo(alarm_method=reset.method, alarm_type=reset.type)
        order = DeviceControl(device_id=reset.channel, alarm=RESET_ALARM, info=info)
        await self.asking.urge(camera, order, NOT_RESET)

    async def _save(self) -> None:
        async with self._saving:
            said = orjson.dumps([asdict(each) for each in self.waiting.values()])
            await asyncio.to_thread(write_whole, self.path, said)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
