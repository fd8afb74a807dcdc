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
    from django.utils import timezone

    from changqian.platform.foundation.accounts.services import set_password
    from changqian.platform.foundation.accounts.tests.browser import PASSWORD

    set_password(cast.officer, PASSWORD, now=timezone.now())
    return cast.officer


@pytest.fixture
def clock(monkeypatch):
    from django.utils import timezone

    from changqian.platform.foundation.accounts.tests.browser import Clock

    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


PHONE = "13812340001"


@pytest.fixture
def reachable(officer):
    """陈安全 with a phone, and the texts that are sent to it."""
    from changqian.platform.foundation.sms.services import load_templates
    from changqian.platform.kernel.sealed import blind

    load_templates()
    officer.phone, officer.phone_index = PHONE, blind(PHONE)
    officer.save()
    return officer


@pytest.fixture
def chief(cast):
    """The system administrator, with a password and a phone, who has not enrolled a second factor yet."""
    from django.utils import timezone

    from changqian.platform.foundation.accounts.services import set_password
    from changqian.platform.foundation.accounts.tests.browser import PASSWORD
    from changqian.platform.foundation.sms.services import load_templates
    from changqian.platform.kernel.sealed import blind

    load_templates()
    cast.sysadmin.phone, cast.sysadmin.phone_index = "13812340002", blind("13812340002")
    cast.sysadmin.save()
    set_password(cast.sysadmin, PASSWORD, now=timezone.now())
    return cast.sysadmin
