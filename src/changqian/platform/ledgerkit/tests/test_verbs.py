"""The verbs and the trail, tried on enterprises and sites."""

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import Broken, authentic, seal, verify
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
from changqian.platform.foundation.records.services import change, locked
from changqian.platform.foundation.regions.services import subtree
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


def test_a_district_is_itself_and_its_towns_and_the_city_is_no_predicate(cast):
    assert subtree(cast.wujin_region.pk) == {cast.wujin_region.pk, cast.hutang.pk, cast.niutang.pk}
    assert subtree(cast.city_region.pk) is None
    assert "WHERE" not in str(Enterprise.objects.within(cast.platform, "enterprises.view").query)


def test_the_same_code_cannot_be_registered_twice(cast):
    with pytest.raises(RuleViolation, match="该信用代码已登记：常州湖塘机械厂"):
        register_enterprise(actor=cast.platform, uscc=cast.enterprise.uscc, name="又一家", region=cast.hutang)


def test_a_phone_is_sealed_at_rest_and_in_the_trail(cast):
    site = open_site(
        actor=cast.platform,
        enterprise=cast.enterprise,
        region=cast.hutang,
        name="二号车间",
        contact_phone="13861000001",
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_phone FROM enterprises_site WHERE id = %s", [site.pk])
        stored = cursor.fetchone()[0]
    assert "13861000001" not in stored
    assert Site.objects.get(pk=site.pk).contact_phone == "13861000001"
    entry = Entry.objects.order_by("-pk").first()
    assert "13861000001" not in str(entry.changes)
    assert authentic(entry)


def test_a_stale_version_is_refused(cast):
    row = Site.objects.get(pk=cast.site.pk)
    change(row, actor=cast.platform, action="enterprises.edit_site", expected_version=1, name="新车间")
    with pytest.raises(VersionConflict):
        change(row, actor=cast.platform, action="enterprises.edit_site", expected_version=1, name="旧车间")


def test_a_row_cannot_be_moved_out_of_ones_reach(cast):
    """湖塘镇 may not push a site over to 溧阳, where it could no longer see it."""
    cast.town.grants = tuple(
        cast.platform.grants[0].__class__(
            permissions=frozenset({"enterprises.edit_site"}),
            regions=frozenset({cast.hutang.pk}),
            departments=None,
            enterprises=None,
            own_only=None,
        )
        for _ in range(1)
    )
    row = locked(Site, cast.site.pk, actor=cast.town, action="enterprises.edit_site")
    with pytest.raises(PermissionDenied, match="不在您的管辖范围内"):
        change(row, actor=cast.town, action="enterprises.edit_site", expected_version=None, region=cast.licheng)


def test_the_sealed_trail_shows_every_tampering(cast):
    total = Entry.objects.count()
    assert seal() == total
    assert verify() == total
    entry = Entry.objects.order_by("pk").first()
    Entry.objects.filter(pk=entry.pk).update(action="enterprises.merge")
    with pytest.raises(Broken, match="内容被改动"):
        verify()
    Entry.objects.filter(pk=entry.pk).update(action=entry.action)
    assert verify() == total
    Entry.objects.filter(seq=2).delete()
    with pytest.raises(Broken, match="缺少第2条"):
        verify()
