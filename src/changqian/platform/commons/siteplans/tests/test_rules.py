"""What may be drawn on a plan."""

import pytest

from changqian.platform.commons.siteplans.rules import Zone, checked_marks, checked_zones, inside, refuse_bare
from changqian.platform.kernel.errors import RuleViolation

HALL = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]
CROSSED = [[0.1, 0.1], [0.5, 0.5], [0.5, 0.1], [0.1, 0.5]]


@pytest.mark.parametrize(
    ("zones", "sentence"),
    [
        ([("车间", HALL), (" 车间 ", HALL)], "有两个区域都叫“车间”"),
        ([("  ", HALL)], "请给每个区域起一个名称"),
        ([("车间", CROSSED)], "区域“车间”的边线互相交叉"),
        ([("车间", [[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]])], "区域“车间”"),
        ([("车间", [[0.1, 0.1], [0.101, 0.1], [0.1, 0.101]])], "区域“车间”太小"),
    ],
)
def test_a_zone_has_a_name_and_a_border(zones, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        checked_zones({"name": name, "ring": ring} for name, ring in zones)


def test_zones_are_kept_as_exactly_as_paper_shows_them():
    [zone] = checked_zones([{"name": " 打磨车间 ", "ring": [[0.123456, 0], [1, 0], [1, 1]]}])
    assert zone == {"name": "打磨车间", "ring": [[0.1235, 0], [1, 0], [1, 1]]}


def test_a_mark_is_a_thing_of_this_site_and_stands_once():
    mark = {"kind": "risk_point", "id": 7, "x": 0.33333, "y": 0.5}
    assert checked_marks([mark], {"risk_point": {7}}) == [{**mark, "x": 0.3333}]
    with pytest.raises(RuleViolation, match="放了两次"):
        checked_marks([mark, mark], {"risk_point": {7}})
    for known in ({"risk_point": {8}}, {"equipment": {7}}):
        with pytest.raises(RuleViolation, match="已删除或不属于本场所"):
            checked_marks([mark], known)


def test_the_border_of_a_zone_belongs_to_it():
    marks = [{"id": n, "x": x, "y": y} for n, (x, y) in enumerate([(0.3, 0.3), (0.5, 0.3), (0.1, 0.1), (0.6, 0.3)])]
    assert inside(Zone("车间", HALL), marks) == [0, 1, 2]


@pytest.mark.parametrize(
    ("pictures", "metres", "placed", "sentence"),
    [(0, None, True, "请上传底图"), (0, 200, False, "场所没有坐标")],
)
def test_something_lies_below_a_plan(pictures, metres, placed, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        refuse_bare(pictures=pictures, metres=metres, placed=placed)
    refuse_bare(pictures=1, metres=None, placed=False)
    refuse_bare(pictures=0, metres=200, placed=True)
