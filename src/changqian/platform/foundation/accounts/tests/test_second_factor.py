"""Administrators need a second factor: enrolled at the first sign-in, then asked for; codes for a lost phone."""

from base64 import b32decode

import pytest
from django.utils import timezone
from django_otp.oath import TOTP

from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.models import RecoveryCode, SecondFactor
from changqian.platform.foundation.accounts.tests.browser import Browser
from changqian.platform.kernel.errors import RuleViolation


def code_now(secret, steps=0):
    totp = TOTP(b32decode(secret))
    totp.time = timezone.now().timestamp() + 30 * steps
    return f"{totp.token():06d}"


@pytest.fixture
def enrolled(chief, browser, clock):
    """The administrator has enrolled and signed out; the secret, and his recovery codes."""
    browser.sign_in("sysadmin")
    secret = browser.post("/api/session/enrol/").json()["secret"]
    codes = browser.post("/api/session/enrol/confirm/", {"code": code_now(secret)}).json()["codes"]
    browser.delete("/api/session/")
    clock.pass_by(minutes=1)
    return secret, codes


def test_the_first_sign_in_leads_to_enrolment(chief, browser):
    assert browser.sign_in("sysadmin").json()["next"] == "enrol"
    assert browser.get("/api/me/").status_code == 401
    begun = browser.post("/api/session/enrol/").json()
    assert begun["image"].startswith("data:image/svg+xml")
    assert begun["secret"] in begun["uri"]
    assert "不正确" in browser.post("/api/session/enrol/confirm/", {"code": "000000"}).json()["detail"]
    codes = browser.post("/api/session/enrol/confirm/", {"code": code_now(begun["secret"])}).json()["codes"]
    assert len(set(codes)) == 10
    assert browser.get("/api/me/").json()["username"] == "sysadmin"
    assert not RecoveryCode.objects.filter(mac__in=codes).exists()


def test_from_then_on_a_code_is_asked_for(enrolled, browser):
    secret, _ = enrolled
    assert browser.sign_in("sysadmin").json()["next"] == "second_factor"
    assert browser.post("/api/session/enrol/").json()["detail"] == "请先完成：输入动态口令"
    assert browser.post("/api/session/second-factor/", {"code": code_now(secret)}).json()["username"] == "sysadmin"


def test_a_code_is_good_once(enrolled, browser):
    secret, _ = enrolled
    code = code_now(secret)
    browser.sign_in("sysadmin")
    browser.post("/api/session/second-factor/", {"code": code})
    another = Browser()
    another.sign_in("sysadmin")
    assert another.post("/api/session/second-factor/", {"code": code}).status_code == 400


@pytest.mark.parametrize(("steps", "status"), [(-2, 400), (-1, 200), (1, 200), (2, 400)])
def test_a_phones_clock_may_be_half_a_minute_off(enrolled, browser, steps, status, clock):
    clock.pass_by(minutes=5)
    browser.sign_in("sysadmin")
    assert browser.post("/api/session/second-factor/", {"code": code_now(enrolled[0], steps)}).status_code == status


@pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "abcdef"])
def test_nonsense_is_refused(enrolled, browser, code):
    browser.sign_in("sysadmin")
    assert browser.post("/api/session/second-factor/", {"code": code}).status_code == 400


def test_a_recovery_code_stands_in_once(enrolled, browser):
    _, codes = enrolled
    browser.sign_in("sysadmin")
    assert browser.post("/api/session/second-factor/", {"code": f" {codes[3].upper()} "}).status_code == 200
    assert browser.get("/api/me/account/").json()["recovery_codes_left"] == 9
    browser.delete("/api/session/")
    browser.sign_in("sysadmin")
    said = browser.post("/api/session/second-factor/", {"code": codes[3]}).json()
    assert said["detail"] == "恢复码不正确或已用过"


def test_guessing_codes_ends_after_five_and_goes_on_after_a_quarter_of_an_hour(enrolled, browser, clock):
    secret, _ = enrolled
    for _ in range(5):
        other = Browser()  # a new doorway each time, as whoever knows the password could
        other.sign_in("sysadmin")
        other.post("/api/session/second-factor/", {"code": "abc123"})
    browser.sign_in("sysadmin")
    said = browser.post("/api/session/second-factor/", {"code": code_now(secret)}).json()
    assert said["detail"] == "动态口令输错次数过多，请15分钟后再试"
    clock.pass_by(minutes=15)
    browser.sign_in("sysadmin")
    assert browser.post("/api/session/second-factor/", {"code": code_now(secret)}).status_code == 200


def test_a_link_does_not_replace_the_second_factor(enrolled, chief, browser, settings):
    assert browser.follow_link(chief).json()["next"] == "second_factor"
    settings.DEMONSTRATION = True
    assert browser.follow_link(chief).json()["next"] == "second_factor", "once enrolled, always asked"


def test_in_a_demonstration_a_link_lets_an_administrator_in_who_has_not_enrolled(chief, browser, settings):
    assert browser.follow_link(chief).json()["next"] == "enrol"
    settings.DEMONSTRATION = True
    assert browser.follow_link(chief).status_code == 200
    assert Browser().sign_in("sysadmin").json()["next"] == "enrol", "a password never waives it"


def test_nobody_else_is_asked(cast, officer, browser):
    assert browser.sign_in("officer").status_code == 200


def test_it_is_reset_by_another_and_enrolled_anew(enrolled, chief, cast, browser):
    with pytest.raises(RuleViolation, match="不能重置自己"):
        second_factor.reset(chief, actor=chief)
    second_factor.reset(chief, actor=cast.secadmin)
    assert not SecondFactor.objects.exists()
    assert browser.sign_in("sysadmin").json()["next"] == "enrol"


def test_recovery_codes_are_renewed_with_a_code_of_the_moment(enrolled, browser, clock):
    secret, codes = enrolled
    browser.sign_in("sysadmin")
    browser.post("/api/session/second-factor/", {"code": code_now(secret)})
    clock.pass_by(minutes=1)
    fresh = browser.post("/api/me/account/recovery-codes/", {"code": code_now(secret)}).json()["codes"]
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert browser.post("/api/me/account/recovery-codes/", {"code": codes[0]}).status_code == 400


def test_a_weak_password_alone_does_not_get_past_an_enrolled_phone(enrolled, chief, browser):
    chief.refresh_from_db()
    chief.set_password("12345678")
    chief.save()
    assert browser.sign_in("sysadmin", "12345678").json()["next"] == "second_factor"
    said = browser.post("/api/session/password/", {"password": "Xinmima#2026", "code": "1"}).json()
    assert said["detail"] == "请先完成：输入动态口令"
    assert browser.post("/api/session/second-factor/", {"code": code_now(enrolled[0])}).json()["next"] == "password"
