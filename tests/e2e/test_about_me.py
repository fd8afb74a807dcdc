"""陈安全 asks what the platform keeps about him: he looks at it on the desktop, shows who he is by a code to his phone,
reads his whole number for a minute, and takes a copy along; on the phone the same page, masked."""

from io import BytesIO
from pathlib import Path

import python_calamine
from playwright.sync_api import expect

from tests.running import Platform

from .conftest import SignIn
from .test_accounts import OFFICER, code


def test_what_is_kept_about_me(platform: Platform, sign_in: SignIn) -> None:
    page = sign_in("officer")
    page.goto("/about-me")
    mine = page.locator(".about")
    expect(mine.get_by_role("heading", name="账号", exact=True)).to_be_visible()
    expect(mine.get_by_text(f"{OFFICER[:3]}****{OFFICER[-4:]}").first).to_be_visible()
    expect(mine.get_by_text(OFFICER)).to_have_count(0)

    page.get_by_role("button", name="查看完整号码").click()
    page.get_by_role("button", name="获取验证码").click()
    page.locator("input[name=code]").fill(code(platform, OFFICER, "确认重要操作"))
    page.get_by_role("dialog").get_by_role("button", name="查看完整号码").click()
    expect(mine.get_by_text(OFFICER).first).to_be_visible()
    page.get_by_role("button", name="隐去号码").click()
    expect(mine.get_by_text(OFFICER)).to_have_count(0)

    page.get_by_role("button", name="导出我的信息").click()
    page.locator("input[name=password]").fill("Wrong#2026")
    page.get_by_role("dialog").get_by_role("button", name="导出我的信息").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()

    phone = sign_in("officer", phone=True)
    phone.goto("/m/mine")
    phone.get_by_text("关于我的信息").click()
    expect(phone.get_by_text(f"{OFFICER[:3]}****{OFFICER[-4:]}").first).to_be_visible()


def test_a_copy_to_take_along(platform: Platform, sign_in: SignIn) -> None:
    page = sign_in("principal")
    page.goto("/about-me")
    page.get_by_role("button", name="导出我的信息").click()
    page.get_by_role("button", name="获取验证码").click()
    page.locator("input[name=code]").fill(code(platform, "19900000002", "确认重要操作"))
    with page.expect_download() as taken:
        page.get_by_role("dialog").get_by_role("button", name="导出我的信息").click()
    content = Path(taken.value.path()).read_bytes()
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert ["账号", "手机号", "19900000002"] in [row[:3] for row in rows]
