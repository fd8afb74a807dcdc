"""Keeping the register: one statement over what the city and the province know and over the facts of the ledgers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from changqian.platform.commons.industrial.models import IndustrialFirm
from changqian.platform.commons.industrial.rules import (
    INDUSTRIAL,
    Change,
    Known,
    Level,
    Report,
    change_due,
    change_state,
)
from changqian.platform.commons.province.owed import REPORTS
from changqian.platform.commons.province.rules import REPORTING
from changqian.platform.foundation.parameters.services import value
from changqian.platform.kernel.dates import month_of
from changqian.platform.ledgerkit.duties.rules import standing

COLUMNS = (
    *(
        "enterprise_id",
        "uscc",
        "name",
        "known",
        "provincial_status",
        "level",
        *Level.values,
        "declared",
        "without_card",
    ),
    *("tasks", "tasks_done", "hazards_open", "hazards_overdue"),
    *("report", "report_due_on", "reported_at", "zero_risk", "production"),
)
SOURCE = """
WITH fact AS (
    SELECT enterprise_id,
        {by_level},
        SUM(value) FILTER (WHERE measure IN ('card_missing', 'card_stale')) AS without_card,
        SUM(value) FILTER (WHERE ledger = 'risk_tasks' AND measure = 'total') AS tasks,
        SUM(value) FILTER (WHERE ledger = 'risk_tasks' AND measure = 'done') AS tasks_done,
        SUM(value) FILTER (WHERE ledger = 'hazards' AND measure = 'open') AS hazards_open,
        SUM(value) FILTER (WHERE ledger = 'hazards' AND measure = 'overdue') AS hazards_overdue
    FROM ledgerkit_fact
    WHERE (ledger = 'risks' AND measure IN ('in_force', 'card_missing', 'card_stale'))
        OR (ledger = 'risk_tasks' AND measure IN ('total', 'done') AND month = %(month)s)
        OR (ledger = 'hazards' AND measure IN ('open', 'overdue'))
    GROUP BY enterprise_id
), listed AS (
    SELECT DISTINCT ON (1) COALESCE(enterprise_id::text, uscc) AS key, enterprise_id, uscc, name, status
    FROM province_listedfirm ORDER BY 1, updated_at DESC
), declared AS (
    SELECT COALESCE(enterprise_id::text, uscc) AS key, COUNT(*) AS n, bool_or(level = 'major') AS major
    FROM province_declaredpoint GROUP BY 1
), said AS (
    SELECT DISTINCT ON (1) COALESCE(enterprise_id::text, uscc) AS key, reported_at, point_count, production
    FROM province_declaration WHERE kind = ANY(%(reporting)s) ORDER BY 1, reported_at DESC
), owed AS (
    SELECT * FROM unnest(%(firms)s::bigint[], %(states)s::text[], %(dues)s::date[]) AS owed(id, state, due)
), firm AS (
    SELECT id::text AS key, id, COALESCE(uscc, legacy_reg_no, '') AS uscc, name FROM enterprises_enterprise firm
    WHERE ended_at IS NULL
        AND (industry ~ %(industrial)s OR EXISTS (SELECT 1 FROM province_listedfirm WHERE enterprise_id = firm.id))
    UNION ALL
    SELECT key, NULL, uscc, name FROM listed WHERE enterprise_id IS NULL
), stand AS (
    SELECT firm.key, firm.id AS enterprise_id, firm.uscc, firm.name,
        CASE WHEN firm.id IS NULL THEN '{province}' WHEN listed.key IS NULL THEN '{local}' ELSE '{both}' END AS known,
        COALESCE(listed.status, '') AS provincial_status,
        CASE WHEN fact.major > 0 OR declared.major THEN 'major' WHEN fact.large > 0 OR declared.n > 0 THEN 'large'
            WHEN fact.general > 0 THEN 'general' WHEN fact.low > 0 THEN 'low' ELSE '' END AS level,
        COALESCE(fact.major, 0) AS major, COALESCE(fact.large, 0) AS large, COALESCE(fact.general, 0) AS general,
        COALESCE(fact.low, 0) AS low, COALESCE(declared.n, 0) AS declared,
        COALESCE(fact.without_card, 0) AS without_card, COALESCE(fact.tasks, 0) AS tasks,
        COALESCE(fact.tasks_done, 0) AS tasks_done, COALESCE(fact.hazards_open, 0) AS hazards_open,
        COALESCE(fact.hazards_overdue, 0) AS hazards_overdue,
        COALESCE(owed.state, '{free}') AS report, owed.due AS report_due_on, said.reported_at,
        COALESCE(said.point_count = 0, FALSE) AS zero_risk, COALESCE(said.production, '') AS production
    FROM firm
    LEFT JOIN listed ON listed.key = firm.key
    LEFT JOIN declared ON declared.key = firm.key
    LEFT JOIN said ON said.key = firm.key
    LEFT JOIN fact ON fact.enterprise_id = firm.id
    LEFT JOIN owed ON owed.id = firm.id
)
"""
KEEP = """
, gone AS (
    DELETE FROM {table} old WHERE NOT EXISTS (SELECT 1 FROM stand WHERE stand.key = old.key)
)
INSERT INTO {table} AS old (key, {columns}, change, refreshed_at)
SELECT key, {columns}, '{none}', %(now)s FROM stand
ON CONFLICT (key) DO UPDATE SET {updates}, refreshed_at = EXCLUDED.refreshed_at
WHERE ({old}) IS DISTINCT FROM ({new})
"""
CHANGES = """
UPDATE {table} mine SET changed_on = found.changed, change_due_on = found.due, change = found.state
FROM {table} each LEFT JOIN unnest(%(firms)s::bigint[], %(changes)s::date[], %(dues)s::date[], %(states)s::text[])
    AS given(firm, changed, due, state) ON given.firm = each.enterprise_id
CROSS JOIN LATERAL (SELECT given.changed, given.due, COALESCE(given.state, '{none}') AS state) found
WHERE mine.id = each.id
    AND (mine.changed_on, mine.change_due_on, mine.change) IS DISTINCT FROM (found.changed, found.due, found.state)
"""


@transaction.atomic
def refresh(*, today: date, now: datetime) -> int:
    """Bring every row in line; return how many were new or had changed. Done twice, it changes nothing."""
    _alone()
    states = _reports(today)
    columns = ", ".join(COLUMNS)
    levels = ", ".join(
        f"SUM(value) FILTER (WHERE measure = 'in_force' AND dimension = '{level}') AS {level}" for level in Level
    )
    sql = SOURCE.format(
        by_level=levels, province=Known.PROVINCE, local=Known.LOCAL, both=Known.BOTH, free=Report.FREE
    ) + KEEP.format(
        table=IndustrialFirm._meta.db_table,
        columns=columns,
        none=Change.NONE,
        updates=", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS),
        old=", ".join(f"old.{name}" for name in COLUMNS),
        new=", ".join(f"EXCLUDED.{name}" for name in COLUMNS),
    )
    asked: dict[str, Any] = {
        "month": month_of(today),
        "reporting": [str(kind) for kind in REPORTING],
        "industrial": INDUSTRIAL,
        "firms": list(states),
        "states": [state for state, _ in states.values()],
        "dues": [due for _, due in states.values()],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return int(cursor.rowcount)


@transaction.atomic
def note_changes(changes: Mapping[int, date], *, today: date) -> int:
    """Which firms have changed what they must report, since which day; all others have not. How many rows changed."""
    _alone()
    days = value("province.change_days")
    dues = [change_due(day, days=days) for day in changes.values()]
    asked: dict[str, Any] = {
        "firms": list(changes),
        "changes": list(changes.values()),
        "dues": dues,
        "states": [str(change_state(due, today)) for due in dues],
    }
    with connection.cursor() as cursor:
        cursor.execute(CHANGES.format(table=IndustrialFirm._meta.db_table, none=Change.NONE), asked)
        return int(cursor.rowcount)


def _reports(today: date) -> dict[int, tuple[str, date | None]]:
    """How each firm that may owe a report stands, and by when what is missing is due."""
    found: dict[int, tuple[str, date | None]] = {}
    for owed, firms in REPORTS.judged(today.year, today=today):
        due = min((duty.due_on for duty in owed if duty.missing), default=None)
        found |= dict.fromkeys(firms, (str(standing(owed, today)), due))
    return found


def _alone() -> None:
    """One after the other, so that an older answer never overwrites a newer one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('industrial.refresh'))")
