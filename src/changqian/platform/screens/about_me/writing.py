"""The same as a workbook: 第四十五条 gives everybody a copy of what is kept about him."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from changqian.platform.screens.about_me.reading import Part

HEAD = (("类别", 24), ("项目", 20), ("内容", 60), ("为什么保存", 50), ("保存多久", 24), ("向谁更正", 40))


def workbook(parts: Sequence[Part]) -> BytesIO:
    """Every value is written as text: what begins like a formula stays what it is."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("关于我的信息")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for at, (name, width) in enumerate(HEAD):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, bold)
        lines = [(part, fact) for part in parts for fact in part.facts]
        for number, (part, fact) in enumerate(lines, start=1):
            told = (part.title, fact.label, fact.value, part.why, part.kept, part.corrected_by)
            for at, text in enumerate(told):
                sheet.write_string(number, at, text, wrapped)
        sheet.freeze_panes(1, 0)
    content.seek(0)
    return content
