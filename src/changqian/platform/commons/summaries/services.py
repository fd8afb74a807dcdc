"""Forming the summaries of a month: a few statements over facts for all firms, then for all regions.

A month is one transaction. Done again it adds what came out differently, and nothing else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from django.db import connection, transaction
from django.db.models import Case, Q, When
from django.utils import timezone

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import OPEN as OPEN_HAZARDS
from changqian.platform.commons.hazards.rules import Level as HazardLevel
from changqian.platform.commons.hazards.rules import Status as HazardStatus
from changqian.platform.commons.province.owed import REPORTS as REPORTS_OWED
from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.rules import (
    FIRMS,
    LEVELS,
    NOTHING,
    REPORTS,
    SAID,
    SHARES,
    SOURCES,
    STEPS,
    Confirmation,
    Part,
    Step,
    advice,
    points,
    refuse_unfinished,
    sentences,
    whole_hundred,
)
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.services import change, create_selected, end_selected, locked
from changqian.platform.kernel.dates import add_months, month_end, month_of
from changqian.platform.ledgerkit.duties.rules import Standing

FORM = "summaries.form"
BEGINNING = date(2000, 1, 1)
FACTS_OF_FIRMS = """
SELECT fact.enterprise_id AS subject, spec.name, SUM(fact.value) AS n
FROM spec JOIN ledgerkit_fact fact ON {asked} GROUP BY 1, 2
"""
REPORTS_OF_FIRMS = """
SELECT firm, 'report_owed', 1 FROM unnest(%(owed)s::bigint[]) firm
UNION ALL SELECT firm, 'report_made', 1 FROM unnest(%(made)s::bigint[]) firm
"""
FACTS_OF_REGIONS = """
SELECT area.id AS subject, spec.name, SUM(fact.value) AS n
FROM spec JOIN ledgerkit_total fact ON {asked}
JOIN regions_region place ON place.id = fact.region_id
JOIN regions_region area ON left(place.path, length(area.path)) = area.path
GROUP BY 1, 2
"""
FIRMS_OF_REGIONS = """
SELECT once.area, told.name, COUNT(*) FROM (
    SELECT DISTINCT area.id AS area, held.enterprise_id FROM enterprises_enterpriseregion held
    JOIN regions_region place ON place.id = held.region_id
    JOIN regions_region area ON left(place.path, length(area.path)) = area.path
) once
JOIN summaries_firmsummary firm
    ON firm.enterprise_id = once.enterprise_id AND firm.month = %(month)s AND firm.ended_at IS NULL
CROSS JOIN LATERAL (VALUES ('enterprises', true), ('tasked', firm.required > 0),
    ('finished', firm.required > 0 AND firm.performed >= firm.required),
    ('report_owed', firm.report_owed > 0), ('report_made', firm.report_made > 0)) told(name, holds)
WHERE told.holds GROUP BY 1, 2
"""
"A firm with sites in two towns counts in both, and once in the district of both."
ASKED = """
fact.ledger = spec.ledger AND fact.measure = spec.measure AND fact.month >= spec.since AND fact.month <= %(month)s
AND (spec.dimensions = '{}' OR fact.dimension = ANY(spec.dimensions))
"""
GATHER = """
CREATE TEMPORARY TABLE summary_counted ON COMMIT DROP AS
WITH spec AS MATERIALIZED (
    SELECT name, ledger, measure, string_to_array(dimensions, ',') AS dimensions, since
    FROM jsonb_to_recordset(%(spec)s) AS x(name text, ledger text, measure text, dimensions text, since date)
), gathered AS ({counted}
    UNION ALL SELECT {key}, '', 0 FROM {table} WHERE month = %(month)s AND ended_at IS NULL
), wide AS (SELECT subject, {summed} FROM gathered GROUP BY subject)
SELECT wide.subject, old.id AS old, coalesce(old.revision, 0) + 1 AS revision, {kept}
FROM wide LEFT JOIN {table} old ON old.{key} = wide.subject AND old.month = %(month)s AND old.ended_at IS NULL
"""
SHARED = "SELECT DISTINCT part, n, whole FROM summary_counted CROSS JOIN LATERAL (VALUES {pairs}) pair(part, n, whole)"
POINTS = """
CREATE TEMPORARY TABLE summary_points ON COMMIT DROP AS
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::numeric[]) AS x(part, n, whole, score)
"""
PLACED = "CREATE UNIQUE INDEX ON summary_points (part, n, whole)"
COMPARE = """
CREATE TEMPORARY TABLE summary_fresh ON COMMIT DROP AS
SELECT told.*, coalesce(differs.columns, '{{}}') AS changes FROM (
    SELECT scored.*, encode(sha256(convert_to(said::text, 'UTF8')), 'hex') AS digest FROM (
        SELECT whole.*, jsonb_build_object({said}) AS said FROM (
            SELECT c.*, {scores}, CASE WHEN {measured} > 0 THEN {total} END AS quality FROM summary_counted c {joins}
        ) whole
    ) scored
) told
LEFT JOIN {table} old ON old.id = told.old
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(now.key, jsonb_build_array(before.value, now.value)) AS columns
    FROM jsonb_each(told.said) now JOIN jsonb_each(jsonb_build_object({said_before})) before ON before.key = now.key
    WHERE now.value <> before.value
) differs ON old.id IS NOT NULL
WHERE old.id IS NULL OR (old.digest <> told.digest AND differs.columns IS NOT NULL)
"""
"The digest covers every column there is: a column that was added and counts nothing is no other version."
ROOM = "SET LOCAL work_mem = '256MB'; SET LOCAL enable_sort = off"
"""What is asked of stands in `spec`, where the planner cannot look: it expects a thousandth of the rows, and would sort
millions on the disk that fit into memory as groups."""
CLEAR = "DROP TABLE IF EXISTS summary_counted, summary_points, summary_fresh"


@dataclass(frozen=True, slots=True)
class Formed:
    """How many summaries were new, or came out differently."""

    firms: int
    regions: int


@dataclass(frozen=True, slots=True)
class Kind:
    model: type[FirmSummary] | type[RegionSummary]
    key: str
    counted: tuple[str, ...]
    columns: tuple[str, ...]
    carried: Mapping[str, str] = field(default_factory=dict)
    "What a new version takes from the one before (`f.old`), as SQL."


BEFORE = "(SELECT {what} FROM summaries_firmsummary old WHERE old.id = f.old)"
SIGNED = "CASE WHEN old.confirmation = 'pending' THEN 'pending' ELSE 'again' END"
CARRIED = {
    "confirmation": f"coalesce({BEFORE.format(what=SIGNED)}, 'pending')",
    "plan": f"coalesce({BEFORE.format(what='old.plan')}, '')",
    "confirmed_as": "''",
    "listed": "'[]'::jsonb",
}
"Who signed the version before is asked again; his plan for the next month stands until he writes another."
COLUMNS = (*(source.column for source in SOURCES), *REPORTS)
OF_FIRMS = Kind(FirmSummary, "enterprise_id", (FACTS_OF_FIRMS, REPORTS_OF_FIRMS), COLUMNS, CARRIED)
OF_REGIONS = Kind(RegionSummary, "region_id", (FACTS_OF_REGIONS, FIRMS_OF_REGIONS), (*COLUMNS, *FIRMS))
QUALITY = ("quality", *(f"quality_{part.value}" for part in Part))


@transaction.atomic
def form_month(month: date, *, actor: User, now: datetime) -> Formed:
    """The summaries of a month that has ended: of every firm and every region, one version or another.

    What counts what stands (risk points, cards), and the weights, are those of the month's first version.
    """
    first = month_of(month)
    refuse_unfinished(first, today=timezone.localdate(now))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [FORM])
        cursor.execute(ROOM)
    weights = weights_of(first)
    owed, made = _reports(month_end(first))
    asked = {"month": first, "owed": owed, "made": made, "spec": _spec(first)}
    return Formed(*(_form(kind, asked, weights, actor=actor, now=now) for kind in (OF_FIRMS, OF_REGIONS)))


def weights_of(month: date) -> dict[str, float]:
    """What the parts of the quality value weigh in a month: as it was first formed, else as the city has it now."""
    known = RegionSummary.objects.filter(month=month).order_by("pk").values_list("weights", flat=True).first()
    return known or whole_hundred({part.value: int(value(f"quality.{part.value}")) for part in Part})


def _reports(until: date) -> tuple[list[int], list[int]]:
    """The firms that owed the province a report by that day, and those of them that had made it."""
    stood = REPORTS_OWED.all_by_standing(until, today=until)
    made = stood.get(Standing.MET, [])
    return [firm for firms in stood.values() for firm in firms], made


def _spec(month: date) -> str:
    return json.dumps(
        [
            {
                **{"name": each.column, "ledger": each.ledger, "measure": each.measure},
                "dimensions": ",".join(each.dimensions),
                "since": (BEGINNING if each.standing else month).isoformat(),
            }
            for each in SOURCES
        ]
    )


def _form(kind: Kind, asked: Mapping[str, Any], weights: Mapping[str, float], *, actor: User, now: datetime) -> int:
    table = kind.model._meta.db_table
    standing = {source.column for source in SOURCES if source.standing}
    kept = (
        f"coalesce(old.{each}, wide.{each}) AS {each}" if each in standing else f"wide.{each}" for each in kind.columns
    )
    summed = (f"coalesce(SUM(n) FILTER (WHERE name = '{each}'), 0)::bigint AS {each}" for each in kind.columns)
    counted = " UNION ALL ".join(each.format(asked=ASKED) for each in kind.counted)
    gather = GATHER.format(counted=counted, key=kind.key, table=table, summed=", ".join(summed), kept=", ".join(kept))
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)
        cursor.execute(gather, asked)
        _reckon(cursor, weights)
        cursor.execute("ANALYZE summary_counted, summary_points")  # Or the planner joins them row by row,
        cursor.execute(PLACED)  # which it does in any case behind the first: it expects one row there.
        cursor.execute(_compare(kind))
    end_selected(
        kind.model, "id IN (SELECT old FROM summary_fresh)", [], actor=actor, action=FORM, reason="已形成新的版次"
    )
    columns = {
        **{"version": "1", "created_by_id": "%s", "created_at": "%s", "end_reason": "''"},
        **{kind.key: "f.subject", "month": "%s", "weights": "%s::jsonb"},
        **{each: f"f.{each}" for each in ("revision", "digest", "changes", *kind.columns, *QUALITY)},
        **kind.carried,
    }
    made = create_selected(
        kind.model,
        columns,
        "FROM summary_fresh f ORDER BY f.subject DESC",
        [actor.pk, now, asked["month"], json.dumps(weights)],
        unless=(kind.key, "month", "revision"),
        returning=("id",),
        actor=actor,
        action=FORM,
    )
    return len(made)


def _reckon(cursor: Any, weights: Mapping[str, float]) -> None:
    """Points for every share that occurs: some thousands, whatever the number of firms. So the rule stands once."""
    pairs = ", ".join(f"('{part.value}', {n}, {whole})" for part, (n, whole) in SHARES.items())
    cursor.execute(SHARED.format(pairs=pairs))
    found = [(part, n, whole, points(n, whole, weights[part])) for part, n, whole in cursor.fetchall()]
    cursor.execute(POINTS, [list(column) for column in zip(*found, strict=True)] or [[], [], [], []])


def _compare(kind: Kind) -> str:
    said = (*kind.columns, *QUALITY)
    return COMPARE.format(
        table=kind.model._meta.db_table,
        scores=", ".join(f"p_{part.value}.score::numeric(4,1) AS quality_{part.value}" for part in Part),
        measured=" + ".join(whole for _, whole in SHARES.values()),
        total=f"({' + '.join(f'p_{part.value}.score' for part in Part)})::numeric(4,1)",
        joins=" ".join(_joined(part, *share) for part, share in SHARES.items()),
        said=_object(said, "whole"),
        said_before=_object(said, "old"),
    )


def _joined(part: Part, n: str, whole: str) -> str:
    it = f"p_{part.value}"
    return f"JOIN summary_points {it} ON {it}.part = '{part.value}' AND {it}.n = {n} AND {it}.whole = {whole}"


def _object(columns: Iterable[str], of: str) -> str:
    return ", ".join(f"'{each}', {of}.{each}" for each in columns)


# -- the firm stands by its month -------------------------------------------------------------------------------------

MOST_LISTED = 50
OVERDUE = "逾期未整改"


@dataclass(frozen=True, slots=True)
class ListedHazard:
    """A hazard that a monthly report names: a major one, or one that is overdue."""

    number: Annotated[str, "隐患编号"]
    level: Annotated[str, "等级"]
    description: Annotated[str, "隐患描述"]
    location: Annotated[str, "具体位置"]
    status: Annotated[str, "状态"]
    deadline: Annotated[str, "整改期限"]
    responsible: Annotated[str, "整改责任人"]


@transaction.atomic
def confirm_month(pk: int, *, actor: User, expected_version: int, now: datetime, plan: str = "") -> FirmSummary:
    """Whoever answers for the firm stands by its month (双控月报); the hazards it names are kept as he saw them.

    安全生产法第二十一条: 主要负责人督促、检查本单位的安全生产工作; 第四十一条: 隐患排查治理情况如实记录.
    """
    row = locked(FirmSummary, pk, actor=actor, action="summaries.confirm")
    return change(
        row,
        actor=actor,
        action="summaries.confirm",
        expected_version=expected_version,
        confirmation=STEPS.after(row.confirmation, Step.CONFIRM),
        confirmed_at=now,
        confirmed_by=actor,
        confirmed_as=_as_whom(actor, row),
        plan=plan.strip(),
        listed=[asdict(each) for each in _named_in(row, actor=actor, today=timezone.localdate(now))],
    )


def _as_whom(actor: User, row: FirmSummary) -> str:
    held = Assignment.objects.filter(
        user=actor, enterprise=row.enterprise_id, role__permissions__contains=["summaries.confirm"]
    )
    return "、".join(held.order_by("role__name").values_list("role__name", flat=True))[:100]


def hazards_of(row: FirmSummary, *, actor: User, today: date) -> list[ListedHazard]:
    """The hazards that the report names: as they were signed, else as they stand for whoever reads it."""
    if row.confirmation == Confirmation.CONFIRMED:
        return [ListedHazard(**each) for each in row.listed]
    return _named_in(row, actor=actor, today=today)


def _named_in(row: FirmSummary, *, actor: User, today: date) -> list[ListedHazard]:
    """Major hazards found in the month or still open from before, and what is overdue of all found until its end."""
    major = Q(level=HazardLevel.MAJOR) & (Q(month=row.month) | Q(status__in=OPEN_HAZARDS))
    rows = Hazard.objects.within(actor, "hazards.view").current().exclude(status=HazardStatus.DISMISSED)
    named = rows.filter(major | Q(due_on__lt=today), enterprise=row.enterprise_id, month__lte=row.month)
    grave = Case(When(level=HazardLevel.MAJOR, then=0), default=1)
    return [
        ListedHazard(
            number=each.number,
            level=each.get_level_display(),
            description=each.description,
            location=each.location,
            status=OVERDUE if each.due_on and each.due_on < today else each.get_status_display(),
            deadline=f"{each.deadline:%Y-%m-%d}" if each.deadline else "",
            responsible=each.responsible_name,
        )
        for each in named.order_by(grave, "deadline", "pk")[:MOST_LISTED]
    ]


def advice_of(row: FirmSummary, named: Sequence[ListedHazard]) -> list[str]:
    told = {each: getattr(row, each) for each in COLUMNS}
    overdue = sum(each.status == OVERDUE for each in named)
    return list(advice(told, following=add_months(row.month, 1), overdue=overdue))


# -- what a summary says ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the quality value, and why it is as it is."""

    part: Annotated[Part, "组成"]
    label: Annotated[str, "名称"]
    points: Annotated[float, "得分"]
    most: Annotated[float, "满分"]
    why: Annotated[str, "依据"]


@dataclass(frozen=True, slots=True)
class OfLevel:
    level: Annotated[str, "风险等级"]
    label: Annotated[str, "名称"]
    points: Annotated[int, "管控中风险点"]
    tasks: Annotated[int, "任务"]
    done: Annotated[int, "已完成"]


@dataclass(frozen=True, slots=True)
class Difference:
    label: Annotated[str, "内容"]
    before: Annotated[str, "原来"]
    after: Annotated[str, "现在"]


def said(row: FirmSummary | RegionSummary) -> list[str]:
    columns = (OF_FIRMS if isinstance(row, FirmSummary) else OF_REGIONS).columns
    return list(sentences({each: getattr(row, each) for each in columns}))


def parts_of(row: FirmSummary | RegionSummary) -> list[Share]:
    def amount(columns: str) -> int:
        return sum(getattr(row, each) for each in columns.split(" + "))

    return [
        Share(
            part,
            str(part.label),
            float(getattr(row, f"quality_{part.value}")),
            row.weights[part.value],
            SAID[part].format(n=amount(n), whole=amount(whole)) if amount(whole) else NOTHING,
        )
        for part, (n, whole) in SHARES.items()
    ]


def levels_of(row: FirmSummary | RegionSummary) -> list[OfLevel]:
    return [
        OfLevel(level, label, *(getattr(row, f"{level}_{what}") for what in ("points", "tasks", "done")))
        for level, label in LEVELS.items()
    ]


def differences(row: FirmSummary | RegionSummary) -> list[Difference]:
    """What this version says otherwise than the one before, in the order of the columns."""

    def text(value: object) -> str:
        return "" if value is None else str(value)

    return [
        Difference(str(column.verbose_name), *(text(each) for each in row.changes[column.name]))
        for column in row._meta.concrete_fields
        if column.name in row.changes
    ]
