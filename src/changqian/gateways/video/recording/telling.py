"""What is told of footage, and what may be asked about it."""

import re
from datetime import datetime

from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.recording.library import MOST_DAYS, Dropped
from changqian.gateways.video.recording.rules import Key
from changqian.gateways.video.recording.segment import Stored, folder_of, iso
from changqian.wire import video as wire

NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")
"Of a device or channel, which becomes one of a folder."
DAY = 24 * 3600 * 1000


def stored_event(key: Key, stored: Stored) -> wire.SegmentStored:
    return wire.SegmentStored(
        device=key[0],
        channel=key[1],
        start=iso(stored.start),
        stop=iso(stored.stop),
        path=str(folder_of(key, stored.start) / stored.name),
        bytes=stored.bytes,
        sm3=stored.sm3,
        codec=stored.codec,
        frames=stored.frames,
        width=stored.width,
        height=stored.height,
        sound=stored.sound,
        causes=stored.causes,
        label=stored.label,
        repaired=stored.repaired,
    )


def dropped_event(dropped: Dropped) -> wire.FootageDropped:
    segments = sorted(dropped.segments, key=lambda each: each.start)
    return wire.FootageDropped(
        device=dropped.key[0],
        channel=dropped.key[1],
        start=iso(segments[0].start),
        stop=iso(segments[-1].stop),
        bytes=sum(each.bytes for each in segments),
        paths=tuple(str(folder_of(dropped.key, each.start) / each.name) for each in segments),
        why=dropped.why,
    )


def no_footage() -> Failed:
    return Failed(Step.NO_FOOTAGE, "这段时间没有录像", "请查看这路通道的录像时间轴，另选有录像的时间")


def channel_of(device: str, channel: str) -> Key:
    """Failed for what cannot be the name of a folder."""
    if not (NAME.fullmatch(device) and NAME.fullmatch(channel)):
        raise Failed(Step.REFUSED, "设备或通道编码含有不允许的字符", "请核对设备编码和通道编码，应为20位数字")
    return device, channel


def span(start: str, stop: str) -> tuple[int, int]:
    """Milliseconds since 1970. Failed for what is no time, or too long a time."""
    try:
        since, until = datetime.fromisoformat(start), datetime.fromisoformat(stop)
        if since.tzinfo is None or until.tzinfo is None:
            raise ValueError("no zone")
        found = int(since.timestamp() * 1000), int(until.timestamp() * 1000)
    except (ValueError, OverflowError):
        raise Failed(
            Step.REFUSED, "录像的起止时间无法识别", "请用带时区的时间，例如2026-01-31T08:00:00+08:00"
        ) from None
    if not 0 < found[0] < found[1]:
        raise Failed(Step.REFUSED, "录像的结束时间应在开始时间之后", "请核对起止时间")
    if found[1] - found[0] > MOST_DAYS * DAY:
        raise Failed(Step.REFUSED, f"一次最多查询{MOST_DAYS}天的录像", "请缩短时间范围，分几次查询")
    return found
