"""An accident is reported from the floor without a network; the firm writes down whom it told; a case is read."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.running import Platform

from .camera import photo
from .conftest import SignIn
from .test_machine_offline import arrived

TOLD = f"{os.getpid() % 1000}号冲床送料时操作工左手被压"


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_an_accident_from_the_floor_to_the_authority(platform: Platform, sign_in: SignIn, tmp_path: Path) -> None:
    officer, worker = sign_in("officer"), sign_in("worker", phone=True)
    worker.goto("/m/accidents/new")
    worker.get_by_label("发生了什么").wait_for()
    worker.context.set_offline(True)
    worker.get_by_label("发生了什么").fill(TOLD)
    worker.get_by_label("发生地点").fill("一车间冲床")
    worker.get_by_label("重伤").fill("1")
    worker.locator("input[type=file]").first.set_input_files(photo(tmp_path / "press.jpg", (200, 60, 50)))
    worker.get_by_role("button", name="立即报告").click()
    expect(worker.get_by_text("没有网络，已保存在手机")).to_be_visible()
    worker.context.set_offline(False)
    row = arrived(officer, "/api/accidents/", {"q": TOLD[:12]})
    assert (row["level"], row["status"], row["serious"]) == ("general", "reported", 1)

    officer.goto(f"/accidents?id={row['id']}")
    expect(officer.get_by_text("前上报监管部门")).to_be_visible()
    officer.get_by_role("button", name="登记上报").last.click()
    officer.locator(".el-drawer [data-field=told_to] input").fill("武进区应急管理局")
    officer.locator(".el-drawer").get_by_role("button", name="登记上报").last.click()
    expect(officer.get_by_text("武进区应急管理局").first).to_be_visible()
    told = officer.request.get(f"/api/accidents/{row['id']}/").json()
    assert (told["told_to"], told["told_late"]) == ("武进区应急管理局", False)


@pytest.mark.timeout(900)
def test_a_case_is_read_and_the_district_sees_it(platform: Platform, sign_in: SignIn) -> None:
    officer, district = sign_in("officer"), sign_in("district")
    case = officer.request.get("/api/accident-cases/", params={"unread": "true"}).json()["results"][0]
    officer.goto(f"/accident-cases?id={case['id']}")
    officer.get_by_role("button", name="我已学习并对照检查").click()
    expect(officer.get_by_text("已学习", exact=True)).to_be_visible()
    seen = district.request.get(f"/api/accident-cases/{case['id']}/readings/").json()
    assert seen["reached"] >= seen["read"]
