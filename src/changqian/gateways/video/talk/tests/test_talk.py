"""Somebody speaks with one device: reached by each way, in each form, or told why not."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
import uvloop

from changqian.gateways.video.talk.patience import Patience
from changqian.gateways.video.talk.tests.speaking import (
    HUM,
    SHORT,
    given_back,
    heard,
    known,
    met,
    talking,
)
from changqian.gateways.video.talk.tests.speaking import browser as opened
from changqian.protocols.rtp.g711 import Law
from changqian.simulators.recorder import Quirks
from changqian.wire import video as wire

FORMS = {
    "udp": Quirks(),
    "device connects": Quirks(voice="TCP", transport="TCP", media=("TCP",)),
    "device waits": Quirks(voice="TCP_PASSIVE"),
    "program stream": Quirks(hears="PS"),
    "mu-law": Quirks(hears="PCMU"),
    "behind nat": Quirks(private_address="10.64.3.7", moving_contact=True),
    "says nothing but comes": Quirks(answers_broadcast=False),
    "no ack over tcp": Quirks(voice="TCP", acknowledges=False),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_device_comes_for_the_sound_and_hears_it(tmp_path: Path, form: str) -> None:
    async def story() -> None:
        quirks = FORMS[form]
        async with met(tmp_path, quirks) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                assert not heard(fleet[0].ear.sound)
                browser.speak()
                law = Law.MU if quirks.hears == "PCMU" else Law.A
                await stage.until(lambda: heard(fleet[0].ear.sound, law=law), 10)
                assert [(each["state"], each["way"]) for each in browser.states] == [
                    ("calling", "broadcast"),
                    ("talking", "broadcast"),
                ]
                assert browser.end["sound"] is None
            await given_back(stage, fleet)
            (over,) = stage.of(wire.TalkOver)
            assert (over.way, over.step, over.many, over.subject) == ("broadcast", "", False, "7")
            assert over.seconds > 0

    (uvloop.run if form == "udp" else asyncio.run)(story())


@pytest.mark.parametrize("media", ["udp", "tcp", "tcp_active"])
def test_both_hear_each_other_on_one_stream(tmp_path: Path, media: str) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(), devices=(known(1, talk="talk", media=media),)) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                browser.speak()
                await stage.until(lambda: heard(fleet[0].ear.sound) and len(browser.sound) >= 8000, 10)
                state = browser.states[1]
                assert (state["state"], state["way"]) == ("talking", "talk")
                assert state["sound"] == {"codec": "alaw", "rate": 8000, "channels": 1}
                # The recorder's microphone: a hum, and a beep at each full second.
                assert any(heard(browser.sound[at : at + 4000], HUM) for at in range(0, 4001, 500))
                steps = {two - one for one, two in zip(browser.stamps, browser.stamps[1:], strict=False)}
                assert min(steps) >= 20_000
            await given_back(stage, fleet)

    asyncio.run(story())


def test_the_other_way_is_tried_and_remembered(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(broadcast="refuses")) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                first, second, third = browser.states
                assert (first["way"], second["way"], third["way"]) == ("broadcast", "talk", "talk")
                assert (second["state"], second["step"]) == ("calling", "refused")
                assert "不接受语音广播" in second["reason"]
                assert second["remedy"]
            await given_back(stage, fleet)
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                assert [each["way"] for each in browser.states] == ["talk", "talk"]
            await given_back(stage, fleet)

    asyncio.run(story())


def test_who_knows_no_talk_is_told_of_a_broadcast(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(talks=False), devices=(known(1, talk="talk"),)) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                assert [each["way"] for each in browser.states] == ["talk", "broadcast", "broadcast"]
                assert "488" in browser.states[1]["reason"]
            await given_back(stage, fleet)

    asyncio.run(story())


BROKEN = [
    ("refused", Quirks(talks=False, broadcast="refuses"), {}, ("语音广播未接通", "对讲呼叫未接通：设备不支持")),
    ("no_invite", Quirks(talks=False, broadcast="agrees"), {}, ("设备同意了语音广播，但0.5秒内没有来取声音",)),
    ("no_invite", Quirks(talks=False, broadcast="agrees", answers_broadcast=False), {}, ("设备收到了语音广播通知",)),
    ("no_ack", Quirks(talks=False, acknowledges=False), {}, ("没有确认",)),
    ("no_connection", Quirks(broadcast="refuses"), {"talk": "talk", "media": "tcp_active"}, ("没有连上",)),
]


@pytest.mark.parametrize(
    ("step", "quirks", "device", "words"), BROKEN, ids=[f"{b[0]}-{i}" for i, b in enumerate(BROKEN)]
)
def test_a_failure_names_its_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, quirks: Quirks, device: Any, words: tuple[str, ...]
) -> None:
    async def story() -> None:
        async with met(tmp_path, quirks, devices=(known(1, **device),), talk=SHORT) as (stage, fleet):
            if step == "no_connection":
                monkeypatch.setattr("changqian.simulators.recorder.pipes.Pipe.open", lambda *given: None)
                monkeypatch.setattr(socket.socket, "listen", lambda *given: None)
            for _ in range(2):  # However often: the ports come back.
                async with talking(stage, fleet[0]) as browser:
                    await stage.until(lambda browser=browser: browser.code is not None)
                assert browser.said()[-1] == "ended"
                assert browser.end["step"] == step
                assert all(each in browser.end["reason"] for each in words), browser.end
                assert browser.end["remedy"]
            await given_back(stage, fleet)
            over = stage.of(wire.TalkOver)
            assert [(each.step, each.seconds) for each in over] == [(step, 0)] * 2
            assert f'video_talk_failures_total{{step="{step}"}} 2' in (await stage.get("/metrics")).text

    asyncio.run(story())


def test_a_device_is_spoken_to_by_one_at_a_time(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            async with talking(stage, fleet[0]) as first:
                await stage.until(lambda: "talking" in first.said())
                async with talking(stage, fleet[0]) as second:
                    await stage.until(lambda: second.code == 4000)
                assert second.end["step"] == "occupied"
                assert "正被占用" in second.end["reason"]
                first.speak()
                await stage.until(lambda: heard(fleet[0].ear.sound), 10)
            await given_back(stage, fleet)
            async with talking(stage, fleet[0]) as third:
                await stage.until(lambda: "talking" in third.said())
            await given_back(stage, fleet)

    asyncio.run(story())


def test_a_device_that_hangs_up_ends_it_and_one_that_drops_its_connection_too(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(voice="TCP")) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                await fleet[0].hang_up()
                await stage.until(lambda: browser.code == 4000)
            assert (browser.end["step"], browser.end["reason"]) == ("ended", "设备结束了对讲")
            await given_back(stage, fleet)
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                await fleet[0].calls.hang_up()
                await stage.until(lambda: browser.code == 4000)
            assert browser.end["step"] == "broke_off"
            await given_back(stage, fleet)

    asyncio.run(story())


def test_what_is_lacking_is_said_while_it_goes_on(tmp_path: Path) -> None:
    """The microphone of the device is off: it hears, and is not heard."""

    async def story() -> None:
        devices = (known(1, talk="talk"),)
        async with met(tmp_path, Quirks(), devices=devices, talk=Patience(sound=0.3)) as (stage, fleet):
            fleet[0].calls.body.clip = type("Mute", (), {"audio": (b"",), "kind": fleet[0].body.clip.kind})()
            async with talking(stage, fleet[0]) as browser:
                browser.speak()
                await stage.until(lambda: len(browser.states) == 3)
                assert (browser.end["state"], browser.end["step"]) == ("talking", "no_rtp")
                await stage.until(lambda: heard(fleet[0].ear.sound), 10)
            await given_back(stage, fleet)

    asyncio.run(story())


def test_nobody_speaks_and_the_device_is_let_go(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(), talk=Patience(voice=0.4)) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: browser.code == 4000)
            assert browser.end["step"] == "no_voice"
            await given_back(stage, fleet)

    asyncio.run(story())


def test_nobody_else_can_take_the_sound_of_a_talk(tmp_path: Path) -> None:
    """Whoever finds the port that the device is to connect to is not the device."""

    async def story() -> None:
        async with met(tmp_path, Quirks(voice="TCP")) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                (port,) = stage.gateway.lives.ports.taken
                loop = asyncio.get_running_loop()
                thief = socket.socket()
                thief.setblocking(False)
                thief.bind(("127.0.0.2", 0))
                await loop.sock_connect(thief, ("127.0.0.1", port))
                assert await asyncio.wait_for(_last(loop, thief), 5) == b""
                thief.close()
                browser.speak()
                await stage.until(lambda: heard(fleet[0].ear.sound), 10)
            await given_back(stage, fleet)

    asyncio.run(story())


async def _last(loop: asyncio.AbstractEventLoop, made: socket.socket) -> bytes:
    try:
        return await loop.sock_recv(made, 100)
    except ConnectionResetError:
        return b""


def test_who_may_no_longer_speak_is_stopped(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                signed_out = wire.EndViews(id="e1", subject="7")
                assert (await stage.call("POST", "/commands", wire.to_json(signed_out))).status_code == 200
                await stage.until(lambda: browser.code == 4000)
            assert "登录已失效" in browser.end["reason"]
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                blocked = wire.to_json(wire.Snapshot(2, (known(1, blocked=True),)))
                await stage.call("PUT", "/snapshot", blocked)
                await stage.until(lambda: browser.code == 4000)
            assert "停用" in browser.end["reason"]
            await given_back(stage, fleet)

    asyncio.run(story())


def test_a_gateway_that_stops_lets_its_devices_go(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            async with talking(stage, fleet[0]) as browser:
                await stage.until(lambda: "talking" in browser.said())
                # What a kill would leave is ended at the next start.
                left = tmp_path / "calls.json"
                await stage.until(lambda: left.exists() and b" BYE" in left.read_bytes())
                await stage.gateway.talks.close()
                await stage.until(lambda: browser.code == 4000)
            await given_back(stage, fleet)

    asyncio.run(story())


@pytest.mark.parametrize(
    "how", [{"verbs": ("live",)}, {"resource": "1/2"}, {"expires": 1}], ids=lambda how: next(iter(how))
)
def test_a_ticket_for_something_else_opens_nothing(tmp_path: Path, how: dict) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks()) as (stage, fleet):
            who = fleet[0].identity
            given = {"resource": f"{who.device_id}/{who.voice_id}", "verbs": ("talk",), **how}
            async with talking(stage, fleet[0], stage.ticket(**given)) as browser:
                await stage.until(lambda: browser.code == 4403)
            assert browser.end["reason"].startswith("票据")
            assert not stage.gateway.talks.running

    asyncio.run(story())


def test_who_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with met(tmp_path, Quirks(), devices=(known(1), known(2))) as (stage, fleet):
            await fleet[0].stop()
            for resource in (known(1).id, known(2).id, "32040000001320000099"):
                path = f"/talk/{resource}/1?ticket={stage.ticket(f'{resource}/1', verbs=('talk',))}"
                async with opened(stage, path) as browser:
                    await stage.until(lambda browser=browser: browser.code is not None)
                assert browser.end["step"] == "offline"

    asyncio.run(story())
