"""Browsers that speak and simulated recorders that hear, put in front of each other; and an ear for tones."""

import asyncio
import json
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from changqian.gateways.video.talk.patience import Patience
from changqian.gateways.video.tests.device import DOMAIN, PASSWORD, PLATFORM
from changqian.gateways.video.tests.stage import Stage, staged
from changqian.protocols.rtp.g711 import Law, decode, encode
from changqian.protocols.sip import ha1s
from changqian.simulators.recorder import Fleet, Quirks, Recorder
from changqian.simulators.recorder.roster import identity
from changqian.wire import video as wire

PITCH, HUM = 440, 220
"Hz: what the browser sends; what the microphone of a simulated recorder hears all the time."
SHORT = Patience(answer=1.0, invite=0.5, connection=0.6, sound=0.5, tries=3, pause=0.05)
"For what is to fail."


def tone(pitch: int, samples: int = 8000) -> bytes:
    wave = (int(8000 * math.sin(2 * math.pi * pitch * place / 8000)) for place in range(samples))
    return encode(b"".join(each.to_bytes(2, "little", signed=True) for each in wave), Law.A)


TONE = tone(PITCH)


def power(sound: bytes, pitch: int, law: Law = Law.A) -> tuple[float, float]:
    """In dB, of that pitch (Goertzel) and of the whole."""
    linear = memoryview(decode(sound, law)).cast("h")
    mean = sum(linear) / len(linear)
    turn, one, two, whole = 2 * math.cos(2 * math.pi * pitch / 8000), 0.0, 0.0, 0.0
    for each in linear:
        one, two = each - mean + turn * one - two, one
        whole += (each - mean) ** 2
    found = 2 * (one * one + two * two - turn * one * two) / len(linear)
    return 10 * math.log10(max(found, 1e-3)), 10 * math.log10(max(whole, 1e-3))


def heard(sound: bytes, pitch: int = PITCH, law: Law = Law.A) -> bool:
    """Whether a second of it is that tone and not much else."""
    if len(sound) < 4000:
        return False
    found, whole = power(bytes(sound[-4000:]), pitch, law)
    silent, _ = power(encode(bytes(8000), Law.A), pitch)
    return found - silent >= 40 and whole - found < 1


class Browser:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.states: list[dict[str, Any]] = []
        self.sound = bytearray()
        self.stamps: list[int] = []
        self.code: int | None = None
        self._tasks = [asyncio.create_task(self._read())]

    def speak(self, sound: bytes = TONE) -> None:
        """Over and over, in bursts as a network has them."""
        self._tasks.append(asyncio.create_task(self._speak(sound)))

    async def _speak(self, sound: bytes) -> None:
        loop = asyncio.get_running_loop()
        begun, place = loop.time(), 0
        with suppress(ConnectionClosed):
            while True:
                while place * 0.02 <= loop.time() - begun:
                    at = place * 160 % len(sound)
                    await self.socket.send(sound[at : at + 160])
                    place += 1
                await asyncio.sleep(0.03)

    async def _read(self) -> None:
        try:
            async for message in self.socket:
                if isinstance(message, str):
                    self.states.append(json.loads(message))
                else:
                    assert message[0] == 2
                    self.stamps.append(int.from_bytes(message[1:9]))
                    self.sound += message[9:]
        finally:
            self.code = self.socket.close_code

    def said(self, device: str = "") -> list[str]:
        return [each.get("state", each["type"]) for each in self.states if each.get("device", "") == device]

    @property
    def end(self) -> dict[str, Any]:
        return self.states[-1]

    async def still(self) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionClosed):
                await task


@asynccontextmanager
async def browser(stage: Stage, path: str) -> AsyncIterator[Browser]:
    async with connect(f"ws://127.0.0.1:{stage.http_port}{path}", proxy=None) as socket:
        made = Browser(socket)
        try:
            yield made
        finally:
            await made.still()


def talking(stage: Stage, recorder: Recorder, ticket: str = "") -> Any:
    who = recorder.identity
    resource = f"{who.device_id}/{who.voice_id}"
    return browser(stage, f"/talk/{resource}?ticket={ticket or stage.ticket(resource, verbs=('talk',))}")


def known(place: int, **how: Any) -> wire.Device:
    who = identity(place, domain=DOMAIN)
    secrets = ha1s(who.device_id, DOMAIN, PASSWORD)
    return wire.Device(who.device_id, who.name, secrets, ("MD5",), **how)


@asynccontextmanager
async def met(
    folder: Path, *quirks: Quirks, devices: tuple[wire.Device, ...] = (), **how: Any
) -> AsyncIterator[tuple[Stage, Fleet]]:
    """A gateway, and recorders that have registered at it."""
    devices = devices or tuple(known(place) for place in range(1, len(quirks) + 1))
    async with (
        staged(folder, *devices, **how) as stage,
        Fleet(f"127.0.0.1:{stage.sip_port}", DOMAIN, PASSWORD, len(quirks), PLATFORM, quirks=quirks) as fleet,
    ):
        await fleet.registered()
        yield stage, fleet


async def given_back(stage: Stage, fleet: Fleet) -> None:
    """Nobody is in a call any more, on either side, and all ports are free."""
    gateway = stage.gateway
    await stage.until(lambda: not gateway.talks.running and not gateway.lives.ports.taken)
    await stage.until(lambda: not any(each.running for each in fleet))
    assert not gateway.signalling.endpoint.dialogs
    low, high = gateway.settings.media_ports
    assert len(gateway.lives.ports.free) == (high - low + 1) // 2
