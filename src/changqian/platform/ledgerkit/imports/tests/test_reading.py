"""Files as they come: by content, through a process of its own, cell by cell."""

import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changqian.platform.foundation.files.tests.samples import PNG
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.imports import opening, reading
from changqian.platform.ledgerkit.imports.reading import decoded, lines, separated, survey
from changqian.platform.ledgerkit.imports.tests.making import xlsx

TABLE = [["姓名", "岗位"], ["王小虎", "车工，一班"], ["李四", ""]]


def as_csv(delimiter=",", encoding="utf-8", end="\r\n"):
    return end.join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in TABLE).encode(
        encoding
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_in_any_of_the_usual_ways(encoding, delimiter):
    assert separated(as_csv(delimiter, encoding)) == TABLE


def test_a_csv_of_bytes_that_are_no_text():
    with pytest.raises(reading.Unreadable, match="文字编码"):
        decoded(b"\xff\x00\x81\x20\xff")


@given(st.lists(st.lists(st.text('甲乙,;\t"1a \n', max_size=4), min_size=2, max_size=2), min_size=1, max_size=8))
def test_quotes_commas_and_lines_inside_cells_survive(rows):
    import csv
    from io import StringIO

    written = StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    assert reading.separated(written.getvalue().encode("gb18030")) == rows


def test_a_sheet_that_begins_somewhere_keeps_its_row_numbers():
    def draw(book, sheet):
        sheet.write(3, 2, "姓名")
        sheet.write(6, 2, "王小虎")

    assert list(lines(xlsx(draw), "xlsx", "Sheet1")) == [(4, [None, None, "姓名"]), (7, [None, None, "王小虎"])]


def test_cells_merged_downwards_are_filled_and_those_merged_across_only_in_the_head():
    def draw(book, sheet):
        sheet.merge_range(0, 0, 0, 2, "花名册")
        sheet.merge_range(1, 0, 3, 0, "一号车间")
        for line, name in enumerate(("甲", "乙", "丙"), start=1):
            sheet.write(line, 1, name)
        sheet.write(3, 2, 1)

    data = xlsx(draw)
    [sheet] = survey(data, "xlsx")
    assert sheet["head"][0] == ["花名册"] * 3
    assert [cells[0] for _, cells in lines(data, "xlsx", "Sheet1")] == ["花名册", "一号车间", "一号车间", "一号车间"]
    assert next(lines(data, "xlsx", "Sheet1"))[1] == ["花名册", None, None]


def test_dates_numbers_and_failed_formulas_are_what_they_are():
    def draw(book, sheet):
        sheet.write_datetime(0, 0, date(2026, 3, 9), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write(0, 1, 13861000001)
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
        sheet.write_boolean(1, 2, True)

    assert [cells for _, cells in lines(xlsx(draw), "xlsx", "Sheet1")] == [
        [["d", "2026-03-09"], 13861000001.0, None],
        [["e", "#DIV/0!"], ["e", "#N/A"], True],
    ]


def test_hidden_and_empty_sheets_are_not_offered():
    def draw(book, sheet):
        sheet.write(0, 0, "姓名")
        book.get_worksheet_by_name("旧").hide()
        book.get_worksheet_by_name("旧").write(0, 0, "x")

    assert [each["name"] for each in survey(xlsx(draw, sheets=("人员", "旧", "空")), "xlsx")] == ["人员"]


def test_the_reading_process_says_the_same():
    data = xlsx([["姓名"], ["王小虎"]])
    assert opening.survey(data, "xlsx") == survey(data, "xlsx")
    assert list(opening.rows(data, "xlsx", "Sheet1")) == [(1, ["姓名"]), (2, ["王小虎"])]


def far_away() -> bytes:
    """An xlsx whose second cell lies in the last corner: a reader that reserves what lies between needs terabytes."""
    original, copy = BytesIO(xlsx([["姓名"], ["王小虎"]])), BytesIO()
    with zipfile.ZipFile(original) as package, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as forged:
        for part in package.infolist():
            content = package.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b'r="A2"', b'r="XFD1048576"').replace(b'<row r="2"', b'<row r="1048576"')
            forged.writestr(part, content)
    return copy.getvalue()


def test_a_file_that_would_take_all_memory_is_refused_and_nothing_else_happens():
    with pytest.raises(RuleViolation, match="复制到新建的表格中"):
        opening.survey(far_away(), "xlsx")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (PNG, "a.xlsx", "请上传Excel或WPS表格"),
        (b"%PDF-1.7\n", "a.pdf", "请上传Excel或WPS表格"),
        (b"<html><table><tr><td>x</td></tr></table>", "a.xls", "网页格式"),
        (b'<?xml version="1.0"?><Workbook/>', "a.xls", "网页格式"),
        ("姓名,岗位".encode(), "a.xlsx", "扩展名“.xlsx”与内容不符"),
        (b"a\0b\0c" * 30, "a.csv", "请上传Excel或WPS表格"),
        (b"x" * (21 * 1024 * 1024), "a.csv", "不能超过20MB"),
    ],
    ids=["empty", "picture", "pdf", "page", "xml", "renamed", "binary", "large"],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, name, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        opening.recognised(data, name)


@pytest.mark.parametrize(
    ("data", "form"), [(as_csv(), "csv"), (as_csv(encoding="utf-16"), "csv"), (xlsx(TABLE), "xlsx")]
)
def test_what_is_a_table_is_known_by_its_content(data, form):
    assert opening.recognised(data, "台账") == form


@settings(max_examples=15)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", opening.OLE]))
def test_garbage_is_refused_or_read_but_never_breaks(garbage, head):
    data = head + garbage
    try:
        form = opening.recognised(data, "a")
    except RuleViolation:
        return
    with suppress(reading.Unreadable):
        assert isinstance(survey(data, form), list)
