"""A picture from the device to the browser, and every way in which it does not come."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import uvloop

from changqian.gateways.video.media.pull import Patience
from changqian.gateways.video.tests import film
from changqian.gateways.video.tests.device import CAMERA, CHANNEL, Device, Manners
from changqian.gateways.video.tests.stage import QUICK, Watched, one, staged
from changqian.protocols.mpegps.codecs import Codec
from changqian.wire import video as wire

FRAMES = 30


def near(shades: list[int], numbers: range) -> bool:
    return len(shades) == len(numbers) and all(
        abs(found - film.shade(number % 40)) <= 3 for found, number in zip(shades, numbers, strict=True)
    )


@pytest.mark.parametrize("media", ["udp", "tcp"])
@pytest.mark.parametrize(
    ("codec", "run"), [(Codec.H264, uvloop.run), (Codec.H264, asyncio.run), (Codec.H265, asyncio.run)]
)
def test_every_frame_arrives_and_can_be_decoded(tmp_path: Path, media: str, codec: Codec, run: Any) -> None:
    async def story() -> None:
        manners = Manners(codec=codec, sound=bytes(range(160)))
        async with staged(tmp_path, one(media=media)) as stage, Device(stage.sip_port, manners=manners) as device:
            await device.register()
            async with stage.live() as browser:
                seen = await Watched().read(browser, lambda seen: len(seen.fragments) >= FRAMES)
            stream = seen.texts[-1]
            assert (stream["video"]["width"], stream["video"]["height"]) == (film.WIDTH, film.HEIGHT)
            assert stream["video"]["codec"].startswith("avc1." if codec is Codec.H264 else "hev1.")
            assert stream["audio"] == {"codec": "alaw", "rate": 8000, "channels": 1}
            assert near(seen.shades(), range(FRAMES))
            assert {sound for _, sound in seen.sounds} == {bytes(range(160))}
            assert [at for at, _ in seen.sounds][1] - seen.sounds[0][0] == 40_000
            await stage.until(lambda: device.byes == 1 and not stage.gateway.lives.ports.taken)
            assert not stage.gateway.lives.pulls

    run(story())


def test_packets_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    async def story() -> None:
        # Above 1400 bytes a frame has several packets, here sent backwards; the first frame is lost to the order.
        manners = Manners(shuffled=True, sends=lambda number, shot: True)
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port, manners=manners) as device:
            await device.register()
            async with stage.live() as browser:
                seen = await Watched().read(browser, lambda seen: len(seen.fragments) >= FRAMES)
            first = seen.shades()
            begin = min(range(0, 40, film.GROUP), key=lambda number: abs(film.shade(number) - first[0]))
            assert near(first, range(begin, begin + FRAMES))

    asyncio.run(story())


def test_after_a_loss_the_picture_goes_on_with_the_next_key_frame(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            device.manners.lost = frozenset({15})
            await device.register()
            async with stage.live() as browser:
                seen = await Watched().read(browser, lambda seen: len(seen.fragments) >= FRAMES)
                assert (await stage.get("/metrics")).text.count("video_rtp_lost 1\n") == 1
            shades = seen.shades()
            missing = FRAMES - sum(near([shade], range(n, n + 1)) for n, shade in enumerate(shades))
            assert missing > 0
            assert any("key_frame" in str(order) and order.key_frame == "Send" for order in device.orders)

    asyncio.run(story())


def test_a_second_viewer_shares_the_pull_and_begins_with_a_key_frame(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            await device.register()
            async with stage.live() as first:
                before = await Watched().read(first, lambda seen: len(seen.fragments) >= 15)
                assert near(before.shades(), range(15))
                async with stage.live() as second:
                    seen = await Watched().read(second, lambda seen: len(seen.fragments) >= 12)
                keys = [film.shade(number) for number in range(0, 40, film.GROUP)]
                shades = seen.shades()
                assert len(shades) == 12
                assert min(abs(shades[0] - key) for key in keys) <= 3
                assert device.invites == 1
                assert device.byes == 0
            await stage.until(lambda: device.byes == 1)

    asyncio.run(story())


def test_somebody_who_comes_back_at_once_finds_the_picture_still_running(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(), patience=Patience(linger=5)) as stage, Device(stage.sip_port) as device:
            await device.register()
            for _ in range(3):
                async with stage.live() as browser:
                    seen = await Watched().read(browser, lambda seen: len(seen.fragments) >= 3)
                    assert seen.init
            assert device.invites == 1

    asyncio.run(story())


NO_KEY = {"sends": lambda number, shot: not shot.key}
BROKEN = [
    ("no_answer", Manners(silent=True), "秒内没有回应", 0),
    ("refused", Manners(status=486), "486", 0),
    ("refused", Manners(status=404), "没有这个通道", 0),
    ("wrong_sdp", Manners(body=b"what?"), "无法识别", 1),
    ("wrong_sdp", Manners(body=b"v=0\r\ns=Play\r\nc=IN IP4 1.2.3.4\r\nm=video 0 RTP/AVP 96\r\n"), "端口为0", 1),
    ("no_rtp", Manners(sends=lambda number, shot: False), "没有收到媒体数据", 1),
    ("no_key_frame", Manners(**NO_KEY), "没有关键帧", 1),
    ("not_playable", Manners(codec=Codec.MPEG4), "浏览器无法播放", 1),
    ("broke_off", Manners(sends=lambda number, shot: number < 20), "画面中断", 1),
]


@pytest.mark.parametrize(
    ("step", "manners", "words", "byes"), BROKEN, ids=[f"{b[0]}-{i}" for i, b in enumerate(BROKEN)]
)
def test_a_failure_names_its_step(tmp_path: Path, step: str, manners: Manners, words: str, byes: int) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(), patience=QUICK) as stage, Device(stage.sip_port, manners=manners) as device:
            await device.register()
            async with stage.live() as browser:
                seen = await Watched().read(browser, lambda seen: any(t["type"] == "end" for t in seen.texts))
            assert seen.end["step"] == step
            assert words in seen.end["reason"]
            assert seen.end["remedy"]
            told = (await stage.until(lambda: stage.of(wire.ViewFailed)))[0]
            assert (told.device, told.channel, told.step) == (CAMERA, CHANNEL, step)
            await stage.until(lambda: device.byes == byes and not stage.gateway.lives.ports.taken)
            assert not stage.gateway.lives.pulls

    asyncio.run(story())


def test_an_answer_that_comes_too_late_is_ended(tmp_path: Path) -> None:
    """The network ate our CANCEL, and the device accepts what it was asked long ago."""

    async def story() -> None:
        async with staged(tmp_path, one(), patience=QUICK) as stage, Device(stage.sip_port) as device:
            await device.register()
            endpoint, asked = device.shell.endpoint, []
            receive, invited, device._invited = endpoint.receive, device._invited, asked.append
            endpoint.receive = lambda data, flow, now: data.startswith(b"CANCEL") or receive(data, flow, now)
            async with stage.live() as browser:
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["step"] == "no_answer"
            assert not stage.gateway.lives.pulls
            invited(asked[0])
            device.shell.pump()
            await stage.until(lambda: device.byes == 1)
            assert not stage.gateway.signalling.endpoint.dialogs

    asyncio.run(story())


def test_who_is_not_there_is_said_at_once_and_a_device_that_hangs_up_too(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            async with stage.live() as browser:
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["step"] == "offline"
            await device.register()
            async with stage.live() as browser:
                await Watched().read(browser, lambda seen: len(seen.fragments) > 2)
                device.hang_up()
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["step"] == "ended"
            await stage.until(lambda: not stage.gateway.lives.ports.taken)
            assert device.byes == 0

    asyncio.run(story())


def test_ports_come_back_and_their_end_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one(), media_ports=(28040, 28041)) as stage:
            ports = stage.gateway.lives.ports
            async with Device(stage.sip_port, manners=Manners(status=486)) as device:
                await device.register()
                for _ in range(12):
                    async with stage.live() as browser:
                        seen = await Watched().read(browser, lambda seen: bool(seen.texts))
                    assert seen.end["step"] == "refused"
                assert (len(ports.free), ports.taken) == (1, set())
                ports.free.clear()
                async with stage.live() as browser:
                    seen = await Watched().read(browser, lambda seen: bool(seen.texts))
                assert seen.end["step"] == "no_port"

    asyncio.run(story())


def test_a_gateway_that_stops_tells_its_devices(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            await device.register()
            async with stage.live() as browser:
                await Watched().read(browser, lambda seen: len(seen.fragments) > 2)
                await stage.gateway.lives.close()
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["step"] == "ended"
            await stage.until(lambda: device.byes == 1)

    asyncio.run(story())


@pytest.mark.parametrize(
    "how",
    [{"audience": "push"}, {"resource": "1/2"}, {"verbs": ("talk",)}, {"expires": 1}],
    ids=lambda how: next(iter(how)),
)
def test_a_ticket_for_something_else_opens_nothing(tmp_path: Path, how: dict) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            await device.register()
            good = stage.ticket()
            async with stage.live(stage.ticket(**how)) as browser:
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["reason"].startswith("票据")
            async with stage.live(good) as browser:
                await Watched().read(browser, lambda seen: bool(seen.fragments))
            async with stage.live(good) as browser:
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert seen.end["reason"] == "票据已使用"

    asyncio.run(story())


def test_what_may_no_longer_be_watched_ends(tmp_path: Path) -> None:
    async def story() -> None:
        async with staged(tmp_path, one()) as stage, Device(stage.sip_port) as device:
            await device.register()
            async with stage.live() as browser:
                await Watched().read(browser, lambda seen: len(seen.fragments) > 2)
                signed_out = wire.EndViews(id="e1", subject="7")
                assert (await stage.call("POST", "/commands", wire.to_json(signed_out))).status_code == 200
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert "登录已失效" in seen.end["reason"]
            async with stage.live() as browser:
                await Watched().read(browser, lambda seen: len(seen.fragments) > 2)
                blocked = wire.to_json(wire.Snapshot(2, (one(blocked=True),)))
                assert (await stage.call("PUT", "/snapshot", blocked)).json() == {"revision": 2}
                seen = await Watched().read(browser, lambda seen: bool(seen.texts))
            assert "停用" in seen.end["reason"]
            await stage.until(lambda: device.byes == 1)

    asyncio.run(story())
