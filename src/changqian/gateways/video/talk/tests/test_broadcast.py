"""One voice, many devices: each by its own habits, and none in the way of another."""

import asyncio
import json
from pathlib import Path
from typing import Any

from changqian.gateways.video.talk.tests.speaking import SHORT, browser, given_back, heard, known, met, talking
from changqian.gateways.video.tests.stage import Stage
from changqian.simulators.recorder import Fleet, Quirks
from changqian.wire import video as wire

HABITS = (
    Quirks(),
    Quirks(transport="TCP", media=("TCP",), voice="TCP"),
    Quirks(hears="PS"),
    Quirks(broadcast="refuses"),
    Quirks(voice="TCP_PASSIVE", answers_broadcast=False),
)


def targets_of(fleet: Fleet) -> list[str]:
    return [f"{each.identity.device_id}/{each.identity.voice_id}" for each in fleet]


def broadcasting(stage: Stage, targets: list[str]) -> Any:
    ticket = stage.ticket(wire.broadcast_resource(targets), verbs=("broadcast",))
    return browser(stage, f"/broadcast?ticket={ticket}")


def test_all_hear_it_and_one_that_does_not_is_no_harm(tmp_path: Path) -> None:
    async def story() -> None:
        habits = (*HABITS, Quirks(broadcast="agrees", talks=False))
        devices = tuple(known(place) for place in range(1, 8))
        async with met(tmp_path, *habits, devices=devices, talk=SHORT) as (stage, fleet):
            away = f"{known(7).id}/{known(7).id}"
            targets = [away, *targets_of(fleet)]
            async with broadcasting(stage, targets) as speaker:
                await speaker.socket.send(json.dumps({"targets": targets[::-1]}))
                speaker.speak()
                hearers, deaf = list(fleet)[:5], fleet[5]
                await stage.until(lambda: all(heard(each.ear.sound) for each in hearers), 20)
                await stage.until(lambda: "ended" in speaker.said(deaf.identity.device_id))
                ended = {each["device"]: each["step"] for each in speaker.states if each["state"] == "ended"}
                assert ended == {deaf.identity.device_id: "no_invite", known(7).id: "offline"}
                for place, each in enumerate(hearers):
                    said = ["calling", "talking"] if place != 3 else ["calling", "calling", "talking"]
                    assert speaker.said(each.identity.device_id) == said
                assert all(each["channel"] for each in speaker.states)
                async with talking(stage, fleet[0]) as other:
                    await stage.until(lambda: other.code == 4000)
                assert other.end["step"] == "occupied"
                await fleet[1].hang_up()
                await stage.until(lambda: "ended" in speaker.said(fleet[1].identity.device_id))
                assert speaker.code is None
                assert not speaker.sound
            await given_back(stage, fleet)
            over = stage.of(wire.TalkOver)
            assert len(over) == 7
            assert all(each.many for each in over)

    asyncio.run(story())


def test_it_ends_when_nobody_hears_it_any_more(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(), Quirks()) as (stage, fleet):
            targets = targets_of(fleet)
            async with broadcasting(stage, targets) as speaker:
                await speaker.socket.send(json.dumps({"targets": targets}))
                await stage.until(lambda: len(speaker.states) == 4)
                for each in fleet:
                    await each.hang_up()
                await stage.until(lambda: speaker.code == 4000)
            await given_back(stage, fleet)

    asyncio.run(story())


def test_only_the_devices_of_the_ticket_are_called(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(), Quirks()) as (stage, fleet):
            targets = targets_of(fleet)
            for said, code in (
                (json.dumps({"targets": targets}), 4403),
                (json.dumps({"targets": []}), 4000),
                (json.dumps({"targets": ["1/2/3"]}), 4000),
                ("hello", 4000),
                (json.dumps([1]), 4000),
                (b"sound", 4000),
            ):
                async with broadcasting(stage, targets[:1]) as speaker:
                    await speaker.socket.send(said)
                    await stage.until(lambda speaker=speaker: speaker.code is not None)
                assert (speaker.code, speaker.end["step"]) == (code, "refused"), said
                assert speaker.end["remedy"]
            ticket = stage.ticket(targets[0], verbs=("broadcast",))
            async with browser(stage, f"/broadcast?ticket={ticket}") as speaker:
                await stage.until(lambda: speaker.code == 4403)
            assert not any(each.running for each in fleet)

    asyncio.run(story())


def test_the_resource_of_a_ticket_knows_no_order() -> None:
    one = wire.broadcast_resource(["2/2", "1/1", "1/1"])
    assert one == wire.broadcast_resource(["1/1", "2/2"])
    assert one.startswith("broadcast:")
    assert one != wire.broadcast_resource(["1/1"])
