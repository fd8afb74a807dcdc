"""Enterprises by area and by how they stand, and those behind each number.

SQL gathers the facts of all enterprises and puts equal ones together; the ledger's rules judge each kind of facts once.
So the law stands in one place, and a hundred thousand enterprises cost one query and some hundred judgements. That
still takes seconds, so what was judged is kept (`keeping`), and read from there for the present year (`kept`).
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Left

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import EnterpriseRegion
from changqian.platform.kernel.scope import reachable
from changqian.platform.ledgerkit.duties import kept
from changqian.platform.ledgerkit.duties.rules import Duty, Standing, position, stood
from changqian.platform.ledgerkit.stats import Figure, Level

MEASURES = {"required": "有要求的企业", "met": "已完成", "open": "未完成", "late": "其中逾期"}
SHOWN_AS: dict[str, tuple[str, ...]] = {
    Standing.FREE: (),
    Standing.MET: ("required", "met"),
    Standing.OPEN: ("required", "open"),
    Standing.LATE: ("required", "open", "late"),
}
BY_AREA = """
WITH pair AS MATERIALIZED ({pair}), fact AS MATERIALIZED (
    {facts} AND firm.id IN (SELECT enterprise_id FROM pair)
)
SELECT area, {columns}, COUNT(*) FROM pair JOIN fact ON fact.id = pair.enterprise_id GROUP BY area, {columns}
UNION ALL
SELECT NULL, {columns}, COUNT(*) FROM fact GROUP BY {columns}
"""
BEHIND = """
WITH fact AS MATERIALIZED ({facts} AND firm.id IN (SELECT enterprise_id FROM ({pair}) AS pair))
SELECT {columns}, COUNT(*), (array_agg(id ORDER BY id))[1:%(most)s] FROM fact GROUP BY {columns}
"""


ALL = "SELECT {columns}, array_agg(id) FROM ({facts}{only}) AS fact GROUP BY {columns}"
ONLY = " AND firm.id = ANY(%(firms)s)"


@dataclass(slots=True)
class ByRule:
    """How many enterprises owe what one rule asks, and how many have done it."""

    rule: str
    required: int = 0
    met: int = 0


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How a ledger finds out what enterprises owe."""

    name: str
    "Under which it is kept."
    permission: str
    facts: str
    "SELECT firm.id, <columns> FROM enterprises_enterprise firm … WHERE …, with named parameters."
    columns: str
    asked: Callable[[int, date], Mapping[str, Any]]
    "The parameters for a year, as of a day."
    judge: Callable[[Sequence[Any], int], Sequence[Duty]]
    "What is owed in that year, from the columns."

    def by_area(self, actor: User, *, until: date, level: Level, today: date, within: str = "") -> list[Figure]:
        """`fulfilled`, without its rules."""
        return self.fulfilled(actor, until=until, level=level, today=today, within=within)[0]

    def fulfilled(
        self, actor: User, *, until: date, level: Level, today: date, within: str = ""
    ) -> tuple[list[Figure], list[ByRule]]:
        """How many enterprises owe something by `until` and how many have done it, each in every area it has a site
        in; below the region whose path is `within`. And the same by rule, each enterprise once. PermissionDenied
        without the permission."""
        found = {name: Figure(name, label) for name, label in MEASURES.items()}
        rules: dict[str, ByRule] = {}
        for area, rule, place, n in self._positions(actor, until.year, level=level, today=today, within=within):
            at = stood(place, until=until, today=today)
            if rule:
                _count(rules, rule, at, n)
                continue
            for name in SHOWN_AS[at]:
                figure = found[name]
                if area is None:
                    figure.total = figure.distinct_total = figure.total + n
                else:
                    figure.by_region[area] = figure.by_region.get(area, 0) + n
                    figure.sum_by_region += n
        for figure in found.values():
            figure.multi_site_overlap = figure.sum_by_region - figure.distinct_total
        return list(found.values()), sorted(rules.values(), key=lambda each: (-each.required, each.rule))

    def _positions(
        self, actor: User, year: int, *, level: Level, today: date, within: str
    ) -> Iterator[tuple[str | None, str, str, int]]:
        """(area or None for all of them, rule or "" for all rules, position, enterprises); each rule once for all."""
        pair, asked = _pairs(actor, self.permission, level=level, within=within)
        keeps = kept.known(self.name, year, today=today)
        if keeps and (whole := kept.whole_area(actor, self.permission, within)):
            yield from kept.totals(self.name, whole, width=level)
            return
        for area, owed, n in kept.by_pair(self.name, pair, asked) if keeps else self._live(pair, asked, year, today):
            yield area, "", position(owed), n
            if area is None:
                for rule in dict.fromkeys(duty.rule for duty in owed):
                    yield None, rule, position(duty for duty in owed if duty.rule == rule), n

    def _live(
        self, pair: str, asked: Mapping[str, Any], year: int, today: date
    ) -> Iterator[tuple[str | None, Sequence[Duty], int]]:
        sql = BY_AREA.format(pair=pair, facts=self.facts, columns=self.columns)
        for area, *columns, n in _rows(sql, {**asked, **self.asked(year, today)}):
            yield area, self.judge(columns, year), n

    def behind(
        self, actor: User, *, until: date, area: str, today: date, late: bool = False, first: int = 0, most: int = 50
    ) -> tuple[int, dict[int, list[Duty]]]:
        """How many enterprises of an area stand behind 未完成 (only 逾期, if asked), and one page of them by number,
        each with what is missing."""
        pair, asked = _pairs(actor, self.permission, level=Level.CITY, within=area)
        wanted = (Standing.LATE,) if late else (Standing.LATE, Standing.OPEN)
        if kept.known(self.name, until.year, today=today):
            known = kept.judgements(self.name)
            at = {at for at in {at for _, at in known} if stood(at, until=until, today=today) in wanted}
            so = [number for number, stands in known if stands in at]
            if whole := kept.whole_area(actor, self.permission, area):
                total = kept.count_in_area(self.name, whole, at)
                within, asked = kept.IN_AREA, {"area": f"{whole}%"}
            else:
                total, within = kept.count_in_pairs(self.name, pair, asked, so), kept.IN_PAIRS.format(pair=pair)
            page = kept.page(self.name, so, within, asked, first=first, most=most)
            return total, {pk: _missing(owed, until) for pk, owed in page.items()}
        sql = BEHIND.format(pair=pair, facts=self.facts, columns=self.columns)
        total = 0
        found: dict[int, list[Duty]] = {}
        for *columns, n, ids in _rows(sql, {**asked, **self.asked(until.year, today), "most": first + most}):
            owed = self.judge(columns, until.year)
            if stood(position(owed), until=until, today=today) in wanted:
                total += n
                found |= dict.fromkeys(ids, _missing(owed, until))
        return total, {pk: found[pk] for pk in sorted(found)[first : first + most]}

    def all_by_standing(self, until: date, *, today: date) -> dict[Standing, list[int]]:
        """Every enterprise that owes something by `until`, by how it stands with that."""
        found: dict[Standing, list[int]] = {}
        for owed, ids in self.judged(until.year, today=today):
            at = stood(position(owed), until=until, today=today)
            if at != Standing.FREE:
                found.setdefault(at, []).extend(ids)
        return found

    def judged(
        self, year: int, *, today: date, firms: Collection[int] | None = None
    ) -> Iterator[tuple[Sequence[Duty], list[int]]]:
        """What is owed in that year, with the enterprises that owe it: of all that are asked anything, or of these."""
        only, asked = (ONLY, {"firms": list(firms)}) if firms is not None else ("", {})
        sql = ALL.format(facts=self.facts, columns=self.columns, only=only)
        for *columns, owing in _rows(sql, {**self.asked(year, today), **asked}):
            yield self.judge(columns, year), owing

    def owing(self, due_on: date, *, today: date) -> list[int]:
        """All enterprises that have not yet done everything due on that day."""
        return [
            pk
            for pk, *columns in _rows(self.facts, self.asked(due_on.year, today))
            if any(each.missing and each.due_on == due_on for each in self.judge(columns, due_on.year))
        ]

    def of(self, enterprise: int, year: int, *, today: date) -> list[Any]:
        """The columns of one enterprise."""
        asked = {**self.asked(year, today), "firm": enterprise}
        ((_, *columns),) = _rows(f"{self.facts} AND firm.id = %(firm)s", asked)
        return columns


def _missing(owed: Sequence[Duty], until: date) -> list[Duty]:
    return [duty for duty in owed if duty.missing and duty.due_on <= until]


def _count(rules: dict[str, ByRule], rule: str, at: Standing, firms: int) -> None:
    """A rule with two days in the year is met when both are."""
    if at != Standing.FREE:
        told = rules.setdefault(rule, ByRule(rule))
        told.required += firms
        told.met += firms * (at == Standing.MET)


class Firms:
    """How enterprises answer a grant that asks what they owe: nobody is the author, so own rows open nothing."""

    in_regions = EnterpriseRegion.in_regions
    in_departments = EnterpriseRegion.in_departments
    of_enterprises = EnterpriseRegion.of_enterprises

    @staticmethod
    def created_by_user(pk: int) -> Q:
        return Q(pk__in=[])


def _pairs(actor: User, permission: str, *, level: Level, within: str) -> tuple[str, dict[str, Any]]:
    """Enterprises and the areas they have a site in, within the actor's reach, as SQL with named parameters."""
    reach = reachable(actor.grants, permission, Firms)
    rows = EnterpriseRegion.objects.filter(reach, region__path__startswith=within).order_by()
    try:
        pairs = rows.values("enterprise_id", area=Left("region__path", level)).distinct()
        sql, params = pairs.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 AS enterprise_id, '' AS area WHERE FALSE", {}
    names = count()
    return re.sub("%s", lambda _: f"%(p{next(names)})s", sql), {f"p{n}": value for n, value in enumerate(params)}


def _rows(sql: str, asked: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        yield from cursor.fetchall()
