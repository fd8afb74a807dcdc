"""A notice card is looked for, looked at, printed and taken in Word; the phone that stands before it reads the same."""

from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.running import Platform

from .conftest import SignIn


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_a_missing_card_is_made_and_hangs(platform: Platform, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    officer.goto("/risk-cards")
    rows = officer.request.get("/api/risk-cards/", params={"status": "active", "limit": 50}).json()["results"]
    card = next((row for row in rows if row["card_state"] != "valid"), rows[0])
    officer.goto(f"/risk-cards?id={card['id']}")
    drawer = officer.get_by_role("dialog")
    drawer.get_by_text(card["name"]).first.wait_for()
    with officer.context.expect_page() as opened:
        drawer.get_by_role("button", name="打印告知卡").click()
    opened.value.close()
    expect(drawer.get_by_text("有效").first).to_be_visible()
    assert card["name"] in word_of(officer)
    drawer.get_by_role("tab", name="历次制卡").click()
    expect(drawer.get_by_text(f"第 {card['revision']} 版").first).to_be_visible()


def word_of(page: Page) -> str:
    with page.expect_download() as taken:
        page.get_by_role("dialog").get_by_role("button", name="下载 Word").click()
    [table] = Document(BytesIO(taken.value.path().read_bytes())).tables
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


@pytest.mark.timeout(900)
def test_the_phone_before_the_card_reads_what_it_says(platform: Platform, sign_in: SignIn) -> None:
    officer, phone = sign_in("officer"), sign_in("worker", phone=True)
    row = officer.request.get("/api/risk-cards/", params={"card_state": "valid"}).json()["results"][0]
    point = officer.request.get(f"/api/risks/{row['id']}/").json()
    phone.goto(f"/c/{point['code']['token']}")
    for text in (point["name"], point["emergency"]):
        expect(phone.get_by_text(text).first).to_be_visible()
