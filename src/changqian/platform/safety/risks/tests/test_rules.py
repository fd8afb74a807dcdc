from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.checks.rules import ControlLevel
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.rules import (
    CONSEQUENCES,
    CONTROL_ORDER,
    EXPOSURES,
    GRADES,
    LIKELIHOODS,
    SEVERITY,
    STEPS,
    TASK_STEPS,
    Band,
    Frequency,
    Level,
    Method,
    Status,
    Step,
    TaskStatus,
    TaskStep,
    after_credit,
    assess,
    banded,
    change_of,
    controlled_by,
    missing_words,
    per_quarter,
    periods_in,
    progress,
    refuse_lower_control,
    refuse_own_approval,
    required_executions,
    status_after,
)
from changqian.platform.safety.risks.services.reference import _delivered

BANDS = [
    Band(row["extra"]["method"], row["extra"]["level"], Decimal(row["extra"]["at_least"]))
    for row in _delivered("assessment_bands")["items"]
]
TABLE = [Frequency(**row["extra"]) for row in _delivered("control_frequencies")["items"]]
C, W, T, P = CONTROL_ORDER
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
"March 2026 closes a quarter; it has 31 days and four Thursdays. April has 30 days and five."


# --- assessment -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "score", "level"),
    [
        ("lec", "0", "low"),
        ("lec", "69.9", "low"),
        ("lec", "70", "general"),
        ("lec", "159.9", "general"),
        ("lec", "160", "large"),
        ("lec", "319.9", "large"),
        ("lec", "320", "major"),
        ("lec", "10000", "major"),
        ("matrix", "1", "low"),
        ("matrix", "8", "low"),
        ("matrix", "9", "general"),
        ("matrix", "12", "general"),
        ("matrix", "15", "large"),
        ("matrix", "16", "large"),
        ("matrix", "20", "major"),
        ("matrix", "25", "major"),
    ],
)
def test_a_score_falls_into_its_band(method, score, level):
    assert banded(Decimal(score), method, BANDS) == level


def test_without_bands_no_score_is_judged():
    with pytest.raises(RuleViolation, match="风险矩阵法\\(L×S\\)的分级标准未录入"):
        banded(Decimal(9), "matrix", [])


def test_the_level_explains_itself():
    judged = assess(
        "lec", likelihood=Decimal(3), exposure=Decimal(6), consequence=Decimal(15), bands=BANDS,
        floor="major", floor_name="0101 铝镁等金属粉尘干式打磨抛光",
    )  # fmt: skip
    assert judged.level == Level.MAJOR
    assert judged.score == 270
    assert [(reason.rule, reason.text, reason.level) for reason in judged.reasons] == [
        ("score", "作业条件危险性评价法(LEC)：L3×E6×C15＝270，属较大风险", "large"),
        ("catalogue", "目录风险“0101 铝镁等金属粉尘干式打磨抛光”不得低于重大风险", "major"),
    ]


@pytest.mark.parametrize(
    ("inputs", "level", "rules"),
    [
        ({"method": "direct", "declared": "general"}, "general", ["declared"]),
        ({"method": "direct", "floor": "large", "floor_name": "x"}, "large", ["declared"]),
        (
            {"method": "direct", "declared": "low", "floor": "large", "floor_name": "x"},
            "large",
            ["declared", "catalogue"],
        ),
        ({"method": "jha", "declared": "major", "floor": "large", "floor_name": "x"}, "major", ["declared"]),
        ({"method": "matrix", "likelihood": Decimal(2), "consequence": Decimal(2)}, "low", ["score"]),
        (
            {"method": "matrix", "likelihood": Decimal(2), "consequence": Decimal(2), "declared": "large"},
            "large",
            ["score", "promoted"],
        ),
    ],
)
def test_how_a_level_comes_about(inputs, level, rules):
    judged = assess(**inputs, bands=BANDS)
    assert judged.level == level
    assert [reason.rule for reason in judged.reasons] == rules
    assert judged.self_promoted == ("promoted" in rules)


@pytest.mark.parametrize(
    ("inputs", "sentence", "field"),
    [
        ({"method": "lec", "likelihood": Decimal(3), "exposure": Decimal(6)}, "请选择后果严重性C", "consequence"),
        (
            {"method": "lec", "likelihood": Decimal(4), "exposure": Decimal(6), "consequence": Decimal(7)},
            "可能性L只能取0.1、0.2、0.5、1、3、6、10",
            "likelihood",
        ),
        (
            {"method": "matrix", "likelihood": Decimal(6), "consequence": Decimal(1)},
            "可能性L只能取1、2、3、4、5",
            "likelihood",
        ),
        ({"method": "direct"}, "请选择判定的风险等级", "declared_level"),
    ],
)
def test_what_cannot_be_assessed(inputs, sentence, field):
    with pytest.raises(RuleViolation, match=sentence) as refused:
        assess(**inputs, bands=BANDS)
    assert refused.value.field == field


def lec_level(factors):
    likelihood, exposure, consequence = factors
    return assess("lec", likelihood=likelihood, exposure=exposure, consequence=consequence, bands=BANDS).level


lec = st.tuples(st.sampled_from(LIKELIHOODS), st.sampled_from(EXPOSURES), st.sampled_from(CONSEQUENCES))


@given(lec, lec)
def test_lec_never_falls_when_a_factor_rises(one, other):
    lower, higher = (SEVERITY[lec_level(tuple(map(choose, one, other)))] for choose in (min, max))
    assert lower <= higher


def test_the_matrix_never_falls_when_a_factor_rises():
    level = {
        cell: SEVERITY[assess("matrix", likelihood=cell[0], consequence=cell[1], bands=BANDS).level]
        for cell in product(GRADES, GRADES)
    }
    for row, column in level:
        beside = [cell for cell in ((row + 1, column), (row, column + 1)) if cell in level]
        assert all(level[row, column] <= level[cell] for cell in beside)


@given(lec, st.sampled_from(["", *Level.values]), st.sampled_from(["", *Level.values]))
def test_no_declaration_goes_below_score_or_catalogue(factors, declared, floor):
    plain = lec_level(factors)
    given = dict(zip(("likelihood", "exposure", "consequence"), factors, strict=True))
    judged = assess("lec", **given, declared=declared, floor=floor, floor_name="x", bands=BANDS).level
    least = max(SEVERITY[Level(each)] for each in (plain, declared or plain, floor or plain))
    assert SEVERITY[judged] == least


# --- control --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "month", "shifts", "due"),
    [
        ("major", APRIL, 1, (1, 5, 30, 30)),
        ("major", APRIL, 3, (1, 5, 30, 90)),
        ("major", MARCH, 1, (1, 4, 31, 31)),
        ("large", APRIL, 1, (0, 1, 5, 30)),
        ("large", MARCH, 2, (1, 1, 4, 62)),
        ("general", APRIL, 1, (0, 0, 1, 5)),
        ("general", MARCH, 1, (0, 1, 1, 4)),
        ("low", APRIL, 1, (0, 0, 0, 1)),
        ("low", MARCH, 1, (0, 0, 1, 1)),
    ],
)
def test_what_a_month_asks_of_each_control_level(level, month, shifts, due):
    """domain §2.5, company, workshop, team, post."""
    assert tuple(required_executions(level, TABLE, month, shifts).values()) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 4, 1), (1, 5, 30, 30)),
        (date(2026, 4, 9), (1, 4, 22, 22)),
        (date(2026, 4, 30), (1, 1, 1, 1)),
        (date(2026, 3, 1), (1, 5, 30, 30)),
    ],
)
def test_a_point_in_force_since_the_middle_of_the_month_owes_the_days_left(start, due):
    assert tuple(required_executions("major", TABLE, APRIL, start=start).values()) == due


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(Level.values), st.integers(1, 4))
def test_every_month_asks_what_its_days_and_weeks_are(day, level, shifts):
    days = monthrange(day.year, day.month)[1]
    due = required_executions(level, TABLE, day, shifts)
    asked = {(each.control_level, each.period) for each in TABLE if each.level == level}
    for who, period in asked:
        count = due[ControlLevel(who)]
        match period:
            case "shift":
                assert count == days * shifts
            case "day":
                assert count == days
            case "week":
                assert count in (4, 5)
            case "month":
                assert count == 1
            case "quarter":
                assert count == (day.month in (3, 6, 9, 12))
    assert all(not due[who] for who in CONTROL_ORDER if who not in {each for each, _ in asked})


@given(st.integers(2000, 2100))
def test_every_week_counts_once_a_year(year):
    weeks = sum(
        periods_in("week", date(year, month, 1), date(year, month, monthrange(year, month)[1]), shifts=1)
        for month in range(1, 13)
    )
    assert weeks == date(year, 12, 28).isocalendar().week


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 30))
def test_the_two_parts_of_a_month_ask_together_what_the_month_asks(first, cut):
    first = first.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    until = min(first + timedelta(cut), last)
    for period in ("shift", "day", "week"):
        parts = periods_in(period, first, until, shifts=2) + (
            periods_in(period, until + timedelta(1), last, shifts=2) if until < last else 0
        )
        assert parts == periods_in(period, first, last, shifts=2)


def test_what_the_quarter_has_seen_is_not_asked_again_in_its_last_month():
    due = required_executions("large", TABLE, MARCH)
    quarter = per_quarter("large", TABLE)
    assert quarter == {C: 1, W: 0, T: 0, P: 0}
    assert after_credit(due, quarter, {C: 1, W: 9, T: 9, P: 60}) == due | {C: 0}
    assert after_credit(due, quarter, dict.fromkeys(CONTROL_ORDER, 0)) == due


def test_who_controls_above_controls_below_too():
    assert controlled_by("company") == CONTROL_ORDER
    assert controlled_by("team") == (T, P)


@pytest.mark.parametrize(
    ("control", "level", "sentence"),
    [
        ("company", "low", None),
        ("post", "low", None),
        ("workshop", "large", None),
        ("team", "large", "较大风险的管控层级不得低于车间级"),
        ("workshop", "major", "重大风险的管控层级不得低于公司级"),
    ],
)
def test_a_risk_is_not_left_to_too_low_a_level(control, level, sentence):
    if sentence is None:
        refuse_lower_control(control, level)
    else:
        with pytest.raises(RuleViolation, match=sentence):
            refuse_lower_control(control, level)


# --- steps and tasks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "step", "sentence"),
    [
        (Status.ACTIVE, Step.EDIT, "生效的风险点不能修改风险点"),
        (Status.ACTIVE, Step.END, "生效的风险点不能删除风险点"),
        (Status.STOPPED, Step.STOP, "停用的风险点不能停用风险点"),
        (Status.DRAFT, Step.REVISE, "草稿的风险点不能发起变更"),
    ],
)
def test_what_a_status_does_not_allow(status, step, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        STEPS.after(status, step)


@pytest.mark.parametrize("status", [TaskStatus.DONE_OK, TaskStatus.EXEMPT, TaskStatus.CANCELLED])
@pytest.mark.parametrize("step", list(TaskStep))
def test_a_task_that_is_over_takes_no_step(status, step):
    with pytest.raises(RuleViolation, match=f"{status.label}的任务不能{step.label}"):
        TASK_STEPS.after(status, step)


def test_large_and_major_take_the_signature_of_the_principal():
    refuse_own_approval("general")
    with pytest.raises(RuleViolation, match="较大风险须由企业主要负责人批准后生效"):
        refuse_own_approval("large")


def counts(*values):
    return dict(zip(CONTROL_ORDER, values, strict=True))


@pytest.mark.parametrize(
    ("required", "done", "abnormal", "status", "percent"),
    [
        (counts(0, 0, 1, 4), counts(0, 0, 0, 0), 0, "pending", 0),
        (counts(0, 0, 1, 4), counts(0, 0, 1, 0), 0, "doing", 20),
        (counts(0, 0, 1, 4), counts(0, 0, 9, 3), 0, "doing", 80),
        (counts(0, 0, 1, 4), counts(2, 0, 0, 0), 1, "doing", 0),
        (counts(0, 0, 1, 4), counts(0, 0, 1, 4), 0, "done_ok", 100),
        (counts(0, 0, 1, 4), counts(1, 1, 2, 9), 0, "done_ok", 100),
        (counts(0, 0, 1, 4), counts(0, 0, 1, 4), 1, "done_abnormal", 100),
    ],
)
def test_where_a_task_stands(required, done, abnormal, status, percent):
    """More at one level than was asked helps no other level."""
    assert status_after(required, done, abnormal) == status
    assert progress(required, done) == percent


def test_what_a_point_lacks_before_it_may_come_into_force():
    assert missing_words({}, level="low", items=0) == [
        *("危险有害因素", "可能事故类型", "责任部门", "责任人", "管控措施", "检查项"),
    ]
    words = {
        "factors": "粉尘", "accident_types": ["08"], "responsible_department": "一车间", "responsible_name": "王小虎",
        "management": "每班清扫",
    }  # fmt: skip
    assert missing_words(words, level="low", items=1) == []
    assert missing_words(words, level="large", items=1) == ["监督电话", "应急处置措施"]
    assert Method.LEC in Method


@pytest.mark.parametrize(
    ("before", "after", "resumed", "kind"),
    [
        ("low", "large", False, "raised"),
        ("major", "large", False, "lowered"),
        ("general", "general", False, "amended"),
        ("general", "general", True, "resumed"),
        ("low", "major", True, "resumed"),
    ],
)
def test_what_a_new_version_is(before, after, resumed, kind):
    assert change_of(before, after, resumed=resumed) == kind
