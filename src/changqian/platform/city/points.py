"""Risk points of the demonstration city, with their versions, check items and 常安码."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm, Setting
from changqian.platform.city.risks import LEVEL_SHARES, POINTS, RiskTemplate
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import (
    DEFAULT_CONTROL,
    Band,
    Level,
    Method,
    Status,
    assess,
    card_state,
)

PER_SITE = (4, 16)
"Fewest and most risk points of a site: ten on average, so that 120 000 sites have 1.2 million."
SHOWN = (*("major", "large", "large", "general", "general", "general"), *("low", "low", "low", "low"))
"Levels of the risk points of the firm of the cast: each of the four colours is there to be looked at."
CHANGED_SINCE, WITHOUT_CARD = 7, 12
"Of a hundred days of registration: on the first a point changed since its card was made, on the next it has no card."
WHERE = ("东侧", "西侧", "南侧", "北侧", "一层", "二层", "A区", "B区", "1号", "2号", "3号")


@dataclass(slots=True)
class Staff:
    """The two people of a firm that the demonstration writes in the name of."""

    officer: User
    worker: User


def points_of(
    firm: Firm,
    staff: Staff,
    *,
    supervised: str,
    bands: Sequence[Band],
    setting: Setting,
    random: Random,
    levels: Sequence[str] = (),
) -> Iterator[RiskPoint]:
    """The risk points of a firm's sites, of these `levels` or as it comes. A point's name is its template's."""
    for site in firm.sites:
        used: set[tuple[str, str]] = set()
        for number, level in enumerate(levels or [""] * random.randint(*PER_SITE), start=1):
            template = _template(random, supervised, level)
            place = f"{template.place}{random.choice(WHERE)}"
            while (template.name, place) in used:
                place = f"{template.place}{random.randint(1, 99)}号位"
            used.add((template.name, place))
            yield _point(site, number, template, place, staff, bands, setting, random)


def _template(random: Random, supervised: str, level: str) -> RiskTemplate:
    level = level or random.choices(tuple(LEVEL_SHARES), tuple(LEVEL_SHARES.values()))[0]
    fitting = _fitting(level, supervised)
    return random.choice(fitting or _fitting("low", ""))


@cache
def _fitting(level: str, supervised: str) -> tuple[RiskTemplate, ...]:
    found = tuple(t for t in POINTS if t.level == level and (not t.industries or supervised in t.industries))
    return found or tuple(t for t in POINTS if t.level == level and not t.industries)


def _point(
    site: Site,
    number: int,
    template: RiskTemplate,
    place: str,
    staff: Staff,
    bands: Sequence[Band],
    setting: Setting,
    random: Random,
) -> RiskPoint:
    likelihood, exposure, consequence = (Decimal(str(value)) for value in template.lec)
    judged = assess(Method.LEC, likelihood=likelihood, exposure=exposure, consequence=consequence, bands=bands)
    registered = setting.today - timedelta(days=random.randint(60, 1500))
    stopped = random.random() < 0.03
    unfinished = not stopped and random.random() < 0.02
    status = Status.STOPPED if stopped else Status.DRAFT if unfinished else Status.ACTIVE
    lot = registered.toordinal() % 100
    revision = 0 if unfinished else 2 if status == Status.ACTIVE and lot < CHANGED_SINCE else 1
    shown = None if unfinished or CHANGED_SINCE <= lot < WITHOUT_CARD else 1
    return draft(
        RiskPoint,
        created_by=staff.officer,
        site=site,
        number=f"{number:04d}",
        registered_on=registered,
        name=template.name,
        kind=template.kind,
        location=place,
        lon=site.lon,
        lat=site.lat,
        method=Method.LEC,
        likelihood=likelihood,
        exposure=exposure,
        consequence=consequence,
        inherent_level=judged.level,
        score=judged.score,
        assessed_level=judged.level,
        level=judged.level,
        level_reasons=judged.told(),
        factors=template.factors,
        accident_types=list(template.accidents),
        consequences="人员伤亡、财产损失" if template.level in ("major", "large") else "人员受伤",
        engineering=template.engineering,
        management=template.management,
        training="岗前培训，每年不少于一次专项培训",
        ppe="按岗位配发劳动防护用品",
        emergency=template.emergency,
        control_level=DEFAULT_CONTROL[Level(judged.level)],
        shifts=random.choice((1, 1, 2)),
        responsible_department=template.place,
        responsible=staff.worker,
        responsible_name=staff.worker.name,
        responsible_phone=site.contact_phone,
        supervise_phone="12350",
        status=status,
        revision=revision,
        card_state=card_state(status, revision=revision, shown=shown),
        card_revision=shown,
        card_made_on=registered + timedelta(days=1) if shown else None,
        activated_on=None if unfinished else registered,
        stopped_on=setting.today - timedelta(days=random.randint(5, 50)) if stopped else None,
        stop_reason="设备已拆除" if stopped else "",
    )
