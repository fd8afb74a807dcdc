"""What follows from the rows of the blocks, multiplied by the database: check items, versions, codes, numbers."""

import json

from django.db import connection

from changqian.platform.city.block import Shared
from changqian.platform.city.machines import asked_by
from changqian.platform.city.risks import POINTS
from changqian.platform.commons.plans.rules import ITEMS, Kind
from changqian.platform.foundation.enterprises.models import Enterprise, place_enterprises
from changqian.platform.safety.equipment.rules import SUBJECT as MACHINE
from changqian.platform.safety.risks.rules import COLOURS, FOR_CARD
from changqian.platform.safety.risks.rules import SUBJECT as POINT

TOKEN = "chr(65 + mod(get_byte(t.h, 31), 6)) || upper(substr(encode(t.h, 'hex'), 1, 25))"
"Letters that a 常安码 may have, out of the hash of what it stands for: the same city has the same codes."

POINT_ITEMS = f"""
INSERT INTO checks_checkitem (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id,
    subject_kind, subject_id, text, guidance, "order", required)
SELECT p.id * 32 + item.place, 1, p.created_by_id, p.created_at, '', p.enterprise_id, p.site_id, p.region_id,
    '{POINT}', p.id, item.words, '发现异常立即拍照并上报', item.place, true
FROM risks_riskpoint p
JOIN jsonb_to_recordset(%(items)s) AS item(name text, place int, words text) ON item.name = p.name
"""
PLAN_ITEMS = f"""
INSERT INTO checks_checkitem (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id,
    subject_kind, subject_id, text, guidance, "order", required)
SELECT p.id * 32 + 16 + item.place, 1, p.created_by_id, p.created_at, '', p.enterprise_id, p.site_id, p.region_id,
    '{ITEMS}', p.id, item.words, item.guidance, item.place, true
FROM plans_plan p
JOIN jsonb_to_recordset(%(items)s) AS item(class text, kind text, place int, words text, guidance text)
    ON item.class = p.subject_group AND item.kind = p.kind
"""
VERSIONS = """
INSERT INTO risks_riskpointversion (id, risk_point_id, revision, content, approved_by_id, approved_at)
SELECT p.id * 2 + n - 2, p.id, n, jsonb_build_object({content}) || CASE WHEN n < p.revision
    THEN '{{"ppe": ""}}' ELSE '{{}}' END::jsonb, p.created_by_id,
    (p.registered_on + 45 * (n - 1) + time '10:30') AT TIME ZONE 'Asia/Shanghai'
FROM risks_riskpoint p, generate_series(1, p.revision) n
"""
"A point has two versions at most; the first said less."
CARDS = """
INSERT INTO risks_noticecard (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id,
    risk_point_id, shows_id, batch, made_at)
SELECT p.id, 1, p.created_by_id, made.at, '', p.enterprise_id, p.site_id, p.region_id,
    p.id, p.id * 2 + p.card_revision - 2, md5(%(seed)s || p.site_id || ' ' || p.card_made_on)::uuid, made.at
FROM risks_riskpoint p, LATERAL (SELECT (p.card_made_on + time '09:00') AT TIME ZONE 'Asia/Shanghai' AS at) made
WHERE p.card_revision IS NOT NULL
"""
CHANGES = """
INSERT INTO risks_controlchange (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id,
    month, risk_point_id, kind, changed_on, level_before, level, columns, reason)
SELECT p.id * 2 + made.place, 1, p.created_by_id,
    (made.on_day + time '10:30') AT TIME ZONE 'Asia/Shanghai', '', p.enterprise_id, p.site_id, p.region_id,
    date_trunc('month', made.on_day)::date, p.id, made.kind, made.on_day, p.level, p.level, made.columns, made.reason
FROM risks_riskpoint p CROSS JOIN LATERAL (
    VALUES (0, 'amended', CASE WHEN p.revision = 2 THEN p.registered_on + 45 END, '{ppe}'::varchar[], ''),
        (1, 'stopped', p.stopped_on, '{}'::varchar[], p.stop_reason)
) AS made(place, kind, on_day, columns, reason)
WHERE made.on_day IS NOT NULL
"""
CODES = f"""
INSERT INTO codes_safecode (id, version, created_by_id, created_at, end_reason, enterprise_id, site_id, region_id,
    token, subject_kind, subject_id, subject_name, subject_place, colour, revoke_reason)
SELECT s.id * 4 + {{room}}, 1, s.created_by_id, s.created_at, '', s.enterprise_id, {{site}}, s.region_id,
    {TOKEN}, '{{kind}}', {{subject}}, s.name, {{place}}, {{colour}}, ''
FROM {{table}} s, LATERAL (SELECT sha256(convert_to(%(seed)s || '{{kind}}' || s.id, 'UTF8')) AS h) t
WHERE {{those}}
"""
COLOUR = "CASE s.level " + " ".join(f"WHEN '{level}' THEN '{colour}'" for level, colour in COLOURS.items()) + " END"
SERIES = """
INSERT INTO hazards_numberseries (prefix, last)
SELECT regexp_replace(number, '-[0-9]+$', ''), max(regexp_replace(number, '^.*-', '')::int)
FROM hazards_hazard GROUP BY 1
"""


def _run(sql: str, given: dict[str, str] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def place(shared: Shared) -> None:
    """Which enterprise lies in which regions."""
    place_enterprises(set(Enterprise.objects.values_list("pk", flat=True)))


def point_items(shared: Shared) -> None:
    items = [
        {"name": template.name, "place": order, "words": words}
        for template in POINTS
        for order, words in enumerate(template.checks, start=1)
    ]
    _run(POINT_ITEMS, {"items": json.dumps(items)})


def plan_items(shared: Shared) -> None:
    items = [
        {"class": code, "kind": kind, "place": order, "words": each["text"], "guidance": each["guidance"]}
        for code, guidance in shared.classes.items()
        for kind in Kind
        for order, each in enumerate(asked_by(kind, guidance), start=1)
    ]
    _run(PLAN_ITEMS, {"items": json.dumps(items)})


def versions(shared: Shared) -> None:
    _run(VERSIONS.format(content=", ".join(f"'{name}', p.{name}" for name in FOR_CARD)))


def cards(shared: Shared) -> None:
    """The notice cards that hang."""
    _run(CARDS, {"seed": f"{shared.seed} "})


def changes(shared: Shared) -> None:
    """Second versions, and risks that are no longer there."""
    _run(CHANGES)


def point_codes(shared: Shared) -> None:
    _codes(
        shared, room=1, kind=POINT, table="risks_riskpoint", those="s.revision > 0", place="s.location", colour=COLOUR
    )


def machine_codes(shared: Shared) -> None:
    _codes(shared, room=2, kind=MACHINE, table="equipment_equipment", place="s.location")


def site_codes(shared: Shared) -> None:
    _codes(shared, room=0, kind="", table="enterprises_site", site="s.id", subject="0")


def _codes(
    shared: Shared, *, room: int, kind: str, table: str, site: str = "s.site_id", subject: str = "s.id",
    place: str = "''", colour: str = "'none'", those: str = "true",
) -> None:  # fmt: skip
    sql = CODES.format(
        room=room, kind=kind, table=table, site=site, subject=subject, place=place, colour=colour, those=those
    )
    _run(sql, {"seed": f"{shared.seed} "})


def series(shared: Shared) -> None:
    """The last number of each district and month."""
    _run(SERIES)


WORKS = (place, point_items, plan_items, versions, cards, changes, point_codes, machine_codes, site_codes, series)
"What follows from the blocks; none of these needs another."
