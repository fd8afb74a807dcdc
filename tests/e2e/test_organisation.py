"""机构管理: the officer sets up a team, the chart shows it, and a worker reads on the phone who leads it."""

import re

from playwright.sync_api import expect

TEAM = "焊接一班"


def test_a_team_is_set_up_and_everybody_sees_who_leads_it(sign_in) -> None:
    page = sign_in("officer")
    page.goto("/organisations")
    page.get_by_role("button", name="登记机构").click()
    form = page.get_by_role("dialog")
    form.locator("[data-field=parent] input").fill("一车间")
    page.get_by_role("option", name=re.compile("^一车间")).click()  # others name it as their superior
    form.locator("[data-field=name] input").fill(TEAM)
    form.locator("[data-field=kind] .el-select").click()
    page.get_by_role("option", name="生产班组").click()
    form.locator("[data-field=grade] .el-select").click()
    page.get_by_role("option", name="车间级").click()
    form.locator("[data-field=head] input").fill("王小虎")
    page.get_by_role("option", name="王小虎").first.click()
    form.get_by_role("button", name="登记机构").click()
    expect(page.get_by_text("生产班组应为班组级").first).to_be_visible()
    form.locator("[data-field=grade] .el-select").click()
    page.get_by_role("option", name="班组级").click()
    form.get_by_role("button", name="登记机构").click()
    expect(page.get_by_role("cell", name=TEAM).first).to_be_visible()

    page.get_by_role("dialog").get_by_role("button", name="组织机构图").click()
    box = page.get_by_role("link", name=f"{TEAM}，王小虎")
    expect(box).to_be_visible()
    box.click()
    expect(page.get_by_role("dialog").get_by_text("一车间").first).to_be_visible()

    phone = sign_in("worker", phone=True)
    phone.goto("/m/mine")
    phone.get_by_role("link", name="安全管理机构").click()
    expect(phone.get_by_role("listitem").filter(has_text=TEAM)).to_contain_text("王小虎")
