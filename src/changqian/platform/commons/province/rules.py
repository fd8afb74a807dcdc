"""What others share, what may be wrong with it, and who owes the province a report. Pure: no database, no clock.

江苏省工业企业安全生产风险报告规定（省政府令第140号） knows 首次、定期、变更报告. Its text is not in the library, so no
article is cited; days are those of domain §2.1.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from changqian.platform.ledgerkit.duties.rules import Duty


class Feed(TextChoices):
    """In the order in which they are fetched: firms first, so that the rest finds them."""

    ENTERPRISES = "enterprises", "工业企业名录"
    INDUSTRIES = "industries", "国民经济行业"
    CHANGES = "changes", "名录状态变更"
    DECLARATIONS = "declarations", "风险申报"
    POINTS = "points", "申报风险点"
    CERTIFICATES = "certificates", "特种作业证书"
    PERSONNEL = "personnel", "企业人员"
    APPRAISALS = "appraisals", "工伤鉴定"
    CONTRIBUTIONS = "contributions", "社保缴费"


CITY = (Feed.APPRAISALS, Feed.CONTRIBUTIONS)
"What the city's data centre shares; the others are the province's."
PROVINCE = tuple(feed for feed in Feed if feed not in CITY)


class Kind(TextChoices):
    INITIAL = "initial", "首次报告"
    PERIODIC = "periodic", "定期报告"
    CHANGE = "change", "变更报告"
    RETURNED = "returned", "回退"
    ORDERED = "ordered", "责令限期整改"


REPORTING = (Kind.INITIAL, Kind.PERIODIC, Kind.CHANGE)
"What a firm says; one that was returned is none."


class Production(TextChoices):
    NORMAL = "normal", "正常生产"
    SHORT_STOP = "short_stop", "临时停产（不超过3个月）"
    LONG_STOP = "long_stop", "长期停产（超过3个月）"


class Level(TextChoices):
    """The province is told of 较大以上 only; the words are those of 140号令."""

    MAJOR = "major", "重大风险"
    LARGE = "large", "较大风险"


class BatchState(TextChoices):
    RUNNING = "running", "取数中"
    BROKEN = "broken", "中断"
    DONE = "done", "完成"
    DROPPED = "dropped", "已放弃"


class Trouble(TextChoices):
    UNFIT = "unfit", "内容不合要求"
    UNKNOWN_FIRM = "unknown_firm", "本市没有该企业"
    NOT_TAKEN = "not_taken", "业务台账没有收下"


class Fate(TextChoices):
    OPEN = "open", "待处理"
    RETRIED = "retried", "更正后已收下"
    BOUND = "bound", "已关联企业"
    SET_ASIDE = "set_aside", "不予处理"
    REPLACED = "replaced", "对方已重新下发"
    TAKEN = "taken", "台账已自动收下"
    FOUND = "found", "企业登记后自动匹配"


class Step(TextChoices):
    RUN = "run", "从省厅和市大数据中心取数"
    RETRY = "retry", "更正后重试"
    BIND = "bind", "关联企业"
    SET_ASIDE = "set_aside", "不予处理"
    MATCH = "match", "核对人员"


# -- who owes a report -------------------------------------------------------------------------------------------------

IN_FORCE_FOR_ALL = date(2021, 5, 1)
"By when the firms that there were had to report for the first time."
FIRST_WITHIN = timedelta(days=30)
PERIODIC_BY = (3, 31)
GONE = ("关闭", "注销", "搬迁", "移出", "免报")
"Words in the province's state of a firm that owes no report any more."
FIRST, PERIODIC = "首次报告", "定期报告"


def first_report_due(*, accepted_on: date | None, listed_on: date | None) -> date:
    """首次报告 (省政府令第140号): within 30 days after a project was accepted; firms that there were, by 2021-05-01.

    Where the province does not say when that was, from the day on which it put the firm on its list.
    """
    if accepted_on is None and (listed_on is None or listed_on <= IN_FORCE_FOR_ALL):
        return IN_FORCE_FOR_ALL
    begun = accepted_on or listed_on or IN_FORCE_FOR_ALL
    return max(begun + FIRST_WITHIN, IN_FORCE_FOR_ALL)


def reports_owed(
    year: int, *, accepted_on: date | None, listed_on: date | None, reported_before: bool, reported: bool
) -> list[Duty]:
    """What a firm on the province's list owes in a year. 定期报告 (省政府令第140号): every year in the first quarter.

    A firm that has never reported owes the first report, and in that year no other.
    """
    begin = date(year, 1, 1)
    if reported_before:
        return [Duty(PERIODIC, begin, date(year, *PERIODIC_BY), 1, int(reported))]
    due = first_report_due(accepted_on=accepted_on, listed_on=listed_on)
    return [Duty(FIRST, min(begin, due), due, 1, int(reported))] if due.year <= year else []


# -- certificates ------------------------------------------------------------------------------------------------------


class Verdict(TextChoices):
    CONFIRMED = "confirmed", "与省厅一致"
    DIFFERS = "differs", "与省厅不一致"
    MISSING = "missing", "省厅没有此证书"
    UNREGISTERED = "unregistered", "省厅有、企业未登记"


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate of special operation, ours or the province's. Ours says category and item in one text."""

    name: str
    category: str
    item: str
    issuer: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    ours: str
    theirs: str


def counterpart(ours: Card, theirs: Sequence[Card]) -> int | None:
    """Which of the person's certificates at the province is this one: the same item; or the only one there is, if ours
    does not say what it is for."""
    said = "".join(ours.category.split())
    if not said:
        return 0 if len(theirs) == 1 else None
    exact = [n for n, each in enumerate(theirs) if each.item and each.item in said]
    loose = [n for n, each in enumerate(theirs) if each.category and each.category == said]
    found = exact or loose
    return found[0] if found else None


def differences(ours: Card, theirs: Card) -> list[Difference]:
    """What both say and say differently; what one of them leaves empty is no contradiction."""
    pairs = (
        ("姓名", ours.name, theirs.name),
        ("发证机关", ours.issuer, theirs.issuer),
        ("有效期起", ours.valid_from, theirs.valid_from),
        ("有效期止", ours.valid_to, theirs.valid_to),
    )
    return [Difference(label, str(one), str(other)) for label, one, other in pairs if one and other and one != other]


# -- people of firms ---------------------------------------------------------------------------------------------------


class Personnel(TextChoices):
    """Whom the province shares of a firm (ES01.3)."""

    PRINCIPAL = "principal", "主要负责人"
    OFFICER = "officer", "安全生产管理人员"
    OPERATOR = "operator", "特种作业人员"
    ENGINEER = "engineer", "注册安全工程师"


ROLES = {
    Personnel.PRINCIPAL: ("principal",),
    Personnel.OFFICER: ("officer_full", "officer_part", "safety_director"),
    Personnel.OPERATOR: ("special_operator",),
    Personnel.ENGINEER: ("cse",),
}
"By which roles of the people ledger a firm says the same; the first is entered where it says none."


class Match(TextChoices):
    """How somebody the province names stands to the people a firm has entered."""

    SAME = "same", "一致"
    DIFFERS = "differs", "不一致"
    DOUBTFUL = "doubtful", "疑似同一人"
    UNREGISTERED = "unregistered", "省系统有、企业未登记"
    MISSING = "missing", "企业登记、省系统没有"


@dataclass(frozen=True, slots=True)
class Ours:
    pk: int
    name: str
    number: str
    "Empty where the firm has entered none."
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Theirs:
    pk: int
    name: str
    number: str
    kind: Personnel


@dataclass(frozen=True, slots=True)
class Pair:
    """One of the province's beside one of ours; either may be missing."""

    theirs: int | None
    ours: int | None
    match: Match
    why: str = ""
    kind: Personnel | None = None


def role_of(kind: Personnel, full_time: bool | None) -> str:
    """The role under which a firm enters him; an officer of whom the province does not say is 兼职 until it does."""
    if kind is Personnel.OFFICER:
        return "officer_full" if full_time else "officer_part"
    return ROLES[kind][0]


def paired(ours: Sequence[Ours], theirs: Sequence[Theirs], decided: Mapping[int, int | None]) -> list[Pair]:
    """Everybody the province names, then those it does not name though the firm has entered them as one of its kinds.

    `decided` says of a number of the province's which of ours somebody found him to be; None: none of them. A number
    decides, a name alone only raises the question.
    """
    numbered = {each.number: each for each in ours if each.number}
    known = {each.pk: each for each in ours}
    found = []
    for each in theirs:
        if each.pk in decided:
            mine = known.get(decided[each.pk] or 0)
            found.append(_beside(each, mine) if mine else Pair(each.pk, None, Match.UNREGISTERED, "", each.kind))
            continue
        if mine := numbered.get(each.number):
            found.append(_beside(each, mine))
            continue
        namesake = next((one for one in ours if one.name == each.name), None)
        if namesake is None:
            found.append(Pair(each.pk, None, Match.UNREGISTERED, "", each.kind))
        else:
            why = "姓名相同，身份证号不同" if namesake.number else "姓名相同，企业没有登记身份证号"
            found.append(Pair(each.pk, namesake.pk, Match.DOUBTFUL, why, each.kind))
    named = {(pair.ours, pair.kind) for pair in found}
    for mine in ours:
        for kind, roles in ROLES.items():
            if mine.roles.intersection(roles) and (mine.pk, kind) not in named:
                found.append(Pair(None, mine.pk, Match.MISSING, "", kind))
    return found


def _beside(theirs: Theirs, ours: Ours) -> Pair:
    said = []
    if theirs.name != ours.name:
        said.append(f"姓名：企业登记“{ours.name}”，省系统“{theirs.name}”")
    if not ours.roles.intersection(ROLES[theirs.kind]):
        said.append(f"企业没有登记为{theirs.kind.label}")
    if not ours.number:
        said.append("企业没有登记身份证号")
    elif ours.number != theirs.number:
        said.append("身份证号不同，请核对哪一方有误")
    return Pair(theirs.pk, ours.pk, Match.DIFFERS if said else Match.SAME, "；".join(said), theirs.kind)


# -- social insurance --------------------------------------------------------------------------------------------------


class Paid(TextChoices):
    """Whether social insurance was paid for somebody in a month; what nobody told is not a no."""

    PAID = "paid", "当月已参保缴费"
    UNPAID = "unpaid", "当月没有参保缴费"
    NO_DATA = "no_data", "本企业当月没有缴费数据"
    NO_NUMBER = "no_number", "没有身份证号，无法核对"


def counted_month(day: date) -> int:
    """A month as one number, so that months lie in a list and follow each other by one."""
    return day.year * 12 + day.month - 1


def month_said(counted: int) -> str:
    return f"{counted // 12}-{counted % 12 + 1:02d}"


def paid(*, number: str, own: Collection[int], firm: Collection[int], month: int) -> Paid:
    """`own` are the months paid for the person by this firm, `firm` those in which it paid for anybody."""
    if not number:
        return Paid.NO_NUMBER
    if month in own:
        return Paid.PAID
    return Paid.UNPAID if month in firm else Paid.NO_DATA
