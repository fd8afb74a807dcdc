"""Passwords are set, changed, forgotten and grow old; a message proves who changes them; nobody stays outside."""

import pytest
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User, UserSession
from changqian.platform.foundation.accounts.services import set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD, shown
from changqian.platform.foundation.accounts.tests.conftest import PHONE
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.sms.models import Message
from changqian.platform.kernel.errors import RuleViolation

NEW = "Xinmima#2026"


def test_a_forgotten_password_is_set_anew_by_a_short_message(reachable, browser, another_browser):
    another_browser.sign_in("officer")
    assert browser.lost("OFFICER").json() == {"again_in": 60}
    body = {"username": "officer", "code": shown(PHONE), "password": NEW}
    assert browser.post("/api/session/lost/reset/", body).status_code == 204
    assert another_browser.get("/api/me/").json()["code"] == "password"
    assert browser.sign_in("officer").status_code == 400
    assert browser.sign_in("officer", NEW).status_code == 200
    assert Message.objects.filter(template__code="password_changed").count() == 1
    entry = Entry.objects.get(action="accounts.set_password")
    assert entry.changes == {"way": "找回密码"}
    assert NEW not in str(list(Entry.objects.values()))


def test_nobody_learns_which_accounts_there_are(reachable, browser, cast):
    for name in ("officer", "stranger", "dismissed", "platform"):
        said = browser.lost(name)
        assert (said.status_code, said.json()) == (200, {"again_in": 60})
        assert browser.lost(name).json()["detail"].startswith("短信发送太频繁")
        body = {"username": name, "code": "000000", "password": NEW}
        refused = browser.post("/api/session/lost/reset/", body).json()
        assert refused["fields"] == {"code": ["短信验证码不正确或已失效，请核对后重试，或重新获取"]}
    assert Message.objects.count() == 1


def test_a_code_is_asked_for_with_a_captcha(reachable, browser):
    assert browser.lost("officer", captcha="0000").json()["code"] == "captcha"
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "密码长度应为8至64位"),
        ("alllowercase1#", "还缺少大写字母"),
        ("Officer#2026", "密码不能包含账号"),
        (PASSWORD, "新密码不能与最近5次用过的密码相同"),
    ],
)
def test_a_password_that_will_not_do_does_not_use_the_code_up(reachable, browser, password, sentence):
    browser.lost("officer")
    body = {"username": "officer", "code": shown(PHONE), "password": password}
    assert sentence in browser.post("/api/session/lost/reset/", body).json()["detail"]
    assert browser.post("/api/session/lost/reset/", {**body, "password": NEW}).status_code == 204


def test_the_last_five_passwords_do_not_come_back(cast):
    words = [f"Mima#202{number}" for number in range(6)]
    for word in words:
        set_password(cast.officer, word, now=timezone.now())
    for word in words[1:]:
        with pytest.raises(RuleViolation, match="最近5次"):
            set_password(cast.officer, word, now=timezone.now())
    set_password(cast.officer, words[0], now=timezone.now())


def test_a_weak_password_from_old_times_leads_to_a_new_one_in_place(reachable, browser):
    reachable.set_password("12345678")
    reachable.save()
    said = browser.sign_in("officer", "12345678")
    assert said.status_code == 202
    assert said.json() == {
        "next": "password",
        "username": "officer",
        "why": "密码过于简单，不能继续使用",
        "phone": "138****0001",
    }
    assert browser.get("/api/me/").status_code == 401, "not in yet"
    assert browser.get("/api/session/doorway/").json() == said.json()
    assert browser.post("/api/session/password/code/", {"phone": "13900000001"}).status_code == 200
    body = {"password": NEW, "code": shown(PHONE)}  # sent to the number on record, not to the one given
    assert browser.post("/api/session/password/", {**body, "code": "1"}).json()["fields"].keys() == {"code"}
    assert browser.post("/api/session/password/", body).json()["name"] == "陈安全"
    assert browser.get("/api/me/").status_code == 200
    assert User.objects.get(pk=reachable.pk).check_password(NEW)


def test_without_a_phone_a_weak_password_is_told_the_way_on(officer, browser):
    officer.set_password("12345678")
    officer.save()
    said = browser.sign_in("officer", "12345678").json()
    assert said["code"] == "weak"
    assert "请向管理员索取登录链接" in said["detail"]


def test_a_password_grows_old_after_ninety_days(officer, browser, clock):
    clock.pass_by(days=89)
    assert browser.sign_in("officer").status_code == 200
    clock.pass_by(days=1)
    browser.delete("/api/session/")
    assert browser.sign_in("officer").json()["why"] == "密码已使用超过90天"


def test_an_old_password_without_a_phone_names_one_and_proves_it(reachable, browser, clock):
    User.objects.filter(pk=reachable.pk).update(phone="", phone_index="")
    clock.pass_by(days=90)
    assert browser.sign_in("officer").json()["phone"] == ""
    assert browser.post("/api/session/password/code/", {"phone": "139 0000 0001"}).status_code == 200
    body = {"password": NEW, "code": shown("13900000001"), "phone": "13900000001"}
    assert browser.post("/api/session/password/", body).status_code == 200
    assert User.objects.get(pk=reachable.pk).phone == "13900000001"


def test_the_doorway_closes_after_ten_minutes(reachable, browser, clock):
    clock.pass_by(days=90)
    browser.sign_in("officer")
    clock.pass_by(minutes=11)
    assert browser.get("/api/session/doorway/").json()["detail"] == "登录步骤已超时，请重新登录"


@pytest.mark.parametrize("step", ["second-factor", "password", "enrol", "enrol/confirm", "password/code"])
def test_nobody_stands_in_the_doorway_who_did_not_come_to_it(cast, browser, step):
    body = {"code": "1", "password": NEW}
    assert browser.post(f"/api/session/{step}/", body).json()["detail"] == "登录步骤已超时，请重新登录"


def test_a_locked_account_is_opened_by_a_short_message(reachable, browser):
    for _ in range(5):
        browser.sign_in("officer", "Wrong#2026")
    assert browser.sign_in("officer").json()["code"] == "locked"
    browser.lost("officer", "unlock")
    body = {"username": "officer", "code": shown(PHONE)}
    assert browser.post("/api/session/lost/unlock/", body).status_code == 204
    assert browser.sign_in("officer").status_code == 200
    assert Entry.objects.filter(action="accounts.unlock").exists()


def test_the_code_to_unlock_does_not_change_the_password(reachable, browser):
    browser.lost("officer", "unlock")
    body = {"username": "officer", "code": shown(PHONE), "password": NEW}
    assert browser.post("/api/session/lost/reset/", body).status_code == 400


def test_guessing_passwords_by_brute_force_ends_after_five(reachable, browser):
    said = [browser.sign_in("officer", f"Guess#{number}aA").json()["code"] for number in range(12)]
    assert said == ["credentials"] * 4 + ["locked"] * 8
    assert not UserSession.objects.exists()


def test_guessing_the_code_by_brute_force_ends_after_five(reachable, browser):
    browser.lost("officer")
    right = shown(PHONE)
    guesses = [f"{(int(right) + number) % 10**6:06d}" for number in range(1, 7)]
    for code in (*guesses, right):
        body = {"username": "officer", "code": code, "password": NEW}
        assert browser.post("/api/session/lost/reset/", body).status_code == 400
    assert User.objects.get(pk=reachable.pk).check_password(PASSWORD)
