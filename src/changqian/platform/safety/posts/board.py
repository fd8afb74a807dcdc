"""公示: what a firm has posted up, from the top down, on the screen and on paper; and what somebody's own posts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.utils import timezone

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.summaries.rules import Paper
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.paper import Part, numbered, report
from changqian.platform.safety.posts.models import Post, PostEdition, PostReceipt, PostScore
from changqian.platform.safety.posts.rules import Cycle, Grade, Kind, RoundStatus, Status
from changqian.platform.safety.posts.services import roll_of, signed_of


@dataclass(frozen=True, slots=True)
class Criterion:
    item: Annotated[str, "考核项目"]
    standard: Annotated[str, "评分标准"]
    points: Annotated[int, "分值"]


@dataclass(frozen=True, slots=True)
class Posted:
    """A post as it hangs on the wall."""

    id: int
    kind: Annotated[Kind, "岗位类别"]
    name: Annotated[str, "岗位名称"]
    department: Annotated[str, "所属部门/车间"]
    holders: Annotated[list[str], "责任人员"]
    scope: Annotated[str, "责任范围"]
    criteria: Annotated[list[Criterion], "考核标准"]
    cycle: Annotated[Cycle, "考核周期"]
    edition: Annotated[int, "公示版次"]
    posted_on: Annotated[date, "公示日期"]
    signed: Annotated[int, "已签收"]


@dataclass(frozen=True, slots=True)
class Board:
    enterprise: int
    enterprise_name: Annotated[str, "企业"]
    people: Annotated[int, "在册人员"]
    covered: Annotated[int, "已有岗位责任"]
    missing: Annotated[list[str], "还没有岗位责任"]
    "Names, the first fifty."
    waiting: Annotated[int, "未公示的岗位"]
    posts: Annotated[list[Posted], "岗位"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How somebody was assessed; told once the round is concluded."""

    title: Annotated[str, "考核名称"]
    total: Annotated[int, "得分"]
    grade: Annotated[Grade, "等次"]
    points: Annotated[list[int], "各项得分"]
    criteria: Annotated[list[Criterion], "考核标准"]
    comment: Annotated[str, "评语"]
    concluded_on: Annotated[date, "公布日期"]


@dataclass(frozen=True, slots=True)
class OwnPost:
    post: Annotated[Posted, "岗位"]
    enterprise_name: Annotated[str, "企业"]
    version: int
    signed_on: Annotated[date | None, "签收日期"]
    marks: Annotated[list[Mark], "考核结果"]


MOST_MISSING = 50


def board_of(firm: Enterprise) -> Board:
    """What hangs on the wall, and whom nothing on it concerns."""
    rows = list(Post.objects.current().filter(enterprise=firm).select_related("posted"))
    editions = [row.posted for row in rows if row.posted]
    people = dict(roll_of(firm.pk).order_by("pk").values_list("pk", "name"))
    placed = {pk for each in editions for pk in each.holders}
    missing = [name for pk, name in people.items() if pk not in placed]
    ranks = list(Kind)
    signed = signed_of([each.pk for each in editions])
    posts = sorted(
        (_posted(each, signed.get(each.pk, 0), people) for each in editions),
        key=lambda each: (ranks.index(each.kind), each.department, each.name),
    )
    return Board(
        enterprise=firm.pk,
        enterprise_name=firm.name,
        people=len(people),
        covered=len(people) - len(missing),
        missing=missing[:MOST_MISSING],
        waiting=sum(row.status != Status.POSTED for row in rows),
        posts=posts,
    )


def own_posts(user: User) -> list[OwnPost]:
    """The posts that somebody holds, with what he signed and how he was assessed."""
    people = dict(Person.objects.current().filter(user=user, left_on=None).values_list("pk", "name"))
    held: list[Post] = list(
        Post.objects.within(user, "posts.view")
        .current()
        .filter(posted__holders__overlap=list(people))
        .select_related("posted", "enterprise")
        .order_by("pk")
    )
    signed = dict(
        PostReceipt.objects.filter(reader=user, of__in=[row.posted_id for row in held]).values_list("of", "signed_on")
    )
    marks: dict[int, list[Mark]] = {}
    done = {"person__in": list(people), "assessment__status": RoundStatus.CONCLUDED, "total__isnull": False}
    for each in PostScore.objects.current().filter(**done).select_related("assessment", "of").order_by("-pk"):
        marks.setdefault(each.of.post_id, []).append(_mark(each))
    counted = signed_of([row.posted_id for row in held if row.posted_id])
    names = {row.posted_id: row.posted for row in held}
    return [
        OwnPost(
            post=_posted(edition, counted.get(edition.pk, 0), None),
            enterprise_name=row.enterprise.name,
            version=row.version,
            signed_on=signed.get(edition.pk),
            marks=marks.get(row.pk, []),
        )
        for row in held
        if (edition := names[row.posted_id]) is not None
    ]


def on_paper(board: Board, paper: Paper, *, reader: User, now: datetime) -> bytes:
    """The whole wall as a paper to hang up: a part per kind, a table per post."""
    mark = f"{reader.name}　{timezone.localtime(now):%Y-%m-%d %H:%M}打印"
    told = [board.enterprise_name, f"岗位{len(board.posts)}个，责任人员{board.covered}人"]
    title, parts = "全员安全生产岗位责任公示", list(_parts(board))
    if paper is Paper.WORD:
        from changqian.platform.kernel.word import word  # lxml takes its time to load.

        return word(title, [*told, mark], parts)
    return report(title, told, mark, parts)


def _parts(board: Board) -> Iterator[Part]:
    there = [kind for kind in Kind if any(post.kind is kind for post in board.posts)]
    heads = dict(zip(there, numbered([Part(kind.label) for kind in there]), strict=True))
    for kind in there:
        yield heads[kind]
        for post in (each for each in board.posts if each.kind is kind):
            called = f"{post.name}（{post.department}）" if post.department else post.name
            said = [f"责任人员：{'、'.join(post.holders)}", "责任范围：", *post.scope.splitlines()]
            rows = [[each.item, f"{each.points}分", each.standard] for each in post.criteria]
            yield Part(called, said, [[f"考核项目（{post.cycle.label}考核）", "分值", "评分标准"], *rows])


def _posted(edition: PostEdition, signed: int, people: dict[int, str] | None) -> Posted:
    """`people` are those on the roll: who left is named no longer. Without them all who were named."""
    names = dict(zip(edition.holders, edition.holder_names, strict=True))
    return Posted(
        id=edition.post_id,
        kind=Kind(edition.kind),
        name=edition.name,
        department=edition.department,
        holders=[name for pk, name in names.items() if people is None or pk in people],
        scope=edition.scope,
        criteria=_criteria(edition),
        cycle=Cycle(edition.cycle),
        edition=edition.edition,
        posted_on=edition.posted_on,
        signed=signed,
    )


def _criteria(edition: PostEdition) -> list[Criterion]:
    return [Criterion(each["item"], each["standard"], each["points"]) for each in edition.criteria]


def _mark(score: PostScore) -> Mark:
    round_, total = score.assessment, score.total
    assert total is not None, "asked for by the filter"
    assert round_.concluded_on is not None, "a concluded round has its day"
    return Mark(
        title=round_.title,
        total=total,
        grade=Grade(score.grade),
        points=score.points,
        criteria=_criteria(score.of),
        comment=score.comment,
        concluded_on=round_.concluded_on,
    )
