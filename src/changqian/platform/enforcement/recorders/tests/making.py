"""An authority with a recorder, for tests and for the world of the access matrix."""

from datetime import date
from typing import Any

from changqian.platform.enforcement.recorders.models import Recorder
from changqian.platform.enforcement.recorders.services import register_recorder
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.regions.models import Region

NUMBER = "32040000001327000001"
PASSWORD = "wujin-2026-x"


def office(actor: User, region: Region, name: str = "武进区应急管理局") -> Department:
    known: Department | None = Department.objects.current().filter(name=name).first()
    return known or found_department(actor=actor, name=name, region=region)


def recorder(actor: User, department: Department, *, number: str = NUMBER, **fields: Any) -> Recorder:
    given: dict[str, Any] = {"name": "执法记录仪001", "password": PASSWORD, **fields}
    return register_recorder(actor=actor, today=date(2026, 3, 16), department=department, number=number, **given)
