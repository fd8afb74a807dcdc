"""A four-colour map on A3: the plan with its zones and points, the legend, and the list of the risks on it."""

from base64 import b64encode
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from changqian.platform.commons.codes.printing import INK
from changqian.platform.commons.codes.rules import Colour
from changqian.platform.foundation.files.pictures import thumbnail
from changqian.platform.foundation.files.services import content
from changqian.platform.kernel.paper import printed
from changqian.platform.safety.risks.rules import COLOURS, SEVERITY, Level
from changqian.platform.screens.fourcolour.reading import FourColour

SHEET = Path(__file__).with_name("data") / "map.typ"
PIXELS = 2400
"Of the longer side of the picture on paper: more than a printer shows on A3."
GREY = "#8A94A3"
ON = {"red": "#FFFFFF", "orange": "#111111", "yellow": "#111111", "blue": "#FFFFFF"}


def map_pdf(told: FourColour, *, now: datetime) -> bytes:
    counts = Counter(placed.point.level for placed in told.placed)
    numbered = sorted(told.placed, key=lambda each: (-SEVERITY[Level(each.point.level)], each.point.number))
    width, height = told.size
    given = {
        "enterprise": told.plan.enterprise.name,
        "site": told.plan.site.name,
        "name": told.plan.name,
        "ratio": height / width,
        "picture": _picture(told),
        "north": told.plan.north,
        "metres": told.plan.metres,
        "levels": [
            {"label": str(level.label), "colour": _ink(level), "count": counts[level]} for level in Level
        ],
        "zones": [
            {"name": zone.name, "ring": zone.ring, "colour": _ink(zone.level), "word": _word(zone.level)}
            for zone in told.zones
        ],
        "points": [
            {
                "x": each.x,
                "y": each.y,
                "n": n,
                "name": each.point.name,
                "location": each.point.location,
                "responsible": each.point.responsible_name,
                "level": _word(each.point.level),
                "colour": _ink(each.point.level),
                "ink": ON[COLOURS[Level(each.point.level)]],
            }
            for n, each in enumerate(numbered, start=1)
        ],
        "left": len([point for point, elsewhere in told.unplaced if not elsewhere]),
        "revision": told.revision,
        "drawn": f"{told.plan.drawn_on:%Y-%m-%d}" if told.plan.drawn_on else "",
        "printed": f"{timezone.localtime(now):%Y-%m-%d}",
    }  # fmt: skip
    return printed(SHEET, given)


def _ink(level: str) -> str:
    return INK[Colour(COLOURS[Level(level)])] if level else GREY


def _word(level: str) -> str:
    return str(Level(level).label) if level else ""


def _picture(told: FourColour) -> str:
    """As SVG, because that is how a sheet takes a picture that travels as text; empty without one."""
    if told.picture is None:
        return ""
    width, height = told.size
    with content(told.picture) as original:
        data: Any = b64encode(thumbnail(original, PIXELS, "JPEG")).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )
