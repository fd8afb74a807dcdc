"""Builds the demonstration city: deterministic for a seed and a day, written by COPY, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Model
from shapely import Point
from shapely.geometry import shape

from changqian.platform.city import drills, joining, loops, machines, people, points, tasks
from changqian.platform.city.copying import copy, numbered, pointed
from changqian.platform.city.firms import WEIGHTS, Firm, Setting, firms
from changqian.platform.city.points import Staff
from changqian.platform.city.risks import RiskTemplate
from changqian.platform.city.trades import TRADES
from changqian.platform.commons.checks.models import CheckItem, Inspection
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.hazards.models import Event, Hazard, NumberSeries, Round
from changqian.platform.commons.hazards.services.reporting import number_prefix
from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.audit.services import record_set
from changqian.platform.foundation.dictionaries.services import items, supervised_industry
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.foundation.enterprises.models import (
    Department,
    Enterprise,
    Site,
    Tag,
    place_enterprises,
)
from changqian.platform.foundation.regions.boundaries import outline
from changqian.platform.foundation.regions.models import Kind, Region
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.ledgerkit.stats import every, rebuild
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.risks.models import (
    RiskPoint,
    RiskPointVersion,
    RiskTask,
)
from changqian.platform.safety.risks.services import bands, frequencies

Say = Callable[[str], None]
MONTHS_OF_TASKS = 3
HAZARDS_PER_SITE = (0, 8)


@dataclass
class Builder:
    enterprises: int
    today: date
    say: Say
    seed: int = 320400

    @transaction.atomic
    def build(self) -> None:
        """The whole city. Nothing of it stays if any of it fails."""
        self.random = Random(self.seed)
        self.author = platform()
        self.regions = {region.name: region for region in Region.objects.all()}
        self._firms()
        self._people()
        self._points()
        self._tasks()
        self._hazards()
        self._drills()
        self._equipment()
        elsewhere = next(each.enterprise for each in self.firms[2:] if each.enterprise.region != self.regions["湖塘镇"])
        joining.Stories(self.users, self.regions, today=self.today).tell(self.home.enterprise, elsewhere)
        for statistics in every():
            rebuild(statistics, today=self.today)
        self.say("统计事实已生成")

    def _write(self, model: type[Model], rows: Sequence[Any]) -> None:
        """Stamp, number and copy; one audit entry says how many."""
        if not rows:
            return
        numbered(model, rows)
        pointed(rows)
        for row in rows:
            if hasattr(row, "stamp"):
                row.stamp()
        copy(model, rows)
        record_set(actor=self.author, action="city.build", rows=rows[:1], changes=[{"count": len(rows)}])
        self.say(f"{model._meta.verbose_name} {len(rows)} 条")

    def _firms(self) -> None:
        names = ("市应急局", "市工信局", "市住建局", "市商务局", "市农业农村局")
        departments = [
            Department.objects.current().filter(name=name).first()
            or found_department(actor=self.author, name=name, region=self.regions["常州市"])
            for name in names
        ]
        setting = Setting(
            author=self.author, today=self.today, towns=self._towns(), place=place_in_town(), departments=departments
        )
        self.setting = setting
        self.firms = firms(self.enterprises, setting=setting, random=self.random)
        supervised = {trade.industry: supervised_industry(trade.industry, on=self.today) for trade in TRADES}
        self.home, self.rival = self.firms[0], self.firms[1]
        self._settle(self.home, people.HOME_FIRM, people.HOME_TOWN, "周立新", "C3484", 1)
        self._settle(self.rival, people.RIVAL_FIRM, people.RIVAL_TOWN, "钱青", "C1711", 2)
        for firm in self.firms:
            firm.enterprise.supervised_industry = supervised[firm.enterprise.industry]
        self._write(Enterprise, [firm.enterprise for firm in self.firms])
        self._write(Site, [site for firm in self.firms for site in firm.sites])
        self._write(Tag, [tag for firm in self.firms for tag in firm.tags])
        place_enterprises({firm.enterprise.pk for firm in self.firms})

    def _settle(self, firm: Firm, name: str, town: str, boss: str, industry: str, number: int) -> None:
        """Make one of the generated firms a firm of the cast: one site, in its town, running."""
        region, enterprise = self.regions[town], firm.enterprise
        lon, lat = self.setting.place(region, self.random)
        enterprise.name, enterprise.region, enterprise.legal_person = name, region, boss
        enterprise.uscc, enterprise.industry, enterprise.status = uscc_for(f"2999999{number}"), industry, "operating"
        enterprise.staff_count, enterprise.management = 268, "reported"
        enterprise.address = f"江苏省常州市{town}人民路{number}号"
        firm.trade = next(trade for trade in TRADES if trade.industry == industry)
        firm.sites[1:], firm.tags[:] = [], []
        site = firm.sites[0]
        site.region, site.name, site.status, site.staff_count = region, "本部厂区", "operating", 268
        site.address, site.industry, site.lon, site.lat = enterprise.address, industry, round(lon, 6), round(lat, 6)

    def _towns(self) -> list[tuple[Region, int]]:
        towns = [region for region in self.regions.values() if region.kind == Kind.TOWN]
        return [(town, WEIGHTS.get(town.parent.name, 5) if town.parent else 5) for town in towns]

    def _people(self) -> None:
        cast = [people.user(member.username, member.name) for member in people.CAST]
        self._write(User, cast)
        self.users = {row.username: row for row in cast}
        staff = []
        for number, firm in enumerate(self.firms):
            if firm in (self.home, self.rival):
                continue
            enterprise = firm.enterprise
            staff.append(people.user(f"q{number:06d}a", enterprise.contact))
            staff.append(people.user(f"q{number:06d}y", enterprise.legal_person[:1] + "师傅"))
        self._write(User, staff)
        pairs = iter(staff)
        self.staff = {}
        for firm in self.firms:
            if firm is self.home:
                self.staff[id(firm)] = Staff(self.users["officer"], self.users["worker"])
            elif firm is self.rival:
                self.staff[id(firm)] = Staff(self.users["rival"], self.users["two_roles"])
            else:
                self.staff[id(firm)] = Staff(next(pairs), next(pairs))
        officer, worker = Role.objects.get(code="officer"), Role.objects.get(code="worker")
        given = people.assignments(self.users, self.home, self.rival, self.regions)
        for firm in self.firms[2:]:
            both = self.staff[id(firm)]
            given.append(Assignment(user=both.officer, role=officer, enterprise=firm.enterprise))
            given.append(Assignment(user=both.worker, role=worker, enterprise=firm.enterprise))
        self._write(Assignment, given)
        self._write(Membership, people.members(given))
        self.people = {
            id(firm): people.staff_of(firm, self.staff[id(firm)], today=self.today, random=self.random)
            for firm in self.firms
        }
        self._write(Person, [person for theirs in self.people.values() for person in theirs])

    def _points(self) -> None:
        judged_by = bands(self.today)
        self.points: list[tuple[RiskPoint, RiskTemplate, Firm]] = [
            (point, template, firm)
            for firm in self.firms
            for point, template in points.points_of(
                firm,
                self.staff[id(firm)],
                supervised=firm.enterprise.supervised_industry,
                bands=judged_by,
                setting=self.setting,
                random=self.random,
            )
        ]
        self._write(RiskPoint, [point for point, _, _ in self.points])
        versions = [
            RiskPointVersion(
                risk_point=point,
                revision=1,
                content=points.version_content(point),
                approved_by_id=point.created_by_id,
                approved_at=points.approved_at(point),
            )
            for point, _, _ in self.points
            if point.revision
        ]
        self._write(RiskPointVersion, versions)
        self.items: dict[int, list[CheckItem]] = {
            point.pk: list(points.items_of(point, template)) for point, template, _ in self.points
        }
        self._write(CheckItem, [item for items in self.items.values() for item in items])
        codes = [points.code_of(point, self.random) for point, _, _ in self.points if point.revision]
        codes += [points.site_code(site, self.author, self.random) for firm in self.firms for site in firm.sites]
        self._write(SafeCode, codes)

    def _tasks(self) -> None:
        diligent = {id(firm): tasks.diligence(self.random) for firm in self.firms}
        this_month = month_of(self.today)
        made: list[RiskTask] = []
        inspections: list[Inspection] = []
        months = [add_months(this_month, -back) for back in range(MONTHS_OF_TASKS - 1, -1, -1)]
        required_by = tasks.required_in(months, frequencies(self.today))
        for month in months:
            for point, template, firm in self.points:
                task = tasks.task_of(
                    point,
                    month,
                    diligent=diligent[id(firm)],
                    required_by=required_by,
                    today=self.today,
                    random=self.random,
                )
                if task:
                    made.append(task)
                    ids = [item.pk for item in self.items[point.pk]]
                    staff = self.staff[id(firm)]
                    inspections.extend(
                        tasks.inspections_of(task, template, ids, staff, today=self.today, random=self.random)
                    )
        self._write(RiskTask, made)
        self._write(Inspection, inspections)

    def _hazards(self) -> None:
        regulator = self.users["town"]
        told = [
            loop
            for firm in self.firms
            for site in firm.sites
            for loop in loops.loops_of(
                site,
                12 if firm is self.home else self.random.randint(*HAZARDS_PER_SITE),
                self.staff[id(firm)],
                regulator,
                today=self.today,
                random=self.random,
            )
        ]
        told.sort(key=lambda loop: loop.hazard.found_at)
        self._number([loop.hazard for loop in told])
        self._write(Hazard, [loop.hazard for loop in told])
        self._write(Round, [row for loop in told for row in loop.rounds])
        self._write(Event, [row for loop in told for row in loop.events])

    def _drills(self) -> None:
        plans: list[EmergencyPlan] = []
        held: list[Drill] = []
        for firm in self.firms:
            author = self.staff[id(firm)].officer
            given: dict[str, Any] = {"today": self.today, "random": self.random}
            of_firm = drills.plans_of(firm, author, **given)
            plans += of_firm
            held += drills.drills_of(firm, of_firm, self.people[id(firm)], author, **given)
        self._write(EmergencyPlan, plans)
        self._write(Drill, held)

    def _equipment(self) -> None:
        classes = {row.code: {"name": row.name, **row.extra} for row in items("equipment_classes", on=self.today)}
        told = [
            (machines.machinery_of(
                firm, site, self.staff[id(firm)], self.people[id(firm)], classes, today=self.today, random=self.random
            ), self.staff[id(firm)])
            for firm in self.firms
            for site in firm.sites
        ]  # fmt: skip
        every_row = [row for made, _ in told for row in made.equipment]
        self._write(Equipment, every_row)
        self._write(SafetyDevice, [row for made, _ in told for row in made.devices])
        self._write(Examination, [row for made, _ in told for row in made.examinations])
        self._write(SafeCode, [machines.code_of(row, self.random) for row in every_row])
        self._write(Plan, [plan for made, _ in told for plan in made.plans])
        asked = {
            plan.pk: list(machines.items_of(plan, classes[plan.subject_group]))
            for made, _ in told
            for plan in made.plans
        }
        self._write(CheckItem, [item for theirs in asked.values() for item in theirs])
        due: list[PlanTask] = []
        looks: list[Inspection] = []
        for made, staff in told:
            for plan in made.plans:
                covered = [
                    row for row in made.equipment if row.class_code == plan.subject_group and row.status == "in_use"
                ]
                theirs = list(machines.tasks_of(plan, covered, today=self.today, random=self.random))
                due += theirs
                seen = (machines.look_of(task, asked[plan.pk], staff, random=self.random) for task in theirs)
                looks += [look for look in seen if look]
        self._write(PlanTask, due)
        self._write(Inspection, looks)

    def _number(self, hazards: Iterable[Hazard]) -> None:
        """Numbers as the ledger gives them: per district and month, in the order of finding."""
        series: dict[str, Any] = {}
        for hazard in hazards:
            prefix = number_prefix(hazard.site.region, hazard.found_on)
            hazard.number = f"{prefix}-{next(series.setdefault(prefix, count(1))):06d}"
        NumberSeries.objects.bulk_create(
            NumberSeries(prefix=prefix, last=next(numbers) - 1) for prefix, numbers in series.items()
        )


def place_in_town() -> Callable[[Region, Random], tuple[float, float]]:
    """A place in a town: near its centre more often than at its border, always within."""
    areas: dict[int, Any] = {}

    def place(town: Region, random: Random) -> tuple[float, float]:
        if town.pk not in areas:
            drawn = outline(town)
            areas[town.pk] = shape(drawn) if drawn else None
        area, lon, lat = areas[town.pk], town.lon or 119.95, town.lat or 31.78
        for spread in (0.018, 0.018, 0.014, 0.01, 0.008, 0.006, 0.004, 0.002):
            found = random.gauss(lon, spread), random.gauss(lat, spread * 0.8)
            if area is None or area.contains(Point(found)):
                return found
        return lon, lat

    return place
