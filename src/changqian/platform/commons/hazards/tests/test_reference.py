"""Criteria and terms come from dictionaries: delivered, loaded, or changed by the city."""

from datetime import date

import pytest
from django.core.cache import cache

from changqian.platform.commons.hazards.services.reference import is_criterion, terms
from changqian.platform.foundation.dictionaries.models import Item, Scheme
from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.kernel.errors import RuleViolation

DAY = date(2026, 3, 16)


@pytest.mark.parametrize("loaded", [False, True])
def test_delivered_and_loaded_say_the_same(db, loaded):
    cache.clear()
    if loaded:
        load_dictionaries()
    told = terms(DAY)
    assert (told.general_days, told.general_days_max, told.extensions_max) == (15, 30, 2)
    assert (told.town_after, told.district_after) == (3, 7)
    assert is_criterion("MEM10-11-10", DAY)
    for unknown in ("MEM10-11-11", "MEM10-2-1", "mem10-11-1", "MEM10-11-10 ", ""):
        assert not is_criterion(unknown, DAY)


def test_what_the_city_decides_holds(cast, do):
    load_dictionaries()
    Item.objects.filter(scheme__name="hazard_terms", code="general_days").update(extra={"value": 10})
    Item.objects.filter(scheme__name="major_hazard_criteria", code="MEM10-11-6").update(enabled=False)
    cache.clear()
    hazard = do.report()
    assert hazard.deadline == date(2026, 3, 26)
    with pytest.raises(RuleViolation, match="判定标准中没有MEM10-11-6这一条"):
        do.grade(hazard, cast.officer, level="major", criterion="MEM10-11-6")


def test_no_regulation_states_the_terms(db):
    load_dictionaries()
    assert not Scheme.objects.get(name="hazard_terms").verified
