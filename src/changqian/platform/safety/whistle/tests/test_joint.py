"""Several report the same danger: one reward, each his share, claimed and paid on its own."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level, figures, rebuild
from changqian.platform.safety.whistle import reporting, rewards
from changqian.platform.safety.whistle.models import WhistleReport
from changqian.platform.safety.whistle.stats import STATISTICS
from changqian.platform.safety.whistle.tests.conftest import NOW, TODAY

EQUAL = {"split": "equal", "split_reason": "几个班组都报告了，都有作用"}


@pytest.fixture
def three(cast, do):
    """Three reports of the same press, the first confirmed, the others recognised as the same; with their codes."""
    do.in_force(handlers=[do.staff.officer.pk])
    told = [do.blow(), do.blow(), do.blow(how="hidden")]
    first = do.through(told[0][0], "accept", "confirm")
    for report, _ in told[1:]:
        do.take("reject", report, refusal="duplicate", duplicate=first.pk)
    return [(WhistleReport.objects.get(pk=report.pk), receipt) for report, receipt in told]


def rows(three):
    return [WhistleReport.objects.get(pk=report.pk) for report, _ in three]


def test_the_first_gets_it_unless_the_firm_says_otherwise(three, do):
    do.take("reward", three[0][0], whole_reward=100)
    assert [(row.status, row.reward) for row in rows(three)] == [("rewarded", 100), ("rejected", 0), ("rejected", 0)]


def test_equal_shares_to_the_cent_each_claimed_and_paid_on_its_own(cast, api, three, do):
    do.take("reward", three[0][0], whole_reward=100, **EQUAL)
    first, second, third = rows(three)
    assert [row.reward for row in (first, second, third)] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert {row.due_on for row in (first, second, third)} == {date(2026, 3, 31)}
    assert (second.level, second.hazard, second.confirmed_on) == (first.level, first.hazard, first.confirmed_on)
    with pytest.raises(RuleViolation, match="凭领奖码"):
        do.take("pay", second)
    phone = APIClient()
    told = phone.post("/api/whistle-codes/state/", {"code": three[1][1].query_code}).json()
    assert (told["reward"], told["whole_reward"], told["split"], told["joined"]) == (33.33, 100, "平均分配", True)
    assert (told["refusal"], told["split_reason"]) == ("", EQUAL["split_reason"])
    claimed = phone.post("/api/whistle-codes/claim/", {"claim_code": three[1][1].claim_code, "pay_by": "cash"})
    assert claimed.json()["claimed"]
    do.take("pay", second)
    do.take("pay", third)
    assert [row.status for row in rows(three)] == ["rewarded", "paid", "paid"], "one waits for nobody"
    detail = api(cast.officer).get(f"/api/whistles/{second.pk}/").json()
    assert [(each["id"], each["reward"], bool(each["paid_on"])) for each in detail["joint"]] == [
        (first.pk, "33.34", False), (second.pk, "33.33", True), (third.pk, "33.33", True),
    ]  # fmt: skip


def test_the_numbers_count_the_reward_once(cast, three, do):
    report = do.take("reward", three[0][0], whole_reward=100, **EQUAL)
    reporting.claim(reporting.by_code("claim", three[0][1].claim_code), pay_by="cash", now=NOW)
    reporting.claim(reporting.by_code("claim", three[1][1].claim_code), pay_by="cash", now=NOW)
    for row in rows(three):
        do.take("pay", row)
    rebuild(STATISTICS, today=TODAY)
    month = (date(2026, 3, 1), date(2026, 3, 1))
    told = {each.measure: each.total for each in figures(STATISTICS, actor=cast.city, months=month, level=Level.CITY)}
    assert (told["reports"], told["confirmed"], told["paid"], told["money"]) == (3, 3, 3, 100)
    assert report.whole_reward == 100


def test_shares_as_the_firm_sets_them(cast, api, three, do):
    (first, _), (second, _), (third, _) = three
    client = api(cast.officer)
    parts = [{"report": first.pk, "amount": "70.50"}, {"report": third.pk, "amount": "29.50"}]
    given = {"version": first.version, "reward_form": "money", "whole_reward": 100, "split": "shares", "shares": parts}
    refused = client.post(f"/api/whistles/{first.pk}/reward/", given)
    assert "写明为什么" in refused.content.decode()
    made = client.post(f"/api/whistles/{first.pk}/reward/", {**given, "split_reason": "最先发现并拍了照片"})
    assert made.status_code == 200, made.content.decode()
    assert [(row.status, row.reward) for row in rows(three)] == [
        ("rewarded", Decimal("70.50")), ("rejected", 0), ("rewarded", Decimal("29.50")),
    ]  # fmt: skip


def test_it_is_decided_anew_until_somebody_was_paid(three, do):
    first = do.take("reward", three[0][0], whole_reward=100, **EQUAL)
    do.take("reward", first, whole_reward=100)
    again = rows(three)
    assert [(row.status, row.reward, row.level) for row in again[1:]] == [("rejected", 0, ""), ("rejected", 0, "")]
    assert [row.due_on for row in again[1:]] == [None, None]
    first = do.take("reward", first, whole_reward=100, **EQUAL)
    with pytest.raises(RuleViolation, match=f"与吹哨{first.pk}共享奖励"):
        do.take("reward", again[1], whole_reward=100)
    do.take("pay", rows(three)[2])
    with pytest.raises(RuleViolation, match="已经有人领到其中一份"):
        do.take("reward", first, whole_reward=100)


def test_nobody_to_share_with_and_shares_of_no_money(three, do):
    alone = do.through(do.blow(location="食堂", text="煤气瓶没有固定")[0], "accept", "confirm")
    with pytest.raises(RuleViolation, match="只有一人吹哨"):
        do.take("reward", alone, whole_reward=100, **EQUAL)
    with pytest.raises(RuleViolation, match="只有奖金可以"):
        do.take("reward", three[0][0], reward_form="honour", split="shares", split_reason="都有作用")
    do.take("reward", three[0][0], reward_form="honour", **EQUAL)
    assert [(row.status, row.reward) for row in rows(three)] == [("rewarded", 0)] * 3


def test_no_word_of_it_names_who_reported(three, do):
    """The third is 王小虎, name hidden: the others read the reason, and everybody reads what is posted of the first."""
    with pytest.raises(RuleViolation, match="分配理由不能出现吹哨人姓名"):
        do.take("reward", three[0][0], whole_reward=100, split="equal", split_reason="王小虎也报告了")
    first = do.take("reward", three[0][0], whole_reward=100, **EQUAL)
    reporting.claim(reporting.by_code("claim", three[0][1].claim_code), pay_by="cash", now=NOW)
    first = do.take("pay", first)
    with pytest.raises(RuleViolation, match="不能出现吹哨人姓名"):
        do.take("publish", first, bulletin="与王小虎共同报告隐患")
    assert "33.34元（多人吹哨同一隐患，为其中一份）" in do.take("publish", first).bulletin


def test_every_share_is_in_the_trail_of_its_report(cast, three, do):
    do.take("reward", three[0][0], whole_reward=100, **EQUAL)
    for row in rows(three):
        entry = Entry.objects.filter(action="whistle.reward", target=f"whistle.WhistleReport:{row.pk}").get()
        assert entry.actor == cast.officer


def test_a_duplicate_of_a_duplicate_is_one_of_the_first(do):
    do.in_force()
    (first, _), (second, _), (third, _) = do.blow(), do.blow(), do.blow()
    do.take("reject", third, refusal="duplicate", duplicate=second.pk)
    do.take("reject", second, refusal="duplicate", duplicate=first.pk)
    assert {row.duplicate_of_id for row in WhistleReport.objects.filter(pk__gt=first.pk)} == {first.pk}


def test_who_does_not_handle_one_of_them_does_not_reward_it(cast, do):
    """陈安全 handles both, 周立新 not the one about himself: it is neither shown to him nor shared by him."""
    do.in_force()
    (first, _), (second, _) = do.blow(), do.blow(about_name="周立新")
    first = do.through(first, "accept", "confirm")
    do.take("reject", second, refusal="duplicate", duplicate=first.pk)
    with pytest.raises(RuleViolation, match="只有一人吹哨"):
        do.take("reward", first, actor=cast.principal, whole_reward=100, **EQUAL)
    assert rewards.joint_with(first, actor=cast.principal) == []
    do.take("reward", first, whole_reward=100, **EQUAL)
    second.refresh_from_db()
    assert second.reward == 50
