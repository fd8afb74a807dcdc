"""规章制度: from a template through the opinions of union and staff to publication, and read on the phone."""

import re

from playwright.sync_api import Page, expect

TITLE = "安全警示标志管理制度"


def step(page: Page, name: str, **given: str) -> None:
    """Take a step of the open record; its days are today unless said."""
    drawer = page.get_by_role("dialog").first
    drawer.get_by_role("button", name=name, exact=True).first.click()
    form = page.get_by_role("dialog").last
    for field, text in given.items():
        place = form.locator(f"[data-field={field}]")
        if field == "voice":
            place.get_by_text(text, exact=True).click()
        else:
            place.locator("textarea, input").first.fill(text)
    form.get_by_role("button", name=name, exact=True).last.click()


def test_a_regulation_is_heard_published_and_read(sign_in) -> None:
    page = sign_in("officer")
    page.goto("/regulations")
    page.get_by_text("应建制度").click()
    expect(page.get_by_text(re.compile(r"应建立 \d+ 类制度"))).to_be_visible()
    page.get_by_text("制度模版").click()
    page.get_by_role("textbox", name="查找模版").fill("警示标志")
    expect(page.get_by_text("第一章 总则").first).to_be_visible()
    page.get_by_role("button", name="用这个模版编制").click()
    form = page.get_by_role("dialog").last
    expect(form.locator("[data-field=text] textarea")).to_have_value(re.compile("第一条"))
    form.get_by_role("button", name="编制制度").click()
    expect(page.get_by_role("dialog").get_by_text("编制中").first).to_be_visible()

    step(page, "征求意见")
    expect(page.get_by_role("dialog").get_by_text("征求意见").first).to_be_visible()
    address = page.url

    phone = sign_in("worker", phone=True)
    phone.goto("/m/regulations")
    phone.get_by_text("征求意见", exact=True).first.click()
    phone.get_by_role("link", name=re.compile(TITLE)).click()
    phone.get_by_role("textbox", name="意见内容").fill("冲压车间的标志太小，建议换大的。")
    phone.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_text("冲压车间的标志太小，建议换大的。")).to_be_visible()

    page.goto(address)
    step(page, "登记意见", voice="工会", by="工会主席", said="同意")
    page.get_by_role("tab", name="版本和记录").click()
    for _ in range(2):
        page.get_by_role("button", name="答复", exact=True).first.click()
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_role("button", name="保存", exact=True)).to_have_count(0)
    step(page, "结束征求意见")
    expect(page.get_by_role("dialog").get_by_text("审核中").first).to_be_visible()

    boss = sign_in("principal")
    boss.goto(address)
    step(boss, "审核通过", approver="周立新")
    step(boss, "发布")
    expect(boss.get_by_role("dialog").get_by_text("现行有效").first).to_be_visible()

    phone.goto("/m/regulations")
    phone.get_by_role("link", name=re.compile(TITLE)).click()
    phone.get_by_role("button", name="我已学习").click()
    expect(phone.get_by_text("您已学习这一版")).to_be_visible()
