"""A platform and recorders, put in front of each other for one test."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from changqian.simulators.recorder import Fleet, Kind, Quirks
from changqian.simulators.recorder.tests.platform import DOMAIN, PASSWORD, Platform, platform

SMALL = Kind(width=320, height=180, kbps=200)


def together(
    story: Callable[[Platform, Fleet], Awaitable[None]], *, count: int = 1, quirks: Any = None, **how: Any
) -> None:
    async def told() -> None:
        async with platform(**how) as running:
            address = f"127.0.0.1:{running.port}"
            async with Fleet(address, DOMAIN, PASSWORD, count, quirks=quirks or Quirks(), kind=SMALL) as fleet:
                await fleet.registered(5)
                await story(running, fleet)

    asyncio.run(told())
