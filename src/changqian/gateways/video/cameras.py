"""What is known of a device right now: where it speaks from, which edition it speaks, whether it is there."""

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from changqian.protocols.gb28181 import presence
from changqian.protocols.gb28181.presence import Address, Presence
from changqian.protocols.gb28181.versions import Version
from changqian.protocols.sip import Flow
from changqian.wire import video as wire


@dataclass(slots=True, eq=False)
class Camera:
    device: wire.Device
    presence: Presence = presence.NOWHERE
    flow: Flow | None = None
    version: Version = Version.V2016
    agent: str = ""
    channels: tuple[str, ...] = ()
    "As its last catalogue has them."
    challenged: deque[str] = field(default_factory=lambda: deque(maxlen=4))
    "The nonces it was given lately: who answers one of these wrongly has the wrong password."

    @property
    def id(self) -> str:
        return self.device.id

    @property
    def charset(self) -> str:
        return self.device.charset or self.version.charset


def remembered(cameras: Iterable[Camera], now: float) -> list[dict[str, Any]]:
    """Who is there, in wall time, for a file: after a restart nobody has to register again."""
    wall = time.time() - now
    return [
        {
            "id": each.id,
            "host": each.presence.address.host,
            "port": each.presence.address.port,
            "transport": each.presence.address.transport,
            "until": each.presence.registered_until + wall,
            "version": int(each.version),
            "agent": each.agent,
            "channels": each.channels,
        }
        for each in cameras
        if each.presence.online and each.presence.address
    ]


def recall(camera: Camera, said: dict[str, Any], now: float) -> None:
    """As it was before the restart, with the full patience for its next keepalive. A TCP connection is gone; the device
    opens another."""
    address = Address(said["host"], said["port"], said["transport"])
    left = said["until"] - time.time()
    if left <= 0:
        return
    camera.presence, _ = presence.register(camera.presence, address, int(left) + 1, now)
    camera.version, camera.agent = Version(said["version"]), said["agent"]
    camera.channels = tuple(said.get("channels", ()))
    camera.flow = Flow(address.transport, address.host, address.port)
