"""The life of a firm's regulation, who is heard, when it is looked over, and which ones a firm must have. Pure.

安全生产法 (2021) art 7(2): 生产经营单位制定或者修改有关安全生产的规章制度，应当听取工会的意见. Art 21(2): the principal
organises 安全生产规章制度和操作规程; art 25(1): safety officers draft them. How often they are looked over no article
says: three years are a default (待核).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.numerals import NUMERAL
from changqian.platform.kernel.steps import Steps
from changqian.platform.ledgerkit.duties.rules import Duty

SAFETY = "安全生产法"
REVIEWED_AFTER = 36
"Months (待核)."
REMINDED = (30, 7, 0)
"Days before the day of review."
CHAPTER = re.compile(rf"^第(?:{NUMERAL}|\d{{1,3}})章[\s\u3000]*")


class Category(TextChoices):
    """As the tender lists them (ES02), in its order."""

    GOALS = "goals", "目标管理"
    RESPONSIBILITY = "responsibility", "安全生产责任制管理"
    FUNDS = "funds", "安全生产投入保障"
    LAWS = "laws", "法律法规标准规范管理"
    TRAINING = "training", "宣传教育和培训"
    SPECIAL_OPERATORS = "special_operators", "特种作业人员管理"
    CONSTRUCTION = "construction", "建设项目安全设施“三同时”管理"
    EQUIPMENT = "equipment", "设备设施安全管理"
    ACCEPTANCE = "acceptance", "生产设备设施验收管理"
    SCRAPPING = "scrapping", "生产设备设施报废管理"
    MAINTENANCE = "maintenance", "施工和检（维）修安全管理"
    SIGNS = "signs", "安全警示标志管理"
    RELATED_PARTIES = "related_parties", "相关方安全管理"
    LEASING = "leasing", "发包（出租）管理"
    DANGEROUS_WORK = "dangerous_work", "危险作业安全管理"
    TEAM_MEETINGS = "team_meetings", "班组安全活动"
    DANGEROUS_GOODS = "dangerous_goods", "危险物品安全管理"
    TEAM_STANDARDS = "team_standards", "班组岗位达标"
    LEADERS_ON_SITE = "leaders_on_site", "领导现场带班"
    DUAL_CONTROL = "dual_control", "安全风险分级管控和生产安全事故隐患排查治理"
    WHISTLE = "whistle", "事故隐患报告奖励"
    PROTECTIVE_GEAR = "protective_gear", "个体防护用品管理"
    RESCUE = "rescue", "应急救援"
    ACCIDENTS = "accidents", "事故管理"
    PERFORMANCE = "performance", "绩效评定管理"
    SPECIAL = "special", "重大危险源、重要设施设备和重点场所专项管理"


class Status(TextChoices):
    """Where the newest version of a regulation stands; an older one may be in force meanwhile."""

    DRAFTING = "drafting", "编制中"
    CONSULTING = "consulting", "征求意见"
    REVIEWING = "reviewing", "审核中"
    APPROVED = "approved", "待发布"
    IN_FORCE = "in_force", "现行有效"
    REPEALED = "repealed", "已废止"


WORKED_ON = (Status.CONSULTING, Status.REVIEWING, Status.APPROVED)


class Step(TextChoices):
    EDIT = "edit", "修改草案"
    CONSULT = "consult", "征求意见"
    ANSWER = "answer", "答复意见"
    CONCLUDE = "conclude", "结束征求意见"
    APPROVE = "approve", "审核通过"
    SEND_BACK = "send_back", "退回修改"
    PUBLISH = "publish", "发布"
    TRAIN = "train", "登记培训"
    REVIEW = "review", "登记评审"
    REVISE = "revise", "修订"
    DISCARD = "discard", "放弃修订"
    REPEAL = "repeal", "废止"
    END = "end", "删除草案"


STEPS = Steps(
    noun="制度",
    statuses=Status,
    table={
        (Status.DRAFTING, Step.EDIT): Status.DRAFTING,
        (Status.DRAFTING, Step.CONSULT): Status.CONSULTING,
        (Status.CONSULTING, Step.ANSWER): Status.CONSULTING,
        (Status.CONSULTING, Step.CONCLUDE): Status.REVIEWING,
        (Status.REVIEWING, Step.APPROVE): Status.APPROVED,
        # What is changed after it was heard is heard again.
        **{
            (status, Step.SEND_BACK): Status.DRAFTING
            for status in (Status.CONSULTING, Status.REVIEWING, Status.APPROVED)
        },
        (Status.APPROVED, Step.PUBLISH): Status.IN_FORCE,
        **{(Status.IN_FORCE, step): Status.IN_FORCE for step in (Step.TRAIN, Step.REVIEW)},
        (Status.IN_FORCE, Step.REVISE): Status.DRAFTING,
        (Status.IN_FORCE, Step.REPEAL): Status.REPEALED,
        (Status.DRAFTING, Step.DISCARD): Status.IN_FORCE,
        (Status.DRAFTING, Step.END): Status.DRAFTING,
    },
)


class Voice(TextChoices):
    """Who is heard: art 7(2) names the union; the tender asks for the staff as well."""

    UNION = "union", "工会"
    STAFF = "staff", "从业人员"
    DEPARTMENT = "department", "职能部门"
    OTHER = "other", "专家等其他人员"


class Adoption(TextChoices):
    OPEN = "open", "待答复"
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "未采纳"


class Conclusion(TextChoices):
    """What a review (评审) comes to."""

    FIT = "fit", "继续适用"
    REVISE = "revise", "需要修订"
    REPEAL = "repeal", "需要废止"


class Cause(TextChoices):
    LAW = "law", "法律法规标准变化"
    ORGANISATION = "organisation", "机构或职责调整"
    PROCESS = "process", "工艺、设备或作业变化"
    ACCIDENT = "accident", "事故或隐患暴露问题"
    REVIEW = "review", "评审认为需要修订"
    OTHER = "other", "其他"


def review_due(effective_on: date, reviewed_on: date | None) -> date:
    """The day by which a regulation in force is looked over again."""
    return add_months(max(effective_on, reviewed_on or effective_on), REVIEWED_AFTER)


def refuse_conclusion(voices: Collection[str], unanswered: int) -> None:
    """RuleViolation unless the union was heard and everybody was answered. 安全生产法 art 7(2)."""
    if Voice.UNION not in voices:
        raise RuleViolation("还没有记录工会的意见：《安全生产法》第七条要求听取工会意见，没有意见的也请登记“无意见”")
    if unanswered:
        raise RuleViolation(f"还有{unanswered}条意见没有答复，请先说明采纳情况")


def refuse_empty(text: str, originals: int) -> None:
    if not text.strip() and not originals:
        raise RuleViolation("请填写制度正文，或上传制度文件", field="text")


def next_edition(editions: Iterable[int]) -> int:
    return max(editions, default=0) + 1


# --- which ones a firm must have ------------------------------------------------------------------------------------

HAZCHEM = ("hazchem_production", "hazchem_trade", "hazchem_use", "hazchem_storage", "outside_park_chemical")
FIREWORKS = ("fireworks_wholesale", "fireworks_retail")
MINES = ("noncoal_mine",)
WORK = (
    "dust",
    "dust_almg",
    "confined",
    "smelting",
    "molten_metal",
    "deep_well_casting",
    "ammonia",
    "spray",
    "hydrogen",
)
LEASES = ("lessor", "lessee")
GRAVE = ("major_hazard", "deep_well_casting", "smelting")


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides which regulations a firm owes, and which it has."""

    operating: bool
    high_risk: bool
    "As the firm's file says (高危行业)."
    tags: frozenset[str]
    operators: bool
    "Whether it has people of 特种作业."
    in_force: frozenset[str]
    "Categories with a regulation in force."


@dataclass(frozen=True, slots=True)
class Demand:
    """Why a category is asked of a firm: `basis` names the article, `why` the fact, empty if of all."""

    category: Category
    basis: str
    why: str = ""


OF_ALL = {
    Category.RESPONSIBILITY: f"{cite(SAFETY, 21, 1, 1)}、{cite(SAFETY, 22)}：全员安全生产责任制",
    Category.FUNDS: f"{cite(SAFETY, 23)}：安全生产资金投入",
    Category.TRAINING: f"{cite(SAFETY, 28)}：安全生产教育和培训",
    Category.EQUIPMENT: f"{cite(SAFETY, 36)}：安全设备维护、保养、检测",
    Category.DUAL_CONTROL: f"{cite(SAFETY, 41)}：安全风险分级管控制度和事故隐患排查治理制度",
    Category.PROTECTIVE_GEAR: f"{cite(SAFETY, 45)}：劳动防护用品的提供、监督和教育",
    Category.RESCUE: f"{cite(SAFETY, 81)}：应急救援预案和演练",
    Category.ACCIDENTS: f"{cite(SAFETY, 83)}：事故报告和抢救",
}
"Articles ask for what the regulation rules; that it be a document of its own only art 41 says in so many words."

ELSEWHERE = (Category.WHISTLE,)
"Has a ledger of its own (吹哨奖制度), which says who owes one; asked here too, the pages would contradict each other."
ADVISED = (
    *(Category.GOALS, Category.LAWS, Category.CONSTRUCTION, Category.ACCEPTANCE, Category.SCRAPPING),
    *(Category.MAINTENANCE, Category.TEAM_MEETINGS, Category.TEAM_STANDARDS, Category.PERFORMANCE),
)
ADVICE = "GB/T 33000（现行2025版，条款待核）：建议建立"
"What the standard lists and no article asks of the firm: told, not counted."


def demands(facts: Facts) -> list[Demand]:
    """The categories that are asked of a firm, in the tender's order; nothing of one that stands still."""
    if not facts.operating:
        return []
    asked = {category: Demand(category, basis) for category, basis in OF_ALL.items()}
    for category, basis, why in _conditional(facts):
        if why:
            asked[category] = Demand(category, basis, why)
    return [asked[category] for category in Category if category in asked]


def _conditional(facts: Facts) -> Iterable[tuple[Category, str, str]]:
    """(category, article, the fact that makes it owed; empty if it does not)."""

    def tagged(codes: Sequence[str], said: str) -> str:
        return said if facts.tags.intersection(codes) else ""

    yield Category.SPECIAL_OPERATORS, f"{cite(SAFETY, 30)}：特种作业人员持证上岗", "有特种作业人员" * facts.operators
    goods = tagged((*HAZCHEM, *FIREWORKS), "生产、经营、储存或使用危险物品")
    yield Category.DANGEROUS_GOODS, f"{cite(SAFETY, 39)}：危险物品的专门安全管理制度", goods
    work = goods or tagged((*WORK, *MINES), "有粉尘、有限空间、熔炼等危险作业")
    grave = work or "高危行业" * facts.high_risk
    yield Category.SIGNS, f"{cite(SAFETY, 35)}：较大危险因素处的安全警示标志", grave
    yield Category.DANGEROUS_WORK, f"{cite(SAFETY, 43)}：危险作业的专门人员和操作规程", work
    leased = tagged(LEASES, "出租或承租厂房")
    yield Category.LEASING, f"{cite(SAFETY, 49)}：发包出租的安全管理协议和统一协调", leased
    yield Category.RELATED_PARTIES, f"{cite(SAFETY, 48)}：同一作业区域的安全管理协议", leased
    yield (
        Category.LEADERS_ON_SITE,
        "《国务院关于进一步加强企业安全生产工作的通知》（国发〔2010〕23号，待核）：领导现场带班",
        tagged((*MINES, "smelting"), "矿山或金属冶炼"),
    )
    special = tagged(GRAVE, "有重大危险源、熔炼或深井铸造")
    yield Category.SPECIAL, f"{cite(SAFETY, 40)}：重大危险源登记建档、检测、评估、监控", special


def duties(facts: Facts, year: int) -> list[Duty]:
    """One per category asked. No article names a day: the end of the year stands for it."""
    begin, due = date(year, 1, 1), date(year, 12, 31)
    return [Duty(each.category, begin, due, 1, int(each.category in facts.in_force)) for each in demands(facts)]


def advised(facts: Facts) -> list[Category]:
    """What the standard lists beside, and the firm has not."""
    return [category for category in ADVISED if facts.operating and category not in facts.in_force]
