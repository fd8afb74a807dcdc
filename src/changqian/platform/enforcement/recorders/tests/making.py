"""An authority with a recorder, for tests and for the world of the access matrix."""

from datetime import date, datetime, timedelta
from typing import Any

from changqian.platform.enforcement.recorders.models import Recorder
from changqian.platform.enforcement.recorders.services import register_recorder
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.foundation.enterprises.models import Department
from changqian.platform.foundation.regions.models import Region
from changqian.wire import video

NUMBER = "32040000001327000001"
PASSWORD = "wujin-2026-x"


def office(actor: User, region: Region, name: str = "武进区应急管理局") -> Department:
    known: Department | None = Department.objects.current().filter(name=name).first()
    return known or found_department(actor=actor, name=name, region=region)


def recorder(actor: User, department: Department, *, number: str = NUMBER, **fields: Any) -> Recorder:
    given: dict[str, Any] = {"name": "执法记录仪001", "password": PASSWORD, **fields}
    return register_recorder(actor=actor, today=date(2026, 3, 16), department=department, number=number, **given)


def stored(number: str, start: datetime, *, name: str = "a", seconds: int = 60, **fields: Any) -> video.SegmentStored:
    """A minute of film, as the gateway tells it."""
    given: dict[str, Any] = {"device": number, "channel": number, "causes": ("manual",), "sound": "alaw", **fields}
    stop = start + timedelta(seconds=seconds)
    return video.SegmentStored(
        start=start.isoformat(),
        stop=stop.isoformat(),
        path=f"2026-03-16/{number}/{name}.mp4",
        bytes=1_500_000,
        sm3="0" * 64,
        codec="avc1.42c01e",
        frames=1500,
        width=1280,
        height=720,
        **given,
    )
