"""岗位责任: from the roll to the wall, signed on the phone, assessed, and the result read by oneself only."""

import re

from playwright.sync_api import expect


def test_posts_are_proposed_posted_signed_and_assessed(sign_in) -> None:
    page = sign_in("officer")
    page.goto("/posts")
    page.get_by_role("button", name="质检员", exact=True).click()
    drawer = page.get_by_role("dialog").first
    expect(drawer.get_by_text("未公示").first).to_be_visible()
    drawer.get_by_role("button", name="修改岗位责任", exact=True).click()
    form = page.get_by_role("dialog").last
    expect(form.get_by_text("合计 100 分", exact=True)).to_be_visible()
    form.get_by_role("button", name="添加考核标准").click()
    expect(form.get_by_text("合计 101 分", exact=True)).to_be_visible()
    form.get_by_role("button", name="删除").last.click()
    form.locator("[data-field=scope] textarea").fill("1. 检验每批零件。\n2. 不合格品隔离存放。")
    form.get_by_role("button", name="修改岗位责任", exact=True).click()
    expect(page.get_by_role("dialog").first.get_by_text("2. 不合格品隔离存放。")).to_be_visible()
    page.get_by_role("dialog").first.get_by_role("button", name="公示", exact=True).click()
    form = page.get_by_role("dialog").last
    form.locator("[data-field=place] input").fill("质检室门口")
    form.get_by_role("button", name="公示", exact=True).click()
    expect(page.get_by_role("dialog").first.get_by_text("已公示").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("公示栏", exact=True).click()
    expect(page.get_by_text(re.compile(r"在册 \d+ 人"))).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="2. 不合格品隔离存放。")).to_be_visible()
    page.get_by_role("textbox", name="查找岗位").fill("没有这个岗位")
    expect(page.get_by_text("没有找到")).to_be_visible()

    phone = sign_in("worker", phone=True)
    phone.goto("/m/my-post")
    phone.get_by_role("button", name="我已阅读，签收").click()
    expect(phone.get_by_text(re.compile("已签收$"))).to_be_visible()

    page.goto("/post-assessments")
    page.get_by_role("button", name=re.compile("^20.*责任制考核")).first.click()
    page.get_by_role("tab", name="打分").click()
    page.get_by_role("button", name=re.compile("没打分的按满分填")).click()
    first = page.get_by_role("dialog").get_by_role("article").filter(has_text="王小虎")
    first.get_by_role("spinbutton").first.fill("24")
    first.get_by_placeholder("评语、扣分原因").fill("一次没有佩戴护目镜")
    page.get_by_role("button", name="保存打分").click()
    expect(page.get_by_text("有改动没有保存")).to_have_count(0)
    address = page.url

    boss = sign_in("principal")
    boss.goto(address)
    boss.get_by_role("dialog").get_by_role("button", name="公布结果", exact=True).click()
    boss.get_by_role("dialog").last.get_by_role("button", name="公布结果", exact=True).click()
    expect(boss.get_by_role("dialog").first.get_by_text("已公布").first).to_be_visible()

    phone.goto("/m/my-post")
    expect(phone.get_by_text("一次没有佩戴护目镜")).to_be_visible()
    expect(phone.get_by_text("24 / 30")).to_be_visible()
    assert phone.request.get("/api/post-assessments/").status == 403


def test_a_doubtful_person_of_the_province_is_decided(sign_in) -> None:
    page = sign_in("officer")
    page.goto("/province-personnel")
    row = page.get_by_role("row").filter(has_text="陈安全")
    expect(row.get_by_text("疑似同一人")).to_be_visible()
    row.get_by_role("button", name="是同一人").click()
    expect(row.get_by_text("人工核对")).to_be_visible()
    expect(row.get_by_text("身份证号不同，请核对哪一方有误")).to_be_visible()
