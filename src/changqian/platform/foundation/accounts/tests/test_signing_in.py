"""陈安全 signs in with password and captcha, or by a link; what goes wrong is said in a sentence."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from axes.models import AccessAttempt
from captcha.models import CaptchaStore
from django.utils import timezone
from PIL import Image

from changqian.platform.foundation.accounts.models import SignInLink, User, UserSession
from changqian.platform.foundation.accounts.roles import OWN
from changqian.platform.foundation.accounts.services import create_user, issue_link, set_password
from changqian.platform.foundation.accounts.tests.browser import PASSWORD
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation


def test_with_password_and_captcha_one_is_in(officer, browser):
    assert browser.get("/api/config/").json()["signed_in"] is False
    said = browser.sign_in("officer")
    assert said.status_code == 200, said.json()
    assert browser.get("/api/config/").json()["signed_in"] is True
    me = browser.get("/api/me/").json()
    assert me == said.json()
    assert (me["name"], me["username"], me["home"]) == ("陈安全", "officer", "desktop")
    assert me["scope_label"] == "常州湖塘机械厂有限公司"
    assert me["enterprise"] == {"id": officer.assignments.get().enterprise_id, "name": "常州湖塘机械厂有限公司"}
    assert [(site["name"], site["region_name"]) for site in me["sites"]] == [("一号车间", "湖塘镇")]
    assert [(role["role"], role["role_label"]) for role in me["roles"]] == [("officer", "企业安管员")]
    assert "hazards.view" in me["permissions"]


def test_roles_in_two_places_are_told_apart(cast, browser):
    browser.follow_link(cast.two_roles)
    me = browser.get("/api/me/").json()
    assert me["scope_label"] == "常州青龙纺织有限公司、武进区"
    assert [(role["role"], role["region_name"], role["enterprise_name"]) for role in me["roles"]] == [
        ("officer", "", "常州青龙纺织有限公司"),
        ("district", "武进区", ""),
    ]


def test_a_worker_begins_on_the_phone_and_nobody_without_a_role_is_lost(cast, browser, another_browser):
    assert browser.follow_link(cast.worker).json()["home"] == "mobile"
    me = another_browser.follow_link(cast.nobody).json()
    assert (me["home"], me["roles"], me["enterprise"]) == ("desktop", [], None)
    assert set(me["permissions"]) == OWN, "over what is his own, and nothing else"


def test_the_captcha_is_a_picture_of_digits(browser):
    said = browser.get("/api/captcha/").json()
    kind, _, picture = said["image"].partition(",")
    assert kind == "data:image/png;base64"
    assert Image.open(BytesIO(base64.b64decode(picture))).size[1] >= 24
    assert CaptchaStore.objects.get(hashkey=said["key"]).response.isdigit()


def test_a_wrong_captcha_is_asked_again_and_a_right_one_works_once(officer, browser):
    said = browser.sign_in("officer", captcha="0000")
    assert said.status_code == 400
    assert said.json()["fields"] == {"captcha": ["验证码不正确或已过期，请重新输入"]}
    key = browser.get("/api/captcha/").json()["key"]
    answer = CaptchaStore.objects.get(hashkey=key).response
    assert browser.sign_in("officer", "wrong", captcha_key=key, captcha=answer).json()["code"] == "credentials"
    again = browser.sign_in("officer", captcha_key=key, captcha=answer)
    assert again.json()["fields"] == {"captcha": ["验证码不正确或已过期，请重新输入"]}


def test_an_old_captcha_is_no_good(officer, browser):
    key = browser.get("/api/captcha/").json()["key"]
    CaptchaStore.objects.update(expiration=timezone.now() - timedelta(seconds=1))
    answer = CaptchaStore.objects.get(hashkey=key).response
    assert "captcha" in browser.sign_in("officer", captcha_key=key, captcha=answer).json()["fields"]


def test_a_wrong_password_and_an_unknown_name_are_not_told_apart(officer, browser):
    wrong, unknown = browser.sign_in("officer", "Wrong#2026"), browser.sign_in("stranger", "Wrong#2026")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.json()["detail"] == unknown.json()["detail"] == "账号或密码不正确"


def test_the_name_is_known_in_any_case(officer, browser):
    assert browser.sign_in(" OFFICER ").status_code == 200


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(officer, browser):
    for spelling in ("officer", "Officer"):
        assert browser.sign_in(spelling, "Wrong#2026").json()["detail"] == "账号或密码不正确"
    assert browser.sign_in("officer", "Wrong#2026").json()["detail"] == "账号或密码不正确，再错2次账号将锁定15分钟"
    assert browser.sign_in("OFFICER", "Wrong#2026").json()["detail"] == "账号或密码不正确，再错1次账号将锁定15分钟"
    until = timezone.localtime(timezone.now() + timedelta(minutes=15))
    said = browser.sign_in("officer", "Wrong#2026")
    assert (said.status_code, said.json()["code"]) == (403, "locked")
    assert said.json()["detail"] in {
        f"密码连续输错5次，账号已锁定，{moment:%H:%M}后可再试；急需登录请用短信解除锁定"
        for moment in (until, until + timedelta(minutes=1))
    }
    assert browser.sign_in("officer").status_code == 403, "the right password does not open it either"
    for minutes, status in ((14, 403), (15, 200)):
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=minutes))
        assert browser.sign_in("officer").status_code == status


def test_a_link_opens_a_locked_account_for_whoever_has_it_was_let_in_by_somebody(officer, browser):
    for _ in range(5):
        browser.sign_in("officer", "Wrong#2026")
    assert browser.sign_in("officer").json()["code"] == "locked"
    assert browser.follow_link(officer).status_code == 200
    assert browser.sign_in("officer").status_code == 200


def test_a_success_forgets_earlier_mistakes(officer, browser):
    for _ in range(4):
        browser.sign_in("officer", "Wrong#2026")
    assert browser.sign_in("officer").status_code == 200
    assert browser.sign_in("officer", "Wrong#2026").json()["detail"] == "账号或密码不正确"


def test_who_was_dismissed_stays_out(cast, browser):
    set_password(cast.dismissed, PASSWORD, now=timezone.now())
    assert browser.sign_in("dismissed").json()["detail"] == "账号或密码不正确"
    assert browser.follow_link(cast.dismissed).json()["detail"] == "登录链接无效，请重新获取"


def test_the_platform_itself_has_no_way_in(cast, browser):
    assert not cast.platform.has_usable_password()
    assert browser.sign_in("platform", "").status_code == 400


def test_missing_inputs_are_named(browser):
    said = browser.post("/api/session/", {"username": "officer"})
    assert said.status_code == 400
    assert set(said.json()["fields"]) == {"password", "captcha_key", "captcha"}
    assert said.json()["detail"].startswith("密码：")


def test_a_link_works_once(cast, browser, another_browser):
    secret = issue_link(cast.town, actor=cast.platform, now=timezone.now())
    assert browser.post("/api/session/link/", {"token": secret}).json()["name"] == "湖塘镇安监员"
    again = another_browser.post("/api/session/link/", {"token": secret})
    assert (again.status_code, again.json()["detail"]) == (400, "登录链接已使用或已过期，请重新获取")
    assert secret not in str(SignInLink.objects.values())


def test_a_link_ends_after_a_day_and_with_the_next_one(cast, browser, clock):
    first = issue_link(cast.town, actor=cast.platform, now=timezone.now())
    second = issue_link(cast.town, actor=cast.platform, now=timezone.now())
    assert browser.post("/api/session/link/", {"token": first}).status_code == 400
    clock.pass_by(hours=24)
    assert browser.post("/api/session/link/", {"token": second}).status_code == 400


@pytest.mark.parametrize("token", ["", "x", "a" * 101, "令牌"])
def test_what_is_no_link_is_refused(browser, token):
    assert browser.post("/api/session/link/", {"token": token}).status_code == 400


def test_signing_in_and_failing_to_is_on_record(officer, browser):
    browser.sign_in("officer", "Wrong#2026")
    browser.sign_in("officer")
    browser.delete("/api/session/")
    told = Entry.objects.filter(action__startswith="accounts.", target=f"accounts.User:{officer.pk}").order_by("pk")
    assert list(told.values_list("action", "actor__username")) == [
        ("accounts.refuse", "platform"),
        ("accounts.sign_in", "officer"),
        ("accounts.sign_out", "officer"),
    ]
    assert all(entry.address == "127.0.0.1" and entry.request for entry in told)
    assert "Wrong#2026" not in str(list(Entry.objects.values()))


def test_a_user_is_made_without_a_password_and_in_the_trail(cast):
    user = create_user(actor=cast.platform, username="ZhangSan", name="张三", roles=[("town", {"region": cast.hutang})])
    assert user.username == "zhangsan"
    assert not user.has_usable_password()
    entry = Entry.objects.get(action="accounts.create", target=f"accounts.User:{user.pk}")
    assert entry.changes["roles"] == [{"role": "town", "region": cast.hutang.pk}]


@pytest.mark.parametrize(
    ("username", "roles", "sentence"),
    [
        ("officer", [], "账号officer已存在"),
        ("Officer", [], "账号officer已存在"),
        ("a b", [], "账号应为1至40位字母、数字、点、下划线或连字符"),
        ("", [], "账号应为1至40位字母、数字、点、下划线或连字符"),
        ("new", [("emperor", {})], "没有角色emperor"),
        ("new", [("town", {})], "请为角色镇街安监员指定区划、部门或企业"),
        ("new", [("sysadmin", {}), ("auditor", {})], "系统管理员、安全保密管理员、安全审计员不能由同一人担任"),
    ],
)
def test_a_user_that_cannot_be_is_refused_in_a_sentence(cast, username, roles, sentence):
    before = User.objects.count()
    with pytest.raises(RuleViolation, match=sentence):
        create_user(actor=cast.platform, username=username, name="某人", roles=roles)
    assert User.objects.count() == before


def test_a_password_is_held_against_the_rule(cast):
    with pytest.raises(RuleViolation, match="密码长度应为8至64位；密码须同时包含"):
        set_password(cast.officer, "short", now=timezone.now())


def test_no_session_is_left_from_failing(officer, browser):
    browser.sign_in("officer", "Wrong#2026")
    assert not UserSession.objects.exists()
