"""Devices come, stay, move and go; wrong ones are refused and told why."""

import asyncio
from pathlib import Path

import pytest

from changqian.gateways.video.tests.device import CAMERA, CHANNEL, PASSWORD, Device
from changqian.gateways.video.tests.stage import one, staged
from changqian.protocols.gb28181.documents.alarm import Alarm
from changqian.protocols.gb28181.documents.position import MobilePosition
from changqian.protocols.gb28181.presence import Policy
from changqian.wire import video as wire


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256", "SM3"])
def test_a_device_registers(tmp_path: Path, transport: str, algorithm: str) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(algorithms=(algorithm,))) as stage, Device(stage.sip_port, transport) as device:
            answer = await device.register()
            assert answer.status == 200
            assert answer.headers.get("X-GB-Ver") == "3.0"
            assert answer.expires == 3600
            came = stage.of(wire.Registered)[0]
            assert (came.device, came.host, came.transport, came.version) == (CAMERA, "127.0.0.1", transport, "3.0")
            assert (await device.beat()).status == 200
            assert (await device.register(expires=0)).status == 200
            assert stage.of(wire.Offline)[0].reason == "设备注销"
            assert (await device.beat()).status == 403

    asyncio.run(story())


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_a_wrong_password_is_refused_and_told_once(tmp_path: Path, transport: str) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port, transport) as device:
            for _ in range(3):
                answer = await device.register("wrong")
                assert (answer.status, answer.reason) == (403, "Wrong Password")
            (told,) = stage.of(wire.RegistrationRefused)
            assert (told.reason, told.host) == ("设备的接入密码不对", "127.0.0.1")
            assert told.remedy
            assert (await device.register(PASSWORD)).status == 200

    asyncio.run(story())


REFUSED = [
    ({"blocked": True}, {}, "Device Blocked"),
    ({}, {"blocked_hosts": ("127.0.0.0/8",)}, "Address Not Allowed"),
    ({}, {"allowed_hosts": ("10.0.0.0/8",)}, "Address Not Allowed"),
    ({"channels": 5}, {"limits": wire.Limits(channels=4)}, "Channel Limit"),
]


@pytest.mark.parametrize(("device", "gateway", "phrase"), REFUSED)
def test_who_may_not_come_is_told_why(tmp_path: Path, device: dict, gateway: dict, phrase: str) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(**device), **gateway) as stage, Device(stage.sip_port) as given:
            answer = await given.register()
            assert (answer.status, answer.reason) == (403, phrase)
            assert stage.of(wire.RegistrationRefused)
            stranger = Device(stage.sip_port, id="32040000001320009999")
            async with stranger:
                assert (await stranger.register()).status == 403

    asyncio.run(story())


def test_a_weaker_algorithm_than_offered_is_not_taken(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(algorithms=("SM3",))) as stage, Device(stage.sip_port) as device:
            assert (await device.register({"MD5": "0" * 32, "SM3": "0" * 64})).status == 403

    asyncio.run(story())


def test_a_late_keepalive_is_no_news_and_silence_is(tmp_path: Path) -> None:
    async def story() -> None:
        policy = Policy(interval=0.4, misses=3, grace=0.6)
        async with staged(tmp_path, one(), policy=policy) as stage, Device(stage.sip_port) as device:
            await device.register()
            for pause in (0.4, 0.9):
                await asyncio.sleep(pause)
                assert (await device.beat()).status == 200
            assert [type(each) for each in stage.told] == [wire.Registered]
            gone = await stage.until(lambda: stage.of(wire.Offline))
            assert gone[0].reason == "设备没有心跳"
            assert (await device.beat()).status == 200
            assert [type(each) for each in stage.told] == [wire.Registered, wire.Offline, wire.Registered]

    asyncio.run(story())


def test_nat_gives_a_device_another_port_and_it_is_found_there(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            await device.register()
            async with Device(stage.sip_port) as moved:
                assert (await moved.beat()).status == 200
                assert stage.of(wire.Moved)[0].port == moved.shell.port
                assert (await stage.call("POST", "/commands", _control("c1", "boot"))).status_code == 200
                assert await stage.until(lambda: moved.orders)

    asyncio.run(story())


def _control(name: str, action: str) -> dict:
    return wire.to_json(wire.Control(id=name, device=CAMERA, channel=CHANNEL, action=action))


def test_catalogue_position_and_alarm_become_events(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(), ask_catalogue=True) as stage, Device(stage.sip_port, "TCP") as device:
            await device.register()
            found = (await stage.until(lambda: stage.of(wire.CatalogueReceived)))[0]
            assert (found.outcome, found.missing, len(found.channels)) == ("complete", 0, 3)
            assert [each.name for each in found.channels] == [f"执法记录仪{n}㐂" for n in range(3)]
            await device.tell(MobilePosition(sn=1, device_id=CAMERA, longitude=119.97, latitude=31.81))
            await device.tell(MobilePosition(sn=2, device_id=CAMERA, longitude=0, latitude=0))
            await device.tell(Alarm(sn=3, device_id=CAMERA, priority=1, method=2, description="一键报警"))
            (where,) = stage.of(wire.Positioned)
            assert (where.longitude, where.latitude) == (119.97, 31.81)
            (alarm,) = stage.of(wire.Alarmed)
            assert (alarm.label, alarm.description) == ("设备报警", "一键报警")
            await stage.until(lambda: device.heard.count("MESSAGE") == 2)  # the query, and the answer to the alarm

    asyncio.run(story())


def test_commands_are_done_once_and_only_for_who_signs(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            await device.register()
            first = await stage.call("POST", "/commands", _control("c1", "boot"))
            again = await stage.call("POST", "/commands", _control("c1", "boot"))
            assert first.json() == {"id": "c1", "accepted": True}
            assert again.json()["repeated"]
            await stage.call("POST", "/commands", _control("c2", "reset_alarm"))
            done = await stage.until(lambda: len(stage.of(wire.CommandDone)) == 2 and stage.of(wire.CommandDone))
            assert [each.ok for each in done] == [True, True]
            assert len(device.orders) == 2
            query = wire.AskRecords(
                *(),
                id="c3",
                device=CAMERA,
                channel=CHANNEL,
                start="2026-01-01T00:00:00+08:00",
                stop="2026-01-02T00:00:00+08:00",
            )
            await stage.call("POST", "/commands", wire.to_json(query))
            found = (await stage.until(lambda: stage.of(wire.RecordsReceived)))[0]
            assert (found.command, found.outcome, found.records[0].name) == ("c3", "complete", "夜巡")
            assert (await stage.call("POST", "/commands", {}, **{"X-Signature": "0"})).status_code == 401
            assert (await stage.call("POST", "/commands", {"kind": "fly"})).status_code == 400

    asyncio.run(story())
