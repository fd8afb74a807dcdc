"""Questions with one answer, each told as an event: what a device is, how it is, its cards. GB/T 28181-2022 9.5."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar, cast

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.protocols.gb28181.documents.control import DeviceControl
from changqian.protocols.gb28181.documents.device import (
    DeviceInfoAnswer,
    DeviceInfoQuery,
    DeviceStatusAnswer,
    DeviceStatusQuery,
    StorageCard,
    StorageCardQuery,
)
from changqian.protocols.gb28181.documents.document import Answer, Query
from changqian.wire import video as wire

A = TypeVar("A", bound=Answer)
FORMATTING = "formatting"
LOOK_AGAIN, LONGEST = 3.0, 1800.0
"Seconds between two looks at a card that is being formatted, and in all."
UNHEARD = 5
"Looks in a row that a device may leave unanswered while it formats."
MOST = 20_000
REMEDY = "请确认设备支持此查询；反复出现时请重启设备或升级固件"


async def answered(asking: Asking, camera: Camera, query: Query, kind: type[A]) -> A:
    """The document that answers it. Failed if the device refuses, or says nothing more than 200."""
    query = asking.numbered(query)
    with asking.awaited(camera, query) as future:
        await asking.send(camera, query)
        try:
            async with asyncio.timeout(asking.patience):
                answer = await future
        except TimeoutError:
            raise Failed(Step.NO_ANSWER, "设备已收到查询，但没有给出结果", REMEDY) from None
    if answer.refused:
        raise Failed(Step.REFUSED, "设备答复不能提供所查询的内容", REMEDY)
    return cast(A, answer)  # The CmdType is that of the query.


class Inquiries:
    def __init__(self, asking: Asking, tell: Callable[[wire.Event], object]) -> None:
        self.asking, self.tell = asking, tell
        self._last: OrderedDict[str, wire.StatusReceived] = OrderedDict()
        "What was told last of each device, without its clock."

    async def ask_info(self, camera: Camera, command: wire.AskInfo) -> None:
        said = await answered(self.asking, camera, DeviceInfoQuery(device_id=camera.id), DeviceInfoAnswer)
        self.tell(
            wire.InfoReceived(
                device=camera.id,
                name=said.device_name,
                manufacturer=said.manufacturer,
                model=said.model,
                firmware=said.firmware,
                channels=said.channel,
                command=command.id,
            )
        )

    async def firmware(self, camera: Camera) -> str:
        said = await answered(self.asking, camera, DeviceInfoQuery(device_id=camera.id), DeviceInfoAnswer)
        return said.firmware

    async def ask_status(self, camera: Camera, command: wire.AskStatus) -> None:
        self.tell(replace(await self._status(camera), command=command.id))

    async def watch_status(self, camera: Camera) -> None:
        """Told if it has changed, but for its clock."""
        status = await self._status(camera)
        timeless = replace(status, clock="", clock_off=None)
        if self._last.get(camera.id) != timeless:
            self._last[camera.id] = timeless
            self._last.move_to_end(camera.id)
            if len(self._last) > MOST:
                self._last.popitem(last=False)
            self.tell(status)

    async def _status(self, camera: Camera) -> wire.StatusReceived:
        said = await answered(self.asking, camera, DeviceStatusQuery(device_id=camera.id), DeviceStatusAnswer)
        clock, now = said.device_time, datetime.now(UTC)
        return wire.StatusReceived(
            device=camera.id,
            online=_is(said.online, "ONLINE", "OFFLINE"),
            ok=_is(said.status, "OK", "ERROR"),
            reason=said.reason,
            encoding=_is(said.encode_state, "ON", "OFF"),
            recording=_is(said.record_state, "ON", "OFF"),
            clock=clock.isoformat(timespec="seconds") if clock else "",
            clock_off=round((clock - now).total_seconds(), 1) if clock else None,
            alarms=tuple(wire.AlarmInput(each.device_id, each.duty_status.upper()) for each in said.alarms),
        )

    async def ask_cards(self, camera: Camera, command: wire.AskCards) -> None:
        self.tell(_cards(camera, await self._found(camera), command.id))

    async def format_card(self, camera: Camera, command: wire.FormatCard) -> None:
        """Ordered, and looked at until it is over: the order itself is answered by 200 alone (9.3.1)."""
        order = DeviceControl(device_id=camera.id, format_card=command.card)
        await self.asking.order(camera, order, answered=False)
        told: wire.CardsReceived | None = None
        end, unheard = self.asking.clock() + LONGEST, 0
        while self.asking.clock() < end:
            await asyncio.sleep(LOOK_AGAIN)
            try:
                found, unheard = await self._found(camera), 0
            except Failed:
                unheard += 1
                if unheard >= UNHEARD:
                    raise
                continue
            wanted = [each for each in found if command.card in (0, each.id)]
            said = _cards(camera, found, command.id)
            if said != told:
                told = said
                self.tell(said)
            if not any(each.status.lower() == FORMATTING for each in wanted):
                self._judge(wanted)
                return
        raise Failed(
            *(Step.NO_RESULT, f"存储卡在{LONGEST / 60:g}分钟内没有格式化完成"), "请查看设备状态，必要时更换存储卡"
        )

    def _judge(self, cards: list[StorageCard]) -> None:
        if not cards:
            raise Failed(Step.REFUSED, "设备上没有这张存储卡", "请查询存储卡状态，核对卡的编号")
        if bad := [each for each in cards if each.status.lower() in ("error", "unformatted")]:
            raise Failed(
                *(Step.REFUSED, f"存储卡{bad[0].id or ''}格式化后状态为{bad[0].status}"), "请重新格式化，或更换存储卡"
            )

    async def _found(self, camera: Camera) -> list[StorageCard]:
        """They may come in several packets."""
        found = await self.asking.collect(camera, StorageCardQuery(device_id=camera.id))
        if not found.packets:
            raise Failed(Step.NO_ANSWER, "设备已收到存储卡查询，但没有给出结果", REMEDY)
        return [each for each in found.items if isinstance(each, StorageCard)]


def _cards(camera: Camera, found: list[StorageCard], command: str) -> wire.CardsReceived:
    cards = tuple(
        wire.Card(each.id, each.name, each.status.lower(), each.progress, each.capacity, each.free) for each in found
    )
    return wire.CardsReceived(device=camera.id, cards=cards, command=command)


def _is(said: str, yes: str, no: str) -> bool | None:
    return True if said.upper() == yes else False if said.upper() == no else None
