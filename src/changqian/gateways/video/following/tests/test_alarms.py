"""Alarms are told and reset, so that the next one comes."""

import asyncio
from pathlib import Path

import pytest

from changqian.gateways.video.following import alarms
from changqian.gateways.video.tests.fleets import CAMERA, WHO, entered, following, met, restarting
from changqian.gateways.video.tests.stage import Stage, staged
from changqian.simulators.recorder import Quirks
from changqian.wire import video as wire


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "PAUSES", (0.0, 0.1))
    monkeypatch.setattr(alarms, "GAP", 0.2)


@pytest.mark.parametrize("subscribed", [True, False])
def test_the_emergency_button_works_again_after_each_alarm(tmp_path: Path, subscribed: bool) -> None:
    async def story() -> None:
        device = entered(following=following(alarms=subscribed))
        async with met(tmp_path, device=device) as (stage, recorder):
            for count in (1, 2):
                assert await recorder.alarm(method=2, kind=2)
                await stage.until(lambda: not recorder.state.alarmed)
                assert len(stage.of(wire.Alarmed)) == count
            order = recorder.state.ordered[0]
            assert (order.device_id, order.alarm, order.info.alarm_method) == (WHO.alarm_id, "ResetAlarm", "2")
            assert order.info.alarm_type == "2"
            await stage.until(lambda: not stage.gateway.alarms.waiting)
            assert await recorder.alarm(method=5)
            await asyncio.sleep(0.1)
            assert len(recorder.state.ordered) == 2  # A picture needs no reset.

    asyncio.run(story())


def test_a_reset_that_fails_is_told_and_tried_when_the_device_comes_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(resets=False)) as (stage, recorder):
            await recorder.alarm(method=2)
            told = (await stage.until(lambda: stage.of(wire.AlarmNotReset)))[0]
            assert (told.channel, told.step) == (WHO.alarm_id, "refused")
            assert "不会再次报警" in told.reason
            assert told.remedy
            recorder.body.quirks = Quirks()
            await recorder.registration.register(0)
            await stage.until(lambda: stage.of(wire.Offline))
            recorder.registration.again()
            await stage.until(lambda: not recorder.state.alarmed)
            await stage.until(lambda: not stage.gateway.alarms.waiting)

    asyncio.run(story())


def test_a_device_that_is_cut_off_is_reset_after_the_gateway_has_restarted(tmp_path: Path) -> None:
    async def story() -> None:
        how = {"device": entered(following=following()), "port": 28133}
        async with restarting(tmp_path, Quirks(resets=False), **how) as (stage, recorder, first):
            await recorder.alarm(method=2)
            await stage.until(lambda: stage.of(wire.AlarmNotReset))
            await first.aclose()
            recorder.body.quirks = Quirks()
            await _again(tmp_path, recorder)

    async def _again(folder: Path, recorder: object) -> None:
        async with staged(folder, follow=True, sip_port=28133) as again:
            assert set(again.gateway.alarms.waiting) == {(CAMERA, WHO.alarm_id)}
            await _registered_anew(again, recorder)
            await again.until(lambda: not again.gateway.alarms.waiting)
            assert not recorder.state.alarmed

    async def _registered_anew(stage: Stage, recorder: object) -> None:
        await recorder.registration.register(0)
        recorder.registration.again()

    asyncio.run(story())
