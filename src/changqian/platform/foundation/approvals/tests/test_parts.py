"""湖塘机械厂 has a second site in 牛塘镇 and reports that it closes: each town decides its part."""

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.rules import Act, Seat, Status
from changqian.platform.foundation.approvals.services import decide, resubmit, todo_of, visible, withdraw
from changqian.platform.foundation.enterprises.models import Enterprise, Site, StatusChange
from changqian.platform.foundation.enterprises.services import open_site
from changqian.platform.foundation.enterprises.statuses import confirm_status, report_status
from changqian.platform.foundation.enterprises.tasks import follow_approval
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation


@pytest.fixture
def niutang(cast):
    """The inspector of the other town."""
    person = User.objects.create(username="niutang", name="牛塘镇安监员")
    Assignment.objects.create(user=person, role=Role.objects.get(code="town"), region=cast.niutang)
    return person


@pytest.fixture
def asked(cast, niutang):
    open_site(actor=cast.wujin, enterprise=cast.enterprise, region=cast.niutang, name="二号厂区")
    change = report_status(
        cast.enterprise.pk, actor=cast.officer, expected_version=None, new="closed", effective_on=cast.today,
        reason="整体搬迁", now=cast.now,
    )  # fmt: skip
    return Approval.objects.get(kind="enterprises.status", target=change.pk)


def part(approval, region):
    return approval.steps.get(region=region)


def said(cast, approval, region, actor, act, opinion=""):
    step = part(approval, region).pk
    return decide(approval.pk, step, actor=actor, expected_version=None, act=act, opinion=opinion, now=cast.now)


def outcome(cast, approval, actor):
    """What the job does once it is over."""
    told = {"approval": approval.pk, "kind": approval.kind, "target": approval.target}
    return follow_approval(**told, outcome=approval.status, actor=actor.pk, opinion="")


def statuses(cast):
    firm = Enterprise.objects.get(pk=cast.enterprise.pk).status
    return firm, set(Site.objects.filter(enterprise=cast.enterprise).values_list("status", flat=True))


def test_each_town_is_asked_for_its_part_and_all_must_agree(cast, niutang, asked):
    assert [each.label for each in asked.steps.all()] == ["湖塘镇确认", "牛塘镇确认"]
    for person, region in ((cast.town, cast.hutang), (niutang, cast.niutang)):
        assert [each.region for each in todo_of(person)] == [region]
        assert visible(asked.pk, actor=person) == asked
    approval = said(cast, asked, cast.hutang, cast.town, Act.APPROVE)
    assert (approval.status, list(todo_of(cast.town))) == (Status.PENDING, [])
    approval = said(cast, asked, cast.niutang, niutang, Act.APPROVE)
    assert approval.status == Status.APPROVED
    assert outcome(cast, approval, niutang) is not None
    assert statuses(cast) == ("closed", {"closed"})
    assert StatusChange.objects.get(pk=asked.target).decided_by == niutang


@pytest.mark.parametrize("act", [Act.REFUSE, Act.SEND_BACK])
def test_a_no_returns_one_part_and_leaves_the_others(cast, niutang, asked, act):
    said(cast, asked, cast.hutang, cast.town, Act.APPROVE, "属实")
    approval = said(cast, asked, cast.niutang, niutang, act, "二号厂区仍在生产")
    assert approval.status == Status.PENDING
    assert (part(asked, cast.hutang).seat, part(asked, cast.niutang).seat) == (Seat.APPROVED, Seat.SENT_BACK)
    assert Notice.objects.filter(user=cast.officer.pk, body="二号厂区仍在生产").count() == 1
    resubmit(asked.pk, actor=cast.officer, expected_version=None, opinion="已停产", now=cast.now)
    assert part(asked, cast.hutang).opinion == "属实"  # not asked again
    assert [list(todo_of(cast.town)), [each.region for each in todo_of(niutang)]] == [[], [cast.niutang]]
    assert said(cast, asked, cast.niutang, niutang, Act.APPROVE).status == Status.APPROVED
    assert [each.act for each in asked.events.all()] == ["ask", "pass", "part_back", "part_again", "approve"]


def test_the_last_to_agree_does_not_end_what_lies_with_the_asker(cast, niutang, asked):
    said(cast, asked, cast.niutang, niutang, Act.SEND_BACK, "缺照片")
    assert said(cast, asked, cast.hutang, cast.town, Act.APPROVE).status == Status.PENDING
    withdraw(asked.pk, actor=cast.officer, expected_version=None, now=cast.now)
    asked.refresh_from_db()
    assert asked.status == Status.WITHDRAWN


def test_no_town_decides_for_another_and_the_district_for_both(cast, niutang, asked):
    with pytest.raises(PermissionDenied, match="“湖塘镇确认”由当地办理"):
        said(cast, asked, cast.hutang, niutang, Act.APPROVE)
    with pytest.raises(Approval.DoesNotExist):
        said(cast, asked, cast.hutang, cast.liyang, Act.APPROVE)
    said(cast, asked, cast.hutang, cast.wujin, Act.APPROVE)
    assert said(cast, asked, cast.niutang, cast.wujin, Act.APPROVE).status == Status.APPROVED


def test_nothing_is_sent_again_that_was_not_sent_back(cast, asked):
    with pytest.raises(RuleViolation, match="审批中"):
        resubmit(asked.pk, actor=cast.officer, expected_version=None, opinion="补充", now=cast.now)


def test_on_its_own_page_a_town_does_not_refuse_for_all(cast, asked):
    with pytest.raises(RuleViolation, match="该企业在牛塘镇还有场所，请在我的待办中退回本地部分"):
        confirm_status(
            asked.target, actor=cast.town, expected_version=None, accept=False, opinion="不属实", now=cast.now
        )


def test_a_site_opened_meanwhile_in_a_third_town_is_not_decided_over_its_head(cast, niutang, asked):
    open_site(actor=cast.platform, enterprise=cast.enterprise, region=cast.licheng, name="三号厂区")
    said(cast, asked, cast.hutang, cast.town, Act.APPROVE)
    approval = said(cast, asked, cast.niutang, niutang, Act.APPROVE)
    assert outcome(cast, approval, niutang) is None  # who decided is told why
    assert statuses(cast) == ("operating", {"operating"})
    assert "溧城街道" in Notice.objects.filter(user=niutang.pk).latest("pk").title


def test_one_sites_change_is_its_own_towns_business(cast, niutang):
    site = open_site(actor=cast.wujin, enterprise=cast.enterprise, region=cast.niutang, name="二号厂区")
    change = report_status(
        cast.enterprise.pk, actor=cast.officer, expected_version=None, new="closed", effective_on=cast.today,
        reason="搬迁", now=cast.now, site=site.pk,
    )  # fmt: skip
    approval = Approval.objects.get(kind="enterprises.status", target=change.pk)
    assert ([each.approval for each in todo_of(niutang)], list(todo_of(cast.town))) == ([approval], [])


def test_over_http_the_asker_is_shown_that_a_part_waits_for_him(cast, api, niutang, asked):
    said(cast, asked, cast.niutang, niutang, Act.SEND_BACK, "缺照片")
    told = api(cast.officer).get(f"/api/approvals/{asked.pk}/").json()
    assert (told["status"], told["may_resubmit"]) == ("pending", True)
    assert [(each["label"], each["seat"]) for each in told["steps"]] == [
        ("湖塘镇确认", "open"),
        ("牛塘镇确认", "sent_back"),
    ]
    assert api(cast.town).get(f"/api/approvals/{asked.pk}/").json()["mine"] == [part(asked, cast.hutang).pk]
