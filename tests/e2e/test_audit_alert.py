"""Somebody guesses a worker's password; the auditor is warned, answers, takes the days away signed, and proves them."""

import re
from pathlib import Path

import psycopg
from playwright.sync_api import Page, expect

from tests.running import Platform

from .conftest import SignIn

REMARK = "已电话联系本人，忘记密码"


def guess(page: Page, platform: Platform, username: str) -> int:
    """One wrong password, with the captcha's true answer, which only the database knows; the status of the answer."""
    captcha = page.request.get("/api/captcha/").json()
    url = getattr(platform, "database_url", "") or platform.env["DATABASE_URL"]
    with psycopg.connect(url) as database:
        query = "SELECT response FROM captcha_captchastore WHERE hashkey = %s"
        answer = database.execute(query, [captcha["key"]]).fetchone()
    assert answer is not None
    token = next(cookie["value"] for cookie in page.context.cookies() if "csrf" in cookie["name"].lower())
    body = {"username": username, "password": "Wrong-1234!", "captcha_key": captcha["key"], "captcha": answer[0]}
    said = page.request.post("/api/session/", data=body, headers={"X-CSRFToken": token, "Referer": page.url})
    return said.status


def test_failed_sign_ins_warn_the_auditor_who_answers_and_takes_the_proof(
    sign_in: SignIn, platform: Platform, tmp_path: Path
) -> None:
    auditor = sign_in("auditor")
    stranger = auditor.context.browser.new_context(base_url=platform.web).new_page()  # type: ignore[union-attr]
    stranger.goto("/sign-in")
    stranger.request.get("/api/config/")
    assert {guess(stranger, platform, "worker") for _ in range(5)} <= {400, 403}
    stranger.context.close()

    auditor.goto("/alerts?status=new")
    row = auditor.locator(".el-table__row", has_text=re.compile("登录失败5次")).first
    for _ in range(20):
        if row.is_visible():
            break
        auditor.wait_for_timeout(1500)
        auditor.reload()
    row.click()
    drawer = auditor.locator(".record-drawer")
    expect(drawer).to_contain_text("登录被拒绝")
    drawer.get_by_role("button", name="确认预警", exact=True).first.click()
    form = auditor.locator(".record-drawer")
    form.locator("[data-field=opinion] textarea").fill(REMARK)
    form.get_by_role("button", name="确认预警", exact=True).last.click()
    expect(auditor.locator(".record-drawer")).to_contain_text(REMARK)

    auditor.goto("/audit")
    expect(auditor.locator(".el-table__row").first).to_be_visible()
    auditor.get_by_role("button", name="导出", exact=True).click()
    with auditor.expect_download() as taken:
        auditor.locator(".el-dropdown-menu__item:visible", has_text="签名档案").click()
    file = tmp_path / "档案.zip"
    taken.value.save_as(file)
    assert "档案完整" in platform.command("audit", "verify", str(file))
    assert "审计链完整" in platform.command("audit", "verify")
