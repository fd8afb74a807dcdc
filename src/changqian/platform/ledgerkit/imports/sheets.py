"""The files we hand out: an empty one to fill in, and the rows that could not be taken, as they came."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from changqian.platform.foundation.accounts.models import User
from changqian.platform.ledgerkit.importing import offered
from changqian.platform.ledgerkit.imports.cells import cell_of, shown
from changqian.platform.ledgerkit.imports.columns import Column, columns_of
from changqian.platform.ledgerkit.imports.models import Import, ImportRow
from changqian.platform.ledgerkit.imports.places import Places
from changqian.platform.ledgerkit.imports.rules import Kind, RowState
from changqian.platform.ledgerkit.ledgers import Ledger

LINES = 2000
"Rows of a template that are prepared with formats and drop-downs."
FEW = 200
"Sites up to which a drop-down is of use."
REASON = "错误原因"
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm", Kind.WHOLE: "0", Kind.NUMBER: "General"}
ROUND_ABOUT = (
    "标题带*的列必填，其余可留空。",
    "列的顺序可以调整，多余的列会被忽略；也可以直接上传您自己的表格，列名不同可在页面上对应一次，下次自动认出。",
    "身份证号、手机号、编号等请把单元格设为“文本”格式，否则末尾几位可能丢失。",
    "一次最多50000行。",
)


def template(ledger: Ledger, *, actor: User) -> bytes:
    """An empty sheet with the columns of the ledger's form, drop-downs for choices and for the sites of one's firm."""
    content = BytesIO()
    assert ledger.importing is not None
    columns = columns_of(ledger)
    with xlsxwriter.Workbook(content, {"in_memory": True, **PLAIN}) as book:
        sheet, options = book.add_worksheet(ledger.title[:31]), book.add_worksheet("选项")
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True})
        must = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "font_color": "#C00000"})
        places = Places(actor, ledger.importing.permission)
        for at, column in enumerate(columns):
            form = book.add_format({"num_format": FORMATS.get(column.kind, "@")})
            sheet.set_column(at, at, max(12, len(column.label) * 2 + 4), form)
            sheet.write_string(
                0, at, f"{column.label}*" if column.required else column.label, must if column.required else head
            )
            sheet.write_comment(0, at, column.hint)
            _drop_down(book, sheet, options, at, _offered(column, places))
        sheet.freeze_panes(1, 0)
        options.hide()
        _explain(book, columns)
    return content.getvalue()


def _offered(column: Column, places: Places) -> list[str]:
    if column.kind == Kind.CHOICE:
        return list(column.labels.values())
    if column.kind == Kind.YES_NO:
        return ["是", "否"]
    if column.kind == Kind.FOUND and column.dictionary:
        return offered(column.dictionary)
    if column.kind == Kind.SITE and places.own:
        names = places.names(places.own)
        return names if len(names) <= FEW else []
    return []


def _drop_down(book: Any, sheet: Any, options: Any, at: int, offered: Sequence[str]) -> None:
    """From a hidden sheet: a list written into the rule itself may have 255 characters only."""
    if not offered:
        return
    for line, each in enumerate(offered):
        options.write_string(line, at, each)
    letter = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
    rule = {
        "validate": "list",
        "source": f"=选项!{letter}$1:{letter}${len(offered)}",
        "error_title": "不在可选项中",
        "error_message": "请从下拉列表中选择",
    }
    sheet.data_validation(1, at, LINES, at, rule)


def _explain(book: Any, columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet("填写说明")
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 3, 60, wrapped)
    for line, said in enumerate(ROUND_ABOUT):
        sheet.write_string(line, 0, said)
    top = len(ROUND_ABOUT) + 1
    sheet.write_row(top, 0, ["填写项", "必填", "怎样填", "可选内容"], bold)
    for line, column in enumerate(columns, start=top + 1):
        names = offered(column.dictionary) if column.dictionary else column.labels.values()
        told = [column.label, "是" if column.required else "否", column.hint, "、".join(names)]
        sheet.write_row(line, 0, told)


def rejected(row: Import) -> bytes:
    """The rows that are wrong, in their own columns and cells, and why, in one more column."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, **PLAIN}) as book:
        sheet = book.add_worksheet((row.sheet or "错误行")[:31])
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        red = book.add_format({"font_color": "#C00000", "text_wrap": True})
        pens: dict[type, Any] = {
            kind: book.add_format({"num_format": form})
            for kind, form in ((datetime, "yyyy-mm-dd hh:mm:ss"), (date, "yyyy-mm-dd"), (time, "hh:mm:ss"))
        }
        width = len(row.headers)
        sheet.set_column(0, max(width - 1, 0), 16)
        sheet.set_column(width, width, 60)
        for at, name in enumerate([*row.headers, REASON]):
            sheet.write_string(0, at, name, bold)
        sheet.freeze_panes(1, 0)
        wrong = ImportRow.objects.filter(imported=row, state=RowState.WRONG).order_by("number")
        for line, each in enumerate(wrong.iterator(chunk_size=500), start=1):
            for at, cell in enumerate(each.cells[:width]):
                _write(sheet, line, at, cell_of(cell), pens)
            sheet.write_string(line, width, said(each), red)
    return content.getvalue()


def _write(sheet: Any, line: int, at: int, cell: Any, pens: dict[type, Any]) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(line, at, cell)
        case int() | float():
            sheet.write_number(line, at, cell)
        case datetime() | date() | time():
            sheet.write_datetime(line, at, cell, pens[type(cell)])
        case _:
            sheet.write_string(line, at, cell if isinstance(cell, str) else shown(cell))


def said(row: ImportRow) -> str:
    """What is wrong with a row, as one would say it: 第12行“手机号码”：手机号应为11位，现为10位."""
    return "；".join(sentence(row.number, each) for each in row.errors if not each["hint"])


def sentence(number: int, trouble: dict[str, Any]) -> str:
    where = f"第{number}行“{trouble['header']}”" if trouble["header"] else f"第{number}行"
    return f"{where}：{trouble['reason']}"
