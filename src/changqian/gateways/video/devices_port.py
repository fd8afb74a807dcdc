"""The port where devices send pictures and fetch firmware by HTTP: apart from that of the platform and of browsers, so
that the network of devices reaches nothing else of this gateway.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn

from changqian.gateways.video.app import for_devices
from changqian.gateways.video.gateway import Gateway

MOST = 200
"Connections at a time."


class Beside(uvicorn.Server):
    """A server that leaves signals to the one it runs beside."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def open_to_devices(gateway: Gateway, host: str, port: int) -> AsyncIterator[int]:
    """The port; 0 takes any. OSError where it cannot be had."""
    with socket.create_server((host, port)) as listening:
        config = uvicorn.Config(for_devices(gateway), log_level="warning", lifespan="off", limit_concurrency=MOST)
        server = Beside(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield int(listening.getsockname()[1])
        finally:
            server.should_exit = True
            await serving
