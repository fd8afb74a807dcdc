"""What the firm declared becomes its own; an authority urges, and looks after its area on a phone."""

from playwright.sync_api import expect

from tests.running import Platform

from .conftest import SignIn


def test_a_declared_risk_becomes_the_firms_own(sign_in: SignIn) -> None:
    office = sign_in("officer")
    office.goto("/industrial-firms")
    pair = office.locator(".pairs li", has=office.get_by_role("button", name="转为本企业风险点")).first
    name = pair.locator("b").first.inner_text()
    pair.get_by_role("button", name="转为本企业风险点").click()
    dialog = office.locator(".el-dialog", has_text="转为本企业风险点")
    dialog.get_by_text("设备设施", exact=True).click()
    dialog.get_by_role("button", name="转为草稿").click()
    drawer = office.locator(".record-drawer")
    expect(drawer).to_contain_text(name)
    expect(drawer.locator(".beside")).to_contain_text("与省系统申报对照")
    office.goto("/industrial-firms")
    expect(office.locator(".pairs li", has_text=name).first).to_contain_text("草稿")


def test_the_register_leads_to_one_firms_whole_picture(sign_in: SignIn) -> None:
    office = sign_in("city")
    office.goto("/industrial-firms")
    office.locator(".el-table__row").first.click()
    office.get_by_role("tab", name="风险全貌").click()
    expect(office.locator(".picture h4").filter(has_text="风险报告").first).to_be_visible()


def test_an_authority_urges_and_sees_how_it_goes(sign_in: SignIn) -> None:
    town = sign_in("town")
    town.goto("/hazards?status=assigned,rectifying&level=general")
    town.locator(".el-table__row").first.click()
    drawer = town.locator(".record-drawer")
    drawer.get_by_role("button", name="催办", exact=True).click()
    town.locator(".step-form textarea").first.fill("三天内装好防护罩")
    town.locator(".step-form").get_by_role("button", name="催办").click()
    drawer.get_by_role("tab", name="办理过程").click()
    expect(drawer).to_contain_text("三天内装好防护罩")
    town.goto("/hazards")
    town.get_by_text("质态分析", exact=True).click()
    expect(town.locator(".quality .sentence")).to_contain_text("发现隐患")
    expect(town.locator(".quality .el-table__row").first).to_be_visible()


def test_an_area_on_the_phone(sign_in: SignIn, platform: Platform) -> None:
    phone = sign_in("town", phone=True)
    phone.get_by_role("link", name="辖区监管").click()
    expect(phone.locator(".sentence")).to_contain_text("本月")
    for name, words in (
        ("未报告企业", "今年应报告"),
        ("风险点和告知卡", "个"),
        ("看任务", "申请免检"),
        ("看各地区", "按风险等级"),
    ):
        phone.get_by_role("link", name=name).click()
        expect(phone.locator(".body")).to_contain_text(words)
        phone.get_by_role("button", name="返回").click()
        expect(phone.locator(".sentence")).to_contain_text("本月")
