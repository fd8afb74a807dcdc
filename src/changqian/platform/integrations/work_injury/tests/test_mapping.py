"""Words of the data centre's, and what is made of them."""

import pytest

from changqian.platform.commons.province.rules import Feed
from changqian.platform.integrations.provincial_risk.mapping import Fault, read_row

ROW = {
    "id": "GS-1", "updated_at": "2026-06-15 10:30:00", "uscc": "", "person_name": "王小虎", "happened_on": "2026-03-12",
    "registered_at": "2026-06-15 10:30:00",
}  # fmt: skip


def read(uscc, **given):
    return read_row(Feed.APPRAISALS, {**ROW, "uscc": uscc, **given})


@pytest.mark.parametrize(
    ("said", "grade"), [("九级", 9), ("10级", 10), (1, 1), ("十级", 10), ("未达级", None), ("", None)]
)
def test_grades(cast, said, grade):
    assert read(cast.enterprise.uscc, disability=said)["disability"] == grade


def test_what_must_be_there(cast):
    assert read(cast.enterprise.uscc, happened_on=None) == Fault("happened_on", "缺少受伤日期（happened_on）")
    assert read(cast.enterprise.uscc, disability="十一级").reason == "伤残等级：不认识“十一级”"


@pytest.mark.parametrize("said", ["2026-13", "2026", "五月", None, "202600"])
def test_no_months(cast, said):
    row = {**ROW, "uscc": cast.enterprise.uscc, "id_number": "11010519491231002X", "month": said}
    assert read_row(Feed.CONTRIBUTIONS, row).column == "month"
