"""Totals are kept by whoever writes facts, in the same transaction and under the ledger's lock.

What goes is taken away, what comes is added.
"""

from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from changqian.platform.ledgerkit.models import Fact, Total

GRAIN = ("region_id", "month", "dimension", "measure")
ADD = """
INSERT INTO ledgerkit_total AS total (ledger, region_id, month, dimension, measure, value)
SELECT ledger, region_id, month, dimension, measure, {sign}SUM(value) FROM {facts} AS fact
GROUP BY ledger, region_id, month, dimension, measure
ON CONFLICT (ledger, measure, month, region_id, dimension) DO UPDATE SET value = total.value + excluded.value
"""


def take_away(ledger: str, which: Q) -> None:
    """These facts of a ledger, before they are deleted."""
    facts = Fact.objects.filter(which, ledger=ledger).order_by().values("ledger", *GRAIN, "value")
    sql, params = facts.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(facts=f"({sql})", sign="-"), params)


def adrift(ledger: str) -> list[tuple[int, date, str, str]]:
    """Where totals differ from the sums of the facts."""
    facts = Fact.objects.filter(ledger=ledger).order_by().values_list(*GRAIN).annotate(n=Sum("value"))
    summed = {tuple(grain): int(n) for *grain, n in facts}
    kept = {tuple(grain): n for *grain, n in Total.objects.filter(ledger=ledger).values_list(*GRAIN, "value")}
    return sorted(key for key in summed.keys() | kept.keys() if summed.get(key, 0) != kept.get(key, 0))
