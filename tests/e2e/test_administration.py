"""A new colleague in 湖塘镇: the system administrator asks for his role, the security administrator approves, the new
colleague comes in by his link and sees exactly that, and the auditor finds all of it in the trail."""

import os
import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.running import Platform

from .conftest import DESKTOP, SignIn

NUMBER = os.getpid() % 10_000
NAME, USERNAME = f"孙新{NUMBER}", f"sun{NUMBER}"


def choose(page: Page, box: str, text: str) -> None:
    """In a select or a tree of the form: type, and take the one that is called so."""
    field = page.locator(".el-drawer").get_by_role("combobox", name=box)
    field.click()
    field.fill(text)
    page.locator(".el-select-dropdown__item:visible, .el-tree-node__label:visible", has_text=text).first.click()


def ask_for_the_newcomer(page: Page) -> None:
    page.goto("/users")
    page.get_by_role("button", name="新建账号").first.click()
    drawer = page.locator(".el-drawer")
    drawer.get_by_role("group", name="姓名").locator("input").fill(NAME)
    drawer.get_by_role("group", name="账号").locator("input").fill(USERNAME)
    drawer.get_by_role("button", name="申请角色").click()
    choose(page, "角色", "镇街安监员")
    choose(page, "区划：市、区或镇", "湖塘镇")
    drawer.get_by_role("group", name="申请理由").locator("textarea").fill("新招录，负责湖塘镇")
    drawer.get_by_role("button", name="新建账号").click()
    expect(drawer.get_by_text("1 项申请等待审批")).to_be_visible()


def rows(page: Page) -> Locator:
    """Of the list: the messages behind the bell say the same, and may have come first."""
    return page.locator(".el-table__body")


def approve(page: Page) -> None:
    page.goto("/admin-requests")
    rows(page).get_by_text(f"授予{NAME}（{USERNAME}）角色镇街安监员（湖塘镇）").first.click()
    drawer = page.locator(".el-drawer")
    expect(drawer.get_by_text("镇街安监员（湖塘镇）").last).to_be_visible()
    drawer.get_by_role("button", name="批准").click()
    drawer.get_by_role("button", name="批准").last.click()
    expect(drawer.get_by_text("已生效").first).to_be_visible()


def take_the_link(page: Page) -> str:
    page.goto(f"/users?q={USERNAME}")
    rows(page).get_by_text(NAME).first.click()
    drawer = page.locator(".el-drawer")
    drawer.get_by_role("button", name="签发登录链接").click()
    drawer.get_by_role("button", name="签发登录链接").last.click()
    link = drawer.get_by_label("登录链接")
    expect(link).to_have_value(re.compile(r"/sign-in\?link="))
    return link.input_value().partition("link=")[2]


def come_in(browser: Browser, platform: Platform, token: str) -> None:
    context = browser.new_context(base_url=platform.web, **DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/sign-in?link={token}")
    page.wait_for_url(lambda url: "sign-in" not in url)
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_text("隐患", exact=True)).to_be_visible()
    expect(menu.get_by_text("账号", exact=True)).to_have_count(0)
    told = page.evaluate("async () => (await fetch('/api/me/')).json()")
    assert (told["name"], told["scope_label"]) == (NAME, "湖塘镇")
    sites = page.evaluate("async () => (await fetch('/api/sites/?limit=500')).json()")
    assert {row["region_name"] for row in sites["results"]} == {"湖塘镇"}
    assert page.evaluate("async () => (await fetch('/api/users/')).status") == 403
    context.close()


def find_it_in_the_trail(page: Page) -> None:
    page.goto("/audit?action=administration")
    for deed in ("提出权限申请", "批准", "授予角色"):
        expect(rows(page).get_by_text(deed, exact=True).first).to_be_visible()
    rows(page).get_by_text("授予角色", exact=True).first.click()
    expect(page.locator(".el-drawer").get_by_text("镇街安监员（湖塘镇）").first).to_be_visible()
    page.goto("/sign-ins")
    expect(rows(page).get_by_text(NAME).first).to_be_visible()


def test_a_newcomer_is_asked_for_approved_and_audited(platform: Platform, browser: Browser, sign_in: SignIn) -> None:
    sysadmin, secadmin = sign_in("sysadmin"), sign_in("secadmin")
    ask_for_the_newcomer(sysadmin)
    approve(secadmin)
    come_in(browser, platform, take_the_link(sysadmin))
    find_it_in_the_trail(sign_in("auditor"))
