"""Asking, and deciding. Approval and effect are one transaction: what cannot hold is not approved."""

from datetime import datetime
from typing import Any

from django.db import transaction

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.administration.concerning import asked
from changqian.platform.foundation.administration.effects import take_effect
from changqian.platform.foundation.administration.models import Request
from changqian.platform.foundation.administration.rules import STEPS, Kind, Status, Step, refuse_judge
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.permissions import require

NOTICE = "administration"


@transaction.atomic
def ask(*, actor: User, kind: str, reason: str, now: datetime, **given: Any) -> Request:
    """A request of this kind; `given` is what its kind needs: user, role with bounds, assignment, to, key and value.

    RuleViolation where it could not come into effect as things are, or is pending already.
    """
    require(actor, "administration.ask")
    if len(reason.strip()) < 2:
        raise RuleViolation("请写明申请理由", field="reason")
    what = asked(kind, given, now=now)
    if kind == Kind.RESET_FACTOR and what.user == actor:
        raise RuleViolation("不能为自己申请重置动态口令，请由另一名系统管理员提出", field="user")
    if what.user:
        User.objects.select_for_update().get(pk=what.user.pk)
    pending = Request.objects.filter(kind=kind, status=Status.PENDING, user=what.user, role=what.role)
    if pending.filter(payload=what.payload).exists():
        raise RuleViolation("已有相同的申请在等待审批")
    row = create(
        Request,
        actor=actor,
        action="administration.ask",
        kind=Kind(kind),
        summary=what.summary[:300],
        user=what.user,
        role=what.role,
        phone=what.phone,
        payload=dict(what.payload),
        before=dict(what.before),
        reason=reason.strip(),
    )
    judges = User.objects.filter(is_active=True, assignments__role__code="secadmin").exclude(pk=actor.pk)
    notify(judges, kind=NOTICE, title=f"待审批：{row.summary}"[:100], body=row.reason, link=_link(row), now=now)
    return row


@transaction.atomic
def approve(pk: int, *, actor: User, expected_version: int | None, decision: str = "", now: datetime) -> Request:
    """Let it come into effect, here and now. RuleViolation if it cannot any more; nothing is approved then."""
    row = _judged(pk, Step.APPROVE, actor)
    done = _decide(row, Step.APPROVE, actor=actor, expected_version=expected_version, decision=decision, now=now)
    take_effect(done, actor=actor, now=now)
    return done


@transaction.atomic
def refuse(pk: int, *, actor: User, expected_version: int | None, decision: str, now: datetime) -> Request:
    if len(decision.strip()) < 2:
        raise RuleViolation("请写明退回的原因，申请人会看到", field="decision")
    row = _judged(pk, Step.REFUSE, actor)
    return _decide(row, Step.REFUSE, actor=actor, expected_version=expected_version, decision=decision, now=now)


@transaction.atomic
def withdraw(pk: int, *, actor: User, expected_version: int | None, now: datetime) -> Request:
    row = locked(Request, pk, actor=actor, action="administration.withdraw")
    return _decide(row, Step.WITHDRAW, actor=actor, expected_version=expected_version, decision="", now=now)


def _judged(pk: int, step: Step, actor: User) -> Request:
    row = locked(Request, pk, actor=actor, action=f"administration.{step}")
    STEPS.after(row.status, step)
    refuse_judge(actor.pk, row.created_by_id, concerned(row))
    return row


def concerned(row: Request) -> set[int]:
    """Whose rights would change: the account, who takes over, and all who hold the role that changes."""
    found = {row.user_id, row.payload.get("to"), *(each["user"] for each in row.payload.get("grants", ()))}
    if row.kind == Kind.CHANGE_ROLE:
        found |= set(Assignment.objects.filter(role=row.role).values_list("user_id", flat=True))
    return {pk for pk in found if pk}


def _decide(
    row: Request, step: Step, *, actor: User, expected_version: int | None, decision: str, now: datetime
) -> Request:
    status = STEPS.after(row.status, step)
    row = change(
        row, actor=actor, action=f"administration.{step}", expected_version=expected_version,
        status=status, decided_by=actor, decided_at=now, decision=decision.strip(),
    )  # fmt: skip
    if row.created_by_id != actor.pk:
        said = decision.strip() or row.reason
        notify(
            [row.created_by_id],
            kind=NOTICE,
            title=f"{status.label}：{row.summary}",
            body=said,
            link=_link(row),
            now=now,
        )
    return row


def _link(row: Request) -> str:
    return f"/admin-requests?id={row.pk}"
