"""Paper: typst sheets whose texts travel as data, so that no name can run as a program."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

REPORT = Path(__file__).with_name("data") / "report.typ"
NUMBERS = "一二三四五六七八九十"
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands below one heading: sentences, then a table whose first row are its heads."""

    heading: str
    sentences: Sequence[str] = ()
    table: Sequence[Sequence[str]] = field(default_factory=tuple)


def table_part(heading: str, sentence: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Part:
    """A sentence and its table; without rows the sentence alone."""
    return Part(heading, [sentence], [heads, *rows] if rows else ())


class NoChineseFont(Exception):
    """The machine has no font to print Chinese with."""


@lru_cache
def chinese_font() -> str:
    installed = set(typst.Fonts().families())
    for font in FONTS:
        if font in installed:
            return font
    raise NoChineseFont("服务器没有中文字体，请安装 fonts-noto-cjk 后再打印")


def printed(sheet: Path, given: object) -> bytes:
    """The PDF that a sheet makes of `given`, which it finds as JSON in `inputs.data`, beside `inputs.font`."""
    pdf = typst.compile(sheet, sys_inputs={"data": json.dumps(given), "font": chinese_font()}, format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def numbered(parts: Sequence[Part]) -> list[Part]:
    """The parts with 一、二、… before their headings; at most ten."""
    return [replace(part, heading=f"{NUMBERS[n]}、{part.heading}") for n, part in enumerate(parts)]


def report(title: str, lines: Sequence[str], mark: str, parts: Sequence[Part]) -> bytes:
    """A report on A4 as PDF; `lines` stand small below the title, `mark` at the foot of each page."""
    given = {"title": title, "lines": list(lines), "mark": mark, "parts": [asdict(part) for part in parts]}
    return printed(REPORT, given)


def pictured(svg: str) -> bytes:
    """A drawing as PNG without a ground, sharp at 21 mm: Word takes no SVG that every office can open."""
    sheet = b"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(sys.inputs.svg), width: 21mm)"
    png = typst.compile(sheet, sys_inputs={"svg": svg}, format="png", ppi=300)
    assert isinstance(png, bytes)
    return png


def drawn(address: str, **how: Any) -> bytes:
    """The QR of an address. Error correction Q: a quarter of a label on a workshop wall may be dirty."""
    out = BytesIO()
    segno.make(address, error="q", micro=False).save(out, **how)
    return out.getvalue()
