"""Settings of a device, set and asked. GB/T 28181-2022 9.3, A.2.1.11 to A.2.1.24, A.2.3.2, A.2.4.7, A.2.6.8, A.2.6.9.

2016 knows BasicParam and VideoParamOpt; the rest came in 2022. The SVAC settings are passed over. How streams are coded
was in the 2014 supplement already, sound too, under names that 2016 dropped and devices kept.
"""

from dataclasses import dataclass
from typing import ClassVar

from changqian.protocols.gb28181.documents.document import Answer, Control, Query
from changqian.protocols.gb28181.documents.snapshot import SnapshotOrder, SnapshotSettings
from changqian.protocols.gb28181.elements import (
    Block,
    inline,
    listed,
    nested,
    number,
    real,
    secret,
    switch,
    text,
    wires,
)
from changqian.protocols.gb28181.versions import Version

TYPES = (
    *("BasicParam", "VideoParamOpt", "SVACEncodeConfig", "SVACDecodeConfig", "VideoParamAttribute"),
    *("VideoParamConfig", "AudioParamConfig"),
    *(
        "VideoRecordPlan",
        "VideoAlarmRecord",
        "PictureMask",
        "FrameMirror",
        "AlarmReport",
        "OSDConfig",
        "SnapShotConfig",
    ),
)
"What a ConfigDownload may ask for; several are joined by slashes, and answered each in a document of its own."
OLD = Version.SUPPLEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicParam(Block):
    """`expiration` of a registration and `heartbeat_interval` in seconds. SIP settings: up to the 2014 supplement.

    `position_capability` (0 none, 1 GPS, 2 北斗) and the position are told by 2016 devices.
    """

    name: str = text("Name")
    device_id: str = text("DeviceID", until=OLD)
    server_id: str = text("SIPServerID", until=OLD)
    server_ip: str = text("SIPServerIP", until=OLD)
    server_port: int | None = number("SIPServerPort", until=OLD)
    domain: str = text("DomainName", until=OLD)
    expiration: int | None = number("Expiration")
    password: str = secret("Password", until=OLD)
    heartbeat_interval: int | None = number("HeartBeatInterval")
    heartbeat_count: int | None = number("HeartBeatCount")
    position_capability: int | None = number("PositionCapability", until=Version.V2016)
    longitude: float | None = real("Longitude", until=Version.V2016)
    latitude: float | None = real("Latitude", until=Version.V2016)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoParamOpt(Block):
    """What a device can: values joined by slashes."""

    download_speed: str = text("DownloadSpeed")
    resolution: str = text("Resolution")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoParamAttribute(Block):
    """How one stream is coded, by the codes of an `f=` line; `kbps` is needed where the rate is fixed."""

    stream_number: int | None = number("StreamNumber")
    format: str = text("VideoFormat")
    resolution: str = text("Resolution")
    frame_rate: str = text("FrameRate")
    rate_type: str = text("BitRateType")
    kbps: str = text("VideoBitRate")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldVideoParam(Block):
    """The same in the 2014 supplement, where a stream has a name: its number, as devices read it (待核)."""

    stream_name: str = text("StreamName")
    format: str = text("VideoFormat")
    resolution: str = text("Resolution")
    frame_rate: str = text("FrameRate")
    rate_type: str = text("BitRateType")
    kbps: str = text("VideoBitRate")


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioParam(Block):
    """The sound of one stream, by the codes of an `f=` line. The 2014 supplement only."""

    stream_name: str = text("StreamName")
    format: str = text("AudioFormat")
    kbps: str = text("AudioBitRate")
    sampling_rate: str = text("SamplingRate")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSegment(Block):
    start_hour: int | None = number("StartHour")
    start_minute: int | None = number("StartMin")
    start_second: int | None = number("StartSec")
    stop_hour: int | None = number("StopHour")
    stop_minute: int | None = number("StopMin")
    stop_second: int | None = number("StopSec")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSchedule(Block):
    """`weekday` 1 is Monday; up to eight segments."""

    weekday: int | None = number("WeekDayNum")
    count: int | None = number("TimeSegmentSumNum")
    segments: tuple[TimeSegment, ...] = listed("", "TimeSegment", TimeSegment)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRecordPlan(Block):
    enabled: bool | None = switch("RecordEnable")
    count: int | None = number("RecordScheduleSumNum")
    schedules: tuple[RecordSchedule, ...] = listed("", "RecordSchedule", RecordSchedule)
    stream_number: int | None = number("StreamNumber")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoAlarmRecord(Block):
    """Record `seconds` after an alarm, and `seconds_before` it."""

    enabled: bool | None = switch("RecordEnable")
    seconds: int | None = number("RecordTime")
    seconds_before: int | None = number("PreRecordTime")
    stream_number: int | None = number("StreamNumber")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskRegion(Block):
    """`corners` are `left,top,right,bottom` in pixels; of which window the text leaves open."""

    sequence: int | None = number("Seq")
    corners: str = text("Point")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMask(Block):
    """Up to four regions that stay dark."""

    on: bool | None = switch("On")
    count: int | None = number("SumNum")
    regions: tuple[MaskRegion, ...] = listed("RegionList", "Item", MaskRegion)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmReport(Block):
    """Which alarms are reported; both are required."""

    motion_detection: bool | None = switch("MotionDetection")
    field_detection: bool | None = switch("FieldDetection")


@dataclass(frozen=True, slots=True, kw_only=True)
class OsdText(Block):
    text: str = text("Text")
    x: int | None = number("X")
    y: int | None = number("Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class OsdConfig(Block):
    """Texts on the picture, in pixels from the upper left of a window of `length` times `width`; up to eight lines.

    `time_type` 0 shows `YYYY-MM-DD HH:MM:SS`, 1 the same with 年月日.
    """

    length: int | None = number("Length")
    width: int | None = number("Width")
    time_x: int | None = number("TimeX")
    time_y: int | None = number("TimeY")
    time_enabled: bool | None = switch("TimeEnable")
    time_type: int | None = number("TimeType")
    text_enabled: bool | None = switch("TextEnable")
    count: int | None = number("SumNum")
    texts: tuple[OsdText, ...] = listed("", "Item", OsdText)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Block):
    """What is set or told; the rest is None. `mirror` is 0 for none, 1 horizontal, 2 vertical, 3 both (待核)."""

    basic: BasicParam | None = nested("BasicParam", BasicParam)
    video_options: VideoParamOpt | None = nested("VideoParamOpt", VideoParamOpt)
    video: tuple[VideoParamAttribute, ...] = listed("VideoParamAttribute", "Item", VideoParamAttribute)
    old_video: tuple[OldVideoParam, ...] = listed("VideoParamConfig", "Item", OldVideoParam)
    audio: tuple[AudioParam, ...] = listed("AudioParamConfig", "Item", AudioParam)
    record_plan: VideoRecordPlan | None = nested("VideoRecordPlan", VideoRecordPlan)
    alarm_record: VideoAlarmRecord | None = nested("VideoAlarmRecord", VideoAlarmRecord)
    mask: PictureMask | None = nested("PictureMask", PictureMask)
    mirror: str = text("FrameMirror")
    alarm_report: AlarmReport | None = nested("AlarmReport", AlarmReport)
    osd: OsdConfig | None = nested("OSDConfig", OsdConfig)

    @property
    def types(self) -> tuple[str, ...]:
        """Which of TYPES are here."""
        return tuple(wire.tag for name, wire in wires(type(self)) if getattr(self, name) not in (None, "", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConfig(Control):
    """Answered by a DeviceConfigAnswer, which has one result for all that was set."""

    COMMAND: ClassVar[str] = "DeviceConfig"
    settings: Settings = inline(Settings)
    snapshot: SnapshotOrder | None = nested("SnapShotConfig", SnapshotOrder, aliases=("SnapShot",))

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.settings.types, *(("SnapShotConfig",) if self.snapshot else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConfigAnswer(Answer):
    COMMAND: ClassVar[str] = "DeviceConfig"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigQuery(Query):
    COMMAND: ClassVar[str] = "ConfigDownload"
    config_type: str = text("ConfigType")

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(filter(None, (each.strip() for each in self.config_type.split("/"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigAnswer(Answer):
    """A device that does not know a type may answer OK and tell nothing: the text has no word for it.

    The snapshot's element is called SnapShot here and nowhere else (A.2.6.9).
    """

    COMMAND: ClassVar[str] = "ConfigDownload"
    settings: Settings = inline(Settings)
    snapshot: SnapshotSettings | None = nested("SnapShot", SnapshotSettings, aliases=("SnapShotConfig",))
