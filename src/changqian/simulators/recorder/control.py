"""Orders: what a DeviceControl and a DeviceConfig change. GB/T 28181-2022 9.3, 9.13, 9.14, A.2.3."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from changqian.protocols.gb28181 import ptz
from changqian.protocols.gb28181.documents.config import BasicParam, DeviceConfig, DeviceConfigAnswer, Settings
from changqian.protocols.gb28181.documents.control import (
    RESET_ALARM,
    RESET_GUARD,
    SET_GUARD,
    STOP_RECORD,
    DeviceControl,
    DeviceControlAnswer,
)
from changqian.protocols.gb28181.documents.ptz import PtzPosition
from changqian.protocols.gb28181.documents.snapshot import SnapshotFile, SnapshotFinished, SnapshotOrder
from changqian.protocols.gb28181.documents.upgrade import DeviceUpgrade, UpgradeResult
from changqian.protocols.gb28181.elements import wires
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.versions import may_be_sent
from changqian.simulators.recorder.body import Body
from changqian.simulators.recorder.uploads import Failed, fetch, picture, upload

FOR_ANY_REASON = "99"


@dataclass(slots=True)
class Controls:
    """`key_frame`, `boot` and `renew` are what other parts of the device do."""

    body: Body
    key_frame: Callable[[], None]
    boot: Callable[[], None]
    renew: Callable[[], None]

    async def control(self, order: DeviceControl) -> None:
        self.body.state.ordered.append(order)
        done = self._obey(order)
        if order.is_answered:
            answer = DeviceControlAnswer(sn=order.sn, device_id=order.device_id, result="OK" if done else "ERROR")
            await self.body.tell(answer)
        if order.boot:
            self.boot()
        if order.upgrade:
            await self._upgrade(order.upgrade)

    def _obey(self, order: DeviceControl) -> bool:
        state = self.body.state
        if order.record:
            state.recording = order.record != STOP_RECORD
        if order.guard in (SET_GUARD, RESET_GUARD):
            state.guarded = order.guard == SET_GUARD
        if order.alarm == RESET_ALARM:
            if not self.body.quirks.resets:
                return False
            state.alarmed = False
        if order.key_frame:
            self.key_frame()
        if order.format_card is not None:
            self.body.card.formatted_at = time.time()
            self.body.card.formatting_until = time.time() + self.body.quirks.formats
        if order.precise:
            state.position = PtzPosition(pan=order.precise.pan, tilt=order.precise.tilt, zoom=order.precise.zoom)
        return self._turn(order) if order.ptz else True

    def _turn(self, order: DeviceControl) -> bool:
        """Presets are kept. A body camera does not move: other commands are noted among `ordered`."""
        try:
            command = ptz.read(order.ptz)
        except Malformed:
            return False
        if isinstance(command, ptz.Preset):
            presets = self.body.state.presets
            if command.action is ptz.PresetAction.SET:
                name = order.ptz_params.preset_name if order.ptz_params else ""
                presets[command.number] = name or f"预置位{command.number}"
            elif command.action is ptz.PresetAction.DELETE:
                presets.pop(command.number, None)
        return True

    async def config(self, order: DeviceConfig) -> None:
        """What its edition does not know it refuses as a whole."""
        state, version = self.body.state, self.body.quirks.version
        state.ordered.append(order)
        done = all(may_be_sent(version, order.ROOT, order.COMMAND, part) for part in order.parts)
        if order.snapshot and self.body.quirks.snapshots == "refuses":
            done = False
        if done:
            self._set(order.settings)
        result = "OK" if done else "ERROR"
        await self.body.tell(DeviceConfigAnswer(sn=order.sn, device_id=order.device_id, result=result))
        if done and order.settings.basic and order.settings.basic.expiration:
            self.renew()
        if done and order.snapshot and self.body.quirks.snapshots != "stays_away":
            await self._snapshots(order.snapshot, order.device_id)

    def _set(self, settings: Settings) -> None:
        if settings.basic:
            self._basic(settings.basic)
        given = ((name, getattr(settings, name)) for name, wire in wires(Settings) if wire.tag in settings.types)
        self.body.state.settings = replace(self.body.state.settings, **dict(given))

    def _basic(self, basic: BasicParam) -> None:
        state = self.body.state
        state.name = basic.name or state.name
        state.expires = basic.expiration or state.expires
        state.keepalive = basic.heartbeat_interval or state.keepalive

    async def _snapshots(self, order: SnapshotOrder, device_id: str) -> None:
        """9.14: pictures by HTTP, then a notice that names those that arrived."""
        arrived = []
        for serial in range(1, (order.count or 1) + 1):
            name = str(SnapshotFile(device_id, "02", self.body.now, serial))
            data = await asyncio.to_thread(picture, self.body.identity, self.body.clip.kind, self.body.now, serial)
            if self.body.quirks.snapshots == "broken":
                data = data[: len(data) // 2]
            try:
                await asyncio.to_thread(upload, order.upload_url, name, data, self.body.quirks.uploads)
                arrived.append(name)
            except Failed:
                pass
            if serial < (order.count or 1):
                await asyncio.sleep(order.interval or 1)
        if not self.body.quirks.says_uploaded:
            return
        await self.body.tell(
            SnapshotFinished(sn=self.body.sn(), device_id=device_id, session_id=order.session_id, files=tuple(arrived))
        )

    async def _upgrade(self, order: DeviceUpgrade) -> None:
        """9.13: fetches the file, runs the new firmware, tells the result. The file is not looked into."""
        state, habit = self.body.state, self.body.quirks.upgrades
        if habit == "stays_away":
            return
        try:
            await asyncio.to_thread(fetch, order.file_url)
            if habit == "fails":
                raise Failed("it does not fit")
            state.firmware, result, reason = order.firmware, "OK", ""
        except Failed:
            result, reason = "ERROR", FOR_ANY_REASON
        if habit == "restarts":
            self.boot()
            return
        await self.body.tell(
            UpgradeResult(
                sn=self.body.sn(),
                device_id=self.body.identity.device_id,
                session_id=order.session_id,
                result=result,
                firmware=state.firmware,
                reason=reason,
            )
        )
