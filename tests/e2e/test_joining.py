"""A stranger registers by his real name, claims a firm, is confirmed by the town, and asks a worker in by a code on his
phone; the worker registers, joins, sees the firm's risk points, is let go and sees nothing any more."""

import secrets
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from changqian.platform.kernel.codes import id_for
from tests.running import Platform

from .camera import photo
from .conftest import PHONE, SignIn
from .test_accounts import asked, code, picture, show, stranger

__all__ = ["stranger"]

PASSWORD = "Renmin#2026"
UNCLAIMED = """
    SELECT firm.uscc, firm.name, point.name FROM enterprises_enterprise firm
    JOIN enterprises_site site ON site.enterprise_id = firm.id AND site.ended_at IS NULL AND site.is_registered
    JOIN regions_region town ON town.id = site.region_id AND town.name = '湖塘镇'
    JOIN risks_riskpoint point ON point.site_id = site.id AND point.status = 'active' AND point.ended_at IS NULL
    WHERE firm.ended_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM accounts_assignment held JOIN accounts_role role ON role.id = held.role_id
        WHERE held.enterprise_id = firm.id AND role.code = 'principal')
    ORDER BY firm.id LIMIT 1
"""


def somebody() -> tuple[str, str]:
    """A phone and an identity number that nobody has had before."""
    return f"198{secrets.randbelow(10**8):08d}", id_for(
        date(1980 + secrets.randbelow(20), 5, 20), secrets.randbelow(900) + 1
    )


def register(page: Page, platform: Platform, name: str, phone: str = "") -> str:
    """From the page of registration to being in; the phone that was used."""
    fresh, number = somebody()
    phone = phone or fresh
    page.locator("input[name=phone]").fill(phone)
    expect(page.get_by_role("img", name="验证码")).to_be_visible()
    page.wait_for_timeout(300)
    page.locator("input[name=captcha]").fill(picture(platform))
    page.get_by_role("button", name="获取验证码").click()
    page.locator("input[name=code]").fill(code(platform, phone, "注册"))
    page.get_by_role("button", name="下一步").click()
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=id_number]").fill(number)
    page.get_by_text("同意把姓名和身份证号用于实名核验").click()
    page.get_by_role("button", name="下一步").click()
    page.locator("input[name=new-password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.get_by_role("button", name="完成注册").click()
    return phone


@pytest.fixture
def firm(platform: Platform) -> tuple[str, str, str]:
    """Code and name of a firm of 湖塘镇 that nobody speaks for yet, and one of its risk points."""
    found = asked(platform, f"SELECT json_agg(found)->0 FROM ({UNCLAIMED}) AS found(uscc, name, point)")
    assert isinstance(found, dict)
    return found["uscc"], found["name"], found["point"]


def test_from_stranger_to_principal_to_the_worker_he_invites(
    platform: Platform, browser: Browser, stranger, sign_in: SignIn, firm: tuple[str, str, str], tmp_path: Path
) -> None:
    uscc, name, point = firm
    page: Page = stranger()
    page.get_by_role("link", name="注册").click()
    phone = register(page, platform, "李明华")
    page.wait_for_url("**/my-firms")
    expect(page.get_by_text("还没有加入企业")).to_be_visible()

    page.get_by_role("button", name="认领或申请加入企业").first.click()
    page.locator("input[name=uscc]").fill(uscc.lower())
    page.get_by_role("button", name="查找企业").click()
    expect(page.get_by_text("还没有主要负责人")).to_be_visible()
    page.get_by_text("主要负责人", exact=True).click()
    page.locator("input[type=file]").set_input_files(photo(tmp_path / "licence.jpg", (200, 30, 30)))
    expect(page.locator(".claim .file img")).to_be_visible()
    page.get_by_role("button", name="提交，由属地确认").click()
    expect(page.get_by_text("待属地确认")).to_be_visible()

    town = sign_in("town")
    town.goto("/claims")
    town.get_by_role("main").get_by_role("button", name=name).first.click()
    drawer = town.get_by_role("dialog")
    expect(drawer.get_by_text("李明华").first).to_be_visible()
    drawer.get_by_role("button", name="确认", exact=True).click()
    drawer.get_by_role("button", name="确认", exact=True).click()
    expect(drawer.get_by_text("已通过").first).to_be_visible()

    boss: Page = stranger(phone=True)
    show(boss, platform, phone, PASSWORD)
    boss.wait_for_url("**/m/")
    boss.goto("/m/members")
    expect(boss.get_by_text("李明华")).to_be_visible()
    boss.get_by_role("button", name="邀请").click()
    boss.get_by_role("button", name="生成二维码").click()
    code_shown = boss.locator(".code img")
    expect(code_shown).to_be_visible()
    link = code_shown.get_attribute("alt")
    assert link
    assert "/m/join?i=" in link

    context = browser.new_context(base_url=platform.web, **PHONE)
    worker = context.new_page()
    worker.goto(link)
    expect(worker.get_by_text(name)).to_be_visible()
    worker.get_by_role("link", name="注册并加入").click()
    register(worker, platform, "赵小燕")
    worker.get_by_role("button", name="接受并加入").click()
    worker.wait_for_url("**/m/")
    worker.goto("/m/tasks")
    expect(worker.get_by_text(point).first).to_be_visible()

    boss.goto("/m/members")
    boss.get_by_role("button", name="移除赵小燕").click()
    boss.locator("input[name=reason]").fill("试用期满")
    boss.get_by_role("button", name="移除", exact=True).click()
    expect(boss.get_by_text("赵小燕")).to_have_count(0)
    worker.goto("/m/")
    expect(worker.get_by_text("还没有加入企业")).to_be_visible()
    assert worker.request.get("/api/risks/").status == 403
    context.close()
