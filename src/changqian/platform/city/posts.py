"""Who answers for what in the demonstration city: posts as they follow from the roll, on the wall, assessed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.safety.posts.models import Post, PostAssessment, PostEdition, PostScore
from changqian.platform.safety.posts.rules import Kind, Member, Proposal, RoundStatus, Status, grade, proposals
from changqian.platform.safety.posts.starters import starter_of

MOST = 4
"Posts of a firm that is not of the cast: what regulators look at is there."
POSTED, ASSESSED = 2, 1
"Of five firms, how many have posted up, and of those how many have assessed."
SHOWN_SCORES = 20


@dataclass
class Made:
    posts: list[Post] = field(default_factory=list)
    editions: list[PostEdition] = field(default_factory=list)
    rounds: list[PostAssessment] = field(default_factory=list)
    scores: list[PostScore] = field(default_factory=list)


def posts_of(firm: Firm, staff: Sequence[Person], author: User, *, number: int, today: date, made: Made) -> None:
    """Without chance: what later blocks draw stays what it was. The firm of the cast has a wall, a changed post, one
    that was not posted up yet, last year's result and a round under way."""
    home = number == 0
    if not home and number % 5 >= POSTED:
        return
    people = {each.pk: each for each in staff}
    found = proposals(Member(each.pk, frozenset(each.roles), each.post, each.workshop) for each in staff)
    chosen = found if home else [*found[: MOST - 1], *found[-1:]]
    editions = []
    for place, each in enumerate(chosen):
        post = _post(firm, author, each, people)
        made.posts.append(post)
        if home and place == len(chosen) - 1:
            continue
        editions.append(_posted(post, author, today - timedelta(days=400 + number % 300 if place else 390)))
        if home and place == 2:
            post.status = Status.CHANGED
    made.editions += editions
    if home or number % 5 < ASSESSED:
        year = today.year - 1
        begun = _round(firm, author, f"{year}年全员安全生产责任制考核", date(year, 1, 1), date(year, 12, 31))
        _scored(begun, editions, people, author, concluded_on=today - timedelta(days=300 + number % 20), made=made)
    if home:
        begun = _round(
            firm, author, f"{today.year}年全员安全生产责任制考核", date(today.year, 1, 1), date(today.year, 12, 31)
        )
        _scored(begun, editions, people, author, concluded_on=None, made=made)


def _post(firm: Firm, author: User, found: Proposal, people: dict[int, Person]) -> Post:
    begun = starter_of(found.starter)
    return draft(
        Post,
        created_by=author,
        enterprise=firm.enterprise,
        kind=found.kind.value,
        name=found.name,
        department=found.department,
        holders=found.holders,
        holder_names=[people[pk].name for pk in found.holders],
        scope=begun.scope,
        criteria=begun.criteria,
        status=Status.DRAFT.value,
    )


def _posted(post: Post, author: User, day: date) -> PostEdition:
    same = ("enterprise", "name", "kind", "department", "holders", "holder_names", "scope", "criteria", "cycle")
    said = {name: getattr(post, name) for name in same}
    edition = draft(PostEdition, created_by=author, post=post, edition=1, posted_on=day, place="厂区公示栏", **said)
    post.status, post.posted, post.edition, post.posted_on = Status.POSTED.value, edition, 1, day  # type: ignore[misc]
    return edition


def _round(firm: Firm, author: User, title: str, begin: date, end_on: date) -> PostAssessment:
    given = {"title": title, "begin": begin, "end_on": end_on, "kinds": Kind.values, "assessors": "安全生产领导小组"}
    return draft(PostAssessment, created_by=author, enterprise=firm.enterprise, **given)


def _scored(
    round_: PostAssessment,
    editions: Sequence[PostEdition],
    people: dict[int, Person],
    author: User,
    *,
    concluded_on: date | None,
    made: Made,
) -> None:
    """Every ninth loses a point too many; a round under way has scored its first half."""
    pairs = [(edition, pk) for edition in editions for pk in edition.holders][:SHOWN_SCORES]
    done = len(pairs) if concluded_on else len(pairs) // 2
    totals = []
    for place, (edition, pk) in enumerate(pairs):
        score = draft(
            PostScore,
            created_by=author,
            enterprise=round_.enterprise,
            assessment=round_,
            of=edition,
            person=people[pk],
        )
        if place < done:
            loss = 45 if place % 9 == 5 else place * 7 % 13
            points = [int(str(each["points"])) for each in edition.criteria]
            while loss and any(points):
                most = points.index(max(points))
                points[most], loss = points[most] - 1, loss - 1
            score.points, score.total = points, sum(points)
            score.grade, score.scored_on = grade(score.total).value, concluded_on or round_.begin
            score.comment = "隐患整改两次逾期" if place % 9 == 5 else ""
            totals.append(score.total)
        made.scores.append(score)
    round_.people, round_.scored = len(pairs), done
    round_.failed = sum(total < round_.passes for total in totals)
    round_.mean = round(sum(totals) / len(totals), 1) if totals else None  # type: ignore[assignment]
    if concluded_on:
        round_.status, round_.concluded_on = RoundStatus.CONCLUDED.value, concluded_on
    made.rounds.append(round_)
