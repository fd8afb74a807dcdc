"""Which regulations firms must have and which they have, and why. SQL gathers the facts, the rules judge them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.ledgerkit.duties.rules import Standing, standing
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.safety.regulations.models import Regulation
from changqian.platform.safety.regulations.rules import (
    ADVICE,
    FIREWORKS,
    GRAVE,
    HAZCHEM,
    LEASES,
    MINES,
    WORK,
    Category,
    Facts,
    Status,
    advised,
    demands,
    duties,
)

TOLD = sorted({*HAZCHEM, *FIREWORKS, *MINES, *WORK, *LEASES, *GRAVE})
COLUMNS = "operating, high_risk, tags, operators, held"
FACTS = """
SELECT firm.id, firm.status = 'operating' AS operating, firm.high_risk, COALESCE(tagged.codes, '{}') AS tags,
    EXISTS (
        SELECT FROM people_person person WHERE person.enterprise_id = firm.id AND person.ended_at IS NULL
        AND person.left_on IS NULL AND 'special_operator' = ANY(person.roles)
    ) AS operators,
    COALESCE(regulated.categories, '{}') AS held
FROM enterprises_enterprise firm
LEFT JOIN (
    SELECT enterprise_id, array_agg(DISTINCT code::text ORDER BY code::text) AS codes FROM enterprises_tag
    WHERE code = ANY(%(tags)s) AND withdrawn_at IS NULL AND valid_from <= %(today)s
      AND (valid_to IS NULL OR valid_to >= %(today)s)
    GROUP BY enterprise_id
) tagged ON tagged.enterprise_id = firm.id
LEFT JOIN (
    SELECT enterprise_id, array_agg(DISTINCT category::text ORDER BY category::text) AS categories
    FROM regulations_regulation WHERE ended_at IS NULL AND in_force_id IS NOT NULL GROUP BY enterprise_id
) regulated ON regulated.enterprise_id = firm.id
WHERE firm.ended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Held:
    id: int
    title: Annotated[str, "制度名称"]
    status: Annotated[Status, "状态"]
    review_due_on: Annotated[date | None, "应评审日期"]
    overdue: Annotated[bool, "评审逾期"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One category asked of the firm, with what it has of it and what comes next."""

    category: Annotated[Category, "制度类别"]
    basis: Annotated[str, "依据"]
    why: Annotated[str, "适用原因"]
    met: Annotated[bool, "已建立"]
    advice: Annotated[str, "下一步"]
    held: Annotated[list[Held], "本企业制度"]


@dataclass(frozen=True, slots=True)
class Completeness:
    enterprise: int
    enterprise_name: Annotated[str, "企业"]
    standing: Annotated[Standing, "完成情况"]
    needed: Annotated[int, "应建立"]
    met: Annotated[int, "已建立"]
    overdue: Annotated[int, "评审逾期"]
    asked: Annotated[list[Asked], "要求"]
    advised: Annotated[list[Category], "建议建立"]
    advice: Annotated[str, "建议依据"]


def explain(firm: Enterprise, *, today: date) -> Completeness:
    """What this firm must have, by which article and which fact, what it has, and what to do next."""
    facts = facts_of(firm.pk, today=today)
    rows = Regulation.objects.current().filter(enterprise=firm).exclude(status=Status.REPEALED).order_by("pk")
    held: dict[str, list[Held]] = {}
    for row in rows:
        overdue = row.review_due_on is not None and row.review_due_on < today
        told = Held(row.pk, row.title, Status(row.status), row.review_due_on, overdue)
        held.setdefault(row.category, []).append(told)
    asked = [
        Asked(
            each.category,
            each.basis,
            each.why or "所有企业",
            each.category in facts.in_force,
            _advice(each.category in facts.in_force, held.get(each.category, [])),
            held.get(each.category, []),
        )
        for each in demands(facts)
    ]
    return Completeness(
        enterprise=firm.pk,
        enterprise_name=firm.name,
        standing=standing(duties(facts, today.year), today),
        needed=len(asked),
        met=sum(each.met for each in asked),
        overdue=sum(each.overdue for rows in held.values() for each in rows),
        asked=asked,
        advised=advised(facts),
        advice=ADVICE,
    )


def _advice(met: bool, held: Sequence[Held]) -> str:
    if late := [each.title for each in held if each.overdue]:
        return f"请评审：{'、'.join(late)}"
    if met:
        return "已建立"
    if held:
        return f"“{held[0].title}”{held[0].status.label}，发布后计入"
    return "请编制并发布这类制度"


def _facts(columns: Sequence[Any]) -> Facts:
    operating, high_risk, tags, operators, held = columns
    return Facts(operating, high_risk, frozenset(tags), operators, frozenset(held))


def _asked(year: int, today: date) -> Mapping[str, Any]:
    return {"today": today, "tags": TOLD}


DUTIES = Fulfilment(
    name="regulations",
    permission="regulations.view",
    facts=FACTS,
    columns=COLUMNS,
    asked=_asked,
    judge=lambda columns, year: duties(_facts(columns), year),
)


def facts_of(enterprise: int, *, today: date) -> Facts:
    return _facts(DUTIES.of(enterprise, today.year, today=today))
