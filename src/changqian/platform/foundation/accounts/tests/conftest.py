import pytest


@pytest.fixture
def browser(db):
    from changqian.platform.foundation.accounts.tests.browser import Browser

    return Browser()


@pytest.fixture
def another_browser(db):
    from changqian.platform.foundation.accounts.tests.browser import Browser

    return Browser()


@pytest.fixture
def officer(cast):
    from changqian.platform.foundation.accounts.services import set_password
    from changqian.platform.foundation.accounts.tests.browser import PASSWORD

    set_password(cast.officer, PASSWORD)
    return cast.officer


@pytest.fixture
def clock(monkeypatch):
    from django.utils import timezone

    from changqian.platform.foundation.accounts.tests.browser import Clock

    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock
