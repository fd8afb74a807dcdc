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

DOORWAY_LIVES = timedelta(minutes=10)
"Between the right password and being in: a second factor, a new password."

RECOVERY_CODES = 10
FACTOR_TRIES, FACTOR_REST = 5, timedelta(minutes=15)

CLASSES = ((r"[A-Z]", "大写字母"), (r"[a-z]", "小写字母"), (r"[0-9]", "数字"), (r"[^A-Za-z0-9\s]", "特殊字符"))
LEAST_LENGTH, MOST_LENGTH = 8, 64


class Act(TextChoices):
    """What the trail says about users."""

    CREATE = "create", "新建用户"
    REGISTER = "register", "实名注册"
    PROVE_IDENTITY = "prove_identity", "实名核验"
    HOLD = "hold", "获得企业角色"
    PART = "part", "失去企业角色"
    TAKE_UP = "take_up", "入驻获得角色"
    GIVE_UP = "give_up", "入驻终止失去角色"
    SIGN_IN = "sign_in", "登录"
    SIGN_OUT = "sign_out", "退出登录"
    REFUSE = "refuse", "登录被拒绝"
    END_SESSION = "end_session", "会话结束"
    ISSUE_LINK = "issue_link", "生成登录链接"
    ISSUE_TOKEN = "issue_token", "生成访问令牌"
    SET_PASSWORD = "set_password", "设置密码"
    CHANGE_PHONE = "change_phone", "更换手机号"
    UNLOCK = "unlock", "解除锁定"
    ENROL = "enrol", "启用动态口令"
    RENEW_CODES = "renew_codes", "重新生成恢复码"
    RESET_FACTOR = "reset_factor", "重置动态口令"
    LOST_FACTOR = "lost_factor", "报告手机和恢复码丢失"
    BIND = "bind", "绑定统一身份"
    UNBIND = "unbind", "解除统一身份绑定"
    VIEW_OWN = "view_own", "查看本人信息原文"
    EXPORT_OWN = "export_own", "导出本人信息"
    ASK_ERASURE = "ask_erasure", "申请删除本人信息"
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
    ELSEWHERE = "elsewhere", "已从另一台设备退出"
    PASSWORD = "password", "密码已修改"


class Next(TextChoices):
    """What still stands between somebody in the doorway and being in."""

    SECOND_FACTOR = "second_factor", "输入动态口令"
    PASSWORD = "password", "修改密码"
    ENROL = "enrol", "启用动态口令"
    BIND = "bind", "绑定账号"


ADMINISTRATORS = frozenset({"sysadmin", "secadmin", "auditor"})


def together(roles: Iterable[str]) -> bool:
    """Whether one person may hold these roles: of the three administrators, each watches the other two. (三员分立)"""
    return len(ADMINISTRATORS.intersection(roles)) <= 1


def refuse_granting(roles: Iterable[str], *, demonstration: bool) -> None:
    """RuleViolation for a role that the server's command may not give: every grant is asked for by one and approved by
    another (domain §12.1), but for the first administrators, before whom nobody could. In the invented city nobody's
    rights are real."""
    if not demonstration and (others := sorted(set(roles) - ADMINISTRATORS)):
        raise RuleViolation(
            f"命令行只用来新建最初的三员，不能授予角色{'、'.join(others)}；"
            "请由系统管理员在“账号”页新建并申请角色，安全保密管理员批准",
            field="roles",
        )


def expired(changed_at: datetime | None, *, days: int, now: datetime) -> bool:
    """Whether a password is older than it may become. (domain §12.1)"""
    return changed_at is None or now - changed_at >= timedelta(days=days)


def still_to_do(
    *, roles: Iterable[str], enrolled: bool, proved: Iterable[str], bad_password: bool, waived: bool
) -> Next | None:
    """The next step of somebody who showed the first factor; None when he may come in.

    Administrators need a second factor (domain §12.1). It is asked for before a password is changed, so that a weak
    password alone changes nothing; whoever has none yet gets one last.
    """
    administrator = bool(ADMINISTRATORS.intersection(roles))
    if enrolled and Next.SECOND_FACTOR not in proved:
        return Next.SECOND_FACTOR
    if bad_password:
        return Next.PASSWORD
    if administrator and not enrolled and not waived:
        return Next.ENROL
    return None


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


def locked_sentence(until: datetime, *, after: int) -> str:
    """What somebody is told whose account is locked after so many tries; `until` is local time."""
    return f"密码连续输错{after}次，账号已锁定，{until:%H:%M}后可再试；急需登录请用短信解除锁定"


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
