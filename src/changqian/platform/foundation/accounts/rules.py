"""What the rules of signing in say: how long, how often, and what a password must be. No database, no clock.

GB/T 22239-2019 7.1.4.1 asks for complexity, lockout and a timeout; the tender (ES21) sets half an hour.
"""

import json
import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

INPUT_NOTED_EVERY = timedelta(seconds=30)
"Input is written down at most this often."

TOKEN_LIVES = timedelta(days=1)
TICKET_LIVES = timedelta(seconds=60)

LOCKED_AFTER = 5
LOCKED_FOR = timedelta(minutes=15)

CLASSES = ((r"[A-Z]", "大写字母"), (r"[a-z]", "小写字母"), (r"[0-9]", "数字"), (r"[^A-Za-z0-9\s]", "特殊字符"))
LEAST_LENGTH, MOST_LENGTH = 8, 64


class Act(TextChoices):
    """What the trail says about users."""

    CREATE = "create", "新建用户"
    SIGN_IN = "sign_in", "登录"
    SIGN_OUT = "sign_out", "退出登录"
    REFUSE = "refuse", "登录被拒绝"
    END_SESSION = "end_session", "会话结束"
    ISSUE_LINK = "issue_link", "生成登录链接"
    ISSUE_TOKEN = "issue_token", "生成访问令牌"
    DELIVER_ROLE = "deliver_role", "随升级更新角色"


class Home(TextChoices):
    """Where a person begins."""

    DESKTOP = "desktop", "电脑端"
    MOBILE = "mobile", "手机端"


class Audience(TextChoices):
    """The servers a ticket can be for."""

    PUSH = "push", "消息推送"


class End(TextChoices):
    """Why a session is over."""

    SIGNED_OUT = "signed_out", "已退出登录"
    IDLE = "idle", "长时间没有操作"
    REPLACED = "replaced", "已在别处登录"
    KICKED = "kicked", "已被管理员强制下线"
    DISMISSED = "dismissed", "账号已停用"
    RESET = "reset", "密码或第二因子已重置"


ADMINISTRATORS = frozenset({"sysadmin", "secadmin", "auditor"})


def together(roles: Iterable[str]) -> bool:
    """Whether one person may hold these roles: of the three administrators, each watches the other two. (三员分立)"""
    return len(ADMINISTRATORS.intersection(roles)) <= 1


def merged(mine: Collection[str], before: Collection[str], delivered: Collection[str]) -> frozenset[str]:
    """The permissions of a delivered role after an upgrade: what the city took or gave stays taken or given.

    `before` is what was delivered last time. What delivery adds is added, what it drops is dropped.
    """
    return frozenset((set(mine) | (set(delivered) - set(before))) - (set(before) - set(delivered)))


def weaknesses(password: str, username: str) -> list[str]:
    """What is wrong with a password, one sentence each; empty when it will do."""
    found = []
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        found.append(f"密码长度应为{LEAST_LENGTH}至{MOST_LENGTH}位")
    if missing := [name for pattern, name in CLASSES if not re.search(pattern, password)]:
        found.append(f"密码须同时包含大写字母、小写字母、数字和特殊字符，还缺少{'、'.join(missing)}")
    if username and username.lower() in password.lower():
        found.append("密码不能包含账号")
    return found


def locked_sentence(until: datetime) -> str:
    """What somebody is told whose account is locked; `until` is local time."""
    return f"密码连续输错{LOCKED_AFTER}次，账号已锁定，{until:%H:%M}后可再试；急需登录请联系系统管理员"


SETTING_KEY = r"[a-z0-9.-]{1,60}"
LARGEST_SETTING = 20_000
MOST_SETTINGS = 200


def refuse_setting(value: object) -> None:
    """RuleViolation for a setting that is too long, or that the database would not take."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        raise RuleViolation("个人设置中有无法保存的字符或数字", field="value") from None
    if b"\\u0000" in written:
        raise RuleViolation("个人设置中有无法保存的字符或数字", field="value")
    if len(written) > LARGEST_SETTING:
        raise RuleViolation(f"个人设置不能超过{LARGEST_SETTING // 1000}KB", field="value")
