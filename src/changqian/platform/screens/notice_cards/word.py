"""Notice cards in Word, for firms that add their own badge or a line: what the PDF says, a page a card."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from changqian.platform.kernel.paper import drawn, pictured
from changqian.platform.screens.notice_cards.printing import Card, address_on, words_of
from changqian.platform.screens.notice_cards.signs import svg

FONT = "Microsoft YaHei"
"What the offices of the city have; Word takes its own where it is missing."
COLUMNS = (30, 44, 24, 40, 24, 44, 66)
"Millimetres; the last one is for signs and code."
ROWS = (11, 9, 17, 11, 34, 24, 9, 9)
"The least height of each row in millimetres: together as high as signs and code beside them."
WHOLE = (0, 2, 3, 4, 5)
"Rows of one label and one text."
TALL, LONG = 138, 172
"Millimetres of a page for the table's text, and of a line across it."
SIZES = (14, 13, 12, 11, 10, 9, 8, 7)


def cards_docx(cards: Iterable[Card], *, names: Mapping[str, str], now: datetime) -> bytes:
    document: Any = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin = section.bottom_margin = Mm(10)
    style = document.styles["Normal"]
    style.font.name = FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    pictures, grid = Pictures(document), _grid(document)
    for n, card in enumerate(cards):
        _card(document, grid, pictures, words_of(card, names=names, now=now), card, after=n > 0)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


class Pictures:
    """The pictures of a document, each kept once. They are numbered here: to ask the document for the next free number,
    as its own way does, reads all of it again for each picture."""

    def __init__(self, document: Any) -> None:
        self.part, self.numbers, self.kept = document.part, count(1), dict[bytes, Any]()

    def put(self, paragraph: Any, png: bytes, millimetres: int) -> None:
        if png not in self.kept:
            self.kept[png] = self.part.get_or_add_image(BytesIO(png))
        key, image = self.kept[png]
        size = image.scaled_dimensions(Mm(millimetres), None)
        paragraph.add_run()._r.add_drawing(CT_Inline.new_pic_inline(next(self.numbers), key, "", *size))


def _card(document: Any, grid: Any, pictures: Pictures, said: dict[str, Any], card: Card, *, after: bool) -> None:
    lines = _lines(said)
    size = _fitting(lines)
    heading = document.add_paragraph()
    heading.paragraph_format.page_break_before = after
    _band(heading, said)
    foot = document.add_paragraph()
    table = deepcopy(grid)
    heading._p.addnext(table)
    for row, line in zip(table.tr_lst, lines, strict=True):
        for n, (cell, text) in enumerate(zip(row.tc_lst, line, strict=False)):
            _write(cell.p_lst[0], text, size=size, head=n % 2 == 0)
    aside = _Cell(table.tr_lst[0].tc_lst[-1], document)
    signs = aside.paragraphs[0]
    signs.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code in said["sign_codes"]:
        pictures.put(signs, _sign(code), 21)
        signs.add_run(" ")
    if address := address_on(card):
        below = aside.add_paragraph()
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        pictures.put(below, drawn(address, kind="png", scale=6, border=1), 30)
        note = aside.add_paragraph()
        note.alignment = WD_ALIGN_PARAGRAPH.CENTER
        note.add_run("常安码　扫码巡查、报告隐患").font.size = Pt(8)
    run = foot.add_run(
        f"{said['site']}　编制日期 {said['made']}　第 {said['revision']} 版　打印 {said['printed']}"
    )  # fmt: skip
    run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x46, 0x46, 0x46)


def _grid(document: Any) -> Any:
    """The empty table of a card: made once and copied, because merging and measuring cells is slow."""
    table = document.add_table(rows=len(ROWS), cols=len(COLUMNS))
    table.style, table.autofit = "Table Grid", False
    grid = [list(row.cells) for row in table.rows]
    for column, wide in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(wide)
    for row, cells, high in zip(table.rows, grid, ROWS, strict=True):
        row.height = Mm(high)
        for cell, wide in zip(cells, COLUMNS, strict=True):
            cell.width, cell.vertical_alignment = Mm(wide), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, cells in enumerate(grid):
        for cell in cells[:1] if number in WHOLE else cells[:6:2]:
            _shade(cell._tc.get_or_add_tcPr(), "#F0F0F0")
        if number in WHOLE:
            cells[1].merge(cells[5])
    grid[0][-1].merge(grid[-1][-1])
    made = table._tbl
    made.getparent().remove(made)
    return made


def _lines(said: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Label and text by turns: two across the whole table, or six."""
    measures = "\n".join(f"{each['label']}：{each['text']}" for each in said["measures"])
    return [
        ("风险点名称", said["name"]),
        ("编号", said["number"], "所在位置", said["location"], "管控层级", said["control"]),
        ("主要危险有害因素", said["factors"]),
        ("可能事故及后果", said["accidents"]),
        ("主要管控措施", measures),
        ("应急处置措施", said["emergency"]),
        ("责任部门", said["department"], "责任人", said["responsible"], "联系电话", said["phone"]),
        ("监督电话", said["supervise"], "应急电话", "119、120", "", ""),
    ]


def _fitting(lines: Iterable[tuple[str, ...]]) -> int:
    """The largest size at which the card stays on its page, by counting how often its texts turn."""
    texts = [line[1] if len(line) == 2 else max(line, key=len) * 3 for line in lines]
    for size in SIZES:
        em = size * 0.3528
        turns = sum(max(1, -(-int(len(part) * em) // LONG)) for text in texts for part in text.split("\n"))
        if (turns + len(texts) * 0.4) * em * 1.35 <= TALL:
            return size
    return SIZES[-1]


def _band(paragraph: Any, said: Mapping[str, Any]) -> None:
    """The coloured head: firm, what it is, level."""
    _shade(paragraph._p.get_or_add_pPr(), said["colour"])
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    ink = RGBColor.from_string(said["ink"].lstrip("#"))
    for text, size in ((f"{said['enterprise']}　　", 11), ("安全风险告知卡", 24), (f"　　{said['level']}", 16)):
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(size), ink


def _write(paragraph: Any, text: str, *, size: int, head: bool) -> None:
    written = Paragraph(paragraph, None)  # type: ignore[arg-type]
    run = written.add_run("".join(each for each in text if each.isprintable() or each == "\n"))
    run.font.size, run.bold = Pt(size), head
    if head:
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER


@lru_cache
def _sign(code: str) -> bytes:
    return pictured(svg(code))


def _shade(properties: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shading.set(qn(f"w:{name}"), value)
    properties.append(shading)
