"""What a post must say before it is posted up, which posts follow from a roll, and what points come to."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.people.rules import Role
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.posts.rules import (
    BY_ROLE,
    FULL,
    ROUND_STEPS,
    STEPS,
    Asked,
    Grade,
    Kind,
    Member,
    RoundStatus,
    RoundStep,
    Status,
    Step,
    checked_criteria,
    duties,
    grade,
    proposals,
    refuse_points,
    refuse_unready,
)
from changqian.platform.safety.posts.starters import starters

CRITERIA = [
    {"item": "遵守规程", "standard": "违章一次扣5分", "points": 60},
    {"item": "隐患报告", "standard": "", "points": 40},
]


@pytest.mark.parametrize(
    ("scope", "criteria", "holders", "said"),
    [
        ("职责", CRITERIA, 0, "责任人员"),
        (" \n", CRITERIA, 1, "责任范围"),
        ("职责", [], 1, "考核标准"),
        ("职责", CRITERIA[:1], 1, "合计60分，应为100分"),
    ],
)
def test_nothing_is_posted_up_half_said(scope, criteria, holders, said):
    with pytest.raises(RuleViolation, match=said):
        refuse_unready(scope, criteria, holders)


def test_a_whole_post_may_be_posted_up():
    refuse_unready("职责", CRITERIA, 1)


def test_a_criterion_said_twice_is_refused():
    with pytest.raises(RuleViolation, match="项目相同"):
        checked_criteria([CRITERIA[0], {**CRITERIA[0], "item": " 遵守规程 "}])


@pytest.mark.parametrize(
    ("points", "said"), [([60], "逐条打分"), ([61, 40], "“遵守规程”应在0至60分之间"), ([60, -1], "“隐患报告”")]
)
def test_points_keep_within_what_a_criterion_is_worth(points, said):
    with pytest.raises(RuleViolation, match=f"王小虎：.*{said}"):
        refuse_points(points, CRITERIA, "王小虎")


@pytest.mark.parametrize(
    ("total", "told"),
    [(100, Grade.GOOD), (90, Grade.GOOD), (89, Grade.PASSED), (60, Grade.PASSED), (59, Grade.FAILED)],
)
def test_grades(total, told):
    assert grade(total) is told


def test_a_firm_says_itself_from_which_points_one_passes():
    assert grade(65, passes=70, good=95) is Grade.FAILED


def test_what_is_posted_up_stands_while_the_next_text_is_written():
    assert STEPS.after(Status.POSTED, Step.EDIT) is Status.CHANGED
    with pytest.raises(RuleViolation, match="已公示的岗位不能公示"):
        STEPS.after(Status.POSTED, Step.ANNOUNCE)


@pytest.mark.parametrize("step", list(RoundStep))
def test_a_concluded_round_is_left_alone(step):
    with pytest.raises(RuleViolation, match="已公布的考核不能"):
        ROUND_STEPS.after(RoundStatus.CONCLUDED, step)


def test_posts_follow_from_the_roll():
    def member(pk, role, post="", workshop=""):
        return Member(pk, frozenset({role}), post, workshop)

    found = proposals(
        [
            member(1, "worker", "冲压工", "一车间"),
            member(2, "principal", "总经理", "总经办"),
            member(3, "worker", "冲压工", "一车间"),
            member(4, "worker", "冲压工", "二车间"),
            member(5, "officer_full"),
            member(6, "special_operator", " 焊工 ", "一车间"),
        ]
    )
    assert [(each.kind, each.name, each.department, each.holders) for each in found] == [
        (Kind.PRINCIPAL, "总经理", "", [2]),
        (Kind.WORKER, "安全生产管理人员", "", [5]),
        (Kind.WORKER, "冲压工", "一车间", [1, 3]),
        (Kind.WORKER, "焊工", "一车间", [6]),
        (Kind.WORKER, "冲压工", "二车间", [4]),
    ]


@given(
    st.lists(
        st.builds(
            Member,
            st.integers(1, 10**6),
            st.frozensets(st.sampled_from(Role.values), min_size=1, max_size=3),
            st.sampled_from(["", "冲压工", "总经理"]),
            st.sampled_from(["", "一车间"]),
        ),
        unique_by=lambda each: each.pk,
    )
)
def test_everybody_on_the_roll_gets_exactly_one_post(people):
    assert sorted(pk for each in proposals(people) for pk in each.holders) == sorted(each.pk for each in people)


def test_every_starter_may_be_posted_up_as_it_is():
    assert starters().keys() == {key for _, _, key in BY_ROLE} | {"worker"}
    for each in starters().values():
        refuse_unready(each.scope, checked_criteria(each.criteria), 1)
        assert max(len(str(row["standard"])) for row in each.criteria) <= 200


@pytest.mark.parametrize(("operating", "before"), list(product((True, False), repeat=2)))
def test_what_a_firm_owes(operating, before):
    owed = duties(operating=operating, before=before, kinds={"worker"}, assessed=False, year=2026)
    missing = [each.rule for each in owed if each.missing]
    assert missing == ([Asked.PRINCIPAL, Asked.ASSESSED][: 1 + before] if operating else [])
    assert sum(each["points"] for each in CRITERIA) == FULL
