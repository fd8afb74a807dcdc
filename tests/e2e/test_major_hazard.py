"""A major hazard on its longer way: told to the authority, planned, put on the board, accepted, lifted, closed; and the
month's tasks of a shop that stands still, excused together."""

import os
import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from .camera import photo
from .conftest import SignIn

NUMBER = os.getpid() % 1000
FOUND = f"{NUMBER}号有限空间作业未履行审批，未检测即进入"
PLAN = {
    "plan_goal": "恢复有限空间作业审批制度",
    "plan_methods": "停止作业，修订制度，配齐检测设备",
    "plan_funds": "三万元，已列支",
    "plan_people": "安环部负责，维修班配合",
    "plan_schedule": "三十日内完成",
    "plan_safety": "整改期间封闭入口，专人看守",
}


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def take(page: Page, pk: int, step: str, words: dict[str, str], becomes: str, picture: Path | None = None) -> None:
    """Open the hazard, press the button of the step, fill in its form, send it, and see the new state."""
    page.goto(f"/hazards?id={pk}")
    drawer = page.locator(".el-drawer").last
    expect(drawer).to_contain_text(FOUND)
    button = drawer.get_by_role("button", name=step, exact=True).first
    if not button.is_visible():
        drawer.get_by_role("button", name="更多").click()
        page.locator(".el-dropdown-menu__item:visible", has_text=step).first.click()
    else:
        button.click()
    form = page.locator(".el-drawer:visible, .el-dialog:visible").last
    for field, text in words.items():
        form.locator(f"[data-field={field}] input, [data-field={field}] textarea").first.fill(text)
        page.keyboard.press("Tab")
    if picture:
        form.locator("[data-field=photos] input[type=file]").set_input_files(picture)
        expect(form.locator("[data-field=photos] img").first).to_be_visible()
    form.get_by_role("button", name=step, exact=True).last.click()
    expect(page.locator(".el-drawer").last.get_by_text(becomes, exact=True).first).to_be_visible()


def report(page: Page) -> int:
    me = page.request.get("/api/me/").json()
    token = next(cookie["value"] for cookie in page.context.cookies() if "csrf" in cookie["name"].lower())
    body = {
        "site": me["sites"][0]["id"],
        "description": FOUND,
        "location": "污水调节池",
        "category": "management",
        "level": "major",
        "criterion": "MEM10-13-2",
        "level_basis": "未履行有限空间作业审批",
    }
    said = page.request.post("/api/hazards/", data=body, headers={"X-CSRFToken": token, "Referer": page.url})
    assert said.ok, said.text()
    return int(said.json()["id"])


def test_a_major_hazard_goes_over_the_authority(sign_in: SignIn, tmp_path: Path) -> None:
    officer, principal, worker, district = (sign_in(who) for who in ("officer", "principal", "worker", "district"))
    pk = report(officer)
    done = photo(tmp_path / "done.jpg", (40, 150, 90))
    take(officer, pk, "评定等级", {"level_basis": "判定标准第十三条第二项"}, "已分级")
    told = {"notified_to": "武进区应急管理局", "interim_control": "封闭入口"}
    take(officer, pk, "上报监管部门", told, "已上报")
    take(officer, pk, "提交治理方案", {**PLAN, "deadline": day(30)}, "方案待批")
    take(principal, pk, "批准治理方案", {"comment": "同意，抓紧实施"}, "方案已批")
    board = {
        "supervising_body": "武进区安全生产委员会",
        "supervise_no": f"武安督〔2026〕{NUMBER}号",
        "supervise_deadline": day(30),
        "supervise_leader": "分管副区长",
    }
    take(district, pk, "挂牌督办", board, "挂牌督办")
    work = {"responsible_name": "王小虎", "measures": "修订制度并全员培训", "funds": "30000"}
    take(officer, pk, "派单整改", {**work, "emergency_plan": "异常立即撤离"}, "待整改")
    take(officer, pk, "提交整改", {"done": "制度已修订，检测仪已配备"}, "待复查", done)
    take(principal, pk, "申请验收", {"assessment": "自评合格，申请验收"}, "待验收")
    take(district, pk, "验收通过", {"comment": "现场核查，符合要求"}, "验收合格", done)
    take(district, pk, "摘牌", {"lift_no": f"武安摘〔2026〕{NUMBER}号"}, "已摘牌")
    take(officer, pk, "销号", {"announced": "已在班前会通报全体从业人员"}, "已闭环")
    worker.goto("/m/")
    assert worker.request.get(f"/api/hazards/{pk}/").json()["status"] == "closed"


def test_the_tasks_of_a_shop_that_stands_still_are_excused_together(sign_in: SignIn) -> None:
    officer, town = sign_in("officer"), sign_in("town")
    reason = f"车间检修停产{NUMBER}"
    for page, query, step, field in (
        (officer, "open=true", "申请免检", "reason"),
        (town, "exemption=true", "批准免检", "opinion"),
    ):
        page.goto(f"/tasks?{query}")
        rows = page.locator(".el-table__body .el-table__row")
        expect(rows.first).to_be_visible()
        waiting = [row["id"] for row in page.request.get(f"/api/tasks/?{query}").json()["results"]][:2]
        assert len(waiting) == 2
        for number in range(2):
            rows.nth(number).locator(".el-checkbox").click()
        page.get_by_role("toolbar", name="批量操作").get_by_role("button", name=re.compile(step)).click()
        form = page.locator(".el-drawer:visible, .el-dialog:visible").last
        form.locator(f"[data-field={field}] textarea").fill(reason)
        form.get_by_role("button", name=re.compile(step)).last.click()
        expect(page.get_by_role("toolbar", name="批量操作")).to_have_count(0)
    told = [officer.request.get(f"/api/tasks/{pk}/").json() for pk in waiting]
    assert [task["status"] for task in told] == ["exempt", "exempt"]
