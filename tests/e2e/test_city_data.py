"""What the city's data centre tells reaches the ledger of injuries; a worker learns from accidents elsewhere."""

from playwright.sync_api import Page, expect

from tests.running import until

from .conftest import SignIn


def test_appraisals_come_by_themselves_and_say_who_was_insured(sign_in: SignIn) -> None:
    office = sign_in("city")

    def fetched() -> bool:
        """The worker may have other things to do first: somebody comes back to the page now and then."""
        office.goto("/province")
        office.locator(".el-table__row").first.wait_for()
        return office.locator(".el-table__row", has_text="工伤鉴定").first.get_by_text("正常").count() > 0

    office.goto("/province")
    row = office.locator(".el-table__row", has=office.locator("b", has_text="工伤鉴定")).first
    row.get_by_role("button", name="立即取数").click()
    until(fetched, "工伤鉴定", 180)
    office.goto("/province-rejects?feed=appraisals&fate=open")
    expect(office.locator(".el-table__row", has_text="常州城外装卸服务有限公司")).to_be_visible()
    office.goto("/injuries?source=feed")
    office.locator(".el-table__row").first.click()
    expect(office.locator(".record-drawer")).to_contain_text("受伤当月社保")


def test_a_case_is_read_on_the_phone(sign_in: SignIn) -> None:
    phone = sign_in("officer", phone=True)
    phone.goto("/m/accident-cases")
    phone.get_by_role("button", name="全部行业").click()
    first = phone.locator(".row.case").first
    title = first.locator("b").inner_text()
    first.click()
    expect(phone.locator("h2")).to_have_text(title)
    phone.get_by_role("button", name="我已学习并对照检查").click()
    expect(phone.get_by_text("您已学习并对照检查")).to_be_visible()
    assert _fits(phone)
    phone.goto("/m/accident-cases")
    phone.get_by_role("button", name="已学习", exact=True).click()
    expect(phone.locator(".row.case", has_text=title)).to_be_visible()


def _fits(phone: Page) -> bool:
    """Nothing is wider than the screen."""
    return bool(phone.evaluate("document.documentElement.scrollWidth <= innerWidth"))
