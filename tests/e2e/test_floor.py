"""What teams do on the floor: a meeting written down on the phone, a permit opened and closed; a month filed."""

import re

from playwright.sync_api import expect


def test_a_team_writes_down_its_meeting_on_the_phone(sign_in) -> None:
    phone = sign_in("worker", phone=True)
    phone.goto("/m/team-meetings")
    phone.get_by_role("link", name="登记活动").click()
    phone.get_by_role("button", name="登记活动").click()
    expect(phone.get_by_text("请填写班组")).to_be_visible()
    phone.get_by_label("班组", exact=False).first.fill("冲压甲班")
    phone.get_by_label("活动主题").fill("光电保护失效怎么办")
    phone.get_by_label("活动内容").fill("先停机、挂牌，再报修。")
    phone.get_by_role("button", name=re.compile("^郝志国")).click()
    phone.get_by_role("button", name="登记活动").click()
    expect(phone.get_by_text("光电保护失效怎么办")).to_be_visible()

    page = sign_in("officer")
    page.goto("/team-meetings")
    page.get_by_role("button", name="光电保护失效怎么办").click()
    expect(page.get_by_role("dialog").get_by_text("先停机、挂牌，再报修。")).to_be_visible()


def test_dangerous_work_waits_for_its_permit(sign_in) -> None:
    page = sign_in("officer")
    page.goto("/work-permits")
    row = page.get_by_role("row").filter(has_text="已批准")
    expect(row.get_by_text("动火作业")).to_be_visible()

    phone = sign_in("worker", phone=True)
    phone.goto("/m/work-permits")
    card = phone.locator(".card").filter(has_text="动火作业").filter(has_text="已批准")
    card.get_by_role("button", name="开始作业").click()
    card.get_by_role("button", name="开始作业").click()
    answered = card.get_by_text(re.compile("应分析气体|已过有效期"))
    expect(answered).to_be_visible()
    if "分析" in answered.inner_text():
        card.get_by_label("气体分析").fill("可燃气体 0%，氧含量 20.9%")
        card.get_by_role("button", name="开始作业").click()
        working = phone.locator(".card").filter(has_text="作业中")
        working.get_by_role("button", name="完工验收").click()
        working.get_by_role("button", name="完工验收").click()
        phone.get_by_text("已结束").click()
        expect(phone.locator(".card").filter(has_text="动火作业").filter(has_text="已完工").first).to_be_visible()


def test_the_month_of_a_team_is_filed_from_its_ledger(sign_in) -> None:
    page = sign_in("officer")
    page.goto("/documents")
    page.get_by_role("button", name="归档文档").click()
    form = page.get_by_role("dialog").last
    form.locator("[data-field=kind] .el-select").click()
    page.get_by_role("option", name="班组安全活动").click()
    form.get_by_role("button", name="归档文档").click()
    drawer = page.get_by_role("dialog").first
    expect(drawer.get_by_text("台账生成").first).to_be_visible()
