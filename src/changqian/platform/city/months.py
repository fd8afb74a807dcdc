"""Twelve months of tasks and inspections: a month's partition is written whole before anybody else sees it.

The rules reckon what may become of a task (`tasks.outcomes`), the database chooses one for each risk point by a hash of
its key and the city's seed: the same city has the same months. One transaction makes and fills a partition, so that a
server with wal_level=minimal writes it once.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.timezone import get_current_timezone

from changqian.platform.city.block import Shared, waiting
from changqian.platform.city.ids import HOME, last_task
from changqian.platform.city.risks import POINTS, RiskTemplate
from changqian.platform.city.tasks import CHANCES, CLASSES, outcomes
from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import Answer, Result
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.commons.summaries.services import form_month
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.kernel.dates import add_months, month_end, month_of
from changqian.platform.ledgerkit import partitions
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import IN_FORCE, SUBJECT
from changqian.platform.safety.risks.services import frequencies

MONTHS = 12
SUMMED = 3
MOST_CHECKS = max(len(template.checks) for template in POINTS)

TASKS = """
INSERT INTO {table} (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id, month,
    risk_point_id, level, starts_on, due_on, status, late, required_company, required_workshop, required_team,
    required_post, done_company, done_workshop, done_team, done_post, progress, abnormal, completed_at, exempt_reason,
    exempt_opinion, by_site)
SELECT %(first)s + p.id, 1, p.created_by_id, (%(month)s + time '00:20') AT TIME ZONE 'Asia/Shanghai', '',
    p.enterprise_id, p.site_id, p.region_id, %(month)s, p.id, p.level, %(month)s, %(end)s, o.status, o.late,
    o.required_company, o.required_workshop, o.required_team, o.required_post, o.done_company, o.done_workshop,
    o.done_team, o.done_post, o.progress, o.abnormal,
    (%(month)s + o.ended + time '07:00' + ((c.h >> 8) & 511) * interval '1 minute') AT TIME ZONE 'Asia/Shanghai',
    '', '', false
FROM risks_riskpoint p
JOIN enterprises_site s ON s.id = p.site_id AND s.status = 'operating'
CROSS JOIN LATERAL (SELECT hashint8extended(%(first)s + p.id, %(seed)s) AS h,
    hashint8extended(p.enterprise_id, %(seed)s) AS firm) c
JOIN jsonb_to_recordset(%(outcomes)s) AS o(level text, shifts int, diligence int, chance int, required_company int,
        required_workshop int, required_team int, required_post int, done_company int, done_workshop int,
        done_team int, done_post int, status text, late boolean, progress int, abnormal int, ended int)
    ON o.level = p.level AND o.shifts = p.shifts AND o.diligence = c.firm & %(classes)s AND o.chance = c.h & %(chances)s
WHERE p.status = ANY(%(in_force)s) AND p.activated_on <= %(month)s
"""
LOOKS = """
INSERT INTO {table} (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id, month,
    client_uuid, captured_at, synced_late, subject_kind, subject_id, subject_name, control_level, by, checked_at,
    checked_on, scanned, counts_for, lon, lat, accuracy, position_missing, distance, far, result, answers, abnormal,
    note, remark, seconds, doubts)
SELECT %(after)s + t.id, 1, CASE WHEN c.company THEN p.created_by_id ELSE p.responsible_id END, d.at, '',
    t.enterprise_id, t.site_id, t.region_id, %(month)s, md5(%(seed)s || ' ' || t.id)::uuid, d.at, false,
    '{subject}', p.id, p.name, c.level, CASE WHEN c.company THEN u.name ELSE p.responsible_name END, d.at,
    (d.at AT TIME ZONE 'Asia/Shanghai')::date, (c.h & 15) > 1, t.month,
    CASE WHEN NOT c.nowhere THEN p.lon + (((c.h >> 4) & 255) - 128) * 0.000003 END,
    CASE WHEN NOT c.nowhere THEN p.lat + (((c.h >> 12) & 255) - 128) * 0.000003 END,
    CASE WHEN NOT c.nowhere THEN 5 + ((c.h >> 20) & 31) END,
    CASE WHEN c.nowhere THEN 'unavailable' ELSE '' END,
    CASE WHEN c.nowhere THEN NULL WHEN c.far THEN 800 + ((c.h >> 25) & 511) ELSE 5 + ((c.h >> 25) & 63) END,
    c.far AND NOT c.nowhere, CASE WHEN t.abnormal > 0 THEN '{abnormal}' ELSE '{normal}' END,
    format(a.told, {items})::jsonb, t.abnormal, '', '', c.seconds,
    array_remove(ARRAY[CASE WHEN c.far AND NOT c.nowhere THEN 'far' END,
        CASE WHEN c.seconds < 12 THEN 'quick' END], NULL)
FROM risks_risktask t
JOIN risks_riskpoint p ON p.id = t.risk_point_id
JOIN accounts_user u ON u.id = p.created_by_id
CROSS JOIN LATERAL (SELECT hashint8extended(t.id, %(seed)s + 1) AS h) r
CROSS JOIN LATERAL (SELECT r.h, (r.h >> 34) & 63 = 0 AS nowhere, (r.h >> 40) & 127 = 0 AS far,
    (8 + ((r.h >> 14) & 511))::int AS seconds,
    t.done_post = 0 AND t.done_team = 0 AND t.done_workshop = 0 AS company,
    CASE WHEN t.done_post > 0 THEN 'post' WHEN t.done_team > 0 THEN 'team' WHEN t.done_workshop > 0 THEN 'workshop'
        ELSE 'company' END AS level) c
CROSS JOIN LATERAL (SELECT coalesce(t.completed_at, (t.month + mod(((c.h >> 47) & 31)::int, %(days)s) + time '07:00'
    + ((c.h >> 8) & 511) * interval '1 minute') AT TIME ZONE 'Asia/Shanghai') AS at) d
JOIN jsonb_to_recordset(%(answers)s) AS a(about text, told text)
    ON a.about = p.name || CASE WHEN t.abnormal > 0 THEN (c.h >> 52) & 7 ELSE -1 END
WHERE t.month IN (%(month)s, %(before)s) AND t.late = (t.month = %(before)s)
    AND t.done_company + t.done_workshop + t.done_team + t.done_post > 0
"""

PLANS = (
    "", "", "每周一班前会通报风险和隐患，车间主任带队检查一次。", "完成除尘系统清灰和静电接地检测，班组长签字。",
    "对新进人员补做岗位风险告知，更新三张告知卡。", "组织一次叉车作业专项检查，通道重新划线。",
)  # fmt: skip
CONFIRMED = """
UPDATE summaries_firmsummary s SET confirmation = 'confirmed', version = s.version + 1, confirmed_by_id = u.user_id,
    confirmed_as = u.name, plan = (%(plans)s::text[])[1 + ((c.h >> 20) & 1023) %% cardinality(%(plans)s::text[])],
    confirmed_at = (s.month + interval '1 month' + ((c.h >> 8) & 7) * interval '1 day' + time '08:10'
        + ((c.h >> 12) & 511) * interval '1 minute') AT TIME ZONE 'Asia/Shanghai'
FROM (SELECT DISTINCT ON (a.enterprise_id) a.enterprise_id, a.user_id, r.name
    FROM accounts_assignment a JOIN accounts_role r ON r.id = a.role_id
    WHERE 'summaries.confirm' = ANY(r.permissions) AND a.enterprise_id IS NOT NULL
    ORDER BY a.enterprise_id, r.code DESC, a.id) u
CROSS JOIN LATERAL (SELECT hashint8extended(u.enterprise_id, %(seed)s + extract(month FROM %(month)s::date)::bigint)
    AS h) c
WHERE s.enterprise_id = u.enterprise_id AND s.month = %(month)s AND s.ended_at IS NULL AND (c.h & 127) < %(of_128)s
    AND s.enterprise_id <> %(waits)s
    AND NOT EXISTS (SELECT FROM hazards_hazard z WHERE z.enterprise_id = s.enterprise_id AND z.month <= s.month
        AND z.ended_at IS NULL AND (z.level = 'major' OR z.due_on < (%(month)s::date + interval '1 month 8 days')))
"""
"""Most firms stand by their months, by the one who may. Those whose reports name hazards are left for people to
confirm, and so is the newest month of the firm of the cast: whoever tries the platform finds one to confirm."""


def months(today: date) -> list[date]:
    """The months a city looks back on, the newest last."""
    return [add_months(month_of(today), -back) for back in range(MONTHS - 1, -1, -1)]


def summed_up(today: date) -> list[date]:
    """The months there are summaries of: the last ones that have ended."""
    return months(today)[-SUMMED - 1 : -1]


def summary_month(shared: Shared, month: date) -> None:
    """As the job would have formed it in the night after."""
    now = datetime.combine(add_months(month, 1), time(3), get_current_timezone())
    form_month(month, actor=platform(), now=now)
    last = month == summed_up(shared.today)[-1]
    given: dict[str, Any] = {"month": month, "seed": shared.seed, "of_128": 88 if last else 122, "plans": list(PLANS)}
    given["waits"] = HOME if last else 0
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE summaries_firmsummary")  # A table of this transaction: else it is taken for empty.
        cursor.execute(CONFIRMED, given)


def task_month(shared: Shared, month: date) -> None:
    given = {
        "first": months(shared.today).index(month) * last_task(shared.total),
        "month": month,
        "end": month_end(month),
        "seed": shared.seed,
        "classes": CLASSES - 1,
        "chances": CHANCES - 1,
        "in_force": [status.value for status in IN_FORCE],
        "outcomes": json.dumps(list(outcomes(month, frequencies(month), seed=shared.seed, today=shared.today))),
    }
    _partition(RiskTask, month, lambda cursor, table: cursor.execute(TASKS.format(table=table), given))


def inspection_month(shared: Shared, month: date) -> None:
    """The last look behind each task of the month that was begun, and behind those of the month before done late."""
    sql = LOOKS.replace("{items}", ", ".join(f"p.id * 32 + {order}" for order in range(1, MOST_CHECKS + 1)))
    given = {
        "after": (MONTHS + 1) * last_task(shared.total),
        "month": month,
        "before": add_months(month, -1),
        "days": min(month_end(month).day, (shared.today - month).days + 1),
        "seed": shared.seed,
        "answers": json.dumps(_answers()),
    }
    words = {"subject": SUBJECT, "abnormal": Result.ABNORMAL.value, "normal": Result.OK.value}

    def fill(cursor: Any, table: str) -> None:
        cursor.execute(sql.format(table=table, **words), given)
        _fetch(cursor, Inspection, table, "month = %s", month)

    _partition(Inspection, month, fill)


def plan_month(shared: Shared, month: date) -> None:
    _partition(PlanTask, month, lambda cursor, table: _fetch(cursor, PlanTask, table, "month = %s", month))


def older(shared: Shared) -> None:
    """What is older than the months looked back on lies in the default partition."""
    with connection.cursor() as cursor:
        for model in (PlanTask, Inspection):
            _fetch(cursor, model, model._meta.db_table, "month < %s", months(shared.today)[0])


def _partition(model: type[Model], month: date, fill: Callable[[Any, str], object]) -> None:
    table, name = model._meta.db_table, partitions.partition(model, month)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TABLE "{name}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)')
        fill(cursor, name)
        cursor.execute(f'ALTER TABLE "{name}" ADD PRIMARY KEY (id, month)')
        cursor.execute(
            f'ALTER TABLE "{table}" ATTACH PARTITION "{name}" FOR VALUES FROM (%s) TO (%s)',
            [month, add_months(month, 1)],
        )
        if model is RiskTask:
            cursor.execute(f'ANALYZE "{name}"')  # What is made from it next would else be planned for two rows.


def _fetch(cursor: Any, model: type[Model], table: str, which: str, month: date) -> None:
    """What the blocks wrote of these months."""
    names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "{waiting(model)}" WHERE {which}', [month])


def _answers() -> list[dict[str, object]]:
    """The answers to each template's check items, once all well and once with each of them bad, as formats of SQL."""
    return [
        {"about": f"{template.name}{bad}", "told": _told(template, bad % len(template.checks) if bad >= 0 else -1)}
        for template in POINTS
        for bad in range(-1, 8)
    ]


def _told(template: RiskTemplate, bad: int) -> str:
    answers: list[dict[str, object]] = [
        {
            "item": f"@{order}",
            "text": text,
            "answer": Answer.ABNORMAL.value if order == bad else Answer.OK.value,
            "note": "现场不符合要求，已上报" if order == bad else "",
            "photos": [],
            "hazard": None,
        }
        for order, text in enumerate(template.checks)
    ]
    told = json.dumps(answers, ensure_ascii=False).replace("%", "%%")
    for order in range(len(answers)):
        told = told.replace(f'"@{order}"', f"%{order + 1}$s")
    return told
