"""A machine under plans is checked in the cellar, and a drill is held in the yard, both without a network: what was
found and who was there arrive when the network comes back."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.running import Platform

from .camera import photo
from .conftest import SignIn

FOUND = f"{os.getpid() % 1000}号设备防护门联锁失效，开门后不停机"
PROCESS = f"{os.getpid() % 1000}次：9时发布警报，8分钟疏散完毕，清点人数"


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_a_machine_is_checked_without_a_network(platform: Platform, sign_in: SignIn, tmp_path: Path) -> None:
    officer, worker = sign_in("officer"), sign_in("worker", phone=True)
    kits = worker.request.get("/api/plans/kit/").json()
    kit = most_planned(kits)
    worker.goto(f"/m/check/{kit['plan']}/{kit['subject']}")  # Once with a network: from now on the phone knows.
    worker.get_by_role("button", name="异常").wait_for()
    worker.goto("/m/scan")
    worker.get_by_role("button", name="输入编码").wait_for()
    worker.context.set_offline(True)
    worker.get_by_role("button", name="输入编码").click()
    worker.get_by_placeholder(re.compile("后 6 位")).fill(kit["token"][-6:])
    worker.get_by_role("button", name="打开").click()
    if sum(each["token"] == kit["token"] for each in kits) > 1:
        worker.get_by_text("请选择要做的一个").wait_for()
        worker.get_by_role("link", name=re.compile(re.escape(kit["name"]))).first.click()
    answer(worker, len(kit["items"]), photo(tmp_path / "fault.jpg", (200, 60, 50)))
    worker.context.set_offline(False)
    hazard = arrived(officer, "/api/hazards/", {"q": FOUND[:12]})
    assert (hazard["status"], hazard["source"]) == ("reported", "self_check")
    done = arrived(
        officer, "/api/check-ins/", {"subject_kind": "equipment", "subject_id": kit["subject"], "mine": "false"}
    )
    assert (done["scanned"], done["abnormal"]) == (True, 1)


def most_planned(kits: list[dict[str, Any]]) -> dict[str, Any]:
    """A machine under as many plans as there are, so that one has to choose."""
    return max(kits, key=lambda kit: sum(kit["token"] == other["token"] for other in kits if other["token"]))


def answer(page: Page, questions: int, picture: Path) -> None:
    page.get_by_role("button", name="异常").click()
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_label("哪里异常").fill(FOUND)
    page.get_by_role("button", name="下一项").click()
    for _ in range(questions - 1):
        page.get_by_role("button", name="正常", exact=True).click()
        page.wait_for_timeout(400)
    page.get_by_role("button", name=re.compile("提交")).click()
    expect(page.get_by_role("heading", name="已保存在手机")).to_be_visible()


def arrived(page: Page, path: str, asked: dict[str, Any]) -> dict[str, Any]:
    for _ in range(90):
        rows: list[dict[str, Any]] = page.request.get(path, params=asked).json()["results"]
        if rows:
            return rows[0]
        page.wait_for_timeout(500)
    raise AssertionError(f"nothing arrived at {path}")


@pytest.mark.timeout(900)
def test_a_drill_is_held_without_a_network(platform: Platform, sign_in: SignIn, tmp_path: Path) -> None:
    officer = sign_in("officer", phone=True)
    asked = {"status": "planned", "ordering": "happens_on"}
    drill = officer.request.get("/api/drills/", params=asked).json()["results"][0]
    officer.goto("/m/drills")
    officer.get_by_text(drill["title"]).first.click()
    officer.get_by_role("link", name="登记演练情况").click()
    people = officer.get_by_role("group", name="参演人员").get_by_role("button")
    people.first.wait_for()
    officer.context.set_offline(True)
    officer.locator("input[type=file]").first.set_input_files(photo(tmp_path / "drill.jpg", (40, 150, 90)))
    people.first.click()
    officer.get_by_label("其他参演人数").fill("7")
    officer.get_by_label("演练过程").fill(PROCESS)
    officer.get_by_role("button", name="登记演练情况").click()
    expect(officer.get_by_text("已保存在手机，联网后自动上传").first).to_be_visible()
    officer.context.set_offline(False)
    for _ in range(90):
        held = officer.request.get(f"/api/drills/{drill['id']}/").json()
        if held["status"] == "held":
            break
        officer.wait_for_timeout(500)
    assert (held["status"], held["participants"], held["process"]) == ("held", 8, PROCESS)
    assert len(held["photos"]) == 1
