"""Parameters: bounds in words, defaults until set, a change that waits for its hour, history kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from changqian.platform.foundation.parameters.models import Value
from changqian.platform.foundation.parameters.rules import PARAMETERS, Kind, Parameter, known
from changqian.platform.foundation.parameters.services import keep, value
from changqian.platform.kernel.errors import RuleViolation

IDLE = "accounts.idle_minutes"


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda each: each.key)
def test_what_is_delivered_keeps_its_own_bounds(parameter):
    assert parameter.checked(parameter.default) == parameter.default
    assert parameter.description.endswith("。")
    if parameter.kind == Kind.NUMBER:
        assert None not in (parameter.least, parameter.most)
        assert parameter.unit


@pytest.mark.parametrize("given", [4, 31, 0, -1, 2**70, 15.5, True, "15", None, [15]])
def test_a_number_out_of_bounds_or_no_number_is_refused(given):
    with pytest.raises(RuleViolation, match="无操作自动退出"):
        known(IDLE).checked(given)


def test_switches_and_texts():
    switch = Parameter(key="x", label="开关", group="", default=True, description="")
    text = Parameter(key="x", label="标题", group="", default="常州", description="")
    assert (switch.checked(False), switch.said(False), text.checked(" 武进 ")) == (False, "关", "武进")
    for parameter, given in [(switch, 1), (switch, "on"), (text, 3), (text, "字" * 201), (text, "a\0b")]:
        with pytest.raises(RuleViolation):
            parameter.checked(given)


def test_the_default_holds_until_somebody_sets_it(cast):
    assert value(IDLE) == 30
    now = timezone.now()
    keep(IDLE, 15, by=cast.secadmin, reason="等保整改", effective_at=now, now=now)
    assert value(IDLE) == 15
    with pytest.raises(RuleViolation, match="应在5至30分钟之间"):
        keep(IDLE, 60, by=cast.secadmin, reason="试", effective_at=now, now=now)
    with pytest.raises(RuleViolation, match="没有参数accounts.nothing"):
        keep("accounts.nothing", 60, by=cast.secadmin, reason="试", effective_at=now, now=now)


def test_a_change_waits_for_its_hour_and_the_old_value_stays_in_the_history(cast):
    now = timezone.now()
    keep(IDLE, 20, by=cast.secadmin, reason="一", effective_at=now - timedelta(days=9), now=now - timedelta(minutes=1))
    keep(IDLE, 10, by=cast.secadmin, reason="二", effective_at=now + timedelta(hours=1), now=now)
    assert value(IDLE) == 20
    assert list(Value.objects.order_by("pk").values_list("value", flat=True)) == [20, 10]
    Value.objects.filter(value=10).update(effective_at=now - timedelta(seconds=1))
    cache.clear()
    assert value(IDLE) == 10
