"""What a recorder tells without being asked."""

import asyncio

import pytest

from changqian.protocols.gb28181.documents.alarm import Alarm, AlarmQuery
from changqian.protocols.gb28181.documents.catalogue import CatalogNotice, CatalogQuery
from changqian.protocols.gb28181.documents.control import DeviceControl
from changqian.protocols.gb28181.documents.media import VideoUpload
from changqian.protocols.gb28181.documents.position import MobilePosition, PositionQuery
from changqian.protocols.gb28181.subscriptions import StateHeader
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import Fleet, Quirks
from changqian.simulators.recorder.roads import ROADS, along, length
from changqian.simulators.recorder.tests.platform import Platform
from changqian.simulators.recorder.tests.story import together


@pytest.mark.parametrize(
    ("quirks", "listed"),
    [
        (Quirks(), False),
        (Quirks(version=Version.V2022), True),
        (Quirks(version=Version.V2022, position="2016"), False),
        (Quirks(position="2022", presence=True), True),
    ],
)
def test_positions_while_they_are_subscribed(quirks: Quirks, listed: bool) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device = fleet[0].identity.device_id
        fleet[0].walk("延陵西路", speed=72)
        query = PositionQuery(sn=8, device_id=device, interval=1)
        response, _ = await running.subscribe(device, query, 90)
        assert response.status == 200
        assert response.expires == 90
        one, two = await running.told(MobilePosition, 2)
        assert bool(one.items) is listed
        (here,), (there,) = one.positions, two.positions
        assert here.device_id == device
        assert there.longitude > here.longitude
        assert here.speed == 72
        notice = next(each for each in running.requests if each.method == "NOTIFY")
        assert notice.headers.get("Event") == ("presence;id=7" if quirks.presence else "MobilePosition;id=7")
        assert StateHeader.parse(notice.headers.get("Subscription-State") or "").state == "active"

    together(story, quirks=quirks)


def test_a_subscription_that_is_ended() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device = fleet[0].identity.device_id
        query = PositionQuery(sn=8, device_id=device, interval=1)
        _, dialog = await running.subscribe(device, query, 90)
        await running.told(MobilePosition)
        ended = await running.inside(
            dialog, "SUBSCRIBE", query.encode(), "Application/MANSCDP+xml", Event="MobilePosition;id=7", Expires="0"
        )
        assert ended.status == 200
        await asyncio.sleep(0.05)
        state = running.requests[-1].headers.get("Subscription-State") or ""
        assert StateHeader.parse(state).ended
        running.documents.clear()
        await asyncio.sleep(1.1)
        assert not running.documents

    together(story)


def test_announces_video_of_its_own_accord() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        assert await fleet[0].announce_video()
        (notice,) = await running.told(VideoUpload)
        assert notice.device_id == fleet[0].identity.channels[0]

    together(story, quirks=Quirks(version=Version.V2022))


def test_alarms_by_message_and_by_notice() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        assert await fleet[0].alarm(method=5, kind=6, priority=2)
        (alarm,) = await running.told(Alarm)
        assert (alarm.method, alarm.type, alarm.priority, alarm.device_id) == (5, 6, 2, who.channels[0])
        assert running.requests[-1].method == "MESSAGE"
        await running.subscribe(who.device_id, AlarmQuery(sn=1, device_id=who.device_id), 60)
        assert await fleet[0].alarm(method=2, kind=2)
        assert not await fleet[0].alarm(method=2, kind=2)
        assert running.requests[-1].method == "NOTIFY"
        await running.ask(who.device_id, DeviceControl(sn=2, device_id=who.device_id, alarm="ResetAlarm"))
        await asyncio.sleep(0.05)
        assert await fleet[0].alarm(method=2, kind=2)

    together(story)


def test_changes_of_the_catalogue() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        assert not await fleet[0].reports.catalogue("OFF")
        await running.subscribe(who.device_id, CatalogQuery(sn=1, device_id=who.device_id), 60)
        assert await fleet[0].reports.catalogue("OFF")
        (notice,) = await running.told(CatalogNotice)
        assert (notice.items[0].event, notice.items[0].device_id) == ("OFF", who.channels[0])

    together(story)


@pytest.mark.parametrize("name", list(ROADS))
def test_a_road_is_walked_to_its_end_and_back(name: str) -> None:
    road = ROADS[name]
    whole = length(road)
    assert 1000 < whole < 6000
    first, last = along(road, 0, speed=5), along(road, whole, speed=5)
    assert (first.longitude, first.latitude) == road[0]
    assert (last.longitude, last.latitude) == road[-1]
    there, back = along(road, whole / 3, speed=5), along(road, 2 * whole - whole / 3, speed=5)
    assert (there.longitude, there.latitude) == pytest.approx((back.longitude, back.latitude), abs=1e-5)
    assert (there.direction - back.direction) % 360 == pytest.approx(180, abs=0.2)
