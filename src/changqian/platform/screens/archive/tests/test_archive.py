"""一企一档: numbers that agree with their lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.people.services import add_certificate, add_person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.screens.map.tests.test_map import risk


@pytest.fixture
def lively(cast):
    today = timezone.localdate()
    open_site(actor=cast.city, enterprise=cast.enterprise, region=cast.licheng, name="溧阳分厂")
    for site, level in ((cast.site, "major"), (cast.site, "low"), (cast.rival_site, "low")):
        risk(site, level)
        report_hazard(actor=cast.platform, site=site, description="缺防护罩", category="equipment", now=timezone.now())
    for number, role in enumerate(("principal", "officer_full", "worker", "worker")):
        person = add_person(
            actor=cast.officer, enterprise=cast.enterprise, today=today, name=f"人员{number}", roles=[role]
        )
        add_certificate(
            actor=cast.officer, person=person, kind="fire", number=f"F{number}", valid_to=today + timedelta(40 * number)
        )
    return cast


def lines(told):
    return {line["key"]: line for group in told["groups"] for line in group["lines"]}


@pytest.mark.parametrize("person", ["officer", "town", "wujin", "liyang", "city", "expert", "bureau"])
def test_every_number_is_the_length_of_its_list(lively, api, person):
    client = api(getattr(lively, person))
    told = client.get(f"/api/archive/{lively.enterprise.pk}/").json()
    assert told["enterprise"]["name"] == "常州湖塘机械厂有限公司"
    for key, line in lines(told).items():
        listed = client.get(line["list"], line["params"]).json()
        assert listed["count"] == line["value"], (key, line)


def test_what_each_reader_sees(lively, api):
    def told(person):
        return lines(api(person).get(f"/api/archive/{lively.enterprise.pk}/").json())

    town = told(lively.town)
    expected = {
        "sites": 1,
        "people": 4,
        "role_worker": 2,
        "role_principal": 1,
        "certificates": 4,
        "certificates_expiring": 2,
        "risk_points": 2,
        "level_major": 1,
        "hazards_open": 2,
    }
    assert {key: town[key]["value"] for key in expected} == expected
    assert "role_dust_officer" not in town
    liyang = told(lively.liyang)  # Sees the firm for its site there, its people, and nothing that lies at the other.
    assert [liyang[key]["value"] for key in ("sites", "people", "risk_points", "hazards_open")] == [1, 4, 0, 0]
    expert = api(lively.expert).get(f"/api/archive/{lively.enterprise.pk}/").json()
    assert expert["hidden"] == ["人员证书", "风险", "设备", "应急演练", "事故"]


def test_out_of_reach_is_not_found(lively, api):
    assert api(lively.town).get(f"/api/archive/{lively.rival.pk}/").status_code == 404
    assert api(lively.clerk).get(f"/api/archive/{lively.enterprise.pk}/").status_code == 403
    assert api(lively.city).get(f"/api/archive/{'9' * 40}/").status_code == 404


def test_it_costs_a_query_per_list(lively, api):
    client = api(User.objects.get(pk=lively.wujin.pk))
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/api/archive/{lively.enterprise.pk}/")
    assert len(queries) <= 15
