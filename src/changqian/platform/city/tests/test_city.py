"""A small demonstration city: it is whole, it adds up, and it is the same for the same seed."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.core.management import CommandError, call_command

from changqian.platform.city import names
from changqian.platform.city.builder import Builder
from changqian.platform.city.hazards import HAZARDS
from changqian.platform.city.people import CAST, HOME_FIRM
from changqian.platform.city.risks import LEVEL_SHARES, POINTS
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.rules import Category, Status
from changqian.platform.commons.joining.models import Claim, Invitation, Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.commons.professionals.models import Application
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.approvals.services import todo_of
from changqian.platform.foundation.dictionaries.services import items
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.ledgerkit.stats import every, verify
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.risks.rules import Band, Method, assess

TODAY = date(2026, 11, 18)
BANDS = [
    Band(Method.LEC, level, Decimal(least))
    for level, least in (("major", 320), ("large", 160), ("general", 70), ("low", 0))
]


@pytest.fixture
def city(db, files_dir):
    call_command("load_reference", verbosity=0)
    Builder(enterprises=12, today=TODAY, say=lambda words: None).build()


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


def test_a_second_city_is_refused(city):
    with pytest.raises(CommandError, match="示范城市只能建在空库里"):
        call_command("build_city", enterprises=12)


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


def test_the_same_seed_names_the_same_firms():
    def made(seed):
        random, taken = Random(seed), set()
        return [names.firm(random, "机械", taken) for _ in range(300)]

    assert made(1) == made(1)
    assert len(set(made(2))) == 300
