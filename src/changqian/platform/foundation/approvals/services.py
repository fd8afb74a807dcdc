"""Asking, deciding, handing on; and telling whoever asked for it what came of it.

An approval changes nothing but itself. When it is over it announces `approvals.decided`; who is concerned listens
(config/subscriptions.py) and does its own step, with its own permission and rule, in the name of who decided. Whoever
decides on the page of the thing itself closes the approval by `conclude` or `settle`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.approvals.models import Approval, ApprovalEvent, ApprovalStep
from changqian.platform.foundation.approvals.rules import (
    DECISIONS,
    OVER,
    STEPS,
    Act,
    Asked,
    Place,
    Seat,
    Status,
    act_at,
    due,
    opens,
    refuse_empty,
    reminder,
)
from changqian.platform.foundation.jobs.services import announce
from changqian.platform.foundation.notices.services import notify, regulators_of, staff_of, stir
from changqian.platform.foundation.records.models import Record
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.foundation.regions.services import subtree
from changqian.platform.kernel.errors import RuleViolation

R = TypeVar("R", bound=Record)
DECIDED = "approvals.decided"
"approval, kind, target, outcome (a Status), actor and opinion; told once it is over."
RETURNED, RESUBMITTED = "approvals.returned", "approvals.resubmitted"
"The same facts, told when it goes back to who asked, and when it comes again; `outcome` is where it stands then."
TODO = "/todos"


@transaction.atomic
def ask(
    *,
    actor: User,
    asked_as: str,
    kind: str,
    target: int,
    title: str,
    body: str = "",
    link: str = "",
    enterprise: int | None = None,
    region: int,
    steps: Sequence[Asked],
    now: datetime,
    notice: str = "approvals",
) -> Approval:
    """Begin an approval. The caller has made sure that its row may be asked about, by the permission `asked_as`.

    Who is next is told with the title; `notice` is the kind of that message, `link` where it leads.
    """
    if not steps:
        raise ValueError("an approval without a step is none")
    approval = create(
        Approval,
        actor=actor,
        action=asked_as,
        kind=kind,
        target=target,
        title=title[:100],
        body=body[:500],
        link=link,
        enterprise_id=enterprise,
        region_id=region,
        asked_as=asked_as,
    )
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            approval=approval,
            order=step.order,
            label=step.label,
            permission=step.permission,
            level=step.level,
            region_id=step.region,
            hours=int(step.within.total_seconds() // 3600) if step.within else None,
        )
        for step in steps
    )
    _note(approval, actor, Act.ASK, body, now=now)
    _open_next(approval, now=now, notice=notice)
    return approval


@transaction.atomic
def decide(
    pk: int, step: int, *, actor: User, expected_version: int | None, act: str, opinion: str = "", now: datetime
) -> Approval:
    """Agree, refuse or send back at one open step. DoesNotExist out of reach, PermissionDenied without the right."""
    if act not in DECISIONS:
        raise RuleViolation("请选择同意、不同意或退回", field="act")
    refuse_empty(act, opinion)
    approval, place = _at(pk, step, actor=actor)
    _stir(approval)
    meant = act_at(act, part=place.region_id is not None)
    place.seat, place.decided_by, place.decided_at, place.opinion = DECISIONS[meant], actor, now, opinion[:500]
    place.save(update_fields=["seat", "decided_by", "decided_at", "opinion"])
    rest = ApprovalStep.objects.filter(approval=approval, seat__in=[Seat.OPEN, Seat.WAITING])
    undecided = rest.exists() or approval.steps.filter(seat=Seat.SENT_BACK).exists()
    done = Act.PASS if meant == Act.APPROVE and undecided else meant
    approval = _move(approval, done, actor=actor, action=place.permission, expected=expected_version, now=now)
    _note(approval, actor, done, opinion, now=now, label=place.label)
    if done in (Act.SEND_BACK, Act.PART_BACK):
        title = f"退回补充：{approval.title}"
        notify([approval.created_by_id], kind="approvals", title=title, body=opinion, link=TODO, now=now)
    if done == Act.PASS:
        _open_next(approval, now=now)
    elif done == Act.SEND_BACK:
        rest.update(seat=Seat.WAITING, due_at=None)
        _tell(approval, RETURNED, actor=actor, opinion=opinion)
    elif done == Act.PART_BACK:
        _stir(approval)
    else:
        rest.update(seat=Seat.SKIPPED)
        _tell(approval, DECIDED, actor=actor, opinion=opinion)
    return approval


@transaction.atomic
def resubmit(pk: int, *, actor: User, expected_version: int | None, opinion: str, now: datetime) -> Approval:
    """The asker adds what was missing; all steps are asked again, or the parts that were sent back."""
    approval = _own(pk, actor=actor)
    if not opinion.strip():
        raise RuleViolation("请填写补充说明", field="opinion")
    parts = list(parts_back(approval))
    act = Act.PART_AGAIN if parts else Act.RESUBMIT
    approval = _move(approval, act, actor=actor, action=approval.asked_as, expected=expected_version, now=now)
    asked = approval.steps.filter(pk__in=[each.pk for each in parts]) if parts else approval.steps.all()
    asked.update(seat=Seat.WAITING, decided_by=None, decided_at=None, opinion="", due_at=None)
    _note(approval, actor, act, opinion, now=now, label="、".join(each.label for each in parts)[:40])
    if parts:
        for place in asked.all():
            _open(approval, place, now=now)
        _stir(approval)
        return approval
    _open_next(approval, now=now)
    _tell(approval, RESUBMITTED, actor=actor, opinion=opinion)
    return approval


@transaction.atomic
def withdraw(pk: int, *, actor: User, expected_version: int | None, opinion: str = "", now: datetime) -> Approval:
    """The asker takes back what nobody has decided yet."""
    approval = _own(pk, actor=actor)
    _stir(approval)
    approval = _move(approval, Act.WITHDRAW, actor=actor, action=approval.asked_as, expected=expected_version, now=now)
    _note(approval, actor, Act.WITHDRAW, opinion, now=now)
    approval.steps.filter(seat__in=[Seat.OPEN, Seat.WAITING]).update(seat=Seat.SKIPPED)
    _tell(approval, DECIDED, actor=actor, opinion=opinion)
    return approval


@transaction.atomic
def delegate(
    pk: int, step: int, *, actor: User, expected_version: int | None, to: int, opinion: str = "", now: datetime
) -> Approval:
    """Hand an open step to a colleague who could have decided it himself."""
    approval, place = _at(pk, step, actor=actor)
    if to == actor.pk or to not in {each.pk for each in colleagues(approval, place, actor=actor)}:
        raise RuleViolation("只能转交给同样有权办理这一步的人", field="to")
    approval = _move(approval, Act.DELEGATE, actor=actor, action=place.permission, expected=expected_version, now=now)
    _stir(approval)
    place.delegate_id = to
    place.save(update_fields=["delegate"])
    name = User.objects.get(pk=to).name
    _note(approval, actor, Act.DELEGATE, f"转交{name}。{opinion}".strip(), now=now, label=place.label)
    _stir(approval)
    notify([to], kind="approvals", title=f"{actor.name}转交您办理：{approval.title}", body=opinion, link=TODO, now=now)
    return approval


@transaction.atomic
def settle(kind: str, target: int, *, actor: User, outcome: Status, opinion: str = "", now: datetime) -> None:
    """The thing itself was decided on its own page: its approval, if there is one, is over, or goes back with it.

    Nothing is announced.
    """
    running = Approval.objects.select_for_update(of=("self",)).filter(kind=kind, target=target)
    approval = running.exclude(status__in=OVER).first()
    if approval is None or approval.status == outcome:
        return
    _stir(approval)
    place = approval.steps.filter(seat=Seat.OPEN).first()
    act = {
        Status.APPROVED: Act.APPROVE,
        Status.REFUSED: Act.REFUSE,
        Status.RETURNED: Act.SEND_BACK,
        Status.WITHDRAWN: Act.WITHDRAW,
    }[outcome]
    if place is not None and outcome != Status.WITHDRAWN:
        place.seat = DECISIONS[act]
        place.decided_by, place.decided_at, place.opinion = actor, now, opinion[:500]
        place.save(update_fields=["seat", "decided_by", "decided_at", "opinion"])
    rest = approval.steps.filter(seat__in=[Seat.OPEN, Seat.WAITING])
    rest.update(seat=Seat.WAITING if outcome == Status.RETURNED else Seat.SKIPPED)
    action = place.permission if place else approval.asked_as
    facts = {"status": outcome, "decided_at": now if outcome in OVER else None}
    # In the platform's name: whether the actor might decide, the thing itself has asked, of its own place.
    change(approval, actor=platform(), action=action, expected_version=None, **facts)
    _note(approval, actor, act, opinion, now=now, label=place.label if place else "")


@transaction.atomic
def conclude(
    row: R,
    kind: str,
    *,
    actor: User,
    action: str,
    expected_version: int | None,
    status: str,
    opinion: str,
    outcomes: Mapping[Any, Status],
    now: datetime,
    **known: Any,
) -> R:
    """Decide a thing on its own page: the row says who decided, when, why, and its approval of this kind is settled.

    `outcomes` says what a status of the row means for its approval; one that is not there leaves it alone.
    """
    fields = {"status": status, "decided_by": actor, "decided_at": now, "opinion": opinion, **known}
    decided = change(row, actor=actor, action=action, expected_version=expected_version, **fields)
    if outcome := outcomes.get(status):
        settle(kind, row.pk, actor=actor, outcome=outcome, opinion=opinion, now=now)
    return decided


def _move(approval: Approval, act: Act, *, actor: User, action: str, expected: int | None, now: datetime) -> Approval:
    status = STEPS.after(approval.status, act)
    decided_at = now if status in OVER else None
    return change(approval, actor=actor, action=action, expected_version=expected, status=status, decided_at=decided_at)


def _at(pk: int, step: int, *, actor: User) -> tuple[Approval, ApprovalStep]:
    """The approval, locked with the permission of its step, and the step; RuleViolation if it is not open."""
    place = ApprovalStep.objects.get(pk=step, approval=pk)
    approval = locked(Approval, pk, actor=actor, action=place.permission)
    place.refresh_from_db()
    if approval.created_by_id == actor.pk:
        raise RuleViolation("不能审批自己提出的申请")
    if not ApprovalStep.objects.within(actor, place.permission).filter(pk=step).exists():
        raise PermissionDenied(f"“{place.label}”由当地办理")
    if place.seat != Seat.OPEN:
        raise RuleViolation(f"这一步{Seat(place.seat).label}，不能再次办理")
    return approval, place


def _own(pk: int, *, actor: User) -> Approval:
    approval = Approval.objects.get(pk=pk)
    approval = locked(Approval, pk, actor=actor, action=approval.asked_as)
    if approval.created_by_id != actor.pk:
        raise PermissionDenied("只有提出申请的人可以办理")
    return approval


def _note(approval: Approval, actor: User, act: Act, opinion: str, *, now: datetime, label: str = "") -> None:
    ApprovalEvent.objects.create(approval=approval, at=now, actor=actor, act=act, label=label, opinion=opinion[:500])


def _tell(approval: Approval, event: str, *, actor: User, opinion: str) -> None:
    announce(
        event,
        approval=approval.pk,
        kind=approval.kind,
        target=approval.target,
        outcome=str(approval.status),
        actor=actor.pk,
        opinion=opinion,
    )


def _open_next(approval: Approval, *, now: datetime, notice: str = "approvals") -> None:
    """Open the steps whose turn it is, and tell those whose to-do they are."""
    places = list(approval.steps.all())
    for n in opens([Place(each.order, each.seat) for each in places]):
        _open(approval, places[n], now=now, notice=notice)
    _stir(approval)


def _open(approval: Approval, place: ApprovalStep, *, now: datetime, notice: str = "approvals") -> None:
    place.seat = Seat.OPEN
    place.due_at = due(now, timedelta(hours=place.hours) if place.hours else None)
    place.save(update_fields=["seat", "due_at"])
    link = approval.link if notice != "approvals" else TODO
    notify(deciders(approval, place), kind=notice, title=approval.title, body=approval.body, link=link, now=now)


def _stir(approval: Approval) -> None:
    """Whose to-do this is now, counts anew once the transaction is over: called before a step leaves, and after."""
    for place in approval.steps.filter(seat=Seat.OPEN):
        stir(deciders(approval, place))


# --- who --------------------------------------------------------------------------------------------------------


def deciders(approval: Approval, place: ApprovalStep) -> QuerySet[User]:
    """Whose to-do a step is: the authorities of its level, or the people of the enterprise."""
    if place.delegate_id:
        return User.objects.filter(pk=place.delegate_id, is_active=True)
    authorities = regulators_of(_where(approval, place), place.permission, level=place.level or None)
    if authorities.exists() or approval.enterprise_id is None:
        return authorities
    return staff_of(approval.enterprise_id, place.permission)


def _where(approval: Approval, place: ApprovalStep) -> int:
    return int(place.region_id or approval.region_id)


def parts_back(approval: Approval) -> QuerySet[ApprovalStep]:
    """The parts that lie with the asker while the others go on."""
    rows: QuerySet[ApprovalStep] = approval.steps.filter(seat=Seat.SENT_BACK, region__isnull=False)
    return rows if approval.status == Status.PENDING else rows.none()


def agreed_parts(kind: str, target: int) -> frozenset[int]:
    """The regions that have agreed, each for its part."""
    parts = ApprovalStep.objects.filter(approval__kind=kind, approval__target=target, seat=Seat.APPROVED)
    return frozenset(parts.filter(region__isnull=False).values_list("region", flat=True))


def colleagues(approval: Approval, place: ApprovalStep, *, actor: User) -> QuerySet[User]:
    """Who else could decide a step: everybody in reach who holds its permission."""
    found = regulators_of(_where(approval, place), place.permission)
    if approval.enterprise_id is not None:
        found = found | staff_of(approval.enterprise_id, place.permission)
    return found.exclude(pk__in=[actor.pk, approval.created_by_id]).distinct()


def todo_of(user: User) -> QuerySet[ApprovalStep]:
    """The open steps that are this user's to-do, the most pressing first.

    By his assignments and not by his grants, because a to-do is first of the level it was meant for: a district is not
    shown what its towns are asked.
    """
    mine = Q(delegate=user)
    held = Assignment.objects.filter(user=user, own_only=False, user__is_active=True).select_related("role", "region")
    for each in held:
        bounds = Q(permission__in=each.role.permissions, delegate=None)
        if each.region_id:
            bounds &= Q(level="") | Q(level=each.region.kind)  # type: ignore[union-attr]
            if (below := subtree(each.region_id)) is not None:
                bounds &= ApprovalStep.in_regions(below)
        if each.enterprise_id:
            bounds &= Q(approval__enterprise=each.enterprise_id, level="")
        if each.department_id:
            bounds &= Q(approval__enterprise__department=each.department_id)
        mine |= bounds
    rows = ApprovalStep.objects.filter(mine, seat=Seat.OPEN, approval__ended_at=None)
    return rows.exclude(approval__created_by=user).select_related("approval").order_by("due_at", "pk")


def due_of(approval: Approval) -> datetime:
    """When all of it should be decided, as it was asked: the steps one after the other."""
    hours: dict[int, int] = {}
    for each in approval.steps.all():
        hours[each.order] = max(hours.get(each.order, 0), each.hours or 0)
    return approval.created_at + timedelta(hours=sum(hours.values()))


def answer_of(approval: Approval) -> str:
    """What was said last by whoever decided it or sent it back; not what one step tells the next."""
    decided = (Act.APPROVE, Act.REFUSE, Act.SEND_BACK)
    return next((each.opinion for each in reversed(approval.events.all()) if each.act in decided), "")


def asked_by(user: User) -> QuerySet[Approval]:
    return Approval.objects.filter(created_by=user).order_by("-pk")


def decided_by(user: User) -> QuerySet[Approval]:
    """What this user has decided or handed on, the newest first."""
    acts = [Act.PASS, Act.APPROVE, Act.REFUSE, Act.SEND_BACK, Act.DELEGATE]
    done = ApprovalEvent.objects.filter(actor=user, act__in=acts).values("approval")
    return Approval.objects.filter(pk__in=done).order_by("-pk")


def visible(pk: int, *, actor: User) -> Approval:
    """An approval that the user asked for, decides, or has decided; DoesNotExist otherwise."""
    approval = Approval.objects.get(pk=pk)
    if approval.created_by_id == actor.pk or approval.events.filter(actor=actor).exists():
        return approval
    if any(may_decide(approval, place, actor=actor) for place in approval.steps.all()):
        return approval
    raise Approval.DoesNotExist


def may_decide(approval: Approval, place: ApprovalStep, *, actor: User) -> bool:
    """Whether this user holds the permission of a step on this approval; nobody decides what he asked for."""
    if approval.created_by_id == actor.pk:
        return False
    try:
        found: bool = ApprovalStep.objects.within(actor, place.permission).filter(pk=place.pk).exists()
    except PermissionDenied:
        return False
    return found


def remind(*, now: datetime) -> int:
    """Tell those whose open steps are due within a day or late; each of them once."""
    told = 0
    for place in ApprovalStep.objects.filter(seat=Seat.OPEN, due_at__isnull=False).select_related("approval"):
        stage = reminder(place.due_at, now) if place.due_at else None
        if stage is None:
            continue
        what = "已超过期限" if stage == "late" else "还剩不到一天"
        title = f"{what}：{place.approval.title}"
        people = deciders(place.approval, place)
        once = f"approval.{place.pk}.{stage}"
        told += len(notify(people, kind="approvals", title=title, link=TODO, once=once, now=now))
    return told
