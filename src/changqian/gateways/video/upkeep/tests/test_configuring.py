"""Devices are set from afar, and say what they are set to."""

import asyncio
from pathlib import Path
from typing import Any

from changqian.gateways.video.tests.fleets import CAMERA, CHANNEL, met, ordered
from changqian.protocols.gb28181.documents.config import DeviceConfig
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import Quirks
from changqian.wire import video as wire
from changqian.wire.device_settings import AudioStream, Basic, DeviceSettings, Line, Osd, VideoStream


def ask(*kinds: str, **how: Any) -> wire.AskConfig:
    return wire.AskConfig(id="a1", device=CAMERA, kinds=kinds, **how)


def setting(**settings: Any) -> wire.SetConfig:
    return wire.SetConfig(id="s1", device=CAMERA, channel=CHANNEL, settings=DeviceSettings(**settings))


def test_a_device_of_2022_is_set_and_says_so(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(version=Version.V2022)) as (stage, recorder):
            osd = Osd(1920, 1080, 0, 0, True, 0, True, (Line("执法㐂一号", 10, 20),))
            video = (VideoStream(0, "h264", "1280x720", 25, "constant", 2048),)
            assert (await ordered(stage, setting(video=video, osd=osd, mirror="vertical"))).ok
            assert len([each for each in recorder.state.ordered if isinstance(each, DeviceConfig)]) == 3
            kinds = ("video", "osd", "mirror", "options", "alarm_recording", "basic")
            assert (await ordered(stage, ask(*kinds, channel=CHANNEL))).ok
            (told,) = stage.of(wire.ConfigReceived)
            assert (told.channel, told.command, told.refused) == (CHANNEL, "a1", ())
            assert (told.settings.video, told.settings.osd, told.settings.mirror) == (video, osd, "vertical")
            assert told.settings.options.download_speeds == ("1", "2", "4", "8")
            assert told.settings.basic.position_capability is None  # Told until 2016.

    asyncio.run(story())


def test_a_device_of_2016_is_set_as_far_as_it_goes(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path) as (stage, recorder):
            video, audio = (VideoStream(0, "h264", "1280x720", 25),), (AudioStream(0, "g711", 64, 8),)
            basic = Basic(name="新㐂名", heartbeat_interval=30)
            done = await ordered(stage, setting(basic=basic, video=video, audio=audio, osd=Osd(time_on=True)))
            assert (done.ok, recorder.state.name) == (False, "新㐂名")
            assert done.reason.startswith("画面叠加没有设置成功（基本参数、视频参数、音频参数已设置）")
            assert done.remedy
            assert (await ordered(stage, ask("video", "audio", "osd", "basic"))).ok
            (told,) = stage.of(wire.ConfigReceived)
            assert (told.settings.video, told.settings.audio, told.refused) == (video, audio, ("osd",))
            assert (told.settings.basic.name, told.settings.basic.heartbeat_interval) == ("新㐂名", 30)
            assert told.settings.basic.position_capability == 2

    asyncio.run(story())


def test_what_a_device_has_none_of_fails(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path) as (stage, _):
            done = await ordered(stage, ask("osd"))
            assert (done.ok, bool(done.reason), bool(done.remedy)) == (False, True, True)
            assert not stage.of(wire.ConfigReceived)

    asyncio.run(story())


def test_a_device_is_not_set_so_that_it_looks_gone(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path) as (stage, recorder):
            done = await ordered(stage, setting(basic=Basic(heartbeat_interval=600)))
            assert not done.ok
            assert "90秒" in done.reason
            assert not recorder.state.ordered

    asyncio.run(story())
