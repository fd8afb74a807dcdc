"""What a user arranges for himself comes back on every computer, is his alone, and has bounds."""

import pytest
from django.utils import timezone

from changqian.platform.foundation.accounts.models import UserSetting
from changqian.platform.foundation.accounts.rules import LARGEST_SETTING, MOST_SETTINGS, refuse_setting
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation

COLUMNS = "/api/me/settings/table.people/"
SHOWN = {"shown": ["name", "roles"], "dense": True, "size": 50}


def test_it_comes_back_in_another_browser_and_leaves_no_trail(cast, browser, another_browser):
    browser.follow_link(cast.officer)
    assert browser.get(COLUMNS).json() == {"value": None}
    entries = Entry.objects.count()
    assert browser.put(COLUMNS, {"value": SHOWN}, format="json").json() == {"value": SHOWN}
    assert Entry.objects.count() == entries
    another_browser.follow_link(cast.officer)
    assert another_browser.get(COLUMNS).json() == {"value": SHOWN}


def test_nobody_else_sees_it(cast, browser, another_browser):
    browser.follow_link(cast.officer)
    browser.put(COLUMNS, {"value": SHOWN}, format="json")
    another_browser.follow_link(cast.worker)
    assert another_browser.get(COLUMNS).json() == {"value": None}
    another_browser.put(COLUMNS, {"value": ["other"]}, format="json")
    assert browser.get(COLUMNS).json() == {"value": SHOWN}


def test_null_forgets_it(cast, browser):
    browser.follow_link(cast.officer)
    browser.put(COLUMNS, {"value": SHOWN}, format="json")
    browser.put(COLUMNS, {"value": None}, format="json")
    assert not UserSetting.objects.exists()


def test_a_name_has_a_form(cast, browser):
    browser.follow_link(cast.officer)
    for wrong in ("Table", "a_b", "x" * 61):
        assert browser.get(f"/api/me/settings/{wrong}/").status_code == 404


def test_there_are_so_many_and_no_more_but_each_can_be_changed(cast, browser):
    rows = (
        UserSetting(user=cast.officer, key=f"k{n}", value=n, updated_at=timezone.now()) for n in range(MOST_SETTINGS)
    )
    UserSetting.objects.bulk_create(rows)
    browser.follow_link(cast.officer)
    said = browser.put(COLUMNS, {"value": SHOWN}, format="json")
    assert (said.status_code, said.json()["code"]) == (400, "rule")
    assert "最多保存" in said.json()["detail"]
    assert browser.put("/api/me/settings/k7/", {"value": "new"}, format="json").status_code == 200


@pytest.mark.parametrize("value", ["x" * LARGEST_SETTING, float("inf"), "a\x00b", "\ud800", {"\x00": 1}])
def test_what_is_too_long_or_cannot_be_stored_is_refused(value):
    with pytest.raises(RuleViolation):
        refuse_setting(value)


def test_what_fits_is_taken():
    refuse_setting("x" * (LARGEST_SETTING - 2))
    refuse_setting({"中文": [1, 2.5, None, True]})
