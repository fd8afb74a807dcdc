"""Finding the header among titles, and knowing columns by other names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.ledgerkit.imports.headers import Named, assign, find, likeness, why_passed_over

FIELDS = [
    Named("name", ("姓名", "员工姓名")),
    Named("roles", ("岗位角色", "人员类别")),
    Named("phone", ("手机号", "联系电话")),
    Named("id_number", ("身份证号", "身份证号码")),
    Named("joined_on", ("入职日期",)),
]


def fields_of(names, remembered=None):
    return [match.field for match in assign(names, FIELDS, remembered)]


@pytest.mark.parametrize(
    ("header", "label", "at_least", "at_most"),
    [
        ("姓名", "姓名", 1, 1),
        ("姓　名*", "姓名", 0.9, 1),
        ("手机号（必填）", "手机号", 0.9, 1),
        ("联系手机号", "手机号", 0.6, 0.9),
        ("备注", "姓名", 0, 0.3),
        ("序号", "身份证号", 0, 0.5),
        ("", "姓名", 0, 0),
    ],
)
def test_likeness(header, label, at_least, at_most):
    assert at_least <= likeness(header, label) <= at_most


def test_the_header_stands_below_titles_and_notes():
    rows = [
        ["花名册", "", "", ""],
        ["单位：湖塘机械厂", "", "", "2026年"],
        ["", "", "", ""],
        ["序号", "姓名", "人员类别", "备注"],
        ["1", "王小虎", "班组长", ""],
    ]
    header = find(rows, FIELDS)
    assert (header.row, header.depth) == (3, 1)
    assert fields_of(header.names) == [None, "name", "roles", None]


def test_a_header_over_two_rows():
    rows = [
        ["姓名", "证件", "", "联系方式", ""],
        ["", "身份证号", "类型", "手机", "固话"],
        ["王小虎", "3", "a", "1", "2"],
    ]
    header = find(rows, FIELDS)
    assert (header.row, header.depth) == (0, 2)
    assert (
        header.names == ("姓名", "证件/身份证号", "类型", "联系方式/手机", "固话") or header.names[1] == "证件/身份证号"
    )
    assert fields_of(header.names)[:2] == ["name", "id_number"]


def test_names_nobody_knows_still_make_a_header():
    header = find([["表一", "", ""], ["甲", "乙", "丙"], ["1", "2", "3"]], FIELDS)
    assert (header.row, header.names) == (1, ("甲", "乙", "丙"))
    assert find([["1", "2"]], FIELDS) is None
    assert find([], FIELDS) is None


def test_what_was_said_before_goes_first():
    remembered = {"姓名": None, "干什么的": "roles"}
    assert fields_of(["姓名", "员工姓名", "干什么的", "人员类别"], remembered) == [None, "name", "roles", None]


@given(
    st.lists(
        st.sampled_from(["姓名", "员工姓名", "手机号", "联系电话", "电话", "备注", "", "岗位角色", "身份证"]),
        max_size=12,
    )
)
def test_no_field_is_taken_twice_and_every_column_is_told_of(names):
    found = assign(names, FIELDS)
    taken = [match.field for match in found if match.field]
    assert [match.column for match in found] == list(range(len(names)))
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["合计", "", "12"], "合计行"),
        (["合 计", "12", ""], "合计行"),
        (["填表人：陈安全", "", "审核人：周立新"], "填表人等落款"),
        (["制表人:", "陈安全", ""], "填表人等落款"),
        (["单位负责人（签字）：", "", ""], "填表人等落款"),
        (["备注：本表每月报送", "", ""], "说明行"),
        (["以下空白", "", ""], "结束行"),
        (["序号", "姓名", "手机号"], "重复的表头"),
        (["", " ", ""], "空行"),
        (["1", "王小虎", "13861000001"], ""),
        (["王小虎", "", ""], ""),
        (["电话：13861000001", "王小虎", "班组长"], ""),
    ],
)
def test_rows_that_are_no_record(row, why):
    assert why_passed_over(row, ["序号", "姓名", "手机号"]) == why
