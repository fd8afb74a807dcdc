"""Sites: opened, edited, closed, moved; and the regions of their enterprise, always."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.foundation.enterprises.services import (
    close_site,
    edit_site,
    move_site,
    open_site,
    open_site_by,
)
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Point, gcj02_to_bd09, wgs84_to_gcj02


def regions(firm):
    return set(EnterpriseRegion.objects.filter(enterprise=firm).values_list("region__name", flat=True))


def test_an_enterprise_lies_in_the_regions_of_its_current_sites(cast):
    firm = cast.enterprise
    assert regions(firm) == {"湖塘镇"}
    second = open_site(actor=cast.wujin, enterprise=firm, region=cast.niutang, name="二号厂区")
    assert regions(firm) == {"湖塘镇", "牛塘镇"}
    close_site(second.pk, actor=cast.wujin, expected_version=None, reason="租约到期")
    assert regions(firm) == {"湖塘镇"}
    close_site(cast.site.pk, actor=cast.wujin, expected_version=None, reason="搬走")
    assert regions(firm) == {"湖塘镇"}  # No site left: where it is registered.


@pytest.mark.parametrize("datum", ["cgcs2000", "wgs84", "gcj02", "bd09"])
def test_a_point_is_stored_in_cgcs2000_whatever_it_came_in(cast, datum):
    truth = Point(119.974, 31.811)
    gcj = wgs84_to_gcj02(truth)
    given = {"gcj02": gcj, "bd09": gcj02_to_bd09(gcj)}.get(datum, truth)
    site = open_site(
        actor=cast.town, enterprise=cast.enterprise, region=cast.hutang, name="测点",
        lon=given.lon, lat=given.lat, datum=datum,
    )  # fmt: skip
    assert (site.lon, site.lat) == pytest.approx(truth, abs=2e-7)
    assert site.datum == datum


@pytest.mark.parametrize(
    ("lon", "lat", "sentence"),
    [
        (31.72, 119.95, "经度和纬度填反了：经度应为119.95，纬度应为31.72"),
        (0, 0, "坐标为0，说明没有定位成功"),
        (116.4, 39.9, "不在本市范围内"),
        (496000.5, 3510000.2, "以米为单位的平面坐标"),
        (None, 31.7, "经度和纬度要一起填写"),
        (119.9, None, "经度和纬度要一起填写"),
        (float("nan"), 31.7, "经度和纬度应为数字"),
    ],
)
def test_bad_coordinates_are_refused(cast, lon, lat, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        edit_site(cast.site.pk, actor=cast.officer, expected_version=None, lon=lon, lat=lat)


def test_the_officer_edits_the_site_and_does_not_move_it(cast):
    site = edit_site(
        cast.site.pk, actor=cast.officer, expected_version=1, contact="陈安全", contact_phone="051986680119"
    )
    assert (site.contact, site.contact_phone) == ("陈安全", "0519-86680119")
    with pytest.raises(PermissionDenied, match="您没有此项权限"):
        move_site(cast.site.pk, actor=cast.officer, expected_version=None, region=cast.niutang, moved_on=cast.today)


def test_a_site_is_opened_under_a_firm_one_does_not_see_if_one_knows_its_code(cast):
    """青龙纺织 opens a second place in 湖塘镇: the town has its licence in hand, and had never seen the firm."""
    with pytest.raises(RuleViolation, match="没有找到该企业"):
        open_site_by(actor=cast.town, enterprise=cast.rival.pk, region=cast.hutang, name="湖塘分厂")
    site = open_site_by(actor=cast.town, uscc=cast.rival.uscc, region=cast.hutang, name="湖塘分厂")
    assert site.enterprise == cast.rival
    assert Enterprise.objects.within(cast.town, "enterprises.view").filter(pk=cast.rival.pk).exists()


def test_there_is_one_registered_site(cast):
    open_site(actor=cast.town, enterprise=cast.enterprise, region=cast.hutang, name="总部", is_registered=True)
    with pytest.raises(RuleViolation, match="注册地场所已是“总部”，请先取消它的标记"):
        edit_site(cast.site.pk, actor=cast.town, expected_version=None, is_registered=True)


def test_a_town_does_not_push_a_site_out_of_its_reach(cast):
    with pytest.raises(PermissionDenied, match="不在您的管辖范围内"):
        move_site(cast.site.pk, actor=cast.town, expected_version=None, region=cast.niutang, moved_on=cast.today)


def test_a_moved_site_is_seen_where_it_is(cast):
    site = move_site(
        cast.site.pk,
        actor=cast.wujin,
        expected_version=1,
        region=cast.niutang,
        moved_on=date(2026, 3, 10),
        address="东路1号",
    )
    assert (site.region, site.lon, site.address) == (cast.niutang, None, "东路1号")
    assert regions(cast.enterprise) == {"牛塘镇"}
    assert not Site.objects.within(cast.town, "enterprises.view").filter(pk=site.pk).exists()
    with pytest.raises(RuleViolation, match="该场所已在牛塘镇"):
        move_site(site.pk, actor=cast.wujin, expected_version=None, region=cast.niutang, moved_on=cast.today)
    with pytest.raises(RuleViolation, match="迁移日期不能早于上次迁移"):
        move_site(site.pk, actor=cast.wujin, expected_version=None, region=cast.hutang, moved_on=date(2026, 3, 9))
