"""Entries as a table in a file, for the auditor's report: marked on every page with who took it and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO

import xlsxwriter
from django.utils import timezone

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.reading import action_label, changes_of, module_label, target_label
from changqian.platform.foundation.audit.rules import Result
from changqian.platform.kernel.batches import batched

MOST = 50_000
"Rows of one file, which is made while the auditor waits; more is for the signed archive."
AT_ONCE = 1000
COLUMNS = (
    *(
        ("时间", 20),
        ("操作人", 12),
        ("模块", 14),
        ("操作", 18),
        ("对象", 26),
        ("条数", 8),
        ("结果", 8),
        ("来源地址", 16),
    ),
    *(("终端", 20), ("变更", 60), ("请求编号", 34), ("封存序号", 10), ("链上摘要", 66)),
)
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_entries(file: IO[bytes], entries: Sequence[Entry], *, who: str, now: datetime, conditions: str) -> None:
    mark = f"{who} {timezone.localtime(now):%Y-%m-%d %H:%M}"
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("审计记录")
        for at, (_, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, "审计记录", book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(
            1, 0, f"导出人：{mark}　条件：{conditions or '全部'}", book.add_format({"font_color": "#7F7F7F"})
        )
        named = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        for at, (label, _) in enumerate(COLUMNS):
            sheet.write_string(2, at, label, named)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        marked = mark.replace("&", "&&")
        sheet.set_header(f"&L审计记录&C&18&KBFBFBF{marked}&R常企安")
        sheet.set_footer(f"&L{marked}&C第&P页，共&N页")
        for line, values in enumerate(_rows(entries), start=3):
            for at, value in enumerate(values):
                if isinstance(value, int):
                    sheet.write_number(line, at, value)
                elif value:
                    sheet.write_string(line, at, value[:32_000])


def _rows(entries: Sequence[Entry]) -> Iterator[list[str | int]]:
    for some in batched(entries, AT_ONCE):
        for entry, changes in zip(some, changes_of(some), strict=True):
            yield [
                f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
                entry.actor.name,
                module_label(entry.action.partition(".")[0]),
                action_label(entry.action),
                target_label(entry),
                entry.count,
                Result(entry.result).label,
                entry.address,
                entry.agent,
                "；".join(f"{each['label']}：{_said(each['old'], each['new'])}" for each in changes),
                entry.request,
                entry.seq or "",
                entry.hash,
            ]


def _said(old: object, new: object) -> str:
    return f"{new}" if old in (None, "") else f"{old} → {'空' if new in (None, '') else new}"
