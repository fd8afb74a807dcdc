"""What one does with posts: register, propose from the roll, edit, post up, acknowledge, abolish."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import on_roll
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.services import attach
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.services import change, create, create_many, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.posts.models import Post, PostEdition, PostReceipt
from changqian.platform.safety.posts.rules import (
    STEPS,
    Member,
    Status,
    Step,
    checked_criteria,
    proposals,
    refuse_unready,
)
from changqian.platform.safety.posts.starters import starter_of

REGISTER, ACKNOWLEDGE = "posts.register", "posts.acknowledge"
PICTURES = "pictures"
"What shows that it hangs where people see it (公示照片)."


@transaction.atomic
def register_post(
    *,
    actor: User,
    enterprise: Enterprise,
    holders: Sequence[int] = (),
    criteria: Sequence[Mapping[str, Any]] = (),
    **fields: Any,
) -> Post:
    _held(enterprise.pk)
    _refuse_twice(enterprise.pk, fields["name"], fields.get("department", ""))
    given = {**_held_by(enterprise.pk, holders), "criteria": checked_criteria(criteria), **fields}
    return create(Post, actor=actor, action=REGISTER, enterprise=enterprise, **given)


@transaction.atomic
def propose_posts(*, actor: User, enterprise: Enterprise) -> list[Post]:
    """Posts for everybody on the roll who holds none, with the text that such posts begin with; the new ones.

    Where the firm has such a post already, its people join it, and that is posted up anew. RuleViolation where nobody
    is on the roll, or everybody holds a post.
    """
    _held(enterprise.pk)
    posts = {(each.kind, each.name, each.department): each for each in _current(enterprise.pk)}
    placed = {pk for each in posts.values() for pk in each.holders}
    people = list(roll_of(enterprise.pk).order_by("pk"))
    if not people:
        raise RuleViolation("人员台账里还没有在册人员，请先登记或导入人员")
    free = [
        Member(each.pk, frozenset(each.roles), each.post, each.workshop) for each in people if each.pk not in placed
    ]
    if not free:
        raise RuleViolation("在册人员都已有岗位责任")
    names = {each.pk: each.name for each in people}
    fresh: list[dict[str, Any]] = []
    for each in proposals(free):
        if known := posts.get((each.kind, each.name, each.department)):
            joined = _held_by(enterprise.pk, [*(pk for pk in known.holders if pk in names), *each.holders])
            _edited(known, actor=actor, action=REGISTER, expected_version=None, **joined)
            continue
        begun = starter_of(each.starter)
        named: dict[str, Any] = {"kind": each.kind, "name": each.name, "department": each.department}
        named |= {"holders": each.holders, "holder_names": [names[pk] for pk in each.holders]}
        fresh.append({**named, "enterprise": enterprise, "scope": begun.scope, "criteria": begun.criteria})
    return create_many(Post, fresh, actor=actor, action=REGISTER) if fresh else []


@transaction.atomic
def edit_post(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    holders: Sequence[int] | None = None,
    criteria: Sequence[Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Post:
    """The text that is worked on; what is posted up stays until it is posted up anew."""
    row = _mine(pk, Step.EDIT, actor=actor)
    named = {each: fields.get(each, getattr(row, each)) for each in ("name", "department")}
    _refuse_twice(row.enterprise_id, but=row.pk, **named)
    if holders is not None:
        fields |= _held_by(row.enterprise_id, holders)
    if criteria is not None:
        fields["criteria"] = checked_criteria(criteria)
    return _edited(row, actor=actor, action="posts.edit", expected_version=expected_version, **fields)


@transaction.atomic
def announce_post(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    place: str = "",
    note: str = "",
    pictures: Sequence[int] = (),
    today: date,
    now: datetime,
) -> Post:
    """Post it up as it stands, and ask its holders to sign; RuleViolation unless holders, scope and criteria are
    said."""
    row = _mine(pk, Step.ANNOUNCE, actor=actor)
    people = staff_of(row)
    refuse_unready(row.scope, row.criteria, len(people))
    said = {each: getattr(row, each) for each in ("name", "kind", "department", "scope", "criteria", "cycle")}
    edition = create(
        PostEdition,
        actor=actor,
        action="posts.announce",
        enterprise=row.enterprise,
        post=row,
        edition=(row.edition or 0) + 1,
        holders=[each.pk for each in people],
        holder_names=[each.name for each in people],
        posted_on=today,
        place=place,
        note=note,
        **said,
    )
    attach(edition, PICTURES, pictures, actor=actor, label="公示照片")
    stands = {"posted": edition, "edition": edition.edition, "posted_on": today}
    stands |= {"holders": edition.holders, "holder_names": edition.holder_names}
    stands["status"] = STEPS.after(Status(row.status), Step.ANNOUNCE)
    row = change(row, actor=actor, action="posts.announce", expected_version=expected_version, **stands)
    notify(
        [each.user for each in people if each.user],
        kind="posts.announce",
        title=f"请签收岗位责任：{row.name}",
        body=f"{edition}已公示，请阅读您的责任范围和考核标准后签收。",
        link="/my-post",
        once=f"posts.announce.{edition.pk}",
        now=now,
    )
    return row


@transaction.atomic
def end_post(pk: int, *, actor: User, expected_version: int | None, reason: str) -> Post:
    row = _mine(pk, Step.END, actor=actor)
    return end(row, actor=actor, action="posts.end", expected_version=expected_version, reason=reason)


@transaction.atomic
def acknowledge_post(pk: int, *, actor: User, expected_version: int | None, today: date) -> Post:
    """A holder has read what is posted up; signed again it stays the first. RuleViolation for who does not hold it."""
    row = locked(Post, pk, actor=actor, action=ACKNOWLEDGE)
    if row.posted is None:
        raise RuleViolation("岗位责任还没有公示，不能签收")
    if not Person.objects.current().filter(pk__in=row.posted.holders, user=actor, left_on=None).exists():
        raise RuleViolation("您不是这个岗位的责任人员，不能签收")
    if not PostReceipt.objects.filter(of=row.posted, reader=actor).exists():
        signed: dict[str, Any] = {"of": row.posted, "reader": actor, "signed_on": today, "enterprise": row.enterprise}
        create(PostReceipt, actor=actor, action=ACKNOWLEDGE, **signed)
    return row


def staff_of(row: Post | PostEdition) -> list[Person]:
    """Who holds it and is on the roll, in the order in which they were named."""
    known = roll_of(row.enterprise_id).select_related("user").in_bulk(row.holders)
    return [known[pk] for pk in row.holders if pk in known]


def roll_of(enterprise: int) -> Any:
    """Who works in a firm today."""
    return Person.objects.current().filter(enterprise=enterprise, left_on=None)


def signed_of(editions: Iterable[int]) -> dict[int, int]:
    """How many signed, by edition."""
    rows = PostReceipt.objects.filter(of__in=list(editions)).values_list("of").annotate(n=Count("pk")).order_by()
    return dict(rows)


def _held(enterprise: int) -> None:
    """Two posts of one name at once: the second waits here."""
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise)


def _current(enterprise: int) -> Any:
    return Post.objects.current().filter(enterprise=enterprise)


def _mine(pk: int, step: Step, *, actor: User) -> Post:
    """The row, held after its firm; RuleViolation if the step does not lead on from where it stands."""
    action = f"posts.{step}"
    _held(Post.objects.within(actor, action).current().only("enterprise_id").get(pk=pk).enterprise_id)
    row = locked(Post, pk, actor=actor, action=action)
    STEPS.after(row.status, step)
    return row


def _edited(row: Post, *, actor: User, action: str, expected_version: int | None, **fields: Any) -> Post:
    """A change that changes nothing of what is posted up does not ask for posting it up anew."""
    same = all(getattr(row, name) == value for name, value in fields.items())
    status = row.status if same else STEPS.after(Status(row.status), Step.EDIT)
    return change(row, actor=actor, action=action, expected_version=expected_version, status=status, **fields)


def _refuse_twice(enterprise: int, name: str, department: str, *, but: int = 0) -> None:
    """RuleViolation if the firm has such a post. No constraint: two firms that merge may both have one."""
    if _current(enterprise).filter(name=name, department=department).exclude(pk=but).exists():
        raise RuleViolation("同一部门已有同名岗位，请直接修改它的责任人员", field="name")


def _held_by(enterprise: int, holders: Sequence[int]) -> dict[str, list[Any]]:
    """Who holds a post, as it is stored."""
    names = on_roll(enterprise, holders, field="holders", what="责任人员")
    return {"holders": list(names), "holder_names": list(names.values())}
