"""The library of the old system, in which an enterprise was one address, brought over as a whole. (ES20.4)

A file is a run: batches of a transaction each, so that one that stopped is begun again and goes on where it stood; a
trial writes everything and takes it back, and therefore says exactly what would happen. A run is undone by the journals
of its batches, in one transaction or not at all.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import TagKind
from changqian.platform.foundation.enterprises.restructuring import undo
from changqian.platform.foundation.enterprises.restructuring_api import LegacyRowInput
from changqian.platform.foundation.enterprises.rules import Datum, Fate, Status
from changqian.platform.foundation.enterprises.taking_over import Became, batches_of, take_over_told
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.text import normal
from changqian.platform.screens.takeover.api import table_of

BATCH = 500
COLUMNS = {
    "legacy_id": ("旧系统编号", "企业编号", "编号", "主键"),
    "uscc": ("统一社会信用代码", "社会信用代码", "信用代码"),
    "legacy_reg_no": ("原注册号", "注册号", "工商注册号"),
    "name": ("企业名称", "单位名称", "名称"),
    "region": ("区划代码", "行政区划代码", "属地", "所属镇街", "镇街"),
    "site_name": ("场所名称", "厂区名称"),
    "address": ("地址", "企业地址", "详细地址", "生产经营地址"),
    "industry": ("行业代码", "国民经济行业", "国民经济行业代码"),
    "legal_person": ("法定代表人", "法人代表"),
    "staff_count": ("从业人数", "职工人数", "人数"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "datum": ("坐标来源", "坐标系"),
    "status": ("状态", "企业状态"),
    "tags": ("标签", "监管标签"),
    "contact": ("联系人",),
    "contact_phone": ("联系电话", "电话", "手机"),
}
"How the columns of old libraries are called; each also by its own name here."
NEEDED = ("legacy_id", "name", "region")
ALIAS = "外部编号:"
"Before the name of another system, in the head of a column with that system's numbers."
LENGTHS = {name: each.max_length for name, each in LegacyRowInput().fields.items() if hasattr(each, "max_length")}
MOST_STAFF = 1_000_000
LONGEST_HEAD = 20
"Lines within which the head is looked for, below titles and remarks."
DATUMS = {
    "CGCS2000": Datum.CGCS2000,
    "WGS84": Datum.WGS84,
    "GPS": Datum.WGS84,
    "GCJ02": Datum.GCJ02,
    "BD09": Datum.BD09,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: as a row to take over, or with what is wrong with it."""

    number: int
    row: Mapping[str, Any]
    reason: str = ""
    field: str = ""


@dataclass(slots=True)
class Report:
    """What became of every line: each is in here once."""

    run: str
    lines: list[tuple[Line, Became]] = field(default_factory=list)
    heads: Mapping[str, str] = field(default_factory=dict)
    "By input, what its column is called in the file."

    def counts(self) -> dict[str, int]:
        found = Counter(Fate(became.fate).label for _, became in self.lines)
        return {**found, "须核对": sum(bool(became.doubts) for _, became in self.lines)}

    def table(self, *fates: Fate) -> Iterator[list[str]]:
        """Lines of a report, under a head; of these fates, or all."""
        yield ["行号", "旧系统编号", "企业名称", "结果", "列", "说明"]
        for line, became in self.lines:
            if not fates or became.fate in fates:
                column = self.heads.get(became.field, became.field)
                said = "；".join(filter(None, (became.reason, *became.doubts)))
                name, number = str(line.row.get("name", "")), str(line.row.get("legacy_id", ""))
                yield [str(line.number), number, name, Fate(became.fate).label, column, said]


def run_of(file: Path) -> str:
    """What a run is called unless told otherwise: the same file is the same run."""
    return f"{file.stem[:40]}-{sha256(file.read_bytes()).hexdigest()[:8]}"


def read(data: bytes, *, name: str, datum: str = Datum.CGCS2000) -> tuple[list[Line], dict[str, str]]:
    """The lines below the head, and the columns; `datum` is meant where no column says another. RuleViolation for a
    file that is none, or without a column that is needed."""
    lines = table_of(data, name=name, sheet=None)["lines"]
    for place, line in enumerate(lines[:LONGEST_HEAD]):
        columns = _columns(line["cells"])
        if all(need in columns for need in NEEDED):
            heads = {column: line["cells"][at] for column, at in columns.items()}
            tags = {normal(word): kind.code for kind in TagKind.objects.all() for word in (kind.name, kind.code)}
            return [_line(each, columns, datum, tags) for each in lines[place + 1 :]], heads
    needed = "、".join(COLUMNS[need][0] for need in NEEDED)
    raise RuleViolation(f"没有找到表头：表中要有{needed}这几列", field="file")


def migrate(
    lines: Sequence[Line],
    *,
    actor: User,
    system: str,
    run: str,
    trial: bool = False,
    skip_doubtful: bool = False,
    batch: int = BATCH,
) -> Report:
    """Take over all lines, batch by batch; a trial leaves nothing behind. What was taken over before is left alone."""
    report = Report(run)
    with transaction.atomic() if trial else nullcontext():
        for part in _batches(lines, batch):
            good = [line for line in part if not line.reason]
            _, fates = take_over_told(
                actor=actor, system=system, rows=[line.row for line in good], reason=f"历史迁移 {run}", run=run,
                skip_doubtful=skip_doubtful,
            )  # fmt: skip
            told = dict(zip((line.number for line in good), fates, strict=True))
            for line in part:
                refused = Became(Fate.REFUSED, reason=line.reason, field=line.field)
                report.lines.append((line, told.get(line.number, refused)))
        if trial:
            transaction.set_rollback(True)
    report.lines.sort(key=lambda told: told[0].number)
    return report


def _batches(lines: Sequence[Line], least: int) -> Iterator[list[Line]]:
    """The lines of one firm stay together, so that it is founded knowing all its places."""
    firms: dict[str, list[Line]] = {}
    for line in lines:
        code = line.row.get("uscc") or line.row.get("legacy_reg_no") or f"#{line.number}"
        firms.setdefault(normal(code), []).append(line)
    batch: list[Line] = []
    for of_firm in firms.values():
        batch += of_firm
        if len(batch) >= least:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def roll_back(run: str, *, actor: User, reason: str) -> int:
    """Undo all batches of the run, the last one first; how many. RuleViolation if one of them cannot be undone."""
    rows = list(batches_of(run))
    if not rows:
        raise RuleViolation(f"没有可撤销的迁移批次“{run}”")
    for row in rows:
        undo(row.pk, actor=actor, expected_version=None, reason=reason)
    return len(rows)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Input by input, the place of its column; those of other systems' numbers under the names of the systems."""
    words = {normal(word): column for column, known in COLUMNS.items() for word in (column, *known)}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        head = normal(cell)
        if head.startswith(normal(ALIAS)):
            found.setdefault(cell.split(":" if ":" in cell else "：", 1)[1].strip(), at)
        elif head in words:
            found.setdefault(words[head], at)
    return found


def _line(line: Mapping[str, Any], columns: Mapping[str, int], datum: str, tags: Mapping[str, str]) -> Line:
    """Tolerant: what is wrong is kept with the line, so that it stands in the report."""
    cells = line["cells"]
    given = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
    row: dict[str, Any] = {name: text for name, text in given.items() if name in COLUMNS and text}
    row.setdefault("legacy_id", "")
    try:
        _refuse_lengths(row)
        row |= _numbers(row)
        if "lon" in row or "lat" in row:
            row["datum"] = _datum(row["datum"]) if "datum" in row else datum
        else:
            row.pop("datum", None)
        if "status" in row:
            row["status"] = _status(row["status"])
        if "tags" in row:
            row["tags"] = _tags(row["tags"], tags)
    except RuleViolation as error:
        return Line(line["number"], row, str(error), error.field or "")
    row["aliases"] = {name[:40]: text[:40] for name, text in given.items() if name not in COLUMNS and text}
    return Line(line["number"], row)


def _refuse_lengths(row: Mapping[str, str]) -> None:
    """One line too long, or without a name, must not stop its batch."""
    if not row.get("name"):
        raise RuleViolation("请填写企业名称", field="name")
    for name, text in row.items():
        if (most := LENGTHS.get(name)) and len(text) > most:
            raise RuleViolation(f"超过{most}字", field=name)


def _numbers(row: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, number in (("lon", float), ("lat", float), ("staff_count", int)):
        if name in row:
            try:
                found[name] = number(row[name])
            except ValueError:
                raise RuleViolation(f"“{row[name]}”不是数", field=name) from None
    if not 0 <= found.get("staff_count", 0) <= MOST_STAFF:
        raise RuleViolation(f"人数应在0至{MOST_STAFF}之间", field="staff_count")
    return found


def _datum(text: str) -> str:
    word = normal(text).replace("-", "")
    found = next((datum for name, datum in DATUMS.items() if name in word), None)
    found = found or next((datum for datum in Datum if normal(datum.label) == normal(text)), None)
    if found is None:
        raise RuleViolation(f"不认识坐标系“{text}”，可用CGCS2000、WGS84、GCJ02、BD09", field="datum")
    return found


def _status(text: str) -> str:
    found = next((each for each in Status if text in (each.value, each.label)), None)
    if found is None:
        raise RuleViolation(f"不认识状态“{text}”，可用{'、'.join(Status.labels)}", field="status")
    return found


def _tags(text: str, known: Mapping[str, str]) -> list[str]:
    words = [word for word in re.split(r"[、,，;；/]", text) if word.strip()]
    if unknown := [word for word in words if normal(word) not in known]:
        raise RuleViolation(f"没有标签“{unknown[0]}”，请先在标签目录中核对", field="tags")
    return list(dict.fromkeys(known[normal(word)] for word in words))
