"""A session lives while a person is there, and says why it ended."""

from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.limits import sessions_per_user
from changqian.platform.foundation.accounts.models import AccessToken, User, UserSession
from changqian.platform.foundation.accounts.rules import End
from changqian.platform.foundation.accounts.services import issue_link, issue_token
from changqian.platform.foundation.accounts.sessions import CHANNEL, end, end_idle
from changqian.platform.foundation.accounts.tests.browser import Browser
from changqian.platform.foundation.audit.models import Entry


def test_a_stranger_is_asked_to_sign_in(browser):
    said = browser.get("/api/me/")
    assert said.status_code == 401
    assert (said.json()["detail"], said.json()["code"]) == ("请先登录", "signed_out")


def test_polling_does_not_keep_a_session_alive(cast, browser, clock):
    browser.follow_link(cast.officer)
    for _ in range(6):
        clock.pass_by(minutes=5)
        said = browser.get("/api/me/")
    assert said.status_code == 401
    assert said.json()["code"] == "idle"
    assert said.json()["detail"] == "长时间没有操作，已自动退出，请重新登录"
    assert UserSession.objects.get().end == "idle"
    assert Entry.objects.get(action="accounts.end_session").changes == {"end": "长时间没有操作"}


def test_fetching_tickets_by_itself_does_not_either(cast, browser, clock):
    browser.follow_link(cast.officer)
    for _ in range(3):
        clock.pass_by(minutes=10)
        said = browser.post("/api/tickets/", {"audience": "push"})
    assert said.json()["code"] == "idle"


@pytest.mark.parametrize("how", ["header", "write"])
def test_a_persons_input_does(cast, browser, clock, how):
    browser.follow_link(cast.officer)
    for _ in range(6):
        clock.pass_by(minutes=20)
        if how == "header":
            said = browser.get("/api/me/", HTTP_X_USER_ACTIVE="1")
        else:
            browser.post("/api/no-such-thing/", {})
            browser.post("/api/notices/read/", {"ids": []})
            said = browser.get("/api/me/")
        assert said.status_code == 200, said.json()


def test_input_is_not_written_down_with_every_request(cast, browser, clock):
    browser.follow_link(cast.officer)
    before = UserSession.objects.get().last_input_at
    clock.pass_by(seconds=10)
    browser.get("/api/me/", HTTP_X_USER_ACTIVE="1")
    assert UserSession.objects.get().last_input_at == before
    clock.pass_by(seconds=25)
    browser.get("/api/me/", HTTP_X_USER_ACTIVE="1")
    assert UserSession.objects.get().last_input_at > before


def test_an_ended_session_still_opens_what_is_open_to_all(cast, browser, clock):
    browser.follow_link(cast.officer)
    clock.pass_by(minutes=31)
    assert browser.get("/api/config/").json()["signed_in"] is False
    assert browser.get("/api/captcha/").status_code == 200
    assert browser.follow_link(cast.officer).status_code == 200
    assert browser.get("/api/me/").status_code == 200


def test_signing_out_ends_the_session_for_good(cast, browser):
    browser.follow_link(cast.officer)
    key = browser.cookies["sessionid"].value
    assert browser.delete("/api/session/").status_code == 204
    thief = APIClient()
    thief.cookies["sessionid"] = key
    assert thief.get("/api/me/").status_code == 401
    assert not Session.objects.filter(session_key=key).exists()
    assert browser.delete("/api/session/").status_code == 204, "again does no harm"


def test_signing_in_takes_a_new_session_id(cast, browser):
    """A session id planted before signing in must not be worth anything after it."""
    browser.follow_link(cast.officer)
    first = browser.cookies["sessionid"].value
    browser.follow_link(cast.principal)
    assert browser.cookies["sessionid"].value != first
    assert browser.get("/api/me/").json()["name"] == "周立新"
    thief = APIClient()
    thief.cookies["sessionid"] = first
    assert thief.get("/api/me/").status_code == 401
    assert UserSession.objects.get(user=cast.officer).end == "replaced"
    assert first not in str(UserSession.objects.values())


def test_the_oldest_session_gives_way(cast):
    browsers = [Browser() for _ in range(sessions_per_user() + 1)]
    for each in browsers:
        each.follow_link(cast.officer)
    assert browsers[0].get("/api/me/").json()["code"] == "replaced"
    assert browsers[0].get("/api/me/").json()["detail"] == "您的账号已在别处登录，请重新登录"
    assert browsers[1].get("/api/me/").status_code == browsers[-1].get("/api/me/").status_code == 200


def test_who_is_dismissed_is_out_at_once(cast, browser):
    browser.follow_link(cast.officer)
    cast.officer.is_active = False
    cast.officer.save()
    assert browser.get("/api/me/").status_code == 401


def test_idle_sessions_are_ended_by_the_worker_and_their_streams_hear_of_it(cast, browser, another_browser, clock):
    browser.follow_link(cast.officer)
    clock.pass_by(minutes=20)
    another_browser.follow_link(cast.town)
    clock.pass_by(minutes=15)
    assert end_idle(now=timezone.now()) == 1
    assert UserSession.objects.get(end="idle").user == cast.officer
    assert end_idle(now=timezone.now()) == 0


def test_a_write_without_the_csrf_token_is_refused(cast, browser):
    browser.follow_link(cast.officer)
    forger = APIClient(enforce_csrf_checks=True)
    forger.cookies["sessionid"] = browser.cookies["sessionid"].value
    for path in ("/api/tickets/", "/api/session/"):
        said = forger.post(path, {"audience": "push"})
        assert (said.status_code, said.json()["code"]) == (403, "csrf")
        assert said.json()["detail"] == "页面校验已失效，请刷新页面后重试"
    assert forger.delete("/api/session/").status_code == 403


def test_cookies_are_closed_to_scripts_and_as_secure_as_the_way(cast):
    for secure in (False, True):
        client = APIClient()
        client.get("/api/config/", secure=secure)
        said = client.post(
            "/api/session/link/",
            {"token": issue_link(cast.officer, actor=cast.officer, now=timezone.now())},
            secure=secure,
        )
        cookie = said.cookies["sessionid"]
        assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", secure)


def test_a_script_acts_with_a_token_within_its_users_bounds(cast):
    secret = issue_token(
        cast.officer, actor=cast.platform, name="接口测试", lives=timedelta(days=1), now=timezone.now()
    )
    client = APIClient(enforce_csrf_checks=True)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert client.get("/api/me/").json()["username"] == "officer"
    assert client.post("/api/tickets/", {"audience": "push"}).status_code == 201
    assert client.get("/api/jobs/").status_code == 403
    assert AccessToken.objects.get().last_used_at
    assert secret not in str(AccessToken.objects.values())


@pytest.mark.parametrize("how", ["expired", "revoked", "dismissed", "wrong", "empty", "two", "odd"])
def test_a_token_that_is_none_is_refused(cast, clock, how):
    secret = issue_token(cast.officer, actor=cast.platform, name="试", lives=timedelta(days=1), now=timezone.now())
    header = f"Bearer {secret}"
    match how:
        case "expired":
            clock.pass_by(days=1)
        case "revoked":
            AccessToken.objects.update(revoked_at=timezone.now())
        case "dismissed":
            cast.officer.is_active = False
            cast.officer.save()
        case "wrong":
            header += "x"
        case "empty":
            header = "Bearer"
        case "two":
            header += " more"
        case "odd":
            header = "Bearer \xff\xfe"
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    said = client.get("/api/me/")
    assert (said.status_code, said.json()["detail"]) == (401, "访问令牌无效、已过期或已撤销")
    assert said.json()["code"] == "token"


@pytest.mark.django_db(transaction=True)
def test_ending_a_session_is_told_when_it_is_true(transactional_db):
    """NOTIFY leaves with the commit, so that a stream never closes for an ending that was rolled back."""
    user = User.objects.create(username="u", name="某人")
    now = timezone.now()
    session = UserSession.objects.create(user=user, key_hash="x", started_at=now, last_input_at=now)
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        dbname=settings["NAME"],
        autocommit=True,
    ) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        end(session, End.SIGNED_OUT, now=now)
        heard = next(ear.notifies(timeout=5))
    assert heard.payload == str(session.pk)
