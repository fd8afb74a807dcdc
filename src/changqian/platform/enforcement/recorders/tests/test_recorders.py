"""The register: who may enter recorders, what is refused, who wears them, and what the gateway is told of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.gateways.rules import Kind
from changqian.platform.enforcement.recorders import services
from changqian.platform.enforcement.recorders.models import Recorder
from changqian.platform.enforcement.recorders.rules import Status
from changqian.platform.enforcement.recorders.snapshot import snapshot
from changqian.platform.enforcement.recorders.tests.making import NUMBER, PASSWORD, office, recorder
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.parameters.services import keep
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.kernel.tickets import BadTicket, verify
from changqian.protocols.sip import ha1s


@pytest.fixture
def bureau(cast):
    return office(cast.platform, cast.wujin_region)


@pytest.fixture
def worn(cast, bureau):
    """A recorder of 武进区, and an officer of its bureau who could wear it."""
    cast.chen = User.objects.create(username="chen", name="陈建国", department=bureau)
    cast.recorder = recorder(cast.wujin, bureau)
    return cast


class TestEntering:
    def test_a_district_enters_its_own_and_not_another_s(self, cast, bureau):
        row = recorder(cast.wujin, bureau)
        assert (row.region, row.terminal.number, row.status) == (cast.wujin_region, NUMBER, Status.IN_USE)
        liyang = office(cast.platform, cast.liyang_region, "溧阳市应急管理局")
        with pytest.raises(PermissionDenied):
            recorder(cast.wujin, liyang, number="32040000001327000002")

    def test_it_is_of_a_type_that_somebody_entered(self, cast, bureau):
        kind = services.add_model(actor=cast.wujin, maker="示例甲", name="EX-5G01", explosion_proof=True)
        assert recorder(cast.wujin, bureau, model=kind).model == kind

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"number": "123"}, "20位"),
            ({"number": "3204000000132700000x"}, "只能是数字"),
            ({"password": "12345"}, "8至64位"),
            ({"password": "密码密码密码密码"}, "不含空格和中文"),
        ],
    )
    def test_what_is_wrong_is_said(self, cast, bureau, wrong, sentence):
        with pytest.raises(RuleViolation, match=sentence):
            recorder(cast.wujin, bureau, **wrong)

    def test_a_department_without_a_place_has_no_recorders(self, cast):
        with pytest.raises(RuleViolation, match="已设区划"):
            recorder(cast.city, cast.enterprise.department)

    def test_the_same_device_is_entered_once_and_again_after_it_was_scrapped(self, worn, bureau):
        with pytest.raises(RuleViolation, match="已登记"):
            recorder(worn.wujin, bureau)
        services.end_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=1, reason="摔坏", now=worn.now)
        again = recorder(worn.wujin, bureau)
        assert again.terminal == worn.recorder.terminal

    def test_beyond_the_licence_nothing_is_entered_until_something_is_stopped(self, worn, bureau):
        keep("recorders.channels", 2, by=worn.platform, reason="许可到期", effective_at=worn.now, now=worn.now)
        recorder(worn.wujin, bureau, number="32040000001327000002")
        with pytest.raises(RuleViolation, match="接入许可共2路"):
            recorder(worn.wujin, bureau, number="32040000001327000003")
        services.stop_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=1)
        recorder(worn.wujin, bureau, number="32040000001327000003")
        with pytest.raises(RuleViolation, match="接入许可"):
            services.resume_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=2)

    def test_a_password_is_kept_where_none_is_given_and_never_shown(self, worn, api):
        edited = api(worn.wujin).post(
            f"/api/recorders/{worn.recorder.pk}/edit/", {"version": 1, "name": "一号机"}, format="json"
        )
        assert edited.status_code == 200
        assert (edited.json()["name"], PASSWORD in edited.content.decode()) == ("一号机", False)
        assert Recorder.objects.get(pk=worn.recorder.pk).password == PASSWORD


class TestWearing:
    def hand_out(self, worn, officer, **given):
        version = Recorder.objects.get(pk=worn.recorder.pk).version
        given = {"at": worn.now, "now": worn.now, **given}
        return services.hand_out(worn.recorder.pk, actor=worn.wujin, expected_version=version, wearer=officer, **given)

    def test_whoever_wore_it_before_gave_it_back_then(self, worn, bureau):
        wang = User.objects.create(username="wang", name="王晓东", department=bureau)
        self.hand_out(worn, worn.chen, at=worn.now - timedelta(hours=8))
        row = self.hand_out(worn, wang)
        held = [(each.officer.name, each.until) for each in row.holdings.order_by("since")]
        assert held == [("陈建国", worn.now), ("王晓东", None)]
        row.terminal.refresh_from_db()
        assert row.terminal.wearer == "王晓东"

    def test_given_back_it_is_nobody_s(self, worn):
        self.hand_out(worn, worn.chen, at=worn.now - timedelta(hours=1))
        row = services.take_back(worn.recorder.pk, actor=worn.wujin, expected_version=2, at=worn.now, now=worn.now)
        assert (row.wearer, row.holdings.get().until) == (None, worn.now)
        with pytest.raises(RuleViolation, match="没有领用"):
            services.take_back(row.pk, actor=worn.wujin, expected_version=3, at=worn.now, now=worn.now)

    def test_who_does_not_belong_to_the_authority_does_not_wear_its_recorder(self, worn):
        with pytest.raises(RuleViolation, match="所属单位"):
            self.hand_out(worn, worn.officer)

    def test_nobody_gets_it_tomorrow_or_gives_it_back_before_he_got_it(self, worn):
        with pytest.raises(RuleViolation, match="不能晚于现在"):
            self.hand_out(worn, worn.chen, at=worn.now + timedelta(minutes=1))
        self.hand_out(worn, worn.chen)
        with pytest.raises(RuleViolation, match="不能早于领用时间"):
            services.take_back(
                worn.recorder.pk, actor=worn.wujin, expected_version=2, at=worn.now - timedelta(1), now=worn.now
            )

    def test_who_read_an_older_one_is_told(self, worn):
        services.stop_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=1)
        with pytest.raises(VersionConflict):
            services.resume_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=1)


class TestTheGateway:
    def test_it_knows_each_recorder_by_what_proves_its_password_and_not_by_the_password(self, worn, settings):
        (device,) = snapshot(7).devices
        assert (device.id, device.blocked, device.algorithms) == (NUMBER, False, ("MD5",))
        assert device.secrets == ha1s(NUMBER, settings.GB_DOMAIN, PASSWORD)
        assert PASSWORD not in repr(snapshot(7))

    def test_whatever_changes_makes_a_new_snapshot(self, worn):
        seen = [gateways.revision(Kind.VIDEO)]
        services.stop_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=1)
        seen.append(gateways.revision(Kind.VIDEO))
        assert snapshot(1).devices[0].blocked
        services.end_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=2, reason="报废", now=worn.now)
        seen.append(gateways.revision(Kind.VIDEO))
        assert seen == sorted(set(seen))
        assert snapshot(1).devices == ()


class TestWatching:
    def watch(self, worn, who, **given):
        return services.watch(worn.recorder.pk, actor=who, session="s1", now=worn.now, **given)

    def test_a_ticket_opens_one_picture_for_a_minute(self, worn, settings):
        view = self.watch(worn, worn.wujin)
        found = verify(view.ticket, settings.KEYS["tickets"], audience="video", now=worn.now)
        assert (found.resource, found.verbs, found.subject) == (f"{NUMBER}/{NUMBER}", ("live",), "s1")
        assert view.url == f"{settings.VIDEO_URL.replace('http', 'ws')}/live/{NUMBER}/{NUMBER}"
        late = worn.now + timedelta(seconds=61)
        with pytest.raises(BadTicket):
            verify(view.ticket, settings.KEYS["tickets"], audience="video", now=late)

    def test_the_first_channel_is_shown_and_an_unknown_one_is_not(self, worn):
        worn.recorder.pictures.create(number="32040000001317000010", name="主镜头", told_at=worn.now)
        assert self.watch(worn, worn.wujin).channel == "32040000001317000010"
        with pytest.raises(RuleViolation, match="没有这个视频通道"):
            self.watch(worn, worn.wujin, channel="32040000001317000099")

    def test_another_district_does_not_see_it_and_a_firm_never(self, worn):
        with pytest.raises(Recorder.DoesNotExist):
            self.watch(worn, worn.liyang)
        with pytest.raises(PermissionDenied):
            self.watch(worn, worn.officer)

    def test_one_that_was_stopped_is_watched_by_nobody(self, worn):
        services.stop_recorder(worn.recorder.pk, actor=worn.wujin, expected_version=1)
        with pytest.raises(RuleViolation, match="已停用"):
            self.watch(worn, worn.city)

    def test_who_looked_stands_in_the_trail(self, worn, api):
        from changqian.platform.foundation.audit.models import Entry

        said = api(worn.wujin).post(f"/api/recorders/{worn.recorder.pk}/watch/", {}, format="json")
        assert said.status_code == 201
        assert Entry.objects.filter(action="recorders.watch", actor=worn.wujin).count() == 1
