"""What a device is and how it is. GB/T 28181-2022 9.5, A.2.4.2, A.2.4.4, A.2.4.14, A.2.6.5, A.2.6.6, A.2.6.16."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Query
from changqian.protocols.gb28181.elements import Block, listed, moment, number, text
from changqian.protocols.gb28181.versions import Version

CARD_STATES = ("ok", "formatting", "unformatted", "idle", "error")
DUTY_STATES = ("ONDUTY", "OFFDUTY", "ALARM")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInfoQuery(Query):
    COMMAND: ClassVar[str] = "DeviceInfo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInfoAnswer(Answer):
    """`channel` counts video inputs. The type and both maxima are from examples of the older editions."""

    COMMAND: ClassVar[str] = "DeviceInfo"
    device_name: str = text("DeviceName")
    device_type: str = text("DeviceType", until=Version.V2016)
    manufacturer: str = text("Manufacturer")
    model: str = text("Model")
    firmware: str = text("Firmware")
    max_camera: int | None = number("MaxCamera", until=Version.V2016)
    max_alarm: int | None = number("MaxAlarm", until=Version.V2016)
    channel: int | None = number("Channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStatusQuery(Query):
    COMMAND: ClassVar[str] = "DeviceStatus"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmState(Block):
    """`duty_status` is one of DUTY_STATES; the 2014 supplement has a name of its own for it."""

    device_id: str = text("DeviceID")
    duty_status: str = text("DutyStatus", aliases=("StatusDutyStatus", "Status"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStatusAnswer(Answer):
    """`online` is ONLINE or OFFLINE, `status` OK or ERROR, `encode` and `record` ON or OFF."""

    COMMAND: ClassVar[str] = "DeviceStatus"
    online: str = text("Online")
    status: str = text("Status")
    reason: str = text("Reason")
    encode_state: str = text("Encode")
    record_state: str = text("Record")
    device_time: datetime | None = moment("DeviceTime")
    alarms: tuple[AlarmState, ...] = listed("Alarmstatus", "Item", AlarmState)


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageCardQuery(Query):
    COMMAND: ClassVar[str] = "SDCardStatus"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageCard(Block):
    """`status` is one of CARD_STATES, `progress` of formatting in percent, `capacity` and `free` in MB."""

    id: int | None = number("ID")
    name: str = text("HddName")
    status: str = text("Status")
    progress: int | None = number("FormatProgress")
    capacity: int | None = number("Capacity")
    free: int | None = number("FreeSpace")


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageCardAnswer(Answer):
    COMMAND: ClassVar[str] = "SDCardStatus"
    total: int | None = number("SumNum")
    items: tuple[StorageCard, ...] = listed("SDCardStatusInfo", "Item", StorageCard)
