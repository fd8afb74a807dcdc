"""What the platform orders. Each is taken once, however often it comes; how it ended is an event."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.following.catalogue import MOST, channel_of
from changqian.gateways.video.media.lives import Lives
from changqian.gateways.video.registrar import Registrar
from changqian.gateways.video.store import Done
from changqian.protocols.gb28181.documents import control as gb
from changqian.protocols.gb28181.documents.catalogue import CatalogQuery
from changqian.protocols.gb28181.documents.record import RecordItem, RecordQuery
from changqian.protocols.gb28181.errors import Malformed
from changqian.wire import video as wire

ACTIONS: dict[str, dict[str, str]] = {
    "boot": {"boot": gb.BOOT},
    "record": {"record": gb.RECORD},
    "stop_record": {"record": gb.STOP_RECORD},
    "set_guard": {"guard": gb.SET_GUARD},
    "reset_guard": {"guard": gb.RESET_GUARD},
    "reset_alarm": {"alarm": gb.RESET_ALARM},
    "key_frame": {"key_frame": gb.SEND_KEY_FRAME},
}
"Fields of a DeviceControl; `ptz` takes its value from the command."


class Commands:
    def __init__(
        self,
        registrar: Registrar,
        asking: Asking,
        lives: Lives,
        done: Done,
        tell: Callable[[wire.Event], object],
        begin: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self.registrar, self.asking, self.lives = registrar, asking, lives
        self.done, self.tell, self.begin = done, tell, begin
        self.dismissing: list[Callable[[str], object]] = [lives.dismiss]
        "What else ends with the session of a subject."
        self.refusing: Callable[[str, str], bool] = lambda device, call: False
        self.others: dict[type[wire.Command], Callable[[Camera, Any], Awaitable[None]]] = {}
        "Commands that are done elsewhere."
        self.of_anybody: dict[type[wire.Command], Callable[[Any], Awaitable[None]]] = {}
        "The same, where the device need not be known any more."

    def take(self, command: wire.Command) -> dict[str, Any]:
        """What is answered at once; to the same id always the same, and nothing is done again."""
        if (known := self.done.answers.get(command.id)) is not None:
            return {**known, "repeated": True}
        answer = {"id": command.id, "accepted": True}
        self.done.put(command.id, answer)
        self.begin(self._do(command))
        return answer

    async def _do(self, command: wire.Command) -> None:
        if isinstance(command, wire.EndViews):
            for dismiss in self.dismissing:
                dismiss(command.subject)
            self._tell(command, True)
            return
        try:
            camera = self.registrar.cameras.get(command.device)
            if anybodys := self.of_anybody.get(type(command)):
                await anybodys(command)
            elif camera is None:
                raise Failed(Step.OFFLINE, "网关上没有这台设备", "请确认设备已登记，并等待几秒让网关更新")
            else:
                await self._how(command)(camera)
        except Failed as error:
            self._tell(command, False, error.reason, error.remedy)
        except Malformed as error:
            self._tell(command, False, f"命令内容不合国标要求：{error}", "请核对命令的参数")
        else:
            self._tell(command, True)

    def _tell(self, command: wire.Command, ok: bool, reason: str = "", remedy: str = "") -> None:
        self.tell(wire.CommandDone(device=command.device, command=command.id, ok=ok, reason=reason, remedy=remedy))

    def _how(self, command: wire.Command) -> Callable[[Camera], Awaitable[None]]:
        async def live(camera: Camera) -> None:
            assert isinstance(command, wire.StartLive | wire.StopLive)
            self.lives.keep(camera, command.channel, isinstance(command, wire.StartLive))

        async def catalogue(camera: Camera) -> None:
            self.tell(await self.catalogue(camera, command.id))

        async def records(camera: Camera) -> None:
            assert isinstance(command, wire.AskRecords)
            self.tell(await self.records(camera, command))

        async def control(camera: Camera) -> None:
            assert isinstance(command, wire.Control)
            order = _control(command)
            await self.asking.order(camera, order, answered=order.is_answered)

        async def refuse(camera: Camera) -> None:
            assert isinstance(command, wire.RefuseCall)
            if not self.refusing(camera.id, command.call):
                raise Failed(Step.ENDED, "这个来电已经结束", "不需要再处理")

        if other := self.others.get(type(command)):
            return lambda camera: other(camera, command)
        return {
            wire.RefuseCall: refuse,
            wire.StartLive: live,
            wire.StopLive: live,
            wire.AskCatalogue: catalogue,
            wire.AskRecords: records,
            wire.Control: control,
        }[type(command)]

    async def catalogue(self, camera: Camera, command: str) -> wire.CatalogueReceived:
        found = await self.asking.collect(camera, CatalogQuery(device_id=camera.id))
        channels = tuple(channel_of(item) for item in found.items)
        camera.channels = tuple(each.id for each in channels[:MOST])
        return wire.CatalogueReceived(
            device=camera.id, outcome=found.outcome, missing=found.missing, channels=channels, command=command
        )

    async def records(self, camera: Camera, command: wire.AskRecords) -> wire.RecordsReceived:
        try:
            start, stop = datetime.fromisoformat(command.start), datetime.fromisoformat(command.stop)
        except ValueError:
            raise Failed(
                Step.REFUSED, "录像查询的起止时间无法识别", "请用带时区的时间，例如2026-01-31T08:00:00+08:00"
            ) from None
        query = RecordQuery(device_id=command.channel, start=start, stop=stop, type="all")
        found = await self.asking.collect(camera, query)
        return wire.RecordsReceived(
            device=camera.id,
            channel=command.channel,
            outcome=found.outcome,
            missing=found.missing,
            records=tuple(_record(item) for item in found.items),
            command=command.id,
        )


def _control(command: wire.Control) -> gb.DeviceControl:
    if command.action == "ptz":
        return gb.DeviceControl(device_id=command.channel, ptz=command.value)
    if command.action not in ACTIONS:
        raise Failed(Step.REFUSED, f"网关不支持操作{command.action}", "请升级网关，或核对操作名称")
    return gb.DeviceControl(device_id=command.channel, **ACTIONS[command.action])  # type: ignore[arg-type]


def _record(item: RecordItem) -> wire.Record:
    return wire.Record(
        channel=item.device_id,
        name=item.name,
        start=item.start.isoformat() if item.start else "",
        stop=item.stop.isoformat() if item.stop else "",
        type=item.type,
        path=item.file_path,
        size=item.size,
    )
