"""What building a city does: the same rows for a seed and a day, once, in proportion, the tables as they were."""

from collections import Counter
from datetime import date

from django.core.management import call_command
from django.db import connection, transaction

from changqian.platform.city.builder import TABLES
from changqian.platform.city.tests.building import build
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.ledgerkit.models import Fact
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.equipment.models import Equipment
from changqian.platform.safety.risks.models import RiskPoint, RiskTask
from changqian.platform.safety.whistle.models import WhistleChannel, WhistlePolicy, WhistleReport


def test_a_city_has_the_proportions_it_should(db, files_dir):
    call_command("load_reference", verbosity=0)
    build(60)
    sites = Site.objects.count()
    assert 1.0 <= sites / 60 <= 1.5
    per_site = {RiskPoint: (8, 12), Equipment: (4, 6), Hazard: (2.4, 4.3)}
    for model, (least, most) in per_site.items():
        assert least <= model.objects.count() / sites <= most, model
    assert 10 <= Person.objects.count() / 60 <= 19
    levels = Counter(RiskPoint.objects.values_list("level", flat=True))
    assert abs(levels["low"] / levels.total() - 0.60) < 0.08
    assert abs(levels["general"] / levels.total() - 0.34) < 0.08
    tasks = RiskTask.objects.all()
    assert tasks.values("month").distinct().count() == 12
    for later, least, most in (({"late": True}, 0.005, 0.15), ({"abnormal__gt": 0}, 0.02, 0.12)):
        assert least < tasks.filter(**later).count() / tasks.count() < most, later
    assert tasks.filter(status="pending", month__lt=date(2026, 11, 1)).exists()


def rows():
    """All rows of the city, sealed columns opened. Not compared: passwords, keys that nobody names, and the hour at
    which services wrote what they tell."""
    hour, key = {"created_at"}, {"id"}
    left_out = {
        **{User: {"password", *hour}, Person: hour, Membership: hour, Assignment: hour, SafeCode: hour},
        **{WhistlePolicy: hour, WhistleChannel: hour, WhistleReport: hour, Hazard: hour},
        **{Accident: hour, Injury: hour},
        **{Fact: key, EnterpriseRegion: key, Enterprise: {"department_id"}},
    }
    return {
        model: sorted(
            model.objects.values_list(
                *(each.attname for each in model._meta.concrete_fields if each.attname not in left_out.get(model, ()))
            ),
            key=repr,
        )
        for model in TABLES
    }


def test_the_same_seed_and_day_give_the_same_rows(db, files_dir):
    call_command("load_reference", verbosity=0)
    made = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            build(12, seed=seed)
            made.append(rows())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert made[0][RiskPoint] != made[2][RiskPoint]


def test_indexes_and_foreign_keys_are_what_they_were(db, files_dir):
    def shape():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname, i.indkey::text || i.indisunique || (i.indpred IS NOT NULL) || c.relam"
                " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                " WHERE i.indrelid::regclass::text = ANY(%(tables)s) UNION ALL"
                " SELECT conname, pg_get_constraintdef(oid) || convalidated FROM pg_constraint"
                " WHERE conrelid::regclass::text = ANY(%(tables)s) ORDER BY 1, 2",
                {"tables": [model._meta.db_table for model in TABLES]},
            )
            return cursor.fetchall()

    call_command("load_reference", verbosity=0)
    before = shape()
    build(12)
    assert shape() == before
