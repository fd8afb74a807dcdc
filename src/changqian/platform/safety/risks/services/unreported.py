"""Which firms changed what they had reported to the province, and have not reported since."""

from datetime import date

from django.db import connection

from changqian.platform.commons.province.rules import REPORTING
from changqian.platform.safety.risks.models import RiskPoint, RiskPointVersion
from changqian.platform.safety.risks.rules import REPORTED

UNREPORTED = """
WITH said AS (
    SELECT enterprise_id, MAX(reported_at) AS at FROM province_declaration
    WHERE enterprise_id IS NOT NULL AND kind = ANY(%(reporting)s) GROUP BY enterprise_id
), version AS (
    SELECT point.enterprise_id, v.approved_at, v.content ->> 'level' AS level,
        LAG(v.content ->> 'level') OVER (PARTITION BY v.risk_point_id ORDER BY v.revision) AS before
    FROM {versions} v JOIN {points} point ON point.id = v.risk_point_id AND point.ended_at IS NULL
    JOIN said ON said.enterprise_id = point.enterprise_id AND point.activated_on IS NOT NULL
)
SELECT version.enterprise_id, MIN((version.approved_at AT TIME ZONE 'Asia/Shanghai')::date)
FROM version JOIN said ON said.enterprise_id = version.enterprise_id
WHERE version.approved_at > said.at AND level IS DISTINCT FROM before
    AND (level = ANY(%(grave)s) OR before = ANY(%(grave)s))
GROUP BY version.enterprise_id
"""
"A version says what was approved when. Who never reported owes the first report, and no change."


def unreported_changes() -> dict[int, date]:
    """The earliest day on which a 较大以上 risk came into force or changed its level, by firm. (140号令: 变更报告)"""
    asked = {
        "reporting": [str(kind) for kind in REPORTING],
        "grave": [str(level) for level in REPORTED],
    }
    sql = UNREPORTED.format(versions=RiskPointVersion._meta.db_table, points=RiskPoint._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return dict(cursor.fetchall())
