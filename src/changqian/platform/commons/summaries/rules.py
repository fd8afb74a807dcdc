"""What a month is summed up from, and how good its control was (风控质效值). Pure: no database, no clock.

No regulation states the quality value: its parts and their weights are the city's (待核), parameters `quality.*`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps


class Part(TextChoices):
    REPORT = "report", "风险报告"
    TASKS = "tasks", "风控任务"
    HAZARDS = "hazards", "隐患整改"
    CARDS = "cards", "告知卡"


class Paper(TextChoices):
    PDF = "pdf", "PDF"
    WORD = "docx", "Word"


class Reach(TextChoices):
    CITY = "city", "全市"
    DISTRICT = "district", "区县"
    TOWN = "town", "镇街"


class Confirmation(TextChoices):
    """Whether the firm stands by its month. A later version asks anew: what was signed is not what it says now."""

    PENDING = "pending", "待确认"
    AGAIN = "again", "更正后待确认"
    CONFIRMED = "confirmed", "已确认"


class Step(TextChoices):
    CONFIRM = "confirm", "确认"


STEPS = Steps(
    noun="双控月报",
    statuses=Confirmation,
    table={
        (Confirmation.PENDING, Step.CONFIRM): Confirmation.CONFIRMED,
        (Confirmation.AGAIN, Step.CONFIRM): Confirmation.CONFIRMED,
    },
)
WAITING = (Confirmation.PENDING, Confirmation.AGAIN)

LEVELS = {"major": "重大风险", "large": "较大风险", "general": "一般风险", "low": "低风险"}
"As the facts of risk tasks call them."
CHANGES = {
    "raised": "等级上调", "lowered": "等级下调", "amended": "内容变更", "stopped": "停用", "resumed": "恢复管控",
}  # fmt: skip
"As the facts of changes of control call them."


@dataclass(frozen=True, slots=True)
class Source:
    """The column of a summary that adds up one measure of one ledger's facts.

    `standing` ones count what is there at the end of the month, of all months before. They are taken when the month is
    first summed up, and later versions keep them: nobody knows afterwards how it stood.
    """

    column: str
    ledger: str
    measure: str
    dimensions: tuple[str, ...] = ()
    standing: bool = False


SOURCES = (
    Source("points", "risks", "in_force", standing=True),
    Source("reported_points", "risks", "reported", standing=True),
    *(Source(f"{level}_points", "risks", "in_force", (level,), standing=True) for level in LEVELS),
    Source("cards_valid", "risks", "card_valid", standing=True),
    Source("cards_missing", "risks", "card_missing", standing=True),
    Source("cards_stale", "risks", "card_stale", standing=True),
    Source("tasks", "risk_tasks", "total"),
    Source("tasks_done", "risk_tasks", "done"),
    Source("tasks_late", "risk_tasks", "late"),
    Source("tasks_exempt", "risk_tasks", "exempt"),
    Source("required", "risk_tasks", "required"),
    Source("performed", "risk_tasks", "counted"),
    *(Source(f"{level}_tasks", "risk_tasks", "total", (level,)) for level in LEVELS),
    *(Source(f"{level}_done", "risk_tasks", "done", (level,)) for level in LEVELS),
    Source("control_changes", "control_changes", "total"),
    *(Source(f"changes_{change}", "control_changes", change) for change in CHANGES),
    Source("patrols", "checks", "total", tuple(ControlLevel)),
    Source("patrols_scanned", "checks", "scanned", tuple(ControlLevel)),
    Source("patrols_abnormal", "checks", "abnormal", tuple(ControlLevel)),
    Source("hazards", "hazards", "total"),
    Source("hazards_major", "hazards", "major"),
    Source("hazards_closed", "hazards", "closed"),
    Source("hazards_on_time", "hazards", "closed_on_time"),
    Source("hazards_overdue", "hazards", "overdue"),
    Source("whistles", "whistle", "reports"),
)
REPORTS = ("report_owed", "report_made")
FIRMS = ("enterprises", "tasked", "finished")
"Of a region: firms with a summary, with tasks, and with all of these done."
SHARES: Mapping[Part, tuple[str, str]] = {
    Part.REPORT: ("report_made", "report_owed"),
    Part.TASKS: ("performed", "required"),
    Part.HAZARDS: ("hazards_on_time", "hazards_closed + hazards_overdue"),
    Part.CARDS: ("cards_valid", "points"),
}
"""What each part measures: so much of so much.

Reports due by the end of the month that were made by then; executions done of those the month asks for; of the month's
hazards that are closed or overdue, those rectified on time; of the points in force, those whose card shows what was
approved.
"""
SAID: Mapping[Part, str] = {
    Part.REPORT: "应报告 {whole}，已报告 {n}",
    Part.TASKS: "应检查 {whole} 次，已完成 {n} 次",
    Part.HAZARDS: "已闭环和逾期的隐患 {whole} 条，按期整改 {n} 条",
    Part.CARDS: "管控中风险点 {whole} 个，告知卡有效 {n} 个",
}
NOTHING = "本月没有，计满分"
TENTH = Decimal("0.1")


def whole_hundred(weights: Mapping[str, int]) -> dict[str, float]:
    """The weights as points out of a hundred. RuleViolation if none of them weighs anything."""
    if not (total := sum(weights.values())):
        raise RuleViolation("质效值各部分的权重不能都为0，请先在参数里设置")
    return {name: round(100 * weight / total, 1) for name, weight in weights.items()}


def points(n: int, whole: int, most: float) -> Decimal:
    """What a part brings of its `most`: in proportion, to a tenth; all of it where there was nothing to do."""
    share = Decimal(min(n, whole)) / whole if whole else Decimal(1)
    return (Decimal(str(most)) * share).quantize(TENTH, ROUND_HALF_UP)


def percent(n: int, whole: int) -> float:
    return round(100 * n / whole, 1) if whole else 100.0


def refuse_unfinished(month: date, *, today: date) -> None:
    """RuleViolation for a month that is not over: there is nothing to sum up yet."""
    if month_of(month) >= month_of(today):
        raise RuleViolation("这个月还没有结束，次月1日形成小结", field="month")


def corrected_with(month: date) -> tuple[date, date, date]:
    """The month that has ended and the two before it: what arrived late for them forms another version."""
    return add_months(month, -3), add_months(month, -2), add_months(month, -1)


def _changed(told: Mapping[str, int]) -> str:
    kinds = [f"{label} {told[f'changes_{name}']}" for name, label in CHANGES.items() if told.get(f"changes_{name}")]
    return f"（{'、'.join(kinds)}）" if kinds else ""


def sentences(told: Mapping[str, int]) -> Iterator[str]:
    """A month in words; what a kind of summary does not count is left out."""
    if "enterprises" in told:
        yield (
            f"共 {told['enterprises']} 家企业有风险管控数据，{told['tasked']} 家有风控任务，"
            f"其中 {told['finished']} 家全部完成。"
        )
    yield (
        f"管控中风险点 {told['points']} 个，其中较大以上 {told['reported_points']} 个；"
        f"缺告知卡 {told['cards_missing']} 个，告知卡需重制 {told['cards_stale']} 个；"
        f"本月管控变更 {told['control_changes']} 次{_changed(told)}。"
    )
    if told["tasks"]:
        late = f"（逾期完成 {told['tasks_late']} 项）" if told["tasks_late"] else ""
        exempt = f"，免检 {told['tasks_exempt']} 项" if told["tasks_exempt"] else ""
        yield (
            f"风控任务 {told['tasks']} 项，完成 {told['tasks_done']} 项{late}{exempt}；"
            f"应检查 {told['required']} 次，完成 {told['performed']} 次，检查完成率 "
            f"{percent(told['performed'], told['required'])}%。"
        )
    else:
        yield "本月没有风控任务。"
    yield (
        f"开展检查 {told['patrols']} 次，其中扫码 {told['patrols_scanned']} 次，"
        f"发现异常 {told['patrols_abnormal']} 次。"
    )
    if told["hazards"]:
        yield (
            f"发现隐患 {told['hazards']} 条（重大 {told['hazards_major']} 条），已闭环 {told['hazards_closed']} 条，"
            f"其中按期整改 {told['hazards_on_time']} 条，逾期未整改 {told['hazards_overdue']} 条。"
        )
    else:
        yield "本月没有发现隐患。"
    if told.get("whistles"):
        yield f"收到员工吹哨 {told['whistles']} 件。"
    if "enterprises" in told and told["report_owed"]:
        yield f"应向省系统报告风险的企业 {told['report_owed']} 家，已报告 {told['report_made']} 家。"
    elif told["report_owed"]:
        yield "本年风险报告已报送。" if told["report_made"] else "本年风险报告应报未报。"


QUARTER_ENDS = (3, 6, 9, 12)


def advice(told: Mapping[str, int], *, following: date, overdue: int) -> Iterator[str]:
    """What a firm has to do in the month after, from what this one left open; `overdue` ones of earlier months too.

    安全生产法第四十一条 (排查治理隐患，向从业人员通报), 省安全生产条例第十五条 (主要负责人每季度至少组织一次全面检查),
    140号令 (较大以上风险每年第一季度定期报告). The frequencies of checks are the city's (待核).
    """
    if overdue:
        yield f"整改逾期隐患 {overdue} 条：落实责任人、措施、资金、时限和预案，整改前采取临时管控措施。"
    left = told["hazards"] - told["hazards_closed"] - told["hazards_overdue"]
    if left > 0:
        yield f"按期整改未闭环隐患 {left} 条，整改后及时提交复查。"
    if told["tasks"] > told["tasks_done"]:
        yield f"本月有 {told['tasks'] - told['tasks_done']} 项风控任务未完成，查明原因，下月按管控层级安排到人。"
    if told["cards_missing"]:
        yield f"补制安全风险告知卡 {told['cards_missing']} 张并张贴。"
    if told["cards_stale"]:
        yield f"风险内容已变更，重制告知卡 {told['cards_stale']} 张。"
    if told["report_owed"] and not told["report_made"]:
        yield "本年风险报告应报未报，尽快向省系统报告。"
    if raised := told["changes_raised"] + told["changes_resumed"]:
        yield f"等级上调和恢复管控的风险点 {raised} 个，核对管控措施、责任人和告知卡是否更新，并告知从业人员。"
    if following.month in QUARTER_ENDS:
        yield "季末：主要负责人本季度至少组织一次全面安全检查，尚未开展的下月完成。"
    if following.month in (1, 2, 3) and told["reported_points"]:
        yield "第一季度：完成较大以上安全风险的年度定期报告（3月31日前）。"
    yield "按风险等级和管控层级完成下月风控任务，向从业人员通报隐患排查治理情况。"
