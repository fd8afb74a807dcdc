"""Settings between the words of the platform and the elements of a device. GB/T 28181-2022 A.2.1.11 to A.2.1.23.

Codes of coding are those of an `f=` line (annex G). The sizes that have a code are sent as codes, others as they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from changqian.protocols.gb28181.documents import config as gb
from changqian.protocols.gb28181.versions import Version
from changqian.wire import device_settings as wire

VIDEO_FORMATS = {"1": "mpeg4", "2": "h264", "3": "svac", "5": "h265"}
SIZES = {"1": "176x144", "2": "352x288", "3": "704x576", "4": "720x576", "5": "1280x720", "6": "1920x1080"}
RATES = {"1": "constant", "2": "variable"}
AUDIO_FORMATS = {"1": "g711", "2": "g7231", "3": "g729", "4": "g7221", "6": "aac"}
AUDIO_KBPS = {"1": 5.3, "2": 6.3, "3": 8.0, "4": 16.0, "5": 24.0, "6": 32.0, "7": 48.0, "8": 64.0}
SAMPLE_RATES = {"1": 8, "2": 14, "3": 16, "4": 32}
MIRRORS = {"0": "none", "1": "horizontal", "2": "vertical", "3": "centre"}
SPELT = {"horizontal": "horizontal", "vertical": "vertical", "centre": "centre", "center": "centre", "none": "none"}
"As some devices write it out."


def element(kind: str, version: Version) -> str:
    """What a kind is called to a device of that edition."""
    if kind == wire.VIDEO and version < Version.V2022:
        return "VideoParamConfig"
    return {
        wire.BASIC: "BasicParam",
        wire.VIDEO: "VideoParamAttribute",
        wire.AUDIO: "AudioParamConfig",
        wire.OPTIONS: "VideoParamOpt",
        wire.RECORD_PLAN: "VideoRecordPlan",
        wire.ALARM_RECORDING: "VideoAlarmRecord",
        wire.MASK: "PictureMask",
        wire.MIRROR: "FrameMirror",
        wire.ALARM_REPORT: "AlarmReport",
        wire.OSD: "OSDConfig",
    }[kind]


# -- to a device -------------------------------------------------------------------------------------------------------


def orders(settings: wire.DeviceSettings, version: Version) -> list[tuple[str, gb.Settings]]:
    """One for each kind: much firmware obeys the first element of a document, says OK, and passes over the rest."""
    return [(kind, TO_DEVICE[kind](getattr(settings, kind), version)) for kind in settings.kinds]


def _basic(given: wire.Basic, version: Version) -> gb.Settings:
    return gb.Settings(
        basic=gb.BasicParam(
            name=given.name,
            expiration=given.expiration,
            heartbeat_interval=given.heartbeat_interval,
            heartbeat_count=given.heartbeat_count,
        )
    )


def _video(given: Iterable[wire.VideoStream], version: Version) -> gb.Settings:
    if version < Version.V2022:
        named = (gb.OldVideoParam(stream_name=str(each.stream), **_coding(each)) for each in given)
        return gb.Settings(old_video=tuple(named))
    return gb.Settings(
        video=tuple(gb.VideoParamAttribute(stream_number=each.stream, **_coding(each)) for each in given)
    )


def _coding(given: wire.VideoStream) -> dict[str, str]:
    return {
        "format": _code(VIDEO_FORMATS, given.format),
        "resolution": _code(SIZES, given.resolution),
        "frame_rate": _text(given.frame_rate),
        "rate_type": _code(RATES, given.rate),
        "kbps": _text(given.kbps),
    }


def _audio(given: Iterable[wire.AudioStream], version: Version) -> gb.Settings:
    return gb.Settings(
        audio=tuple(
            gb.AudioParam(
                stream_name=str(each.stream),
                format=_code(AUDIO_FORMATS, each.format),
                kbps=_code(AUDIO_KBPS, each.kbps),
                sampling_rate=_code(SAMPLE_RATES, each.sample_rate),
            )
            for each in given
        )
    )


def _plan(given: wire.RecordPlan, version: Version) -> gb.Settings:
    days = sorted({each.day for each in given.segments})
    schedules = tuple(_day(day, [each for each in given.segments if each.day == day]) for day in days)
    plan = gb.VideoRecordPlan(
        enabled=given.enabled, count=len(schedules), schedules=schedules, stream_number=given.stream
    )
    return gb.Settings(record_plan=plan)


def _day(day: int, segments: list[wire.Segment]) -> gb.RecordSchedule:
    made = tuple(gb.TimeSegment(**_clock("start", each.start), **_clock("stop", each.stop)) for each in segments)
    return gb.RecordSchedule(weekday=day, count=len(made), segments=made)


def _clock(name: str, text: str) -> dict[str, Any]:
    second = wire.seconds(text)
    parts = (("hour", second // 3600), ("minute", second // 60 % 60), ("second", second % 60))
    return {f"{name}_{part}": value for part, value in parts}


def _alarm_recording(given: wire.AlarmRecording, version: Version) -> gb.Settings:
    return gb.Settings(
        alarm_record=gb.VideoAlarmRecord(
            enabled=given.enabled,
            seconds=given.seconds,
            seconds_before=given.seconds_before,
            stream_number=given.stream,
        )
    )


def _mask(given: wire.Mask, version: Version) -> gb.Settings:
    regions = tuple(
        gb.MaskRegion(sequence=number, corners=f"{each.left},{each.top},{each.right},{each.bottom}")
        for number, each in enumerate(given.regions, 1)
    )
    return gb.Settings(mask=gb.PictureMask(on=given.on, count=len(regions), regions=regions))


def _mirror(given: str, version: Version) -> gb.Settings:
    return gb.Settings(mirror=_code(MIRRORS, given))


def _alarm_report(given: wire.AlarmReport, version: Version) -> gb.Settings:
    return gb.Settings(alarm_report=gb.AlarmReport(motion_detection=given.motion, field_detection=given.intrusion))


def _osd(given: wire.Osd, version: Version) -> gb.Settings:
    return gb.Settings(
        osd=gb.OsdConfig(
            length=given.width,
            width=given.height,
            time_x=given.time_x,
            time_y=given.time_y,
            time_enabled=given.time_on,
            time_type=given.time_type,
            text_enabled=given.text_on,
            count=len(given.lines),
            texts=tuple(gb.OsdText(text=each.text, x=each.x, y=each.y) for each in given.lines),
        )
    )


TO_DEVICE: Mapping[str, Callable[[Any, Version], gb.Settings]] = {
    wire.BASIC: _basic,
    wire.VIDEO: _video,
    wire.AUDIO: _audio,
    wire.RECORD_PLAN: _plan,
    wire.ALARM_RECORDING: _alarm_recording,
    wire.MASK: _mask,
    wire.MIRROR: _mirror,
    wire.ALARM_REPORT: _alarm_report,
    wire.OSD: _osd,
}


# -- from a device -----------------------------------------------------------------------------------------------------


def told(settings: gb.Settings) -> wire.DeviceSettings:
    """What makes no sense is left out."""
    return wire.DeviceSettings(
        basic=_basic_told(settings.basic) if settings.basic else None,
        video=_video_told(settings),
        audio=tuple(map(_audio_told, settings.audio)),
        options=_options_told(settings.video_options) if settings.video_options else None,
        record_plan=_plan_told(settings.record_plan) if settings.record_plan else None,
        alarm_recording=_alarm_recording_told(settings.alarm_record) if settings.alarm_record else None,
        mask=_mask_told(settings.mask) if settings.mask else None,
        mirror=MIRRORS.get(settings.mirror) or SPELT.get(settings.mirror.lower(), ""),
        alarm_report=_alarm_report_told(settings.alarm_report) if settings.alarm_report else None,
        osd=_osd_told(settings.osd) if settings.osd else None,
    )


def joined(one: wire.DeviceSettings, other: wire.DeviceSettings) -> wire.DeviceSettings:
    """What either has."""
    return replace(one, **{kind: getattr(other, kind) for kind in other.kinds})


def _basic_told(said: gb.BasicParam) -> wire.Basic:
    return wire.Basic(
        name=said.name,
        expiration=said.expiration,
        heartbeat_interval=said.heartbeat_interval,
        heartbeat_count=said.heartbeat_count,
        position_capability=said.position_capability,
    )


def _video_told(settings: gb.Settings) -> tuple[wire.VideoStream, ...]:
    named = [_coding_told(_number(each.stream_name) or 0, each) for each in settings.old_video]
    return (*(_coding_told(each.stream_number or 0, each) for each in settings.video), *named)


def _coding_told(stream: int, said: gb.VideoParamAttribute | gb.OldVideoParam) -> wire.VideoStream:
    return wire.VideoStream(
        stream=stream,
        format=VIDEO_FORMATS.get(said.format, said.format),
        resolution=SIZES.get(said.resolution, said.resolution.replace("*", "x").replace("X", "x")),
        frame_rate=_number(said.frame_rate),
        rate=RATES.get(said.rate_type, said.rate_type),
        kbps=_number(said.kbps),
    )


def _audio_told(said: gb.AudioParam) -> wire.AudioStream:
    return wire.AudioStream(
        stream=_number(said.stream_name) or 0,
        format=AUDIO_FORMATS.get(said.format, said.format),
        kbps=AUDIO_KBPS.get(said.kbps),
        sample_rate=SAMPLE_RATES.get(said.sampling_rate),
    )


def _options_told(said: gb.VideoParamOpt) -> wire.Options:
    sizes = tuple(SIZES.get(each, each) for each in _listed(said.resolution))
    return wire.Options(download_speeds=_listed(said.download_speed), resolutions=sizes)


def _plan_told(said: gb.VideoRecordPlan) -> wire.RecordPlan:
    segments = tuple(
        wire.Segment(
            schedule.weekday,
            _shown(each.start_hour, each.start_minute, each.start_second),
            _shown(each.stop_hour, each.stop_minute, each.stop_second),
        )
        for schedule in said.schedules
        for each in schedule.segments
        if schedule.weekday is not None
    )
    return wire.RecordPlan(enabled=said.enabled, segments=segments, stream=said.stream_number)


def _alarm_recording_told(said: gb.VideoAlarmRecord) -> wire.AlarmRecording:
    return wire.AlarmRecording(said.enabled, said.seconds, said.seconds_before, said.stream_number)


def _mask_told(said: gb.PictureMask) -> wire.Mask:
    corners = ([_number(part) for part in each.corners.split(",")] for each in said.regions)
    whole = [tuple(part for part in each if part is not None) for each in corners]
    return wire.Mask(said.on, tuple(wire.Region(*each) for each in whole if len(each) == 4))


def _alarm_report_told(said: gb.AlarmReport) -> wire.AlarmReport:
    return wire.AlarmReport(said.motion_detection, said.field_detection)


def _osd_told(said: gb.OsdConfig) -> wire.Osd:
    return wire.Osd(
        width=said.length,
        height=said.width,
        time_x=said.time_x,
        time_y=said.time_y,
        time_on=said.time_enabled,
        time_type=said.time_type,
        text_on=said.text_enabled,
        lines=tuple(wire.Line(each.text, each.x or 0, each.y or 0) for each in said.texts if each.text),
    )


def _code(names: Mapping[str, Any], name: Any) -> str:
    """The code of a name; what has none goes as it is."""
    if name in (None, ""):
        return ""
    return next((code for code, known in names.items() if known == name), str(name))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in text.split("/"))))


def _shown(hour: int | None, minute: int | None, second: int | None) -> str:
    return f"{hour or 0:02d}:{minute or 0:02d}:{second or 0:02d}"
