"""How often a phone may be written to, how long a code is good, and what a message goes through. No database, no clock.

A code proves that somebody holds a phone: domain §12.1 asks for it at registration and at every change of a password.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

PHONE = r"^1[3-9]\d{9}$"
CODE_LENGTH = 6
CODE_LIVES = timedelta(minutes=5)
CODE_TRIES = 5

CODES_PER_PHONE = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (timedelta(days=1), 10))
"How many codes for one purpose a phone gets within how long."
MESSAGES_A_DAY = 50
"What the platform tells one phone within a day, codes not counted; more is a mistake of ours."

MOST_ATTEMPTS = 6
RECEIPT_WITHIN = timedelta(hours=72)
"Gateways report what came of a message within three days, or never."


class State(TextChoices):
    """What became of a message."""

    QUEUED = "queued", "待发送"
    SENT = "sent", "已提交"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "发送失败"
    REFUSED = "refused", "未发送"


class Purpose(TextChoices):
    """What a code is good for; one asked for to sign in does not change a password."""

    FIRST_PASSWORD = "first_password", "设置密码"
    RESET_PASSWORD = "reset_password", "找回密码"
    CHANGE_PASSWORD = "change_password", "修改密码"
    UNLOCK = "unlock", "解除锁定"
    CHANGE_PHONE = "change_phone", "更换手机号"
    NEW_PHONE = "new_phone", "确认新手机号"
    BIND_LOGIN = "bind_login", "绑定统一身份"
    REGISTER = "register", "注册"
    JOIN = "join", "加入企业"
    CONFIRM = "confirm", "确认重要操作"


def phone_number(text: str, *, field: str = "phone") -> str:
    """The eleven digits of a mobile number, whatever spaces and +86 it was typed with; RuleViolation otherwise."""
    digits = re.sub(r"[\s-]", "", text).removeprefix("+86")
    if not re.match(PHONE, digits):
        raise RuleViolation("请填写11位手机号", field=field)
    return digits


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"


def refuse_too_often(before: Sequence[datetime], *, now: datetime) -> None:
    """RuleViolation if the phone got its codes for this purpose at these times, and must wait for another."""
    for span, most in CODES_PER_PHONE:
        recent = sorted(at for at in before if now - at < span)
        if len(recent) >= most:
            raise RuleViolation(f"短信发送太频繁，请{waiting(recent[-most] + span - now)}后再试", field="code")


def waiting(time: timedelta) -> str:
    """48秒, 12分钟, 5小时: rounded up."""
    seconds = max(ceil(time.total_seconds()), 1)
    if seconds <= 60:
        return f"{seconds}秒"
    return f"{ceil(seconds / 60)}分钟" if seconds <= 3600 else f"{ceil(seconds / 3600)}小时"


def filled(body: str, params: Mapping[str, str]) -> str:
    """The text of a template with its {places} filled; KeyError for one that was not given."""
    return re.sub(r"\{(\w+)\}", lambda place: params[place[1]], body)
