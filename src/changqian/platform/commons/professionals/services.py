"""Applied for by a person under his real name, decided by the city; an admission ends on its day or by the city.

The role follows the row: it is taken up with the approval and given up with the end, in the same transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from changqian.platform.commons.joining.services.claiming import refuse_unnamed
from changqian.platform.commons.professionals.models import Application
from changqian.platform.commons.professionals.rules import (
    DECIDE_WITHIN,
    OPEN,
    REMIND_DAYS,
    STEPS,
    Kind,
    Status,
    Step,
    Turn,
    checked,
    default_end,
    over,
    refuse_early,
    refuse_end,
    refuse_own,
    refuse_refused,
    refuse_silence,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.professions import give_up, take_up, whole_city
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.rules import Asked
from changqian.platform.foundation.approvals.rules import Status as Approved
from changqian.platform.foundation.approvals.services import ask, conclude, resubmit, settle
from changqian.platform.foundation.files.services import attach, attached
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.foundation.regions.models import Kind as Level
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.reminding import left

APPLY, CORRECT, WITHDRAW = "professionals.apply", "professionals.correct", "professionals.withdraw"
APPROVE, SEND_BACK, REJECT = "professionals.approve", "professionals.send_back", "professionals.reject"
REVOKE, EXPIRE, SUCCEED = "professionals.revoke", "professionals.expire", "professionals.succeed"
APPROVAL = "professionals.application"
"The kind of the approval that makes an application the city's to-do."
OUTCOMES = {
    Status.APPROVED: Approved.APPROVED,
    Status.RETURNED: Approved.RETURNED,
    Status.REFUSED: Approved.REFUSED,
}
"What a decision is to that to-do; revoking comes when it is long over."
NOTICE = "professionals"
PAGE, MINE = "/professionals", "/admissions"
LABELS = {"licence": "营业执照", "papers": "证书和资质"}


@transaction.atomic
def apply(
    *, actor: User, kind: str, papers: Sequence[int], licence: Sequence[int] = (), now: datetime, **fields: Any
) -> Application:
    """Ask the city to be an expert, or to speak for an institution. Without a region one is from outside the city."""
    refuse_unnamed(actor)
    mine = Application.objects.current().filter(created_by=actor, kind=kind)
    refused = mine.filter(status=Status.REFUSED).values_list("decided_at", flat=True)
    refuse_refused([at for at in refused if at], now=now)
    holds = mine.filter(status=Status.APPROVED).first()
    refuse_early(holds.valid_until if holds else None, timezone.localdate(now))
    kept = {**checked(kind, {**fields, "papers": papers, "licence": licence}), **_around(fields)}
    row = create(Application, actor=actor, action=APPLY, kind=kind, decide_by=now + DECIDE_WITHIN, **kept)
    _attach(row, actor, {"licence": licence, "papers": papers})
    ask(
        actor=actor,
        asked_as=APPLY,
        kind=APPROVAL,
        target=row.pk,
        title=f"{actor.name}申请入驻：{Kind(kind).label}（{row.unit}）",
        body=row.message,
        link=f"{PAGE}/{row.pk}",
        region=row.region_id,
        steps=[Asked("市级审核", APPROVE, level=Level.CITY, within=DECIDE_WITHIN)],
        notice=NOTICE,
        now=now,
    )
    return row


@transaction.atomic
def correct(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    papers: Sequence[int] | None = None,
    licence: Sequence[int] | None = None,
    now: datetime,
    **fields: Any,
) -> Application:
    """Put right what was sent back, and ask again. What is not given stays; so does the certificate number if empty:
    nobody types again what he is shown with its middle hidden."""
    row = locked(Application, pk, actor=actor, action=CORRECT)
    status = STEPS.after(row.status, Step.CORRECT)
    if not fields.get("certificate_no"):
        fields["certificate_no"] = row.certificate_no
    there = {slot: [each["id"] for each in attached(Application, [pk], slot=slot).get(pk, [])] for slot in LABELS}
    given = {"licence": licence, "papers": papers}
    files = {slot: there[slot] if ids is None else ids for slot, ids in given.items()}
    known = {each.name: getattr(row, each.name) for each in Application._meta.concrete_fields if each.editable}
    about = {**known, **fields}
    kept = {**checked(row.kind, {**about, **files}), **_around(about)}
    asked_anew = {"status": status, "decide_by": now + DECIDE_WITHIN}
    sent = change(row, actor=actor, action=CORRECT, expected_version=expected_version, **kept, **asked_anew)
    _attach(sent, actor, files)
    returned = Approval.objects.filter(kind=APPROVAL, target=pk, status=Approved.RETURNED).first()
    if returned is not None:
        resubmit(returned.pk, actor=actor, expected_version=None, opinion=sent.message or "已补正", now=now)
    return sent


@transaction.atomic
def withdraw(pk: int, *, actor: User, expected_version: int | None, now: datetime) -> Application:
    """The applicant thinks better of it."""
    row = locked(Application, pk, actor=actor, action=WITHDRAW)
    status = STEPS.after(row.status, Step.WITHDRAW)
    gone = change(row, actor=actor, action=WITHDRAW, expected_version=expected_version, status=status)
    settle(APPROVAL, pk, actor=actor, outcome=Approved.WITHDRAWN, now=now)
    return gone


@transaction.atomic
def approve(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    valid_until: date | None = None,
    opinion: str = "",
    now: datetime,
) -> Application:
    """The city has seen the papers: the role is taken up, for three years unless it says otherwise.

    An earlier admission of the same kind is over with it, without a day between.
    """
    today = timezone.localdate(now)
    until = valid_until or default_end(today)
    row = _for_review(pk, actor, APPROVE)
    STEPS.after(row.status, Step.APPROVE)
    refuse_end(until, today)
    before = Application.objects.current().filter(created_by=row.created_by_id, kind=row.kind, status=Status.APPROVED)
    for old in before.select_for_update(of=("self",)):
        replaced = STEPS.after(old.status, Turn.SUCCEED)
        change(old, actor=platform(), action=SUCCEED, expected_version=None, status=replaced)
    decided = _decide(row, Step.APPROVE, actor, APPROVE, expected_version, opinion, now, valid_until=until)
    take_up(row.created_by, row.kind, actor=actor)
    return decided


@transaction.atomic
def send_back(pk: int, *, actor: User, expected_version: int | None, opinion: str, now: datetime) -> Application:
    """Something is missing: the applicant puts it right and sends it again."""
    refuse_silence(opinion)
    row = _for_review(pk, actor, SEND_BACK)
    return _decide(row, Step.SEND_BACK, actor, SEND_BACK, expected_version, opinion, now)


@transaction.atomic
def reject(pk: int, *, actor: User, expected_version: int | None, opinion: str, now: datetime) -> Application:
    """The city says no, and why."""
    refuse_silence(opinion)
    row = _for_review(pk, actor, REJECT)
    return _decide(row, Step.REJECT, actor, REJECT, expected_version, opinion, now)


@transaction.atomic
def revoke(pk: int, *, actor: User, expected_version: int | None, opinion: str, now: datetime) -> Application:
    """The city takes an admission back, and says why; the role is gone with the next request."""
    refuse_silence(opinion)
    row = _for_review(pk, actor, REVOKE)
    revoked = _decide(row, Step.REVOKE, actor, REVOKE, expected_version, opinion, now)
    give_up(row.created_by, row.kind, actor=actor)
    return revoked


def end_expired(*, today: date, now: datetime) -> int:
    """Admissions whose last day is past are over; how many. Each in a transaction of its own, bears being repeated."""
    actor, ended = platform(), 0
    held = Application.objects.current().filter(status=Status.APPROVED, valid_until__lt=today)
    for pk in list(held.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = locked(Application, pk, actor=actor, action=EXPIRE)
            if row.status != Status.APPROVED or row.valid_until is None or not over(row.valid_until, today):
                continue  # Renewed or revoked meanwhile.
            status = STEPS.after(row.status, Turn.EXPIRE)
            change(row, actor=actor, action=EXPIRE, expected_version=None, status=status)
            give_up(row.created_by, row.kind, actor=actor)
            body = "相应的角色已停用；需要继续的，请重新申请入驻。"
            _tell(row, f"{Kind(row.kind).label}入驻已到期", body, now)
            ended += 1
    return ended


def remind_ending(*, today: date, now: datetime) -> int:
    """Tell whose admission ends within a month, once; how many were told."""
    told = 0
    for row in Application.objects.current().filter(status=Status.APPROVED, valid_until__gte=today):
        assert row.valid_until is not None
        if (row.valid_until - today).days > REMIND_DAYS:
            continue
        title = f"{Kind(row.kind).label}入驻{left(row.valid_until, today)}"
        body = f"有效期至{row.valid_until}。需要继续的，现在可以申请续期；到期后角色自动停用。"
        once = f"professionals.{row.pk}.{row.valid_until}"
        told += len(notify([row.created_by_id], kind=NOTICE, title=title, body=body, link=MINE, once=once, now=now))
    return told


@transaction.atomic
def follow_approval(*, target: int, outcome: str, actor: User, opinion: str, now: datetime) -> Application | None:
    """What was done under 我的待办 is done here, by the same rules as on the page; None if it was done already."""
    row = Application.objects.current().filter(pk=target, status__in=OPEN).first()
    if row is None:
        return None
    given: dict[str, Any] = {"actor": actor, "expected_version": None, "now": now}
    if outcome == Approved.WITHDRAWN:
        return withdraw(row.pk, **given)
    if outcome == Approved.PENDING:
        return _sent_again(row.pk, actor) if row.status == Status.RETURNED else None
    if outcome == Approved.RETURNED and row.status == Status.RETURNED:
        return None
    does = {Approved.APPROVED: approve, Approved.REFUSED: reject, Approved.RETURNED: send_back}[Approved(outcome)]
    return does(row.pk, opinion=opinion[:200], **given)


def _sent_again(pk: int, actor: User) -> Application:
    """The applicant answered under 我的待办 with words alone."""
    row = locked(Application, pk, actor=actor, action=CORRECT)
    status = STEPS.after(row.status, Step.CORRECT)
    return change(row, actor=actor, action=CORRECT, expected_version=None, status=status)


def _around(about: Mapping[str, Any]) -> dict[str, Any]:
    """Where, and what he adds. RuleViolation for a town: experts and institutions are a matter of district and city."""
    region: Region = about.get("region") or whole_city()
    if region.kind in (Level.TOWN, Level.VILLAGE):
        raise RuleViolation("所在地区请选择到区县；常州市以外的请留空", field="region")
    return {"region": region, "message": about.get("message", "")}


def _attach(row: Application, actor: User, files: Mapping[str, Sequence[int]]) -> None:
    for slot, label in LABELS.items():
        attach(row, slot, files[slot], actor=actor, label=label)


def _for_review(pk: int, actor: User, action: str) -> Application:
    row = locked(Application, pk, actor=actor, action=action)
    refuse_own(actor.pk, row.created_by_id)
    return row


def _decide(
    row: Application,
    step: Step,
    actor: User,
    action: str,
    expected_version: int | None,
    opinion: str,
    now: datetime,
    **known: Any,
) -> Application:
    """Who decided, when, why; its to-do is over or goes back with it, and the applicant is told."""
    status = STEPS.after(row.status, step)
    decided = conclude(
        row,
        APPROVAL,
        actor=actor,
        action=action,
        expected_version=expected_version,
        status=status,
        opinion=opinion,
        outcomes=OUTCOMES,
        now=now,
        **known,
    )
    until = f"有效期至{decided.valid_until}。" if step == Step.APPROVE else ""
    _tell(row, f"{Kind(row.kind).label}入驻申请：{status.label}", f"{until}{opinion}", now)
    return decided


def _tell(row: Application, title: str, body: str, now: datetime) -> None:
    notify([row.created_by_id], kind=NOTICE, title=title, body=body, link=MINE, now=now)
