"""From assigned to reviewed: five in place, the work, its rounds, and moving the deadline."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from changqian.platform.commons.hazards.models import Extension, Hazard, Round
from changqian.platform.commons.hazards.rules import (
    FOUND_FOR_THE_AUTHORITY,
    Decision,
    Level,
    Result,
    Source,
    Step,
    five_in_place,
    wrong_deadline,
)
from changqian.platform.commons.hazards.services.acting import (
    Turn,
    authority,
    firm,
    forget_extension,
    officers,
    pending_extension,
    take,
)
from changqian.platform.commons.hazards.services.photos import after, keep, review
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.kernel.errors import RuleViolation


@transaction.atomic
def assign_hazard(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    responsible: User | None = None,
    responsible_name: str = "",
    measures: str,
    funds: Decimal | None = None,
    deadline: date | None = None,
    emergency_plan: str = "",
    interim_control: str | None = None,
    now: datetime,
) -> Hazard:
    """Put 五落实 in place and give the work to somebody; None as deadline keeps the one there is."""
    turn = take(pk, actor=actor, step=Step.ASSIGN, expected_version=expected_version, now=now)
    hazard = turn.hazard
    if responsible and not Assignment.objects.filter(user=responsible, enterprise=hazard.enterprise_id).exists():
        raise RuleViolation(f"{responsible.name}不是该企业的人员", field="responsible")
    name = responsible.name if responsible else responsible_name.strip()
    deadline = deadline or hazard.deadline
    official, today = turn.asker.authority, turn.today
    if deadline and (
        why := wrong_deadline(turn.facts, to=deadline, found_on=hazard.found_on, authority=official, today=today)
    ):
        raise RuleViolation(why, field="deadline")
    missing = five_in_place(
        hazard.level, responsible=name, measures=measures, funds=funds, deadline=deadline, plan=emergency_plan
    )
    if missing:
        raise RuleViolation(f"五落实不齐全，还缺：{'、'.join(missing)}")
    row = turn.write(
        words=f"{name}：{measures.strip()}，期限{deadline}",
        responsible=responsible,
        responsible_name=name,
        measures=measures.strip(),
        funds=funds,
        deadline=deadline,
        emergency_plan=emergency_plan.strip(),
        interim_control=hazard.interim_control if interim_control is None else interim_control.strip(),
        assigned_at=now,
    )
    turn.tell([responsible], title=f"请在{deadline}前整改隐患", body=f"{row.location} {row.description}".strip())
    return row


@transaction.atomic
def start_rectifying(pk: int, *, actor: User, expected_version: int | None, now: datetime) -> Hazard:
    return take(pk, actor=actor, step=Step.START, expected_version=expected_version, now=now).write()


@transaction.atomic
def submit_rectification(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    done: str,
    cost: Decimal | None = None,
    photos: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    """What was done, with photos: a new round, which another person will judge."""
    turn = take(pk, actor=actor, step=Step.SUBMIT, expected_version=expected_version, now=now)
    row = _submit(turn, done=done, cost=cost, photos=photos)
    turn.tell(_reviewers(row), title="隐患整改待复查", body=f"{row.enterprise.name}：{done}")
    return row


@transaction.atomic
def fix_on_the_spot(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    done: str,
    cost: Decimal | None = None,
    photos: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    """A general hazard put right where it was found: it waits for review without having been assigned."""
    turn = take(pk, actor=actor, step=Step.FIX_ON_THE_SPOT, expected_version=expected_version, now=now)
    hazard = turn.hazard
    mine = {"responsible": actor, "responsible_name": actor.name, "measures": done.strip(), "assigned_at": now}
    row = _submit(turn, done=done, cost=cost, photos=photos, deadline=hazard.deadline or turn.today, **mine)
    turn.tell(_reviewers(row), title="当场整改待复查", body=f"{row.enterprise.name}：{done}")
    return row


def _submit(turn: Turn, *, done: str, cost: Decimal | None, photos: Sequence[int], **fields: Any) -> Hazard:
    hazard, now = turn.hazard, turn.now
    if not done.strip():
        raise RuleViolation("请填写整改情况", field="done")
    number = hazard.rounds_count + 1
    # A round is a part of the hazard without a scope of its own; `write` below audits it.
    (round_,) = Round.objects.bulk_create(
        [Round(hazard=hazard, number=number, done=done.strip(), cost=cost, submitted_by=turn.actor, submitted_at=now)]
    )
    keep(hazard, after(number), photos, actor=turn.actor)
    forget_extension(hazard)
    return turn.write(
        words=done.strip(),
        round=round_,
        rounds_count=number,
        rectified_by=turn.actor,
        rectified_at=now,
        rectified_on=turn.today,
        cost=cost,
        reviewed_by=None,
        reviewed_at=None,
        **fields,
    )


def _reviewers(hazard: Hazard) -> list[User]:
    if hazard.source == Source.ENFORCEMENT:
        return [*authority(hazard, Step.PASS_REVIEW)]
    step = Step.APPLY_ACCEPTANCE if hazard.level == Level.MAJOR else Step.PASS_REVIEW
    return [person for person in firm(hazard, step) if person.pk != hazard.responsible_id]


@transaction.atomic
def pass_review(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    comment: str = "",
    photos: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    """Another person looked and found it right: the hazard is closed."""
    turn = take(pk, actor=actor, step=Step.PASS_REVIEW, expected_version=expected_version, now=now)
    row = judge(turn, Result.PASSED, comment=comment, photos=photos, **closing(turn))
    turn.tell([row.found_by, row.responsible, row.rectified_by], title="隐患复查合格，已闭环", body=comment)
    return row


@transaction.atomic
def fail_review(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    comment: str,
    photos: Sequence[int] = (),
    now: datetime,
) -> Hazard:
    """Not right yet: back to work, the deadline running as before."""
    turn = take(pk, actor=actor, step=Step.FAIL_REVIEW, expected_version=expected_version, now=now)
    row = judge(turn, Result.FAILED, comment=comment, photos=photos)
    turn.tell([row.responsible, row.rectified_by, *officers(row)], title="隐患复查退回", body=comment)
    return row


def judge(turn: Turn, result: Result, *, comment: str, photos: Sequence[int], **fields: Any) -> Hazard:
    """Write the verdict on the last round and on the hazard."""
    if result == Result.FAILED and not comment.strip():
        raise RuleViolation("请写明退回意见", field="comment")
    last = turn.hazard.rounds.get(number=turn.hazard.rounds_count)
    last.result, last.comment = result, comment.strip()
    last.reviewed_by, last.reviewed_at, last.by_authority = turn.actor, turn.now, turn.asker.authority
    Round.objects.bulk_update([last], ["result", "comment", "reviewed_by", "reviewed_at", "by_authority"])
    keep(turn.hazard, review(last.number), photos, actor=turn.actor)
    return turn.write(words=comment.strip(), round=last, reviewed_by=turn.actor, reviewed_at=turn.now, **fields)


def closing(turn: Turn) -> dict[str, Any]:
    """The columns of a hazard that closes now."""
    days = (turn.today - turn.hazard.found_on).days
    return {"closed_at": turn.now, "closed_on": turn.today, "days_to_close": max(days, 0)}


@transaction.atomic
def request_extension(
    pk: int, *, actor: User, expected_version: int | None, reason: str, until: date, now: datetime
) -> Hazard:
    turn = take(pk, actor=actor, step=Step.REQUEST_EXTENSION, expected_version=expected_version, now=now)
    hazard = turn.hazard
    if not reason.strip():
        raise RuleViolation("请填写延期理由", field="reason")
    before = hazard.deadline or hazard.found_on
    if until <= before:
        raise RuleViolation(f"申请的期限须晚于现期限{before}", field="until")
    # The request is a part of the hazard without a scope of its own; `write` below audits it.
    Extension.objects.bulk_create(
        [
            Extension(
                hazard=hazard,
                reason=reason.strip(),
                before=before,
                until=until,
                requested_by=actor,
                requested_at=now,
            )
        ]
    )
    row = turn.write(words=f"申请延至{until}：{reason.strip()}")
    by_firm = row.level == Level.GENERAL and row.source not in FOUND_FOR_THE_AUTHORITY
    deciders = (firm if by_firm else authority)(row, Step.DECIDE_EXTENSION)
    turn.tell(deciders, title="隐患整改延期待审批", body=f"{row.enterprise.name}：{reason}")
    return row


@transaction.atomic
def decide_extension(
    pk: int, *, actor: User, expected_version: int | None, approved: bool, comment: str = "", now: datetime
) -> Hazard:
    """Approve and move the deadline, or refuse with a reason."""
    turn = take(pk, actor=actor, step=Step.DECIDE_EXTENSION, expected_version=expected_version, now=now)
    asked = pending_extension(turn.hazard)
    if not approved and not comment.strip():
        raise RuleViolation("请写明不同意延期的理由", field="comment")
    asked.decision = Decision.APPROVED if approved else Decision.REFUSED
    asked.decided_by, asked.decided_at, asked.comment = actor, now, comment.strip()
    Extension.objects.bulk_update([asked], ["decision", "decided_by", "decided_at", "comment"])
    answer = f"{asked.get_decision_display()}延至{asked.until}" if approved else asked.get_decision_display()
    moved: dict[str, Any] = (
        {"deadline": asked.until, "extensions_count": turn.hazard.extensions_count + 1} if approved else {}
    )
    row = turn.write(words="：".join(filter(None, [answer, comment.strip()])), **moved)
    turn.tell([asked.requested_by, row.responsible], title=f"延期申请：{answer}", body=comment)
    return row
