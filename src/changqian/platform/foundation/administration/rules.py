"""Who of the three administrators does what, which requests there are, and what none of them may ever be given.

GB/T 22239-2019 7.1.4.2 asks for separated duties and least privilege; domain §12.1 for the three administrators:
the system administrator asks, the security administrator decides, the auditor reads what both did. Pure.
"""

from collections.abc import Collection, Iterable

from django.db.models import TextChoices

from changqian.platform.foundation.accounts.roles import ROLES
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, together
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Kind(TextChoices):
    """What can be asked for. Each is also what the trail says when it has come into effect."""

    GRANT = "grant", "授予角色"
    GRANT_MANY = "grant_many", "批量授予角色"
    REVOKE = "revoke", "撤销角色"
    DEFINE_ROLE = "define_role", "新建角色"
    CHANGE_ROLE = "change_role", "修改角色"
    DISMISS = "dismiss", "停用账号"
    REENABLE = "reenable", "恢复账号"
    HAND_OVER = "hand_over", "工作交接"
    RESET_PASSWORD = "reset_password", "重置密码"
    CHANGE_PHONE = "change_phone", "登记或更换手机号"
    RESET_FACTOR = "reset_factor", "重置动态口令"
    SET_PARAMETER = "set_parameter", "修改安全参数"


class Status(TextChoices):
    PENDING = "pending", "待审批"
    APPROVED = "approved", "已生效"
    REFUSED = "refused", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class Step(TextChoices):
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "退回"
    WITHDRAW = "withdraw", "撤回"


STEPS = Steps(
    noun="申请",
    statuses=Status,
    table={
        (Status.PENDING, Step.APPROVE): Status.APPROVED,
        (Status.PENDING, Step.REFUSE): Status.REFUSED,
        (Status.PENDING, Step.WITHDRAW): Status.WITHDRAWN,
    },
)


class State(TextChoices):
    """Whether somebody can sign in."""

    ACTIVE = "active", "在用"
    DISMISSED = "dismissed", "已停用"


class Act(TextChoices):
    """What the system administrator does by himself, because it gives nobody any right."""

    CREATE_USER = "create_user", "新建账号"
    EDIT_USER = "edit_user", "修改账号资料"
    ISSUE_LINK = "issue_link", "签发登录链接"
    END_SESSION = "end_session", "强制下线"


class Own(TextChoices):
    """What somebody asks about his own data; approvals know it by these words."""

    CORRECT = "privacy.correct", "更正个人信息"
    ERASE = "privacy.erase", "注销账号、删除个人信息"


RESERVED = frozenset().union(*(role.permissions for role in ROLES if role.code in ADMINISTRATORS)) - frozenset().union(
    *(role.permissions for role in ROLES if role.code not in ADMINISTRATORS)
)
"What belongs to one of the three administrators. No role but theirs may ever hold it."

MOST_GRANTS = 500
"In one request: more cannot be read before it is approved."

NAMES = {role.code: role.name for role in ROLES}


def refuse_together(held: Collection[str], wanted: Iterable[str]) -> None:
    """RuleViolation if one person would hold these roles: two of the three, or one of the three beside any other."""
    roles = {*held, *wanted}
    if not together(roles):
        raise RuleViolation("系统管理员、安全保密管理员、安全审计员不能由同一人担任", field="role")
    if ADMINISTRATORS & roles and len(roles) > 1:
        raise RuleViolation("管理员不能同时担任其他角色，请为其业务工作另建账号", field="role")


def refuse_definition(code: str, permissions: Collection[str], known: Collection[str]) -> None:
    """RuleViolation for a role that nobody may define: one of the three, or one that takes from what is theirs."""
    if code in ADMINISTRATORS:
        raise RuleViolation(f"{NAMES[code]}的权限由平台规定，不能修改", field="permissions")
    if unknown := sorted(set(permissions) - set(known)):
        raise RuleViolation(f"没有这项权限：{'、'.join(unknown)[:200]}", field="permissions")
    if RESERVED & set(permissions):
        raise RuleViolation("系统管理、审批和审计权限只属于三类管理员，不能放进其他角色", field="permissions")
    if not permissions:
        raise RuleViolation("请至少选择一项权限", field="permissions")


def refuse_judge(actor: int, requester: int, concerned: Collection[int]) -> None:
    """RuleViolation if somebody decides about what he asked for, or about himself."""
    if actor == requester:
        raise RuleViolation("不能审批自己提出的申请")
    if actor in concerned:
        raise RuleViolation("不能审批与自己账号有关的申请，请由另一名安全保密管理员办理")


def closed_way(asker: bool, judge: bool) -> str:
    """Why a second factor cannot be reset by request and approval; empty where it can.

    `asker`, `judge`: whether there is another active system and security administrator than whose factor it is.
    """
    if asker and judge:
        return ""
    return f"没有另一名在用的{NAMES['secadmin' if asker else 'sysadmin']}可以{'审批' if asker else '提出申请'}"
