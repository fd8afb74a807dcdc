"""The lane of a major hazard: told to the authority, planned, 挂牌督办, accepted, 摘牌, closed.

And what an authority does about any that does not move: urging the firm, bringing it before the next authority above.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from changqian.platform.commons.hazards.models import Hazard, Round
from changqian.platform.commons.hazards.rules import Result, Step, plan_missing
from changqian.platform.commons.hazards.services.acting import (
    DISTRICT,
    authority,
    firm,
    note,
    officers,
    principals,
    take,
)
from changqian.platform.commons.hazards.services.photos import keep, of_event
from changqian.platform.commons.hazards.services.rectifying import closing, judge
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.records.services import change
from changqian.platform.foundation.regions.models import Kind
from changqian.platform.foundation.regions.services import ancestors
from changqian.platform.kernel.errors import RuleViolation

PLAN_PARTS = ("plan_goal", "plan_methods", "plan_funds", "plan_people", "plan_schedule", "plan_safety")


@transaction.atomic
def report_authority(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    notified_to: str,
    interim_control: str,
    congress_told: bool = False,
    now: datetime,
) -> Hazard:
    """法 art 41(2): a major hazard is reported at once, with what keeps people safe meanwhile (arts 41, 65)."""
    turn = take(pk, actor=actor, step=Step.REPORT_AUTHORITY, expected_version=expected_version, now=now)
    if not interim_control.strip():
        raise RuleViolation("请写明整改前的临时管控措施（停产、撤人、隔离等）", field="interim_control")
    row = turn.write(
        words=f"上报{notified_to.strip()}；临时管控：{interim_control.strip()}",
        notified_at=now,
        notified_to=notified_to.strip(),
        interim_control=interim_control.strip(),
        congress_told=congress_told,
    )
    turn.tell(authority(row, Step.DISMISS), title="企业上报重大隐患")
    return row


@transaction.atomic
def submit_plan(
    pk: int, *, actor: User, expected_version: int | None, deadline: date, now: datetime, **parts: str
) -> Hazard:
    """治理方案 in its six parts, each of `PLAN_PARTS`; its time limit becomes the deadline."""
    turn = take(pk, actor=actor, step=Step.PLAN, expected_version=expected_version, now=now)
    said: dict[str, Any] = {name: parts.get(name, "").strip() for name in PLAN_PARTS}
    columns: Any = {field.name: field for field in Hazard._meta.fields}
    labels = [(str(columns[name].verbose_name), text) for name, text in said.items()]
    if missing := plan_missing(labels):
        raise RuleViolation(f"治理方案不完整，还缺：{'、'.join(missing)}")
    if deadline < turn.today:
        raise RuleViolation("治理期限不能早于今天", field="deadline")
    row = turn.write(words=f"{said['plan_goal']}，期限{deadline}", deadline=deadline, planned_by=actor, **said)
    turn.tell(principals(row), title="重大隐患治理方案待批准")
    return row


@transaction.atomic
def approve_plan(pk: int, *, actor: User, expected_version: int | None, comment: str = "", now: datetime) -> Hazard:
    turn = take(pk, actor=actor, step=Step.APPROVE_PLAN, expected_version=expected_version, now=now)
    row = turn.write(words=comment.strip(), plan_approved_by=actor, plan_approved_at=now)
    turn.tell([row.planned_by, *officers(row), *authority(row, Step.DISMISS)], title="重大隐患治理方案已批准")
    return row


@transaction.atomic
def return_plan(pk: int, *, actor: User, expected_version: int | None, reason: str, now: datetime) -> Hazard:
    turn = take(pk, actor=actor, step=Step.RETURN_PLAN, expected_version=expected_version, now=now)
    row = turn.write(words=_said(reason, "退回理由"))
    turn.tell([row.planned_by, *firm(row, Step.PLAN)], title="重大隐患治理方案退回", body=reason)
    return row


@transaction.atomic
def supervise_hazard(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    supervising_body: str,
    supervise_no: str,
    supervise_deadline: date,
    supervise_leader: str,
    supervise_public: bool = False,
    now: datetime,
) -> Hazard:
    """挂牌督办 (法 art 41(3)): body, document, deadline and leader. It stops no work: the status stays."""
    turn = take(pk, actor=actor, step=Step.SUPERVISE, expected_version=expected_version, now=now)
    if supervise_deadline < turn.today:
        raise RuleViolation("督办期限不能早于今天", field="supervise_deadline")
    row = turn.write(
        words=f"{supervising_body.strip()} {supervise_no.strip()}，期限{supervise_deadline}",
        is_supervised=True,
        supervised_at=now,
        supervising_body=supervising_body.strip(),
        supervise_no=supervise_no.strip(),
        supervise_deadline=supervise_deadline,
        supervise_leader=supervise_leader.strip(),
        supervise_public=supervise_public,
    )
    turn.tell(_everybody(row), title=f"重大隐患挂牌督办：{row.supervise_no}")
    return row


@transaction.atomic
def report_progress(
    pk: int, *, actor: User, expected_version: int | None, words: str, photos: Sequence[int] = (), now: datetime
) -> Hazard:
    turn = take(pk, actor=actor, step=Step.PROGRESS, expected_version=expected_version, now=now)
    said = _said(words, "治理进度")
    row = change(turn.hazard, actor=actor, action="hazards.progress", expected_version=expected_version)
    event = note(row, step=Step.PROGRESS, actor=actor, now=now, words=said)
    keep(row, of_event(event.pk), photos, actor=actor)
    if row.is_supervised:
        turn.tell(authority(row, Step.LIFT, DISTRICT), title="督办隐患治理进度", body=said)
    return row


@transaction.atomic
def apply_acceptance(pk: int, *, actor: User, expected_version: int | None, assessment: str, now: datetime) -> Hazard:
    """令第16号 art 18: the firm has the result assessed, then asks the authority; not he who did the work."""
    turn = take(pk, actor=actor, step=Step.APPLY_ACCEPTANCE, expected_version=expected_version, now=now)
    last = turn.hazard.rounds.get(number=turn.hazard.rounds_count)
    last.applied_by, last.applied_at, last.assessment = actor, now, _said(assessment, "企业评估意见")
    Round.objects.bulk_update([last], ["applied_by", "applied_at", "assessment"])
    row = turn.write(words=last.assessment, round=last)
    turn.tell(authority(row, Step.ACCEPT), title="重大隐患申请验收")
    return row


@transaction.atomic
def accept_hazard(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    comment: str = "",
    photos: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    turn = take(pk, actor=actor, step=Step.ACCEPT, expected_version=expected_version, now=now)
    row = judge(turn, Result.PASSED, comment=comment, photos=photos)
    turn.tell(_everybody(row), title="重大隐患验收通过", body=comment)
    return row


@transaction.atomic
def reject_hazard(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    comment: str,
    photos: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    turn = take(pk, actor=actor, step=Step.REJECT, expected_version=expected_version, now=now)
    row = judge(turn, Result.FAILED, comment=comment, photos=photos)
    turn.tell(_everybody(row), title="重大隐患验收退回", body=comment)
    return row


@transaction.atomic
def lift_supervision(pk: int, *, actor: User, expected_version: int | None, lift_no: str, now: datetime) -> Hazard:
    turn = take(pk, actor=actor, step=Step.LIFT, expected_version=expected_version, now=now)
    row = turn.write(words=lift_no.strip(), is_supervised=False, lift_no=_said(lift_no, "摘牌文号"), lifted_at=now)
    turn.tell(_everybody(row), title=f"重大隐患摘牌：{row.lift_no}")
    return row


@transaction.atomic
def close_hazard(pk: int, *, actor: User, expected_version: int | None, announced: str, now: datetime) -> Hazard:
    """法 art 41(2): the result is told to the workers; then the hazard is closed."""
    turn = take(pk, actor=actor, step=Step.CLOSE, expected_version=expected_version, now=now)
    said = _said(announced, "向从业人员通报情况")
    row = turn.write(words=said, announced=said, **closing(turn))
    turn.tell([row.found_by, *_everybody(row), *authority(row, Step.ACCEPT)], title="重大隐患已闭环")
    return row


@transaction.atomic
def urge_hazard(pk: int, *, actor: User, expected_version: int | None, words: str, now: datetime) -> Hazard:
    """催办: the firm is told to get on with it; how often stays written."""
    turn = take(pk, actor=actor, step=Step.URGE, expected_version=expected_version, now=now)
    row = turn.write(words=_said(words, "催办内容"), urged_count=turn.hazard.urged_count + 1, urged_at=now)
    turn.tell(_everybody(row), title=f"监管部门催办隐患整改（第{row.urged_count}次）", body=words.strip())
    return row


@transaction.atomic
def escalate_hazard(pk: int, *, actor: User, expected_version: int | None, reason: str, now: datetime) -> Hazard:
    """What a town cannot get done it brings before the district, the district before the city."""
    turn = take(pk, actor=actor, step=Step.ESCALATE, expected_version=expected_version, now=now)
    people = [*authority(turn.hazard, Step.URGE, _above(turn.hazard, actor))]
    if not people:
        raise RuleViolation("上级还没有可以督办的人员，请用电话联系")
    row = turn.write(words=_said(reason, "提请理由"), escalated_at=now)
    turn.tell(people, title=f"下级提请督办{row.get_level_display()}", body=reason.strip())
    return row


def _above(hazard: Hazard, actor: User) -> tuple[str, ...]:
    """The authorities next above those the actor speaks for."""
    around = [hazard.region_id, *ancestors(hazard.region_id)]
    held = Assignment.objects.filter(user=actor, region__in=around, enterprise=None)
    kinds = set(held.values_list("region__kind", flat=True))
    return DISTRICT if Kind.TOWN in kinds and not kinds & set(DISTRICT) else (Kind.CITY,)


def _everybody(hazard: Hazard) -> list[User | int | None]:
    """Of the firm: who is responsible, who assigns, who answers for it."""
    return [hazard.responsible, hazard.rectified_by, *officers(hazard), *principals(hazard)]


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise RuleViolation(f"请填写{what}")
    return text.strip()
