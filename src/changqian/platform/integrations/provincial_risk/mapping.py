"""From a row as the province writes it to the columns of the copy. Pure: a table per feed, and small readers.

The province's words stand here and nowhere else: when it renames a column or adds a word, this is what changes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from changqian.platform.commons.province.rules import Feed, Kind, Level, Personnel, Production
from changqian.platform.integrations.provincial_risk.client import FORMAT
from changqian.platform.kernel.codes import IdNumber, Uscc, clean
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.masking import embedded

Value = Any
Read = Callable[[Any], Value]
HERE = ZoneInfo("Asia/Shanghai")
EARLIEST, LATEST = date(1949, 10, 1), date(2100, 1, 1)


class Unfit(Exception):
    """Why a value cannot be taken."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, in words, and with which of the province's columns."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    ours: str
    theirs: str
    label: str
    read: Read
    required: bool = True


KINDS = {
    **{"1": Kind.INITIAL, "2": Kind.PERIODIC, "3": Kind.CHANGE, "4": Kind.RETURNED, "5": Kind.ORDERED},
    **{kind.label: kind for kind in Kind},
    **{"首次": Kind.INITIAL, "定期": Kind.PERIODIC, "变更": Kind.CHANGE},
}
PRODUCTIONS = {
    **{"1": Production.NORMAL, "2": Production.SHORT_STOP, "3": Production.LONG_STOP},
    **{"正常": Production.NORMAL, "临时停产": Production.SHORT_STOP, "长期停产": Production.LONG_STOP},
}
LEVELS = {"重大": Level.MAJOR, "较大": Level.LARGE, "重大风险": Level.MAJOR, "较大风险": Level.LARGE}
STATUSES = {each: each for each in ("正常生产", "停产", "停业", "筹建", "关闭", "注销", "搬迁", "移出", "免报")}
PERSONNEL = {
    **{"1": Personnel.PRINCIPAL, "2": Personnel.OFFICER, "3": Personnel.OPERATOR, "4": Personnel.ENGINEER},
    **{kind.label: kind for kind in Personnel},
    **{"安管人员": Personnel.OFFICER, "安全管理人员": Personnel.OFFICER, "特种作业": Personnel.OPERATOR},
    "注安师": Personnel.ENGINEER,
}
YES = {"是": True, "1": True, "True": True, "否": False, "0": False, "False": False}


def text(longest: int) -> Read:
    def read(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise Unfit("应为文字")
        said = " ".join(str(value).split())
        if len(said) > longest:
            raise Unfit(f"超过{longest}字")
        if "\0" in said or not _speakable(said):
            raise Unfit("含有无法识别的字符")
        return said

    return read


def one_of(words: Mapping[Any, Value]) -> Read:
    def read(value: Any) -> Value:
        known = str(value) if isinstance(value, bool) else text(60)(value)
        if known in words:
            return words[known]
        raise Unfit(f"不认识“{known[:30]}”")

    return read


def number(value: Any) -> int:
    said = str(value).strip() if not isinstance(value, bool) else ""
    if not re.fullmatch(r"[0-9]{1,9}", said):
        raise Unfit("应为不小于0的整数")
    return int(said)


def moment(value: Any) -> str:
    """Local time as the province writes it; a day alone is its beginning."""
    said = str(value).strip()
    for form in (FORMAT, "%Y-%m-%d"):
        try:
            found = datetime.strptime(said, form)
        except ValueError:
            continue
        _refuse_far(found.date())
        return found.replace(tzinfo=HERE).isoformat()
    raise Unfit("应为日期时间，如2026-03-09 14:05:00")


def day(value: Any) -> str:
    try:
        found = datetime.strptime(str(value).strip()[:10], "%Y-%m-%d").date()
    except ValueError:
        raise Unfit("应为日期，如2026-03-09") from None
    _refuse_far(found)
    return found.isoformat()


def _refuse_far(found: date) -> None:
    if not EARLIEST <= found <= LATEST:
        raise Unfit("日期超出范围")


def code_of_firm(value: Any) -> str:
    try:
        return Uscc.parse(text(40)(value)).text
    except RuleViolation as error:
        raise Unfit(str(error)) from None


def identity(value: Any) -> str:
    """Whether it is a number at all; how old its bearer is, the province has seen to."""
    said = text(40)(value)
    year = clean(said)[6:10]
    grown = date(int(year) + 18, 12, 31) if re.fullmatch("[0-9]{4}", year) and int(year) < LATEST.year else LATEST
    try:
        return IdNumber.parse(said, today=grown).text
    except RuleViolation as error:
        raise Unfit(str(error)) from None


def digits(longest: int) -> Read:
    def read(value: Any) -> str:
        said = text(longest)(value)
        if not said.isascii() or not said.isdigit():
            raise Unfit("应为数字代码")
        return said

    return read


def section(value: Any) -> str:
    said = text(1)(value).upper()
    if not re.fullmatch("[A-T]", said):
        raise Unfit("行业门类应为A至T")
    return said


def names(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else re.split(r"[、,，;；]", text(300)(value))
    return [each for each in (text(30)(part) for part in parts) if each]


ROW = (Column("source_id", "id", "编号", text(64)), Column("updated_at", "updated_at", "更新时间", moment))
USCC = Column("uscc", "uscc", "统一社会信用代码", code_of_firm)
NAME = Column("name", "name", "企业名称", text(200))

COLUMNS: dict[str, Sequence[Column]] = {
    Feed.ENTERPRISES: (
        *(*ROW, USCC, NAME),
        Column("region_code", "region_code", "区划代码", digits(12), required=False),
        Column("status", "status", "企业状态", one_of(STATUSES)),
        Column("report_mode", "report_mode", "上报方式", text(30), required=False),
        Column("reported_at", "reported_at", "上报时间", moment, required=False),
        Column("above_scale", "above_scale", "是否规上企业", one_of(YES), required=False),
        Column("listed_on", "listed_on", "列入名录日期", day, required=False),
        Column("accepted_on", "accepted_on", "竣工验收日期", day, required=False),
    ),
    Feed.INDUSTRIES: (
        *(*ROW, USCC),
        Column("category", "category", "行业门类", section),
        Column("class2", "class2", "行业大类", digits(2)),
        Column("class3", "class3", "行业小类", digits(3), required=False),
        Column("class4", "class4", "行业子类", digits(4), required=False),
    ),
    Feed.CHANGES: (
        *(*ROW, USCC, NAME),
        Column("reason", "reason", "企业变更原因", text(300)),
        Column("result", "result", "审批结果", text(30)),
        Column("reviewed_at", "reviewed_at", "审核时间", moment, required=False),
    ),
    Feed.DECLARATIONS: (
        *(*ROW, USCC, NAME),
        Column("reported_at", "reported_at", "报告时间", moment),
        Column("kind", "kind", "报告类型", one_of(KINDS)),
        Column("point_count", "point_count", "风险点数量", number),
        Column("major_count", "major_count", "重大风险数量", number, required=False),
        Column("large_count", "large_count", "较大风险数量", number, required=False),
        Column("production", "production", "生产状态", one_of(PRODUCTIONS), required=False),
    ),
    Feed.POINTS: (
        *(*ROW, USCC),
        Column("report_id", "report_id", "申报编号", text(64), required=False),
        Column("name", "name", "风险点名称", text(200)),
        Column("code", "code", "风险点代码", text(20), required=False),
        Column("accident_types", "accident_types", "事故类别", names, required=False),
        Column("level", "level", "风险点等级", one_of(LEVELS)),
        Column("department", "department", "责任部门", text(100), required=False),
        Column("measures", "measures", "管控措施", text(4000), required=False),
        Column("location", "location", "位置", text(200), required=False),
    ),
    Feed.CERTIFICATES: (
        *ROW,
        Column("name", "name", "姓名", text(50)),
        Column("id_number", "id_number", "身份证号", identity),
        Column("number", "number", "证书编号", text(40)),
        Column("exam_on", "exam_on", "考试时间", day, required=False),
        Column("valid_from", "valid_from", "有效期始", day, required=False),
        Column("valid_to", "valid_to", "有效期截止", day, required=False),
        Column("issuer", "issuer", "发证机关", text(100), required=False),
        Column("category", "category", "作业类别", text(60)),
        Column("item", "item", "准操项目", text(100), required=False),
    ),
    Feed.PERSONNEL: (
        *(*ROW, USCC),
        Column("firm_name", "enterprise_name", "企业名称", text(200), required=False),
        Column("name", "name", "姓名", text(50)),
        Column("id_number", "id_number", "身份证号", identity),
        Column("kind", "kind", "人员类别", one_of(PERSONNEL)),
        Column("full_time", "full_time", "是否专职", one_of(YES), required=False),
        Column("number", "certificate", "证书编号", text(40), required=False),
        Column("valid_to", "valid_to", "有效期截止", day, required=False),
    ),
}
EMPTY: dict[str, Value] = {"accident_types": []}
NULLABLE = frozenset((
    "reported_at", "above_scale", "listed_on", "accepted_on", "reviewed_at", "major_count", "large_count", "exam_on",
    "valid_from", "valid_to", "recognised_on", "disability", "full_time",
))  # fmt: skip
"Columns in which nothing is null; a text is empty."


def read_row(feed: str, raw: Any) -> dict[str, Value] | Fault:
    """The columns of the copy, or the first thing that is wrong."""
    if not isinstance(raw, Mapping):
        return Fault("", "这一条不是对象")
    found: dict[str, Value] = {}
    for column in COLUMNS[feed]:
        given = raw.get(column.theirs)
        if given is None or (isinstance(given, str) and not given.strip()):
            if column.required:
                return Fault(column.theirs, f"缺少{column.label}（{column.theirs}）")
            found[column.ours] = None if column.ours in NULLABLE else EMPTY.get(column.ours, "")
            continue
        try:
            found[column.ours] = column.read(given)
        except Unfit as error:
            return Fault(column.theirs, f"{column.label}：{error}"[:300])
    return found | {"digest": digest_of(raw)}


def digest_of(raw: Any) -> str:
    """SM3 of what was received, however its keys were ordered; lone surrogates, which JSON allows, included."""
    try:
        return sm3(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS))
    except TypeError:
        return sm3(repr(raw).encode("utf-8", "surrogatepass"))


def missing_everywhere(feed: str, rows: Sequence[Any]) -> list[str]:
    """Required columns that no row of a page has: the province has changed its form, and every row would be refused."""
    heads = [set(row) for row in rows if isinstance(row, Mapping)]
    return [each.theirs for each in COLUMNS[feed] if each.required and not any(each.theirs in head for head in heads)]


def unheard_of(feed: str, rows: Sequence[Any]) -> list[str]:
    """Columns that nobody told us of. They do no harm, and somebody should know."""
    known = {column.theirs for column in COLUMNS[feed]} | {"name", "enterprise_name"}
    return sorted({str(name) for row in rows if isinstance(row, Mapping) for name in row} - known)


def who(raw: Any) -> dict[str, str]:
    """By what a person finds the row again, as far as it says so: number, code, name."""
    row = raw if isinstance(raw, Mapping) else {}
    said = {"source_id": row.get("id"), "uscc": row.get("uscc"), "name": row.get("name") or row.get("enterprise_name")}
    lengths = {"source_id": 64, "uscc": 30, "name": 200}
    return {
        ours: value.replace("\0", "").strip()[: lengths[ours]] if isinstance(value, str) and _speakable(value) else ""
        for ours, value in said.items()
    }


def _speakable(said: str) -> bool:
    """Without lone surrogates, which no database stores."""
    return not any(0xD800 <= ord(each) <= 0xDFFF for each in said)


# -- what was refused, as it is kept ----------------------------------------------------------------------------------


def opened(kept: str) -> dict[str, Any]:
    """A refused row as it was received; empty if it was no object."""
    try:
        raw = orjson.loads(kept)
    except ValueError:
        return {}
    return raw if isinstance(raw, dict) else {}


def mended(kept: str, corrections: Mapping[str, str]) -> dict[str, Any]:
    """With these values, by the province's names of columns."""
    return {**opened(kept), **corrections}


def shown(column: Column, value: Any) -> str:
    """As a person may see it: numbers of people hidden. The code of a firm is none, though it may look like one."""
    said = "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return said[:300] if column == USCC else embedded(said[:300])
