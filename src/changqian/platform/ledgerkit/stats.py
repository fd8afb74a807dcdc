"""Statistics are read from facts: per site, month and one dimension of the ledger, how much of each measure.

Facts are computed here and nowhere else, so a list, a screen and a report cannot disagree; they can only be older.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Aggregate, F, Func, Max, Q, QuerySet, Sum
from django.db.models.functions import Left

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.regions.models import WIDTH
from changqian.platform.foundation.regions.services import path_of, paths
from changqian.platform.kernel.scope import sees_by_region_only
from changqian.platform.ledgerkit import totals
from changqian.platform.ledgerkit.models import Fact, Mark, Total


class Level(IntEnum):
    """How much of a region's path names its ancestor of this level."""

    CITY = WIDTH
    DISTRICT = 2 * WIDTH
    TOWN = 3 * WIDTH


@dataclass(frozen=True, slots=True)
class Measure:
    label: str
    aggregate: Aggregate | Func
    stands: bool = False
    "Counts what stands (risk points, open hazards), not what happened: it goes along when its site moves."


Measures = dict[str, Measure]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a ledger counts: the measures, the column that splits them, the date column that turns them by itself."""

    model: Any
    "A SiteRecord."
    dimension: str
    measures: Callable[[date], Measures]
    turns_on: str | None = None
    ahead: tuple[int, ...] = (0,)
    "How many days before that date a number changes too: 30 for what falls due within thirty days."
    within: frozenset[str] | None = None
    "The values of the dimension that are shown; None shows all. See `part`."

    @property
    def ledger(self) -> str:
        return str(self.model.facts())

    @property
    def permission(self) -> str:
        return f"{self.model._meta.app_label}.view"

    def part(self, *values: str) -> Statistics:
        """The same facts, for a list that shows only the rows of these values of the dimension."""
        return replace(self, within=frozenset(values))


@dataclass(slots=True)
class Figure:
    """One measure over all areas. What follows `by_region` is filled where it is asked for."""

    measure: str
    label: str
    total: int = 0
    by_region: dict[str, int] = field(default_factory=dict)
    by_dimension: dict[str, int] = field(default_factory=dict)
    sum_by_region: int = 0
    "Enterprises behind it, each counted in every area where it has something."
    distinct_total: int = 0
    multi_site_overlap: int = 0
    "`sum_by_region - distinct_total`"


@transaction.atomic
def recompute(statistics: Statistics, *, today: date, limit: int = 1000) -> int:
    """Rebuild the facts of marked (site, month) keys; return how many keys.

    1. One worker per ledger: an older result must not overwrite a newer one.
    2. Read the marks, then the rows: every write whose mark is seen is seen too.
    3. Replace the facts of these keys, and delete the marks that were read, not those written since.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [statistics.ledger])
    marks = list(Mark.objects.filter(ledger=statistics.ledger).order_by("pk")[:limit])
    keys = {(mark.site_id, mark.month) for mark in marks}
    if not keys:
        return 0
    marked = reduce(or_, (Q(site=site, month=month) for site, month in keys))
    totals.take_away(statistics.ledger, marked)
    Fact.objects.filter(marked, ledger=statistics.ledger).delete()
    store(statistics, today=today, of=marked)
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return len(keys)


@transaction.atomic
def rebuild(statistics: Statistics, *, today: date) -> int:
    """All facts of one ledger anew, for a fresh city or after a change of the measures; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [statistics.ledger])
    seen = Mark.objects.filter(ledger=statistics.ledger).aggregate(last=Max("pk"))["last"] or 0
    Total.objects.filter(ledger=statistics.ledger).delete()
    Fact.objects.filter(ledger=statistics.ledger).delete()
    made = store(statistics, today=today)
    Mark.objects.filter(ledger=statistics.ledger, pk__lte=seen).delete()
    return made


STORE = """
WITH stored AS (
INSERT INTO ledgerkit_fact (ledger, site_id, enterprise_id, region_id, month, dimension, measure, value)
SELECT %s, g.site_id, g.firm, CASE WHEN told.stands THEN g.place ELSE coalesce(left_later.region, g.place) END,
    g.month, g.dimension, told.measure, told.value
FROM ({groups}) g
LEFT JOIN LATERAL (
    SELECT old_region_id AS region FROM enterprises_sitemove
    WHERE site_id = g.site_id AND moved_on >= g.month + interval '1 month' ORDER BY moved_on, id LIMIT 1
) left_later ON true
CROSS JOIN LATERAL (VALUES {measures}) AS told(measure, stands, value)
WHERE told.value <> 0
RETURNING ledger, region_id, month, dimension, measure, value
), added AS ({added})
SELECT count(*) FROM stored
"""


def store(statistics: Statistics, *, today: date, of: Q | None = None) -> int:
    """The facts of all rows or of some, none of which may be there yet, and their totals; return how many.

    For the enterprise that holds the site now. In the region where the site lay at the end of the month, so that past
    months stay as they were reported; what stands is counted where the site lies now.
    """
    sql, params = _groups(statistics, today=today).filter(of or Q()).query.sql_with_params()
    measures = statistics.measures(today)
    told = ", ".join(f"(%s, %s, g.n_{name}::bigint)" for name in measures)
    named = [value for name, measure in measures.items() for value in (name, measure.stands)]
    with connection.cursor() as cursor:
        query = STORE.format(groups=sql, measures=told, added=totals.ADD.format(facts="stored", sign=""))
        cursor.execute(query, [statistics.ledger, *params, *named])
        return int(cursor.fetchone()[0])


def _groups(statistics: Statistics, *, today: date) -> QuerySet[Any, dict[str, Any]]:
    """The live rows, grouped to the grain of the facts, with every measure as n_<name>.

    Enterprise and region are asked of the site, not of the rows: while a site moves, some rows have followed and some
    have not, and one site's month must still be one group.
    """
    counted = {f"n_{name}": measure.aggregate for name, measure in statistics.measures(today).items()}
    rows: QuerySet[Any, Any] = statistics.model.objects.current().order_by()
    place = {"firm": F("site__enterprise_id"), "place": F("site__region_id")}
    return rows.values("site_id", "month", **place, dimension=F(statistics.dimension)).annotate(**counted)


def every() -> list[Statistics]:
    """The statistics of all ledgers, as each ledger's `stats.py` declares them."""
    modules = [f"{app.name}.stats" for app in apps.get_app_configs() if app.name.startswith("changqian.platform.")]
    return [
        value
        for module in modules
        if find_spec(module)
        for value in vars(import_module(module)).values()
        if isinstance(value, Statistics)
    ]


def turn(statistics: Statistics, *, since: date, today: date) -> None:
    """Mark what the calendar changed: rows whose day fell in [since, today) became overdue without a write."""
    for before in (timedelta(days) for days in statistics.ahead if statistics.turns_on):
        days = {f"{statistics.turns_on}__gte": since + before, f"{statistics.turns_on}__lt": today + before}
        keys = statistics.model.objects.current().filter(**days).order_by().values_list("site_id", "month").distinct()
        Mark.objects.bulk_create(Mark(ledger=statistics.ledger, site_id=site, month=month) for site, month in keys)


def figures(
    statistics: Statistics,
    *,
    actor: User,
    months: tuple[date, date],
    level: Level,
    dimension: str | None = None,
    regions: frozenset[int] | None = None,
    only: Collection[str] | None = None,
) -> list[Figure]:
    """Every measure by area, or `only` these; within `regions` if given."""
    measures = statistics.measures(date.min)
    found = {name: Figure(name, measures[name].label) for name in only or measures}
    rows = _added_up(statistics, actor=actor, months=months, only=found, dimension=dimension, regions=regions)
    known = paths()  # Regions are added up here: to look up the path of each row took as long as reading them.
    for measure, region, value in rows.values_list("measure", "region").annotate(n=Sum("value")):
        figure, area = found[measure], (known.get(region) or path_of(region))[:level]
        figure.by_region[area] = figure.by_region.get(area, 0) + int(value)
        figure.total += int(value)
    return list(found.values())


FIRMS = """
WITH firm AS ({firm})
SELECT (SELECT COUNT(*) FROM firm), (SELECT COUNT(*) FROM (SELECT 1 FROM firm GROUP BY enterprise_id) AS whole)
"""


def count_firms(
    figure: Figure,
    statistics: Statistics,
    *,
    actor: User,
    months: tuple[date, date],
    level: Level,
    dimension: str | None = None,
    regions: frozenset[int] | None = None,
) -> None:
    """Tell how many enterprises stand behind a figure: grouped first and counted after, never COUNT(DISTINCT)."""
    facts = _facts(statistics, actor=actor, months=months, dimension=dimension, regions=regions)
    firm = facts.filter(measure=figure.measure).values("enterprise_id", area=Left("region__path", level)).distinct()
    with suppress(EmptyResultSet), connection.cursor() as cursor:
        sql, params = firm.query.sql_with_params()
        cursor.execute(FIRMS.format(firm=sql), params)
        figure.sum_by_region, figure.distinct_total = cursor.fetchone()
    figure.multi_site_overlap = figure.sum_by_region - figure.distinct_total


def split(
    statistics: Statistics,
    *,
    actor: User,
    months: tuple[date, date],
    by: str = "dimension",
    regions: frozenset[int] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, dict[Any, int]]:
    """Each measure, or `only` these, by `dimension` or by `month`: {measure: {value: n}}."""
    told: dict[str, dict[Any, int]] = {name: {} for name in only or statistics.measures(date.min)}
    rows = _added_up(statistics, actor=actor, months=months, only=told, regions=regions)
    for measure, key, n in rows.values_list("measure", by).annotate(n=Sum("value")):
        told[measure][key] = int(n)
    return told


def behind(
    statistics: Statistics,
    *,
    actor: User,
    months: tuple[date, date],
    measure: str,
    area: str,
    dimension: str | None = None,
    most: int = 1000,
) -> list[dict[str, Any]]:
    """The sites behind one number of `figures`, those with most of it first: the same facts, so the list adds up."""
    below = frozenset(pk for pk, path in paths().items() if path.startswith(area))
    facts = _facts(statistics, actor=actor, months=months, dimension=dimension, regions=below).filter(measure=measure)
    found = dict(facts.values_list("site_id").annotate(n=Sum("value")).order_by("-n", "site_id")[:most])
    sites = Site.objects.filter(pk__in=found)
    names = {pk: (name, firm) for pk, name, firm in sites.values_list("pk", "name", "enterprise__name")}
    return [
        {"site_id": pk, "site_name": names[pk][0], "enterprise_name": names[pk][1], "n": n} for pk, n in found.items()
    ]


def verify(statistics: Statistics, *, today: date) -> list[tuple[int, date]]:
    """The (site, month) keys whose facts differ from the live rows and that no mark will recompute."""
    waiting = set(Mark.objects.filter(ledger=statistics.ledger).values_list("site_id", "month"))
    measures = statistics.measures(today)
    live: dict[tuple[int, date, str, str], int] = {}
    for group in _groups(statistics, today=today).iterator(chunk_size=5000):
        for name in measures:
            if group[f"n_{name}"]:
                live[(group["site_id"], group["month"], group["dimension"], name)] = int(group[f"n_{name}"])
    stored = {
        (site, month, dimension, measure): value
        for site, month, dimension, measure, value in Fact.objects.filter(ledger=statistics.ledger).values_list(
            "site_id", "month", "dimension", "measure", "value"
        )
    }
    wrong = {key[:2] for key in live.keys() | stored.keys() if live.get(key) != stored.get(key)}
    return sorted(wrong - waiting)


def _facts(
    statistics: Statistics,
    *,
    actor: User,
    months: tuple[date, date],
    dimension: str | None = None,
    regions: frozenset[int] | None = None,
) -> QuerySet[Fact]:
    facts: QuerySet[Fact] = Fact.objects.within(actor, statistics.permission)
    return _asked(facts, statistics, months=months, dimension=dimension, regions=regions)


def _added_up(
    statistics: Statistics,
    *,
    actor: User,
    months: tuple[date, date],
    only: Collection[str],
    dimension: str | None = None,
    regions: frozenset[int] | None = None,
) -> QuerySet[Any]:
    """Totals for whoever sees all of his regions; facts, which name firms, for everybody else."""
    kind = Total if sees_by_region_only(actor.grants, statistics.permission) else Fact
    rows: QuerySet[Any] = kind.objects.within(actor, statistics.permission).exclude(value=0).order_by()
    rows = rows.filter(measure__in=list(only))
    return _asked(rows, statistics, months=months, dimension=dimension, regions=regions)


def _asked(
    rows: QuerySet[Any],
    statistics: Statistics,
    *,
    months: tuple[date, date],
    dimension: str | None,
    regions: frozenset[int] | None,
) -> QuerySet[Any]:
    rows = rows.filter(ledger=statistics.ledger, month__range=months)
    rows = rows if regions is None else rows.filter(region__in=regions)
    rows = rows if statistics.within is None else rows.filter(dimension__in=statistics.within)
    return rows.filter(dimension=dimension) if dimension else rows
