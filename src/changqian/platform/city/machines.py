"""Equipment of the demonstration city: what stands in a factory, inspected until when, looked after by which plans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.city.ids import item_id
from changqian.platform.city.points import Staff
from changqian.platform.commons.checks.models import Inspection
from changqian.platform.commons.checks.rules import Answer, TaskStatus, result_of
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import Plan, PlanTask
from changqian.platform.commons.plans.rules import ITEMS, executions, window
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.safety.equipment.models import Equipment, Examination, SafetyDevice
from changqian.platform.safety.equipment.rules import SUBJECT, Result, Status

PER_SITE = (2, 8)
"Five on average, so that 120 000 sites have 600 000."
MAKERS = ("常州机床总厂", "江苏新瑞重工", "无锡压缩机厂", "杭叉集团", "江苏双良锅炉", "徐州锻压设备厂")
INSTITUTION = "江苏省特种设备安全监督检验研究院常州分院"
Classes = Mapping[str, Mapping[str, Any]]
"The delivered guidance by class."


@dataclass(frozen=True, slots=True)
class Stock:
    """One machine factories have: class, name, model, where, its devices, and how common it is."""

    class_code: str
    name: str
    model: str
    place: str
    weight: int
    devices: tuple[tuple[str, str], ...] = ()


STOCK = (
    Stock(
        "crane",
        "电动单梁起重机",
        "LD10t-16.5m",
        "一车间",
        12,
        (("起重量限制器", "overload"), ("高度限位器", "limiter")),
    ),
    Stock("site_vehicle", "内燃平衡重式叉车", "CPCD30", "物流区", 14, (("倒车报警器", "detector"),)),
    Stock("pressure_vessel", "储气罐", "C-2.0/0.8", "空压站", 10, (("安全阀", "safety_valve"), ("压力表", "gauge"))),
    Stock("lift", "载货电梯", "THJ2000", "综合楼", 5, (("限速器", "limiter"), ("门联锁", "interlock"))),
    Stock("boiler", "蒸汽锅炉", "WNS4-1.25-Q", "锅炉房", 2, (("安全阀", "safety_valve"), ("水位报警器", "detector"))),
    Stock(
        "press",
        "开式可倾压力机",
        "JH21-160",
        "冲压车间",
        12,
        (("光电保护装置", "light_curtain"), ("急停按钮", "emergency_stop")),
    ),
    Stock(
        "machine_tool",
        "数控车床",
        "CK6150",
        "机加工车间",
        16,
        (("防护门联锁", "interlock"), ("急停按钮", "emergency_stop")),
    ),
    Stock("grinder", "立式砂轮机", "M3030", "机修间", 8, (("砂轮防护罩", "guard"),)),
    Stock("compressor", "螺杆空压机", "GA37", "空压站", 8, (("安全阀", "safety_valve"),)),
    Stock("electrical", "低压配电柜", "GGD", "配电房", 8, (("漏电保护", "earthing"),)),
    Stock("fire_protection", "室内消火栓系统", "SN65", "全厂", 10),
    Stock("welding", "二氧化碳保护焊机", "NB-500", "焊接工段", 6),
    Stock("conveyor", "带式输送机", "DTII", "装配车间", 5, (("拉绳开关", "emergency_stop"),)),
    Stock("robot", "六轴焊接机器人", "IRB1600", "焊接工段", 3, (("安全门联锁", "interlock"),)),
    Stock("own_machine", "自制翻转工装", "自制", "装配车间", 3, (("急停按钮", "emergency_stop"),)),
)


EVERYWHERE = frozenset({"lift", "site_vehicle", "electrical", "fire_protection"})
"Classes that shops, builders and warehouses have too."


@dataclass(slots=True)
class Machinery:
    """Everything of one site, in the order it is written."""

    equipment: list[Equipment] = field(default_factory=list)
    devices: list[SafetyDevice] = field(default_factory=list)
    examinations: list[Examination] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)


def machinery_of(
    firm: Firm, site: Site, staff: Staff, people: Sequence[Person], classes: Classes, *, today: date, random: Random
) -> Machinery:
    """A site's machines; every third or so is looked after by a plan for its class."""
    made = Machinery()
    industrial = site.industry.startswith("C")
    stocks = [each for each in STOCK if industrial or each.class_code in EVERYWHERE]
    weights = [each.weight for each in stocks]
    for number in range(1, random.randint(*PER_SITE) + 1):
        stock = random.choices(stocks, weights)[0]
        row = _machine(site, number, stock, staff, people, classes, today=today, random=random)
        made.equipment.append(row)
        made.devices += [
            draft(SafetyDevice,
                created_by=staff.officer, site=site, equipment=row, name=name, kind=kind,
                calibrated_on=(due := _due(today, random)) - timedelta(days=365), calibration_due_on=due,
            )
            for name, kind in stock.devices
        ]  # fmt: skip
        if row.last_examination_on and row.next_examination_on:
            made.examinations.append(
                draft(Examination,
                    created_by=staff.officer, site=site, equipment=row, kind="periodic",
                    examined_on=row.last_examination_on, institution=INSTITUTION, result=row.result,
                    report_number=f"TJ{row.last_examination_on:%Y%m}{random.randint(1000, 9999)}",
                    next_due_on=row.next_examination_on,
                )
            )  # fmt: skip
    for code in dict.fromkeys(row.class_code for row in made.equipment):
        if random.random() < 0.7:
            made.plans.append(_plan(site, code, classes[code], staff, people, today=today, random=random))
    return made


def _due(today: date, random: Random) -> date:
    """Most in order, some within a month, a few overdue."""
    return today + timedelta(days=random.choices((-40, 15, 200, 500), (4, 10, 50, 36))[0] + random.randint(-10, 14))


def _machine(
    site: Site, number: int, stock: Stock, staff: Staff, people: Sequence[Person], classes: Classes,
    *, today: date, random: Random,
) -> Equipment:  # fmt: skip
    guidance = classes[stock.class_code]
    special, started = bool(guidance["special"]), today - timedelta(days=random.randint(200, 4000))
    due = _due(today, random) if special else None
    status = random.choices((Status.IN_USE, Status.STOPPED, Status.REPAIR, Status.SCRAPPED), (88, 6, 4, 2))[0]
    reasons = {Status.STOPPED: "订单不足，封存", Status.REPAIR: "电气故障，待更换配件", Status.SCRAPPED: "淘汰"}
    return draft(Equipment,
        created_by=staff.officer,
        site=site,
        number=f"SB-{number:03d}",
        name=stock.name,
        class_code=stock.class_code,
        group=guidance["group"],
        model_name=stock.model,
        manufacturer=random.choice(MAKERS),
        factory_number=f"{started:%Y}{random.randint(100, 999)}",
        location=f"{stock.place}{random.choice(('东侧', '西侧', '南侧', '北侧', '1号位', '2号位'))}",
        department=stock.place,
        responsible=random.choice(people) if people else None,
        installed_on=started - timedelta(days=20),
        started_on=started,
        registered_on=max(started, today - timedelta(days=700)),
        status=status,
        status_reason=reasons.get(status, ""),
        special=special,
        registration_number=f"苏D{random.randint(10000, 99999)}" if special else "",
        registration_code=f"{random.randint(1, 8)}0103204{random.randint(10**8, 10**9 - 1)}" if special else "",
        last_examination_on=due - timedelta(days=random.choice((365, 730))) if due else None,
        next_examination_on=due,
        result=Result.PASSED if due else "",
    )  # fmt: skip


def _plan(
    site: Site, code: str, guidance: Mapping[str, Any], staff: Staff, people: Sequence[Person],
    *, today: date, random: Random,
) -> Plan:  # fmt: skip
    kind = random.choice(("patrol", "patrol", "maintenance"))
    period = guidance["period"] if kind == "patrol" else guidance["maintenance_period"]
    return draft(Plan,
        created_by=staff.officer,
        site=site,
        subject_kind=SUBJECT,
        subject_group=code,
        subject_name=f"{guidance['name']}（全部）",
        name=f"{guidance['name']}{'巡检' if kind == 'patrol' else '保养'}",
        kind=kind,
        period=period,
        starts_on=today - timedelta(days=60),
        responsible=people[-2] if len(people) > 1 else None,
    )  # fmt: skip


def tasks_of(plan: Plan, covered: Sequence[Equipment], *, today: date, random: Random) -> Iterator[PlanTask]:
    """The last five periods of each machine in use; the one under way is often still open."""
    day = today
    for back in range(5):
        first, last = window(plan.period, day)
        for row in covered:
            required = executions(plan.period, plan.shifts)
            finished = random.random() < (0.35 if back == 0 else 0.93)
            abnormal = int(finished and random.random() < 0.05)
            at = datetime.combine(min(last, today), time(random.randint(7, 16), 20), timezone.get_default_timezone())
            status = TaskStatus.DONE_ABNORMAL if abnormal else TaskStatus.DONE_OK if finished else TaskStatus.PENDING
            yield draft(PlanTask,
                created_by_id=plan.created_by_id, site=plan.site, plan=plan, kind=plan.kind, subject_id=row.pk,
                subject_name=row.name, location=row.location, starts_on=first, due_on=last, required=required,
                done=required if finished else 0, abnormal=abnormal, status=status,
                completed_at=at if finished else None,
            )  # fmt: skip
        day = first - timedelta(days=1)


def asked_by(kind: str, guidance: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    """What a plan has looked at: the delivered guidance of its class."""
    asked: Sequence[Mapping[str, str]] = guidance["items" if kind == "patrol" else "maintenance"]
    return asked


def look_of(task: PlanTask, items: Sequence[Mapping[str, str]], staff: Staff, *, random: Random) -> Inspection | None:
    """The inspection behind a finished task; one of four is enough to look at."""
    if task.completed_at is None or random.random() < 0.75:
        return None
    bad = random.randrange(len(items)) if task.abnormal else -1
    answers: list[dict[str, Any]] = [
        {
            "item": item_id(ITEMS, task.plan_id, order + 1), "text": item["text"], "photos": [], "hazard": None,
            "answer": Answer.ABNORMAL.value if order == bad else Answer.OK.value,
            "note": "不符合要求，已上报" if order == bad else "",
        }
        for order, item in enumerate(items)
    ]  # fmt: skip
    site, day = task.site, timezone.localtime(task.completed_at).date()
    return draft(Inspection,
        created_by=staff.worker, site=site, subject_kind=SUBJECT, subject_id=task.subject_id,
        subject_name=task.subject_name, by=staff.worker.name, checked_at=task.completed_at, checked_on=day,
        captured_at=task.completed_at, scanned=True, counts_for=day.replace(day=1), result=result_of(answers),
        lon=(site.lon or 0.0) + random.uniform(-0.0004, 0.0004),
        lat=(site.lat or 0.0) + random.uniform(-0.0004, 0.0004),
        accuracy=round(random.uniform(5, 40), 1), distance=round(random.uniform(5, 60), 1), answers=answers,
        abnormal=int(bad >= 0), client_uuid=UUID(int=random.getrandbits(128), version=4),
    )  # fmt: skip
