"""Which row of a sheet is its header, and which column means which field. Pure: no database, no Django.

People put titles above the header, write it over two rows with merged cells, and call the same thing by other names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from changqian.platform.kernel.text import bigrams, normal

LOOKED_AT = 30
"Rows among which a header is looked for: title, unit, date and notes do not take more."
SURE, LIKELY = 0.9, 0.6
"Confidence from which a header counts as known, and from which it is proposed."
IN_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
FOOTER = re.compile(
    r"(填表|制表|填报|审核|复核|审批|经办|负责|联系|报送|上报|统计|录入|登记)?"
    r"(人|单位|日期|时间|部门|电话|员|人签字|单位盖章|单位负责人|负责人)?(\(?签[字章名]\)?|\(?盖章\)?)?[::]"
)
REMARK = re.compile(r"(备注|说明|注|填表说明|填报说明)[::]")
TOTAL = frozenset({"合计", "总计", "小计", "共计", "累计", "总数"})
NOTHING_BELOW = frozenset({"以下空白", "以下无正文", "以下无内容", "此处以下空白"})

Row = Sequence[str]


def plain(header: str) -> str:
    """A header as headers are compared: half-width, without spaces, brackets, stars and colons."""
    return IN_BRACKETS.sub("", normal(header)).strip("*:# .、_-")


@dataclass(frozen=True, slots=True)
class Named:
    """A field and everything it may be called; `name` is the form's, the first of `labels` is what we call it."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is: its first row and its height, counted from 0, and the name of each column."""

    row: int
    depth: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a column of the file is taken for; `field` is None where nothing comes close."""

    column: int
    header: str
    field: str | None
    confidence: float
    remembered: bool = False


def likeness(header: str, label: str) -> float:
    """1 for the same words, less for words one of which holds the other or which share most of their characters."""
    mine, theirs = plain(header), plain(label)
    if not mine or not theirs:
        return 0.0
    if normal(header) == normal(label):
        return 1.0
    if mine == theirs:
        return 0.97
    shorter, longer = sorted((mine, theirs), key=len)
    if len(shorter) >= 2 and shorter in longer:
        return 0.6 + 0.25 * len(shorter) / len(longer)
    one, other = set(bigrams(mine)), set(bigrams(theirs))
    shared = 2 * len(one & other) / (len(one) + len(other))
    return 0.75 * shared


def find(rows: Sequence[Row], known: Iterable[Named], remembered: Iterable[str] = ()) -> Header | None:
    """The header among the first rows: the one whose cells are best known; else the first that is a row of words.

    Two rows count as one header where together they are better known than either alone.
    """
    fields, heard = list(known), {normal(each) for each in remembered}
    best: tuple[float, Header] | None = None
    for at in range(min(len(rows), LOOKED_AT)):
        for depth in (1, 2):
            if at + depth > len(rows):
                continue
            names = joined(rows[at : at + depth])
            score = _known(names, fields, heard) - (0.05 if depth == 2 else 0)
            if score >= 1.5 and (best is None or score > best[0] + 1e-9):
                best = score, Header(at, depth, names)
    if best:
        return best[1]
    for at, row in enumerate(rows[:LOOKED_AT]):
        words = {cell for cell in row if cell.strip()}
        if len(words) >= 2 and not any(re.fullmatch(r"[\d.,%/-]+", cell.strip()) for cell in words):
            return Header(at, 1, joined([row]))
    return None


def joined(rows: Sequence[Row]) -> tuple[str, ...]:
    """The names of the columns of a header of one or two rows: 联系方式 above 手机 is 联系方式/手机."""
    if len(rows) == 1:
        return tuple(_one_line(cell) for cell in rows[0])
    upper, lower = rows
    names = []
    for above, below in zip(upper, lower, strict=True):
        above, below = _one_line(above), _one_line(below)
        names.append(below if not above or above == below else above if not below else f"{above}/{below}")
    return tuple(names)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _known(names: Sequence[str], fields: Sequence[Named], heard: set[str]) -> float:
    """How well a row is known: the sum of what its cells are worth, each field once."""
    matched = {match.field: match.confidence for match in assign(names, fields) if match.field}
    by_memory = sum(1 for name in names if name and normal(name) in heard)
    return sum(matched.values()) + by_memory * 0.5


def assign(
    names: Sequence[str], fields: Sequence[Named], remembered: Mapping[str, str | None] | None = None
) -> list[Match]:
    """What each column is taken for. What was remembered goes first, then the best likeness; no field twice."""
    memory, taken, found = remembered or {}, set[str](), dict[int, Match]()
    there = {each.name for each in fields}
    for column, name in enumerate(names):
        if name and (key := normal(name)) in memory:
            field = memory[key]
            if field is None or (field in there and field not in taken):
                found[column] = Match(column, name, field, 1.0, remembered=True)
                taken |= {field} if field else set()
    ranked = sorted(
        (-score, column, order)
        for column, name in enumerate(names)
        if name and column not in found
        for order, field in enumerate(fields)
        if (score := _worth(name, field)) >= LIKELY
    )
    for negative, column, order in ranked:
        if column not in found and fields[order].name not in taken:
            found[column] = Match(column, names[column], fields[order].name, round(-negative, 2))
            taken.add(fields[order].name)
    return [found.get(column) or Match(column, name, None, 0.0) for column, name in enumerate(names)]


def _worth(header: str, field: Named) -> float:
    """The likeness to the best of a field's names. Of 联系方式/手机 the part below may be what is known."""
    parts = {header, header.rpartition("/")[2]}
    return max(likeness(part, label) * (1 if part == header else 0.98) for part in parts for label in field.labels)


def why_passed_over(row: Row, header: Sequence[str]) -> str:
    """Why a row below the header is no record; empty for one that is."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells:
        return "空行"
    first = normal(cells[0])
    if first in TOTAL or re.fullmatch(r"(合计|总计|小计|共计)[::].*", first):
        return "合计行"
    if first in NOTHING_BELOW:
        return "结束行"
    if set(cells) <= {name for name in header if name} and len(cells) >= 2:
        return "重复的表头"
    distinct = list(dict.fromkeys(cells))
    few = len(distinct) <= max(2, sum(1 for name in header if name) // 3)
    if REMARK.match(first) and len(distinct) == 1:
        return "说明行"
    signed = FOOTER.match(first)
    if signed and len(signed[0]) > 1 and few:
        return "填表人等落款"
    return ""
