"""An expert applies, the city sends it back, he puts it right on his phone, the city admits and revokes him."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.running import Platform

from .camera import photo
from .conftest import SignIn
from .test_accounts import show, stranger
from .test_joining import PASSWORD, register

__all__ = ["stranger"]

UNIT, BETTER = "常州化工研究院", "常州市化工研究院有限公司"


def step(page: Page, name: str, opinion: str = "", *, dangerous: bool = False) -> None:
    """One step of the city on the application that is open."""
    drawer = page.get_by_role("dialog")
    if dangerous:
        drawer.get_by_role("button", name="更多").click()
        page.get_by_role("menuitem", name=name).click()
    else:
        drawer.get_by_role("button", name=name, exact=True).click()
    if opinion:
        drawer.locator("textarea").fill(opinion)
    drawer.get_by_role("button", name=name, exact=True).last.click()


def test_from_stranger_to_expert_and_out_again(platform: Platform, stranger, sign_in: SignIn, tmp_path: Path) -> None:
    page: Page = stranger()
    page.get_by_role("link", name="注册").click()
    phone = register(page, platform, "孙志刚")
    page.wait_for_url("**/my-firms")
    page.goto("/admissions")
    expect(page.get_by_text("还没有入驻申请")).to_be_visible()
    page.get_by_role("button", name="申请入驻").first.click()
    page.locator("input[name=unit]").fill(UNIT)
    page.locator("input[name=title]").fill("高级工程师")
    page.get_by_role("button", name="提交，由市局审核").click()
    expect(page.get_by_text("请选择专业领域")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="申请入驻").first.click()
    expect(page.locator("input[name=unit]")).to_have_value(UNIT)
    page.locator(".apply .el-select", has=page.get_by_role("combobox", name="专业领域")).click()
    page.get_by_role("option", name="粉尘防爆").click()
    page.get_by_role("option", name="有限空间").click()
    page.keyboard.press("Escape")
    page.locator("input[name=worked_years]").fill("12")
    page.locator("input[name=certificate_no]").fill(f"T{phone}")
    page.locator("input[type=file]").set_input_files(photo(tmp_path / "certificate.jpg", (200, 30, 30)))
    expect(page.locator(".apply").get_by_role("link", name="certificate.jpg")).to_be_visible()
    page.get_by_role("button", name="提交，由市局审核").click()
    expect(page.get_by_text("待市级审核")).to_be_visible()

    city = sign_in("city")
    city.goto("/professionals")
    city.get_by_role("main").get_by_role("button", name=UNIT).first.click()
    drawer = city.get_by_role("dialog")
    expect(drawer.get_by_text("粉尘防爆").first).to_be_visible()
    expect(drawer.get_by_text(f"T{phone}")).to_have_count(0)
    step(city, "退回补正", "单位名称请按营业执照填写")
    expect(drawer.get_by_text("退回补正").first).to_be_visible()

    mine: Page = stranger(phone=True)
    show(mine, platform, phone, PASSWORD)
    mine.wait_for_url("**/m/my-firms")
    mine.goto("/m/admissions")
    expect(mine.get_by_text("单位名称请按营业执照填写")).to_be_visible()
    mine.get_by_role("button", name="补正", exact=True).click()
    expect(mine.locator("input[name=title]")).to_have_value("高级工程师")
    mine.locator("input[name=unit]").fill(BETTER)
    mine.get_by_role("button", name="补正后再提交").click()
    expect(mine.get_by_text("待市级审核")).to_be_visible()

    city.goto("/professionals")
    city.get_by_role("main").get_by_role("button", name=BETTER).first.click()
    step(city, "通过")
    expect(drawer.get_by_text("已入驻").first).to_be_visible()
    expect(drawer.get_by_text("单位名称请按营业执照填写")).to_have_count(0)
    assert mine.request.get("/api/hazards/").status == 200
    mine.goto("/m/admissions")
    expect(mine.get_by_text("有效期至")).to_be_visible()

    step(city, "取消资格", "证书已被吊销", dangerous=True)
    expect(drawer.get_by_text("已取消资格").first).to_be_visible()
    assert mine.request.get("/api/hazards/").status == 403
    mine.reload()
    expect(mine.get_by_text("证书已被吊销")).to_be_visible()
