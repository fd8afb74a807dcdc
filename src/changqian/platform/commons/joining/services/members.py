"""Who belongs to a firm: taking a place, changing it, leaving it. The right follows in the same transaction.

The firm is locked first, so that whatever is decided about its people is decided one after the other; then its rows.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.joining.rules import (
    How,
    Place,
    highest,
    refuse_leaving,
    refuse_managing,
    refuse_promotion,
)
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.rules import Role
from changqian.platform.commons.people.services import add_person, link_user
from changqian.platform.foundation.accounts.belonging import codes_at, hold, part
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.fields import blinds
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.errors import RuleViolation

CHANGE_ROLE, REMOVE, LEAVE = "joining.change_role", "joining.remove", "joining.leave"
NOTICE, PERSONAL, MINE, MEMBERS = "joining", "joining.personal", "/my-firms", "/members"
POSTS = {Place.PRINCIPAL: Role.PRINCIPAL, Place.OFFICER: Role.OFFICER_FULL, Place.WORKER: Role.WORKER}
"As what a newcomer stands in the firm's list of people until the firm says it better."


@transaction.atomic
def change_role(pk: int, *, actor: User, expected_version: int | None, place: str, now: datetime) -> Membership:
    """The firm makes somebody more or less than he was, within the table of who may invite whom."""
    row, mine = _managed(pk, actor, CHANGE_ROLE)
    refuse_promotion(mine, row.place, place)
    hold(row.user, place, row.enterprise_id, actor=actor)
    told = change(row, actor=actor, action=CHANGE_ROLE, expected_version=expected_version, place=place)
    title = f"您在{row.enterprise.name}的角色已变更为{Place(place).label}"
    notify([row.user_id], kind=PERSONAL, title=title, link=MINE, now=now)
    return told


@transaction.atomic
def remove_member(pk: int, *, actor: User, expected_version: int | None, reason: str, now: datetime) -> Membership:
    """Somebody no longer belongs to the firm; with his next request he sees nothing of it."""
    row, _ = _managed(pk, actor, REMOVE)
    return unseat(row, actor=actor, action=REMOVE, expected_version=expected_version, reason=reason, now=now)


@transaction.atomic
def leave_firm(pk: int, *, actor: User, expected_version: int | None, reason: str, now: datetime) -> Membership:
    """One's own leaving. The last principal hands over first, or tells the town."""
    row = _member(pk, actor, LEAVE)
    if row.user_id != actor.pk:
        raise Membership.DoesNotExist
    refuse_leaving(row.place, principals_of(row.enterprise_id).count())
    left = unseat(row, actor=actor, action=LEAVE, expected_version=expected_version, reason=reason, now=now)
    title = f"{actor.name}（{Place(row.place).label}）已退出{row.enterprise.name}"
    notify(principals_of(row.enterprise_id), kind=NOTICE, title=title, body=reason, link=MEMBERS, now=now)
    return left


def hold_firm(pk: int) -> Enterprise:
    """The firm under a lock; RuleViolation for one that is no longer."""
    firm: Enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=pk)
    if firm.ended_at:
        raise RuleViolation("这家企业已删除或合并，请核对后重新办理")
    return firm


def own_firm(pk: int, *, actor: User, action: str) -> Enterprise:
    """The same, where the actor may do this; DoesNotExist elsewhere, PermissionDenied if nowhere."""
    return hold_firm(Enterprise.objects.within(actor, action).get(pk=pk).pk)


def place_of(user: User, enterprise: int) -> str:
    """What the user is at the firm by the roles he holds there; empty if nothing."""
    return highest(codes_at(user, enterprise)) if user.is_active else ""


def principals_of(enterprise: int) -> QuerySet[User]:
    held = User.objects.filter(assignments__enterprise=enterprise, assignments__role__code=Place.PRINCIPAL)
    return held.filter(is_active=True).distinct()


def seat(
    user: User, firm: Enterprise, place: str, *, how: How, by: User | None, actor: User, action: str, now: datetime
) -> Membership:
    """Give somebody this place at a firm that is locked. He appears among its people if he does not yet."""
    hold(user, place, firm.pk, actor=actor)
    row = Membership.objects.current().filter(enterprise=firm, user=user).first()
    if row is None:
        fields = {"enterprise": firm, "user": user, "place": place, "how": how, "invited_by": by, "since": now}
        row = create(Membership, actor=actor, action=action, **fields)
    elif row.place != place:
        row = change(row, actor=actor, action=action, expected_version=None, place=place, how=how, invited_by=by)
    _appear(user, firm, place, now=now)
    return row


def unseat(
    row: Membership, *, actor: User, action: str, reason: str, now: datetime, expected_version: int | None = None
) -> Membership:
    """Take somebody's place at a firm that is locked. What he did there stays, and who did it."""
    ended = end(row, actor=actor, action=action, expected_version=expected_version, reason=reason)
    part(row.user, row.enterprise_id, actor=actor)
    for known in Person.objects.current().filter(enterprise=row.enterprise_id, user=row.user_id):
        link_user(known.pk, actor=platform(), expected_version=None, username="")
    if actor.pk != row.user_id:
        title = f"您已不再是{row.enterprise.name}的{Place(row.place).label}"
        notify([row.user_id], kind=PERSONAL, title=title, body=reason, link=MINE, now=now)
    return ended


def membership_of(user: User, enterprise: int) -> Membership:
    """The current row of somebody who belongs to the firm; written now if an administrator brought him."""
    row = Membership.objects.current().filter(enterprise=enterprise, user=user).first()
    if row is None:
        settle([user.pk], now=None)
        row = Membership.objects.current().get(enterprise=enterprise, user=user)
    return row


@transaction.atomic
def settle(users: Iterable[int], *, now: datetime | None) -> int:
    """Make memberships say what roles say, for these users; how many rows that took. Bears being done twice.

    `now` is None where nobody knows since when.
    """
    written, actor = 0, platform()
    for user in User.objects.filter(pk__in=list(users)).order_by("pk"):
        held: dict[int, list[str]] = {}
        for firm, code in user.assignments.exclude(enterprise=None).values_list("enterprise_id", "role__code"):
            held.setdefault(firm, []).append(code)
        wanted = {firm: place for firm, codes in held.items() if (place := highest(codes))}
        known = {row.enterprise_id: row for row in Membership.objects.current().filter(user=user)}
        for firm in sorted(wanted.keys() - known.keys()):
            fields = {"enterprise_id": firm, "user": user, "place": wanted[firm], "how": How.GIVEN, "since": now}
            create(Membership, actor=actor, action=CHANGE_ROLE, **fields)
            written += 1
        for firm, row in known.items():
            if firm not in wanted:
                end(row, actor=actor, action=REMOVE, expected_version=None, reason="角色已由管理员撤销")
            elif row.place != wanted[firm]:
                change(row, actor=actor, action=CHANGE_ROLE, expected_version=None, place=wanted[firm])
            else:
                continue
            written += 1
    return written


def _member(pk: int, actor: User, action: str) -> Membership:
    """The row under its lock, after the firm's; DoesNotExist unless the actor may do this to it."""
    seen = Membership.objects.within(actor, action).current().get(pk=pk)
    hold_firm(seen.enterprise_id)
    return locked(Membership, pk, actor=actor, action=action)


def _managed(pk: int, actor: User, action: str) -> tuple[Membership, str]:
    """Somebody else's row, and what the actor is at that firm; RuleViolation if he is not to manage that one."""
    row = _member(pk, actor, action)
    mine = place_of(actor, row.enterprise_id)
    # By the roles themselves: a row that lags behind must not make anybody removable.
    theirs = place_of(row.user, row.enterprise_id) or row.place
    refuse_managing(mine, theirs, myself=row.user_id == actor.pk)
    return row, mine


def _appear(user: User, firm: Enterprise, place: str, *, now: datetime) -> None:
    """The account stands beside its person among the firm's people: the same identity number, or name and phone."""
    rows = Person.objects.current().filter(enterprise=firm, left_on=None)
    if rows.filter(user=user).exists():
        return
    same = rows.filter(id_number_index__in=blinds(user.id_number)).first() if user.id_number else None
    if same is None and user.phone:
        same = rows.filter(user=None, name=user.name, phone_index__in=blinds(user.phone)).first()
    actor = platform()
    if same is None:
        about = {"name": user.name, "phone": user.phone, "id_number": user.id_number}
        post = [POSTS[Place(place)]]
        same = add_person(actor=actor, enterprise=firm, today=timezone.localdate(now), roles=post, **about)
    link_user(same.pk, actor=actor, expected_version=None, username=user.username)
