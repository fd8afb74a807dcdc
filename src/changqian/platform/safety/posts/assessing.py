"""考核: begin a round, score its people, make the result known."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Q

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.services import change, create, create_many, end, locked
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.posts.models import Post, PostAssessment, PostScore
from changqian.platform.safety.posts.rules import ROUND_STEPS, Grade, RoundStatus, RoundStep, grade, refuse_points
from changqian.platform.safety.posts.services import roll_of, staff_of

ASSESS = "posts.assess"
RESULTS = "posts.results"


@transaction.atomic
def begin_assessment(
    *, actor: User, enterprise: Enterprise, kinds: Sequence[str], begin: date, end_on: date, today: date, **fields: Any
) -> PostAssessment:
    """A round over all who hold a posted post of these kinds today; each is to be scored by what is posted up."""
    if begin > today:
        raise RuleViolation("考核期起不能晚于今天", field="begin")
    rows = Post.objects.current().filter(enterprise=enterprise, kind__in=kinds, posted__isnull=False)
    asked = [
        (post.posted, person) for post in rows.select_related("posted").order_by("pk") for person in _holders(post)
    ]
    if not asked:
        raise RuleViolation("这些类别还没有已公示的岗位，请先公示岗位责任", field="kinds")
    told = {"kinds": list(dict.fromkeys(kinds)), "begin": begin, "end_on": end_on, "people": len(asked), **fields}
    row = create(PostAssessment, actor=actor, action=ASSESS, enterprise=enterprise, **told)
    given = [
        {"enterprise": enterprise, "assessment": row, "of": edition, "person": person} for edition, person in asked
    ]
    create_many(PostScore, given, actor=actor, action=ASSESS)
    return row


@transaction.atomic
def score_assessment(
    pk: int, *, actor: User, expected_version: int | None, scores: Sequence[Mapping[str, Any]], today: date
) -> PostAssessment:
    """Points by criterion for some of its people, [{id, points, comment}]; scored again, the last holds."""
    row = _step(pk, RoundStep.SCORE, actor=actor)
    wanted = {each["id"]: each for each in scores}
    known = scores_of(row).in_bulk(list(wanted))
    if len(known) != len(wanted):
        raise RuleViolation("有人不在本次考核中，请刷新后再打分", field="scores")
    for key, each in wanted.items():
        score, points = known[key], list(each["points"])
        refuse_points(points, score.of.criteria, score.person.name)
        total = sum(points)
        told = {"points": points, "total": total, "comment": each.get("comment", ""), "scored_on": today}
        told["grade"] = grade(total, passes=row.passes, good=row.good)
        change(score, actor=actor, action="posts.score", expected_version=None, **told)
    return _to(row, RoundStep.SCORE, actor=actor, expected_version=expected_version, **_figures(row))


@transaction.atomic
def conclude_assessment(
    pk: int, *, actor: User, expected_version: int | None, conclusion: str = "", today: date, now: datetime
) -> PostAssessment:
    """The result holds and is told to whom it concerns. Who left unscored is left out; RuleViolation while others are
    open."""
    row = _step(pk, RoundStep.CONCLUDE, actor=actor)
    rows = scores_of(row)
    there = set(roll_of(row.enterprise_id).values_list("pk", flat=True))
    still_open = [each for each in rows if each.total is None]
    if waiting := [each.person.name for each in still_open if each.person_id in there]:
        raise RuleViolation(f"还有{len(waiting)}人没有打分：{'、'.join(waiting[:5])}{'等' * (len(waiting) > 5)}")
    for each in still_open:
        end(each, actor=actor, action="posts.conclude", expected_version=None, reason="考核前已离职")
    done = {**_figures(row), "concluded_on": today, "conclusion": conclusion}
    if not done["people"]:
        raise RuleViolation("没有可以公布的得分，请取消这次考核")
    row = _to(row, RoundStep.CONCLUDE, actor=actor, expected_version=expected_version, **done)
    users = [each.person.user for each in scores_of(row).select_related("person__user") if each.person.user]
    notify(
        list(dict.fromkeys(users)),
        kind="posts.conclude",
        title=f"{row.title}结果已公布",
        body="可以查看您的得分和评语。",
        link="/my-post",
        once=f"posts.conclude.{row.pk}",
        now=now,
    )
    return row


@transaction.atomic
def cancel_assessment(pk: int, *, actor: User, expected_version: int | None, reason: str) -> PostAssessment:
    row = _step(pk, RoundStep.CANCEL, actor=actor)
    return end(row, actor=actor, action="posts.cancel", expected_version=expected_version, reason=reason)


def scores_of(row: PostAssessment) -> Any:
    """Its people from the top down."""
    rows = PostScore.objects.current().filter(assessment=row)
    return rows.select_related("of", "person").order_by("of__post_id", "pk")


def _holders(post: Post) -> list[Any]:
    return staff_of(post.posted) if post.posted else []


def _figures(row: PostAssessment) -> dict[str, Any]:
    told = scores_of(row).aggregate(
        people=Count("pk"), scored=Count("total"), failed=Count("pk", filter=Q(grade=Grade.FAILED)), mean=Avg("total")
    )
    return {**told, "mean": None if told["mean"] is None else Decimal(told["mean"]).quantize(Decimal("0.1"))}


def _step(pk: int, step: RoundStep, *, actor: User) -> PostAssessment:
    row = locked(PostAssessment, pk, actor=actor, action=f"posts.{step}")
    ROUND_STEPS.after(RoundStatus(row.status), step)
    return row


def _to(
    row: PostAssessment, step: RoundStep, *, actor: User, expected_version: int | None, **fields: Any
) -> PostAssessment:
    status = ROUND_STEPS.after(RoundStatus(row.status), step)
    action = f"posts.{step}"
    return change(row, actor=actor, action=action, expected_version=expected_version, status=status, **fields)
