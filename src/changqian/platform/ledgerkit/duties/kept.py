"""How enterprises stand with what they owe, as it is kept: a page of the city must not judge 100 000 of them.

Some seconds old (`keeping` follows what is written), of the year and day on which all were judged; for anything else
None is answered, and the caller judges from the facts.
"""

from collections.abc import Iterator, Mapping, Sequence
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
POSITIONS = "SELECT DISTINCT positions->>'' FROM ledgerkit_judgement WHERE duty = %s"
STAND_SO = """
FROM ledgerkit_judged judged JOIN ledgerkit_judgement judgement ON judgement.id = judged.judgement_id
WHERE judged.duty = %(duty)s AND judgement.positions->>'' = ANY(%(positions)s) AND {within}
"""
PAGE = f"""
SELECT judged.enterprise_id, judgement.owed {STAND_SO}
ORDER BY judged.enterprise_id LIMIT %(most)s OFFSET %(first)s
"""
IN_AREA = """EXISTS (
    SELECT FROM enterprises_enterpriseregion lies JOIN regions_region region ON region.id = lies.region_id
    WHERE lies.enterprise_id = judged.enterprise_id AND region.path LIKE %(area)s
)"""
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


def positions(duty: str) -> list[str]:
    """All positions that somebody may have."""
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS, [duty])
        return [position for (position,) in cursor.fetchall()]


def count_in_area(duty: str, area: str, wanted: Sequence[str]) -> int:
    """How many enterprises of an area that is seen whole are in these positions."""
    rows = JudgedTotal.objects.filter(duty=duty, area=area, width=len(area), rule="", position__in=wanted)
    return sum(rows.values_list("n", flat=True))


def count_in_pairs(duty: str, pair: str, asked: Mapping[str, Any], wanted: Sequence[str]) -> int:
    """How many of these pairs' enterprises are."""
    with connection.cursor() as cursor:
        given = {**asked, "duty": duty, "positions": list(wanted)}
        cursor.execute(f"SELECT COUNT(*) {STAND_SO}".format(within=IN_PAIRS.format(pair=pair)), given)
        return int(cursor.fetchone()[0])


def page(
    duty: str, wanted: Sequence[str], within: str, asked: Mapping[str, Any], *, first: int, most: int
) -> dict[int, list[Duty]]:
    """Some of the enterprises in these positions, by number; `within` is IN_AREA or IN_PAIRS."""
    with connection.cursor() as cursor:
        given = {**asked, "duty": duty, "positions": list(wanted), "first": first, "most": most}
        cursor.execute(PAGE.format(within=within), given)
        return {pk: read(owed) for pk, owed in cursor.fetchall()}
