"""What a recorder is, and what may be done with it. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps
from changqian.protocols.gb28181.ids import DeviceId, InvalidId
from changqian.wire.video import Span

LEAST_PASSWORD = 8


class Status(TextChoices):
    IN_USE = "in_use", "在用"
    STOPPED = "stopped", "停用"


class Step(TextChoices):
    EDIT = "edit", "修改记录仪"
    HAND_OUT = "hand_out", "领用"
    TAKE_BACK = "take_back", "归还"
    STOP = "stop", "停用"
    RESUME = "resume", "恢复使用"
    END = "end", "报废"


STEPS = Steps(
    noun="记录仪",
    statuses=Status,
    table={
        **{(status, Step.EDIT): status for status in Status},
        (Status.IN_USE, Step.HAND_OUT): Status.IN_USE,
        **{(status, Step.TAKE_BACK): status for status in Status},
        (Status.IN_USE, Step.STOP): Status.STOPPED,
        (Status.STOPPED, Step.RESUME): Status.IN_USE,
        **{(status, Step.END): status for status in Status},
    },
)


class Media(TextChoices):
    """How pictures come (GB/T 28181-2022 annex C)."""

    UDP = "udp", "UDP"
    TCP = "tcp", "TCP（设备主动连接）"


class Digest(TextChoices):
    """By which digest a device shows its password; one that knows only MD5 takes fright at others."""

    MD5 = "md5", "MD5"
    SHA256 = "sha256", "SHA-256，其次MD5"
    SM3 = "sm3", "SM3，其次MD5"


OFFERED = {Digest.MD5: ("MD5",), Digest.SHA256: ("SHA-256", "MD5"), Digest.SM3: ("SM3", "MD5")}


class Charset(TextChoices):
    DECLARED = "", "按设备声明"
    GB18030 = "gb18030", "GB18030"
    UTF8 = "utf-8", "UTF-8"


class Told(TextChoices):
    """What a device's log says (GA/T 947)."""

    CAME = "came", "上线"
    WENT = "went", "离线"
    MOVED = "moved", "网络地址变化"
    REFUSED = "refused", "接入被拒绝"
    CATALOGUE = "catalogue", "上报通道"
    NO_PICTURE = "no_picture", "画面打开失败"
    DONE = "done", "操作完成"
    FAILED = "failed", "操作失败"
    RECORDING = "recording", "开始中心录像"
    RECORDED = "recorded", "中心录像停止"


class Act(TextChoices):
    """What may be ordered of a recorder (GB/T 28181-2022 9.3)."""

    BOOT = "boot", "远程重启"
    RECORD = "record", "开始机内录像"
    STOP_RECORD = "stop_record", "停止机内录像"
    RESET_ALARM = "reset_alarm", "报警复位"
    KEY_FRAME = "key_frame", "请求关键帧"


MOST_SPANS = 50
LONGEST_BEFORE, LONGEST_AFTER = 30, 3600


def checked_week(week: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a week as they are kept; RuleViolation for what is no part of a week."""
    if len(week) > MOST_SPANS:
        raise RuleViolation(f"一份计划最多{MOST_SPANS}个时段", field="week")
    found = []
    for number, each in enumerate(week, start=1):
        try:
            span = Span(day=int(each["day"]), start=str(each["start"]), stop=str(each["stop"]))
        except (KeyError, TypeError, ValueError) as error:
            raise RuleViolation(f"第{number}个时段：{error}", field="week") from error
        found.append({"day": span.day, "start": span.start, "stop": span.stop})
    return found


class AlarmStatus(TextChoices):
    OPEN = "open", "待处理"
    DEALT = "dealt", "已处理"


class Presence(TextChoices):
    ONLINE = "online", "在线"
    OFFLINE = "offline", "离线"
    NEVER = "never", "从未接入"


def checked_number(text: str) -> str:
    """The 20 digits; RuleViolation, which says what is wrong, for anything else."""
    try:
        return str(DeviceId.parse(text))
    except InvalidId as error:
        raise RuleViolation(str(error), field="number") from error


def refuse_password(text: str) -> None:
    """It is all that stands between a stranger and our list of devices; devices take up to 64 plain characters."""
    if not (LEAST_PASSWORD <= len(text) <= 64 and text.isascii() and text.isprintable() and " " not in text):
        raise RuleViolation(f"接入密码应为{LEAST_PASSWORD}至64位字母、数字或符号，不含空格和中文", field="password")


def refuse_beyond(channels: int, *, taken: int, licensed: int) -> None:
    """RuleViolation for more channels than are licensed (LE04.1)."""
    if taken + channels > licensed:
        raise RuleViolation(
            f"接入许可共{licensed}路，在用记录仪已占{taken}路，再接入{channels}路将超出；请先停用不用的记录仪",
            field="channels",
        )


def refuse_moment(at: datetime, *, now: datetime, since: datetime | None) -> None:
    """RuleViolation for a hand-over in the future, or before the one that it follows."""
    if at > now:
        raise RuleViolation("领用或归还时间不能晚于现在", field="at")
    if since and at < since:
        raise RuleViolation("归还时间不能早于领用时间", field="at")
