"""A gateway on loopback, with its HTTP side, for one test; and what a browser and the platform do with it."""

import asyncio
import io
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import av
import httpx
import orjson
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from changqian.gateways.video.app import make
from changqian.gateways.video.gateway import Gateway
from changqian.gateways.video.media.pull import Patience
from changqian.gateways.video.settings import Settings
from changqian.gateways.video.tests.device import CAMERA, CHANNEL, DOMAIN, PASSWORD, PLATFORM
from changqian.protocols.gb28181.presence import Policy
from changqian.protocols.sip import ha1s
from changqian.wire import signing
from changqian.wire import video as wire

SECRET, TICKETS = b"s" * 32, b"t" * 32
STEADY = Patience(linger=0.3)
"For what is to succeed, on a machine that may be busy."
QUICK = Patience(answer=0.6, rtp=0.5, key_frame=0.6, silence=0.6, linger=0.3)
PORTS = (28000, 28019)


def one(**how: Any) -> wire.Device:
    return wire.Device(CAMERA, "王队的记录仪", ha1s(CAMERA, DOMAIN, PASSWORD), **how)


class Stage:
    def __init__(self, gateway: Gateway, http_port: int) -> None:
        self.gateway, self.http_port = gateway, http_port
        self.sip_port = gateway.signalling.port

    @classmethod
    def at(cls, sip_port: int, http_port: int) -> "Stage":
        """A gateway in a process of its own."""
        stage = cls.__new__(cls)
        stage.sip_port, stage.http_port = sip_port, http_port
        return stage

    @property
    def told(self) -> list[wire.Event]:
        return [each.event for each in self.gateway.spool.waiting]

    def of(self, kind: type[wire.Event]) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    async def until(self, there: Callable[[], Any], seconds: float = 5.0) -> Any:
        end = time.monotonic() + seconds
        while not (found := there()):
            assert time.monotonic() < end, (there, self.told)
            await asyncio.sleep(0.02)
        return found

    def ticket(self, resource: str = f"{CAMERA}/{CHANNEL}", **how: Any) -> str:
        given = {"audience": "video", "subject": "7", "verbs": ("live",), "expires": int(time.time()) + 60}
        return signing.Ticket(**{**given, "resource": resource, "id": str(time.monotonic_ns()), **how}).encode(TICKETS)

    def live(self, ticket: str | None = None) -> Any:
        path = f"/live/{CAMERA}/{CHANNEL}?ticket={ticket or self.ticket()}"
        return connect(f"ws://127.0.0.1:{self.http_port}{path}", max_size=None, proxy=None)

    async def call(self, method: str, path: str, said: Any, **headers: str) -> httpx.Response:
        body = orjson.dumps(said)
        signed = signing.signed(SECRET, method, path, body, app="platform", now=time.time())
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.http_port}", trust_env=False) as client:
            return await client.request(method, path, content=body, headers={**signed, **headers})

    async def serving(self) -> None:
        """Until its HTTP side answers, which in a process of its own comes after SIP."""
        for _ in range(500):
            with suppress(httpx.TransportError):
                assert (await self.get("/healthz")).json()["status"] == "ok"
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nobody answers")

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.http_port}", trust_env=False) as client:
            return await client.get(path)


@asynccontextmanager
async def staged(folder: Path, *devices: wire.Device, sink: Any = None, **how: Any) -> AsyncIterator[Stage]:
    """With no devices the gateway knows what its disk says."""
    given: dict[str, Any] = {"patience": STEADY, "policy": Policy(), "tick": 0.05, "quiet": 0.5, "answer": 1.0, **how}
    limits = given.pop("limits", wire.Limits())
    snapshot = {name: given.pop(name) for name in ("blocked_hosts", "allowed_hosts") if name in given}
    settings = Settings(
        *(folder, PLATFORM, DOMAIN, SECRET, TICKETS, "127.0.0.1"),
        **{"sip_port": 0, "media_ports": PORTS, "ask_catalogue": False, "follow": False, **given},
    )
    gateway = Gateway(settings, sink)
    await gateway.start()
    if devices:
        await gateway.take_snapshot(wire.Snapshot(1, devices, limits, **snapshot))
    listening = socket.create_server(("127.0.0.1", 0))
    gateway.devices_url = gateway.devices_url or f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = uvicorn.Config(
        make(gateway), log_level="error", ws="websockets-sansio", ws_per_message_deflate=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield Stage(gateway, listening.getsockname()[1])
    finally:
        await gateway.close()
        server.should_exit = True
        await serving
        listening.close()


class Watched:
    """What a browser has received of one stream."""

    def __init__(self) -> None:
        self.texts: list[dict[str, Any]] = []
        self.init = b""
        self.fragments: list[bytes] = []
        self.sounds: list[tuple[int, bytes]] = []

    async def read(self, socket: Any, enough: Callable[["Watched"], bool], seconds: float = 5.0) -> "Watched":
        with suppress(ConnectionClosed):
            async with asyncio.timeout(seconds):
                while not enough(self):
                    self.take(await socket.recv())
        return self

    def take(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self.texts.append(json.loads(message))
        elif message[0] == 0:
            self.init = message[1:]
        elif message[0] == 1:
            self.fragments.append(message[1:])
        else:
            self.sounds.append((int.from_bytes(message[1:9]), message[9:]))

    def shades(self) -> list[int]:
        """The first pixel of each frame."""
        with av.open(io.BytesIO(self.init + b"".join(self.fragments))) as container:
            return [bytes(frame.planes[0])[0] for frame in container.decode(video=0)]

    @property
    def end(self) -> dict[str, Any]:
        return next(each for each in self.texts if each["type"] == "end")
