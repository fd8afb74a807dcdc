"""What law and practice say about 隐患. Pure functions: no database, no clock.

Sources: 安全生产法 (2021) arts 41, 65, 70; 安全生产事故隐患排查治理暂行规定 (安监总局令第16号) arts 3, 14, 15, 18, 23;
criteria of major ones: the dictionary `major_hazard_criteria` (应急管理部令第10号).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Level(TextChoices):
    """令第16号 art 3: 一般 is put right at once; 重大 needs work to stop, or time, or help from outside."""

    GENERAL = "general", "一般隐患"
    MAJOR = "major", "重大隐患"


class Category(TextChoices):
    MANAGEMENT = "management", "基础管理"
    EQUIPMENT = "equipment", "设备设施"
    BEHAVIOUR = "behaviour", "作业行为"
    ENVIRONMENT = "environment", "作业环境"
    FIRE = "fire", "消防安全"
    ELECTRICITY = "electricity", "用电安全"
    SPECIAL_EQUIPMENT = "special_equipment", "特种设备"
    CHEMICALS = "chemicals", "危险化学品"
    EMERGENCY = "emergency", "应急管理"
    OTHER = "other", "其他"


class Source(TextChoices):
    SELF_CHECK = "self_check", "企业自查"
    WHISTLE = "whistle", "吹哨报告"
    ENFORCEMENT = "enforcement", "执法检查"
    GRID = "grid", "网格巡查"
    EXPERT = "expert", "专家指导"
    INSURER = "insurer", "安责险服务"
    LEASE = "lease", "厂中厂检查"
    DRILL = "drill", "应急演练"
    DEPARTMENT = "department", "部门检查"
    PUBLIC = "public", "群众举报"


OFFICIAL = frozenset({Source.ENFORCEMENT, Source.GRID, Source.DEPARTMENT})
"Found by an authority in its own name: a firm does not register these."
FOUND_FOR_THE_AUTHORITY = OFFICIAL | {Source.PUBLIC}
"The firm may not wave these aside: dismissing, deleting and postponing are the authority's."


class Status(TextChoices):
    REPORTED = "reported", "待分级"
    GRADED = "graded", "已分级"
    NOTIFIED = "notified", "已上报"
    PLANNED = "planned", "方案待批"
    PLAN_APPROVED = "plan_approved", "方案已批"
    ASSIGNED = "assigned", "待整改"
    RECTIFYING = "rectifying", "整改中"
    SUBMITTED = "submitted", "待复查"
    ACCEPTANCE = "acceptance", "待验收"
    ACCEPTED = "accepted", "验收合格"
    LIFTED = "lifted", "已摘牌"
    CLOSED = "closed", "已闭环"
    DISMISSED = "dismissed", "非隐患"


class Step(TextChoices):
    EDIT = "edit", "修改"
    GRADE = "grade", "评定等级"
    ASSIGN = "assign", "派单整改"
    FIX_ON_THE_SPOT = "fix_on_the_spot", "当场整改"
    START = "start", "开始整改"
    SUBMIT = "submit", "提交整改"
    PASS_REVIEW = "pass_review", "复查合格"
    FAIL_REVIEW = "fail_review", "复查退回"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    DISMISS = "dismiss", "认定为非隐患"
    REPORT_AUTHORITY = "report_authority", "上报监管部门"
    PLAN = "plan", "提交治理方案"
    APPROVE_PLAN = "approve_plan", "批准治理方案"
    RETURN_PLAN = "return_plan", "退回治理方案"
    SUPERVISE = "supervise", "挂牌督办"
    PROGRESS = "progress", "报告治理进度"
    APPLY_ACCEPTANCE = "apply_acceptance", "申请验收"
    ACCEPT = "accept", "验收通过"
    REJECT = "reject", "验收退回"
    LIFT = "lift", "摘牌"
    CLOSE = "close", "销号"
    URGE = "urge", "催办"
    ESCALATE = "escalate", "提请上级督办"
    END = "end", "删除误录"


class Decision(TextChoices):
    PENDING = "pending", "待审批"
    APPROVED = "approved", "同意"
    REFUSED = "refused", "不同意"
    MOOT = "moot", "不再需要"


class Result(TextChoices):
    PENDING = "pending", "待复查"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class Stage(TextChoices):
    """When somebody is reminded; each stage once per deadline."""

    THREE_DAYS = "three_days", "还剩三天"
    ONE_DAY = "one_day", "还剩一天"
    OVERDUE = "overdue", "已逾期"
    TOWN = "town", "逾期提级镇街"
    DISTRICT = "district", "逾期提级区级"


BEFORE_WORK = (Status.REPORTED, Status.GRADED)
AT_WORK = (Status.ASSIGNED, Status.RECTIFYING)
PENDING = (*BEFORE_WORK, Status.NOTIFIED, Status.PLANNED, Status.PLAN_APPROVED, *AT_WORK)
"Nothing submitted yet: the deadline runs."
OPEN = (*PENDING, Status.SUBMITTED, Status.ACCEPTANCE, Status.ACCEPTED, Status.LIFTED)
SUPERVISED = (*PENDING[2:], Status.SUBMITTED, Status.ACCEPTANCE)
"Major, known to the authority, not yet accepted: it may be put under 挂牌督办, which stops no work."

STEPS = Steps(
    noun="隐患",
    statuses=Status,
    table={
        **{(status, Step.EDIT): status for status in PENDING},
        **{(status, Step.GRADE): Status.GRADED for status in PENDING},
        **{(status, Step.DISMISS): Status.DISMISSED for status in (*PENDING, Status.SUBMITTED)},
        **{(status, Step.END): status for status in BEFORE_WORK},
        **{(status, Step.URGE): status for status in PENDING},
        **{(status, Step.ESCALATE): status for status in OPEN},
        # General: the workshop puts it right, another person looks.
        **{(status, Step.ASSIGN): Status.ASSIGNED for status in (*BEFORE_WORK, Status.PLAN_APPROVED, *AT_WORK)},
        **{(status, Step.FIX_ON_THE_SPOT): Status.SUBMITTED for status in BEFORE_WORK},
        (Status.ASSIGNED, Step.START): Status.RECTIFYING,
        **{(status, Step.SUBMIT): Status.SUBMITTED for status in AT_WORK},
        (Status.SUBMITTED, Step.PASS_REVIEW): Status.CLOSED,
        (Status.SUBMITTED, Step.FAIL_REVIEW): Status.RECTIFYING,
        **{(status, Step.REQUEST_EXTENSION): status for status in AT_WORK},
        **{(status, Step.DECIDE_EXTENSION): status for status in AT_WORK},
        # Major: before the work the authority and a plan, after the work the authority again.
        (Status.GRADED, Step.REPORT_AUTHORITY): Status.NOTIFIED,
        (Status.NOTIFIED, Step.PLAN): Status.PLANNED,
        (Status.PLANNED, Step.APPROVE_PLAN): Status.PLAN_APPROVED,
        (Status.PLANNED, Step.RETURN_PLAN): Status.NOTIFIED,
        **{(status, Step.SUPERVISE): status for status in SUPERVISED},
        **{(status, Step.PROGRESS): status for status in (Status.PLAN_APPROVED, *AT_WORK)},
        (Status.SUBMITTED, Step.APPLY_ACCEPTANCE): Status.ACCEPTANCE,
        (Status.ACCEPTANCE, Step.ACCEPT): Status.ACCEPTED,
        (Status.ACCEPTANCE, Step.REJECT): Status.RECTIFYING,
        (Status.ACCEPTED, Step.LIFT): Status.LIFTED,
        (Status.ACCEPTED, Step.CLOSE): Status.CLOSED,
        (Status.LIFTED, Step.CLOSE): Status.CLOSED,
    },
)

MAJOR_ONLY = frozenset(
    {
        Step.REPORT_AUTHORITY,
        Step.PLAN,
        Step.APPROVE_PLAN,
        Step.RETURN_PLAN,
        Step.SUPERVISE,
        Step.PROGRESS,
        Step.APPLY_ACCEPTANCE,
        Step.ACCEPT,
        Step.REJECT,
        Step.LIFT,
        Step.CLOSE,
    }
)
NOT_FOR_MAJOR: Mapping[Step, str] = {
    Step.FIX_ON_THE_SPOT: "重大隐患不能当场整改，须上报监管部门并制定治理方案",
    Step.PASS_REVIEW: "重大隐患不能由企业复查闭环，请申请监管部门验收",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Numbers that no regulation states: the dictionary `hazard_terms`, shown as 待核."""

    general_days: int
    "Days a firm gets for a general hazard if nobody says otherwise."
    general_days_max: int
    "The longest first deadline a firm may give itself for one."
    extensions_max: int
    town_after: int
    "Days overdue after which the town is told."
    district_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules must know about one hazard."""

    terms: Terms
    status: str
    level: str
    source: str
    reported_by: int
    responsible: int | None = None
    responsible_name: str = ""
    rectified_by: int | None = None
    deadline: date | None = None
    notified: bool = False
    supervised: bool = False
    extension_by: int | None = None
    "Who asked for the extension that nobody has decided yet."
    extensions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """What the rules must know about who wants to act."""

    user: int
    authority: bool
    "Acts for an authority on this row, not for the firm."
    manages: bool
    "May assign work on hazards there."


def refusal(step: Step, facts: Facts, asker: Asker, *, today: date) -> str | None:
    """Why this person cannot do this step now, as a sentence; None if he can. Permission is asked elsewhere."""
    try:
        STEPS.after(facts.status, step)
    except RuleViolation as violation:
        return str(violation)
    return _wrong_lane(step, facts) or _wrong_person(step, facts, asker) or _wrong_moment(step, facts, today)


def _wrong_lane(step: Step, facts: Facts) -> str | None:
    if facts.level == Level.GENERAL:
        return f"一般隐患不需要{step.label}" if step in MAJOR_ONLY else None
    if step == Step.ASSIGN and facts.status in BEFORE_WORK:
        return "重大隐患须先上报监管部门并批准治理方案，再派单整改"
    return NOT_FOR_MAJOR.get(step)


def _wrong_person(step: Step, facts: Facts, asker: Asker) -> str | None:
    match step:
        case Step.START | Step.SUBMIT | Step.REQUEST_EXTENSION | Step.PROGRESS:
            if not asker.manages and asker.user != facts.responsible:
                return f"只有整改责任人{facts.responsible_name}或安管员可以{step.label}"
        case Step.FIX_ON_THE_SPOT:
            if not asker.manages and asker.user != facts.reported_by:
                return "只有登记人或安管员可以登记当场整改"
        case Step.PASS_REVIEW | Step.FAIL_REVIEW | Step.APPLY_ACCEPTANCE | Step.ACCEPT | Step.REJECT:
            return may_review(step, facts, asker)
        case Step.EDIT | Step.DISMISS | Step.END:
            if not asker.authority and (facts.source in FOUND_FOR_THE_AUTHORITY or facts.notified):
                found = "已上报的重大隐患" if facts.notified else f"{Source(facts.source).label}发现的隐患"
                return f"{found}由监管部门{step.label}"
        case Step.DECIDE_EXTENSION:
            return _may_not_decide(facts, asker)
        case Step.SUPERVISE | Step.LIFT | Step.URGE | Step.ESCALATE:
            if not asker.authority:
                return f"{step.label}由监管部门办理"
    return None


def may_review(step: Step, facts: Facts, asker: Asker) -> str | None:
    """Why this person may not judge the rectification; None if he may.

    Whoever rectified does not review (domain §2.7); what enforcement found, the authority reviews
    (令第16号 art 23: the department that gave the order inspects again); a major one is accepted by the authority.
    """
    if asker.user in (facts.rectified_by, facts.responsible):
        return "整改人不能复查自己的整改，请由其他人办理"
    if step in (Step.ACCEPT, Step.REJECT) and not asker.authority:
        return "重大隐患由监管部门验收"
    if step in (Step.PASS_REVIEW, Step.FAIL_REVIEW) and facts.source == Source.ENFORCEMENT and not asker.authority:
        return "执法检查发现的隐患由监管部门复查"
    return None


def _may_not_decide(facts: Facts, asker: Asker) -> str | None:
    if asker.user == facts.extension_by:
        return "申请人不能审批自己的延期申请"
    if asker.authority or (facts.level == Level.GENERAL and facts.source not in FOUND_FOR_THE_AUTHORITY):
        return None
    found = "重大隐患" if facts.level == Level.MAJOR else f"{Source(facts.source).label}发现的隐患"
    return f"{found}的延期由监管部门审批"


def _wrong_moment(step: Step, facts: Facts, today: date) -> str | None:
    match step:
        case Step.ESCALATE if facts.level == Level.GENERAL and not (facts.deadline and facts.deadline < today):
            return "一般隐患逾期未改才提请上级督办，可以先催办"
        case Step.REQUEST_EXTENSION:
            if facts.extension_by is not None:
                return "已有一份延期申请待审批"
            if facts.extensions >= facts.terms.extensions_max:
                return f"延期已满{facts.terms.extensions_max}次，不能再申请"
            if facts.deadline and facts.deadline < today:
                return "整改期限已过，不能再申请延期，请尽快整改并提交"
        case Step.DECIDE_EXTENSION if facts.extension_by is None:
            return "没有待审批的延期申请"
        case Step.SUPERVISE if facts.supervised:
            return "该隐患已在挂牌督办中"
        case Step.LIFT if not facts.supervised:
            return "该隐患没有挂牌督办，可直接销号"
        case Step.CLOSE if facts.supervised:
            return "挂牌督办的隐患须先摘牌，再销号"
    return None


def may_grade(facts: Facts, *, to: str, authority: bool) -> str | None:
    """Why the level may not be set to this. Down from 重大 is the authority's once it has been told (法 art 41)."""
    if to == facts.level:
        return None if facts.status in BEFORE_WORK else f"该隐患已是{Level(to).label}"
    if to == Level.GENERAL:
        if facts.supervised:
            return "挂牌督办中的隐患不能降为一般隐患"
        if not authority and (facts.notified or facts.source in FOUND_FOR_THE_AUTHORITY):
            return "已上报或由监管部门发现的重大隐患，由监管部门降级"
    return None


def may_report_as(source: str, *, authority: bool) -> str | None:
    """A firm registers what it found or was told, not what an authority found."""
    if source in OFFICIAL and not authority:
        return f"{Source(source).label}的隐患由监管部门登记"
    return None


def default_deadline(level: str, found_on: date, terms: Terms) -> date | None:
    """一般: the usual days (待核). 重大: none by itself; its plan says (令第16号 art 15(5))."""
    return found_on + timedelta(days=terms.general_days) if level == Level.GENERAL else None


def wrong_deadline(facts: Facts, *, to: date, found_on: date, authority: bool, today: date) -> str | None:
    """Why the deadline may not be set to this. Once work was assigned it moves by an extension only."""
    if to == facts.deadline:
        return None
    if facts.status in (Status.PLAN_APPROVED, *AT_WORK):
        return "期限已由派单或治理方案确定，不能直接改，请派单后申请延期"
    if to < today:
        return "整改期限不能早于今天"
    if not authority and facts.deadline and facts.source in FOUND_FOR_THE_AUTHORITY and to > facts.deadline:
        return "监管部门确定的整改期限不能推后，请派单后申请延期"
    return None if authority else too_far(facts.level, found_on=found_on, deadline=to, terms=facts.terms)


def too_far(level: str, *, found_on: date, deadline: date, terms: Terms) -> str | None:
    """Why a firm may not give itself so long."""
    if level == Level.GENERAL and deadline > found_on + timedelta(days=terms.general_days_max):
        return f"一般隐患的整改期限最长为发现后{terms.general_days_max}天"
    return None


def five_in_place(
    level: str, *, responsible: str, measures: str, funds: Decimal | None, deadline: date | None, plan: str
) -> list[str]:
    """Which of 隐患整改五落实 (责任, 措施, 资金, 时限, 预案) are missing, by name.

    令第16号 art 15 asks all of a major one; a general one is put right at once and needs the first three it cannot
    do without: who, what, until when. Funds of 0 are an answer, none is not.
    """
    said = {
        "责任": responsible.strip(),
        "措施": measures.strip(),
        "资金": funds is not None,
        "时限": deadline is not None,
        "预案": plan.strip(),
    }
    asked = said if level == Level.MAJOR else ("责任", "措施", "时限")
    return [name for name in asked if not said[name]]


def plan_missing(parts: Iterable[tuple[str, str]]) -> list[str]:
    """令第16号 art 15: the six parts of 治理方案; (name, text) in, names of the empty ones out."""
    return [name for name, text in parts if not text.strip()]


def escalations(deadline: date, today: date, terms: Terms) -> tuple[Stage, ...]:
    """Who is due to be reminded by today, mildest first: 3 days before, 1 day, overdue, then town and district."""
    left = (deadline - today).days
    if left >= 0:
        return tuple(stage for stage, days in ((Stage.THREE_DAYS, 3), (Stage.ONE_DAY, 1)) if left <= days)
    late = ((Stage.OVERDUE, 1), (Stage.TOWN, terms.town_after), (Stage.DISTRICT, terms.district_after))
    return tuple(stage for stage, days in late if -left >= days)


def reachable_from(step: Step) -> Collection[Status]:
    """The statuses in which the table allows a step, in the order of a hazard's life."""
    return [status for status in Status if (status, step) in STEPS.table]


def passable(step: Step, facts: Facts) -> bool:
    """Whether status and level allow the step, whoever takes it and whenever."""
    return (facts.status, step) in STEPS.table and _wrong_lane(step, facts) is None
