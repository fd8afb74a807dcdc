"""Somebody scans the poster and reports without a name; 陈安全 handles it; who has the claim code is paid."""

from pathlib import Path

from playwright.sync_api import Page, expect

from .camera import photo
from .conftest import SignIn
from .test_accounts import stranger

__all__ = ["stranger"]

TEXT = "3号行车限位失灵，吊钩会冲顶"


def code_of(page: Page, which: str) -> str:
    return page.locator(f"[data-{which}]").inner_text()


def step(page: Page, name: str, **typed: str) -> None:
    """One step on the report that is open; `typed` by field."""
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=name, exact=True).first.click()
    for field, text in typed.items():
        drawer.locator(f"[data-field={field}]").locator("input, textarea").first.fill(text)
    drawer.get_by_role("button", name=name, exact=True).last.click()


def behind(page: Page, name: str) -> None:
    """Open a step for which there is no button in sight."""
    page.get_by_role("dialog").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def ask(phone: Page, code: str) -> None:
    phone.goto("/m/whistle")
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询", exact=True).click()


def test_from_the_poster_to_the_reward_without_a_name(stranger, sign_in: SignIn, tmp_path: Path) -> None:
    officer: Page = sign_in("officer")
    posted = officer.request.get("/api/whistle-channels/?way=qr").json()["results"][0]
    code = officer.request.get(f"/api/whistle-channels/{posted['id']}/").json()["code"]

    phone: Page = stranger(phone=True)
    phone.goto(f"/c/{code['token']}")
    phone.wait_for_url("**/m/w/*")
    expect(phone.get_by_text("员工吹哨")).to_be_visible()
    phone.get_by_role("button", name="设施设备不安全状态").click()
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.get_by_text("请说明哪里有什么问题")).to_be_visible()
    phone.get_by_label("哪里有什么问题").fill(TEXT)
    phone.get_by_label("具体位置").fill("装配车间3号行车")
    phone.locator("input[type=file]").first.set_input_files(photo(tmp_path / "crane.jpg", (30, 90, 200)))
    expect(phone.locator(".kept-photo img")).to_be_visible()
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.get_by_text("请抄下或截图")).to_be_visible()
    query, claim = code_of(phone, "query"), code_of(phone, "claim")
    ask(phone, query)
    expect(phone.get_by_text("待受理")).to_be_visible()

    officer.goto("/whistles")
    officer.get_by_text(TEXT).first.click()
    drawer = officer.get_by_role("dialog")
    expect(drawer.locator(".photos img")).to_be_visible()
    step(officer, "受理吹哨")
    expect(drawer.get_by_text("核查中").first).to_be_visible()
    drawer.get_by_role("button", name="核查属实", exact=True).first.click()
    drawer.get_by_text("一般隐患", exact=True).click()
    drawer.locator("[data-field=findings] textarea").fill("3号行车上升限位器触点烧蚀")
    drawer.get_by_role("button", name="核查属实", exact=True).last.click()
    expect(drawer.get_by_text("形成隐患")).to_be_visible()
    drawer.get_by_role("button", name="确定奖励", exact=True).first.click()
    drawer.get_by_text("奖金", exact=True).click()
    drawer.locator("[data-field=whole_reward] input").fill("200")
    drawer.get_by_role("button", name="确定奖励", exact=True).last.click()
    expect(drawer.get_by_text("待发放").first).to_be_visible()

    ask(phone, query)
    expect(phone.get_by_text("200 元")).to_be_visible()
    phone.get_by_role("button", name="领取奖励").click()
    phone.get_by_label("领奖码").fill(claim)
    phone.get_by_role("button", name="登记领取").click()
    expect(phone.get_by_text("已登记，等待发放")).to_be_visible()

    officer.reload()
    step(officer, "登记发放", voucher="记-2026-11")
    expect(drawer.get_by_text("已发放").first).to_be_visible()
    ask(phone, query)
    expect(phone.get_by_text("已发放").first).to_be_visible()
    town: Page = sign_in("town")
    assert town.request.get("/api/whistles/").status == 403


def blow(phone: Page, token: str, text: str) -> tuple[str, str, str]:
    """A report without a name by the poster: its number, query code and claim code."""
    phone.goto(f"/m/w/{token}")
    phone.get_by_role("button", name="设施设备不安全状态").click()
    phone.get_by_label("哪里有什么问题").fill(text)
    phone.get_by_label("具体位置").fill("热处理车间2号炉")
    phone.get_by_role("button", name="提交", exact=True).click()
    told = phone.get_by_text("已收到，编号").inner_text()
    return told.split("编号")[1].split("，")[0].strip(), code_of(phone, "query"), code_of(phone, "claim")


def test_two_who_saw_the_same_share_the_reward_and_each_has_his_own(stranger, sign_in: SignIn) -> None:
    officer: Page = sign_in("officer")
    posted = officer.request.get("/api/whistle-channels/?way=qr").json()["results"][0]
    token = officer.request.get(f"/api/whistle-channels/{posted['id']}/").json()["code"]["token"]
    one, two = stranger(phone=True), stranger(phone=True)
    first, _, _ = blow(one, token, "2号炉炉门限位失灵，开着门也在送电")
    second, query, claim = blow(two, token, "2号炉的炉门限位失灵了，开着门还在送电")

    officer.goto(f"/whistles?id={first}")
    drawer = officer.get_by_role("dialog")
    step(officer, "受理吹哨")
    drawer.get_by_role("button", name="核查属实", exact=True).first.click()
    drawer.get_by_text("一般隐患", exact=True).click()
    drawer.locator("[data-field=findings] textarea").fill("2号炉炉门限位开关触点粘连")
    drawer.get_by_role("button", name="核查属实", exact=True).last.click()
    expect(drawer.get_by_text("形成隐患")).to_be_visible()

    officer.goto(f"/whistles?id={second}")
    expect(drawer.get_by_text("可能重复")).to_be_visible()
    behind(officer, "不予受理")
    drawer.get_by_text("重复吹哨", exact=True).click()
    drawer.locator("[data-field=duplicate] input").fill(first)
    drawer.locator("[data-field=findings] textarea").fill("与更早的一条是同一处隐患")
    drawer.get_by_role("button", name="不予受理", exact=True).last.click()
    expect(drawer.get_by_text("同一隐患的吹哨")).to_be_visible()

    officer.goto(f"/whistles?id={first}")
    drawer.get_by_role("button", name="确定奖励", exact=True).first.click()
    drawer.get_by_text("奖金", exact=True).click()
    drawer.locator("[data-field=whole_reward] input").fill("101")
    drawer.get_by_text("按份额分配", exact=True).click()
    drawer.get_by_label(f"吹哨{first}的份额").fill("60")
    expect(drawer.get_by_text("还差 41.00 元")).to_be_visible()
    drawer.get_by_label(f"吹哨{second}的份额").fill("40.5")
    drawer.locator("[data-field=split_reason] textarea").fill("先后独立报告，都有作用")
    drawer.get_by_role("button", name="确定奖励", exact=True).last.click()
    expect(drawer.get_by_text("应等于奖励金额101元").first).to_be_visible()
    drawer.get_by_text("平均分配", exact=True).click()
    drawer.get_by_role("button", name="确定奖励", exact=True).last.click()
    expect(drawer.locator(".joint").get_by_text("50.50")).to_have_count(2)

    ask(two, query)
    expect(two.get_by_text("50.50 元")).to_be_visible()
    expect(two.get_by_text("共 101 元，平均分配。先后独立报告，都有作用")).to_be_visible()
    two.get_by_role("button", name="领取奖励").click()
    two.get_by_label("领奖码").fill(claim)
    two.get_by_role("button", name="登记领取").click()
    expect(two.get_by_text("已登记，等待发放")).to_be_visible()
    officer.goto(f"/whistles?id={second}")
    step(officer, "登记发放", voucher="记-2026-12")
    expect(drawer.get_by_text("已发放").first).to_be_visible()
    assert officer.request.get(f"/api/whistles/{first}/").json()["status"] == "rewarded"


def test_the_worker_is_told_on_his_phone_and_no_message_of_his_says_so(sign_in: SignIn) -> None:
    officer: Page = sign_in("officer")
    officer.goto("/whistles?how=hidden&status=accepted")
    officer.get_by_text("储气罐压力表").first.click()
    behind(officer, "核查不属实")
    drawer = officer.get_by_role("dialog")
    drawer.locator("[data-field=findings] textarea").fill("压力表已换新，检定合格")
    drawer.get_by_role("button", name="核查不属实", exact=True).last.click()
    expect(drawer.get_by_text("压力表已换新，检定合格").first).to_be_visible()
    phone: Page = sign_in("worker", phone=True)
    phone.goto("/m/notices")
    told = phone.get_by_text("您的吹哨有")
    expect(told).to_be_visible()
    told.click()
    phone.wait_for_url("**/m/whistle/mine")
    expect(phone.get_by_text("核查不属实").first).to_be_visible()
    phone.goto("/m/notices")
    expect(phone.get_by_role("heading", name="消息")).to_be_visible()
    expect(phone.get_by_text("您的吹哨有")).to_have_count(0)
    kinds = {each["kind"] for each in phone.request.get("/api/notices/?limit=500").json()["results"]}
    assert "whistle" not in kinds
