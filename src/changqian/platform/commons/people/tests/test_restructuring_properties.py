"""Random merges, splits, transfers, take-overs, edits and undos on real rows of several ledgers.

Whatever the order: no row is lost, every copy says what its site says, the regions are those of the sites, an undo
restores every column of every row, and a refused one changes nothing.
"""

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.hazards.stats import STATISTICS
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import add_certificate, add_person
from changqian.platform.foundation.enterprises.following import behind, followers
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Restructuring, Site
from changqian.platform.foundation.enterprises.restructuring import merge, move_to, split, undo
from changqian.platform.foundation.enterprises.services import close_site, move_site, open_site, register_enterprise
from changqian.platform.foundation.enterprises.tagging import give_tag, load_tags
from changqian.platform.foundation.enterprises.taking_over import take_over
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.dates import add_months
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.models import Fact
from changqian.platform.ledgerkit.stats import rebuild, recompute, verify
from changqian.platform.ledgerkit.totals import adrift

TODAY = date(2026, 3, 16)
codes = count(1)
Picks = tuple[int, int, int]


def new_code() -> str:
    return uscc_for(f"MB{next(codes):06d}")


@pytest.fixture
def world(cast):
    """Four firms with two sites each, and at every site a person with a certificate, a hazard and a tag."""
    load_tags()
    places = [cast.hutang, cast.niutang, cast.qinglong, cast.licheng]
    for number, town in enumerate(places):
        firm = register_enterprise(actor=cast.platform, uscc=new_code(), name=f"甲{number}厂", region=town)
        for turn in range(2):
            site = open_site(
                actor=cast.platform,
                enterprise=firm,
                region=places[(number + turn) % 4],
                name=f"车间{turn}",
                is_registered=turn == 0,
            )
            person = add_person(
                actor=cast.platform, enterprise=firm, site=site, name=f"人{number}{turn}", roles=["worker"], today=TODAY
            )
            add_certificate(actor=cast.platform, person=person, kind="fire", number=f"F{number}{turn}")
            report_hazard(
                actor=cast.platform, site=site, description="防护罩缺失", category="equipment", now=timezone.now()
            )
            give_tag(firm.pk, actor=cast.platform, expected_version=None, code="confined", today=TODAY, site=site.pk)
        give_tag(firm.pk, actor=cast.platform, expected_version=None, code="dust", today=TODAY)
        add_person(actor=cast.platform, enterprise=firm, name=f"负责人{number}", roles=["principal"], today=TODAY)
    recompute(STATISTICS, today=TODAY)
    return cast


class Play:
    """Turns random numbers into acts, each of the same four kinds of restructuring or a plain edit."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.actor = cast, cast.platform
        self.towns = [cast.hutang, cast.niutang, cast.qinglong, cast.licheng]

    def firm(self, pick: int) -> Enterprise:
        firms = list(Enterprise.objects.current().order_by("pk"))
        return firms[pick % len(firms)]

    def site(self, pick: int) -> Site:
        sites = list(Site.objects.current().order_by("pk"))
        return sites[pick % len(sites)]

    def restructure(self, kind: str, picks: Picks) -> Restructuring | None:
        """None where these picks mean nothing: a firm with itself, the only site."""
        one, two, three = picks
        common: dict[str, Any] = {"actor": self.actor, "expected_version": None, "reason": "整理"}
        firm, site = self.firm(one), self.site(two)
        match kind:
            case "merge" if firm != (other := self.firm(three)):
                return merge(firm.pk, other=other.pk, **common)
            case "split" if Site.objects.current().filter(enterprise=site.enterprise_id).count() > 1:
                new = {"uscc": new_code(), "name": "分立新厂", "region": self.towns[three % 4]}
                return split(site.enterprise_id, sites=[site.pk], **new, **common)
            case "move_to" if firm.pk != site.enterprise_id:
                return move_to(firm.pk, sites=[site.pk], **common)
            case "take_over":
                code = firm.uscc if three % 2 else new_code()
                rows = [
                    {"legacy_id": f"L{next(codes)}", "uscc": code, "name": "旧厂", "region": self.towns[turn % 4].code}
                    for turn in (two, three)
                ]
                return take_over(actor=self.actor, system="旧平台", rows=rows, reason="迁移")
        return None

    def edit(self, kind: str, picks: Picks) -> None:
        one, two, three = picks
        common: dict[str, Any] = {"actor": self.actor, "expected_version": None}
        site = self.site(two)
        match kind:
            case "open":
                open_site(actor=self.actor, enterprise=self.firm(one), region=self.towns[three % 4], name="新址")
            case "close":
                close_site(site.pk, reason="关闭", **common)
            case "region" if site.region != self.towns[three % 4]:
                day = max([TODAY, *site.moves.values_list("moved_on", flat=True)])
                move_site(site.pk, region=self.towns[three % 4], moved_on=day, **common)
                from changqian.platform.foundation.enterprises.following import restamp

                restamp([site.pk])
            case "person":
                add_person(
                    actor=self.actor, enterprise=site.enterprise, site=site, name="新人", roles=["worker"], today=TODAY
                )


def snapshot() -> dict[str, Any]:
    """Every column of every row that could be touched, as the database has it."""
    models = [Enterprise, Site, *(follower.model for follower in followers()), Fact]
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT id, to_jsonb(row) FROM {model._meta.db_table} row")
            found[model.__name__] = dict(cursor.fetchall())
    found["regions"] = set(EnterpriseRegion.objects.values_list("enterprise", "region"))
    return found


def consistent() -> None:
    """What always holds."""
    sites = list(Site.objects.values_list("pk", flat=True))
    merged = Enterprise.objects.filter(merged_into__isnull=False)
    assert not Site.objects.filter(enterprise__in=merged).exists()
    for follower in followers():
        assert not behind(sites, follower).exists() if follower.copies else True, follower.model
        for column in follower.enterprises:
            assert not follower.rows.filter(**{f"{column}__in": merged}).exists(), follower.model
    wanted = set(Site.objects.current().values_list("enterprise", "region"))
    placed = {firm for firm, _ in wanted}
    wanted |= {pair for pair in Enterprise.objects.values_list("pk", "region") if pair[0] not in placed}
    assert set(EnterpriseRegion.objects.values_list("enterprise", "region")) == wanted
    facts = Fact.objects.values_list("site", "enterprise").distinct()
    assert dict(facts) == dict(Site.objects.filter(pk__in=[site for site, _ in facts]).values_list("pk", "enterprise"))


def sizes(state: dict[str, Any]) -> dict[str, int]:
    return {table: len(rows) for table, rows in state.items() if table != "regions"}


def settle() -> None:
    """What the deferred job does."""
    from changqian.platform.foundation.enterprises.following import restamp

    restamp(list(Site.objects.values_list("pk", flat=True)))


def undone(play: Play, row: Restructuring) -> bool:
    """Whether the undo was allowed; a refused one changed nothing."""
    before, said = snapshot(), ""
    try:
        with transaction.atomic():
            undo(row.pk, actor=play.actor, expected_version=None, reason="撤销")
    except RuleViolation as refused:
        said = str(refused)
    assert not said or ("不能撤销" in said and snapshot() == before)
    return not said


picks = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
acts = st.one_of(
    st.tuples(st.sampled_from(["merge", "split", "move_to", "take_over"]), picks),
    st.tuples(st.sampled_from(["open", "close", "region", "person", "undo"]), picks),
)


@settings(
    max_examples=max(12, settings().max_examples // 8),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(acts, min_size=2, max_size=6))
def test_nothing_is_lost_and_every_undo_is_exact(world, story):
    with transaction.atomic():
        play, done = Play(world), []
        for kind, picked in story:
            before = snapshot()
            if kind == "undo":
                open_ones = [row for row in done if row]
                if open_ones and undone(play, row := open_ones[picked[0] % len(open_ones)]):
                    done.remove(row)
            elif kind in ("open", "close", "region", "person"):
                play.edit(kind, picked)
            elif first := play.restructure(kind, picked):
                settle()
                consistent()
                after = snapshot()
                assert all(before[table].keys() <= after[table].keys() for table in before if table != "regions")
                if kind in ("merge", "move_to"):
                    assert sizes(after) == sizes(before)
                assert undone(play, first)
                settle()
                assert snapshot() == before
                done.append(play.restructure(kind, picked))
            settle()
            consistent()
        for row in reversed(done):
            undone(play, row)
            settle()
            consistent()
        recompute(STATISTICS, today=TODAY)
        assert (verify(STATISTICS, today=TODAY), adrift(STATISTICS.ledger)) == ([], [])
        transaction.set_rollback(True)


def test_undoing_all_in_reverse_leads_back_to_the_beginning(world):
    play = Play(world)
    beginning = snapshot()
    story = [
        ("merge", (0, 0, 1)),
        ("split", (0, 1, 0)),
        ("move_to", (0, 7, 0)),
        ("take_over", (1, 2, 3)),
        ("merge", (3, 0, 0)),
    ]
    done = [play.restructure(kind, picked) for kind, picked in story]
    assert all(done)
    settle()
    consistent()
    assert snapshot() != beginning
    for row in reversed(done):
        assert undone(play, row)
    settle()
    assert snapshot() == beginning


def test_hazards_and_people_follow_a_site_to_its_new_region(world, api):
    """The regulator of the new town sees them, the old one no longer does."""
    site = Site.objects.get(enterprise__name="甲0厂", name="车间0")
    assert api(world.town).get("/api/hazards/", {"site": site.pk}).json()["count"] == 1
    move_site(site.pk, actor=world.city, expected_version=None, region=world.licheng, moved_on=TODAY)
    settle()
    assert api(world.town).get("/api/hazards/", {"site": site.pk}).json()["count"] == 0
    assert api(world.liyang).get("/api/hazards/", {"site": site.pk}).json()["count"] == 1
    assert Person.objects.within(world.liyang, "people.view").filter(site=site).exists()


def test_a_move_asks_the_worker_twice_and_doing_it_twice_changes_nothing(world):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from changqian.platform.foundation.enterprises.tasks import SECOND_LOOK, restamp_sites

    site = Site.objects.get(enterprise__name="甲0厂", name="车间0")
    move_site(site.pk, actor=world.city, expected_version=None, region=world.licheng, moved_on=TODAY)
    now, later = ProcrastinateJob.objects.filter(task_name="enterprises.follow_sites").order_by("-pk")[:2][::-1]
    assert now.args == later.args == {"sites": [site.pk]}
    assert (now.scheduled_at, later.scheduled_at > timezone.now()) == (None, SECOND_LOOK > 0)
    assert restamp_sites(**now.args) == 1  # The hazard; a person has no region of its own.
    done = snapshot()
    assert restamp_sites(**later.args) == 0
    assert snapshot() == done


@pytest.mark.parametrize("again", [recompute, rebuild])
def test_what_was_found_stays_in_the_month_and_what_is_open_moves(world, again):
    site = Site.objects.get(enterprise__name="甲0厂", name="车间0")
    month = Fact.objects.filter(site=site).values_list("month", flat=True).first()
    move_site(site.pk, actor=world.city, expected_version=None, region=world.licheng, moved_on=add_months(month, 1))
    settle()
    again(STATISTICS, today=TODAY)
    counted = dict(Fact.objects.filter(site=site).values_list("measure", "region"))
    assert counted == {"total": world.hutang.pk, "open": world.licheng.pk}
    assert verify(STATISTICS, today=TODAY) == []


def test_a_month_counts_where_the_site_lay_at_its_end(world):
    """It left, and came back later: what was found in between would count where it was then."""
    site = Site.objects.get(enterprise__name="甲0厂", name="车间0")
    month = Fact.objects.filter(site=site).values_list("month", flat=True).first()
    for months, region in ((0, world.licheng), (1, world.niutang), (2, world.hutang)):
        move_site(site.pk, actor=world.city, expected_version=None, region=region, moved_on=add_months(month, months))
        settle()
    rebuild(STATISTICS, today=TODAY)
    counted = dict(Fact.objects.filter(site=site).values_list("measure", "region"))
    assert counted == {"total": world.licheng.pk, "open": world.hutang.pk}
