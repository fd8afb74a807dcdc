"""The four-colour map of the firm of the cast: a yard drawn in code, its halls as zones, its risks in their places."""

from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from changqian.platform.commons.siteplans.services import add_plan, draw_plan
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.files.services import store
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import IN_FORCE, SUBJECT

WIDE, HIGH = 1600, 1000
ACROSS, METRES = 3, 240
LEFT_OUT = 2
"Risks that nobody has put on the plan yet."
WALL, FLOOR, YARD, ROAD, GREEN = "#5F7088", "#FFFFFF", "#EDF1F6", "#D5DDE8", "#DCEBDD"
Box = tuple[float, float, float, float]


def tell(home: Enterprise, officer: User, *, today: date) -> None:
    """One plan, drawn this morning."""
    now = timezone.make_aware(datetime.combine(today, time(8, 20)))
    site = Site.objects.current().filter(enterprise=home).earliest("pk")
    risks = list(RiskPoint.objects.current().filter(site=site, status__in=IN_FORCE).order_by("number"))
    halls = _halls(sorted({risk.responsible_department for risk in risks}))
    picture = store(_picture(halls.values()), name="厂区总平面.png", actor=officer, now=now)
    plan = add_plan(
        actor=officer, site=site, name="厂区总平面", metres=METRES, north=12, picture=[picture.pk]
    )  # fmt: skip
    marks, standing = [], dict.fromkeys(halls, 0)
    for risk in risks[: -LEFT_OUT or None]:
        left, top, right, bottom = halls[risk.responsible_department]
        place = standing[risk.responsible_department]
        standing[risk.responsible_department] += 1
        x = left + (right - left) * (0.2 + 0.3 * (place % 3))
        y = top + (bottom - top) * (0.42 + 0.26 * (place // 3 % 3))
        marks.append({"kind": SUBJECT, "id": risk.pk, "x": x, "y": y})
    zones = [
        {"name": name[:30], "ring": [[left, top], [right, top], [right, bottom], [left, bottom]]}
        for name, (left, top, right, bottom) in halls.items()
    ]
    draw_plan(plan.pk, actor=officer, expected_version=None, zones=zones, marks=marks, now=now)  # type: ignore[arg-type]


def _halls(names: list[str]) -> dict[str, Box]:
    """A hall for each, in rows of three, in shares of the yard."""
    rows = -(-len(names) // ACROSS)
    wide, high = 0.84 / ACROSS, 0.78 / rows
    return {
        name: (
            0.06 + (n % ACROSS) * (wide + 0.02),
            0.07 + (n // ACROSS) * (high + 0.02 / rows),
            0.06 + (n % ACROSS) * (wide + 0.02) + wide,
            0.07 + (n // ACROSS) * (high + 0.02 / rows) + high * 0.9,
        )
        for n, name in enumerate(names)
    }


def _picture(halls: Iterable[Box]) -> BytesIO:
    """What an office would draw: walls with a gap for the door, the road round the halls, the gate below."""
    sheet = Image.new("RGB", (WIDE, HIGH), YARD)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((20, 20, WIDE - 20, HIGH - 20), fill=ROAD, outline=WALL, width=6)
    pen.rectangle((40, HIGH - 110, WIDE * 0.42, HIGH - 40), fill=GREEN)
    pen.rectangle((WIDE * 0.58, HIGH - 110, WIDE - 40, HIGH - 40), fill=GREEN)
    pen.rectangle((WIDE * 0.46, HIGH - 28, WIDE * 0.54, HIGH - 12), fill=YARD)
    for left, top, right, bottom in halls:
        box = left * WIDE, top * HIGH, right * WIDE, bottom * HIGH
        pen.rectangle(box, fill=FLOOR, outline=WALL, width=5)
        middle = (box[0] + box[2]) / 2
        pen.rectangle((middle - 26, box[3] - 6, middle + 26, box[3] + 2), fill=ROAD)
        for n in (1, 2):
            across = box[0] + (box[2] - box[0]) * n / 3
            pen.line((across, box[1] + 6, across, box[1] + (box[3] - box[1]) * 0.16), fill=WALL, width=3)
    written = BytesIO()
    sheet.save(written, "PNG")
    written.seek(0)
    return written
