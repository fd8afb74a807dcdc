"""Devices that call: kept ringing, answered, refused, or forgotten by both sides."""

import asyncio
from contextlib import suppress
from pathlib import Path

from changqian.gateways.video.talk.patience import Patience
from changqian.gateways.video.talk.tests.speaking import HUM, given_back, heard, known, met, talking
from changqian.gateways.video.tests.stage import Stage
from changqian.protocols.gb28181.documents.broadcast import Broadcast
from changqian.simulators.recorder import Quirks
from changqian.wire import video as wire


async def ringing(stage: Stage, count: int = 1) -> wire.CallingIn:
    await stage.until(lambda: len(stage.of(wire.CallingIn)) == count)
    return stage.of(wire.CallingIn)[-1]


def outcomes(stage: Stage) -> list[str]:
    return [each.outcome for each in stage.of(wire.CallOver)]


def test_a_call_is_answered_and_both_hear_each_other(tmp_path: Path) -> None:
    async def story() -> None:
        for place, quirks in enumerate((Quirks(), Quirks(voice="TCP", private_address="10.1.2.3"))):
            async with met(tmp_path / str(place), quirks) as (stage, fleet):
                who = fleet[0].identity
                calling = asyncio.create_task(fleet[0].call())
                told = await ringing(stage)
                assert (told.device, told.channel) == (who.device_id, who.voice_id)
                assert not calling.done()
                async with talking(stage, fleet[0]) as browser:
                    browser.speak()
                    assert (await calling).status == 200
                    await stage.until(
                        lambda fleet=fleet, b=browser: heard(fleet[0].ear.sound) and len(b.sound) >= 8000, 10
                    )
                    assert [(each["state"], each["way"]) for each in browser.states] == [
                        ("calling", "called"),
                        ("talking", "called"),
                    ]
                    assert any(heard(browser.sound[at : at + 4000], HUM) for at in range(0, 4001, 500))
                await given_back(stage, fleet)
                assert outcomes(stage) == ["answered"]
                assert stage.of(wire.TalkOver)[0].way == "called"

    asyncio.run(story())


def test_nobody_answers(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(), talk=Patience(ring=0.3)) as (stage, fleet):
            assert (await fleet[0].call()).status == 480
            assert outcomes(stage) == ["unanswered"]
            await given_back(stage, fleet)

    asyncio.run(story())


def test_somebody_refuses_and_once_only(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            calling = asyncio.create_task(fleet[0].call())
            told = await ringing(stage)
            for name in ("r1", "r2"):
                refuse = wire.RefuseCall(id=name, device=told.device, call=told.call)
                await stage.call("POST", "/commands", wire.to_json(refuse))
            assert (await calling).status == 486
            done = await stage.until(lambda: len(stage.of(wire.CommandDone)) == 2 and stage.of(wire.CommandDone))
            assert [each.ok for each in done] == [True, False]
            assert outcomes(stage) == ["refused"]

    asyncio.run(story())


def test_the_device_gives_up_and_calls_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            calling = asyncio.create_task(fleet[0].call())
            await ringing(stage)
            calling.cancel()
            with suppress(asyncio.CancelledError):
                await calling
            await stage.until(lambda: outcomes(stage) == ["cancelled"])
            first = asyncio.create_task(fleet[0].call())
            await ringing(stage, 2)
            # It forgot that it calls already.
            second = asyncio.create_task(fleet[0].call())
            await ringing(stage, 3)
            assert (await first).status == 486
            blocked = wire.to_json(wire.Snapshot(2, (known(1, blocked=True),)))
            await stage.call("PUT", "/snapshot", blocked)
            assert (await second).status == 480
            assert outcomes(stage) == ["cancelled", "cancelled", "refused"]
            assert (await fleet[0].call()).status == 403

    asyncio.run(story())


def test_a_device_that_is_spoken_to_is_busy_and_one_that_only_listens_does_not_call(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                assert (await fleet[0].call()).status == 486
            await given_back(stage, fleet)
            # It comes for a broadcast that is long over.
            server = fleet[0].body.platform.server_id
            await fleet[0].calls.broadcast(Broadcast(sn=1, source=server, target=fleet[0].identity.voice_id))
            assert not stage.of(wire.CallingIn)
            await given_back(stage, fleet)

    asyncio.run(story())
