"""Word: documents of headings, sentences and tables, in type that Word and WPS have for Chinese."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from changqian.platform.kernel.paper import Part

TYPE = "仿宋"
HEADED = "黑体"


def word(title: str, lines: Sequence[str], parts: Sequence[Part]) -> bytes:
    """An A4 document; `lines` stand small below the title."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    _in_type(document.styles["Normal"], TYPE, 12)
    head = document.add_heading(title, level=2)
    _in_type(document.styles["Heading 2"], HEADED, 20)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in lines:
        small = document.add_paragraph()
        small.alignment = WD_ALIGN_PARAGRAPH.CENTER
        small.add_run(line).font.size = Pt(10)
    _in_type(document.styles["Heading 1"], HEADED, 14)
    for part in parts:
        document.add_heading(part.heading, level=1)
        for sentence in part.sentences:
            document.add_paragraph(sentence).paragraph_format.first_line_indent = Pt(24)
        if part.table:
            _table(document, part.table)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _in_type(style: Any, name: str, size: int) -> None:
    """Word asks for the type of Chinese characters apart."""
    style.font.name, style.font.size = name, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    style.font.color.rgb = None


def _table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    """The last column says why, and has twice the room of another."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    share = Cm(15.8) // (len(rows[0]) + 1)
    widths = [*[share] * (len(rows[0]) - 1), 2 * share]
    for number, row in enumerate(rows):
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.font.bold = Pt(10.5), number == 0
