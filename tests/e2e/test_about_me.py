"""陈安全 asks what the platform keeps about him: he looks at it on the desktop, shows who he is by a code to his phone,
reads his whole number for a minute, and takes a copy along; on the phone the same page, masked. 顾小满 asks to be
corrected and to be erased, is refused, thinks better of it, asks again; two administrators agree and the law keeps its
part."""

import os
from io import BytesIO
from pathlib import Path

import python_calamine
from playwright.sync_api import Locator, Page, expect

from tests.running import Platform, until

from .conftest import SignIn
from .test_accounts import OFFICER, code, forget, show, stranger
from .test_joining import PASSWORD, register, somebody
from .test_laws_and_approvals import post

__all__ = ["stranger"]

NUMBER = os.getpid() % 10_000
NAME, USERNAME = f"顾小满{NUMBER}", f"gu{NUMBER}"
FOUND = f"{NUMBER}号配电箱门锁损坏，未接地"
AGAIN = "凭证不全，请当面核实后再提出"


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


def employ(sysadmin: Page, secadmin: Page, officer: Page) -> str:
    """He is 企业安管员 beside 陈安全, as the administrators' own pages would have it; his phone."""
    phone, _ = somebody()
    firm = officer.request.get("/api/me/").json()["enterprise"]["id"]
    roles = sysadmin.request.get("/api/roles/").json()
    [role] = [each["id"] for each in roles.get("results", roles) if each["code"] == "officer"]
    wanted = {"role": role, "enterprise": firm}
    given = {"username": USERNAME, "name": NAME, "phone": phone, "roles": [wanted], "reason": "新任安管员"}
    post(sysadmin, "/api/users/", given)
    waiting = secadmin.request.get("/api/admin-requests/", params={"q": NAME, "status": "pending"}).json()
    [row] = waiting["results"]
    post(secadmin, f"/api/admin-requests/{row['id']}/approve/", {"version": row["version"], "opinion": "同意"})
    return phone


def ask_erasure(phone: Page, why: str) -> None:
    phone.get_by_role("button", name="申请删除").click()
    expect(phone.get_by_text("办理过的隐患、巡查等记录和其中的姓名")).to_be_visible()
    phone.locator("textarea[name=words]").fill(why)
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.locator("article").first).to_contain_text("审批中")


def decide(page: Page, words: str, act: str, opinion: str) -> Locator:
    """Under 待办, the request with these words: open it and say so."""
    page.goto("/todos")
    page.locator(".todos li button", has_text=words).first.click()
    drawer = page.locator(".el-drawer:visible")
    expect(drawer.locator(".said")).to_contain_text(words)
    drawer.get_by_label("意见").fill(opinion)
    drawer.get_by_role("button", name=act, exact=True).click()
    expect(drawer.locator(".timeline")).to_contain_text(opinion)
    return drawer


def test_being_corrected_and_erased(platform: Platform, stranger, sign_in: SignIn) -> None:
    sysadmin, secadmin, officer = sign_in("sysadmin"), sign_in("secadmin"), sign_in("officer")
    number = employ(sysadmin, secadmin, officer)
    desk: Page = stranger()
    forget(desk, platform, USERNAME, number, PASSWORD)
    show(desk, platform, USERNAME, PASSWORD)
    expect(desk.get_by_role("button", name=NAME)).to_be_visible()
    site = desk.request.get("/api/sites/").json()["results"][0]["id"]
    hazard = post(desk, "/api/hazards/", {"site": site, "description": FOUND, "category": "fire"})

    desk.goto("/about-me")
    desk.get_by_role("button", name="申请更正").click()
    desk.locator("textarea[name=words]").fill(f"姓名应为顾晓满{NUMBER}")
    desk.get_by_role("button", name="提交申请").click()
    expect(desk.locator("article")).to_contain_text("审批中")
    decide(sysadmin, f"顾晓满{NUMBER}", "同意", "已核对身份证，改为顾晓满")
    desk.reload()
    expect(desk.locator("article")).to_contain_text("已核对身份证，改为顾晓满")

    phone: Page = stranger(phone=True)
    show(phone, platform, USERNAME, PASSWORD)
    phone.wait_for_url(lambda url: "sign-in" not in url)
    phone.goto("/m/mine/about")
    ask_erasure(phone, f"已离职{NUMBER}")
    decide(sysadmin, f"已离职{NUMBER}", "不同意", AGAIN)
    phone.reload()
    expect(phone.locator("article").first).to_contain_text(f"答复：{AGAIN}")

    ask_erasure(phone, f"不再使用{NUMBER}")
    phone.get_by_role("button", name="撤回").click()
    expect(phone.locator("article").first).to_contain_text("已撤回")
    ask_erasure(phone, f"已当面核实{NUMBER}")
    drawer = decide(sysadmin, f"已当面核实{NUMBER}", "同意", "本人已到场")
    expect(drawer.locator(".said")).to_contain_text("依法保存")
    drawer.get_by_role("link", name="打开所涉的记录").click()
    expect(sysadmin.locator(".record-drawer")).to_contain_text(USERNAME)
    decide(secadmin, f"已当面核实{NUMBER}", "同意", "可以删除")

    until(lambda: phone.request.get("/api/me/").status in (401, 403), "being erased")
    phone.reload()
    show(phone, platform, USERNAME, PASSWORD)
    expect(phone.get_by_text("不正确").first).to_be_visible()
    assert officer.request.get(f"/api/hazards/{hazard['id']}/").json()["found_by_name"] == NAME
    officer.goto(f"/hazards?id={hazard['id']}")
    expect(officer.locator(".record-drawer")).to_contain_text(NAME)

    new: Page = stranger()
    new.get_by_role("link", name="注册").click()
    register(new, platform, "顾小满", number)
    new.wait_for_url("**/my-firms")

    auditor = sign_in("auditor")
    auditor.goto("/audit?action=privacy")
    rows = auditor.locator(".el-table__body")
    for who in (NAME, "系统管理员", "安全保密管理员"):
        expect(rows.get_by_text(who, exact=True).first).to_be_visible()
    rows.get_by_text("删除个人信息").first.click()
    expect(auditor.locator(".el-drawer")).to_contain_text("办理过的隐患、巡查等记录")
