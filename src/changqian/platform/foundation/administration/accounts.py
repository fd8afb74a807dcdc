"""Accounts as the system administrator keeps them: what gives nobody a right, he does himself; the rest he asks for."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from changqian.platform.foundation.accounts import sessions
from changqian.platform.foundation.accounts.limits import idle_after, link_lives
from changqian.platform.foundation.accounts.models import Assignment, User, UserSession
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, End
from changqian.platform.foundation.accounts.services import create_user, issue_link, link_url
from changqian.platform.foundation.administration.concerning import ERASED
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.rules import Act, Kind, Status
from changqian.platform.foundation.administration.services import ask
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.records.fields import blinds
from changqian.platform.foundation.sms.rules import phone_number
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import require
from changqian.platform.kernel.text import normal

MOST_ROLES = 20
"That a new account can ask for at once."


def accounts(*, now: datetime) -> QuerySet[User]:
    """Every account with what a list says of it: roles, last sign-in, whether online, how many requests wait."""
    held = Assignment.objects.filter(user=OuterRef("pk")).order_by("pk").values("role__name")
    signed_in = UserSession.objects.filter(user=OuterRef("pk")).order_by("-started_at").values("started_at")[:1]
    online = UserSession.objects.filter(user=OuterRef("pk"), ended_at=None, last_input_at__gt=now - idle_after())
    waiting = Request.objects.filter(user=OuterRef("pk"), status=Status.PENDING).order_by().values("user")
    people = User.objects.filter(is_system=False, client=None)  # interface clients have a page of their own
    rows = people.select_related("department")
    return rows.annotate(
        role_names=ArraySubquery(held),
        last_sign_in=Subquery(signed_in),
        is_online=Exists(online),
        pending=Subquery(waiting.annotate(n=Count("pk")).values("n")),
    )


def looked_for(rows: QuerySet[User], text: str) -> QuerySet[User]:
    """By name, user name, department or firm, whatever the width, case and spaces; by a whole telephone number."""
    asked = normal(text)
    with suppress(RuleViolation):
        return rows.filter(phone_index__in=blinds(phone_number(asked)))
    firm = Assignment.objects.filter(user=OuterRef("pk"), enterprise__name__icontains=asked)
    return rows.filter(
        Q(name__icontains=asked) | Q(username__icontains=asked) | Q(department__name__icontains=asked) | Exists(firm)
    )


@transaction.atomic
def create_account(
    *,
    actor: User,
    username: str,
    name: str,
    phone: str = "",
    department: Department | None = None,
    roles: Iterable[Mapping[str, Any]] = (),
    reason: str,
    now: datetime,
) -> User:
    """An account without a right, and a request for each role wanted. All of it or nothing."""
    require(actor, f"administration.{Act.CREATE_USER}")
    if not 2 <= len(name.strip()) <= 50:
        raise RuleViolation("请填写真实姓名，2至50字", field="name")
    roles = list(roles)
    if len(roles) > MOST_ROLES:
        raise RuleViolation(f"一次最多申请{MOST_ROLES}个角色", field="roles")
    user = create_user(actor=actor, username=username, name=name.strip(), phone=phone)
    if department:
        user.department = department
        user.save(update_fields=["department"])
    for number, wanted in enumerate(roles, start=1):
        try:
            ask(actor=actor, kind=Kind.GRANT, reason=reason, now=now, user=user.pk, **wanted)
        except RuleViolation as error:
            raise RuleViolation(f"第{number}个角色：{error}", field="roles") from error
    return user


@transaction.atomic
def edit_account(pk: int, *, actor: User, now: datetime, **given: Any) -> User:
    """Name and department. Old and new values enter the trail."""
    require(actor, f"administration.{Act.EDIT_USER}")
    user = _locked(pk)
    if user.erased_at:
        raise RuleViolation(ERASED)
    changes: dict[str, list[object]] = {}
    if "name" in given and not 2 <= len(str(given["name"]).strip()) <= 50:
        raise RuleViolation("请填写真实姓名，2至50字", field="name")
    for column in ("name", "department"):
        new = given.get(column, getattr(user, column))
        new = new.strip() if isinstance(new, str) else new
        if getattr(user, column) != new:
            changes[column] = [getattr(user, column), new]
            setattr(user, column, new)
    if changes:
        user.save(update_fields=list(changes))
        record(actor=actor, action=f"administration.{Act.EDIT_USER}", row=user, changes=changes)
    return user


@transaction.atomic
def sign_in_link(pk: int, *, actor: User, now: datetime) -> tuple[str, datetime]:
    """The address of a one-time link for a new account, or after an approved reset; and when it ends.

    Never for an administrator: whoever holds another administrator's link is two of the three.
    """
    require(actor, f"administration.{Act.ISSUE_LINK}")
    user = _locked(pk)
    if not user.is_active:
        raise RuleViolation(f"{user.name}的账号已停用，请先申请恢复")
    if _administers(user):
        raise RuleViolation("管理员的登录链接不在这里签发，请由运维人员在服务器上用 changqian links 生成并当面交给本人")
    if _has_a_way_in(user, now=now):
        raise RuleViolation(f"{user.name}已经登录过，请先提出“重置密码”申请，批准后再签发链接")
    url = link_url(user, issue_link(user, actor=actor, now=now))
    return url, now + link_lives()


def _administers(user: User) -> bool:
    """Whether the account is one of the three, or about to be."""
    wanted = Request.objects.filter(user=user, kind=Kind.GRANT, status=Status.PENDING, role__code__in=ADMINISTRATORS)
    return user.assignments.filter(role__code__in=ADMINISTRATORS).exists() or wanted.exists()


def _has_a_way_in(user: User, *, now: datetime) -> bool:
    """Whether somebody signed in before, and no reset was approved since the last link was used."""
    used = UserSession.objects.filter(user=user).order_by("-started_at").values_list("started_at", flat=True).first()
    if used is None and not user.has_usable_password():
        return False
    reset = Request.objects.filter(user=user, kind=Kind.RESET_PASSWORD, status=Status.APPROVED)
    since = max(used or now - timedelta(days=1), now - timedelta(days=1))
    return not reset.filter(decided_at__gt=since).exists()


@transaction.atomic
def end_session(pk: int, *, actor: User, reason: str, now: datetime) -> UserSession:
    """Kick somebody out, once. He is told why when he comes back."""
    require(actor, f"administration.{Act.END_SESSION}")
    session = UserSession.objects.select_related("user").get(pk=pk)
    if session.ended_at is None:
        sessions.end(session, End.KICKED, now=now)
        told = {"address": session.address, "reason": reason}
        record(actor=actor, action=f"administration.{Act.END_SESSION}", row=session.user, changes=told)
    return session


def _locked(pk: int) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=pk, is_system=False, client=None)
