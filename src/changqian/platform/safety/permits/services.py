"""Applying for dangerous work, approving it, doing it, ending it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.permits.rules import STEPS, Step, refuse_opening, refuse_permit

APPLY = "permits.apply"
SCANS = "scans"
"The signed permit, the report of the analysis, pictures."


@transaction.atomic
def apply_permit(*, actor: User, site: Site, scans: Sequence[int] = (), **fields: Any) -> WorkPermit:
    _refuse(fields)
    row = create(WorkPermit, actor=actor, action=APPLY, site=site, **fields)
    attach(row, SCANS, scans, actor=actor, label="作业票、照片")
    return row


@transaction.atomic
def edit_permit(
    pk: int, *, actor: User, expected_version: int | None, scans: Sequence[int] | None = None, **fields: Any
) -> WorkPermit:
    row = _step(pk, Step.EDIT, actor=actor)
    _refuse(fields, row)
    row = change(row, actor=actor, action="permits.edit", expected_version=expected_version, **fields)
    if scans is not None:
        attach(row, SCANS, scans, actor=actor, label="作业票、照片")
    return row


@transaction.atomic
def approve_permit(pk: int, *, actor: User, expected_version: int | None, approver: str, now: datetime) -> WorkPermit:
    row = _step(pk, Step.APPROVE, actor=actor)
    if now > row.ends_at:
        raise RuleViolation("作业票的作业时间已过，请作废后重新办票")
    return _to(row, Step.APPROVE, actor=actor, expected_version=expected_version, approver=approver, approved_at=now)


@transaction.atomic
def open_permit(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    guardian: str = "",
    analysis: str = "",
    now: datetime,
) -> WorkPermit:
    """Work begins: the guardian is there, the air was analysed where it has to be."""
    row = _step(pk, Step.OPEN, actor=actor)
    said = {"guardian": guardian.strip() or row.guardian, "analysis": analysis.strip() or row.analysis}
    refuse_opening(kind=row.kind, ends_at=row.ends_at, now=now, **said)
    return _to(row, Step.OPEN, actor=actor, expected_version=expected_version, opened_at=now, **said)


@transaction.atomic
def close_permit(
    pk: int, *, actor: User, expected_version: int | None, accepted_by: str, remark: str = "", now: datetime
) -> WorkPermit:
    """The place was cleared and looked over."""
    row = _step(pk, Step.CLOSE, actor=actor)
    done = {"closed_at": now, "accepted_by": accepted_by, "remark": remark}
    return _to(row, Step.CLOSE, actor=actor, expected_version=expected_version, **done)


@transaction.atomic
def cancel_permit(pk: int, *, actor: User, expected_version: int | None, cancelled_because: str) -> WorkPermit:
    """It is kept, with the reason."""
    row = _step(pk, Step.CANCEL, actor=actor)
    return _to(row, Step.CANCEL, actor=actor, expected_version=expected_version, cancelled_because=cancelled_because)


def _refuse(given: dict[str, Any], known: WorkPermit | None = None) -> None:
    default = WorkPermit._meta.get_field("level").get_default()
    now = {each: given.get(each, getattr(known, each, None)) for each in ("kind", "level", "begins_at", "ends_at")}
    refuse_permit(**{**now, "level": now["level"] or default})


def _step(pk: int, step: Step, *, actor: User) -> WorkPermit:
    row = locked(WorkPermit, pk, actor=actor, action=f"permits.{step}")
    STEPS.after(row.status, step)
    return row


def _to(row: WorkPermit, step: Step, *, actor: User, expected_version: int | None, **fields: Any) -> WorkPermit:
    status, action = STEPS.after(row.status, step), f"permits.{step}"
    return change(row, actor=actor, action=action, expected_version=expected_version, status=status, **fields)
