"""Pictures from devices that wait for us to connect, and sound in AAC."""

import asyncio
import io
from pathlib import Path
from typing import Any

import av
import pytest
from websockets.asyncio.client import connect

from changqian.gateways.video.media import receiver
from changqian.gateways.video.media.reach import reachable
from changqian.gateways.video.talk.tests.speaking import given_back, known, met
from changqian.gateways.video.tests.stage import STEADY, Stage, Watched
from changqian.simulators.recorder import Quirks, Recorder
from changqian.wire import video as wire


def watching(stage: Stage, recorder: Recorder) -> Any:
    resource = f"{recorder.identity.device_id}/{recorder.identity.channels[0]}"
    path = f"/live/{resource}?ticket={stage.ticket(resource)}"
    return connect(f"ws://127.0.0.1:{stage.http_port}{path}", max_size=None, proxy=None)


@pytest.mark.parametrize("quirks", [Quirks(), Quirks(private_address="10.64.3.7")], ids=["plain", "behind nat"])
def test_a_device_that_waits_is_connected_to(tmp_path: Path, quirks: Quirks) -> None:
    async def story() -> None:
        async with met(tmp_path, quirks, devices=(known(1, media="tcp_active"),)) as (stage, fleet):
            async with watching(stage, fleet[0]) as browser:
                seen = await Watched().read(browser, lambda seen: len(seen.fragments) >= 30, 10)
                (call,) = fleet[0].running
                assert call.pipe.transport == "tcp_passive"
            assert len(seen.shades()) >= 30
            await given_back(stage, fleet)

    asyncio.run(story())


def test_a_device_that_opens_its_port_late_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(receiver, "PAUSE", 0.05)
        async with met(tmp_path, Quirks(), devices=(known(1, media="tcp_active"),)) as (stage, fleet):
            tries: list[int] = []
            loop = asyncio.get_running_loop()
            connected = loop.create_connection

            async def late(*given: Any, **how: Any) -> Any:
                tries.append(1)
                if len(tries) < 3:
                    raise ConnectionRefusedError
                return await connected(*given, **how)

            monkeypatch.setattr(loop, "create_connection", late)
            who = fleet[0].identity
            stage.gateway.commands.take(wire.StartLive(id="l1", device=who.device_id, channel=who.channels[0]))
            await stage.until(lambda: any(each.playing for each in stage.gateway.lives.pulls.values()), 10)
            assert len(tries) == 3
            stage.gateway.commands.take(wire.StopLive(id="l2", device=who.device_id, channel=who.channels[0]))
            await given_back(stage, fleet)

    asyncio.run(story())


def test_a_device_that_takes_no_connection_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(receiver, "PAUSE", 0.02)
        async with met(tmp_path, Quirks(), devices=(known(1, media="tcp_active"),), patience=STEADY) as (stage, fleet):
            monkeypatch.setattr("changqian.gateways.video.media.pull.place", lambda *given: ("127.0.0.1", 9))
            async with watching(stage, fleet[0]) as browser:
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["step"] == "no_connection"
            assert "127.0.0.1:9" in seen.end["reason"]
            await given_back(stage, fleet)

    asyncio.run(story())


def test_aac_comes_beside_the_picture_and_can_be_decoded(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(hevc=True, aac=True)) as (stage, fleet):
            async with watching(stage, fleet[0]) as browser:
                seen = await Watched().read(browser, lambda seen: len(seen.sounds) >= 20, 10)
            assert seen.texts[-1]["audio"] == {"codec": "mp4a.40.2", "rate": 16000, "channels": 1}
            steps = [two - one for (one, _), (two, _) in zip(seen.sounds, seen.sounds[1:], strict=False)]
            assert set(steps) == {64_000}
            with av.open(io.BytesIO(b"".join(sound for _, sound in seen.sounds)), format="aac") as container:
                samples = sum(frame.samples for frame in container.decode(audio=0))
            assert samples == 1024 * len(seen.sounds)
            # The picture does not wait for it, nor has it a track for it.
            with av.open(io.BytesIO(seen.init + b"".join(seen.fragments))) as container:
                assert [each.type for each in container.streams] == ["video"]
            await given_back(stage, fleet)

    asyncio.run(story())


def test_where_a_device_is_reached() -> None:
    assert reachable("10.0.0.5", own="10.0.0.5", seen="10.0.0.5") == "10.0.0.5"
    assert reachable("10.64.3.7", own="10.64.3.7", seen="58.1.2.3") == "58.1.2.3"
    assert reachable("10.0.0.9", own="10.0.0.5", seen="10.0.0.5") == "10.0.0.9"
    for nothing in ("0.0.0.0", "", "camera.local"):
        assert reachable(nothing, own="10.0.0.5", seen="10.0.0.6") == "10.0.0.6"
