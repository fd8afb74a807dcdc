"""What happened to one enterprise: whichever ledger wrote it down, in one order, as far as the reader may see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.people.services import add_certificate, add_person
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.screens.archive import timeline as module
from changqian.platform.screens.archive.timeline import ORDER, SOURCES, timeline
from changqian.platform.screens.map.tests.test_map import risk


@pytest.fixture
def eventful(cast):
    """Five hazards on five days, one of them closed since, and two certificates of one day."""
    now, today = timezone.now(), timezone.localdate()
    risk(cast.site, "major")
    for number in range(5):
        hazard = report_hazard(
            actor=cast.platform, site=cast.site, description=f"第{number}处缺防护罩", category="equipment", now=now
        )
        Hazard.objects.filter(pk=hazard.pk).update(found_on=today - timedelta(10 * number))
    Hazard.objects.filter(pk=hazard.pk).update(closed_on=today, level="major")
    person = add_person(actor=cast.officer, enterprise=cast.enterprise, today=today, name="周电工", roles=["worker"])
    for number in (1, 2):
        add_certificate(
            actor=cast.officer, person=person, kind="fire", number=f"F{number}", issued_on=date(2024, 5, 1),
            valid_to=today + timedelta(400),
        )  # fmt: skip
    return cast


def told(client, firm, **asked):
    answer = client.get(f"/api/archive/{firm.pk}/timeline/", asked)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_newest_first_whoever_wrote_it(eventful, api):
    events = told(api(eventful.town), eventful.enterprise)["events"]
    days = [event["day"] for event in events]
    assert days == sorted(days, reverse=True)
    kinds = [event["kind"] for event in events]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"hazard": 5, "closed": 1, "certificate": 2}
    grave = next(event for event in events if event["tone"] == "bad")
    assert (grave["title"], grave["words"]) == ("发现重大隐患", "第4处缺防护罩")
    assert grave["link"].startswith("/hazards/")
    assert [event["title"] for event in events if event["kind"] == "closed"] == ["隐患整改闭环"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_page_after_page_nothing_is_missed_or_told_twice(eventful, monkeypatch, size):
    today = timezone.localdate()
    whole, end = timeline(eventful.enterprise, actor=eventful.town, today=today)
    assert end == ""
    monkeypatch.setattr(module, "PAGE", size)
    found, after = timeline(eventful.enterprise, actor=eventful.town, today=today)
    while after:
        more, after = timeline(eventful.enterprise, actor=eventful.town, today=today, after=after)
        found += more
    assert [event.key for event in found] == [event.key for event in whole]


def test_only_what_was_asked_for(eventful, api):
    events = told(api(eventful.town), eventful.enterprise, kind=["closed", "certificate"])["events"]
    assert {event["kind"] for event in events} == {"closed", "certificate"}


def test_what_is_to_come_has_not_happened(eventful):
    events, _ = timeline(eventful.enterprise, actor=eventful.town, today=timezone.localdate() - timedelta(15))
    assert {event.source for event in events} == {"hazard", "certificate"}
    assert max(event.day for event in events) == timezone.localdate() - timedelta(20)


def test_as_far_as_the_grants_reach(eventful, api):
    expert = told(api(eventful.expert), eventful.enterprise)
    assert {event["kind"] for event in expert["events"]} <= {"hazard", "closed", "supervised"}
    assert "certificate" not in {kind["key"] for kind in expert["kinds"]}
    assert api(eventful.town).get(f"/api/archive/{eventful.rival.pk}/timeline/").status_code == 404
    rival = told(api(eventful.city), eventful.rival)
    assert rival["events"] == []


@pytest.mark.parametrize("after", ["yesterday", "2026-03-01.nothing.1", "2026-03-01.hazard.x", "2026-13-01.hazard.1"])
def test_a_place_that_is_none_is_refused(eventful, api, after):
    answer = api(eventful.town).get(f"/api/archive/{eventful.enterprise.pk}/timeline/", {"after": after})
    assert answer.status_code == 400
    assert "从头看起" in str(answer.json())


def test_every_source_reads_and_tells_its_rows(eventful):
    """A column that is renamed shows here, also for ledgers that the story above has no rows of."""
    assert len(ORDER) == len(SOURCES)
    timeline(eventful.enterprise, actor=eventful.city, today=timezone.localdate(), kinds=ORDER)


def test_on_paper(eventful, api):
    answer = saved(api(eventful.town), f"/api/archive/{eventful.enterprise.pk}/file/")
    assert answer["Content-Type"] == "application/pdf"
    assert bytes(answer.content[:5]) == b"%PDF-"
    assert api(eventful.town).post(f"/api/archive/{eventful.rival.pk}/file/").status_code == 404
