"""湖塘机械厂 finds, rectifies and reviews a general hazard."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from changqian.platform.commons.hazards.models import Event, Hazard
from changqian.platform.commons.hazards.services import assign_hazard
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


def test_from_found_to_closed(cast, do, clock, told):
    hazard = do.report(cast.worker)
    assert hazard.number == "YH-320412-202603-000001"
    assert (hazard.status, hazard.level, hazard.deadline) == ("reported", "general", date(2026, 3, 31))
    assert told(cast.officer) == ["企业自查：新的一般隐患"]

    do.grade(hazard, cast.officer, level_basis="局部防护缺失")
    hazard = do.assign(hazard, cast.officer, deadline=date(2026, 3, 20), funds=Decimal("800"))
    assert (hazard.status, hazard.responsible_name, hazard.due_on) == ("assigned", "王小虎", date(2026, 3, 20))
    assert told(cast.worker) == ["请在2026-03-20前整改隐患"]

    clock.sleep(2)
    do.start(hazard, cast.worker)
    hazard = do.submit(hazard, cast.worker, cost=Decimal("650.50"))
    assert (hazard.status, hazard.rounds_count, hazard.due_on) == ("submitted", 1, None)
    assert told(cast.officer)[-1] == "隐患整改待复查"

    hazard = do.fail_review(hazard, cast.officer)
    assert (hazard.status, hazard.due_on) == ("rectifying", date(2026, 3, 20))
    assert told(cast.worker)[-1] == "隐患复查退回"

    do.submit(hazard, cast.worker, done="已重新固定")
    clock.sleep(1)
    hazard = do.pass_review(hazard, cast.officer)
    assert (hazard.status, hazard.closed_on, hazard.days_to_close) == ("closed", date(2026, 3, 19), 3)
    assert [(each.number, each.result, each.reviewed_by) for each in hazard.rounds.all()] == [
        (1, "failed", cast.officer),
        (2, "passed", cast.officer),
    ]
    steps = list(hazard.events.values_list("step", flat=True))
    assert steps == ["report", "grade", "assign", "start", "submit", "fail_review", "submit", "pass_review"]
    actions = list(Entry.objects.filter(target=f"hazards.Hazard:{hazard.pk}").order_by("pk").values_list("action"))
    assert [action for (action,) in actions] == [f"hazards.{step}" for step in steps]


def test_numbers_count_up_by_district_and_month(cast, do, clock):
    assert [do.report().number for _ in range(2)] == ["YH-320412-202603-000001", "YH-320412-202603-000002"]
    assert do.report(cast.rival_officer, site=cast.rival_site).number == "YH-320402-202603-000001"
    clock.sleep(30)
    assert do.report().number == "YH-320412-202604-000001"


def test_a_report_that_fails_gives_its_number_back(cast, do):
    with pytest.raises(PermissionDenied), transaction.atomic():
        do.report(cast.rival_officer)
    assert do.report().number == "YH-320412-202603-000001"


def test_the_number_of_a_place_without_a_code_is_its_districts(cast, do):
    cast.hutang.code = None
    cast.hutang.save()
    cast.site.refresh_from_db()
    assert do.report().number.startswith("YH-320412-")


def test_found_and_fixed_on_the_spot(cast, do, told):
    hazard = do.report(cast.worker, fixed="已移走货物")
    assert (hazard.status, hazard.responsible, hazard.rounds_count) == ("submitted", cast.worker, 1)
    assert told(cast.officer) == ["当场整改待复查"]
    with pytest.raises(RuleViolation, match="整改人不能复查自己的整改"):
        do.pass_review(hazard, _reviewer(cast))
    assert do.pass_review(hazard, cast.officer).status == "closed"


def _reviewer(cast):
    """王小虎, made 安管员 meanwhile: the permission alone does not make him another person."""
    Assignment.objects.create(user=cast.worker, role=Role.objects.get(code="officer"), enterprise=cast.enterprise)
    return User.objects.get(pk=cast.worker.pk)


def test_assigning_wants_five_in_place(cast, do):
    hazard = do.report()
    with pytest.raises(RuleViolation, match="五落实不齐全，还缺：责任、措施"):
        do.assign(hazard, cast.officer, responsible=None, measures=" ")
    with pytest.raises(RuleViolation, match="钱青不是该企业的人员"):
        do.assign(hazard, cast.officer, responsible=cast.rival_officer)
    with pytest.raises(RuleViolation, match="一般隐患的整改期限最长为发现后30天"):
        do.assign(hazard, cast.officer, deadline=date(2026, 4, 16))
    row = do.assign(hazard, cast.officer, responsible=None, responsible_name="外包单位老赵")
    assert (row.status, row.responsible, row.responsible_name) == ("assigned", None, "外包单位老赵")


def test_work_can_be_given_to_another_but_not_more_time(cast, do):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    do.start(hazard, cast.worker)
    with pytest.raises(RuleViolation, match="不能直接改，请派单后申请延期"):
        do.assign(hazard, cast.officer, deadline=date(2026, 4, 5))
    assert do.assign(hazard, cast.officer, responsible=cast.principal).status == "assigned"
    with pytest.raises(RuleViolation, match="只有整改责任人周立新或安管员可以提交整改"):
        do.submit(hazard, cast.worker)


def test_whoever_rectified_does_not_review(cast, do):
    hazard = do.report()
    do.assign(hazard, cast.officer, responsible=cast.officer)
    do.submit(hazard, cast.officer)
    with pytest.raises(RuleViolation, match="整改人不能复查自己的整改，请由其他人办理"):
        do.pass_review(hazard, cast.officer)
    with pytest.raises(PermissionDenied, match="您没有此项权限"):
        do.pass_review(hazard, cast.worker)
    assert do.pass_review(hazard, cast.principal).status == "closed"


def test_the_database_itself_refuses_a_review_of_oneself(cast, do):
    hazard = do.report(fixed="已移走货物")
    with pytest.raises(IntegrityError, match="hazard_reviewed_by_another"), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(reviewed_by=cast.worker)
    with pytest.raises(IntegrityError, match="hazard_closed_after_review"), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(status="closed")


def test_a_reviewer_who_lends_a_hand_in_the_next_round_no_longer_reviews(cast, do):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    do.submit(hazard, cast.worker)
    do.fail_review(hazard, cast.officer)
    do.submit(hazard, cast.officer, done="一起重新固定")
    with pytest.raises(RuleViolation, match="整改人不能复查自己的整改"):
        do.pass_review(hazard, cast.officer)
    assert do.pass_review(hazard, cast.principal).status == "closed"


def test_what_enforcement_found_the_authority_reviews(cast, do, told):
    hazard = do.report(cast.town, source="enforcement", deadline=date(2026, 3, 25))
    assert told(cast.principal) == ["执法检查：新的一般隐患"]
    with pytest.raises(RuleViolation, match="监管部门确定的整改期限不能推后，请派单后申请延期"):
        do.assign(hazard, cast.officer, deadline=date(2026, 3, 26))
    do.assign(hazard, cast.officer)
    do.submit(hazard, cast.worker)
    assert told(cast.town)[-1] == "隐患整改待复查"
    with pytest.raises(RuleViolation, match="执法检查发现的隐患由监管部门复查"):
        do.pass_review(hazard, cast.officer)
    row = do.pass_review(hazard, cast.town)
    assert row.status == "closed"
    assert row.rounds.get().by_authority


def test_a_firm_does_not_enter_an_inspection_of_the_authority(cast, do):
    with pytest.raises(RuleViolation, match="执法检查的隐患由监管部门登记"):
        do.report(cast.officer, source="enforcement")


def test_no_hazard_after_all(cast, do, told):
    hazard = do.report()
    with pytest.raises(RuleViolation, match="请填写理由"):
        do.dismiss(hazard, cast.officer, reason=" ")
    row = do.dismiss(hazard, cast.officer)
    assert (row.status, row.dismiss_reason, row.due_on) == ("dismissed", "该设备已报废停用", None)
    assert told(cast.principal) == told(cast.worker) == ["认定为非隐患"]
    with pytest.raises(RuleViolation, match="非隐患的隐患不能派单整改"):
        do.assign(hazard, cast.officer)


def test_entered_by_mistake(cast, do, api):
    hazard = do.report()
    do.end(hazard, cast.officer)
    assert api(cast.officer).get("/api/hazards/").json()["count"] == 0
    assert list(Event.objects.filter(hazard=hazard).values_list("step", "words")) == [
        ("report", "砂轮机防护罩缺失"),
        ("end", "重复登记"),
    ]


def test_more_time(cast, do, clock, told):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    with pytest.raises(RuleViolation, match="申请的期限须晚于现期限2026-03-31"):
        do.request_extension(hazard, cast.worker, until=date(2026, 3, 31))
    do.request_extension(hazard, cast.worker)
    assert told(cast.principal)[-1] == "隐患整改延期待审批"
    with pytest.raises(RuleViolation, match="已有一份延期申请待审批"):
        do.request_extension(hazard, cast.worker)
    with pytest.raises(RuleViolation, match="请写明不同意延期的理由"):
        do.decide_extension(hazard, cast.principal, approved=False)
    row = do.decide_extension(hazard, cast.principal, approved=False, comment="先用备件")
    assert (row.deadline, row.extensions_count) == (date(2026, 3, 31), 0)

    do.request_extension(hazard, cast.officer)
    with pytest.raises(PermissionDenied):
        do.decide_extension(hazard, cast.officer)
    row = do.decide_extension(hazard, cast.principal)
    assert (row.deadline, row.due_on, row.extensions_count) == (date(2026, 4, 10), date(2026, 4, 10), 1)
    assert told(cast.worker)[-1] == "延期申请：同意延至2026-04-10"
    assert [(each.decision, each.before) for each in row.extensions.all()] == [
        ("refused", date(2026, 3, 31)),
        ("approved", date(2026, 3, 31)),
    ]
    clock.sleep(26)
    with pytest.raises(RuleViolation, match="整改期限已过，不能再申请延期"):
        do.request_extension(hazard, cast.worker, until=date(2026, 4, 20))


def test_work_submitted_meanwhile_needs_no_more_time(cast, do):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    do.request_extension(hazard, cast.worker)
    do.submit(hazard, cast.worker)
    assert hazard.extensions.get().decision == "moot"
    do.fail_review(hazard, cast.officer)
    with pytest.raises(RuleViolation, match="没有待审批的延期申请"):
        do.decide_extension(hazard, cast.principal)


def test_the_principal_does_not_give_himself_time(cast, do):
    hazard = do.report()
    do.assign(hazard, cast.officer, responsible=cast.principal)
    do.request_extension(hazard, cast.principal)
    with pytest.raises(RuleViolation, match="申请人不能审批自己的延期申请"):
        do.decide_extension(hazard, cast.principal)
    assert do.decide_extension(hazard, cast.town).extensions_count == 1


def test_corrections_keep_what_is_not_named(cast, do):
    hazard = do.report()
    row = do.edit(hazard, cast.officer, interim_control="停用")
    assert (row.description, row.location, row.interim_control) == ("砂轮机防护罩松动", "机修间", "停用")


def test_a_finding_of_the_authority_is_not_rewritten_by_the_firm(cast, do):
    hazard = do.report(cast.town, source="grid")
    with pytest.raises(RuleViolation, match="网格巡查发现的隐患由监管部门修改"):
        do.edit(hazard, cast.officer)
    assert do.edit(hazard, cast.town).description == "砂轮机防护罩松动"


def test_a_stale_version_is_told_before_any_rule(cast, do):
    hazard = do.report()
    do.dismiss(hazard, cast.officer)
    with pytest.raises(VersionConflict):
        assign_hazard(hazard.pk, actor=cast.officer, expected_version=1, measures="加装", now=hazard.found_at)


def test_the_future_and_unknown_clauses_are_refused(cast, do, clock):
    with pytest.raises(RuleViolation, match="发现时间不能晚于现在"):
        do.report(found_at=clock.now + timedelta(hours=1))
    with pytest.raises(RuleViolation, match="判定标准中没有MEM10-2-1这一条"):
        do.report(criterion="MEM10-2-1")
    with pytest.raises(RuleViolation, match="整改期限不能早于发现日期"):
        do.report(deadline=date(2026, 3, 1))
    with pytest.raises(RuleViolation, match="一般隐患的整改期限最长为发现后30天"):
        do.report(deadline=date(2026, 5, 1))
