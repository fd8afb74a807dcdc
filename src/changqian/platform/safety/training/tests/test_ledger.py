"""What every ledger promises, kept by records of training; and what such a record must say (安全生产法 art 28)."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.commons.people.services import add_person, leave_person
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.training.api import TrainingSessionViewSet
from changqian.platform.safety.training.documents import gather
from changqian.platform.safety.training.rules import refuse_session
from changqian.platform.safety.training.services import edit_training, record_training

numbers = count(1)
DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SAID = {
    "kind": "workshop", "held_on": DAY, "hours": Decimal("8"), "teacher": "李建国", "content": "车间危险因素和操作规程",
    "today": NOW.date(),
}  # fmt: skip


class TestContract(LedgerContract):
    url = "/api/training/"
    view = TrainingSessionViewSet

    def make(self, cast):
        return record_training(
            actor=cast.officer, site=cast.site, title=f"车间级教育{next(numbers)}", others=12, **SAID
        )

    def touch(self, row, *, actor, expected_version):
        return edit_training(row.pk, actor=actor, expected_version=expected_version, today=NOW.date(), room="培训室")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"held_on": date(2026, 3, 17)}, "不能晚于今天"),
        ({"hours": Decimal("24")}, "多天的请分天登记"),
        ({"attendees": (), "others": 0}, "请选择参加人员"),
        ({"exam": "none", "failed": (1,)}, "没有考核的培训"),
        ({"failed": (2,)}, "不合格人员应在参加人员中"),
    ],
)
def test_what_could_not_have_happened_so_is_refused(given, said):
    right = {"held_on": DAY, "today": NOW.date(), "hours": Decimal("8"), "exam": "written", "attendees": (1,)}
    refuse_session(**right, failed=(), others=0)
    with pytest.raises(RuleViolation, match=said):
        refuse_session(**{**right, "failed": (), "others": 0, **given})


def test_who_came_is_kept_by_name_also_when_he_has_left(cast):
    people = [
        add_person(actor=cast.officer, enterprise=cast.enterprise, name=name, roles=["worker"], today=NOW.date())
        for name in ("孙二", "李三")
    ]
    pks = [each.pk for each in people]
    row = record_training(actor=cast.officer, site=cast.site, title="入厂教育", attendees=pks, failed=pks[1:], **SAID)
    assert (row.attendee_names, row.failed_names, row.participants, row.lost) == (["孙二", "李三"], ["李三"], 2, 1)
    leave_person(pks[1], actor=cast.officer, expected_version=None, left_on=NOW.date(), today=NOW.date())
    changed = {"attendees": pks, "failed": [], "hours": Decimal("4")}
    row = edit_training(row.pk, actor=cast.officer, expected_version=None, today=NOW.date(), **changed)
    assert (row.attendee_names, row.lost, row.hours) == (["孙二", "李三"], 0, 4)
    with pytest.raises(RuleViolation, match="本企业在册人员"):
        record_training(actor=cast.officer, site=cast.site, title="再培训", attendees=pks, **SAID)


def test_the_month_as_a_document(cast):
    record_training(actor=cast.officer, site=cast.site, title="粉尘清扫", others=9, **SAID)
    parts = gather(cast.enterprise, date(2026, 3, 1), cast.officer, NOW)
    assert parts[0].sentences == ["本月培训1场，其中三级安全教育1场；共8.0学时，参加9人次。"]
    assert parts[0].table[1][-1] == "粉尘清扫"
    assert gather(cast.enterprise, date(2026, 4, 1), cast.officer, NOW)[0].table == ()
