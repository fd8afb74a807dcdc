"""What every ledger promises, kept by the meetings of teams."""

from datetime import date, datetime
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.teamwork.api import TeamMeetingViewSet
from changqian.platform.safety.teamwork.documents import gather
from changqian.platform.safety.teamwork.rules import refuse_meeting
from changqian.platform.safety.teamwork.services import edit_meeting, record_meeting

numbers = count(1)
NOW = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SAID = {
    "team": "冲压甲班", "kind": "weekly", "held_on": date(2026, 3, 9), "chair": "郝志国", "content": "学习冲床检查",
    "others": 8, "today": NOW.date(), "now": NOW,
}  # fmt: skip


class TestContract(LedgerContract):
    url = "/api/team-meetings/"
    view = TeamMeetingViewSet

    def make(self, cast):
        return record_meeting(actor=cast.officer, site=cast.site, topic=f"安全装置{next(numbers)}", **SAID)

    def touch(self, row, *, actor, expected_version):
        return edit_meeting(
            row.pk, actor=actor, expected_version=expected_version, today=NOW.date(), measures="更换光栅"
        )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"held_on": date(2026, 3, 17)}, "不能晚于今天"),
        ({"minutes": 0}, "1至480分钟"),
        ({"others": 0}, "请选择参加人员"),
    ],
)
def test_what_could_not_have_happened_so_is_refused(given, said):
    right = {"held_on": date(2026, 3, 9), "today": NOW.date(), "minutes": 30, "attendees": (), "others": 3}
    refuse_meeting(**right)
    with pytest.raises(RuleViolation, match=said):
        refuse_meeting(**{**right, **given})


def test_a_worker_keeps_the_meeting_of_his_team(cast):
    row = record_meeting(actor=cast.worker, site=cast.site, topic="班前会", **SAID)
    assert (row.participants, row.minutes, row.month) == (8, 30, date(2026, 3, 1))


def test_what_a_phone_sends_twice_is_one_meeting(cast):
    sent = {"client_uuid": uuid4(), "captured_at": NOW, **SAID}
    first, again = (record_meeting(actor=cast.worker, site=cast.site, topic="班前会", **sent) for _ in range(2))
    assert (first.pk, again.repeated) == (again.pk, True)


def test_the_month_as_a_document(cast):
    record_meeting(actor=cast.officer, site=cast.site, topic="防护罩", measures="周三前装好", **SAID)
    parts = gather(cast.enterprise, date(2026, 3, 1), cast.officer, NOW)
    assert parts[0].sentences == ["本月1个班组开展安全活动1次，参加8人次。"]
    assert parts[2].sentences == ["冲压甲班：周三前装好"]
