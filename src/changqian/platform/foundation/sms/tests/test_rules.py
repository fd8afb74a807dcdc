"""Numbers as people type them, how often a phone may be written to, and texts."""

from datetime import datetime, timedelta

import pytest

from changqian.platform.foundation.sms.rules import filled, new_code, phone_number, refuse_too_often, waiting
from changqian.platform.kernel.errors import RuleViolation

NOW = datetime(2026, 3, 16, 10)


@pytest.mark.parametrize("typed", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "+8613812345678"])
def test_a_number_is_taken_as_it_is_typed(typed):
    assert phone_number(typed) == "13812345678"


@pytest.mark.parametrize(
    "typed", ["", "12812345678", "1381234567", "138123456789", "0519-86601234", "138****5678", "13812345678\n1", "手机"]
)
def test_what_is_no_mobile_number_is_refused(typed):
    with pytest.raises(RuleViolation, match="11位手机号"):
        phone_number(typed)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ([12], "48秒"),
        ([60], None),
        ([61, 700, 1400, 2100], None),
        ([61, 700, 1400, 2100, 2800], "14分钟"),
        ([4000, 8000, 12000, 16000, 20000, 24000, 28000, 32000, 36000], None),
        ([4000, 8000, 12000, 16000, 20000, 24000, 28000, 32000, 36000, 40000], "13小时"),
    ],
)
def test_a_phone_gets_one_code_a_minute_five_an_hour_ten_a_day(before, sentence):
    """`before` are seconds ago."""
    times = [NOW - timedelta(seconds=ago) for ago in before]
    if sentence is None:
        refuse_too_often(times, now=NOW)
    else:
        with pytest.raises(RuleViolation, match=f"请{sentence}后再试"):
            refuse_too_often(times, now=NOW)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1秒"), (60, "60秒"), (61, "2分钟"), (3600, "60分钟"), (3601, "2小时")]
)
def test_waiting_is_said_in_words(seconds, said):
    assert waiting(timedelta(seconds=seconds)) == said


def test_codes_have_six_digits_and_differ():
    codes = {new_code() for _ in range(200)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 190


def test_a_text_is_filled_once_and_what_fills_it_is_not_read_as_a_place():
    assert filled("您好{name}，{word}", {"name": "{word}", "word": "好"}) == "您好{word}，好"
    with pytest.raises(KeyError):
        filled("{name}", {})
