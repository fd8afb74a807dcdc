"""The rules as tables: deadlines, 五落实, who may, which step from which status."""

from datetime import date
from decimal import Decimal

import pytest

from changqian.platform.commons.hazards.rules import (
    MAJOR_ONLY,
    OPEN,
    PENDING,
    STEPS,
    Asker,
    Facts,
    Level,
    Source,
    Stage,
    Status,
    Step,
    Terms,
    default_deadline,
    escalations,
    five_in_place,
    may_grade,
    may_report_as,
    refusal,
    wrong_deadline,
)
from changqian.platform.kernel.errors import RuleViolation

TODAY = date(2026, 3, 16)
TERMS = Terms(general_days=15, general_days_max=30, extensions_max=2, town_after=3, district_after=7)
WORKER, OFFICER, PRINCIPAL, TOWN = 1, 2, 3, 4
officer = Asker(user=OFFICER, authority=False, manages=True)
worker = Asker(user=WORKER, authority=False, manages=False)
other_worker = Asker(user=9, authority=False, manages=False)
principal = Asker(user=PRINCIPAL, authority=False, manages=True)
town = Asker(user=TOWN, authority=True, manages=False)


NOT_LATER = "监管部门确定的整改期限不能推后，请派单后申请延期"
ASK_FOR_MORE = "期限已由派单或治理方案确定，不能直接改，请派单后申请延期"
NOT_ONES_OWN = "整改人不能复查自己的整改，请由其他人办理"
AUTHORITY_REVIEWS = "执法检查发现的隐患由监管部门复查"
AUTHORITY_ACCEPTS = "重大隐患不能由企业复查闭环，请申请监管部门验收"
NOT_ON_THE_SPOT = "重大隐患不能当场整改，须上报监管部门并制定治理方案"
PLAN_FIRST = "重大隐患须先上报监管部门并批准治理方案，再派单整改"
AUTHORITY_DISMISSES = "执法检查发现的隐患由监管部门认定为非隐患"
AUTHORITY_DISMISSES_MAJOR = "已上报的重大隐患由监管部门认定为非隐患"
TOO_LATE = "整改期限已过，不能再申请延期，请尽快整改并提交"
AUTHORITY_DECIDES = "网格巡查发现的隐患的延期由监管部门审批"
LIFT_FIRST = "挂牌督办的隐患须先摘牌，再销号"
AUTHORITY_GRADES_DOWN = "已上报或由监管部门发现的重大隐患，由监管部门降级"
ON_THE_BOARD = "挂牌督办中的隐患不能降为一般隐患"


def facts(status: str = "rectifying", **more: object) -> Facts:
    said: dict = {
        "terms": TERMS,
        "status": status,
        "level": "general",
        "source": "self_check",
        "reported_by": WORKER,
        "responsible": WORKER,
        "responsible_name": "王小虎",
        "rectified_by": WORKER,
        "deadline": date(2026, 3, 20),
    }
    return Facts(**said | more)


def test_a_general_hazard_has_fifteen_days_and_a_major_one_what_its_plan_says():
    assert default_deadline("general", date(2026, 2, 20), TERMS) == date(2026, 3, 7)
    assert default_deadline("major", TODAY, TERMS) is None


@pytest.mark.parametrize(
    ("more", "to", "authority", "why"),
    [
        ({"status": "reported"}, date(2026, 3, 16), False, None),
        ({"status": "reported"}, date(2026, 3, 15), False, "整改期限不能早于今天"),
        ({"status": "reported"}, date(2026, 4, 9), False, None),
        ({"status": "reported"}, date(2026, 4, 10), False, "一般隐患的整改期限最长为发现后30天"),
        ({"status": "reported"}, date(2026, 4, 10), True, None),
        ({"status": "graded", "source": "grid"}, date(2026, 3, 21), False, NOT_LATER),
        ({"status": "graded", "source": "grid"}, date(2026, 3, 19), False, None),
        ({"status": "assigned"}, date(2026, 3, 21), False, ASK_FOR_MORE),
        ({"status": "plan_approved", "level": "major"}, date(2026, 9, 1), False, ASK_FOR_MORE),
        ({"status": "assigned"}, date(2026, 3, 20), False, None),
    ],
)
def test_a_deadline(more, to, authority, why):
    said = wrong_deadline(facts(**more), to=to, found_on=date(2026, 3, 10), authority=authority, today=TODAY)
    assert said == why


@pytest.mark.parametrize(
    ("level", "given", "missing"),
    [
        ("general", {}, ["责任", "措施", "时限"]),
        ("general", {"responsible": "王小虎", "measures": "加装防护罩", "deadline": TODAY}, []),
        ("general", {"responsible": "  ", "measures": "加装防护罩", "deadline": TODAY}, ["责任"]),
        ("major", {"responsible": "王小虎", "measures": "改造", "deadline": TODAY}, ["资金", "预案"]),
        ("major", {"funds": Decimal(0), "plan": "停机", "measures": "改造"}, ["责任", "时限"]),
    ],
)
def test_five_in_place(level, given, missing):
    nothing: dict = {"responsible": "", "measures": "", "funds": None, "deadline": None, "plan": ""}
    assert five_in_place(level, **nothing | given) == missing


@pytest.mark.parametrize(
    ("step", "who", "more", "why"),
    [
        (Step.SUBMIT, worker, {}, None),
        (Step.SUBMIT, officer, {}, None),
        (Step.SUBMIT, other_worker, {}, "只有整改责任人王小虎或安管员可以提交整改"),
        (Step.START, other_worker, {"status": "assigned"}, "只有整改责任人王小虎或安管员可以开始整改"),
        (Step.PASS_REVIEW, officer, {"status": "submitted"}, None),
        (Step.PASS_REVIEW, worker, {"status": "submitted"}, NOT_ONES_OWN),
        (Step.PASS_REVIEW, officer, {"status": "submitted", "rectified_by": OFFICER}, NOT_ONES_OWN),
        (Step.PASS_REVIEW, officer, {"status": "submitted", "source": "enforcement"}, AUTHORITY_REVIEWS),
        (Step.FAIL_REVIEW, officer, {"status": "submitted", "source": "enforcement"}, AUTHORITY_REVIEWS),
        (Step.PASS_REVIEW, town, {"status": "submitted", "source": "enforcement"}, None),
        (Step.PASS_REVIEW, town, {"status": "submitted", "level": "major"}, AUTHORITY_ACCEPTS),
        (Step.FIX_ON_THE_SPOT, worker, {"status": "reported"}, None),
        (Step.FIX_ON_THE_SPOT, other_worker, {"status": "reported"}, "只有登记人或安管员可以登记当场整改"),
        (Step.FIX_ON_THE_SPOT, worker, {"status": "graded", "level": "major"}, NOT_ON_THE_SPOT),
        (Step.ASSIGN, officer, {"status": "graded", "level": "major"}, PLAN_FIRST),
        (Step.ASSIGN, officer, {"status": "plan_approved", "level": "major"}, None),
        (Step.REPORT_AUTHORITY, officer, {"status": "graded"}, "一般隐患不需要上报监管部门"),
        (Step.DISMISS, officer, {"status": "reported", "source": "enforcement"}, AUTHORITY_DISMISSES),
        (Step.DISMISS, officer, {"status": "planned", "level": "major", "notified": True}, AUTHORITY_DISMISSES_MAJOR),
        (Step.DISMISS, officer, {"status": "reported", "source": "whistle"}, None),
        (Step.END, officer, {"status": "reported", "source": "public"}, "群众举报发现的隐患由监管部门删除误录"),
        (Step.EDIT, officer, {"status": "reported", "source": "grid"}, "网格巡查发现的隐患由监管部门修改"),
        (Step.REQUEST_EXTENSION, worker, {"extension_by": WORKER}, "已有一份延期申请待审批"),
        (Step.REQUEST_EXTENSION, worker, {"extensions": 2}, "延期已满2次，不能再申请"),
        (Step.REQUEST_EXTENSION, worker, {"deadline": date(2026, 3, 15)}, TOO_LATE),
        (Step.REQUEST_EXTENSION, worker, {"deadline": TODAY}, None),
        (Step.DECIDE_EXTENSION, principal, {}, "没有待审批的延期申请"),
        (Step.DECIDE_EXTENSION, principal, {"extension_by": OFFICER}, None),
        (Step.DECIDE_EXTENSION, principal, {"extension_by": PRINCIPAL}, "申请人不能审批自己的延期申请"),
        (Step.DECIDE_EXTENSION, principal, {"extension_by": OFFICER, "level": "major"}, "重大隐患的延期由监管部门审批"),
        (Step.DECIDE_EXTENSION, principal, {"extension_by": OFFICER, "source": "grid"}, AUTHORITY_DECIDES),
        (Step.DECIDE_EXTENSION, town, {"extension_by": OFFICER, "source": "grid"}, None),
        (Step.SUPERVISE, town, {"status": "notified", "level": "major", "supervised": True}, "该隐患已在挂牌督办中"),
        (Step.SUPERVISE, officer, {"status": "notified", "level": "major"}, "挂牌督办由监管部门办理"),
        (Step.LIFT, town, {"status": "accepted", "level": "major"}, "该隐患没有挂牌督办，可直接销号"),
        (Step.CLOSE, officer, {"status": "accepted", "level": "major", "supervised": True}, LIFT_FIRST),
        (Step.CLOSE, officer, {"status": "accepted", "level": "major"}, None),
        (Step.ACCEPT, officer, {"status": "acceptance", "level": "major"}, "重大隐患由监管部门验收"),
        (Step.APPLY_ACCEPTANCE, worker, {"status": "submitted", "level": "major"}, NOT_ONES_OWN),
        (Step.APPLY_ACCEPTANCE, officer, {"status": "submitted", "level": "major"}, None),
    ],
)
def test_who_may_do_what_and_why_not(step, who, more, why):
    assert refusal(step, facts(**more), who, today=TODAY) == why


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_status_is_in_the_table_or_refused_in_words(status, step):
    if (status, step) in STEPS.table:
        assert STEPS.after(status, step) in Status
        return
    with pytest.raises(RuleViolation) as told:
        STEPS.after(status, step)
    assert str(told.value) == f"{status.label}的隐患不能{step.label}"
    assert refusal(step, facts(status), town, today=TODAY) == str(told.value)


def test_what_is_over_is_over():
    assert not {step for status, step in STEPS.table if status in (Status.CLOSED, Status.DISMISSED)}
    assert set(OPEN) == set(Status) - {Status.CLOSED, Status.DISMISSED}


def test_nothing_closes_but_after_a_submission_and_a_verdict():
    """On the table itself: taking away the verdicts, no path leads to 已闭环; taking away submissions neither."""

    def reached(without: set[Step]) -> set[Status]:
        seen, new = set(), {Status.REPORTED}
        while new:
            seen |= new
            new = {to for (at, step), to in STEPS.table.items() if at in seen and step not in without} - seen
        return seen

    assert Status.CLOSED in reached(set())
    assert Status.CLOSED not in reached({Step.PASS_REVIEW, Step.ACCEPT})
    assert Status.CLOSED not in reached({Step.SUBMIT, Step.FIX_ON_THE_SPOT})


def test_a_major_one_closes_only_by_the_authority():
    """Taking away what a major hazard may not do, no path leads past the acceptance."""
    forbidden = {
        (status, step)
        for status, step in STEPS.table
        if refusal(step, facts(status, level="major", rectified_by=None, responsible=None), principal, today=TODAY)
    }
    seen, new = set(), {Status.REPORTED}
    while new:
        seen |= new
        new = {to for key, to in STEPS.table.items() if key[0] in seen and key not in forbidden} - seen
    assert Status.ACCEPTANCE in seen
    assert not seen & {Status.ACCEPTED, Status.LIFTED, Status.CLOSED}


@pytest.mark.parametrize("step", sorted(MAJOR_ONLY))
def test_the_lane_of_major_ones_is_closed_to_general_ones(step):
    status = next(status for status, each in STEPS.table if each == step)
    assert refusal(step, facts(status), town, today=TODAY) == f"一般隐患不需要{step.label}"


@pytest.mark.parametrize(
    ("now", "to", "authority", "why"),
    [
        ({"status": "reported"}, "major", False, None),
        ({"status": "graded"}, "general", False, None),
        ({"status": "rectifying"}, "general", False, "该隐患已是一般隐患"),
        ({"status": "graded", "level": "major"}, "general", False, None),
        ({"status": "planned", "level": "major", "notified": True}, "general", False, AUTHORITY_GRADES_DOWN),
        ({"status": "graded", "level": "major", "source": "grid"}, "general", False, AUTHORITY_GRADES_DOWN),
        ({"status": "planned", "level": "major", "notified": True}, "general", True, None),
        ({"status": "planned", "level": "major", "notified": True, "supervised": True}, "general", True, ON_THE_BOARD),
    ],
)
def test_changing_the_level(now, to, authority, why):
    assert may_grade(facts(**now), to=to, authority=authority) == why


def test_a_firm_does_not_register_what_an_authority_found():
    assert may_report_as(Source.ENFORCEMENT, authority=False) == "执法检查的隐患由监管部门登记"
    assert may_report_as(Source.ENFORCEMENT, authority=True) is None
    assert may_report_as(Source.INSURER, authority=False) is None


@pytest.mark.parametrize(
    ("today", "stages"),
    [
        (date(2026, 3, 16), ()),
        (date(2026, 3, 17), (Stage.THREE_DAYS,)),
        (date(2026, 3, 19), (Stage.THREE_DAYS, Stage.ONE_DAY)),
        (date(2026, 3, 20), (Stage.THREE_DAYS, Stage.ONE_DAY)),
        (date(2026, 3, 21), (Stage.OVERDUE,)),
        (date(2026, 3, 23), (Stage.OVERDUE, Stage.TOWN)),
        (date(2026, 3, 27), (Stage.OVERDUE, Stage.TOWN, Stage.DISTRICT)),
    ],
)
def test_who_is_reminded_when(today, stages):
    assert escalations(date(2026, 3, 20), today, TERMS) == stages


def test_general_and_pending_are_what_the_deadline_runs_for():
    assert Status.SUBMITTED not in PENDING
    assert Level.GENERAL.label == "一般隐患"
