"""What law says of emergency plans (应急预案) and drills (应急演练). Pure: no database, no clock.

办法 is 生产安全事故应急预案管理办法 (安监总局令第88号, 应急管理部令第2号修正); 条例 is 江苏省安全生产条例 (2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.steps import Steps


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
"办法 art 33(2): dangerous goods, mines, smelting, metro, building sites, and places where many people gather."


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


class Standing(TextChoices):
    """How an enterprise stands with all it owes in a period."""

    FREE = "free", "无演练要求"
    MET = "met", "已完成"
    OPEN = "open", "未完成"
    LATE = "late", "逾期未完成"


REGULATION = "生产安全事故应急预案管理办法"
BASIS = {
    Rule.GENERAL: f"{cite(REGULATION, 33, 1)}：每年至少组织一次综合应急预案演练或者专项应急预案演练",
    Rule.ON_SITE: f"{cite(REGULATION, 33, 1)}：每半年至少组织一次现场处置方案演练；"
    "江苏省应急管理厅2022年8月30日答复：各现场处置方案每半年至少各演练一次",
    Rule.HIGH_RISK: f"{cite(REGULATION, 33, 2)}：至少每半年组织一次应急预案演练，并将演练情况报送属地监管部门",
    Rule.PRINCIPAL: "《江苏省安全生产条例》第十五条：主要负责人每年至少组织并参加一次应急救援演练",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """So many drills of a kind within [begin, due_on]."""

    rule: Rule
    begin: date
    due_on: date
    needed: int
    held: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.held, 0)

    def late(self, today: date) -> bool:
        return self.missing > 0 and today > self.due_on


def halves(year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    return (date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))


def duties(facts: Facts, year: int) -> list[Duty]:
    """What the enterprise owes in that year, by day. 办法 arts 15, 33; 条例 art 15.

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


def standing(owed: Sequence[Duty], today: date) -> Standing:
    if any(duty.late(today) for duty in owed):
        return Standing.LATE
    if any(duty.missing for duty in owed):
        return Standing.OPEN
    return Standing.MET if owed else Standing.FREE


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


REMINDED = (7, 30)
"Days before a date within which it is told, once each."


def reminded(due_on: date, today: date) -> int | None:
    """Which reminder is due today for that date."""
    left = (due_on - today).days
    return next((days for days in REMINDED if 0 <= left <= days), None)


def file_by(published_on: date) -> date:
    """办法 art 26: within 20 working days. Weekends are left out; public holidays are not known, so it may be later."""
    day, left = published_on, 20
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def review_due(published_on: date, reviewed_on: date | None) -> date:
    """办法 art 35: an assessment every three years."""
    return add_months(reviewed_on or published_on, 36)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    name: str
    published_on: date
    filed_on: date | None
    reviewed_on: date | None
    to_revise: bool


def plan_faults(plans: Sequence[PlanFacts], *, high_risk: bool, medium: bool, today: date) -> list[tuple[str, str]]:
    """(What is wrong with the plans, the article). Filing binds 高危 (art 26), assessing also 中型以上 (art 35)."""
    faults = [] if plans else [("还没有登记应急预案", cite(REGULATION, 5))]
    for plan in plans:
        if plan.to_revise:
            faults.append((f"{plan.name}演练评估后待修订", f"{cite(REGULATION, 34)}、第三十六条"))
        if high_risk and plan.filed_on is None and today > file_by(plan.published_on):
            by = file_by(plan.published_on)
            faults.append((f"{plan.name}应在{by}前备案", cite(REGULATION, 26)))
        if (high_risk or medium) and today > review_due(plan.published_on, plan.reviewed_on):
            by = review_due(plan.published_on, plan.reviewed_on)
            faults.append((f"{plan.name}应在{by}前评估", cite(REGULATION, 35)))
    return faults
