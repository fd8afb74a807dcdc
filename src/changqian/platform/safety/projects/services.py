"""A project's safety facilities, stage by stage."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.projects.models import SafetyProject
from changqian.platform.safety.projects.rules import DAYS, STEPS, Step, refuse_day

REGISTER = "projects.register"
PAPERS = "papers"
"Approvals of the project."
PAPERS_OF = {
    Step.APPRAISE: "appraisals",
    Step.DESIGN: "designs",
    Step.BUILD: "builds",
    Step.TRY: "trials",
    Step.ACCEPT: "acceptances",
}
"Where each stage's papers lie."


@transaction.atomic
def register_project(
    *, actor: User, enterprise: Enterprise, today: date, papers: Sequence[int] = (), **fields: Any
) -> SafetyProject:
    refuse_day(fields["approved_on"], earlier=None, today=today, field="approved_on")
    row = create(SafetyProject, actor=actor, action=REGISTER, enterprise=enterprise, **fields)
    attach(row, PAPERS, papers, actor=actor, label="项目资料")
    return row


@transaction.atomic
def edit_project(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    today: date,
    papers: Sequence[int] | None = None,
    **fields: Any,
) -> SafetyProject:
    row = _step(pk, Step.EDIT, actor=actor)
    if "approved_on" in fields:
        refuse_day(fields["approved_on"], earlier=None, today=today, field="approved_on")
        if row.appraised_on and fields["approved_on"] > row.appraised_on:
            raise RuleViolation(f"立项日期不能晚于安全评价日期{row.appraised_on}", field="approved_on")
    row = change(row, actor=actor, action="projects.edit", expected_version=expected_version, **fields)
    if papers is not None:
        attach(row, PAPERS, papers, actor=actor, label="项目资料")
    return row


@transaction.atomic
def appraise_project(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    appraised_on: date,
    appraiser: str,
    papers: Sequence[int] = (),
    today: date,
) -> SafetyProject:
    """安全预评价 for mines, smelting and dangerous goods (art 32), a written analysis for the others."""
    said = {"appraised_on": appraised_on, "appraiser": appraiser}
    return _stage(pk, Step.APPRAISE, actor=actor, expected_version=expected_version, papers=papers, today=today, **said)


@transaction.atomic
def design_project(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    designed_on: date,
    designer: str,
    papers: Sequence[int] = (),
    today: date,
) -> SafetyProject:
    """The design of the safety facilities was reviewed (art 33)."""
    said = {"designed_on": designed_on, "designer": designer}
    return _stage(pk, Step.DESIGN, actor=actor, expected_version=expected_version, papers=papers, today=today, **said)


@transaction.atomic
def build_project(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    begun_on: date,
    builder: str,
    papers: Sequence[int] = (),
    today: date,
) -> SafetyProject:
    said = {"begun_on": begun_on, "builder": builder}
    return _stage(pk, Step.BUILD, actor=actor, expected_version=expected_version, papers=papers, today=today, **said)


@transaction.atomic
def try_project(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    tried_on: date,
    papers: Sequence[int] = (),
    today: date,
) -> SafetyProject:
    said = {"tried_on": tried_on}
    return _stage(pk, Step.TRY, actor=actor, expected_version=expected_version, papers=papers, today=today, **said)


@transaction.atomic
def accept_project(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    accepted_on: date,
    conclusion: str,
    opinion: str = "",
    papers: Sequence[int] = (),
    today: date,
) -> SafetyProject:
    """Accepted by the firm that builds (art 34); in use from then on."""
    said = {"accepted_on": accepted_on, "conclusion": conclusion, "opinion": opinion}
    return _stage(pk, Step.ACCEPT, actor=actor, expected_version=expected_version, papers=papers, today=today, **said)


@transaction.atomic
def end_project(pk: int, *, actor: User, expected_version: int | None, reason: str) -> SafetyProject:
    row = _step(pk, Step.END, actor=actor)
    return end(row, actor=actor, action="projects.end", expected_version=expected_version, reason=reason)


def _stage(
    pk: int,
    step: Step,
    *,
    actor: User,
    expected_version: int | None,
    papers: Sequence[int],
    today: date,
    **said: Any,
) -> SafetyProject:
    """One stage on, with its papers."""
    row = _step(pk, step, actor=actor)
    refuse_day(said[DAYS[step]], earlier=row.last_day(), today=today, field=DAYS[step])
    status, action = STEPS.after(row.status, step), f"projects.{step}"
    row = change(row, actor=actor, action=action, expected_version=expected_version, status=status, **said)
    attach(row, PAPERS_OF[step], papers, actor=actor, label="阶段资料")
    return row


def _step(pk: int, step: Step, *, actor: User) -> SafetyProject:
    row = locked(SafetyProject, pk, actor=actor, action=f"projects.{step}")
    STEPS.after(row.status, step)
    return row
