"""A basis opens its clause; an article is found by its words; what a firm asks for is decided in the to-dos."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from .conftest import SignIn


def post(page: Page, path: str, body: dict) -> dict:
    token = next(cookie["value"] for cookie in page.context.cookies() if "csrf" in cookie["name"].lower())
    said = page.request.post(path, data=body, headers={"X-CSRFToken": token, "Referer": page.url})
    assert said.ok, said.text()
    return said.json() if said.status != 204 else {}


def test_a_basis_opens_its_clause_on_the_desk_and_on_the_phone(sign_in: SignIn) -> None:
    page = sign_in("officer")
    page.goto("/guidance?class=boiler")
    page.get_by_role("button", name="《特种设备安全法》第四十条").first.click()
    drawer = page.locator(".clause-drawer")
    expect(drawer).to_contain_text("未经定期检验或者检验不合格的特种设备，不得继续使用")
    expect(drawer).to_contain_text("现行有效")
    drawer.get_by_role("button", name="打开全文").click()
    expect(page.get_by_role("heading", name="中华人民共和国特种设备安全法")).to_be_visible()
    expect(page.locator("section.asked")).to_contain_text("第四十条")

    phone = sign_in("worker", phone=True)
    phone.goto("/m/guidance/boiler")
    phone.get_by_role("button", name="《特种设备安全法》第四十条").first.click()
    expect(phone.get_by_role("dialog", name="法条")).to_contain_text("不得继续使用")


def test_an_article_is_found_by_its_words(sign_in: SignIn) -> None:
    page = sign_in("worker")
    page.goto("/laws")
    page.get_by_placeholder("查条文").fill("现场处置方案 演练")
    page.get_by_role("button", name="查找").click()
    hit = page.locator(".found li").first
    expect(hit.locator("mark").first).to_be_visible()
    expect(hit).to_contain_text("生产安全事故应急预案管理办法")
    hit.get_by_role("button").click()
    expect(page.locator("section.asked")).to_contain_text("演练")


def test_two_versions_side_by_side(sign_in: SignIn) -> None:
    page = sign_in("town")
    law = next(each for each in page.request.get("/api/laws/").json() if each["short"] == "突发事件应对法")
    page.goto(f"/laws/{law['id']}")
    page.get_by_placeholder("与其他版本比较").or_(page.get_by_text("与其他版本比较")).first.click()
    page.get_by_role("option", name="与 2007-11-01 施行的版本比较").click()
    expect(page.locator(".compared")).to_contain_text("条新增")
    expect(page.locator(".compared ins").first).to_be_visible()


def test_a_reported_change_is_decided_in_the_to_dos(sign_in: SignIn) -> None:
    officer = sign_in("officer")
    firm = officer.request.get("/api/me/").json()["enterprise"]["id"]
    row = officer.request.get(f"/api/enterprises/{firm}/").json()
    today = timezone.localdate().isoformat()
    body = {"version": row["version"], "new": "suspended", "effective_on": today, "reason": "设备检修停产"}
    post(officer, f"/api/enterprises/{firm}/report_status/", body)

    town = sign_in("town")
    town.goto("/todos")
    town.locator(".todos li button").filter(has_text="设备检修停产").first.click()
    drawer = town.locator(".el-drawer:visible")
    drawer.get_by_label("意见").fill("情况属实")
    drawer.get_by_role("button", name="同意", exact=True).click()
    expect(drawer).to_contain_text("已同意")
    expect(drawer).to_contain_text("情况属实")

    for _ in range(60):
        row = officer.request.get(f"/api/enterprises/{firm}/").json()
        if row["status"] == "suspended":
            break
        officer.wait_for_timeout(500)
    assert row["status"] == "suspended", "the worker did not follow the decision"
    body = {"version": row["version"], "new": "operating", "effective_on": today, "reason": "恢复生产"}
    post(town, f"/api/enterprises/{firm}/change_status/", body)
