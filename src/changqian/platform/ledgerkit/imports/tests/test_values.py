"""Cells as people fill them in. What cannot be read surely is refused with a sentence, never guessed."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.ledgerkit.imports.cells import BROKEN, Broken, cell_of, kept
from changqian.platform.ledgerkit.imports.values import (
    EPOCH,
    BadCell,
    choice,
    day,
    decimal,
    integer,
    moment,
    several,
    text,
    yes_or_no,
)

DAYS = st.dates(date(1930, 1, 1), date(2110, 12, 31))
CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from([Broken(each) for each in BROKEN]),
)
LABELS = {"fire": "消防安全", "electricity": "用电安全", "other": "其他"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("  王小虎 ", "王小虎"),
        ("王\u3000小虎", "王 小虎"),
        ("'13861000001", "13861000001"),
        ("‘13861000001", "13861000001"),
        ("１３８６１０００００１", "13861000001"),
        (13861000001.0, "13861000001"),
        (13861000001, "13861000001"),
        ("1.3861000001E+10", "13861000001"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        ("第一行_x000D_\n第二行", "第一行\n第二行"),
        ("\ufeff编号\u200b1", "编号1"),
        ("甲、乙；（丙）", "甲、乙；（丙）"),
        (date(2026, 3, 9), "2026-03-09"),
        (True, "是"),
        ("", None),
        (" \u3000", None),
        ("'", None),
        (None, None),
    ],
)
def test_words(cell, said):
    assert text(cell) == said


@pytest.mark.parametrize("cell", ["1.39E+10", "1.38e10", "3.20412E+17", 320412198505201216, 3.20412198505201e17, 1e15])
def test_a_number_that_has_lost_digits_is_never_silently_wrong(cell):
    with pytest.raises(BadCell, match="文本"):
        text(cell)


@given(st.integers(10**9, 10**15 - 1))
def test_a_number_kept_as_a_number_keeps_its_digits(number):
    assert text(number) == text(float(number)) == text(f"'{number}") == str(number)


@given(st.integers(10**10, 10**12 - 1))
def test_scientific_notation_is_exact_or_refused(number):
    digits = str(number)
    assert text(f"{digits[0]}.{digits[1:]}E+{len(digits) - 1}") == digits
    with pytest.raises(BadCell):
        text(f"{digits[0]}.{digits[1:3]}E+{len(digits) - 1}")


@pytest.mark.parametrize("cell", [Broken("#N/A"), "#N/A", "#REF!", " #VALUE! ", Broken("#DIV/0!")])
@pytest.mark.parametrize("read", [text, integer, decimal, day, moment, yes_or_no, lambda cell: choice(cell, LABELS)])
def test_a_formula_that_failed_is_said_to_have_failed(read, cell):
    with pytest.raises(BadCell, match="公式结果是错误值“#"):
        read(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", "1234"),
        ("１，２３４．５０", "1234.50"),
        ("12,345,678.9", "12345678.9"),
        ("￥ 1,200.00", "1200.00"),
        (1200, "1200"),
        (0.1 + 0.2, "0.3"),
        ("-3.5", "-3.5"),
        ("1.2E+3", "1.2E+3"),
        (" 12 ", "12"),
        ("/", None),
        ("无", None),
        ("—", None),
        ("", None),
    ],
)
def test_numbers(cell, number):
    assert decimal(cell) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("3万", "换算后填写"),
        ("12人", "单位不要写"),
        ("1,23", "不是数字"),
        ("约5", "不是数字"),
        (date(2026, 1, 1), "不是数字"),
    ],
)
def test_numbers_refused(cell, why):
    with pytest.raises(BadCell, match=why):
        decimal(cell)


@given(st.integers(-(10**14), 10**14))
def test_integers_come_back_however_they_are_written(number):
    assert integer(number) == integer(float(number)) == integer(f"{number:,}") == integer(f" {number} ") == number


def test_a_fraction_is_no_whole_number():
    with pytest.raises(BadCell, match="“12.5”不是整数"):
        integer(12.5)


@given(DAYS)
def test_a_day_comes_back_however_it_is_written(given_day):
    y, m, d = given_day.year, given_day.month, given_day.day
    midnight = datetime(y, m, d)
    for cell in (
        *(given_day, midnight, midnight + timedelta(hours=9)),
        *(f"{y}-{m}-{d}", f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}年{m}月{d}"),
        *(f" {y} 年 {m} 月 {d} 日", f"{y}.{m:02}.{d:02} ", f"{y:04}{m:02}{d:02}", int(f"{y:04}{m:02}{d:02}")),
        *(f"{y}-{m}-{d} 00:00:00", f"{y}年{m}月{d}日 14:30", f"'{y}-{m}-{d}"),
        *((midnight - EPOCH).days, float((midnight - EPOCH).days), str((midnight - EPOCH).days)),
        "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in f"{y}-{m}-{d}"),
    ):
        assert day(cell) == given_day, cell


@given(st.datetimes(datetime(1930, 1, 1), datetime(2110, 12, 31)).map(lambda moment: moment.replace(microsecond=0)))
def test_a_moment_comes_back_to_the_second(given_moment):
    clock = f"{given_moment.hour}:{given_moment.minute:02}:{given_moment.second:02}"
    for cell in (
        given_moment,
        f"{given_moment.date()} {clock}",
        f"{given_moment.date()}T{clock}",
        f"{given_moment:%Y}年{given_moment.month}月{given_moment.day}日 {clock}",
        (given_moment - EPOCH) / timedelta(days=1),
    ):
        assert moment(cell) == given_moment, cell
    assert moment("2026年3月9日14时30分") == datetime(2026, 3, 9, 14, 30)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2026年2月30日", "这一天不存在"),
        ("20261301", "这一天不存在"),
        ("2026-3", "只有年月"),
        ("2026年3月", "只有年月"),
        ("3/9/2026", "不是能认出的日期"),
        ("26.3.9", "不是能认出的日期"),
        ("长期", "没有日期请留空"),
        (13861000001, "不是日期"),
        (12, "不是日期"),
        (True, "不是日期"),
        (time(9, 30), "不是日期"),
        ("2026-3-9 25:00", "时间不存在"),
        ("2026-3-9 上午", "时间认不出"),
        (date(1000, 1, 1), "年份不对"),
    ],
)
def test_dates_refused(cell, why):
    with pytest.raises(BadCell, match=why):
        moment(cell)


@pytest.mark.parametrize("cell", ["是", "√", " 有 ", "Y", "yes", "TRUE", True, 1, 1.0, "１", "对", "✓"])
def test_yes(cell):
    assert yes_or_no(cell) is True


@pytest.mark.parametrize("cell", ["否", "×", "无", "N", "no", "FALSE", False, 0, "0", "没有"])
def test_no(cell):
    assert yes_or_no(cell) is False


def test_neither_yes_nor_no():
    assert yes_or_no("") is None
    with pytest.raises(BadCell, match="看不出是或否"):
        yes_or_no("待定")


def test_choices_by_label_or_code_and_a_guess_in_the_refusal():
    assert [choice(cell, LABELS) for cell in (" 消防 安全", "fire", "FIRE", "其他", "/", "")] == [
        *("fire", "fire", "fire", "other"),
        *(None, None),
    ]
    with pytest.raises(BadCell, match="“电气安全”不在可选项中，是否为“用电安全”；可填：消防安全、用电安全、其他"):
        choice("电气安全", LABELS)


@pytest.mark.parametrize(
    "cell",
    ["消防安全、其他", "消防安全,其他", "消防安全；其他；", "fire/other", "消防安全\n其他", "消防安全、其他、消防安全"],
)
def test_several_choices_in_one_cell(cell):
    assert several(cell, lambda part: choice(part, LABELS)) == ["fire", "other"]


@given(CELLS)
def test_a_cell_is_read_or_refused_but_never_breaks(cell):
    for read in (text, integer, decimal, day, moment, yes_or_no, lambda cell: choice(cell, LABELS)):
        with suppress(BadCell):
            assert read(cell) != ""


@given(CELLS)
def test_a_kept_cell_is_the_same_cell(cell):
    import orjson

    assert cell_of(orjson.loads(orjson.dumps(kept(cell)))) == cell or isinstance(cell, int)
