"""A viewer's messages into his WebSocket, until he goes or the stream ends."""

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from changqian.gateways.video.media.viewers import Viewer

OVER = 4000


async def pumped(socket: WebSocket, viewer: Viewer) -> None:
    """What the browser says is read, and means nothing: reading is how its going is noticed."""
    writing = asyncio.create_task(_write(socket, viewer))
    reading = asyncio.create_task(_read(socket))
    _, rest = await asyncio.wait((writing, reading), return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _write(socket: WebSocket, viewer: Viewer) -> None:
    with suppress(WebSocketDisconnect, RuntimeError, OSError):
        while (message := await viewer.next()) is not None:
            if isinstance(message, str):
                await socket.send_text(message)
            else:
                await socket.send_bytes(message)
        await socket.close(OVER)


async def _read(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass
