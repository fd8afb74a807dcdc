"""Builds the demonstration city of any size: the same for a seed and a day, in parts that may be killed and taken up.

1. Blocks of firms, by COPY: everything that a firm's own hand made.
2. What follows from them, month by month and table by table, by the database.
3. Facts, indexes, foreign keys, and what the planner wants to know.

Each part is a transaction that also marks it as done; several processes take them one by one.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from time import monotonic

from django.db import connection, connections, transaction
from django.db.models import JSONField, Model, Q

from changqian.platform.city import accidents, derived, filed, ground, ids, joining, months, people, siteplans, whistles
from changqian.platform.city.block import DEPARTMENTS, Block, Shared, waiting
from changqian.platform.commons.checks.models import CheckItem, Inspection
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.hazards.models import Event, Hazard, Round
from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.audit.services import note
from changqian.platform.foundation.enterprises.census import recount
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.foundation.enterprises.models import (
    Department,
    Enterprise,
    EnterpriseRegion,
    Site,
    Tag,
)
from changqian.platform.foundation.regions.models import Region
from changqian.platform.ledgerkit.duties import keeping
from changqian.platform.ledgerkit.models import Fact, Total
from changqian.platform.ledgerkit.stats import every, store
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.posts.models import Post, PostAssessment, PostEdition, PostScore
from changqian.platform.safety.projects.models import SafetyProject
from changqian.platform.safety.regulations.models import Opinion, Regulation, RegulationVersion
from changqian.platform.safety.risks.models import ControlChange, NoticeCard, RiskPoint, RiskPointVersion, RiskTask
from changqian.platform.safety.teamwork.models import TeamMeeting
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport

Say = Callable[[str], None]
BLOCK = 250
"Firms in a block: some seconds of work, so that little is lost with it, and little memory held."
QUIET_SECONDS = 10
MUCH_AT_ONCE = """
SET LOCAL synchronous_commit = off;
SET LOCAL work_mem = '256MB';
SET LOCAL maintenance_work_mem = '2GB';
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL max_parallel_maintenance_workers = 0
"""
"Each process has a core of its own; a part that is lost is done again, so none waits for the disk."

IN_PARTITIONS: tuple[type[Model], ...] = (RiskTask, Inspection, PlanTask)
TABLES: tuple[type[Model], ...] = (
    *(RiskTask, Inspection, PlanTask, Fact, CheckItem, SafeCode, Person, Event, RiskPoint, RiskPointVersion),
    *(NoticeCard, ControlChange),
    *(SafetyDevice, Equipment, Drill, Hazard, Round, Plan, Examination, EmergencyPlan, User, Assignment),
    *(Accident, Injury, SafetyOrganisation, Post, PostEdition, PostAssessment, PostScore),
    *(Regulation, RegulationVersion, Opinion),
    *(TrainingSession, TeamMeeting, WorkPermit, SafetyProject),
    *(Membership, WhistleChannel, WhistleReport, WhistleIdentity, WhistlePolicy),
    *(Enterprise, EnterpriseRegion, Site, Tag),
)
"What a city fills, the biggest first."
DERIVED: tuple[type[Model], ...] = (CheckItem, SafeCode, RiskPointVersion, NoticeCard, ControlChange, EnterpriseRegion)
"Those of them that the database multiplies, beside the partitioned ones."
COUNTED: tuple[type[Model], ...] = (Fact, Total)
NAMES: dict[type[Model], str] = {
    Fact: "统计事实", RiskPointVersion: "风险点版本", Assignment: "任职", EnterpriseRegion: "企业所在地区",
}  # fmt: skip
"What models are called that no page shows."


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of work: its name in the list of what is done, how long it takes beside others, and what it does."""

    name: str
    cost: float
    work: Callable[[Shared], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """Parts that may be done in any order, also at the same time."""

    title: str
    parts: list[Part]


@dataclass
class Builder:
    enterprises: int
    today: date
    say: Say
    seed: int = 320400
    processes: int = 1

    def build(self) -> None:
        """Begin the city, or go on with the one that was begun here."""
        if ground.begun() is None:
            with transaction.atomic():
                self._begin()
        self.shared = self._shared()
        stages = list(self._stages())
        done = ground.done()
        self.left = sum(part.cost for stage in stages for part in stage.parts if part.name not in done)
        self.started = self.said = monotonic()
        self.worked = 0.0
        for stage in stages:
            self._run(stage, [part for part in stage.parts if part.name not in done])
        with transaction.atomic():
            self._finish()

    def _begin(self) -> None:
        """The cast and the departments, who have their numbers before everybody else."""
        author, city = platform(), Region.objects.get(name="常州市")
        users_from = max(User.objects.latest("pk").pk, ids.LEAST_USER)
        said = {"enterprises": self.enterprises, "today": self.today, "seed": self.seed}
        ground.begin({**said, "users_from": users_from})
        ground.take_down(TABLES)
        ground.hush((model._meta.db_table for model in TABLES), quiet=True)
        for model in IN_PARTITIONS:
            ground.waiting_room(model, waiting(model))
        for name in DEPARTMENTS:
            if not Department.objects.current().filter(name=name).exists():
                found_department(actor=author, name=name, region=city)
        cast = [people.user(member.username, member.name) for member in people.CAST]
        for key, user in enumerate(cast, start=users_from + 1):
            user.pk = key
        User.objects.bulk_create(cast)

    def _shared(self) -> Shared:
        """Nothing read yet: a process reads with its own connection."""
        begun = ground.begun() or {}
        return Shared(self.seed, self.today, self.enterprises, begun["users_from"])

    def _stages(self) -> Iterator[Stage]:
        blocks = [range(at, min(at + BLOCK, self.enterprises)) for at in range(0, self.enterprises, BLOCK)]
        yield Stage("企业及其台账", [Part(f"block {each.start}", len(each), partial(_block, each)) for each in blocks])
        size = self.enterprises
        written = [model for model in TABLES if model not in (*IN_PARTITIONS, *DERIVED, *COUNTED)]
        yield Stage("分析", self._looks_at(written))
        works = [Part(work.__name__, 0.01 * size, work) for work in derived.WORKS]
        tasks, plans = self._monthly("tasks", 0.02, months.task_month), self._monthly("plans", 0.002, months.plan_month)
        yield Stage("检查项、常安码与月度任务", [*tasks, *works, *plans])
        older = Part("older", 0.002 * size, months.older)
        yield Stage("检查记录", [*self._monthly("looks", 0.03, months.inspection_month), older])
        rest = (*IN_PARTITIONS, *DERIVED)
        yield Stage("分析明细", self._looks_at(rest))
        yield Stage("统计事实", list(self._facts()))
        yield Stage("分析事实", self._looks_at(COUNTED))
        indexes = ground.taken_down("index")
        yield Stage("索引", [Part(f"index {name}", 0.005 * size, partial(_index, name)) for name, _ in indexes])
        yield Stage("外键", [Part("keys", 0.001 * size, _keys)])
        tables = dict.fromkeys(table for _, table in ground.taken_down("key"))
        yield Stage("核对外键", [Part(f"keys {table}", 0.005 * size, partial(_check, table)) for table in tables])
        duties = [Part(f"owed {duty.name}", 0.001 * size, partial(_owed, duty.name)) for duty in keeping.every()]
        yield Stage("应办事项", duties)
        counting = [Part(f"count {model._meta.label}", 0.002 * size, partial(_count, model)) for model in TABLES]
        yield Stage("清点", counting)
        yield Stage("月度小结", self._monthly("summary", 0.01, months.summary_month, months.summed_up(self.today)))

    def _looks_at(self, models: Iterable[type[Model]]) -> list[Part]:
        """What the planner wants to know of these tables."""
        cost = 0.001 * self.enterprises
        return [Part(f"look at {model._meta.label}", cost, partial(_analyze, model)) for model in models]

    def _monthly(
        self, name: str, cost: float, work: Callable[[Shared, date], None], of: Iterable[date] | None = None
    ) -> list[Part]:
        """A part for each of these months, or of all that the city looks back on."""
        looked_at = of or months.months(self.today)
        return [Part(f"{name} {month}", cost * self.enterprises, partial(_month, work, month)) for month in looked_at]

    def _facts(self) -> Iterator[Part]:
        looked_at = months.months(self.today)
        for statistics in every():
            if statistics.model in IN_PARTITIONS:
                parts = [Q(month=month) for month in looked_at] + [Q(month__lt=looked_at[0])]
            else:
                parts = [Q()]
            for number, of in enumerate(parts):
                name = f"facts {statistics.ledger} {number}"
                yield Part(name, 0.005 * self.enterprises, partial(_facts, statistics.ledger, of))

    def _finish(self) -> None:
        """Sequences past the keys that were given, who came of his own accord, an entry of the trail for each table."""
        counts = {model: ground.tallied(model._meta.db_table) for model in TABLES}
        ground.hush((model._meta.db_table for model in TABLES), quiet=False)
        home = Enterprise.objects.get(pk=1)
        elsewhere = Enterprise.objects.filter(pk__gt=2).exclude(region=home.region).earliest("pk")
        joining.Stories(self.shared.users, self.shared.regions, today=self.today).tell(home, elsewhere)
        whistles.Stories(home, self.shared.users, today=self.today).tell()
        siteplans.tell(home, self.shared.users["officer"], today=self.today)
        filed.tell(home, self.shared.users["officer"], today=self.today)
        accidents.tell(home, self.shared.users, today=self.today)
        for model, count in counts.items():
            changes = {"count": count}
            note(actor=platform(), action="city.build", about=model._meta.label, changes=changes, count=count)
            self.say(f"{NAMES.get(model, model._meta.verbose_name)} {count} 条")
        recount()
        ground.finish(waiting(model) for model in IN_PARTITIONS)

    # -- one after the other, or in several processes ----------------------------------------------------------------

    def _run(self, stage: Stage, parts: list[Part]) -> None:
        if not parts:
            return
        for number, part in enumerate(self._done_in_turn(parts), start=1):
            self.worked += part.cost
            self.left -= part.cost
            now = monotonic()
            if number == len(parts) or now - self.said > QUIET_SECONDS:
                self.said, rest = now, (now - self.started) / self.worked * max(self.left, 0)
                self.say(f"{stage.title} {number}/{len(parts)}，预计还需 {_minutes(rest)}")

    def _done_in_turn(self, parts: list[Part]) -> Iterator[Part]:
        if self.processes == 1:
            for part in parts:
                _do(part, self.shared)
                yield part
            return
        shared = self._shared()
        connections.close_all()  # A connection must not be shared with a child.
        with ProcessPoolExecutor(self.processes, get_context("fork"), _end_with, (os.getpid(), shared)) as pool:
            doing = {pool.submit(_do_here, part): part for part in parts}
            for each in as_completed(doing):
                each.result()
                yield doing[each]


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} 分钟" if seconds > 90 else f"{seconds:.0f} 秒"


here: Shared
"What a process of the pool keeps between its parts."


def _end_with(parent: int, shared: Shared) -> None:
    """A process of the pool ends with the one that started it, also if that is killed."""
    global here
    here = shared
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def _do_here(part: Part) -> None:
    _do(part, here)


def _do(part: Part, shared: Shared) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(MUCH_AT_ONCE)
        part.work(shared)
        ground.mark(part.name)


# -- the works of parts: functions of the module, because they travel to other processes ------------------------------


def _block(numbers: range, shared: Shared) -> None:
    Block(shared, numbers).write()


def _month(work: Callable[[Shared, date], None], month: date, shared: Shared) -> None:
    work(shared, month)


def _facts(ledger: str, of: Q, shared: Shared) -> None:
    store(next(each for each in every() if each.ledger == ledger), today=shared.today, of=of)


def _owed(duty: str, shared: Shared) -> None:
    keeping.judge_all(next(each for each in keeping.every() if each.name == duty), today=shared.today)


def _analyze(model: type[Model], shared: Shared) -> None:
    plain = ", ".join(f'"{each.column}"' for each in model._meta.concrete_fields if not isinstance(each, JSONField))
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{model._meta.db_table}" ({plain})')  # Nobody looks for a document by its whole.


def _index(name: str, shared: Shared) -> None:
    ground.put_up_index(name)


def _keys(shared: Shared) -> None:
    ground.promise_keys()


def _count(model: type[Model], shared: Shared) -> None:
    """Note how many rows there are; the next one gets a key that none of them has."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT max("{column}"), count(*) FROM "{table}"')  # Names of our own models, not input.
        last, count = cursor.fetchone()
        if count:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last])
    ground.tally(table, count)


def _check(table: str, shared: Shared) -> None:
    ground.check_keys(table)
