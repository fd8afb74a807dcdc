"""陈安全 brings his firm's list of people as it stands in his WPS table, puts right what the platform cannot take, and
takes the list away as a file again."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from playwright.sync_api import Page, expect

from changqian.platform.kernel.codes import id_for

from .conftest import SignIn

NUMBER = os.getpid() % 1000
RIGHT = [f"吕{NUMBER}甲", f"施{NUMBER}乙", f"张{NUMBER}丙"]
NO_ROLE, BAD_PHONE = f"孔{NUMBER}丁", f"曹{NUMBER}戊"
IDS = [id_for(date(1990, 1, 1), (NUMBER * 7 + n) % 999) for n in range(5)]
FILE = f"花名册{NUMBER}.xlsx"
KIND = f"身份类型{NUMBER}"
"A header that nobody has explained to the platform yet."


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A title over all columns, a header in his own words, numbers as numbers, a total; two rows are wrong."""
    path = tmp_path / FILE
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("在册人员")
        sheet.merge_range(0, 0, 0, 5, "湖塘机械厂从业人员花名册")
        sheet.write_row(1, 0, ["序号", "员工姓名", KIND, "身份证号码", "手机号码", "进厂日期"])
        lines = [
            (RIGHT[0], "岗位从业人员", 13961400000 + NUMBER, "2024.3.9"),
            (RIGHT[1], "班组长", "１３９６１４０１０００", 45360),
            (NO_ROLE, "厂里的老师傅", 13961402000, ""),
            (RIGHT[2], "岗位从业人员", 13961403000, "2023年12月1日"),
            (BAD_PHONE, "岗位从业人员", "不知道", ""),
        ]
        for n, (name, role, phone, day) in enumerate(lines):
            sheet.write_row(2 + n, 0, [n + 1, name, role, IDS[n], phone, day])
        sheet.write_row(7, 0, ["合计", len(lines)])
    return path


def table(path: Path) -> list[list[str]]:
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[str(cell).strip() for cell in row] for row in rows]


def upload(page: Page, file: Path) -> None:
    page.goto("/people")
    page.locator("main").get_by_role("button", name="导入").click()
    page.get_by_text("上传文件").click()
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url(re.compile(r"/imports/\d+"))


def say_what_a_column_means(page: Page) -> None:
    """One header is nothing the platform knows; the way on is closed until he says what it is."""
    expect(page.get_by_text("必填的“岗位角色”还没有对应")).to_be_visible()
    check = page.get_by_role("button", name="开始校验")
    expect(check).to_be_disabled()
    line = page.locator(".match-table .el-table__row", has_text=KIND)
    expect(line).to_contain_text("不导入")
    line.locator(".el-select").click()
    page.locator(".el-select-dropdown__item:visible", has_text="岗位角色").click()
    expect(line).to_contain_text("您的选择")
    check.click()


def look_at_what_is_wrong(page: Page, folder: Path) -> None:
    expect(page.get_by_role("tab", name="可导入 3")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("tab", name="有误 2")).to_be_visible()
    wrong = page.locator(".checked-rows .el-table__row")
    expect(wrong).to_have_count(2)
    expect(wrong.filter(has_text=NO_ROLE).locator(".wrong")).to_contain_text("厂里的老师傅")
    expect(wrong.filter(has_text=BAD_PHONE).locator(".wrong")).to_contain_text("不知道")
    expect(page.get_by_role("button", name="全部正确才导入")).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载有误的行").click()
    path = folder / "wrong.xlsx"
    download.value.save_as(path)
    assert download.value.suggested_filename == FILE.replace(".xlsx", "-错误行.xlsx")
    header, *rows = [row for row in table(path) if "错误原因" in row or NO_ROLE in row or BAD_PHONE in row]
    assert KIND in header
    reasons = {row[header.index("员工姓名")]: row[header.index("错误原因")] for row in rows}
    assert set(reasons) == {NO_ROLE, BAD_PHONE}
    assert all(reasons.values())


def import_the_right_ones(page: Page) -> None:
    page.reload()  # What was begun is still there.
    page.get_by_role("button", name="只导入正确的 3 行").click()
    expect(page.get_by_text("已导入 3 行人员")).to_be_visible(timeout=60_000)
    expect(page.locator(".checked-rows .el-table__row")).to_have_count(3)
    page.goto("/imports")
    expect(page.locator(".el-table__row", has_text=FILE).first).to_contain_text("已完成")


def take_the_list_away(page: Page, folder: Path) -> list[list[str]]:
    """Two columns of the people just imported, phone first."""
    page.goto(f"/people?q={RIGHT[0][:-1]}")
    expect(page.get_by_role("link", name=RIGHT[0]).or_(page.get_by_text(RIGHT[0])).first).to_be_visible()
    page.get_by_role("button", name="导出", exact=True).click()
    drawer = page.locator(".export-drawer")
    expect(drawer).to_contain_text(f"含“{RIGHT[0][:-1]}”")
    drawer.get_by_role("button", name="全不选").click()
    for label in ("手机号", "姓名"):
        drawer.locator("li", has=page.get_by_text(label, exact=True)).locator(".el-checkbox").click()
    with page.expect_download() as download:
        drawer.get_by_role("button", name="导出 1 人").click()
    path = folder / "people.xlsx"
    download.value.save_as(path)
    return table(path)


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_a_list_goes_in_as_it_is_and_comes_out_as_a_file(sign_in: SignIn, tmp_path: Path, roster: Path) -> None:
    officer = sign_in("officer")
    upload(officer, roster)
    say_what_a_column_means(officer)
    look_at_what_is_wrong(officer, tmp_path)
    import_the_right_ones(officer)

    listed = officer.request.get("/api/people/", params={"q": RIGHT[0]}).json()["results"]
    taken = take_the_list_away(officer, tmp_path)
    at = taken.index(["手机号", "姓名"])
    assert [row for row in taken[at + 1 :] if any(row)] == [[each["phone"], each["name"]] for each in listed]
    officer.goto("/exports")
    expect(officer.locator(".el-table__row").first).to_contain_text("可下载")

    upload(officer, roster)  # The second time the platform knows what it means.
    line = officer.locator(".match-table .el-table__row", has_text=KIND)
    expect(line).to_contain_text("上次这样对应")
    expect(officer.get_by_role("button", name="开始校验")).to_be_enabled()
