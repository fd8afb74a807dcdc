"""The push server: GET /events?ticket=…&after=<number> streams a user's notices as they happen.

Started by `changqian push`. Whoever comes shows a ticket of the platform (POST /api/tickets/), good for one connection
within a minute; the stream ends with the session that the ticket names.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import django
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changqian.platform.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402

from changqian.platform.foundation.accounts.rules import Audience  # noqa: E402
from changqian.platform.kernel.tickets import BadTicket, Ticket, verify  # noqa: E402
from changqian.platform.push.hub import Hub, called  # noqa: E402
from changqian.platform.push.reading import hang_up  # noqa: E402
from changqian.platform.push.stream import Message, Stream, written  # noqa: E402

HEARTBEAT_SECONDS = 20.0
MOST_SEQ = 2**63 - 1


class Used:
    """The tickets that were shown already, until they would have expired anyway."""

    def __init__(self) -> None:
        self.until: dict[str, int] = {}

    def first_time(self, ticket: Ticket, now: datetime) -> bool:
        self.until = {known: expires for known, expires in self.until.items() if expires > now.timestamp()}
        if ticket.id in self.until:
            return False
        self.until[ticket.id] = ticket.expires
        return True


async def events(request: Request) -> Response:
    hub: Hub = request.app.state.hub
    origin = request.headers.get("Origin")
    if origin is not None and origin not in settings.ORIGINS:
        return refused(403, "不允许从此地址连接")
    now = datetime.now(UTC)
    try:
        ticket = verify(
            request.query_params.get("ticket", ""), settings.KEYS["tickets"], audience=Audience.PUSH, now=now
        )
        after = seen(request)
    except BadTicket as error:
        return refused(401, str(error))
    except ValueError:
        return refused(400, "after 应为已收到的最大编号")
    if hub.horizon is None:
        return refused(503, "服务正在启动或维护，请稍后再试")
    if not request.app.state.used.first_time(ticket, now):
        return refused(401, "票据已使用")
    try:
        if not await hub.stands(ticket.resource):
            return refused(401, "登录已失效，请重新登录")
    except DatabaseError:
        return refused(503, "服务正在启动或维护，请稍后再试")
    stream = Stream(int(ticket.subject), ticket.resource)
    return StreamingResponse(
        following(hub, stream, after),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def following(hub: Hub, stream: Stream, after: int | None) -> AsyncIterator[bytes]:
    """The stream from joining to leaving. It joins before it reads what was missed, so that nothing falls between."""
    hub.join(stream)
    try:
        backlog = nothing() if after is None else hub.missed(stream, after)
        async for chunk in written(stream, backlog, heartbeat=HEARTBEAT_SECONDS):
            yield chunk
    finally:
        hub.leave(stream)


async def nothing() -> AsyncIterator[Message]:
    return
    yield


def seen(request: Request) -> int | None:
    """The number after which to begin; None: with what comes from now on. ValueError if it is none."""
    given = [request.query_params.get("after", ""), request.headers.get("Last-Event-ID", "")]
    numbers = [int(text) for text in given if text]
    if any(not 0 <= number <= MOST_SEQ for number in numbers):
        raise ValueError
    return max(numbers, default=None)


def refused(status: int, detail: str) -> Response:
    return JSONResponse({"detail": detail}, status_code=status)


async def healthz(request: Request) -> Response:
    """200 while the database is heard."""
    if request.app.state.hub.listening:
        return JSONResponse({"status": "ok", "streams": sum(map(len, request.app.state.hub.streams.values()))})
    return refused(503, "数据库没有回应")


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    listening = asyncio.create_task(app.state.hub.run())
    try:
        yield
    finally:
        app.state.hub.close()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await called(hang_up)


def address() -> dict[str, object]:
    """Where Django's database is, in psycopg's words."""
    known = connection.get_connection_params()
    return {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}


def make(*, poll: float = 15.0) -> Starlette:
    app = Starlette(
        routes=[Route("/events", events), Route("/healthz", healthz)],
        middleware=[Middleware(CORSMiddleware, allow_origins=settings.ORIGINS, allow_methods=["GET"])],
        lifespan=lifespan,
    )
    app.state.hub = Hub(address(), poll=poll)
    app.state.used = Used()
    return app


application = make()
