"""How enterprises stand with what they owe, as it is kept: a page of the city must not judge 100 000 of them.

Some seconds old (`keeping` follows what is written), of the year and day on which all were judged; for anything else
None is answered, and the caller judges from the facts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.census import whole_areas
from changqian.platform.foundation.regions.services import paths
from changqian.platform.kernel.scope import regions_reached, sees_by_region_only
from changqian.platform.ledgerkit.duties.rules import Duty, read
from changqian.platform.ledgerkit.models import JudgedDay, JudgedTotal

BY_PAIR = """
WITH pair AS MATERIALIZED ({pair})
SELECT area, judgement.owed, found.n FROM (
    SELECT area, judgement_id, COUNT(*) AS n FROM pair JOIN ledgerkit_judged judged USING (enterprise_id)
    WHERE judged.duty = %(duty)s GROUP BY area, judgement_id
    UNION ALL
    SELECT NULL, judgement_id, COUNT(*) FROM ledgerkit_judged judged
    WHERE judged.duty = %(duty)s AND enterprise_id IN (SELECT enterprise_id FROM pair) GROUP BY judgement_id
) found JOIN ledgerkit_judgement judgement ON judgement.id = found.judgement_id
"""
POSITIONS = "SELECT id, positions->>'' FROM ledgerkit_judgement WHERE duty = %s"
STAND_SO = """
FROM ledgerkit_judged judged WHERE judged.duty = %(duty)s AND judged.judgement_id = ANY(%(judgements)s) AND {within}
"""
PAGE = f"""
SELECT page.enterprise_id, judgement.owed FROM (
    SELECT enterprise_id, judgement_id {STAND_SO} ORDER BY enterprise_id LIMIT %(most)s OFFSET %(first)s
) page JOIN ledgerkit_judgement judgement ON judgement.id = page.judgement_id ORDER BY page.enterprise_id
"""
IN_AREA = "EXISTS (SELECT FROM unnest(judged.areas) AS lies(path) WHERE path LIKE %(area)s)"
IN_PAIRS = "judged.enterprise_id IN (SELECT enterprise_id FROM ({pair}) AS pair)"


def known(duty: str, year: int, *, today: date) -> bool:
    """Whether all were judged for that year, as of today."""
    return year == today.year and JudgedDay.objects.filter(duty=duty, day=today).exists()


def whole_area(actor: User, permission: str, within: str) -> str | None:
    """The one area, within that path, of which the actor sees all; None if he sees less, more than one, or nothing."""
    if not sees_by_region_only(actor.grants, permission):
        return None
    reach, every = regions_reached(actor.grants, permission), paths()
    asked = {pk for pk, path in every.items() if path.startswith(within)}
    areas = whole_areas(asked if reach is None else asked & reach, every)
    return areas[0] if len(areas) == 1 else None


def totals(duty: str, area: str, *, width: int) -> Iterator[tuple[str | None, str, str, int]]:
    """(area or None for all of it, rule or "" for all rules, position, enterprises) of an area that is seen whole."""
    wanted = max(width, len(area))
    rows = JudgedTotal.objects.filter(duty=duty, area__startswith=area, width__in={wanted, len(area)}).exclude(n=0)
    for of, path, rule, position, n in rows.values_list("width", "area", "rule", "position", "n"):
        if of == len(area):
            yield None, rule, position, n
        if of == wanted and not rule:
            yield path[:width], rule, position, n


def by_pair(duty: str, pair: str, asked: Mapping[str, Any]) -> Iterator[tuple[str | None, Sequence[Duty], int]]:
    """(area or None for all, what is owed, enterprises) of these pairs of enterprise and area, as SQL."""
    with connection.cursor() as cursor:
        cursor.execute(BY_PAIR.format(pair=pair), {**asked, "duty": duty})
        for area, owed, n in cursor.fetchall():
            yield area, read(owed), n


def judgements(duty: str) -> list[tuple[int, str]]:
    """Every way to stand with it that somebody may have: its number and position."""
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS, [duty])
        found: list[tuple[int, str]] = cursor.fetchall()
        return found


def count_in_area(duty: str, area: str, positions: Collection[str]) -> int:
    """How many enterprises of an area that is seen whole are in these positions."""
    rows = JudgedTotal.objects.filter(duty=duty, area=area, width=len(area), rule="", position__in=positions)
    return sum(rows.values_list("n", flat=True))


def count_in_pairs(duty: str, pair: str, asked: Mapping[str, Any], wanted: Sequence[int]) -> int:
    """How many of these pairs' enterprises are judged so."""
    with connection.cursor() as cursor:
        given = {**asked, "duty": duty, "judgements": list(wanted)}
        cursor.execute(f"SELECT COUNT(*) {STAND_SO}".format(within=IN_PAIRS.format(pair=pair)), given)
        return int(cursor.fetchone()[0])


def page(
    duty: str, wanted: Sequence[int], within: str, asked: Mapping[str, Any], *, first: int, most: int
) -> dict[int, list[Duty]]:
    """Some of the enterprises that are judged so, by number; `within` is IN_AREA or IN_PAIRS."""
    with connection.cursor() as cursor:
        given = {**asked, "duty": duty, "judgements": list(wanted), "first": first, "most": most}
        cursor.execute(PAGE.format(within=within), given)
        return {pk: read(owed) for pk, owed in cursor.fetchall()}
