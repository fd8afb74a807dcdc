"""Which drills enterprises owe and have held, one or 100 000 at a time: SQL gathers the facts, the rules judge."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Left

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.rules import Scale
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Tag, TagKind
from changqian.platform.foundation.enterprises.rules import Status as FirmStatus
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.kernel.scope import reachable
from changqian.platform.ledgerkit.stats import Area, Figure, Level
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import (
    BASIS,
    DONE,
    HIGH_RISK_INDUSTRIES,
    HIGH_RISK_TAGS,
    Duty,
    Facts,
    Kind,
    PlanFacts,
    Standing,
    Status,
    counts,
    duties,
    halves,
    high_risk_industry,
    plan_faults,
    standing,
)

COLUMNS = (
    "operating, since1, since2, high_risk, general, site1, site2, held1, held2, held_general, done1, done2, principal"
)
FACTS = """
SELECT firm.id, firm.status = 'operating' AS operating,
    COALESCE(firm.founded_on <= %(begin1)s, TRUE) AS since1, COALESCE(firm.founded_on <= %(begin2)s, TRUE) AS since2,
    firm.high_risk OR firm.industry ~ %(industries)s OR tagged.enterprise_id IS NOT NULL AS high_risk,
    COALESCE(plan.general, FALSE) AS general, COALESCE(plan.site1, 0) AS site1, COALESCE(plan.site2, 0) AS site2,
    COALESCE(drill.held1, 0) AS held1, COALESCE(drill.held2, 0) AS held2,
    COALESCE(drill.held_general, 0) AS held_general,
    COALESCE(drill.done1, 0) AS done1, COALESCE(drill.done2, 0) AS done2, COALESCE(drill.principal, 0) AS principal
FROM enterprises_enterprise firm
LEFT JOIN (
    SELECT DISTINCT enterprise_id FROM enterprises_tag
    WHERE code = ANY(%(tags)s) AND withdrawn_at IS NULL AND valid_from <= %(today)s
      AND (valid_to IS NULL OR valid_to >= %(today)s)
) tagged ON tagged.enterprise_id = firm.id
LEFT JOIN (
    SELECT enterprise_id, bool_or(kind <> 'on_site') AS general,
        COUNT(*) FILTER (WHERE kind = 'on_site' AND published_on < %(begin1)s) AS site1,
        COUNT(*) FILTER (WHERE kind = 'on_site' AND published_on < %(begin2)s) AS site2
    FROM drills_emergencyplan WHERE ended_at IS NULL GROUP BY enterprise_id
) plan ON plan.enterprise_id = firm.id
LEFT JOIN (
    SELECT d.enterprise_id,
        COUNT(*) FILTER (WHERE d.held_on < %(begin2)s) AS held1,
        COUNT(*) FILTER (WHERE d.held_on >= %(begin2)s) AS held2,
        COUNT(*) FILTER (WHERE d.kind <> 'on_site') AS held_general,
        COUNT(DISTINCT p.id) FILTER (WHERE d.held_on < %(begin2)s AND p.published_on < %(begin1)s) AS done1,
        COUNT(DISTINCT p.id) FILTER (WHERE d.held_on >= %(begin2)s AND p.published_on < %(begin2)s) AS done2,
        COUNT(*) FILTER (WHERE d.principal_attended) AS principal
    FROM drills_drill d
    LEFT JOIN drills_emergencyplan p ON p.id = d.plan_id AND p.kind = 'on_site' AND p.ended_at IS NULL
    WHERE d.ended_at IS NULL AND d.held_on BETWEEN %(begin1)s AND %(end)s GROUP BY d.enterprise_id
) drill ON drill.enterprise_id = firm.id
WHERE firm.ended_at IS NULL
"""
BY_AREA = """
WITH pair AS MATERIALIZED ({pair}), fact AS MATERIALIZED (
    {facts} AND firm.id IN (SELECT enterprise_id FROM pair)
)
SELECT area, {columns}, COUNT(*) FROM pair JOIN fact ON fact.id = pair.enterprise_id GROUP BY area, {columns}
UNION ALL
SELECT NULL, {columns}, COUNT(*) FROM fact GROUP BY {columns}
"""
MEASURES = {"required": "应演练企业", "met": "已完成", "open": "未完成", "late": "其中逾期"}
SHOWN_AS: dict[str, tuple[str, ...]] = {
    Standing.FREE: (),
    Standing.MET: ("required", "met"),
    Standing.OPEN: ("required", "open"),
    Standing.LATE: ("required", "open", "late"),
}

judged = lru_cache(maxsize=20_000)(duties)


class Firms:
    """How enterprises answer a grant that asks what they owe: nobody is the author, so own rows open nothing."""

    in_regions = EnterpriseRegion.in_regions
    in_departments = EnterpriseRegion.in_departments
    of_enterprises = EnterpriseRegion.of_enterprises

    @staticmethod
    def created_by_user(pk: int) -> Q:
        return Q(pk__in=[])


def fulfilment(actor: User, *, until: date, level: Level, today: date) -> list[Figure]:
    """How many enterprises owe drills by `until` and how many have held them; each in every area it has a site in."""
    found = {name: Figure(name, label) for name, label in MEASURES.items()}
    for area, facts, n in _grouped(actor, year=until.year, level=level, today=today):
        for name in SHOWN_AS[standing(_until(facts, until), today)]:
            figure = found[name]
            if area is None:
                figure.total = figure.distinct_total = figure.total + n
            else:
                known = figure.by_region.setdefault(area, Area(0, 0))
                known.value = known.enterprises = known.value + n
                figure.sum_by_region += n
    for figure in found.values():
        figure.multi_site_overlap = figure.sum_by_region - figure.distinct_total
    return list(found.values())


def unfulfilled(
    actor: User, *, until: date, area: str, today: date, late: bool = False
) -> list[tuple[int, list[Duty]]]:
    """The enterprises behind 未完成 in an area, each with what is missing; those that are late only, if asked."""
    pair, asked = _pairs(actor, level=Level.CITY, area=area)
    sql = f"WITH pair AS ({pair}) {FACTS} AND firm.id IN (SELECT enterprise_id FROM pair) ORDER BY firm.id"
    wanted = (Standing.LATE,) if late else (Standing.LATE, Standing.OPEN)
    found = []
    for pk, facts in _read(sql, asked | _asked(until.year, today)):
        owed = _until(facts, until)
        if standing(owed, today) in wanted:
            found.append((pk, [duty for duty in owed if duty.missing]))
    return found


def owing(due_on: date, *, today: date) -> list[int]:
    """The enterprises that have not yet held all drills due on that day."""
    found = _read(FACTS, _asked(due_on.year, today))
    return [
        pk for pk, facts in found if any(each.missing and each.due_on == due_on for each in judged(facts, due_on.year))
    ]


def facts_of(enterprise: int, year: int, *, today: date) -> Facts:
    ((_, facts),) = _read(f"{FACTS} AND firm.id = %(firm)s", _asked(year, today) | {"firm": enterprise})
    return facts


def explain(firm: Enterprise, year: int, *, today: date) -> dict[str, Any]:
    """What this enterprise owes in that year: from which facts, by which article, what was held, what to do next."""
    facts = facts_of(firm.pk, year, today=today)
    plans = list(EmergencyPlan.objects.current().filter(enterprise=firm).order_by("kind", "pk"))
    drills = list(Drill.objects.current().filter(enterprise=firm, happens_on__year=year).order_by("happens_on"))
    owed = [_told(duty, drills, today) for duty in judged(facts, year)]
    medium = firm.scale in (Scale.LARGE, Scale.MEDIUM)
    known = [PlanFacts(p.name, p.published_on, p.filed_on, p.reviewed_on, p.to_revise) for p in plans]
    faults = plan_faults(known, high_risk=facts.high_risk, medium=medium, today=today)
    return {
        "enterprise": firm.pk,
        "enterprise_name": firm.name,
        "year": year,
        "standing": standing(judged(facts, year), today),
        "reasons": _reasons(firm, facts, plans, today=today),
        "duties": owed,
        "plan_faults": [{"text": text, "basis": basis} for text, basis in faults],
    }


def _reasons(firm: Enterprise, facts: Facts, plans: list[EmergencyPlan], *, today: date) -> list[str]:
    """The facts, as sentences."""
    if not facts.operating:
        return [f"企业状态为{FirmStatus(firm.status).label}，停产期间不要求演练"]
    kinds = [f"{label}{n}项" for kind, label in Kind.choices if (n := sum(plan.kind == kind for plan in plans))]
    told = [f"现行预案：{'、'.join(kinds)}" if kinds else "没有登记应急预案，按每年至少演练一次要求"]
    codes = Tag.objects.filter(in_force(today), enterprise=firm, code__in=HIGH_RISK_TAGS).values("code")
    why = [f"监管标签“{name}”" for name in TagKind.objects.filter(code__in=codes).values_list("name", flat=True)]
    if name := high_risk_industry(firm.industry):
        why.append(f"国民经济行业{firm.industry}属于{name}")
    if firm.high_risk:
        why.append("企业档案标明高危行业")
    if why:
        told.append(f"属于每半年演练并报送的单位：{'、'.join(why)}")
    if not all(facts.since):
        told.append(f"{firm.founded_on}成立，从下一个完整期间起要求")
    return told


def _told(duty: Duty, drills: list[Drill], today: date) -> dict[str, Any]:
    within = [
        drill
        for drill in drills
        if duty.begin <= drill.happens_on <= duty.due_on
        and counts(duty.rule, kind=drill.kind, principal=drill.principal_attended or drill.status == Status.PLANNED)
    ]
    held = [drill for drill in within if drill.status in DONE]
    coming = [drill for drill in within if drill.status == Status.PLANNED]
    if not duty.missing:
        advice = "已完成"
    elif coming:
        advice = f"已计划{coming[0].planned_on}演练“{coming[0].title}”，演练后请登记"
    else:
        advice = f"还差{duty.missing}次，请在{duty.due_on}前制定演练计划并组织演练"
    return {
        "rule": duty.rule,
        "basis": BASIS[duty.rule],
        "begin": duty.begin,
        "due_on": duty.due_on,
        "needed": duty.needed,
        "held": duty.held,
        "missing": duty.missing,
        "late": duty.late(today),
        "advice": advice,
        "drills": [{"id": drill.pk, "title": drill.title, "held_on": drill.held_on} for drill in held],
    }


def _until(facts: Facts, until: date) -> list[Duty]:
    return [duty for duty in judged(facts, until.year) if duty.due_on <= until]


def _asked(year: int, today: date) -> dict[str, Any]:
    (begin1, _), (begin2, end) = halves(year)
    industries = f"^({'|'.join(HIGH_RISK_INDUSTRIES)})"
    return {
        **{"begin1": begin1, "begin2": begin2, "end": end, "today": today},
        **{"industries": industries, "tags": list(HIGH_RISK_TAGS)},
    }


def _pairs(actor: User, *, level: Level, area: str = "") -> tuple[str, dict[str, Any]]:
    """Enterprises and the areas they have a site in, within the actor's reach, as SQL with named parameters."""
    reach = reachable(actor.grants, "drills.view", Firms)
    rows = EnterpriseRegion.objects.filter(reach, region__path__startswith=area).order_by()
    try:
        pairs = rows.values("enterprise_id", area=Left("region__path", level)).distinct()
        sql, params = pairs.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 AS enterprise_id, '' AS area WHERE FALSE", {}
    names = count()
    return re.sub("%s", lambda _: f"%(p{next(names)})s", sql), {f"p{n}": value for n, value in enumerate(params)}


def _grouped(actor: User, *, year: int, level: Level, today: date) -> Iterator[tuple[str | None, Facts, int]]:
    """(area, facts, number of enterprises); the area None is all of them, each once."""
    pair, asked = _pairs(actor, level=level)
    with connection.cursor() as cursor:
        cursor.execute(BY_AREA.format(pair=pair, facts=FACTS, columns=COLUMNS), asked | _asked(year, today))
        for area, *columns, n in cursor.fetchall():
            yield area, _facts(columns), n


def _read(sql: str, asked: Mapping[str, Any]) -> Iterator[tuple[int, Facts]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        for pk, *columns in cursor.fetchall():
            yield pk, _facts(columns)


def _facts(columns: Sequence[Any]) -> Facts:
    operating, since1, since2, high_risk, general, site1, site2, *drilled = columns
    held1, held2, held_general, done1, done2, principal = drilled
    return Facts(
        operating=operating,
        since=(since1, since2),
        high_risk=high_risk,
        general=general,
        on_site=(site1, site2),
        drilled=(held1, held2),
        drilled_general=held_general,
        drilled_on_site=(done1, done2),
        principal=principal,
    )
