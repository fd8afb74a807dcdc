"""The main job, whole: a risk is registered, scanned on the shop floor, a hazard found without a network, put right,
reviewed, and counted by the regulators, each within his grants."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running import Platform

from .camera import film_of, photo
from .conftest import Launch, SignIn

NUMBER = os.getpid() % 1000
POINT = f"抛光车间{NUMBER}号砂轮机"
CHECKS = ("防护罩完好无松动", "急停按钮灵敏", "作业人员佩戴护目镜")
FOUND = f"{NUMBER}号砂轮机防护罩固定螺栓缺失两颗，运转时晃动"


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pictures")
    return {"before": photo(folder / "before.jpg", (200, 60, 50)), "after": photo(folder / "after.jpg", (40, 150, 90))}


def choose(page: Page, drawer: str, field: str, option: str) -> None:
    page.locator(f"{drawer} [data-field={field}] .el-select").click()
    page.locator(".el-select-dropdown__item:visible", has_text=option).first.click()


def register(page: Page) -> None:
    """陈安全 fills in the form; the level appears as he chooses."""
    page.goto("/risks")
    page.get_by_role("button", name="登记风险点").first.click()
    form = page.locator(".el-drawer").last
    form.locator("[data-field=name] input").fill(POINT)
    choose(page, ".el-drawer", "kind", "设备设施")
    form.locator("[data-field=location] input").fill("抛光车间东侧")
    choose(page, ".el-drawer", "likelihood", "可能，但不经常")
    choose(page, ".el-drawer", "exposure", "每天工作时间内暴露")
    choose(page, ".el-drawer", "consequence", "严重，重伤")
    expect(form).to_contain_text("126")
    form.locator("[data-field=factors] textarea").fill("砂轮破裂飞出、手部卷入")
    form.locator("[data-field=emergency] textarea").fill("按下急停，止血包扎，拨打120")
    choose(page, ".el-drawer", "accident_types", "机械")
    page.keyboard.press("Escape")
    form.locator("[data-field=engineering] textarea").fill("防护罩、托架间隙小于3毫米")
    form.locator("[data-field=responsible_department] input").fill("抛光车间")
    form.locator("[data-field=responsible_name] input").fill("王小虎")
    for number, text in enumerate(CHECKS):
        form.get_by_role("button", name="添加检查项").click()
        form.locator("[data-field=items] .line").nth(number).locator("input").first.fill(text)
    form.get_by_role("button", name="登记风险点").click()
    expect(page.locator(".el-table__row", has_text=POINT).first).to_be_visible()


def activate(page: Page) -> str:
    """He puts it in force and opens its 常安码; returns the address inside the code."""
    opened = page.locator(".el-drawer").last
    opened.get_by_role("button", name="启用风险点").first.click()
    page.locator(".el-drawer:visible, .el-dialog:visible, .el-message-box:visible").last.get_by_role(
        "button", name=re.compile("启用")
    ).last.click()
    expect(opened.get_by_text("生效", exact=True).first).to_be_visible()
    answer = page.request.get("/api/codes/", params={"q": POINT})
    found = [code for code in answer.json()["results"] if code["subject_name"] == POINT]
    detail = page.request.get(f"/api/codes/{found[0]['id']}/").json()
    return str(detail["url"])


def patrol(page: Page, pictures: dict[str, Path]) -> None:
    """One question a screen; the first is abnormal: photo first, then words. The network is gone meanwhile."""
    page.context.set_offline(True)
    page.get_by_role("button", name="异常").click()
    page.locator("input[type=file]").first.set_input_files(pictures["before"])
    page.get_by_label("哪里异常").fill(FOUND)
    page.get_by_role("button", name="下一项").click()
    for _ in CHECKS[1:]:
        page.get_by_role("button", name="正常", exact=True).click()
        page.wait_for_timeout(400)
    page.get_by_role("button", name=re.compile("提交")).click()
    expect(page.get_by_role("heading", name="已保存在手机")).to_be_visible()


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_the_main_job(platform: Platform, sign_in: SignIn, launch: Launch, tmp_path: Path, pictures: dict) -> None:
    officer = sign_in("officer")
    register(officer)
    address = activate(officer)

    film = film_of(address, tmp_path / "code.y4m")
    worker = sign_in("worker", phone=True, within=launch(f"--use-file-for-fake-video-capture={film}"))
    worker.goto("/m/scan")
    worker.wait_for_url(re.compile("/(c|patrol)/"))
    expect(worker.get_by_role("heading", name=POINT)).to_be_visible()
    if "/c/" in worker.url:  # A phone that knows the point already goes straight to the questions.
        worker.get_by_text("开始巡查").click()
    worker.get_by_role("button", name="异常").wait_for()
    patrol(worker, pictures)
    worker.context.set_offline(False)
    expect(worker.get_by_text("待上传")).to_have_count(0, timeout=60_000)
    number = hazard_of(officer)

    assign(officer, number)
    rectify(worker, number, pictures)
    review(officer, number)
    seen_by_regulators(sign_in, number)


def hazard_of(page: Page) -> int:
    """The hazard that arrived from the phone, once."""
    for _ in range(90):
        rows = page.request.get("/api/hazards/", params={"q": FOUND[:16]}).json()["results"]
        if rows:
            assert len(rows) == 1
            return int(rows[0]["id"])
        page.wait_for_timeout(500)
    raise AssertionError("the hazard never arrived")


def assign(page: Page, pk: int) -> None:
    """五落实: who, what, until when."""
    page.goto(f"/hazards?id={pk}")
    page.locator(".el-drawer").last.get_by_role("button", name="派单整改").first.click()
    form = page.locator(".el-drawer:visible, .el-dialog:visible").last
    form.locator("[data-field=measures] textarea").fill("补齐螺栓并加防松垫片，试运行确认")
    responsible = form.locator("[data-field=responsible] input").first
    responsible.click()
    responsible.fill("王小虎")
    page.locator(".el-select-dropdown__item:visible", has_text="王小虎").first.click()
    form.get_by_role("button", name=re.compile("派单")).last.click()
    expect(page.get_by_text("待整改").first).to_be_visible()


def rectify(page: Page, pk: int, pictures: dict[str, Path]) -> None:
    page.goto(f"/m/hazards/{pk}")
    page.get_by_text("提交整改").first.click()
    page.locator("input[type=file]").first.set_input_files(pictures["after"])
    page.locator("textarea").first.fill("已补齐螺栓并加装防松垫片，试运行30分钟无晃动")
    page.get_by_role("button", name=re.compile("提交整改")).last.click()
    expect(page.get_by_text("待复查").first).to_be_visible(timeout=60_000)


def review(page: Page, pk: int) -> None:
    page.goto(f"/hazards?id={pk}")
    page.locator(".el-drawer").last.get_by_role("button", name="复查合格").first.click()
    form = page.locator(".el-drawer:visible, .el-dialog:visible").last
    form.locator("textarea").first.fill("现场复查，螺栓齐全，运转平稳")
    form.get_by_role("button", name=re.compile("复查合格")).last.click()
    expect(page.get_by_text("已闭环").first).to_be_visible()


def seen_by_regulators(sign_in: SignIn, pk: int) -> None:
    """Town, district and city see it closed, with its photos; the rival firm does not see it at all.

    The city is compared by districts, a district and a town by towns.
    """
    for person, area in (("town", "湖塘镇"), ("district", "湖塘镇"), ("city", "武进区")):
        page = sign_in(person)
        page.goto(f"/hazards?id={pk}")
        expect(page.locator(".el-drawer").last).to_contain_text(FOUND)
        expect(page.locator(".el-drawer").last.get_by_text("已闭环").first).to_be_visible()
        page.goto("/overview")
        expect(page.get_by_role("heading", name="区域总览")).to_be_visible()
        expect(page.locator(".overview")).to_contain_text(area)
    rival = sign_in("rival")
    assert rival.request.get(f"/api/hazards/{pk}/").status == 404
