"""A major hazard: the authority hears, a plan is made, 挂牌督办, acceptance, 摘牌."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.kernel.errors import RuleViolation

WHOLE = {"funds": Decimal("300000"), "emergency_plan": "停机断电，撤离至集合点"}


@pytest.fixture
def major(cast, do):
    """Graded major by the officer, not yet reported to the authority."""
    hazard = do.report(cast.worker, description="铝镁粉尘干式除尘器未设置锁气卸灰装置", level="major")
    return do.grade(hazard, cast.officer, level="major", criterion="MEM10-11-6")


@pytest.fixture
def rectified(cast, do, major):
    do.report_authority(major, cast.officer)
    do.plan(major, cast.officer)
    do.approve_plan(major, cast.principal)
    do.assign(major, cast.officer, **WHOLE)
    do.start(major, cast.worker)
    return do.submit(major, cast.worker, done="湿式除尘改造完成")


def test_the_whole_lane(cast, do, clock, told, major):
    assert (major.status, major.deadline) == ("graded", None)
    with pytest.raises(RuleViolation, match="重大隐患须先上报监管部门并批准治理方案，再派单整改"):
        do.assign(major, cast.officer, **WHOLE)
    with pytest.raises(RuleViolation, match="请写明整改前的临时管控措施"):
        do.report_authority(major, cast.officer, interim_control=" ")
    do.report_authority(major, cast.officer, congress_told=True)
    assert told(cast.town) == told(cast.wujin) == ["企业上报重大隐患"]
    assert told(cast.liyang) == told(cast.city) == []

    do.supervise(major, cast.wujin)
    assert told(cast.principal)[-1] == "重大隐患挂牌督办：武安委督〔2026〕3号"
    with pytest.raises(RuleViolation, match="该隐患已在挂牌督办中"):
        do.supervise(major, cast.city)

    with pytest.raises(RuleViolation, match="治理方案不完整，还缺：经费和物资的落实、安全措施和应急预案"):
        do.plan(major, cast.officer, plan_funds="", plan_safety="  ")
    do.plan(major, cast.officer)
    with pytest.raises(PermissionDenied):
        do.approve_plan(major, cast.officer)
    assert do.return_plan(major, cast.principal).status == "notified"
    do.plan(major, cast.officer)
    assert do.approve_plan(major, cast.principal).status == "plan_approved"

    with pytest.raises(RuleViolation, match="五落实不齐全，还缺：资金、预案"):
        do.assign(major, cast.officer)
    row = do.assign(major, cast.officer, **WHOLE)
    assert (row.status, row.deadline, row.is_supervised) == ("assigned", date(2026, 4, 30), True)
    do.start(major, cast.worker)
    clock.sleep(20)
    do.progress(major, cast.officer)
    assert told(cast.wujin)[-1] == "督办隐患治理进度"
    do.submit(major, cast.worker, done="湿式除尘改造完成")
    with pytest.raises(RuleViolation, match="重大隐患不能由企业复查闭环，请申请监管部门验收"):
        do.pass_review(major, cast.officer)
    assert do.apply_acceptance(major, cast.officer).status == "acceptance"
    assert told(cast.wujin)[-1] == "重大隐患申请验收"

    row = do.reject(major, cast.wujin)
    assert (row.status, row.is_supervised) == ("rectifying", True)
    do.submit(major, cast.worker, done="锁气卸灰装置已接地")
    do.apply_acceptance(major, cast.principal)
    assert do.accept(major, cast.wujin).status == "accepted"
    with pytest.raises(RuleViolation, match="挂牌督办的隐患须先摘牌，再销号"):
        do.close(major, cast.officer)
    assert do.lift(major, cast.wujin).status == "lifted"
    row = do.close(major, cast.officer)
    assert (row.status, row.is_supervised, row.days_to_close) == ("closed", False, 20)
    assert [(each.result, each.by_authority, each.applied_by) for each in row.rounds.all()] == [
        ("failed", True, cast.officer),
        ("passed", True, cast.principal),
    ]


def test_without_being_put_on_the_board_it_closes_after_acceptance(cast, do, rectified):
    do.apply_acceptance(rectified, cast.officer)
    do.accept(rectified, cast.wujin)
    with pytest.raises(RuleViolation, match="该隐患没有挂牌督办，可直接销号"):
        do.lift(rectified, cast.wujin)
    assert do.close(rectified, cast.officer).status == "closed"


def test_the_firm_may_send_its_own_work_back_before_asking(cast, do, rectified):
    assert do.fail_review(rectified, cast.officer).status == "rectifying"


def test_who_did_the_work_does_not_apply_and_the_firm_does_not_accept(cast, do, rectified):
    do.fail_review(rectified, cast.officer)
    do.submit(rectified, cast.officer)
    with pytest.raises(RuleViolation, match="整改人不能复查自己的整改"):
        do.apply_acceptance(rectified, cast.officer)
    do.apply_acceptance(rectified, cast.principal)
    with pytest.raises(PermissionDenied):
        do.accept(rectified, cast.principal)
    with pytest.raises(PermissionDenied):
        do.accept(rectified, cast.town)


def test_a_major_level_has_a_basis(cast, do):
    hazard = do.report()
    with pytest.raises(RuleViolation, match="请注明重大隐患的判定依据或判定标准条款"):
        do.grade(hazard, cast.officer, level="major")
    with pytest.raises(RuleViolation, match="判定标准中没有MEM10-99-1这一条"):
        do.grade(hazard, cast.officer, level="major", criterion="MEM10-99-1")


def test_found_to_be_major_while_at_work(cast, do):
    hazard = do.report()
    do.assign(hazard, cast.officer)
    do.start(hazard, cast.worker)
    row = do.grade(hazard, cast.town, level="major", level_basis="令第10号第十一条第六项")
    assert (row.status, row.deadline) == ("graded", None)
    row = do.grade(hazard, cast.officer, level="general")
    assert row.deadline == date(2026, 3, 31), "no time is gained by grading up and down"


def test_once_reported_the_authority_grades_down(cast, do, major):
    do.report_authority(major, cast.officer)
    with pytest.raises(RuleViolation, match="已上报或由监管部门发现的重大隐患，由监管部门降级"):
        do.grade(major, cast.officer, level="general")
    with pytest.raises(RuleViolation, match="已上报的重大隐患由监管部门认定为非隐患"):
        do.dismiss(major, cast.officer)
    row = do.grade(major, cast.town, level="general")
    assert (row.status, row.notified_at, row.deadline) == ("graded", None, date(2026, 3, 31))


def test_more_time_for_a_major_one_is_given_by_the_authority(cast, do, rectified):
    do.fail_review(rectified, cast.officer)
    do.request_extension(rectified, cast.officer, until=date(2026, 5, 20))
    with pytest.raises(RuleViolation, match="重大隐患的延期由监管部门审批"):
        do.decide_extension(rectified, cast.principal)
    assert do.decide_extension(rectified, cast.town).deadline == date(2026, 5, 20)
