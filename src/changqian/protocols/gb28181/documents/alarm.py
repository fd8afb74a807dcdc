"""Alarms. GB/T 28181-2022 9.4, A.2.4.6, A.2.5.3, A.2.6.3."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Notice, Query
from changqian.protocols.gb28181.elements import Block, moment, nested, number, real, text
from changqian.protocols.gb28181.versions import Version

PRIORITIES = {1: "一级警情", 2: "二级警情", 3: "三级警情", 4: "四级警情"}
METHODS = {1: "电话报警", 2: "设备报警", 3: "短信报警", 4: "GPS报警", 5: "视频报警", 6: "设备故障报警", 7: "其他报警"}
TYPES = {
    (2, 1): "视频丢失报警",
    (2, 2): "设备防拆报警",
    (2, 3): "存储设备磁盘满报警",
    (2, 4): "设备高温报警",
    (2, 5): "设备低温报警",
    (5, 1): "人工视频报警",
    (5, 2): "运动目标检测报警",
    (5, 3): "遗留物检测报警",
    (5, 4): "物体移除检测报警",
    (5, 5): "绊线检测报警",
    (5, 6): "入侵检测报警",
    (5, 7): "逆行检测报警",
    (5, 8): "徘徊检测报警",
    (5, 9): "流量统计报警",
    (5, 10): "密度检测报警",
    (5, 11): "视频异常检测报警",
    (5, 12): "快速移动报警",
    (5, 13): "图像遮挡报警",
    (6, 1): "存储设备磁盘故障报警",
    (6, 2): "存储设备风扇故障报警",
}
"By AlarmMethod and AlarmType; 5/13 since 2022."
ENTERED, LEFT = 1, 2
"EventType of an intrusion."
DEVICE = 2
"A device that raised an alarm by this method raises no other before it is reset (9.4)."


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmQuery(Query):
    """Also the body of a subscription. Priority 0 is all of them; methods may be joined: `1/2`, before 2022 `12`."""

    COMMAND: ClassVar[str] = "Alarm"
    start_priority: int | None = number("StartAlarmPriority")
    end_priority: int | None = number("EndAlarmPriority")
    method: str = text("AlarmMethod")
    type: str = text("AlarmType", since=Version.V2016)
    start: datetime | None = moment("StartAlarmTime", aliases=("StartTime",))
    stop: datetime | None = moment("EndAlarmTime", aliases=("EndTime",))


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmTypeParam(Block):
    event_type: int | None = number("EventType")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmInfo(Block):
    type: int | None = number("AlarmType")
    param: AlarmTypeParam | None = nested("AlarmTypeParam", AlarmTypeParam)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm(Notice):
    """`priority` 1 is the gravest. Position in degrees, WGS 84."""

    COMMAND: ClassVar[str] = "Alarm"
    priority: int | None = number("AlarmPriority")
    method: int | None = number("AlarmMethod")
    time: datetime | None = moment("AlarmTime")
    description: str = text("AlarmDescription")
    longitude: float | None = real("Longitude")
    latitude: float | None = real("Latitude")
    info: AlarmInfo | None = nested("Info", AlarmInfo, since=Version.V2016)
    loose_type: int | None = number("AlarmType", read_only=True)

    @property
    def type(self) -> int | None:
        """Some devices write it beside Info instead of inside."""
        return self.info.type if self.info and self.info.type is not None else self.loose_type

    @property
    def event_type(self) -> int | None:
        return self.info.param.event_type if self.info and self.info.param else None

    @property
    def label(self) -> str:
        """What to show: the type where it is known, else the method."""
        method, type_ = self.method or 0, self.type or 0
        return TYPES.get((method, type_)) or METHODS.get(method, "未知报警")

    @property
    def waits_for_reset(self) -> bool:
        return self.method == DEVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAnswer(Answer):
    """That the alarm was taken, or the subscription accepted."""

    COMMAND: ClassVar[str] = "Alarm"
