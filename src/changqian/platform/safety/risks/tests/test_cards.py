"""Notice cards: made, outrun by the risk, made again; and who is told."""

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import recompute
from changqian.platform.ledgerkit.testing import ALWAYS, LedgerContract
from changqian.platform.safety.risks.api import RiskCardViewSet
from changqian.platform.safety.risks.models import NoticeCard, RiskPoint
from changqian.platform.safety.risks.rules import CardState, Status, card_state
from changqian.platform.safety.risks.services import (
    approve_point,
    edit_point,
    make_cards,
    revise_point,
    stop_point,
    versions_in_force,
)
from changqian.platform.safety.risks.stats import POINT_STATISTICS
from changqian.platform.safety.risks.tests.making import LEC, MORNING, draft, in_force

URL = "/api/risk-cards/"


class TestRiskCardLedger(LedgerContract):
    url = URL
    view = RiskCardViewSet

    def make(self, cast):
        return draft(cast)

    def touch(self, row, *, actor, expected_version):
        return edit_point(row.pk, actor=actor, expected_version=expected_version, zone="A区", now=MORNING)


@pytest.mark.parametrize(
    ("status", "revision", "shown", "state"),
    [
        (Status.DRAFT, 0, None, CardState.IDLE),
        (Status.ACTIVE, 1, None, CardState.MISSING),
        (Status.ACTIVE, 1, 1, CardState.VALID),
        (Status.CHANGING, 1, 1, CardState.VALID),
        (Status.ACTIVE, 3, 1, CardState.STALE),
        (Status.CHANGING, 2, 1, CardState.STALE),
        (Status.STOPPED, 2, 1, CardState.IDLE),
    ],
)
def test_a_card_stands_as_the_version_it_shows(status, revision, shown, state):
    assert card_state(status, revision=revision, shown=shown) == state


def printed(cast, *points, actor=None):
    return make_cards(versions_in_force(points).values(), actor=actor or cast.officer, now=MORNING)


def changed(cast, point, **fields):
    """Revised and approved: 周立新 signs."""
    point = RiskPoint.objects.get(pk=point.pk)
    point = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
    point = edit_point(point.pk, actor=cast.officer, expected_version=point.version, now=MORNING, **fields)
    return approve_point(point.pk, actor=cast.principal, expected_version=point.version, now=MORNING)


def state(point):
    return RiskPoint.objects.get(pk=point.pk).card_state


def test_made_then_outrun_by_the_risk_then_made_again(cast, api):
    point = in_force(cast)
    assert state(point) == CardState.MISSING
    printed(cast, point)
    assert state(point) == CardState.VALID
    point = changed(cast, point, emergency="停机断电，撤到集合点")
    assert state(point) == CardState.STALE
    printed(cast, point)
    told = api(cast.officer).get(f"{URL}{point.pk}/").json()
    assert (told["card_state"], told["card_revision"], told["card_made_on"]) == ("valid", 2, "2026-04-01")
    assert [(card["revision"], card["made_by_name"]) for card in told["cards"]] == [
        (2, cast.officer.name),
        (1, cast.officer.name),
    ]


def test_another_level_makes_the_card_old_once_it_is_approved(cast):
    point = in_force(cast, "low")
    printed(cast, point)
    point = RiskPoint.objects.get(pk=point.pk)
    point = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
    major = {**LEC["major"], "control_level": "company"}
    point = edit_point(point.pk, actor=cast.officer, expected_version=point.version, now=MORNING, **major)
    assert state(point) == CardState.VALID, "what is prepared is not yet in force"
    approve_point(point.pk, actor=cast.principal, expected_version=point.version, now=MORNING)
    assert state(point) == CardState.STALE


def test_cards_made_together_are_one_batch_and_one_entry_of_the_trail(cast):
    points = [in_force(cast), in_force(cast, "large")]
    cards = printed(cast, *points)
    assert len({card.batch for card in cards}) == 1
    [entry] = Entry.objects.filter(action="risks.make_cards")
    assert (entry.actor, entry.count) == (cast.officer, 2)


def test_who_is_editing_a_point_does_not_read_it_again_for_its_card(cast):
    point = in_force(cast)
    printed(cast, point)
    revise_point(point.pk, actor=cast.officer, expected_version=point.version)
    assert state(point) == CardState.VALID


def test_a_card_of_the_version_before_is_old_as_it_is_made(cast):
    """The sheets were set while somebody approved a change: what hangs is what was printed."""
    point = in_force(cast)
    before = list(versions_in_force([point]).values())
    changed(cast, point, emergency="停机断电，撤到集合点")
    make_cards(before, actor=cast.officer, now=MORNING)
    assert state(point) == CardState.STALE


def test_all_or_none_and_only_by_who_keeps_the_point(cast):
    point, stopped = in_force(cast), in_force(cast)
    versions = list(versions_in_force([point, stopped]).values())
    stop_point(stopped.pk, actor=cast.officer, expected_version=stopped.version, reason="设备拆除", now=MORNING)
    with pytest.raises(RuleViolation, match="没有生效，没有告知卡"):
        make_cards(versions, actor=cast.officer, now=MORNING)
    with pytest.raises(RiskPoint.DoesNotExist):
        printed(cast, point, actor=cast.rival_officer)
    with pytest.raises(PermissionDenied):
        printed(cast, point, actor=cast.town)
    assert not NoticeCard.objects.exists()
    assert (state(point), state(stopped)) == (CardState.MISSING, CardState.IDLE)


def test_the_list_by_state_level_place_and_word(cast, api):
    missing, stale, valid = in_force(cast), in_force(cast, "major"), in_force(cast)
    draft(cast)
    printed(cast, stale, valid)
    changed(cast, stale, emergency="停机断电，撤到集合点")
    client = api(cast.wujin)

    def listed(**query):
        return {row["id"] for row in client.get(URL, query).json()["results"]}

    assert listed(card_state="missing") == {missing.pk}
    assert listed(card_state=["missing", "stale"]) == {missing.pk, stale.pk}
    assert listed(card_state="stale", level="major", site=cast.site.pk, region=cast.site.region_id) == {stale.pk}
    assert listed(card_state="valid", q=valid.name) == {valid.pk}
    assert listed(card_made_on_before="2026-03-31") == set()
    assert api(cast.liyang).get(URL, {"card_state": "missing"}).json()["count"] == 0


def test_the_statistics_follow(cast, api):
    point, other = in_force(cast), in_force(cast)

    def counted():
        recompute(POINT_STATISTICS, today=MORNING.date())
        told = api(cast.wujin).get(f"{URL}stats/", ALWAYS).json()
        return {figure["measure"]: figure["total"] for figure in told if figure["total"]}

    assert counted() == {"card_missing": 2}
    printed(cast, point, other)
    assert counted() == {"card_valid": 2}
    changed(cast, point, emergency="停机断电，撤到集合点")
    assert counted() == {"card_valid": 1, "card_stale": 1}
