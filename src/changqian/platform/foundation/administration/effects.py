"""What an approved request does: in the transaction of the approval, with old and new values in the trail.

The account is locked first, so that two approvals about one person come one after the other; where an administrator
goes, his role is locked too, so that two approvals cannot remove the last two of a kind at once.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from changqian.platform.foundation.accounts import second_factor, sessions
from changqian.platform.foundation.accounts.models import AccessToken, Assignment, Role, SignInLink, User, UserSession
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS, End
from changqian.platform.foundation.accounts.services import change_phone, invite, platform, tell
from changqian.platform.foundation.administration.concerning import (
    CHECKS,
    codes_of,
    roles_in_words,
    wanted_assignment,
    wanted_of,
)
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.rules import Kind, refuse_together
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.jobs.services import announce
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.parameters.services import keep
from changqian.platform.foundation.parameters.services import value as value_of
from changqian.platform.kernel.errors import RuleViolation

ROLES_CHANGED = "administration.roles_changed"
"Announced with the accounts (`users`) whose roles an approved request gave or took."


def take_effect(request: Request, *, actor: User, now: datetime) -> None:
    """RuleViolation if what was asked for can no longer be done: the sentence says what stands in the way."""
    DOING[Kind(request.kind)](request, actor, now)


def _told(request: Request, actor: User, row: Any, changes: Mapping[str, object]) -> None:
    told = {"request": request.pk, "requested_by": request.created_by.name, **changes}
    record(actor=actor, action=f"administration.{request.kind}", row=row, changes=told)


def locked_account(pk: Any) -> User:
    """The account under a lock, so that what is decided about it is decided one after the other."""
    return User.objects.select_for_update().get(pk=pk)


def refuse_last(user: User, codes: set[str]) -> None:
    """RuleViolation if the last active administrator of a kind would go. The role's row is the lock."""
    for code in sorted(ADMINISTRATORS & codes):
        role = Role.objects.select_for_update().get(code=code)
        others = Assignment.objects.filter(role=role, user__is_active=True).exclude(user=user)
        if not others.exists():
            raise RuleViolation(f"{user.name}是最后一名在用的{role.name}，请先增加一名再办理")


def _grant(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    if not user.is_active:
        raise RuleViolation(f"{user.name}的账号已停用")
    before = roles_in_words(user)
    wanted = wanted_assignment(user, request.payload)
    refuse_together(codes_of(user), [wanted.role.code])
    wanted.save()
    _come_in_anew(user, [wanted.role.code], now=now)
    announce(ROLES_CHANGED, users=[user.pk])
    _told(request, actor, user, {"roles": [before, roles_in_words(user)]})


def _grant_many(request: Request, actor: User, now: datetime) -> None:
    for grant in request.payload["grants"]:
        user = locked_account(grant["user"])
        before = roles_in_words(user)
        wanted_of(grant).save()
        _told(request, actor, user, {"roles": [before, roles_in_words(user)]})
        invite(user, actor=actor, now=now)
    announce(ROLES_CHANGED, users=[grant["user"] for grant in request.payload["grants"]])


def _revoke(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    row = user.assignments.filter(pk=request.payload["assignment"]).select_related("role").first()
    if row is None:
        raise RuleViolation("这个角色已经撤销")
    if user.is_active:
        refuse_last(user, {row.role.code})
    before = roles_in_words(user)
    row.delete()
    announce(ROLES_CHANGED, users=[user.pk])
    _told(request, actor, user, {"roles": [before, roles_in_words(user)]})


def _define_role(request: Request, actor: User, now: datetime) -> None:
    CHECKS[Kind.DEFINE_ROLE](request.payload, now)
    role = Role.objects.create(code=f"own_{request.pk}", **request.payload)
    request.role = role
    Request.objects.filter(pk=request.pk).update(role=role)
    _told(request, actor, role, {name: [None, value] for name, value in request.payload.items()})


def _change_role(request: Request, actor: User, now: datetime) -> None:
    role = Role.objects.select_for_update().get(code=request.role.code if request.role else "")
    was = {"name": role.name, "home": role.home, "permissions": sorted(role.permissions)}
    if was != request.before:
        raise RuleViolation("角色在申请之后又有变化，请退回，由系统管理员核对后重新申请")
    CHECKS[Kind.CHANGE_ROLE]({**request.payload, "role": role.pk}, now)
    for name, value in request.payload.items():
        setattr(role, name, value)
    role.edited = True
    role.save()
    new = {name: [was[name], value] for name, value in request.payload.items() if was[name] != value}
    _told(request, actor, role, new)


def _dismiss(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    if not user.is_active:
        raise RuleViolation(f"{user.name}的账号已停用")
    refuse_last(user, codes_of(user))
    close(user, why=End.DISMISSED, now=now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _told(request, actor, user, {"is_active": [True, False]})


def _reenable(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    CHECKS[Kind.REENABLE]({"user": user.pk}, now)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _told(request, actor, user, {"is_active": [False, True], "roles": roles_in_words(user)})


def _hand_over(request: Request, actor: User, now: datetime) -> None:
    both = {user.pk: user for user in User.objects.select_for_update().filter(
        Q(pk=request.user_id) | Q(pk=request.payload["to"])).order_by("pk")}  # fmt: skip
    user, to = both[request.user_id or 0], both[request.payload["to"]]
    if not (user.is_active and to.is_active):
        raise RuleViolation("双方账号都在用时才能交接")
    refuse_together(codes_of(to), codes_of(user))
    before, to_before = roles_in_words(user), roles_in_words(to)
    for row in user.assignments.select_related("role", "region", "department", "enterprise"):
        same = {"role": row.role, "own_only": row.own_only, "region": row.region}
        if to.assignments.filter(**same, department=row.department, enterprise=row.enterprise).exists():
            row.delete()
        else:
            row.user = to
            row.save(update_fields=["user"])
    close(user, why=End.DISMISSED, now=now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _come_in_anew(to, codes_of(to), now=now)
    announce(ROLES_CHANGED, users=[user.pk, to.pk])
    _told(request, actor, user, {"roles": [before, []], "is_active": [True, False]})
    _told(request, actor, to, {"roles": [to_before, roles_in_words(to)]})


def _reset_password(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    close(user, why=End.RESET, now=now)
    _told(request, actor, user, {})


def _change_phone(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    change_phone(user, request.phone, actor=actor, now=now)
    _told(request, actor, user, {"phone": [request.before["phone"], request.payload["phone"]]})


def _reset_factor(request: Request, actor: User, now: datetime) -> None:
    user = locked_account(request.user_id)
    CHECKS[Kind.RESET_FACTOR]({"user": user.pk}, now)
    take_factor(user, actor=actor, now=now)
    _told(request, actor, user, {})


def take_factor(user: User, *, actor: User, now: datetime) -> None:
    """The second factor goes with whatever is open; its owner is told, in case it was not he who lost it."""
    second_factor.reset(user, actor=actor)
    close(user, why=End.RESET, now=now)
    tell(user, "factor_reset", now=now)


def _set_parameter(request: Request, actor: User, now: datetime) -> None:
    key, old = request.payload["key"], value_of(request.payload["key"])
    at = parse_datetime(request.payload.get("effective_at") or "") or now
    row = keep(key, request.payload["value"], by=actor, reason=request.reason, effective_at=at, now=now)
    _told(request, actor, row, {"key": key, "value": [old, row.value], "effective_at": row.effective_at})
    auditors = User.objects.filter(is_active=True, assignments__role__code="auditor")
    # They watch by these thresholds: nobody moves one behind their backs.
    notify(auditors, kind="administration", title=request.summary[:100], body=request.reason, link="/alerts", now=now)


def _come_in_anew(user: User, codes: Collection[str], *, now: datetime) -> None:
    """Whoever becomes one of the three gets in by a link from the server alone: who made the account may have set its
    password and its phone while it was nobody's, and would be two of the three."""
    if ADMINISTRATORS.isdisjoint(codes):
        return
    user.set_unusable_password()
    user.phone = user.phone_index = ""
    user.save(update_fields=["password", "phone", "phone_index"])
    if second_factor.enrolled(user):
        second_factor.reset(user, actor=platform())
    close(user, why=End.RESET, now=now)


def close(user: User, *, why: End, now: datetime) -> None:
    """End whatever the account has open: sessions with their streams, access tokens, links not used yet."""
    for session in UserSession.objects.filter(user=user, ended_at=None).select_related("user"):
        sessions.end(session, why, now=now)
    AccessToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)


DOING = {
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
