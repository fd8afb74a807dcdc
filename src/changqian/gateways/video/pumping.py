"""A viewer's messages into his WebSocket, until he goes or the stream ends."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from changqian.gateways.video.media.viewers import Viewer

OVER = 4000


async def pumped(
    socket: WebSocket,
    viewer: Viewer,
    heard: Callable[[str], None] | None = None,
    took: Callable[[bytes], None] | None = None,
) -> None:
    """What the browser says is read, if only to notice its going; `heard` is given the texts, `took` the rest."""
    writing = asyncio.create_task(_write(socket, viewer))
    reading = asyncio.create_task(_read(socket, heard, took))
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


async def _read(socket: WebSocket, heard: Callable[[str], None] | None, took: Callable[[bytes], None] | None) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            if heard and (text := message.get("text")):
                heard(text)
            elif took and (data := message.get("bytes")):
                took(data)
