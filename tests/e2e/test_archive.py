"""一企一档 as the town and the firm see it: numbers, what happened, paper."""

import re

from playwright.sync_api import expect


def test_the_file_of_one_firm(sign_in) -> None:
    page = sign_in("officer")
    page.get_by_role("link", name="企业档案").first.click()
    expect(page.get_by_role("heading", name="常州湖塘机械厂有限公司")).to_be_visible()
    expect(page.get_by_role("button", name="打印档案")).to_be_visible()
    address = page.url
    story = page.get_by_role("region", name="大事记")
    expect(story.get_by_role("listitem").first).to_be_visible()
    story.get_by_text("应急演练", exact=True).first.click()
    expect(story.get_by_text("发现隐患")).to_have_count(1)  # the kind itself, and none of its days
    page.get_by_role("link", name=re.compile("管控中风险点")).click()
    expect(page).to_have_url(re.compile(r"/risks\?"))

    town = sign_in("town", phone=True)
    town.goto(f"/m/enterprises/{address.rstrip('/').rpartition('/')[2]}")
    expect(town.get_by_role("heading", name="大事记")).to_be_visible()
    town.get_by_role("button", name="更早的记录").or_(town.get_by_text("20")).first.wait_for()
