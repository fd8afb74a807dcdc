"""Tags: who gave them, from when to when, why; and the ones that rules give."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.models import Tag, TagRule
from changqian.platform.foundation.enterprises.rules import Status, TagSource
from changqian.platform.foundation.enterprises.services import close_site, edit_enterprise
from changqian.platform.foundation.enterprises.statuses import change_status
from changqian.platform.foundation.enterprises.tagging import apply_rules, give_tag, in_force, load_tags, withdraw_tag
from changqian.platform.kernel.errors import RuleViolation


@pytest.fixture(autouse=True)
def catalogue(db):
    load_tags()


def give(cast, code="dust", **given):
    return give_tag(
        cast.enterprise.pk,
        actor=given.pop("actor", cast.town),
        expected_version=None,
        code=code,
        today=cast.today,
        **given,
    )


def standing(cast):
    return sorted(Tag.objects.filter(in_force(cast.today), enterprise=cast.enterprise).values_list("code", flat=True))


def test_a_tag_is_given_and_withdrawn_and_both_are_remembered(cast):
    tag = give(cast, note="现场检查")
    assert standing(cast) == ["dust"]
    with pytest.raises(RuleViolation, match="该企业已有“粉尘涉爆”标签"):
        give(cast)
    withdraw_tag(cast.enterprise.pk, actor=cast.town, expected_version=None, tag=tag.pk, reason="工艺已改造")
    assert standing(cast) == []
    kept = Tag.objects.get(pk=tag.pk)
    assert (kept.given_by, kept.withdrawn_by, kept.withdrawn_reason) == (cast.town, cast.town, "工艺已改造")
    changes = list(Entry.objects.filter(action="enterprises.tag").order_by("pk").values_list("changes", flat=True))
    assert changes == [{"监管标签": [None, "粉尘涉爆"]}, {"监管标签": ["粉尘涉爆", None], "原因": "工艺已改造"}]
    with pytest.raises(RuleViolation, match="该标签已撤销"):
        withdraw_tag(cast.enterprise.pk, actor=cast.town, expected_version=None, tag=tag.pk, reason="再次")


def test_a_tag_that_ran_out_makes_room(cast):
    give(cast, valid_from=cast.today - timedelta(30), valid_to=cast.today - timedelta(1))
    assert standing(cast) == []
    give(cast)
    assert standing(cast) == ["dust"]
    with pytest.raises(RuleViolation, match="终止日期不能早于起始日期"):
        give(cast, code="molten_metal", valid_to=cast.today - timedelta(1))
    with pytest.raises(RuleViolation, match="没有这种标签"):
        give(cast, code="nothing")


def test_a_site_has_tags_of_its_own(cast):
    give(cast, site=cast.site.pk)
    give(cast)
    with pytest.raises(RuleViolation, match="该场所不属于这家企业"):
        give(cast, actor=cast.city, site=cast.rival_site.pk)
    close_site(cast.site.pk, actor=cast.town, expected_version=None, reason="搬走")
    assert Tag.objects.get(site=cast.site).withdrawn_reason == "场所关闭"
    assert standing(cast) == ["dust"]


def test_the_firm_does_not_tag_itself(cast):
    with pytest.raises(PermissionDenied):
        give(cast, actor=cast.officer)


def test_rules_follow_status_and_industry(cast):
    change_status(
        cast.enterprise.pk, actor=cast.town, expected_version=None, new=Status.SUSPENDED, effective_on=cast.today,
        reason="检修", now=cast.now,
    )  # fmt: skip
    assert standing(cast) == ["suspended"]
    tag = Tag.objects.get(enterprise=cast.enterprise)
    assert (tag.source, tag.note) == (TagSource.RULE, "企业状态为停产")
    with pytest.raises(RuleViolation, match="该标签由规则自动添加（企业状态为停产），请修改企业的行业或状态"):
        withdraw_tag(cast.enterprise.pk, actor=cast.town, expected_version=None, tag=tag.pk, reason="不对")
    change_status(
        cast.enterprise.pk, actor=cast.town, expected_version=None, new=Status.OPERATING, effective_on=cast.today,
        reason="复产", now=cast.now,
    )  # fmt: skip
    assert standing(cast) == []
    edit_enterprise(cast.enterprise.pk, actor=cast.town, expected_version=None, industry="C3391")
    assert Tag.objects.filter(code="molten_metal", withdrawn_at=None, source=TagSource.RULE).count() == 1


def test_rules_run_again_change_nothing_and_leave_a_persons_tag(cast):
    edit_enterprise(cast.enterprise.pk, actor=cast.town, expected_version=None, industry="C3391")
    give_tag(cast.rival.pk, actor=cast.city, expected_version=None, code="molten_metal", today=cast.today)
    before = list(Tag.objects.order_by("pk").values())
    assert apply_rules(None, actor=cast.platform, today=cast.today) == (0, 0)
    assert list(Tag.objects.order_by("pk").values()) == before
    TagRule.objects.update(active=False)
    assert apply_rules(None, actor=cast.platform, today=cast.today) == (0, 1)
    assert list(Tag.objects.filter(withdrawn_at=None).values_list("source", flat=True)) == ["manual"]


def test_loading_again_keeps_what_the_city_decided(cast):
    TagRule.objects.filter(code="spray").update(active=False)
    kinds, rules = load_tags()
    assert TagRule.objects.filter(active=False).count() == 1
    assert TagRule.objects.count() == rules
    assert kinds == 25
