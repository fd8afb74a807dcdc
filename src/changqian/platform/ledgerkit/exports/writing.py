"""Rows into a file, one at a time, in the memory of one row."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any

import xlsxwriter

from changqian.platform.ledgerkit.exports.columns import Cell, Column
from changqian.platform.ledgerkit.exports.rules import harmless

HEAD = 3
"Rows above the data: title, who and when and what, names of the columns."
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
EXACT = 10**15
"A spreadsheet keeps 15 digits of a number; a longer one is written as text."
LONGEST_CELL = 32_767
LONGEST_HEADER = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says of itself."""

    title: str
    who: str
    when: datetime
    conditions: str

    @property
    def line(self) -> str:
        return f"导出人：{self.who}　导出时间：{self.when:%Y-%m-%d %H:%M}　条件：{self.conditions or '全部'}"

    @property
    def mark(self) -> str:
        return f"{self.who} {self.when:%Y-%m-%d %H:%M}"


def write_xlsx(file: IO[bytes], head: Head, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[int]:
    """Write the rows; tell after each how many are written."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(head.title[:31])
        pens = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"}),
            date: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            str: book.add_format({"valign": "top"}),
        }
        _furnish(book, sheet, head, columns)
        for line, values in enumerate(rows):
            for at, (column, value) in enumerate(zip(columns, values, strict=True)):
                if value is not None:
                    _put(sheet, HEAD + line, at, column.cell(value), pens)
            yield line + 1


def _furnish(book: Any, sheet: Any, head: Head, columns: Sequence[Column]) -> None:
    """Title, widths, a header that stays, and on every printed page who took it and when."""
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    bold = book.add_format({"bold": True, "font_size": 14})
    named = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.write_string(0, 0, head.title, bold)
    sheet.write_string(1, 0, head.line, book.add_format({"font_color": "#7F7F7F"}))
    for at, column in enumerate(columns):
        sheet.write_string(HEAD - 1, at, column.label, named)
    sheet.freeze_panes(HEAD, 0)
    sheet.repeat_rows(HEAD - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    mark = head.mark.replace("&", "&&")
    sheet.set_header(f"&L{head.title}&C&18&KBFBFBF{mark}&R常企安"[:LONGEST_HEADER])
    sheet.set_footer(f"&L{mark}&C第&P页，共&N页"[:LONGEST_HEADER])


def _put(sheet: Any, line: int, at: int, cell: Cell, pens: dict[type, Any]) -> None:
    match cell:
        case datetime() | date():
            sheet.write_datetime(line, at, cell, pens[type(cell)])
        case int() | float() | Decimal() if -EXACT < cell < EXACT:
            sheet.write_number(line, at, cell, pens[str])
        case None:
            return
        case _:
            sheet.write_string(line, at, str(cell)[:LONGEST_CELL], pens[str])


def write_csv(file: IO[bytes], head: Head, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[int]:
    """UTF-8 with the mark by which Excel knows it; the first line are the names of the columns."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([column.label for column in columns])
    for line, values in enumerate(rows):
        writer.writerow([_text(column, value) for column, value in zip(columns, values, strict=True)])
        yield line + 1
    text.flush()
    text.detach()


def _text(column: Column, value: Any) -> object:
    if value is None:
        return ""
    match cell := column.cell(value):
        case datetime():
            return cell.isoformat(" ", "seconds")
        case str():
            return harmless(cell)
    return cell
