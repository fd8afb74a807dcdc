"""双控月报: the firm reads its month on the phone and stands by it; the authority sees who has and who has not."""

from playwright.sync_api import expect

from .conftest import SignIn


def test_a_firm_confirms_its_month_on_the_phone_and_the_authority_sees_it(sign_in: SignIn) -> None:
    phone = sign_in("officer", phone=True)
    phone.get_by_role("link", name="双控月报 上个月").click()
    phone.locator("a.month", has_text="待确认").first.click()
    expect(phone.locator(".quality li")).to_have_count(4)
    expect(phone.get_by_text("下月工作安排")).to_be_visible()
    phone.get_by_role("button", name="从上面的要点写起").click()
    plan = phone.get_by_role("textbox", name="本企业安排")
    assert plan.input_value().startswith("1. ")
    plan.fill("十二月五日前由张建国组织全面检查")
    phone.get_by_role("button", name="确认本版内容属实").click()
    expect(phone.locator(".about")).to_contain_text("确认内容属实")
    expect(phone.locator(".plan")).to_contain_text("十二月五日前由张建国组织全面检查")
    expect(phone.get_by_role("button", name="确认本版内容属实")).to_have_count(0)

    office = sign_in("town")
    office.goto("/firm-summaries?confirmation=confirmed")
    office.locator(".el-table__row", has_text="常州湖塘机械厂有限公司").first.click()
    drawer = office.locator(".record-drawer")
    expect(drawer.locator(".signed")).to_contain_text("确认本版内容属实")
    expect(drawer.locator(".plan")).to_contain_text("张建国组织全面检查")
    expect(drawer.get_by_role("button", name="确认月报")).to_have_count(0)


def test_each_area_opens_those_that_have_not(sign_in: SignIn) -> None:
    city = sign_in("city")
    city.goto("/firm-summaries")
    city.get_by_role("button", name="各地区确认情况").click()
    row = city.locator(".confirmed .el-table__row").first
    waits = row.locator("td").nth(2).inner_text().strip()
    row.locator("td").nth(2).get_by_role("link").click()
    expect(city.locator(".confirmed")).to_have_count(0)
    expect(city.locator(".el-table__row")).to_have_count(int(waits))
    expect(city.locator(".el-table__row").first).to_contain_text("待确认")
