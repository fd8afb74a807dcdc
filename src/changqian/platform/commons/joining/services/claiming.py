"""Claims on firms and wishes to join them: asked for by a person under his real name, decided by the town or the firm.

Whatever concerns one firm's code is done one after the other: a lock on the code comes before any row, because a firm
that nobody registered yet has no row to lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from changqian.platform.commons.joining.models import Claim
from changqian.platform.commons.joining.rules import (
    DECIDE_WITHIN,
    OPEN,
    STEPS,
    How,
    Kind,
    Place,
    Status,
    Step,
    Turn,
    raises,
    refuse_early,
    refuse_inviting,
    refuse_own,
    refuse_refused,
    refuse_silence,
)
from changqian.platform.commons.joining.services.members import (
    MEMBERS,
    MINE,
    NOTICE,
    PERSONAL,
    hold_firm,
    membership_of,
    place_of,
    principals_of,
    seat,
    unseat,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.approvals.rules import Asked
from changqian.platform.foundation.approvals.rules import Status as Approved
from changqian.platform.foundation.approvals.services import ask, conclude
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.registering import checked_name, checked_region, held_by
from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.limits.services import spend, stretch_end
from changqian.platform.foundation.notices.services import notify, staff_of
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.codes import Uscc
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.scope import reachable

CLAIM, WISH, RESIGN, WITHDRAW = "joining.claim", "joining.wish", "joining.resign", "joining.withdraw"
CONFIRM, REFUSE = "joining.confirm", "joining.refuse"
ADMIT, TURN_DOWN, AGREE, OBJECT = "joining.admit", "joining.turn_down", "joining.agree", "joining.object"
APPROVAL = "joining.claim"
"The kind of the approval that makes a claim somebody's to-do."
OUTCOMES = {
    Status.CONFIRMED: Approved.APPROVED,
    Status.REFUSED: Approved.REFUSED,
    Status.WITHDRAWN: Approved.WITHDRAWN,
}
"What the end of a claim is to its to-do."
ASKED_A_DAY = 10
"Claims and wishes that one person may make within a day."
CLAIMS = "/claims"


@dataclass(frozen=True, slots=True)
class Found:
    """What whoever names a firm's code is told of it: what stands on its licence, and how to get in."""

    uscc: str
    enterprise: int | None
    name: str
    town: str
    has_principal: bool
    mine: str
    "What the asker is there already."
    waiting: int | None
    "His claim that is open."


def find_firm(uscc: str, *, actor: User) -> Found:
    """RuleViolation for a code that is none, or for somebody who has not shown who he is."""
    refuse_unnamed(actor)
    code = _read(uscc)
    firm = held_by({"uscc": code})
    waiting = Claim.objects.current().filter(created_by=actor, uscc=code, status__in=OPEN).first()
    return Found(
        uscc=code,
        enterprise=firm.pk if firm else None,
        name=firm.name if firm else "",
        town=_home(firm).name if firm else "",
        has_principal=bool(firm) and principals_of(firm.pk).exists(),  # type: ignore[union-attr]
        mine=place_of(actor, firm.pk) if firm else "",
        waiting=waiting.pk if waiting else None,
    )


@transaction.atomic
def claim_firm(
    *,
    actor: User,
    uscc: str,
    place: str,
    licence: Sequence[int],
    firm_name: str = "",
    address: str = "",
    region: Region | None = None,
    message: str = "",
    now: datetime,
) -> Claim:
    """Say that one is principal or safety officer of a firm, with a picture of its licence; the town confirms.

    Where there is a principal already, a claim to be one goes to him as a wish to take over, and to the town.
    """
    refuse_unnamed(actor)
    code = _read(uscc)
    _refuse_too_many(actor, now)
    _hold_code(code)
    if place not in (Place.PRINCIPAL, Place.OFFICER):
        raise RuleViolation("认领企业请选择主要负责人或安管员；从业人员请申请加入", field="place")
    if not licence:
        raise RuleViolation("请上传营业执照照片", field="licence")
    mine = Claim.objects.current().filter(created_by=actor, uscc=code, status=Status.REFUSED)
    refuse_refused([at for at in mine.values_list("decided_at", flat=True) if at], now=now)
    firm = held_by({"uscc": code})
    about: dict[str, Any]
    if firm is None:
        about = {**_newcomer(firm_name, address, region), "kind": Kind.CLAIM, "status": Status.PENDING}
    else:
        about = {**_known(firm), **_asked_of(firm, actor, place, now)}
    row = create(
        Claim,
        actor=actor,
        action=CLAIM,
        uscc=code,
        place=place,
        message=message,
        phone=actor.phone,
        decide_by=now + DECIDE_WITHIN,
        **about,
    )
    attach(row, "licence", licence, actor=actor, label="营业执照")
    _to_town(row, actor, CLAIM, now)
    if row.kind == Kind.TAKE_OVER:
        _ask_principals(row, now)
    return row


@transaction.atomic
def wish_to_join(*, actor: User, uscc: str, place: str, message: str = "", now: datetime) -> Claim:
    """Ask a firm to be let in, as its safety officer or one of its workers; the firm decides."""
    refuse_unnamed(actor)
    code = _read(uscc)
    _refuse_too_many(actor, now)
    _hold_code(code)
    firm = held_by({"uscc": code})
    if firm is None or not staff_of(firm.pk, ADMIT).exists():
        raise RuleViolation("这家企业还没有人在平台上管理，请先由企业负责人注册并认领", field="uscc")
    if place == Place.PRINCIPAL:
        raise RuleViolation("主要负责人请用“认领企业”办理", field="place")
    _refuse_less(actor, firm, place)
    asked = {"kind": Kind.WISH, "status": Status.WAITING, "place": place, "message": message}
    told = {"phone": actor.phone, "decide_by": now + DECIDE_WITHIN}
    row = create(Claim, actor=actor, action=WISH, uscc=code, **told, **_known(firm), **asked)
    _to_do(row, Asked("企业同意加入", ADMIT, within=DECIDE_WITHIN), actor, WISH, MEMBERS, now)
    return row


@transaction.atomic
def resign(*, actor: User, enterprise: Enterprise, message: str, now: datetime) -> Claim:
    """The last principal tells the town that he is one no longer and has nobody to hand over to."""
    reachable(actor.grants, RESIGN, Claim)
    firm = hold_firm(enterprise.pk)
    if place_of(actor, firm.pk) != Place.PRINCIPAL:
        raise RuleViolation("您不是这家企业的主要负责人", field="enterprise")
    if principals_of(firm.pk).count() > 1:
        raise RuleViolation("企业还有其他主要负责人，您可以直接退出企业")
    refuse_silence(message)
    asked = {"kind": Kind.RESIGN, "status": Status.PENDING, "place": Place.PRINCIPAL, "message": message}
    code = firm.uscc or firm.legacy_reg_no or ""
    told = {"phone": actor.phone, "decide_by": now + DECIDE_WITHIN}
    row = create(Claim, actor=actor, action=RESIGN, uscc=code, **told, **_known(firm), **asked)
    _to_town(row, actor, RESIGN, now)
    return row


@transaction.atomic
def withdraw(pk: int, *, actor: User, expected_version: int | None, now: datetime) -> Claim:
    """The asker thinks better of it."""
    row = _at(pk, actor, WITHDRAW)
    if row.created_by_id != actor.pk:
        raise Claim.DoesNotExist
    return _decide(row, Step.WITHDRAW, actor, WITHDRAW, expected_version, "", now)


@transaction.atomic
def confirm_claim(pk: int, *, actor: User, expected_version: int | None, opinion: str = "", now: datetime) -> Claim:
    """The town has seen that it is so: the role is given, or, of one who resigns, taken.

    A firm that nobody registered is registered by what the claimant said of it.
    """
    row = _at(pk, actor, CONFIRM)
    return _confirm(row, actor, expected_version, opinion, _words_of(row), now)


@transaction.atomic
def complete_claim(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    firm_name: str,
    address: str,
    industry: str = "",
    opinion: str = "",
    now: datetime,
) -> Claim:
    """The same for a firm that nobody registered, as the town itself has read its licence."""
    row = _at(pk, actor, CONFIRM)
    if row.enterprise_id is not None:
        raise RuleViolation("这家企业已经登记，请直接确认")
    said = {**_words_of(row), "name": firm_name, "address": address, "industry": industry}
    return _confirm(row, actor, expected_version, opinion, said, now)


def _words_of(row: Claim) -> dict[str, Any]:
    return {"name": row.firm_name, "address": row.address, "region": row.region}


def _confirm(
    row: Claim, actor: User, expected_version: int | None, opinion: str, said: dict[str, Any], now: datetime
) -> Claim:
    """`said` is what a firm that is not there yet is registered with."""
    refuse_own(actor.pk, row.created_by_id)
    refuse_early(row.status, opinion, asked_at=row.asked_at, now=now)
    firm = hold_firm(row.enterprise_id or _registered(row.uscc, actor, said).pk)
    _refuse_second_principal(row, firm)
    known = {"enterprise": firm, "firm_name": firm.name}
    decided = _decide(row, Step.CONFIRM, actor, CONFIRM, expected_version, opinion, now, **known)
    person = decided.created_by
    if row.kind == Kind.RESIGN:
        unseat(membership_of(person, firm.pk), actor=actor, action=CONFIRM, reason="属地确认离任", now=now)
        return decided
    if row.kind == Kind.TAKE_OVER:
        for old in principals_of(firm.pk).exclude(pk=person.pk):
            reason = f"属地确认由{person.name}接任主要负责人"
            unseat(membership_of(old, firm.pk), actor=actor, action=CONFIRM, reason=reason, now=now)
    how = How.HAND_OVER if row.kind == Kind.TAKE_OVER else How.CLAIM
    seat(person, firm, row.place, how=how, by=actor, actor=actor, action=CONFIRM, now=now)
    if row.place == Place.PRINCIPAL:
        _overtake(row, firm, now)
    return decided


@transaction.atomic
def refuse_claim(pk: int, *, actor: User, expected_version: int | None, opinion: str, now: datetime) -> Claim:
    """The town says no, and why."""
    refuse_silence(opinion)
    row = _at(pk, actor, REFUSE)
    refuse_own(actor.pk, row.created_by_id)
    return _decide(row, Step.REFUSE, actor, REFUSE, expected_version, opinion, now)


@transaction.atomic
def agree_to_hand_over(pk: int, *, actor: User, expected_version: int | None, answer: str = "", now: datetime) -> Claim:
    """The principal says that it is so; the town then confirms without more."""
    return _answer(pk, Step.AGREE, AGREE, actor, expected_version, answer, now)


@transaction.atomic
def object_to_hand_over(pk: int, *, actor: User, expected_version: int | None, answer: str, now: datetime) -> Claim:
    """The principal says that it is not so; the town weighs it, and writes down why if it confirms all the same."""
    refuse_silence(answer)
    return _answer(pk, Step.OBJECT, OBJECT, actor, expected_version, answer, now)


@transaction.atomic
def admit(pk: int, *, actor: User, expected_version: int | None, opinion: str = "", now: datetime) -> Claim:
    """The firm takes somebody in who asked for it, within the table of who may invite whom."""
    row = _at(pk, actor, ADMIT)
    refuse_own(actor.pk, row.created_by_id)
    STEPS.after(row.status, Step.ADMIT)
    firm = hold_firm(_firm_of(row))
    refuse_inviting(place_of(actor, firm.pk), row.place)
    decided = _decide(row, Step.ADMIT, actor, ADMIT, expected_version, opinion, now)
    if raises(place_of(row.created_by, firm.pk), row.place):
        seat(row.created_by, firm, row.place, how=How.WISH, by=actor, actor=actor, action=ADMIT, now=now)
    return decided


@transaction.atomic
def turn_down(pk: int, *, actor: User, expected_version: int | None, opinion: str, now: datetime) -> Claim:
    refuse_silence(opinion)
    row = _at(pk, actor, TURN_DOWN)
    refuse_own(actor.pk, row.created_by_id)
    return _decide(row, Step.TURN_DOWN, actor, TURN_DOWN, expected_version, opinion, now)


@transaction.atomic
def follow_approval(*, target: int, outcome: str, actor: User, opinion: str, now: datetime) -> Claim | None:
    """What was decided under 我的待办 is done here, by the same rules as on the page; None if it was done already."""
    row = Claim.objects.current().filter(pk=target, status__in=OPEN).first()
    if row is None:
        return None
    given: dict[str, Any] = {"actor": actor, "expected_version": None, "now": now}
    if outcome == Approved.WITHDRAWN:
        return withdraw(row.pk, **given)
    words: dict[str, Any] = {"opinion": opinion}
    if row.kind == Kind.WISH:
        return (admit if outcome == Approved.APPROVED else turn_down)(row.pk, **given, **words)
    return (confirm_claim if outcome == Approved.APPROVED else refuse_claim)(row.pk, **given, **words)


def refuse_unnamed(actor: User) -> None:
    """RuleViolation for an account that has not shown whose it is: what one is at a firm is not said by nobody.

    PermissionDenied for somebody who was dismissed.
    """
    reachable(actor.grants, CLAIM, Claim)
    if actor.real_name_at is None:
        raise RuleViolation("请先完成实名核验（我的企业页上方），再办理认领、加入或入驻")


def _refuse_too_many(actor: User, now: datetime) -> None:
    """RuleViolation for whoever asks more firms and towns than anybody works for."""
    if spend(f"joining.ask:{actor.pk}", most=ASKED_A_DAY, until=stretch_end(now, timedelta(days=1)), now=now):
        raise RuleViolation(f"一天最多提出{ASKED_A_DAY}份申请，请明天再来")


def _read(uscc: str) -> str:
    try:
        return Uscc.parse(uscc).text
    except RuleViolation as error:
        raise RuleViolation(str(error), field="uscc") from error


def _hold_code(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"joining.{code}"])


def _at(pk: int, actor: User, action: str) -> Claim:
    """The claim under its lock, after that of its code; DoesNotExist unless the actor may do this to it."""
    seen = Claim.objects.within(actor, action).current().get(pk=pk)
    _hold_code(seen.uscc)
    return locked(Claim, pk, actor=actor, action=action)


def _home(firm: Enterprise) -> Region:
    """The town that speaks for the firm: of its registered site, else of its first, else where it is registered."""
    site = firm.sites.filter(ended_at=None).select_related("region").order_by("-is_registered", "pk").first()
    return site.region if site else firm.region


def _firm_of(row: Claim) -> int:
    """The firm of a claim whose way leads only to firms that are registered."""
    assert row.enterprise_id is not None
    return row.enterprise_id


def _known(firm: Enterprise) -> dict[str, Any]:
    return {"enterprise": firm, "firm_name": firm.name, "address": firm.address, "region": _home(firm)}


def _newcomer(name: str, address: str, region: Region | None) -> dict[str, Any]:
    """What the claimant says of a firm that nobody registered."""
    if region is None:
        raise RuleViolation("平台还没有这家企业，请选择它所在的镇街", field="region")
    try:
        name = checked_name(name, "企业名称")
    except RuleViolation as error:
        raise RuleViolation(str(error), field="firm_name") from error
    if not address.strip():
        raise RuleViolation("请填写经营地址，属地按它核对", field="address")
    return {"firm_name": name, "address": address.strip(), "region": checked_region(region)}


def _asked_of(firm: Enterprise, actor: User, place: str, now: datetime) -> dict[str, Any]:
    """Which way a claim on a known firm goes."""
    _refuse_less(actor, firm, place)
    if not principals_of(firm.pk).exists():
        return {"kind": Kind.CLAIM, "status": Status.PENDING}
    if place != Place.PRINCIPAL:
        raise RuleViolation("这家企业已有主要负责人，安管员请用“申请加入”，由负责人同意", field="place")
    return {"kind": Kind.TAKE_OVER, "status": Status.ASKED, "asked_at": now}


def _refuse_less(actor: User, firm: Enterprise, place: str) -> None:
    mine = place_of(actor, firm.pk)
    if not raises(mine, place):
        raise RuleViolation(f"您已是{firm.name}的{Place(mine).label}", field="uscc")


def _refuse_second_principal(row: Claim, firm: Enterprise) -> None:
    """RuleViolation if somebody became principal while this claim waited, by another way than a claim."""
    if row.kind == Kind.CLAIM and row.place == Place.PRINCIPAL and principals_of(firm.pk).exists():
        raise RuleViolation("这家企业在此期间已有主要负责人，请不予确认，并告知申请人重新申请接任")


def _registered(uscc: str, actor: User, said: dict[str, Any]) -> Enterprise:
    """The firm with a first site at its address, in the town's own name; or the one that was registered meanwhile."""
    if firm := held_by({"uscc": uscc}):
        return firm
    firm = register_enterprise(actor=actor, uscc=uscc, **said)
    place = {"region": said["region"], "address": said["address"], "name": said["name"][:100]}
    open_site(actor=actor, enterprise=firm, is_registered=True, **place)
    return firm


def _to_town(row: Claim, actor: User, action: str, now: datetime) -> None:
    step = Asked("属地确认", CONFIRM, level="town", within=DECIDE_WITHIN)
    _to_do(row, step, actor, action, CLAIMS, now)


def _to_do(row: Claim, step: Asked, actor: User, action: str, link: str, now: datetime) -> None:
    ask(
        actor=actor,
        asked_as=action,
        kind=APPROVAL,
        target=row.pk,
        title=f"{actor.name}{Kind(row.kind).label}：{row.firm_name}（{Place(row.place).label}）",
        body=row.message,
        link=f"{link}/{row.pk}" if link == CLAIMS else link,
        enterprise=row.enterprise_id,
        region=row.region_id,
        steps=[step],
        notice=NOTICE,
        now=now,
    )


def _ask_principals(row: Claim, now: datetime) -> None:
    """Tell who is principal now that somebody else says he is."""
    title = f"{row.created_by.name}申请接任{row.firm_name}的主要负责人，请答复"
    body = "3天内可以同意或提出异议；逾期不答复，属地可以核实后直接确认。"
    notify(principals_of(_firm_of(row)), kind=PERSONAL, title=title, body=body, link=MEMBERS, now=now)


def _answer(
    pk: int, step: Step, action: str, actor: User, expected_version: int | None, answer: str, now: datetime
) -> Claim:
    row = _at(pk, actor, action)
    refuse_own(actor.pk, row.created_by_id)
    status = STEPS.after(row.status, step)
    said = {"status": status, "answered_by": actor, "answered_at": now, "answer": answer}
    told = change(row, actor=actor, action=action, expected_version=expected_version, **said)
    title = f"{row.firm_name}：{status.label}"
    notify([row.created_by_id], kind=PERSONAL, title=title, body=answer, link=MINE, now=now)
    return told


def _decide(
    row: Claim,
    step: Step,
    actor: User,
    action: str,
    expected_version: int | None,
    opinion: str,
    now: datetime,
    **known: Any,
) -> Claim:
    """The last step of a claim: who decided, why; its to-do is over, and the claimant is told."""
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
    if actor.pk != row.created_by_id:
        title = f"{Kind(row.kind).label}{status.label}：{row.firm_name}"
        notify([row.created_by_id], kind=PERSONAL, title=title, body=opinion, link=MINE, now=now)
    return decided


def _overtake(row: Claim, firm: Enterprise, now: datetime) -> None:
    """Who else asked to be principal of this firm now asks to take over."""
    others = Claim.objects.current().filter(uscc=row.uscc, status=Status.PENDING, kind=Kind.CLAIM)
    for other in others.filter(place=Place.PRINCIPAL).select_for_update(of=("self",)):
        status = STEPS.after(other.status, Turn.OVERTAKE)
        fields = {"kind": Kind.TAKE_OVER, "status": status, "asked_at": now, "enterprise": firm}
        change(other, actor=platform(), action="joining.overtake", expected_version=None, **fields)
        _ask_principals(other, now)
