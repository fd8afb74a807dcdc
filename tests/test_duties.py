"""What enterprises owe is kept: it follows every write, and says the same as judging from the facts does."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.foundation.enterprises.services import move_site, open_site, register_enterprise
from changqian.platform.foundation.regions.services import replant
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.ledgerkit.duties import keeping, kept
from changqian.platform.ledgerkit.duties.rules import Duty, position, read, standing, stood, written
from changqian.platform.ledgerkit.models import Judged, JudgedDay, JudgedTotal, Touched
from changqian.platform.ledgerkit.stats import Level
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.whistle.models import WhistlePolicy

TODAY = date(2026, 7, 2)
UNTIL = (date(2026, 6, 30), date(2026, 12, 31))
DUTIES = {duty.name: duty for duty in keeping.every()}


def judge(today=TODAY):
    for duty in keeping.every():
        keeping.judge_all(duty, today=today)


def follow(today=TODAY):
    while keeping.follow(today=today):
        pass


def told(duty, actor, area, *, today=TODAY):
    """All that a page may ask of a duty: figures by level, rules, and the firms behind them, page by page."""
    found = []
    for until in UNTIL:
        for level in (Level.DISTRICT, Level.TOWN):
            figures, rules = duty.fulfilled(actor, until=until, level=level, today=today, within=area)
            found.append([figures, rules])
        for late in (False, True):
            asked = {"until": until, "area": area, "today": today, "late": late}
            total, first = duty.behind(actor, **asked, most=3)
            rest = duty.behind(actor, **asked, first=3)[1]
            assert total == len(first | rest)
            owed = {pk: [(d.rule, d.due_on, d.missing) for d in missing] for pk, missing in (first | rest).items()}
            found.append([total, list(first), owed])
    return found


def compared(cast, people=("city", "wujin", "bureau"), areas=("city_region",), duties=("drills", "whistle-policies")):
    """What is kept beside what the facts say, for people of several kinds of reach."""
    for name in duties:
        duty = DUTIES[name]
        for person in people:
            for area in [getattr(cast, each).path for each in areas]:
                actor = getattr(cast, person)
                try:
                    is_kept = told(duty, actor, area)
                except PermissionDenied:
                    with pytest.raises(PermissionDenied):
                        forgetting(told, duty, actor, area)
                    continue
                assert is_kept == forgetting(told, duty, actor, area), (name, person, area)
    for duty in keeping.every():
        assert keeping.adrift(duty, today=TODAY) == []


def forgetting(ask, *given):
    """The same question while nothing is kept."""
    days = list(JudgedDay.objects.all())
    JudgedDay.objects.all().delete()
    try:
        return ask(*given)
    finally:
        JudgedDay.objects.bulk_create(days)


@pytest.fixture
def firms(cast):
    """Twenty more, of every status, in all towns, some in two districts, with some plans, drills, people, policies."""
    random = Random(5)
    towns = (cast.hutang, cast.niutang, cast.qinglong, cast.licheng)
    made = []
    for number in range(20):
        firm = register_enterprise(
            actor=cast.platform,
            uscc=uscc_for(f"3204{number:04d}"),
            name=f"常州第{number}机械有限公司",
            region=random.choice(towns),
            industry=random.choice(("C3484", "C1711", "B0610", "C2614")),
        )
        for town in random.sample(towns, random.choice((0, 1, 1, 2))):
            open_site(actor=cast.platform, enterprise=firm, region=town, name=f"{town.name}车间")
        made.append(firm)
    common = {"created_by": cast.officer}
    for firm in made:
        Enterprise.objects.filter(pk=firm.pk).update(
            status=random.choice(("operating", "operating", "suspended")), staff_count=random.choice((5, 120, 900))
        )
        for kind in random.sample(("special", "on_site", "general"), random.randint(0, 2)):
            EmergencyPlan.objects.create(
                **common, enterprise=firm, name=kind, kind=kind, edition="1", published_on=date(2025, 1, 1),
                file_by=date(2025, 2, 1), review_due_on=date(2028, 1, 1), in_force_since=date(2025, 1, 1),
            )  # fmt: skip
        Person.objects.bulk_create(
            Person(**common, enterprise=firm, name="甲", post="安全员", roles=[role], joined_on=date(2024, 1, 1))
            for role in random.sample(("officer_full", "officer_part", "special_operator"), random.randint(0, 3))
        )
        if random.random() < 0.4:
            SafetyOrganisation.objects.create(**common, enterprise=firm, name="安环部", kind="safety")
    return made


def test_every_table_that_a_duty_reads_tells_of_its_enterprises(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'touched'")
        watched = {table for (table,) in cursor.fetchall()}
    asked = {table for duty in keeping.every() for table in re.findall(r"(?:FROM|JOIN)\s+([a-z]+_[a-z]+)", duty.facts)}
    assert len(asked) > 8
    assert asked | {"enterprises_enterpriseregion"} == watched


def test_the_duties_of_all_ledgers_are_found():
    assert set(DUTIES) == {"drills", "whistle-policies", "posts", "regulations", "staffing", "reports"}
    assert len(DUTIES) == len(keeping.every())


def test_what_is_kept_says_what_the_facts_say(cast, firms):
    judge()
    assert Judged.objects.count() > 40
    everybody = ("city", "wujin", "liyang", "town", "officer", "bureau", "two_roles", "author", "clerk")
    compared(cast, everybody, ("city_region", "wujin_region", "hutang"), tuple(DUTIES))


def test_it_follows_whatever_is_written(cast, firms):
    judge()
    follow()
    random = Random(7)
    for firm in firms[:5]:
        Enterprise.objects.filter(pk=firm.pk).update(status="operating")
    Person.objects.filter(roles__contains=["officer_full"]).update(left_on=TODAY)
    EmergencyPlan.objects.filter(kind="on_site").delete()
    Drill.objects.bulk_create(
        Drill(
            created_by=cast.officer, enterprise=firm, site=cast.site, region=cast.hutang, month=date(2026, 3, 1),
            planned_on=date(2026, 3, 2), held_on=date(2026, 3, 2), happens_on=date(2026, 3, 2), status="held",
            kind="special", form="tabletop", title=f"演练{firm.pk}", participants=4,
            principal_attended=random.random() < 0.5,
        )
        for firm in firms[4:14]
    )  # fmt: skip
    site = Site.objects.filter(enterprise__in=firms).first()
    move_site(site.pk, actor=cast.platform, expected_version=site.version, region=cast.licheng, moved_on=TODAY)
    assert Touched.objects.exists()
    follow()
    assert not Touched.objects.exists()
    compared(cast, duties=tuple(DUTIES))


def test_a_single_write_is_followed_without_the_others(cast, firms, django_assert_max_num_queries):
    judge()
    follow()
    before = {row.enterprise_id: row.pk for row in Judged.objects.filter(duty="whistle-policies")}
    owing = DUTIES["whistle-policies"].behind(cast.city, until=UNTIL[1], area="0001", today=TODAY)[0]
    WhistlePolicy.objects.create(
        created_by=cast.officer, enterprise=cast.enterprise, status="in_force", title="吹哨奖", text="……",
        handlers=[], accounts=[], handler_names=[], rates={},
        consulted_on=TODAY, consulted_how="union", announced_on=TODAY, in_force_since=TODAY,
    )  # fmt: skip
    assert set(Touched.objects.values_list("enterprise_id", flat=True)) == {cast.enterprise.pk}
    assert keeping.follow(today=TODAY) == 1
    assert {row.enterprise_id: row.pk for row in Judged.objects.filter(duty="whistle-policies")} == before
    missing = DUTIES["whistle-policies"].behind(cast.city, until=UNTIL[1], area="0001", today=TODAY)
    assert missing[0] <= owing
    compared(cast)


def test_another_day_or_year_is_judged_from_the_facts_until_the_night_has_come(cast, firms):
    judge()
    assert kept.known("drills", 2026, today=TODAY)
    assert not kept.known("drills", 2025, today=TODAY)
    assert not kept.known("drills", 2026, today=TODAY + timedelta(days=1))
    tomorrow = TODAY + timedelta(days=1)
    live = told(DUTIES["drills"], cast.city, cast.city_region.path, today=tomorrow)
    keeping.begun.clear()
    turns = 0
    while keeping.turn(today=tomorrow):
        turns += 1
    assert turns >= len(DUTIES)
    assert kept.known("drills", 2026, today=tomorrow)
    assert told(DUTIES["drills"], cast.city, cast.city_region.path, today=tomorrow) == live
    assert keeping.turn(today=tomorrow) == 0


def test_a_region_that_moved_has_everybody_judged_anew(cast, firms):
    judge()
    replant(cast.niutang, under=cast.tianning_region)
    assert not JudgedDay.objects.exists()
    judge()
    compared(cast)


def test_totals_add_up_to_who_is_kept(cast, firms):
    judge()
    follow()
    city = JudgedTotal.objects.filter(rule="", width=4, duty="drills")
    placed = EnterpriseRegion.objects.values("enterprise")
    assert sum(city.values_list("n", flat=True)) == Judged.objects.filter(duty="drills", enterprise__in=placed).count()


def test_the_page_says_the_same(cast, firms, api):
    today = timezone.localdate()
    for duty in keeping.every():
        keeping.judge_all(duty, today=today)
    year = f"{today.year}-12-31"
    client = api(cast.city)
    asked = {"fulfilment": {"due_on": year, "level": "town"}}
    asked["unfulfilled"] = {"due_on": year, "area": cast.city_region.path}

    def answers(place):
        return [client.get(f"/api/{place}/{what}/", query).json() for what, query in asked.items()]

    for place in ("drills", "whistle-policies", "posts", "regulations", "staffing", "province-declarations"):
        told_ = answers(place)
        assert told_[0]["due_on"] == year
        assert told_ == forgetting(answers, place), place


def test_a_position_is_all_that_decides_how_somebody_stands():
    june, december = UNTIL
    owed = [
        Duty("plan", date(2026, 1, 1), june, 2, 5),
        Duty("general", date(2026, 1, 1), june, 1, 0),
        Duty("plan", date(2026, 7, 1), december, 1, 1),
    ]
    assert position(owed) == "2026-06-30- 2026-12-31+"
    assert position([]) == ""
    for until in (*UNTIL, date(2026, 1, 1)):
        for today in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)):
            due = [duty for duty in owed if duty.due_on <= until]
            assert stood(position(owed), until=until, today=today) == standing(due, today)
    again = read(written(owed))
    assert [(d.rule, d.due_on, d.needed, d.missing) for d in again] == [
        (d.rule, d.due_on, d.needed, d.missing) for d in owed
    ]
