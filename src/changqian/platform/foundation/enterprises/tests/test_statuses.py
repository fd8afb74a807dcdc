"""The firm reports a change of status, the regulator confirms it, the history keeps both."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.enterprises.models import Enterprise, Site, StatusChange
from changqian.platform.foundation.enterprises.rules import Change, Status, refuse_status
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.foundation.enterprises.statuses import change_status, confirm_status, report_status
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


def report(cast, **given):
    asked = {"new": Status.SUSPENDED, "effective_on": cast.today, "reason": "设备检修", "now": cast.now, **given}
    return report_status(cast.enterprise.pk, actor=cast.officer, expected_version=None, **asked)


def confirm(cast, asked, *, by=None, accept=True, opinion=""):
    return confirm_status(
        asked.pk, actor=by or cast.town, expected_version=None, accept=accept, opinion=opinion, now=cast.now
    )


def status(cast):
    return Enterprise.objects.get(pk=cast.enterprise.pk).status, Site.objects.get(pk=cast.site.pk).status


def test_a_report_changes_nothing_until_it_is_confirmed(cast):
    asked = report(cast)
    assert status(cast) == ("operating", "operating")
    with pytest.raises(PermissionDenied):
        confirm(cast, asked, by=cast.officer)
    confirm(cast, asked)
    assert status(cast) == ("suspended", "suspended")
    kept = StatusChange.objects.get()
    assert (kept.old, kept.new, kept.state, kept.decided_by) == ("operating", "suspended", Change.CONFIRMED, cast.town)
    with pytest.raises(RuleViolation, match="该状态变更已确认，不能再次办理"):
        confirm(cast, asked)


def test_a_refused_report_says_why_and_may_be_made_again(cast):
    asked = report(cast)
    with pytest.raises(RuleViolation, match="该企业已有待确认的状态变更，请等待属地确认"):
        report(cast)
    with pytest.raises(RuleViolation, match="退回时请填写意见"):
        confirm(cast, asked, accept=False)
    confirm(cast, asked, accept=False, opinion="现场仍在生产")
    assert status(cast) == ("operating", "operating")
    report(cast)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("operating", "operating", "当前状态已是正常生产"),
        ("operating", "planned", "正常生产的企业不能变更为筹建"),
        ("deregistered", "operating", "注销的企业不能变更为正常生产"),
    ],
)
def test_what_cannot_follow(old, new, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        refuse_status(old, new)


def test_one_site_stops_and_the_firm_goes_on(cast):
    confirm(cast, report(cast, site=cast.site.pk))
    assert status(cast) == ("operating", "suspended")


def test_the_firm_of_several_regions_is_confirmed_from_above(cast):
    open_site(actor=cast.wujin, enterprise=cast.enterprise, region=cast.niutang, name="二号厂区")
    asked = report(cast, new=Status.DEREGISTERED)
    with pytest.raises(RuleViolation, match="该企业在牛塘镇还有场所，企业状态请由上级确认"):
        confirm(cast, asked)
    confirm(cast, asked, by=cast.wujin)
    assert set(Site.objects.filter(enterprise=cast.enterprise).values_list("status", flat=True)) == {"deregistered"}


def test_the_regulator_knows_by_itself(cast):
    change_status(
        cast.enterprise.pk, actor=cast.town, expected_version=1, new=Status.CEASED, effective_on=date(2026, 3, 1),
        reason="现场已停业", now=cast.now,
    )  # fmt: skip
    assert status(cast) == ("ceased", "ceased")


def test_dates_and_versions(cast):
    with pytest.raises(RuleViolation, match="变更日期不能晚于今天"):
        report(cast, effective_on=cast.today + timedelta(days=1))
    with pytest.raises(VersionConflict):
        report_status(
            cast.enterprise.pk, actor=cast.officer, expected_version=7, new=Status.CEASED, effective_on=cast.today,
            reason="停业", now=cast.now,
        )  # fmt: skip
