"""One firm in several towns, and the city by its areas: on the desk, on the map and on the wall."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.utils import timezone
from playwright.sync_api import Page, expect
from shapely import Point, Polygon

from changqian.platform.kernel.codes import uscc_for

from .conftest import SignIn
from .test_laws_and_approvals import post

SECOND = "牛塘镇"
OLD = f"""编号,企业名称,信用代码,属地,地址,法人
A1,旅程接管机械厂,{uscc_for("MA2TKX01")},{SECOND},延政西路8号,周新
A2,旅程接管机械厂,{uscc_for("MA2TKX01")},湖塘镇,人民中路9号,周新
A3,旅程错码加工厂,913204000000000000,湖塘镇,花园街1号,吴立
"""


@pytest.fixture
def two_towns(sign_in: SignIn) -> Iterator[tuple[Page, dict[str, Any], Page]]:
    """陈安全, his firm with a second site in the next town, and the city that opened it there for the story."""
    officer, city = sign_in("officer"), sign_in("city")
    firm = officer.request.get("/api/me/").json()["enterprise"]["id"]
    region = next(each["id"] for each in city.request.get("/api/regions/").json() if each["name"] == SECOND)
    place = {"region": region, "name": "二号厂区", "address": "延政西路1号"}
    site = post(city, "/api/sites/", {"enterprise": firm, **place})
    yield officer, officer.request.get(f"/api/enterprises/{firm}/").json(), city
    version = city.request.get(f"/api/sites/{site['id']}/").json()["version"]
    post(city, f"/api/sites/{site['id']}/close/", {"version": version, "reason": "二号厂区退租"})


def test_a_firm_of_two_towns_is_decided_in_parts(sign_in: SignIn, two_towns: tuple[Page, dict[str, Any], Page]) -> None:
    officer, firm, _ = two_towns
    today = timezone.localdate().isoformat()
    body = {"version": firm["version"], "new": "suspended", "effective_on": today, "reason": "两处厂区一起检修"}
    post(officer, f"/api/enterprises/{firm['id']}/report_status/", body)

    town = sign_in("town")
    town.goto("/todos")
    town.locator(".todos li button").filter(has_text="两处厂区一起检修").first.click()
    drawer = town.locator(".el-drawer:visible")
    expect(drawer.get_by_role("heading", name="湖塘镇确认")).to_be_visible()
    expect(drawer.locator(".coming")).to_have_count(2)
    expect(drawer.get_by_role("button", name="不同意")).to_have_count(0)
    drawer.get_by_label("意见").fill("一号车间已停")
    drawer.get_by_role("button", name="同意", exact=True).click()
    expect(drawer.locator(".coming")).to_have_count(1)
    expect(drawer.locator(".coming")).to_contain_text(f"{SECOND}确认")
    expect(drawer.locator(".decide")).to_have_count(0)

    officer.goto("/todos")
    officer.get_by_text("我发起的").click()
    officer.locator(".todos li button").filter(has_text="两处厂区一起检修").first.click()
    mine = officer.locator(".el-drawer:visible")
    expect(mine.locator(".timeline")).to_contain_text("一号车间已停")
    expect(mine.locator(".coming")).to_contain_text(f"{SECOND}确认")
    mine.get_by_role("button", name="撤回申请").click()
    expect(mine).to_contain_text("已撤回")


def test_what_becomes_of_each_old_line_is_said_before_anything_is_written(sign_in: SignIn, tmp_path: Path) -> None:
    city = sign_in("city")
    city.goto("/restructurings")
    city.get_by_role("button", name="接收旧系统数据").click()
    drawer = city.locator(".el-drawer:visible")
    drawer.get_by_placeholder("例如：武进区安监信息平台").fill("旅程旧平台")
    file = tmp_path / "旧企业库.csv"
    file.write_text(OLD, encoding="gb18030")
    drawer.locator("input[type=file]").set_input_files(file)
    expect(drawer).to_contain_text("读到 3 行、6 列")
    drawer.get_by_role("button", name="逐行核对", exact=True).click()
    expect(drawer).to_contain_text("将新建 1 家企业、2 处场所")
    rows = drawer.locator(".el-table__row")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="旅程错码加工厂")).to_contain_text("信用代码")
    rows.nth(1).locator(".el-checkbox").click()
    expect(drawer.get_by_role("button", name="接管勾选的 1 行")).to_be_visible()
    known = city.request.get("/api/enterprises/?q=旅程接管机械厂").json()
    assert known["count"] == 0, "looked at, nothing is written"


def test_an_area_drawn_on_the_map_finds_what_lies_in_it(sign_in: SignIn) -> None:
    city = sign_in("city")
    city.goto("/map")
    expect(city.locator(".total")).to_contain_text("个场所")
    city.get_by_role("button", name="框选").click()
    expect(city.get_by_role("status")).to_contain_text("双击结束")
    canvas = city.locator(".city-map canvas").first.bounding_box()
    assert canvas is not None
    corners = [(0.35, 0.35), (0.7, 0.3), (0.65, 0.8)]
    places = [(canvas["x"] + canvas["width"] * x, canvas["y"] + canvas["height"] * y) for x, y in corners]
    with city.expect_response(lambda answer: "/api/map/area/" in answer.url) as asked:
        for x, y in places:
            city.mouse.click(x, y)
            city.wait_for_timeout(350)  # two clicks in a quarter of a second are a double click
        city.mouse.dblclick(canvas["x"] + canvas["width"] * 0.4, canvas["y"] + canvas["height"] * 0.75)
    ring = asked.value.request.post_data_json["polygon"]["coordinates"][0]
    found = asked.value.json()
    area = Polygon(ring).buffer(1e-6)
    assert found["count"] > 0
    assert all(area.contains(Point(site["lon"], site["lat"])) for site in found["results"])
    panel = city.locator("aside.results")
    expect(panel).to_contain_text("框选区域内")
    panel.locator("li button").first.click()
    expect(city.locator("aside.results li.on")).to_have_count(1)
    panel.get_by_role("button", name="清除").click()
    expect(panel).to_have_count(0)


def test_the_wall_looks_into_a_district_and_back(sign_in: SignIn) -> None:
    wall = sign_in("city")
    wall.set_viewport_size({"width": 1920, "height": 1080})
    wall.goto("/screen/")
    areas = wall.locator(".areas")
    districts = areas.locator("tbody tr")
    expect(districts).to_have_count(7)
    expect(areas).to_contain_text("去重后")
    listed = sum(int(text.replace(",", "")) for text in areas.locator("tbody td:nth-child(2)").all_inner_texts())
    assert areas.locator("tfoot td").first.inner_text().replace(",", "") == str(listed)
    districts.filter(has_text="武进区").click()
    expect(wall.get_by_role("button", name="返回全市")).to_contain_text("武进区")
    expect(districts.filter(has_text="湖塘镇")).to_have_count(1)
    expect(districts.filter(has_text="溧阳市")).to_have_count(0)
    overflows = wall.evaluate("document.documentElement.scrollHeight > innerHeight + 1")
    assert not overflows, "a wall has no scroll bar"
    wall.get_by_role("button", name="返回全市").click()
    expect(districts.filter(has_text="溧阳市")).to_have_count(1)


def test_figures_by_area_are_taken_along_as_a_table(sign_in: SignIn, tmp_path: Path) -> None:
    city = sign_in("city")
    city.goto("/drills")
    city.get_by_text("完成情况").click()
    panel = city.locator(".statistics")
    shown = panel.locator(".el-table__row").first
    expect(shown).to_be_visible()
    with city.expect_download() as saving:
        panel.get_by_role("button", name="导出Excel").click()
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    rows = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert file.name.startswith("应急演练统计-")
    assert rows[1][0].startswith("导出人：市应急局")
    area, first = (cell.replace(",", "") for cell in shown.locator("td").all_inner_texts()[:2])
    assert {row[0]: row[1] for row in rows[3:]}[area] == int(first)
