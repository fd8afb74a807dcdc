"""What the law says about machines, as tables."""

from datetime import date, timedelta

import pytest

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.reminding import stage
from changqian.platform.safety.equipment.rules import AHEAD, STEPS, Status, Step, attentions, calibration, may_be_used

DAY = date(2026, 4, 1)
FINE = {
    "special": True, "number": "起17苏D00123", "started_on": date(2025, 1, 1), "next_due": date(2027, 1, 1),
    "result": "passed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "step", "after"),
    [
        ("stopped", Step.START, "in_use"),
        ("in_use", Step.STOP, "stopped"),
        ("in_use", Step.REPORT_FAULT, "repair"),
        ("repair", Step.REPAIRED, "in_use"),
        ("repair", Step.STOP, "stopped"),
        ("in_use", Step.SCRAP, "scrapped"),
        ("stopped", Step.END, "stopped"),
    ],
)
def test_where_steps_lead(status, step, after):
    assert STEPS.after(Status(status), step) == after


@pytest.mark.parametrize(
    ("status", "step", "sentence"),
    [
        ("in_use", Step.START, "在用的设备不能启用"),
        ("stopped", Step.REPAIRED, "停用的设备不能修复"),
        ("scrapped", Step.START, "报废的设备不能启用"),
        ("scrapped", Step.EXAMINE, "报废的设备不能登记检验"),
        ("in_use", Step.END, "在用的设备不能删除设备"),
    ],
)
def test_steps_that_do_not_fit(status, step, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        STEPS.after(Status(status), step)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"next_due": None}, "特种设备启用前要填写下次检验日期"),
        ({"next_due": date(2026, 3, 31)}, "检验有效期已于2026-03-31届满，不得继续使用（特种设备安全法第四十条）"),
        ({"result": "failed"}, "最近一次检验不合格，不得继续使用"),
        ({"number": "", "started_on": date(2026, 3, 1)}, "投入使用已超过30日，请先办理使用登记"),
    ],
)
def test_special_equipment_that_must_not_be_used(given, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        may_be_used(**{**FINE, **given}, day=DAY)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"next_due": DAY},
        {"number": "", "started_on": date(2026, 3, 2)},
        {"special": False, "next_due": None, "result": "failed", "number": ""},
    ],
    ids=["in order", "on its last day", "on the thirtieth day", "no special equipment"],
)
def test_what_may_be_used(given):
    may_be_used(**{**FINE, **given}, day=DAY)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"next_due": DAY + timedelta(days=31)}, []),
        ({"next_due": DAY + timedelta(days=30)}, [("检验有效期还剩30天，请向检验机构提出检验要求", False)]),
        ({"next_due": DAY - timedelta(days=1)}, [("检验已逾期1天，不得继续使用，请立即停用并申报检验", True)]),
        ({"next_due": DAY - timedelta(days=1), "status": "stopped"}, [("检验已逾期1天，请在使用前检验", False)]),
        ({"number": "", "started_on": DAY}, [("投入使用后30日内办理使用登记，还剩30天", False)]),
        ({"number": "", "started_on": date(2026, 2, 1)}, [("投入使用后30日内办理使用登记，已超过29天", True)]),
        ({"status": "scrapped"}, [("消除使用功能，并办理使用登记证书注销手续", False)]),
        ({"result": "failed", "status": "stopped"}, [("最近一次检验不合格，不得继续使用；整改后重新检验", False)]),
    ],
)
def test_what_to_do(given, said):
    facts = {**FINE, "status": "in_use", **given}
    assert [(each.text, each.bad) for each in attentions(**facts, day=DAY)] == said


@pytest.mark.parametrize(
    ("days", "told"),
    [(61, None), (60, "60"), (31, "60"), (30, "30"), (8, "30"), (7, "7"), (0, "7"), (-1, "overdue"), (-90, "overdue")],
)
def test_when_it_is_told(days, told):
    assert stage(DAY + timedelta(days=days), DAY, AHEAD) == told


def test_a_safety_valve_runs_out():
    assert calibration("安全阀", DAY - timedelta(days=3), special=True, day=DAY).text == (
        "安全阀校验有效期已逾期3天，请更换或校验"
    )
    assert calibration("联锁", DAY, special=False, day=DAY).basis == "《安全生产法》第三十六条"
