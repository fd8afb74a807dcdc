"""账号与安全: one's own password, phone and devices."""

import json

import pytest

from changqian.platform.foundation.accounts import sessions
from changqian.platform.foundation.accounts.models import User, UserSession
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, Browser, shown
from changqian.platform.foundation.accounts.tests.conftest import PHONE
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.sealed import blind

NEW, OTHER = "Xinmima#2026", "13912340009"
CODE, ACCOUNT = "/api/me/account/code/", "/api/me/account/"


def test_the_account_as_its_user_sees_it(reachable, browser):
    browser.sign_in("officer")
    seen = browser.get(ACCOUNT).json()
    assert (seen["phone"], seen["has_password"], seen["second_factor_required"]) == ("138****0001", True, False)
    assert seen["password_expires_at"] > seen["password_changed_at"]
    assert PHONE not in json.dumps(seen)


def test_the_first_password_is_set_by_link_and_short_message(cast, browser):
    load_templates()
    browser.follow_link(cast.officer)
    assert browser.get(ACCOUNT).json()["has_password"] is False
    assert browser.post(CODE, {"purpose": "first_password", "phone": PHONE}).status_code == 200
    body = {"password": NEW, "code": shown(PHONE), "phone": PHONE}
    assert browser.post(f"{ACCOUNT}password/", body).status_code == 204
    assert browser.get(ACCOUNT).json()["phone"] == "138****0001", "and one is still in"
    assert Browser().sign_in("officer", NEW).status_code == 200


def test_a_change_takes_the_present_password_and_a_code_and_ends_other_sessions(reachable, browser, another_browser):
    browser.sign_in("officer")
    another_browser.sign_in("officer")
    browser.post(CODE, {"purpose": "change_password"})
    body = {"password": NEW, "code": shown(PHONE), "present": "Wrong#2026"}
    assert browser.post(f"{ACCOUNT}password/", body).json()["fields"] == {"present": ["当前密码不正确"]}
    assert browser.post(f"{ACCOUNT}password/", {**body, "present": PASSWORD}).status_code == 204
    assert browser.get("/api/me/").status_code == 200
    assert another_browser.get("/api/me/").json()["detail"] == "密码已修改，请用新密码重新登录"


def test_a_phone_moves_with_a_code_from_each(reachable, browser):
    browser.sign_in("officer")
    browser.post(CODE, {"purpose": "change_phone"})
    browser.post(CODE, {"purpose": "new_phone", "phone": OTHER})
    body = {"phone": OTHER, "old_code": shown(PHONE), "new_code": shown(OTHER)}
    wrong = browser.post(f"{ACCOUNT}phone/", {**body, "old_code": ""}).json()
    assert wrong["fields"].keys() == {"old_code"}
    assert browser.post(f"{ACCOUNT}phone/", {**body, "new_code": "x"}).json()["fields"].keys() == {"new_code"}
    assert browser.post(f"{ACCOUNT}phone/", body).status_code == 204
    assert User.objects.get(pk=reachable.pk).phone == OTHER
    assert Message.objects.filter(template__code="phone_changed", phone_index=blind(PHONE)).count() == 1
    assert Entry.objects.get(action="accounts.change_phone").changes == {"phone": ["138****0001", "139****0009"]}


@pytest.mark.parametrize(
    ("phone", "sentence"), [(OTHER, "此手机号已用于另一个账号"), ("0519", "请填写11位手机号"), ("", "请填写11位手机号")]
)
def test_a_number_that_cannot_be_ones_own_gets_no_code(cast, reachable, browser, phone, sentence):
    User.objects.filter(pk=cast.town.pk).update(phone_index=blind(OTHER))
    browser.sign_in("officer")
    assert sentence in browser.post(CODE, {"purpose": "new_phone", "phone": phone}).json()["detail"]


def test_devices_are_listed_and_one_is_signed_out(reachable, cast, browser, another_browser):
    browser.sign_in("officer")
    another_browser.sign_in("officer")
    (one, other) = sorted(browser.get("/api/me/sessions/").json(), key=lambda each: not each["this"])
    assert (one["this"], other["this"], other["address"]) == (True, False, "127.0.0.1")
    assert browser.delete(f"/api/me/sessions/{other['id']}/").status_code == 204
    said = another_browser.get("/api/me/").json()
    assert (said["code"], said["detail"][:9]) == ("elsewhere", "此设备已被退出登录")
    rival = Browser()
    rival.follow_link(cast.rival_officer)
    assert rival.delete(f"/api/me/sessions/{one['id']}/").status_code == 404


def test_all_other_devices_are_signed_out_at_once(cast, browser):
    others = [Browser(), Browser()]
    for each in (browser, *others):
        each.follow_link(cast.officer)
    assert browser.delete("/api/me/sessions/").json() == {"count": 2}
    assert [each.get("/api/me/").status_code for each in (browser, *others)] == [200, 401, 401]


def test_a_city_may_want_one_session_per_user(cast, browser, another_browser, monkeypatch):
    monkeypatch.setattr(sessions, "sessions_per_user", lambda: 1)
    browser.follow_link(cast.officer)
    another_browser.follow_link(cast.officer)
    assert browser.get("/api/me/").json()["code"] == "replaced"


def test_a_session_id_planted_beforehand_is_worth_nothing(reachable, browser, another_browser):
    """Session fixation: the cookie a browser came with is not the one it is in with, in the doorway neither."""
    browser.sign_in("officer", "Wrong#2026")
    planted = "a" * 32
    browser.cookies["sessionid"] = planted
    browser.sign_in("officer")
    assert browser.cookies["sessionid"].value != planted
    another_browser.cookies["sessionid"] = planted
    assert another_browser.get("/api/me/").status_code == 401


def test_the_doorways_cookie_is_not_the_one_a_browser_is_in_with(reachable, browser, another_browser, clock):
    clock.pass_by(days=90)
    browser.sign_in("officer")
    before = browser.cookies["sessionid"].value
    browser.post("/api/session/password/code/", {})
    browser.post("/api/session/password/", {"password": NEW, "code": shown(PHONE)})
    assert browser.get("/api/me/").status_code == 200
    another_browser.cookies["sessionid"] = before
    assert another_browser.get("/api/me/").status_code == 401
    assert UserSession.objects.count() == 1
