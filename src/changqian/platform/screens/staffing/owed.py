"""How firms stand with their safety staff. SQL gathers the facts from the people and the organisations they entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.ledgerkit.duties.rules import Standing, standing
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.screens.staffing.rules import (
    INDUSTRIES,
    TAGS,
    UNKNOWN,
    Facts,
    Rule,
    duties,
    limits,
    needs,
    table,
)

COLUMNS = "operating, high, registered, percent, staff, organisations, full_time, part_time, directors, engineers"
FACTS = """
SELECT firm.id, firm.status = 'operating' AS operating,
    COALESCE(tagged.high, FALSE) OR firm.industry ~ %(high_industries)s AS high,
    COALESCE(tagged.registered, FALSE) OR firm.industry ~ %(registered_industries)s AS registered,
    COALESCE(tagged.percent, FALSE) OR firm.industry ~ %(percent_industries)s AS percent,
    COALESCE((%(limits)s::int[])[width_bucket(firm.staff_count, %(limits)s::int[])], 0) AS staff,
    COALESCE(organised.n, 0) AS organisations, COALESCE(staffed.full_time, 0) AS full_time,
    COALESCE(staffed.part_time, 0) AS part_time, COALESCE(staffed.directors, 0) AS directors,
    COALESCE(staffed.engineers, 0) AS engineers
FROM enterprises_enterprise firm
LEFT JOIN (
    SELECT enterprise_id, bool_or(code = ANY(%(high_tags)s)) AS high,
        bool_or(code = ANY(%(registered_tags)s)) AS registered, bool_or(code = ANY(%(percent_tags)s)) AS percent
    FROM enterprises_tag WHERE code = ANY(%(every_tag)s) AND withdrawn_at IS NULL AND valid_from <= %(today)s
      AND (valid_to IS NULL OR valid_to >= %(today)s)
    GROUP BY enterprise_id
) tagged ON tagged.enterprise_id = firm.id
LEFT JOIN LATERAL (
    SELECT COUNT(*) AS n FROM organisation_safetyorganisation one
    WHERE one.enterprise_id = firm.id AND one.ended_at IS NULL AND one.kind = 'safety'
) organised ON TRUE
LEFT JOIN LATERAL (
    SELECT COUNT(*) FILTER (WHERE 'officer_full' = ANY(roles)) AS full_time,
        COUNT(*) FILTER (WHERE 'officer_part' = ANY(roles)) AS part_time,
        COUNT(*) FILTER (WHERE 'safety_director' = ANY(roles)) AS directors,
        COUNT(*) FILTER (WHERE 'cse' = ANY(roles)) AS engineers
    FROM people_person person
    WHERE person.enterprise_id = firm.id AND person.ended_at IS NULL AND person.left_on IS NULL
) staffed ON TRUE
WHERE firm.ended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Needed:
    rule: Annotated[Rule, "要求"]
    needed: Annotated[int | None, "应配"]
    "None where the number is 待核."
    actual: Annotated[int, "实配"]
    gap: Annotated[int, "缺口"]
    basis: Annotated[str, "依据"]
    verified: Annotated[bool, "已核对"]
    advice: Annotated[str, "下一步"]


@dataclass(frozen=True, slots=True)
class Staffing:
    enterprise: int
    enterprise_name: Annotated[str, "企业"]
    standing: Annotated[Standing, "完成情况"]
    reasons: Annotated[list[str], "判定事实"]
    needs: Annotated[list[Needed], "要求"]


ADVICE = {
    Rule.ORGANISATION: "在“安全管理机构”登记安全生产管理机构，或者在“人员”登记专职安管员",
    Rule.OFFICER: "在“人员”登记专职或者兼职安管员",
    Rule.DIRECTOR: "在“人员”登记安全总监",
    Rule.ENGINEER: "聘用注册安全工程师，在“人员”登记",
}


def explain(firm: Enterprise, *, today: date) -> Staffing:
    """What this firm needs, by which article, what it has, what is missing and where to enter it."""
    facts = _facts(DUTIES.of(firm.pk, today.year, today=today))
    found = needs(facts, table())
    return Staffing(
        enterprise=firm.pk,
        enterprise_name=firm.name,
        standing=standing(duties(facts, today.year, table()), today),
        reasons=_reasons(firm, facts),
        needs=[
            Needed(
                each.rule,
                each.needed,
                each.actual,
                each.gap,
                each.basis,
                each.verified,
                ADVICE[each.rule] if each.gap else "不计入，见依据" if each.needed is None else "已配备",
            )
            for each in found
        ],
    )


def _reasons(firm: Enterprise, facts: Facts) -> list[str]:
    if not facts.operating:
        return ["企业没有在生产经营，不要求配备"]
    unknown = "从业人员人数没有登记，按人数的要求没有列出，请先补上"
    told = [unknown if facts.staff == UNKNOWN else f"从业人员{firm.staff_count}人"]
    if facts.high:
        told.append("属于矿山、金属冶炼、建筑施工、运输或者危险物品单位（按监管标签和国民经济行业）")
    there = f"安全生产管理机构{facts.organisations}个，专职{facts.full}人，兼职{facts.part}人"
    more = f"安全总监{facts.directors}人，注册安全工程师{facts.engineers}人"
    return [*told, f"登记：{there}，{more}（按人员岗位计，不核对证书）"]


def _facts(columns: Sequence[Any]) -> Facts:
    return Facts(*columns)


def _asked(year: int, today: date) -> Mapping[str, Any]:
    tags = {f"{group}_tags": list(codes) for group, codes in TAGS.items()}
    industries = {f"{group}_industries": f"^({'|'.join(classes)})" for group, classes in INDUSTRIES.items()}
    every = sorted({code for codes in TAGS.values() for code in codes})
    return {"today": today, "limits": limits(table()), "every_tag": every, **tags, **industries}


DUTIES = Fulfilment(
    name="staffing",
    permission="organisation.view",
    facts=FACTS,
    columns=COLUMNS,
    asked=_asked,
    judge=lambda columns, year: duties(_facts(columns), year, table()),
)
