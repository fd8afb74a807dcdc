"""What an inspection is: who looked at what, item by item. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation


class ControlLevel(TextChoices):
    """Who in the firm controls a risk. 上级负责管控的，下级必须同时负责. (domain §2.4)"""

    COMPANY = "company", "公司级"
    WORKSHOP = "workshop", "车间级"
    TEAM = "team", "班组级"
    POST = "post", "岗位级"


class Answer(TextChoices):
    OK = "ok", "正常"
    ABNORMAL = "abnormal", "异常"
    NA = "na", "不适用"


class Result(TextChoices):
    OK = "ok", "正常"
    ABNORMAL = "abnormal", "异常"


class Period(TextChoices):
    """How often something is looked at. 半月 is the cycle of lifts (特种设备安全监察条例第三十一条: 每15日)."""

    SHIFT = "shift", "每班"
    DAY = "day", "每日"
    WEEK = "week", "每周"
    HALF_MONTH = "half_month", "每半月"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"


class TaskStatus(TextChoices):
    """逾期 is no status: a task not finished is overdue once its period is over, and can still be done (late)."""

    PENDING = "pending", "待执行"
    DOING = "doing", "执行中"
    DONE_OK = "done_ok", "正常完成"
    DONE_ABNORMAL = "done_abnormal", "发现异常"
    EXEMPT = "exempt", "免检"
    CANCELLED = "cancelled", "取消"


OPEN = (TaskStatus.PENDING, TaskStatus.DOING)
DONE = (TaskStatus.DONE_OK, TaskStatus.DONE_ABNORMAL)


def standing(*, finished: bool, begun: bool, abnormal: int) -> TaskStatus:
    """Where a task stands that looks make progress on."""
    if finished:
        return TaskStatus.DONE_ABNORMAL if abnormal else TaskStatus.DONE_OK
    return TaskStatus.DOING if begun else TaskStatus.PENDING


class PositionMissing(TextChoices):
    """Why an inspection has no position. A missing position is recorded as missing, never guessed."""

    DENIED = "denied", "未授权定位"
    UNAVAILABLE = "unavailable", "无法定位"
    TIMEOUT = "timeout", "定位超时"
    INSECURE = "insecure", "浏览器不支持定位"
    NOT_ASKED = "not_asked", "未请求定位"


class Doubt(TextChoices):
    """What speaks against an inspection having been made as it says: told to who reviews it, and no verdict."""

    FAR = "far", "离现场太远"
    VAGUE = "vague", "定位不准"
    QUICK = "quick", "检查太快"
    REUSED = "reused", "照片以前用过"
    OLD_PHOTO = "old_photo", "照片早于检查"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an inspection was made, as far as it is known: what is not known speaks against nobody."""

    at: datetime
    items: int
    seconds: int | None = None
    far: bool = False
    accuracy: float | None = None
    photographed_at: datetime | None = None
    "When the oldest of its photos was taken."
    reused: bool = False
    "One of its photos has the content of one that was shown before."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers that no regulation states: parameters of the city."""

    far_metres: int
    seconds_per_item: int
    photo_minutes: int


LONGEST, OLDEST = timedelta(days=1), timedelta(days=3650)
"A look that took longer was kept as a draft; a photo older than that has a camera without a clock."


def within(moment: datetime | None, at: datetime, span: timedelta) -> datetime | None:
    """The moment a phone named, if it lies in the span before `at`; what cannot be is not known."""
    return moment if moment and timedelta(0) <= at - moment <= span else None


def doubts(look: Look, limits: Limits) -> list[Doubt]:
    begun = look.at - timedelta(seconds=look.seconds or 0)
    oldest = begun - timedelta(minutes=limits.photo_minutes)
    found = {
        Doubt.FAR: look.far,
        Doubt.VAGUE: look.accuracy is not None and look.accuracy > limits.far_metres,
        Doubt.QUICK: look.seconds is not None and look.seconds < look.items * limits.seconds_per_item,
        Doubt.REUSED: look.reused,
        Doubt.OLD_PHOTO: look.photographed_at is not None and look.photographed_at < oldest,
    }
    return [doubt for doubt, speaks in found.items() if speaks]


class Step(TextChoices):
    REMARK = "remark", "填写批注"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to look at, as it was asked at the time."""

    pk: int
    text: str
    required: bool = True


def answered(given: Sequence[Mapping[str, object]], items: Sequence[Item]) -> list[dict[str, object]]:
    """The answers as they are stored, in the order given: [{item, text, answer, note, photos, hazard}].

    Each required item has exactly one answer; an abnormal one says what was seen. An answer without an item names what
    it is about in `text`. RuleViolation otherwise.
    """
    known = {item.pk: item for item in items}
    told: list[dict[str, object]] = []
    seen: set[int] = set()
    for number, each in enumerate(given, start=1):
        pk, note = each.get("item"), str(each.get("note") or "").strip()
        text = str(each.get("text") or "").strip()
        if pk is not None:
            if pk not in known:
                raise RuleViolation(f"第{number}项不是该对象的检查项", field="answers")
            if pk in seen:
                raise RuleViolation(f"检查项“{known[pk].text}”填了两次", field="answers")
            seen.add(pk)  # type: ignore[arg-type]
            text = known[pk].text  # type: ignore[index]
        if not text:
            raise RuleViolation(f"请填写第{number}项检查内容", field="answers")
        if each["answer"] == Answer.ABNORMAL and not note:
            raise RuleViolation(f"“{text}”异常，请说明情况", field="answers")
        photos = list(each.get("photos") or [])  # type: ignore[call-overload]
        told.append(
            {"item": pk, "text": text, "answer": str(each["answer"]), "note": note, "photos": photos, "hazard": None}
        )
    if missing := [item for item in items if item.required and item.pk not in seen]:
        raise RuleViolation(f"还有{len(missing)}项未检查：{missing[0].text}", field="answers")
    if not told:
        raise RuleViolation("请至少填写一项检查结果", field="answers")
    return told


def result_of(answers: Sequence[Mapping[str, object]]) -> Result:
    return Result.ABNORMAL if any(each["answer"] == Answer.ABNORMAL for each in answers) else Result.OK
