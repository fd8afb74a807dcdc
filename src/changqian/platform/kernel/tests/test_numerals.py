"""Chinese numerals, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.numerals import LARGEST, to_chinese, to_number


@given(st.integers(0, LARGEST))
def test_what_is_written_is_read(number):
    assert to_number(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (41, "四十一"), (99, "九十九"), (100, "一百")),
        *((101, "一百零一"), (110, "一百一十"), (119, "一百一十九"), (1001, "一千零一"), (1010, "一千零一十")),
        *((1110, "一千一百一十"), (9999, "九千九百九十九")),
    ],
)
def test_as_laws_count(number, text):
    assert to_chinese(number) == text
    assert to_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("41", 41), ("４１", 41), ("二〇二六", 2026), ("一百〇二", 102), ("两百", 200), ("百", 100)]
)
def test_other_ways_of_writing(text, number):
    assert to_number(text) == number


@pytest.mark.parametrize("text", ["", "条", "十百", "一千千", "1a", "-1", "一.五"])
def test_what_is_no_number(text):
    with pytest.raises(ValueError, match="no numeral"):
        to_number(text)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_out_of_range(number):
    with pytest.raises(ValueError, match=str(number)):
        to_chinese(number)
