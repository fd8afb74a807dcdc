import pytest
from django.core.cache import cache

from changqian.platform.foundation.regions.models import Region
from changqian.platform.foundation.regions.services import PATHS, ancestors, paths, plant, replant, subtree
from changqian.platform.kernel.errors import RuleViolation


@pytest.fixture
def tree(db):
    cache.clear()
    city = plant("320400", "常州市", kind="city")
    wujin = plant("320412", "武进区", kind="district", under=city)
    zone = plant(None, "常州经开区", kind="functional_zone", under=city)
    hutang = plant("320412100", "湖塘镇", under=wujin)
    yaoguan = plant("320412104", "遥观镇", under=wujin)
    return city, wujin, zone, hutang, yaoguan


def test_the_city_narrows_nothing_and_a_district_means_itself_and_its_towns(tree):
    city, wujin, zone, hutang, yaoguan = tree
    assert subtree(city.pk) is None
    assert subtree(wujin.pk) == {wujin.pk, hutang.pk, yaoguan.pk}
    assert subtree(zone.pk) == {zone.pk}
    assert subtree(hutang.pk) == {hutang.pk}


def test_ancestors_run_from_the_city_down(tree):
    city, wujin, _, hutang, _ = tree
    assert ancestors(hutang.pk) == (city.pk, wujin.pk)
    assert ancestors(city.pk) == ()


def test_a_town_that_changes_hands_takes_its_villages_along(tree):
    _, wujin, zone, hutang, yaoguan = tree
    village = plant(None, "剑湖村", kind="village", under=yaoguan)
    replant(yaoguan, under=zone)
    assert subtree(wujin.pk) == {wujin.pk, hutang.pk}
    assert subtree(zone.pk) == {zone.pk, yaoguan.pk, village.pk}
    assert Region.objects.get(pk=yaoguan.pk).parent == zone


def test_a_region_cannot_be_put_below_itself(tree):
    city, wujin, *_ = tree
    with pytest.raises(RuleViolation, match="武进区不能移到自己的下级"):
        replant(wujin, under=wujin)


def test_there_are_four_levels(tree):
    village = plant(None, "剑湖村", kind="village", under=tree[4])
    with pytest.raises(RuleViolation, match="行政区划最多4级，不能在剑湖村下新增"):
        plant(None, "一组", kind="village", under=village)


def test_moving_too_deep_is_refused_and_changes_nothing(tree):
    _, wujin, _, hutang, yaoguan = tree
    plant(None, "剑湖村", kind="village", under=yaoguan)
    with pytest.raises(RuleViolation, match="遥观镇移到湖塘镇后超过4级"):
        replant(yaoguan, under=hutang)
    assert Region.objects.get(pk=yaoguan.pk).parent == wujin


def test_a_region_that_another_process_planted_is_found(tree):
    """Its cache does not know the region yet."""
    wujin = tree[1]
    stale = paths()
    fresh = plant("320412102", "牛塘镇", under=wujin)
    cache.set(PATHS, stale)
    assert subtree(fresh.pk) == {fresh.pk}
