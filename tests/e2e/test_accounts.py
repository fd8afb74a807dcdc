"""陈安全 forgot his password, lets it grow old, and is away from his desk; an administrator enrols his phone; 周立新
comes by 常治慧. Codes are read where people of the demonstration read them: in the outbox of the simulated gateway."""

import time
from base64 import b32decode

import httpx
import psycopg
import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.running import Platform, until

from .conftest import DESKTOP, PHONE, SignIn
from .test_main_job import choose

OFFICER, PRINCIPAL, SYSADMIN = "19900000001", "19900000002", "19900000011"
FIRST, SECOND = "Hutang#2026", "Xinmima#2026"


@pytest.fixture
def stranger(platform: Platform, browser: Browser):
    """`stranger()` opens the sign-in page for somebody who is not signed in."""
    contexts = []

    def arrive(*, phone: bool = False) -> Page:
        context = browser.new_context(base_url=platform.web, **(PHONE if phone else DESKTOP))
        contexts.append(context)
        page = context.new_page()
        page.goto("/m/sign-in" if phone else "/sign-in")
        return page

    yield arrive
    for context in contexts:
        context.close()


def asked(platform: Platform, statement: str, *values: object) -> object:
    with psycopg.connect(platform.database_url) as connection:
        found = connection.execute(statement, values)
        return found.fetchone()[0] if found.description else None


def picture(platform: Platform) -> str:
    """What a person reads from the picture that was drawn last."""
    return str(asked(platform, "SELECT response FROM captcha_captchastore ORDER BY id DESC LIMIT 1"))


def code(platform: Platform, phone: str, purpose: str) -> str:
    """The newest code for this in the outbox."""
    found: list[str] = []

    def arrived() -> bool:
        sent = httpx.get(f"{platform.sms}outbox.json", params={"phone": phone}, trust_env=False).json()
        found[:] = [each["params"]["code"] for each in sent if each["params"].get("purpose") == purpose]
        return bool(found)

    until(arrived, f"a message to {phone}")
    return found[0]


def forget(page: Page, platform: Platform, username: str, phone: str, password: str) -> None:
    page.get_by_role("button", name="忘记密码").click()
    page.locator("input[name=username]").fill(username)
    expect(page.get_by_role("img", name="验证码")).to_be_visible()
    page.locator("input[name=captcha]").fill(picture(platform))
    page.get_by_role("button", name="获取验证码").click()
    page.locator("input[name=code]").fill(code(platform, phone, "找回密码"))
    page.locator("input[name=new-password]").fill(password)
    page.locator("input[name=again]").fill(password)
    page.get_by_role("button", name="设置新密码").click()
    expect(page.get_by_text("新密码已生效，请登录")).to_be_visible()


def show(page: Page, platform: Platform, username: str, password: str) -> None:
    """Fill the sign-in form in and send it off."""
    expect(page.get_by_role("img", name="验证码")).to_be_visible()
    page.wait_for_timeout(500)
    if page.locator("input[name=username]").is_enabled():
        page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=captcha]").fill(picture(platform))
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_forgotten_password_then_an_old_one(platform: Platform, stranger) -> None:
    page = stranger()
    forget(page, platform, "officer", OFFICER, FIRST)
    show(page, platform, "officer", FIRST)
    expect(page.get_by_role("button", name="陈安全")).to_be_visible()

    asked(
        platform, "UPDATE accounts_user SET password_changed_at = now() - interval '91 days' WHERE username = 'officer'"
    )
    phone = stranger(phone=True)
    show(phone, platform, "officer", FIRST)
    expect(phone.get_by_text("密码已使用超过90天")).to_be_visible()
    phone.get_by_role("button", name="获取验证码").click()
    phone.locator("input[name=code]").fill(code(platform, OFFICER, "修改密码"))
    phone.locator("input[name=new-password]").fill(SECOND)
    phone.locator("input[name=again]").fill(SECOND)
    phone.get_by_role("button", name="修改密码并登录").click()
    phone.wait_for_url(lambda url: "sign-in" not in url)


def test_signing_in_again_in_place_keeps_the_form(platform: Platform, sign_in: SignIn) -> None:
    page = sign_in("officer")
    page.goto("/risks")
    page.get_by_role("button", name="登记风险点").first.click()
    name = page.locator(".el-drawer [data-field=name] input")
    name.fill("砂轮机（没填完）")
    asked(platform, "UPDATE accounts_usersession SET ended_at = now(), \"end\" = 'idle' WHERE ended_at IS NULL")
    for field, option in (
        ("likelihood", "可能，但不经常"),
        ("exposure", "每天工作时间内暴露"),
        ("consequence", "严重，重伤"),
    ):
        choose(page, ".el-drawer", field, option)  # with the third the level is asked for
    expect(page.get_by_text("登录已失效，请重新登录")).to_be_visible()
    show(page, platform, "officer", SECOND)
    expect(page.get_by_text("登录已失效，请重新登录")).to_be_hidden()
    expect(name).to_have_value("砂轮机（没填完）")


LATE = """() => { const fetch = window.fetch; window.fetch = async (...asked) => {
    await new Promise((go) => setTimeout(go, 1500)); return fetch(...asked) } }"""


def test_an_administrator_enrols_his_phone(platform: Platform, stranger) -> None:
    page = stranger()
    forget(page, platform, "sysadmin", SYSADMIN, FIRST.replace("Hutang", "Guanli"))
    show(page, platform, "sysadmin", FIRST.replace("Hutang", "Guanli"))
    secret = page.locator("figcaption code").inner_text()
    now = TOTP(b32decode(secret))
    now.time = time.time()
    page.locator("input[name=code]").fill(f"{now.token():06d}")
    page.evaluate(LATE)  # a quick hand goes on before the page knows whom it greets
    page.get_by_role("button", name="启用并登录").click()
    expect(page.get_by_text("请保存恢复码")).to_be_visible()
    recovery = page.locator(".recovery li").all_inner_texts()
    assert len(recovery) == 10
    page.get_by_role("button", name="已保存，继续").click()
    expect(page.get_by_role("button", name="系统管理员")).to_be_visible()

    again = stranger()
    show(again, platform, "sysadmin", FIRST.replace("Hutang", "Guanli"))
    again.locator("input[name=code]").fill(recovery[0])
    again.get_by_role("button", name="登录", exact=True).click()
    expect(again.get_by_role("button", name="系统管理员")).to_be_visible()
    for table in ("accounts_recoverycode", "accounts_secondfactor"):  # other journeys come in by his link alone
        asked(platform, f"DELETE FROM {table}")


def test_the_first_time_by_another_system(platform: Platform, stranger) -> None:
    page = stranger()
    page.get_by_role("button", name="常治慧").click()
    page.get_by_role("button", name="周立新").click()
    expect(page.get_by_role("heading", name="绑定常企安账号")).to_be_visible()
    page.locator("input[name=phone]").fill(PRINCIPAL)
    page.get_by_role("button", name="获取验证码").click()
    page.locator("input[name=code]").fill(code(platform, PRINCIPAL, "绑定统一身份"))
    page.get_by_role("button", name="绑定并登录").click()
    expect(page.get_by_role("button", name="周立新")).to_be_visible()

    later = stranger(phone=True)
    later.get_by_role("button", name="常治慧").click()
    later.get_by_role("button", name="周立新").click()
    later.wait_for_url(lambda url: "/m/" in url and "sign-in" not in url)
