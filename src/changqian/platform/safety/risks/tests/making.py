"""Risk points of 湖塘机械厂 for stories."""

from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from changqian.platform.commons.checks.services import items_of
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import REPORTED, SUBJECT
from changqian.platform.safety.risks.services import activate_point, approve_point, register_point

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 4, 1, 8, 30, tzinfo=SHANGHAI)
"April 2026 has 30 days and five Thursdays, and closes no quarter."
ITEMS = ({"text": "除尘器压差在范围内", "guidance": "500至1500Pa"}, {"text": "管道表面无可见积尘"})
WORDS: dict[str, Any] = {
    "kind": "equipment",
    "location": "打磨车间东侧",
    "factors": "铝粉沉积遇火花爆炸",
    "accident_types": ["18", "08"],
    "consequences": "人员伤亡",
    "engineering": "湿式除尘，泄爆口朝安全区",
    "management": "每班清扫并记录",
    "emergency": "停机断电，从上风口撤离",
    "responsible_department": "打磨车间",
    "responsible_name": "王小虎",
    "responsible_phone": "13812345678",
    "supervise_phone": "0519-12350",
}
LEC = {
    "major": {"likelihood": Decimal(3), "exposure": Decimal(6), "consequence": Decimal(40)},
    "large": {"likelihood": Decimal(3), "exposure": Decimal(6), "consequence": Decimal(15)},
    "general": {"likelihood": Decimal(3), "exposure": Decimal(6), "consequence": Decimal(7)},
    "low": {"likelihood": Decimal(1), "exposure": Decimal(6), "consequence": Decimal(3)},
}
numbers = count(1)


def draft(cast: Any, level: str = "low", *, now: datetime = MORNING, **given: Any) -> RiskPoint:
    """A risk point of 一号车间, registered by 陈安全 and not in force."""
    fields = {"name": f"打磨除尘系统{next(numbers)}", **WORDS, "method": "lec", **LEC[level], "items": ITEMS, **given}
    return register_point(actor=cast.officer, site=cast.site, now=now, **fields)


def in_force(cast: Any, level: str = "low", *, now: datetime = MORNING, **given: Any) -> RiskPoint:
    """The same, in force since `now`: 较大以上 approved by 周立新, the others by 陈安全 herself."""
    point = draft(cast, level, now=now, **given)
    service, actor = (approve_point, cast.principal) if point.level in REPORTED else (activate_point, cast.officer)
    return service(point.pk, actor=actor, expected_version=point.version, now=now)


def answers(point: RiskPoint, **abnormal: str) -> list[dict[str, Any]]:
    """All items answered; `abnormal` maps item0, item1, … to what was seen there."""
    return [
        {"item": item.pk, "answer": "abnormal", "note": abnormal[f"item{number}"]}
        if f"item{number}" in abnormal
        else {"item": item.pk, "answer": "ok"}
        for number, item in enumerate(items_of(SUBJECT, [point.pk]))
    ]
