"""One simulated recorder in front of a gateway, for one test."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from changqian.gateways.video.tests.device import DOMAIN, PASSWORD, PLATFORM
from changqian.gateways.video.tests.stage import Stage, staged
from changqian.protocols.sip import ha1s
from changqian.simulators.recorder import Fleet, Kind, Quirks, Recorder
from changqian.simulators.recorder.roster import identity
from changqian.wire import video as wire

WHO = identity(1, domain=DOMAIN)
CAMERA, CHANNEL = WHO.device_id, WHO.channels[0]
SMALL = Kind(width=320, height=180, kbps=200)


def entered(**how: Any) -> wire.Device:
    return wire.Device(CAMERA, WHO.name, ha1s(CAMERA, DOMAIN, PASSWORD), **how)


def following(**how: Any) -> wire.Following:
    """Nothing but what is named."""
    nothing = {"catalogue": False, "alarms": False, "positions": False, "alarm_pictures": 0, "status": 0}
    return wire.Following(**{**nothing, **how})


@asynccontextmanager
async def recorder_at(stage: Stage, quirks: Quirks) -> AsyncIterator[Recorder]:
    """Registered."""
    address = f"127.0.0.1:{stage.sip_port}"
    async with Fleet(address, DOMAIN, PASSWORD, 1, PLATFORM, quirks=quirks, kind=SMALL) as fleet:
        fleet[0].booting = 0.1
        await fleet.registered(10)
        yield fleet[0]


@asynccontextmanager
async def met(
    folder: Path, quirks: Quirks = Quirks(), *, device: wire.Device | None = None, **how: Any
) -> AsyncIterator[tuple[Stage, Recorder]]:
    async with (
        staged(folder, device or entered(following=following()), follow=True, **how) as stage,
        recorder_at(stage, quirks) as recorder,
    ):
        yield stage, recorder


@asynccontextmanager
async def restarting(
    folder: Path, quirks: Quirks, *, device: wire.Device, port: int
) -> AsyncIterator[tuple[Stage, Recorder, AsyncExitStack]]:
    """The gateway is closed with `aclose` of the third; another may be staged at the same port, before the same
    recorder."""
    async with AsyncExitStack() as outer, AsyncExitStack() as inner:
        stage = await inner.enter_async_context(staged(folder, device, follow=True, sip_port=port))
        recorder = await outer.enter_async_context(recorder_at(stage, quirks))
        yield stage, recorder, inner


async def ordered(stage: Stage, command: wire.Command, seconds: float = 10.0) -> wire.CommandDone:
    """How it ended."""
    answer = await stage.call("POST", "/commands", wire.to_json(command))
    assert answer.status_code == 200, answer.text
    done = await stage.until(
        lambda: [each for each in stage.of(wire.CommandDone) if each.command == command.id], seconds
    )
    return done[0]
