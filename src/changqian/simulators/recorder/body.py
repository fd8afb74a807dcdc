"""What the parts of one recorder share: who it is, how it is, its line to the platform."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from changqian.protocols.gb28181.documents import CONTENT_TYPE, Document
from changqian.protocols.gb28181.documents.config import Settings
from changqian.protocols.gb28181.documents.ptz import PtzPosition
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.versions import Version
from changqian.protocols.sip.address import Address
from changqian.protocols.sip.message import Request, Response
from changqian.protocols.sip.uri import Uri
from changqian.simulators.recorder.card import Card
from changqian.simulators.recorder.clips import Clip
from changqian.simulators.recorder.line import Line
from changqian.simulators.recorder.quirks import Quirks
from changqian.simulators.recorder.roads import ROADS, Place, along
from changqian.simulators.recorder.roster import Identity

MANUFACTURER, MODEL = "Changqian", "CQ-ZFY-SIM"
ON_FOOT = 4.5
"km/h."


@dataclass(frozen=True, slots=True)
class Platform:
    """Where and what a device registers at."""

    host: str
    port: int
    domain: str
    server_id: str
    password: str = field(repr=False)


@dataclass(slots=True)
class State:
    """What the platform can change or ask."""

    name: str
    expires: int
    keepalive: float
    firmware: str = "V1.0.0"
    recording: bool = True
    guarded: bool = True
    alarmed: bool = False
    "By method 2, and not yet reset."
    battery: int = 87
    presets: dict[int, str] = field(default_factory=lambda: {1: "预置位1", 2: "预置位2"})
    position: PtzPosition = field(default_factory=lambda: PtzPosition(pan=0, tilt=0, zoom=1))
    settings: Settings = Settings()
    "What was set of it."
    ordered: list[Document] = field(default_factory=list)
    "Every control and setting that came, in order."


class Ear:
    """The last second of the G.711 that was heard."""

    KEPT = 8000

    def __init__(self) -> None:
        self.sound = bytearray()
        self.packets = 0

    def hear(self, payload: bytes) -> None:
        self.packets += 1
        self.sound += payload
        del self.sound[: -self.KEPT]


class Body:
    def __init__(self, identity: Identity, quirks: Quirks, platform: Platform, clip: Clip) -> None:
        self.identity, self.quirks, self.platform, self.clip = identity, quirks, platform, clip
        self.line: Line
        self.card, self.ear = Card(), Ear()
        self.state = State(identity.name, quirks.expires, quirks.keepalive)
        self.road = ROADS[sorted(ROADS)[identity.number % len(ROADS)]]
        self.speed, self._since, self._gone = ON_FOOT, time.time(), identity.number * 137.0
        self.clock = quirks.clock
        "Seconds that it is ahead."
        self._sn = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    # What it says.

    def sn(self) -> int:
        self._sn += 1
        return self._sn

    def address(self, user: str) -> Address:
        name = f"{self.state.name}" if self.quirks.display_name and user == self.identity.device_id else ""
        return Address(Uri("sip", user=user, host=self.platform.domain), name)

    def compose(
        self,
        method: str,
        *,
        to: str = "",
        sender: str = "",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
    ) -> Request:
        """To the platform, or to whom it has. ConnectionError while the line is closed."""
        if self.line.endpoint is None:
            raise ConnectionError("the line is closed")
        user = to or self.platform.server_id
        sender = sender or self.identity.device_id
        request = self.line.endpoint.compose(
            *(method, Uri("sip", user=user, host=self.platform.domain)),
            from_=self.address(sender),
            to=self.address(user),
            headers=headers,
            body=body,
        )
        return replace(request, charset="gb18030") if self.quirks.display_name else request

    def written(self, document: Document, version: Version | None = None) -> bytes:
        """In its own edition unless another is named."""
        quirks = self.quirks
        return quirks.written(document.encode(version or quirks.version, quirks.charset or quirks.version.charset))

    async def tell(self, document: Document, version: Version | None = None) -> Response | None:
        """By a MESSAGE; the final answer, None if there was none."""
        body = self.written(document, version)
        try:
            request = self.compose("MESSAGE", headers=(("Content-Type", CONTENT_TYPE),), body=body)
        except ConnectionError:
            return None
        return await self.line.ask(request)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Something that goes on by itself, and ends with the device."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def still(self) -> None:
        """Stops all that goes on."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # Where and when it is.

    @property
    def now(self) -> datetime:
        return datetime.now(BEIJING) + timedelta(seconds=self.clock)

    def place(self) -> Place:
        return along(self.road, self._gone + self.speed / 3.6 * (time.time() - self._since), speed=self.speed)

    def walk(self, road: str, *, speed: float = ON_FOOT, gone: float = 0) -> None:
        """From `gone` metres along a road of ROADS on, at km/h."""
        self.road, self.speed, self._since, self._gone = ROADS[road], speed, time.time(), gone
