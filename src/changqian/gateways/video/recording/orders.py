"""What was ordered by hand, and which alarms still run: kept on disk, so that a restart goes on with them."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import structlog

from changqian.gateways.video.recording.rules import Key, Order
from changqian.gateways.video.store import write_whole

log = structlog.get_logger("changqian.video")


class Orders:
    """`alarms` says until when (Unix seconds) the footage of one goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.orders: dict[Key, Order] = {}
        self.alarms: dict[Key, float] = {}
        self._saving = asyncio.Lock()

    def load(self) -> None:
        try:
            said = orjson.loads(self.path.read_bytes())
            self.orders = {_key(name): Order(**order) for name, order in said["orders"].items()}
            self.alarms = {_key(name): float(until) for name, until in said["alarms"].items()}
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError) as error:
            log.error("orders of recordings unreadable", path=str(self.path), error=str(error))

    async def save(self) -> None:
        """The latest state, also where two save at once."""
        async with self._saving:
            said: dict[str, Any] = {
                "orders": {"/".join(key): asdict(order) for key, order in self.orders.items()},
                "alarms": {"/".join(key): until for key, until in self.alarms.items()},
            }
            await asyncio.to_thread(write_whole, self.path, orjson.dumps(said))

    def forget_past(self, now: float) -> None:
        self.alarms = {key: until for key, until in self.alarms.items() if until > now}


def _key(name: str) -> Key:
    device, _, channel = name.partition("/")
    return device, channel
