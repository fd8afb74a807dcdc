"""What may stand below what."""

import pytest

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.organisation.rules import DEEPEST, refuse_below, refuse_grade, refuse_place

TREE = {1: None, 2: 1, 3: 2, 4: None}
"1 above 2 above 3; 4 for itself."


@pytest.mark.parametrize(
    ("kind", "grade", "said"),
    [
        ("committee", "company", None),
        ("committee", "team", "安全生产委员会（领导小组）应为企业级"),
        ("safety", "workshop", "安全生产管理机构应为企业级"),
        ("workshop", "workshop", None),
        ("team", "company", "生产班组应为班组级"),
        ("department", "workshop", None),
        ("other", "team", None),
    ],
)
def test_the_grade_follows_from_the_class(kind, grade, said):
    if said is None:
        refuse_grade(kind, grade)
        return
    with pytest.raises(RuleViolation, match=said):
        refuse_grade(kind, grade)


@pytest.mark.parametrize(
    ("grade", "above", "allowed"),
    [
        ("company", "company", True),
        ("workshop", "company", True),
        ("team", "workshop", True),
        ("team", "company", True),
        ("workshop", "team", False),
        ("company", "workshop", False),
    ],
)
def test_nothing_stands_below_a_lower_grade(grade, above, allowed):
    if allowed:
        refuse_below(grade, above=above)
        return
    with pytest.raises(RuleViolation, match="不能隶属于"):
        refuse_below(grade, above=above)


@pytest.mark.parametrize(
    ("pk", "parent", "allowed"),
    [
        (1, None, True),
        (1, 4, True),
        (3, 1, True),
        (4, 3, True),
        (None, 3, True),
        (1, 1, False),
        (1, 2, False),
        (1, 3, False),
        (2, 3, False),
    ],
)
def test_nothing_stands_below_itself(pk, parent, allowed):
    if allowed:
        refuse_place(pk, parent, TREE)
        return
    with pytest.raises(RuleViolation, match="不能是它自己或它的下级"):
        refuse_place(pk, parent, TREE)


def test_a_tree_has_an_end_also_for_what_brings_others_along():
    chain = {n: n - 1 or None for n in range(1, DEEPEST + 1)} | {100: None, 101: 100}
    refuse_place(None, DEEPEST - 1, chain)
    with pytest.raises(RuleViolation, match=f"最多分{DEEPEST}层"):
        refuse_place(None, DEEPEST, chain)
    refuse_place(100, DEEPEST - 2, chain)
    with pytest.raises(RuleViolation, match=f"最多分{DEEPEST}层"):
        refuse_place(100, DEEPEST - 1, chain)
