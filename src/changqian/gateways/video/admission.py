"""Who may do what here: the platform, whose calls are signed; whoever it gave a ticket for just this, once."""

import time
from contextlib import suppress

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from changqian.gateways.video.failures import Failed
from changqian.gateways.video.media.viewers import ended
from changqian.wire import signing

AUDIENCE, ELSEWHERE = "video", "elsewhere"
"What the platform writes into tickets; the last one, that a page of another system may show it."
FORBIDDEN, OVER = 4403, 4000
"Close codes of our own (RFC 6455 §7.4.2)."
LARGEST = 64 << 20
"Bytes of a snapshot: 100 000 devices."


def admitted(
    socket: HTTPConnection, resource: str, verb: str, *, words: str = "票据不能用于这路画面"
) -> signing.Ticket:
    """The ticket. BadTicket unless it opens this, here, for the first time; a resource that ends in `:` is a prefix."""
    state, now = socket.app.state, time.time()
    given = socket.query_params.get("ticket", "")
    ticket = signing.Ticket.verify(given, state.gateway.settings.tickets, audience=AUDIENCE, now=now)
    origin, origins = socket.headers.get("Origin"), state.gateway.settings.origins
    if origin is not None and origins and origin not in origins and ELSEWHERE not in ticket.verbs:
        raise signing.BadTicket("不允许从此地址连接")
    fits = ticket.resource.startswith(resource) if resource.endswith(":") else ticket.resource == resource
    if not fits or verb not in ticket.verbs:
        raise signing.BadTicket(words)
    if not state.used.first_time(ticket.id, ticket.expires, now):
        raise signing.BadTicket("票据已使用")
    return ticket


async def turned_away(socket: WebSocket, failed: Failed, code: int) -> None:
    """Told why, and closed."""
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(ended(failed))
        await socket.close(code)


async def body_of(request: Request) -> bytes | None:
    """None for one that is too large, of which no more is read: its sender is not known yet."""
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            return None
    return b"".join(parts)


def unsigned(request: Request, body: bytes | None) -> Response | None:
    """What is answered to a call that the platform has not signed."""
    state = request.app.state
    if body is None:
        return JSONResponse({"detail": "请求过大"}, 413)
    try:
        signing.check(
            *(request.headers, state.gateway.settings.secret, request.method, request.url.path, body),
            seen=state.calls,
            now=time.time(),
        )
    except signing.BadCall as error:
        return JSONResponse({"detail": str(error)}, 401)
    return None
