"""Who has confirmed the monthly report (双控月报) and who has not, by area."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.functions import Left

from changqian.platform.commons.summaries.rules import Confirmation
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.counting import LEVELS
from changqian.platform.foundation.enterprises.models import EnterpriseRegion
from changqian.platform.foundation.regions.models import Region

COUNT = """
WITH pair AS MATERIALIZED ({pairs}), month AS MATERIALIZED (
    SELECT enterprise_id, confirmation FROM summaries_firmsummary WHERE month = %s AND ended_at IS NULL
)
SELECT area, confirmation, COUNT(*) FROM pair JOIN month USING (enterprise_id) GROUP BY 1, 2
UNION ALL
SELECT '', confirmation, COUNT(*) FROM month WHERE enterprise_id IN (SELECT enterprise_id FROM pair) GROUP BY 2
"""


@dataclass(slots=True)
class ConfirmedIn:
    """Of the firms of an area with a report for the month, how many stand by it. A firm with sites in two areas counts
    in both."""

    region: Annotated[int | None, "地区"]
    name: Annotated[str, "名称"]
    path: Annotated[str, "区划路径"]
    formed: Annotated[int, "已形成"] = 0
    confirmed: Annotated[int, "已确认"] = 0
    pending: Annotated[int, "待确认"] = 0
    again: Annotated[int, "更正后待确认"] = 0


@dataclass(slots=True)
class Confirmed:
    whole: ConfirmedIn
    areas: list[ConfirmedIn] = field(default_factory=list)


def confirmed_by_area(actor: User, *, month: date, level: str, regions: frozenset[int] | None = None) -> Confirmed:
    """Within the actor's grants. Each firm once in `whole`; the area with the fewest confirmations first."""
    within = EnterpriseRegion.objects.within(actor, "summaries.view")
    within = within if regions is None else within.filter(region__in=regions)
    pairs = within.order_by().values("enterprise_id", area=Left("region__path", LEVELS[level])).distinct()
    told = {"": ConfirmedIn(None, "合计", "")}
    for path, confirmation, n in _counted(pairs, month):
        area = told.setdefault(path, ConfirmedIn(None, "", path))
        area.formed += n
        setattr(area, Confirmation(confirmation).value, n)
    for region in Region.objects.filter(path__in=[path for path in told if path]):
        told[region.path].region, told[region.path].name = region.pk, region.name
    whole = told.pop("")
    return Confirmed(whole, sorted(told.values(), key=lambda area: (area.confirmed / area.formed, area.path)))


def _counted(pairs: Any, month: date) -> list[tuple[str, str, int]]:
    try:
        sql, params = pairs.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(pairs=sql), [*params, month])
        rows: list[tuple[str, str, int]] = cursor.fetchall()
    return rows
