"""A block of firms with all that a firm's own hand made: the rows that the database cannot multiply by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from random import Random
from typing import Any

from django.db.models import Model
from shapely import Point
from shapely.geometry import shape

from changqian.platform.city import (
    accidents,
    drills,
    floor,
    ids,
    loops,
    machines,
    organisations,
    people,
    points,
    posts,
    regulations,
    whistles,
)
from changqian.platform.city.copying import copy, draft, pointed
from changqian.platform.city.firms import WEIGHTS, Firm, Place, Setting, firms
from changqian.platform.city.points import Staff
from changqian.platform.city.trades import BY_CODE, TRADES
from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.hazards.models import Event, Hazard, Round
from changqian.platform.commons.hazards.services.reporting import number_prefix
from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.dictionaries.services import items, supervised_industry
from changqian.platform.foundation.enterprises.models import Department, Enterprise, Site, Tag
from changqian.platform.foundation.regions.boundaries import outline
from changqian.platform.foundation.regions.models import Kind, Region
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.dates import month_of
from changqian.platform.ledgerkit import partitions
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.posts.models import Post, PostAssessment, PostEdition, PostScore
from changqian.platform.safety.projects.models import SafetyProject
from changqian.platform.safety.regulations.models import Opinion, Regulation, RegulationVersion
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.services import bands
from changqian.platform.safety.teamwork.models import TeamMeeting
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport

DEPARTMENTS = (
    *("市应急局", "市水利局", "市生态环境局", "市发改委", "市住建局", "市农业农村局"),
    *("市工信局", "市商务局"),
)


@dataclass
class Shared:
    """What all blocks of a city have in common, read once by each process."""

    seed: int
    today: date
    total: int
    users_from: int

    @cached_property
    def author(self) -> User:
        return platform()

    @cached_property
    def regions(self) -> dict[str, Region]:
        return {region.name: region for region in Region.objects.select_related("parent").order_by("path")}

    @cached_property
    def users(self) -> dict[str, User]:
        """The cast."""
        return {row.username: row for row in User.objects.filter(username__in=[each.username for each in people.CAST])}

    @cached_property
    def classes(self) -> dict[str, dict[str, Any]]:
        """The delivered guidance for equipment."""
        found = items("equipment_classes", on=self.today).order_by("code")
        return {row.code: {"name": row.name, **row.extra} for row in found}

    @cached_property
    def supervised(self) -> dict[str, str]:
        return {trade.industry: supervised_industry(trade.industry, on=self.today) for trade in TRADES}

    @cached_property
    def judged_by(self) -> list[Any]:
        return list(bands(self.today))

    @cached_property
    def setting(self) -> Setting:
        towns = [region for region in self.regions.values() if region.kind == Kind.TOWN]
        return Setting(
            author=self.author,
            today=self.today,
            towns=[(town, WEIGHTS.get(town.parent.name, 5) if town.parent else 5) for town in towns],
            place=place_in_town(),
            departments=[Department.objects.current().get(name=name) for name in DEPARTMENTS],
            total=self.total,
        )


class Block:
    """Some firms of a city. They are the same whoever builds them, and whenever."""

    def __init__(self, shared: Shared, numbers: range) -> None:
        self.shared, self.numbers, self.today = shared, numbers, shared.today
        self.random = Random(f"{shared.seed} {numbers.start}")  # A text is hashed by itself, not by PYTHONHASHSEED.

    def write(self) -> None:
        self._firms()
        self._people()
        self._organisations()
        self._posts()
        self._regulations()
        self._points()
        self._hazards()
        self._drills()
        self._equipment()
        self._whistles()
        self._accidents()
        self._floor()

    def _write(self, model: type[Model], rows: Sequence[Any]) -> None:
        """Number, stamp and copy. What belongs into partitions waits beside them until the months are made."""
        ids.number(model, rows, self.numbers, users_from=self.shared.users_from)
        pointed(rows)
        for row in rows:
            if hasattr(row, "stamp"):
                row.stamp()
        waits = model in partitions.every()
        copy(model, rows, day=self.today, table=waiting(model) if waits else None)

    def _firms(self) -> None:
        self.firms = firms(self.numbers, setting=self.shared.setting, random=self.random)
        if self.numbers.start == 0:
            self._settle(self.firms[0], people.HOME_FIRM, people.HOME_TOWN, "周立新", "C3484", 1)
            self._settle(self.firms[1], people.RIVAL_FIRM, people.RIVAL_TOWN, "钱青", "C1711", 2)
        for firm in self.firms:
            firm.enterprise.supervised_industry = self.shared.supervised[firm.enterprise.industry]
        self._write(Enterprise, [firm.enterprise for firm in self.firms])
        self._write(Site, [site for firm in self.firms for site in firm.sites])
        self._write(Tag, [tag for firm in self.firms for tag in firm.tags])

    def _settle(self, firm: Firm, name: str, town: str, boss: str, industry: str, number: int) -> None:
        """Make one of the generated firms a firm of the cast: one site, in its town, running."""
        region, enterprise = self.shared.regions[town], firm.enterprise
        lon, lat = self.shared.setting.place(region, self.random)
        enterprise.name, enterprise.region, enterprise.legal_person = name, region, boss
        enterprise.uscc, enterprise.industry, enterprise.status = uscc_for(f"2999999{number}"), industry, "operating"
        enterprise.staff_count, enterprise.management = 268, "reported"
        enterprise.address = f"江苏省常州市{town}人民路{number}号"
        firm.trade = BY_CODE[industry]
        firm.sites[1:], firm.tags[:] = [], []
        site = firm.sites[0]
        site.region, site.name, site.status, site.staff_count = region, "本部厂区", "operating", 268
        site.address, site.industry, site.lon, site.lat = enterprise.address, industry, round(lon, 6), round(lat, 6)

    def _people(self) -> None:
        cast, given, made = self.shared.users, [], []
        officer, worker = Role.objects.get(code="officer"), Role.objects.get(code="worker")
        self.staff: dict[int, Staff] = {}
        for number, firm in zip(self.numbers, self.firms, strict=True):
            if number < 2:
                pair = ("officer", "worker") if number == 0 else ("rival", "two_roles")
                self.staff[id(firm)] = Staff(cast[pair[0]], cast[pair[1]])
                continue
            enterprise = firm.enterprise
            both = Staff(
                people.user(f"q{number:06d}a", enterprise.contact),
                people.user(f"q{number:06d}y", f"{enterprise.legal_person[:1]}师傅"),
            )
            self.staff[id(firm)] = both
            made += [both.officer, both.worker]
            given.append(draft(Assignment, user=both.officer, role=officer, enterprise=enterprise))
            given.append(draft(Assignment, user=both.worker, role=worker, enterprise=enterprise))
        if self.numbers.start == 0:
            given += people.assignments(cast, self.firms[0], self.firms[1], self.shared.regions)
        self._write(User, made)
        self._write(Assignment, given)
        self._write(Membership, people.members(given, self.shared.author))
        self.people = {
            id(firm): people.staff_of(firm, self.staff[id(firm)], today=self.today, random=self.random)
            for firm in self.firms
        }
        self._write(Person, [person for theirs in self.people.values() for person in theirs])

    def _organisations(self) -> None:
        made = [
            each
            for number, firm in zip(self.numbers, self.firms, strict=True)
            for each in organisations.organisations_of(
                firm, self.people[id(firm)], self.staff[id(firm)].officer, number=number, today=self.today
            )
        ]
        self._write(SafetyOrganisation, made)

    def _posts(self) -> None:
        made = posts.Made()
        for number, firm in zip(self.numbers, self.firms, strict=True):
            officer = self.staff[id(firm)].officer
            posts.posts_of(firm, self.people[id(firm)], officer, number=number, today=self.today, made=made)
        ids.number(PostEdition, made.editions, self.numbers, users_from=self.shared.users_from)
        self._write(Post, made.posts)
        self._write(PostEdition, made.editions)
        self._write(PostAssessment, made.rounds)
        self._write(PostScore, made.scores)

    def _floor(self) -> None:
        made = floor.Made()
        for number, firm in zip(self.numbers, self.firms, strict=True):
            officer = self.staff[id(firm)].officer
            floor.floor_of(firm, self.people[id(firm)], officer, number=number, today=self.today, made=made)
        self._write(TrainingSession, made.lessons)
        self._write(TeamMeeting, made.meetings)
        self._write(WorkPermit, made.permits)
        self._write(SafetyProject, made.projects)

    def _regulations(self) -> None:
        made = regulations.Made()
        for number, firm in zip(self.numbers, self.firms, strict=True):
            officer = self.staff[id(firm)].officer
            regulations.regulations_of(firm, officer, number=number, today=self.today, made=made)
        ids.number(RegulationVersion, made.versions, self.numbers, users_from=self.shared.users_from)
        self._write(Regulation, made.regulations)
        self._write(RegulationVersion, made.versions)
        self._write(Opinion, made.opinions)

    def _points(self) -> None:
        made = [
            point
            for number, firm in zip(self.numbers, self.firms, strict=True)
            for point in points.points_of(
                firm,
                self.staff[id(firm)],
                supervised=firm.enterprise.supervised_industry,
                bands=self.shared.judged_by,
                setting=self.shared.setting,
                random=self.random,
                levels=points.SHOWN if number == 0 else (),
            )
        ]
        self._write(RiskPoint, made)

    def _hazards(self) -> None:
        told = [
            loop
            for number, firm in zip(self.numbers, self.firms, strict=True)
            for site in firm.sites
            for loop in loops.loops_of(
                site,
                12 if number == 0 else loops.how_many(self.random),
                self.staff[id(firm)],
                self.shared.users["town"],
                today=self.today,
                random=self.random,
            )
        ]
        told.sort(key=lambda loop: loop.hazard.found_at)
        self._number([loop.hazard for loop in told])
        self._write(Hazard, [loop.hazard for loop in told])
        self._write(Round, [row for loop in told for row in loop.rounds])
        self._write(Event, [row for loop in told for row in loop.events])

    def _number(self, hazards: Sequence[Hazard]) -> None:
        """As the ledger numbers them: per district and month, in the order of finding; each block has its own room."""
        prefixes: dict[tuple[int, date], str] = {}
        series: dict[str, Iterator[int]] = {}
        for hazard in hazards:
            where = hazard.site.region_id, month_of(hazard.found_on)
            if where not in prefixes:
                prefixes[where] = number_prefix(hazard.site.region, hazard.found_on)
            prefix = prefixes[where]
            hazard.number = f"{prefix}-{next(series.setdefault(prefix, count(self.numbers.start + 1))):06d}"

    def _drills(self) -> None:
        plans: list[EmergencyPlan] = []
        held: list[Drill] = []
        for firm in self.firms:
            author = self.staff[id(firm)].officer
            given: dict[str, Any] = {"today": self.today, "random": self.random}
            of_firm = drills.plans_of(firm, author, **given)
            plans += of_firm
            held += drills.drills_of(firm, of_firm, self.people[id(firm)][: people.POSTS], author, **given)
        self._write(EmergencyPlan, plans)
        self._write(Drill, held)

    def _equipment(self) -> None:
        classes = self.shared.classes
        told = [
            (machines.machinery_of(
                firm, site, self.staff[id(firm)], self.people[id(firm)][: people.POSTS], classes,
                today=self.today, random=self.random,
            ), self.staff[id(firm)])
            for firm in self.firms
            for site in firm.sites
        ]  # fmt: skip
        self._write(Equipment, [row for made, _ in told for row in made.equipment])
        self._write(SafetyDevice, [row for made, _ in told for row in made.devices])
        self._write(Examination, [row for made, _ in told for row in made.examinations])
        self._write(Plan, [plan for made, _ in told for plan in made.plans])
        due: list[PlanTask] = []
        looks: list[Inspection] = []
        for made, staff in told:
            for plan in made.plans:
                covered = [
                    row for row in made.equipment if row.class_code == plan.subject_group and row.status == "in_use"
                ]
                asked = machines.asked_by(plan.kind, classes[plan.subject_group])
                theirs = list(machines.tasks_of(plan, covered, today=self.today, random=self.random))
                due += theirs
                seen = (machines.look_of(task, asked, staff, random=self.random) for task in theirs)
                looks += [look for look in seen if look]
        self._write(PlanTask, due)
        self._write(Inspection, looks)

    def _whistles(self) -> None:
        """The firm of the cast tells its own (`whistles.Stories`)."""
        policies: dict[int, WhistlePolicy] = {}
        for firm in self.firms[1 if self.numbers.start == 0 else 0 :]:
            officer = self.staff[id(firm)].officer
            made = whistles.policy_of(firm, self.people[id(firm)], officer, today=self.today, random=self.random)
            if made:
                policies[id(firm)] = made
        ruled = [firm for firm in self.firms if id(firm) in policies]
        self._write(WhistlePolicy, list(policies.values()))
        self._write(WhistleChannel, [
            channel for firm in ruled
            for channel in whistles.channels_of(
                firm, policies[id(firm)], self.staff[id(firm)].officer, random=self.random
            )
        ])  # fmt: skip
        told = [
            both for firm in ruled
            for both in whistles.rewards_of(
                firm, policies[id(firm)], self.shared.author, today=self.today, random=self.random
            )
        ]  # fmt: skip
        self._write(WhistleReport, [report for report, _ in told])
        self._write(WhistleIdentity, [identity for _, identity in told])

    def _accidents(self) -> None:
        """The firm of the cast tells its own (`accidents.tell`)."""
        happened: list[Accident] = []
        hurt: list[Injury] = []
        for firm in self.firms[1 if self.numbers.start == 0 else 0 :]:
            officer = self.staff[id(firm)].officer
            theirs = self.people[id(firm)][: people.POSTS]
            made = accidents.accidents_of(firm, theirs, officer, today=self.today, random=self.random)
            happened += made[0]
            hurt += made[1]
        self._write(Accident, happened)
        self._write(Injury, hurt)


def waiting(model: type[Model]) -> str:
    """The table where rows of a partitioned model wait for their month."""
    return f"city_{model._meta.db_table}"


def place_in_town() -> Place:
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
