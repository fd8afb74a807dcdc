"""What kinds of messages there are, which of them reach a phone, and when a phone is left alone. Pure.

A kind is what `notify(kind=…)` says; where the whole is not listed, the part before the point counts.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import TextChoices


class Group(TextChoices):
    TODO = "todo", "待办审批"
    HAZARDS = "hazards", "隐患治理"
    RISKS = "risks", "风险管控"
    DUE = "due", "到期提醒"
    ENTERPRISES = "enterprises", "企业档案"
    FILES = "files", "导入导出"
    SYSTEM = "system", "系统消息"


class Mode(TextChoices):
    """How a message of a kind reaches its user in the platform."""

    NOW = "now", "立即提醒"
    DIGEST = "digest", "每日汇总"
    OFF = "off", "不提醒"


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str
    group: Group
    required: bool = False
    "Cannot be switched off or put off: what the law sets a time for, and what concerns the account."
    sms: str = ""
    "The template of the message to the phone; empty: none is ever sent."
    sms_first: bool = False
    "Whether it goes to the phone unless the user says otherwise."
    at_night: bool = False
    "Urgent enough to wake somebody."


KINDS = (
    Kind("approvals", "审批待办和结果", Group.TODO, required=True, sms="notice"),
    Kind(
        "joining.personal",
        "我的认领、移交和角色变动",
        Group.ENTERPRISES,
        required=True,
        sms="notice",
        sms_first=True,
    ),
    Kind("privacy", "我的更正、删除申请", Group.SYSTEM, required=True, sms="notice"),
    Kind("joining", "认领、加入和成员变动", Group.ENTERPRISES, required=True, sms="notice"),
    Kind("professionals", "专家和机构入驻", Group.ENTERPRISES, required=True, sms="notice"),
    Kind("statuses", "企业状态变更", Group.ENTERPRISES, required=True),
    Kind("hazards.major", "重大事故隐患", Group.HAZARDS, required=True, sms="notice", sms_first=True, at_night=True),
    Kind("hazards.assign", "派给我的隐患", Group.HAZARDS, required=True, sms="notice", sms_first=True),
    Kind("hazards", "隐患办理进展", Group.HAZARDS, sms="notice"),
    Kind("whistle", "吹哨处理和上报", Group.TODO, required=True),
    Kind("accidents", "事故报告和调查", Group.TODO, required=True, sms="notice", sms_first=True, at_night=True),
    Kind("accidents.due", "事故调查和工伤申请到期", Group.DUE, required=True),
    Kind("cases", "典型事故案例学习", Group.RISKS),
    Kind("regulations", "制度征求意见和学习", Group.ENTERPRISES),
    Kind("regulations.review", "制度评审到期", Group.DUE),
    Kind("posts", "岗位责任签收和考核结果", Group.ENTERPRISES),
    Kind("risks", "风险点和风控任务", Group.RISKS),
    Kind("plans.due", "巡检保养到期", Group.DUE, sms="notice"),
    Kind("equipment.due", "设备检验到期", Group.DUE, required=True, sms="notice"),
    Kind("certificates.due", "证书到期", Group.DUE, sms="notice"),
    Kind("imports.done", "导入完成", Group.FILES),
    Kind("imports.rows", "他人批量导入了记录", Group.FILES, required=True),
    Kind("exports.done", "导出完成", Group.FILES),
    Kind("digest", "每日汇总", Group.SYSTEM),
    Kind("system", "系统消息", Group.SYSTEM, required=True),
)
"Which kinds go to a phone is the city's choice and not the law's: 待核."
BY_CODE = {kind.code: kind for kind in KINDS}
NIGHT = (time(22), time(7))
"When phones are left alone, local time. 待核."


def kind_of(code: str) -> Kind:
    """The kind of a message; what is not listed is a system message that cannot be switched off."""
    return BY_CODE.get(code) or BY_CODE.get(code.partition(".")[0]) or BY_CODE["system"]


def codes_of(group: str) -> list[str]:
    """The kinds of a group, as the table lists them."""
    return [kind.code for kind in KINDS if kind.group == group]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wants of a kind."""

    mode: str
    sms: bool


def wish(kind: Kind, chosen: Wish | None) -> Wish:
    """What a user gets: what he chose, as far as the kind leaves a choice."""
    asked = chosen or Wish(Mode.NOW, kind.sms_first)
    mode = Mode.NOW if kind.required else asked.mode
    return Wish(mode, bool(kind.sms) and asked.sms and mode != Mode.OFF)


def send_after(kind: Kind, now: datetime) -> datetime:
    """When a message may go to the phone: at once, or in the morning. `now` is local."""
    evening, morning = NIGHT
    if kind.at_night or morning <= now.time() < evening:
        return now
    day = now.date() + timedelta(days=1 if now.time() >= evening else 0)
    return datetime.combine(day, morning, tzinfo=now.tzinfo)
