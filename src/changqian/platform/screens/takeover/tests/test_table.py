"""What old systems give out is read as it is: Excel with a title above, WPS, CSV in whatever encoding."""

from io import BytesIO

import pytest
import xlsxwriter

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.screens.takeover.api import table_of

URL = "/api/enterprises/take_over/table/"
HEADER = ["旧系统编号", "企业名称", "统一社会信用代码", "从业人数"]


def workbook():
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("说明").write_row(0, 0, ["请勿修改表头"])
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, ["武进区企业一览"])
        sheet.write_row(1, 0, HEADER)
        sheet.write_row(2, 0, [1001, "常州甲厂", "91320412MA00000A1X", 52])
        sheet.write_row(4, 0, ["B7", " 常州乙厂 ", "91320412MA00000B1X", 8.5])
    return content.getvalue()


def test_a_workbook_gives_its_longest_sheet_with_the_numbers_its_rows_have_there():
    told = table_of(workbook(), name="企业.xlsx", sheet=None)
    assert (told["sheet"], told["sheets"]) == ("企业", ["说明", "企业"])
    assert [line["number"] for line in told["lines"]] == [1, 2, 3, 5]
    assert told["lines"][1]["cells"] == HEADER
    assert told["lines"][2]["cells"] == ["1001", "常州甲厂", "91320412MA00000A1X", "52"]
    assert told["lines"][3]["cells"] == ["B7", "常州乙厂", "91320412MA00000B1X", "8.5"]
    assert table_of(workbook(), name="企业.xlsx", sheet="说明")["lines"][0]["cells"] == ["请勿修改表头"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_its_encoding(encoding):
    told = table_of("编号,名称\r\n1,常州甲厂\r\n".encode(encoding), name="企业.csv", sheet=None)
    assert [line["cells"] for line in told["lines"]] == [["编号", "名称"], ["1", "常州甲厂"]]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"PK\x03\x04 no workbook", "a.xlsx", "文件已损坏，无法打开"),
        (b"<html><table><tr><td>1</td></tr></table>", "a.xls", "网页格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.et", "另存为xlsx"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "不支持这种文件"),
    ],
)
def test_what_is_no_table_is_said(data, name, reason):
    with pytest.raises(RuleViolation, match=reason):
        table_of(data, name=name, sheet=None)


def test_only_who_takes_over_reads_such_files(cast, api):
    def said(person):
        file = BytesIO(workbook())
        file.name = "企业.xlsx"
        return api(person).post(URL, {"file": file}, format="multipart")

    assert said(cast.city).json()["lines"][1]["cells"] == HEADER
    assert said(cast.wujin).status_code == said(cast.officer).status_code == 403
    assert "请选择要上传的文件" in api(cast.city).post(URL, {}, format="multipart").content.decode()
