"""A small demonstration city: it is whole, it adds up, and it is the same for the same seed."""

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from changqian.platform.city import names
from changqian.platform.city.hazards import HAZARDS
from changqian.platform.city.people import CAST, HOME_FIRM, Staff, staff_of
from changqian.platform.city.risks import LEVEL_SHARES, POINTS
from changqian.platform.city.tests.building import TODAY, build
from changqian.platform.city.trades import INDUSTRIAL, supervision
from changqian.platform.commons.checks.models import CheckItem, Inspection
from changqian.platform.commons.checks.rules import result_of
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.documents.models import FiledDocument
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import Category, Status
from changqian.platform.commons.joining.models import Claim, Invitation, Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.commons.professionals.models import Application
from changqian.platform.commons.siteplans.models import SitePlan
from changqian.platform.commons.siteplans.rules import Zone, inside
from changqian.platform.commons.siteplans.services import drawing_of, picture_of
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.approvals.services import todo_of
from changqian.platform.foundation.dictionaries.services import items
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.ledgerkit.stats import every, verify
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.risks.models import NoticeCard, RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import Band, CardState, Method, assess, card_state

BANDS = [
    Band(Method.LEC, level, Decimal(least))
    for level, least in (("major", 320), ("large", 160), ("general", 70), ("low", 0))
]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """One city for all who only look at it: each test stands in a savepoint of it. What builds cities of its own
    stands in test_building.py, for while this one stands a second is refused."""
    folder = tmp_path_factory.mktemp("city")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DATA=folder):
            call_command("load_reference", verbosity=0)
            build(12)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def city(built, db, settings):
    settings.DATA = built


class OneBirthday(Random):
    def randint(self, a, b):
        return b


def test_two_people_of_a_firm_who_are_born_on_one_day_have_two_identity_numbers():
    firm = SimpleNamespace(enterprise=Enterprise(legal_person="王建国", staff_count=900), sites=[Site()])
    staff = Staff(User(name="李安全"), User(name="赵师傅"))
    people = staff_of(firm, staff, today=TODAY, random=OneBirthday(1))
    assert len(people) > 15
    assert len({person.id_number for person in people}) == len(people)


def test_the_city_is_whole_and_its_facts_agree_with_its_rows(city):
    assert Enterprise.objects.count() == 12
    assert Site.objects.count() >= 12
    home = Enterprise.objects.get(name=HOME_FIRM)
    assert home.sites.count() == 1
    assert {region.region.name for region in EnterpriseRegion.objects.filter(enterprise=home)} == {"湖塘镇"}
    assert RiskTask.objects.filter(month=date(2026, 11, 1)).exists()
    in_force = RiskPoint.objects.filter(revision__gt=0).count()
    assert SafeCode.objects.filter(subject_kind="risk_point").count() == in_force
    assert SafeCode.objects.filter(subject_kind="equipment").count() == Equipment.objects.count() > 0
    assert PlanTask.objects.filter(status="pending").exists()
    for statistics in every():
        assert verify(statistics, today=TODAY) == []


def test_most_notice_cards_hang_some_are_missing_and_some_are_older_than_the_risk(city):
    points = RiskPoint.objects.all()
    found = Counter(point.card_state for point in points)
    assert found[CardState.VALID] > 5 * max(found[CardState.MISSING], found[CardState.STALE])
    assert found[CardState.MISSING]
    assert found[CardState.STALE]
    for point in points:
        assert point.card_state == card_state(point.status, revision=point.revision, shown=point.card_revision)
        revisions = list(point.versions.order_by("revision").values_list("revision", flat=True))
        assert revisions == list(range(1, point.revision + 1))
    cards = NoticeCard.objects.select_related("shows", "risk_point")
    assert len(cards) == points.exclude(card_revision=None).count()
    for card in cards:
        assert (card.shows.risk_point_id, card.shows.revision) == (card.risk_point_id, card.risk_point.card_revision)
        assert card.shows.approved_at < card.made_at
    assert not points.filter(versions__approved_at__date__gt=TODAY).exists()


def test_the_firm_of_the_cast_has_a_four_colour_map_that_is_nearly_finished(city):
    [plan] = SitePlan.objects.all()
    assert plan.enterprise.name == HOME_FIRM
    assert picture_of(plan) is not None
    drawing, points = drawing_of(plan), RiskPoint.objects.filter(site=plan.site)
    levels = dict(points.filter(status="active").values_list("pk", "level"))
    placed = {mark["id"] for mark in drawing.marks}
    assert len(levels.keys() - placed) == 2
    within = [inside(Zone(**zone), drawing.marks) for zone in drawing.zones]
    assert sorted(pk for each in within for pk in each) == sorted(placed)
    assert {levels[pk] for pk in placed} == set(LEVEL_SHARES)


def test_nobody_of_the_cast_has_a_password(city):
    assert {member.username for member in CAST} <= set(User.objects.values_list("username", flat=True))
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_hazards_obey_the_rules_they_would_have_been_made_by(city):
    assert Hazard.objects.exists()
    for hazard in Hazard.objects.all():
        if hazard.status == Status.CLOSED:
            assert hazard.rectified_by_id != hazard.reviewed_by_id
            assert hazard.found_on <= hazard.rectified_on <= hazard.closed_on <= TODAY
    numbers = list(Hazard.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))


def test_people_came_of_their_own_accord_in_every_state(city):
    stages = set(Claim.objects.values_list("kind", "status"))
    assert stages == {
        ("claim", "pending"), ("claim", "refused"), ("claim", "confirmed"), ("take_over", "contested"),
        ("wish", "waiting"), ("wish", "refused"),
    }  # fmt: skip
    assert set(Application.objects.values_list("kind", "status")) == {
        ("expert", "pending"), ("expert", "returned"), ("expert", "approved"), ("insurer", "pending"),
        ("trainer", "approved"), ("trainer", "refused"), ("trainer", "revoked"),
    }  # fmt: skip
    for row in [*Claim.objects.all(), *Application.objects.all()]:
        assert row.decided_at is None or row.created_at < row.decided_at
    todo = {
        user.username: todo_of(user).count() for user in User.objects.filter(username__in=("town", "officer", "city"))
    }
    assert todo == {"town": 2, "officer": 1, "city": 2}
    joined = Membership.objects.get(how="invitation")
    assert (joined.user.name, joined.enterprise.name) == ("赵小燕", HOME_FIRM)
    assert Person.objects.filter(user=joined.user, enterprise=joined.enterprise).count() == 1
    assert Invitation.objects.count() == 4


@pytest.mark.parametrize("template", POINTS, ids=lambda template: template.name)
def test_the_level_of_a_template_is_what_its_values_give(template):
    likelihood, exposure, consequence = (Decimal(str(value)) for value in template.lec)
    judged = assess(Method.LEC, likelihood=likelihood, exposure=exposure, consequence=consequence, bands=BANDS)
    assert judged.level == template.level


def test_templates_say_what_ledgers_know(db):
    call_command("load_reference", verbosity=0)
    criteria = set(items("major_hazard_criteria", on=TODAY).values_list("code", flat=True))
    assert abs(sum(LEVEL_SHARES.values()) - 1) < 1e-9
    assert {hazard.category for hazard in HAZARDS} <= set(Category.values)
    assert {hazard.basis for hazard in HAZARDS if hazard.major} <= criteria


def test_every_firm_has_a_name_of_its_own():
    random = Random(1)
    assert len({names.firm(random, "机械", number) for number in range(70_000)}) == 70_000


@pytest.mark.parametrize("total", [1_000, 20_000, 100_000])
def test_the_city_s_own_numbers_of_supervised_firms_hold_at_any_size(total):
    found = [supervision(number, total) for number in range(total)]
    counted = Counter(tag for tags, _ in found for tag in tags)
    share = total / 100_000
    for tag, known in {"dust": 750, "smelting": 574, "hazchem_production": 193, "confined": 1175}.items():
        assert abs(counted[tag] - known * share) < 2, tag
    assert counted["ammonia"] == max(round(18 * share), 1)
    industrial = sum(all(trade in INDUSTRIAL for trade in trades) for _, trades in found)
    assert industrial == 0.6 * total
    assert found[0][0] == found[1][0] == ()


def test_each_inspection_stands_behind_its_task(city):
    begun = RiskTask.objects.exclude(done_company=0, done_workshop=0, done_team=0, done_post=0)
    looks = Inspection.objects.filter(subject_kind="risk_point")
    assert set(looks.values_list("subject_id", "counts_for")) == set(begun.values_list("risk_point", "month"))
    for look in looks.order_by("pk")[:200]:
        asked = dict(
            CheckItem.objects.filter(subject_kind="risk_point", subject_id=look.subject_id).values_list("pk", "text")
        )
        assert {answer["item"]: answer["text"] for answer in look.answers} == asked
        assert look.result == result_of(look.answers)
        assert look.checked_on == timezone.localdate(look.checked_at) <= TODAY


def test_one_more_row_gets_a_key_of_its_own(city):
    for model in (Site, RiskTask, Inspection, CheckItem, Hazard):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
            assert cursor.fetchone()[0] > model.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_a_second_city_is_refused(city):
    with pytest.raises(CommandError, match="示范城市只能建在空库里"):
        call_command("build_city", enterprises=12)


def test_the_firm_of_the_cast_has_filed_what_its_floor_said_of_the_last_month(city):
    rows = FiledDocument.objects.filter(enterprise__name=HOME_FIRM)
    assert {row.kind for row in rows} == {"training", "team", "special_work"}
    assert all(row.origin == "ledgers" and row.sound and row.month == date(2026, 10, 1) for row in rows)
