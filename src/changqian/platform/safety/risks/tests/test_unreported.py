"""变更报告: what changed since the firm last reported, found in the approved versions."""

from datetime import date, timedelta

import pytest

from changqian.platform.commons.industrial.models import IndustrialFirm
from changqian.platform.commons.industrial.services import note_changes, refresh
from changqian.platform.commons.province.models import Batch, Declaration
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.services import take
from changqian.platform.commons.province.tests.test_reading import declaration, listed, told
from changqian.platform.safety.risks.services import approve_point, edit_point, revise_point, unreported_changes
from changqian.platform.safety.risks.tests.making import LEC, MORNING, in_force


@pytest.fixture
def reported(cast):
    """Both reported on the first of March; the rival has no risks."""
    told(Feed.ENTERPRISES, listed(cast.enterprise), listed(cast.rival))
    told(Feed.DECLARATIONS, declaration(cast.enterprise, on="2026-03-01"), declaration(cast.rival, on="2026-03-01"))
    return cast


def test_a_grave_risk_that_is_new_has_to_be_reported(reported):
    in_force(reported, "low")
    assert unreported_changes() == {}
    in_force(reported, "large")
    in_force(reported, "major", now=MORNING + timedelta(days=3))
    assert unreported_changes() == {reported.enterprise.pk: date(2026, 4, 1)}


def test_what_was_there_when_it_reported_does_not(reported):
    in_force(reported, "large", now=MORNING - timedelta(days=40))
    assert unreported_changes() == {}


@pytest.mark.parametrize(("after", "found"), [("general", True), ("major", True), ("large", False)])
def test_another_level_has_to_be_reported_also_a_lower_one(reported, after, found):
    point = in_force(reported, "large", now=MORNING - timedelta(days=40))
    point = revise_point(point.pk, actor=reported.officer, expected_version=point.version)
    point = edit_point(
        point.pk, actor=reported.officer, expected_version=point.version, now=MORNING, control_level="", **LEC[after]
    )
    approve_point(point.pk, actor=reported.principal, expected_version=point.version, now=MORNING)
    assert unreported_changes() == ({reported.enterprise.pk: date(2026, 4, 1)} if found else {})


def test_a_report_settles_it_and_a_firm_that_never_reported_owes_another(cast, reported):
    in_force(reported, "large")
    said = declaration(cast.enterprise, on="2026-04-05", kind="change")
    later = {"source_id": "later", "updated_at": "2026-04-06T08:00:00+08:00", "digest": "later"}
    take(Batch.objects.create(feed=Feed.DECLARATIONS, started_at=MORNING), [later | said])
    assert unreported_changes() == {}
    Declaration.objects.all().delete()
    assert unreported_changes() == {}


def test_the_register_says_until_when(reported):
    in_force(reported, "large")
    refresh(today=date(2026, 4, 2), now=MORNING)
    assert note_changes(unreported_changes(), today=date(2026, 4, 16)) == 1
    row = IndustrialFirm.objects.get(enterprise=reported.enterprise)
    assert (row.changed_on, row.change_due_on, row.change) == (date(2026, 4, 1), date(2026, 4, 16), "open")
    assert note_changes(unreported_changes(), today=date(2026, 4, 17)) == 1
    assert IndustrialFirm.objects.get(enterprise=reported.enterprise).change == "late"
    assert note_changes({}, today=date(2026, 4, 17)) == 1
    assert not IndustrialFirm.objects.exclude(change="none").exists()
