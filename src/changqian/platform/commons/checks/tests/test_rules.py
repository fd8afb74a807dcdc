from datetime import UTC, datetime, timedelta

import pytest

from changqian.platform.commons.checks.rules import LONGEST, Item, Limits, Look, answered, doubts, result_of, within
from changqian.platform.kernel.errors import RuleViolation

ITEMS = [Item(1, "压差在范围内"), Item(2, "无可见积尘"), Item(3, "标志牌完好", required=False)]


def ok(item):
    return {"item": item, "answer": "ok"}


def test_answers_carry_the_text_that_was_asked():
    told = answered([ok(2), {"item": 1, "answer": "abnormal", "note": " 压差超限 ", "photos": [7]}], ITEMS)
    assert told == [
        {"item": 2, "text": "无可见积尘", "answer": "ok", "note": "", "photos": [], "hazard": None},
        {"item": 1, "text": "压差在范围内", "answer": "abnormal", "note": "压差超限", "photos": [7], "hazard": None},
    ]
    assert result_of(told) == "abnormal"
    assert result_of(told[:1]) == "ok"


def test_what_the_patrol_noticed_itself_may_be_added():
    told = answered([ok(1), ok(2), {"item": None, "text": "地面有油", "answer": "abnormal", "note": "两处"}], ITEMS)
    assert told[-1]["text"] == "地面有油"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([ok(1)], "还有1项未检查：无可见积尘"),
        ([ok(3)], "还有2项未检查：压差在范围内"),
        ([ok(1), ok(2), ok(9)], "第3项不是该对象的检查项"),
        ([ok(1), ok(1), ok(2)], "检查项“压差在范围内”填了两次"),
        ([ok(1), {"item": 2, "answer": "abnormal", "note": "  "}], "“无可见积尘”异常，请说明情况"),
        ([ok(1), ok(2), {"item": None, "text": " ", "answer": "ok"}], "请填写第3项检查内容"),
    ],
)
def test_what_is_not_a_whole_inspection(given, sentence):
    with pytest.raises(RuleViolation, match=sentence) as refused:
        answered(given, ITEMS)
    assert refused.value.field == "answers"


def test_without_items_something_must_still_be_said():
    with pytest.raises(RuleViolation, match="请至少填写一项检查结果"):
        answered([], [])


NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
LIMITS = Limits(far_metres=500, seconds_per_item=3, photo_minutes=30)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ({}, []),
        ({"seconds": 30}, []),
        ({"seconds": 29}, ["quick"]),
        ({"far": True, "accuracy": 12.0}, ["far"]),
        ({"accuracy": 2000.0}, ["vague"]),
        ({"reused": True}, ["reused"]),
        ({"photographed_at": NOON - timedelta(minutes=30)}, []),
        ({"photographed_at": NOON - timedelta(minutes=31)}, ["old_photo"]),
        ({"photographed_at": NOON - timedelta(minutes=31), "seconds": 120}, []),
        ({"photographed_at": NOON - timedelta(days=40), "seconds": 5, "far": True}, ["far", "quick", "old_photo"]),
    ],
)
def test_what_speaks_against_a_look(seen, found):
    assert doubts(Look(at=NOON, items=10, **seen), LIMITS) == found


def test_a_moment_that_cannot_be_is_not_known():
    assert within(NOON - timedelta(hours=1), NOON, LONGEST) == NOON - timedelta(hours=1)
    assert within(NOON + timedelta(seconds=1), NOON, LONGEST) is None
    assert within(NOON - timedelta(days=2), NOON, LONGEST) is None
    assert within(None, NOON, LONGEST) is None
