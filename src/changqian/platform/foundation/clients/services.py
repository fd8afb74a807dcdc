"""Registering interface clients, and deciding what they may reach: asked for by one person, approved by another."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.rules import ADMINISTRATORS
from changqian.platform.foundation.accounts.services import assign, create_user
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.clients.models import Client, ClientKey, ClientSession
from changqian.platform.foundation.clients.operations import offered
from changqian.platform.foundation.clients.rules import (
    ADMINISTRATORS_CALL_NOTHING,
    MOST_OVERLAP_DAYS,
    STEPS,
    Status,
    Step,
    neat_networks,
    refuse_expiry,
)
from changqian.platform.foundation.clients.signing import new_secret
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation

BOUNDS = ("region", "department", "enterprise")
REACH = ("scope", "methods", "addresses", "expires_on")
"What a second person approves."


@transaction.atomic
def apply_client(*, actor: User, today: date, now: datetime, **fields: Any) -> Client:
    """Register a client with what it is meant to reach. It reaches nothing until that is approved."""
    reach = {name: fields.pop(name) for name in REACH}
    limits = fields.pop("method_limits", {})
    app_id = f"app-{secrets.token_hex(6)}"
    user = create_user(actor=actor, username=app_id, name=fields["name"][:50])
    return create(
        Client,
        actor=actor,
        action=f"clients.{Step.APPLY}",
        app_id=app_id,
        user=user,
        method_limits=_limits(limits),
        proposed=_proposal(today=today, **reach),
        proposed_by=actor,
        proposed_at=now,
        **fields,
    )


@transaction.atomic
def edit_client(pk: int, *, actor: User, expected_version: int | None, **fields: Any) -> Client:
    """What it is called, who answers for it, and how often it may call: nothing that widens its reach."""
    row = _at(pk, Step.EDIT, actor)
    if "method_limits" in fields:
        fields["method_limits"] = _limits(fields["method_limits"])
    return change(row, actor=actor, action=f"clients.{Step.EDIT}", expected_version=expected_version, **fields)


@transaction.atomic
def propose_reach(
    pk: int, *, actor: User, expected_version: int | None, today: date, now: datetime, **reach: Any
) -> Client:
    """Ask for another reach. Until it is approved the client goes on with what it has."""
    row = _at(pk, Step.PROPOSE, actor)
    proposed = _proposal(today=today, **reach)
    return change(
        row,
        actor=actor,
        action=f"clients.{Step.PROPOSE}",
        expected_version=expected_version,
        proposed=proposed,
        proposed_by=actor,
        proposed_at=now,
        verdict="",
    )


@transaction.atomic
def approve_reach(pk: int, *, actor: User, expected_version: int | None, today: date, verdict: str = "") -> Client:
    """Give the client what was asked for. Whoever asked does not approve."""
    row = _at(pk, Step.APPROVE, actor)
    asked = _asked(row, actor)
    refuse_expiry(date.fromisoformat(asked["expires_on"]), today=today)
    scope = _give(row.user, asked["scope"])
    before = row.status
    row = change(
        row,
        actor=actor,
        action=f"clients.{Step.APPROVE}",
        expected_version=expected_version,
        status=STEPS.after(before, Step.APPROVE),
        methods=asked["methods"],
        addresses=asked["addresses"],
        expires_on=date.fromisoformat(asked["expires_on"]),
        proposed=None,
        proposed_at=None,
        verdict=verdict,
    )
    record(actor=actor, action="clients.scope", row=row, changes={"scope": scope})
    return row


@transaction.atomic
def reject_reach(pk: int, *, actor: User, expected_version: int | None, verdict: str) -> Client:
    """It keeps what it has. What was asked for stays written down, to be asked for anew."""
    row = _at(pk, Step.REJECT, actor)
    _asked(row, actor)
    return change(
        row,
        actor=actor,
        action=f"clients.{Step.REJECT}",
        expected_version=expected_version,
        proposed_at=None,
        verdict=verdict,
    )


@transaction.atomic
def suspend_client(pk: int, *, actor: User, expected_version: int | None, verdict: str) -> Client:
    """At once: calls are refused from now on, and its sessions are over."""
    row = _at(pk, Step.SUSPEND, actor)
    ClientSession.objects.filter(client=row).delete()
    return _turn(row, Step.SUSPEND, actor, expected_version, verdict)


@transaction.atomic
def resume_client(pk: int, *, actor: User, expected_version: int | None, verdict: str = "") -> Client:
    return _turn(_at(pk, Step.RESUME, actor), Step.RESUME, actor, expected_version, verdict)


@transaction.atomic
def end_client(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Client:
    """Its user is dismissed, its keys end; the log of its calls stays."""
    row = _at(pk, Step.END, actor)
    ClientSession.objects.filter(client=row).delete()
    ClientKey.objects.filter(client=row).delete()
    User.objects.filter(pk=row.user_id).update(is_active=False)
    return end(row, actor=actor, action=f"clients.{Step.END}", expected_version=expected_version, reason=reason)


@transaction.atomic
def issue_key(
    pk: int, *, actor: User, expected_version: int | None, overlap_days: int, now: datetime
) -> tuple[Client, int, str]:
    """A new key: (client, version, secret). The secret is told this once; older keys open for `overlap_days` more.

    With no overlap they end at once, which is what to do when one leaked.
    """
    if not 0 <= overlap_days <= MOST_OVERLAP_DAYS:
        raise RuleViolation(f"旧密钥保留天数应为0至{MOST_OVERLAP_DAYS}", field="overlap_days")
    row = _at(pk, Step.ISSUE_KEY, actor)
    until = now + timedelta(days=overlap_days)
    newest = row.keys.first()
    if newest:
        row.keys.filter(expires_at=None).update(expires_at=until)
        row.keys.filter(expires_at__gt=until).update(expires_at=until)
    version, secret = (newest.version if newest else 0) + 1, new_secret()
    ClientKey.objects.create(client=row, version=version, secret=secret, created_at=now)
    if not overlap_days:
        ClientSession.objects.filter(client=row).delete()
    row = change(row, actor=actor, action=f"clients.{Step.ISSUE_KEY}", expected_version=expected_version)
    told = {"key": version, "overlap_days": overlap_days}
    record(actor=actor, action=f"clients.{Step.ISSUE_KEY}", row=row, changes=told)
    return row, version, secret


def roles_for_clients() -> list[Role]:
    """All but the three administrators'; those made for interfaces first."""
    roles = Role.objects.exclude(code__in=ADMINISTRATORS)
    return sorted(roles, key=lambda role: (not role.code.startswith("interface"), role.pk))


def scope_of(row: Client) -> list[dict[str, Any]]:
    """What the client reaches now, one line per role it holds."""
    held = row.user.assignments.select_related("role", "region", "department", "enterprise").order_by("pk")
    return [_line(each.role, {name: getattr(each, name) for name in BOUNDS}) for each in held]


def scope_asked(scope: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same of what is asked for."""
    roles = Role.objects.in_bulk([each["role"] for each in scope], field_name="code")
    return [
        _line(roles[each["role"]], {name: _bound(name, each.get(name)) for name in BOUNDS})
        for each in scope
        if each["role"] in roles
    ]


def _line(role: Role, bounds: Mapping[str, Any]) -> dict[str, Any]:
    named = {f"{name}_name": str(row.name) if row else "" for name, row in bounds.items()}
    return {"role": role.code, "role_label": role.name, **{n: r.pk if r else None for n, r in bounds.items()}, **named}


def _at(pk: int, step: Step, actor: User) -> Client:
    """The client under a lock, if the step is allowed from where it stands."""
    row = locked(Client, pk, actor=actor, action=f"clients.{step}")
    STEPS.after(row.status, step)
    return row


def _turn(row: Client, step: Step, actor: User, expected_version: int | None, verdict: str) -> Client:
    return change(
        row,
        actor=actor,
        action=f"clients.{step}",
        expected_version=expected_version,
        status=STEPS.after(row.status, step),
        verdict=verdict,
    )


def _asked(row: Client, actor: User) -> dict[str, Any]:
    if row.proposed is None or row.proposed_at is None:
        raise RuleViolation("没有待审批的申请")
    if row.proposed_by_id == actor.pk:
        raise PermissionDenied("申请人不能审批自己的申请")
    return dict(row.proposed)


def _proposal(
    *, scope: Sequence[Mapping[str, Any]], methods: Collection[str], addresses: Collection[str], expires_on: date,
    today: date,
) -> dict[str, Any]:  # fmt: skip
    """What is asked for, as it is kept; RuleViolation for what could not be given."""
    refuse_expiry(expires_on, today=today)
    known = [each.id for each in offered()]
    if unknown := sorted(set(methods) - set(known)):
        raise RuleViolation(f"没有可以开放的方法：{'、'.join(unknown[:3])}", field="methods")
    if not methods:
        raise RuleViolation("请至少选择一个可见方法", field="methods")
    return {
        "scope": [_scope_line(each) for each in scope],
        "methods": [each for each in known if each in set(methods)],
        "addresses": neat_networks(addresses),
        "expires_on": expires_on.isoformat(),
    }


def _scope_line(given: Mapping[str, Any]) -> dict[str, Any]:
    role = Role.objects.filter(code=given["role"]).first()
    if role is None:
        raise RuleViolation("没有这个角色，请重新选择", field="scope")
    if role.code in ADMINISTRATORS:
        raise RuleViolation(ADMINISTRATORS_CALL_NOTHING, field="scope")
    bounds = {name: given.get(name) for name in BOUNDS if given.get(name)}
    if not bounds:
        raise RuleViolation(f"请为角色{role.name}指定区划、部门或企业", field="scope")
    for name, pk in bounds.items():
        if _bound(name, pk) is None:
            raise RuleViolation("数据范围中的区划、部门或企业不存在，请重新选择", field="scope")
    return {"role": role.code, **bounds}


def _bound(name: str, pk: Any) -> Any:
    """The region, department or enterprise; asked through the assignment, since enterprises lie above us."""
    model: Any = Assignment._meta.get_field(name).related_model
    return model.objects.filter(pk=pk).first() if pk else None


def _give(user: User, scope: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make these the user's only roles; what the trail says about it."""
    user.assignments.all().delete()
    told = []
    for each in scope:
        bounds = {name: _bound(name, each[name]) for name in BOUNDS if each.get(name)}
        given = assign(user, each["role"], bounds)
        told.append({name: value if isinstance(value, str) else value.pk for name, value in given.items()})  # type: ignore[attr-defined]
    return told


def _limits(given: Mapping[str, Any]) -> dict[str, int]:
    known = {each.id for each in offered()}
    for name, most in given.items():
        if name not in known or not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= 100_000:
            raise RuleViolation("方法上限应为已开放的方法和1至100000的整数", field="method_limits")
    return dict(given)


def usable(row: Client, *, today: date) -> bool:
    """Whether calls of this client are answered at all."""
    return row.status == Status.ACTIVE and row.expires_on is not None and row.expires_on >= today
