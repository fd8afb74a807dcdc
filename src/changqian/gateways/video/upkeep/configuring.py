"""Settings of a device, asked and set. GB/T 28181-2022 9.3, A.2.3.2, A.2.4.7.

Each kind is asked and set in a document of its own: what a device does not have then fails by its name, and nothing
else with it.
"""

from collections.abc import Callable

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.upkeep import translating
from changqian.gateways.video.upkeep.inquiries import answered
from changqian.protocols.gb28181.documents.config import ConfigAnswer, ConfigQuery, DeviceConfig
from changqian.wire import video as wire
from changqian.wire.device_settings import DeviceSettings

NAMES = {
    "basic": "基本参数",
    "video": "视频参数",
    "audio": "音频参数",
    "options": "视频参数范围",
    "record_plan": "录像计划",
    "alarm_recording": "报警录像",
    "mask": "画面遮挡",
    "mirror": "画面翻转",
    "alarm_report": "报警上报",
    "osd": "画面叠加",
}


class Configuring:
    """`slowest` is the longest pause between two keepalives, in seconds, that does not make a device look gone."""

    def __init__(self, asking: Asking, tell: Callable[[wire.Event], object], *, slowest: float) -> None:
        self.asking, self.tell, self.slowest = asking, tell, slowest

    async def ask(self, camera: Camera, command: wire.AskConfig) -> None:
        """What the device has of it. Failed if that is nothing."""
        channel, found, refused = command.channel or camera.id, DeviceSettings(), []
        failed: Failed | None = None
        for kind in command.kinds:
            name = translating.element(kind, camera.version)
            try:
                said = await answered(
                    self.asking, camera, ConfigQuery(device_id=channel, config_type=name), ConfigAnswer
                )
            except Failed as error:
                if error.step is Step.OFFLINE:
                    raise
                failed = error
                refused.append(kind)
                continue
            told = translating.told(said.settings)
            found = translating.joined(found, told)
            if kind not in told.kinds:
                refused.append(kind)
        if failed and not found.kinds:
            raise failed
        self.tell(
            wire.ConfigReceived(
                device=camera.id, channel=channel, settings=found, refused=tuple(refused), command=command.id
            )
        )

    async def set(self, camera: Camera, command: wire.SetConfig) -> None:
        """All of it, as far as the device goes along. Failed names what it did not take, and what it did."""
        basic = command.settings.basic
        if basic and basic.heartbeat_interval and basic.heartbeat_interval > self.slowest:
            raise Failed(
                *(Step.REFUSED, f"心跳间隔不能长于{self.slowest:g}秒，否则平台会反复认为设备离线"),
                "请减小心跳间隔，或先加长平台判断离线的时间",
            )
        channel, done = command.channel or camera.id, []
        problems: list[tuple[str, Failed]] = []
        for kind, settings in translating.orders(command.settings, camera.version):
            try:
                await self.asking.order(camera, DeviceConfig(device_id=channel, settings=settings), answered=True)
                done.append(NAMES[kind])
            except Failed as error:
                problems.append((NAMES[kind], error))
                if error.step is Step.OFFLINE:
                    break
        if problems:
            name, first = problems[0]
            names = "、".join(each for each, _ in problems)
            set_ = f"（{'、'.join(done)}已设置）" if done else ""
            raise Failed(first.step, f"{names or name}没有设置成功{set_}：{first.reason}", first.remedy)
