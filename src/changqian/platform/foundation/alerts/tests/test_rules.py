"""The rules on entries made up for them: what is found, what is not, and where a span ends."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.foundation.alerts.rules import RULES, STEPS, Seen, Status, Step, findings, sentence, span_words
from changqian.platform.foundation.parameters.rules import PARAMETERS
from changqian.platform.kernel.errors import RuleViolation

ALERTS = {key.removeprefix("alerts."): each.default for key, each in PARAMETERS.items() if key.startswith("alerts.")}
NOON = datetime(2026, 3, 16, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
RULE = {rule.code: rule for rule in RULES}


def seen(number=0, *, minutes=0.0, at=NOON, **given):
    told = {
        "actor": 7,
        "actor_name": "王小虎",
        "action": "people.edit",
        "target": "people.Person:1",
        "address": "10.0.0.9",
    }
    moment = at + timedelta(minutes=minutes)
    return Seen(**{"pk": number + 1, "at": moment, "refused": False, **told, **given})


def found(code, entries):
    return findings(RULE[code], entries, ALERTS)


def test_twenty_looks_within_an_hour_are_a_finding_and_nineteen_are_not():
    looks = [seen(n, minutes=2 * n, action="privacy.reveal") for n in range(20)]
    assert found("revealing", looks[:19]) == []
    (one,) = found("revealing", looks)
    assert (one.subject, one.amount) == ("user:7", 20)
    said = sentence(RULE["revealing"], one, name="王小虎", parameters=ALERTS)
    assert said == "王小虎在1小时内查看完整号码20次"


def test_looks_spread_over_the_day_are_nothing():
    assert found("revealing", [seen(n, minutes=4 * n, action="enterprises.call") for n in range(100)]) == []


def test_the_span_slides_until_something_is_found_in_it():
    """Three in the first minutes, then twenty in one hour: the finding begins with those."""
    early = [seen(n, minutes=n, action="privacy.reveal") for n in range(3)]
    burst = [seen(10 + n, minutes=90 + n, action="privacy.reveal") for n in range(20)]
    (one,) = found("revealing", [*burst, *early])
    assert one.entries[0].pk == 11
    assert one.amount == 20


def test_what_follows_within_the_span_belongs_to_it_and_after_it_to_another():
    looks = [seen(n, minutes=n, action="privacy.reveal") for n in range(50)]
    more = [seen(100 + n, minutes=61 + n, action="privacy.reveal") for n in range(20)]
    assert [each.amount for each in found("revealing", looks + more)] == [50, 20]


def test_rows_that_leave_add_up_over_a_day():
    exports = [seen(n, minutes=60 * n, action="exports.make", rows=7_000) for n in range(3)]
    (one,) = found("mass_export", exports)
    assert one.amount == 21_000
    assert found("mass_export", exports[:2]) == []


def test_one_address_that_tries_five_accounts_is_guessing():
    tries = [seen(n, minutes=n, action="accounts.refuse", target=f"accounts.User:{n}", actor=1) for n in range(5)]
    (one,) = found("guessing", tries)
    assert (one.subject, one.amount) == ("address:10.0.0.9", 5)
    assert found("guessing", tries[:4] * 10) == [], "the same four accounts again and again"
    assert found("guessing", [seen(n, action="accounts.refuse", address="") for n in range(9)]) == []


def test_one_account_that_fails_five_times_is_told_with_all_its_addresses():
    tries = [
        seen(n, minutes=n, action="accounts.refuse", target="accounts.User:3", address=f"10.0.0.{n % 2}")
        for n in range(5)
    ]
    (one,) = found("failed_sign_in", tries)
    said = sentence(RULE["failed_sign_in"], one, name="李娜（lina）", parameters=ALERTS)
    assert said == "账号李娜（lina）在15分钟内登录失败5次，来自10.0.0.0等2个地址"


def test_refusals_of_the_platform_itself_are_none():
    assert found("refusals", [seen(n, refused=True, platform=True) for n in range(30)]) == []
    assert len(found("refusals", [seen(n, refused=True) for n in range(30)])) == 1


@pytest.mark.parametrize(
    ("hour", "duties", "expected"),
    [
        (23, {"town"}, 1),
        (22, {"city"}, 1),
        (5, {"auditor"}, 1),
        (6, {"town"}, 0),
        (21, {"town"}, 0),
        (2, {"worker"}, 0),  # factories work by night
        (2, {"worker", "district"}, 1),
    ],
)
def test_officials_who_sign_in_at_night(hour, duties, expected):
    entry = seen(at=NOON.replace(hour=hour), action="accounts.sign_in", duties=frozenset(duties))
    assert len(found("night_sign_in", [entry])) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON, 0),
        (NOON.replace(hour=6, minute=30), 1),
        (NOON.replace(hour=19, minute=50), 0),
        (NOON.replace(hour=20), 1),
        (NOON + timedelta(days=5), 1),
        (NOON + timedelta(days=6), 1),
    ],
)
def test_administrators_outside_working_hours(at, expected):
    acts = [seen(n, at=at, action="accounts.create", duties=frozenset({"sysadmin"})) for n in range(5)]
    assert len(found("off_hours", acts)) == expected
    ends = [seen(n, at=at, action="accounts.end_session", duties=frozenset({"sysadmin"})) for n in range(5)]
    assert found("off_hours", ends) == [], "a session that ends by itself"


@given(st.lists(st.integers(0, 300), max_size=80))
def test_no_entry_belongs_to_two_findings_and_each_finding_reaches_the_threshold(minutes):
    looks = [seen(n, minutes=each, action="privacy.reveal") for n, each in enumerate(minutes)]
    each = found("revealing", looks)
    keys = [entry.pk for finding in each for entry in finding.entries]
    assert len(keys) == len(set(keys))
    assert all(len(finding.entries) >= ALERTS["reveal_most"] for finding in each)
    spans = [finding.entries[-1].at - finding.entries[0].at for finding in each]
    assert all(span < timedelta(minutes=ALERTS["reveal_minutes"]) for span in spans)


def test_an_alert_is_acknowledged_before_it_is_closed():
    assert STEPS.after(Status.NEW, Step.ACKNOWLEDGE) == Status.ACKNOWLEDGED
    assert STEPS.after(Status.ACKNOWLEDGED, Step.CLOSE) == Status.CLOSED
    for status, step in ((Status.NEW, Step.CLOSE), (Status.CLOSED, Step.ACKNOWLEDGE), (Status.CLOSED, Step.CLOSE)):
        with pytest.raises(RuleViolation, match="的预警不能"):
            STEPS.after(status, step)


def test_spans_in_words():
    assert [span_words(each) for each in (15, 60, 90, 24 * 60)] == ["15分钟", "1小时", "90分钟", "24小时"]
