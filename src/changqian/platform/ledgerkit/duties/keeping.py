"""Keeps how enterprises stand with what they owe: all of them once a day, then those of which something was written.

One process judges at a time. Marks are read before the facts, so that every write whose mark is seen is seen too.
"""

from collections.abc import Collection
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from changqian.platform.foundation.regions.models import LEVELS, WIDTH
from changqian.platform.ledgerkit.duties.rules import position, written
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.ledgerkit.models import Judged, JudgedDay, Judgement

AT_ONCE = 2000
"Marks followed in one transaction."
WIDTHS = ", ".join(f"({WIDTH * depth})" for depth in range(1, LEVELS + 1))
MARKS = """
DELETE FROM ledgerkit_touched WHERE id IN (SELECT id FROM ledgerkit_touched ORDER BY id LIMIT %s)
RETURNING enterprise_id
"""
ADD = f"""
WITH alike AS (
    SELECT judgement_id, areas, COUNT(*) AS n FROM ledgerkit_judged
    WHERE duty = %(duty)s AND (%(firms)s::bigint[] IS NULL OR enterprise_id = ANY(%(firms)s)) GROUP BY 1, 2
), spread AS (
    SELECT judgement_id, width, area, SUM(n) AS n FROM alike CROSS JOIN LATERAL (
        SELECT DISTINCT width, left(path, width) AS area
        FROM unnest(areas) path CROSS JOIN (VALUES {WIDTHS}) level(width)
    ) lies GROUP BY 1, 2, 3
)
INSERT INTO ledgerkit_judgedtotal AS total (duty, rule, position, width, area, n)
SELECT %(duty)s, rule, position, width, area, %(sign)s * SUM(n)
FROM spread JOIN ledgerkit_judgement judgement ON judgement.id = judgement_id
CROSS JOIN LATERAL jsonb_each_text(judgement.positions) AS stands(rule, position)
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (duty, width, area, rule, position) DO UPDATE SET n = total.n + excluded.n
"""
STORE = """
INSERT INTO ledgerkit_judged AS judged (duty, enterprise_id, judgement_id, areas)
SELECT %(duty)s, said.enterprise_id, said.judgement_id, COALESCE(lies.areas, '{}')
FROM unnest(%(owing)s::bigint[], %(judgements)s::bigint[]) AS said(enterprise_id, judgement_id)
LEFT JOIN (
    SELECT enterprise_id, array_agg(region.path ORDER BY region.path) AS areas
    FROM enterprises_enterpriseregion JOIN regions_region region ON region.id = region_id
    WHERE %(firms)s::bigint[] IS NULL OR enterprise_id = ANY(%(firms)s) GROUP BY enterprise_id
) lies USING (enterprise_id)
ON CONFLICT (duty, enterprise_id) DO UPDATE SET judgement_id = excluded.judgement_id, areas = excluded.areas
WHERE (judged.judgement_id, judged.areas) IS DISTINCT FROM (excluded.judgement_id, excluded.areas)
"""
FORGET = """
DELETE FROM ledgerkit_judged WHERE duty = %(duty)s
    AND (%(firms)s::bigint[] IS NULL OR enterprise_id = ANY(%(firms)s)) AND enterprise_id <> ALL(%(owing)s::bigint[])
"""


def every() -> list[Fulfilment]:
    """What is asked of enterprises, as each `owed.py` declares it."""
    modules = [f"{app.name}.owed" for app in apps.get_app_configs() if app.name.startswith("changqian.platform.")]
    return [
        value
        for module in modules
        if find_spec(module)
        for value in vars(import_module(module)).values()
        if isinstance(value, Fulfilment)
    ]


begun: set[str] = set()
"The duties that this process has judged by its own rules: what is kept may have been judged by older ones."


def turn(*, today: date) -> int:
    """The next that is to do: a duty on its new day, or by what may be new rules, else what was written since."""
    judged = set(JudgedDay.objects.filter(day=today).values_list("duty", flat=True))
    for duty in every():
        if duty.name not in judged & begun:
            judge_all(duty, today=today)
            begun.add(duty.name)
            return 1
    return follow(today=today)


@transaction.atomic
def judge_all(duty: Fulfilment, *, today: date) -> int:
    """All enterprises anew: on a new day, by new rules. Returns how many owe something."""
    _alone()
    used = Judged.objects.filter(duty=duty.name).values("judgement")
    Judgement.objects.filter(duty=duty.name).exclude(pk__in=used).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledgerkit_judgedtotal WHERE duty = %s", [duty.name])
    owing = _judge(duty, None, today=today)
    JudgedDay.objects.update_or_create(duty=duty.name, defaults={"day": today})
    return owing


@transaction.atomic
def follow(*, today: date, limit: int = AT_ONCE) -> int:
    """Judge those anew of which something was written; returns how many marks that were."""
    _alone()
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [limit])
        marks = [firm for (firm,) in cursor.fetchall()]
    if marks:
        judged = set(JudgedDay.objects.filter(day=today).values_list("duty", flat=True))
        for duty in every():
            if duty.name in judged:
                _judge(duty, sorted(set(marks)), today=today)
    return len(marks)


def adrift(duty: Fulfilment, *, today: date) -> list[int]:
    """Enterprises that stand otherwise than is kept, and that no mark will judge anew; none where nothing is kept."""
    if not JudgedDay.objects.filter(duty=duty.name, day=today).exists():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT enterprise_id, owed FROM ledgerkit_judged JOIN ledgerkit_judgement judgement"
            " ON judgement.id = judgement_id WHERE judgement.duty = %s",
            [duty.name],
        )
        stored = dict(cursor.fetchall())
        cursor.execute("SELECT enterprise_id FROM ledgerkit_touched")
        waiting = {firm for (firm,) in cursor.fetchall()}
    judged = {firm: written(owed) for owed, firms in duty.judged(today.year, today=today) if owed for firm in firms}
    off = {firm for firm in judged.keys() | stored.keys() if judged.get(firm) != stored.get(firm)}
    return sorted(off - waiting)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledgerkit.judged'))")


def _judge(duty: Fulfilment, firms: Collection[int] | None, *, today: date) -> int:
    """What is kept of these enterprises, or of all, and the totals they count in."""
    owing, judgements = [], []
    told = [(owed, ids) for owed, ids in duty.judged(today.year, today=today, firms=firms) if owed]
    kept = _judgements(duty, [owed for owed, _ in told])
    for (_, ids), judgement in zip(told, kept, strict=True):
        owing += ids
        judgements += [judgement] * len(ids)
    given = {"duty": duty.name, "firms": None if firms is None else list(firms), "owing": owing}
    with connection.cursor() as cursor:
        if firms is not None:
            cursor.execute(ADD, {**given, "sign": -1})
        cursor.execute(FORGET, given)
        cursor.execute(STORE, {**given, "judgements": judgements})
        cursor.execute(ADD, {**given, "sign": 1})
    return len(owing)


def _judgements(duty: Fulfilment, told: Collection[Any]) -> list[int]:
    """Their numbers, those of new ones too."""
    texts = [written(owed) for owed in told]
    known = dict(Judgement.objects.filter(duty=duty.name, owed__in=set(texts)).values_list("owed", "pk"))
    for owed, text in zip(told, texts, strict=True):
        if text not in known:
            rules = dict.fromkeys(each.rule for each in owed)
            by_rule = {rule: position(each for each in owed if each.rule == rule) for rule in rules}
            known[text] = Judgement.objects.create(
                duty=duty.name, owed=text, positions={"": position(owed), **by_rule}
            ).pk
    return [known[text] for text in texts]
