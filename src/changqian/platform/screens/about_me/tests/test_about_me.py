"""关于我的信息: everybody sees what is kept about him, whole only after he has shown who he is, and takes it along."""

from datetime import date
from io import BytesIO

import pytest
import python_calamine
from django.utils import timezone

from changqian.platform.commons.people.services import add_certificate, add_person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, Browser, shown
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.sealed import blind

PHONE, NUMBER = "13812340001", id_for(date(1985, 5, 20), 122)


@pytest.fixture
def worker(cast):
    """王小虎, with a phone, a password and a row in his firm's ledger of people."""
    load_templates()
    person = add_person(
        actor=cast.officer, enterprise=cast.enterprise, site=cast.site, today=cast.today, name="王小虎",
        roles=["worker"], phone=PHONE, id_number=NUMBER, post="车工",
    )  # fmt: skip
    person.user = cast.worker
    person.save()
    add_certificate(
        actor=cast.officer,
        person=person,
        kind="special_operation",
        number=f"T{NUMBER}",
        valid_to=date(2027, 1, 1),
    )
    User.objects.filter(pk=cast.worker.pk).update(phone=PHONE, phone_index=blind(PHONE))
    cast.worker.refresh_from_db()
    set_password(cast.worker, PASSWORD, now=timezone.now())
    return cast.worker


@pytest.fixture
def browser(worker):
    found = Browser()
    assert found.sign_in("worker").status_code == 200
    return found


def facts(parts):
    return {(part["title"], fact["label"]): fact["value"] for part in parts for fact in part["facts"]}


ROW = "常州湖塘机械厂有限公司的人员档案"


def test_what_is_kept_why_how_long_and_who_corrects_it(browser):
    parts = browser.get("/api/me/about/").json()
    assert [part["title"] for part in parts] == ["账号", ROW, "登录记录", "消息和设置", "操作记录"]
    told = facts(parts)
    assert told["账号", "手机号"] == "138****0001"
    assert told["账号", "角色和范围"] == "岗位从业人员（常州湖塘机械厂有限公司）"
    assert told[ROW, "岗位"] == "车工"
    assert told[ROW, "证书：特种作业操作证"].endswith("有效期至2027-01-01")
    assert all(part["why"] and part["kept"] and part["corrected_by"] for part in parts)
    assert parts[1]["corrected_by"] == "常州湖塘机械厂有限公司的企业安管员"
    assert PHONE not in str(parts)
    assert NUMBER not in str(parts)
    assert PASSWORD not in str(parts)


def test_whole_after_the_password_and_in_the_trail(browser, worker):
    said = browser.post("/api/me/about/whole/", {"password": "Wrong#2026"})
    assert (said.status_code, said.json()["fields"]["password"]) == (400, ["密码不正确"])
    assert browser.post("/api/me/about/whole/", {}).status_code == 400
    assert not Entry.objects.filter(action="accounts.view_own").exists()
    whole = browser.post("/api/me/about/whole/", {"password": PASSWORD})
    assert whole["Cache-Control"] == "no-store"
    told = facts(whole.json()["parts"])
    assert (told["账号", "手机号"], told[ROW, "身份证号"]) == (PHONE, NUMBER)
    assert Entry.objects.get(action="accounts.view_own").actor == worker


def test_or_after_a_code_to_the_phone(browser, worker):
    browser.post("/api/me/account/code/", {"purpose": "confirm"})
    code = shown(PHONE)
    assert browser.post("/api/me/about/whole/", {"code": code}).status_code == 200
    assert browser.post("/api/me/about/whole/", {"code": code}).status_code == 400, "a code is good once"


def test_a_code_goes_to_ones_own_phone_only(browser, worker):
    browser.post("/api/me/account/code/", {"purpose": "confirm", "phone": "13999999999"})
    assert shown(PHONE)


def test_guessing_at_an_unattended_desk_ends(browser):
    for _ in range(10):
        browser.post("/api/me/about/whole/", {"password": "Wrong#2026"})
    said = browser.post("/api/me/about/whole/", {"password": PASSWORD}).json()
    assert said["fields"]["password"] == ["密码试得太多，请改用短信验证码，或一小时后再试"]


def test_a_copy_to_take_along(browser, worker):
    assert browser.get("/api/me/about/file/").status_code == 400
    assert browser.post("/api/me/about/file/", {}).status_code == 400
    address = browser.post("/api/me/about/file/", {"password": PASSWORD}).json()["address"]
    back = browser.get(address)
    assert "attachment" in back["Content-Disposition"]
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(back.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["类别", "项目", "内容"]
    assert ["账号", "手机号", PHONE] in [row[:3] for row in rows]
    assert browser.get(address).status_code == 400, "once"
    assert Entry.objects.filter(action="accounts.export_own", actor=worker).count() == 1


def test_nobody_sees_anothers(cast, worker, api):
    assert api(cast.rival_officer).get("/api/me/about/").json()[0]["facts"][0]["value"] == "rival"
    assert "王小虎" not in str(api(cast.officer).get("/api/me/about/").json())


def test_everybody_has_the_page(cast, api):
    for user in (cast.sysadmin, cast.auditor, cast.town, cast.nobody):
        assert api(user).get("/api/me/about/").status_code == 200
