"""Which firms owe the province a report: SQL gathers what it knows of each, `rules.reports_owed` judges."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from changqian.platform.commons.province.rules import GONE, Kind, reports_owed
from changqian.platform.foundation.enterprises.rules import ACTIVE, Management
from changqian.platform.ledgerkit.duties.rules import Duty
from changqian.platform.ledgerkit.duties.services import Fulfilment

COUNTED = (Kind.INITIAL, Kind.PERIODIC)
"A change does not renew a report, and what was returned was none."
FACTS = """
SELECT firm.id, listed.accepted_on, listed.listed_on,
    EXISTS (SELECT 1 FROM province_declaration said WHERE said.enterprise_id = firm.id
        AND said.kind = ANY(%(counted)s) AND said.reported_at < %(begin)s) AS reported_before,
    EXISTS (SELECT 1 FROM province_declaration said WHERE said.enterprise_id = firm.id
        AND said.kind = ANY(%(counted)s) AND said.reported_at >= %(begin)s AND said.reported_at < %(end)s) AS reported
FROM enterprises_enterprise firm
JOIN (
    SELECT enterprise_id, MIN(accepted_on) AS accepted_on, MIN(listed_on) AS listed_on FROM province_listedfirm
    WHERE status <> ALL(%(gone)s) GROUP BY enterprise_id
) AS listed ON listed.enterprise_id = firm.id
WHERE firm.ended_at IS NULL AND firm.status = ANY(%(active)s) AND firm.management <> %(exempt)s
"""
"Firms on the province's list that are at work by what it and we know, and whom the city has not exempted."


def _asked(year: int, today: date) -> Mapping[str, Any]:
    return {
        "begin": f"{year}-01-01 00:00:00+08",
        "end": f"{min(date(year + 1, 1, 1), today + timedelta(1))} 00:00:00+08",
        "counted": [str(each) for each in COUNTED],
        "gone": list(GONE),
        "active": [str(each) for each in ACTIVE],
        "exempt": str(Management.EXEMPT),
    }


def _judge(columns: Sequence[Any], year: int) -> Sequence[Duty]:
    accepted_on, listed_on, reported_before, reported = columns
    return reports_owed(
        year, accepted_on=accepted_on, listed_on=listed_on, reported_before=reported_before, reported=reported
    )


REPORTS = Fulfilment(
    name="reports",
    permission="province.view",
    facts=FACTS,
    columns="accepted_on, listed_on, reported_before, reported",
    asked=_asked,
    judge=_judge,
)
