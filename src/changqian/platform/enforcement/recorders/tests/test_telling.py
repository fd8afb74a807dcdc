"""What the gateway tells: written down once, whatever is told twice, and shown to who may see it."""

import time
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from changqian.platform.commons.gateways.models import Gateway
from changqian.platform.commons.terminals.models import Position
from changqian.platform.enforcement.recorders import services
from changqian.platform.enforcement.recorders.models import Alarm, DeviceEntry
from changqian.platform.enforcement.recorders.rules import Told
from changqian.platform.enforcement.recorders.tests.making import NUMBER, office, recorder
from changqian.wire import signing, video

PATH = "/api/gateways/video/events"
AT = datetime(2026, 3, 16, 2, tzinfo=UTC)
CAME = video.Registered(device=NUMBER, host="10.1.2.3", port=5060, transport="udp", version="2.0", expires=3600)
CHANNEL = "32040000001317000010"


@pytest.fixture
def told(cast, settings):
    """Tells events as the gateway does; returns the number that is acknowledged."""
    cast.recorder = recorder(cast.wujin, office(cast.platform, cast.wujin_region))
    from rest_framework.test import APIClient

    client, counted = APIClient(), [0]

    def tell(*events, spool="a", since=None, at=AT, **changed):
        since = counted[0] if since is None else since
        rows = [video.Told(since + place, at.isoformat(), each) for place, each in enumerate(events, start=1)]
        counted[0] = since + len(rows)
        body = orjson.dumps({"gateway": "g", "spool": spool, "events": [each.to_json() for each in rows]})
        headers = signing.signed(settings.KEYS["gateways"], "POST", PATH, body, app="g", now=time.time()) | changed
        del headers["Content-Type"]
        return client.post(PATH, body, content_type="application/json", headers=headers)

    tell.cast = cast
    return tell


def terminal(cast):
    cast.recorder.terminal.refresh_from_db()
    return cast.recorder.terminal


def entries():
    return [each.kind for each in DeviceEntry.objects.order_by("pk")]


class TestPresence:
    def test_it_came_and_went_and_since_when(self, told):
        assert told(CAME).json() == {"acknowledged": 1}
        there = terminal(told.cast)
        assert (there.online, there.since, there.address, there.protocol) == (True, AT, "10.1.2.3:5060", "2016版")
        told(video.Offline(device=NUMBER, reason="三次没有心跳"), at=AT + timedelta(minutes=5))
        gone = terminal(told.cast)
        assert (gone.online, gone.reason) == (False, "三次没有心跳")
        assert entries() == [Told.CAME, Told.WENT]

    def test_registering_anew_while_it_is_there_is_no_second_coming(self, told):
        told(CAME)
        told(CAME, at=AT + timedelta(hours=1))
        assert (entries(), terminal(told.cast).since) == ([Told.CAME], AT)

    def test_it_is_there_again_when_it_speaks_from_elsewhere(self, told):
        """As after a restart of both: the gateway took it for one that had stayed."""
        told(CAME)
        told(video.Offline(device=NUMBER, reason="设备注销"))
        later = AT + timedelta(minutes=3)
        told(video.Moved(device=NUMBER, host="10.1.2.9", port=5061, transport="udp"), at=later)
        there = terminal(told.cast)
        assert (there.online, there.since, there.address, there.protocol) == (True, later, "10.1.2.9:5061", "2016版")

    def test_a_refusal_says_why_and_what_to_do(self, told):
        refused = video.RegistrationRefused(device=NUMBER, host="10.9.9.9", reason="密码不对", remedy="请核对接入密码")
        told(refused)
        assert DeviceEntry.objects.get().text == "10.9.9.9：密码不对。请核对接入密码"


class TestDelivery:
    def test_told_again_nothing_is_written_again(self, told):
        assert told(CAME, CAME, since=0).json() == {"acknowledged": 2}
        gone = video.Offline(device=NUMBER, reason="")
        assert told(CAME, CAME, gone, since=0).json() == {"acknowledged": 3}
        assert entries() == [Told.CAME, Told.WENT]

    def test_a_gateway_that_lost_its_disk_is_heard_from_the_beginning(self, told):
        told(*[CAME] * 5)
        assert told(video.Offline(device=NUMBER, reason="重启"), spool="b", since=0).json() == {"acknowledged": 1}
        assert not terminal(told.cast).online

    def test_what_breaks_its_handler_keeps_nothing_back(self, told, caplog):
        bad = video.Alarmed(
            **{"device": NUMBER, "channel": CHANNEL, "label": "求助", "priority": 99999, "method": 5, "type": None},
            **{"time": "", "description": ""},
        )
        assert told(CAME, bad, video.Offline(device=NUMBER, reason="关机")).json() == {"acknowledged": 3}
        assert (entries(), Alarm.objects.count()) == ([Told.CAME, Told.WENT], 0)

    def test_of_a_stranger_nothing_is_kept(self, told):
        assert told(video.Offline(device="3" * 20, reason="")).status_code == 200
        assert entries() == []

    @pytest.mark.parametrize("changed", [{"X-Signature": "0" * 64}, {"X-Timestamp": "1"}])
    def test_who_does_not_know_the_key_tells_nothing(self, told, changed):
        assert told(CAME, **changed).status_code == 401
        assert not Gateway.objects.filter(seq__gt=0).exists()

    def test_no_person_speaks_for_a_gateway(self, told, api):
        assert api(told.cast.city).post(PATH, {}, format="json").status_code in (400, 401, 403)


class TestChannels:
    def catalogue(self, *numbers, outcome="complete"):
        channels = tuple(video.Channel(id=each, name=f"镜头{each[-2:]}", online=True) for each in numbers)
        return video.CatalogueReceived(device=NUMBER, outcome=outcome, missing=0, channels=channels)

    def test_a_whole_catalogue_is_all_there_is_and_a_part_only_adds(self, told):
        told(self.catalogue(CHANNEL, "32040000001317000011"))
        told(self.catalogue("32040000001317000011", outcome="partial"))
        assert told.cast.recorder.pictures.count() == 2
        told(self.catalogue("32040000001317000011"))
        assert [each.name for each in told.cast.recorder.pictures.all()] == ["镜头11"]

    def test_loudspeakers_and_alarm_inputs_are_no_pictures(self, told):
        told(self.catalogue(CHANNEL, "32040000001347000001", "32040000001377000001", "front"))
        assert [each.number for each in told.cast.recorder.pictures.all()] == [CHANNEL, "front"]


class TestPositions:
    def at(self, seconds, lon=119.95):
        moment = (AT + timedelta(seconds=seconds)).isoformat()
        return video.Positioned(device=NUMBER, channel=NUMBER, longitude=lon, latitude=31.72, time=moment, speed=30.0)

    def test_each_second_is_kept_once_and_the_newest_is_where_it_is(self, told):
        told(self.at(0), self.at(5, 119.951), self.at(5, 119.951), at=AT + timedelta(seconds=6))
        told(self.at(2, 119.949), at=AT + timedelta(seconds=7))
        assert [each.lon for each in Position.objects.order_by("at")] == [119.95, 119.949, 119.951]
        assert terminal(told.cast).lon == 119.951

    def test_a_clock_of_tomorrow_is_not_believed(self, told):
        told(self.at(86_400))
        assert Position.objects.get().at == AT

    def test_the_map_and_the_track_show_it_to_who_may_see_it(self, told, api):
        told(self.at(0), self.at(10, 119.951), self.at(300, 119.96), at=AT + timedelta(seconds=301))
        cast = told.cast
        (place,) = api(cast.wujin).get("/api/recorders/places/").json()
        assert (place["lon"], place["name"], place["online"]) == (119.96, "执法记录仪001", False)
        assert api(cast.liyang).get("/api/recorders/places/").json() == []
        asked = {"since": AT.isoformat(), "until": (AT + timedelta(hours=1)).isoformat()}
        pieces = api(cast.city).get(f"/api/recorders/{cast.recorder.pk}/track/", asked).json()
        assert [len(each["fixes"]) for each in pieces] == [2, 1]
        assert 90 < pieces[0]["metres"] < 100

    def test_ten_years_are_too_many(self, told, api):
        asked = {"since": "2020-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
        said = api(told.cast.city).get(f"/api/recorders/{told.cast.recorder.pk}/track/", asked)
        assert (said.status_code, "最多查看7天" in said.content.decode()) == (400, True)


class TestAlarms:
    ALARM = video.Alarmed(
        **{"device": NUMBER, "channel": CHANNEL, "label": "一键求助", "priority": 1, "method": 5, "type": None},
        **{"time": AT.isoformat(), "longitude": 119.97, "latitude": 31.73},
    )

    def test_it_stands_red_on_the_map_until_somebody_has_dealt_with_it(self, told):
        told(self.ALARM)
        alarm = Alarm.objects.get()
        assert terminal(told.cast).alarm_at == AT
        services.deal(alarm.pk, actor=told.cast.wujin, expected_version=1, result="误触", now=AT)
        assert terminal(told.cast).alarm_at is None

    def test_of_two_the_other_one_waits_still(self, told):
        from dataclasses import replace

        later = AT + timedelta(minutes=1)
        told(self.ALARM, replace(self.ALARM, time=later.isoformat()), at=later)
        first = Alarm.objects.order_by("pk").first()
        services.deal(first.pk, actor=told.cast.wujin, expected_version=1, result="误触", now=later)
        assert terminal(told.cast).alarm_at == later

    def test_the_same_alarm_is_one(self, told):
        told(self.ALARM, self.ALARM)
        assert Alarm.objects.count() == 1
