"""From the bytes of a file to its cells. Run as a process of its own, with bounds of memory and time, and no Django:
`python -m …imports.reading survey|rows xlsx|xls|csv [sheet]` reads stdin and writes JSON.

Parsers of spreadsheets meet files that nobody wrote by hand. One that says its last cell is XFD1048576 asks for more
memory than there is; it must end this process, and neither the web server nor the worker.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

from changqian.platform.ledgerkit.imports.cells import Broken, Cell, blank, kept

MEMORY, SECONDS = 2 * 1024**3, 120
HEAD = 40
"Rows of each sheet that are looked at before a sheet is chosen: enough for title, header and some samples."
SHEETS = 50
DELIMITERS = (",", "\t", ";", "，", "|")
ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.S)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Rows = list[list[Cell]]


class Unreadable(Exception):
    """The file cannot be read; the message says what to do with it."""


def survey(data: bytes, form: str) -> list[dict[str, Any]]:
    """Each sheet with something in it: name, extent, and its first rows with merged cells filled in both directions."""
    found = []
    for name in names(data, form):
        sheet = Sheet.read(data, form, name)
        if sheet.rows:
            head = [[kept(cell) for cell in row] for row in sheet.filled(HEAD, across=True)]
            found.append({"name": name, "rows": sheet.last, "columns": sheet.width, "head": head})
    return found


def lines(data: bytes, form: str, name: str) -> Iterator[tuple[int, list[Any]]]:
    """(number in the file from 1, cells) of each row that is not blank; cells merged downwards are filled in."""
    sheet = Sheet.read(data, form, name)
    for number, row in enumerate(sheet.filled(sheet.last, across=False), start=1):
        if not all(blank(cell) for cell in row):
            yield number, [kept(cell) for cell in row]


class Sheet:
    """The cells of one sheet, as if it began in A1."""

    def __init__(self, rows: Rows, merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()) -> None:
        while rows and all(blank(cell) for cell in rows[-1]):
            rows.pop()
        self.last = len(rows)
        self.width = max((at + 1 for row in rows for at, cell in enumerate(row) if not blank(cell)), default=0)
        self.rows = [[*row, *[None] * (self.width - len(row))][: self.width] for row in rows]
        self.merged = merged

    @classmethod
    def read(cls, data: bytes, form: str, name: str) -> "Sheet":
        if form == "csv":
            return cls([list(row) for row in separated(data)])
        book = opened(data)
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None or sheet.end is None:
            return cls([])
        top, left = sheet.start
        cells: Rows = [[None] * left + [_cell(value) for value in row] for row in sheet.to_python()]
        cells = [[] for _ in range(top)] + cells
        if form == "xlsx":
            for (row, column), error in errors(data, name).items():
                if row < len(cells) and column < len(cells[row]):
                    cells[row][column] = Broken(error)
        return cls(cells, sheet.merged_cell_ranges or ())

    def filled(self, most: int, *, across: bool) -> Rows:
        """The first rows; what is merged downwards holds its value in every row, and with `across` in every column."""
        rows = [list(row) for row in self.rows[:most]]
        for (top, left), (bottom, right) in self.merged:
            if top >= len(rows) or left >= self.width:
                continue
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                for column in range(left, min(right if across else left, self.width - 1) + 1):
                    row[column] = value
        return rows


def names(data: bytes, form: str) -> list[str]:
    """The sheets a person sees, in order."""
    if form == "csv":
        return ["CSV"]
    seen = [
        sheet.name
        for sheet in opened(data).sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    return seen[:SHEETS]


def opened(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        raise Unreadable("文件设有密码，请去掉密码后重新上传") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise Unreadable("文件打不开，可能已损坏；请用Excel或WPS打开后另存为xlsx再上传") from None


def _cell(value: Any) -> Cell:
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, str):
        return value.replace("\0", "") or None
    found: Cell = value
    return found


def errors(data: bytes, name: str) -> dict[tuple[int, int], str]:
    """The cells of an xlsx sheet whose formula ended in an error. calamine gives them as empty, which would import
    a row as if nothing had been there."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = _part(package, name)
        if part not in package.namelist() or b't="e"' not in (content := package.read(part)):
            return {}
    return {
        (int(found[2]) - 1, _column(found[1].decode())): found[3].decode("utf-8", "replace")
        for found in ERROR.finditer(content)
    }


def _part(package: zipfile.ZipFile, name: str) -> str:
    """The path of a sheet inside the package. (ISO 29500-1 §18.2.19)"""
    try:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return ""
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter(f"{MAIN}sheet"):
        if sheet.get("name") == name:
            target = targets.get(sheet.get(RELATED), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _column(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1


def decoded(data: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without a mark, UTF-16 with one, else GB18030, as WPS and Excel save it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("看不出这个CSV文件的文字编码，请用Excel或WPS打开后另存为xlsx再上传")


def separated(data: bytes) -> list[list[str]]:
    """The rows of a CSV file, by the separator that cuts most of its first lines into the same number of parts."""
    text = decoded(data)
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(text[:20_000]), delimiter=delimiter)][:50]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if wide:
            usual = max(set(wide), key=wide.count)
            most, best = max((most, best), ((wide.count(usual), usual), delimiter), key=lambda pair: pair[0])
    csv.field_size_limit(1_000_000)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=best))
    except csv.Error:
        raise Unreadable("CSV文件中的引号不成对，请用Excel或WPS打开后另存为xlsx再上传") from None


def main(what: str, form: str, sheet: str = "") -> None:
    data = sys.stdin.buffer.read()
    write = sys.stdout.write
    try:
        if what == "survey":
            write(json.dumps(survey(data, form)))
            return
        for line in lines(data, form, sheet):
            write(json.dumps(line) + "\n")
        write("null\n")  # The end was reached.
    except Unreadable as refused:
        write(json.dumps({"refused": str(refused)}) + "\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    main(*sys.argv[1:])
