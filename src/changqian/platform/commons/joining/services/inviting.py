"""Invitations: to the holder of a phone, or to whoever shows a code; and handing a firm over to a successor.

The token in link and code is a secret of 24 random bytes: who shows it has seen it. It lies sealed, found by a blind
index. A phone invitation is only for who has proved that phone, token or not.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from changqian.platform.commons.joining.models import Invitation, Membership
from changqian.platform.commons.joining.rules import (
    INVITES,
    PHONE_LIVES,
    By,
    How,
    Place,
    State,
    raises,
    refuse_closed,
    refuse_code,
    refuse_inviting,
    state,
)
from changqian.platform.commons.joining.services.members import (
    MEMBERS,
    MINE,
    NOTICE,
    hold_firm,
    membership_of,
    own_firm,
    place_of,
    principals_of,
    seat,
    unseat,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.limits.services import spend, stretch_end
from changqian.platform.foundation.notices.services import notify, regulators_of
from changqian.platform.foundation.records.fields import blinds
from changqian.platform.foundation.records.services import change, create, locked
from changqian.platform.foundation.sms.rules import phone_number
from changqian.platform.foundation.sms.services import send
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.scope import reachable

INVITE, HAND_OVER, REVOKE, ACCEPT = "joining.invite", "joining.hand_over", "joining.revoke", "joining.accept"
TEMPLATE = "joining.invitation"
MESSAGES_A_DAY = 50
"Invitations by short message that one firm may send within a day."
UNKNOWN = "这个邀请不存在，请核对链接，或请企业重新邀请"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation says to whoever shows its token."""

    enterprise_name: str
    place: str
    by: str
    invited_by: str
    "The surname only: the reader may be a stranger."
    expires_at: datetime
    state: str


@transaction.atomic
def invite(
    *,
    actor: User,
    enterprise: Enterprise,
    by: str,
    place: str,
    phone: str = "",
    invitee: str = "",
    days: int = 7,
    uses: int = 1,
    now: datetime,
) -> Invitation:
    """Ask somebody in by the number of his phone, or make a code for workers that is good for so many days and uses.

    DoesNotExist, PermissionDenied for a firm that is not the actor's.
    """
    firm = own_firm(enterprise.pk, actor=actor, action=INVITE)
    refuse_inviting(place_of(actor, firm.pk), place)
    if by == By.QR:
        refuse_code(place, days=days, uses=uses)
        until = {"expires_at": now + timedelta(days=days), "most": uses}
        return _made(actor, INVITE, firm, by=by, place=place, **until)
    number = phone_number(phone)
    _refuse_twice(firm, number, now)
    about = {"phone": number, "invitee": invitee.strip(), "expires_at": now + PHONE_LIVES}
    row = _made(actor, INVITE, firm, by=by, place=place, **about)
    _write_to(row, now)
    return row


@transaction.atomic
def hand_over(
    *, actor: User, enterprise: Enterprise, phone: str, invitee: str = "", stays_as: str = "", now: datetime
) -> Invitation:
    """Offer one's own place as principal to a successor. Until he accepts, nothing changes."""
    firm = own_firm(enterprise.pk, actor=actor, action=HAND_OVER)
    if place_of(actor, firm.pk) != Place.PRINCIPAL:
        raise RuleViolation("只有现任主要负责人可以移交", field="enterprise")
    if stays_as and stays_as not in INVITES[Place.PRINCIPAL]:
        raise RuleViolation("移交后您可以担任安管员、从业人员，或退出企业", field="stays_as")
    number = phone_number(phone)
    if number == actor.phone:
        raise RuleViolation("这是您自己的手机号，请填写接任者的", field="phone")
    waiting = open_ones(now).filter(enterprise=firm, place=Place.PRINCIPAL)
    if waiting.exists():
        raise RuleViolation("已经有一份移交在等接任者接受，请先撤销它")
    _refuse_twice(firm, number, now)
    about = {"phone": number, "invitee": invitee.strip(), "stays_as": stays_as, "expires_at": now + PHONE_LIVES}
    row = _made(actor, HAND_OVER, firm, by=By.PHONE, place=Place.PRINCIPAL, **about)
    _write_to(row, now)
    return row


@transaction.atomic
def revoke(pk: int, *, actor: User, expected_version: int | None, now: datetime) -> Invitation:
    """Whoever shows it from now on is told that it was taken back."""
    row = locked(Invitation, pk, actor=actor, action=REVOKE)
    refuse_closed(state_of(row, now))
    mine = place_of(actor, row.enterprise_id)
    if row.place != Place.PRINCIPAL or mine != Place.PRINCIPAL:
        refuse_inviting(mine, row.place)
    return change(row, actor=actor, action=REVOKE, expected_version=expected_version, revoked_at=now)


def offer_of(token: str, *, now: datetime) -> Offer:
    """What the invitation of this token offers; RuleViolation for a token that is none."""
    row = _by_token(token)
    if row is None:
        raise RuleViolation(UNKNOWN, field="token")
    return Offer(
        enterprise_name=row.enterprise.name,
        place=row.place,
        by=row.by,
        invited_by=row.created_by.name[:1] + "**",
        expires_at=row.expires_at,
        state=state_of(row, now),
    )


@transaction.atomic
def accept(*, actor: User, token: str = "", invitation: int | None = None, now: datetime) -> Membership:
    """Join, by the token of the link or code, or by the number of an invitation to one's own phone.

    Of two who take the last use at the same moment one comes too late. RuleViolation says why one may not.
    """
    reachable(actor.grants, ACCEPT, Invitation)
    found = _by_token(token) if token else to_phone_of(actor, now).filter(pk=invitation or 0).first()
    if found is None:
        raise RuleViolation(UNKNOWN, field="token")
    firm = hold_firm(found.enterprise_id)
    row: Invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    refuse_closed(state_of(row, now))
    _refuse_another(row, actor)
    inviter = row.created_by
    taking_over = row.place == Place.PRINCIPAL
    if not _still_may(inviter, row):
        raise RuleViolation("发出邀请的人已无权邀请，请联系企业重新邀请")
    mine = place_of(actor, firm.pk)
    if not raises(mine, row.place):
        raise RuleViolation(f"您已是{firm.name}的{Place(mine).label}，不需要再加入")
    change(row, actor=platform(), action=ACCEPT, expected_version=None, uses=row.uses + 1)
    how = How.HAND_OVER if taking_over else How.INVITATION
    joined = seat(actor, firm, row.place, how=how, by=inviter, actor=actor, action=ACCEPT, now=now)
    if taking_over:
        _step_down(row, inviter, firm, actor, now)
    title = f"{actor.name}已加入{firm.name}，担任{Place(row.place).label}"
    notify([inviter.pk], kind=NOTICE, title=title, link=MEMBERS, now=now)
    return joined


def open_ones(now: datetime) -> QuerySet[Invitation]:
    rows = Invitation.objects.current().filter(revoked_at=None, expires_at__gt=now, uses__lt=F("most"))
    return rows.select_related("enterprise", "created_by")  # type: ignore[no-any-return]


def to_phone_of(user: User, now: datetime) -> QuerySet[Invitation]:
    """The open invitations to the phone that this user has proved to be his."""
    reachable(user.grants, ACCEPT, Invitation)
    if not user.phone:
        return Invitation.objects.none()  # type: ignore[no-any-return]
    return open_ones(now).filter(phone_index__in=blinds(user.phone))


def state_of(row: Invitation, now: datetime) -> State:
    return state(uses=row.uses, most=row.most, expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)


def link_of(token: str) -> str:
    """What the code and the short message say."""
    return f"{settings.PUBLIC_URL}/m/join?i={token}"


def _by_token(token: str) -> Invitation | None:
    rows = Invitation.objects.current().filter(token_index__in=blinds(token.strip()[:100])) if token.strip() else None
    return rows.select_related("enterprise", "created_by").first() if rows is not None else None


def _made(actor: User, action: str, firm: Enterprise, **fields: object) -> Invitation:
    return create(Invitation, actor=actor, action=action, enterprise=firm, token=secrets.token_urlsafe(24), **fields)


def _refuse_twice(firm: Enterprise, number: str, now: datetime) -> None:
    """RuleViolation if this phone is invited already, or the firm has written to so many today."""
    if open_ones(now).filter(enterprise=firm, phone_index__in=blinds(number)).exists():
        raise RuleViolation("已经向这个手机号发出邀请，请等对方接受，或撤销后重发", field="phone")
    wait = spend(f"joining.sms:{firm.pk}", most=MESSAGES_A_DAY, until=stretch_end(now, timedelta(days=1)), now=now)
    if wait:
        raise RuleViolation(f"企业一天最多用短信邀请{MESSAGES_A_DAY}人，请明天再发，或用二维码邀请", field="phone")


def _write_to(row: Invitation, now: datetime) -> None:
    """A short message with the link; whoever has an account finds it there as well."""
    params = {
        "firm": row.enterprise.name,
        "place": Place(row.place).label,
        "link": link_of(row.token),
        "days": str(PHONE_LIVES.days),
    }
    send(row.phone, template=TEMPLATE, params=params, useless_at=row.expires_at, now=now)
    if known := User.with_phone(row.phone):
        what = "请您接任主要负责人" if row.place == Place.PRINCIPAL else f"邀请您担任{Place(row.place).label}"
        notify([known.pk], kind=NOTICE, title=f"{row.enterprise.name}{what}", link=MINE, now=now)


def _refuse_another(row: Invitation, actor: User) -> None:
    """RuleViolation for whoever shows a link that was sent to somebody else's phone."""
    if row.by == By.PHONE and row.phone != actor.phone:
        raise RuleViolation("这份邀请发给了另一个手机号，只有那个手机号的账号可以接受；请企业邀请您现在的手机号")
    if row.created_by_id == actor.pk:
        raise RuleViolation("这是您自己发出的邀请")


def _still_may(inviter: User, row: Invitation) -> bool:
    """Whether who invited is still somebody who could: an invitation dies with the place of who made it."""
    mine = place_of(inviter, row.enterprise_id)
    if row.place == Place.PRINCIPAL:
        return mine == Place.PRINCIPAL
    return row.place in INVITES.get(mine, frozenset())


def _step_down(row: Invitation, old: User, firm: Enterprise, successor: User, now: datetime) -> None:
    """Who handed over is what he wanted to be from then on; the town is told."""
    if row.stays_as:
        seat(old, firm, row.stays_as, how=How.HAND_OVER, by=successor, actor=platform(), action=ACCEPT, now=now)
    else:
        reason = f"已移交给{successor.name}"
        unseat(membership_of(old, firm.pk), actor=platform(), action=ACCEPT, reason=reason, now=now)
    title = f"{firm.name}的主要负责人由{old.name}移交给{successor.name}"
    town = {region for region in firm.regions.values_list("region_id", flat=True)}
    for region in sorted(town):
        notify(regulators_of(region, "joining.confirm", level="town"), kind=NOTICE, title=title, now=now)
    assert principals_of(firm.pk).exists()
