"""Telling people, and finding out whom to tell.

A notice is written in the transaction of what it tells about. PostgreSQL delivers the NOTIFY when that transaction
commits; it carries ids only and is only a hint: whoever missed it reads the rows after the last one he has.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.phones import to_phone
from changqian.platform.foundation.notices.rules import BY_CODE, Group, Kind, Mode, Wish, codes_of, kind_of
from changqian.platform.foundation.notices.wishes import wishes_of
from changqian.platform.foundation.regions.services import ancestors
from changqian.platform.kernel.batches import batched

CHANNEL = "notices"
TODOS = "todos"
"Says whose to-dos have changed; nothing is kept of it, whoever was away counts when he comes back."
ORDER = "notices"
"The lock that writers share until they commit: while any holds it, lower numbers may still appear behind higher ones."
PER_HINT = 300
"Ids per NOTIFY: its payload ends at 8000 bytes."
AT_ONCE = 500
"Things told in one transaction: each that is told once holds a lock until it ends."

told_apart: dict[str, Callable[[int], int]] = {}
"""Kinds of news that stand in no notice, because a row under an account would give away what it is sealed from: how
much of it is new to a user, asked only when he himself asks. A ledger adds its own when it starts."""

Untold = list[tuple[int, str, str]]
"(user, kind, title) of each notice that was gathered."
_gathered: ContextVar[Untold | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[Untold]:
    """Inside, nobody is told anything; what would have been said is gathered, to be told in one notice. For whoever
    makes hundreds of things at once, for example from a file."""
    untold: Untold = []
    token = _gathered.set(untold)
    try:
        yield untold
    finally:
        _gathered.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The same message to each of these users once, however often named; texts are cut to what a message holds.

    `once` names what is reminded of: whoever was told of it before is passed over. Who does not want the kind is too.
    """

    users: Iterable[User | int]
    kind: str
    title: str
    body: str = ""
    link: str = ""
    once: str | None = None

    @property
    def numbers(self) -> list[int]:
        return sorted({user if isinstance(user, int) else user.pk for user in self.users})


def notify(
    users: Iterable[User | int],
    *,
    kind: str,
    title: str,
    body: str = "",
    link: str = "",
    once: str | None = None,
    now: datetime,
) -> list[Notice]:
    """Tell one thing, as `News` says."""
    return notify_all([News(users=users, kind=kind, title=title, body=body, link=link, once=once)], now=now)


def notify_all(news: Iterable[News], *, now: datetime) -> list[Notice]:
    """Tell many things in a few statements: a job of the night has thousands for a city."""
    told: list[Notice] = []
    for some in batched(news, AT_ONCE):
        if (untold := _gathered.get()) is not None:
            untold += [(pk, each.kind, each.title) for each in some for pk in each.numbers]
        else:
            told += _told(some, now=now)
    return told


@transaction.atomic
def _told(news: Sequence[News], *, now: datetime) -> list[Notice]:
    wishes = _wishes(news)
    before = _told_before({each.once for each in news if each.once})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [ORDER])
    notices = Notice.objects.bulk_create(
        Notice(
            user_id=pk,
            kind=each.kind,
            title=each.title[:100],
            body=each.body[:500],
            link=each.link[:200],
            once=each.once,
            created_at=now,
            held=mode == Mode.DIGEST,
        )
        for each in news
        for pk in each.numbers
        if (mode := wishes[kind_of(each.kind)][pk].mode) != Mode.OFF and (each.once, pk) not in before
    )
    for kind, wished in wishes.items():
        mine = [notice for notice in notices if kind_of(notice.kind) == kind and wished[notice.user_id].sms]
        if mine:
            to_phone(kind, mine, now=now)
    _hint(CHANNEL, [notice.pk for notice in notices if not notice.held])
    return notices


def _wishes(news: Sequence[News]) -> dict[Kind, dict[int, Wish]]:
    users: dict[Kind, set[int]] = defaultdict(set)
    for each in news:
        users[kind_of(each.kind)].update(each.numbers)
    return {kind: wishes_of(asked, kind) for kind, asked in users.items()}


def _told_before(once: set[str]) -> set[tuple[str | None, int]]:
    """Who was told of these. Whoever tells one of them too waits until this transaction ends."""
    if not once:
        return set()
    with connection.cursor() as cursor:
        # In one order for all, so that no two wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(lock) FROM (SELECT DISTINCT hashtext('notices.' || name) AS lock"
            " FROM unnest(%s::text[]) AS name ORDER BY lock) locks",
            [list(once)],
        )
    return set(Notice.objects.filter(once__in=once).values_list("once", "user_id"))


def _hint(channel: str, ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for some in batched(ids, PER_HINT):
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, ",".join(map(str, some))])


def stir(users: Iterable[User | int]) -> None:
    """Let the pages of these users count their to-dos anew: something reached them, or a colleague has done it."""
    _hint(TODOS, sorted({user if isinstance(user, int) else user.pk for user in users}))


def told_already(kind: str, once: Collection[str]) -> set[str]:
    """Which of these were told to anybody: a job need not look for people again."""
    found: set[str] = set()
    for some in batched(once, 1000):
        rows = Notice.objects.filter(kind=kind, once__in=some)
        found |= {each for each in rows.values_list("once", flat=True) if each}
    return found


def staff_of(enterprise: int, permission: str) -> QuerySet[User]:
    """The people of one enterprise who hold this permission there; not those who see their own rows only."""
    return _holding(permission, Q(enterprise=enterprise))


def staff_holding(enterprise: int, *permissions: str) -> list[list[int]]:
    """The same for several permissions in one query: who holds the first, who the second, …"""
    held = Assignment.objects.filter(
        enterprise=enterprise, role__permissions__overlap=permissions, own_only=False, user__is_active=True
    )
    found = list(held.order_by("user_id").values_list("user_id", "role__permissions"))
    return [list(dict.fromkeys(user for user, holds in found if each in holds)) for each in permissions]


def staff_of_each(enterprises: Collection[int], permission: str) -> dict[int, list[int]]:
    """The same for many enterprises in one query: {enterprise: users}."""
    found: dict[int, list[int]] = {}
    held = Assignment.objects.filter(
        enterprise__in=enterprises, role__permissions__contains=[permission], own_only=False, user__is_active=True
    )
    for enterprise, user in held.order_by("user_id").values_list("enterprise_id", "user_id"):
        found.setdefault(enterprise, []).append(user)
    return found


def regulators_of(region: int, permission: str, *, level: str | Collection[str] | None = None) -> QuerySet[User]:
    """The people of the authorities at or above a region who hold this permission; `level` narrows by kind of region.

    `level="town"` of a site's region finds the town's people only, ("district", "functional_zone") the district's.
    """
    bounds = Q(region__in=[region, *ancestors(region)], enterprise=None)
    if level is not None:
        bounds &= Q(region__kind__in=[level] if isinstance(level, str) else list(level))
    return _holding(permission, bounds)


def _holding(permission: str, bounds: Q) -> QuerySet[User]:
    """Numbers and names: nobody who is told something needs to have his sealed columns opened."""
    held = Assignment.objects.filter(bounds, role__permissions__contains=[permission], own_only=False)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).only("name").order_by("pk")


def in_group(group: str) -> Q:
    """Notices of the kinds of a group; the group of system messages has also what no table lists."""
    codes = codes_of(group)
    here = Q(kind__in=codes)
    for code in codes:
        others = [each for each in BY_CODE if each.startswith(f"{code}.") and each not in codes]
        here |= Q(kind__startswith=f"{code}.") & ~Q(kind__in=others)
    if group == Group.SYSTEM:
        listed = Q()
        for code in BY_CODE:
            listed |= Q(kind=code) | Q(kind__startswith=f"{code}.")
        here |= ~listed
    return here


def mark_read(user: int | None, ids: Collection[int] | None, *, now: datetime) -> int:
    """How many were unread until now. None means all of the user's; ids of somebody else's are passed over."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True, held=False)
    return (unread if ids is None else unread.filter(pk__in=ids)).update(read_at=now)
