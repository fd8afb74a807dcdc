"""What a request concerns, checked and put into words: the same when it is asked for and when it comes into effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, Home
from changqian.platform.foundation.accounts.services import refuse_taken
from changqian.platform.foundation.administration.rules import MOST_GRANTS, Kind, refuse_definition, refuse_together
from changqian.platform.foundation.enterprises.models import Department, Enterprise
from changqian.platform.foundation.parameters.rules import known as known_parameter
from changqian.platform.foundation.parameters.services import value as value_of
from changqian.platform.foundation.records.fields import masked
from changqian.platform.foundation.regions.models import Region
from changqian.platform.foundation.sms.rules import phone_number
from changqian.platform.kernel.errors import RuleViolation

ERASED = "账号已按本人申请注销，不能恢复或修改，需要时请新建账号"
BOUNDS: Mapping[str, Any] = {"region": Region, "department": Department, "enterprise": Enterprise}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is kept. `payload` and `before` hold ids, texts and lists only."""

    summary: str
    user: User | None = None
    role: Role | None = None
    phone: str = ""
    "The one thing asked for that is sealed."
    payload: Mapping[str, object] = field(default_factory=dict)
    before: Mapping[str, object] = field(default_factory=dict)


def asked(kind: str, given: Mapping[str, Any], *, now: datetime) -> Asked:
    """What is asked for, or the RuleViolation that says why it cannot be."""
    return CHECKS[Kind(kind)](given, now)


def labelled_permissions() -> dict[str, str]:
    """Every permission there is, with its label."""
    return {
        f"{model._meta.app_label}.{code}": str(label)
        for model in apps.get_models()
        if model.__module__.startswith("changqian.")
        for code, label in model._meta.permissions
    }


def bounds_in_words(row: Assignment) -> str:
    named = [each.name for each in (row.region, row.department, row.enterprise) if each]
    return "·".join(named) + ("（仅本人）" if row.own_only else "")


def assignment_in_words(row: Assignment) -> str:
    return f"{row.role.name}（{bounds_in_words(row)}）"


def roles_in_words(user: User) -> list[str]:
    held = user.assignments.select_related("role", "region", "department", "enterprise").order_by("pk")
    return [assignment_in_words(each) for each in held]


def codes_of(user: User) -> set[str]:
    return set(user.assignments.values_list("role__code", flat=True))


def wanted_assignment(user: User, payload: Mapping[str, Any]) -> Assignment:
    """The assignment that a payload describes, not saved; RuleViolation where it is none or is held already."""
    role = Role.objects.filter(pk=payload.get("role") or 0).first()
    if role is None:
        raise RuleViolation("请选择角色", field="role")
    bounds: dict[str, Any] = {}
    for name, model in BOUNDS.items():
        if pk := payload.get(name):
            rows = model.objects.filter(pk=pk)
            bounds[name] = (rows if model is Region else rows.current()).first()
            if bounds[name] is None:
                raise RuleViolation(f"没有这个{model._meta.verbose_name}", field=name)
    if not bounds:
        raise RuleViolation(f"请为角色{role.name}指定区划、部门或企业", field="region")
    if role.code in ADMINISTRATORS and (
        set(bounds) != {"region"} or bounds["region"].parent_id or payload.get("own_only")
    ):
        raise RuleViolation(f"{role.name}管理全市，请只指定全市区划", field="region")
    row = Assignment(user=user, role=role, own_only=bool(payload.get("own_only")), **bounds)
    same = {f"{name}_id": getattr(row, f"{name}_id") for name in BOUNDS}
    if user.pk and user.assignments.filter(role=role, own_only=row.own_only, **same).exists():
        raise RuleViolation(f"{user.name}已有角色{assignment_in_words(row)}", field="role")
    return row


def assignments_of(grants: Iterable[Mapping[str, Any]]) -> list[Assignment]:
    """Many payloads as assignments, not saved, for showing: what is named is read once."""
    grants = list(grants)
    named = {
        name: model.objects.in_bulk({each[name] for each in grants if each.get(name)}) for name, model in BOUNDS.items()
    }
    roles = Role.objects.in_bulk({each["role"] for each in grants})
    return [
        Assignment(
            user_id=each["user"], role=roles[each["role"]], **{name: named[name].get(each.get(name)) for name in BOUNDS}
        )
        for each in grants
    ]


def _grant(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given, active=True)
    payload = {name: given.get(name) for name in ("role", *BOUNDS)} | {"own_only": bool(given.get("own_only"))}
    wanted = wanted_assignment(user, payload)
    refuse_together(codes_of(user), [wanted.role.code])
    return Asked(
        f"授予{user.name}（{user.username}）角色{assignment_in_words(wanted)}",
        user=user, role=wanted.role, payload=payload, before={"roles": roles_in_words(user)},
    )  # fmt: skip


def _grant_many(given: Mapping[str, Any], now: datetime) -> Asked:
    grants = list(given.get("grants") or ())
    if not 0 < len(grants) <= MOST_GRANTS:
        raise RuleViolation("请在“账号”页从文件导入账号，系统会为整批提出申请", field="kind")
    each_wanted = [wanted_of(each) for each in grants]
    if ADMINISTRATORS & {wanted.role.code for wanted in each_wanted}:
        raise RuleViolation("三类管理员的角色须逐个申请", field="role")
    names = "、".join(sorted({wanted.role.name for wanted in each_wanted}))
    return Asked(f"为{len(grants)}个新账号授予角色：{names}", payload={"grants": grants})


def wanted_of(grant: Mapping[str, Any]) -> Assignment:
    """The assignment that one of many describes; RuleViolation says whose cannot be."""
    user = _user(grant, active=True)
    try:
        wanted = wanted_assignment(user, grant)
        refuse_together(codes_of(user), [wanted.role.code])
    except RuleViolation as error:
        raise RuleViolation(f"{user.name}（{user.username}）：{error}", field=error.field) from error
    return wanted


def _revoke(given: Mapping[str, Any], now: datetime) -> Asked:
    held = Assignment.objects.filter(pk=given.get("assignment") or 0)
    row = held.select_related("user", "role", "region", "department", "enterprise").first()
    if row is None:
        raise RuleViolation("请选择要撤销的角色", field="assignment")
    return Asked(
        f"撤销{row.user.name}（{row.user.username}）的角色{assignment_in_words(row)}",
        user=row.user, role=row.role, payload={"assignment": row.pk}, before={"roles": roles_in_words(row.user)},
    )  # fmt: skip


def _definition(given: Mapping[str, Any], code: str) -> dict[str, object]:
    name, home = str(given.get("name") or "").strip(), given.get("home") or Home.DESKTOP
    if not 2 <= len(name) <= 50:
        raise RuleViolation("角色名称应为2至50字", field="name")
    permissions = sorted(set(given.get("permissions") or ()))
    refuse_definition(code, permissions, labelled_permissions())
    if Role.objects.filter(name=name).exclude(code=code).exists():
        raise RuleViolation(f"已有名为“{name}”的角色", field="name")
    return {"name": name, "home": str(home), "permissions": permissions}


def _define_role(given: Mapping[str, Any], now: datetime) -> Asked:
    payload = _definition(given, "")
    return Asked(f"新建角色“{payload['name']}”，{len(list(payload['permissions']))}项权限", payload=payload)  # type: ignore[call-overload]


def _change_role(given: Mapping[str, Any], now: datetime) -> Asked:
    role = Role.objects.filter(pk=given.get("role") or 0).first()
    if role is None:
        raise RuleViolation("请选择角色", field="role")
    payload = _definition(given, role.code)
    before = {"name": role.name, "home": role.home, "permissions": sorted(role.permissions)}
    if payload == before:
        raise RuleViolation("与现在的角色相同，没有要修改的内容", field="permissions")
    more = len(set(payload["permissions"]) - set(role.permissions))  # type: ignore[call-overload]
    less = len(set(role.permissions) - set(payload["permissions"]))  # type: ignore[call-overload]
    said = "，".join(words for words in (f"增加{more}项权限" * bool(more), f"减少{less}项权限" * bool(less)) if words)
    return Asked(f"修改角色“{role.name}”：{said or '名称或首页'}", role=role, payload=payload, before=before)


def _dismiss(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given, active=True)
    return Asked(
        f"停用{user.name}（{user.username}）的账号",
        user=user,
        before={"is_active": True, "roles": roles_in_words(user)},
    )


def _reenable(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given)
    if user.is_active:
        raise RuleViolation(f"{user.name}的账号在用，不需要恢复", field="user")
    if user.erased_at:
        raise RuleViolation(ERASED, field="user")
    roles = roles_in_words(user)
    said = f"，恢复角色{'、'.join(roles)}" if roles else ""
    return Asked(
        f"恢复{user.name}（{user.username}）的账号{said}"[:300], user=user, before={"is_active": False, "roles": roles}
    )


def _hand_over(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given, active=True)
    to = _user(given, "to", active=True)
    if user == to:
        raise RuleViolation("请选择另一个账号接手", field="to")
    if not codes_of(user):
        raise RuleViolation(f"{user.name}没有角色可以交接，可以直接停用账号", field="user")
    refuse_together(codes_of(to), codes_of(user))
    return Asked(
        f"{user.name}（{user.username}）的角色交接给{to.name}（{to.username}），原账号停用",
        user=user, payload={"to": to.pk}, before={"roles": roles_in_words(user), "to_roles": roles_in_words(to)},
    )  # fmt: skip


def _reset_password(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given, active=True)
    return Asked(f"重置{user.name}（{user.username}）的密码，凭一次性链接重新登录", user=user)


def _change_phone(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given, active=True)
    phone = phone_number(str(given.get("phone") or ""))
    if phone == user.phone:
        raise RuleViolation(f"{user.name}登记的就是这个手机号", field="phone")
    refuse_taken(phone, user)
    said = "更换" if user.phone else "登记"
    return Asked(
        f"{said}{user.name}（{user.username}）的手机号：{masked(phone)}",
        user=user, phone=phone, payload={"phone": masked(phone)}, before={"phone": masked(user.phone)},
    )  # fmt: skip


def _reset_factor(given: Mapping[str, Any], now: datetime) -> Asked:
    user = _user(given, active=True)
    if not second_factor.enrolled(user):
        raise RuleViolation(f"{user.name}没有启用动态口令，不需要重置", field="user")
    left = second_factor.codes_left(user)
    return Asked(
        f"重置{user.name}（{user.username}）的动态口令，下次登录时重新启用",
        user=user, before={"factor": [f"已启用，还有{left}个恢复码" if left else "已启用，恢复码已用完"]},
    )  # fmt: skip


def _set_parameter(given: Mapping[str, Any], now: datetime) -> Asked:
    parameter = known_parameter(str(given.get("key") or ""))
    if not parameter.guarded:
        raise RuleViolation(f"“{parameter.label}”不涉及安全，可以直接修改", field="key")
    new, old = parameter.checked(given.get("value")), value_of(parameter.key)
    if new == old:
        raise RuleViolation(f"“{parameter.label}”现在就是{parameter.said(new)}", field="value")
    at = given.get("effective_at")
    moment = at if isinstance(at, datetime) else parse_datetime(at) if at else None
    when = f"，{timezone.localtime(moment):%Y-%m-%d %H:%M}起" if moment and moment > now else ""
    return Asked(
        f"“{parameter.label}”由{parameter.said(old)}改为{parameter.said(new)}{when}",
        payload={"key": parameter.key, "value": new, "effective_at": moment.isoformat() if moment else None},
        before={"value": old},
    )


def _user(given: Mapping[str, Any], name: str = "user", *, active: bool = False) -> User:
    user = User.objects.filter(pk=given.get(name) or 0, is_system=False, client=None).first()
    if user is None:
        raise RuleViolation("请选择账号", field=name)
    if active and not user.is_active:
        raise RuleViolation(f"{user.name}的账号已停用", field=name)
    return user


CHECKS = {
    Kind.GRANT: _grant,
    Kind.GRANT_MANY: _grant_many,
    Kind.REVOKE: _revoke,
    Kind.DEFINE_ROLE: _define_role,
    Kind.CHANGE_ROLE: _change_role,
    Kind.DISMISS: _dismiss,
    Kind.REENABLE: _reenable,
    Kind.HAND_OVER: _hand_over,
    Kind.RESET_PASSWORD: _reset_password,
    Kind.CHANGE_PHONE: _change_phone,
    Kind.RESET_FACTOR: _reset_factor,
    Kind.SET_PARAMETER: _set_parameter,
}
