"""What is pushed, and what waits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from changqian.platform.foundation.notices.rules import Mode, Wish
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.notices.wishes import keep_wishes
from changqian.platform.push import reading

NOON = datetime(2026, 3, 16, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_what_waits_for_the_digest_is_not_pushed(cast, monkeypatch):
    monkeypatch.setattr(reading, "close_old_connections", lambda: None)  # The test's own is not old.
    keep_wishes(actor=cast.officer, wishes={"risks": Wish(Mode.DIGEST, False)})
    notify([cast.officer], kind="risks", title="一", now=NOON)
    (heard,) = notify([cast.officer], kind="hazards", title="二", now=NOON)
    assert [message.seq for message in reading.between(0, heard.pk, cast.officer.pk)] == [heard.pk]
    assert [message.seq for message in reading.newest(heard.pk, cast.officer.pk)] == [heard.pk]
