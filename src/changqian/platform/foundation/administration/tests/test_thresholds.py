"""Thresholds of security: moved by request within bounds, in force at once, and never weaker than domain §12.1."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from changqian.platform.foundation.accounts.services import set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, Browser
from changqian.platform.foundation.administration.rules import Kind
from changqian.platform.foundation.administration.services import approve, ask
from changqian.platform.foundation.alerts.models import Alert
from changqian.platform.foundation.alerts.services import parameters, watch
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import record, seal
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.parameters.models import Value
from changqian.platform.foundation.parameters.rules import PARAMETERS
from changqian.platform.foundation.parameters.services import value
from changqian.platform.kernel.errors import RuleViolation


def put(cast, key, wanted):
    now = timezone.now()
    row = ask(actor=cast.sysadmin, kind=Kind.SET_PARAMETER, key=key, value=wanted, reason="等保整改", now=now)
    approve(row.pk, actor=cast.secadmin, expected_version=row.version, now=now)


@pytest.fixture
def officer(cast):
    set_password(cast.officer, PASSWORD, now=timezone.now())
    return cast.officer


def test_three_wrong_passwords_lock_as_soon_as_it_is_approved(cast, officer):
    put(cast, "accounts.locked_after", 3)
    browser = Browser()
    said = [browser.sign_in("officer", "Wrong#2026").json()["detail"] for _ in range(3)]
    assert said[0] == "账号或密码不正确，再错2次账号将锁定15分钟"
    assert said[2].startswith("密码连续输错3次，账号已锁定")
    assert browser.sign_in("officer").status_code != 200


def test_a_lock_holds_as_long_as_it_says_now(cast, officer, monkeypatch):
    put(cast, "accounts.locked_minutes", 60)
    browser = Browser()
    for _ in range(5):
        said = browser.sign_in("officer", "Wrong#2026").json()["detail"]
    until = timezone.localtime(timezone.now() + timedelta(minutes=60))
    assert f"{until:%H:%M}" in said or f"{until - timedelta(minutes=1):%H:%M}" in said


def test_a_longer_history_refuses_what_a_shorter_one_would_let_pass(cast, officer):
    put(cast, "accounts.password_history", 8)
    for number in range(6):
        set_password(officer, f"Wujin#202{number}x", now=timezone.now())
    with pytest.raises(RuleViolation, match="最近8次用过的密码"):
        set_password(officer, PASSWORD, now=timezone.now())


def test_a_shorter_life_asks_for_a_new_password_at_once(cast, officer):
    officer.password_changed_at = timezone.now() - timedelta(days=31)
    officer.save()
    assert Browser().sign_in("officer").status_code == 200
    put(cast, "accounts.password_days", 30)
    assert "密码已使用超过30天" in str(Browser().sign_in("officer").json())


def test_an_alert_judges_by_what_was_set_last_and_the_auditor_is_told(cast):
    put(cast, "alerts.reveal_most", 3)
    assert parameters()["reveal_most"] == 3
    told = Notice.objects.get(user=cast.auditor)
    assert told.title == "“查看完整号码：次数”由20 次改为3 次"
    for _ in range(3):
        record(actor=cast.town, action="privacy.reveal", row=cast.worker, changes={})
    seal()
    watch(now=timezone.now())
    assert Alert.objects.get(rule="revealing").amount == 3


@pytest.mark.parametrize(
    ("key", "weakest"),
    [
        ("accounts.idle_minutes", 30),
        ("accounts.locked_after", 5),
        ("accounts.password_days", 90),
        ("accounts.locked_minutes", 15),
        ("accounts.password_history", 5),
    ],
)
def test_nothing_becomes_weaker_than_the_tender_asks(cast, key, weakest):
    """domain §12.1: idle 30 minutes, five failures, 15 minutes, 90 days, the last five."""
    parameter = PARAMETERS[key]
    strict_upwards = key in ("accounts.locked_minutes", "accounts.password_history")
    bound = parameter.least if strict_upwards else parameter.most
    assert bound == weakest == parameter.default
    with pytest.raises(RuleViolation, match="应在"):
        put(cast, key, weakest - 1 if strict_upwards else weakest + 1)
    assert not Value.objects.exists()


@pytest.mark.parametrize("parameter", [each for each in PARAMETERS.values() if each.key.startswith("alerts.")])
def test_no_alert_can_be_switched_off(cast, parameter):
    assert parameter.guarded
    assert parameter.least >= 1
    for given in (0, parameter.least - 1, parameter.most + 1):
        with pytest.raises(RuleViolation, match="应在"):
            put(cast, parameter.key, given)


def test_what_was_set_under_wider_bounds_counts_as_the_nearest_within(cast):
    now = timezone.now()
    row = {"reason": "旧版本", "set_by": cast.secadmin, "set_at": now, "effective_at": now - timedelta(hours=1)}
    Value.objects.create(key="accounts.password_days", value=0, **row)
    assert value("accounts.password_days") == 30


def test_old_and_new_are_in_the_trail(cast):
    put(cast, "alerts.export_rows", 1000)
    assert Entry.objects.get(action="administration.set_parameter").changes["value"] == [20_000, 1000]


def test_the_night_may_begin_earlier(cast):
    from changqian.platform.foundation.alerts.rules import Seen, by_night

    seen = Seen(
        pk=1, at=datetime(2026, 3, 16, 21, tzinfo=ZoneInfo("Asia/Shanghai")), actor=1, actor_name="", action="",
        target="", address="", refused=False,
    )  # fmt: skip
    assert not by_night(seen, parameters())
    put(cast, "alerts.night_from", 20)
    assert by_night(seen, parameters())
