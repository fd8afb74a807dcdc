"""What law says of accidents: levels, hours, who investigates, when a case is closed. Pure: no database, no clock.

条例 is 生产安全事故报告和调查处理条例 (国务院令第493号), 工伤条例 is 工伤保险条例 (2010): both compared with their
texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from django.db.models import TextChoices

from changqian.platform.foundation.laws.rules import cite
from changqian.platform.kernel.steps import Steps

DECREE, INJURY_DECREE = "生产安全事故报告和调查处理条例", "工伤保险条例"


class Level(TextChoices):
    BELOW = "below", "未构成等级事故"
    GENERAL = "general", "一般事故"
    LARGER = "larger", "较大事故"
    MAJOR = "major", "重大事故"
    GRAVEST = "gravest", "特别重大事故"


BANDS = (
    (Level.GRAVEST, 30, 100, Decimal(10000)),
    (Level.MAJOR, 10, 50, Decimal(5000)),
    (Level.LARGER, 3, 10, Decimal(1000)),
)
"条例 art 3: at least so many dead, or gravely hurt, or so much direct loss (万元)."
REPORTED_LOSS = Decimal(100)
"""万元. Art 3 gives 一般事故 no lower bound: a bruise would be one. Statistics begin where somebody died or was gravely
hurt, or at a million; a default of ours, 待核 against the rule of statistics in force."""


def level_of(*, deaths: int, missing: int, serious: int, loss: Decimal) -> Level:
    """条例 art 3: the worst of three measures decides; "以上" includes the number, "以下" does not.

    急性工业中毒 counts as 重伤. Who is missing counts as dead until found (art 12(4) counts them among the casualties):
    an accident is rather put too high at first and corrected (art 13) than too low.
    """
    dead = deaths + missing
    for level, deadly, grave, costly in BANDS:
        if dead >= deadly or serious >= grave or loss >= costly:
            return level
    return Level.GENERAL if dead or serious or loss >= REPORTED_LOSS else Level.BELOW


class Investigator(TextChoices):
    FIRM = "firm", "企业自行调查"
    COUNTY = "county", "县级人民政府"
    CITY = "city", "设区的市级人民政府"
    PROVINCE = "province", "省级人民政府"
    STATE = "state", "国务院"


def led_by(level: str, *, hurt: bool) -> Investigator:
    """条例 art 19. A general accident that hurt nobody the county may entrust to the firm, and so does here."""
    above = {
        Level.GRAVEST: Investigator.STATE,
        Level.MAJOR: Investigator.PROVINCE,
        Level.LARGER: Investigator.CITY,
    }
    if level == Level.GENERAL and hurt:
        return Investigator.COUNTY
    return above.get(Level(level), Investigator.FIRM)


REPORT_WITHIN = timedelta(hours=1)
SHORT_NOTICE = frozenset({"WSA10003", "WSA10009", "08"})
"Road traffic and fire, in either scheme of accident types."


def report_by(level: str, known_at: datetime) -> datetime | None:
    """条例 art 9: within an hour of being told, the firm's head tells the authority of the county or above."""
    return None if level == Level.BELOW else known_at + REPORT_WITHIN


def correct_until(happened_on: date, kind: str) -> date:
    """条例 art 13: changed casualties are reported again within 30 days, after traffic and fire within 7."""
    return happened_on + timedelta(days=7 if kind in SHORT_NOTICE else 30)


MOST_MORE = 60


def investigate_by(happened_on: date, more: int = 0) -> date:
    """条例 art 29: the report is handed in within 60 days of the accident; by leave at most 60 more."""
    return happened_on + timedelta(days=60 + min(more, MOST_MORE))


def apply_by(happened_on: date) -> date:
    """工伤条例 art 17: the employer applies for recognition within 30 days (the worker himself within a year)."""
    return happened_on + timedelta(days=30)


class Status(TextChoices):
    REPORTED = "reported", "已报告"
    INVESTIGATING = "investigating", "调查中"
    CONCLUDED = "concluded", "已有结论"
    CLOSED = "closed", "已结案"


class Step(TextChoices):
    CORRECT = "correct", "补报更正"
    TELL = "tell", "登记上报"
    INVESTIGATE = "investigate", "组织调查"
    EXTEND = "extend", "延长调查期限"
    CONCLUDE = "conclude", "登记调查结论"
    CLOSE = "close", "四不放过结案"
    END = "end", "撤销误报"


OPEN = (Status.REPORTED, Status.INVESTIGATING)
STEPS = Steps(
    noun="事故",
    statuses=Status,
    table={
        **{(status, Step.CORRECT): status for status in OPEN},
        **{(status, Step.TELL): status for status in OPEN},
        (Status.REPORTED, Step.INVESTIGATE): Status.INVESTIGATING,
        (Status.INVESTIGATING, Step.EXTEND): Status.INVESTIGATING,
        (Status.INVESTIGATING, Step.CONCLUDE): Status.CONCLUDED,
        (Status.CONCLUDED, Step.CLOSE): Status.CLOSED,
        # What was investigated is not a slip of the pen any more.
        (Status.REPORTED, Step.END): Status.REPORTED,
    },
)


class Nature(TextChoices):
    LIABILITY = "liability", "生产安全责任事故"
    NO_LIABILITY = "no_liability", "非责任事故"
    NOT_SAFETY = "not_safety", "非生产安全事故"


class Gravity(TextChoices):
    MINOR = "minor", "轻伤"
    SERIOUS = "serious", "重伤"
    DEATH = "death", "死亡"


SERIOUS_DAYS = 105


def gravity(lost_days: int) -> Gravity:
    """GB 6441-1986 4.2: 105 lost working days and more are 重伤, 6000 stand for a death. Replaced in 2026: 待核."""
    return Gravity.DEATH if lost_days >= 6000 else Gravity.SERIOUS if lost_days >= SERIOUS_DAYS else Gravity.MINOR


class Disability(TextChoices):
    """工伤条例 arts 35-37: what a disability grade of 1 to 10 means for the post."""

    FULL = "full", "完全丧失劳动能力（一至四级）"
    LARGE = "large", "大部分丧失劳动能力（五至六级）"
    PARTIAL = "partial", "部分丧失劳动能力（七至十级）"


def disability(grade: int | None) -> Disability | None:
    if grade is None:
        return None
    return Disability.FULL if grade <= 4 else Disability.LARGE if grade <= 6 else Disability.PARTIAL


class Care(TextChoices):
    """工伤条例 art 34."""

    FULL = "full", "生活完全不能自理"
    LARGE = "large", "生活大部分不能自理"
    PARTIAL = "partial", "生活部分不能自理"


class Source(TextChoices):
    FIRM = "firm", "企业登记"
    FEED = "feed", "市大数据中心"
    INSURER = "insurer", "安责险理赔"


class ClaimStatus(TextChoices):
    OPEN = "open", "已报案"
    PAID = "paid", "已赔付"
    REFUSED = "refused", "不予赔付"


class InjuryStep(TextChoices):
    AMEND = "amend", "修改伤亡信息"
    SETTLE = "settle", "登记理赔结果"
    JOIN = "join", "认定为同一起伤害"
    PART = "part", "认定不是同一起伤害"
    REMOVE = "remove", "删除误录"


NEAR = timedelta(days=3)


class Match(TextChoices):
    CERTAIN = "certain", "同一身份证号"
    SUSPECTED = "suspected", "同名"


@dataclass(frozen=True, slots=True)
class Hurt:
    """What tells one record of an injured person from another. `person` is the blind index of the identity number."""

    source: str
    name: str
    person: str
    happened_on: date


def match(one: Hurt, other: Hurt) -> Match | None:
    """Whether two sources speak of the same injury: the same person within three days (domain §11).

    Two numbers decide, whatever the names. Where one source has no number a name can only raise a suspicion, which
    somebody confirms. One source does not repeat itself: two of its records are two injuries.
    """
    if one.source == other.source or abs(one.happened_on - other.happened_on) > NEAR:
        return None
    if one.person and other.person:
        return Match.CERTAIN if one.person == other.person else None
    return Match.SUSPECTED if one.name == other.name else None


@dataclass(frozen=True, slots=True)
class Told:
    text: Annotated[str, "要办的事"]
    basis: Annotated[str, "依据"]
    bad: Annotated[bool, "已逾期"]


@dataclass(frozen=True, slots=True)
class Facts:
    level: str
    status: str
    happened_on: date
    kind: str
    report_by: datetime | None
    told: bool
    due_on: date | None
    deaths: int
    serious: int
    minor: int
    named: Sequence[str]
    "The gravity of each person entered."


def told(facts: Facts, *, now: datetime, today: date) -> list[Told]:
    """What is to be done about an accident, and by which article; the most pressing first."""
    found = []
    if facts.report_by and not facts.told:
        late = now > facts.report_by
        text = f"应于{facts.report_by:%-m月%-d日%H:%M}前上报监管部门{'，已超过1小时' if late else ''}"
        found.append(Told(text, cite(DECREE, 9, 1), late))
    until = correct_until(facts.happened_on, facts.kind)
    if facts.status in OPEN and facts.level != Level.BELOW and today <= until:
        found.append(Told(f"{until:%-m月%-d日}前伤亡人数有变化的，应当补报", cite(DECREE, 13, 2), False))
    if facts.due_on and facts.status in OPEN:
        late = today > facts.due_on
        found.append(
            Told(f"调查报告应于{facts.due_on:%-m月%-d日}前提交{'，已逾期' if late else ''}", cite(DECREE, 29), late)
        )
    counted = {Gravity.DEATH: facts.deaths, Gravity.SERIOUS: facts.serious, Gravity.MINOR: facts.minor}
    short = [
        f"{gravity.label}{count}人已登记{facts.named.count(gravity)}人"
        for gravity, count in counted.items()
        if facts.named.count(gravity) != count
    ]
    if short:
        found.append(Told(f"伤亡人员与报告人数不一致：{'，'.join(short)}", cite(DECREE, 12), False))
    return sorted(found, key=lambda each: not each.bad)


FOUR = {
    "direct_cause": "事故原因未查清不放过",
    "handled": "责任人员未处理不放过",
    "rectified": "整改措施未落实不放过",
    "educated": "有关人员未受到教育不放过",
}
"四不放过 (国办发明电〔2004〕7号): a case is closed when each has been answered."


def unanswered(answers: dict[str, str]) -> list[str]:
    return [sentence for name, sentence in FOUR.items() if not answers.get(name, "").strip()]
