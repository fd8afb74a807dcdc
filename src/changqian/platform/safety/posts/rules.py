"""The posts of a firm, when one may be posted up, and what an assessment comes to. Pure: no database, no clock.

安全生产法 (2021) art 22: 全员安全生产责任制应当明确各岗位的责任人员、责任范围和考核标准等内容; the firm sees to it that
it is carried out, and assesses that. The six kinds are the tender's (ES01). No article says how often: once a year is
a default (待核), and so are the marks from which one passes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps
from changqian.platform.ledgerkit.duties.rules import Duty

SAFETY = "安全生产法"
FULL = 100
"Points of all criteria of a post together."
PASSES, GOOD = 60, 90
"Points from which an assessment is passed, and is good (待核)."


class Kind(TextChoices):
    """六类人员 (ES01.2), from the top down."""

    PRINCIPAL = "principal", "主要负责人"
    DEPUTY = "deputy", "其他负责人"
    DEPT_HEAD = "dept_head", "职能部门负责人"
    WORKSHOP_HEAD = "workshop_head", "生产车间负责人"
    TEAM_LEADER = "team_leader", "生产班组负责人"
    WORKER = "worker", "岗位从业人员"


class Cycle(TextChoices):
    """How often it is assessed."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"


class Status(TextChoices):
    """What is posted up stays so while the next text is written."""

    DRAFT = "draft", "未公示"
    POSTED = "posted", "已公示"
    CHANGED = "changed", "修改待公示"


class Step(TextChoices):
    EDIT = "edit", "修改岗位责任"
    ANNOUNCE = "announce", "公示"
    END = "end", "撤销岗位"


STEPS = Steps(
    noun="岗位",
    statuses=Status,
    table={
        (Status.DRAFT, Step.EDIT): Status.DRAFT,
        (Status.POSTED, Step.EDIT): Status.CHANGED,
        (Status.CHANGED, Step.EDIT): Status.CHANGED,
        (Status.DRAFT, Step.ANNOUNCE): Status.POSTED,
        (Status.CHANGED, Step.ANNOUNCE): Status.POSTED,
        **{(status, Step.END): status for status in Status},
    },
)


class RoundStatus(TextChoices):
    OPEN = "open", "考核中"
    CONCLUDED = "concluded", "已公布"


class RoundStep(TextChoices):
    SCORE = "score", "打分"
    CONCLUDE = "conclude", "公布结果"
    CANCEL = "cancel", "取消考核"


ROUND_STEPS = Steps(
    noun="考核",
    statuses=RoundStatus,
    table={
        (RoundStatus.OPEN, RoundStep.SCORE): RoundStatus.OPEN,
        (RoundStatus.OPEN, RoundStep.CONCLUDE): RoundStatus.CONCLUDED,
        (RoundStatus.OPEN, RoundStep.CANCEL): RoundStatus.OPEN,
    },
)


class Grade(TextChoices):
    GOOD = "good", "优秀"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class Asked(TextChoices):
    """What the law asks of a firm in a year."""

    PRINCIPAL = "principal", "公示主要负责人职责"
    WORKER = "worker", "公示岗位从业人员职责"
    ASSESSED = "assessed", "完成年度考核"


BASIS = {
    Asked.PRINCIPAL: f"{cite(SAFETY, 21)}、{cite(SAFETY, 22)}",
    Asked.WORKER: cite(SAFETY, 22),
    Asked.ASSESSED: f"{cite(SAFETY, 22)}：加强对全员安全生产责任制落实情况的监督考核",
}


def checked_criteria(given: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """The criteria as they are stored, [{item, standard, points}]; RuleViolation for one that is said twice."""
    rows: list[dict[str, object]] = [
        {"item": str(each["item"]).strip(), "standard": str(each.get("standard") or "").strip()}
        | {"points": int(str(each["points"]))}
        for each in given
    ]
    items = [each["item"] for each in rows]
    if len(set(items)) < len(items):
        raise RuleViolation("有两条考核标准的项目相同，请合并", field="criteria")
    return rows


def refuse_unready(scope: str, criteria: Sequence[Mapping[str, object]], holders: int) -> None:
    """RuleViolation unless holders, scope and criteria are named. 安全生产法 art 22."""
    if not holders:
        raise RuleViolation("公示前请填写责任人员：《安全生产法》第二十二条要求明确各岗位的责任人员", field="holders")
    if not scope.strip():
        raise RuleViolation("公示前请填写责任范围", field="scope")
    if not criteria:
        raise RuleViolation("公示前请填写考核标准", field="criteria")
    total = sum(int(str(each["points"])) for each in criteria)
    if total != FULL:
        raise RuleViolation(f"考核标准的分值合计{total}分，应为{FULL}分", field="criteria")


def refuse_points(points: Sequence[int], criteria: Sequence[Mapping[str, object]], who: str) -> None:
    """RuleViolation unless there is one number per criterion, none above what it is worth."""
    if len(points) != len(criteria):
        raise RuleViolation(f"{who}：应按{len(criteria)}条考核标准逐条打分")
    for given, each in zip(points, criteria, strict=True):
        if not 0 <= given <= int(str(each["points"])):
            raise RuleViolation(f"{who}：“{each['item']}”应在0至{each['points']}分之间")


def grade(total: int, *, passes: int = PASSES, good: int = GOOD) -> Grade:
    if total >= good:
        return Grade.GOOD
    return Grade.PASSED if total >= passes else Grade.FAILED


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the roll, as far as his post follows from it. `roles` are those of the people ledger."""

    pk: int
    roles: frozenset[str]
    post: str
    workshop: str


@dataclass(slots=True)
class Proposal:
    """A post that follows from the roll, with those who would hold it."""

    kind: Kind
    name: str
    department: str
    starter: str
    holders: list[int] = field(default_factory=list)


BY_ROLE: tuple[tuple[str, Kind, str], ...] = (
    ("principal", Kind.PRINCIPAL, "principal"),
    ("deputy", Kind.DEPUTY, "deputy"),
    ("safety_director", Kind.DEPUTY, "safety_director"),
    ("dept_head", Kind.DEPT_HEAD, "dept_head"),
    ("workshop_head", Kind.WORKSHOP_HEAD, "workshop_head"),
    ("team_leader", Kind.TEAM_LEADER, "team_leader"),
    ("officer_full", Kind.WORKER, "officer"),
    ("officer_part", Kind.WORKER, "officer"),
)
"A role of the people ledger, the kind of post it makes, and the text such a post begins with; the first that fits."
WHOLE_FIRM = (Kind.PRINCIPAL, Kind.DEPUTY)
"Posts that belong to no department."


def proposals(people: Iterable[Member]) -> list[Proposal]:
    """One post per kind, name and department found on the roll, from the top down."""
    found: dict[tuple[Kind, str, str], Proposal] = {}
    for person in people:
        kind, starter = next(
            ((kind, starter) for role, kind, starter in BY_ROLE if role in person.roles), (Kind.WORKER, "worker")
        )
        name = person.post.strip() or ("安全生产管理人员" if starter == "officer" else kind.label)
        department = "" if kind in WHOLE_FIRM else person.workshop.strip()
        made = found.setdefault((kind, name, department), Proposal(kind, name, department, starter))
        made.holders.append(person.pk)
    ranks = list(Kind)
    return sorted(found.values(), key=lambda each: (ranks.index(each.kind), each.department, each.name))


def duties(*, operating: bool, before: bool, kinds: Collection[str], assessed: bool, year: int) -> list[Duty]:
    """What a firm owes in a year: its principal's and its workers' posts posted up, everybody assessed once.

    A firm founded in the year owes the posts and not yet an assessment.
    """
    if not operating:
        return []
    begin, due = date(year, 1, 1), date(year, 12, 31)
    owed = [Duty(each, begin, due, 1, int(each.value in kinds)) for each in (Asked.PRINCIPAL, Asked.WORKER)]
    return [*owed, Duty(Asked.ASSESSED, begin, due, 1, int(assessed))] if before else owed
