"""Settings of a device as the platform sets and reads them. GB/T 28181-2022 9.3, A.2.3.2, the 2014 supplement.

What is None, empty or () is not set, or was not told. `check` refuses what no device can take: ValueError, whose
message is shown to who typed it. What a device tells is kept as it is, also where it would be refused.
"""

from dataclasses import dataclass, fields

BASIC, VIDEO, AUDIO, OPTIONS = "basic", "video", "audio", "options"
RECORD_PLAN, ALARM_RECORDING, MASK = "record_plan", "alarm_recording", "mask"
MIRROR, ALARM_REPORT, OSD = "mirror", "alarm_report", "osd"
KINDS = (BASIC, VIDEO, AUDIO, OPTIONS, RECORD_PLAN, ALARM_RECORDING, MASK, MIRROR, ALARM_REPORT, OSD)
"What can be asked for; all but OPTIONS can be set."

VIDEO_FORMATS = ("mpeg4", "h264", "svac", "h265")
AUDIO_FORMATS = ("g711", "g7231", "g729", "g7221", "aac")
RATES = ("constant", "variable")
MIRRORS = ("none", "horizontal", "vertical", "centre")
MOST_SEGMENTS, MOST_REGIONS, MOST_LINES, LONGEST_LINE = 8, 4, 8, 32
LARGEST = 16384
"Pixels."


@dataclass(frozen=True, slots=True)
class Basic:
    """`expiration` of a registration and `heartbeat_interval` in seconds. `position_capability` (0 none, 1 GPS, 2 北斗)
    is only told."""

    name: str = ""
    expiration: int | None = None
    heartbeat_interval: int | None = None
    heartbeat_count: int | None = None
    position_capability: int | None = None

    def check(self) -> None:
        if len(self.name) > 64:
            raise ValueError("设备名称最多64个字")
        within(self.expiration, 60, 604_800, "注册有效期（秒）")
        within(self.heartbeat_interval, 5, 3600, "心跳间隔（秒）")
        within(self.heartbeat_count, 1, 255, "心跳超时次数")
        silence = (self.heartbeat_interval or 0) * (self.heartbeat_count or 1)
        if self.expiration and silence > self.expiration:
            raise ValueError("心跳间隔乘以超时次数不能长于注册有效期，请减小心跳间隔或加长有效期")


@dataclass(frozen=True, slots=True)
class VideoStream:
    """How a stream is coded. `stream` 0 is the main one; `resolution` is written 1920x1080."""

    stream: int = 0
    format: str = ""
    resolution: str = ""
    frame_rate: int | None = None
    rate: str = ""
    kbps: int | None = None

    def check(self) -> None:
        within(self.stream, 0, 7, "码流序号")
        one_of(self.format, VIDEO_FORMATS, "视频编码")
        one_of(self.rate, RATES, "码率类型")
        within(self.frame_rate, 1, 99, "帧率")
        within(self.kbps, 16, 100_000, "视频码率（kbps）")
        if self.resolution:
            width, by, height = self.resolution.partition("x")
            if not (by and _digits(width) and _digits(height) and 0 < int(width) <= LARGEST >= int(height) > 0):
                raise ValueError(f"分辨率“{self.resolution[:20]}”无法识别，请写成1920x1080的形式")
        if self.rate == "constant" and self.kbps is None:
            raise ValueError("固定码率需要填写视频码率")


@dataclass(frozen=True, slots=True)
class AudioStream:
    """`sample_rate` in kHz. In the 2014 supplement only; many devices kept it."""

    stream: int = 0
    format: str = ""
    kbps: float | None = None
    sample_rate: int | None = None

    def check(self) -> None:
        within(self.stream, 0, 7, "码流序号")
        one_of(self.format, AUDIO_FORMATS, "音频编码")
        if self.kbps is not None and self.kbps not in (5.3, 6.3, 8, 16, 24, 32, 48, 64):
            raise ValueError("音频码率应为5.3、6.3、8、16、24、32、48或64kbps")
        if self.sample_rate is not None and self.sample_rate not in (8, 14, 16, 32):
            raise ValueError("音频采样率应为8、14、16或32kHz")


@dataclass(frozen=True, slots=True)
class Options:
    """What a device can: only told."""

    download_speeds: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a day, `HH:MM:SS`; `day` 1 is Monday. It ends on the same day: 23:59:59 at the latest."""

    day: int
    start: str
    stop: str

    def check(self) -> None:
        within(self.day, 1, 7, "星期")
        if seconds(self.start) >= seconds(self.stop):
            raise ValueError(f"录像时段的结束时刻{self.stop}应在开始时刻{self.start}之后，跨零点的请分成两段")


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """When the device itself records."""

    enabled: bool | None = None
    segments: tuple[Segment, ...] = ()
    stream: int | None = None

    def check(self) -> None:
        within(self.stream, 0, 7, "码流序号")
        for each in self.segments:
            each.check()
        for day in range(1, 8):
            if sum(each.day == day for each in self.segments) > MOST_SEGMENTS:
                raise ValueError(f"每天最多{MOST_SEGMENTS}个录像时段")
        if self.enabled and not self.segments:
            raise ValueError("启用录像计划需要至少一个录像时段")


@dataclass(frozen=True, slots=True)
class AlarmRecording:
    """The device records `seconds` after an alarm, and `seconds_before` it."""

    enabled: bool | None = None
    seconds: int | None = None
    seconds_before: int | None = None
    stream: int | None = None

    def check(self) -> None:
        within(self.stream, 0, 7, "码流序号")
        within(self.seconds, 1, 3600, "报警录像时长（秒）")
        within(self.seconds_before, 0, 600, "报警预录时长（秒）")


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels from the upper left."""

    left: int
    top: int
    right: int
    bottom: int

    def check(self) -> None:
        for each in (self.left, self.top, self.right, self.bottom):
            within(each, 0, LARGEST, "遮挡区域坐标")
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("遮挡区域的右下角应在左上角的右下方")


@dataclass(frozen=True, slots=True)
class Mask:
    """Regions that stay dark."""

    on: bool | None = None
    regions: tuple[Region, ...] = ()

    def check(self) -> None:
        if len(self.regions) > MOST_REGIONS:
            raise ValueError(f"最多{MOST_REGIONS}个遮挡区域")
        for each in self.regions:
            each.check()


@dataclass(frozen=True, slots=True)
class AlarmReport:
    motion: bool | None = None
    intrusion: bool | None = None

    def check(self) -> None:
        if self.motion is None or self.intrusion is None:
            raise ValueError("报警上报需要同时填写移动侦测和区域入侵两个开关")


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    x: int = 0
    y: int = 0

    def check(self) -> None:
        if not 0 < len(self.text) <= LONGEST_LINE:
            raise ValueError(f"叠加文字每行1至{LONGEST_LINE}个字")
        within(self.x, 0, LARGEST, "叠加文字坐标")
        within(self.y, 0, LARGEST, "叠加文字坐标")


@dataclass(frozen=True, slots=True)
class Osd:
    """What is shown on the picture, in pixels of a window of `width` times `height`. `time_type` 0 shows the date as
    2026-01-31, 1 with 年月日."""

    width: int | None = None
    height: int | None = None
    time_x: int | None = None
    time_y: int | None = None
    time_on: bool | None = None
    time_type: int | None = None
    text_on: bool | None = None
    lines: tuple[Line, ...] = ()

    def check(self) -> None:
        for each in (self.width, self.height):
            within(each, 1, LARGEST, "叠加窗口尺寸")
        for each in (self.time_x, self.time_y):
            within(each, 0, LARGEST, "时间叠加坐标")
        within(self.time_type, 0, 1, "时间格式")
        if len(self.lines) > MOST_LINES:
            raise ValueError(f"叠加文字最多{MOST_LINES}行")
        for line in self.lines:
            line.check()


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    basic: Basic | None = None
    video: tuple[VideoStream, ...] = ()
    audio: tuple[AudioStream, ...] = ()
    options: Options | None = None
    record_plan: RecordPlan | None = None
    alarm_recording: AlarmRecording | None = None
    mask: Mask | None = None
    mirror: str = ""
    alarm_report: AlarmReport | None = None
    osd: Osd | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which of KINDS are here."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) not in (None, "", ()))

    def check(self) -> None:
        """ValueError unless something is set, and all of it can be."""
        one_of(self.mirror, MIRRORS, "画面翻转")
        if self.options or not self.kinds:
            raise ValueError("没有可设置的内容")
        if len(self.video) > 8 or len(self.audio) > 8:
            raise ValueError("最多设置8路码流")
        for each in (
            *(self.basic, *self.video, *self.audio, self.record_plan, self.alarm_recording),
            *(self.mask, self.alarm_report, self.osd),
        ):
            if each is not None:
                each.check()


def seconds(clock: str) -> int:
    """Of a day, from `HH:MM:SS`. ValueError for what is no such time."""
    parts = clock.split(":")
    if len(parts) != 3 or not all(_digits(each) and len(each) == 2 for each in parts):
        raise ValueError(f"“{clock[:20]}”不是时刻，请写成08:30:00的形式")
    hour, minute, second = map(int, parts)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"没有{clock}这个时刻")
    return hour * 3600 + minute * 60 + second


def within(value: int | None, low: int, high: int, name: str) -> None:
    if value is not None and not low <= value <= high:
        raise ValueError(f"{name}应在{low}至{high}之间，不能是{value}")


def one_of(value: str, known: tuple[str, ...], name: str) -> None:
    if value and value not in known:
        raise ValueError(f"{name}应为{'、'.join(known)}之一，不能是“{value[:20]}”")


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
