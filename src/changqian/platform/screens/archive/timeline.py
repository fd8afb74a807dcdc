"""What happened to one enterprise, day by day, whichever ledger wrote it down: as far as the reader's grants reach."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import Level as HazardLevel
from changqian.platform.commons.people.models import Certificate
from changqian.platform.commons.people.rules import CertificateKind
from changqian.platform.commons.province.models import Declaration
from changqian.platform.commons.province.rules import Kind as Declared
from changqian.platform.commons.summaries.models import FirmSummary
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Restructuring, StatusChange
from changqian.platform.foundation.enterprises.rules import Change as Decision
from changqian.platform.foundation.enterprises.rules import Restructure
from changqian.platform.foundation.enterprises.rules import Status as FirmStatus
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.accidents.models import Accident
from changqian.platform.safety.accidents.rules import Level as AccidentLevel
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import Kind as PlanKind
from changqian.platform.safety.equipment.models import Examination
from changqian.platform.safety.equipment.rules import ExaminationKind, Result
from changqian.platform.safety.risks.models import ControlChange
from changqian.platform.safety.risks.rules import Change, Level

PAGE = 50
SHORT = 60
Row = dict[str, Any]
Tone = str
"plain, good, caution or bad: how a line is coloured beside its words."


@dataclass(frozen=True, slots=True)
class Event:
    """One line: what happened on a day, and the list address with the row's number where more is told."""

    day: date
    source: str
    title: str
    words: str
    tone: Tone
    link: str
    key: str
    "Where to go on from: the day, the source and the row."


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of event: the rows that are events, the column of their day, and how a row is told."""

    key: str
    label: str
    permission: str
    rows: QuerySet[Any]
    day: str
    columns: tuple[str, ...]
    told: Callable[[Row], tuple[str, str, Tone]]
    link: str = ""
    moment: bool = False
    "Whether `day` is a point in time."

    def before(self, firm: Enterprise, actor: User, *, beyond: Q, size: int) -> Iterable[Event]:
        rows: Any = self.rows.all()
        day = TruncDate(self.day) if self.moment else F(self.day)
        mine = rows.within(actor, self.permission).filter(enterprise=firm).exclude(**{self.day: None})
        found = mine.alias(event_day=day).filter(beyond).annotate(on=day).order_by("-event_day", "-pk")
        for row in found.values("pk", "on", *self.columns)[: size + 1]:
            title, words, tone = self.told(row)
            link = f"{self.link}/{row['pk']}" if self.link else ""
            yield Event(row["on"], self.key, title, words, tone, link, f"{row['on']}.{self.key}.{row['pk']}")


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _found(row: Row) -> tuple[str, str, Tone]:
    grave = row["level"] == HazardLevel.MAJOR
    return f"发现{'重大' if grave else ''}隐患", _short(row["description"]), "bad" if grave else "caution"


def _status(row: Row) -> tuple[str, str, Tone]:
    of = row["site__name"] or "企业"
    change = f"{of}由“{FirmStatus(row['old']).label}”变更为“{FirmStatus(row['new']).label}”"
    return "状态变更", _short(f"{change}：{row['reason']}"), "caution"


def _control(row: Row) -> tuple[str, str, Tone]:
    kind, level = Change(row["kind"]), Level(row["level"])
    of = f"{level.label}“{row['risk_point__name']}”"
    return f"管控变更：{kind.label}", _short(of), "caution" if kind == Change.RAISED else "plain"


def _examined(row: Row) -> tuple[str, str, Tone]:
    result = Result(row["result"])
    what = f"{row['equipment__name']} {ExaminationKind(row['kind']).label}，{row['institution']}"
    return f"设备检验{result.label}", _short(what), "bad" if result == Result.FAILED else "good"


def _declared(row: Row) -> tuple[str, str, Tone]:
    count = row["point_count"]
    points = f"{count}个风险点" if count else "零风险"
    return f"风险报告：{Declared(row['kind']).label}", points, "plain"


def _summed(row: Row) -> tuple[str, str, Tone]:
    quality = f"质效值{row['quality']}分" if row["quality"] is not None else "不计质效值"
    words = f"风控任务完成{row['tasks_done']}/{row['tasks']}，发现隐患{row['hazards']}条，{quality}"
    return f"{row['month']:%-m月}小结（第{row['revision']}版）", words, "plain"


def _line(title: str, column: str, tone: Tone = "plain") -> Callable[[Row], tuple[str, str, Tone]]:
    """Always the same title, and what the row itself says in this column."""
    return lambda row: (title, _short(row[column]), tone)


def _restructured(row: Row) -> tuple[str, str, Tone]:
    return Restructure(row["kind"]).label, _short(row["reason"]), "caution"


def _abnormal(row: Row) -> tuple[str, str, Tone]:
    return f"巡查发现{row['abnormal']}项异常", _short(row["subject_name"]), "caution"


def _happened(row: Row) -> tuple[str, str, Tone]:
    return f"发生事故：{AccidentLevel(row['level']).label}", _short(row["title"]), "bad"


def _adopted(row: Row) -> tuple[str, str, Tone]:
    return f"公布{PlanKind(row['kind']).label}", _short(row["name"]), "plain"


def _certified(row: Row) -> tuple[str, str, Tone]:
    return "取得证书", f"{row['person__name']} {CertificateKind(row['kind']).label}", "good"


STANDING = Hazard.objects.filter(ended_at=None)
SOURCES: tuple[Source, ...] = (
    Source("restructured", "合并拆分", "enterprises.view", Restructuring.objects.filter(undone_at=None),
           day="created_at", moment=True, columns=("kind", "reason"), told=_restructured),
    Source("status", "状态变更", "enterprises.view",
           StatusChange.objects.filter(state=Decision.CONFIRMED, ended_at=None), day="effective_on",
           columns=("old", "new", "reason", "site__name"), told=_status),
    Source("declared", "风险报告", "province.view", Declaration.objects.all(),
           day="reported_at", moment=True, columns=("kind", "point_count"), told=_declared),
    Source("control", "管控变更", "risks.view", ControlChange.objects.filter(ended_at=None),
           day="changed_on", columns=("kind", "level", "risk_point__name"), told=_control, link="/risk-changes"),
    Source("abnormal", "巡查异常", "checks.view", Inspection.objects.filter(ended_at=None, abnormal__gt=0),
           day="checked_on", columns=("subject_name", "abnormal"), told=_abnormal, link="/patrols"),
    Source("hazard", "发现隐患", "hazards.view", STANDING,
           day="found_on", columns=("level", "description"), told=_found, link="/hazards"),
    Source("supervised", "挂牌督办", "hazards.view", STANDING, day="supervised_at", moment=True,
           columns=("description",), told=_line("重大隐患挂牌督办", "description", "bad"), link="/hazards"),
    Source("closed", "隐患闭环", "hazards.view", STANDING, day="closed_on",
           columns=("description",), told=_line("隐患整改闭环", "description", "good"), link="/hazards"),
    Source("accident", "事故", "accidents.view", Accident.objects.filter(ended_at=None),
           day="happened_on", columns=("title", "level"), told=_happened, link="/accidents"),
    Source("plan", "应急预案", "drills.view", EmergencyPlan.objects.filter(ended_at=None),
           day="published_on", columns=("name", "kind"), told=_adopted, link="/emergency-plans"),
    Source("drill", "应急演练", "drills.view", Drill.objects.filter(ended_at=None), day="held_on",
           columns=("title",), told=_line("开展应急演练", "title", "good"), link="/drills"),
    Source("examination", "设备检验", "equipment.view", Examination.objects.filter(ended_at=None),
           day="examined_on", columns=("kind", "result", "institution", "equipment__name"), told=_examined),
    Source("certificate", "人员取证", "people.view", Certificate.objects.filter(ended_at=None),
           day="issued_on", columns=("kind", "person__name"), told=_certified, link="/certificates"),
    Source("summary", "月度小结", "summaries.view", FirmSummary.objects.filter(ended_at=None),
           day="created_at", moment=True, columns=("month", "revision", "quality", "tasks", "tasks_done", "hazards"),
           told=_summed, link="/firm-summaries"),
)  # fmt: skip
ORDER = {source.key: number for number, source in enumerate(SOURCES)}


def open_to(actor: User) -> list[Source]:
    """The kinds of events this reader may see at all."""
    held = {permission for grant in actor.grants for permission in grant.permissions}
    return [source for source in SOURCES if source.permission in held]


def timeline(
    firm: Enterprise, *, actor: User, today: date, kinds: Iterable[str] = (), after: str = "", size: int | None = None
) -> tuple[list[Event], str]:
    """A page of what happened up to today, newest first, and where the next page begins; "" at the end.

    `after` is the `key` of an event; a page has `size` lines, else PAGE. RuleViolation for one that is none.
    """
    at, size = _place(after) if after else None, size or PAGE
    wanted = set(kinds) or set(ORDER)
    found: list[Event] = []
    for source in open_to(actor):
        if source.key in wanted:
            found += source.before(firm, actor, beyond=_beyond(source, at, today), size=size)
    found.sort(key=lambda event: (-event.day.toordinal(), ORDER[event.source], -int(event.key.rpartition(".")[2])))
    page = found[:size]
    return page, page[-1].key if len(found) > size else ""


def _place(after: str) -> tuple[date, int, int]:
    try:
        day, source, pk = after.split(".")
        return date.fromisoformat(day), ORDER[source], int(pk)
    except (ValueError, KeyError) as error:
        raise RuleViolation("页面位置不对，请从头看起", field="after") from error


def _beyond(source: Source, at: tuple[date, int, int] | None, today: date) -> Q:
    """What comes behind a place: earlier days, and of its day the rest."""
    if at is None:
        return Q(event_day__lte=today)
    day, number, pk = at
    own = ORDER[source.key]
    if own < number:
        return Q(event_day__lt=day)
    return Q(event_day__lt=day) | Q(event_day=day, pk__lt=pk) if own == number else Q(event_day__lte=day)
