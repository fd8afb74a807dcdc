"""What a phone keeps to patrol without a network."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from changqian.platform.commons.codes.services import live_code
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import activate_point, register_point, stop_point

ITEMS = [{"text": "钢丝绳无断丝", "guidance": "一个捻距内不超过10%"}, {"text": "限位器灵敏", "required": False}]
WORDS = {
    "kind": "equipment",
    "method": "direct",
    "declared_level": "general",
    "factors": "吊物坠落",
    "accident_types": ["WSA10005"],
    "engineering": "限位器",
    "management": "每班检查",
    "emergency": "停机撤人",
    "responsible_department": "一车间",
    "responsible_name": "王小虎",
    "responsible_phone": "13800000001",
    "supervise_phone": "12350",
    "consequences": "人员伤亡",
}


@pytest.fixture
def crane(cast: SimpleNamespace) -> Any:
    now = timezone.now()
    point = register_point(
        actor=cast.officer, site=cast.site, name="10t行车", location="一车间东跨", items=ITEMS, now=now, **WORDS
    )
    return activate_point(point.pk, actor=cast.officer, expected_version=point.version, now=now)


def test_points_come_with_their_items_and_their_code(cast: SimpleNamespace, api: Callable, crane: Any) -> None:
    (kept,) = api(cast.worker).get("/api/risks/kit/").json()
    code = live_code(cast.site.pk, SUBJECT, crane.pk)
    assert code is not None
    assert (kept["id"], kept["name"], kept["token"]) == (crane.pk, "10t行车", code.token)
    assert [(item["text"], item["required"]) for item in kept["items"]] == [
        ("钢丝绳无断丝", True),
        ("限位器灵敏", False),
    ]


def test_a_stopped_point_leaves_the_kit(cast: SimpleNamespace, api: Callable, crane: Any) -> None:
    stop_point(crane.pk, actor=cast.officer, expected_version=crane.version, reason="设备拆除", now=timezone.now())
    assert api(cast.worker).get("/api/risks/kit/").json() == []


def test_nobody_elses_points_and_nobody_who_does_not_patrol(cast: SimpleNamespace, api: Callable, crane: Any) -> None:
    assert api(cast.rival_officer).get("/api/risks/kit/").json() == []
    assert api(cast.town).get("/api/risks/kit/").status_code == 403
