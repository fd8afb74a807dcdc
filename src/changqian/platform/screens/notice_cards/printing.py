"""Notice cards (安全风险告知卡) and the board at the gate (公告栏) on paper, from approved versions.

140号令第十六条 and 江苏省生产经营单位安全风险管理条例第十六条 say what stands on them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.printing import INK
from changqian.platform.commons.codes.rules import Colour
from changqian.platform.commons.codes.services import address_of
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.kernel.paper import drawn, printed
from changqian.platform.safety.risks.models import RiskPoint, RiskPointVersion
from changqian.platform.safety.risks.rules import COLOURS, MEASURES, SEVERITY, Level
from changqian.platform.screens.notice_cards.signs import signs_for, svg, table

DATA = Path(__file__).with_name("data")
DARK, LIGHT = "#111111", "#FFFFFF"
ON = {"red": LIGHT, "orange": DARK, "yellow": DARK, "blue": LIGHT}
"What is read on each of the four colours."


Card = tuple[RiskPoint, RiskPointVersion, SafeCode | None, str]


def cards_pdf(cards: Iterable[Card], *, names: Mapping[str, str], now: datetime) -> bytes:
    """A page a card: of the point, its version in force, the code on it and the responsible person's phone."""
    made = [
        {
            **(said := words_of(card, names=names, now=now)),
            "qr": _qr(card[2]),
            "signs": [{"name": table()[each]["name"], "svg": svg(each)} for each in said["sign_codes"]],
        }
        for card in cards
    ]
    return printed(DATA / "card.typ", {"cards": made})


def words_of(card: Card, *, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What a card says, on whatever paper."""
    point, version, _, phone = card
    return {
        **_words(version, names),
        "enterprise": point.enterprise.name,
        "site": point.site.name,
        "phone": phone,
        "sign_codes": signs_for(version.content.get("accident_types") or ()),
        "made": f"{timezone.localdate(version.approved_at):%Y-%m-%d}",
        "revision": version.revision,
        "printed": _day(now),
    }


def address_on(card: Card) -> str:
    """Where the code of a card leads; empty for a card without one."""
    code = card[2]
    return address_of(code) if code else ""


def poster_pdf(
    site: Site, versions: Sequence[RiskPointVersion], code: SafeCode | None, *, names: Mapping[str, str], now: datetime
) -> bytes:
    """All risks of a site, the highest first, with the four colours counted."""
    order = sorted(versions, key=lambda each: (-SEVERITY[Level(each.content["level"])], each.content["number"]))
    counts = [
        {"label": str(level.label), "colour": INK[Colour(COLOURS[level])], "count": len(same)}
        for level in Level
        if (same := [each for each in versions if each.content["level"] == level])
    ]
    given = {
        "enterprise": site.enterprise.name, "site": site.name, "qr": _qr(code), "counts": counts,
        "risks": [_words(each, names) for each in order], "printed": _day(now),
    }  # fmt: skip
    return printed(DATA / "poster.typ", given)


def _words(version: RiskPointVersion, names: Mapping[str, str]) -> dict[str, Any]:
    said = version.content
    level = Level(said["level"])
    accidents = "、".join(names.get(each, each) for each in said.get("accident_types") or ())
    measures = [
        {"label": label, "text": said[name]} for name, label in MEASURES if name != "emergency" and said.get(name)
    ]
    return {
        **{name: said.get(name) or "" for name in ("number", "name", "location", "factors", "emergency")},
        "level": str(level.label),
        "colour": INK[Colour(COLOURS[level])],
        "ink": ON[COLOURS[level]],
        "accidents": "；".join(each for each in (accidents, said.get("consequences")) if each),
        "measures": measures,
        "department": said.get("responsible_department") or "",
        "responsible": said.get("responsible_name") or "",
        "supervise": said.get("supervise_phone") or "",
        "control": str(ControlLevel(said["control_level"]).label) if said.get("control_level") else "",
    }


def _qr(code: SafeCode | None) -> str:
    return drawn(address_of(code), kind="svg", scale=1, border=1).decode() if code else ""


def _day(now: datetime) -> str:
    return f"{timezone.localtime(now):%Y-%m-%d}"
