"""A risk is dragged onto the plan of its site, taken back and saved; a zone takes its colour; the town only looks."""

import os
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.running import Platform

from .conftest import SignIn

ACROSS = 0.2 + os.getpid() % 60 / 100
"Where it is put down: on a platform that was used before, not onto the mark of last time."


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_a_risk_is_placed_and_the_town_reads_where(platform: Platform, sign_in: SignIn) -> None:
    officer, town = sign_in("officer"), sign_in("town")
    plan = officer.request.get("/api/site-plans/").json()["results"][0]
    officer.goto(f"/site-plans/{plan['id']}")
    officer.get_by_role("heading", name=plan["name"]).wait_for()
    marks = officer.locator("svg.plan .mark")
    risk = int(marks.first.get_attribute("data-risk") or 0)
    marks.first.focus()
    officer.keyboard.press("Delete")
    free = officer.locator(f"aside button.risk[data-risk='{risk}']")
    free.wait_for()
    before = marks.count()
    carry(officer, free, officer.locator("svg.plan"), ACROSS, 0.9)
    expect(marks).to_have_count(before + 1)
    officer.get_by_role("button", name="撤销").click()
    expect(marks).to_have_count(before)
    officer.get_by_role("button", name="重做").click()
    mark = officer.locator(f"svg.plan .mark[data-risk='{risk}']")
    mark.focus()
    officer.keyboard.press("Shift+ArrowUp")
    officer.get_by_role("button", name="保存").click()
    expect(officer.get_by_text(re.compile("已保存为第 [0-9]+ 版"))).to_be_visible()
    kept = [each for each in map_of(officer, plan["id"])["marks"] if each["id"] == risk]
    assert len(kept) == 1
    assert kept[0]["y"] == pytest.approx(0.875, abs=0.02)

    town.goto(f"/site-plans/{plan['id']}")
    town.locator(f"svg.plan .mark[data-risk='{risk}']").click()
    expect(town.get_by_role("link", name="打开风险点")).to_be_visible()
    expect(town.get_by_role("button", name="保存")).to_have_count(0)
    with town.context.expect_page() as printed:
        town.get_by_role("button", name="打印").click()
    assert printed.value.url.startswith("blob:")
    printed.value.close()


@pytest.mark.timeout(900)
def test_a_zone_is_drawn_around_a_risk_and_takes_its_colour(platform: Platform, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    plan = officer.request.get("/api/site-plans/").json()["results"][0]
    drawn = map_of(officer, plan["id"])
    officer.goto(f"/site-plans/{plan['id']}")
    sheet = officer.locator("svg.plan")
    sheet.wait_for()
    officer.get_by_role("button", name="画区域").click()
    box = sheet.bounding_box()
    assert box is not None
    x, y = drawn["marks"][0]["x"], drawn["marks"][0]["y"]
    for dx, dy in ((-0.04, -0.05), (0.04, -0.05), (0.04, 0.05), (-0.04, 0.05)):
        officer.mouse.click(box["x"] + (x + dx) * box["width"], box["y"] + (y + dy) * box["height"])
    officer.keyboard.press("Enter")
    name = officer.get_by_label("区域名称")
    name.fill("重点部位")
    name.press("Enter")
    zone = officer.locator("aside li", has=officer.get_by_label("区域名称"))
    expect(zone.locator(".risk-level")).to_have_class(re.compile(drawn["marks"][0]["level"]))


def carry(page: Page, what: Locator, onto: Locator, x: float, y: float) -> None:
    what.scroll_into_view_if_needed()
    start, box = what.bounding_box(), onto.bounding_box()
    assert start is not None
    assert box is not None
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4, steps=4)
    page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=4)
    page.mouse.up()


def map_of(page: Page, plan: int) -> dict[str, Any]:
    told: dict[str, Any] = page.request.get(f"/api/four-colour/{plan}/").json()
    return told
