"""What costs much or can be guessed at is answered so often and no more, with the time to wait."""

import re
from dataclasses import replace

import pytest
from rest_framework.test import APIClient

from changqian.platform.config import limits
from changqian.platform.foundation.accounts.tests.browser import Browser
from changqian.platform.foundation.limits.services import EPOCH, spend, stretch_end


@pytest.fixture
def narrow(monkeypatch):
    """Three of each."""
    few = [
        replace(each, per_user=each.per_user and 3, per_address=each.per_address and (6 if each.per_user else 3))
        for each in limits.LIMITS
    ]
    monkeypatch.setattr(limits, "LIMITS", few)


def test_a_stretch_ends_and_counting_begins_anew(db):
    now = EPOCH
    until = stretch_end(now, limits.MINUTE)
    assert until == EPOCH + limits.MINUTE
    assert [spend("x", most=2, until=until, now=now) for _ in range(3)] == [0, 0, 60]
    assert spend("y", most=2, until=until, now=now) == 0
    assert spend("x", most=2, until=stretch_end(until, limits.MINUTE), now=until) == 0


def test_an_address_signs_in_only_so_often(cast, narrow):
    said = [APIClient().post("/api/session/", {"username": "officer"}, REMOTE_ADDR="6.6.6.6") for _ in range(4)]
    assert said[-1].status_code == 429
    assert re.fullmatch(r"操作太频繁，请\d+秒后再试", said[-1].json()["detail"])
    assert 1 <= int(said[-1].headers["Retry-After"]) <= 60
    assert said[-1].json()["id"]
    assert APIClient().post("/api/session/", {}, REMOTE_ADDR="6.6.6.7").status_code != 429


def test_pictures_to_read_are_drawn_only_so_often(cast, narrow):
    assert [APIClient().get("/api/captcha/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_user_exports_only_so_often_wherever_from(cast, narrow):
    browser, other = Browser(), Browser()
    browser.follow_link(cast.officer)
    other.follow_link(cast.principal)
    for address in ("6.6.6.1", "6.6.6.2", "6.6.6.3"):
        assert browser.post("/api/exports/", {}, REMOTE_ADDR=address).status_code == 400
    assert browser.post("/api/exports/", {}, REMOTE_ADDR="6.6.6.4").status_code == 429
    assert other.post("/api/exports/", {}, REMOTE_ADDR="6.6.6.4").status_code == 400


def test_what_is_read_is_not_counted(cast, narrow, api):
    assert {api(cast.officer).get("/api/exports/").status_code for _ in range(5)} == {200}
