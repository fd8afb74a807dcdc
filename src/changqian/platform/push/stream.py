"""One browser's stream: what waits to be sent to it, and the words in which it is sent. No database, no clock.

Server-sent events (HTML Living Standard §9.2): `id` is the notice's number, with which the browser resumes.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import orjson

QUEUED = 500
"A browser this far behind is let go; it comes back with the number it has seen."


@dataclass(frozen=True, slots=True)
class Message:
    seq: int
    user: int
    data: dict[str, Any]

    def encode(self) -> bytes:
        return b"id: %d\nevent: notice\ndata: %s\n\n" % (self.seq, orjson.dumps(self.data))


class Stirred:
    """The user's to-dos have changed: count them. It has no number, because there is nothing to read again."""

    def encode(self) -> bytes:
        return b"event: todos\ndata: {}\n\n"


@dataclass(eq=False)
class Stream:
    user: int
    holder: str
    "What the stream lives by: session:12, token:3."
    since: int = 0
    "What was handed out before it joined; up to here it must read by itself."
    queue: asyncio.Queue[Message | Stirred | None] = field(default_factory=lambda: asyncio.Queue(QUEUED))
    ended: bool = False

    def put(self, message: Message | Stirred) -> None:
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Close after what the browser has been sent already; what still waits is dropped, it will ask again."""
        if not self.ended:
            self.ended = True
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


async def written(stream: Stream, backlog: AsyncIterator[Message], *, heartbeat: float) -> AsyncIterator[bytes]:
    """First what was missed, then what comes; a comment every `heartbeat` seconds keeps proxies from hanging up."""
    yield b"retry: 3000\n\n"
    async for message in backlog:
        yield message.encode()
    while True:
        try:
            async with asyncio.timeout(heartbeat):
                waiting = await stream.queue.get()
        except TimeoutError:
            yield b": heartbeat\n\n"
            continue
        if waiting is None:
            yield b"event: end\ndata: {}\n\n"
            return
        yield waiting.encode()
