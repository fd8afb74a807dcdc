"""Many recorders in one process.

async with Fleet("127.0.0.1:5060", domain="3204000000", password="…", count=12) as fleet:
    await fleet.registered()
    await fleet[0].alarm(method=5, kind=6)
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.sip.uri import parse_host_port
from changqian.simulators.recorder.body import Platform
from changqian.simulators.recorder.clips import Clip, Kind, clip
from changqian.simulators.recorder.device import Recorder
from changqian.simulators.recorder.quirks import Quirks, named
from changqian.simulators.recorder.roster import identity

SERVER = "2000000001"
"What is put behind a domain of ten digits where no id of the platform is given: type 200, serial 1."
AT_ONCE = 50
"Devices that begin in the same tenth of a second: a whole city does not switch on at once either."


@dataclass(frozen=True, slots=True)
class Entered:
    """A device as a platform has it."""

    number: int
    device_id: str
    name: str
    officer: str
    officer_number: str
    unit: str
    password: str = field(repr=False)
    habits: str


def read_book(file: Path) -> tuple[Entered, ...]:
    return tuple(Entered(**each) for each in json.loads(file.read_text(encoding="utf-8")))


@dataclass
class Fleet:
    """`platform` is host:port; `domain` the SIP domain, ten digits or an id; `quirks` one for all, or a cycle of them.

    `kind` says how pictures are made; quirks `hevc` and `aac` change it. With `own_pictures` each device has its name
    and officer in them, which takes seconds for each the first time.
    """

    platform: str
    domain: str
    password: str = field(repr=False)
    count: int = 1
    server_id: str = ""
    first: int = 1
    quirks: Quirks | Sequence[Quirks] = Quirks()
    kind: Kind = Kind()
    own_pictures: bool = False
    book: Sequence[Entered] = ()
    "Those that a platform knows by name, instead of `count` that are alike."
    recorders: list[Recorder] = field(init=False, default_factory=list)

    async def __aenter__(self) -> Self:
        host, port = parse_host_port(self.platform)
        server = self.server_id or (self.domain if len(self.domain) == 20 else self.domain + SERVER)
        platform = Platform(host, port or 5060, self.domain, server, self.password)
        try:
            if self.book:
                await self._enter(platform)
                return self
            cycle = [self.quirks] if isinstance(self.quirks, Quirks) else list(self.quirks)
            for place in range(self.count):
                quirks = cycle[place % len(cycle)]
                who = identity(self.first + place, domain=self.domain, channels=quirks.channels)
                made = await asyncio.to_thread(self._clip, quirks, who.overlay)
                self.recorders.append(Recorder(who, quirks, platform, made))
            for place, recorder in enumerate(self.recorders):
                recorder.start()
                if place % AT_ONCE == AT_ONCE - 1:
                    await asyncio.sleep(0.1)
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def _enter(self, platform: Platform) -> None:
        """Each as soon as its pictures are made: nobody waits for those of all."""
        for each in self.book:
            quirks = named(each.habits)
            like = identity(each.number, domain=self.domain, channels=quirks.channels)
            who = replace(
                like,
                device_id=each.device_id,
                officer=each.officer,
                officer_number=each.officer_number,
                unit=each.unit,
            )
            made = await asyncio.to_thread(self._clip, quirks, who.overlay)
            recorder = Recorder(who, quirks, replace(platform, password=each.password), made)
            self.recorders.append(recorder)
            recorder.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(each.stop() for each in self.recorders))

    def __getitem__(self, place: int) -> Recorder:
        return self.recorders[place]

    def __iter__(self) -> Iterator[Recorder]:
        return iter(self.recorders)

    def __len__(self) -> int:
        return len(self.recorders)

    async def registered(self, timeout: float = 10) -> None:
        """All of them; TimeoutError otherwise."""
        await asyncio.gather(*(each.registered(timeout) for each in self.recorders))

    def _clip(self, quirks: Quirks, overlay: tuple[str, ...]) -> Clip:
        kind = self.kind
        kind = replace(kind, video=Codec.H265) if quirks.hevc else kind
        kind = replace(kind, audio=Codec.AAC) if quirks.aac else kind
        return clip(replace(kind, lines=overlay) if self.own_pictures else kind)
