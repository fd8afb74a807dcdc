"""A gateway, a simulated recorder with its card, and somebody who watches what it has recorded."""

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import av
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from changqian.gateways.video.tests.device import DOMAIN, PASSWORD, PLATFORM
from changqian.gateways.video.tests.stage import Stage, staged
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.sip import ha1s
from changqian.simulators.recorder import Fleet, Kind, Quirks, Recorder, number_in
from changqian.simulators.recorder.roster import identity
from changqian.wire import video as wire

SMALL = Kind(width=320, height=180, kbps=200)
AROUND = 400
"The numbers in the pictures begin anew after so many."


def recorded(back: int = 1800) -> datetime:
    """The beginning of a file of about so many seconds ago."""
    slot = int(time.time() - back) // 300
    while slot % 4 != 1:
        slot -= 1
    return datetime.fromtimestamp(slot * 300, BEIJING)


def number_at(start: datetime, seconds: float = 0.0) -> int:
    return round((start.timestamp() + seconds) * 25) % AROUND


def apart(one: int, other: int) -> int:
    """How many frames `one` is ahead, the nearer way round."""
    return (one - other + AROUND // 2) % AROUND - AROUND // 2


def consecutive(numbers: Sequence[int | None], step: int = 1) -> bool:
    known = [each for each in numbers if each is not None]
    return len(known) == len(numbers) and all(
        (two - one) % AROUND == step for one, two in zip(known, known[1:], strict=False)
    )


def numbers_in(film: bytes) -> list[tuple[float, int | None]]:
    """When each picture is shown, and the number in it."""
    with av.open(io.BytesIO(film)) as container:
        frames = list(container.decode(video=0))
    return [
        (float(each.time or 0), number_in(bytes(each.planes[0]), each.planes[0].line_size, each.width))
        for each in frames
    ]


class Seat:
    """What one viewer has received: films, one after the other, and states."""

    def __init__(self, socket: Any, start: datetime) -> None:
        self.socket, self.start = socket, start
        self.films: list[list[bytes]] = []
        self.states: list[dict[str, Any]] = []
        self.sounds = 0
        self.end: dict[str, Any] | None = None

    def take(self, message: str | bytes) -> None:
        if isinstance(message, str):
            said = json.loads(message)
            if said["type"] == "state":
                self.states.append({**said, "film": len(self.films) - 1})
            elif said["type"] == "end":
                self.end = said
        elif message[0] == 0:
            self.films.append([message[1:]])
        elif message[0] == 1:
            self.films[-1].append(message[1:])
        else:
            self.sounds += 1

    async def until(self, enough: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Reads until then."""
        with suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(seconds):
                while not enough():
                    self.take(await self.socket.recv())
        assert enough(), (self.states, self.end, [len(each) for each in self.films])
        return enough()

    async def read(self, seconds: float) -> None:
        """For so long."""
        with suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    self.take(await self.socket.recv())

    async def order(self, **order: Any) -> None:
        await self.socket.send(json.dumps(order))

    async def ordered(self, seconds: float = 10.0, **order: Any) -> dict[str, Any]:
        """The state that answers it; that a second has passed is told as well, so it must be another state."""
        await self.order(**order)
        return await self.answer(order, seconds)

    async def answer(self, order: dict[str, Any], seconds: float = 10.0) -> dict[str, Any]:
        wanted: dict[str, Callable[[dict[str, Any]], bool]] = {
            "pause": lambda state: state["paused"],
            "play": lambda state: not state["paused"],
            "speed": lambda state: state["scale"] == order["scale"] or state["failure"],
            "seek": lambda state: 0 <= state["position"] - order["position"] < 2 or state["failure"],
            "step": lambda state: state["paused"],
        }
        seen = len(self.states)
        fits = wanted[order["do"]]
        await self.until(lambda: any(fits(each) for each in self.states[seen:]), seconds)
        return next(each for each in self.states[seen:] if fits(each))

    @property
    def pictures(self) -> int:
        """In the film that runs."""
        return len(self.films[-1]) - 1 if self.films else 0

    def numbers(self, film: int = -1) -> list[int | None]:
        return [number for _, number in numbers_in(b"".join(self.films[film]))]

    def off(self, state: dict[str, Any]) -> float:
        """How many seconds a state is wrong about its picture: the number that is burned in knows better."""
        shown = numbers_in(b"".join(self.films[state["film"]]))
        _, number = min(shown, key=lambda each: abs(each[0] - state["at"]))
        assert number is not None
        return apart(number_at(self.start, state["position"]), number) / 25


class Theatre:
    def __init__(self, stage: Stage, recorder: Recorder) -> None:
        self.stage, self.recorder = stage, recorder
        self.device, self.channel = recorder.identity.device_id, recorder.identity.channels[0]

    @asynccontextmanager
    async def watching(self, start: datetime, seconds: float, how: Any = ()) -> AsyncIterator[Seat]:
        resource = f"{self.device}/{self.channel}"
        query = {
            "start": start.isoformat(),
            "stop": (start + timedelta(seconds=seconds)).isoformat(),
            "ticket": self.stage.ticket(resource, verbs=("playback",)),
            **dict(how),
        }
        url = f"ws://127.0.0.1:{self.stage.http_port}/playback/{resource}?{urlencode(query)}"
        async with connect(url, max_size=None, proxy=None) as socket:
            yield Seat(socket, start)

    async def command(self, command: wire.Command) -> None:
        assert (await self.stage.call("POST", "/commands", wire.to_json(command))).status_code == 200

    @property
    def receiver(self) -> Any:
        (playback,) = self.stage.gateway.history.playbacks
        return playback.call and playback.call.receiver

    async def dark(self) -> None:
        """All calls are over, and nothing is left of them."""
        history = self.stage.gateway.history
        await self.stage.until(lambda: not history.playbacks and not self.recorder.running)
        assert not self.stage.gateway.lives.ports.taken
        assert not history.calls()


@asynccontextmanager
async def theatre(folder: Path, quirks: Quirks | None = None, **how: Any) -> AsyncIterator[Theatre]:
    quirks = quirks or Quirks()
    who = identity(1, domain=DOMAIN, channels=quirks.channels)
    media = how.pop("media", "udp")
    device = wire.Device(who.device_id, "王队的记录仪", ha1s(who.device_id, DOMAIN, PASSWORD), media=media)
    async with (
        staged(folder, device, **how) as stage,
        Fleet(f"127.0.0.1:{stage.sip_port}", DOMAIN, PASSWORD, 1, PLATFORM, quirks=quirks, kind=SMALL) as fleet,
    ):
        await fleet.registered()
        yield Theatre(stage, fleet[0])
