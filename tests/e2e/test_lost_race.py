"""Two people of one firm change the same record at once. The second sees both versions and chooses, field by field."""

import os

import pytest
from playwright.sync_api import Page, expect

from .conftest import SignIn

NUMBER = os.getpid() % 1000


def edit(page: Page, pk: int, typed: dict[str, str]) -> None:
    """Open the record's form and fill in fields by their labels, without sending it."""
    page.goto(f"/people?id={pk}")
    page.locator(".record-drawer").get_by_role("button", name="修改信息").first.click()
    for label, text in typed.items():
        page.locator(".step-form").get_by_role("group", name=label, exact=True).locator("input").fill(text)


@pytest.mark.timeout(900)  # The platform is started first, on whatever machine this is.
def test_a_lost_race_is_settled_field_by_field(sign_in: SignIn) -> None:
    officer, colleague = sign_in("officer"), sign_in("officer")
    row = officer.request.get("/api/people/", params={"limit": 1}).json()["results"][0]
    edit(officer, row["id"], {"岗位": "电工", "部门/车间": f"一号车间{NUMBER}"})
    edit(colleague, row["id"], {"岗位": "焊工"})
    colleague.locator(".step-form footer").get_by_role("button", name="修改信息").click()
    expect(colleague.locator(".step-form")).to_have_count(0)

    officer.locator(".step-form footer").get_by_role("button", name="修改信息").click()
    conflict = officer.locator(".conflict")
    expect(conflict).to_contain_text("这条记录刚被他人修改")
    post = conflict.locator("tbody tr", has_text="岗位")
    expect(post).to_contain_text("两人都改了")
    expect(post.locator("td").nth(0)).to_contain_text("电工")
    expect(post.locator("td").nth(1)).to_contain_text("焊工")
    expect(conflict.locator("tbody tr", has_text="车间")).to_contain_text("您改了")
    post.locator("td").nth(1).locator(".el-radio").click()
    conflict.get_by_role("button", name="按所选内容再次提交").click()
    expect(officer.locator(".step-form")).to_have_count(0)

    now = officer.request.get(f"/api/people/{row['id']}/").json()
    assert (now["post"], now["workshop"], now["version"]) == ("焊工", f"一号车间{NUMBER}", row["version"] + 2)
    officer.get_by_role("tab", name="历史").click()
    expect(officer.locator(".history li").first).to_contain_text("一号车间")
