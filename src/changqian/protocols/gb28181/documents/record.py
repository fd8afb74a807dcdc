"""Recordings on a device. GB/T 28181-2022 9.7, A.2.1.10, A.2.4.5, A.2.6.7."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Query
from changqian.protocols.gb28181.elements import Block, listed, moment, number, text
from changqian.protocols.gb28181.versions import Version

TYPES = ("time", "alarm", "manual", "all")
"Why it was recorded; `all` in queries only."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuery(Query):
    """`indistinct` is 0 for this device's own recordings, 1 for those of the centre too. Secrecy 0 or 1. A.2.4.5."""

    COMMAND: ClassVar[str] = "RecordInfo"
    start: datetime | None = moment("StartTime")
    stop: datetime | None = moment("EndTime")
    file_path: str = text("FilePath")
    address: str = text("Address")
    secrecy: int | None = number("Secrecy")
    type: str = text("Type")
    recorder_id: str = text("RecorderID")
    indistinct: str = text("IndistinctQuery", aliases=("DistinctQuery",))
    stream_number: int | None = number("StreamNumber", since=Version.V2022)
    alarm_method: str = text("AlarmMethod", since=Version.V2022)
    alarm_type: str = text("AlarmType", since=Version.V2022)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordItem(Block):
    """`size` in bytes; `location` is the id of the device that holds the file; `stream_number` 0 is the main stream."""

    device_id: str = text("DeviceID", always=True)
    name: str = text("Name", always=True)
    file_path: str = text("FilePath")
    address: str = text("Address")
    start: datetime | None = moment("StartTime")
    stop: datetime | None = moment("EndTime")
    secrecy: int | None = number("Secrecy")
    type: str = text("Type")
    recorder_id: str = text("RecorderID")
    size: int | None = number("FileSize", since=Version.V2016)
    location: str = text("RecordLocation", since=Version.V2022)
    stream_number: int | None = number("StreamNumber", since=Version.V2022)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer(Answer):
    """One packet of several; without recordings there is a SumNum of 0 and no list (annex M)."""

    COMMAND: ClassVar[str] = "RecordInfo"
    name: str = text("Name", always=True)
    total: int | None = number("SumNum")
    items: tuple[RecordItem, ...] = listed("RecordList", "Item", RecordItem)
