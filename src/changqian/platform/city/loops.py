"""Hazards of the demonstration city, each somewhere on its way round the closed loop."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from changqian.platform.city.copying import draft
from changqian.platform.city.hazards import HAZARDS, HazardTemplate
from changqian.platform.city.points import Staff
from changqian.platform.commons.hazards.models import Event, Hazard, Round
from changqian.platform.commons.hazards.rules import Level, Result, Source, Status, Step
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site

SOURCES = (
    (Source.SELF_CHECK, 70), (Source.GRID, 10), (Source.ENFORCEMENT, 6), (Source.EXPERT, 5),
    (Source.INSURER, 4), (Source.WHISTLE, 3), (Source.DEPARTMENT, 2),
)  # fmt: skip
CLOSED_IN_TIME, CLOSED_LATE, CLOSED_EARLY = 0.97, 0.85, 0.5
"Shares that are closed: of hazards long past their deadline, of those just past it, of those that still have time."

REPEATED = 0.08
"How many of a site's hazards are one that it had before."
REPEAT_DAYS = 90


def how_many(random: Random) -> int:
    """Hazards of a site in a year: 400 000 of 120 000 sites."""
    return random.randint(0, 6) + (random.random() < 1 / 3)


@dataclass(slots=True)
class Loop:
    """A hazard with its rounds and the lines of its story."""

    hazard: Hazard
    rounds: list[Round] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def tell(self, step: str, status: str, actor: User, at: datetime, words: str = "") -> None:
        self.events.append(draft(Event, hazard=self.hazard, step=step, status=status, actor=actor, at=at, words=words))


def loops_of(site: Site, count: int, staff: Staff, regulator: User, *, today: date, random: Random) -> Iterator[Loop]:
    """`count` hazards of a site over the last year; some come back where they were."""
    seen: list[HazardTemplate] = []
    told: list[Loop] = []
    for _ in range(count):
        again = seen and random.random() < REPEATED
        seen.append(random.choice(seen) if again else _template(random))
        told.append(_loop(site, seen[-1], staff, regulator, today=today, random=random))
    last: dict[tuple[str, str], date] = {}
    for hazard in sorted((loop.hazard for loop in told), key=lambda hazard: hazard.found_at):
        before = last.get((hazard.category, hazard.location))
        hazard.recurring = before is not None and (hazard.found_on - before).days <= REPEAT_DAYS
        last[hazard.category, hazard.location] = hazard.found_on
    yield from told


def _loop(site: Site, template: HazardTemplate, staff: Staff, regulator: User, *, today: date, random: Random) -> Loop:
    source = random.choices([s for s, _ in SOURCES], [w for _, w in SOURCES])[0]
    official = source in (Source.GRID, Source.ENFORCEMENT, Source.DEPARTMENT)
    finder = regulator if official else random.choice((staff.officer, staff.worker))
    found_on = today - timedelta(days=int(365 * random.random() ** 1.3))
    found_at = _at(found_on, random)
    hazard = draft(
        Hazard,
        created_by=finder,
        site=site,
        description=template.description,
        location=template.place,
        category=template.category,
        source=source,
        level=Level.MAJOR if template.major else Level.GENERAL,
        criterion=template.basis,
        level_basis="工贸企业重大事故隐患判定标准（应急管理部令第10号）" if template.major else "",
        lon=site.lon,
        lat=site.lat,
        found_by=finder,
        found_at=found_at,
        found_on=found_on,
        captured_at=found_at,
    )
    loop = Loop(hazard)
    loop.tell("report", Status.REPORTED, finder, found_at, template.description)
    old = (today - found_on).days
    if old < 1 and random.random() < 0.6:
        return loop
    _assign(loop, template, staff, found_at, random)
    if template.major and old < 60:
        _supervise(loop, regulator, found_at)
    if old > 3 and random.random() < _closed_share(hazard, today):
        _rectify(loop, template, staff, regulator if official or template.major else staff.officer, today, random)
    return loop


def _closed_share(hazard: Hazard, today: date) -> float:
    left = (hazard.deadline - today).days if hazard.deadline else 0
    return CLOSED_EARLY if left >= 0 else CLOSED_LATE if left > -14 else CLOSED_IN_TIME


def _template(random: Random) -> HazardTemplate:
    major = random.random() < 0.012
    return random.choice([template for template in HAZARDS if template.major == major])


def _assign(loop: Loop, template: HazardTemplate, staff: Staff, found_at: datetime, random: Random) -> None:
    hazard, at = loop.hazard, found_at + timedelta(hours=random.randint(1, 6))
    hazard.responsible, hazard.responsible_name = staff.worker, staff.worker.name
    hazard.measures, hazard.funds = template.measures, Decimal(random.choice((0, 200, 500, 1200, 3000, 8000)))
    hazard.emergency_plan = "整改期间设专人监护，异常立即停用并撤离"
    days = random.randint(30, 90) if template.major else random.choice((3, 5, 7, 10, 15))
    hazard.deadline = hazard.found_on + timedelta(days=days)
    hazard.assigned_at, hazard.status = at, Status.RECTIFYING if random.random() < 0.7 else Status.ASSIGNED
    loop.tell(
        Step.ASSIGN, Status.ASSIGNED, staff.officer, at, f"整改责任人{staff.worker.name}，措施：{template.measures}"
    )
    if hazard.status == Status.RECTIFYING:
        loop.tell(Step.START, Status.RECTIFYING, staff.worker, at + timedelta(hours=2))


def _supervise(loop: Loop, regulator: User, found_at: datetime) -> None:
    hazard = loop.hazard
    hazard.notified_at = found_at + timedelta(hours=1)
    hazard.notified_to = "区应急管理局"
    hazard.is_supervised, hazard.supervised_at = True, found_at + timedelta(days=1)
    hazard.supervising_body = "区安全生产委员会"
    hazard.supervise_no = f"安督〔{hazard.found_on.year}〕{hazard.found_on.timetuple().tm_yday}号"
    hazard.supervise_deadline = hazard.deadline
    hazard.supervise_leader = "分管副区长"
    loop.tell(Step.SUPERVISE, hazard.status, regulator, hazard.supervised_at, "重大隐患挂牌督办")


def _rectify(loop: Loop, template: HazardTemplate, staff: Staff, reviewer: User, today: date, random: Random) -> None:
    hazard = loop.hazard
    last = (today - hazard.found_on).days
    took = min(max(1, int(random.gauss(hazard_days(hazard) * 0.7, 3))), max(1, last - 1))
    done_on = hazard.found_on + timedelta(days=took)
    submitted_at = _at(done_on, random)
    hazard.rounds_count, hazard.rectified_by = 1, staff.worker
    hazard.rectified_at, hazard.rectified_on = submitted_at, done_on
    hazard.cost, hazard.status = hazard.funds, Status.SUBMITTED
    number = draft(Round,
        hazard=hazard, number=1, done=template.done, cost=hazard.funds,
        submitted_by=staff.worker, submitted_at=submitted_at,
    )  # fmt: skip
    loop.rounds.append(number)
    loop.tell(Step.SUBMIT, Status.SUBMITTED, staff.worker, submitted_at, template.done)
    if random.random() < 0.1 and last - took < 10:
        return
    closed_on = min(done_on + timedelta(days=random.randint(0, 2)), today)
    closed_at = max(_at(closed_on, random), submitted_at + timedelta(minutes=30))
    number.result, number.reviewed_by, number.reviewed_at = Result.PASSED, reviewer, closed_at
    number.comment = "现场复查，已整改到位"
    hazard.reviewed_by, hazard.reviewed_at = reviewer, closed_at
    hazard.closed_at, hazard.closed_on = closed_at, closed_on
    hazard.days_to_close = (closed_on - hazard.found_on).days
    hazard.status, hazard.is_supervised = Status.CLOSED, False
    loop.tell(Step.PASS_REVIEW, Status.CLOSED, reviewer, closed_at, "现场复查，已整改到位")


def hazard_days(hazard: Hazard) -> int:
    """Days the rectification was given."""
    return (hazard.deadline - hazard.found_on).days if hazard.deadline else 7


def _at(day: date, random: Random) -> datetime:
    return datetime.combine(day, time(random.randint(8, 16), random.randint(0, 59)), timezone.get_default_timezone())
