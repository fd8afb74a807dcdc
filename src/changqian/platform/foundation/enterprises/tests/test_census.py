"""The census says what counting says, for everybody to whom it speaks."""

import pytest

from changqian.platform.foundation.enterprises.census import census, recount, whole_areas
from changqian.platform.foundation.enterprises.counting import counts
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.rules import ACTIVE
from changqian.platform.foundation.enterprises.services import close_site, open_site
from changqian.platform.foundation.regions.services import subtree


def counted(actor, **asked):
    firms = Enterprise.objects.within(actor, "enterprises.view").current().filter(status__in=ACTIVE)
    return counts(firms, actor=actor, **asked)


@pytest.mark.parametrize("level", ["city", "district", "town"])
def test_it_says_what_counting_says(cast, level):
    open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.licheng, name="溧阳分厂")
    recount()
    for person in (cast.city, cast.wujin, cast.liyang, cast.town):
        assert census(person, level=level) == counted(person, level=level)
        for region in (cast.city_region, cast.wujin_region, cast.liyang_region, cast.hutang):
            asked = {"level": level, "regions": subtree(region.pk)}
            told = census(person, **asked)
            assert told is None or told == counted(person, **asked), (person, region)
    overlap = census(cast.city, level="district").multi_site_overlap
    assert overlap == 1


def test_it_follows_what_is_opened_and_closed(cast):
    recount()
    site = open_site(actor=cast.platform, enterprise=cast.rival, region=cast.licheng, name="分厂")
    assert census(cast.liyang, level="town") is None
    assert recount() > 0
    assert census(cast.liyang, level="town").sites == 1
    close_site(site.pk, actor=cast.platform, expected_version=None, reason="关闭")
    recount()
    assert census(cast.liyang, level="town") is None
    assert recount() == 0


@pytest.mark.parametrize("person", ["officer", "bureau", "two_roles"])
def test_it_does_not_speak_to_those_who_see_only_some_firms(cast, person):
    recount()
    assert census(getattr(cast, person), level="district") is None


def test_whole_areas():
    known = {1: "0001", 2: "00010001", 3: "000100010001", 4: "000100010002", 5: "00010002"}
    assert whole_areas(known.keys(), known) == ["0001"]
    assert whole_areas({2, 3, 4}, known) == ["00010001"]
    assert whole_areas({3, 5}, known) == ["000100010001", "00010002"]
    assert whole_areas({2, 3}, known) == ["000100010001"]
    assert whole_areas(set(), known) == []
