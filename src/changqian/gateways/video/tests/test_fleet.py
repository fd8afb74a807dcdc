"""The simulated recorders, with the habits of every maker: each registers, tells its channels, and is seen."""

import asyncio
import io
from pathlib import Path

import av
import pytest
from websockets.asyncio.client import connect

from changqian.gateways.video.media.pull import Patience
from changqian.gateways.video.tests.device import DOMAIN, PASSWORD, PLATFORM
from changqian.gateways.video.tests.stage import Stage, Watched, staged
from changqian.protocols.sip import ha1s
from changqian.simulators.recorder import VENDORS, Fleet, number_in
from changqian.simulators.recorder.clips import FRAMES as ROUND
from changqian.simulators.recorder.roster import identity
from changqian.wire import video as wire

FRAMES = 12
PARTIAL = ("old-firmware",)


def known(names: list[str]) -> list[wire.Device]:
    devices = []
    for place, name in enumerate(names, 1):
        who, quirks = identity(place, domain=DOMAIN, channels=VENDORS[name].channels), VENDORS[name]
        media = "udp" if "UDP" in quirks.media else "tcp"
        secrets = ha1s(who.device_id, DOMAIN, PASSWORD)
        algorithms = ("MD5",) if quirks.algorithms == ("MD5",) else ("SM3", "SHA-256", "MD5")
        devices.append(wire.Device(who.device_id, name, secrets, algorithms, media))
    return devices


async def watched(stage: Stage, device: str, channel: str) -> Watched:
    path = f"/live/{device}/{channel}?ticket={stage.ticket(f'{device}/{channel}')}"
    async with connect(f"ws://127.0.0.1:{stage.http_port}{path}", max_size=None, proxy=None) as browser:
        return await Watched().read(browser, lambda seen: len(seen.fragments) >= FRAMES or "end" in str(seen.texts), 10)


def numbers(seen: Watched) -> list[int | None]:
    with av.open(io.BytesIO(seen.init + b"".join(seen.fragments))) as container:
        frames = list(container.decode(video=0))
    return [number_in(bytes(each.planes[0]), each.planes[0].line_size, each.width) for each in frames]


@pytest.mark.timeout(60)
def test_devices_of_every_maker_are_there_and_seen(tmp_path: Path) -> None:
    names = list(VENDORS)

    async def story() -> None:
        fleet = [VENDORS[name] for name in names]
        patience = Patience(linger=0.3)
        async with (
            staged(tmp_path, *known(names), ask_catalogue=True, patience=patience, quiet=1.0) as stage,
            Fleet(f"127.0.0.1:{stage.sip_port}", DOMAIN, PASSWORD, len(names), PLATFORM, quirks=fleet) as recorders,
        ):
            await stage.until(lambda: len(stage.of(wire.CatalogueReceived)) == len(names), 15)
            outcomes = {each.device: each.outcome for each in stage.of(wire.CatalogueReceived)}
            for name, recorder in zip(names, recorders, strict=True):
                who = recorder.identity
                assert outcomes[who.device_id] == ("partial" if name in PARTIAL else "complete"), name
                seen = await watched(stage, who.device_id, who.channels[0])
                assert seen.init, (name, seen.texts)
                found = numbers(seen)
                assert len(found) >= FRAMES, name
                steps = [(behind - before) % ROUND for before, behind in zip(found, found[1:], strict=False)]
                if not VENDORS[name].loss:
                    assert set(steps) == {1}, (name, found)
            await stage.until(lambda: not stage.gateway.lives.ports.taken)

    asyncio.run(story())
