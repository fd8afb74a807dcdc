"""Which drills enterprises owe and have held, and why. SQL gathers the facts, the rules judge them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from changqian.platform.foundation.dictionaries.rules import Scale
from changqian.platform.foundation.enterprises.models import Enterprise, Tag, TagKind
from changqian.platform.foundation.enterprises.rules import Status as FirmStatus
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.ledgerkit.duties.rules import Duty, Standing, halves, standing
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import (
    BASIS,
    DONE,
    HIGH_RISK_INDUSTRIES,
    HIGH_RISK_TAGS,
    Facts,
    Kind,
    PlanFacts,
    PlanFault,
    Rule,
    Status,
    assesses,
    counts,
    duties,
    high_risk_industry,
    plan_faults,
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
        COUNT(*) FILTER (WHERE kind = 'on_site' AND in_force_since < %(begin1)s) AS site1,
        COUNT(*) FILTER (WHERE kind = 'on_site' AND in_force_since < %(begin2)s) AS site2
    FROM drills_emergencyplan WHERE ended_at IS NULL GROUP BY enterprise_id
) plan ON plan.enterprise_id = firm.id
LEFT JOIN (
    SELECT d.enterprise_id,
        COUNT(*) FILTER (WHERE d.held_on < %(begin2)s) AS held1,
        COUNT(*) FILTER (WHERE d.held_on >= %(begin2)s) AS held2,
        COUNT(*) FILTER (WHERE d.kind <> 'on_site') AS held_general,
        COUNT(DISTINCT p.id) FILTER (WHERE d.held_on < %(begin2)s AND p.in_force_since < %(begin1)s) AS done1,
        COUNT(DISTINCT p.id) FILTER (WHERE d.held_on >= %(begin2)s AND p.in_force_since < %(begin2)s) AS done2,
        COUNT(*) FILTER (WHERE d.principal_attended) AS principal
    FROM drills_drill d
    LEFT JOIN drills_emergencyplan p ON p.id = d.plan_id AND p.kind = 'on_site' AND p.ended_at IS NULL
    WHERE d.ended_at IS NULL AND d.held_on BETWEEN %(begin1)s AND %(end)s GROUP BY d.enterprise_id
) drill ON drill.enterprise_id = firm.id
WHERE firm.ended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Counted:
    id: int
    title: Annotated[str, "演练名称"]
    held_on: Annotated[date | None, "演练日期"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One duty, with what fulfils it and what comes next."""

    rule: Annotated[Rule, "要求"]
    basis: Annotated[str, "依据"]
    begin: Annotated[date, "自"]
    due_on: Annotated[date, "期限"]
    needed: Annotated[int, "应演练"]
    held: Annotated[int, "已演练"]
    missing: Annotated[int, "还差"]
    late: Annotated[bool, "逾期"]
    advice: Annotated[str, "下一步"]
    drills: Annotated[list[Counted], "计入的演练"]


@dataclass(frozen=True, slots=True)
class Requirements:
    enterprise: int
    enterprise_name: Annotated[str, "企业"]
    year: Annotated[int, "年度"]
    standing: Annotated[Standing, "完成情况"]
    reasons: Annotated[list[str], "判定事实"]
    duties: Annotated[list[Asked], "要求"]
    plan_faults: Annotated[list[PlanFault], "预案待办"]


def explain(firm: Enterprise, year: int, *, today: date) -> Requirements:
    """What this enterprise owes in that year: from which facts, by which article, what was held, what to do next."""
    facts = facts_of(firm.pk, year, today=today)
    plans = list(EmergencyPlan.objects.current().filter(enterprise=firm).order_by("kind", "pk"))
    drills = list(Drill.objects.current().filter(enterprise=firm, happens_on__year=year).order_by("happens_on"))
    tags = _tags(firm, today)
    assessed = assesses(
        flagged=firm.high_risk or bool(tags),
        medium=firm.scale in (Scale.LARGE, Scale.MEDIUM),
        industry=firm.industry,
    )
    known = [PlanFacts(p.name, p.published_on, p.filed_on, p.reviewed_on, p.to_revise) for p in plans]
    owed = duties(facts, year)
    return Requirements(
        enterprise=firm.pk,
        enterprise_name=firm.name,
        year=year,
        standing=standing(owed, today),
        reasons=_reasons(firm, facts, plans, tags),
        duties=[_told(duty, drills, today) for duty in owed],
        plan_faults=plan_faults(known, files=facts.high_risk, assessed=assessed, today=today),
    )


def _tags(firm: Enterprise, today: date) -> list[str]:
    """The names of its tags that make it 高危."""
    codes = Tag.objects.filter(in_force(today), enterprise=firm, code__in=HIGH_RISK_TAGS).values("code")
    return list(TagKind.objects.filter(code__in=codes).values_list("name", flat=True))


def _reasons(firm: Enterprise, facts: Facts, plans: list[EmergencyPlan], tags: list[str]) -> list[str]:
    """The facts, as sentences."""
    if not facts.operating:
        return [f"企业状态为{FirmStatus(firm.status).label}，停产期间不要求演练"]
    kinds = [f"{label}{n}项" for kind, label in Kind.choices if (n := sum(plan.kind == kind for plan in plans))]
    told = [f"现行预案：{'、'.join(kinds)}" if kinds else "没有登记应急预案，按每年至少演练一次要求"]
    why = [f"监管标签“{name}”" for name in tags]
    if name := high_risk_industry(firm.industry):
        why.append(f"国民经济行业{firm.industry}属于{name}")
    if firm.high_risk:
        why.append("企业档案标明高危行业")
    if why:
        told.append(f"属于每半年演练并报送的单位：{'、'.join(why)}")
    if not all(facts.since):
        told.append(f"{firm.founded_on}成立，从下一个完整期间起要求")
    return told


def _told(duty: Duty, drills: list[Drill], today: date) -> Asked:
    within = [
        drill
        for drill in drills
        if duty.begin <= drill.happens_on <= duty.due_on
        and counts(duty.rule, kind=drill.kind, principal=drill.principal_attended or drill.status == Status.PLANNED)
    ]
    coming = [drill for drill in within if drill.status == Status.PLANNED]
    if not duty.missing:
        advice = "已完成"
    elif coming:
        advice = f"已计划{coming[0].planned_on}演练“{coming[0].title}”，演练后请登记"
    else:
        advice = f"还差{duty.missing}次，请在{duty.due_on}前制定演练计划并组织演练"
    return Asked(
        rule=Rule(duty.rule),
        basis=BASIS[Rule(duty.rule)],
        begin=duty.begin,
        due_on=duty.due_on,
        needed=duty.needed,
        held=duty.held,
        missing=duty.missing,
        late=duty.late(today),
        advice=advice,
        drills=[Counted(drill.pk, drill.title, drill.held_on) for drill in within if drill.status in DONE],
    )


def _asked(year: int, today: date) -> Mapping[str, Any]:
    (begin1, _), (begin2, end) = halves(year)
    industries = f"^({'|'.join(HIGH_RISK_INDUSTRIES)})"
    return {
        **{"begin1": begin1, "begin2": begin2, "end": end, "today": today},
        **{"industries": industries, "tags": list(HIGH_RISK_TAGS)},
    }


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


DUTIES = Fulfilment(
    name="drills",
    permission="drills.view",
    facts=FACTS,
    columns=COLUMNS,
    asked=_asked,
    judge=lambda columns, year: duties(_facts(columns), year),
)


def facts_of(enterprise: int, year: int, *, today: date) -> Facts:
    return _facts(DUTIES.of(enterprise, year, today=today))
