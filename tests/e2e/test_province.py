"""The province sends rubbish; the city's office sees it, mends a row, and finds out who owes a report."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.running import Platform, until

from .conftest import SignIn


@pytest.fixture
def rubbish(platform: Platform) -> Iterator[None]:
    """Every ninth row has a value that cannot be, until the test is over."""

    def switch(**faults: int) -> None:
        httpx.post(f"{platform.province}faults", json=faults, trust_env=False).raise_for_status()

    switch(broken_rows=9)
    yield
    switch()


def fetch_all_again(office: Page, feed: str) -> None:
    row = office.locator(".el-table__row", has=office.locator("b", has_text=feed)).first
    shown(office, row, "正常")
    row.get_by_role("button", name="全部重取").click()
    office.locator(".el-message-box").get_by_role("button", name="全部重取").click()
    shown(office, office.locator(".batches .el-table__row", has_text="市应急局").first, "完成")


def shown(office: Page, what: Locator, text: str) -> None:
    """The worker may have other things to do first: somebody comes back to the page now and then."""

    def seen() -> bool:
        office.goto("/province")
        office.locator(".el-table__row").first.wait_for()
        return what.count() > 0 and text in what.inner_text()

    until(seen, text, 180)


def test_what_the_province_sent_wrong_is_mended(sign_in: SignIn, rubbish: None) -> None:
    office = sign_in("city")
    fetch_all_again(office, "申报风险点")
    office.goto("/province-rejects?feed=points&fate=open")
    office.locator(".el-table__row", has_text="不认识“不详”").first.click()
    drawer = office.locator(".record-drawer")
    expect(drawer.locator("tr.wrong")).to_contain_text("不详")
    drawer.get_by_role("button", name="更正后重试").click()
    office.get_by_label("更正风险点等级").fill("重大")
    office.locator(".step-form").get_by_role("button", name="更正后重试").click()
    expect(office.locator(".record-drawer")).to_contain_text("更正后已收下")


def test_who_owes_a_report(sign_in: SignIn) -> None:
    office = sign_in("city")
    office.goto("/province-declarations")
    expect(office.locator(".el-table__row").first).to_be_visible()
    office.get_by_text("未报告", exact=True).first.click()
    expect(office.locator(".sentence")).to_contain_text("今年应报告企业")
    office.locator(".owing .el-button").first.click()
    expect(office.locator(".debtors li").first).to_contain_text("报告")
