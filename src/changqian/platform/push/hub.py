"""One ear and one reader for all streams of this process.

NOTIFY is a hint: whoever hears none reads every 15 seconds all the same, and a lost connection to the database costs a
delay, not a message.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from typing import Any

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError
from psycopg import sql

from changqian.platform.foundation.accounts.sessions import CHANNEL as SESSIONS
from changqian.platform.foundation.notices.services import CHANNEL as NOTICES
from changqian.platform.foundation.notices.services import TODOS
from changqian.platform.push import reading
from changqian.platform.push.stream import Message, Stirred, Stream

log = structlog.get_logger("changqian.push")

STREAMS_PER_USER = 5
TRIES, TRY_AGAIN = 20, 0.05
"How often, and how many seconds apart, the horizon is asked for politely before it is waited for."


class Hub:
    def __init__(self, connect: dict[str, Any], *, poll: float = 15.0) -> None:
        self.connect = connect
        "Arguments of psycopg.connect."
        self.poll = poll
        self.streams: dict[int, list[Stream]] = defaultdict(list)
        self.horizon: int | None = None
        "Every notice up to here was handed out; None until it was looked for once."
        self.listening = False

    # -- streams -----------------------------------------------------------------------------------------------------

    def join(self, stream: Stream) -> None:
        """Begin to receive. A user's oldest stream gives way: it is likeliest to be a tab long closed."""
        stream.since = self.horizon or 0
        mine = self.streams[stream.user]
        mine.append(stream)
        while len(mine) > STREAMS_PER_USER:
            mine.pop(0).end()

    def leave(self, stream: Stream) -> None:
        if stream in self.streams[stream.user]:
            self.streams[stream.user].remove(stream)
        if not self.streams[stream.user]:
            del self.streams[stream.user]

    async def missed(self, stream: Stream, after: int) -> AsyncIterator[Message]:
        """What a stream that has joined has not seen: from `after` up to where the hub had come when it joined."""
        if after == 0:
            for message in await called(reading.newest, stream.since, stream.user):
                yield message
            return
        while page := await called(reading.between, after, stream.since, stream.user):
            for message in page:
                yield message
            after = page[-1].seq

    async def stands(self, holder: str) -> bool:
        return holder in await called(reading.alive, [holder])

    def close(self) -> None:
        for streams in list(self.streams.values()):
            for stream in list(streams):
                stream.end()

    # -- the ear -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until cancelled. What fails is begun anew a second later."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, DatabaseError) as error:
                log.warning("database lost", error=str(error).strip())
            self.listening = False
            await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(**self.connect, autocommit=True) as ear:
            for channel in (NOTICES, SESSIONS, TODOS):
                await ear.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            loop = asyncio.get_running_loop()
            checked = loop.time()
            while True:
                up_to_date = await self.advance()  # first after LISTEN, so that nothing falls between
                self.listening = self.horizon is not None
                patience = self.poll if up_to_date else 1.0
                hints = [hint async for hint in ear.notifies(timeout=patience, stop_after=1)]
                self._stir(hint.payload for hint in hints if hint.channel == TODOS)
                self._drop({f"session:{hint.payload}" for hint in hints if hint.channel == SESSIONS})
                if loop.time() - checked >= self.poll:
                    await self._drop_ended()
                    checked = loop.time()

    def _stir(self, hints: Iterable[str]) -> None:
        for user in {int(pk) for hint in hints for pk in hint.split(",") if pk}:
            for stream in list(self.streams.get(user, ())):
                stream.put(Stirred())

    async def advance(self) -> bool:
        """Read what is new up to a horizon behind which nothing can appear any more, and hand it out.

        All users' notices are read, not only those of who is here now: somebody may join while we read. Handing out a
        page and moving the horizon is one step, so whoever joins is either handed a notice or reads it as missed.
        """
        top = await self._top()
        if top is None:
            return False
        while self.streams and self.horizon is not None:
            page = await called(reading.between, self.horizon, top)
            for message in page:
                for stream in self.streams.get(message.user, ()):
                    stream.put(message)
            if not page:
                break
            self.horizon = page[-1].seq
        self.horizon = max(self.horizon or 0, top)
        return True

    async def _top(self) -> int | None:
        """The horizon; None if whoever writes takes longer than we may hold others up."""
        for _ in range(TRIES):
            if (top := await called(reading.horizon, wait=False)) is not None:
                return top
            await asyncio.sleep(TRY_AGAIN)
        try:
            return await called(reading.horizon, wait=True)
        except DatabaseError:
            return None

    async def _drop_ended(self) -> None:
        """Close the streams that the database no longer vouches for, whether or not we heard of an end."""
        held = {stream.holder for mine in self.streams.values() for stream in mine}
        self._drop(held - await called(reading.alive, held))

    def _drop(self, holders: Collection[str]) -> None:
        for mine in list(self.streams.values()):
            for stream in list(mine):
                if stream.holder in holders:
                    stream.end()


async def called(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A query in the one thread that has Django's connection."""
    return await sync_to_async(function)(*args, **kwargs)
