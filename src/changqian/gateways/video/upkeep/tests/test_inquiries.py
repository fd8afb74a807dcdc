"""What a device is, how it is, and its card."""

import asyncio
from pathlib import Path

import pytest

from changqian.gateways.video.tests.device import CAMERA as SMALL
from changqian.gateways.video.tests.device import CHANNEL, Device
from changqian.gateways.video.tests.fleets import CAMERA, WHO, met, ordered
from changqian.gateways.video.tests.stage import one, staged
from changqian.gateways.video.upkeep import inquiries
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import Quirks
from changqian.wire import video as wire


def test_a_device_says_what_it_is_and_how(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path) as (stage, recorder):
            assert (await ordered(stage, wire.AskInfo(id="i1", device=CAMERA))).ok
            (info,) = stage.of(wire.InfoReceived)
            assert (info.name, info.firmware, info.channels, info.command) == (WHO.name, "V1.0.0", 1, "i1")
            recorder.state.recording = False
            await recorder.alarm(method=5)
            assert (await ordered(stage, wire.AskStatus(id="i2", device=CAMERA))).ok
            (status,) = stage.of(wire.StatusReceived)
            assert (status.online, status.ok, status.recording, status.command) == (True, True, False, "i2")
            assert status.alarms == (wire.AlarmInput(WHO.alarm_id, "ONDUTY"),)
            assert abs(status.clock_off) < 5

    asyncio.run(story())


def test_a_card_is_formatted_and_looked_at_until_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiries, "LOOK_AGAIN", 0.2)

    async def story() -> None:
        async with met(tmp_path, Quirks(version=Version.V2022, formats=1.0)) as (stage, recorder):
            assert (await ordered(stage, wire.AskCards(id="c1", device=CAMERA))).ok
            assert (await ordered(stage, wire.FormatCard(id="c2", device=CAMERA, card=1))).ok
            assert recorder.body.card.formatted_at
            first, *under_way, last = stage.of(wire.CardsReceived)
            assert [each.status for each in first.cards] == ["ok"]
            assert under_way[0].cards[0].status == "formatting"
            assert (last.cards[0].status, last.cards[0].progress, last.command) == ("ok", 100, "c2")
            assert last.cards[0].free == last.cards[0].capacity
            done = await ordered(stage, wire.FormatCard(id="c3", device=CAMERA, card=7))
            assert (done.ok, done.reason) == (False, "设备上没有这张存储卡")

    asyncio.run(story())


def test_who_says_200_and_nothing_more_fails_by_name(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(), answer=0.3, quiet=0.3) as stage, Device(stage.sip_port) as device:
            await device.register()
            commands = (
                wire.AskInfo(id="n1", device=SMALL),
                wire.AskCards(id="n2", device=SMALL),
                wire.AskConfig(id="n3", device=SMALL, kinds=("basic",), channel=CHANNEL),
            )
            for command in commands:
                done = await ordered(stage, command)
                assert not done.ok
                assert "没有给出结果" in done.reason
                assert done.remedy

    asyncio.run(story())
