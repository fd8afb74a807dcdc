"""陈安全 signs in by 常治慧 over real sockets: bound once by phone; forged or foreign tokens open nothing."""

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from changqian.platform.foundation.accounts.models import Identity, User, UserSession
from changqian.platform.foundation.accounts.tests.browser import Browser, shown
from changqian.platform.foundation.audit.models import Entry

AGAIN = "统一身份登录没有完成，请重新点击登录"


@pytest.fixture
def browser(people):
    return Browser()


def at_provider(browser, code="czh", sub="u1001"):
    """Through the provider's page as a person goes; what it sends back to our page."""
    url = browser.post(f"/api/sso/{code}/start/", {}).json()["url"]
    assert "选择以谁的身份" in httpx.get(url, trust_env=False).text
    gone = httpx.post(url, data={"sub": sub}, trust_env=False)
    return dict(parse_qsl(urlsplit(gone.headers["location"]).query))


def come_back(browser, code="czh", sub="u1001"):
    return browser.post("/api/sso/callback/", at_provider(browser, code, sub))


def bind(browser, phone="13812340001"):
    browser.post("/api/sso/bind/code/", {"phone": phone})
    return browser.post("/api/sso/bind/", {"phone": phone, "code": shown(phone)})


def test_the_providers_are_offered(browser):
    assert [each["name"] for each in browser.get("/api/sso/").json()] == ["数字政府", "常治慧", "我的常州"]


def test_the_first_time_the_account_is_bound_by_its_phone_and_later_known(browser, people):
    said = come_back(browser)
    assert said.status_code == 202
    assert said.json() == {"next": "bind", "username": "陈安全", "why": "常治慧", "phone": ""}
    assert browser.get("/api/me/").status_code == 401
    assert bind(browser).json()["username"] == "officer"
    assert Entry.objects.get(action="accounts.bind").changes == {"provider": "常治慧"}
    other = Browser()
    assert come_back(other).json()["username"] == "officer"
    assert Entry.objects.filter(action="accounts.sign_in").last().changes == {"way": "常治慧"}
    assert come_back(Browser(), code="szzf").json()["next"] == "bind", "another system's u1001 is another person"


def test_a_wrong_code_binds_nothing(browser):
    come_back(browser)
    browser.post("/api/sso/bind/code/", {"phone": "13812340001"})
    wrong = f"{(int(shown('13812340001')) + 1) % 10**6:06d}"
    said = browser.post("/api/sso/bind/", {"phone": "13812340001", "code": wrong})
    assert said.json()["fields"].keys() == {"code"}
    assert not Identity.objects.exists()


def test_a_phone_without_an_account_is_told_what_to_do(browser):
    come_back(browser)
    assert "没有对应的常企安账号" in bind(browser, "13900000001").json()["detail"]


def test_an_administrator_still_needs_his_second_factor(browser):
    come_back(browser, sub="u1003")
    assert bind(browser, "13812340002").json()["next"] == "enrol"
    assert browser.get("/api/me/").status_code == 401


def test_one_account_has_one_identity_per_system_and_it_is_unbound(browser, people):
    come_back(browser)
    bind(browser)
    another = Browser()
    come_back(another, sub="u1002")
    from changqian.platform.foundation.sms.models import Code

    Code.objects.all().delete()  # a minute later
    assert "已绑定另一个常治慧身份" in bind(another).json()["detail"]
    (row,) = browser.get("/api/me/account/").json()["identities"]
    address = f"/api/me/identities/{row['id']}/"
    assert "唯一的登录方式" in browser.delete(address).json()["detail"]
    User.objects.filter(pk=people.officer.pk).update(password="pbkdf2_sha256$x")
    fresh = Browser()
    come_back(fresh)
    assert fresh.delete(address).status_code == 204
    assert come_back(Browser()).json()["next"] == "bind"


@pytest.mark.parametrize("mischief", ["nonce", "aud", "iss", "expired", "none", "key", "azp"])
def test_a_token_that_is_not_for_this_browser_opens_nothing(browser, provider, mischief):
    came = at_provider(browser)
    provider.mischief = mischief
    said = browser.post("/api/sso/callback/", came)
    assert (said.status_code, said.json()["detail"]) == (400, AGAIN)
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("state", ["another", "状态"])
def test_another_state_opens_nothing_and_spends_the_attempt(browser, state):
    came = at_provider(browser)
    assert browser.post("/api/sso/callback/", {**came, "state": state}).json()["detail"] == AGAIN
    assert browser.post("/api/sso/callback/", came).json()["detail"] == AGAIN


def test_a_code_cannot_be_carried_into_another_browser(browser):
    """Login CSRF: somebody sends his own code and state to a victim."""
    came = at_provider(browser)
    assert Browser().post("/api/sso/callback/", came).json()["detail"] == AGAIN


def test_a_planted_cookie_shares_nothing(browser):
    """Session fixation before going away: whoever planted the cookie does not see who came back."""
    attacker = Browser()
    at_provider(attacker)
    browser.cookies["sessionid"] = attacker.cookies["sessionid"].value
    come_back(browser)
    said = attacker.post("/api/sso/bind/code/", {"phone": "13812340001"})
    assert said.json()["detail"] == AGAIN


def test_a_code_is_good_once(browser, provider):
    came = at_provider(browser)
    browser.post("/api/sso/callback/", came)
    asked = at_provider(browser)
    assert browser.post("/api/sso/callback/", {**asked, "code": came["code"]}).json()["detail"] == AGAIN


def test_keys_may_rotate(browser, provider):
    come_back(browser)
    provider.rotate()
    provider.rotate()
    assert come_back(Browser()).json()["next"] == "bind"


def test_whoever_took_too_long_starts_again(browser, monkeypatch):
    from django.utils import timezone

    from changqian.platform.foundation.accounts.tests.browser import Clock

    came = at_provider(browser)
    clock = Clock()
    clock.pass_by(minutes=11)
    monkeypatch.setattr(timezone, "now", clock.now)
    assert browser.post("/api/sso/callback/", came).json()["detail"] == AGAIN


def test_a_provider_that_does_not_answer_is_said_so(browser, settings):
    settings.SSO_PROVIDERS = [{**settings.SSO_PROVIDERS[0], "issuer": "http://127.0.0.1:9/szzf"}]
    said = browser.post("/api/sso/szzf/start/", {}).json()
    assert said["detail"] == "数字政府暂时无法登录，请稍后再试，或用账号和密码登录"


def test_another_issuers_description_is_refused(browser, settings, provider):
    settings.SSO_PROVIDERS = [{**settings.SSO_PROVIDERS[0], "issuer": f"{provider.base}/szzf/"}]
    assert browser.post("/api/sso/szzf/start/", {}).json()["detail"] == AGAIN


def test_signing_out_leads_to_the_providers_own_way_out(browser, provider):
    come_back(browser)
    bind(browser)
    url = browser.post("/api/sso/leave/", {}).json()["url"]
    assert url.startswith(f"{provider.issuer('czh')}/leave?client_id=changqian&post_logout_redirect_uri=")
    assert browser.get("/api/me/").status_code == 401
    assert browser.post("/api/sso/leave/", {}).json() == {"url": ""}


@pytest.mark.parametrize("address", ["bind/", "bind/code/"])
def test_nothing_is_bound_without_having_been_there(browser, address):
    said = browser.post(f"/api/sso/{address}", {"phone": "13812340001", "code": "123456"})
    assert said.json()["detail"] == AGAIN
