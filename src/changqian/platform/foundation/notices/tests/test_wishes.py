"""What people want to hear, when their phones may ring, and what they are told once a day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.foundation.notices import phones
from changqian.platform.foundation.notices.digests import tell_digests
from changqian.platform.foundation.notices.models import Notice, NoticeSms
from changqian.platform.foundation.notices.phones import send_waiting
from changqian.platform.foundation.notices.rules import (
    BY_CODE,
    KINDS,
    Group,
    Mode,
    Wish,
    kind_of,
    send_after,
    wish,
)
from changqian.platform.foundation.notices.services import in_group, mark_read, notify
from changqian.platform.foundation.notices.wishes import all_wishes, keep_wishes
from changqian.platform.foundation.sms.models import Message
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.errors import RuleViolation

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 16, 12, tzinfo=SHANGHAI)
NIGHT = datetime(2026, 3, 16, 23, 30, tzinfo=SHANGHAI)
WISHES = "/api/notices/wishes/"


@pytest.fixture
def reachable(db, monkeypatch):
    """Everybody has a phone, and the templates are there."""
    load_templates()
    monkeypatch.setattr(phones, "number_of", lambda user: f"138{user.pk:08d}"[:11])


class TestRules:
    @pytest.mark.parametrize(
        ("code", "found"),
        [
            ("hazards.assign", "hazards.assign"),
            ("hazards.closed", "hazards"),
            ("hazards", "hazards"),
            ("whatever", "system"),
            ("", "system"),
        ],
    )
    def test_the_kind_of_a_message(self, code, found):
        assert kind_of(code).code == found

    @pytest.mark.parametrize(
        ("code", "chosen", "gets"),
        [
            ("hazards", None, Wish(Mode.NOW, False)),
            ("hazards", Wish(Mode.DIGEST, False), Wish(Mode.DIGEST, False)),
            ("hazards", Wish(Mode.OFF, True), Wish(Mode.OFF, False)),
            ("hazards.assign", None, Wish(Mode.NOW, True)),
            ("hazards.assign", Wish(Mode.OFF, False), Wish(Mode.NOW, False)),
            ("risks", Wish(Mode.NOW, True), Wish(Mode.NOW, False)),
        ],
    )
    def test_a_wish_goes_as_far_as_the_kind_lets_it(self, code, chosen, gets):
        assert wish(BY_CODE[code], chosen) == gets

    @pytest.mark.parametrize(
        ("hour", "code", "goes"),
        [
            (12, "hazards.assign", (16, 12)),
            (7, "hazards.assign", (16, 7)),
            (22, "hazards.assign", (17, 7)),
            (23, "hazards.assign", (17, 7)),
            (3, "hazards.assign", (16, 7)),
            (3, "hazards.major", (16, 3)),
        ],
    )
    def test_phones_are_left_alone_at_night_but_for_what_is_urgent(self, hour, code, goes):
        at = send_after(BY_CODE[code], NOON.replace(hour=hour))
        assert (at.day, at.hour) == goes

    def test_what_cannot_be_put_off_stays_with_what_the_law_times(self):
        assert {kind.code for kind in KINDS if kind.at_night} == {"hazards.major", "accidents"}
        assert all(kind.sms for kind in KINDS if kind.sms_first or kind.at_night)


class TestDelivery:
    def test_who_does_not_want_it_is_not_told(self, cast):
        keep_wishes(actor=cast.officer, wishes={"risks": Wish(Mode.OFF, False)})
        told = notify([cast.officer, cast.worker], kind="risks", title="一", now=NOON)
        assert [notice.user_id for notice in told] == [cast.worker.pk]

    def test_the_digest_comes_once_and_says_what_there_was(self, cast, api):
        keep_wishes(actor=cast.officer, wishes={"risks": Wish(Mode.DIGEST, False)})
        for n in range(8):
            notify([cast.officer], kind="risks", title=f"第{n}件", now=NOON)
        assert api(cast.officer).get("/api/notices/unread_count/").json()["count"] == 0
        assert len(api(cast.officer).get("/api/notices/").json()["results"]) == 8
        morning = NOON + timedelta(hours=20)
        assert tell_digests("2026-03-17", now=morning) == 1
        assert tell_digests("2026-03-17", now=morning) == 0
        digest = Notice.objects.get(user=cast.officer.pk, kind="digest")
        assert digest.title == "消息汇总：8条"
        assert digest.body.startswith("第0件；第1件")
        assert digest.body.endswith("……共8条")
        assert not Notice.objects.filter(held=True).exists()


class TestPhones:
    def test_what_is_assigned_goes_to_the_phone_too(self, cast, api, reachable):
        notify([cast.worker], kind="hazards.assign", title="请整改：防护罩缺失", now=NOON)
        (message,) = Message.objects.all()
        assert message.params == '{"title": "请整改：防护罩缺失"}'
        (row,) = api(cast.worker).get("/api/notices/sms/").json()["results"]
        assert (row["title"], row["state"]) == ("请整改：防护罩缺失", "待发送")
        assert "*" in row["phone"]
        assert api(cast.officer).get("/api/notices/sms/").json()["results"] == []

    def test_who_switched_it_off_gets_none(self, cast, reachable):
        keep_wishes(actor=cast.worker, wishes={"hazards.assign": Wish(Mode.NOW, False)})
        notify([cast.worker], kind="hazards.assign", title="请整改", now=NOON)
        assert not Message.objects.exists()
        assert Notice.objects.filter(user=cast.worker.pk).exists()

    def test_at_night_it_waits_and_is_not_sent_if_it_was_read(self, cast, reachable):
        read, unread = notify([cast.worker, cast.officer], kind="hazards.assign", title="请整改", now=NIGHT)
        assert not Message.objects.exists()
        assert send_waiting(now=NIGHT + timedelta(hours=1)) == 0
        mark_read(read.user_id, [read.pk], now=NIGHT)
        assert send_waiting(now=NIGHT + timedelta(hours=8)) == 1
        assert send_waiting(now=NIGHT + timedelta(hours=9)) == 0
        assert NoticeSms.objects.get(notice=read).remark == "已在平台阅读，未发短信"
        assert NoticeSms.objects.get(notice=unread).message is not None

    def test_a_major_hazard_wakes_people(self, cast, reachable):
        notify([cast.worker], kind="hazards.major", title="重大隐患", now=NIGHT)
        assert Message.objects.count() == 1

    def test_without_a_number_it_says_so(self, cast, api, monkeypatch):
        monkeypatch.setattr(phones, "number_of", lambda user: "")
        notify([cast.worker], kind="hazards.assign", title="请整改", now=NOON)
        (row,) = api(cast.worker).get("/api/notices/").json()["results"]
        assert row["sms"] == "没有登记手机号，未发短信"

    def test_a_kind_without_a_template_never_reaches_a_phone(self, cast, reachable):
        notify([cast.worker], kind="risks", title="一", now=NOON)
        assert not NoticeSms.objects.exists()


class TestChoosing:
    def test_everybody_sees_and_keeps_his_own(self, cast, api):
        body = {"wishes": [{"kind": "risks", "mode": "digest", "sms": False}]}
        said = api(cast.officer).post(WISHES, body).json()["wishes"]
        assert next(each for each in said if each["kind"] == "risks")["mode"] == "digest"
        assert dict((kind.code, wish.mode) for kind, wish in all_wishes(cast.worker.pk))["risks"] == Mode.NOW

    @pytest.mark.parametrize(
        ("wishes", "said"),
        [
            ({"hazards.assign": Wish(Mode.OFF, True)}, "必须立即提醒"),
            ({"approvals": Wish(Mode.DIGEST, False)}, "必须立即提醒"),
            ({"risks": Wish(Mode.NOW, True)}, "不发短信"),
            ({"x": Wish(Mode.NOW, False)}, "没有“x”这类消息"),
        ],
    )
    def test_what_there_is_no_choice_about(self, cast, wishes, said):
        with pytest.raises(RuleViolation, match=said):
            keep_wishes(actor=cast.officer, wishes=wishes)

    @pytest.mark.parametrize("body", [{}, {"wishes": [{"kind": "risks"}]}, {"wishes": "x"}, []])
    def test_odd_wishes_are_refused(self, cast, api, body):
        assert api(cast.officer).post(WISHES, body).status_code == 400

    def test_groups_hold_each_message_once(self, cast):
        for code in ["hazards.assign", "hazards.closed", "hazards", "plans.due", "imports.done", "x", "approvals"]:
            notify([cast.town], kind=code, title=code, now=NOON)
        found = {group: list(Notice.objects.filter(in_group(group)).values_list("kind", flat=True)) for group in Group}
        assert sorted(kind for kinds in found.values() for kind in kinds) == sorted(
            ["hazards.assign", "hazards.closed", "hazards", "plans.due", "imports.done", "x", "approvals"]
        )
        assert found[Group.SYSTEM] == ["x"]
        assert len(found[Group.HAZARDS]) == 3

    def test_a_group_is_asked_for(self, cast, api):
        notify([cast.town], kind="hazards", title="一", now=NOON)
        notify([cast.town], kind="plans.due", title="二", now=NOON)
        said = api(cast.town).get("/api/notices/", {"group": "due"}).json()
        assert [row["title"] for row in said["results"]] == ["二"]
        assert api(cast.town).get("/api/notices/unread_count/").json()["groups"] == {"hazards": 1, "due": 1}
