"""What law says of emergency plans (应急预案) and drills (应急演练). Pure: no database, no clock.

办法 is 生产安全事故应急预案管理办法 (安监总局令第88号, 应急管理部令第2号修正), 应急条例 is 生产安全事故应急条例
(国务院令第708号): both compared with their texts. 省条例 is 江苏省安全生产条例 (2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.dates import add_months, add_working_days
from changqian.platform.kernel.steps import Steps
from changqian.platform.ledgerkit.duties.rules import Duty, halves


class Kind(TextChoices):
    """办法 art 6: the three kinds of plans, and so of drills."""

    COMPREHENSIVE = "comprehensive", "综合应急预案"
    SPECIAL = "special", "专项应急预案"
    ON_SITE = "on_site", "现场处置方案"


class Form(TextChoices):
    TABLETOP = "tabletop", "桌面演练"
    FUNCTIONAL = "functional", "实战演练（功能）"
    FULL_SCALE = "full_scale", "实战演练（全面）"
    UNANNOUNCED = "unannounced", "双盲演练"


class Grade(TextChoices):
    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASS = "pass", "合格"
    FAIL = "fail", "不合格"


class Status(TextChoices):
    PLANNED = "planned", "已计划"
    HELD = "held", "已演练"
    EVALUATED = "evaluated", "已评估"


class Step(TextChoices):
    EDIT = "edit", "修改演练计划"
    POSTPONE = "postpone", "调整演练日期"
    HOLD = "hold", "登记演练情况"
    EVALUATE = "evaluate", "评估演练"
    REPORT = "report", "报送演练情况"
    END = "end", "撤销演练"


class Cause(TextChoices):
    """办法 art 36, 应急条例 art 6: when a plan is revised."""

    LAW = "law", "依据的法律、法规、规章、标准及上位预案有重大变化"
    COMMAND = "command", "应急指挥机构及其职责调整"
    RISK = "risk", "面临的安全生产风险有重大变化"
    RESOURCES = "resources", "重要应急资源有重大变化"
    FOUND = "found", "演练或应急救援中发现需要修订的重大问题"
    OTHER = "other", "编制单位认为应当修订"


class PlanStep(TextChoices):
    AMEND = "amend", "修改预案信息"
    REVISE = "revise", "修订预案"
    RETIRE = "retire", "废止预案"


DONE = (Status.HELD, Status.EVALUATED)
STEPS = Steps(
    noun="演练",
    statuses=Status,
    table={
        (Status.PLANNED, Step.EDIT): Status.PLANNED,
        (Status.PLANNED, Step.POSTPONE): Status.PLANNED,
        # Held again is held corrected; once evaluated, what was evaluated stays.
        (Status.PLANNED, Step.HOLD): Status.HELD,
        (Status.HELD, Step.HOLD): Status.HELD,
        (Status.HELD, Step.EVALUATE): Status.EVALUATED,
        **{(status, Step.REPORT): status for status in DONE},
        **{(status, Step.END): status for status in (Status.PLANNED, Status.HELD)},
    },
)

HIGH_RISK_TAGS = (
    *("hazchem_production", "hazchem_trade", "hazchem_storage", "fireworks_wholesale", "fireworks_retail"),
    *("noncoal_mine", "smelting"),
)
HIGH_RISK_INDUSTRIES = {
    "B": "矿山",
    "E47": "建筑施工",
    "E48": "建筑施工",
    "F521": "商场",
    "G5412": "城市轨道交通运营",
    "H61": "宾馆",
    "N786": "旅游景区",
    "R90": "娱乐场所",
}
"办法 arts 26, 33(2), 应急条例 art 8(2): dangerous goods, mines, smelting, metro, building sites, and crowded places."
ASSESSED_INDUSTRIES = ("矿山", "建筑施工")
"Of these industries those that art 35 names too; crowded places and the metro it leaves out."


def high_risk_industry(industry: str) -> str:
    """What art 33(2) calls such a firm, from its class of GB/T 4754; empty for others."""
    return next((name for prefix, name in HIGH_RISK_INDUSTRIES.items() if industry.startswith(prefix)), "")


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides what one enterprise owes in one year. Pairs are the first and the second half."""

    operating: bool
    since: tuple[bool, bool]
    "Whether it existed when each half began."
    high_risk: bool
    general: bool
    "Has a plan in force that is 综合 or 专项."
    on_site: tuple[int, int]
    "现场处置方案 in force since before each half began."
    drilled: tuple[int, int]
    "Drills held."
    drilled_general: int
    "Drills of 综合 or 专项 plans held in the year."
    drilled_on_site: tuple[int, int]
    "How many of `on_site` were drilled in that half."
    principal: int
    "Drills that the principal took part in."


class Rule(TextChoices):
    GENERAL = "general", "综合或专项应急预案演练"
    ON_SITE = "on_site", "现场处置方案演练"
    HIGH_RISK = "high_risk", "高危单位应急预案演练"
    PRINCIPAL = "principal", "主要负责人参加演练"


REGULATION, EMERGENCY = "生产安全事故应急预案管理办法", "生产安全事故应急条例"
BASIS = {
    Rule.GENERAL: f"{cite(REGULATION, 33, 1)}：每年至少组织一次综合应急预案演练或者专项应急预案演练",
    Rule.ON_SITE: f"{cite(REGULATION, 33, 1)}：每半年至少组织一次现场处置方案演练；"
    "江苏省应急管理厅2022年8月30日答复：各现场处置方案每半年至少各演练一次",
    Rule.HIGH_RISK: f"{cite(REGULATION, 33, 2)}、{cite(EMERGENCY, 8, 2)}："
    "至少每半年组织一次应急预案演练，并将演练情况报送属地监管部门",
    Rule.PRINCIPAL: "《江苏省安全生产条例》第十五条：主要负责人每年至少组织并参加一次应急救援演练",
}


def duties(facts: Facts, year: int) -> list[Duty]:
    """What the enterprise owes in that year, by day. 办法 arts 15, 33; 应急条例 art 8; 省条例 art 15.

    Who has 现场处置方案 only (art 15: 事故风险单一、危险性小) owes no other drill; who has no plan at all still owes
    the yearly one. A period asks only what stood when it began: a default of ours, the 办法 does not say.
    """
    if not facts.operating:
        return []
    (begin, middle), (second, last) = halves(year)
    found = []
    for half, (start, due) in enumerate(halves(year)):
        if facts.since[half] and facts.on_site[half]:
            found.append(Duty(Rule.ON_SITE, start, due, facts.on_site[half], facts.drilled_on_site[half]))
        if facts.since[half] and facts.high_risk:
            found.append(Duty(Rule.HIGH_RISK, start, due, 1, facts.drilled[half]))
    if facts.since[0]:
        if facts.general or not any(facts.on_site):
            found.append(Duty(Rule.GENERAL, begin, last, 1, facts.drilled_general))
        found.append(Duty(Rule.PRINCIPAL, begin, last, 1, facts.principal))
    return found


def counts(rule: str, *, kind: str, principal: bool) -> bool:
    """Whether a drill held within the period counts for this duty."""
    match rule:
        case Rule.GENERAL:
            return kind != Kind.ON_SITE
        case Rule.ON_SITE:
            return kind == Kind.ON_SITE
        case Rule.PRINCIPAL:
            return principal
    return True


def next_due(held_on: date, kind: str, *, high_risk: bool) -> date:
    """The end of the next period in which such a drill is owed again: half-years for 现场处置 and 高危, else years."""
    if high_risk or kind == Kind.ON_SITE:
        first, second = halves(held_on.year)
        return second[1] if held_on <= first[1] else date(held_on.year + 1, 6, 30)
    return date(held_on.year + 1, 12, 31)


REMINDED = (30, 7)
"Days before a date within which it is told, once each."


def file_by(published_on: date) -> date:
    """办法 art 26: within 20 working days."""
    return add_working_days(published_on, 20)


def review_due(published_on: date, reviewed_on: date | None) -> date:
    """办法 art 35: an assessment every three years. A new edition counts from its own day."""
    return add_months(max(published_on, reviewed_on or published_on), 36)


def assesses(*, flagged: bool, medium: bool, industry: str) -> bool:
    """办法 art 35: who assesses plans every three years. `flagged`: 危险物品, 矿山, 金属冶炼, by tag or by its file.

    Crowded places and the metro, 高危 by art 33, are not among them unless they are of 中型规模 or above.
    """
    return flagged or medium or high_risk_industry(industry) in ASSESSED_INDUSTRIES


@dataclass(frozen=True, slots=True)
class PlanFacts:
    name: str
    published_on: date
    filed_on: date | None
    reviewed_on: date | None
    to_revise: bool


@dataclass(frozen=True, slots=True)
class PlanFault:
    text: Annotated[str, "问题"]
    basis: Annotated[str, "依据"]


def plan_faults(plans: Sequence[PlanFacts], *, files: bool, assessed: bool, today: date) -> list[PlanFault]:
    """What is wrong with the plans. Who files: 高危 (art 26). Who assesses: `assesses`."""
    none = PlanFault("还没有登记应急预案", f"{cite(EMERGENCY, 5, 2)}、{cite('安全生产法', 81)}")
    faults = [] if plans else [none]
    for plan in plans:
        if plan.to_revise:
            faults.append(
                PlanFault(f"{plan.name}演练评估后待修订", f"{cite(REGULATION, 34)}、{cite(REGULATION, 36, 1, 5)}")
            )
        if files and plan.filed_on is None and today > (by := file_by(plan.published_on)):
            faults.append(PlanFault(f"{plan.name}应在{by}前备案", cite(REGULATION, 26)))
        if assessed and today > (by := review_due(plan.published_on, plan.reviewed_on)):
            faults.append(PlanFault(f"{plan.name}应在{by}前评估", cite(REGULATION, 35)))
    return faults
