"""What the law and the city's tables say about risk: levels, assessment, frequency. Pure: no database, no clock.

江苏省工业企业安全生产风险报告规定（省政府令第140号）, 江苏省生产经营单位安全风险管理条例（2024-11-01）. The bands and
frequencies themselves are reference rows: no regulation states them, so they come in as arguments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from changqian.platform.commons.checks.rules import DONE as DONE
from changqian.platform.commons.checks.rules import OPEN as OPEN
from changqian.platform.commons.checks.rules import ControlLevel, Period, TaskStatus, standing
from changqian.platform.commons.province.rules import Difference
from changqian.platform.kernel.dates import add_months, month_end
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

SUBJECT = "risk_point"
"What a risk point is called where something else points at it: check items, inspections, codes, hazards."


class Level(TextChoices):
    """140号令第三条: 重大、较大、一般、低; 条例第十六条: 红、橙、黄、蓝."""

    MAJOR = "major", "重大风险"
    LARGE = "large", "较大风险"
    GENERAL = "general", "一般风险"
    LOW = "low", "低风险"


SEVERITY = {Level.LOW: 1, Level.GENERAL: 2, Level.LARGE: 3, Level.MAJOR: 4}
REPORTED = (Level.MAJOR, Level.LARGE)
"较大以上: what is reported to the province and posted at the gate."
COLOURS = {Level.MAJOR: "red", Level.LARGE: "orange", Level.GENERAL: "yellow", Level.LOW: "blue"}


class Kind(TextChoices):
    EQUIPMENT = "equipment", "设备设施"
    ACTIVITY = "activity", "作业活动"
    PLACE = "place", "场所"
    PROCESS = "process", "工艺"


class Method(TextChoices):
    LEC = "lec", "作业条件危险性评价法(LEC)"
    MATRIX = "matrix", "风险矩阵法(L×S)"
    JHA = "jha", "工作危害分析(JHA)"
    SCL = "scl", "安全检查表(SCL)"
    DIRECT = "direct", "直接判定"


class Source(TextChoices):
    LOCAL = "local", "企业登记"
    PROVINCIAL = "provincial", "省系统"


class Status(TextChoices):
    DRAFT = "draft", "草稿"
    ACTIVE = "active", "生效"
    CHANGING = "changing", "变更中"
    STOPPED = "stopped", "停用"


IN_FORCE = (Status.ACTIVE, Status.CHANGING)
"While a change is prepared, the approved version goes on being controlled."


class CardState(TextChoices):
    """Of the notice card that hangs at a risk, against the version in force."""

    MISSING = "missing", "缺卡"
    STALE = "stale", "需重制"
    VALID = "valid", "有效"
    IDLE = "idle", "无需制卡"


WITHOUT_CARD = (CardState.MISSING, CardState.STALE)
"Whoever stands before the risk does not read there what was approved."


def card_state(status: str, *, revision: int, shown: int | None) -> CardState:
    """How the card that shows version `shown` stands; None if none was ever made.

    A notice hangs at the risk, so that whoever comes there is warned (140号令第十六条；条例第十六条). That one of an
    older version has to be replaced follows from what it is for.
    """
    if status not in IN_FORCE:
        return CardState.IDLE
    if shown is None:
        return CardState.MISSING
    return CardState.STALE if shown < revision else CardState.VALID


class Step(TextChoices):
    EDIT = "edit", "修改风险点"
    ACTIVATE = "activate", "启用风险点"
    APPROVE = "approve", "批准风险点"
    REVISE = "revise", "发起变更"
    STOP = "stop", "停用风险点"
    END = "end", "删除风险点"


STEPS = Steps(
    noun="风险点",
    statuses=Status,
    table={
        (Status.DRAFT, Step.EDIT): Status.DRAFT,
        (Status.CHANGING, Step.EDIT): Status.CHANGING,
        (Status.DRAFT, Step.ACTIVATE): Status.ACTIVE,
        (Status.CHANGING, Step.ACTIVATE): Status.ACTIVE,
        (Status.DRAFT, Step.APPROVE): Status.ACTIVE,
        (Status.CHANGING, Step.APPROVE): Status.ACTIVE,
        (Status.ACTIVE, Step.REVISE): Status.CHANGING,
        (Status.STOPPED, Step.REVISE): Status.DRAFT,
        (Status.ACTIVE, Step.STOP): Status.STOPPED,
        (Status.CHANGING, Step.STOP): Status.STOPPED,
        (Status.DRAFT, Step.END): Status.DRAFT,
        (Status.STOPPED, Step.END): Status.STOPPED,
    },
)


class Change(TextChoices):
    """What became of the control of a risk that was under control before (条例第十二条: 及时更新)."""

    RAISED = "raised", "等级上调"
    LOWERED = "lowered", "等级下调"
    AMENDED = "amended", "内容变更"
    STOPPED = "stopped", "停用"
    RESUMED = "resumed", "恢复管控"


def change_of(before: str, after: str, *, resumed: bool) -> Change:
    """What a new version of a risk is, by its level and that of the version before."""
    if resumed:
        return Change.RESUMED
    if before == after:
        return Change.AMENDED
    return Change.RAISED if SEVERITY[Level(after)] > SEVERITY[Level(before)] else Change.LOWERED


def refuse_own_approval(level: str) -> None:
    """较大以上 takes the signature of the 主要负责人 (140号令第七条: 全面负责); RuleViolation for `activate`."""
    if level in REPORTED:
        raise RuleViolation(f"{Level(level).label}须由企业主要负责人批准后生效", field="level")


# --- assessment -----------------------------------------------------------------------------------------------------

LIKELIHOODS = (Decimal("0.1"), Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(3), Decimal(6), Decimal(10))
EXPOSURES = (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(3), Decimal(6), Decimal(10))
CONSEQUENCES = (Decimal(1), Decimal(3), Decimal(7), Decimal(15), Decimal(40), Decimal(100))
GRADES = tuple(Decimal(each) for each in (1, 2, 3, 4, 5))
SCALES = {
    Method.LEC: {"likelihood": LIKELIHOODS, "exposure": EXPOSURES, "consequence": CONSEQUENCES},
    Method.MATRIX: {"likelihood": GRADES, "consequence": GRADES},
}
"The values each method knows (Graham & Kinney 1976 for LEC; 5×5 for the matrix)."
NAMES = {"likelihood": "可能性L", "exposure": "暴露频繁程度E", "consequence": "后果严重性C"}


@dataclass(frozen=True, slots=True)
class Band:
    """From `at_least` on, the score of `method` means `level`, up to the next band."""

    method: str
    level: str
    at_least: Decimal
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One step on the way to a level: which rule spoke, the sentence, the level after it."""

    rule: str
    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Assessment:
    level: Level
    score: Decimal | None
    reasons: tuple[Reason, ...]
    self_promoted: bool

    def told(self) -> list[dict[str, Any]]:
        return [{"rule": each.rule, "text": each.text, "level": each.level} for each in self.reasons]


def score_of(method: str, given: Mapping[str, Decimal | None]) -> Decimal | None:
    """D = L·E·C, or R = L·S; None for a method without a score. RuleViolation for a value its scale does not know."""
    if method not in SCALES:
        return None
    score = Decimal(1)
    for name, scale in SCALES[Method(method)].items():
        value = given.get(name)
        if value is None:
            raise RuleViolation(f"请选择{NAMES[name]}", field=name)
        if value not in scale:
            allowed = "、".join(f"{each:f}" for each in scale)
            raise RuleViolation(f"{NAMES[name]}只能取{allowed}", field=name)
        score *= value
    return score.normalize()


def banded(score: Decimal, method: str, bands: Iterable[Band]) -> Level:
    """The level of a score; RuleViolation where the method's bands are missing."""
    reached = [band for band in bands if band.method == method and band.at_least <= score]
    if not reached:
        raise RuleViolation(f"{Method(method).label}的分级标准未录入", field="method")
    return Level(max(reached, key=lambda band: band.at_least).level)


def _plain(value: Decimal | None) -> str:
    """3.0 and 3 alike as "3"."""
    return f"{value.normalize():f}" if value is not None else ""


def assess(
    method: str,
    *,
    likelihood: Decimal | None = None,
    exposure: Decimal | None = None,
    consequence: Decimal | None = None,
    declared: str = "",
    floor: str = "",
    floor_name: str = "",
    bands: Iterable[Band],
) -> Assessment:
    """The level of a risk and how it came about.

    1. LEC and matrix: from the score. JHA, SCL and 直接判定: as declared.
    2. A catalogue entry is a floor: 目录内的风险不得低于目录等级 (省政府令第140号, 目录说明).
    3. A firm may declare more than both (省实施方案第九条: 可按较大以上管理): `self_promoted`.
    """
    given = {"likelihood": likelihood, "exposure": exposure, "consequence": consequence}
    score, reasons = score_of(method, given), []
    if score is not None:
        level = banded(score, method, bands)
        factors = "×".join(f"{NAMES[name][-1]}{_plain(given[name])}" for name in SCALES[Method(method)])
        reasons.append(Reason("score", f"{Method(method).label}：{factors}＝{_plain(score)}，属{level.label}", level))
    elif declared or floor:
        level = Level(declared or floor)
        reasons.append(Reason("declared", f"{Method(method).label}：判定为{level.label}", level))
    else:
        raise RuleViolation("请选择判定的风险等级", field="declared_level")
    if floor and SEVERITY[level] < SEVERITY[Level(floor)]:
        level = Level(floor)
        reasons.append(Reason("catalogue", f"目录风险“{floor_name}”不得低于{level.label}", level))
    promoted = False
    if declared and SEVERITY[Level(declared)] > SEVERITY[level]:
        level, promoted = Level(declared), True
        reasons.append(Reason("promoted", f"企业自愿按{level.label}管理", level))
    return Assessment(level=level, score=score, reasons=tuple(reasons), self_promoted=promoted)


# --- control --------------------------------------------------------------------------------------------------------

CONTROL_ORDER = (ControlLevel.COMPANY, ControlLevel.WORKSHOP, ControlLevel.TEAM, ControlLevel.POST)
DEFAULT_CONTROL = {
    Level.MAJOR: ControlLevel.COMPANY,
    Level.LARGE: ControlLevel.WORKSHOP,
    Level.GENERAL: ControlLevel.TEAM,
    Level.LOW: ControlLevel.POST,
}


def controlled_by(highest: str) -> tuple[ControlLevel, ...]:
    """上级负责管控的，下级必须同时负责: the highest controlling level and every one below it."""
    return CONTROL_ORDER[CONTROL_ORDER.index(ControlLevel(highest)) :]


def refuse_lower_control(control_level: str, level: str) -> None:
    """RuleViolation if a risk is given to a level below the one its risk level asks for."""
    least = DEFAULT_CONTROL[Level(level)]
    if CONTROL_ORDER.index(ControlLevel(control_level)) > CONTROL_ORDER.index(least):
        raise RuleViolation(f"{Level(level).label}的管控层级不得低于{least.label}", field="control_level")


SHIFTS = (1, 2, 3, 4)
"How many shifts a day can have."


@dataclass(frozen=True, slots=True)
class Frequency:
    """At this risk level, this control level looks `times` per `period`."""

    level: str
    control_level: str
    times: int
    period: str
    verified: bool = False


def periods_in(period: str, start: date, end: date, *, shifts: int) -> int:
    """How many periods a patrol is due for in [start, end], two days of one month.

    A week counts in the month of its Thursday (ISO 8601 gives it to the year in the same way), so every week counts
    once: 4 or 5 a month. A quarter counts in its last month. A month that was entered in the middle counts whole: what
    is due once a month is due in the rest of it too.
    """
    days = (end - start).days + 1
    match Period(period):
        case Period.SHIFT:
            return days * shifts
        case Period.DAY:
            return days
        case Period.WEEK:
            return sum((start + timedelta(day)).weekday() == 3 for day in range(days))
        case Period.MONTH:
            return 1
        case Period.QUARTER:
            return 1 if closes_quarter(end) else 0
        case _:
            raise ValueError(f"a month's task does not count per {period}")


def closes_quarter(day: date) -> bool:
    return day.month % 3 == 0


def quarter_start(day: date) -> date:
    return add_months(day.replace(day=1), -((day.month - 1) % 3))


def required_executions(
    level: str, frequencies: Iterable[Frequency], month: date, shifts: int = 1, *, start: date | None = None
) -> dict[ControlLevel, int]:
    """How often each control level must look at a risk of `level` in the month of `month`, from `start` on."""
    first = max(month.replace(day=1), start or date.min)
    due = dict.fromkeys(CONTROL_ORDER, 0)
    for each in frequencies:
        if each.level == level:
            counted = periods_in(each.period, first, month_end(month), shifts=shifts)
            due[ControlLevel(each.control_level)] += each.times * counted
    return due


def per_quarter(level: str, frequencies: Iterable[Frequency]) -> dict[ControlLevel, int]:
    """What a quarter asks of each control level in all: what was done in its first months counts in its last."""
    asked = dict.fromkeys(CONTROL_ORDER, 0)
    for each in frequencies:
        if each.level == level and each.period == Period.QUARTER:
            asked[ControlLevel(each.control_level)] += each.times
    return asked


def after_credit(
    required: Mapping[ControlLevel, int], quarter: Mapping[ControlLevel, int], before: Mapping[ControlLevel, int]
) -> dict[ControlLevel, int]:
    """What a quarter's last month still asks, if `before` was done in the months before it."""
    return {level: max(required[level] - min(quarter[level], before[level]), 0) for level in CONTROL_ORDER}


# --- tasks ----------------------------------------------------------------------------------------------------------


class TaskStep(TextChoices):
    ASK_EXEMPTION = "ask_exemption", "申请免检"
    GRANT_EXEMPTION = "grant_exemption", "批准免检"
    REFUSE_EXEMPTION = "refuse_exemption", "退回免检申请"
    CANCEL_TASK = "cancel_task", "取消任务"


TASK_STEPS = Steps(
    noun="任务",
    statuses=TaskStatus,
    table={
        (TaskStatus.PENDING, TaskStep.ASK_EXEMPTION): TaskStatus.PENDING,
        (TaskStatus.DOING, TaskStep.ASK_EXEMPTION): TaskStatus.DOING,
        (TaskStatus.PENDING, TaskStep.GRANT_EXEMPTION): TaskStatus.EXEMPT,
        (TaskStatus.DOING, TaskStep.GRANT_EXEMPTION): TaskStatus.EXEMPT,
        (TaskStatus.PENDING, TaskStep.REFUSE_EXEMPTION): TaskStatus.PENDING,
        (TaskStatus.DOING, TaskStep.REFUSE_EXEMPTION): TaskStatus.DOING,
        (TaskStatus.PENDING, TaskStep.CANCEL_TASK): TaskStatus.CANCELLED,
        (TaskStatus.DOING, TaskStep.CANCEL_TASK): TaskStatus.CANCELLED,
    },
)


def exemption_not_asked(asked_at: datetime | None) -> None:
    """RuleViolation while an application waits."""
    if asked_at is not None:
        raise RuleViolation("已申请免检，请等待审批")


def exemption_asked(asked_at: datetime | None) -> None:
    """RuleViolation where nobody applied: an authority exempts only on application (停产报备)."""
    if asked_at is None:
        raise RuleViolation("企业没有申请免检")


def status_after(required: Mapping[ControlLevel, int], done: Mapping[ControlLevel, int], abnormal: int) -> TaskStatus:
    """Where a task stands: every control level must look as often as it must; more at one level helps no other."""
    finished = all(done[level] >= required[level] for level in CONTROL_ORDER)
    return standing(finished=finished, begun=any(done.values()), abnormal=abnormal)


def progress(required: Mapping[ControlLevel, int], done: Mapping[ControlLevel, int]) -> int:
    """Percent of the required executions that were done; what was done beyond the requirement does not count."""
    due = sum(required.values())
    counted = sum(min(done[level], required[level]) for level in CONTROL_ORDER)
    return 100 * counted // due if due else 100


PATROLS = {
    ControlLevel.COMPANY: "patrol_company",
    ControlLevel.WORKSHOP: "patrol_workshop",
    ControlLevel.TEAM: "patrol",
    ControlLevel.POST: "patrol",
}
"Which permission lets somebody look on behalf of a control level."

MEASURES: Sequence[tuple[str, str]] = (
    ("engineering", "工程技术措施"),
    ("management", "管理措施"),
    ("training", "培训教育措施"),
    ("ppe", "个体防护措施"),
    ("emergency", "应急处置措施"),
)
"The five classes of control measures."

FOR_CARD = (
    *("number", "name", "kind", "location", "level", "catalogue_code", "factors", "accident_types", "consequences"),
    *(name for name, _ in MEASURES),
    *("control_level", "responsible_department", "responsible_name", "supervise_phone"),
)
"What an approved version keeps: the control list of 条例第十一条 and the notices of its 第十六条. No private phone."
NEEDED = {
    "factors": "危险有害因素",
    "accident_types": "可能事故类型",
    "responsible_department": "责任部门",
    "responsible_name": "责任人",
}
"What every risk in force must say (条例第十一条), beside its measures and check items."
NEEDED_WHEN_REPORTED = {"supervise_phone": "监督电话", "emergency": "应急处置措施"}
"What the notice of a 较大以上 risk must also say (条例第十六条; 140号令第十六条)."


def missing_words(facts: Mapping[str, object], *, level: str, items: int) -> list[str]:
    """What a risk point still lacks before it may come into force, by label."""
    needed = NEEDED | (NEEDED_WHEN_REPORTED if level in REPORTED else {})
    lacking = [label for name, label in needed.items() if not facts.get(name)]
    if not any(facts.get(name) for name, _ in MEASURES):
        lacking.append("管控措施")
    return lacking + ([] if items else ["检查项"])


# --- what the firm declared to the province -------------------------------------------------------------------------


class Against(TextChoices):
    """How a risk point stands against the one that its firm declared to the province."""

    NONE = "none", "没有关联"
    SAME = "same", "与省系统一致"
    KEPT = "kept", "不一致，已保留本企业内容"
    DIFFERS = "differs", "不一致，待处理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What both say of a risk. The province has its measures in one text, we in five."""

    name: str
    level: str
    code: str = ""
    location: str = ""
    department: str = ""
    accident_types: frozenset[str] = frozenset()
    "By name."
    measures: str = ""


def declared_differences(ours: Words, theirs: Words) -> list[Difference]:
    """What the province's row says otherwise than ours; what it leaves empty is no contradiction."""
    told = [
        ("风险点名称", ours.name, theirs.name),
        ("风险等级", *(Level(each.level).label if each.level else "" for each in (ours, theirs))),
        ("风险代码", ours.code, theirs.code),
        ("位置", ours.location, theirs.location),
        ("责任部门", ours.department, theirs.department),
        ("事故类别", *("、".join(sorted(each.accident_types)) for each in (ours, theirs))),
    ]
    found = [Difference(label, mine, other) for label, mine, other in told if other and mine != other]
    if theirs.measures and _bare(theirs.measures) not in _bare(ours.measures):
        found.append(Difference("管控措施", ours.measures, theirs.measures))
    return found


def _bare(text: str) -> str:
    """Without spaces and stops, by which a text differs and says the same."""
    return "".join(letter for letter in text if letter.isalnum())


def against(differences: Sequence[Difference], *, seen: str, digest: str) -> Against:
    """`seen` is the digest of the province's row when somebody last settled what differs."""
    if not differences:
        return Against.SAME
    return Against.KEPT if seen == digest else Against.DIFFERS


class EntryState(TextChoices):
    DRAFT = "draft", "草稿"
    ENABLED = "enabled", "已发布"
    DISABLED = "disabled", "已停用"


class EntryStep(TextChoices):
    EDIT = "edit", "修改"
    PUBLISH = "publish", "发布"
    DISCARD = "discard", "删除"
    REVISE = "revise", "修订"
    RETIRE = "retire", "停用"
    RESTORE = "restore", "恢复"


ENTRY_STEPS = Steps(
    noun="目录风险",
    statuses=EntryState,
    table={
        (EntryState.DRAFT, EntryStep.EDIT): EntryState.DRAFT,
        (EntryState.DRAFT, EntryStep.PUBLISH): EntryState.ENABLED,
        (EntryState.DRAFT, EntryStep.DISCARD): EntryState.DRAFT,
        (EntryState.ENABLED, EntryStep.REVISE): EntryState.ENABLED,
        (EntryState.DISABLED, EntryStep.REVISE): EntryState.DISABLED,
        (EntryState.ENABLED, EntryStep.RETIRE): EntryState.DISABLED,
        (EntryState.DISABLED, EntryStep.RESTORE): EntryState.ENABLED,
    },
)


def refuse_code(category: str, code: str) -> None:
    """RuleViolation for a code that is not its category's: NN and two digits more, NN99 for other risks (目录说明)."""
    if not (code.isdecimal() and len(code) == 4 and code.startswith(category)):
        raise RuleViolation(f"风险代码应为四位数字，前两位是管理类别代码{category}", field="code")


def alike(code: str, became: Mapping[str, Sequence[str]]) -> set[str]:
    """The codes an accident type has in both schemes: GB 6441-2025 splits some of 1986 and joins others."""
    return {code, *became.get(code, ()), *(old for old, new in became.items() if code in new)}
