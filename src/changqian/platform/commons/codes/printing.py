"""常安码 on paper: the QR alone, and A4 sheets of labels."""

from collections.abc import Iterable
from pathlib import Path

from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.rules import Colour, LabelSize
from changqian.platform.commons.codes.services import address_of
from changqian.platform.kernel.paper import drawn, printed

SHEET = Path(__file__).with_name("data") / "sheet.typ"
INK = {
    Colour.NONE: "#0F6F6E",
    Colour.RED: "#D93026",
    Colour.ORANGE: "#E8710A",
    Colour.YELLOW: "#F2B600",
    Colour.BLUE: "#1A73E8",
}
"The four colours in tones that print apart from each other."


def qr_svg(code: SafeCode) -> bytes:
    return drawn(address_of(code), kind="svg", scale=8, xmldecl=True)


def qr_png(code: SafeCode, *, scale: int = 12) -> bytes:
    return drawn(address_of(code), kind="png", scale=scale)


def sheet_pdf(codes: Iterable[SafeCode], size: LabelSize) -> bytes:
    """A4 pages of labels: enterprise, what the code hangs on, where, its colour. NoChineseFont if there is none."""
    labels = [
        {
            "enterprise": code.enterprise.name,
            "name": code.subject_name or code.site.name,
            "place": code.subject_place or code.site.address,
            "colour": INK[Colour(code.colour)],
            "token": "-".join(code.token[at : at + 13] for at in (0, 13)),
            "svg": drawn(address_of(code), kind="svg", scale=1, border=1).decode(),
        }
        for code in codes
    ]
    return printed(SHEET, {"labels": labels, "size": str(size)})
