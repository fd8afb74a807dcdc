"""Phones are hidden in lists and details. Who has to call a firm asks for its number, and the trail says so."""

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import target
from changqian.platform.foundation.enterprises.services import edit_contact, edit_site


def test_an_inspector_gets_the_whole_number_and_is_in_the_trail(cast, api):
    edit_site(cast.site.pk, actor=cast.town, expected_version=1, contact="陈安全", contact_phone="13861234567")
    inspector = api(cast.town)
    assert inspector.get(f"/api/sites/{cast.site.pk}/").json()["contact_phone"] == "138****4567"
    answer = inspector.post(f"/api/sites/{cast.site.pk}/call/")
    assert answer.json() == {"contact": "陈安全", "phone": "13861234567"}
    entry = Entry.objects.get(target=target(cast.site), action="enterprises.call")
    assert entry.actor == cast.town
    told = inspector.get(f"/api/sites/{cast.site.pk}/history/").json()
    assert told[0]["action_label"] == "查看联系电话"


def test_a_site_without_a_number_of_its_own_gives_the_firms(cast, api):
    edit_contact(
        cast.enterprise.pk, actor=cast.town, expected_version=1, contact="周立新", contact_phone="0519 8888 1234"
    )
    assert api(cast.wujin).post(f"/api/sites/{cast.site.pk}/call/").json()["phone"] == "0519-88881234"


def test_nobody_calls_beyond_his_region_and_firms_call_nobody(cast, api):
    assert api(cast.town).post(f"/api/sites/{cast.rival_site.pk}/call/").status_code == 404
    assert api(cast.liyang).post(f"/api/sites/{cast.site.pk}/call/").status_code == 404
    assert api(cast.officer).post(f"/api/sites/{cast.site.pk}/call/").status_code == 403
    assert api(cast.bureau).post(f"/api/sites/{cast.site.pk}/call/").status_code == 403
