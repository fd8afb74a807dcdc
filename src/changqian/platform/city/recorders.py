"""Body cameras of the demonstration city: twelve of five makers at its offices, worn by their officers.

Made by the services once the city stands, because the simulator has to be told their passwords.
"""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from changqian.platform.enforcement.footage.services import add_label
from changqian.platform.enforcement.recorders import services
from changqian.platform.enforcement.recorders.models import Recorder, RecorderModel
from changqian.platform.enforcement.recorders.recording import plan_recording
from changqian.platform.enforcement.recorders.rules import Media
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import create_user, platform
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.regions.models import Region
from changqian.protocols.gb28181.ids import DeviceId

OFFICES = (
    *(("常州市应急管理综合行政执法支队", "常州市"), ("武进区应急管理局", "武进区"), ("新北区应急管理局", "新北区")),
    *(("天宁区应急管理局", "天宁区"), ("钟楼区应急管理局", "钟楼区"), ("溧阳市应急管理局", "溧阳市")),
)
OFFICERS = (
    *(
        "陈建国",
        "王晓东",
        "李志强",
        "张丽华",
        "刘海波",
        "杨文斌",
        "赵敏",
        "周立新",
        "吴桂芳",
        "徐洪亮",
        "孙梦琪",
        "林喆",
    ),
)
"One of them with a character that GB2312 lacks."
TYPES = (
    ("示例甲", "EX-5G01", True, "standard-2016"),
    ("示例乙", "BWC-22", False, "standard-2022"),
    ("示例丙", "T5-防爆", True, "tcp-only"),
)
"Makers and types that do not exist, and the habits their devices have."
COUNT = 12
LABELS = (("现场检查", True), ("行政处罚", True), ("举报核查", True), ("日常巡查", False))
IPC, PUBLIC_NETWORK = 132, 7


@dataclass(frozen=True, slots=True)
class Device:
    """What the simulator is told of one."""

    number: int
    device_id: str
    name: str
    officer: str
    officer_number: str
    unit: str
    password: str
    habits: str


def write_recorders(file: Path, *, now: datetime) -> int:
    """Enter them unless some were entered, and write down for the simulator what each is; how many."""
    with transaction.atomic():
        devices = list(_told()) if Recorder.objects.exists() else list(_entered(now))
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump([asdict(each) for each in devices], out, ensure_ascii=False)
    return len(devices)


def _entered(now: datetime) -> Iterator[Device]:
    author, yesterday = platform(), now - timedelta(days=1)
    types = [
        services.add_model(actor=author, maker=maker, name=name, explosion_proof=proof)
        for maker, name, proof, _ in TYPES
    ]
    offices = [_office(author, name, Region.objects.get(name=region)) for name, region in OFFICES]
    for number in range(1, COUNT + 1):
        office, kind = offices[(number - 1) % len(offices)], types[(number - 1) % len(types)]
        row = services.register_recorder(
            actor=author,
            today=now.date(),
            department=office,
            number=number_of(number),
            name=f"执法记录仪{number:03d}",
            serial_number=f"ZFY{number:06d}",
            model=kind,
            password=secrets.token_urlsafe(12),
            media=Media.TCP if kind.name == TYPES[2][1] else Media.UDP,
        )
        officer = _officer(author, number, office)
        services.hand_out(row.pk, actor=author, expected_version=row.version, wearer=officer, at=yesterday, now=now)
    for name, keeps in LABELS:
        add_label(actor=author, name=name, keeps=keeps)
    plan_recording(actor=author, department=offices[0], name="告警联动录像", before=0, after=60)
    yield from _told()


def number_of(number: int) -> str:
    """As the simulator numbers them: 常州市, network camera, public network."""
    return str(DeviceId("32040000", "00", IPC, PUBLIC_NETWORK, f"{number:06d}"))


def _office(author: User, name: str, region: Region) -> Department:
    known: Department | None = Department.objects.current().filter(name=name).first()
    return known or found_department(actor=author, name=name, region=region)


def _officer(author: User, number: int, office: Department) -> User:
    username = f"enforcer{number:02d}"
    bounds = {"region": office.region, "department": office}
    user = create_user(actor=author, username=username, name=OFFICERS[number - 1], roles=[("enforcer", bounds)])
    user.department = office
    user.save(update_fields=["department"])
    return user


def _told() -> Iterator[Device]:
    habits = {(maker, name): habit for maker, name, _, habit in TYPES}
    rows = Recorder.objects.current().select_related("model", "wearer", "department").order_by("number")
    for number, row in enumerate(rows, start=1):
        kind: RecorderModel | None = row.model
        yield Device(
            number=number,
            device_id=row.number,
            name=row.name,
            officer=row.wearer.name if row.wearer else "",
            officer_number=f"0419{number:04d}",
            unit=row.department.name,
            password=row.password,
            habits=habits.get((kind.maker, kind.name), TYPES[0][3]) if kind else TYPES[0][3],
        )
