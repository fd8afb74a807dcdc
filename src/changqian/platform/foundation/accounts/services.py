"""Users and the ways in that are made for them: one-time links and access tokens."""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.limits import link_lives, password_history
from changqian.platform.foundation.accounts.models import (
    AccessToken,
    Assignment,
    OldPassword,
    Role,
    SignInLink,
    User,
    UserSetting,
)
from changqian.platform.foundation.accounts.roles import ROLES
from changqian.platform.foundation.accounts.rules import (
    ADMINISTRATORS,
    MOST_SETTINGS,
    Act,
    Home,
    merged,
    refuse_setting,
    together,
)
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.sms.rules import PHONE, phone_number
from changqian.platform.foundation.sms.services import send
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.sealed import blind, blinds, masked

CAST = (
    "officer",
    "principal",
    "worker",
    "town",
    "district",
    "city",
    "rival",
    "expert",
    "auditor",
    "sysadmin",
    "secadmin",
    "two_roles",
)
"The user names of the demonstration city's people, in the order they are announced."


def platform() -> User:
    """The user in whose name jobs act. Nobody can sign in as it."""
    user, made = User.objects.get_or_create(is_system=True, defaults={"username": "platform", "name": "平台"})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def load_roles() -> int:
    """Bring the delivered roles up to date; return how many there are."""
    for role in ROLES:
        new = sorted(role.permissions)
        row, made = Role.objects.get_or_create(
            code=role.code, defaults={"name": role.name, "home": role.home, "permissions": new, "delivered": new}
        )
        if made or row.delivered == new:
            continue
        # What the city changed stays changed; the three administrators are the platform's to define.
        kept = row.edited and role.code not in ADMINISTRATORS
        permissions = sorted(merged(row.permissions, row.delivered, new)) if kept else new
        if permissions != row.permissions:
            changes = {"permissions": [row.permissions, permissions]}
            record(actor=platform(), action=f"accounts.{Act.DELIVER_ROLE}", row=row, changes=changes)
        row.permissions, row.delivered = permissions, new
        row.save(update_fields=["permissions", "delivered"])
    return len(ROLES)


def known_as(typed: str) -> str:
    """The user name that somebody who types it, or the number of his phone, means; in lower case.

    What nobody is called comes back as it is: whoever tries it is told nothing but that it is wrong.
    """
    name = typed.strip().lower()
    found = User.with_phone(name) if re.match(PHONE, name) else None
    return found.username if found else name


@transaction.atomic
def create_user(
    *,
    actor: User,
    username: str,
    name: str,
    phone: str = "",
    roles: Iterable[tuple[str, Mapping[str, object]]] = (),
) -> User:
    """A user without a password, who comes in by link. `roles` are (code, bounds) with the bounds of an Assignment.

    For the platform's own commands: it asks no permission.
    """
    username, roles = username.strip().lower(), list(roles)
    if not username or len(username) > 40 or not username.replace("_", "").replace("-", "").replace(".", "").isalnum():
        raise RuleViolation("账号应为1至40位字母、数字、点、下划线或连字符", field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise RuleViolation(f"账号{username}已存在", field="username")
    codes = {code for code, _ in roles}
    if not together(codes):
        raise RuleViolation("系统管理员、安全保密管理员、安全审计员不能由同一人担任", field="roles")
    for code in sorted(ADMINISTRATORS & codes):
        if Assignment.objects.filter(role__code=code, user__is_active=True).exists():
            raise RuleViolation("已有这类管理员，请由系统管理员提出申请、安全保密管理员批准", field="roles")
    phone = phone_number(phone) if phone else ""
    if phone and User.objects.filter(phone_index__in=blinds(phone)).exists():
        raise RuleViolation("此手机号已用于另一个账号", field="phone")
    user = User(username=username, name=name, phone=phone, phone_index=blind(phone))
    user.set_unusable_password()
    user.save()
    told = [assign(user, code, bounds) for code, bounds in roles]
    record(
        actor=actor,
        action=f"accounts.{Act.CREATE}",
        row=user,
        changes={"username": username, "name": name, "roles": told},
    )
    return user


def assign(user: User, code: str, bounds: Mapping[str, object]) -> dict[str, object]:
    """Give a user a role within bounds; return what the trail says about it."""
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise RuleViolation(f"没有角色{code}", field="roles")
    if not any(bounds.get(name) for name in ("region", "department", "enterprise")):
        raise RuleViolation(f"请为角色{role.name}指定区划、部门或企业", field="roles")
    Assignment.objects.create(user=user, role=role, **bounds)
    return {"role": code, **bounds}


def refuse_password(user: User, password: str) -> None:
    """RuleViolation with everything that is wrong with it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RuleViolation("；".join(error.messages), field="password") from error


def refuse_old_password(user: User, password: str) -> None:
    """RuleViolation for one of the last few. Apart from the rest, because it tells something about the user."""
    most = password_history()
    earlier = user.old_passwords.order_by("-pk").values_list("password", flat=True)[: most - 1]
    if any(check_password(password, each) for each in (user.password, *earlier) if each):
        raise RuleViolation(f"新密码不能与最近{most}次用过的密码相同", field="password")


@transaction.atomic
def set_password(user: User, password: str, *, now: datetime) -> None:
    """RuleViolation if the password breaks a rule or was used before. For callers who have shown whose it is."""
    refuse_password(user, password)
    refuse_old_password(user, password)
    if user.has_password:
        OldPassword.objects.create(user=user, password=user.password, created_at=now)
    kept = user.old_passwords.order_by("-pk").values_list("pk", flat=True)[: password_history()]
    user.old_passwords.exclude(pk__in=list(kept)).delete()
    user.set_password(password)
    user.password_changed_at = now
    user.save(update_fields=["password", "password_changed_at"])


@transaction.atomic
def change_phone(user: User, phone: str, *, actor: User, now: datetime) -> None:
    """Another number, shown to be the user's before. Whoever holds the old one is told."""
    phone, before = phone_number(phone), user.phone
    refuse_taken(phone, user)
    user.phone, user.phone_index = phone, blind(phone)
    user.save(update_fields=["phone", "phone_index"])
    told = [masked(before), masked(phone)]
    record(actor=actor, action=f"accounts.{Act.CHANGE_PHONE}", row=user, changes={"phone": told})
    if before:
        tell(user, "phone_changed", phone=before, now=now)


def refuse_taken(phone: str, user: User) -> None:
    """RuleViolation if the number is another user's: single sign-on and lost passwords find people by it."""
    if User.objects.filter(phone_index__in=blinds(phone)).exclude(pk=user.pk).exists():
        raise RuleViolation("此手机号已用于另一个账号，请先在那个账号中更换，或联系系统管理员", field="phone")


def tell(user: User, template: str, *, phone: str = "", now: datetime) -> None:
    """Say by short message that something about the account changed; to nobody where no number is known."""
    if phone := phone or user.phone:
        params = {"username": user.username, "time": f"{timezone.localtime(now):%m月%d日%H:%M}"}
        send(phone, template=template, params=params, now=now)


@transaction.atomic
def issue_link(user: User, *, actor: User, now: datetime) -> str:
    """The secret of a new one-time link, kept only as its digest; earlier unused links of the user end."""
    SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, token_hash=digest(secret), created_at=now, expires_at=now + link_lives())
    record(actor=actor, action=f"accounts.{Act.ISSUE_LINK}", row=user, changes={})
    return secret


def link_url(user: User, secret: str) -> str:
    """Where a one-time link leads: the phone's page for those who only work on a phone."""
    homes = set(user.assignments.values_list("role__home", flat=True))
    return f"{settings.PUBLIC_URL}{'/m' if homes == {Home.MOBILE} else ''}/sign-in?link={secret}"


def invite(user: User, *, actor: User, now: datetime) -> None:
    """A one-time link to the phone of somebody who never signed in; opened there, it leads to setting a password."""
    if not user.phone or user.has_password or user.sessions.exists():
        return
    secret = issue_link(user, actor=actor, now=now)
    link = f"{settings.PUBLIC_URL}/m/sign-in?link={secret}&next=/mine/account"
    hours = int(link_lives().total_seconds() // 3600)
    params = {"name": user.name, "username": user.username, "hours": str(hours), "link": link}
    send(user.phone, template="account_opened", params=params, useless_at=now + link_lives(), now=now)


def redeem_link(secret: str, *, now: datetime) -> User:
    """The user of a link, which is used up by this. One statement, so that of two who try at once one gets in."""
    link = SignInLink.objects.filter(token_hash=digest(secret)).select_related("user").first()
    if link is None or not link.user.is_active:
        raise RuleViolation("登录链接无效，请重新获取")
    if not SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise RuleViolation("登录链接已使用或已过期，请重新获取")
    return link.user


@transaction.atomic
def issue_token(user: User, *, actor: User, name: str, lives: timedelta, now: datetime) -> str:
    """The secret of a new access token, kept only as its digest."""
    secret = secrets.token_urlsafe(32)
    AccessToken.objects.create(user=user, name=name, token_hash=digest(secret), created_at=now, expires_at=now + lives)
    record(actor=actor, action=f"accounts.{Act.ISSUE_TOKEN}", row=user, changes={"name": name})
    return secret


def token_holder(secret: str, *, now: datetime) -> AccessToken | None:
    """The token with its user, if it still opens anything; its use is noted once a minute."""
    found = (
        AccessToken.objects.filter(token_hash=digest(secret), revoked_at=None, expires_at__gt=now)
        .filter(user__is_active=True)
        .select_related("user")
        .first()
    )
    if found and (found.last_used_at is None or now - found.last_used_at > timedelta(minutes=1)):
        AccessToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def digest(secret: str) -> str:
    """What is stored of a secret. Plain SM3 will do: the secrets are 32 random bytes, nothing to guess at."""
    return sm3(secret.encode("utf-8", "replace"))


def forget_used(*, now: datetime) -> int:
    """Remove links and tokens that have been of no use for 180 days; the trail keeps that they were there."""
    before = now - timedelta(days=180)
    gone = SignInLink.objects.filter(expires_at__lt=before).delete()[0]
    return gone + AccessToken.objects.filter(expires_at__lt=before).delete()[0]


def setting_of(user: User, key: str) -> object:
    """What the user keeps under this name; None if nothing."""
    return UserSetting.objects.filter(user=user, key=key).values_list("value", flat=True).first()


def keep_setting(*, actor: User, key: str, value: object, now: datetime) -> None:
    """None takes it away. Not audited: how somebody arranges his own columns is nobody's business."""
    own = UserSetting.objects.filter(user=actor)
    if value is None:
        own.filter(key=key).delete()
        return
    refuse_setting(value)
    if not own.filter(key=key).exists() and own.count() >= MOST_SETTINGS:
        raise RuleViolation(f"每人最多保存{MOST_SETTINGS}项个人设置，请先清理不用的常用查询")
    UserSetting.objects.update_or_create(user=actor, key=key, defaults={"value": value, "updated_at": now})
