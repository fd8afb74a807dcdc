"""常安码 on paper: the QR alone, and A4 sheets of labels."""

import json
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.rules import Colour, LabelSize
from changqian.platform.commons.codes.services import address_of

SHEET = Path(__file__).with_name("data") / "sheet.typ"
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei")
INK = {
    Colour.NONE: "#0F6F6E",
    Colour.RED: "#D93026",
    Colour.ORANGE: "#E8710A",
    Colour.YELLOW: "#F2B600",
    Colour.BLUE: "#1A73E8",
}
"The four colours in tones that print apart from each other."


class NoChineseFont(Exception):
    """The machine has no font to print Chinese with."""


def qr_svg(code: SafeCode) -> bytes:
    return _drawn(code, kind="svg", scale=8, xmldecl=True)


def qr_png(code: SafeCode, *, scale: int = 12) -> bytes:
    return _drawn(code, kind="png", scale=scale)


def sheet_pdf(codes: Iterable[SafeCode], size: LabelSize) -> bytes:
    """A4 pages of labels: enterprise, what the code hangs on, where, its colour. NoChineseFont if there is none.

    Texts travel as data, not as markup: a name cannot run as a program.
    """
    labels = [
        {
            "enterprise": code.enterprise.name,
            "name": code.subject_name or code.site.name,
            "place": code.subject_place or code.site.address,
            "colour": INK[Colour(code.colour)],
            "token": "-".join(code.token[at : at + 13] for at in (0, 13)),
            "svg": _drawn(code, kind="svg", scale=1, border=1).decode(),
        }
        for code in codes
    ]
    given = {"labels": json.dumps(labels), "size": str(size), "font": chinese_font()}
    pdf = typst.compile(SHEET, sys_inputs=given, format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache
def chinese_font() -> str:
    installed = set(typst.Fonts().families())
    for font in FONTS:
        if font in installed:
            return font
    raise NoChineseFont("服务器没有中文字体，请安装 fonts-noto-cjk 后再打印")


def _drawn(code: SafeCode, **how: Any) -> bytes:
    """Error correction Q: a quarter of a label on a workshop wall may be dirty."""
    out = BytesIO()
    segno.make(address_of(code), error="q", micro=False).save(out, **how)
    return out.getvalue()
